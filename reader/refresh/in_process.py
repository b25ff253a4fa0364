"""Runs the pipeline in this process, for commands.

Events come from plain generators, which run the work in an event loop of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Sequence

from reader.account import Account
from reader.config import Config
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import LIMITS, Limits
from reader.refresh.pipeline import Refresher
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker.protocol import Event, PageDone, Trouble
from reader.subscriptions.accounts_toml import read_accounts

STORY_SHARE = 0.1  # of the time that a command takes, to find stories; the next refresh goes on there


def refresh_now(
    paths: Paths,
    config: Config,
    subscriptions: Sequence[Subscription],
    urls: Sequence[str] | None = None,
    force: bool = False,
    *,
    now: int,
    only: bool = True,
    may_ask: bool = False,
    limits: Limits = LIMITS,
) -> Generator[Event, None, None]:
    """Refreshes the due feeds, or those with the given addresses, and yields events.

    Takes the lock of the data folder; a ``Trouble`` reports the wait for another refresh, or an address that is not
    subscribed. Feeds of accounts are not polled: their accounts, or all, are synchronised afterwards. ``only=False``:
    ``subscriptions`` may be incomplete. ``may_ask``: whether the programs that give passwords may ask on the terminal.
    Closing the generator cancels the refresh; everything reported by then is stored. Raises
    :class:`~reader.errors.StoreError`.
    """
    return _events(_refresh(paths, config, subscriptions, urls, force, _clock(now), only, may_ask, limits))


def sync_now(
    paths: Paths,
    config: Config,
    accounts: Sequence[Account],
    name: str | None = None,
    *,
    now: int,
    history: bool = True,
    only: bool = True,
    may_ask: bool = False,
    limits: Limits = LIMITS,
) -> Generator[Event, None, None]:
    """Synchronises an account, or all, and yields events; then fetches older articles, if ``history``.

    ``only=False``: ``accounts`` may be incomplete. ``may_ask``: as for :func:`refresh_now`. Closing the generator
    cancels the work; everything reported by then is stored, and the next synchronisation goes on there. Raises
    :class:`~reader.errors.StoreError`.
    """
    return _events(_sync(paths, config, accounts, name, history, only, may_ask, _clock(now), limits))


def get_page_now(
    paths: Paths, config: Config, subscriptions: Sequence[Subscription], entry_id: int, *, force: bool = False, now: int
) -> Generator[Event, None, None]:
    """Fetches an entry's page; see :meth:`reader.refresh.pages.page_fetcher.PageFetcher.fetch`."""
    return _events(_get_page(paths, config, subscriptions, entry_id, force, _clock(now)))


def get_articles_now(
    paths: Paths, config: Config, subscriptions: Sequence[Subscription], entry_ids: Sequence[int], *, now: int
) -> list[PageDone]:
    """Fetches the pages and pictures of entries; see :meth:`reader.refresh.pipeline.Refresher.get_articles`."""

    async def get() -> list[PageDone]:
        async with Refresher(paths, config, subscriptions, clock=_clock(now)) as refresher:
            return await refresher.get_articles(entry_ids)

    return asyncio.run(get())


async def _refresh(
    paths: Paths,
    config: Config,
    subscriptions: Iterable[Subscription],
    urls: Sequence[str] | None,
    force: bool,
    clock: Callable[[], float],
    only: bool,
    may_ask: bool,
    limits: Limits,
) -> AsyncGenerator[Event, None]:
    lock = RefreshLock(paths.lock)
    if not lock.is_free():
        yield Trouble(problem(Problem.REFRESH_UNDER_WAY))
    async with Refresher(
        paths, config, (), clock=clock, limits=limits, may_ask=may_ask, story_share=STORY_SHARE
    ) as refresher:
        if refresher.notice:
            yield Trouble(refresher.notice)
        async with lock.held():  # which a slow server of an account does not prolong
            await refresher.subscribe(subscriptions, only=only)
            any_accounts = await _follow_accounts(refresher, paths)
            async with contextlib.aclosing(_refresh_local(refresher, urls, force)) as events:
                async for event in events:
                    yield event
        occasion = Occasion.ASKED if force or urls else Occasion.START
        for name in _accounts_of(refresher, urls) if any_accounts else ():
            async with contextlib.aclosing(refresher.accounts.sync(name, occasion)) as events:
                async for event in events:
                    yield event


async def _refresh_local(refresher: Refresher, urls: Sequence[str] | None, force: bool) -> AsyncGenerator[Event, None]:
    """Refreshes the feeds with these addresses, except accounts', or all that are due."""
    local = [url for url in urls or () if (one := refresher.subscriptions.get(url)) is None or not one.account]
    if urls and not local:
        return
    chosen, unknown = await feed_ids_of(refresher, local)
    for url in unknown:
        yield Trouble(problem(Problem.NOT_SUBSCRIBED, url=url))
    async with contextlib.aclosing(refresher.refresh(chosen, force)) as events:
        async for event in events:
            yield event


def _accounts_of(refresher: Refresher, urls: Sequence[str] | None) -> list[str | None]:
    """The names of the accounts of feeds with these addresses; ``[None]``, for all of them, without addresses."""
    if not urls:
        return [None]
    found = (refresher.subscriptions.get(url) for url in urls)
    return list(dict.fromkeys(one.account for one in found if one and one.account))


async def _follow_accounts(refresher: Refresher, paths: Paths) -> bool:
    """Has the refresher use the accounts of ``accounts.toml``; whether there is that file."""
    found = await asyncio.to_thread(read_accounts, paths.accounts)
    if found.accounts or paths.accounts.exists():
        await refresher.accounts.follow(found.accounts, only=found.whole)
        return True
    return False


async def _sync(
    paths: Paths,
    config: Config,
    accounts: Sequence[Account],
    name: str | None,
    history: bool,
    only: bool,
    may_ask: bool,
    clock: Callable[[], float],
    limits: Limits,
) -> AsyncGenerator[Event, None]:
    async with Refresher(
        paths, config, (), clock=clock, limits=limits, may_ask=may_ask, story_share=STORY_SHARE
    ) as refresher:
        if refresher.notice:
            yield Trouble(refresher.notice)
        await refresher.accounts.follow(accounts, only=only)
        async with contextlib.aclosing(refresher.accounts.sync(name, Occasion.ASKED)) as events:
            async for event in events:
                yield event
        if history:
            async with contextlib.aclosing(refresher.accounts.read_history(name)) as events:
                async for event in events:
                    yield event


async def _get_page(
    paths: Paths,
    config: Config,
    subscriptions: Iterable[Subscription],
    entry_id: int,
    force: bool,
    clock: Callable[[], float],
) -> AsyncGenerator[Event, None]:
    async with (
        Refresher(paths, config, subscriptions, clock=clock) as refresher,
        contextlib.aclosing(refresher.get_page(entry_id, force=force)) as events,
    ):
        async for event in events:
            yield event


async def feed_ids_of(refresher: Refresher, urls: Sequence[str] | None) -> tuple[list[int] | None, list[str]]:
    """The ids of the feeds with these addresses (None: all), and the addresses without a feed."""
    if not urls:
        return None, []
    ids = {poll.url: poll.feed_id for poll in await refresher.polls()}
    return [ids[url] for url in urls if url in ids], [url for url in urls if url not in ids]


def _events(source: AsyncGenerator[Event, None]) -> Generator[Event, None, None]:
    async def next_event() -> Event | None:
        return await anext(source, None)

    with asyncio.Runner() as runner:
        try:
            while (event := runner.run(next_event())) is not None:
                yield event
        finally:
            runner.run(source.aclose())


def _clock(now: int) -> Callable[[], float]:
    """A clock that starts at ``now``, in Unix seconds."""
    started = time.monotonic()
    return lambda: now + time.monotonic() - started

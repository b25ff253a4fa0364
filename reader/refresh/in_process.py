"""Runs the pipeline in this process, for commands.

Events come from plain generators, which run the work in an event loop of their own.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Sequence

from reader.config import Config
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import LIMITS, Limits
from reader.refresh.pipeline import Refresher
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.worker.protocol import Event, Trouble


def refresh_now(
    paths: Paths,
    config: Config,
    subscriptions: Sequence[Subscription],
    urls: Sequence[str] | None = None,
    force: bool = False,
    *,
    now: int,
    only: bool = True,
    limits: Limits = LIMITS,
) -> Generator[Event, None, None]:
    """Refreshes the due feeds, or those with the given addresses, and yields events.

    Takes the lock of the data folder; a ``Trouble`` reports the wait for another refresh, or an address that is not
    subscribed. ``only=False``: ``subscriptions`` may be incomplete. Closing the generator cancels the refresh;
    everything reported by then is stored. Raises :class:`~reader.errors.StoreError`.
    """
    return _events(_refresh(paths, config, subscriptions, urls, force, _clock(now), only, limits))


def get_page_now(
    paths: Paths, config: Config, subscriptions: Sequence[Subscription], entry_id: int, *, force: bool = False, now: int
) -> Generator[Event, None, None]:
    """Fetches an entry's page; see :meth:`reader.refresh.pages.page_fetcher.PageFetcher.fetch`."""
    return _events(_get_page(paths, config, subscriptions, entry_id, force, _clock(now)))


async def _refresh(
    paths: Paths,
    config: Config,
    subscriptions: Iterable[Subscription],
    urls: Sequence[str] | None,
    force: bool,
    clock: Callable[[], float],
    only: bool,
    limits: Limits,
) -> AsyncGenerator[Event, None]:
    lock = RefreshLock(paths.lock)
    if not lock.is_free():
        yield Trouble(problem(Problem.REFRESH_UNDER_WAY))
    async with lock.held(), Refresher(paths, config, (), clock=clock, limits=limits) as refresher:
        if refresher.notice:
            yield Trouble(refresher.notice)
        await refresher.subscribe(subscriptions, only=only)
        chosen, unknown = await feed_ids_of(refresher, urls)
        for url in unknown:
            yield Trouble(problem(Problem.NOT_SUBSCRIBED, url=url))
        async with contextlib.aclosing(refresher.refresh(chosen, force)) as events:
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

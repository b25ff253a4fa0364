"""The refresher: what is due is fetched, parsed, decided on and stored, and each step is told as it happens.

Feeds are polled at the same time, a host's one after another; what has been read is stored in batches, of what
has gathered in a fifth of a second or of fifty feeds, because a transaction for each would cost more than its
content. A feed that fails is a result like any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Self

from reader.arrival import FeedUpdate
from reader.config import Config
from reader.model import Poll, Subscription
from reader.paths import Paths
from reader.refresh.context import LIMITS, Limits, Means
from reader.refresh.entries.store_batch import Written, write_batch
from reader.refresh.feeds.poll import Polled, poll_feed, read_whole
from reader.refresh.feeds.relocate import finish, follow, may_move
from reader.refresh.feeds.schedule import choose, seconds_until_due
from reader.refresh.maintenance import bury_doubles, drop_old_texts
from reader.refresh.pages.page_fetcher import Pages
from reader.refresh.subscribing.subscriber import Adding
from reader.refresh.worker.protocol import Event, FeedDone, Finished, Indexed, Moved, Progress, Started
from reader.store import Store
from reader.store.search import Search
from reader.stream import Selection

GATHER_SECONDS = 0.2
GATHER_FEEDS = 50
IN_FLIGHT = 128  # feeds being fetched, parsed or about to be stored; bounds what is in memory
PAGES_AHEAD = 20  # newest new entries of a feed whose pages are got at once


class Refresher:
    """``async with Refresher(paths, config, subscriptions, clock=…) as refresher``: opens the store for writing.

    ``clock`` gives Unix seconds. Raises :class:`~reader.errors.StoreError`. Whoever uses it holds the lock of
    the data folder (:mod:`reader.refresh.refresh_lock`) while it refreshes; pages need none.
    """

    def __init__(
        self,
        paths: Paths,
        config: Config,
        subscriptions: Iterable[Subscription],
        *,
        clock: Callable[[], float],
        limits: Limits = LIMITS,
    ) -> None:
        self._means = Means(paths, config, clock, limits)
        self._means.subscriptions = {subscription.url: subscription for subscription in subscriptions}
        self._pages = Pages(self._means)
        self.adding = Adding(self._means)
        self._under_way: set[int] = set()
        self._indexing = asyncio.Lock()

    @property
    def subscriptions(self) -> dict[str, Subscription]:
        """The subscriptions by address."""
        return self._means.subscriptions

    @property
    def notice(self) -> str | None:
        """What the user should be told of how the store was opened."""
        return self._means.notice

    async def __aenter__(self) -> Self:
        await self._means.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._means.__aexit__(*error)

    def kill(self) -> None:
        """Ends the parser processes at once; for an end that cannot wait."""
        self._means.pool.kill()

    async def subscribe(self, subscriptions: Iterable[Subscription], *, only: bool = True) -> None:
        """These are the subscriptions from now on; see :meth:`reader.store.feeds.Feeds.subscribe` for ``only``."""
        self._means.subscriptions = {subscription.url: subscription for subscription in subscriptions}
        urls = tuple(self.subscriptions)
        await self._means.do(lambda store: store.feeds.subscribe(urls, only=only))
        await finish(self._means)

    async def polls(self) -> list[Poll]:
        """How polling stands for each subscribed feed."""
        return await self._means.do(lambda store: store.feeds.polls())

    def configure(self, config: Config) -> None:
        """The settings from now on."""
        self._means.config = config

    async def refresh(self, feed_ids: Sequence[int] | None = None, force: bool = False) -> AsyncGenerator[Event, None]:
        """Polls what is due, or these feeds, and tells how it goes; see :class:`~.protocol.Refresh`.

        ``Started``, then ``FeedDone`` and ``Progress``, ``Finished`` when all is stored, ``Indexed`` when search
        finds it, and ``PageDone`` for pages that are got ahead. Raises :class:`~reader.errors.StoreError`.
        """
        started = asyncio.get_running_loop().time()
        chosen = await self._choose(feed_ids, force)
        if force or feed_ids is not None:
            self._means.insist()
        tally, arrived = _Tally(), _Arrived()
        run = _Run(self._means, chosen)
        self._under_way |= run.feed_ids
        try:
            yield Started(len(chosen))
            async for batch in run.batches():
                followed = [await self._follow(polled) for polled in batch]
                for before, after in zip(batch, followed, strict=True):
                    if before.poll.url != after.poll.url:
                        yield Moved(after.poll.feed_id, before.poll.url, after.poll.url)
                written = await self._write([polled for polled in followed if not polled.merged])
                arrived.add(written)
                for done in tally.count(written.updates):
                    yield done
                for polled in followed:
                    if polled.merged:
                        yield tally.count_merged(polled.poll)
                yield Progress(tally.polled, len(chosen))
        finally:
            self._under_way -= run.feed_ids
            await run.cancel()
        yield tally.finished(asyncio.get_running_loop().time() - started)
        await bury_doubles(self._means)
        await drop_old_texts(self._means)
        await self._index()
        yield Indexed()
        async for event in self._get_ahead(arrived):
            yield event

    async def seconds_until_due(self) -> float:
        """How long until a feed is due; 0 if one is now."""
        if await self._choose(None, force=False):
            return 0
        polls = await self.polls()
        return seconds_until_due(polls, now=self._means.clock(), subscriptions=self.subscriptions) or math.inf

    async def _choose(self, feed_ids: Sequence[int] | None, force: bool) -> list[Poll]:
        polls = [poll for poll in await self.polls() if poll.feed_id not in self._under_way]
        return choose(
            polls,
            feed_ids,
            force=force,
            now=self._means.now(),
            default_interval=self._means.config.interval,
            subscriptions=self.subscriptions,
        )

    async def _write(self, batch: Sequence[Polled]) -> Written:
        write = partial(
            write_batch,
            now=self._means.now(),
            default_interval=self._means.config.interval,
            subscriptions=self.subscriptions,
        )
        written = await self._means.do(partial(write, batch=batch))
        if written.unread:
            whole = [await read_whole(self._means, polled) for polled in written.unread]
            written += await self._means.do(partial(write, batch=whole))
        await self._index(Search.index_fresh)
        return written

    async def _index(self, batch: Callable[[Search], int] = Search.index_batch) -> None:
        """Puts what arrived into the search index, a little at a time, so that others can write in between."""
        async with self._indexing:
            while await self._means.do(lambda store: batch(store.search)):
                pass

    async def _follow(self, polled: Polled) -> Polled:
        """The publisher moved the feed for good, and it was read there: the store and feeds.toml follow.

        Where the new address is subscribed already, both are one feed now, which is polled by itself.
        """
        target = polled.response.moved_to if polled.response and polled.was_read else None
        subscription = self.subscriptions.get(polled.poll.url)
        if target is None or subscription is None or not may_move(subscription, target):
            return polled
        merged = target in self.subscriptions
        poll = await follow(self._means, polled.poll.url, target)
        return polled if poll is None else replace(polled, poll=poll, merged=merged)

    async def get_page(self, entry_id: int, *, force: bool = False) -> AsyncGenerator[Event, None]:
        """See :meth:`reader.refresh.pages.page_fetcher.Pages.get`."""
        async with contextlib.aclosing(self._pages.get(entry_id, force=force)) as events:
            async for event in events:
                yield event
        await self._index()

    async def _get_ahead(self, arrived: _Arrived) -> AsyncGenerator[Event, None]:
        wanted = [feed_id for feed_id, url in arrived.feeds.items() if self._wants_full_text(url)]
        for feed_id in wanted:
            for entry_id in arrived.ids.intersection(await self._means.do(partial(_newest, feed_id=feed_id))):
                async with contextlib.aclosing(self._pages.get(entry_id, ahead=True)) as events:
                    async for event in events:
                        yield event
        if wanted:
            await self._index()

    def _wants_full_text(self, url: str) -> bool:
        subscription = self.subscriptions.get(url)
        return subscription is not None and subscription.full_text


def _newest(store: Store, feed_id: int) -> list[int]:
    return [entry_id for _, entry_id in store.entries.page(Selection(feeds=(feed_id,)), limit=PAGES_AHEAD)]


class _Run:
    """The polls of one refresh, all under way at once; what is done comes out in batches."""

    def __init__(self, means: Means, polls: Sequence[Poll]) -> None:
        self.feed_ids = {poll.feed_id for poll in polls}
        self._done: asyncio.Queue[Polled] = asyncio.Queue(GATHER_FEEDS)
        places = asyncio.Semaphore(IN_FLIGHT)
        self._tasks = [asyncio.create_task(self._poll(means, poll, places)) for poll in polls]

    async def _poll(self, means: Means, poll: Poll, places: asyncio.Semaphore) -> None:
        async with places:
            await self._done.put(await poll_feed(means, poll))

    async def batches(self) -> AsyncGenerator[list[Polled], None]:
        left = len(self._tasks)
        while left:
            batch = [await self._done.get()]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GATHER_SECONDS):
                    while len(batch) < min(left, GATHER_FEEDS):
                        batch.append(await self._done.get())
            left -= len(batch)
            yield batch

    async def cancel(self) -> None:
        """Ends what is still under way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class _Tally:
    """The numbers of a refresh."""

    def __init__(self) -> None:
        self._feeds: Counter[str] = Counter()
        self._new = self._updated = 0

    @property
    def polled(self) -> int:
        return self._feeds.total()

    def count(self, updates: Iterable[FeedUpdate]) -> list[FeedDone]:
        done = []
        for update in updates:
            poll, new, updated = update.poll, len(update.new), len(update.changed)
            self._feeds["failed" if poll.error else "changed" if new or updated else "unchanged"] += 1
            self._new += new
            self._updated += updated
            done.append(FeedDone(poll.feed_id, poll.url, new, updated, poll.error))
        return done

    def count_merged(self, poll: Poll) -> FeedDone:
        """A feed that is one with another from now on."""
        self._feeds["changed"] += 1
        return FeedDone(poll.feed_id, poll.url, 0, 0)

    def finished(self, seconds: float) -> Finished:
        feeds = self._feeds
        return Finished(
            self.polled, feeds["changed"], feeds["unchanged"], feeds["failed"], self._new, self._updated,
            round(seconds, 3),
        )  # fmt: skip


class _Arrived:
    """New entries of a refresh, and the feeds (id and address) that brought them."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.feeds: dict[int, str] = {}

    def add(self, written: Written) -> None:
        self.ids.update(written.new_ids)
        self.feeds.update({update.poll.feed_id: update.poll.url for update in written.updates if update.new})

"""Refreshes feeds: polls the due ones, parses what changed, stores the difference, and reports each step as an event.

Feeds are polled concurrently, but one after another for each host. Results are stored in batches, of up to fifty
feeds or a fifth of a second, because a transaction per feed would cost more than its content. A feed that fails is a
result like any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Self

from reader.config import Config
from reader.model import Poll, Subscription
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.query.selection import Selection
from reader.refresh.context import LIMITS, Limits, RefreshContext
from reader.refresh.entries.store_batch import StoredBatch, store_batch
from reader.refresh.feeds.counters import Counters, NewEntries
from reader.refresh.feeds.local_feed import kill_program
from reader.refresh.feeds.poll import PolledFeed, parse_fully
from reader.refresh.feeds.poll_result import Failure
from reader.refresh.feeds.poll_tasks import PollTasks
from reader.refresh.feeds.relocate import finish_moves, may_merge, may_move, move_subscription
from reader.refresh.feeds.schedule import choose_feeds, seconds_until_due
from reader.refresh.maintenance import delete_duplicates, drop_old_content, link_copies
from reader.refresh.media.picture_fetcher import PictureFetcher
from reader.refresh.pages.page_fetcher import PageFetcher
from reader.refresh.stories.find_stories import StoryFinder
from reader.refresh.subscribing.subscriber import Subscriber
from reader.refresh.worker.protocol import (
    AlreadyRefreshing,
    Event,
    Indexed,
    Moved,
    PageDone,
    Progress,
    Started,
    StoriesFound,
)
from reader.store import Store
from reader.store.search import Search
from reader.web.addresses import without_userinfo

if TYPE_CHECKING:
    from reader.conversation.find_sources import Services
    from reader.refresh.conversation.comment_fetcher import CommentFetcher
    from reader.refresh.sync.account_refresh import AccountRefresh

ARTICLES_AT_ONCE = 6
STORY_SECONDS = 1.0  # in which stories may be found after any refresh
PAGES_AHEAD = 20  # of a feed's newest new entries, whose pages are fetched at once


class Refresher:
    """``async with Refresher(paths, config, subscriptions, clock=…) as refresher``: opens the store for writing.

    ``clock`` returns Unix seconds. Raises :class:`~reader.errors.StoreError`. The caller holds the lock of the data
    folder (:mod:`reader.refresh.refresh_lock`) during a refresh; fetching pages needs no lock.
    """

    def __init__(
        self,
        paths: Paths,
        config: Config,
        subscriptions: Iterable[Subscription],
        *,
        clock: Callable[[], float],
        limits: Limits = LIMITS,
        services: Services | None = None,
        may_ask: bool = False,
        story_share: float = math.inf,
    ) -> None:
        """``services``: where the sites that discuss articles have their data; None: the usual addresses.

        ``may_ask``: whether the programs that give the passwords of accounts may ask on the terminal. ``story_share``:
        how much longer than it took to fetch and store the articles a refresh may look for their stories.
        """
        self._context = RefreshContext(paths, config, clock, limits)
        self._context.subscriptions = {subscription.url: subscription for subscription in subscriptions}
        self._page_fetcher = PageFetcher(self._context)
        self.pictures = PictureFetcher(self._context)
        self._comment_fetcher: CommentFetcher | None = None
        self._services, self._may_ask = services, may_ask
        self.subscriber = Subscriber(self._context)
        self._accounts: AccountRefresh | None = None
        self._in_progress: set[int] = set()  # the feeds of the refreshes that run
        self._not_stored: set[int] = set()  # some of them: not stored yet
        self._indexing = asyncio.Lock()
        self._stories, self._story_share = StoryFinder(self._context), story_share

    @property
    def subscriptions(self) -> dict[str, Subscription]:
        """The subscriptions by address."""
        return self._context.subscriptions

    @property
    def accounts(self) -> AccountRefresh:
        """The accounts, which nobody without one needs."""
        if self._accounts is None:
            from reader.refresh.sync.account_refresh import AccountRefresh

            self._accounts = AccountRefresh(
                self._context, self._index, self._fetch_pages_ahead, self._find_stories, may_ask=self._may_ask
            )
        return self._accounts

    @property
    def notice(self) -> ProblemDetails | None:
        """A notice for the user about how the store was opened."""
        return self._context.notice

    async def __aenter__(self) -> Self:
        await self._context.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        self.pictures.close()
        await self._context.__aexit__(*error)

    def kill(self) -> None:
        """Ends the parser processes and the programs of feeds at once."""
        self._context.pool.kill()
        for group in list(self._context.programs):
            kill_program(group)

    async def subscribe(self, subscriptions: Iterable[Subscription], *, only: bool = True) -> None:
        """Replaces the local subscriptions; see :meth:`reader.store.feeds.Feeds.subscribe` for ``only``."""
        local = {subscription.url: subscription for subscription in subscriptions}
        of_accounts = {url: one for url, one in self.subscriptions.items() if one.account}
        self._context.subscriptions = of_accounts | local
        urls = tuple(local)
        await self._context.with_store(lambda store: store.feeds.subscribe(urls, only=only))
        await finish_moves(self._context)

    async def polls(self) -> list[Poll]:
        """The state of polling each subscribed feed."""
        return await self._context.with_store(lambda store: store.feeds.polls())

    def configure(self, config: Config) -> None:
        """Replaces the settings."""
        self._context.configure(config)

    async def refresh(self, feed_ids: Sequence[int] | None = None, force: bool = False) -> AsyncGenerator[Event, None]:
        """Refreshes the due feeds, or the given ones; see :class:`~.protocol.Refresh`.

        Yields ``Started``, then ``FeedDone`` and ``Progress``, ``Finished`` when everything is stored, ``Indexed``
        when search finds it, ``StoriesFound`` for stories that changed, and ``PageDone`` for pages fetched ahead; or
        only ``AlreadyRefreshing``. Raises :class:`~reader.errors.StoreError`.
        """
        started = asyncio.get_running_loop().time()
        polls = await self._choose(feed_ids, force)
        if force and not polls and self._in_progress.intersection(self._in_progress if feed_ids is None else feed_ids):
            yield AlreadyRefreshing()
            return
        if force or feed_ids is not None:
            self._context.clear_backoffs()
            self.pictures.forget_failures()
        counters, new_entries = Counters(), NewEntries()
        tasks = PollTasks(self._context, polls)
        added = tasks.feed_ids - self._in_progress
        self._in_progress |= added
        self._not_stored |= tasks.feed_ids
        try:
            yield Started(len(polls))
            async for batch in tasks.batches():
                relocated = [await self._relocate(polled) for polled in batch]
                for moved in _moves(batch, relocated):
                    yield moved
                stored = await self._store([polled for polled in relocated if not polled.merged])
                new_entries.add(stored)
                self._not_stored -= {polled.poll.feed_id for polled in batch}
                for done in counters.count(stored.updates, relocated):
                    yield done
                yield Progress(counters.polled, len(polls))
        finally:
            self._in_progress -= added
            self._not_stored -= tasks.feed_ids
            await tasks.cancel()
        yield counters.finished(asyncio.get_running_loop().time() - started)
        await delete_duplicates(self._context)
        await link_copies(self._context)
        await drop_old_content(self._context)
        await self._index()
        yield Indexed()
        async with contextlib.aclosing(self._find_stories(started)) as found:
            async for changed in found:
                yield changed
        async for event in self._fetch_pages_ahead(new_entries.feeds, new_entries.ids):
            yield event

    async def seconds_until_due(self) -> float:
        """The seconds until a feed is due; 0 if one is now."""
        if await self._choose(None, force=False):
            return 0
        polls = await self.polls()
        return seconds_until_due(polls, now=self._context.clock(), subscriptions=self.subscriptions) or math.inf

    async def _choose(self, feed_ids: Sequence[int] | None, force: bool) -> list[Poll]:
        # Asked for again, a single feed is polled once it is stored; many are not, so that R twice polls each once.
        busy = self._not_stored if feed_ids is not None and len(feed_ids) == 1 else self._in_progress
        polls = [poll for poll in await self.polls() if poll.feed_id not in busy]
        return choose_feeds(
            polls,
            feed_ids,
            force=force,
            now=self._context.now(),
            default_interval=self._context.config.interval,
            subscriptions=self.subscriptions,
        )

    async def _relocate(self, polled: PolledFeed) -> PolledFeed:
        """Moves the subscription, in feeds.toml and in the store, if the publisher moved the feed permanently.

        A move counts only after a complete feed was read at the new address. If that address is subscribed already and
        both feeds share entries, they become one feed, which has a poll of its own; otherwise the poll fails. If it was
        subscribed earlier and they share none, the feed is read there as if it had not moved.
        """
        target = polled.response.moved_to if polled.response and polled.is_complete else None
        subscription = self.subscriptions.get(polled.poll.url)
        if target is None or subscription is None or not may_move(subscription, target):
            return polled
        existing = self.subscriptions.get(target)
        if existing and existing.account:  # the question whose it is comes when they subscribe to it
            return polled
        merged = existing is not None
        if not await self._context.with_store(partial(may_merge, polled=polled, target=target)):
            if not merged:
                return polled
            details = problem(Problem.REDIRECTS_TO_OTHER_FEED, url=without_userinfo(target))
            return PolledFeed(polled.poll, failure=Failure(details))
        poll = await move_subscription(self._context, polled.poll.url, target)
        return polled if poll is None else replace(polled, poll=poll, merged=merged)

    async def _store(self, batch: Sequence[PolledFeed]) -> StoredBatch:
        store_some = partial(
            store_batch,
            now=self._context.now(),
            default_interval=self._context.config.interval,
            subscriptions=self.subscriptions,
        )
        stored = await self._context.with_store(partial(store_some, batch=batch))
        if stored.incomplete:
            full = [await parse_fully(self._context, polled) for polled in stored.incomplete]
            stored += await self._context.with_store(partial(store_some, batch=full))
        await self._index(Search.index_fresh)
        return stored

    async def _index(self, batch: Callable[[Search], int] = Search.index_batch) -> None:
        """Adds new entries to the search index, in small batches, so that others can write in between."""
        async with self._indexing:
            while await self._context.with_store(lambda store: batch(store.search)):
                pass

    def _find_stories(self, began: float) -> AsyncGenerator[StoriesFound, None]:
        """Finds stories for a share of the time since a refresh began (time of the event loop)."""
        return self._stories.find(max(STORY_SECONDS, self._story_share * (asyncio.get_running_loop().time() - began)))

    async def get_page(self, entry_id: int, *, force: bool = False) -> AsyncGenerator[Event, None]:
        """See :meth:`reader.refresh.pages.page_fetcher.PageFetcher.fetch`."""
        if force:
            self.pictures.forget_failures()
        async with contextlib.aclosing(self._page_fetcher.fetch(entry_id, force=force)) as events:
            async for event in events:
                yield event
        await self._index()

    async def get_articles(self, entry_ids: Iterable[int]) -> list[PageDone]:
        """Fetches the pages of entries that lack them, and their first pictures; returns what became of the pages."""
        slots, done = asyncio.Semaphore(ARTICLES_AT_ONCE), list[PageDone]()

        async def fetch(entry_id: int) -> None:
            async with slots:
                async with contextlib.aclosing(self._page_fetcher.fetch(entry_id, ahead=True)) as events:
                    done.extend([event async for event in events if isinstance(event, PageDone)])
                await self.pictures.fetch_ahead(entry_id)

        async with asyncio.TaskGroup() as group:
            for entry_id in entry_ids:
                group.create_task(fetch(entry_id))
        await self._index()
        return done

    async def get_comments(self, entry_id: int, *, force: bool = False) -> AsyncGenerator[Event, None]:
        """See :meth:`reader.refresh.conversation.comment_fetcher.CommentFetcher.fetch`."""
        if self._comment_fetcher is None:
            from reader.refresh.conversation.comment_fetcher import CommentFetcher  # with the first conversation

            self._comment_fetcher = CommentFetcher(self._context, *([self._services] if self._services else []))
        async with contextlib.aclosing(self._comment_fetcher.fetch(entry_id, force=force)) as events:
            async for event in events:
                yield event

    async def _fetch_pages_ahead(
        self, feeds: Mapping[int, str], new_ids: Collection[int]
    ) -> AsyncGenerator[Event, None]:
        feed_ids = [feed_id for feed_id, url in feeds.items() if self._wants_full_text(url)]
        for feed_id in feed_ids:
            newest = await self._context.with_store(partial(_newest, feed_id=feed_id))
            for entry_id in set(newest).intersection(new_ids):
                async with contextlib.aclosing(self._page_fetcher.fetch(entry_id, ahead=True)) as events:
                    async for event in events:
                        yield event
                await self.pictures.fetch_ahead(entry_id)
        if feed_ids:
            await self._index()

    def _wants_full_text(self, url: str) -> bool:
        subscription = self.subscriptions.get(url)
        return subscription is not None and subscription.full_text


def _newest(store: Store, feed_id: int) -> list[int]:
    return [entry_id for _, entry_id in store.entries.page(Selection(feeds=(feed_id,)), limit=PAGES_AHEAD)]


def _moves(before: Iterable[PolledFeed], after: Iterable[PolledFeed]) -> list[Moved]:
    return [
        Moved(new.poll.feed_id, old.poll.url, new.poll.url)
        for old, new in zip(before, after, strict=True)
        if old.poll.url != new.poll.url
    ]

"""Subscribing to a feed that was just read: what lay there is its first poll, and no second request is made.

The order is that of what can be lost: nothing is written before a feed was read; ``feeds.toml``, which says
what is subscribed, comes before the database, which any refresh can fill.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from reader.arrival import ParsedFeed
from reader.config import Config
from reader.errors import BroadsheetError, FetchError
from reader.feed_health import frequency
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import Means
from reader.refresh.entries.identity import address_key
from reader.refresh.entries.store_batch import write_batch
from reader.refresh.feeds.poll import Polled
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.subscribing.find_feeds import Discovery, Found, Looking
from reader.refresh.worker.protocol import Event, FeedFound, Searched, Searching, Subscribe, Subscribed
from reader.store import Store
from reader.subscriptions import field_values as values
from reader.subscriptions.edit_feeds import add_subscription
from reader.text import clean_line

log = logging.getLogger(__name__)

NEWEST = 3  # headlines that show what a feed carries

Choose = Callable[[Sequence[FeedFound]], FeedFound | None]


@dataclass(frozen=True, slots=True)
class Added:
    """The address that is subscribed now. ``new``: it was not before."""

    url: str
    new: bool


def add_feed(
    paths: Paths,
    config: Config,
    wanted: Subscription,
    *,
    subscribed: Sequence[str],
    choose: Choose,
    now: int,
    on_step: Callable[[Looking], None] = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> Added | None:
    """Looks for feeds at ``wanted.url`` and subscribes to the one that ``choose`` takes; None if it takes none.

    ``on_step`` is told what is being done, ``on_wait`` called once if another refresh keeps us waiting. Raises
    :class:`~reader.errors.FetchError` in words for the user where no feed is,
    :class:`~reader.errors.ConfigError` where ``feeds.toml`` cannot be changed, and ``StoreError``.
    """
    started = time.monotonic()

    def tell(step: Looking | Found) -> None:
        if isinstance(step, Looking):
            on_step(step)

    async def add() -> Added | None:
        async with Means(paths, config, lambda: now + time.monotonic() - started) as means:
            found = {one.url: one for one in await Discovery(means, wanted.url, tell).run()}
            chosen = choose([face(0, one, subscribed, now) for one in found.values()])
            if chosen is None:
                return None
            if chosen.subscribed:
                return Added(chosen.subscribed, False)
            async with RefreshLock(paths.lock).held(on_wait):
                return await subscribe(means, found[chosen.url], wanted)

    return asyncio.run(add())


async def subscribe(means: Means, found: Found, wanted: Subscription) -> Added:
    """Subscribes to a feed that was found, with the wishes of ``wanted``, and stores what it held."""
    subscription = replace(wanted, url=found.url)
    new = add_subscription(means.paths.feeds, subscription)
    if new:
        await means.do(lambda store: _store(store, found, subscription, means.config, means.now()))
    return Added(subscription.url, new)


def _store(store: Store, found: Found, subscription: Subscription, config: Config, now: int) -> None:
    """Writes the poll as that of the feed, which may be stored from an earlier subscription."""
    store.feeds.subscribe([subscription.url], only=False)
    poll = next(poll for poll in store.feeds.polls() if poll.url == subscription.url)
    polled = Polled(poll, found.response, found.read)
    wishes = {subscription.url: subscription}
    write_batch(store, [polled], now=now, default_interval=config.interval, subscriptions=wishes)
    while store.search.index_batch():
        pass


def known_as(url: str, subscribed: Iterable[str]) -> str | None:
    """The subscribed address that is this one, or this one under http, https or ``www.``."""
    known = list(subscribed)
    return url if url in known else next((one for one in known if address_key(one) == address_key(url)), None)


class Adding:
    """Searches that a face asked for by number, and what they found, until the next search."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._searches: dict[int, asyncio.Task[object]] = {}
        self._found: dict[str, Found] = {}

    async def search(self, ticket: int, typed: str, subscribed: Iterable[str], tell: Callable[[Event], None]) -> None:
        """Tells ``Searching`` and ``FeedFound`` as it goes, ``Searched`` at its end; a new search ends an older one."""
        for other in list(self._searches):
            self.stop(other)
        task = asyncio.current_task()
        assert task is not None
        self._searches[ticket], self._found = task, {}
        known = tuple(subscribed)

        def told(step: Looking | Found) -> None:
            if isinstance(step, Looking):
                tell(Searching(ticket, step.step, step.host, step.count))
            else:
                self._found[step.url] = step
                tell(face(ticket, step, known, self._means.now()))

        try:
            discovery = Discovery(self._means, typed, told)
            await discovery.run()
            tell(Searched(ticket, more=discovery.more))
        except FetchError as error:
            tell(Searched(ticket, error.details))
        except Exception:
            log.exception("event=search_failed")
            tell(Searched(ticket, problem(Problem.UNEXPECTED)))
        finally:
            self._searches.pop(ticket, None)

    def stop(self, ticket: int) -> None:
        """Ends a search that nobody waits for any more."""
        task = self._searches.pop(ticket, None)
        if task:
            task.cancel()

    async def subscribe(self, wish: Subscribe) -> Subscribed:
        """Subscribes to a feed that the last search has found; what cannot be done is said in the event."""
        found = self._found.get(wish.url)
        if found is None:
            return Subscribed(wish.ticket, wish.url, problem(Problem.SEARCH_FORGOTTEN))
        title = values.title(wish.title)
        try:
            await subscribe(
                self._means,
                found,
                Subscription(
                    wish.url,
                    title=None if title == found.title else title,
                    folder=values.folder(wish.folder),
                    tags=values.tags(list(wish.tags)),
                ),
            )
        except BroadsheetError as error:
            return Subscribed(wish.ticket, wish.url, error.as_problem())
        return Subscribed(wish.ticket, wish.url)


def face(ticket: int, found: Found, subscribed: Iterable[str], now: int) -> FeedFound:
    """What a person is shown of a feed before choosing it."""
    feed = found.feed
    per_week, silent_for = frequency((entry.published or entry.updated for entry in feed.entries), now=now)
    return FeedFound(
        ticket,
        url=found.url,
        title=found.title,
        kind=feed.kind,
        entries=len(feed.entries),
        newest=newest_titles(feed),
        per_week=per_week,
        silent_for=silent_for,
        comments=found.comments,
        subscribed=known_as(found.url, subscribed),
    )


def newest_titles(feed: ParsedFeed) -> tuple[str, ...]:
    """The newest headlines of a feed."""
    dated = sorted(feed.entries, key=lambda entry: -(entry.published or entry.updated or 0))
    titles = (clean_line(entry.title, 200) for entry in dated)
    return tuple(title for title in titles if title)[:NEWEST]

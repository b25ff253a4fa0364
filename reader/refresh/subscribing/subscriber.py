"""Subscribes to a feed that was just read, and stores it as its first poll, without a second request.

Nothing is written before a feed was read. ``feeds.toml`` is written before the database, because any refresh can fill
the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.arrival import ParsedFeed
from reader.config import Config
from reader.errors import BroadsheetError, FetchError
from reader.feed_health import frequency
from reader.lazy_dataclass import dataclass
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.entries.store_batch import store_batch
from reader.refresh.feeds.poll import PolledFeed
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.subscribing.same_articles import article_keys, best_first, mean_letters, newest_first
from reader.refresh.worker.protocol import Event, FeedFound, Searched, Searching, Subscribe, Subscribed
from reader.store import Store
from reader.subscriptions import field_values as values
from reader.subscriptions.edit_feeds import add_subscription
from reader.text import clean_line
from reader.web.address_keys import feed_key

if TYPE_CHECKING:  # only a search needs the rules about addresses
    from reader.refresh.subscribing.find_feeds import FoundFeed, SearchProgress

log = logging.getLogger(__name__)

NEWEST = 3  # headlines in the description of a feed

Choose = Callable[[Sequence[FeedFound]], FeedFound | None]


@dataclass(frozen=True, slots=True)
class Added:
    """A subscribed address. ``new``: it was not subscribed before."""

    url: str
    new: bool


def add_feed(
    paths: Paths,
    config: Config,
    subscription: Subscription,
    *,
    subscribed: Sequence[str],
    choose: Choose,
    now: int,
    on_step: Callable[[SearchProgress], None] = lambda _: None,
    on_wait: Callable[[], None] = lambda: None,
) -> Added | None:
    """Looks for feeds at ``subscription.url`` and subscribes to the choice; None if ``choose`` returns None.

    ``on_step`` is called with each step, ``on_wait`` once while another refresh runs. Raises
    :class:`~reader.errors.FetchError` if none is found, :class:`~reader.errors.ConfigError` if ``feeds.toml``
    cannot be changed, and ``StoreError``.
    """
    from reader.refresh.subscribing.find_feeds import FeedSearch, SearchProgress

    started = time.monotonic()

    def report(step: SearchProgress | FoundFeed) -> None:
        if isinstance(step, SearchProgress):
            on_step(step)

    async def add() -> Added | None:
        async with RefreshContext(paths, config, lambda: now + time.monotonic() - started) as context:
            found = {one.url: one for one in await FeedSearch(context, subscription.url, report).run()}
            described = [describe(0, one, subscribed, now) for one in found.values()]
            chosen = choose([one for one, _better in best_first(described)])
            if chosen is None:
                return None
            if chosen.subscribed:
                return Added(chosen.subscribed, False)
            async with RefreshLock(paths.lock).held(on_wait):
                return await subscribe(context, found[chosen.url], subscription)

    return asyncio.run(add())


async def subscribe(context: RefreshContext, found: FoundFeed, subscription: Subscription) -> Added:
    """Subscribes to a feed, with the options of ``subscription``, and stores its entries."""
    subscription = replace(subscription, url=found.url)
    new = add_subscription(context.paths.feeds, subscription)
    if new:
        await context.with_store(lambda store: _store(store, found, subscription, context.config, context.now()))
    return Added(subscription.url, new)


def _store(store: Store, found: FoundFeed, subscription: Subscription, config: Config, now: int) -> None:
    """Stores the poll of a feed, which may be in the database from an earlier subscription.

    If it is an account's, nothing is stored before the user has said whose it is.
    """
    store.feeds.subscribe([subscription.url], only=False)
    poll = next((poll for poll in store.feeds.polls() if poll.url == subscription.url), None)
    if poll is None:
        return
    polled = PolledFeed(poll, found.response, found.result)
    subscriptions = {subscription.url: subscription}
    store_batch(store, [polled], now=now, default_interval=config.interval, subscriptions=subscriptions)
    while store.search.index_batch():
        pass


def known_as(url: str, subscribed: Iterable[str]) -> str | None:
    """The subscribed address that is another spelling of this one."""
    known = list(subscribed)
    return url if url in known else next((one for one in known if feed_key(one) == feed_key(url)), None)


class Subscriber:
    """Runs searches for the UI, and keeps the found feeds until the next search."""

    def __init__(self, context: RefreshContext) -> None:
        self._context = context
        self._searches: dict[int, asyncio.Task[object]] = {}
        self._found: dict[str, FoundFeed] = {}

    async def search(self, ticket: int, typed: str, subscribed: Iterable[str], report: Callable[[Event], None]) -> None:
        """Reports ``Searching`` and ``FeedFound``, and ``Searched`` at the end. Cancels an older search."""
        from reader.refresh.subscribing.find_feeds import FeedSearch, SearchProgress

        for other in list(self._searches):
            self.stop(other)
        task = asyncio.current_task()
        assert task is not None
        self._searches[ticket], self._found = task, {}
        known = tuple(subscribed)

        def on_step(step: SearchProgress | FoundFeed) -> None:
            if isinstance(step, SearchProgress):
                report(Searching(ticket, step.step, step.host, step.count))
            else:
                self._found[step.url] = step
                report(describe(ticket, step, known, self._context.now()))

        try:
            discovery = FeedSearch(self._context, typed, on_step)
            await discovery.run()
            report(Searched(ticket, more=discovery.more))
        except FetchError as error:
            report(Searched(ticket, error.details))
        except Exception:
            log.exception("event=search_failed")
            report(Searched(ticket, problem(Problem.UNEXPECTED)))
        finally:
            self._searches.pop(ticket, None)

    def stop(self, ticket: int) -> None:
        """Cancels a search."""
        task = self._searches.pop(ticket, None)
        if task:
            task.cancel()

    async def subscribe(self, command: Subscribe) -> Subscribed:
        """Subscribes to a feed that the last search found; a problem is reported in the event."""
        found = self._found.get(command.url)
        if found is None:
            return Subscribed(command.ticket, command.url, problem(Problem.SEARCH_FORGOTTEN))
        title = values.title(command.title)
        try:
            await subscribe(
                self._context,
                found,
                Subscription(
                    command.url,
                    title=None if title == found.title else title,
                    folder=values.folder(command.folder),
                    tags=values.tags(list(command.tags)),
                ),
            )
        except BroadsheetError as error:
            return Subscribed(command.ticket, command.url, error.as_problem())
        return Subscribed(command.ticket, command.url)


def describe(ticket: int, found: FoundFeed, subscribed: Iterable[str], now: int) -> FeedFound:
    """A feed as it is shown before it is chosen."""
    feed, newest = found.feed, newest_first(found.feed.entries)
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
        articles=article_keys((entry.title, entry.url) for entry in newest),
        letters=mean_letters(newest),
    )


def newest_titles(feed: ParsedFeed) -> tuple[str, ...]:
    """The newest headlines of a feed."""
    titles = (clean_line(entry.title, 200) for entry in newest_first(feed.entries))
    return tuple(title for title in titles if title)[:NEWEST]

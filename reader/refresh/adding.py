"""A first poll that decides whether a subscription is worth having: one request, and its body is used.

The order is that of what can be lost: nothing is written before a feed was read; ``feeds.toml``, which says
what is subscribed, comes before the database, which any refresh can fill.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from reader.config import Config
from reader.errors import FetchError
from reader.model import ParsedFeed, Poll, Subscription
from reader.paths import Paths
from reader.refresh.lock import RefreshLock
from reader.refresh.means import Means
from reader.refresh.outcome import Failure
from reader.refresh.polling import UNEXPECTED, Polled, poll_feed
from reader.refresh.writing import write_batch
from reader.store import Store
from reader.subscriptions import add_subscription


@dataclass(frozen=True, slots=True)
class Added:
    """What was read at the address, and the subscription as it is now. ``new``: it was not there before."""

    subscription: Subscription
    feed: ParsedFeed
    new: bool


def add_feed(
    paths: Paths, config: Config, subscription: Subscription, *, now: int, on_wait: Callable[[], None] = lambda: None
) -> Added:
    """Polls the address once and subscribes to it, at the address it moved to for good, if a feed is there.

    ``on_wait`` is called once if another refresh keeps us waiting. Raises
    :class:`~reader.errors.FetchError` in words for the user where no feed is,
    :class:`~reader.errors.ConfigError` where ``feeds.toml`` cannot be changed, and ``StoreError``.
    """
    started = time.monotonic()
    return asyncio.run(_add(paths, config, subscription, lambda: now + time.monotonic() - started, on_wait))


async def _add(
    paths: Paths, config: Config, wanted: Subscription, clock: Callable[[], float], on_wait: Callable[[], None]
) -> Added:
    async with Means(paths, config, clock) as means:
        means.subscriptions = {wanted.url: wanted}
        polled = await poll_feed(means, Poll(0, wanted.url), asyncio.Semaphore(1))
        if polled.failure or polled.response is None or polled.parsed is None:
            failure = polled.failure or Failure(UNEXPECTED)
            raise FetchError(failure.words, http_status=failure.http_status)
        subscription = replace(wanted, url=polled.response.moved_to or wanted.url)
        new = add_subscription(paths.feeds, subscription)
        if new:
            async with RefreshLock(paths.lock).held(on_wait):
                await means.do(lambda store: _store(store, polled, subscription, config, means.now()))
        return Added(subscription, polled.parsed, new)


def _store(store: Store, polled: Polled, subscription: Subscription, config: Config, now: int) -> None:
    """Writes the poll as that of the feed, which may be stored from an earlier subscription."""
    store.feeds.subscribe([subscription.url], only=False)
    poll = next(poll for poll in store.feeds.polls() if poll.url == subscription.url)
    wishes = {subscription.url: subscription}
    write_batch(store, [replace(polled, poll=poll)], now=now, default_interval=config.interval, subscriptions=wishes)
    while store.search.index_batch():
        pass

"""Moves a feed to another address, in feeds.toml and in the store, and merges it with one that is there already.

A move by the publisher is announced in the store, made in feeds.toml, and then made in the store. If it is interrupted
after the first step, both addresses stay subscribed and the next poll starts over; after the second, the next start
finds the announcement and completes the move (:func:`finish_moves`) before a poll could store anything twice.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from reader.arrival import KnownEntry
from reader.errors import ConfigError
from reader.fetch import is_same_or_safer
from reader.model import Poll, Status, Subscription
from reader.refresh.context import RefreshContext
from reader.refresh.entries.matching import find_duplicates, match_entries
from reader.refresh.feeds.poll import PolledFeed
from reader.refresh.parsing.read_feed import FeedResult
from reader.store import Store
from reader.subscriptions.edit_feeds import change_url
from reader.web.addresses import site_of

log = logging.getLogger(__name__)

MIN_SHARED = 3  # entries that a new feed must share with an unsubscribed one to take its history


def may_move(subscription: Subscription, target: str) -> bool:
    """Whether a redirect may change the address: not if a password or header would go to another server."""
    secret = bool(subscription.headers or subscription.certificate or "@" in subscription.url.partition("//")[2])
    return not secret or is_same_or_safer(target, subscription.url)


async def move_subscription(context: RefreshContext, old: str, new: str) -> Poll | None:
    """Moves a subscription; returns the state of polling at the new address, or None if it did not move.

    If the new address is subscribed already, that subscription stays, with the tags of both.
    """
    if not await context.with_store(lambda store: store.moving.announce(old, new)):
        return None
    try:
        changed = change_url(context.paths.feeds, old, new)
    except ConfigError as error:
        log.warning("event=move_failed host=%s reason=%s", site_of(new), error)
        changed = False
    if not changed:
        await context.with_store(lambda store: store.moving.announce(old, None))
        return None
    moved, existing = context.subscriptions.pop(old, None), context.subscriptions.get(new)
    if moved:  # else a reload of feeds.toml has replaced the subscriptions
        context.subscriptions[new] = _merged(existing, moved) if existing else replace(moved, url=new)
    poll = await context.with_store(partial(_move, old=old, new=new))
    log.info("event=moved feed=%s host=%s", poll and poll.feed_id, site_of(new))
    return poll


async def finish_moves(context: RefreshContext) -> None:
    """Completes the moves that only reached feeds.toml."""
    for old, new in await context.with_store(lambda store: store.moving.unfinished()):
        await context.with_store(partial(_move, old=old, new=new))


def may_merge(store: Store, polled: PolledFeed, target: str) -> bool:
    """Whether a feed and the stored one that it redirects to, if any, have half of their entries in common.

    Otherwise a publisher could file its entries under the name of another one by a redirect, perhaps after a temporary
    one that made it share some.
    """
    old, new = store.moving.history(polled.poll.url), store.moving.history(target)
    if not new and not store.feeds.is_subscribed(target):
        return True
    parsed = polled.result.entries if polled.result else ()
    stored = _share_most(old, len(find_duplicates(old, new)), [entry.published for entry in new])
    matched = len(match_entries([one.identity for one in parsed], old))
    return not old or stored or _share_most(old, matched, [one.parsed.published for one in parsed])


def _share_most(old: Sequence[KnownEntry], shared: int, dates: Sequence[int | None]) -> bool:
    """Whether ``shared`` entries are at least half of the shorter feed, and of the old one's since the other began.

    Older entries do not count, because the other feed may have been subscribed later. ``dates``: of the other feed.
    """
    begin = min((date for date in dates if date is not None), default=None)
    since = [one for one in old if begin is None or one.published is None or one.published >= begin]
    return bool(shared) and 2 * shared >= min(len(old), len(dates)) and 2 * shared >= len(since)


def _merged(existing: Subscription, moved: Subscription) -> Subscription:
    return replace(existing, tags=tuple(dict.fromkeys((*existing.tags, *moved.tags))))


def move_history(store: Store, old: str, new: str) -> int | None:
    """Moves a feed in the store; returns the id of the feed at the new address, or None if there is none."""
    moving = store.moving
    return moving.move(old, new, find_duplicates(moving.history(old), moving.history(new)))


def _move(store: Store, old: str, new: str) -> Poll | None:
    move_history(store, old, new)
    return next((poll for poll in store.feeds.polls() if poll.url == new), None)


def adopt_history(store: Store, polled: PolledFeed) -> PolledFeed:
    """Gives a new feed the history of an unsubscribed one, if the user only changed its address.

    Both count as one feed if they have the same title and at least half of the entries of the new one are stored for
    the old one.
    """
    poll, result = polled.poll, polled.result
    if result is None or poll.status is not Status.NEW or not result.feed.title:
        return polled
    shared = {url: _shared(store, url, result) for url in store.moving.left(result.feed.title)}
    url = max(shared, key=lambda url: shared[url], default=None)
    count = len(result.entries)
    if url is None or shared[url] < min(MIN_SHARED, count) or 2 * shared[url] < count or not count:
        return polled
    feed_id = store.moving.move(url, poll.url)
    return replace(polled, poll=next((one for one in store.feeds.polls() if one.feed_id == feed_id), poll))


def _shared(store: Store, url: str, result: FeedResult) -> int:
    return len(match_entries([entry.identity for entry in result.entries], store.moving.history(url)))

"""A feed that its publisher moved for good: the store and feeds.toml follow, and two histories become one.

The move is announced in the store, made in feeds.toml, and then made in the store. If it ends after the first
step, both addresses are subscribed as before and the next poll begins anew; after the second, the next start
finds the announcement and completes it (:func:`finish`), before anything is polled and could arrive twice.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import partial

from reader.errors import ConfigError
from reader.fetch import is_same_or_safer
from reader.model import Poll, Subscription
from reader.refresh.context import Means
from reader.refresh.entries.matching import doubles
from reader.store import Store
from reader.subscriptions.edit_feeds import change_url
from reader.web.addresses import site_of

log = logging.getLogger(__name__)


def may_move(subscription: Subscription, target: str) -> bool:
    """Whether a redirect may change the address: never where a password or a header would change hands."""
    secret = bool(subscription.headers or subscription.certificate or "@" in subscription.url.partition("//")[2])
    return not secret or is_same_or_safer(target, subscription.url)


async def follow(means: Means, old: str, new: str) -> Poll | None:
    """Moves a subscription; returns how polling stands at the new address, None if it stays where it is.

    Where the new address is subscribed already, that subscription stays, with the tags of both.
    """
    if not await means.do(lambda store: store.moving.announce(old, new)):
        return None
    try:
        changed = change_url(means.paths.feeds, old, new)
    except ConfigError as error:
        log.warning("event=move_failed host=%s reason=%s", site_of(new), error)
        changed = False
    if not changed:
        await means.do(lambda store: store.moving.announce(old, None))
        return None
    moved, there = means.subscriptions.pop(old, None), means.subscriptions.get(new)
    if moved:  # else feeds.toml was read anew meanwhile, and says so itself
        means.subscriptions[new] = _one(there, moved) if there else replace(moved, url=new)
    poll = await means.do(partial(_move, old=old, new=new))
    log.info("event=moved feed=%s host=%s", poll and poll.feed_id, site_of(new))
    return poll


async def finish(means: Means) -> None:
    """Completes the moves that only feeds.toml has seen."""
    for old, new in await means.do(lambda store: store.moving.unfinished()):
        await means.do(partial(_move, old=old, new=new))


def _one(there: Subscription, moved: Subscription) -> Subscription:
    return replace(there, tags=tuple(dict.fromkeys((*there.tags, *moved.tags))))


def move_history(store: Store, old: str, new: str) -> int | None:
    """Makes a move in the store; returns the id of the feed at the new address, None if there is none."""
    moving = store.moving
    return moving.move(old, new, doubles(moving.history(old), moving.history(new)))


def _move(store: Store, old: str, new: str) -> Poll | None:
    move_history(store, old, new)
    return next((poll for poll in store.feeds.polls() if poll.url == new), None)

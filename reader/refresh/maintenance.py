"""Deletes duplicates of merged feeds, joins copies, and once a day drops the content of entries read long ago.

It works in small batches, so that other writes can come in between.
"""

from __future__ import annotations

import asyncio
from functools import partial

from reader.refresh.context import RefreshContext
from reader.store import Key, Store

EVERY = 86_400
LINKED_AT_ONCE = 200  # articles
PAUSE = 0.05  # seconds in which others can write
_LAST = "retention"  # key of its last run in the table `session`


async def delete_duplicates(context: RefreshContext) -> None:
    """Deletes the remaining duplicates of merged feeds. Raises :class:`~reader.errors.StoreError`."""
    deleted = True
    while deleted:
        deleted = await context.with_store(lambda store: store.moving.bury_batch()) > 0
        await asyncio.sleep(PAUSE if deleted else 0)


async def link_copies(context: RefreshContext) -> None:
    """Joins the copies of articles from before that was done at arrival. Raises :class:`~reader.errors.StoreError`."""
    now, more = context.now(), True
    while more:
        more = await context.with_store(lambda store: store.copies.link_batch(LINKED_AT_ONCE, now=now))
        await asyncio.sleep(PAUSE if more else 0)


async def drop_old_content(context: RefreshContext) -> None:
    """Drops the old content of all subscribed feeds, if due. Raises :class:`~reader.errors.StoreError`."""
    now, general = context.now(), context.config.keep_seconds
    keep_of = {url: subscription.keep or general for url, subscription in context.subscriptions.items()}
    if not any(keep_of.values()) or not await context.with_store(partial(_is_due, now=now)):
        return
    for feed in await context.with_store(lambda store: store.feeds.subscribed()):
        if keep := keep_of.get(feed.url, general):
            await _drop(context, feed.id, before=now - keep)
    await context.with_store(lambda store: store.state.write_values([(_LAST, str(now))]))


async def _drop(context: RefreshContext, feed_id: int, *, before: int) -> None:
    after: Key | None = None
    while True:
        after = await context.with_store(partial(_drop_batch, feed_id=feed_id, before=before, after=after))
        if after is None:
            return


def _drop_batch(store: Store, feed_id: int, before: int, after: Key | None) -> Key | None:
    return store.retention.drop_batch(feed_id, before=before, after=after)


def _is_due(store: Store, now: int) -> bool:
    last = store.state.values().get(_LAST, "")
    return not last.isdecimal() or not 0 <= now - int(last) < EVERY

"""What goes from the store: doubles of feeds that became one, and once a day the texts of what was read long ago.

Done in small batches, so that whatever else is to be stored comes in between.
"""

from __future__ import annotations

import asyncio
from functools import partial

from reader.refresh.context import Means
from reader.store import Key, Store

EVERY = 86_400
PAUSE = 0.05  # seconds, in which others may write
_LAST = "retention"  # when it was last done, in the session's table


async def bury_doubles(means: Means) -> None:
    """Removes what is left of feeds that became one with others. Raises :class:`~reader.errors.StoreError`."""
    buried = True
    while buried:
        buried = await means.do(lambda store: store.moving.bury_batch()) > 0
        await asyncio.sleep(PAUSE if buried else 0)


async def drop_old_texts(means: Means) -> None:
    """Drops what is due to be dropped of every subscribed feed. Raises :class:`~reader.errors.StoreError`."""
    now, general = means.now(), means.config.keep_seconds
    kept = {url: wanted.keep or general for url, wanted in means.subscriptions.items()}
    if not any(kept.values()) or not await means.do(partial(_is_time, now=now)):
        return
    for poll in await means.do(lambda store: store.feeds.polls()):
        if keep := kept.get(poll.url, general):
            await _drop(means, poll.feed_id, before=now - keep)
    await means.do(lambda store: store.state.write_values([(_LAST, str(now))]))


async def _drop(means: Means, feed_id: int, *, before: int) -> None:
    after: Key | None = None
    while True:
        after = await means.do(partial(_drop_batch, feed_id=feed_id, before=before, after=after))
        if after is None:
            return


def _drop_batch(store: Store, feed_id: int, before: int, after: Key | None) -> Key | None:
    return store.retention.drop_batch(feed_id, before=before, after=after)


def _is_time(store: Store, now: int) -> bool:
    last = store.state.values().get(_LAST, "")
    return not last.isdecimal() or not 0 <= now - int(last) < EVERY

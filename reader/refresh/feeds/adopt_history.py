"""A feed to which the user gave another address by hand takes along what it brought at the old one.

To the store that is a feed that was left and another that is new. They are taken for one where both have the
same title and at least half of what the new one carries is stored of the old one.
"""

from __future__ import annotations

from dataclasses import replace

from reader.model import Status
from reader.refresh.entries.matching import pairs
from reader.refresh.feeds.poll import Polled
from reader.refresh.parsing.read_feed import ReadFeed
from reader.store import Store

FEWEST = 3  # entries that must be known, of a feed that carries so many


def adopt(store: Store, polled: Polled) -> Polled:
    """Moves the history of a feed that was left to this one, if it is the same and was never polled before."""
    poll, read = polled.poll, polled.read
    if read is None or poll.status is not Status.NEW or not read.feed.title:
        return polled
    shared = {url: _shared(store, url, read) for url in store.moving.left(read.feed.title)}
    url = max(shared, key=lambda url: shared[url], default=None)
    count = len(read.entries)
    if url is None or shared[url] < min(FEWEST, count) or 2 * shared[url] < count or not count:
        return polled
    feed_id = store.moving.move(url, poll.url)
    return replace(polled, poll=next((one for one in store.feeds.polls() if one.feed_id == feed_id), poll))


def _shared(store: Store, url: str, read: ReadFeed) -> int:
    return len(pairs([(entry.parsed, entry.digest) for entry in read.entries], store.moving.history(url)))

"""Imports the read, flagged and stored articles of newsboat's cache, like the entries of a poll.

An entry that is stored already only gets its state; any other entry is added. Nothing becomes unread and no star is
removed. Importing twice changes nothing, and neither that nor the next poll creates duplicates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from reader.arrival import FeedUpdate
from reader.lazy_dataclass import dataclass
from reader.model import Change, Field, Poll, Status, Subscription
from reader.query.label_name import flag_label
from reader.refresh.entries.diff import diff_entries
from reader.refresh.entries.matching import match_entries
from reader.refresh.entries.store_batch import known_entries
from reader.refresh.entries.unique import unique_entries
from reader.refresh.parsing.read_feed import entry_result
from reader.store import Store
from reader.store.newsboat import CachedEntry, CachedFeed, open_cache
from reader.subscriptions.import_result import ImportCollector
from reader.web.address_keys import feed_key


@dataclass(frozen=True, slots=True)
class History:
    """Numbers of entries: ``added``, newly marked ``read``, ``starred`` and ``labelled``; ``strange``: of feeds not
    subscribed.
    """

    added: int = 0
    read: int = 0
    starred: int = 0
    strange: int = 0
    labelled: int = 0


@dataclass(frozen=True, slots=True)
class CacheFacts:
    """Numbers of entries in a cache: of feeds that are or will be subscribed, and of others."""

    entries: int
    strange: int


def look_at_cache(path: Path, subscriptions: Iterable[Subscription]) -> CacheFacts:
    """Counts the entries of a cache. Raises :class:`~reader.errors.ParseError` and ``OSError``."""
    ours = _by_key(subscriptions)
    with open_cache(path) as cache:
        feeds = cache.feeds()
    entries = sum(feed.entries for feed in feeds if _subscribed(feed, ours))
    return CacheFacts(entries, sum(feed.entries for feed in feeds) - entries)


def take_history(
    store: Store,
    path: Path,
    subscriptions: Iterable[Subscription],
    *,
    now: int,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> History:
    """Imports a cache. Raises ``ParseError``, ``OSError`` and ``StoreError``."""
    ours = _by_key(subscriptions)
    found = History()
    with open_cache(path) as cache:
        feeds = [(feed, url) for feed in cache.feeds() if (url := _subscribed(feed, ours))]
        done = 0
        polls = _polls(store, [url for _, url in feeds])
        feeds = [(feed, url) for feed, url in feeds if url in polls]  # an account's get theirs from its server
        total = sum(feed.entries for feed, _ in feeds)
        for feed, url in feeds:
            for chunk in cache.entries(feed.url):
                found = _sum(found, _take(store, polls[url], feed, chunk, now))
                done += len(chunk)
                on_progress(done, total)
        return replace(found, strange=sum(feed.entries for feed in cache.feeds()) - total)


def _polls(store: Store, urls: Iterable[str]) -> dict[str, Poll]:
    with store.translated():
        store.feeds.subscribe(urls, only=False)
        return {poll.url: poll for poll in store.feeds.polls()}


def _take(store: Store, poll: Poll, feed: CachedFeed, chunk: list[CachedEntry], now: int) -> History:
    """Imports some of one feed's entries in three transactions: entries, read states, stars."""
    results = [entry_result(entry.parsed) for entry in chunk]
    old = {result.parsed: entry for result, entry in zip(results, chunk, strict=True)}
    read = unique_entries(results)
    with store.translated():
        known = known_entries(store, poll, read)
        decision = diff_entries(read, known, now=now)
        assert decision is not None  # no entry is cut off
        new, _ = decision
        fresh = poll.status is Status.NEW
        update = FeedUpdate(
            poll, title=(feed.title or None) if fresh else None, link=feed.link if fresh else None, new=new
        )
        stored = store.arrivals.apply([update], now=now)  # none if the feed has moved
        ids = dict(zip((one.parsed for one in new), stored, strict=False))
        there = match_entries([one.identity for one in read], known)
        ids |= {read[position].parsed: one.id for position, one in there.items()}
        marks = [(ids[one.parsed], old[one.parsed]) for one in read if one.parsed in ids]
        return _mark(store, marks, len(stored))


def _mark(store: Store, marks: list[tuple[int, CachedEntry]], added: int) -> History:
    read = store.state.apply(Change(Field.READ, True, tuple(id_ for id_, entry in marks if entry.read)))
    starred = store.state.apply(Change(Field.STARRED, True, tuple(id_ for id_, entry in marks if entry.flags)))
    labelled: set[int] = set()
    for letter in sorted({letter for _, entry in marks for letter in entry.flags}):
        flagged = tuple(id_ for id_, entry in marks if letter in entry.flags)
        labelled.update(store.state.apply(Change(Field.LABEL, True, flagged, flag_label(letter))).ids)
    return History(added, len(read.ids), len(starred.ids), labelled=len(labelled))


def _sum(one: History, other: History) -> History:
    return History(
        one.added + other.added, one.read + other.read, one.starred + other.starred,
        labelled=one.labelled + other.labelled,
    )  # fmt: skip


def _by_key(subscriptions: Iterable[Subscription]) -> dict[str, str]:
    return {feed_key(subscription.url): subscription.url for subscription in subscriptions}


def _subscribed(feed: CachedFeed, ours: Mapping[str, str]) -> str | None:
    """The subscribed address of a newsboat feed, which may be a ``filter:…`` there."""
    collector = ImportCollector()
    collector.add_address(feed.url, Subscription(""), 0)
    urls = [found.subscription.url for found in collector.result().subscriptions]
    return ours.get(feed_key(urls[0])) if urls else None

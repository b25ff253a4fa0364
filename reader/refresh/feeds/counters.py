"""The results of a refresh so far: its feeds and entries, counted, and which are new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from reader.arrival import FeedUpdate
from reader.refresh.entries.store_batch import StoredBatch
from reader.refresh.feeds.poll import PolledFeed
from reader.refresh.worker.protocol import FeedDone, Finished


class Counters:
    """Counts the feeds and entries of a refresh."""

    def __init__(self) -> None:
        self._feeds: Counter[str] = Counter()
        self._new = self._updated = 0

    @property
    def polled(self) -> int:
        """How many feeds were counted."""
        return self._feeds.total()

    def count(self, updates: Iterable[FeedUpdate], polled: Iterable[PolledFeed]) -> list[FeedDone]:
        """Counts a batch: stored updates, and feeds that were merged into others and have none."""
        done = []
        for update in updates:
            poll, new, updated = update.poll, len(update.new), len(update.changed)
            self._feeds["failed" if poll.error else "changed" if new or updated else "unchanged"] += 1
            self._new += new
            self._updated += updated
            done.append(FeedDone(poll.feed_id, poll.url, new, updated, poll.error))
        merged = [feed.poll for feed in polled if feed.merged]
        self._feeds["changed"] += len(merged)
        return done + [FeedDone(poll.feed_id, poll.url, 0, 0) for poll in merged]

    def finished(self, seconds: float) -> Finished:
        """The event at the end of a refresh that took so long."""
        feeds = self._feeds
        return Finished(
            self.polled, feeds["changed"], feeds["unchanged"], feeds["failed"], self._new, self._updated,
            round(seconds, 3),
        )  # fmt: skip


class NewEntries:
    """The new entries of a refresh, and the feeds (id and address) that have some."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.feeds: dict[int, str] = {}

    def add(self, stored: StoredBatch) -> None:
        """Adds a batch's counts."""
        self.ids.update(stored.new_ids)
        self.feeds.update({update.poll.feed_id: update.poll.url for update in stored.updates if update.new})

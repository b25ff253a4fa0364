"""The tellings of stories as rows: articles that report the same event, copies only once."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence

from reader.model import TellingRow
from reader.store.rows import dumps

_ROWS = """
    SELECT story, min(id), feed_id, sort, read, copies FROM entries
    WHERE story IN (SELECT value FROM json_each(?1)) AND (?2 IS NULL OR feed_id IN (SELECT value FROM json_each(?2)))
    GROUP BY story, coalesce(copies, -id) ORDER BY sort, id
"""
_WITH_OTHERS = """
    SELECT id FROM entries WHERE story IN
        (SELECT story FROM entries WHERE id IN (SELECT value FROM json_each(?1)) AND story IS NOT NULL)
    AND (?2 IS NULL OR feed_id IN (SELECT value FROM json_each(?2)))
"""
_UNREAD = """
    SELECT DISTINCT shown.id FROM entries shown JOIN entries told ON told.story = shown.story
    WHERE shown.id IN (SELECT value FROM json_each(?1)) AND shown.story IS NOT NULL AND told.read = 0
    AND (?2 IS NULL OR told.feed_id IN (SELECT value FROM json_each(?2)))
    AND told.id NOT IN (SELECT value FROM json_each(?3))
"""


class TellingRows:
    """Reads the column ``story`` of ``entries``. ``feeds``: only articles of these; None: of all."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, stories: Collection[int], feeds: Collection[int] | None = None) -> dict[int, tuple[TellingRow, ...]]:
        """The tellings of each of these stories, earliest first.

        With ``min()`` alone, SQLite takes the other columns from its row (sqlite.org/lang_select.html section 2.5).
        """
        found: dict[int, list[TellingRow]] = {}
        for story, id_, feed_id, sort, read, copies in self._connection.execute(
            _ROWS, (dumps(list(stories)), _listed(feeds))
        ):
            found.setdefault(story, []).append(TellingRow(id_, feed_id, sort, bool(read), copies))
        return {story: tuple(rows) for story, rows in found.items()}

    def beside(self, ids: Collection[int], feeds: Collection[int] | None = None) -> set[int]:
        """The entries of the stories to which any of these entries belongs."""
        rows = self._connection.execute(_WITH_OTHERS, (dumps(list(ids)), _listed(feeds)))
        return {entry_id for (entry_id,) in rows}

    def first_unread(
        self, ids: Sequence[int], but_not: Collection[int] = (), feeds: Collection[int] | None = None
    ) -> int | None:
        """The first of these entries whose story has an unread telling that is not in ``but_not``."""
        rows = self._connection.execute(_UNREAD, (dumps(list(ids)), _listed(feeds), dumps(list(but_not))))
        found = {entry_id for (entry_id,) in rows}
        return next((entry_id for entry_id in ids if entry_id in found), None)


def _listed(feeds: Collection[int] | None) -> str | None:
    return None if feeds is None else dumps(list(feeds))

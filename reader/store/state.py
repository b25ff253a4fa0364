"""What the user did: read and starred, always as a change that knows its inverse; and the session."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from reader.model import Change, Field
from reader.store.connection import transaction
from reader.store.rows import dumps
from reader.store.where_clause import where
from reader.stream import Selection


class State:
    """The user's columns of ``entries``, and the table ``session``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def apply(self, change: Change) -> Change:
        """Makes a change true and returns what it really changed: entries that were so already are left out."""
        column = _COLUMNS[change.field]
        with transaction(self._connection):
            rows = self._connection.execute(
                f"UPDATE entries SET {column} = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND {column} <> ?1"
                " RETURNING id",
                (int(change.value), dumps(list(change.ids))),
            ).fetchall()
        return Change(change.field, change.value, tuple(row[0] for row in rows))

    def tag(self, tags: Sequence[tuple[int, str]]) -> None:
        """Gives entries tags, as pairs of id and tag; what an entry has already stays."""
        if tags:
            with transaction(self._connection):
                self._connection.executemany("INSERT OR IGNORE INTO entry_tags (entry_id, tag) VALUES (?, ?)", tags)

    def would_change(self, selection: Selection, field: Field, value: bool, newest_id: int | None = None) -> Change:
        """The change that switches all of a selection, but for what has a higher id; nothing is written.

        What is still to be switched is written out, since SQLite uses no partial index for a bound value
        (sqlite.org/partialindex.html section 3).
        """
        condition = where(selection)
        if condition.nothing:
            return Change(field, value, ())
        rows = self._connection.execute(
            f"SELECT id FROM entries WHERE {condition.sql} AND {_COLUMNS[field]} = {int(not value)} AND +id <= ?",
            (*condition.values, newest_id if newest_id is not None else 2**62),
        )
        return Change(field, value, tuple(row[0] for row in rows))

    def write_values(self, items: Sequence[tuple[str, str]]) -> None:
        """Writes named values about the database as a whole, all or none."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT INTO session VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", items
            )

    def values(self) -> dict[str, str]:
        """All named values. Earlier versions also kept the reader's session here."""
        return dict(self._connection.execute("SELECT key, value FROM session"))

    def rearranged(self) -> int:
        """How often entries were moved or removed, so that keys from before may not be true any more."""
        row = self._connection.execute("SELECT value FROM session WHERE key = ?", (_REARRANGED,)).fetchone()
        return int(row[0]) if row else 0


def note_rearranged(connection: sqlite3.Connection) -> None:
    """Entries change their date or feed, or go, in the transaction under way."""
    connection.execute(
        "INSERT INTO session VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = value + 1", (_REARRANGED,)
    )


_REARRANGED = "rearranged"
_COLUMNS = {Field.READ: "read", Field.STARRED: "starred"}

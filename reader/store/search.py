"""The search index: contentless FTS5, filled in small batches apart from arrival.

The index holds the folded title, names and plain words of an entry. It keeps no copy of the text, so
taking an entry out of it needs the same words again (SQLite FTS5 section 4.4.4): they follow from what is
stored, which is why an entry leaves the index *before* its content changes.
"""

from __future__ import annotations

import sqlite3

from reader.store.connection import transaction
from reader.text import fold, plain_text

BATCH = 200


class Search:
    """The tables ``search`` and ``search_pending``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def pending(self) -> int:
        """How many entries are not in the index yet."""
        return int(self._connection.execute("SELECT count(*) FROM search_pending").fetchone()[0])

    def index_batch(self, size: int = BATCH) -> int:
        """Puts up to ``size`` waiting entries into the index, in one transaction; returns how many it did."""
        with transaction(self._connection):
            rows = self._connection.execute("SELECT entry_id FROM search_pending LIMIT ?", (size,)).fetchall()
            for (entry_id,) in rows:
                self._connection.execute(
                    "INSERT INTO search (rowid, title, author, body) VALUES (?, ?, ?, ?)",
                    (entry_id, *_words(self._connection, entry_id)),
                )
            self._connection.executemany("DELETE FROM search_pending WHERE entry_id = ?", rows)
        return len(rows)


def take_out(connection: sqlite3.Connection, entry_id: int) -> None:
    """Takes a stored entry out of the index and lists it as waiting; before it changes, inside a transaction."""
    waiting = connection.execute("SELECT 1 FROM search_pending WHERE entry_id = ?", (entry_id,)).fetchone()
    if waiting is None:
        connection.execute(
            "INSERT INTO search (search, rowid, title, author, body) VALUES ('delete', ?, ?, ?, ?)",
            (entry_id, *_words(connection, entry_id)),
        )
        connection.execute("INSERT INTO search_pending VALUES (?)", (entry_id,))


def _words(connection: sqlite3.Connection, entry_id: int) -> tuple[str, str, str]:
    row = connection.execute(
        """
        SELECT e.title, e.byline, coalesce(c.summary, ''), coalesce(c.html, ''), coalesce(p.html, '')
        FROM entries e LEFT JOIN content c ON c.entry_id = e.id LEFT JOIN pages p ON p.entry_id = e.id
        WHERE e.id = ?
        """,
        (entry_id,),
    ).fetchone()
    title, byline, summary, html, page = row
    body = "\n".join(plain_text(part) for part in (summary, page or html) if part)
    return fold(title), fold(byline), fold(body)

"""The search index: contentless FTS5, filled in small batches after entries have arrived.

The index holds the words of the title, names and plain text of an entry (:func:`reader.text.search_words`), but no copy
of them. Removing an entry from it therefore needs the same text again (SQLite FTS5 section 4.4.4), which is derived
from the stored content. That is why an entry leaves the index *before* its content changes.
"""

from __future__ import annotations

import sqlite3
from itertools import islice

from reader.store.compression import HAS_TEXTS, unpack_texts
from reader.store.connection import small_statements
from reader.store.scan_blocks import make_block
from reader.store.title_order import add_keys
from reader.store.where_clause import placeholders
from reader.text import plain_text, search_words

BATCH = 400  # about 50 ms; with fewer in a transaction, SQLite spends more of the time merging parts of the index
_QUICKER = 12  # times as many keys of titles are computed in one transaction


class Search:
    """The tables ``search`` and ``search_pending``. ``fresh``: text of entries that arrived over this connection."""

    def __init__(self, connection: sqlite3.Connection, fresh: dict[int, str] | None = None) -> None:
        self._connection = connection
        self._fresh = {} if fresh is None else fresh

    def pending(self) -> int:
        """The number of entries that are not indexed yet."""
        return int(self._connection.execute("SELECT count(*) FROM search_pending").fetchone()[0])

    def index_batch(self, size: int = BATCH) -> int:
        """Indexes up to ``size`` waiting entries in one transaction; returns how many it indexed.

        When none waits, it completes what else is derived from the entries; 0 when all is done.
        """
        with small_statements(self._connection):
            rows = self._connection.execute("SELECT entry_id FROM search_pending LIMIT ?", (size,)).fetchall()
            ids = [entry_id for (entry_id,) in rows]
            self._index(ids)
        self._forget(ids)
        return len(ids) or add_keys(self._connection, size * _QUICKER) or make_block(self._connection)

    def index_fresh(self, size: int = BATCH) -> int:
        """Indexes ``size`` entries that have just arrived, with the text they arrived with; none if fewer wait."""
        ids = list(islice(self._fresh, size)) if len(self._fresh) >= size else []
        if ids:
            with small_statements(self._connection):
                rows = self._connection.execute(
                    f"SELECT entry_id FROM search_pending WHERE entry_id IN ({placeholders(ids)})", ids
                ).fetchall()
                self._index([entry_id for (entry_id,) in rows])
        self._forget(ids)
        return len(ids)

    def _forget(self, ids: list[int]) -> None:
        for entry_id in ids:
            self._fresh.pop(entry_id, None)

    def _index(self, ids: list[int]) -> None:
        as_arrived = self._as_arrived([entry_id for entry_id in ids if entry_id in self._fresh])
        rows = ((entry_id, *(as_arrived.get(entry_id) or _words(self._connection, entry_id))) for entry_id in ids)
        self._connection.executemany("INSERT INTO search (rowid, title, author, body) VALUES (?, ?, ?, ?)", rows)
        self._connection.executemany("DELETE FROM search_pending WHERE entry_id = ?", ((entry_id,) for entry_id in ids))

    def _as_arrived(self, ids: list[int]) -> dict[int, tuple[str, str, str]]:
        """The entries whose text is still as it arrived: no page was added and no text was dropped."""
        rows = self._connection.execute(
            "SELECT id, title, byline FROM entries JOIN content ON content.entry_id = id"
            f" WHERE id IN ({placeholders(ids)}) AND {HAS_TEXTS}"
            " AND NOT EXISTS (SELECT 1 FROM pages WHERE pages.entry_id = id)",
            ids,
        )
        return {
            entry_id: (search_words(title), search_words(byline), self._fresh[entry_id])
            for entry_id, title, byline in rows
        }


def take_out(connection: sqlite3.Connection, entry_id: int) -> None:
    """Removes an entry from the index and marks it as waiting. Call before it changes, in the same transaction."""
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
        SELECT e.title, e.byline, c.summary, c.html, c.packed, p.html
        FROM entries e LEFT JOIN content c ON c.entry_id = e.id LEFT JOIN pages p ON p.entry_id = e.id
        WHERE e.id = ?
        """,
        (entry_id,),
    ).fetchone()
    title, byline, *cells, page = row
    summary, html = unpack_texts(*cells)
    return search_words(title), search_words(byline), search_words(plain_text(summary), plain_text(page or html))

"""Drops the texts of entries that were read long ago, and nothing else.

The rows of the entries stay, so that they cannot return as new, and so do their enclosures, categories and pictures.
"""

from __future__ import annotations

import sqlite3

from reader.model import EDITED_SINCE
from reader.store.compression import DROPPED, HAS_TEXTS
from reader.store.connection import transaction
from reader.store.search import take_out
from reader.store.where_clause import Key

BATCH = 200


class Retention:
    """The texts of entries that are read, have no star and no label, and are in no edition."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def drop_batch(self, feed_id: int, *, before: int, after: Key | None = None, size: int = BATCH) -> Key | None:
        """Drops the texts of a feed's entries that arrived before that time (Unix seconds), in one transaction.

        Works from the oldest entry up, starting after the key ``after``; returns the last key it reached, None at the
        end.
        """
        rows = self._connection.execute(
            f"""
            SELECT sort, id FROM entries
            WHERE feed_id = ? AND (sort, id) > (?, ?) AND sort < ? AND first_seen < ? AND read = 1 AND starred = 0
                AND later = 0
                AND (EXISTS (SELECT 1 FROM content WHERE entry_id = entries.id AND {HAS_TEXTS})
                    OR EXISTS (SELECT 1 FROM pages WHERE entry_id = entries.id AND html IS NOT NULL))
                AND NOT EXISTS (SELECT 1 FROM entry_labels WHERE entry_id = entries.id)
                AND NOT EXISTS (SELECT 1 FROM edition_entries WHERE entry_id = entries.id)
            ORDER BY sort, id LIMIT ?
            """,
            (feed_id, *(after or (-(2**62), 0)), before, before, size),
        ).fetchall()
        if rows:
            with transaction(self._connection):
                for _, entry_id in rows:
                    self._drop(entry_id)
        return rows[-1] if len(rows) == size else None

    def _drop(self, entry_id: int) -> None:
        """Unless it was starred, kept for later, labelled, marked unread or put into an edition since.

        It leaves the search index first.
        """
        still = self._connection.execute(
            "SELECT 1 FROM entries WHERE id = ? AND read = 1 AND starred = 0 AND later = 0"
            " AND NOT EXISTS (SELECT 1 FROM entry_labels WHERE entry_id = entries.id)"
            " AND NOT EXISTS (SELECT 1 FROM edition_entries WHERE entry_id = entries.id)",
            (entry_id,),
        ).fetchone()
        if still:
            take_out(self._connection, entry_id)
            self._connection.execute("DELETE FROM comment_sources WHERE entry_id = ?", (entry_id,))
            self._connection.execute("DELETE FROM versions WHERE entry_id = ?", (entry_id,))
            self._connection.execute(
                "UPDATE content SET summary = '', html = '', packed = ? WHERE entry_id = ?", (DROPPED, entry_id)
            )
            self._connection.execute(
                "UPDATE pages SET html = NULL, tried = ?,"
                " details = iif(json_valid(details), json_remove(details, '$.lead', '$.transcript'), details)"
                " WHERE entry_id = ? AND html IS NOT NULL",
                (EDITED_SINCE, entry_id),
            )

"""A feed that moves to another address, and two feeds that turn out to be one.

``feeds.toml`` is changed between two writings here: the move is announced in the feed's row, ``feeds.toml``
follows, and then the move is made. Whatever ends in between is found again by :meth:`Moving.unfinished`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from reader.arrival import KnownEntry
from reader.store.connection import transaction
from reader.store.search import take_out
from reader.store.state import note_rearranged

Double = tuple[int, int]  # ids of two entries that are one, of the old feed and of the new


class Moving:
    """The column ``feeds.moved_to``, and what makes two feeds one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def announce(self, old_url: str, new_url: str | None) -> bool:
        """The feed is about to move to that address; None: it stays. False if there is no such feed."""
        with transaction(self._connection):
            done = self._connection.execute("UPDATE feeds SET moved_to = ? WHERE url = ?", (new_url, old_url))
        return done.rowcount > 0

    def unfinished(self) -> list[tuple[str, str]]:
        """Old and new address of moves that only ``feeds.toml`` has seen."""
        return self._connection.execute(
            "SELECT old.url, new.url FROM feeds old JOIN feeds new ON new.url = old.moved_to"
            " WHERE old.moved_to IS NOT NULL AND old.subscribed = 0 AND new.subscribed = 1"
        ).fetchall()

    def left(self, title: str) -> list[str]:
        """Addresses of feeds of that title that are not subscribed any more, but have brought something."""
        rows = self._connection.execute(
            "SELECT url FROM feeds JOIN counts ON feed_id = id WHERE subscribed = 0 AND total > 0 AND title = ?",
            (title,),
        )
        return [url for (url,) in rows]

    def history(self, url: str) -> list[KnownEntry]:
        """All entries of the feed at that address."""
        rows = self._connection.execute(
            "SELECT e.id, guid, e.url, e.title, published, digest FROM entries e JOIN feeds f ON f.id = feed_id"
            " WHERE f.url = ?",
            (url,),
        )
        return [KnownEntry(*row) for row in rows]

    def move(self, old_url: str, new_url: str, doubles: Iterable[Double] = ()) -> int | None:
        """The feed is at another address from now on; its entries and their state come along. Returns its id.

        Where there is a feed at the new address, both become one: ``doubles`` are the entries that both have, of
        which one stays, read if either was, starred if either was, with the tags of both. None, and nothing is
        changed, if there is no feed at the old address.
        """
        with transaction(self._connection):
            old, new = self._row(old_url), self._row(new_url)
            if old is None:
                return None
            kept, gone = (old, None) if new is None else (new, old)
            if gone is not None:
                for gone_entry, kept_entry in doubles:
                    self._merge(gone_entry, into=kept_entry)
                self._absorb(gone, into=kept)
                note_rearranged(self._connection)
            self._connection.execute(
                "UPDATE feeds SET url = ?, moved_to = NULL, subscribed = max(subscribed, ?) WHERE id = ?",
                (new_url, gone is not None, kept),
            )
        return kept

    def _row(self, url: str) -> int | None:
        row = self._connection.execute("SELECT id FROM feeds WHERE url = ?", (url,)).fetchone()
        return None if row is None else row[0]

    def _absorb(self, gone: int, *, into: int) -> None:
        """One feed takes the other's entries, and is due; one that was never polled takes its health as well."""
        run = self._connection.execute
        run("UPDATE entries SET feed_id = ? WHERE feed_id = ?", (into, gone))
        run(
            f"UPDATE feeds SET ({_HEALTH}) = (SELECT {_HEALTH} FROM feeds WHERE id = ?)"
            " WHERE id = ? AND status = 'new'",
            (gone, into),
        )
        run("UPDATE feeds SET next_check = NULL, reason = NULL WHERE id = ?", (into,))
        run("DELETE FROM feeds WHERE id = ?", (gone,))

    def _merge(self, gone: int, *, into: int) -> None:
        """One entry takes what the user did to the other, and its text or page where it has none.

        When it arrived stays: a search relies on ids in the order of arrival (:mod:`reader.store.hits`).
        """
        run = self._connection.execute
        run(
            "UPDATE entries SET read = max(entries.read, o.read), starred = max(entries.starred, o.starred),"
            " published = coalesce(entries.published, o.published)"
            " FROM (SELECT * FROM entries WHERE id = ?) o WHERE entries.id = ?",
            (gone, into),
        )
        run("INSERT OR IGNORE INTO entry_tags SELECT ?, tag FROM entry_tags WHERE entry_id = ?", (into, gone))
        take_out(self._connection, gone)
        take_out(self._connection, into)
        run("DELETE FROM pages WHERE entry_id = ? AND html IS NULL", (into,))
        for table in ("content", "pages"):
            run(f"UPDATE OR IGNORE {table} SET entry_id = ? WHERE entry_id = ?", (into, gone))
        run("DELETE FROM entries WHERE id = ?", (gone,))


_HEALTH = (
    "title, link, description, language, etag, last_modified, body_hash, rhythm, status, http_status, failures, error,"
    " last_poll, last_success"
)

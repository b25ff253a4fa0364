"""Feeds that move to another address, and two feeds that turn out to be one.

``feeds.toml`` changes between two writes of the database: the move is announced in the feed's row, ``feeds.toml`` is
changed, and then the move is made. :meth:`Moving.unfinished` finds moves that were interrupted in between.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from reader.arrival import KnownEntry
from reader.store.compression import HAS_TEXTS
from reader.store.connection import transaction
from reader.store.copies import join
from reader.store.copy_states import unite_all
from reader.store.merge_remote import hand_to_account, merging_remote
from reader.store.rows import dumps
from reader.store.search import take_out
from reader.store.state import note_rearranged, with_copies
from reader.store.story_groups import dissolve, unite_copies

BATCH = 200
Double = tuple[int, int]  # ids of the same entry in the old and in the new feed


class Moving:
    """The column ``feeds.moved_to``, and merging two feeds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def announce(self, old_url: str, new_url: str | None) -> bool:
        """Announces that a feed will move to that address; None withdraws it.

        False if there is no such feed, or if one of them is an account's: the user says whose a feed is.
        """
        with transaction(self._connection):
            done = self._connection.execute(
                "UPDATE feeds SET moved_to = ?1 WHERE url = ?2 AND account_id IS NULL"
                " AND NOT EXISTS (SELECT 1 FROM feeds WHERE url = ?1 AND account_id IS NOT NULL)",
                (new_url, old_url),
            )
        return done.rowcount > 0

    def unfinished(self) -> list[tuple[str, str]]:
        """Old and new address of moves that were made in ``feeds.toml`` only."""
        return self._connection.execute(
            "SELECT old.url, new.url FROM feeds old JOIN feeds new ON new.url = old.moved_to"
            " WHERE old.moved_to IS NOT NULL AND old.subscribed = 0 AND new.subscribed = 1"
        ).fetchall()

    def left(self, title: str) -> list[str]:
        """Addresses of feeds with that title that are no longer subscribed but have entries."""
        rows = self._connection.execute(
            "SELECT url FROM feeds JOIN counts ON feed_id = id WHERE subscribed = 0 AND total > 0 AND title = ?"
            " AND account_id IS NULL",
            (title,),
        )
        return [url for (url,) in rows]

    def history(self, url: str) -> list[KnownEntry]:
        """All entries of the feed at that address."""
        rows = self._connection.execute(
            "SELECT e.id, guid, e.url, e.title, published, digest, content_key FROM entries e"
            " JOIN feeds f ON f.id = feed_id WHERE f.url = ?",
            (url,),
        )
        return [KnownEntry(*row) for row in rows]

    def move(self, old_url: str, new_url: str, doubles: Iterable[Double] = ()) -> int | None:
        """Moves a feed with its entries and their state to another address. Returns its id.

        If there is a feed at the new address, both become one. ``doubles`` are the entries that both have: one of each
        pair stays, read or starred if either was, with the tags of both; the other is removed later
        (:meth:`bury_batch`). If the old address has no feed, nothing changes and the result is None.
        """
        pairs = list(doubles)
        self._complete(pairs)
        with transaction(self._connection):
            old, new = self._row(old_url), self._row(new_url)
            if old is None:
                return None
            kept, gone = (old, None) if new is None else (new, old)
            if gone is not None:
                with merging_remote(self._connection, dumps(pairs)):
                    self._merge(dumps(pairs))
                self._absorb(gone, into=kept, doubles=dumps([double for double, _ in pairs]))
                told = self._leave_stories(pairs)
                self._regroup(gone, kept, [entry_id for _, entry_id in pairs])
                for entry_id in told:
                    unite_copies(self._connection, with_copies(self._connection, (entry_id,)))
                note_rearranged(self._connection)
            self._connection.execute(
                "UPDATE feeds SET url = ?, moved_to = NULL, subscribed = max(subscribed, ?) WHERE id = ?",
                (new_url, gone is not None, kept),
            )
        return kept

    def bury_batch(self, size: int = BATCH) -> int:
        """Removes some of the duplicates in one transaction; returns how many, 0 when none is left to remove.

        Removing text from the search index is slow: a hundred thousand entries at once would block other writers for
        longer than they wait. The newest of all entries stays until there is a newer one: SQLite gives a new row the
        highest id plus one, and no id may be given twice, because the journal and open lists name entries by it.
        """
        if self._connection.execute("SELECT 1 FROM feeds WHERE merged = 1 LIMIT 1").fetchone() is None:
            return 0
        with transaction(self._connection):
            rows = self._connection.execute(
                "SELECT id FROM entries WHERE feed_id IN (SELECT id FROM feeds WHERE merged = 1)"
                " AND +id < (SELECT max(id) FROM entries) LIMIT ?",
                (size,),
            ).fetchall()
            for (entry_id,) in rows:
                take_out(self._connection, entry_id)
            self._connection.executemany("DELETE FROM entries WHERE id = ?", rows)
            self._connection.execute(
                "DELETE FROM feeds WHERE merged = 1 AND NOT EXISTS (SELECT 1 FROM entries WHERE feed_id = feeds.id)"
            )
        return len(rows)

    def _row(self, url: str) -> int | None:
        row = self._connection.execute("SELECT id FROM feeds WHERE url = ?", (url,)).fetchone()
        return None if row is None else row[0]

    def _absorb(self, gone: int, *, into: int, doubles: str) -> None:
        """Gives one feed the entries of the other and makes it due; a feed that was never polled also gets its health.

        The duplicates stay in the other feed, which can no longer be subscribed to.
        """
        run = self._connection.execute
        run(
            "UPDATE entries SET feed_id = ? WHERE feed_id = ? AND id NOT IN (SELECT value FROM json_each(?))",
            (into, gone, doubles),
        )
        run(
            f"UPDATE feeds SET ({_HEALTH}) = (SELECT {_HEALTH} FROM feeds WHERE id = ?)"
            " WHERE id = ? AND status = 'new'",
            (gone, into),
        )
        run("UPDATE feeds SET next_check = NULL, reason = NULL, reason_number = NULL WHERE id = ?", (into,))
        hand_to_account(self._connection, gone, into=into)
        run(
            "UPDATE feeds SET merged = 1, url = 'merged:' || id, title = '', subscribed = 0, moved_to = NULL"
            " WHERE id = ?",  # the address only has to be unique
            (gone,),
        )

    def _leave_stories(self, pairs: Sequence[Double]) -> list[int]:
        """Gives the second entries the stories of the first, which leave them; returns those that were given one."""
        told = self._connection.execute(
            f"SELECT gone, kept, story FROM {_PAIRS} JOIN entries ON entries.id = gone"
            " WHERE story IS NOT NULL OR story_fixed = 1",
            (dumps(pairs),),
        ).fetchall()
        for gone, kept, _story in told:
            unite_copies(self._connection, (gone, kept))
        self._connection.executemany(
            "UPDATE entries SET story = NULL, story_fixed = 0 WHERE id = ?", [(gone,) for gone, *_ in told]
        )
        dissolve(self._connection, {story for *_, story in told if story is not None})
        return [kept for _gone, kept, _story in told]

    def _regroup(self, gone: int, kept: int, doubles: Sequence[int]) -> None:
        """Joins copies again: the duplicates that will be removed are none, and the others have one feed now."""
        run = self._connection.execute
        theirs = {entry_id for (entry_id,) in run("SELECT id FROM entries WHERE feed_id = ?", (gone,))}
        copies = with_copies(self._connection, theirs)
        run("UPDATE entries SET copies = NULL, canonical_key = NULL, text_key = NULL WHERE feed_id = ?", (gone,))
        here = {entry_id for (entry_id,) in run("SELECT id FROM entries WHERE feed_id = ?", (kept,))}
        join(self._connection, here.union(copies) - theirs, now=0)
        unite_all(self._connection, doubles, now=0)

    def _merge(self, pairs: str) -> None:
        """Gives the second entry of each pair the state of the first.

        It keeps its id, because search relies on ids in the order of arrival (:mod:`~.search_results`). The first entry
        disappears from every list, also from Starred and from its author's list.
        """
        run = self._connection.execute
        run(
            "UPDATE entries SET read = max(entries.read, o.read), starred = max(entries.starred, o.starred),"
            " later = max(entries.later, o.later),"
            " published = coalesce(entries.published, o.published)"
            f" FROM {_PAIRS} p JOIN entries o ON o.id = p.gone WHERE entries.id = p.kept AND ("
            "o.read > entries.read OR o.starred > entries.starred OR o.later > entries.later"
            " OR (entries.published IS NULL AND o.published IS NOT NULL))",
            (pairs,),
        )
        run(
            "INSERT OR IGNORE INTO entry_labels"
            f" SELECT l.label_id, p.kept FROM {_PAIRS} p JOIN entry_labels l ON l.entry_id = p.gone",
            (pairs,),
        )
        run(
            f"UPDATE versions SET entry_id = p.kept FROM {_PAIRS} p WHERE versions.entry_id = p.gone"
            " AND NOT EXISTS (SELECT 1 FROM versions own WHERE own.entry_id = p.kept)",
            (pairs,),
        )
        run(f"DELETE FROM entry_labels WHERE entry_id IN (SELECT gone FROM {_PAIRS})", (pairs,))
        run(f"UPDATE entries SET starred = 0 WHERE starred = 1 AND id IN (SELECT gone FROM {_PAIRS})", (pairs,))
        run(f"UPDATE entries SET later = 0 WHERE later = 1 AND id IN (SELECT gone FROM {_PAIRS})", (pairs,))
        run(f"DELETE FROM entry_authors WHERE entry_id IN (SELECT gone FROM {_PAIRS})", (pairs,))
        run(f"UPDATE edition_entries SET entry_id = kept FROM {_PAIRS} WHERE entry_id = gone", (pairs,))

    def _complete(self, pairs: Sequence[Double]) -> None:
        """Gives the second entry of each pair the first one's text or page if it has none, in small batches."""
        lacking = self._connection.execute(f"SELECT p.gone, p.kept FROM {_PAIRS} p WHERE {_LACKS}", (dumps(pairs),))
        found = lacking.fetchall()
        for start in range(0, len(found), BATCH):
            with transaction(self._connection):
                for gone, kept in found[start : start + BATCH]:
                    self._hand_over(gone, kept)

    def _hand_over(self, gone: int, kept: int) -> None:
        run = self._connection.execute
        take_out(self._connection, gone)
        take_out(self._connection, kept)
        run(
            f"DELETE FROM content WHERE entry_id = ?1 AND NOT ({HAS_TEXTS}) AND EXISTS"
            " (SELECT 1 FROM content WHERE entry_id = ?2)",
            (kept, gone),
        )
        run(
            "DELETE FROM pages WHERE entry_id = ?1 AND html IS NULL AND (details IS NULL OR EXISTS"
            " (SELECT 1 FROM pages WHERE entry_id = ?2 AND html IS NOT NULL))",
            (kept, gone),
        )
        for table in ("content", "pages"):
            run(f"UPDATE OR IGNORE {table} SET entry_id = ? WHERE entry_id = ?", (kept, gone))


_PAIRS = "(SELECT json_extract(value, '$[0]') AS gone, json_extract(value, '$[1]') AS kept FROM json_each(?))"
_LACKS = f"""
    (EXISTS (SELECT 1 FROM content WHERE entry_id = p.gone AND {HAS_TEXTS})
        AND NOT EXISTS (SELECT 1 FROM content WHERE entry_id = p.kept AND {HAS_TEXTS}))
    OR (EXISTS (SELECT 1 FROM pages WHERE entry_id = p.gone AND html IS NOT NULL)
        AND NOT EXISTS (SELECT 1 FROM pages WHERE entry_id = p.kept AND html IS NOT NULL))
"""
_HEALTH = (
    "title, link, description, language, etag, last_modified, body_hash, body_read, rhythm, status, http_status,"
    " failures, error, last_poll, last_success, left_out"
)

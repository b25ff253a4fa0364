"""Checks the database, and repairs what can be repaired without loss.

SQLite's own check finds broken pages. The rest is data that is stored twice and could disagree: counts kept by
triggers, the search index, references to other rows. Tables and references are read from the schema, so that new
ones are checked as well.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from reader.lazy_dataclass import dataclass
from reader.store.cells import mend, unsound_cells
from reader.store.connection import connect_reader, connect_writer, transaction, translated
from reader.store.copies import mend_groups, wrong_groups
from reader.store.feed_owners import LOST
from reader.store.migrations import teach_address_numbers
from reader.store.people import regroup_all, write_all_keys, wrongly_grouped
from reader.store.schema import create_missing, differences, is_repairable
from reader.store.search import Search
from reader.store.state import note_rearranged

_MOST_DAMAGE = 20


@dataclass(frozen=True, slots=True)
class IntegrityReport:
    """The result of a check. ``damage``: SQLite's messages; if there are any, nothing else was checked.

    ``missing``: tables, indexes and triggers that are missing or changed; if there are any, only they were looked
    for, and ``recreatable`` says whether :func:`repair` makes them again without loss. ``unsound``: how many values
    Broadsheet never writes, by column. ``orphans``: rows that refer to a missing row. ``miscounted``: feeds with wrong
    counts. ``unsearchable``: entries that search will never find; ``ghosts``: entries in the search index that no
    longer exist. ``confused``: names of authors with a wrong person or date. ``miscopied``: groups of copies
    that cannot be, or are counted wrongly. ``ahead``: entries that arrived later than now, ``polled_ahead``: feeds
    polled later than now; both if the clock was set back.
    """

    damage: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    recreatable: bool = True
    unsound: tuple[tuple[str, int], ...] = ()
    entries: int = 0
    waiting: int = 0
    orphans: int = 0
    miscounted: int = 0
    unsearchable: int = 0
    ghosts: int = 0
    confused: int = 0
    miscopied: int = 0
    ahead: int = 0
    polled_ahead: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing has to be repaired."""
        wrong = self.damage or self.missing or self.unsound or self.orphans or self.miscounted or self.miscopied
        return not (wrong or self.unsearchable or self.ghosts or self.confused)


def check_integrity(path: Path, *, now: int) -> IntegrityReport:
    """Checks the whole database; takes seconds for a million entries. Raises ``StoreError``."""
    with translated(path), closing(connect_reader(path)) as connection:
        found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({_MOST_DAMAGE})")]
        if found != ["ok"]:
            return IntegrityReport(damage=tuple(found))
        missing = differences(connection)
        if missing:
            return IntegrityReport(missing=tuple(missing), recreatable=is_repairable(connection))
        return IntegrityReport(
            unsound=tuple(Counter(cell.place for cell in unsound_cells(connection)).items()),
            entries=_number(connection, "SELECT count(*) FROM entries"),
            waiting=Search(connection).pending(),
            orphans=sum(1 for _ in connection.execute("PRAGMA foreign_key_check")),
            miscounted=_number(connection, f"SELECT count(*) FROM ({_MISCOUNTED})"),
            unsearchable=_number(connection, f"SELECT count(*) FROM ({_UNSEARCHABLE})"),
            ghosts=_number(connection, f"SELECT count(*) FROM ({_GHOSTS})"),
            confused=len(wrongly_grouped(connection)) + _number(connection, f"SELECT count(*) FROM ({_MISDATED})"),
            miscopied=wrong_groups(connection),
            ahead=_number(connection, "SELECT count(*) FROM entries WHERE first_seen > ?", now),
            polled_ahead=_number(connection, "SELECT count(*) FROM feeds WHERE last_poll > ?", now),
        )


_MISCOUNTED = """
    SELECT f.id, count(e.id) AS total, count(e.id) FILTER (WHERE e.read = 0) AS unread
    FROM feeds f LEFT JOIN entries e ON e.feed_id = f.id GROUP BY f.id
    EXCEPT SELECT feed_id, total, unread FROM counts
"""
_UNSEARCHABLE = """
    SELECT id FROM entries EXCEPT SELECT id FROM search_docsize EXCEPT SELECT entry_id FROM search_pending
"""
# The dates by which a person's articles are in order.
_MISDATED = """
    SELECT entry_id, author_id, entries.sort FROM entry_authors JOIN entries ON id = entry_id
    WHERE entry_authors.sort <> entries.sort
"""
# Entries that wait to be indexed have left the index; in both, they would be found twice.
_GHOSTS = """
    SELECT id FROM search_docsize
    EXCEPT SELECT id FROM entries WHERE id NOT IN (SELECT entry_id FROM search_pending)
"""


def repair(path: Path, *, now: int, index: bool = True) -> None:
    """Repairs everything :func:`check_integrity` finds except damage and lost tables. Raises ``StoreError``.

    Each kind is repaired in one transaction. Counts, the search index and blocks are derived from the entries. Orphaned
    rows are removed; but entries of a missing feed get a hidden feed, because they may be starred. ``index=False``
    leaves indexing to the next refresh.
    """
    with translated(path), closing(connect_writer(path)) as connection:
        with transaction(connection):
            create_missing(connection)
            connection.execute("DELETE FROM scan_blocks")  # nothing shows whether they are right; indexing makes them
        reindex = _mend_cells(connection, now)
        with transaction(connection):
            _give_entries_their_feeds(connection)
            for table, column, parent, key, emptied in _references(connection):
                connection.execute(
                    f"{f'UPDATE {table} SET {column} = NULL' if emptied else f'DELETE FROM {table}'}"
                    f" WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT {key} FROM {parent})"
                )
        with transaction(connection):
            connection.execute("INSERT OR IGNORE INTO counts (feed_id) SELECT id FROM feeds")
            connection.execute(
                f"UPDATE counts SET total = right.total, unread = right.unread FROM ({_MISCOUNTED}) AS right"
                " WHERE right.id = feed_id"
            )
        teach_address_numbers(connection)
        with transaction(connection):
            connection.execute("UPDATE entries SET first_seen = ?1, sort = min(sort, ?1) WHERE first_seen > ?1", (now,))
            connection.execute(  # rows saved from a damaged database of an earlier version have none
                "UPDATE entries SET guid_key = address_number(guid), url_key = address_number(url)"
                " WHERE (guid IS NOT NULL AND guid_key IS NULL) OR (url IS NOT NULL AND url_key IS NULL)"
            )
            connection.execute(
                "UPDATE entry_authors SET sort = (SELECT sort FROM entries WHERE id = entry_id)"
                f" WHERE (entry_id, author_id) IN (SELECT entry_id, author_id FROM ({_MISDATED}))"
            )
            mend_groups(connection)
            write_all_keys(connection)
            regroup_all(connection)
            note_rearranged(connection)
        _repair_search(connection, index=index, anew=reindex)


def _give_entries_their_feeds(connection: sqlite3.Connection) -> None:
    connection.execute(
        "DELETE FROM counts WHERE feed_id NOT IN (SELECT id FROM feeds)"
    )  # a trigger adds the row of a new feed
    connection.execute(
        f"INSERT INTO feeds (id, url, subscribed) SELECT DISTINCT feed_id, '{LOST}' || feed_id, 0"
        " FROM entries WHERE feed_id NOT IN (SELECT id FROM feeds)"
    )


def _mend_cells(connection: sqlite3.Connection, now: int) -> bool:
    """Mends unsound cells; returns whether the search index no longer matches the texts."""
    cells = [*unsound_cells(connection)]
    with transaction(connection):
        for cell in cells:
            mend(connection, cell, now=now)
    return any(cell.indexed for cell in cells)


def _repair_search(connection: sqlite3.Connection, *, index: bool, anew: bool) -> None:
    wrong = anew or _number(connection, f"SELECT count(*) FROM ({_GHOSTS})")
    with transaction(connection):
        if wrong:  # the text of missing entries is unknown, so the whole index is rebuilt
            connection.execute("INSERT INTO search (search) VALUES ('delete-all')")
        connection.execute(f"INSERT OR IGNORE INTO search_pending {_UNSEARCHABLE}")
    while index and Search(connection).index_batch():
        pass


def _references(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str, str, bool]]:
    """Every foreign key: table, column, the table and key it refers to, and whether a row does without it."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        for _, _, parent, column, key, _, on_delete, _ in keys:
            yield table, column, parent, key or "id", on_delete == "SET NULL"


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library."""
    return sqlite3.sqlite_version_info


def has_full_text_search() -> bool:
    """Whether SQLite has FTS5, which the database needs."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
        except sqlite3.OperationalError:
            return False
    return True


def _number(connection: sqlite3.Connection, sql: str, *values: int) -> int:
    return int(connection.execute(sql, values).fetchone()[0])

"""Copies what can still be read of a damaged database into a new one, row by row.

SQLite stops a query at the first broken page. So each table is read in ranges of row ids, and a range that fails is
halved again and again until only the broken rows are left. Counts and the search index are not copied, because they
follow from the other tables (:mod:`reader.store.integrity`); nor is the journal, which names entries by ids that may be
given again if the last entries are lost. If not even the schema can be read, nothing is saved.
"""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from reader.query.label_name import flag_label
from reader.store.connection import FILES, connect_writer, mending, rename_damaged, transaction, translated

_RANGE = 500  # row ids in one query
_MOST_FAILURES = 20_000  # in a table; the rows after that are given up
_LARGEST_ID = 5_000_000  # used if the end of a table cannot be read
_LARGEST_FILE = 2**40  # bytes
_NEWEST_OF_EDITIONS = "UPDATE editions SET newest_id = min(newest_id, (SELECT coalesce(max(id), 0) FROM entries))"
_LEFT_OUT = frozenset({"counts", "scan_blocks", "search_pending", "journal"})


def recover_database(path: Path, *, now: int) -> tuple[Path, int]:
    """Moves a damaged database away and saves what can be read into a new one in its place.

    Call :func:`reader.store.integrity.repair` afterwards. Returns the new name of the damaged database and how many
    entries were saved. No other process may have the database open. Raises :class:`~reader.errors.StoreError`.
    """
    with mending(path), translated(path):
        aside = rename_damaged(path, now)
        with closing(connect_writer(path)) as new:
            return aside, copy_into(new, aside)


def copy_into(new: sqlite3.Connection, damaged: Path) -> int:
    """Copies what can be read of a damaged database into an empty one; returns the number of entries."""
    new.execute("PRAGMA foreign_keys = OFF")
    try:
        with (
            _of_full_length(damaged) as whole,
            closing(sqlite3.connect(f"{whole.absolute().as_uri()}?{_how(whole)}", uri=True)) as old,
        ):
            old.text_factory = lambda data: data.decode("utf-8", "replace")
            for table in _tables(new):
                if table not in _LEFT_OUT:
                    _copy_table(old, new, table)
            _copy_older_labels(old, new)
            new.execute("UPDATE accounts SET cursor = '', history = ''")  # articles that were lost come again
            new.execute(_NEWEST_OF_EDITIONS)  # their ids may be given again
    except (sqlite3.DatabaseError, OSError):
        pass  # its schema cannot be read, or the disk is full
    new.execute("PRAGMA foreign_keys = ON")
    return int(new.execute("SELECT count(*) FROM entries").fetchone()[0])


def _how(database: Path) -> str:
    """The URI parameters to open it: without a log it is opened as immutable, so that no file is created beside it."""
    log = database.with_name(f"{database.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"


@contextmanager
def _of_full_length(damaged: Path) -> Iterator[Path]:
    """The file, or a copy padded with zeros if its end is missing: SQLite opens no file that is too short.

    The header has the length in pages (sqlite.org/fileformat2.html section 1.3).
    """
    with damaged.open("rb") as file:
        header = file.read(100)
    page = int.from_bytes(header[16:18], "big")
    page = 65_536 if page == 1 else page
    length = page * int.from_bytes(header[28:32], "big")
    if not damaged.stat().st_size < length < _LARGEST_FILE:
        yield damaged
        return
    copy = damaged.with_name(f"{damaged.name}.part")
    try:
        shutil.copyfile(damaged, copy)
        os.truncate(copy, copy.stat().st_size // page * page)  # rows in half a page would seem whole
        os.truncate(copy, length)
        yield copy
    finally:
        for suffix in FILES:
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    return [name for (name,) in rows if not name.startswith(("search_", "sqlite_"))]


def _copy_table(old: sqlite3.Connection, new: sqlite3.Connection, table: str) -> None:
    columns = [name for name in _columns(new, table) if name in _columns(old, table)]
    if not columns:
        return
    names, values = ", ".join(columns), ", ".join("?" * len(columns))
    with transaction(new):
        for row in _rows(old, table, names):
            try:
                new.execute(f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({values})", row)
            except sqlite3.DatabaseError:
                continue  # damaged bytes that looked like a row


def _copy_older_labels(old: sqlite3.Connection, new: sqlite3.Connection) -> None:
    """Labels as they were before they had a table of their own."""
    if not _columns(old, "entry_tags"):
        return
    with transaction(new):
        for entry_id, tag in _until_it_fails(old, "SELECT entry_id, tag FROM entry_tags WHERE tag <> ''"):
            flag = re.fullmatch("flag-([A-Z])", str(tag))
            label = flag_label(flag[1]) if flag else tag
            new.execute("INSERT OR IGNORE INTO labels (name, name_key) VALUES (?1, folded(?1))", (label,))
            new.execute(
                "INSERT OR IGNORE INTO entry_labels SELECT id, ? FROM labels WHERE name_key = folded(?)",
                (entry_id, label),
            )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[Sequence[object]]:
    try:
        last = old.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0
    except sqlite3.OperationalError as error:
        if "no such column" in str(error):  # a WITHOUT ROWID table is read from both ends
            yield from _until_it_fails(old, f"SELECT {names} FROM {table}")
            yield from _until_it_fails(old, f"SELECT {names} FROM {table} ORDER BY 1 DESC")
            return
        last = _LARGEST_ID
    except sqlite3.DatabaseError:
        last = _LARGEST_ID
    ranges = [(first, min(first + _RANGE - 1, last)) for first in range(1, last + 1, _RANGE)]
    yield from _ranges(old, f"SELECT {names} FROM {table} WHERE rowid BETWEEN ? AND ?", ranges)


def _ranges(old: sqlite3.Connection, sql: str, ranges: list[tuple[int, int]]) -> Iterator[Sequence[object]]:
    left, failures = ranges[::-1], 0
    while left and failures < _MOST_FAILURES:
        first, last = left.pop()
        try:
            yield from old.execute(sql, (first, last)).fetchall()
        except sqlite3.DatabaseError:
            failures += 1
            if first < last:
                middle = (first + last) // 2
                left += [(middle + 1, last), (first, middle)]


def _until_it_fails(old: sqlite3.Connection, sql: str) -> Iterator[Sequence[object]]:
    try:
        yield from old.execute(sql)
    except sqlite3.DatabaseError:
        return

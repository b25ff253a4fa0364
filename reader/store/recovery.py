"""All that can still be read of a damaged database, copied row by row into a new one.

SQLite gives up a query at the first broken page, so each table is read in ranges of its row ids, and a range that
fails in halves of it, down to the rows that are lost. Counts and search index are not copied: they follow from
the rest (:mod:`reader.store.integrity`). Where not even the schema can be read, nothing can be saved here.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from reader.store.connection import FILES, alone, connect_writer, set_aside, transaction, translated

_RANGE = 500  # row ids that are asked for at once
_MOST_FAILURES = 20_000  # in a table; then what is left of it counts as lost
_LARGEST_ID = 5_000_000  # where the end of a table cannot be read
_LARGEST_FILE = 2**40  # bytes
_FOLLOWS = frozenset({"counts", "search_pending"})


def rescue(path: Path, *, now: int) -> tuple[Path, int]:
    """Sets a damaged database aside and saves what it can into a new one in its place.

    To be made whole by :func:`reader.store.integrity.mend`. Returns where the damaged one is, and how many entries
    were saved. Nobody else may have the database open. Raises :class:`~reader.errors.StoreError`.
    """
    with alone(path), translated(path):
        aside = set_aside(path, now)
        with closing(connect_writer(path)) as new:
            return aside, copy_into(new, aside)


def copy_into(new: sqlite3.Connection, damaged: Path) -> int:
    """Copies what can be read of a damaged database into an empty one; how many entries that were."""
    new.execute("PRAGMA foreign_keys = OFF")
    try:
        with (
            _of_full_length(damaged) as whole,
            closing(sqlite3.connect(f"{whole.absolute().as_uri()}?{_how(whole)}", uri=True)) as old,
        ):
            old.text_factory = lambda data: data.decode("utf-8", "replace")
            for table in _tables(new):
                if table not in _FOLLOWS:
                    _copy_table(old, new, table)
    except (sqlite3.DatabaseError, OSError):
        pass  # not even its schema can be read, or there is no room for more
    new.execute("PRAGMA foreign_keys = ON")
    return int(new.execute("SELECT count(*) FROM entries").fetchone()[0])


def _how(database: Path) -> str:
    """How it is opened: without its log it is read as it lies, and no file is made beside it."""
    log = database.with_name(f"{database.name}-wal")
    return "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"


@contextmanager
def _of_full_length(damaged: Path) -> Iterator[Path]:
    """The file itself or, where its end is missing, a copy that has it as zeros: SQLite opens nothing shorter.

    The length stands in the header, in pages (sqlite.org/fileformat2.html section 1.3).
    """
    with damaged.open("rb") as file:
        header = file.read(100)
    page = int.from_bytes(header[16:18], "big")
    length = (65_536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
    if not damaged.stat().st_size < length < _LARGEST_FILE:
        yield damaged
        return
    copy = damaged.with_name(f"{damaged.name}.part")
    try:
        shutil.copyfile(damaged, copy)
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
                continue  # noise that looked like a row


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[Sequence[object]]:
    try:
        last = old.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0
    except sqlite3.OperationalError as error:
        if "no such column" in str(error):  # a table without row ids is read from both ends
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

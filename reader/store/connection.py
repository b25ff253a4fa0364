"""Opening the database, and SQLite's complaints in the house's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.errors import StoreBusy, StoreCorrupt, StoreError, StoreFull, StoreReadOnly
from reader.store.migrations import migrate

BUSY_SECONDS = 10.0


def connect_writer(path: Path) -> sqlite3.Connection:
    """A read-write connection to an existing or new database, migrated. Raises :class:`StoreError`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreReadOnly(_READ_ONLY.format(path=path.parent)) from error
    with translated(path):
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, to a database that exists and is of this version."""
    with translated(path):
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, isolation_level=None,
            check_same_thread=False,
        )  # fmt: skip
        connection.execute("PRAGMA query_only = ON")
    return connection


def set_aside(path: Path, now: int) -> Path:
    """Gives a damaged database and its companions another name; returns that of the database."""
    aside = path.with_name(f"{path.name}.damaged-{now}")
    for suffix in ("", "-wal", "-shm"):
        companion = path.with_name(path.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))
    return aside


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Takes the write lock at once, so that it never fails half-way for another writer."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


_READ_ONLY = "{path} cannot be written: make it writable, or choose another folder with --data-dir"
_WORDS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, "{path} is held by another program: close it, or try again"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "{path} is held by another program: close it, or try again"),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, "{path} cannot be opened: look at the rights of its folder"),
    sqlite3.SQLITE_PERM: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_FULL: (StoreFull, "no space is left on the disk of {path}: free some and try again"),
    sqlite3.SQLITE_CORRUPT: (StoreCorrupt, "{path} is damaged: `broadsheet doctor` says what can be done"),
    sqlite3.SQLITE_NOTADB: (StoreCorrupt, "{path} is not a database of Broadsheet's"),
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors that a user can meet become a :class:`StoreError`; bugs in our SQL stay what they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary result code
        if code == sqlite3.SQLITE_IOERR:
            raise StoreError(f"{path} cannot be read or written: the disk reports an error") from error
        if code not in _WORDS:
            raise
        kind, words = _WORDS[code]
        raise kind(words.format(path=path)) from error

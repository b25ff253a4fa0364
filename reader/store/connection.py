"""Opens the database, and translates the errors of SQLite."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import sleep

from reader.errors import StoreBusy, StoreCorrupt, StoreError, StoreFull, StoreReadOnly
from reader.files import PRIVATE_FILE, FileLock, make_private_folder
from reader.problems import Problem, problem
from reader.store.functions import teach_functions
from reader.store.migrations import MIGRATIONS, OnCopy, free_name, migrate, read_version, untold

BUSY_SECONDS = 10.0
_WAL_TRIES, _WAL_PAUSE = 40, 0.05  # seconds
READABLE = partial(str, encoding="utf-8", errors="replace")  # one flipped bit in a text must not cost the rest
FILES = ("-wal", "-shm", "")  # the files of a database, itself last


def connect_writer(path: Path, *, busy_seconds: float = BUSY_SECONDS, on_copy: OnCopy = untold) -> sqlite3.Connection:
    """A connection for reading and writing, to an existing or new database, migrated. Raises :class:`StoreError`.

    ``busy_seconds``: how long each use waits for another program's lock before it fails.
    """
    with _told(path), translated(path):
        make_private_folder(path.parent)
        if not path.exists():
            path.touch(mode=PRIVATE_FILE)
        connection = sqlite3.connect(path, timeout=busy_seconds, isolation_level=None, check_same_thread=False)
        connection.text_factory = READABLE
        teach_functions(connection)
        try:
            _use_wal(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA wal_autocheckpoint = 4000")  # pages; each checkpoint syncs the disk
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, path, on_copy=on_copy)
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turns an ``OSError`` into a :class:`StoreError`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise _error(sqlite3.SQLITE_FULL, path) from error
        place = path if path.exists() and not os.access(path, os.W_OK) else path.parent
        raise _error(sqlite3.SQLITE_READONLY, place) from error


def _use_wal(connection: sqlite3.Connection) -> None:
    """SQLite does not wait for the lock when it changes to WAL, so two first starts at once would collide."""
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            sleep(_WAL_PAUSE)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def connect_reader(path: Path) -> sqlite3.Connection:
    """A read-only connection to an existing database of this version. Raises :class:`StoreError`.

    SQLite cannot open a database in WAL mode if it cannot create the files beside it (sqlite.org/wal.html section 6).
    If no other process can have created them either, the database is opened as immutable.
    """
    with translated(path):
        try:
            return _connect_for_reading(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if not _lies_still(path, error):
                raise
            return _connect_for_reading(path, "immutable=1")


def _connect_for_reading(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY_SECONDS, isolation_level=None,
        check_same_thread=False,
    )  # fmt: skip
    connection.text_factory = READABLE
    teach_functions(connection)
    try:
        connection.execute("PRAGMA query_only = ON")
        version = read_version(connection, path)
    except BaseException:
        connection.close()
        raise
    if version < len(MIGRATIONS):
        connection.close()
        raise StoreReadOnly(problem(Problem.STORE_OUTDATED, path=str(path)))
    return connection


def _lies_still(path: Path, error: sqlite3.Error) -> bool:
    """Whether the database is one file that no process has open: nobody can create files beside it."""
    beside = path.with_name(path.name + "-wal")
    try:
        alone = not beside.exists() or beside.stat().st_size == 0
        impossible = error.sqlite_errorcode in _NO_SHARED_MEMORY or not os.access(path.parent, os.W_OK)
        return alone and path.is_file() and impossible
    except OSError:
        return False


def rename_damaged(path: Path, now: int) -> Path:
    """Renames a damaged database and its companions to a free name; returns the new path of the database.

    Call it under :func:`mending`. The database is renamed last: a new one must never find the old log beside it, which
    SQLite would apply to it. Raises :class:`StoreError`.
    """
    with _told(path):
        aside = free_name(path.with_name(f"{path.name}.damaged-{now}"), FILES)
        for suffix in FILES:
            companion = path.with_name(path.name + suffix)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + suffix))
    return aside


@contextmanager
def mending(path: Path) -> Iterator[None]:
    """Excludes every other thread and process that uses this lock; it ends with the process at the latest.

    Waits ten seconds, then raises :class:`StoreBusy`.
    """
    lock = FileLock(path.with_name(f"{path.name}.mending"))
    with _told(path):
        acquired = lock.acquire(BUSY_SECONDS)
    if not acquired:
        raise _error(sqlite3.SQLITE_BUSY, path)
    try:
        yield
    finally:
        lock.release()


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Runs all of the block or nothing. Takes the write lock at once, so that it cannot fail halfway."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def small_statements(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction of many statements that change few rows each.

    So that it can undo a statement that fails, SQLite keeps the pages as they were before (sqlite.org/tempfiles.html,
    section 2.3). Here it does so in memory: a file took a quarter of the time, with 27 writes for each new entry. A
    statement that changes many thousand rows needs the file.
    """
    (before,) = connection.execute("PRAGMA temp_store").fetchone()
    connection.execute("PRAGMA temp_store = MEMORY")
    try:
        with transaction(connection):
            yield
    finally:
        connection.execute(f"PRAGMA temp_store = {before}")


def _why(path: Path) -> int:
    """The result code for a disk error: full, read-only, or unknown, found by writing a little beside the file.

    SQLite recognizes only some of these cases: not a quota, a size limit, or a change while it was running.
    """
    import tempfile  # imports the compressors, 10 ms

    try:
        files = (path.with_name(path.name + suffix) for suffix in FILES)
        size = max(file.stat().st_size for file in files if file.exists())
        with tempfile.TemporaryFile(dir=path.parent) as probe:
            probe.write(bytes(_A_LITTLE))
            probe.truncate(size + _A_LITTLE)
    except OSError as error:
        if error.errno in _FULL:
            return sqlite3.SQLITE_FULL
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return sqlite3.SQLITE_READONLY
    return sqlite3.SQLITE_IOERR


_A_LITTLE = 65_536  # bytes
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NO_SHARED_MEMORY = frozenset({
    sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP,
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL,
})  # fmt: skip


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything read in the block is of one moment, whatever other connections write."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:  # SQLite itself ends it after a disk error
            connection.execute("COMMIT")


_ERRORS: dict[int, tuple[type[StoreError], Problem]] = {
    sqlite3.SQLITE_BUSY: (StoreBusy, Problem.STORE_BUSY),
    sqlite3.SQLITE_LOCKED: (StoreBusy, Problem.STORE_BUSY),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, Problem.STORE_READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, Problem.STORE_NOT_OPENED),
    sqlite3.SQLITE_PERM: (StoreReadOnly, Problem.STORE_READ_ONLY),
    sqlite3.SQLITE_FULL: (StoreFull, Problem.STORE_DISK_FULL),
    sqlite3.SQLITE_CORRUPT: (StoreCorrupt, Problem.STORE_DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreCorrupt, Problem.NOT_A_STORE),
    sqlite3.SQLITE_IOERR: (StoreError, Problem.STORE_DISK_ERROR),
}


def _error(code: int, path: Path) -> StoreError:
    """The error for a primary result code of SQLite (sqlite.org/rescode.html)."""
    kind, found = _ERRORS[code]
    return kind(problem(found, path=str(path)))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of SQLite that users can meet into a :class:`StoreError`; bugs in our SQL stay as they are."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
        if code == sqlite3.SQLITE_IOERR:
            code = _why(path)
        if code == sqlite3.SQLITE_ERROR and _lacks_something(path):
            code = sqlite3.SQLITE_CORRUPT
        if code not in _ERRORS:
            raise
        raise _error(code, path) from error


def _lacks_something(path: Path) -> bool:
    """Whether the schema differs from the one that the migrations make, so that a statement may fail that is right."""
    from reader.store.schema import differences

    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)
    except sqlite3.Error:
        return False
    with closing(connection):
        try:
            return bool(differences(connection))
        except sqlite3.DatabaseError:
            return True

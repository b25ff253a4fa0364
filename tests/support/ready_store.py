"""What spares the tests the making of databases, and the disk.

New databases are copies of one that the migrations have made: tests open thousands, and each took them 17 ms.

The copy is a file that is there before the store opens it; where that cannot be, the store fills its own.
Databases that exist are migrated as always. The tests of migrations call :func:`reader.store.migrations.migrate`
themselves, and programs that a test starts do not use this.

Nothing is synced with the disk, which only a crash of the whole machine would show, and what SQLite keeps for a while
is in memory: its files are not ours.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from functools import cache
from pathlib import Path

import reader.store
import reader.store.connection
import reader.store.schema
from reader.files import PRIVATE_FILE, make_private_folder
from reader.store.connection import BUSY_SECONDS, connect_writer
from reader.store.functions import teach_functions
from reader.store.migrations import OnCopy, migrate, untold


@cache
def _template() -> sqlite3.Connection:
    template = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    teach_functions(template)
    migrate(template, Path(":memory:"))
    return template


@cache
def _file() -> bytes:
    """The file of the template, in WAL mode (sqlite.org/fileformat.html, section 1.3.3)."""
    data = bytearray(_template().serialize())
    data[18:20] = b"\x02\x02"
    return bytes(data)


def connect_to_copy(path: Path, *, busy_seconds: float = BUSY_SECONDS, on_copy: OnCopy = untold) -> sqlite3.Connection:
    """In place of :func:`connect_writer`, which says what is wrong if there can be no such file."""
    if not path.exists():
        with contextlib.suppress(OSError):
            _put(path)
    return connect_unsynced(path, busy_seconds=busy_seconds, on_copy=on_copy)


def _put(path: Path) -> None:
    """Puts the file there as a whole, unless another thread was faster."""
    make_private_folder(path.parent)
    new = path.with_name(f".copy-{os.urandom(6).hex()}")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE), "wb") as file:
            file.write(_file())
        os.link(new, path)
    finally:
        new.unlink(missing_ok=True)


def migrate_or_copy(connection: sqlite3.Connection, path: Path, *, on_copy: OnCopy = untold) -> None:
    """In place of :func:`migrate`."""
    version, tables = "SELECT user_version FROM pragma_user_version", "SELECT count(*) FROM sqlite_schema"
    if connection.execute(version).fetchone() == connection.execute(tables).fetchone() == (0,):
        _template().backup(connection)
    migrate(connection, path, on_copy=on_copy)


def connect_unsynced(path: Path, *, busy_seconds: float = BUSY_SECONDS, on_copy: OnCopy = untold) -> sqlite3.Connection:
    """In place of :func:`connect_writer`, too."""
    connection = connect_writer(path, busy_seconds=busy_seconds, on_copy=on_copy)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def spare_the_disk() -> None:
    """From now on in this process and its forks, nothing is synced."""
    os.fsync = _leave_unsynced
    reader.store.connect_writer = connect_unsynced  # type: ignore[attr-defined]


def _leave_unsynced(fd: object) -> None:
    """In place of :func:`os.fsync`."""


def use_copies() -> None:
    """From now on in this process."""
    reader.store.connection.migrate = migrate_or_copy  # type: ignore[attr-defined,assignment]
    reader.store.schema.migrate = migrate_or_copy  # type: ignore[attr-defined,assignment]
    reader.store.connect_writer = connect_to_copy  # type: ignore[attr-defined]

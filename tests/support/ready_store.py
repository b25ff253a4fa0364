"""New databases are copies of one that the migrations have made: tests open thousands, and each took them 17 ms.

Databases that exist are migrated as always. The tests of migrations call :func:`reader.store.migrations.migrate`
themselves, and programs that a test starts do not use this.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from pathlib import Path

import reader.store.connection
from reader.store.functions import teach_functions
from reader.store.migrations import OnCopy, migrate, untold


@cache
def _template() -> sqlite3.Connection:
    template = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    teach_functions(template)
    migrate(template, Path(":memory:"))
    return template


def migrate_or_copy(connection: sqlite3.Connection, path: Path, *, on_copy: OnCopy = untold) -> None:
    """In place of :func:`migrate`."""
    version, tables = "SELECT user_version FROM pragma_user_version", "SELECT count(*) FROM sqlite_schema"
    if connection.execute(version).fetchone() == connection.execute(tables).fetchone() == (0,):
        _template().backup(connection)
    migrate(connection, path, on_copy=on_copy)


def use_copies() -> None:
    """From now on in this process."""
    reader.store.connection.migrate = migrate_or_copy  # type: ignore[attr-defined,assignment]

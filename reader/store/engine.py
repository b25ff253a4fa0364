"""What the SQLite that this Python came with can do; for ``broadsheet doctor``."""

from __future__ import annotations

import sqlite3


def sqlite_version() -> tuple[int, ...]:
    """The version of the library, not of Python's module."""
    return sqlite3.sqlite_version_info


def can_search() -> bool:
    """Whether it has FTS5, without which no database of ours can be made."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5 (word)")
    except sqlite3.OperationalError:
        return False
    finally:
        connection.close()
    return True

"""The order of titles, as a column with an index.

Folding a million titles takes seconds, so each entry has the beginning of its folded title. Entries of an earlier
version, and those whose title was changed by anything but a publisher, have none until :func:`add_keys` computes it;
until then they are sorted by the same text, more slowly.
"""

from __future__ import annotations

import sqlite3

from reader.store.connection import transaction
from reader.text import fold

KEY_LENGTH = 40  # characters; beyond that, titles are in order by date


def title_key(title: str) -> str:
    """The value of ``entries.title_key``."""
    return fold(title)[:KEY_LENGTH]


def title_column(connection: sqlite3.Connection) -> str:
    """The SQL expression to sort by."""
    some = connection.execute("SELECT 1 FROM entries WHERE title_key IS NULL LIMIT 1").fetchone()
    return f"coalesce(title_key, substr(folded(title), 1, {KEY_LENGTH}))" if some else "title_key"


def add_keys(connection: sqlite3.Connection, size: int) -> int:
    """Computes up to ``size`` missing keys in one transaction; returns how many."""
    sql = "SELECT id, title FROM entries WHERE title_key IS NULL LIMIT ?"
    if connection.execute(sql, (1,)).fetchone() is None:
        return 0
    with transaction(connection):
        keys = [(title_key(title), entry_id) for entry_id, title in connection.execute(sql, (size,))]
        connection.executemany("UPDATE entries SET title_key = ? WHERE id = ?", keys)
    return len(keys)

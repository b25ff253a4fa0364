"""Compares the schema of a database with the one that the migrations make."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from reader.store.migrations import migrate

# Objects whose contents follow from the others, or that matter to no one when they are empty.
_DERIVED = frozenset(
    {
        "counts",
        "search",
        "search_pending",
        "memories",
        "scan_blocks",
        "session",
        "journal",
        "comments",
        "comment_sources",
        "author_keys",
        "account_labels",
        "copy_groups",
        "copy_counts",
        "story_signs",
        "versions",
        "editions",
        "edition_entries",
    }
)


def differences(connection: sqlite3.Connection) -> list[str]:
    """The names of tables, indexes and triggers that are missing or not as the migrations make them."""
    return [*_wrong(connection)]


def is_repairable(connection: sqlite3.Connection) -> bool:
    """Whether :func:`create_missing` makes the schema right without losing anything."""
    found = _objects(connection)
    return all(
        name not in found and (kind != "table" or name in _DERIVED) for name, (kind, *_) in _wrong(connection).items()
    )


def create_missing(connection: sqlite3.Connection) -> None:
    """Creates the missing objects; call inside a transaction. A new search index waits for all entries."""
    with closing(_made()) as reference:
        made = reference.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    missing = {name: sql for name, sql in made if name not in there and not _is_shadow(name)}
    for sql in sorted(missing.values(), key=lambda sql: not sql.startswith("CREATE TABLE")):
        connection.execute(sql)
    if "entries_retitled" in missing:
        connection.execute("UPDATE entries SET title_key = NULL")
    if "search" in missing:
        connection.execute("INSERT INTO search (search, rank) VALUES ('automerge', 8)")
        connection.execute("INSERT OR IGNORE INTO search_pending SELECT id FROM entries")


def _wrong(connection: sqlite3.Connection) -> dict[str, tuple[Any, ...]]:
    """The objects that are missing or different, as the migrations make them."""
    with closing(_made()) as reference:
        wanted = _objects(reference)
    found = _objects(connection)
    return {name: described for name, described in wanted.items() if found.get(name) != described}


def _made() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    migrate(connection, Path())
    return connection


def _objects(connection: sqlite3.Connection) -> dict[str, tuple[Any, ...]]:
    """Tables by their columns, because SQLite rewrites their statements when they are altered; others by theirs."""
    found: dict[str, tuple[Any, ...]] = {}
    for kind, name, sql in connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall():
        if name.startswith("sqlite_") or _is_shadow(name):
            continue
        if kind == "table" and not sql.startswith("CREATE VIRTUAL"):
            columns = connection.execute(f'PRAGMA table_info("{name.replace(chr(34), chr(34) * 2)}")').fetchall()
            found[name] = (kind, *((column[1], column[2], column[3], column[5]) for column in columns))
        else:
            found[name] = (kind, " ".join(sql.split()))
    if "search" in found:
        shadows = connection.execute("SELECT name FROM sqlite_master WHERE name GLOB 'search_*' ORDER BY name")
        found["search"] += tuple(name for (name,) in shadows if _is_shadow(name))
    return found


def _is_shadow(name: str) -> bool:
    """Whether a table belongs to the search index."""
    return name.startswith("search_") and name != "search_pending"

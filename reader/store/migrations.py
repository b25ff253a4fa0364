"""The schema, as a list that only ever grows: version n is the state after the n-th migration.

Each migration runs in one transaction with its ``PRAGMA user_version``; a database that existed before is
copied first. What the tables are for:

* ``entries`` holds what lists and counts need and no content, so that rows stay small: a million of
  them page, count and change quickly. ``content`` and ``pages`` hold the HTML as it came.
* ``counts`` is kept by triggers, because ``GROUP BY`` over a million rows takes a third of a second.
* ``search`` is a contentless FTS5 index; ``search_pending`` lists the entries that are not in it yet, so
  that arrival does not wait for indexing and an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from reader.errors import StoreTooNew

_FIRST = """
CREATE TABLE feeds (
    id            INTEGER PRIMARY KEY,
    url           TEXT    NOT NULL UNIQUE,
    subscribed    INTEGER NOT NULL DEFAULT 1,
    title         TEXT    NOT NULL DEFAULT '',
    link          TEXT,
    description   TEXT    NOT NULL DEFAULT '',
    language      TEXT,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    rhythm        TEXT    NOT NULL DEFAULT '{}',
    status        TEXT    NOT NULL DEFAULT 'new',
    http_status   INTEGER,
    failures      INTEGER NOT NULL DEFAULT 0,
    error         TEXT,
    last_poll     INTEGER,
    last_success  INTEGER,
    next_check    INTEGER
) STRICT;

CREATE TABLE counts (
    feed_id INTEGER PRIMARY KEY REFERENCES feeds ON DELETE CASCADE,
    total   INTEGER NOT NULL DEFAULT 0,
    unread  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TRIGGER feeds_added AFTER INSERT ON feeds BEGIN
    INSERT INTO counts (feed_id) VALUES (new.id);
END;

CREATE TABLE entries (
    id         INTEGER PRIMARY KEY,
    feed_id    INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    guid       TEXT,
    url        TEXT,
    title      TEXT    NOT NULL,
    byline     TEXT    NOT NULL DEFAULT '',
    published  INTEGER,
    updated    INTEGER,
    first_seen INTEGER NOT NULL,
    sort       INTEGER NOT NULL,
    words      INTEGER NOT NULL DEFAULT 0,
    digest     TEXT    NOT NULL,
    read       INTEGER NOT NULL DEFAULT 0,
    starred    INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entries_by_sort        ON entries (sort, id);
CREATE INDEX entries_by_feed        ON entries (feed_id, sort, id);
CREATE INDEX entries_unread         ON entries (sort, id) WHERE read = 0;
CREATE INDEX entries_unread_by_feed ON entries (feed_id, sort, id) WHERE read = 0;
CREATE INDEX entries_starred        ON entries (sort, id) WHERE starred = 1;
CREATE INDEX entries_by_guid        ON entries (feed_id, guid) WHERE guid IS NOT NULL;
CREATE INDEX entries_by_url         ON entries (feed_id, url) WHERE url IS NOT NULL;

CREATE TRIGGER entries_added AFTER INSERT ON entries BEGIN
    UPDATE counts SET total = total + 1, unread = unread + (new.read = 0) WHERE feed_id = new.feed_id;
END;
CREATE TRIGGER entries_removed AFTER DELETE ON entries BEGIN
    UPDATE counts SET total = total - 1, unread = unread - (old.read = 0) WHERE feed_id = old.feed_id;
END;
CREATE TRIGGER entries_read AFTER UPDATE OF read ON entries WHEN old.read <> new.read BEGIN
    UPDATE counts SET unread = unread + old.read - new.read WHERE feed_id = new.feed_id;
END;

CREATE TABLE content (
    entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    summary  TEXT NOT NULL,
    html     TEXT NOT NULL,
    details  TEXT NOT NULL
) STRICT;

CREATE TABLE pages (
    entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE,
    tried    INTEGER NOT NULL,
    error    TEXT,
    html     TEXT,
    details  TEXT
) STRICT;

CREATE TABLE authors (
    id        INTEGER PRIMARY KEY,
    site      TEXT NOT NULL,
    name_key  TEXT NOT NULL,
    name      TEXT NOT NULL,
    url       TEXT,
    role      TEXT,
    bio       TEXT,
    avatar    TEXT,
    links     TEXT NOT NULL DEFAULT '[]',
    looked_up INTEGER,
    UNIQUE (site, name_key)
) STRICT;
CREATE TABLE entry_authors (
    entry_id  INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    author_id INTEGER NOT NULL REFERENCES authors ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    PRIMARY KEY (entry_id, author_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_authors_by_author ON entry_authors (author_id, entry_id);

CREATE TABLE entry_tags (
    entry_id INTEGER NOT NULL REFERENCES entries ON DELETE CASCADE,
    tag      TEXT    NOT NULL,
    PRIMARY KEY (entry_id, tag)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE search USING fts5 (title, author, body, content = '', tokenize = 'unicode61');
CREATE TABLE search_pending (entry_id INTEGER PRIMARY KEY REFERENCES entries ON DELETE CASCADE) STRICT;

CREATE TABLE session (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
"""

MIGRATIONS: tuple[str, ...] = (_FIRST,)


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[str] = MIGRATIONS) -> None:
    """Brings the database to the newest version. Raises :class:`StoreTooNew`, touching nothing then."""
    version = read_version(connection, path, newest=len(migrations))
    if 0 < version < len(migrations):
        _back_up(connection, path.with_name(f"{path.name}.before-{version + 1}"))
    for number, script in enumerate(migrations[version:], start=version + 1):
        _run(connection, script, number)


def read_version(connection: sqlite3.Connection, path: Path, *, newest: int = len(MIGRATIONS)) -> int:
    """The database's version. Raises :class:`StoreTooNew` if a later Broadsheet wrote it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > newest:
        raise StoreTooNew(
            f"{path} was written by a later version of Broadsheet (its format is {version}, this program "
            f"knows {newest}): update Broadsheet, or choose another folder with --data-dir"
        )
    return int(version)


def _run(connection: sqlite3.Connection, script: str, number: int) -> None:
    """One migration; another process may have done it since the version was read."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version < number:
            for statement in _statements(script):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def _statements(script: str) -> list[str]:
    """The script's statements; ``executescript`` would commit the transaction first."""
    statements, lines = [], ""
    for line in script.splitlines():
        lines += line + "\n"
        if lines.strip() and sqlite3.complete_statement(lines):
            statements.append(lines)
            lines = ""
    return statements


def _back_up(connection: sqlite3.Connection, copy: Path) -> None:
    with sqlite3.connect(copy) as target:
        connection.backup(target)
    target.close()

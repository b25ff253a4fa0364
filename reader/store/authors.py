"""Authors: one row for each person and site, completed as more becomes known.

The same name on the same site is the same person; the same name on two sites is not.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from reader.model import Author
from reader.people.merge import fill_gaps
from reader.store.rows import dumps, read_links
from reader.text import fold

RECENT = 50  # entries of an author, from which the newest are chosen
_COLUMNS = "a.name, a.url, a.role, a.bio, a.avatar, a.links"


class Authors:
    """The tables ``authors`` and ``entry_authors``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def ids_of(self, entry_id: int) -> list[int]:
        """The ids of an entry's authors, in order."""
        rows = self._connection.execute(
            "SELECT author_id FROM entry_authors WHERE entry_id = ? ORDER BY position", (entry_id,)
        )
        return [row[0] for row in rows]

    def get(self, author_id: int) -> Author | None:
        """One author."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM authors a WHERE id = ?", (author_id,)).fetchone()
        return _author(row) if row else None

    def more_by(self, author_id: int, *, beside: int, limit: int) -> list[int]:
        """Ids of the author's newest entries, without the entry ``beside`` which they are shown.

        They are chosen from the entries that arrived last: an agency has tens of thousands, too many to sort for every
        article.
        """
        rows = self._connection.execute(
            """
            SELECT e.id FROM (
                SELECT entry_id FROM entry_authors WHERE author_id = ? AND entry_id <> ?
                ORDER BY entry_id DESC LIMIT ?
            ) JOIN entries e ON e.id = entry_id
            ORDER BY e.sort DESC, e.id DESC LIMIT ?
            """,
            (author_id, beside, max(limit, RECENT), limit),
        )
        return [row[0] for row in rows]

    def names(self, begin: str, *, limit: int) -> list[str]:
        """Names that begin like this, in any spelling."""
        key = fold(begin)
        rows = self._connection.execute(
            "SELECT DISTINCT name FROM authors WHERE name_key >= ? AND name_key < ? ORDER BY name_key LIMIT ?",
            (key, key + "\U0010ffff", limit),
        )
        return [name for (name,) in rows]

    def looked_up(self, author_id: int) -> int | None:
        """When the author's own page was last fetched."""
        row = self._connection.execute("SELECT looked_up FROM authors WHERE id = ?", (author_id,)).fetchone()
        return row[0] if row else None

    def write_looked_up(self, author_id: int, now: int, found: Author | None) -> None:
        """Stores what the author's own page says. Known fields are never emptied."""
        self._connection.execute("UPDATE authors SET looked_up = ? WHERE id = ?", (now, author_id))
        known = self.get(author_id)
        if known and found:
            _fill_in(self._connection, author_id, known, found)


def entry_authors(connection: sqlite3.Connection, entry_id: int) -> tuple[Author, ...]:
    """An entry's authors with all known details."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM entry_authors ea JOIN authors a ON a.id = ea.author_id
        WHERE ea.entry_id = ? ORDER BY ea.position
        """,
        (entry_id,),
    )
    return tuple(_author(row) for row in rows)


class Authorship:
    """Collects the authors of entries within one transaction, so that each person is looked up only once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, Author], int] = {}
        self._rows: list[tuple[int, int, int]] = []

    def add(self, entry_id: int, site: str, authors: Iterable[Author]) -> None:
        """Sets the authors of an entry that had none, and completes what is known of them."""
        for position, author in enumerate(authors):
            author_id = self._ids.get((site, author))
            if author_id is None:
                author_id = self._ids[site, author] = _learn(self._connection, site, author)
            self._rows.append((entry_id, author_id, position))

    def replace(self, entry_id: int, site: str, authors: Iterable[Author]) -> None:
        """Replaces the authors of an entry."""
        self._connection.execute("DELETE FROM entry_authors WHERE entry_id = ?", (entry_id,))
        self.add(entry_id, site, authors)

    def write(self) -> None:
        """Writes everything; call once, at the end of the transaction."""
        self._connection.executemany("INSERT OR IGNORE INTO entry_authors VALUES (?, ?, ?)", self._rows)


def _learn(connection: sqlite3.Connection, site: str, author: Author) -> int:
    key = fold(author.name)
    row = connection.execute(
        f"SELECT id, {_COLUMNS} FROM authors a WHERE site = ? AND name_key = ?", (site, key)
    ).fetchone()
    if row is not None:
        _fill_in(connection, row[0], _author(row[1:]), author)
        return int(row[0])
    cursor = connection.execute(
        "INSERT INTO authors (site, name_key, name, url, role, bio, avatar, links) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (site, key, author.name, *_values(author)),
    )
    return int(cursor.lastrowid or 0)


def _fill_in(connection: sqlite3.Connection, author_id: int, known: Author, news: Author) -> None:
    """Completes a known author; the name and the fields that ``news`` lacks stay."""
    merged = fill_gaps(replace(news, name=known.name), known)
    if merged != known:
        connection.execute(
            "UPDATE authors SET url = ?, role = ?, bio = ?, avatar = ?, links = ? WHERE id = ?",
            (*_values(merged), author_id),
        )


def _values(author: Author) -> tuple[str | None, ...]:
    return (author.url, author.role, author.bio, author.avatar, dumps(author.links))


def _author(row: tuple[str, str | None, str | None, str | None, str | None, str]) -> Author:
    return Author(*row[:5], links=read_links(row[5]))

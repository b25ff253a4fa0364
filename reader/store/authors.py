"""Authors: one row for each name at a site, completed as more becomes known.

The same name on the same site is the same person; the same name on two sites is not, unless there is more than the name
(:mod:`reader.store.people`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from reader.model import Author, Credit
from reader.people.merge import fill_gaps
from reader.store.rows import dumps, read_links
from reader.text import fold

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

    def as_written(self, entry_id: int) -> tuple[Author, ...]:
        """An entry's authors as its feed and page name them, with what is known of each name at its site."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM entry_authors ea JOIN authors a ON a.id = ea.author_id"
            " WHERE ea.entry_id = ? ORDER BY ea.position",
            (entry_id,),
        )
        return tuple(_author(row) for row in rows)

    def get(self, author_id: int) -> Author | None:
        """A name at a site."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM authors a WHERE id = ?", (author_id,)).fetchone()
        return _author(row) if row else None

    def names(self, begin: str, *, limit: int) -> list[str]:
        """Names of people that begin like this, in any spelling."""
        key = fold(begin)
        rows = self._connection.execute(
            "SELECT DISTINCT name FROM (SELECT name, name_key FROM authors WHERE name_key >= ?1 AND name_key < ?2"
            " AND nobody = 0 UNION ALL SELECT own_name, folded(own_name) FROM authors WHERE own_name IS NOT NULL"
            " AND folded(own_name) >= ?1 AND folded(own_name) < ?2 AND nobody = 0) ORDER BY name_key LIMIT ?3",
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
        changed = _fill_in(self._connection, author_id, known, found) if known and found else None
        if changed:
            from reader.store.people import regroup, write_keys

            if write_keys(self._connection, author_id, changed):
                regroup(self._connection, (author_id,))


def entry_people(connection: sqlite3.Connection, entry_id: int) -> tuple[tuple[Author, ...], tuple[Credit, ...]]:
    """An entry's authors, each person once, with all that is known; and its byline, which may not be a person."""
    rows = connection.execute(
        """
        SELECT a.person, m.id = a.id, m.followed, m.nobody, m.name, m.own_name, m.url, m.role, m.bio, m.avatar, m.links
        FROM entry_authors ea JOIN authors a ON a.id = ea.author_id JOIN authors m ON m.person = a.person
        WHERE ea.entry_id = ? ORDER BY ea.position, m.id = a.id DESC, m.id
        """,
        (entry_id,),
    ).fetchall()
    if not rows:
        return (), ()
    people: dict[int, list[tuple[Any, ...]]] = {}
    closed: set[int] = set()  # a person with two names in the byline is there twice
    for row in rows:
        members = people.setdefault(row[0], [])
        if row[1] and members:
            closed.add(row[0])
        if row[0] not in closed:
            members.append(row)
    authors, byline = [], []
    for person, members in people.items():
        nobody = any(member[3] for member in members)
        if _is_plain(members):
            author = _author(members[0][4:5] + members[0][6:])
        else:
            author = author_of([member[4:] for member in members])
        names = tuple(dict.fromkeys(name for member in members for name in member[4:6] if name))
        followed = any(member[2] is not None for member in members)
        byline.append(Credit(person, members[0][4] if nobody else author.name, followed, nobody, names))
        authors += [] if nobody else [author]
    return tuple(authors), tuple(byline)


def _is_plain(members: list[tuple[Any, ...]]) -> bool:
    """Whether a person has one name at one site only, as most do."""
    return len(members) == 1 and members[0][5] is None


def author_of(rows: Sequence[Sequence[Any]]) -> Author:
    """One author of name, own name, address, role, biography, picture and links of all names of a person.

    The details of the first row come first, and all links are kept.
    """
    from reader.people.same_person import best_name  # opening the reader does without

    merged = Author(best_name([row[0] for row in rows]))
    links: dict[str, None] = {}
    for _, _, url, role, bio, avatar, cell in rows:
        merged = fill_gaps(merged, Author(merged.name, url, role, bio, avatar))
        links |= dict.fromkeys((*([url] if url else []), *read_links(cell)))
    own = next((row[1] for row in rows if row[1] is not None), None)
    links.pop(merged.url or "", None)
    return replace(merged, name=own or merged.name, links=tuple(links))


class Authorship:
    """Collects the authors of entries within one transaction, so that each person is looked up only once."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._ids: dict[tuple[str, Author], int] = {}
        self._rows: list[tuple[int, int, int]] = []
        self._linked: set[int] = set()  # names that share an address with others

    def add(self, entry_id: int, site: str, authors: Iterable[Author]) -> None:
        """Sets the authors of an entry that had none, and completes what is known of them."""
        for position, author in enumerate(authors):
            author_id = self._ids.get((site, author))
            if author_id is None:
                author_id = self._ids[site, author] = self._learn(site, author)
            self._rows.append((entry_id, author_id, position))

    def replace(self, entry_id: int, site: str, authors: Iterable[Author]) -> None:
        """Replaces the authors of an entry."""
        self._connection.execute("DELETE FROM entry_authors WHERE entry_id = ?", (entry_id,))
        self.add(entry_id, site, authors)

    def write(self) -> None:
        """Writes everything; call once, at the end of the transaction."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO entry_authors (entry_id, author_id, position, sort)"
            " VALUES (?1, ?2, ?3, (SELECT sort FROM entries WHERE id = ?1))",
            self._rows,
        )
        if self._linked:
            from reader.store.people import regroup  # rare

            regroup(self._connection, self._linked)

    def _learn(self, site: str, author: Author) -> int:
        key = fold(author.name)
        row = self._connection.execute(
            f"SELECT id, {_COLUMNS} FROM authors a WHERE site = ? AND name_key = ?", (site, key)
        ).fetchone()
        if row is not None:
            self._note(row[0], _fill_in(self._connection, row[0], _author(row[1:]), author))
            return int(row[0])
        cursor = self._connection.execute(
            "INSERT INTO authors (site, name_key, name, url, role, bio, avatar, links) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (site, key, author.name, *_values(author)),
        )
        author_id = int(cursor.lastrowid or 0)
        self._note(author_id, author if author.url or author.links else None)
        return author_id

    def _note(self, author_id: int, changed: Author | None) -> None:
        """Notes the addresses of a new or changed author."""
        if changed:
            from reader.store.people import write_keys

            if write_keys(self._connection, author_id, changed):
                self._linked.add(author_id)


def _fill_in(connection: sqlite3.Connection, author_id: int, known: Author, news: Author) -> Author | None:
    """Completes a known author; the name and the fields that ``news`` lacks stay. Returns the author if changed."""
    merged = fill_gaps(replace(news, name=known.name), known)
    if merged == known:
        return None
    connection.execute(
        "UPDATE authors SET url = ?, role = ?, bio = ?, avatar = ?, links = ? WHERE id = ?",
        (*_values(merged), author_id),
    )
    return merged


def _values(author: Author) -> tuple[str | None, ...]:
    return (author.url, author.role, author.bio, author.avatar, dumps(author.links))


def _author(row: Sequence[Any]) -> Author:
    name, url, role, bio, avatar, links = row
    return Author(name, url, role, bio, avatar, read_links(links))

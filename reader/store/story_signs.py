"""The engine that finds stories reads new articles and the signs of known ones here, and writes its findings.

The key ``stories-upto`` of the table ``session`` has the last entry that it looked at, written together with its
findings, so that it continues there after a kill. An edited entry loses its signs and is looked at again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.store.compression import unpack_texts
from reader.store.connection import transaction
from reader.store.rows import dumps
from reader.store.story_groups import StoryGroups
from reader.stories.correction import Place

_UPTO = "stories-upto"  # key in the table `session`
NEWEST = 300  # articles of a feed, so that a feed of thousands costs no more than hundreds
# Not a comparison of (sort, id): SQLite 3.40 uses the index only for the first of them.
_IS_AMONG_NEWEST = f"""(SELECT count(*) FROM (
    SELECT 1 FROM entries n INDEXED BY entries_by_feed WHERE n.feed_id = e.feed_id AND n.sort > e.sort UNION ALL
    SELECT 1 FROM entries n INDEXED BY entries_by_feed WHERE n.feed_id = e.feed_id AND n.sort = e.sort AND n.id > e.id
    LIMIT {NEWEST}
)) < {NEWEST}"""
_AMONG = "IN (SELECT value FROM json_each(?1))"


@dataclass(frozen=True, slots=True)
class Unplaced:
    """An article whose story is to be found. ``site``: its address, or else its feed's."""

    entry_id: int
    feed_url: str
    site: str
    sort: int
    language: str | None
    title: str
    summary_html: str
    content_html: str
    copies: int | None
    place: Place


@dataclass(frozen=True, slots=True)
class Signed:
    """An article of the last days with its signs."""

    entry_id: int
    feed_url: str
    site: str
    sort: int
    language: str
    signs: bytes
    place: Place


@dataclass(frozen=True, slots=True)
class Found:
    """What the engine found for some articles, to be written together.

    ``signs``: language, date and signs by entry. ``groups``: entries that are one story now. ``alone``: entries that
    belong to none any more. ``upto``: the last entry that was looked at, if that is later than before.
    """

    signs: dict[int, tuple[str, int, bytes]]
    groups: tuple[tuple[int, ...], ...] = ()
    alone: tuple[int, ...] = ()
    upto: int | None = None


class StorySigns:
    """The table ``story_signs``."""

    def __init__(self, connection: sqlite3.Connection, groups: StoryGroups) -> None:
        self._connection, self._groups = connection, groups

    # -- reading

    def upto(self, since: int) -> int:
        """The last entry that was looked at; at first, the last before those that are dated ``since`` or later."""
        noted = self._noted()
        if noted is not None:
            return noted
        (first,) = self._connection.execute("SELECT min(id) FROM entries WHERE sort >= ?", (since,)).fetchone()
        if first is not None:
            return int(first) - 1
        return self._newest()

    def is_behind(self) -> bool:
        """Whether articles have arrived since the engine last looked; false if it never has."""
        noted = self._noted()
        return noted is not None and noted < self._newest()

    def _noted(self) -> int | None:
        row = self._connection.execute("SELECT value FROM session WHERE key = ?", (_UPTO,)).fetchone()
        return int(row[0]) if row and row[0].isdecimal() else None

    def _newest(self) -> int:
        (last,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()
        return int(last)

    def new(self, after: int, since: int, limit: int) -> tuple[list[Unplaced], int]:
        """The next articles of subscribed feeds dated ``since`` or later, and the last entry that this looked at.

        Of each feed, only its newest :data:`NEWEST`.
        """
        last = self._newest()
        found = self._unplaced(
            f"e.id > ? AND e.id <= ? AND e.sort >= ? AND {_IS_AMONG_NEWEST} ORDER BY e.id LIMIT ?",
            after, last, since, limit,
        )  # fmt: skip
        return found, found[-1].entry_id if len(found) == limit else max(after, last)

    def edited(self, limit: int) -> list[Unplaced]:
        """Articles whose titles were edited since their stories were found."""
        return self._unplaced("e.id IN (SELECT entry_id FROM story_signs WHERE signs = x'') LIMIT ?", limit)

    def _unplaced(self, condition: str, *values: int) -> list[Unplaced]:
        rows = self._connection.execute(
            "SELECT e.id, f.url, coalesce(e.url, f.link, f.url), e.sort, iif(json_valid(c.details),"
            " json_extract(c.details, '$.language'), NULL), f.language, e.title, c.summary, c.html, c.packed, e.copies,"
            " e.story, e.story_fixed FROM entries e JOIN feeds f ON f.id = e.feed_id AND f.subscribed = 1"
            f" LEFT JOIN content c ON c.entry_id = e.id WHERE {condition}",
            values,
        )
        return [_article(*row) for row in rows]

    def signed(self, since: int, after: int, limit: int) -> list[Signed]:
        """The articles with signs dated ``since`` or later, after an id, in order."""
        rows = self._connection.execute(
            "SELECT s.entry_id, f.url, coalesce(e.url, f.link, f.url), s.sort, s.language, s.signs, e.story,"
            " e.story_fixed FROM story_signs s JOIN entries e ON e.id = s.entry_id"
            " JOIN feeds f ON f.id = e.feed_id AND f.subscribed = 1"
            " WHERE s.entry_id > ? AND s.sort >= ? AND s.signs <> x'' ORDER BY s.entry_id LIMIT ?",
            (after, since, limit),
        )
        return [
            Signed(entry_id, feed_url, site, sort, language, signs, Place(story, bool(fixed)))
            for entry_id, feed_url, site, sort, language, signs, story, fixed in rows
        ]

    def begins(self, stories: Iterable[int]) -> dict[int, int]:
        """The date of the first telling of each of these stories."""
        rows = self._connection.execute(
            f"SELECT story, min(sort) FROM entries WHERE story {_AMONG} GROUP BY story", (dumps(sorted(set(stories))),)
        )
        return dict(rows.fetchall())

    def corrected(self) -> dict[int, Place]:
        """The places of the entries that the user has placed."""
        rows = self._connection.execute("SELECT id, story FROM entries WHERE story_fixed = 1")
        return {entry_id: Place(story, True) for entry_id, story in rows}

    def places(self, entry_ids: Iterable[int]) -> dict[int, Place]:
        """The places of entries and of all others in their stories."""
        rows = self._connection.execute(
            f"SELECT id, story, story_fixed FROM entries WHERE id {_AMONG}"
            f" OR story IN (SELECT story FROM entries WHERE id {_AMONG} AND story IS NOT NULL)",
            (dumps(sorted(entry_ids)),),
        )
        return {entry_id: Place(story, bool(fixed)) for entry_id, story, fixed in rows}

    # -- writing

    def write(self, found: Found) -> list[int]:
        """Writes the findings in one transaction; returns the entries whose story changed."""
        with transaction(self._connection):
            rows = ((entry_id, sort, language, signs) for entry_id, (language, sort, signs) in found.signs.items())
            self._connection.executemany(
                "INSERT OR REPLACE INTO story_signs (entry_id, sort, language, signs) SELECT ?1, ?2, ?3, ?4"
                " WHERE EXISTS (SELECT 1 FROM entries WHERE id = ?1)",
                rows,
            )
            changed = self._groups.regroup(found.alone, found.groups)
            if found.upto is not None:
                self._connection.execute(
                    "INSERT INTO session VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                    (_UPTO, str(found.upto)),
                )
        return changed

    def forget_before(self, date: int) -> None:
        """Removes the signs of articles from before a date."""
        if self._connection.execute("SELECT 1 FROM story_signs WHERE sort < ? LIMIT 1", (date,)).fetchone():
            with transaction(self._connection):
                self._connection.execute("DELETE FROM story_signs WHERE sort < ?", (date,))


def _article(
    entry_id: int, feed_url: str, site: str, sort: int, own: object, of_feed: str | None, title: str, *cells: Any
) -> Unplaced:
    texts: Sequence[Any] = cells[:3]
    copies, story, fixed = cells[3:]
    language = own if isinstance(own, str) else of_feed
    return Unplaced(
        entry_id, feed_url, site, sort, language, title, *unpack_texts(*texts), copies, Place(story, bool(fixed))
    )

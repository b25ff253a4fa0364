"""Editions: stored front pages, the candidates for a new one, and the articles that one leaves out.

``contents`` is JSON that a damaged disk may have changed: unreadable parts get default values.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any, TypeGuard

from reader.edition.values import Candidate, Edition, Item, Reason, ReasonCode, Section, Size
from reader.store.connection import reading, transaction
from reader.store.rows import dumps
from reader.text import clean_text, reading_minutes

_COLUMNS = "id, day, number, made, after_id, newest_id, contents"
LATELY = 12 * 3600  # seconds for which a story is left out after the user opened an article of it
_LONG_TEXT = 200  # words of a feed's text that count as the whole article
# A picture that feed or page names; others are found in the text (reader.library.editions).
_HAS_PICTURE = """
    EXISTS (SELECT 1 FROM content WHERE entry_id = entries.id AND (instr(details, '"image":') OR
        instr(details, '"image/')))
    OR EXISTS (SELECT 1 FROM pages WHERE entry_id = entries.id AND instr(details, '"image":'))
"""
_ARRIVED = """
    +id > :after AND +id <= :up_to AND sort >= :oldest AND first_seen >= :since
    AND feed_id IN (SELECT value FROM json_each(:feeds))
"""
_FOLLOWED = """
    SELECT entry_id FROM authors JOIN entry_authors ON author_id = authors.id
    WHERE person IN (SELECT person FROM authors WHERE followed IS NOT NULL) AND entry_authors.sort >= ?
"""


class Editions:
    """The tables ``editions`` and ``edition_entries``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # -- reading

    def latest(self) -> Edition | None:
        """The edition that was made last, whatever the clock said."""
        return self._one("ORDER BY id DESC LIMIT 1")

    def of(self, day: str, number: int | None = None) -> Edition | None:
        """An edition of a day, its last one without a number."""
        return self._one("WHERE day = ?1 AND (?2 IS NULL OR number = ?2) ORDER BY number DESC LIMIT 1", (day, number))

    def all(self) -> list[Edition]:
        """All editions that are kept, the last one first."""
        with reading(self._connection):
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM editions ORDER BY id DESC").fetchall()
            return [self._read(row) for row in rows]

    def _one(self, where: str, values: tuple[object, ...] = ()) -> Edition | None:
        with reading(self._connection):
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM editions {where}", values).fetchone()
            return None if row is None else self._read(row)

    def _read(self, row: Sequence[Any]) -> Edition:
        edition_id, day, number, made, after, newest, contents = row
        entries = self._connection.execute(
            "SELECT position, entry_id FROM edition_entries WHERE edition_id = ? ORDER BY position", (edition_id,)
        )
        found = _object(contents)
        return Edition(
            str(day), number, made, _sections(found.get("sections"), dict(entries.fetchall())),
            arrived=_number(found.get("arrived")), after=after, up_to=newest, since=_number(found.get("since")),
        )  # fmt: skip

    # -- what an edition is made of

    def candidates(
        self, edition: Edition, folders: Mapping[int, str], sites: Mapping[int, str], shares: Mapping[int, float]
    ) -> list[Candidate]:
        """The unread articles of an edition's time.

        ``folders``: of each feed that takes part, by its id; ``sites``: of the same feeds; feeds of one site report a
        story once. A story is left out if an article of it was in an edition of the same day, or was opened lately; an
        article if a copy of it ever was.
        """
        rows = self._connection.execute(
            f"SELECT id, feed_id, sort, words, story, copies, {_HAS_PICTURE},"
            " EXISTS (SELECT 1 FROM pages WHERE entry_id = entries.id AND html IS NOT NULL)"
            f" FROM entries WHERE read = 0 AND {_ARRIVED}",
            _span(edition, folders),
        ).fetchall()
        followed = {entry_id for (entry_id,) in self._connection.execute(_FOLLOWED, (edition.oldest,))}
        reports = _Reports(self._connection, edition, rows, sites)
        return [
            Candidate(
                entry_id, feed_id, folders[feed_id], sort, words, reading_minutes(words), bool(picture),
                entry_id in followed, story=story, copies=copies, feeds=reports.feeds(feed_id, story, copies),
                share=shares.get(feed_id, 0.0), full_text=bool(page) or words > _LONG_TEXT,
            )
            for entry_id, feed_id, sort, words, story, copies, picture, page in rows
            if not reports.are_left_out(story, copies)
        ]  # fmt: skip

    def arrived(self, edition: Edition, feeds: Iterable[int]) -> int:
        """How many articles of these feeds arrived in an edition's time; copies count as one."""
        (count,) = self._connection.execute(
            f"SELECT count(DISTINCT coalesce(copies, -id)) FROM entries WHERE {_ARRIVED}", _span(edition, feeds)
        ).fetchone()
        return int(count)

    def rest(self, edition: Edition, feeds: Iterable[int]) -> tuple[int, ...]:
        """The ids of the articles of an edition's time that are unread, and neither in it nor copies of those."""
        rows = self._connection.execute(
            f"SELECT id FROM entries WHERE read = 0 AND {_ARRIVED} AND id NOT IN (SELECT value FROM json_each(:own))"
            " AND (copies IS NULL OR copies NOT IN (SELECT copies FROM entries"
            " WHERE id IN (SELECT value FROM json_each(:own)) AND copies IS NOT NULL))",
            {**_span(edition, feeds), "own": dumps([item.entry_id for item in edition.items])},
        )
        return tuple(entry_id for (entry_id,) in rows)

    # -- writing

    def add(self, edition: Edition, after: Edition | None) -> Edition:
        """Stores an edition as the next one of its day; returns it with its number.

        ``after``: the latest one when it was made. If another process has made one since, that is returned, and nothing
        is stored.
        """
        with transaction(self._connection):
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM editions ORDER BY id DESC LIMIT 1").fetchone()
            if row and (after is None or tuple(row[1:3]) != (after.day, after.number)):
                return self._read(row)
            (number,) = self._connection.execute(
                "SELECT coalesce(max(number), 0) + 1 FROM editions WHERE day = ?", (edition.day,)
            ).fetchone()
            added = self._connection.execute(
                "INSERT INTO editions (day, number, made, after_id, newest_id, contents) VALUES (?, ?, ?, ?, ?, ?)",
                (edition.day, number, edition.made, edition.after, edition.up_to, _contents(edition)),
            )
            self._connection.executemany(  # an article may have been removed since it was chosen
                "INSERT INTO edition_entries SELECT ?, ?, id FROM entries WHERE id = ?",
                [(added.lastrowid, position, item.entry_id) for position, item in enumerate(edition.items)],
            )
            stored = self._connection.execute(
                f"SELECT {_COLUMNS} FROM editions WHERE id = ?", (added.lastrowid,)
            ).fetchone()
            return self._read(stored)

    def remove_older(self, than: int) -> None:
        """Removes editions that were made before that time (Unix seconds), except the latest."""
        with transaction(self._connection):
            self._connection.execute(
                "DELETE FROM editions WHERE made < ? AND id < (SELECT max(id) FROM editions)", (than,)
            )


_OF_COPIES = """
    SELECT copies, feed_id, id > :after, FALSE,
        opened IS NOT NULL OR EXISTS (SELECT 1 FROM edition_entries WHERE entry_id = entries.id)
    FROM entries WHERE copies IN (SELECT value FROM json_each(:groups))
"""
_OF_STORIES = """
    SELECT story, feed_id, id > :after,
        opened IS NOT NULL OR EXISTS (SELECT 1 FROM edition_entries WHERE entry_id = entries.id),
        coalesce(opened > :lately, FALSE) OR EXISTS (
            SELECT 1 FROM edition_entries JOIN editions ON editions.id = edition_id
            WHERE entry_id = entries.id AND day = :day)
    FROM entries WHERE story IN (SELECT value FROM json_each(:groups))
"""


_Sets = partial(defaultdict[tuple[str, int], set[str]], set)


class _Reports:
    """Which sites report the stories among some candidates, and which of these stories are left out.

    Of a story that the user has seen before, only newer reports count.
    """

    def __init__(
        self, connection: sqlite3.Connection, edition: Edition, rows: Sequence[Sequence[Any]], sites: Mapping[int, str]
    ) -> None:
        self._sites, self._all, self._new = sites, _Sets(), _Sets()
        self._met: set[tuple[str, int]] = set()
        self._left_out: set[tuple[str, int]] = set()
        span = {"after": edition.after, "day": edition.day, "lately": edition.made - LATELY}
        for column, sql, place in (("story", _OF_STORIES, 4), ("copies", _OF_COPIES, 5)):
            wanted = {row[place] for row in rows} - {None}
            for group, feed_id, is_new, met, left_out in connection.execute(sql, {**span, "groups": dumps([*wanted])}):
                key = column, group
                if feed_id in sites:
                    self._all[key].add(sites[feed_id])
                    if is_new:
                        self._new[key].add(sites[feed_id])
                if met:
                    self._met.add(key)
                if left_out:
                    self._left_out.add(key)
        for *_, story, copies in (row[:6] for row in rows):
            if story is not None and copies is not None:  # the copies of an article report its story too
                self._all["story", story] |= self._all["copies", copies]
                self._new["story", story] |= self._new["copies", copies]

    def feeds(self, feed_id: int, story: int | None, copies: int | None) -> int:
        """How many feeds of different sites report it."""
        sets = self._new if ("story", story) in self._met else self._all
        return len({self._sites[feed_id], *sets["story", story or 0], *sets["copies", copies or 0]})

    def are_left_out(self, story: int | None, copies: int | None) -> bool:
        """Whether the user knows the article or its story already."""
        return ("story", story) in self._left_out or ("copies", copies) in self._left_out


def _span(edition: Edition, feeds: Iterable[int]) -> dict[str, object]:
    return {
        "after": edition.after, "up_to": edition.up_to, "since": edition.since, "oldest": edition.oldest,
        "feeds": dumps(sorted(feeds)),
    }  # fmt: skip


# -- an edition as a cell


def _contents(edition: Edition) -> str:
    """Everything but the ids of its articles, which are in ``edition_entries``."""
    sections = [{"title": one.title, "items": [_item_cell(item) for item in one.items]} for one in edition.sections]
    return dumps({"arrived": edition.arrived, "since": edition.since, "sections": sections})


def _item_cell(item: Item) -> dict[str, object]:
    reasons = [[one.code, one.number, one.points] for one in item.reasons]
    return {"size": item.size, "reasons": reasons, "tellings": item.tellings}


def _sections(cells: object, entries: Mapping[int, int]) -> tuple[Section, ...]:
    """The sections with the articles that still exist; those whose section cannot be read come last."""
    sections: list[Section] = []
    position = 0
    for cell in cells if isinstance(cells, list) else ():
        items = cell.get("items") if isinstance(cell, dict) else None
        title = cell.get("title") if isinstance(cell, dict) else None
        found = []
        for item in items if isinstance(items, list) else ():
            if position in entries:
                found.append(_item(entries[position], item))
            position += 1
        if found:
            sections.append(Section(clean_text(title) if isinstance(title, str) else "", tuple(found)))
    left = [entry_id for place, entry_id in entries.items() if place >= position]
    if left:
        sections.append(Section("", tuple(Item(entry_id, Size.BRIEF) for entry_id in left)))
    return tuple(sections)


def _item(entry_id: int, cell: object) -> Item:
    found = cell if isinstance(cell, dict) else {}
    size, tellings, reasons = found.get("size"), found.get("tellings"), found.get("reasons")
    return Item(
        entry_id,
        Size(size) if size in _SIZES else Size.BRIEF,
        tuple(filter(None, map(_reason, reasons))) if isinstance(reasons, list) else (),
        tuple(one for one in tellings if _is_number(one)) if isinstance(tellings, list) else (),
    )


def _reason(cell: object) -> Reason | None:
    """A stored reason; None for one that a later version wrote."""
    match cell:
        case [str(code), int(number), int(points)] if code in _CODES:
            return Reason(ReasonCode(code), _number(number), _number(points))
    return None


def is_contents(cell: str) -> bool:
    """Whether a cell can be the contents of an edition."""
    return "sections" in _object(cell)


def _object(cell: object) -> dict[str, Any]:
    try:
        found = json.loads(cell) if isinstance(cell, str) else None
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, dict) else {}


def _number(value: object) -> int:
    return value if _is_number(value) else 0


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


_SIZES, _CODES = frozenset(map(str, Size)), frozenset(map(str, ReasonCode))

"""One row for an article in a list, although several feeds have it; and one for a story, in lists by stories.

Of the copies that belong to a selection, the one with the lowest id has the row, which stays when more copies arrive. A
list is first read with all copies, and those without a row are taken out: few entries have copies, and an index leads
to them. No feed has two copies of an article.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from reader.query.selection import Selection
from reader.store.rows import dumps
from reader.store.where_clause import Key, Searched, where

if TYPE_CHECKING:
    from reader.store.list_keys import Columns

_ANY = "SELECT 1 FROM entries WHERE copies IS NOT NULL LIMIT 1"
_ANY_STORY = "SELECT 1 FROM entries WHERE story IS NOT NULL LIMIT 1"
_MEMBER = "entries.id, feed_id, sort, copies, {story}"
_FEW = 5_000  # entries of a list that are looked up one by one; for more, all that have copies are looked at
_FEW_COUNTED = 1_500  # the same when they are counted only
_CHUNK = 5_000  # rows of a list that are looked at without a pause, less than a millisecond


class Member(NamedTuple):
    """An entry that has copies or belongs to a story."""

    id: int
    feed_id: int
    sort: int
    copies: int | None
    story: int | None


def groups(connection: sqlite3.Connection, selection: Selection) -> bool:
    """Whether some entries of a selection may have no row of their own."""
    if selection.stories and connection.execute(_ANY_STORY).fetchone():
        return True
    several = selection.feeds is None or len(selection.feeds) > 1
    return several and connection.execute(_ANY).fetchone() is not None


def in_group(selection: Selection) -> str:
    """A condition; entries of a selection that do not meet it surely have a row."""
    return "(copies IS NOT NULL OR story IS NOT NULL)" if selection.stories else "copies IS NOT NULL"


def first_rows(
    connection: sqlite3.Connection, selection: Selection, limit: int, read: Callable[[int], list[Key]]
) -> list[Key]:
    """The first ``limit`` rows of a selection; a negative number: all. ``read`` reads the first keys of its entries."""
    if not groups(connection, selection):
        return read(limit)
    wanted = limit + limit // 8 if 0 < limit < _FEW else limit  # so that a page is seldom read twice
    while True:
        keys = read(wanted)
        hidden = hidden_among(connection, selection, [entry_id for _, entry_id in keys])
        rows = [key for key in keys if key[1] not in hidden]
        if limit < 0 or len(rows) >= limit or len(keys) < wanted:
            return rows if limit < 0 else rows[:limit]
        wanted *= 2


def hidden_among(connection: sqlite3.Connection, selection: Selection, ids: Collection[int]) -> set[int]:
    """The entries without a row among these ones of a selection."""
    members = _members_of(connection, ids, stories=selection.stories)
    if not members:
        return set()
    here = set(ids)
    others = tuple(one.id for one in members if one.id not in here)
    here |= _belonging(connection, selection, others)
    return _hidden(connection, selection, (one for one in members if one.id in here)) & set(ids)


def without_hidden(
    connection: sqlite3.Connection, selection: Selection, columns: Columns, kept: Sequence[int] = ()
) -> Columns:
    """The rows of a whole list. ``kept``: entries in it that do not belong to the selection."""
    if not groups(connection, selection):
        return columns
    return cut(columns, hidden_of_all(connection, selection, [columns[1]], kept))


def hidden_of_all(
    connection: sqlite3.Connection, selection: Selection, parts: Sequence[Sequence[int]], kept: Sequence[int] = ()
) -> set[int]:
    """The entries without a row among all of a selection and those that are kept beside it, in one part or several."""
    if sum(map(len, parts)) > _FEW:
        return _hidden_of_whole(connection, selection, kept)
    here = {entry_id for part in parts for entry_id in part}
    members = _members_of(connection, here, stories=selection.stories)
    return _hidden(connection, selection, (one for one in members if one.id in here))


def spare(connection: sqlite3.Connection, selection: Selection, count: int) -> int:
    """How many of the entries of a selection, of which there are ``count``, have no row."""
    if count < 2 or not groups(connection, selection):
        return 0
    if selection.stories:
        return len(_hidden_of_whole(connection, selection))
    condition = where(selection, feed_by_index=count <= _FEW_COUNTED)
    entries = "entries" if count <= _FEW_COUNTED else _walk(selection)
    sql = f"SELECT count(copies) - count(DISTINCT copies) FROM {entries} WHERE ({condition.sql}) AND copies IS NOT NULL"
    return int(connection.execute(sql, condition.values).fetchone()[0])


def cut(columns: Columns, hidden: Collection[int]) -> Columns:
    """The columns of a list without these entries, in pieces that do not hold the GIL for long."""
    hidden = frozenset(hidden)
    if not hidden:
        return columns
    sorts, ids = columns
    kept = array(sorts.typecode), array(ids.typecode)
    for start in range(0, len(ids), _CHUNK):
        some_sorts, some_ids = sorts[start : start + _CHUNK], ids[start : start + _CHUNK]
        if not hidden.isdisjoint(some_ids):
            shown = [entry_id not in hidden for entry_id in some_ids]
            some_sorts = array(sorts.typecode, compress(some_sorts, shown))
            some_ids = array(ids.typecode, compress(some_ids, shown))
        kept[0].extend(some_sorts)
        kept[1].extend(some_ids)
    return kept


def _members_of(connection: sqlite3.Connection, ids: Collection[int], *, stories: bool) -> list[Member]:
    """All entries of the groups that these entries are in."""
    found = _same(connection, "copies", ids)
    if stories:
        found |= _same(connection, "story", ids)
        found |= _same(connection, "copies", found)  # the copies of other tellings
    return list(found.values())


def _same(connection: sqlite3.Connection, column: str, ids: Collection[int]) -> dict[int, Member]:
    member = _MEMBER.format(story="story")
    rows = connection.execute(
        f"SELECT {member} FROM entries WHERE {column} IN ("
        f"SELECT {column} FROM entries WHERE id IN (SELECT value FROM json_each(?)) AND {column} IS NOT NULL)",
        (dumps(list(ids)),),
    )
    return {row[0]: Member(*row) for row in rows}


def _belonging(connection: sqlite3.Connection, selection: Selection, ids: Iterable[int]) -> set[int]:
    """The ones of these entries that belong to a selection."""
    if selection.ids is not None:
        ids = set(selection.ids).intersection(ids)
    among = replace(selection, ids=tuple(ids))
    condition = where(among, feed_by_index=False, words=Searched.ONE_BY_ONE)
    if condition.nothing or not among.ids:
        return set()
    rows = connection.execute(f"SELECT id FROM entries WHERE {condition.sql}", condition.values)
    return {entry_id for (entry_id,) in rows}


def _hidden_of_whole(connection: sqlite3.Connection, selection: Selection, kept: Sequence[int] = ()) -> set[int]:
    """The entries without a row of a selection and those that are kept, found by the indexes of copies and stories."""
    belongs, values = _belongs(selection, kept)
    sql = f"SELECT {_MEMBER.format(story='NULL')} FROM {_walk(selection)} WHERE ({belongs}) AND copies IS NOT NULL"
    hidden = _hidden(connection, selection, map(Member._make, connection.execute(sql, values)))
    return hidden | _beneath_of_whole(connection, selection, kept, hidden) if selection.stories else hidden


def _beneath_of_whole(
    connection: sqlite3.Connection, selection: Selection, kept: Sequence[int], without: Collection[int]
) -> set[int]:
    """The tellings of a list but the best of each story, with the preference of :mod:`reader.stories.best_telling`.

    SQLite compares them: a Python object for each of 300,000 would take a second.
    """
    belongs, values = _belongs(selection, kept)
    liked = _order_of_feeds(dict(selection.shares))
    sql = f"""
        SELECT group_concat(printf('%016x', id), '') FROM (
            SELECT id, row_number() OVER (PARTITION BY story ORDER BY liked DESC, whole, sort, id) AS place FROM (
                SELECT id, story, sort, max(x'00000000', substr(?, 4 * feed_id + 1, 4)) AS liked,
                    NOT EXISTS (SELECT 1 FROM pages WHERE entry_id = id AND html <> '') AS whole
                FROM entries INDEXED BY entries_story
                WHERE story IS NOT NULL AND ({belongs}) AND id NOT IN (SELECT value FROM json_each(?))
            )
        ) WHERE place > 1
    """
    (found,) = connection.execute(sql, (liked, *values, dumps(sorted(without)))).fetchone()
    ids = array("q", bytes.fromhex(found or ""))
    if sys.byteorder == "little":
        ids.byteswap()
    return set(ids)


def _order_of_feeds(shares: Mapping[int, float]) -> bytes:
    """Four bytes for each feed, by its id, that are greater if it is opened more: SQLite joins lists less quickly."""
    order = {share: place for place, share in enumerate(sorted(set(shares.values())), start=1)}
    found = bytearray(4 * (max(shares, default=0) + 1))
    for feed_id, share in shares.items():
        found[4 * feed_id : 4 * feed_id + 4] = order[share].to_bytes(4, "big")
    return bytes(found)


def _walk(selection: Selection) -> str:
    """The entries that have copies, by their index."""
    if selection.indexed:
        return "entries INDEXED BY entries_copies"  # which has all columns that such a selection needs
    copies = "SELECT id AS id_ FROM entries INDEXED BY entries_copies WHERE copies IS NOT NULL"
    return f"({copies}) CROSS JOIN entries ON entries.id = id_"


def _belongs(selection: Selection, kept: Sequence[int]) -> tuple[str, Sequence[object]]:
    """The condition that an entry belongs to a selection or is kept, with its values."""
    condition = where(selection, feed_by_index=False)
    belongs, values = ("FALSE", ()) if condition.nothing else (condition.sql, condition.values)
    if kept:
        belongs, values = f"{belongs} OR id IN (SELECT value FROM json_each(?))", (*values, dumps(list(kept)))
    return belongs, values


def _hidden(connection: sqlite3.Connection, selection: Selection, members: Iterable[Member]) -> set[int]:
    """The members of groups without a row, of all that are in a list."""
    hidden: set[int] = set()
    copies: set[int] = set()
    tellings: dict[int, list[Member]] = {}
    for one in sorted(members):
        if one.copies is not None and one.copies in copies:
            hidden.add(one.id)
            continue
        if one.copies is not None:
            copies.add(one.copies)
        if selection.stories and one.story is not None:
            tellings.setdefault(one.story, []).append(one)
    several = [each for each in tellings.values() if len(each) > 1]
    return hidden | _beneath_others(connection, several, dict(selection.shares)) if several else hidden


def _beneath_others(
    connection: sqlite3.Connection, stories: Sequence[Sequence[Member]], shares: Mapping[int, float]
) -> set[int]:
    """The tellings of each story but the best (:mod:`reader.stories.best_telling`)."""
    from reader.stories.best_telling import Telling, best_telling  # lists are not by stories at first

    ids = {one.id for each in stories for one in each}
    sql = "SELECT entry_id FROM pages WHERE entry_id IN (SELECT value FROM json_each(?)) AND html <> ''"
    whole = {entry_id for (entry_id,) in connection.execute(sql, (dumps(sorted(ids)),))}
    for each in stories:
        tellings = (Telling(one.id, one.feed_id, one.sort, one.id in whole) for one in each)
        ids.discard(best_telling(tellings, shares).id)
    return ids

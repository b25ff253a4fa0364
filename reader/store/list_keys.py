"""The keys of a whole list as two columns, sort dates and ids, newest first.

A column has four bytes for each entry, or eight if a number needs them. The sort date of an entry never changes: as
long as :meth:`reader.store.state.State.rearranged` is the same, columns only lack the entries that arrived since.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeAlias

from reader.query.selection import Selection
from reader.query.tree import EVERYTHING
from reader.store.connection import reading
from reader.store.one_row import cut, groups, hidden_among, without_hidden
from reader.store.search_results import all_hits
from reader.store.where_clause import FEEDS_TO_MERGE, Key, Where, where

Columns: TypeAlias = "tuple[array[int], array[int]]"

_CHUNK = 5_000  # keys in one chunk


def all_keys(connection: sqlite3.Connection, selection: Selection, stopped: Callable[[], bool] = bool) -> Columns:
    """Sort dates and ids of a whole selection. Raises :class:`~reader.store.scan.Stopped` if it is stopped."""
    with reading(connection):
        return without_hidden(connection, selection, _all_keys(connection, selection, stopped))


def _all_keys(connection: sqlite3.Connection, selection: Selection, stopped: Callable[[], bool]) -> Columns:
    code = array_code(connection)
    hits = all_hits(connection, selection)
    if hits is None and selection.query != EVERYTHING:
        from reader.store.newest import found_in_blocks

        found = found_in_blocks(connection, selection, stopped)
        hits = None if found is None else iter(sorted(found, reverse=True))
    if hits is not None:
        return gathered(hits, code)
    by_feed = 1 < len(selection.feeds or ()) <= FEEDS_TO_MERGE
    condition = where(selection, feed_by_index=by_feed or len(selection.feeds or ()) <= 1)
    if condition.nothing:
        return array(code), array(code)
    if by_feed or not selection.indexed:  # no index has their order
        sql = f"SELECT sort, id FROM entries WHERE {condition.sql} ORDER BY sort DESC, id DESC"
        return gathered(connection.execute(sql, condition.values), code)
    return packed(connection, condition, code)


def keys_since(connection: sqlite3.Connection, selection: Selection, newest_id: int) -> Columns:
    """Sort dates and ids of the rows with a higher id."""
    condition = where(selection, feed_by_index=False)
    with reading(connection):
        code = array_code(connection)
        if condition.nothing:
            return array(code), array(code)
        rows = connection.execute(
            f"SELECT sort, id FROM entries NOT INDEXED WHERE id > ? AND {condition.sql} ORDER BY sort DESC, id DESC",
            (newest_id, *condition.values),
        )
        columns = gathered(rows, code)
        if not groups(connection, selection):
            return columns
        return cut(columns, hidden_among(connection, selection, columns[1]))


def array_code(connection: sqlite3.Connection) -> str:
    """The array type that fits every number in the database."""
    numbers = connection.execute(
        "SELECT (SELECT min(sort) FROM entries), (SELECT max(sort) FROM entries), (SELECT max(id) FROM entries)"
    ).fetchone()
    return "i" if all(-(2**31) <= (number or 0) < 2**31 for number in numbers) else "q"


def packed(connection: sqlite3.Connection, condition: Where, code: str) -> Columns:
    """Keys that SQLite itself joins, chunk by chunk.

    Fetching a million rows one by one holds the GIL for 330 ms, during which nothing is drawn. This way it is 30 ms, in
    pieces of less than one.
    """
    columns, key = (array(code), array(code)), (2**63 - 1, 0)
    digits = 2 * columns[0].itemsize
    low = 2 ** (4 * digits) - 1 if code == "i" else -1  # masks the digits of a negative number
    sql = f"""
        SELECT group_concat(printf('%0{digits}x', sort & {low}), ''), group_concat(printf('%0{digits}x', id), '') FROM (
            SELECT sort, id FROM entries WHERE {condition.sql} AND (sort, id) < (?, ?)
            ORDER BY sort DESC, id DESC LIMIT {_CHUNK}
        )
    """
    while (chunk := connection.execute(sql, (*condition.values, *key)).fetchone())[0]:
        for column, text in zip(columns, chunk, strict=True):
            numbers = array(code, bytes.fromhex(text))
            if sys.byteorder == "little":
                numbers.byteswap()
            column.extend(numbers)
        key = (columns[0][-1], columns[1][-1])
    return columns


def gathered(rows: Iterable[Key], code: str) -> Columns:
    """Keys that are read one by one, as columns."""
    sorts, ids = array(code), array(code)
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        more_sorts, more_ids = zip(*chunk, strict=True)
        sorts.extend(more_sorts)
        ids.extend(more_ids)
    return sorts, ids

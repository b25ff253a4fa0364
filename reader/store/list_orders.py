"""The keys of a whole list in an order that is not by date."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from reader.query.selection import Selection
from reader.query.tree import BY_FEED, Order
from reader.store.connection import reading
from reader.store.list_keys import array_code, gathered, packed
from reader.store.one_row import cut, groups, hidden_of_all, without_hidden
from reader.store.title_order import title_column
from reader.store.where_clause import Listing, where

_KEPT = """
    id IN (SELECT value FROM json_each(?)) AND feed_id NOT IN (SELECT id FROM feeds WHERE merged = 1)
"""


def listing(
    connection: sqlite3.Connection, selection: Selection, order: Order, feeds: Sequence[int], kept: Sequence[int] = ()
) -> Listing:
    """All keys of a selection by feed, by title or by length.

    ``feeds``: ids in the order of their titles; entries of other feeds come last. ``kept``: ids of entries that are in
    the list although they no longer belong to the selection.
    """
    if selection.steady:
        kept = ()  # they belong to it
    with reading(connection):
        code = array_code(connection)
        if order in BY_FEED:
            oldest_first = order is Order.FEED_OLDEST
            if selection.steady or (selection.indexed and not kept and not selection.starred):
                each = _each_feed(connection, selection, feeds, code)
            else:
                each = _by_feed(_rows(connection, selection, "feed_id", kept), feeds, code)
            return _joined(_rows_of(connection, selection, each, kept), code, oldest_first=oldest_first)
        key = title_column(connection) if order is Order.TITLE else "-words"
        if selection.steady and selection.feeds is None and selection.since is None:
            first = "words DESC" if order is Order.LENGTH else key  # as the index has it
            condition = where(selection)
            sql = f"SELECT sort, id FROM entries WHERE {condition.sql} ORDER BY {first}, sort DESC, id DESC"
            columns = gathered(connection.execute(sql, condition.values), code)
        else:
            columns = gathered((row[1:] for row in _rows(connection, selection, key, kept)), code)
        return Listing(*without_hidden(connection, selection, columns, kept))


def _rows(
    connection: sqlite3.Connection, selection: Selection, key: str, kept: Sequence[int]
) -> Iterator[tuple[Any, int, int]]:
    """Keys of a part of all entries, sorted by another value, which comes before them.

    They are found by the index of the selection and then sorted: SQLite would rather walk over an index that has the
    order, and look up each entry there (4 s for the unread ones of a million).
    """
    condition = where(selection)
    values: tuple[Any, ...] = () if condition.nothing else condition.values
    sql = f"SELECT {key} AS key, sort, id FROM entries WHERE {'FALSE' if condition.nothing else condition.sql}"
    if kept:
        sql += f" UNION SELECT {key}, sort, id FROM entries WHERE {_KEPT}"
        values = (*values, json.dumps(kept))
    return connection.execute(f"SELECT * FROM ({sql}) ORDER BY +key, sort DESC, id DESC", values)


_Group = tuple[int, tuple["array[int]", "array[int]"]]  # of one feed, by its id


def _rows_of(
    connection: sqlite3.Connection, selection: Selection, each: list[_Group], kept: Sequence[int]
) -> list[_Group]:
    """The same feeds without the entries for which a copy in another feed has the row."""
    if not groups(connection, selection):
        return each
    hidden = hidden_of_all(connection, selection, [ids for _, (_, ids) in each], kept)
    return [(feed, cut(columns, hidden)) for feed, columns in each]


def _each_feed(connection: sqlite3.Connection, selection: Selection, feeds: Sequence[int], code: str) -> list[_Group]:
    """Each feed by the index that has its order. A selection without feeds has no entries of others."""
    wanted = set(feeds if selection.feeds is None else selection.feeds)
    in_order = [*(feed for feed in feeds if feed in wanted), *sorted(wanted.difference(feeds))]
    each = ((feed, where(replace(selection, feeds=(feed,)))) for feed in in_order)
    return [(feed, packed(connection, condition, code)) for feed, condition in each]


def _by_feed(rows: Iterable[tuple[Any, int, int]], feeds: Sequence[int], code: str) -> list[_Group]:
    """Rows that are sorted by the numbers of their feeds, in the order of ``feeds``."""
    found = [(feed, gathered((row[1:] for row in group), code)) for feed, group in groupby(rows, key=itemgetter(0))]
    place = {feed: number for number, feed in enumerate(feeds)}
    found.sort(key=lambda group: (place.get(group[0], len(place)), group[0]))
    return found


def _joined(each: Sequence[_Group], code: str, *, oldest_first: bool) -> Listing:
    """The groups as one list; each is newest first until then."""
    sorts, ids = array(code), array(code)
    starts: list[tuple[int, int]] = []
    for feed, (more_sorts, more_ids) in each:
        if more_ids:
            starts.append((len(ids), feed))
            if oldest_first:
                more_sorts.reverse()
                more_ids.reverse()
            sorts.extend(more_sorts)
            ids.extend(more_ids)
    return Listing(sorts, ids, tuple(starts))

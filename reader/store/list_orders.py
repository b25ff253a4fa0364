"""The keys of a whole list in an order that is not by date."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter

from reader.query.selection import Selection
from reader.query.tree import Order
from reader.store.connection import reading
from reader.store.list_keys import array_code, gathered, packed
from reader.store.title_order import title_column
from reader.store.where_clause import Listing, Where, where

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
    with reading(connection):
        if order is not Order.FEED:
            belongs = _belongs(selection, kept)
            first = title_column(connection) if order is Order.TITLE else "words DESC"
            sql = f"SELECT sort, id FROM entries WHERE {belongs.sql} ORDER BY {first}, sort DESC, id DESC"
            return Listing(*gathered(connection.execute(sql, belongs.values), array_code(connection)))
        if selection.indexed and not kept and not selection.starred:
            return _joined(_each_feed(connection, selection, feeds), array_code(connection))
        return _by_feed(connection, _belongs(selection, kept), feeds)


def _belongs(selection: Selection, kept: Sequence[int]) -> Where:
    condition = where(selection)
    sql = "FALSE" if condition.nothing else condition.sql
    values = () if condition.nothing else condition.values
    return Where(f"({sql}) OR ({_KEPT})", (*values, json.dumps(kept))) if kept else Where(sql, values)


_Group = tuple[int, tuple["array[int]", "array[int]"]]  # of one feed, by its id


def _each_feed(connection: sqlite3.Connection, selection: Selection, feeds: Sequence[int]) -> list[_Group]:
    """Each feed by the index that has its order. A selection without feeds has no entries of others."""
    wanted = set(feeds if selection.feeds is None else selection.feeds)
    in_order = [*(feed for feed in feeds if feed in wanted), *sorted(wanted.difference(feeds))]
    code = array_code(connection)
    each = ((feed, where(replace(selection, feeds=(feed,)))) for feed in in_order)
    return [(feed, packed(connection, condition, code)) for feed, condition in each]


def _by_feed(connection: sqlite3.Connection, belongs: Where, feeds: Sequence[int]) -> Listing:
    code = array_code(connection)
    sql = f"SELECT feed_id, sort, id FROM entries WHERE {belongs.sql} ORDER BY feed_id, sort DESC, id DESC"
    rows = groupby(connection.execute(sql, belongs.values), key=itemgetter(0))
    groups = [(feed, gathered((row[1:] for row in group), code)) for feed, group in rows]
    place = {feed: number for number, feed in enumerate(feeds)}
    groups.sort(key=lambda group: (place.get(group[0], len(place)), group[0]))
    return _joined(groups, code)


def _joined(groups: Sequence[_Group], code: str) -> Listing:
    sorts, ids = array(code), array(code)
    starts: list[tuple[int, int]] = []
    for feed, (more_sorts, more_ids) in groups:
        if more_ids:
            starts.append((len(ids), feed))
            sorts.extend(more_sorts)
            ids.extend(more_ids)
    return Listing(sorts, ids, tuple(starts))

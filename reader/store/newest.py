"""The newest results of a query, by the way that is quickest.

Call these inside :func:`~reader.store.connection.reading`: the rows of a block belong together.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from heapq import nlargest

from reader.query.selection import Selection
from reader.query.tree import EVERYTHING, InFeeds, Name, Named, Node, Sized, all_of, conjuncts
from reader.store import scan
from reader.store.query_sql import begins_name, condition, divided
from reader.store.search_results import has_many_hits, newest_hits
from reader.store.where_clause import Key, where

_MOST = 20_000  # results; if there are more, the table is read from end to end
_FEW = 2_000  # entries that are checked one by one


def newest_found(
    connection: sqlite3.Connection,
    selection: Selection,
    limit: int,
    by_index: Callable[[Selection], list[Key]],
    stopped: scan.Stopping,
    report: scan.Reporting = list,
) -> list[Key]:
    """The newest ``limit`` keys by date, newest first. ``by_index`` reads them as lists without a query are read.

    ``report`` receives what a long search has found so far. Raises :class:`~reader.store.scan.Stopped` soon after
    ``stopped`` is true.
    """
    text, others = divided(selection.query)
    scanned = scan.is_scanned(others)
    if text and any(begins_name(part) for part in conjuncts(selection.query)):
        return scan.newest(connection, selection, limit, stopped, report)
    if text and (not scanned or not has_many_hits(connection, selection.query, _FEW)):
        return newest_hits(connection, selection, limit) or []
    if not scanned or _has_few(connection, selection):
        return by_index(selection)
    if not text and (ids := _few_by_length(connection, others)) is not None:
        return nlargest(limit, scan.found_among(connection, selection, ids))
    if not text and (language := _only_language(others)):
        feeds = scan.feeds_in(connection, language)
        theirs = by_index(selection.narrowed(InFeeds(frozenset(feeds)))) if feeds else []
        own = scan.newest(connection, selection, limit, stopped, own_language=True)
        return nlargest(limit, {*theirs, *own})
    return scan.newest(connection, selection, limit, stopped, report)


def found_in_blocks(
    connection: sqlite3.Connection, selection: Selection, stopped: scan.Stopping, *, few: int = _FEW
) -> list[Key] | None:
    """All keys of a selection, in no order, if blocks lead to them sooner than the table does; None if not.

    ``few``: if the conditions with an index leave fewer entries than this, those are checked one by one.
    """
    text, others = divided(selection.query)
    if text or not scan.is_scanned(others) or _has_few(connection, selection, few):
        return None
    found: list[Key] = []
    for rows in scan.portions(connection, selection, stopped):
        found += ((sort, entry_id) for sort, entry_id, _ in rows)
        if len(found) > _MOST:
            return None
    return found


def _few_by_length(connection: sqlite3.Connection, others: Node) -> list[int] | None:
    """The ids of all entries of these lengths, if there are only a few; highest first."""
    for part in conjuncts(others):
        if isinstance(part, Sized):
            sql, values = condition(part)
            rows = connection.execute(f"SELECT id FROM entries WHERE {sql} LIMIT {_FEW}", values).fetchall()
            if len(rows) < _FEW:
                return sorted((entry_id for (entry_id,) in rows), reverse=True)
    return None


def _has_few(connection: sqlite3.Connection, selection: Selection, few: int = _FEW) -> bool:
    """Whether the conditions with an index leave only a few entries."""
    whole = where(replace(selection, query=EVERYTHING))
    if whole.nothing:
        return True
    sql = f"SELECT count(*) FROM (SELECT 1 FROM entries WHERE {whole.sql} LIMIT {few})"
    return bool(connection.execute(sql, whole.values).fetchone()[0] < few)


def _only_language(query: Node) -> Named | None:
    """The language that a query asks for, if nothing else in it needs a scan."""
    parts = conjuncts(query)
    found = [part for part in parts if isinstance(part, Named) and part.field is Name.LANG]
    others = all_of(part for part in parts if part not in found)
    return found[0] if len(found) == 1 and not scan.is_scanned(others) else None

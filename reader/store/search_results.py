"""Search results in order, without reading all of them.

FTS5 orders its index by entry id, ids are in the order of arrival, and no entry is dated later than it arrived. So
the newest results by date are found by walking back through the arrivals, until everything that arrived there is
older than the oldest result wanted. The best results are chosen among the newest few thousand, because ranking a
word that occurs in half of a million entries takes seconds.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from heapq import heappush, heappushpop
from itertools import islice
from typing import Any

from reader.query.selection import Selection
from reader.query.tree import Node
from reader.store.query_sql import divided
from reader.store.where_clause import RANKED, Key, where

MOST_WORDS = 256  # a prefix of more words than this is left to FTS5
MANY_HITS = 30_000  # beyond which fewer are looked at if entries are checked one by one for their words
_ARRIVAL = "search.rowid DESC"  # the latest first
_WEIGHTS = "8.0, 4.0, 1.0"  # of title, author and body
_PHRASE = re.compile(r'"([^"]+)"(?!\*)')
_PREFIX = re.compile(r'"([^" ]+)"\*')


def newest_hits(connection: sqlite3.Connection, selection: Selection, limit: int) -> list[Key] | None:
    """The newest ``limit`` results by date, newest first; None if the search index cannot lead to them."""
    if divided(selection.query)[0] is None:
        return None
    found: list[Key] = []
    for sort, entry_id, first_seen in _select(connection, selection, "sort, id, first_seen", _ARRIVAL):
        if len(found) < limit:
            heappush(found, (sort, entry_id))
        elif first_seen < found[0][0]:
            break
        else:
            heappushpop(found, (sort, entry_id))
    return sorted(found, reverse=True)


def best_hits(connection: sqlite3.Connection, selection: Selection, limit: int = RANKED) -> list[Key] | None:
    """The best ``limit`` of the :data:`RANKED` results that arrived last, best first (FTS5, bm25).

    To rate a phrase, bm25 searches the whole index for it. If the phrase is frequent, its words are rated instead.
    None: the query has no words that could be rated.
    """
    if divided(selection.query)[0] is None:
        return None
    found = [entry_id for (entry_id,) in islice(_select(connection, selection, "id", _ARRIVAL), RANKED)]
    if not found:
        return []
    many, among = len(found) == RANKED, set(found)
    ranked = _select(
        connection, selection, "sort, id", f"bm25(search, {_WEIGHTS}), sort DESC, id DESC", back_to=found[-1],
        word_by_word=many,
    )  # fmt: skip
    return list(islice(((sort, entry_id) for sort, entry_id in ranked if entry_id in among), limit))


def has_many_hits(connection: sqlite3.Connection, query: Node, many: int = MANY_HITS) -> bool:
    """Whether the words that all results must have are found in at least this many entries."""
    text, _ = divided(query)
    if text is None:
        return False
    sql = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"
    return bool(connection.execute(sql, (text.expression, many)).fetchone()[0] == many)


def all_hits(connection: sqlite3.Connection, selection: Selection) -> Iterator[Key] | None:
    """All results, newest first by date; None if the search index cannot lead to them."""
    if divided(selection.query)[0] is None:
        return None
    return _select(connection, selection, "sort, id", "sort DESC, id DESC")


def _select(
    connection: sqlite3.Connection,
    selection: Selection,
    columns: str,
    order: str,
    *,
    back_to: int = 0,
    word_by_word: bool = False,
) -> Iterator[Any]:
    """Values of the results, read as they are needed."""
    text, query = divided(selection.query)
    others = where(replace(selection, query=query), feed_by_index=False)
    if text is None or others.nothing:
        return iter(())
    if word_by_word:
        words = _PHRASE.sub(lambda found: " AND ".join(f'"{word}"' for word in found[1].split()), text.required)
        text = replace(text, required=words)
    expression = _PREFIX.sub(lambda found: _any_word(connection, found[1]) or found[0], text.expression)
    return connection.execute(
        f"SELECT {columns} FROM search CROSS JOIN entries ON id = search.rowid"
        f" WHERE search MATCH ? AND search.rowid >= ? AND {others.sql} ORDER BY {order}",
        (expression, back_to, *others.values),
    )


def _any_word(connection: sqlite3.Connection, prefix: str) -> str:
    """The indexed words that begin with a prefix, as alternatives; empty if there are none or too many.

    For a prefix, FTS5 reads the positions of all its words before it returns the first result (2.3 s for two letters in
    a million entries); for alternatives it reads only as many as are needed.
    """
    words: list[str] = []
    _list_words(connection)
    at, end = prefix, prefix + "\U0010ffff"
    sql = "SELECT term FROM words WHERE term >= ? AND term < ? LIMIT 1"
    while row := connection.execute(sql, (at, end)).fetchone():
        if len(words) == MOST_WORDS:
            return ""
        words.append(row[0])
        at = row[0] + "\x01"  # skips the other positions of this word
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")" if words else ""


def _list_words(connection: sqlite3.Connection) -> None:
    """Creates the view of the index by words (FTS5, fts5vocab) for this connection. Nothing is stored."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'words'").fetchone():
        return
    (only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
    connection.execute(f"PRAGMA query_only = {only}")

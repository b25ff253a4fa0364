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

from reader.query import match_columns
from reader.store.where_clause import Key, where
from reader.stream import Selection

RANKED = 2_000  # results among which the best are chosen
MOST_WORDS = 256  # a prefix of more words than this is left to FTS5
_WEIGHTS = "8.0, 4.0, 1.0"  # of title, author and body
_PHRASE = re.compile(r'"([^"]+)"(?!\*)')
_PREFIX = re.compile(r'"([^" ]+)"\*')


def newest_hits(connection: sqlite3.Connection, selection: Selection, limit: int) -> list[Key]:
    """The newest ``limit`` results by date, newest first."""
    if _only_excludes(selection):
        return list(_all_but(connection, selection, limit))
    found: list[Key] = []
    for sort, entry_id, first_seen in _walk(connection, selection, "sort, id, first_seen"):
        if len(found) < limit:
            heappush(found, (sort, entry_id))
        elif first_seen < found[0][0]:
            break
        else:
            heappushpop(found, (sort, entry_id))
    return sorted(found, reverse=True)


def best_hits(connection: sqlite3.Connection, selection: Selection, limit: int = RANKED) -> list[Key]:
    """The best ``limit`` of the :data:`RANKED` results that arrived last, best first (FTS5, bm25).

    To rate a phrase, bm25 searches the whole index for it. If the phrase is frequent, its words are rated instead. A
    query that only excludes words rates nothing: its results are newest first.
    """
    if _only_excludes(selection):
        return list(_all_but(connection, selection, limit))
    found = [entry_id for (entry_id,) in islice(_walk(connection, selection, "id"), RANKED)]
    if not found:
        return []
    many, among = len(found) == RANKED, set(found)
    ranked = _select(
        connection, selection, "sort, id", f"bm25(search, {_WEIGHTS}), sort DESC, id DESC", back_to=found[-1],
        word_by_word=many,
    )  # fmt: skip
    return list(islice(((sort, entry_id) for sort, entry_id in ranked if entry_id in among), limit))


def all_hits(connection: sqlite3.Connection, selection: Selection) -> Iterator[Key]:
    """All results, newest first by date."""
    if _only_excludes(selection):
        return _all_but(connection, selection)
    return _select(connection, selection, "sort, id", "sort DESC, id DESC")


def _only_excludes(selection: Selection) -> bool:
    match = match_columns(selection.words, selection.headline, selection.byline)
    return match is not None and not match.required


def _all_but(connection: sqlite3.Connection, selection: Selection, limit: int = -1) -> Iterator[Key]:
    """The results of a query that only excludes words, newest first by date."""
    condition = where(selection, feed_by_index=len(selection.feeds or ()) <= 1)
    if condition.nothing:
        return iter(())
    sql = f"SELECT sort, id FROM entries WHERE {condition.sql} ORDER BY sort DESC, id DESC LIMIT ?"
    return connection.execute(sql, (*condition.values, limit))


def _walk(connection: sqlite3.Connection, selection: Selection, columns: str) -> Iterator[tuple[int, ...]]:
    """Values of the results, read as they are needed, in the reverse order of arrival."""
    return _select(connection, selection, columns, "search.rowid DESC")


def _select(
    connection: sqlite3.Connection,
    selection: Selection,
    columns: str,
    order: str,
    *,
    back_to: int = 0,
    word_by_word: bool = False,
) -> Iterator[Any]:
    match = match_columns(selection.words, selection.headline, selection.byline)
    others = where(replace(selection, words=None, headline=None, byline=None), feed_by_index=False)
    if match is None or others.nothing:
        return iter(())
    if word_by_word:
        words = _PHRASE.sub(lambda found: " AND ".join(f'"{word}"' for word in found[1].split()), match.required)
        match = replace(match, required=words)
    expression = _PREFIX.sub(lambda found: _any_word(connection, found[1]) or found[0], match.expression)
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

"""What a search finds, in an order, without looking at all of it.

The ids of entries, by which the index is ordered, are in the order of arrival, and no entry is dated later than
it arrived. So the newest by date are found by walking back through the arrivals, until what arrived there is
older than the last of those that are wanted. The best are ranked among the newest few thousand: ranking a word
that stands in every second of a million entries takes seconds.
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

RANKED = 2_000  # hits among which the best are looked for
MOST_WORDS = 256  # a prefix of more words than this is left to the index, which merges all that begin so
_WEIGHTS = "8.0, 4.0, 1.0"  # of title, author, body: a word of the headline says what the text is about
_PHRASE = re.compile(r'"([^"]+)"(?!\*)')
_PREFIX = re.compile(r'"(\w+)"\*')


def newest_hits(connection: sqlite3.Connection, selection: Selection, limit: int) -> list[Key]:
    """The ``limit`` newest by date of what a selection by words finds, newest first."""
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
    """The ``limit`` best of the :data:`RANKED` that arrived last of what it finds, best first (FTS5, bm25).

    To weigh a phrase, bm25 looks for it in the whole index. Where that is much, its words are weighed instead.
    """
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
    """All that it finds, newest first by date."""
    return _select(connection, selection, "sort, id", "sort DESC, id DESC")


def _walk(connection: sqlite3.Connection, selection: Selection, columns: str) -> Iterator[tuple[int, ...]]:
    """Values of what it finds, as they are asked for; what arrived last comes first."""
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
    expression = match_columns(selection.words, selection.headline, selection.byline)
    others = where(replace(selection, words=None, headline=None, byline=None), feed_by_index=False)
    if expression is None or others.nothing:
        return iter(())
    if word_by_word:
        expression = _PHRASE.sub(lambda found: " AND ".join(f'"{word}"' for word in found[1].split()), expression)
    expression = _PREFIX.sub(lambda found: _any_word(connection, found[1]) or found[0], expression)
    return connection.execute(
        f"SELECT {columns} FROM search CROSS JOIN entries ON id = search.rowid"
        f" WHERE search MATCH ? AND search.rowid >= ? AND {others.sql} ORDER BY {order}",
        (expression, back_to, *others.values),
    )


def _any_word(connection: sqlite3.Connection, prefix: str) -> str:
    """The words of the index that begin so, as alternatives; empty if they are none or too many.

    The index reads the places of all words of a prefix before it tells the first (2.3 s for two letters, in a
    million entries), but of alternatives only as many as are asked for.
    """
    words: list[str] = []
    _list_words(connection)
    at, end = prefix, prefix + "\U0010ffff"
    sql = "SELECT term FROM words WHERE term >= ? AND term < ? LIMIT 1"
    while row := connection.execute(sql, (at, end)).fetchone():
        if len(words) == MOST_WORDS:
            return ""
        words.append(row[0])
        at = row[0] + "\x01"  # the next word, without a look at the other places of this one
    return "(" + " OR ".join(f'"{word}"' for word in words) + ")" if words else ""


def _list_words(connection: sqlite3.Connection) -> None:
    """Makes the view of the index by words (FTS5, fts5vocab), in this connection alone; nothing is stored."""
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'words'").fetchone():
        return
    (only,) = connection.execute("PRAGMA query_only").fetchone()
    connection.execute("PRAGMA query_only = OFF")
    connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, instance)")
    connection.execute(f"PRAGMA query_only = {only}")

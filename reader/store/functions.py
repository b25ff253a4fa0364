"""Functions of ours that statements call (SQLite, Application-Defined SQL Functions)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache

from reader.text import fold


def teach_functions(connection: sqlite3.Connection) -> None:
    """Lets statements call ``folded``, ``pattern_found`` and ``begins_name`` (:mod:`reader.store.query_sql`)."""
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_function("pattern_found", 2, _pattern_found, deterministic=True)
    connection.create_function("begins_name", 2, _begins_name, deterministic=True)


def _folded(value: object) -> str | None:
    return fold(value) if isinstance(value, str) else None


def _pattern_found(source: str, text: object) -> bool:
    return isinstance(text, str) and _patterns()(source, text)


def _begins_name(words: str, names: object) -> bool:
    return isinstance(names, str) and _names()(words, names)


@cache
def _names() -> Callable[[str, str], bool]:
    from reader.query.match_entry import occurs  # opening the reader does without
    from reader.query.terms import Term, words_of

    return lambda words, names: occurs(Term(tuple(words.split(" ")), prefix=True), words_of(names))


@cache
def _patterns() -> Callable[[str, str], bool]:
    from reader.query.patterns import found  # opening the reader does without

    return found

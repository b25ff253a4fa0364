"""The language of search queries: words that must all occur.

A word that ends in ``*`` is a prefix, and words in double quotes are a phrase. Everything else is literal, so no input
is an error.
"""

from __future__ import annotations

import re

from reader.text import fold

_PIECES = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_WORD = re.compile(r"\w+", re.UNICODE)
_QUERY_LIMIT = 4_000  # characters
_TERM_LIMIT = 64  # FTS5 rejects expressions that are nested more than 256 deep


def match_expression(query: str) -> str | None:
    """The query as an FTS5 MATCH expression (SQLite FTS5 section 3), or None if it contains no word.

    Words are folded as in the index (:func:`reader.text.fold`), so ``Straße`` finds ``strasse``.
    """
    terms: list[str] = []
    for phrase, phrase_star, bare in _PIECES.findall(query[:_QUERY_LIMIT]):
        words = [word for word in _WORD.findall(fold(phrase or bare)) if word.strip("_")]
        if words:
            star = "*" if phrase_star or bare.endswith("*") else ""
            terms.append('"' + " ".join(words) + '"' + star)
    return " AND ".join(terms[:_TERM_LIMIT]) or None


def match_columns(words: str | None, headline: str | None, byline: str | None) -> str | None:
    """One expression for words anywhere, in the title, and in the names of the authors (SQLite FTS5 section 3.6).

    Arguments that are None are ignored; the result is None if any other argument contains no word.
    """
    asked = [
        (column, query) for column, query in (("", words), ("title", headline), ("author", byline)) if query is not None
    ]
    found = [(column, match_expression(query)) for column, query in asked]
    if not found or not all(expression for _, expression in found):
        return None
    return " AND ".join(f"{column} : ({expression})" if column else f"({expression})" for column, expression in found)

"""The small language that selects entries. For now: plain words, all of which must be there.

A word ending in ``*`` is a prefix, words in double quotes are a phrase; everything else is taken
literally, so that no input is an error.
"""

from __future__ import annotations

import re

from reader.text import fold

_PIECES = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_WORD = re.compile(r"\w+", re.UNICODE)
_QUERY_LIMIT = 4_000  # characters
_TERM_LIMIT = 64  # FTS5 refuses an expression that is nested more than 256 deep


def match_expression(query: str) -> str | None:
    """The query as an FTS5 MATCH expression (SQLite FTS5 section 3), or None if it holds no word.

    Words are folded as the index folds them (:func:`reader.text.fold`), so ``Straße`` finds ``strasse``.
    """
    terms: list[str] = []
    for phrase, phrase_star, bare in _PIECES.findall(query[:_QUERY_LIMIT]):
        words = [word for word in _WORD.findall(fold(phrase or bare)) if word.strip("_")]
        if words:
            star = "*" if phrase_star or bare.endswith("*") else ""
            terms.append('"' + " ".join(words) + '"' + star)
    return " AND ".join(terms[:_TERM_LIMIT]) or None

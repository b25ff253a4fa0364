"""The small language that selects entries. For now: plain words, all of which must be there.

A word ending in ``*`` is a prefix, words in double quotes are a phrase; everything else is taken
literally, so that no input is an error.
"""

from __future__ import annotations

import re

from reader.text import fold

_PIECES = re.compile(r'"([^"]*)"(\*?)|(\S+)')
_WORD = re.compile(r"\w+", re.UNICODE)


def match_expression(query: str) -> str | None:
    """The query as an FTS5 MATCH expression (SQLite FTS5 section 3), or None if it holds no word.

    Words are folded as the index folds them (:func:`reader.text.fold`), so ``Straße`` finds ``strasse``.
    """
    terms = []
    for phrase, phrase_star, bare in _PIECES.findall(query):
        words = _WORD.findall(fold(phrase or bare))
        if words:
            star = "*" if phrase_star or bare.endswith("*") else ""
            terms.append('"' + " ".join(words) + '"' + star)
    return " AND ".join(terms) or None

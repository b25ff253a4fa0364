"""The language of search queries: words that must all occur, and words that must not.

A word that ends in ``*`` is a prefix, words in double quotes are a phrase, and a minus before either excludes it.
Everything else is literal, so no input is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.text import fold

_PIECES = re.compile(r'(-?)"([^"]*)"(\*?)|(-(?=\w))?(\S+)')
_QUERY_LIMIT = 4_000  # characters
_TERM_LIMIT = 64  # FTS5 rejects expressions that are nested more than 256 deep


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase, folded as in the index.

    ``prefix``: the last word may be longer. ``excluded``: must not occur.
    """

    words: tuple[str, ...]
    prefix: bool = False
    excluded: bool = False

    @property
    def expression(self) -> str:
        """The term as an FTS5 string (SQLite FTS5 section 3.2)."""
        return f'"{" ".join(self.words)}"{"*" if self.prefix else ""}'


@dataclass(frozen=True, slots=True)
class Match:
    """FTS5 expressions (SQLite FTS5 section 3) for what must match and what must not; not both are empty."""

    required: str
    excluded: str = ""

    @property
    def expression(self) -> str:
        """Both as one expression. FTS5 has none that only excludes."""
        return f"({self.required}) NOT ({self.excluded})" if self.excluded else self.required


def parse_query(query: str) -> tuple[Term, ...]:
    """The terms of a query, without pieces that contain no word.

    Words are folded and cut as in the index (:func:`reader.text.search_words`), so ``Straße`` finds ``strasse``.
    """
    from reader.text.folding import query_words  # opening the reader does without

    terms: list[Term] = []
    for phrase_minus, phrase, phrase_star, minus, bare in _PIECES.findall(query[:_QUERY_LIMIT]):
        words, open_end = query_words(fold(phrase or bare))
        if words:
            star = open_end or bool(phrase_star) or bare.endswith("*")
            terms.append(Term(tuple(words), star, bool(phrase_minus or minus)))
    return tuple(terms[:_TERM_LIMIT])


def match_query(query: str) -> Match | None:
    """The query as FTS5 expressions, or None if it contains no word."""
    return match_columns(query, None, None)


def match_columns(words: str | None, headline: str | None, byline: str | None) -> Match | None:
    """Expressions for words anywhere, in the title, and in the names of the authors (SQLite FTS5 section 3.6).

    Arguments that are None are ignored; the result is None if any other argument contains no word, or all are None.
    """
    required: list[str] = []
    excluded: list[str] = []
    for column, query in (("", words), ("title", headline), ("author", byline)):
        if query is None:
            continue
        terms = parse_query(query)
        if not terms:
            return None
        required += _in_column(column, " AND ".join(_unique(term.expression for term in terms if not term.excluded)))
        excluded += _in_column(column, " OR ".join(_unique(term.expression for term in terms if term.excluded)))
    return Match(" AND ".join(required), " OR ".join(excluded)) if required or excluded else None


def _in_column(column: str, expression: str) -> list[str]:
    if not expression:
        return []
    return [f"{column} : ({expression})" if column else f"({expression})"]


def _unique(expressions: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(expressions)

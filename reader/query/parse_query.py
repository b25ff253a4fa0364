"""Reads what the user typed. A mistake is a problem with its place, ``at``, counted from 0, and never an exception.

The grammar is in docs/queries.md. A method reads one rule of it and raises :class:`InvalidValue` within this module.
"""

from __future__ import annotations

import re

from reader.errors import InvalidValue
from reader.problems import Argument, Problem, ProblemDetails, problem
from reader.query.patterns import compiled
from reader.query.query_values import read_value
from reader.query.terms import term_of
from reader.query.tree import (
    EVERYTHING,
    Name,
    Node,
    Order,
    Pattern,
    Query,
    Words,
    all_of,
    any_of,
    leaves,
    negated,
)  # fmt: skip

LENGTH_LIMIT = 4_000  # characters
PARTS_LIMIT = 64  # FTS5 rejects expressions that are nested more than 256 deep
_DEPTH_LIMIT = 20  # parentheses in parentheses
_FIELD = re.compile(r"([A-Za-z]+):(?!//)")
_BARE = re.compile(r'[^\s()"]+')
_PATTERN = re.compile(r"/((?:[^/\\]|\\.)*)(/?)")
_ESCAPED = re.compile(r'\\(["\\])')
_PATTERN_FIELDS = (Name.TITLE, Name.AUTHOR, Name.FEED, Name.URL)
_WORD_FIELDS = (Name.TITLE, Name.BODY, Name.AUTHOR)


def parse(text: str) -> Query | ProblemDetails:
    """The query that was typed, or the first mistake in it."""
    try:
        return _Parser(text).whole()
    except InvalidValue as error:
        return error.details


def read_query(text: str) -> Query:
    """The same, for values that are checked. Raises :class:`InvalidValue` for a mistake, with its place."""
    query = parse(text)
    if isinstance(query, Query):
        return query
    at = query["at"]
    assert isinstance(at, int)
    raise InvalidValue(problem(Problem.QUERY_MISTAKE, query=text, place=at + 1, cause=query))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0
        self._order: Order | None = None
        self._first_dropped: int | None = None  # where the first piece without a word is

    def whole(self) -> Query:
        if len(self._text) > LENGTH_LIMIT:
            raise _mistake(Problem.QUERY_TOO_LONG, LENGTH_LIMIT, limit=LENGTH_LIMIT)
        tree = self._either()
        if not self._at_end():
            raise _mistake(Problem.QUERY_PARENTHESIS_UNEXPECTED, self._at)
        if tree is None:
            if self._first_dropped is not None:
                raise _mistake(Problem.QUERY_NO_WORD, self._first_dropped)
            tree = EVERYTHING
        if sum(1 for _ in leaves(tree)) > PARTS_LIMIT:
            raise _mistake(Problem.QUERY_TOO_MANY_PARTS, 0, limit=PARTS_LIMIT)
        return Query(tree, self._order)

    def _either(self) -> Node | None:
        """Alternatives. None: nothing that counts; only a whole query or a side of it may be that."""
        start = self._skip()
        parts = [self._both()]
        while self._keyword("OR"):
            if parts[-1] is None:
                raise _mistake(Problem.QUERY_PART_MISSING, start)
            start = self._skip()
            parts.append(self._both())
            if parts[-1] is None:
                raise _mistake(Problem.QUERY_PART_MISSING, start)
        return any_of(part for part in parts if part is not None) if parts != [None] else None

    def _both(self) -> Node | None:
        parts: list[Node] = []
        while not self._at_end() and self._text[self._at] != ")" and not self._is_keyword("OR"):
            if self._keyword("AND"):
                if not parts or self._at_end() or self._text[self._at] == ")":
                    raise _mistake(Problem.QUERY_PART_MISSING, self._skip())
                continue
            part = self._item()
            parts += () if part is None else (part,)
        return all_of(parts) if parts else None

    def _item(self) -> Node | None:
        odd = False
        while self._text[self._at] == "-" and self._text[self._at + 1 : self._at + 2].strip().strip(")"):
            odd = not odd
            self._at += 1
        if self._text[self._at] == "(":
            part: Node | None = self._group()
        else:
            field = _FIELD.match(self._text, self._at)
            part = self._field(field) if field else self._words(None)
        return negated(part) if odd and part is not None else part

    def _group(self) -> Node:
        at = self._at
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise _mistake(Problem.QUERY_TOO_DEEP, at, limit=_DEPTH_LIMIT)
        self._at += 1
        inside = self._either()
        if self._at_end():
            raise _mistake(Problem.QUERY_PARENTHESIS_OPEN, at)
        if inside is None:
            raise _mistake(Problem.QUERY_PART_MISSING, self._at)
        self._depth -= 1
        self._at += 1
        return inside

    def _field(self, found: re.Match[str]) -> Node | None:
        name = found[1].lower()
        if name not in _NAMES:
            raise _mistake(Problem.QUERY_FIELD_UNKNOWN, found.start(), field=found[1], fits=_fields_like(name))
        self._at, field = found.end(), Name(name)
        if not self._text[self._at : self._at + 1].strip() or self._text[self._at] in "()":
            raise _mistake(Problem.QUERY_VALUE_MISSING, self._at, field=field)
        if field is Name.SORT:
            self._sort(found.start())
            return None
        if self._text[self._at] == "/" and field in _PATTERN_FIELDS:
            return self._pattern(field)
        if field in _WORD_FIELDS:
            return self._words(field)
        at = self._at
        value, quoted = self._value(field)
        prefix = self._star(quoted=quoted, value=value)
        return read_value(field, value.rstrip("*") if prefix and not quoted else value, prefix=prefix, at=at)

    def _sort(self, at: int) -> None:
        if self._depth or self._text[:at].rstrip(" ").endswith("-") or self._order is not None:
            raise _mistake(Problem.QUERY_SORT_PLACE, at)
        begin = self._at
        value, _ = self._value(Name.SORT)
        if value.lower() not in [*Order]:
            raise _mistake(Problem.QUERY_VALUE_UNKNOWN, begin, field=Name.SORT, value=value, fits=", ".join(Order))
        self._order = Order(value.lower())

    def _pattern(self, field: Name) -> Node:
        at = self._at
        found = _PATTERN.match(self._text, at)
        if found is None or not found[2]:
            raise _mistake(Problem.QUERY_PATTERN_OPEN, at)
        self._at = found.end()
        if self._text[self._at : self._at + 1].strip() and self._text[self._at] not in "()":
            raise _mistake(Problem.QUERY_PATTERN_CONTINUES, self._at)
        try:
            compiled(found[1])
        except InvalidValue as error:
            place = error.details["at"]
            assert isinstance(place, int)
            raise _mistake(Problem.QUERY_PATTERN_INVALID, at + 1 + place, cause=error.details) from None
        return Pattern(field, found[1])

    def _words(self, field: Name | None) -> Node | None:
        at = self._at
        value, quoted = self._value(field)
        prefix = self._star(quoted=quoted, value=value)
        words = Words(value if quoted else value.rstrip("*"), field, prefix)
        if term_of(words).words:
            return words
        if field is not None:
            raise _mistake(Problem.QUERY_NO_WORD, at)
        self._dropped(at)
        return None

    def _dropped(self, at: int) -> None:
        self._at = max(self._at, at)
        if self._first_dropped is None:
            self._first_dropped = at

    def _star(self, *, quoted: bool, value: str) -> bool:
        if not quoted:
            return value.endswith("*")
        if self._text.startswith("*", self._at):
            self._at += 1
            return True
        return False

    def _value(self, field: Name | None) -> tuple[str, bool]:
        """A value, and whether it is in quotes. In a field, parentheses in pairs belong to it: addresses have some."""
        at = self._at
        if self._text[at] == '"':
            end = at + 1
            while end < len(self._text) and self._text[end] != '"':
                end += 2 if self._text[end : end + 2] in ('\\"', "\\\\") else 1
            if end >= len(self._text):
                raise _mistake(Problem.QUERY_QUOTE_OPEN, at)
            self._at = end + 1
            return _ESCAPED.sub(r"\1", self._text[at + 1 : end]), True
        if field is None or field in _WORD_FIELDS:
            found = _BARE.match(self._text, at)
            self._at = found.end() if found else at + 1
            return self._text[at : self._at], False
        depth = 0
        while self._at < len(self._text) and not self._text[self._at].isspace():
            depth += {"(": 1, ")": -1}.get(self._text[self._at], 0)
            if depth < 0:
                break
            self._at += 1
        return self._text[at : self._at], False

    def _skip(self) -> int:
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at

    def _at_end(self) -> bool:
        return self._skip() >= len(self._text)

    def _is_keyword(self, word: str) -> bool:
        found = _BARE.match(self._text, self._skip())
        return found is not None and found[0] == word and self._text[found.end() : found.end() + 1] != '"'

    def _keyword(self, word: str) -> bool:
        if not self._is_keyword(word):
            return False
        self._at += len(word)
        return True


_NAMES = frozenset(Name)


def _fields_like(name: str) -> str:
    """The fields that someone may have meant, or all."""
    from difflib import get_close_matches

    return ", ".join(f"{field}:" for field in get_close_matches(name, [*Name], n=2, cutoff=0.6) or Name)


def _mistake(code: Problem, at: int, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, at=at, **arguments))

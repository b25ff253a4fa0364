"""Converts newsboat's query feeds (newsboat.org, "Filter Language") to saved searches, if possible.

A saved search supports comparisons that must all hold, and alternatives of tags or addresses. Anything else raises
:class:`~reader.errors.InvalidValue`. A pattern is imported if it consists of plain words: newsboat also finds them
inside other words, a saved search finds whole words only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from reader.errors import InvalidValue
from reader.model import SavedSearch
from reader.problems import Argument, Problem, problem
from reader.subscriptions import field_values as values

_WORD = re.compile(
    r'\s*(?:(?P<bracket>[()])|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<sign>=~|!~|==|!=|<=|>=|!#|[=<>#])|(?P<name>[A-Za-z_:\d]+))'
)
_PLAIN = re.compile(r"[\w\s.,'’-]+")
_DAY = 86_400
_Comparison = tuple[str, str, str]  # attribute, operator, value


def saved_search(name: str, expression: str) -> SavedSearch:
    """The saved search with the articles of a query feed. Raises :class:`InvalidValue`."""
    search = SavedSearch(values.search_title(name))
    for alternatives in _all_of(_words(expression)):
        search = _said(search, alternatives)
    return search


def _words(expression: str) -> list[str]:
    words, end = [], 0
    while expression[end:].strip():
        match = _WORD.match(expression, end)
        if match is None:
            raise _invalid(Problem.QUERY_UNREADABLE)
        text = match["text"]
        words.append(match[0].strip() if text is None else '"' + re.sub(r"\\(.)", r"\1", text))
        end = match.end()
    return words


def _all_of(words: list[str]) -> Iterator[list[_Comparison]]:
    """Groups of comparisons joined by ``or``; only a whole group may be in brackets."""
    groups: list[list[str]] = [[]]
    for word in _without_outer(words):
        if word.lower() == "and":
            groups.append([])
        else:
            groups[-1].append(word)
    for group in groups:
        bare = _without_outer(group)
        if any(word in "()" for word in bare):
            raise _invalid(Problem.QUERY_NESTED)
        if len(groups) > 1 and bare == group and "or" in [word.lower() for word in bare]:
            raise _invalid(Problem.QUERY_AND_WITH_OR)
        yield [_comparison(bare[start : start + 3]) for start in _starts(bare)]


def _starts(words: list[str]) -> range:
    if len(words) % 4 != 3 or any(word.lower() != "or" for word in words[3::4]):
        raise _invalid(Problem.QUERY_UNREADABLE)
    return range(0, len(words), 4)


def _without_outer(words: list[str]) -> list[str]:
    """The words without brackets around all of them."""
    while len(words) > 2 and words[0] == "(" and words[-1] == ")":
        depth = 0
        for place, word in enumerate(words):
            depth += (word == "(") - (word == ")")
            if not depth and place < len(words) - 1:
                return words
        words = words[1:-1]
    return words


def _comparison(words: list[str]) -> _Comparison:
    attribute, sign, value = words
    sign = {"==": "="}.get(sign, sign.lower())
    return attribute.lower(), sign, value.removeprefix('"')


def _said(search: SavedSearch, alternatives: list[_Comparison]) -> SavedSearch:
    kinds = {(attribute, sign) for attribute, sign, _ in alternatives}
    if len(kinds) != 1:
        raise _invalid(Problem.QUERY_MIXED_OR)
    attribute, sign = kinds.pop()
    wanted = [value for *_, value in alternatives]
    several, one = _SEVERAL.get((attribute, sign)), _ONE.get((attribute, sign))
    if several and not getattr(search, several):
        more: dict[str, Any] = {several: _READ_SEVERAL[several](wanted)}
        return replace(search, **more)
    if one is None or len(wanted) > 1:
        raise _invalid(Problem.QUERY_UNSUPPORTED, attribute=attribute, operator=sign)
    return one(search, wanted[0])


def _unread(search: SavedSearch, value: str) -> SavedSearch:
    if value != "yes":
        raise _invalid(Problem.QUERY_READ)
    return replace(search, unread=True)


def _with_words(field: str) -> Callable[[SavedSearch, str], SavedSearch]:
    def add(search: SavedSearch, value: str) -> SavedSearch:
        if not _PLAIN.fullmatch(value):
            raise _invalid(Problem.QUERY_PATTERN)
        more: dict[str, Any] = {field: values.words(f'{getattr(search, field)} "{value.strip()}"')}
        return replace(search, **more)

    return add


def _younger(days_more: int) -> Callable[[SavedSearch, str], SavedSearch]:
    def limit(search: SavedSearch, value: str) -> SavedSearch:
        first, _, last = value.rpartition(":")
        if not last.isdecimal() or first not in ("", "0"):
            raise _invalid(Problem.QUERY_AGE)
        return replace(search, within=values.within((int(last[:6]) + days_more) * _DAY))

    return limit


def _invalid(code: Problem, /, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, **arguments))


_SEVERAL = {("tags", "#"): "tags", ("rssurl", "="): "feeds"}
_READ_SEVERAL: dict[str, Callable[[list[str]], tuple[str, ...]]] = {
    "tags": values.tags,
    "feeds": values.addresses,
}
_ONE: dict[tuple[str, str], Callable[[SavedSearch, str], SavedSearch]] = {
    ("unread", "="): _unread,
    ("flags", "#"): lambda search, _: replace(search, starred=True),
    ("tags", "!#"): lambda search, tag: replace(search, without_tags=values.tags([*search.without_tags, tag])),
    ("title", "=~"): _with_words("headline"),
    ("author", "=~"): _with_words("author"),
    ("content", "=~"): _with_words("words"),
    ("age", "<"): _younger(0),
    ("age", "<="): _younger(1),
    ("age", "between"): _younger(1),
}

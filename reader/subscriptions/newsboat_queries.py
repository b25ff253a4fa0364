"""newsboat's query feeds (newsboat.org, "Filter Language") as saved searches, where they can be said so.

What can be said is a row of comparisons that must all hold; of tags and of addresses also one or another. What
cannot raises ``ValueError`` with the words for the user. A pattern is taken where it is plain words: newsboat finds
them within a word too, a search finds whole ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from reader.model import SavedSearch
from reader.subscriptions import field_values as values

_WORD = re.compile(
    r'\s*(?:(?P<bracket>[()])|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<sign>=~|!~|==|!=|<=|>=|!#|[=<>#])|(?P<name>[A-Za-z_:\d]+))'
)
_PLAIN = re.compile(r"[\w\s.,'’-]+")
_DAY = 86_400
_Comparison = tuple[str, str, str]  # attribute, operator, value


def saved_search(name: str, expression: str) -> SavedSearch:
    """The search that finds what the query feed shows. Raises ``ValueError``."""
    search = SavedSearch(values.search_title(name))
    for alternatives in _all_of(_words(expression)):
        search = _said(search, alternatives)
    return search


def _words(expression: str) -> list[str]:
    words, end = [], 0
    while expression[end:].strip():
        match = _WORD.match(expression, end)
        if match is None:
            raise ValueError("its filter cannot be understood")
        text = match["text"]
        words.append(match[0].strip() if text is None else '"' + re.sub(r"\\(.)", r"\1", text))
        end = match.end()
    return words


def _all_of(words: list[str]) -> Iterator[list[_Comparison]]:
    """The comparisons, those that are joined by ``or`` together; brackets may only go around such a group."""
    groups: list[list[str]] = [[]]
    for word in _without_outer(words):
        if word.lower() == "and":
            groups.append([])
        else:
            groups[-1].append(word)
    for group in groups:
        bare = _without_outer(group)
        if any(word in "()" for word in bare):
            raise ValueError("its filter is nested, which a saved search cannot be")
        if len(groups) > 1 and bare == group and "or" in [word.lower() for word in bare]:
            raise ValueError("its filter has and beside or, which a saved search cannot say")
        yield [_comparison(bare[start : start + 3]) for start in _starts(bare)]


def _starts(words: list[str]) -> range:
    if len(words) % 4 != 3 or any(word.lower() != "or" for word in words[3::4]):
        raise ValueError("its filter cannot be understood")
    return range(0, len(words), 4)


def _without_outer(words: list[str]) -> list[str]:
    """Without a pair of brackets around the whole."""
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
        raise ValueError("its filter has or between different things, which a saved search cannot say")
    attribute, sign = kinds.pop()
    wanted = [value for *_, value in alternatives]
    several, one = _SEVERAL.get((attribute, sign)), _ONE.get((attribute, sign))
    if several and not getattr(search, several):
        more: dict[str, Any] = {several: _READ_SEVERAL[several](wanted)}
        return replace(search, **more)
    if one is None or len(wanted) > 1:
        raise ValueError(f"its filter asks for {attribute} {sign} …, which a saved search cannot say")
    return one(search, wanted[0])


def _unread(search: SavedSearch, value: str) -> SavedSearch:
    if value != "yes":
        raise ValueError("its filter asks for what is read, which a saved search cannot say")
    return replace(search, unread=True)


def _with_words(field: str) -> Callable[[SavedSearch, str], SavedSearch]:
    def add(search: SavedSearch, value: str) -> SavedSearch:
        if not _PLAIN.fullmatch(value):
            raise ValueError("its filter has a pattern that is more than words")
        more: dict[str, Any] = {field: values.words(f'{getattr(search, field)} "{value.strip()}"')}
        return replace(search, **more)

    return add


def _younger(days_more: int) -> Callable[[SavedSearch, str], SavedSearch]:
    def limit(search: SavedSearch, value: str) -> SavedSearch:
        first, _, last = value.rpartition(":")
        if not last.isdecimal() or first not in ("", "0"):
            raise ValueError("its filter asks for an age that a saved search cannot say")
        return replace(search, within=values.within((int(last[:6]) + days_more) * _DAY))

    return limit


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

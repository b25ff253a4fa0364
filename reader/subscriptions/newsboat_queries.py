"""Converts newsboat's query feeds (newsboat.org, "Filter Language") to saved searches.

Comparisons that a query cannot express raise :class:`~reader.errors.InvalidValue`. The text of articles is searched by
whole words, so only plain words are imported for it; newsboat also finds them inside other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reader.errors import InvalidValue
from reader.model import SavedSearch
from reader.problems import Argument, Problem, problem
from reader.query.label_name import flag_label
from reader.query.patterns import compiled
from reader.query.tree import (
    EVERYTHING,
    Aged,
    Has,
    Is,
    Name,
    Named,
    Node,
    Part,
    Pattern,
    Query,
    State,
    Words,
    all_of,
    any_of,
    negated,
)
from reader.query.write_query import text as query_text
from reader.subscriptions import field_values as values

_WORD = re.compile(
    r'\s*(?:(?P<bracket>[()])|"(?P<text>(?:[^"\\]|\\.)*)"|(?P<sign>=~|!~|==|!=|<=|>=|!#|[=<>#])|(?P<name>[A-Za-z_:\d]+))'
)
_PLAIN = re.compile(r"[\w\s.,'’-]+")
_SLASH = re.compile(r"(?<!\\)((?:\\\\)*)/")
_DAY = 86_400
_DEEPEST = 20  # brackets in brackets
_DAYS_LIMIT = 1_000_000
_NEGATIVE = {"!~": "=~", "!=": "=", "!#": "#"}


def saved_search(name: str, expression: str) -> SavedSearch:
    """The saved search with the articles of a query feed. Raises :class:`InvalidValue`."""
    found = query_text(Query(_tree(_words(expression), _DEEPEST)))
    return SavedSearch(values.search_title(name), query=values.query(found))


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


def _tree(words: Sequence[str], depth: int) -> Node:
    """Comparisons joined by ``and`` or by ``or``; by both only with brackets, as their order is not documented."""
    words = _without_outer(words)
    parts, joints = _parts(words)
    if len(joints) > 1:
        raise _invalid(Problem.QUERY_AND_WITH_OR)
    if not joints:
        return _comparison(words)
    if not depth:
        raise _invalid(Problem.QUERY_NESTED)
    return (all_of if joints == {"and"} else any_of)(_tree(part, depth - 1) for part in parts)


def _parts(words: Sequence[str]) -> tuple[list[list[str]], set[str]]:
    """The parts outside of brackets, and the words that join them."""
    parts: list[list[str]] = [[]]
    joints: set[str] = set()
    depth = 0
    for word in words:
        depth += (word == "(") - (word == ")")
        if not depth and word.lower() in ("and", "or"):
            joints.add(word.lower())
            parts.append([])
        else:
            parts[-1].append(word)
    return parts, joints


def _without_outer(words: Sequence[str]) -> Sequence[str]:
    """The words without brackets around all of them."""
    while len(words) > 2 and words[0] == "(" and words[-1] == ")":
        depth = 0
        for place, word in enumerate(words):
            depth += (word == "(") - (word == ")")
            if not depth and place < len(words) - 1:
                return words
        words = words[1:-1]
    return words


def _comparison(words: Sequence[str]) -> Node:
    if len(words) != 3:
        raise _invalid(Problem.QUERY_UNREADABLE)
    attribute, sign, value = words[0].lower(), words[1].lower().replace("==", "="), words[2].removeprefix('"')
    positive = _NEGATIVE.get(sign, sign)
    convert = _COMPARISONS.get((attribute, positive))
    if convert is None:
        raise _invalid(Problem.QUERY_UNSUPPORTED, attribute=attribute, operator=sign)
    node = convert(value)
    return node if positive == sign else negated(node)


def _unread(value: str) -> Node:
    return Is(State.UNREAD) if value == "yes" else Is(State.READ)


def _flag(letter: str) -> Node:
    """An article with a flag gets a star and a label for it."""
    flag = len(letter) == 1 and letter.isascii() and letter.isalpha()
    return Named(Name.LABEL, flag_label(letter)) if flag else Is(State.STARRED)


def _tag(value: str) -> Node:
    return all_of(Named(Name.TAG, tag) for tag in values.tags([value]))


def _feed(value: str) -> Node:
    return Named(Name.FEED, values.address(value))


def _pattern(field: Name) -> Callable[[str], Node]:
    def convert(value: str) -> Node:
        source = _SLASH.sub(r"\1\/", value)
        try:
            compiled(source)
        except InvalidValue:
            raise _invalid(Problem.QUERY_PATTERN) from None
        return Pattern(field, source)

    return convert


def _exactly(field: Name) -> Callable[[str], Node]:
    return lambda value: _pattern(field)("^" + re.sub(r"([^\w\s])", r"\\\1", value) + "$")


def _text(value: str) -> Node:
    if not _PLAIN.fullmatch(value) or not re.search(r"\w", value):
        raise _invalid(Problem.QUERY_PATTERN)
    return Words(value.strip(), Name.BODY)


def _attached(value: str) -> Node:
    if value:
        raise _invalid(Problem.QUERY_UNSUPPORTED, attribute="enclosure_url", operator="=")
    return negated(Has(Part.ENCLOSURE))


def _age(first: int | None, last: int | None) -> Node:
    """An age in whole days from ``first`` to ``last``, both included."""
    parts = [
        EVERYTHING if not first else Aged(newer=False, seconds=first * _DAY),
        EVERYTHING if last is None else Aged(newer=True, seconds=(last + 1) * _DAY),
    ]
    return all_of(parts)


def _days(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or int(value[:12]) > _DAYS_LIMIT:
        raise _invalid(Problem.QUERY_AGE)
    return int(value)


def _age_between(value: str) -> Node:
    first, _, last = value.partition(":")
    return _age(_days(first), _days(last))


def _invalid(code: Problem, /, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, **arguments))


_COMPARISONS: dict[tuple[str, str], Callable[[str], Node]] = {
    ("unread", "="): _unread,
    ("flags", "#"): _flag,
    ("tags", "#"): _tag,
    ("rssurl", "="): _feed,
    ("title", "=~"): _pattern(Name.TITLE),
    ("title", "="): _exactly(Name.TITLE),
    ("author", "=~"): _pattern(Name.AUTHOR),
    ("author", "="): _exactly(Name.AUTHOR),
    ("link", "=~"): _pattern(Name.URL),
    ("link", "="): _exactly(Name.URL),
    ("feedtitle", "=~"): _pattern(Name.FEED),
    ("feedtitle", "="): _exactly(Name.FEED),
    ("content", "=~"): _text,
    ("enclosure_url", "="): _attached,
    ("age", "<"): lambda days: _age(None, _days(days) - 1),
    ("age", "<="): lambda days: _age(None, _days(days)),
    ("age", ">"): lambda days: _age(_days(days) + 1, None),
    ("age", ">="): lambda days: _age(_days(days), None),
    ("age", "="): lambda days: _age(_days(days), _days(days)),
    ("age", "between"): _age_between,
}

"""Mistakes in queries, regular expressions, and completion."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reader.errors import InvalidValue
from reader.problems import Problem, ProblemDetails
from reader.query.complete import completed
from reader.query.parse_query import parse
from reader.query.patterns import compiled, found
from reader.query.tree import Name, Order, Query
from tests.support.each import each


@each(
    ("typed", "code", "at"),
    [
        ("&", Problem.QUERY_NO_WORD, 0), ("a title:!", Problem.QUERY_NO_WORD, 8), ("a OR", Problem.QUERY_PART_MISSING, 4),
        ("OR a", Problem.QUERY_PART_MISSING, 0), ("()", Problem.QUERY_PART_MISSING, 1), ("a (b", Problem.QUERY_PARENTHESIS_OPEN, 2),
        ("a) b", Problem.QUERY_PARENTHESIS_UNEXPECTED, 1), ('a "b', Problem.QUERY_QUOTE_OPEN, 2),
        ("x tilte:a", Problem.QUERY_FIELD_UNKNOWN, 2), ("is:", Problem.QUERY_VALUE_MISSING, 3),
        ("a has:wings", Problem.QUERY_VALUE_UNKNOWN, 6), ("is:read*", Problem.QUERY_STAR_UNEXPECTED, 7),
        ("date:2026-13", Problem.QUERY_DATE_INVALID, 5), ("date:2026..2026-02-31", Problem.QUERY_DATE_INVALID, 11),
        ("date:2027..2026", Problem.QUERY_RANGE_BACKWARDS, 5), ("newer:2", Problem.QUERY_TIME_INVALID, 6),
        ("words:many", Problem.QUERY_NUMBER_INVALID, 6), ("words:9..3", Problem.QUERY_RANGE_BACKWARDS, 6),
        ("story:abc", Problem.QUERY_STORY_INVALID, 6), ("a story:>5", Problem.QUERY_STORY_INVALID, 8),
        ("story:1..5", Problem.QUERY_STORY_INVALID, 6), ("story:1*", Problem.QUERY_STORY_INVALID, 6),
        ("(sort:title)", Problem.QUERY_SORT_PLACE, 1), ("sort:title sort:feed", Problem.QUERY_SORT_PLACE, 11),
        ("title:/a", Problem.QUERY_PATTERN_OPEN, 6), ("url:/a/b/", Problem.QUERY_PATTERN_CONTINUES, 7),
        ("title:/a[b/", Problem.QUERY_PATTERN_INVALID, 8), ("a " * 65, Problem.QUERY_TOO_MANY_PARTS, 0),
        ("(" * 30, Problem.QUERY_TOO_DEEP, 20), ("x" * 5_000, Problem.QUERY_TOO_LONG, 4_000),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place(typed: str, code: Problem, at: int) -> None:
    mistake = parse(typed)
    assert isinstance(mistake, ProblemDetails)
    assert (mistake.code, mistake["at"]) == (code, at)


def test_addresses_times_and_minuses_are_words() -> None:
    for typed in ("https://a.example/b", "10:30", "a & b", "- a", "-" * 3_000 + "a"):
        assert isinstance(parse(typed), Query)
    assert parse("a sort:title OR b") == parse("a OR b sort:title")
    assert parse("A AND b SORT:Title IS:Read") == parse("A b is:read sort:title")
    ordered = parse("sort:relevance")
    assert isinstance(ordered, Query)
    assert ordered.order is Order.RELEVANCE


PIECES = st.sampled_from(
    [
        "a",
        "b",
        "é",
        "ß",
        "É",
        "1",
        "_",
        " ",
        ".",
        "^",
        "$",
        r"\b",
        r"\B",
        r"\d",
        r"\w",
        r"\S",
        "[ab]",
        "[^a-c]",
        r"[\d-]",
        r"\.",
        "(a|b)",
        "(?:ab)",
    ]
)
REPEATED = st.tuples(
    PIECES.filter(lambda piece: piece not in ("^", "$", r"\b", r"\B")),
    st.sampled_from(["*", "+?", "?", "{2}", "{1,}", "{0,2}"]),
)
EXPRESSIONS = st.recursive(
    st.lists(st.one_of(PIECES, REPEATED.map("".join)), min_size=1, max_size=4).map("".join),
    lambda inner: st.one_of(st.tuples(inner, inner).map("|".join), inner.map(lambda one: f"({one})*")),
    max_leaves=3,
)


@given(source=EXPRESSIONS, text=st.text("ab1_ é.cAßÉ", max_size=8))
def test_an_expression_finds_what_python_finds(source: str, text: str) -> None:
    assume(text or "\\B" not in source)  # before Python 3.14, \B did not match in an empty text
    assert found(source, text) == bool(re.search(source, text.lower(), re.IGNORECASE))


def test_no_expression_takes_longer_than_its_text() -> None:
    for source in ("(a|a)*(a|a)*(a*)*$b", "(x+x+)+y", "(a|b)*a(a|b){20}c", "(.*)(.*)(.*)(.*)z"):
        automaton = compiled(source)
        assert not automaton.found_in("ab" * 5_000)
        assert not automaton.found_in("a" * 10_000)
        assert len(automaton._states) <= 2_000


@each(
    ("source", "at"),
    [
        ("a(b", 1), ("a)", 1), ("[a", 0), ("[z-a]", 1), ("*a", 0), ("a**", 2), ("^*", 1), ("a{3,2}", 1), ("a\\", 1),
        ("a(?=b)", 1), (r"(a)\1", 3), (r"\p", 0), ("(" * 30, 20), ("(a{90}){90}", 0), ("a" * 600, 500),
    ],
)  # fmt: skip
def test_a_mistake_in_an_expression_is_told_with_its_place(source: str, at: int) -> None:
    with pytest.raises(InvalidValue) as raised:
        compiled(source)
    assert raised.value.details["at"] == at


def test_fields_and_values_are_completed() -> None:
    known = {Name.FEED: ["The Gazette", "Tagesblatt"], Name.TAG: ["daily"], Name.AUTHOR: ["Ada Example"]}
    for typed, whole in {
        "ti": "title:", "ice -ha": "ice -has:", "(fe": "(feed:", "is:un": "is:unread", "sort:re": "sort:relevance",
        "date:y": "date:yesterday", "feed:ta": "feed:tagesblatt", "feed:": 'feed:"The Gazette"', "feed:th": "feed:the",
        'feed:"the g': 'feed:"the gazette"', "tag:D": "tag:Daily", 'author:"a': 'author:"ada Example"',
        "t": None, "ice": None, "is:read": None, "foo:b": None, "": None, 'tag:"daily" ': None, "xis:un": None,
    }.items():  # fmt: skip
        found_whole = completed(typed, known)
        assert (found_whole and found_whole.casefold()) == (whole and whole.casefold()), typed
        assert found_whole is None or found_whole.startswith(typed)

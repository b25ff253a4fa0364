"""Generated queries, and the entries that they are run on."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.query.parse_query import parse
from reader.query.terms import term_of
from reader.query.tree import (
    Aged,
    Dated,
    Has,
    InStory,
    Is,
    Name,
    Named,
    Node,
    Part,
    Pattern,
    Query,
    Sized,
    State,
    Words,
    all_of,
    any_of,
    negated,
)

WORDS = [
    "ice",
    "Ice's",
    "İce",
    "Straße",
    "STRASSE",
    "strasse",
    "café",
    "Café",
    "東京",
    "東京都",
    "京",
    "パリ",
    "서울",
    "don't",
    "AT&T",
    "C++",
    "3.5",
    "a-b",
    "œuvre",
    "Ł",
    "ΝΈΑ",
    "п’ять",
    "ß",
    "OR",
    "AND",
]
PHRASES = ("ice cream", "sea-level rise", "東京 ice", "die straße", "'", '"', "\\", "a\\b", 'say "no"', "!?")
TEXT = st.one_of(st.sampled_from((*WORDS, *PHRASES)), st.text("ai ß東京é-'\"*()", max_size=5))
WORD_NODES = st.builds(
    Words, TEXT.map(str.strip), st.sampled_from((None, Name.TITLE, Name.BODY, Name.AUTHOR)), st.booleans()
).filter(lambda node: bool(term_of(node).words))
PATTERNS = st.builds(
    Pattern,
    st.sampled_from((Name.TITLE, Name.AUTHOR, Name.FEED, Name.URL)),
    st.sampled_from(("^i", "ice|café", r"\bstraße$", "[0-9]+", "東.*都", r"\.example\/\d", "(a|b)*c?", "^$")),
)
NAMES = st.one_of(
    st.builds(Named, st.just(Name.FEED), st.sampled_from(("Ice news", "https://b.example/feed", "b", "none"))),
    st.builds(Named, st.just(Name.PERSON), st.sampled_from(("Zoe Ice", "zoë", "Ice", "O'Neil")), st.booleans()),
    st.builds(Named, st.just(Name.FOLDER), st.sampled_from(("World", "world/europe", "Gone"))),
    st.builds(Named, st.just(Name.TAG), st.sampled_from(("de", "Café")), st.booleans()),
    st.builds(Named, st.just(Name.LABEL), st.sampled_from(("kept", "KÉPT", "to read", 'a"b')), st.booleans()),
    st.builds(Named, st.just(Name.CATEGORY), st.sampled_from(("Eis", "eis & Schnee", "straße")), st.booleans()),
    st.builds(Named, st.just(Name.LANG), st.sampled_from(("de", "de-AT", "EN", "fr")), st.booleans()),
    st.builds(Named, st.just(Name.URL), st.sampled_from(("Example/1", "https://paper", "(x)", "Ü")), st.booleans()),
)
DAYS = st.sampled_from(("2026-11-26", "2026-11", "2026", "2025-12-31", "2027", "today", "yesterday"))
TIMES = st.one_of(
    DAYS.map(lambda day: Dated(day, day)),
    DAYS.map(lambda day: Dated(day, "")),
    DAYS.map(lambda day: Dated("", day)),
    st.builds(Aged, st.booleans(), st.sampled_from((0, 90, 7_200, 86_400, 3 * 604_800))),
)
NUMBERS = st.sampled_from((0, 1, 79, 80, 120, 330, 2_000))
SIZES = st.builds(
    lambda field, low, high: Sized(field, *sorted((low, high))) if high is not None else Sized(field, low, None),
    st.sampled_from((Name.WORDS, Name.MINUTES)),
    NUMBERS,
    st.one_of(st.none(), NUMBERS),
)
LEAVES: st.SearchStrategy[Node] = st.one_of(
    WORD_NODES,
    PATTERNS,
    NAMES,
    TIMES,
    SIZES,
    st.sampled_from(State).map(Is),
    st.sampled_from(Part).map(Has),
    st.sampled_from((None, 1, 7, 10**17)).map(InStory),
)


def _several(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(children, min_size=2, max_size=4)
    return st.one_of(parts.map(all_of), parts.map(any_of), children.map(negated))


TREES: st.SearchStrategy[Node] = st.recursive(LEAVES, _several, max_leaves=6)


def tree(text: str) -> Node:
    """The tree of a query without mistakes."""
    query = parse(text)
    assert isinstance(query, Query), query
    return query.tree

"""Every query of docs/queries.md is valid and finds what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.arrival import NewEntry, ParsedEntry
from reader.model import Author, Change, Enclosure, Feed, Field
from reader.query.parse_query import parse
from reader.query.selection import select
from reader.query.tree import Name, Order, Part, Query, State
from reader.query.write_query import text
from reader.store import Store
from tests.support.stocking import NOW, stocked

PAGE = (Path(__file__).parents[1] / "docs" / "queries.md").read_text(encoding="utf-8")
EXAMPLES = [
    query.replace("\\|", "|")
    for query in re.findall(r"^\| `(.*?)` \| (?:with|without|by|of|in|that|at|more)", PAGE, re.MULTILINE)
]
FEEDS = (
    Feed(1, "https://www.example.org/feed.xml", "The Gazette", folder="World/Europe", tags=("daily",)),
    Feed(2, "https://other.example/feed", "Other", folder="Science", tags=("daily", "noise")),
)
DAY = 86_400
ENTRIES = (
    ParsedEntry("1", "https://www.example.org/news/1", "Glacier melt", (Author("Ada Example"),), NOW - DAY, NOW),
    ParsedEntry("2", "https://other.example/2", "The night train", (), NOW - 20 * DAY, None, "", "glacier tourism, press release"),
    ParsedEntry(
        "3", "https://other.example/3", "Fwd: iceberg", (), NOW - 26 * DAY, None, "", "sea level", ("Climate",),
        (Enclosure("https://other.example/a.mp3"),), "https://other.example/p.png", "de-AT", "https://other.example/c",
    ),
    ParsedEntry("4", None, "Portrait", (Author("Bo"),), NOW - 9 * DAY, None, "", "iceberg melt", image="https://other.example/q"),
)  # fmt: skip
WORDS = {"1": 300, "2": 2_500, "3": 900, "4": 1_500}
FOUND = {
    "glacier": "12", "glacier melt": "1", '"sea level"': "3", "glaci*": "12", "glacier -tourism": "1",
    "glacier OR iceberg": "1234", "(glacier OR iceberg) melt": "14", "title:glacier": "1",
    'title:"night train"': "2", "body:glacier": "2", 'author:"Ada Example"': "1", "feed:gazette": "1",
    "feed:https://www.example.org/feed.xml": "1", "folder:World": "1", "tag:daily -tag:noise": "1", "label:flag-a": "4",
    "category:climate": "3", "lang:de": "3", "url:example.org/news": "1", "story:1": "13", "is:unread feed:gazette": "1",
    "is:starred OR is:updated": "14", "has:enclosure": "3", "has:picture has:author -has:comments": "4",
    "date:2026-05-01..2026-05-07": "3", "newer:2d": "1", "older:1w is:unread": "24", "words:>2000": "2",
    "minutes:<5 sort:oldest": "31", "title:/^(re|fwd):/ sort:length": "3",
}  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    new = [
        NewEntry(one, digest=one.guid or "", sort=one.published or 0, words=WORDS[one.guid or ""]) for one in ENTRIES
    ]
    store = stocked(tmp_path_factory.mktemp("docs") / "db", {FEEDS[0].url: new[:1], FEEDS[1].url: new[1:]})
    store.state.apply(Change(Field.STARRED, True, (4,)))
    store.state.apply(Change(Field.READ, True, (3,)))
    store.state.apply(Change(Field.LABEL, True, (4,), "flag-a"))
    store._connection.execute("UPDATE entries SET story = 1 WHERE id IN (1, 3)")
    yield store
    store.close()


def test_there_are_thirty_examples() -> None:
    assert list(FOUND) == EXAMPLES
    assert len(EXAMPLES) == 30


@pytest.mark.parametrize("typed", EXAMPLES)
def test_an_example_finds_what_it_says(store: Store, typed: str) -> None:
    query = parse(typed)
    assert isinstance(query, Query), query
    assert parse(text(query)) == query
    selection = select(query.tree, FEEDS, others=False, now=NOW)
    ids = [entry_id for _, entry_id in store.entries.in_order(selection, query.order or Order.OLDEST, [1, 2])]
    expected = FOUND[typed]
    assert "".join(map(str, ids if query.order else sorted(ids))) == expected


def test_every_field_and_value_is_described() -> None:
    fields = PAGE.partition("## Fields")[2].partition("## Regular")[0]
    assert [name for name in Name if f"`{name}:`" not in fields] == []
    assert [value for kind in (State, Part, Order) for value in kind if f"`{value}`" not in fields] == []

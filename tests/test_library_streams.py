"""Which entries a stream holds: tags, saved searches, and what a hidden feed stays out of."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.streams import select
from reader.model import Feed, SavedSearch
from reader.query.older_searches import tree_of_keys
from reader.query.selection import Selection
from reader.query.tree import EVERYTHING, NOTHING, Query, Words
from reader.query.write_query import text
from reader.store.query_sql import FullText, divided
from reader.stream import Kind, Stream, from_key
from tests.support.each import each
from tests.support.queries import looking_for, tree_for
from tests.support.stocking import NOW, new_entry, stocked

FEEDS = (
    Feed(1, "https://a.org/", "A", folder="World", tags=("daily", "de")),
    Feed(2, "https://b.org/", "B", folder="World/Europe", tags=("de",)),
    Feed(3, "https://c.org/", "C", folder="Worldly"),
    Feed(4, "https://d.org/", "D", folder="World", tags=("noise",), hidden=True),
)
SHOWN = (1, 2, 3)


def chosen(stream: Stream, *searches: SavedSearch, feeds: tuple[Feed, ...] = FEEDS) -> Selection:
    return select(stream, feeds, searches, others=False, now=NOW)


def saved(**values: object) -> Selection:
    query = text(Query(tree_of_keys(values)))
    return chosen(Stream(Kind.SAVED, "mine"), SavedSearch("mine", query=query))


def test_a_tag_is_the_list_of_its_feeds_hidden_ones_too() -> None:
    assert chosen(Stream(Kind.TAG, "de")).feeds == (1, 2)
    assert chosen(Stream(Kind.TAG, "noise")).feeds == (4,)
    assert chosen(Stream(Kind.TAG, "none")).feeds == ()


def test_a_hidden_feed_is_only_in_its_own_list_and_under_its_tags() -> None:
    for kind in (Kind.ALL, Kind.TODAY, Kind.UNREAD):
        assert chosen(Stream(kind)).feeds == SHOWN
    assert chosen(Stream(Kind.SEARCH, "ice")).feeds == SHOWN
    assert chosen(Stream(Kind.FOLDER, "World")).feeds == (1, 2)
    assert chosen(Stream(Kind.FEED, "https://d.org/")).feeds == (4,)
    assert chosen(Stream(Kind.STARRED)) == Selection(starred=True)
    assert chosen(Stream(Kind.ALL), feeds=FEEDS[:3]).feeds is None


@each(
    ("values", "feeds"),
    [
        ({}, SHOWN),
        ({"folders": ("World",)}, (1, 2)),
        ({"feeds": ("https://c.org/", "https://gone.org/")}, (3,)),
        ({"feeds": ("https://c.org/",), "folders": ("World/Europe",)}, (2, 3)),
        ({"feeds": ("https://d.org/",)}, (4,)),
        ({"tags": ("daily", "noise")}, (1, 4)),
        ({"without_tags": ("daily",)}, (2, 3)),
        ({"folders": ("World",), "tags": ("de",), "without_tags": ("daily",)}, (2,)),
        ({"folders": ("Nowhere",)}, ()),
    ],
)
def test_a_saved_search_looks_where_it_says(values: dict[str, object], feeds: tuple[int, ...]) -> None:
    assert saved(**values).feeds == feeds


def test_a_saved_search_asks_for_all_that_it_says() -> None:
    found = saved(words="ice", headline="melt", author="Ada", unread=True, starred=True, within=3600)
    assert found == looking_for(unread=True, starred=True, since=NOW - 3600, words="ice", headline="melt", byline="Ada")


def test_a_saved_search_that_is_gone_holds_nothing() -> None:
    assert chosen(Stream(Kind.SAVED, "gone")).query == NOTHING


def test_words_are_looked_for_where_they_may_stand(tmp_path: Path) -> None:
    entries = [
        new_entry(1, title="Melting ice", by="Ada Ice"),
        new_entry(2, title="Water", html="<p>ice</p>", by="Bo Berg"),
        new_entry(3, title="Ice", html="<p>water</p>", by="Bo Berg"),
    ]
    store = stocked(tmp_path / "b.db", {"https://a.org/": entries})
    found = {
        name: {entry_id for _, entry_id in store.entries.page(selection, limit=9)}
        for name, selection in {
            "anywhere": looking_for(words="ice"),
            "headline": looking_for(headline="ICE"),
            "byline": looking_for(byline="berg"),
            "both": looking_for(words="water", headline="ice", byline="bo"),
            "nothing": looking_for(words="ice", byline="?!"),
        }.items()
    }
    store.close()
    assert found == {"anywhere": {1, 2, 3}, "headline": {1, 3}, "byline": {2, 3}, "both": {3}, "nothing": set()}


def test_no_text_is_an_expression_of_the_index() -> None:
    words = FullText('title : ("a") AND title : ("or") AND title : ("author") AND title : ("b")')
    assert divided(tree_for(headline='a" OR author : b')) == (words, EVERYTHING)
    assert divided(Words("!?")) == (None, Words("!?"))


@pytest.mark.parametrize("kind", [Kind.TAG, Kind.SAVED])
def test_their_names_can_be_kept(kind: Kind) -> None:
    stream = Stream(kind, "a: b/c")
    assert from_key(stream.key()) == stream


def test_a_search_can_be_limited_to_any_list() -> None:
    feeds = (Feed(1, "https://a.example/", "A", folder="X"), Feed(2, "https://b.example/", "B", tags=("t",)))
    searches = (SavedSearch("S", query="ice is:unread feed:https://b.example/"),)
    found = {
        scope: select(Stream(Kind.SEARCH, "night -day", scope), feeds, searches, others=False, now=0)
        for scope in (
            "",
            "all",
            "feed:https://a.example/",
            "folder:X",
            "tag:t",
            "unread",
            "starred",
            "saved:S",
            "author:7",
        )
    }
    words = "night -day"
    assert found == {
        "": looking_for(words=words), "all": looking_for(words=words),
        "feed:https://a.example/": looking_for(feeds=(1,), words=words), "folder:X": looking_for(feeds=(1,), words=words),
        "tag:t": looking_for(feeds=(2,), words=words), "unread": looking_for(unread=True, words=words),
        "starred": looking_for(starred=True, words=words), "author:7": looking_for(author=7, words=words),
        "saved:S": looking_for(feeds=(2,), unread=True, words=f"ice {words}"),
    }  # fmt: skip
    for scope in found:
        stream = Stream(Kind.SEARCH, "a: b", scope)
        assert from_key(stream.key()) == stream

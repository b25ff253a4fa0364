"""A query is one tree, whether it is typed, written, asked of the database or of an entry."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import NewEntry, ParsedEntry
from reader.model import Author, Change, Enclosure, Feed, Field, Page
from reader.problems import ProblemDetails
from reader.query.match_entry import match
from reader.query.parse_query import parse
from reader.query.resolve_names import resolve
from reader.query.selection import Selection, select
from reader.query.tree import BY_FEED, Node, Order, Query
from reader.query.write_query import text
from reader.store import Store
from reader.text import fold
from tests.support.fuzzing import examples
from tests.support.query_trees import TREES
from tests.support.stocking import NOW, stocked

FEEDS = (
    Feed(1, "https://a.example/feed", "Ice news", folder="World", tags=("de", "Cafe")),
    Feed(2, "https://b.example/feed", "B", folder="World/Europe", tags=("de",)),
    Feed(3, "https://c.example/feed", "Straße", hidden=True),
)
TITLES = (
    "", "Ice cream", "Die Straße", "ICE’s café: AT&T, C++", "東京都 ice", "パリ 서울", "a-b don't", "sea level-rise", "3.5 ß",
    "Œuvre ΝΈΑ п’ять", "Cafe\u0301", "say \"no\" a\\b", "ï ̈ ice", "OR AND",
)  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Entries that differ in all that a query can ask for, most of them in blocks, with feeds in two languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("reader.store.newest._FEW", 3)
        patch.setattr("reader.store.scan_blocks.SIZE", 16)
        patch.setattr("reader.store.scan.SIZE", 16)
        patch.setattr("reader.store.scan._DENSE", 9)
        patch.setattr("reader.store.scan._BATCH", 5)
        yield from stocked_store(tmp_path_factory)


def stocked_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("query") / "broadsheet.db"
    numbers = iter(range(1, 1_000))
    store = stocked(
        path, {feed.url: [entry(number) for number, _ in zip(numbers, range(40), strict=False)] for feed in FEEDS}
    )
    everything = [entry_id for _, entry_id in store.entries.page(Selection(), limit=1_000)]
    store.state.apply(Change(Field.READ, True, tuple(everything[::2])))
    store.state.apply(Change(Field.STARRED, True, tuple(everything[::3])))
    store.state.apply(Change(Field.LATER, True, tuple(everything[::6])))
    store.state.apply(Change(Field.LABEL, True, tuple(everything[::5]), "kept"))
    store.state.apply(Change(Field.LABEL, True, tuple(everything[::7]), "Tö read"))
    for number, entry_id in enumerate(everything[::3]):
        store._connection.execute("UPDATE entries SET story = ? WHERE id = ?", (number % 2 * 6 + 1, entry_id))
    for entry_id in everything[::4]:
        page = Page(
            "https://paper.example/", content_html="<p>Ice of the page, 東京</p>" if entry_id % 3 else "",
            authors=(Author("Zoë Ice"),) if entry_id % 5 == 0 else (), tags=("Straße",) if entry_id % 2 else (),
            image="https://paper.example/p.png" if entry_id % 3 == 1 else None,
            comments_url="https://paper.example/c" if entry_id % 7 == 1 else None, content_text="x " * 400,
        )  # fmt: skip
        store.arrivals.write_page(entry_id, page, None, now=NOW)
    store._connection.execute("DELETE FROM scan_blocks")  # triggers know the blocks of real size only
    while store.search.index_batch():
        pass
    yield store
    store.close()


def entry(number: int) -> NewEntry:
    def every(step: int) -> bool:
        return number % step == 1

    title = TITLES[number % len(TITLES)]
    parsed = ParsedEntry(
        guid=f"guid-{number}",
        url=None
        if every(6)
        else f"https://paper.Example/{number}/(x)"
        if every(4)
        else f"https://paper.example/Ü{number}",
        title=title,
        authors=(Author("Ann Straße"), Author("Ice & Co")) if every(3) else (),
        published=None if every(9) else NOW - number * 30_000,
        updated=NOW - number * 30_000 + 60 if every(2) else NOW - number * 30_000 if every(5) else None,
        summary_html=f"<p>{TITLES[(number * 5) % len(TITLES)]}</p>" if every(2) else "",
        content_html="" if every(8) else f"<p>{TITLES[(number * 3) % len(TITLES)]}</p>cream <b>ice</b>",
        categories=("Eis & Schnee", "straße") if every(4) else ('"enclosures":',) if every(7) else (),
        enclosures=(Enclosure("https://paper.example/a.mp3"),) if every(5) else (),
        image="https://paper.example/i.png" if every(10) else None,
        language="de-AT" if every(3) else "DE" if every(4) else None,
        comments_url="https://paper.example/c" if every(11) else None,
    )
    words = (0, 79, 80, 120, 330, 550, 2_000)[number % 7]
    return NewEntry(parsed, digest=str(number), sort=NOW - number * 30_000, words=words)


@settings(max_examples=examples(100))
@given(tree=TREES, order=st.one_of(st.none(), st.sampled_from(Order)))
def test_the_text_of_a_tree_is_parsed_to_the_same_tree(tree: Node, order: Order | None) -> None:
    query = Query(tree, order)
    assert parse(text(query)) == query


@settings(max_examples=examples(200))
@given(typed=st.text('ab "()-*:/\\.<>0169ORANDtitle:feed:date:is:read…ß東\n', max_size=30))
def test_whatever_is_typed_is_a_query_or_a_mistake_in_it(typed: str) -> None:
    query = parse(typed)
    if isinstance(query, ProblemDetails):
        at = query["at"]
        assert isinstance(at, int)
        assert 0 <= at <= len(typed)
    else:
        assert parse(text(query)) == query


@settings(max_examples=examples(150))
@given(tree=TREES)
def test_the_database_selects_exactly_the_entries_that_match(store: Store, tree: Node) -> None:
    resolved = resolve(tree, FEEDS, now=NOW)
    entries = [store.entries.entry(entry_id) for _, entry_id in store.entries.page(Selection(), limit=1_000)]
    wanted = [(entry.sort, entry.id) for entry in entries if entry and match(resolved, entry)]
    selection = Selection(query=resolved)
    assert sorted(store.entries.page(selection, limit=1_000), reverse=True) == wanted
    narrowed = Selection().narrowed(resolved)
    assert store.entries.page(narrowed, limit=1_000) == wanted
    assert store.entries.page(narrowed, limit=7) == wanted[:7]
    assert store.entries.count(narrowed) == len(wanted)
    assert [*zip(*store.entries.all_keys(narrowed), strict=True)] == wanted
    if len(wanted) > 3:
        assert store.entries.page(narrowed, older_than=wanted[2], limit=5) == wanted[3:8]
        assert store.entries.page_before(narrowed, wanted[3], 2) == wanted[1:3]


@pytest.mark.parametrize("order", Order)
def test_every_order_has_the_same_entries(store: Store, order: Order, monkeypatch: pytest.MonkeyPatch) -> None:
    selection = Selection(query=resolve(query_tree("ice OR straße"), FEEDS, now=NOW))
    keys = store.entries.in_order(selection, order, [2, 1, 3])
    assert sorted(keys, reverse=True) == store.entries.page(selection, limit=1_000)
    assert store.entries.in_order(selection, order, [2, 1, 3], limit=5) == keys[:5]
    rows = {row.id: row for row in store.entries.headlines([entry_id for _, entry_id in keys])}
    in_order = [rows[entry_id] for _, entry_id in keys]
    if order is Order.OLDEST:
        assert keys == sorted(keys)
    if order is Order.TITLE:
        assert [fold(row.title) for row in in_order] == sorted(fold(row.title) for row in in_order)
    store._connection.execute("UPDATE entries SET title_key = NULL WHERE id % 3 = 0")  # as after a migration
    assert store.entries.in_order(selection, order, [2, 1, 3]) == keys
    assert store.search.index_batch() == 40
    assert store.search.index_batch() == 0
    monkeypatch.setattr("reader.store.entries._FEW", 6)  # there are more, so that an index is walked over
    assert store.entries.in_order(selection, order, [2, 1, 3], limit=5) == keys[:5]
    monkeypatch.setattr("reader.store.search_results.has_many_hits", lambda *_: True)
    assert store.entries.in_order(selection, order, [2, 1, 3], limit=5) == keys[:5]
    unread = replace(selection, unread=True)
    assert store.entries.in_order(unread, order, [2, 1, 3], limit=5) == [key for key in keys if key in {
        *store.entries.page(unread, limit=1_000)}][:5]  # fmt: skip
    if order in BY_FEED:
        assert [row.feed_id for row in in_order] == sorted((row.feed_id for row in in_order), key=[2, 1, 3].index)


def query_tree(typed: str) -> Node:
    query = parse(typed)
    assert isinstance(query, Query)
    return query.tree


def test_a_hidden_feed_is_found_only_where_the_query_names_it() -> None:
    def feeds(typed: str) -> tuple[int, ...] | None:
        return select(query_tree(typed), FEEDS, others=False, now=NOW).feeds

    assert feeds("ice") == (1, 2)
    assert feeds("feed:straße") == (3,)
    assert feeds("feed:straße OR feed:b") == (2, 3)
    assert feeds("-feed:b") == (1,)
    assert feeds("tag:de -feed:b") == (1,)
    assert feeds("feed:/^./ -feed:b") == (1, 3)
    assert feeds("is:starred") is None
    assert replace(select(query_tree("newer:2d is:unread"), FEEDS, others=False, now=NOW), feeds=None) == Selection(
        unread=True, since=NOW - 2 * 86_400
    )

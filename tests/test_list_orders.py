"""Lists in every order: the same entries, sorted as the order says, and nothing gets lost when they are used."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.config import Config
from reader.library import Key, open_library
from reader.library.library import Library
from reader.library.worker_events import FeedDone
from reader.model import Change, Entry, Field
from reader.paths import Paths
from reader.query.selection import Selection
from reader.query.tree import BY_FEED, All, Order, Words, any_of
from reader.store import open_store
from reader.text import fold
from tests.support.long_list import SMALL
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry, stocked, update
from tests.support.streams import open_list

URLS = ("https://z.example/", "https://a.example/", "https://m.example/", "https://gone.example/")
TITLES = ("Übung", "Uhr", "ubi", "Zebra", "ärger", "Apfel", "apfel")
FAR = (-(2**63), 0)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Four feeds, of which one is no longer subscribed, whose entries have dates, titles and lengths in common."""
    folder = tmp_path_factory.mktemp("orders")
    paths = Paths(folder / "config", folder / "data")
    paths.config_dir.mkdir()
    titles = ("Zett", "Ähre", "Mitte")
    toml = (f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\n' for url, title in zip(URLS, titles, strict=False))
    paths.feeds.write_text("".join(toml), encoding="utf-8")
    chance = random.Random(11)
    entries = {
        url: [
            replace(
                new_entry(100 * feed + n, title=chance.choice(TITLES), sort=NOW - chance.randrange(9)),
                words=chance.choice((5, 80, 800)),
            )
            for n in range(25)
        ]
        for feed, url in enumerate(URLS)
    }
    store = stocked(paths.database, entries)
    store.feeds.subscribe(URLS[:3])
    for field in Field.READ, Field.STARRED:
        store.state.apply(Change(field, True, tuple(chance.sample(range(1, 101), 50))))
    store.close()
    library = open_library(paths, Config(language="en"))
    yield library
    library.close()


SELECTIONS = st.builds(
    Selection,
    feeds=st.one_of(st.none(), st.sets(st.integers(1, 3), min_size=1).map(lambda ids: tuple(sorted(ids)))),
    unread=st.booleans(),
    starred=st.booleans(),
    query=st.sampled_from((All(), Words("apfel"), any_of((Words("uhr"), Words("ubi"))))),
)


def _sorted(entries: list[Entry], order: Order, library: Library) -> list[Key]:
    by_date = sorted(entries, key=attrgetter("sort", "id"), reverse=order not in (Order.OLDEST, Order.FEED_OLDEST))
    place = {feed: number for number, feed in enumerate(library.feeds.by_title())}
    keys: dict[Order, Callable[[Entry], Any]] = {
        Order.FEED: lambda entry: place.get(entry.feed_id, 99),
        Order.FEED_OLDEST: lambda entry: place.get(entry.feed_id, 99),
        Order.TITLE: lambda entry: fold(entry.title),
        Order.LENGTH: lambda entry: -entry.words,
    }
    return [(entry.sort, entry.id) for entry in sorted(by_date, key=keys.get(order, lambda entry: 0))]


@given(selection=SELECTIONS, order=st.sampled_from([*Order][:-1]), kept=st.sets(st.integers(1, 100), max_size=5))
def test_every_order_has_all_entries_once_sorted_and_ties_newest_first(
    library: Library, selection: Selection, order: Order, kept: set[int]
) -> None:
    if selection.feeds is None and not selection.starred:
        selection = replace(selection, feeds=(1, 2, 3))  # as every list without stars is, once a feed was removed
    articles = library.articles
    belongs = {*articles.load_keys(selection).result()[1]}
    if selection.steady:
        kept &= belongs  # nothing leaves it
    if order not in (Order.NEWEST, Order.OLDEST):
        belongs |= kept
    entries = [entry for entry_id in sorted(belongs) if (entry := articles.entry(entry_id))]
    listing = articles.load_ordered_keys(selection, order, tuple(kept)).result()
    shown = list(zip(listing.sorts, listing.ids, strict=True))
    assert (shown[::-1] if order is Order.OLDEST else shown) == _sorted(entries, order, library)
    feeds = {entry.id: entry.feed_id for entry in entries}
    starts = [row for row, (_, one) in enumerate(shown) if row == 0 or feeds[one] != feeds[shown[row - 1][1]]]
    assert listing.groups == (tuple((row, feeds[shown[row][1]]) for row in starts) if order in BY_FEED else ())


@given(selection=SELECTIONS, size=st.integers(1, 9), oldest_first=st.booleans(), around=st.integers(1, 100))
def test_pages_by_date_join_to_the_whole_list(
    library: Library, selection: Selection, size: int, oldest_first: bool, around: int
) -> None:
    articles = library.articles
    sorts, ids = articles.load_keys(selection).result()
    whole = sorted(zip(sorts, ids, strict=True), reverse=not oldest_first)
    first = articles.first_keys(selection, each_way=size, oldest_first=oldest_first)
    assert first == whole[:size]
    keys: list[Key] = []
    with articles._readers.quick() as store:
        while page := (
            store.entries.page_before(selection, keys[-1] if keys else FAR, size)[::-1]
            if oldest_first
            else store.entries.page(selection, older_than=keys[-1] if keys else None, limit=size)
        ):
            keys += page
    assert keys == whole
    key = articles.key(around)
    assert key
    place = sorted({*whole, key}, reverse=not oldest_first)
    at = place.index(key)
    assert (
        articles.first_keys(selection, around, each_way=size, oldest_first=oldest_first)
        == (place[max(0, at - size) : at + size + 1])
    )


async def _choose(sight: Sight, *keys: str) -> None:
    await sight.press("v", "home", *keys, "enter")
    await sight.settled()


async def test_a_list_keeps_its_order_and_its_place(long: Paths) -> None:
    store = open_store(long.database, now=NOW)
    polls = {poll.url: poll for poll in store.feeds.polls()}
    titles = ("Übung", "Uhr", "Zebra", "Apfel")
    new = [new_entry(2000 + n, title=title, sort=NOW - 2000 - n) for n, title in enumerate(titles)]
    store.arrivals.apply([update(polls[SMALL], new)], now=NOW)
    async with reading(long) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("j")
        await _choose(sight, "j", "j")  # by title
        screen = sight.text()
        assert (screen.list_title, screen.row.title) == ("Feed 2, by title", "Title 1001")
        assert [*screen.titles] == ["Apfel", *(f"Title {1000 + n}" for n in range(5)), "Übung", "Uhr", "Zebra"][:9]
        await sight.press("left_parenthesis")  # all above, of this order
        await sight.until(
            lambda screen: [row.title for row in screen.rows if not row.unread] == ["Apfel", "Title 1000"]
        )
        await sight.press("X", "n")
        await sight.settled()
        screen = sight.text()
        assert screen.list_title == "Feed 2, unread only, by title"
        assert (screen.titles[0], screen.row.title) == ("Title 1001", "Title 1001")
        await sight.press("n")
        assert sight.text().row.title == "Title 1002"
        await sight.press("home", "d")  # read articles stay until they are cleaned up, new articles wait
        store.arrivals.apply([update(polls[SMALL], [new_entry(3000, title="Aal", sort=NOW)])], now=NOW)
        sight.app._receive(FeedDone(2, SMALL, new=1, updated=0))
        await sight.shows("↑ 1 new")
        assert sight.text().titles[0] == "Title 1001"
        await sight.press("full_stop")
        await sight.until(lambda screen: screen.titles[:2] == ["Aal", "Title 1001"])
        assert sight.text().row.title == "Title 1002"
        await sight.press("x")
        screen = await sight.until(lambda screen: "Title 1001" not in screen.titles)
        assert (screen.titles[:2], screen.row.title) == (["Aal", "Title 1003"], "Title 1003")
    store.close()
    async with reading(long) as sight:  # remembered
        await sight.settled()
        assert sight.text().list_title == "Feed 2, unread only, by title"
        assert sight.text().row.title == "Title 1003"
        await open_list(sight, "All")
        assert sight.text().list_title == "All"


async def test_lists_by_feed_and_oldest_first_have_headings_and_go_on(long: Paths) -> None:
    async with reading(long, config=Config(language="en", order="feed")) as sight:
        await open_list(sight, "All")
        await sight.settled()
        screen = sight.text()
        assert screen.list_title == "All, by feed"
        assert screen.lines_of("headlines")[0].strip() == "FEED 1"
        await sight.press("end", *["k"] * 4)
        await sight.settled()
        assert any(line.strip() == "FEED 2" for line in sight.text().lines_of("headlines"))
        assert sight.text().row.title == "Title 1000"
        await _choose(sight, "j")
        screen = sight.text()
        assert (screen.list_title, screen.row.title) == ("All, oldest first", "Title 1000")
        assert "5/405" in screen.top
        await sight.press("n", "n")
        assert sight.text().row.title == "Title 399"
        await sight.press("p")
        assert "No unread articles above" not in sight.text().bottom
        await sight.press("end", "m", "p")
        assert (sight.text().row.title, "404/405" in sight.text().top) == ("Title 1", True)
        await sight.press("slash", *"text", "enter")
        await sight.shows("405 found")
        await _choose(sight, "j", "j")
        assert "by feed" in sight.text().top
        await _choose(sight, *["j"] * 6)
        assert "best first" in sight.text().top
        await open_list(sight, "All")
        await _choose(sight, *["j"] * 3)
        assert (sight.text().list_title, sight.text().row.title) == ("All, by feed, oldest first", "Title 1004")
        await sight.press("home")
        assert sight.text().row.title == "Title 399"


async def test_the_next_unread_article_is_found_wherever_it_is_in_a_long_list(long: Paths) -> None:
    store = open_store(long.database, now=NOW)
    unread = set(store.entries.all_keys(Selection())[1][250:252])
    store.state.apply(Change(Field.READ, True, tuple(set(range(1, 406)) - unread)))
    store.close()
    async with reading(long, config=Config(language="en", order="title", mark_read="never")) as sight:
        await open_list(sight, "All")
        for key, title in (("n", "Title 250"), ("n", "Title 251"), ("n", "Title 250"), ("home", "Title 0")):
            await sight.press(key)
            assert sight.text().row.title == title
        await sight.press("p")
        assert "No unread articles above" in sight.text().bottom
        await sight.press("end", "p")
        assert sight.text().row.title == "Title 251"
        await open_list(sight, "Feed 2")
        await sight.press("colon", *"list.order feed", "enter")
        await sight.shows("This list has only one feed")

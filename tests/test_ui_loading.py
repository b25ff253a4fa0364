"""New articles are added in place, and the list always equals the one that loading it again would give."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate
from reader.config import Config
from reader.library import Key, Library, open_library
from reader.model import Change, Field
from reader.paths import Paths
from reader.refresh.feeds.relocate import move_history
from reader.store import Store, open_store
from reader.stream import Kind, Stream
from reader.ui.reader.list_loader import MOST_ARRIVALS, ListLoader
from reader.ui.reader.messages import KeysLoaded
from reader.ui.widgets.rows import merged, place_of
from tests.support.painted import CURSOR
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW, new_entry, stocked, update
from tests.support.streams import open_list

URLS = tuple(f"https://{name}.example/feed" for name in "abc")
DAY = 24 * 3600
FILE = """
[[feeds]]
url = "https://a.example/feed"
folder = "World"
[[feeds]]
url = "https://b.example/feed"
folder = "World"
tags = ["daily"]
[[feeds]]
url = "https://c.example/feed"
[[searches]]
title = "Lately"
within = "2d"
"""
STREAMS = [
    Stream(Kind.ALL), Stream(Kind.TODAY), Stream(Kind.UNREAD), Stream(Kind.STARRED), Stream(Kind.FOLDER, "World"),
    Stream(Kind.FEED, URLS[1]), Stream(Kind.TAG, "daily"), Stream(Kind.SAVED, "Lately"), Stream(Kind.SEARCH, "text"),
]  # fmt: skip


class Shown:
    """A list as a screen keeps it, and a clock that can be put on."""

    def __init__(self, library: Library, stream: Stream) -> None:
        self.library, self.stream = library, stream
        self.posted: SimpleQueue[Any] = SimpleQueue()
        self.loading = ListLoader(library, self.posted.put)
        self.columns = array("i"), array("i")
        self.grown = 0  # how often new keys were added without loading all
        self.load()

    def load(self) -> None:
        self.loading.load(self._selection())
        self._wait()

    def take_in(self) -> None:
        if self.loading.take_in(self._selection()):
            self.grown += 1
            self._wait()
        else:
            self.load()

    def _selection(self) -> Any:
        return replace(self.library.feeds.selection(self.stream), up_to=self.library.articles.newest_id())

    def _wait(self) -> None:
        message = self.posted.get(timeout=30)
        assert isinstance(message, KeysLoaded)
        if not self.loading.expects(message):
            self._wait()
        elif message.arrivals:
            self.columns = merged(*self.columns, zip(message.listing.sorts, message.listing.ids, strict=True))
        else:
            self.columns = message.listing.sorts, message.listing.ids

    def keys(self) -> list[Key]:
        return list(zip(*self.columns, strict=True))

    def as_loaded_anew(self) -> list[Key]:
        sorts, ids = self.library.articles.load_keys(self._selection()).result(30)
        return list(zip(sorts, ids, strict=True))


class OtherProgram:
    """The store of another program that writes while the reader is open."""

    def __init__(self, paths: Paths, library: Library, store: Store) -> None:
        self.paths, self.library, self.store = paths, library, store
        self.number = 1_000

    def arrive(self, feed: int, sorts: list[int]) -> None:
        self.number += len(sorts)
        poll = next((poll for poll in self.store.feeds.polls() if poll.url == URLS[feed]), None)
        new = [new_entry(self.number - n, sort=sort) for n, sort in enumerate(sorts)]
        if poll:
            self.store.arrivals.apply([update(poll, new)], now=NOW)

    def mark(self, field: Field, value: bool, ids: list[int]) -> None:
        self.store.state.apply(Change(field, value, tuple(ids), "kept"))

    def edit(self, number: int) -> None:
        """A publisher changes an article, also its date."""
        poll = next((poll for poll in self.store.feeds.polls() if poll.url == URLS[0]), None)
        if poll:
            known = self.store.entries.known(poll.feed_id, [f"guid-{number}"], [])
            edited = replace(new_entry(number).parsed, title="Edited", published=NOW - 10 * DAY)
            changed = [ChangedEntry(one.id, edited, "other", 9, unread=True) for one in known]
            self.store.arrivals.apply([FeedUpdate(poll, changed=tuple(changed))], now=NOW)

    def move(self, old: int, new: int) -> None:
        """One feed becomes another, of which it has some articles."""
        move_history(self.store, URLS[old], URLS[new])
        self.library.feeds.reload()

    def hide(self, hidden: bool) -> None:
        text = FILE.replace('folder = "World"\n[', f'folder = "World"\nhidden = {str(hidden).lower()}\n[')
        self.paths.feeds.write_text(text, encoding="utf-8")
        self.library.subscriptions.reload()


@contextmanager
def other_program(clock: list[int]) -> Iterator[OtherProgram]:
    with TemporaryDirectory() as folder:
        paths = Paths(Path(folder, "config"), Path(folder, "data"))
        paths.config_dir.mkdir()
        paths.feeds.write_text(FILE, encoding="utf-8")
        entries = {
            url: [new_entry(n, sort=NOW - 3600 * n) for n in range(20 + at, 80, 3)] for at, url in enumerate(URLS)
        }
        entries[URLS[2]] += [new_entry(20, sort=NOW - 5)]  # which the first has, too
        store = stocked(paths.database, entries)
        library = open_library(paths, Config(language="en"), clock=lambda: float(clock[0]))
        try:
            yield OtherProgram(paths, library, store)
        finally:
            library.close()
            store.close()


FEEDS = st.integers(0, 2)
IDS = st.lists(st.integers(1, 70), max_size=9)
SORTS = st.lists(st.integers(0, 4 * DAY).map(lambda ago: NOW - ago // 3600 * 3600), max_size=8)  # some at one moment
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), FEEDS, SORTS),
        st.tuples(st.just("arrive"), FEEDS, SORTS),
        st.tuples(st.just("mark"), st.sampled_from(Field), st.booleans(), IDS),
        st.tuples(st.just("edit"), st.integers(20, 80)),
        st.tuples(st.just("move"), FEEDS, FEEDS).filter(lambda step: step[1] != step[2]),
        st.tuples(st.just("hide"), st.booleans()),
        st.tuples(st.just("wait"), st.integers(1, 2 * DAY)),
        st.just(("take in",)),
        st.just(("take in",)),
    ),
    max_size=14,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stream=st.sampled_from(STREAMS), steps=STEPS)
def test_adding_new_keys_gives_the_same_list_as_loading_it_again(stream: Stream, steps: list[Any]) -> None:
    clock = [NOW]
    with other_program(clock) as at:
        shown = Shown(at.library, stream)
        for name, *values in [*steps, ("take in",)]:
            if name == "wait":
                clock[0] += values[0]
            elif name == "take in":
                shown.take_in()
                assert shown.keys() == shown.as_loaded_anew()
            else:
                getattr(at, name)(*values)


@pytest.mark.parametrize("stream", STREAMS)
def test_steady_lists_grow_without_loading_again(stream: Stream) -> None:
    with other_program([NOW]) as at:
        shown = Shown(at.library, stream)
        at.arrive(1, [NOW - 7, NOW - 3 * DAY, NOW - 7])
        shown.take_in()
        shown.take_in()
        assert shown.keys() == shown.as_loaded_anew()
        steady = stream.kind in (Kind.ALL, Kind.TODAY, Kind.FOLDER, Kind.FEED, Kind.TAG, Kind.SAVED)
        assert shown.grown == (2 if steady else 0)


def test_very_many_new_entries_load_the_list_again() -> None:
    with other_program([NOW]) as at:
        shown = Shown(at.library, Stream(Kind.ALL))
        at.arrive(0, [NOW - n for n in range(MOST_ARRIVALS + 1)])
        shown.take_in()
        assert len(shown.keys()) > MOST_ARRIVALS
        assert shown.keys() == shown.as_loaded_anew()
        at.arrive(0, [NOW])
        shown.take_in()
        assert shown.keys() == shown.as_loaded_anew()


def test_merging_two_feeds_elsewhere_leaves_no_stale_row() -> None:
    with other_program([NOW]) as at:
        shown = Shown(at.library, Stream(Kind.ALL))
        before = len(shown.keys())  # of which one is the same article in both feeds
        at.move(2, 0)
        shown.take_in()
        assert len(shown.keys()) == before
        assert shown.keys() == shown.as_loaded_anew()
        assert shown.grown == 0


NUMBERS = st.integers(-(2**33), 2**33)
KEYS = st.lists(st.tuples(NUMBERS | st.integers(0, 5), st.integers(1, 2**33) | st.integers(1, 20)), max_size=40)


@given(KEYS, KEYS)
def test_new_keys_are_inserted_once_and_in_order(before: list[Key], more: list[Key]) -> None:
    there = sorted(set(before), reverse=True)
    small = all(-(2**31) <= number < 2**31 for key in there for number in key)
    sorts, ids = (array("i" if small else "q", (key[n] for key in there)) for n in (0, 1))
    sorts, ids = merged(sorts, ids, more)
    whole = sorted({*before, *more}, reverse=True)
    assert list(zip(sorts, ids, strict=True)) == whole
    assert [place_of(sorts, ids, key) for key in whole] == [*range(len(whole))]


def test_a_growing_list_is_not_copied() -> None:
    sorts, ids = array("i", range(1000, 0, -1)), array("i", range(1000, 0, -1))
    grown = merged(sorts, ids, [(500, 2000), (0, 1)])
    assert grown[0] is sorts
    assert grown[1] is ids


@pytest.fixture
def long(paths: Paths) -> Paths:
    """Two feeds of 500 entries in all, of which one begins a while ago."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in URLS[:2]), encoding="utf-8")
    old, new = [new_entry(n) for n in range(100, 500)], [new_entry(n) for n in range(100)]
    stocked(paths.database, {URLS[0]: old, URLS[1]: new}).close()
    return paths


def arrive(sight: Sight, paths: Paths, numbers: range, *, sort: int | None = None) -> None:
    """Another program polls the first feed."""
    store = open_store(paths.database, now=NOW)
    poll = next(poll for poll in store.feeds.polls() if poll.url == URLS[0])
    store.arrivals.apply([update(poll, [new_entry(n, sort=sort and sort - n) for n in numbers])], now=NOW)
    store.close()


def place(sight: Sight) -> tuple[str, tuple[int, int]]:
    """The selected article and its place on the screen."""
    screen = sight.text()
    return screen.row.title, screen.place_of(CURSOR, "headlines")


async def take_in(sight: Sight) -> None:
    """Shows new articles, and waits until the list has them."""
    await sight.press(".")
    await sight.until(lambda screen: "new" not in screen.top)
    await sight.settled()


async def test_the_selected_row_stays_where_it_is_when_new_articles_are_added(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "All")
        await sight.press(
            "pagedown", "pagedown", "down", "m", "enter"
        )  # the page has the keys, the list keeps its place
        before = place(sight)
        arrive(sight, long, range(1000, 1040), sort=NOW + 2000)
        await sight.shows("↑ 40 new", later=True)
        await take_in(sight)
        assert place(sight) == before
        await sight.press("u")
        assert place(sight) == before
        arrive(sight, long, range(2000, 2005), sort=NOW - 300)  # below the cursor, by their dates
        await sight.shows("↑ 5 new", later=True)
        await take_in(sight)
        assert place(sight) == before
        await sight.press("escape", "home")
        await sight.until(lambda screen: screen.titles[:2] == ["Title 1000", "Title 1001"])
        await sight.press("end")
        await sight.until(lambda screen: screen.titles[-6:] == ["Title 499", *(f"Title {2000 + n}" for n in range(5))])


async def test_undoing_a_change_made_in_another_list_adds_no_row_to_this_one(long: Paths) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("s")
        await sight.press("slash", *"107", "tab", "enter")
        await sight.shows("1 found")
        await sight.press("u")
        await sight.shows("Undid: ")
        await sight.press(".")
        assert sight.text().titles == ["Title 107"]

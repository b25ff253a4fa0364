"""A feed moves with its entries, and two feeds become one without losing what the user did."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Change, Field, Page
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.refresh.entries.matching import find_duplicates
from reader.store import Store, check, open_store
from tests.support.fuzzing import examples
from tests.support.queries import looking_for
from tests.support.stocking import NOW, new_entry, stocked, update

ONE, TWO = "https://one.example/feed", "https://two.example/feed"
MOVED = "https://moved.example/feed"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    entries = {ONE: [new_entry(n) for n in range(0, 60, 2)], TWO: [new_entry(n) for n in range(1, 60, 2)]}
    return stocked(tmp_path / "s.db", entries)


def told(store: Store) -> dict[str, tuple[int, int]]:
    """Unread and total of each subscribed feed, as they are kept."""
    return {feed.url: (feed.unread, feed.total) for feed in store.feeds.subscribed()}


def counted(store: Store) -> dict[str, tuple[int, int]]:
    """Unread and total of each subscribed feed, as they are."""

    def count(feed_id: int, *, unread: bool) -> int:
        return store.entries.count(Selection(feeds=(feed_id,), unread=unread))

    return {feed.url: (count(feed.id, unread=True), count(feed.id, unread=False)) for feed in store.feeds.subscribed()}


@pytest.mark.parametrize("beside", ["nothing", "an empty feed", "a hidden empty feed"])
def test_a_feed_that_moves_keeps_its_entries_whatever_is_empty_at_the_new_address(store: Store, beside: str) -> None:
    ids = [entry_id for _, entry_id in store.entries.page(Selection(feeds=(1,)))]
    if beside != "nothing":
        store.feeds.subscribe([ONE, TWO, MOVED])
    if beside == "a hidden empty feed":
        store.feeds.subscribe([ONE, TWO])
    kept = store.moving.move(ONE, MOVED)
    assert kept is not None
    assert [entry_id for _, entry_id in store.entries.page(Selection(feeds=(kept,)))] == ids
    assert told(store) == counted(store) == {TWO: (30, 30), MOVED: (30, 30)}


def test_the_newest_of_what_a_search_finds_is_found_after_two_feeds_have_become_one(tmp_path: Path) -> None:
    store = open_store(tmp_path / "s.db", now=NOW)
    store.feeds.subscribe([ONE, TWO])
    arrivals = [(ONE, 1, 10), (TWO, 2, 59), (TWO, 1, 60), (TWO, 3, 61)]  # number of the entry, when it arrived
    dates = {1: 10, 2: 58, 3: 55}
    for url, number, arrived in arrivals:
        poll = next(poll for poll in store.feeds.polls() if poll.url == url)
        entry = new_entry(number, sort=NOW + dates[number])
        store.arrivals.apply([update(poll, [entry])], now=NOW + arrived)
    kept = store.moving.move(ONE, TWO, find_duplicates(store.moving.history(ONE), store.moving.history(TWO)))
    while store.search.index_batch():
        pass
    assert store.feeds.counts() == {kept: (3, 3)}
    found = store.entries.page(looking_for(words="title"), limit=1)
    assert [sort - NOW for sort, _ in found] == [58]
    store.close()


def test_a_feed_that_is_not_there_does_not_move(store: Store) -> None:
    before = store.feeds.subscribed()
    assert store.moving.move("https://nowhere.example/", MOVED) is None
    assert not store.moving.announce("https://nowhere.example/", MOVED)
    assert store.feeds.subscribed() == before


def test_a_move_is_found_unfinished_once_only_the_new_address_is_subscribed(store: Store) -> None:
    assert store.moving.announce(ONE, MOVED)
    assert store.moving.unfinished() == []
    store.feeds.subscribe([TWO])
    assert store.moving.unfinished() == []
    store.feeds.subscribe([TWO, MOVED])
    assert store.moving.unfinished() == [(ONE, MOVED)]
    store.moving.move(ONE, MOVED)
    assert store.moving.unfinished() == []
    assert told(store) == counted(store) == {TWO: (30, 30), MOVED: (30, 30)}
    assert not store.feeds.hidden()


def test_of_two_entries_that_are_one_the_user_finds_all_that_was_done_to_either(tmp_path: Path) -> None:
    same = [new_entry(n) for n in range(4)]
    store = stocked(tmp_path / "s.db", {ONE: [*same, new_entry(10)], TWO: [*same, new_entry(11)]})
    of = {
        url: {entry.title: entry.id for entry in map(store.entries.entry, _ids(store, feed)) if entry}
        for feed, url in ((1, ONE), (2, TWO))
    }
    names = list(of[ONE])
    shared = [name for name in names if name in of[TWO]]
    store.state.apply(Change(Field.READ, True, (of[ONE][shared[0]], of[TWO][shared[1]])))
    store.state.apply(Change(Field.STARRED, True, (of[ONE][shared[1]], of[TWO][shared[2]])))
    page = Page("https://e.example/", content_html="<p>paged words</p>", content_text="paged words")
    store.arrivals.write_page(of[ONE][shared[3]], page, None, now=NOW)
    store.arrivals.write_page(of[TWO][shared[3]], None, problem(Problem.NO_RESPONSE), now=NOW)
    while store.search.index_batch():
        pass
    found = find_duplicates(store.moving.history(ONE), store.moving.history(TWO))
    assert sorted(found) == sorted((of[ONE][name], of[TWO][name]) for name in shared)
    store.moving.move(ONE, TWO, found)
    while store.search.index_batch():
        pass
    entries = {entry.title: entry for entry in map(store.entries.entry, _ids(store, 2)) if entry}
    assert len(entries) == 6
    assert {name for name, entry in entries.items() if entry.read} == set(shared[:2])
    assert {name for name, entry in entries.items() if entry.starred} == set(shared[1:3])
    assert entries[shared[3]].page is not None
    assert store.entries.count(looking_for(words="paged")) == 1
    assert told(store) == counted(store) == {TWO: (4, 6)}
    assert check(store.path) == []


def test_doubles_are_seen_no_more_at_once_and_buried_a_little_at_a_time_whatever_ends_in_between(
    tmp_path: Path,
) -> None:
    same = [new_entry(n, by="Ada" if n < 5 else "") for n in range(25)]
    store = stocked(tmp_path / "s.db", {ONE: [*same, new_entry(100)], TWO: same})
    store.state.apply(Change(Field.STARRED, True, tuple(_ids(store, 1)[:5])))
    store.moving.move(ONE, TWO, find_duplicates(store.moving.history(ONE), store.moving.history(TWO)))
    assert len(store.entries.keys(range(1, 52))) == 26
    buried = 0
    while count := store.moving.bury_batch(10):
        buried += count
        assert told(store) == counted(store) == {TWO: (26, 26)}
        assert store.entries.count(Selection(starred=True)) == store.entries.count(Selection(author=1)) == 5
        store.close()
        store = open_store(tmp_path / "s.db", now=NOW)
        assert store.moving.unfinished() == []
        assert check(store.path) == []
    assert buried == 25
    assert not store.feeds.hidden()
    assert store.entries.count(looking_for(words="title")) == 26
    store.close()


def test_no_id_is_given_twice_so_that_no_undo_reaches_another_entry(tmp_path: Path) -> None:
    same = [new_entry(n) for n in range(5)]
    store = stocked(tmp_path / "s.db", {ONE: same, TWO: same})
    session = store.journal.begin_session("reader", 1)
    theirs = _ids(store, 2)
    starred = store.journal.apply(Change(Field.STARRED, True, tuple(theirs)), session, NOW)
    store.journal.apply(starred.inverse(), session, NOW)
    store.moving.move(TWO, ONE, find_duplicates(store.moving.history(TWO), store.moving.history(ONE)))
    assert [store.moving.bury_batch(3) for _ in range(3)] == [3, 1, 0]
    assert told(store) == counted(store) == {ONE: (5, 5)}
    (poll,) = store.feeds.polls()
    new = store.arrivals.apply([update(poll, [new_entry(n) for n in range(10, 13)])], now=NOW)
    assert not {*new} & {*theirs}
    step = store.journal.latest(session)
    assert step is not None
    store.journal.revert(step)
    starred_again = {entry_id for _, entry_id in store.entries.page(Selection(feeds=(1,), starred=True))}
    assert starred_again == {1, 2, 3, 4, 5}  # the copies that stayed
    assert [store.moving.bury_batch(3) for _ in range(2)] == [1, 0]
    assert not store.feeds.hidden()
    assert check(store.path) == []
    store.close()


def test_a_text_that_only_one_of_two_has_is_that_of_both(tmp_path: Path) -> None:
    same = [new_entry(n, html=f"<p>rare{n}</p>") for n in range(3)]
    store = stocked(tmp_path / "s.db", {ONE: same, TWO: same})
    store.state.apply(Change(Field.READ, True, tuple(_ids(store, 2)[:2])))
    store.retention.drop_batch(2, before=NOW + 1)
    store.moving.move(ONE, TWO, find_duplicates(store.moving.history(ONE), store.moving.history(TWO)))
    for finish in (store.search.index_batch, store.moving.bury_batch, store.search.index_batch):
        while finish():
            pass
    assert [entry.content_html for entry in map(store.entries.entry, _ids(store, 2)) if entry] == [
        f"<p>rare{n}</p>" for n in range(3)
    ]
    assert [store.entries.count(looking_for(words=f"rare{n}")) for n in range(3)] == [1, 1, 1]
    assert check(store.path) == []
    store.close()


def _ids(store: Store, feed_id: int) -> list[int]:
    return [entry_id for _, entry_id in store.entries.page(Selection(feeds=(feed_id,)))]


states = st.lists(st.sampled_from(["", "r", "s", "rs"]), min_size=6, max_size=6)


@given(states, states, st.integers(0, 6))
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_are_right_and_no_star_is_lost_whatever_was_read_where(
    tmp_path_factory: pytest.TempPathFactory, one: list[str], two: list[str], shared: int
) -> None:
    first, second = [new_entry(n) for n in range(6)], [new_entry(n) for n in range(6 - shared, 12 - shared)]
    store = stocked(tmp_path_factory.mktemp("m") / "s.db", {ONE: first, TWO: second})
    marks = {1: one, 2: two}
    wanted: dict[str, set[str]] = {}
    for feed_id, states_ in marks.items():
        for entry_id, mark in zip(_ids(store, feed_id), states_, strict=True):
            entry = store.entries.entry(entry_id)
            assert entry is not None
            wanted.setdefault(entry.title, set()).update(mark)
            for letter, field in (("r", Field.READ), ("s", Field.STARRED)):
                if letter in mark:
                    store.state.apply(Change(field, True, (entry_id,)))
    store.moving.move(ONE, TWO, find_duplicates(store.moving.history(ONE), store.moving.history(TWO)))
    entries = [entry for entry in map(store.entries.entry, _ids(store, 2)) if entry]
    found = {e.title: {x for x, on in (("r", e.read), ("s", e.starred)) if on} for e in entries}
    assert found == wanted
    assert len(entries) == len(wanted)
    assert told(store) == counted(store)
    store.close()

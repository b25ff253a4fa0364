"""Lists page by key, counts are right without counting, search finds words."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate
from reader.model import Author, Change, Field, Page
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.store import Store, check, open_reader
from reader.store.where_clause import FEEDS_TO_MERGE
from tests.support.fuzzing import examples
from tests.support.queries import looking_for
from tests.support.stocking import NOW, new_entry, stocked, update

ONE, TWO = "https://one.example/feed", "https://two.example/feed"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    entries = {ONE: [new_entry(n) for n in range(0, 60, 2)], TWO: [new_entry(n) for n in range(1, 60, 2)]}
    return stocked(tmp_path / "s.db", entries)


def walk(store: Store, selection: Selection, size: int) -> list[tuple[int, int]]:
    keys: list[tuple[int, int]] = []
    while page := store.entries.page(selection, older_than=keys[-1] if keys else None, limit=size):
        keys += page
    return keys


@pytest.mark.parametrize(
    "selection",
    [Selection(), Selection(feeds=(1,)), Selection(feeds=(1, 2)), Selection(unread=True), Selection(since=NOW - 30)],
)
@pytest.mark.parametrize("size", [1, 7, 100])
def test_pages_by_key_are_the_whole_list_in_order(store: Store, selection: Selection, size: int) -> None:
    sorts, ids = store.entries.all_keys(selection)
    assert walk(store, selection, size) == list(zip(sorts, ids, strict=True))
    assert list(sorts) == sorted(sorts, reverse=True)
    assert store.entries.count(selection) == len(ids)


def test_a_page_before_a_key_is_what_stands_just_above_it(store: Store) -> None:
    keys = walk(store, Selection(), 100)
    assert store.entries.page_before(Selection(), keys[20], 5) == keys[15:20]
    assert store.entries.page_before(Selection(feeds=(1, 2)), keys[3], 5) == keys[:3]


@pytest.mark.parametrize("count", [80, FEEDS_TO_MERGE + 10])
def test_many_feeds_page_like_few(tmp_path: Path, count: int) -> None:
    feeds = {f"https://{n}.example/": [new_entry(n * 3 + i) for i in range(3)] for n in range(count)}
    store = stocked(tmp_path / "s.db", feeds)
    every = Selection(feeds=tuple(range(1, count + 1)))
    assert walk(store, every, 50) == walk(store, Selection(), 50)


def test_no_feeds_at_all_is_an_empty_list(store: Store) -> None:
    assert store.entries.page(Selection(feeds=())) == []
    assert store.entries.all_keys(Selection(feeds=()))[1].tolist() == []
    assert store.entries.count(Selection(feeds=())) == 0


def test_headlines_come_in_the_order_asked_for_without_what_is_gone(store: Store) -> None:
    assert [row.id for row in store.entries.headlines([5, 3, 999_999, 4])] == [5, 3, 4]


@pytest.mark.parametrize(
    ("words", "found"),
    [("strasse", 1), ("STRAßE", 1), ("uber", 1), ("über*", 1), ('"kurze straße"', 1), ('"straße kurze"', 0),
     ("mül*", 1), ("müll", 0), ("käthe", 1), ("kathe mueller", 0), ("*", 0), ('"', 0), ("AND", 0), ("(", 0), ("straße kurze", 1)],
)  # fmt: skip
def test_search_folds_umlauts_and_takes_any_input(tmp_path: Path, words: str, found: int) -> None:
    entry = new_entry(1, title="Über die Straße", html="<p>Eine kurze Straße. Müller &amp; Söhne</p>", by="Käthe")
    store = stocked(tmp_path / "s.db", {ONE: [entry, new_entry(2)]})
    assert len(store.entries.page(looking_for(words=words))) == found


def test_an_edited_entry_is_found_by_its_new_words_only(store: Store) -> None:
    old = new_entry(4, html="<p>ancient words</p>")
    poll = store.feeds.polls()[0]
    new = ChangedEntry(3, new_entry(4, title="Fresh", html="<p>modern</p>").parsed, "other", 1)
    for changed in (ChangedEntry(3, old.parsed, "d", 1), new):
        store.arrivals.apply([FeedUpdate(poll, changed=(changed,))], now=NOW)
        while store.search.index_batch():
            pass
    assert [len(store.entries.page(looking_for(words=w))) for w in ("ancient", "modern", "fresh")] == [0, 1, 1]
    assert check(store.path) == []


def test_a_page_brings_words_and_authors_and_a_failure_takes_nothing_away(store: Store) -> None:
    author = Author("Käthe", bio="Writes about dikes and about the sea behind them.")
    page = Page(
        "https://paper.example/2", content_html="<p>Unheard-of.</p>", content_text="Unheard-of.", authors=(author,)
    )
    store.arrivals.write_page(2, page, None, now=NOW)
    store.arrivals.write_page(2, None, problem(Problem.NO_RESPONSE), now=NOW + 5)
    while store.search.index_batch():
        pass
    entry = store.entries.entry(2)
    assert entry is not None
    assert entry.page is not None
    assert entry.authors == (author,)
    assert entry.page_tried == NOW + 5
    assert len(store.entries.page(looking_for(words="unheard"))) == 1


def test_what_is_known_of_an_author_is_never_emptied(tmp_path: Path) -> None:
    store = stocked(tmp_path / "s.db", {ONE: [new_entry(1, by="Käthe")]})
    full = Author(
        "Käthe",
        url="https://k.example/",
        bio="Writes about dikes and about the sea behind them.",
        links=("https://x.example/@k",),
    )
    store.arrivals.write_page(1, Page("https://paper.example/1", authors=(full,)), None, now=NOW)
    poll = store.feeds.polls()[0]
    store.arrivals.apply([FeedUpdate(poll, new=(new_entry(2, by="KÄTHE"),))], now=NOW)
    entry = store.entries.entry(2)
    assert entry is not None
    assert entry.authors[0].bio == full.bio
    assert {entry_id for _, entry_id in store.entries.page(Selection(author=store.authors.ids_of(2)[0]))} == {1, 2}


def test_an_entry_of_an_unsubscribed_feed_is_kept_and_comes_back(store: Store) -> None:
    store.feeds.subscribe([ONE])
    assert [feed.url for feed in store.feeds.subscribed()] == [ONE]
    assert store.feeds.hidden()
    assert store.entries.count(Selection(feeds=(2,))) == 30
    store.feeds.subscribe([ONE, TWO])
    assert store.feeds.counts()[2] == (30, 30)


def test_a_feed_that_was_left_without_any_entry_hides_nothing(store: Store) -> None:
    store.feeds.subscribe([ONE, TWO, "https://empty.example/"])
    store.feeds.subscribe([ONE, TWO])
    assert not store.feeds.hidden()


def test_of_an_author_with_very_many_entries_the_newest_are_told(tmp_path: Path) -> None:
    entries = [new_entry(n, by="Agency") for n in range(200, 0, -1)]
    store = stocked(tmp_path / "s.db", {ONE: [*entries, new_entry(0, sort=NOW - 10_000, by="Agency")]})
    newest = store.entries.page(Selection(author=1), limit=3)
    assert [entry_id for _, entry_id in newest] == [200, 199, 198]
    assert [entry_id for _, entry_id in store.entries.page(Selection(author=1), older_than=newest[1], limit=2)] == [
        198,
        197,
    ]
    assert len(store.entries.page(Selection(author=1), limit=500)) == 201
    plan = _plan(store, lambda: store.entries.page(Selection(author=1), limit=3))
    assert "entry_authors_by_author (author_id=?" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize(
    ("field", "value", "index"),
    [
        (Field.READ, True, "entries_unread"),
        (Field.STARRED, False, "entries_starred"),
        (Field.LABEL, False, "entry_labels USING PRIMARY KEY (label_id=?)"),
    ],
)
def test_what_would_change_is_looked_up_where_only_that_lies(
    store: Store, field: Field, value: bool, index: str
) -> None:
    assert index in _plan(
        store, lambda: store.state.would_change(Selection(), field, value, label="x" * (field is Field.LABEL))
    )


@pytest.mark.parametrize("field", Field)
def test_what_would_change_is_what_does_change(store: Store, field: Field) -> None:
    store.state.apply(Change(field, True, (1, 2, 3), "Kept"))
    for value, count in ((True, 57), (False, 3)):
        would = store.state.would_change(Selection(), field, value, label="kept")
        assert len(would.ids) == count
        assert would.label == ("Kept" if field is Field.LABEL else "kept")
        some = store.state.would_change(Selection(), field, value, newest_id=2, label="kept")
        assert set(some.ids) == set(would.ids) & {1, 2}
        done = store.state.apply(would)
        assert set(done.ids) == set(would.ids)
        store.state.apply(done.inverse())


def _plan(store: Store, ask: Callable[[], object]) -> str:
    """How SQLite answers the statements of a call."""
    said: list[str] = []
    store._connection.set_trace_callback(said.append)
    ask()
    store._connection.set_trace_callback(None)
    asked = [sql for sql in said if sql.lstrip().startswith("SELECT")]
    return "\n".join(row[3] for sql in asked for row in store._connection.execute(f"EXPLAIN QUERY PLAN {sql}"))


changes = st.lists(
    st.builds(
        Change, st.sampled_from(Field), st.booleans(), st.lists(st.integers(1, 70), max_size=12).map(tuple),
        st.sampled_from(["Later on", "LATER  on", "ﬁsh", "Fish"]),
    ), max_size=12
)  # fmt: skip


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes)
def test_changes_undone_in_reverse_leave_everything_as_it_was(store: Store, changes: list[Change]) -> None:
    def everything() -> tuple[object, ...]:
        every = range(1, 61)
        return store.entries.headlines(every), store.feeds.counts(), store.labels.on(every), store.labels.names()

    before = everything()
    done = []
    for change in changes:
        rows = {entry_id: store.entries.entry(entry_id) for entry_id in (*change.ids, 1)}
        done.append(store.state.apply(change))
        for entry_id, row in rows.items():
            assert store.entries.entry(entry_id) == (done[-1].on(row) if row and entry_id in done[-1].ids else row)
    assert store.labels.counts() == {label: len(ids) for label, ids in store.labels.on(range(1, 61)).items()}
    unread = {
        feed: sum(not row.read and row.feed_id == feed for row in store.entries.headlines(range(1, 61)))
        for feed in (1, 2)
    }
    assert {feed: count for feed, (count, _) in store.feeds.counts().items()} == unread
    for change in reversed(done):
        assert set(store.state.apply(change.inverse()).ids) == set(change.ids)
    assert everything() == before


def test_a_change_tells_only_what_it_changed(store: Store) -> None:
    first = store.state.apply(Change(Field.READ, True, (1, 2, 3)))
    second = store.state.apply(Change(Field.READ, True, (2, 3, 4, 999)))
    assert (set(first.ids), set(second.ids)) == ({1, 2, 3}, {4})


def test_the_session_is_kept_whole(store: Store) -> None:
    store.state.write_values([("stream", "folder:Öl"), ("entry", "3")])
    store.state.write_values([("entry", "4")])
    assert open_reader(store.path).state.values() == {"stream": "folder:Öl", "entry": "4"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not list the open files of a process")
def test_new_entries_need_no_file_but_those_of_the_database(tmp_path: Path) -> None:
    store = stocked(tmp_path / "db", {ONE: [new_entry(number) for number in range(200)]})
    store._connection.execute("PRAGMA temp_store = DEFAULT")  # as in the program
    opened: set[str] = set()

    def look() -> bool:
        for name in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                opened.add(name.readlink().name)
        return False

    store._connection.set_progress_handler(look, 1_000)
    (poll,) = store.feeds.polls()
    store.arrivals.apply([update(poll, [new_entry(number) for number in range(1_000, 1_300)])], now=NOW)
    while store.search.index_fresh(size=100):
        pass
    assert "db-wal" in opened
    assert [name for name in opened if name.startswith("etilqs_")] == []  # what SQLite calls them
    assert store._connection.execute("PRAGMA temp_store").fetchone() == (0,)
    store.close()

"""Blocks lead to what no index leads to, follow every change, and a search that nobody waits for is stopped."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.errors import InvalidValue
from reader.library.readers import Readers
from reader.model import Change, Field, Page
from reader.query.patterns import compiled, found, needles
from reader.query.selection import Selection
from reader.query.tree import Order
from reader.store import Store, open_reader, open_store
from reader.store.connection import reading
from reader.store.integrity import repair
from reader.store.scan import Stopped
from reader.store.scan_blocks import SIZE
from tests.support.fuzzing import examples
from tests.support.query_trees import tree
from tests.support.stocking import NOW, stocked

FEED = "https://paper.example/feed"
ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
MANY = 2 * SIZE + 50

ATOMS = st.sampled_from(
    ("a", "b", "ab", "ß", ".", "[ab]", "[^a]", "[A-C]", r"\w", "^", "$", r"\b", "(a|b)", "(?:ab|c)")
)
SOURCES = st.lists(st.tuples(ATOMS, st.sampled_from(("", "", "", "?", "*", "+", "{2}"))), max_size=6).map(
    lambda parts: "".join(
        atom + (times if atom not in ("^", "$", r"\b") else "") + ("|" if times == "{2}" else "")
        for atom, times in parts
    )
)


@settings(max_examples=examples(150))
@given(source=SOURCES, text=st.text("abcABß -", max_size=8))
def test_a_text_in_which_an_expression_is_found_has_one_of_its_needles(source: str, text: str) -> None:
    wanted = needles(source)
    if wanted and found(source, text):
        assert any(needle in f"\n{text.lower()}\n" for needle in wanted)


def test_needles_are_as_long_as_they_can_be() -> None:
    assert needles("^(re|fwd):") == ("\nre:", "\nfwd:")
    assert needles("colou?r$") == ("color\n", "colour\n")
    assert needles("^$") == ("\n\n",)
    assert needles("foo.*longer|x{2}") == ("longer", "xx")
    assert needles("[0-9]+") == needles("(a|b)*") == needles("") == ()
    with pytest.raises(InvalidValue):
        compiled("(")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = stocked(tmp_path_factory.mktemp("scan") / "db", {FEED: map(entry, range(1, MANY))})
    yield store
    store.close()


def entry(number: int) -> NewEntry:
    return NewEntry(parsed(number), digest=str(number), sort=NOW - number, words=100)


def parsed(number: int, title: str = "") -> ParsedEntry:
    return ParsedEntry(
        guid=str(number), url=f"https://paper.example/{number}", title=title or f"Title {number}",
        categories=("Rare",) if number in (7, 1_500) else ("Every day",), published=NOW - number,
    )  # fmt: skip


def ids(store: Store, typed: str) -> list[int]:
    return [entry_id for _, entry_id in store.entries.page(Selection(query=tree(typed)), limit=50)]


def blocks(store: Store) -> list[int]:
    rows = store._connection.execute("SELECT id / 8, count(*) FROM scan_blocks GROUP BY 1")
    return [number for number, count in rows if count == 8]


def test_blocks_follow_every_change_and_are_made_again(store: Store) -> None:
    assert blocks(store) == [0, 1]
    assert ids(store, "category:rare") == [7, 1_500]
    assert ids(store, "category:ra* title:/^title 1\\d+$/") == [1_500]
    assert ids(store, "url:example/2000") == [2_000]
    assert ids(store, "words:<100") == ids(store, "has:enclosure") == ids(store, "lang:de") == []
    (poll,) = store.feeds.polls()
    edited = ChangedEntry(2_000, parsed(2_000, "Other"), digest="new", words=50, content=None)
    store.arrivals.apply([FeedUpdate(poll, changed=(edited,))], now=NOW)
    assert blocks(store) == [0]
    for _ in range(2):  # without the block, then with it
        assert ids(store, "title:/^other/") == ids(store, "words:<100") == [2_000]
        while store.search.index_batch():
            pass
        assert blocks(store) == [0, 1]
    page = Page("https://paper.example/9", content_html="<p>Text</p>", tags=("Rare",))
    store.arrivals.write_page(9, page, None, now=NOW)
    assert blocks(store) == [1]
    assert ids(store, "category:rare") == [7, 9, 1_500]
    assert ids(store, "has:fulltext") == [9]
    store._connection.execute("DELETE FROM entries WHERE id = 1500")
    assert blocks(store) == []
    while store.search.index_batch():
        pass
    assert blocks(store) == [0, 1]
    assert ids(store, "category:rare has:fulltext OR category:rare -has:fulltext") == [7, 9]
    assert store.entries.count(Selection(query=tree("category:rare"))) == 2
    assert [*store.entries.all_keys(Selection(query=tree("category:rare")))[1]] == [7, 9]


def test_a_long_search_tells_what_it_has_found_so_far(store: Store) -> None:
    so_far: list[int] = []
    selection = Selection(query=tree("title:/[02468]$/"))
    keys = store.entries.page(selection, limit=10_000, report=lambda found: so_far.append(len(found)))
    assert so_far[0] < so_far[-1] == len(keys)
    assert so_far == sorted(so_far)


def test_a_search_that_nobody_waits_for_makes_way_for_the_next(store: Store) -> None:
    store.entries.stopped = lambda: True
    with pytest.raises(Stopped):
        ids(store, "title:/[xyz]{9}/")
    store.entries.stopped = bool
    readers = Readers(store.path)
    for background in (False, True):
        endless = readers.submit(lambda store: store._connection.execute(ENDLESS).fetchone(), background=background)
        newest = readers.submit(lambda store: store.entries.newest_id(), background=background)
        endless.cancel()
        assert newest.result(30) == MANY - 1
        with pytest.raises(CancelledError):
            endless.result(30)
    waiting = [readers.submit(lambda store: store._connection.execute(ENDLESS).fetchone()) for _ in range(3)]
    readers.close()
    assert all(
        isinstance(one.exception() if not one.cancelled() else CancelledError(), CancelledError) for one in waiting
    )


def test_what_marking_all_of_a_query_would_change_is_found_by_blocks(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.store.state._FEW", 1_000)
    selection = Selection(query=tree("url:example/19"))
    wanted = [19, *range(190, 200), *range(1_900, 2_000)]
    store.state.apply(Change(Field.READ, True, (19, 192)))
    statements: list[str] = []
    store._connection.set_trace_callback(statements.append)
    would = store.state.would_change(selection, Field.READ, True)
    would_star = store.state.would_change(selection, Field.STARRED, True, newest_id=190)
    store._connection.set_trace_callback(None)
    assert sorted(would.ids) == [number for number in wanted if number not in (19, 192)]
    assert sorted(would_star.ids) == [19, 190]
    assert any("scan_blocks" in sql for sql in statements)
    store.state.apply(Change(Field.READ, False, (19, 192)))


@pytest.mark.parametrize("counting", [False, True])
def test_a_search_sees_nothing_of_what_another_program_writes_meanwhile(tmp_path: Path, counting: bool) -> None:
    store = stocked(tmp_path / "db", {FEED: map(entry, range(1, 3 * SIZE + 50))})
    (poll,) = store.feeds.polls()
    edited = ChangedEntry(SIZE + 9, parsed(SIZE + 9, "Other"), digest="new", words=50, content=None)
    looks = 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:  # titles of the next block have been read, its ids have not
            store.arrivals.apply([FeedUpdate(poll, changed=(edited,))], now=NOW)
            assert 1 not in blocks(store)
        return False

    reader = open_reader(tmp_path / "db")
    reader.entries.stopped = look
    wanted = Selection(query=tree(f"title:/^title {SIZE + 500}$/"))
    assert (reader.entries.count(wanted) if counting else len(reader.entries.page(wanted))) == 1
    assert looks > 3
    reader.close()
    store.close()


def test_a_repair_makes_blocks_anew_and_keys_if_a_trigger_was_missing(tmp_path: Path) -> None:
    store = stocked(tmp_path / "db", {FEED: map(entry, range(1, SIZE + 2))})
    assert blocks(store) == [0]
    for name in ("scan_entry_changed", "entries_retitled"):
        store._connection.execute(f"DROP TRIGGER {name}")
    store._connection.execute("UPDATE entries SET title = 'Zz' WHERE id = 3")
    store.close()
    repair(tmp_path / "db", now=NOW)
    store = open_store(tmp_path / "db", now=NOW)
    assert blocks(store) == [0]
    assert ids(store, "title:/^zz/") == [3]
    assert ids(store, "url:example/1023") == [1_023]
    assert store.entries.in_order(Selection(), Order.TITLE, [], limit=-1)[-1][1] == 3
    store.close()


def test_a_read_that_ends_its_own_transaction_tells_why_it_failed(store: Store) -> None:
    def read() -> None:
        with reading(store._connection):
            store._connection.execute("ROLLBACK")  # as SQLite does after a disk error
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        read()


def test_a_database_without_blocks_answers_all_the_same(tmp_path: Path) -> None:
    store = stocked(tmp_path / "db", {FEED: map(entry, range(1, 60))})
    assert blocks(store) == []
    assert ids(store, "category:rare") == ids(store, "title:/ 7$/") == [7]
    store.close()

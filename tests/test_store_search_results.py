"""Searching: the newest first and the best first, exactly, without looking at all that is found."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import NewEntry
from reader.query.selection import Selection
from reader.store import Store, open_reader, open_store
from reader.store.search_results import MOST_WORDS, all_hits, best_hits, newest_hits
from reader.store.where_clause import RANKED
from tests.support.fuzzing import examples
from tests.support.queries import looking_for
from tests.support.stocking import NOW, new_entry, stocked, update

FEED = "https://paper.example/feed"


def connection(store: Store) -> sqlite3.Connection:
    return store._connection


def ids_of(keys: list[tuple[int, int]] | None) -> list[int]:
    return [entry_id for _, entry_id in keys or ()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    titles = [
        "Glacier, glacier: a glacier's winter",
        "Something else",
        "The night trains",
        "Strasse und Gleis",
        "Winter trains, night ferries",
    ]
    texts = ["<p>Ice.</p>", "<p>Of a glacier in passing, and of much more.</p>", "<p>x</p>", "<p>y</p>", "<p>z</p>"]
    rows = [new_entry(n, title=title, html=text) for n, (title, text) in enumerate(zip(titles, texts, strict=True))]
    store = stocked(tmp_path / "db", {FEED: rows})
    yield store
    store.close()


@settings(max_examples=examples(15), deadline=None)
@given(
    batches=st.lists(st.lists(st.tuples(st.integers(0, 90), st.booleans()), max_size=12), min_size=1, max_size=6),
    limit=st.integers(1, 20),
)
def test_the_newest_hits_are_those_of_a_sort_of_all(batches: list[list[tuple[int, bool]]], limit: int) -> None:
    """Each batch arrives at a moment; each of its entries is older by so much, and holds the word or does not."""
    with TemporaryDirectory() as folder:
        store = open_store(Path(folder, "db"), now=NOW)
        store.feeds.subscribe([FEED])
        (poll,) = store.feeds.polls()
        for moment, batch in enumerate(batches):
            now = NOW + 10 * moment
            rows = [
                new_entry(100 * moment + n, sort=now - age, title="wanted" if has else "other")
                for n, (age, has) in enumerate(batch)
            ]
            store.arrivals.apply([update(poll, rows)], now=now)
        store.search.index_batch()
        found, whole = (
            newest_hits(connection(store), looking_for(words="wanted"), limit),
            all_hits(connection(store), looking_for(words="wanted")),
        )
        assert whole is not None
        assert found == list(whole)[:limit]
        assert found == store.entries.page(looking_for(words="wanted"), limit=limit)
        store.close()


def many(words: str, count: int, *, first: int = 0) -> list[NewEntry]:
    return [new_entry(first + n, sort=NOW + n - count, title=f"{words} {n}", html="") for n in range(count)]


def test_a_page_of_a_common_word_costs_the_same_among_thousands(tmp_path: Path) -> None:
    steps = {}
    for count in (300, 3_000):
        store = open_store(tmp_path / f"{count}", now=NOW)
        store.feeds.subscribe([FEED])
        (poll,) = store.feeds.polls()
        entries = many("common", count)
        for start in range(0, count, 50):
            batch = entries[start : start + 50]
            store.arrivals.apply([update(poll, batch)], now=batch[-1].sort)
        while store.search.index_batch(1_000):
            pass
        taken = [0]

        def step(taken: list[int] = taken) -> int:
            taken[0] += 1
            return 0

        connection(store).set_progress_handler(step, 10)  # called each ten steps of SQLite's machine
        assert len(store.entries.page(looking_for(words="common"), limit=50)) == 50
        steps[count] = taken[0]
        store.close()
    assert 0 < steps[3_000] <= 2 * steps[300]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("glacier", ["Glacier, glacier: a glacier's winter", "Something else"]),
        ('"night trains"', ["The night trains"]),
        ("night trains", ["The night trains", "Winter trains, night ferries"]),
        ("gla*", ["Glacier, glacier: a glacier's winter", "Something else"]),
        ("Straße", ["Strasse und Gleis"]),
        ("nowhere", []),
        ('""', []),
    ],
)
def test_the_best_come_first(store: Store, words: str, first: list[str]) -> None:
    found = store.entries.headlines(ids_of(store.entries.best(looking_for(words=words))))
    assert [row.title for row in found] == first
    newest = store.entries.page(looking_for(words=words))
    assert {key[1] for key in newest} == {row.id for row in found}


def test_only_the_last_arrivals_are_ranked_and_only_what_is_asked_for(tmp_path: Path) -> None:
    rows = [new_entry(n, sort=NOW - 5_000 + n, title="wanted phrase", html="") for n in range(RANKED + 5)]
    rows += [new_entry(9_000 + n, sort=NOW - n, title="phrase, and far from it: wanted", html="") for n in range(5)]
    store = stocked(tmp_path / "db", {FEED: rows})
    best = ids_of(best_hits(connection(store), looking_for(words='"wanted phrase"')))
    assert len(best) == RANKED
    assert set(best) == set(range(6, RANKED + 6))
    assert best_hits(connection(store), looking_for(words="wanted", starred=True)) == []
    assert len(ids_of(best_hits(connection(store), looking_for(words="wanted", unread=True), 7))) == 7
    store.close()


@pytest.mark.parametrize("words", [1, MOST_WORDS, MOST_WORDS + 1])
def test_a_prefix_finds_the_same_whether_its_words_are_many_or_few(tmp_path: Path, words: int) -> None:
    rows = [new_entry(n, title=f"pre{n} other", html="") for n in range(words)] + [
        new_entry(9_999, title="pr", html="")
    ]
    stocked(tmp_path / "db", {FEED: rows}).close()
    store = open_reader(tmp_path / "db")
    assert len(store.entries.page(looking_for(words="pre*"), limit=9_999)) == words
    assert len(store.entries.page(looking_for(words="PRE* other"), limit=9_999)) == words
    assert store.entries.page(looking_for(words="prf*"), limit=9_999) == []
    with pytest.raises(sqlite3.OperationalError):
        connection(store).execute("DELETE FROM session")
    store.close()


def test_all_keys_are_whole_whatever_their_number_and_their_dates(tmp_path: Path) -> None:
    rows = [new_entry(n, sort=n // 3 - 1_000) for n in range(10_003)]
    store = stocked(tmp_path / "db", {FEED: rows})
    sorts, ids = store.entries.all_keys(Selection())
    assert isinstance(sorts, array)
    keys = list(zip(sorts, ids, strict=True))
    assert len(keys) == 10_003
    assert keys == sorted(keys, reverse=True)
    assert keys == store.entries.page(Selection(), limit=20_000)
    store.close()

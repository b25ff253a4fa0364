"""Long texts are packed: nobody who reads, searches or edits can tell."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate
from reader.errors import StoreCorrupt
from reader.store import Store
from reader.store.compression import SHORT, Packer, unpack_texts
from tests.support.queries import looking_for
from tests.support.stocking import NOW, new_entry, stocked

LONG = "<p>Ein Übermaß an Wörtern.</p>" * 40
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=2 * SHORT)


@given(TEXTS, TEXTS)
def test_what_is_packed_comes_out_as_it_was(summary, html):
    assert unpack_texts(*Packer().pack_texts(summary, html)) == (summary, html)


def test_one_packer_packs_many_texts_each_by_itself():
    packer = Packer()
    cells = [packer.pack_texts(f"{number} ", LONG) for number in range(3)]
    assert [unpack_texts(*one) for one in cells] == [(f"{number} ", LONG) for number in range(3)]
    assert all(packed and len(packed) < len(LONG) / 2 for _, _, packed in cells)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return stocked(tmp_path / "s.db", {"https://paper.example/feed": [new_entry(1, html=LONG)]})


def found(store: Store, words: str) -> int:
    while store.search.index_batch():
        pass
    return store.entries.count(looking_for(words=words))


def test_a_packed_entry_is_read_found_and_edited(store: Store):
    entry = store.entries.entry(1)
    assert entry
    assert entry.content_html == LONG
    assert found(store, "ubermass") == 1
    (poll,) = store.feeds.polls()
    parsed = replace(new_entry(1).parsed, content_html="<p>Modern.</p>")
    store.arrivals.apply([FeedUpdate(poll, changed=(ChangedEntry(1, parsed, "d", 1),))], now=NOW)
    assert (found(store, "ubermass"), found(store, "modern")) == (0, 1)
    edited = store.entries.entry(1)
    assert edited
    assert edited.content_html == "<p>Modern.</p>"


def test_an_entry_from_before_texts_were_packed_is_read_and_leaves_the_index(store: Store):
    store._connection.execute("UPDATE content SET summary = '', html = ?, packed = NULL", (LONG,))
    entry = store.entries.entry(1)
    assert entry
    assert entry.content_html == LONG
    (poll,) = store.feeds.polls()
    parsed = replace(new_entry(1).parsed, content_html="<p>Modern.</p>")
    store.arrivals.apply([FeedUpdate(poll, changed=(ChangedEntry(1, parsed, "d", 1),))], now=NOW)
    assert (found(store, "ubermass"), found(store, "modern")) == (0, 1)


@pytest.mark.parametrize("damage", ["", "no frame", "cut"])
def test_a_damaged_text_is_told_as_damage(store: Store, damage: str):
    if damage == "cut":
        store._connection.execute("UPDATE content SET packed = substr(packed, 1, length(packed) - 9)")
    else:
        store._connection.execute("UPDATE content SET packed = ?", (damage.encode(),))
    with pytest.raises(StoreCorrupt), store.translated():
        store.entries.entry(1)


def test_the_same_words_are_found_whether_they_came_with_the_entry_or_follow_from_its_text(tmp_path: Path):
    entries = [new_entry(1, html=LONG), replace(new_entry(2, html=LONG), search_words="ein ubermass an wortern")]
    store = stocked(tmp_path / "s.db", {"https://paper.example/feed": entries})
    (poll,) = store.feeds.polls()
    fresh = replace(new_entry(3, html=LONG), search_words="ein ubermass an wortern")
    store.arrivals.apply([FeedUpdate(poll, new=(fresh,))], now=NOW)
    assert store.search.pending() == 1
    assert store.search.index_fresh(size=1) == 1
    assert (store.search.pending(), store.search.index_fresh(size=1)) == (0, 0)
    assert found(store, "ubermass an wortern") == 3


def test_words_that_came_with_an_entry_are_forgotten_when_its_page_says_more(tmp_path: Path):
    store = stocked(tmp_path / "s.db", {"https://paper.example/feed": []})
    (poll,) = store.feeds.polls()
    fresh = replace(new_entry(1, html=LONG), search_words="ein ubermass an wortern")
    store.arrivals.apply([FeedUpdate(poll, new=(fresh,))], now=NOW)
    with sqlite3.connect(tmp_path / "s.db") as other:
        other.execute("INSERT INTO pages VALUES (1, 1, NULL, '<p>Whole page.</p>', '{\"url\":\"u\"}')")
    assert store.search.index_fresh(size=1) == 1
    assert (found(store, "whole page"), found(store, "ubermass")) == (1, 0)

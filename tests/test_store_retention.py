"""Texts that are dropped, and those that a user laid hands on in the same moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.model import EDITED_SINCE, Author, Change, Enclosure, Field, Page
from reader.problems import Problem, problem
from reader.store.connection import connect_writer
from reader.store.integrity import check_integrity
from reader.store.retention import Retention
from tests.support.queries import looking_for
from tests.support.stocking import NOW, new_entry, stocked

URL = "https://a.example/feed"
HANDS = [
    "UPDATE entries SET starred = 1 WHERE id = 1",
    "UPDATE entries SET read = 0 WHERE id = 1",
    "UPDATE entries SET later = 1 WHERE id = 1",
    "INSERT INTO entry_labels VALUES (1, 1)",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "broadsheet.db"
    store = stocked(path, {URL: [new_entry(1), new_entry(2)]})
    store.close()
    with closing(connect_writer(path)) as connection:
        connection.execute("UPDATE entries SET read = 1")
        connection.execute("INSERT INTO labels VALUES (1, 'kept', 'kept')")
    return path


def texts_left(path: Path, *, meanwhile: Callable[[], object] = lambda: None) -> list[int]:
    """The entries whose text is left after a drop. ``meanwhile`` runs between the choice of the entries and the drop."""
    with closing(connect_writer(path)) as connection:
        connection.set_trace_callback(lambda sql: meanwhile() if sql.startswith("BEGIN IMMEDIATE") else None)
        Retention(connection).drop_batch(1, before=NOW + 1)
        connection.set_trace_callback(None)
        return [row[0] for row in connection.execute("SELECT entry_id FROM content WHERE packed IS NOT x'00'")]


@pytest.mark.parametrize("hand", HANDS)
def test_what_has_a_star_or_a_label_or_is_unread_or_kept_for_later_keeps_its_text(path: Path, hand: str) -> None:
    with closing(connect_writer(path)) as connection:
        connection.execute(hand)
    assert texts_left(path) == [1]


@pytest.mark.parametrize("hand", HANDS)
def test_so_does_what_gets_it_while_texts_are_being_dropped(path: Path, hand: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert texts_left(path, meanwhile=lambda: other.execute(hand)) == [1]


def test_an_entry_loses_its_texts_and_nothing_else(tmp_path: Path) -> None:
    parsed = ParsedEntry(
        "guid", "https://paper.example/1", "Episode 1", (Author("Kim"),), NOW - 9, NOW - 8, "<p>Lead.</p>",
        f"<p>{'Glacier. ' * 99}</p>", ("Radio",), (Enclosure("https://a.example/1.mp3", "audio/mpeg", 5_000_000),),
        "https://a.example/1.jpg", "de", "https://a.example/1#c", "https://a.example/1/feed", 7,
    )  # fmt: skip
    page = Page(
        "https://paper.example/1", title="Episode", byline="Kim", lead="A lead", transcript="<p>Said</p>", authors=(Author("Kim"),), site="Paper",
        content_html="<p>Moraine</p>", content_text="Moraine", comments_count=8, tags=("t",),
    )  # fmt: skip
    path = tmp_path / "broadsheet.db"
    with closing(stocked(path, {URL: [NewEntry(parsed, "d", NOW - 9, words=99), new_entry(2)]})) as store:
        store.arrivals.write_page(1, page, None, now=NOW)
        store.state.apply(Change(Field.READ, True, (1, 2)))
        while store.search.index_batch():
            pass
        before = store.entries.entry(1)
        assert before
        assert before.page
        store.retention.drop_batch(1, before=NOW + 1)
        kept = replace(before.page, lead="", transcript="", content_html="")
        after = replace(before, summary_html="", content_html="", page=kept, page_tried=EDITED_SINCE)
        assert store.entries.entry(1) == after
        assert store.retention.drop_batch(1, before=NOW + 1, size=1) is None
        no_response = problem(Problem.NO_RESPONSE)
        store.arrivals.write_page(1, None, no_response, now=NOW + 5)
        assert store.entries.entry(1) == replace(after, page_error=no_response)
        while store.search.index_batch():
            pass
        assert [len(store.entries.page(looking_for(words=w))) for w in ("glacier", "moraine", "episode")] == [0, 0, 1]

        edited = ChangedEntry(1, replace(parsed, content_html="<p>Back.</p>"), "e", 1, unread=True)
        store.arrivals.apply([FeedUpdate(store.feeds.polls()[0], changed=(edited,))], now=NOW)
        again = store.entries.entry(1)
        assert again
        assert again.read
        assert again.content_html == "<p>Back.</p>"
    assert check_integrity(path, now=NOW).sound

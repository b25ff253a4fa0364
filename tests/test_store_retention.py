"""Texts that are dropped, and those that a user laid hands on in the same moment."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reader.store.connection import connect_writer
from reader.store.retention import Retention
from tests.support.stocking import NOW, new_entry, stocked

URL = "https://a.example/feed"
HANDS = [
    "UPDATE entries SET starred = 1 WHERE id = 1",
    "UPDATE entries SET read = 0 WHERE id = 1",
    "INSERT INTO entry_tags VALUES (1, 'kept')",
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "broadsheet.db"
    store = stocked(path, {URL: [new_entry(1), new_entry(2)]})
    store.close()
    with closing(connect_writer(path)) as connection:
        connection.execute("UPDATE entries SET read = 1")
    return path


def texts_left(path: Path, *, meanwhile: Callable[[], object] = lambda: None) -> list[int]:
    """The entries that have their text still after all was dropped; ``meanwhile``: once it is known which."""
    with closing(connect_writer(path)) as connection:
        connection.set_trace_callback(lambda sql: meanwhile() if sql.startswith("BEGIN IMMEDIATE") else None)
        Retention(connection).drop_batch(1, before=NOW + 1)
        connection.set_trace_callback(None)
        return [row[0] for row in connection.execute("SELECT entry_id FROM content")]


@pytest.mark.parametrize("hand", HANDS)
def test_what_bears_a_star_or_a_tag_or_is_unread_keeps_its_text(path: Path, hand: str) -> None:
    with closing(connect_writer(path)) as connection:
        connection.execute(hand)
    assert texts_left(path) == [1]


@pytest.mark.parametrize("hand", HANDS)
def test_so_does_what_gets_it_while_texts_are_being_dropped(path: Path, hand: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert texts_left(path, meanwhile=lambda: other.execute(hand)) == [1]

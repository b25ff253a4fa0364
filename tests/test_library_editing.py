"""Changes of feeds.toml from inside the reader, and what becomes of the articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import ConfigError
from reader.library import Library, open_library
from reader.library.editing import Said
from reader.paths import Paths
from tests.support.stocking import new_entry, stocked

MOVED = Said("Moved.", "Moved back.")
A, B = "https://a.example/feed", "https://b.example/feed"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One feed with an article."""
    paths = Paths(tmp_path / "config", tmp_path / "data")
    paths.config_dir.mkdir()
    paths.feeds.write_text(f'[[feeds]]\nurl = "{A}"\n', encoding="utf-8")
    stocked(paths.database, {A: [new_entry(1)]}).close()
    library = open_library(paths, Config())
    yield library
    library.close()


def articles(library: Library, url: str) -> int:
    """How many articles a feed has once it is subscribed again."""
    library.paths.feeds.write_text(f'[[feeds]]\nurl = "{url}"\n', encoding="utf-8")
    library.close()
    again = open_library(library.paths, Config())
    try:
        return sum(feed.total for feed in again.feeds.by_id.values())
    finally:
        again.close()


def test_articles_move_with_the_address_and_back(library: Library) -> None:
    assert library.subscriptions.editing.change_feed(A, {"url": B}, MOVED)
    assert [(feed.url, feed.total) for feed in library.feeds.by_id.values()] == [(B, 1)]
    library.changes.undo()
    assert [(feed.url, feed.total) for feed in library.feeds.by_id.values()] == [(A, 1)]


def test_articles_stay_where_an_editor_has_taken_the_feed_away_meanwhile(library: Library) -> None:
    library.paths.feeds.write_text("# nothing\n", encoding="utf-8")
    assert library.subscriptions.editing.change_feed(A, {"url": B}, MOVED) is None
    assert articles(library, A) == 1


def test_articles_stay_where_the_file_cannot_be_changed(library: Library) -> None:
    library.paths.feeds.write_text("[[feeds]\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        library.subscriptions.editing.change_feed(A, {"url": B}, MOVED)
    assert articles(library, A) == 1

"""What opening the reader costs: nothing is loaded before the first headline that it does not take."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.store import migrations
from tests.support.stocking import new_entry, stock
from tests.support.terminal import Terminal, reader_command

HEADLINE = "Welcome: how to read here"
LATER = {
    "aiohttp", "feedparser", "lxml", "nh3", "PIL", "textual_image", "tomllib", "ctypes", "reader.query.patterns",
    "reader.store.list_keys", "reader.store.query_sql", "reader.ui.front_page", "reader.ui.feed_health",
}  # fmt: skip


@pytest.fixture
def welcome(paths: Paths) -> Paths:
    """Folders that are subscribed to the Welcome feed alone."""
    paths.config_dir.mkdir()
    paths.feeds.write_text('[[feeds]]\nurl = "broadsheet:welcome"\n', encoding="utf-8")
    return paths


def loaded_at_first_headline(paths: Paths, note: Path, *shows: str) -> set[str]:
    """``shows``: what comes up afterwards."""
    command = ["tests.support.painting" if word == "reader" else word for word in reader_command(paths)]
    with Terminal(command, environment={"NOTE_TEXT": HEADLINE, "NOTE_FILE": str(note)}) as terminal:
        terminal.shows(HEADLINE, *shows)
        terminal.press("q")
        assert terminal.ended() == 0
    return set(note.read_text(encoding="utf-8").split())


def test_the_first_headline_comes_before_http_client_parser_and_image_library_load(
    welcome: Paths, tmp_path: Path
) -> None:
    for start in ("first", "second"):
        modules = loaded_at_first_headline(welcome, tmp_path / start, "Four keys")
        assert "reader.ui.app" in modules
        assert not modules & LATER


def test_a_long_list_is_read_to_its_end_after_the_first_headline(paths: Paths, tmp_path: Path) -> None:
    url = "https://paper.example/feed"
    stock(paths, f'[[feeds]]\nurl = "{url}"\n', {url: [new_entry(0, title=HEADLINE), *map(new_entry, range(1, 700))]})
    assert not loaded_at_first_headline(paths, tmp_path / "note", "Text of number 0", "1/700") & LATER


def test_copying_an_earlier_database_shows_its_progress(paths: Paths) -> None:
    paths.data_dir.mkdir(parents=True)
    raw = sqlite3.connect(paths.database, isolation_level=None)
    migrations.migrate(raw, paths.database, migrations.MIGRATIONS[:-1])
    raw.close()
    with Terminal(reader_command(paths)) as terminal:
        terminal.sent("Copying the database before the update: 100 %…".encode())
        terminal.shows("Welcome")
    assert len(list(paths.data_dir.glob(f"{paths.database.name}.before-*"))) == 1

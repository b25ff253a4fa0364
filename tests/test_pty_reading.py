"""The real program under a real pty: it opens, obeys its keys, and fits whatever the window becomes."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to
from tests.support.terminal import Terminal, reader_command

WELCOME = "Welcome: how to read here"


@pytest.fixture(scope="module")
def stocked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """Folders in which the newspaper has arrived; the newspaper runs on."""
    root = tmp_path_factory.mktemp("stocked")
    paths = Paths(root / "config", root / "data")
    with Newspaper() as paper:
        subscribe_to(paths, paper)
        poll_all(paths)
        yield paths


@pytest.fixture
def polled(stocked: Paths, tmp_path: Path) -> Paths:
    """A copy of them."""
    shutil.copytree(stocked.config_dir, tmp_path / "config")
    shutil.copytree(stocked.data_dir, tmp_path / "data")
    return Paths(tmp_path / "config", tmp_path / "data")


def test_the_first_start_shows_the_welcome_feed(paths: Paths) -> None:
    paths.config_dir.mkdir()
    paths.feeds.write_text('[[feeds]]\nurl = "broadsheet:welcome"\n', encoding="utf-8")
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows(WELCOME, "6 unread", "Four keys")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.in_order


def test_keys_move_open_and_mark_articles(polled: Paths) -> None:
    with Terminal(reader_command(polled)) as terminal:
        terminal.shows(WELCOME, "53 unread", "By Broadsheet")
        terminal.press("j")
        terminal.shows("The keys for every day", "53 unread")
        terminal.press("\r")
        terminal.shows("52 unread")
        terminal.press("m")
        terminal.shows("53 unread")
        terminal.press("?")
        terminal.shows("Esc closes", "IN THE ARTICLE", "Moves down a page; at the end of an article")
        terminal.press("\x1b")
        terminal.lacks("Esc closes")
        terminal.press("\x1b\x1b[B")
        terminal.shows("By Broadsheet · Welcome", "8 January")
        terminal.press("q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw


def test_the_window_can_shrink_to_nothing_and_grow_again(polled: Paths) -> None:
    with Terminal(reader_command(polled)) as terminal:
        terminal.shows(WELCOME, "By Broadsheet")
        for columns, lines in ((20, 5), (1, 1), (79, 24), (250, 70), (20, 5), (120, 35)):
            terminal.resize(columns, lines)
        terminal.shows(WELCOME, "By Broadsheet", "53 unread", "next unread")
        terminal.resize(20, 5)
        terminal.until(lambda text: "53 unread" not in text and "Welcome" in text, "the list in 20 columns")
        terminal.press("n")
        terminal.resize(120, 35)
        terminal.shows("The keys for every day", "52 unread")
        terminal.press("q")
        assert terminal.ended() == 0
        assert b"Traceback" not in terminal.raw


def test_the_window_can_be_tiny_at_the_start(polled: Paths) -> None:
    with Terminal(reader_command(polled), size=(20, 5)) as terminal:
        terminal.shows("Welcome")
        terminal.press("jj\r")
        terminal.resize(100, 30)
        terminal.shows("Your subscriptions")
        terminal.press("q")
        assert terminal.ended() == 0


def test_a_missing_terminal_is_reported_in_one_line(paths: Paths) -> None:
    done = subprocess.run(reader_command(paths), capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout) == (2, "")
    assert "needs a terminal" in done.stderr
    assert done.stderr.count("\n") == 1

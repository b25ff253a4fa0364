"""However the reader ends, the terminal is left in order, no process stays behind, and nothing is lost."""

from __future__ import annotations

import json
import shlex
import signal
import time
from collections.abc import Callable

import pytest

from reader.paths import Paths
from reader.query.selection import Selection
from reader.store import check, open_reader
from tests.newspaper import Fault, Newspaper
from tests.support.fuzzing import cases
from tests.support.processes import children, wait_until_gone
from tests.support.reading import subscribe_to
from tests.support.terminal import PATIENCE, Terminal, reader_command

pytestmark = pytest.mark.processes

WELCOME = "Welcome: how to read here"


@pytest.fixture
def busy(newspaper: Newspaper, paths: Paths) -> Paths:
    """Folders with a feed that arrives and one that keeps the worker waiting."""
    subscribe_to(paths, newspaper)
    newspaper.fail("/de/feed.xml", Fault.slow(60))
    return paths


def at_work(terminal: Terminal) -> list[int]:
    """The worker and its parsers, once one feed has arrived and the other is waited for."""
    terminal.shows(WELCOME, "30 unread", "Four keys")
    workers = children(terminal.pid)
    parsers = [pid for worker in workers for pid in children(worker)]
    assert len(workers) == 1
    assert parsers
    return [*workers, *parsers]


def wait_until_stored(paths: Paths, unread: int) -> None:
    end = time.monotonic() + PATIENCE
    store = open_reader(paths.database)
    while store.entries.count(Selection(unread=True)) != unread:
        assert time.monotonic() < end, f"{unread} unread were never stored"
        time.sleep(0.02)
    store.close()


def by_key(terminal: Terminal) -> None:
    terminal.press("q")


def by_signal(terminal: Terminal) -> None:
    terminal.signal(signal.SIGTERM)


@pytest.mark.parametrize("end", [by_key, by_signal], ids=["q", "SIGTERM"])
def test_ending_the_reader_restores_the_terminal_and_leaves_no_process(
    busy: Paths, end: Callable[[Terminal], None]
) -> None:
    with Terminal(reader_command(busy)) as terminal:
        others = at_work(terminal)
        assert not terminal.in_order
        end(terminal)
        assert terminal.ended() in (0, 128 + signal.SIGTERM)
        assert terminal.in_order
        assert b"Traceback" not in terminal.raw
        wait_until_gone(*others)
    assert "Traceback" not in busy.log.read_text(encoding="utf-8")
    assert check(busy.database) == []


def test_closing_the_window_ends_all_processes(busy: Paths) -> None:
    with Terminal(reader_command(busy)) as terminal:
        others = at_work(terminal)
        terminal.hang_up()
        wait_until_gone(terminal.pid, *others)
    assert "Traceback" not in busy.log.read_text(encoding="utf-8")
    assert check(busy.database) == []


def test_after_a_kill_the_other_processes_end_and_read_articles_stay_read(newspaper: Newspaper, busy: Paths) -> None:
    with Terminal(reader_command(busy)) as terminal:
        others = at_work(terminal)
        terminal.press("j\r")
        terminal.shows("29 unread")
        wait_until_stored(busy, 29)
        terminal.signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
        wait_until_gone(*others)
    assert check(busy.database) == []
    newspaper.heal()
    with Terminal(reader_command(busy)) as terminal:
        screen = terminal.shows(WELCOME, "The keys for every day", "52 unread")
        marks = {
            title: line
            for line in screen.splitlines()
            for title in (WELCOME, "The keys for every day")
            if title in line[:40]
        }
        assert "●" in marks[WELCOME]
        assert "●" not in marks["The keys for every day"]
        terminal.press("q")
        assert terminal.ended() == 0


@pytest.mark.parametrize("drawing_for", cases(0.01, 0.0, 0.03, brief=1))  # seconds
def test_a_terminal_that_disappears_while_the_reader_draws_ends_all_processes(paths: Paths, drawing_for: float) -> None:
    with Terminal(["/bin/sh", "-i"]) as shell:
        shell.press(shlex.join(reader_command(paths)) + "\r")
        shell.shows(WELCOME, "Four keys")
        (reader,) = children(shell.pid)
        workers = children(reader)
        shell.press("j?")
        time.sleep(drawing_for)
        shell.hang_up()
        wait_until_gone(reader, *workers)
    assert "end_hangs" not in paths.log.read_text(encoding="utf-8")
    assert json.loads(paths.session.read_text(encoding="utf-8"))["entry"]
    assert check(paths.database) == []

"""What is measured at the pty: from a key or a start to the bytes that show its effect."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.bench.bare import HEADLINE
from tests.bench.figures import Figure, ratio, timed
from tests.bench.stock import Stock, opening, title_start
from tests.terminal import Terminal, reader_command

DOWN, UP = "\x1b[B", "\x1b[A"
BARE = [sys.executable, "-m", "tests.bench.bare"]
REST = 0.15  # seconds between two keys: the page has followed the cursor, and nothing is under way


@contextmanager
def opened(command: list[str]) -> Iterator[tuple[Terminal, float]]:
    """A program that was just spawned, with the moment of that; ended by ``q``."""
    started = time.perf_counter()
    with Terminal(command, emulated=False) as terminal:
        yield terminal, started
        terminal.press("q")
        terminal.ended()


def starts(stock: Stock, rounds: int) -> list[Figure]:
    """Spawn to first headline, ours and the bare app's in turns; the first round, which compiles, is not counted."""
    ours: list[float] = []
    pages: list[float] = []
    bare: list[float] = []
    headline, page = title_start(stock.entries).encode(), opening(stock.entries).encode()
    for _ in range(rounds + 1):
        with opened(reader_command(stock.paths)) as (terminal, started):
            terminal.sent(headline)
            ours.append(time.perf_counter() - started)
            terminal.sent(page)
            pages.append(time.perf_counter() - started)
            time.sleep(REST)
        with opened(BARE) as (terminal, started):
            terminal.sent(HEADLINE.encode())
            bare.append(time.perf_counter() - started)
            time.sleep(REST)
    first = timed("spawn → first headline", ours[1:])
    other = timed("spawn → first text of a bare three-pane app", bare[1:])
    return [
        first,
        other,
        ratio("  ratio to the bare app", first, other, limit=1.5),
        timed("spawn → first article", pages[1:]),
    ]


def keys_and_memory(stock: Stock, presses: int) -> list[Figure]:
    """↓ to its repaint while nothing else happens, and the memory of the process before and after."""
    with opened(reader_command(stock.paths)) as (terminal, _):
        terminal.sent(opening(stock.entries).encode())
        time.sleep(1)  # the worker starts, the ids of the whole stream are loaded
        at_rest = _resident(terminal.pid)
        seconds = [_press(terminal, DOWN, title_start(stock.entries - step)) for step in range(1, presses + 1)]
        after = _resident(terminal.pid)
    with opened(BARE) as (terminal, _):
        terminal.sent(HEADLINE.encode())
        time.sleep(REST)
        bare = _resident(terminal.pid)
    return [
        timed("↓ to repaint, idle", seconds, limit=16),
        Figure("memory of the UI process at rest", at_rest, "MB", limit=80),
        Figure(f"memory of the UI process after {presses} articles", after, "MB", limit=80),
        Figure("memory of the bare app", bare, "MB"),
    ]


def _press(terminal: Terminal, key: str, shows: str) -> float:
    before = len(terminal.raw)
    started = time.perf_counter()
    terminal.press(key)
    terminal.sent(shows.encode(), start=before)
    seconds = time.perf_counter() - started
    time.sleep(REST)
    return seconds


def _resident(pid: int) -> float:
    """Resident memory of a process in MB (10⁶ bytes)."""
    done = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(done.stdout) * 1024 / 1e6

"""What is measured at the pty: from a key or a start to the bytes that show its effect."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.bench.bare import HEADLINE
from tests.bench.figures import Figure, Table, ratio, timed
from tests.bench.processes import memory
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


def starts(stocks: Sequence[Stock], rounds: int) -> Table:
    """Spawn to first headline, ours and the bare app's in turns; the first round, which compiles, is not counted."""
    ours: defaultdict[int, list[float]] = defaultdict(list)
    pages: defaultdict[int, list[float]] = defaultdict(list)
    bare: list[float] = []
    for _ in range(rounds + 1):
        for stock in stocks:
            headline, page = title_start(stock.entries).encode(), opening(stock.entries).encode()
            with opened(reader_command(stock.paths)) as (terminal, started):
                terminal.sent(headline)
                ours[stock.entries].append(time.perf_counter() - started)
                terminal.sent(page)
                pages[stock.entries].append(time.perf_counter() - started)
                time.sleep(REST)
        with opened(BARE) as (terminal, started):
            terminal.sent(HEADLINE.encode())
            bare.append(time.perf_counter() - started)
            time.sleep(REST)
    figures = []
    for entries in ours:
        size = f"{entries:,}"
        first = timed("spawn → first headline", ours[entries][1:], size)
        other = timed("spawn → first text of a bare three-pane app", bare[1:], size)
        figures += [
            first, other, ratio("  ratio to the bare app", first, other, limit=1.5),
            timed("spawn → first article", pages[entries][1:], size),
        ]  # fmt: skip
    return Table("Start", tuple(figures))


def keys_and_memory(stocks: Sequence[Stock], presses: int) -> Table:
    """↓ to its repaint while nothing else happens, and the memory of the process before and after."""
    return Table("Keys", tuple(figure for stock in stocks for figure in _keys_of(stock, presses)))


def _keys_of(stock: Stock, presses: int) -> list[Figure]:
    size = f"{stock.entries:,}"
    with opened(reader_command(stock.paths)) as (terminal, _):
        terminal.sent(opening(stock.entries).encode())
        time.sleep(1)  # the worker starts, the ids of the whole stream are loaded
        at_rest = memory(terminal.pid) / 1e6
        seconds = [_press(terminal, DOWN, title_start(stock.entries - step)) for step in range(1, presses + 1)]
        after = memory(terminal.pid) / 1e6
    return [
        timed("↓ to repaint, idle", seconds, size, limit=16),
        Figure("memory of the UI process at rest", at_rest, "MB", size, limit=80),
        Figure(f"memory of the UI process after {presses} articles", after, "MB", size, limit=80),
    ]


def _press(terminal: Terminal, key: str, shows: str) -> float:
    before = len(terminal.raw)
    started = time.perf_counter()
    terminal.press(key)
    terminal.sent(shows.encode(), start=before)
    seconds = time.perf_counter() - started
    time.sleep(REST)
    return seconds

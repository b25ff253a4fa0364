"""The reader's memory over a hundred refreshes, each of which brings something new in every polled feed."""

from __future__ import annotations

import time
from pathlib import Path

from tests.bench.feeds import CHANGING_EVERY, write_changing
from tests.bench.figures import Figure, Table
from tests.bench.keyboard import DOWN
from tests.bench.keys import REPAINT, session, total
from tests.bench.processes import descendants, memory
from tests.bench.server import FeedServer, Manner
from tests.bench.stock import Stock, serve_feeds
from tests.support.terminal import Terminal

FEEDS, ENTRIES = 20, 20
SAMPLED = (0, 0.05, 0.1, 0.25, 0.5, 0.75, 1)  # of the refreshes
PATIENCE = 15.0


def remembering(stock: Stock, refreshes: int, folder: Path) -> Table:
    """Refreshes ``rounds`` times; in between, shows the new headlines and moves the cursor."""
    write_changing(folder, FEEDS, ENTRIES)
    figures: list[Figure] = []
    wanted = {round(part * refreshes) for part in SAMPLED}
    with FeedServer(folder, Manner.CHANGING) as server:
        serve_feeds(stock, [server.url(feed) for feed in range(FEEDS)])
        before = total(stock)
        with session(stock) as one:
            for number in range(refreshes + 1):
                if number in wanted:
                    figures += _sample(one.terminal, f"{number}")
                if number < refreshes:
                    _refresh(one.terminal, stock)
        arrived = total(stock) - before
    note = f"{stock.entries:,} entries stored; {FEEDS} feeds polled each time; {arrived:,} entries arrived in all"
    return Table("Memory, by the number of refreshes", tuple(figures), note, ratios=False)


def _refresh(terminal: Terminal, stock: Stock) -> None:
    before, started = total(stock), time.monotonic()
    terminal.press("R")
    while total(stock) < before + FEEDS * ENTRIES // CHANGING_EVERY and time.monotonic() - started < PATIENCE:
        time.sleep(0.05)
    time.sleep(REPAINT)
    terminal.press(f".{DOWN}")


def _sample(terminal: Terminal, column: str) -> list[Figure]:
    worker = sum(memory(pid) for pid in descendants(terminal.pid))
    return [
        Figure("the UI process", memory(terminal.pid) / 1e6, "MB", column, limit=80),
        Figure("the worker and its parsers", worker / 1e6, "MB", column),
    ]

"""From the command to the first headline: Broadsheet at every size, a bare Textual app, and other readers, in turns."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial

from tests.bench.bare import HEADLINE
from tests.bench.figures import Figure, Table, ratio, timed
from tests.bench.keyboard import REST, opened
from tests.bench.rivals import Rival
from tests.bench.stock import Stock, opening, title_start
from tests.support.terminal import reader_command

PATIENCE = 120.0  # seconds; newsboat is slow with a large cache
BARE = [sys.executable, "-m", "tests.bench.bare"]
NOTHING = [sys.executable, "-c", "print('started', flush=True)"]
OURS, PAGE, APP, PYTHON = (
    "spawn → first headline",
    "spawn → first article",
    "spawn → first text of a bare three-pane app",
    "spawn → first line of a bare Python",
)


def starts(stocks: Sequence[Stock], rivals: Sequence[Rival], rounds: int) -> Table:
    """Runs all in turns; the first round, which compiles and warms the system's cache, is not counted."""
    taken: defaultdict[tuple[str, int], list[float]] = defaultdict(list)
    for _ in range(rounds + 1):
        for stock in stocks:
            headline, page = _until(reader_command(stock.paths), title_start(stock.entries), opening(stock.entries))
            taken[OURS, stock.entries].append(headline)
            taken[PAGE, stock.entries].append(page)
        taken[APP, 0] += _until(BARE, HEADLINE)
        taken[PYTHON, 0] += _until(NOTHING, "started")
        for rival in rivals:
            if len(taken[rival.name, rival.entries]) <= max(1, rival.rounds(rounds)):
                taken[rival.name, rival.entries] += _until(rival.command, rival.shows)
    figures = [
        figure for stock in stocks for figure in _figures(stock.entries, lambda what, size: taken[what, size][1:])
    ]
    figures += [
        timed(f"spawn → first line of {rival.name}", taken[rival.name, rival.entries][1:], f"{rival.entries:,}")
        for rival in rivals
    ]
    note = "median (95th percentile); the other readers' first line belongs to their list of feeds or headlines"
    return Table("Start", tuple(figures), note)


def _until(command: list[str], *shows: str) -> list[float]:
    """The seconds from spawning a program until it has written each of these."""
    with opened(command) as (terminal, started):
        moments = [terminal.written(partial(_has, what.encode()), patience=PATIENCE) for what in shows]
        time.sleep(REST)
    if None in moments:
        raise RuntimeError(f"{command[0]} never showed {shows}")
    return [moment - started for moment in moments if moment is not None]


def _has(what: bytes, written: bytes) -> bool:
    return what in written


def _figures(entries: int, of: Callable[[str, int], list[float]]) -> list[Figure]:
    size = f"{entries:,}"
    first = timed(OURS, of(OURS, entries), size)
    app, python = timed(APP, of(APP, 0), size), timed(PYTHON, of(PYTHON, 0), size)
    return [
        first, app, ratio("  ratio to the bare app", first, app, limit=1.5), python,
        timed(PAGE, of(PAGE, entries), size),
    ]  # fmt: skip

"""Samples and tables. A row is a measurement, a column a size or a program."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell. ``limit``: the upper bound from the design for the worse of ``value`` and ``p95``, if there is one."""

    name: str
    value: float
    unit: str
    column: str = ""
    p95: float | None = None
    samples: int = 1
    limit: float | None = None

    @property
    def beyond(self) -> bool:
        """Whether it exceeds its limit."""
        return self.limit is not None and max(self.value, self.p95 or 0) > self.limit

    def text(self) -> str:
        """The cell: the median, then the 95th percentile if there is one."""
        value = f"{number(self.value)} {self.unit}".rstrip()
        return value if self.p95 is None else f"{value} ({number(self.p95)})"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title. ``note``: how the figures were obtained, for readers of the table.

    ``ratios``: print each column but the first with its ratio to the first.
    """

    title: str
    figures: tuple[Figure, ...]
    note: str = ""
    ratios: bool = True

    def rows(self) -> list[list[str]]:
        """The header and the rows."""
        columns = list(dict.fromkeys(figure.column for figure in self.figures))
        head = ["", columns[0]]
        for column in columns[1:]:
            head += [column, "×"] if self.ratios else [column]
        limited = any(figure.limit is not None for figure in self.figures)
        cells = {(figure.name, figure.column): figure for figure in self.figures}
        names = dict.fromkeys(figure.name for column in self._fullest_first(columns) for figure in column)
        rows = [self._row(name, [cells.get((name, column)) for column in columns]) for name in names]
        return [[*head, "limit"], *rows] if limited else [head, *(row[:-1] for row in rows)]

    def _fullest_first(self, columns: Sequence[str]) -> list[list[Figure]]:
        """Keeps the order of the fullest column for rows that some columns lack."""
        return sorted(([f for f in self.figures if f.column == column] for column in columns), key=len, reverse=True)

    def _row(self, name: str, figures: Sequence[Figure | None]) -> list[str]:
        """Cells, with the limit last."""
        first = figures[0]
        row = [name, first.text() if first else "–"]
        for figure in figures[1:]:
            row.append(figure.text() if figure else "–")
            if self.ratios:
                row.append(f"{figure.value / first.value:.2f}" if figure and first and first.value else "")
        limited = next((figure for figure in figures if figure and figure.limit is not None), None)
        if limited is None:
            return [*row, ""]
        beyond = any(figure and figure.beyond for figure in figures)
        return [*row, f"≤ {number(limited.limit or 0)} {limited.unit}".rstrip() + (" !" if beyond else "")]


def times_of(work: Callable[[], object], rounds: int, *, warm: int = 1) -> list[float]:
    """Seconds of each round, after a few that are not counted."""
    seconds = []
    for _ in range(warm + rounds):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return seconds[warm:]


def timed(name: str, seconds: Sequence[float], column: str = "", *, limit: float | None = None) -> Figure:
    """Median and 95th percentile of times, in milliseconds; with fewer than five, the median alone."""
    milliseconds = sorted(1000 * value for value in seconds)
    p95 = percentile(milliseconds, 95) if len(milliseconds) >= 5 else None
    return Figure(name, statistics.median(milliseconds), "ms", column, p95, len(milliseconds), limit)


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of sorted values."""
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def ratio(name: str, ours: Figure, theirs: Figure, *, limit: float | None = None) -> Figure:
    """Ratio of the other median to ours, within one run, so that the machine's speed cancels out."""
    value = ours.value / theirs.value
    return Figure(name, value, "×", ours.column, samples=min(ours.samples, theirs.samples), limit=limit)


def plain(table: Table) -> str:
    """The table for a terminal; ``!`` marks a row beyond its limit."""
    rows = table.rows()
    widths = [max(len(row[index]) for row in rows) for index in range(len(rows[0]))]
    lines = [
        "  ".join(cell.ljust(widths[0]) if index == 0 else cell.rjust(widths[index]) for index, cell in enumerate(row))
        for row in rows
    ]
    return "\n".join(filter(None, (table.title, *(line.rstrip() for line in lines), table.note and f"({table.note})")))


def markdown(table: Table) -> str:
    """The table as Markdown."""
    head, *rows = table.rows()
    lines = [_line(head), _line(["---"] * len(head)), *map(_line, rows)]
    return "\n\n".join(filter(None, (f"**{table.title}**", "\n".join(lines), table.note)))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def number(value: float) -> str:
    """About three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"

"""Samples and the table that they are printed in."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of the table. ``limit``: what DESIGN.md wants ``value`` to stay below, if it says."""

    name: str
    value: float
    unit: str
    p95: float | None = None
    samples: int = 1
    limit: float | None = None


def timed(name: str, seconds: Sequence[float], limit: float | None = None) -> Figure:
    """Median and 95th percentile of some times, in milliseconds; ``limit`` is for the worse of them."""
    milliseconds = sorted(1000 * value for value in seconds)
    return Figure(name, statistics.median(milliseconds), "ms", percentile(milliseconds, 95), len(milliseconds), limit)


def percentile(ordered: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of sorted values."""
    return ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)]


def ratio(name: str, ours: Figure, theirs: Figure, limit: float | None = None) -> Figure:
    """How many times the median of the other ours is; from one run, so that the machine's speed drops out."""
    return Figure(name, ours.value / theirs.value, "×", samples=min(ours.samples, theirs.samples), limit=limit)


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines, one each; ``!`` marks what is beyond its limit."""
    lines = [f"{'':52} {'median':>10} {'p95':>10}    {'n':>4}  {'limit':>9}"]
    for figure in figures:
        value, unit = f"{_number(figure.value)} {figure.unit}", figure.unit
        p95 = "" if figure.p95 is None else f"{_number(figure.p95)} {unit}"
        limit = "" if figure.limit is None else f"≤ {_number(figure.limit)} {unit}"
        mark = "!" if _beyond(figure) else " "
        lines.append(f"{figure.name:52} {value:>10} {p95:>10}  {mark} {figure.samples:>4}  {limit:>9}")
    return "\n".join(lines)


def _beyond(figure: Figure) -> bool:
    worst = figure.value if figure.p95 is None else figure.p95
    return figure.limit is not None and worst > figure.limit


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"

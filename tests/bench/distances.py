"""The last table: how far each figure is from the lower bound measured in the same run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from tests.bench.figures import Figure, Table
from tests.bench.others import OURS as PROGRAM

LIMIT, OURS = "the limit", "ours"
# label, our figure, and the figure that is its lower bound
PAIRS = (
    ("a start, by a bare Python", "spawn → first headline", "spawn → first line of a bare Python"),
    ("a start, by a bare Textual app", "spawn → first headline", "spawn → first text of a bare three-pane app"),
    ("↓, by a bare echo at the pty", "↓", "a key to its echo, by a bare Python at the pty"),
    ("↓, by a bare Textual app", "↓", "↓ to its repaint, by the bare Textual app"),
    ("memory, by a bare Textual app", "memory of the UI process, just opened", "memory of the bare Textual app"),
    ("feeds unchanged, by bare GETs", "nothing new, 304: until all is stored", "bare GETs, one after another"),
    ("feeds read, by a bare expat pass", "first time: until all is stored", "a bare expat pass over the bytes"),
    (
        "entries stored, by a bare SQLite insert",
        "add 1,000 entries of 50 feeds",
        "a bare SQLite insert of 1,000 entries",
    ),
    ("entries indexed, by bare FTS5", "  and let search find them", "a bare FTS5 insert of their words"),
    ("25,000 marked, by a bare SQLite update", "mark 25,000 read", "a bare SQLite update of 25,000 of a million rows"),
    ("50 hits, by bare FTS5", "a word of every second entry, newest first", "50 hits of bare FTS5, the last first"),
)


def distances(tables: Sequence[Table]) -> Table | None:
    """Pairs of figures that were both measured, ours at the largest size; None if there are none.

    If two tables have a figure of the same name, the first counts: keys are pressed while idle first.
    """
    found: dict[str, Figure] = {}
    for table in tables:
        sizes = {figure.name: figure for figure in table.figures if figure.column in _ours(table)}
        found = {**sizes, **found}
    rows = tuple(_rows(found))
    return Table("How far from the limit", rows, "medians of this run, at the largest size") if rows else None


def _ours(table: Table) -> set[str]:
    """Columns that may be ours: sizes, or our program among others."""
    columns = {figure.column for figure in table.figures}
    return {PROGRAM} if PROGRAM in columns else columns


def _rows(found: Mapping[str, Figure]) -> Iterator[Figure]:
    for name, ours, limit in PAIRS:
        if ours in found and limit in found:
            yield replace(_in_milliseconds(found[limit]), name=name, column=LIMIT, p95=None, limit=None)
            yield replace(_in_milliseconds(found[ours]), name=name, column=OURS, p95=None, limit=None)


def _in_milliseconds(figure: Figure) -> Figure:
    return replace(figure, value=1000 * figure.value, unit="ms") if figure.unit == "s" else figure

"""The painted screen as its user reads it: the top line, the rows of both lists with their marks, the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from rich.color import Color
from textual.geometry import Region
from textual.strip import Strip

from tests.support.compositing import Line

CURSOR, UNREAD, STAR, LATER, FOLDED, UNFOLDED = "▌●★◇▸▾"
_COMPACT = re.compile(r" *(?:\d?\d:\d\d|\d?\d \w{3}(?: \d{4})?)  ")  # a row of one line begins with its time or date
_GAP = re.compile(r" {2,}")
_MARKS_BEFORE = re.compile(rf"(?:[{STAR}{LATER}] +)+")
_MARKS_BEHIND = re.compile(rf" +[{STAR}{LATER}](?: .*)?$")  # with the heading behind them


@dataclass(frozen=True, slots=True)
class ListRow:
    """A headline in the list. ``title``: its first line; ``text``: all its lines, down to the end of the pane."""

    title: str = ""
    text: str = ""
    selected: bool = False
    unread: bool = False
    starred: bool = False


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A row of the feed tree. ``notes``: the text at its right except the count, such as "paused" or "!"."""

    label: str = ""
    count: int = 0
    depth: int = 0
    folded: bool | None = None
    notes: str = ""
    selected: bool = False


class Painted(str):
    """The text of the screen, which also finds the parts of the main screen in it. ``panes``: those in sight, by id."""

    __slots__ = ("_lines", "_panes")
    _lines: Sequence[Line]
    _panes: Mapping[str, Region]

    def __new__(cls, lines: Sequence[Line], panes: Mapping[str, Region]) -> Self:
        painted = super().__new__(cls, "\n".join([line.text.rstrip() for line in lines]))
        painted._lines, painted._panes = lines, panes
        return painted

    @property
    def strips(self) -> list[Strip]:
        """The lines with their colours."""
        return [line.strip for line in self._lines]

    # -- the lines at the top and at the bottom

    @property
    def top(self) -> str:
        """The line with the title of the list and the counts."""
        return self.splitlines()[0]

    @property
    def bottom(self) -> str:
        """The line with a message or with the keys."""
        return self.splitlines()[-1]

    @property
    def list_title(self) -> str:
        """The title of the list that is open."""
        return _GAP.split(self.top.partition(f"Broadsheet  {FOLDED} ")[2])[0]

    @property
    def dialog(self) -> bool:
        """Whether a dialog is open: only these have round frames."""
        return "╭" in self

    # -- the panes

    @property
    def focus(self) -> str:
        """The pane with the keys: its cursor bar has the colour of the program's name; without one, the article."""
        accent = _colour(self._lines[0].strip, 1)
        return next((pane for pane in ("tree", "headlines") if self._cursor_colour(pane) == accent), "article")

    def _cursor_colour(self, pane: str) -> Color | None:
        return next((_colour(strip, 0) for strip in self._in(pane) if strip.text.startswith(CURSOR)), None)

    def _in(self, pane: str) -> list[Strip]:
        region = self._panes.get(pane, Region())
        return [line.strip.crop(region.x, region.right) for line in self._lines[region.y : region.bottom]]

    def lines_of(self, pane: str) -> list[str]:
        """The lines of a pane: "tree", "headlines" or "article"; none while it is hidden."""
        return [strip.text.rstrip() for strip in self._in(pane)]

    def place_of(self, text: str, pane: str) -> tuple[int, int]:
        """Column and line of the screen at which a text begins in a pane, for the mouse."""
        region = self._panes[pane]
        line = next(number for number, line in enumerate(self.lines_of(pane)) if text in line)
        return region.x + self.lines_of(pane)[line].index(text), region.y + line

    def on_ground(self, colour: str, pane: str) -> list[str]:
        """The texts of a pane on a background of this colour, such as "#4a4136"."""
        pieces = ((piece.text, piece.style and piece.style.bgcolor) for strip in self._in(pane) for piece in strip)
        return [text for text, ground in pieces if ground and ground.name == colour]

    @property
    def article(self) -> str:
        """The text of the article pane, without its margin."""
        return "\n".join(line.strip() for line in self.lines_of("article")).strip()

    @property
    def tree(self) -> list[TreeRow]:
        """The visible rows of the feed tree."""
        return [_tree_row(line) for line in self.lines_of("tree") if line.strip()]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """The labels in the feed tree with their counts."""
        return [(row.label, row.count) for row in self.tree]

    @property
    def tree_row(self) -> TreeRow:
        """The marked row of the feed tree; an empty one if none is in sight."""
        return next((row for row in self.tree if row.selected), TreeRow())

    @property
    def rows(self) -> list[ListRow]:
        """The visible rows of the list, from the top, the last one perhaps not with all its lines."""
        return list(_list_rows(self.lines_of("headlines")))

    @property
    def titles(self) -> list[str]:
        """The first lines of the visible rows of the list."""
        return [row.title for row in self.rows]

    @property
    def row(self) -> ListRow:
        """The marked row of the list; an empty one if none is in sight."""
        return next((row for row in self.rows if row.selected), ListRow())


def _colour(strip: Strip, column: int) -> Color | None:
    style = next(iter(strip.crop(column, column + 1))).style
    return style.color if style else None


def _tree_row(line: str) -> TreeRow:
    body = line[1:].strip()
    depth = (len(line) - 1 - len(line[1:].lstrip())) // 2
    fold, name = (body[0], body[2:]) if body.startswith((f"{FOLDED} ", f"{UNFOLDED} ")) else ("", body)
    label, *right = _GAP.split(name)
    notes = right[0].split() if right else []
    count = int(re.sub(r"\D", "", notes.pop())) if notes and notes[-1][0].isdecimal() else 0
    return TreeRow(label, count, depth, fold == FOLDED if fold else None, " ".join(notes), line.startswith(CURSOR))


def _list_rows(lines: Sequence[str]) -> Iterator[ListRow]:
    for in_rows, group in groupby(lines, lambda line: bool(line[3:].strip()) and not _is_heading(line)):
        block = list(group) if in_rows else []
        if block and _COMPACT.match(block[0][3:]):
            yield from map(_compact_row, block)
        elif block:
            yield _list_row(block[0], _GAP.split(block[0][3:])[0], block)


def _is_heading(line: str) -> bool:
    """Whether a line names a day: in capitals, and without a mark."""
    return not line[:3].strip() and line[3:].isupper()


def _compact_row(line: str) -> ListRow:
    """A row with its time at the left, then the title and its source, or the source in a column and the title."""
    body = _COMPACT.sub("", line[3:]).strip()
    words = _MARKS_BEHIND.sub("", body[found.end() :] if (found := _MARKS_BEFORE.match(body)) else body)
    return _list_row(line, _GAP.split(words)[:2][-1].partition(" · ")[0], [line])


def _list_row(first: str, title: str, lines: Sequence[str]) -> ListRow:
    text = " ".join(_GAP.sub("  ", line[3:].strip()) for line in lines)
    return ListRow(title, text, first.startswith(CURSOR), first[1:2] == UNREAD, STAR in lines[-1])

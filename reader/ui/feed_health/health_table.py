"""The feeds as a table of how they fare; columns that have no room are left out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from reader.feed_health import Concern, Health, bars, rhythm_words
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.line_list import LineList, ground_of, segments
from reader.wording.feed_messages import concern_message

AILING = (Concern.GONE, Concern.FAILING)
_GAP = 2
_NARROWEST_NAME, _WIDEST_NAME = 20, 36
_LEAST_TROUBLE, _ROOMY = 16, 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table. ``order``: what the list is sorted by when it is sorted by this column."""

    head: str
    width: int
    order: str
    text: Callable[[Health, Glyphs], str]
    right: bool = False


def _share(health: Health, _: Glyphs) -> str:
    return "" if health.read_share is None else f"{health.read_share:.0%}"


COLUMNS: tuple[Column, ...] = (
    Column("Half a year", 13, "latest", lambda h, glyphs: bars(h.record.weeks, 13, glyphs.bars)),
    Column("Unread", 8, "unread", lambda h, _: f"{h.feed.unread:,}".replace(",", "\u202f"), right=True),
    Column("Read", 6, "read", _share, right=True),
    Column("Rhythm", 16, "rhythm", lambda h, _: rhythm_words(h.per_week)),
    Column("Folder", 20, "folder", lambda h, _: h.feed.folder),
)
"""Beside the feed's name and its trouble; the first is the last to be left out."""
ORDERS = ("trouble", "title", *(column.order for column in COLUMNS))


class HealthTable(LineList):
    """A row a feed, below a line with the columns' names."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "health-table--text", "health-table--dim", "health-table--accent", "health-table--head", "health-table--cursor",
    }  # fmt: skip

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self.rows: Sequence[Health] = ()
        self._order, self._backwards = ORDERS[0], False

    def show(self, rows: Sequence[Health], order: str, *, backwards: bool, feed_id: int | None) -> None:
        """Shows these rows, which are in this order, with the cursor on a feed if it is among them."""
        self.rows, self._order, self._backwards = rows, order, backwards
        places = (number for number, row in enumerate(rows) if row.feed.id == feed_id)
        self.cursor = next(places, min(self.cursor, max(0, len(rows) - 1)))
        self.rows_changed()
        self.show_cursor()

    @property
    def current(self) -> Health | None:
        """The feed under the cursor."""
        return self.rows[self.cursor] if self.cursor < len(self.rows) else None

    # -- as a list of lines

    def row_count(self) -> int:
        """As the base says."""
        return len(self.rows)

    def top_of(self, row: int) -> int:
        """As the base says."""
        return row

    def height_of(self, row: int) -> int:  # noqa: ARG002
        """As the base says."""
        return 1

    def line_count(self) -> int:
        """As the base says."""
        return len(self.rows)

    def row_at(self, line: int) -> int | None:
        """As the base says."""
        return line if 0 <= line < len(self.rows) else None

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"health-table--{name}")

    def cache_key(self, line: int) -> Hashable:
        """As the base says."""
        return (self.rows[line], (1 + self.has_focus) * (line == self.cursor))

    def draw_line(self, line: int, width: int) -> Strip:
        """One feed."""
        row, selected = self.rows[line], line == self.cursor
        ground = ground_of(self._style("cursor")) if selected else Style.null()
        text, dim, accent = (self._style(name) + ground for name in ("text", "dim", "accent"))
        ailing = row.concern in AILING
        name, trouble = _shares(width)
        pieces = [
            (self._glyphs.cursor if selected else " ", accent if self.has_focus else dim),
            ("! " if ailing else "  ", accent),
            (_padded(row.feed.title, name), dim if row.concern is Concern.PAUSED else text),
        ]
        cells = ((column, column.text(row, self._glyphs)) for column in _columns(width))
        pieces += [(" " * _GAP + _padded(value, column.width, right=column.right), dim) for column, value in cells]
        if trouble:
            pieces.append((" " * _GAP + _padded(concern_message(row), trouble), accent if ailing else dim))
        return segments(pieces, width)

    def head(self, width: int) -> Strip:
        """The line with the columns' names; the one that the list is sorted by says so."""
        name, trouble = _shares(width)
        listed = [("Feed", name, "title", False), *((c.head, c.width, c.order, c.right) for c in _columns(width))]
        if trouble:
            listed.append(("What is the matter", trouble, "trouble", False))
        pieces = [("   ", self._style("head"))]
        for number, (head, room, order, right) in enumerate(listed):
            sign = (self._glyphs.arrived if self._backwards else self._glyphs.unfolded) if order == self._order else ""
            label = _padded(f"{sign} {head}".strip() if right else f"{head} {sign}".strip(), room, right=right)
            look = self._style("text") if order == self._order else self._style("head")
            pieces.append((" " * (_GAP if number else 0) + label, look))
        return segments(pieces, width)


def _columns(width: int) -> tuple[Column, ...]:
    """The columns there is room for; the folder only where the feed's name and its trouble are not cramped."""
    left, found = width - 3 - _NARROWEST_NAME, []
    for column in COLUMNS:
        left -= column.width + _GAP
        if left < (_ROOMY if column.order == "folder" else 0):
            break
        found.append(column)
    return tuple(found)


def _shares(width: int) -> tuple[int, int]:
    """Cells for the feed's name and for its trouble, which is left out where it would say nothing."""
    left = width - 3 - sum(column.width + _GAP for column in _columns(width))
    name = min(max(_NARROWEST_NAME, left * 2 // 5), _WIDEST_NAME, left)
    trouble = left - name - _GAP
    return (name, trouble) if trouble >= _LEAST_TROUBLE else (left, 0)


def _padded(text: str, width: int, *, right: bool = False) -> str:
    text = fit(text, width)
    filler = " " * (width - cell_len(text))
    return filler + text if right else text + filler

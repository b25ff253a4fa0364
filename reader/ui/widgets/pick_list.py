"""A list below a line to type in: what fits, the best first. The line keeps the keys; the mouse chooses."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.strip import Strip

from reader.lazy_dataclass import dataclass
from reader.ui.glyphs import Glyphs
from reader.ui.typeset.breaking import fit
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.line_list import LineList, ground_of, segments

_SHORTEST_NOTE = 6  # cells of a note that is cut
_GAP = 2


@dataclass(frozen=True, slots=True)
class PickRow:
    """A row. ``note``: beside the name; ``right``: in a column at the right; ``about``: a sentence about it."""

    value: Any
    name: str
    note: str = ""
    right: str = ""
    about: str = ""
    strong: bool = False


class PickList(LineList, can_focus=False):
    """Shows rows, of which one is selected."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "text": Ink(),
        "strong": Ink(attributes="bold"),
        "dim": Ink("dim"),
        "accent": Ink("accent"),
        "cursor": Ink(ground="marked"),
    }

    def __init__(self, glyphs: Glyphs, *, id: str = "picks") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self.rows: Sequence[PickRow] = ()
        self._names = 0  # cells of the longest name

    def show(self, rows: Sequence[PickRow], cursor: int = 0) -> None:
        """Shows other rows; ``cursor`` -1 selects none."""
        self.rows, self.cursor = rows, cursor
        self._names = max((cell_len(row.name) for row in rows), default=0)
        self.rows_changed()
        self.scroll_least()
        self.refresh()

    @property
    def current(self) -> PickRow | None:
        """The selected row."""
        return self.rows[self.cursor] if 0 <= self.cursor < len(self.rows) else None

    def move_round(self, step: int) -> None:
        """Moves the cursor, from the last row to the first and the other way round."""
        if self.rows:
            before = self.cursor
            start = before if before >= 0 else (-1 if step > 0 else 0)
            self.cursor = (start + step) % len(self.rows)
            for row in (before, self.cursor):
                self.refresh_row(row)
            self.show_cursor()
            self.post_message(self.Moved(self))

    # -- see LineList

    def row_count(self) -> int:
        """See :class:`LineList`."""
        return len(self.rows)

    def show_cursor(self) -> None:
        """See :class:`LineList`; no row may be selected."""
        if self.cursor >= 0:
            super().show_cursor()

    def cache_key(self, line: int) -> Hashable:
        """See :class:`LineList`."""
        row = self.rows[line] if line < len(self.rows) else None
        return row and (row.name, row.note, row.right, row.strong, line == self.cursor, self._names)

    def draw_line(self, line: int, width: int) -> Strip:
        """One row: its name, its note in a column of its own if there is room, and the text at the right."""
        row, selected = self.rows[line], line == self.cursor
        ground = ground_of(self.inks["cursor"]) if selected else Style.null()
        dim = self.inks["dim"] + ground
        text = self.inks["strong" if row.strong else "text"] + ground
        right = f"{fit(row.right, width // 2)} " if row.right else " "
        column = min(self._names, max(20, width // 2))
        room = width - cell_len(right) - 3 - _GAP
        kept = min(cell_len(row.note), room // 4)  # for the note, beside a long name
        least = min(_SHORTEST_NOTE, cell_len(row.note))
        beside = kept + _GAP if row.note and kept >= least else 0
        name = fit(row.name, room - beside, self._glyphs.more)
        pieces = [(self._glyphs.cursor if selected else " ", self.inks["accent"] + ground), (f" {name}", text)]
        if row.note:
            gap = max(_GAP, min(column - cell_len(name) + _GAP, room - cell_len(name) - kept))
            left = room - cell_len(name) - gap
            if left >= least:
                pieces.append((" " * gap + fit(row.note, left, self._glyphs.more), dim))
        return segments(pieces, width, (right, dim))

    async def _on_click(self, event: events.Click) -> None:
        row = None if self.on_bar(event) else self.row_at(event.y + self.scroll_offset.y)
        if row is not None:
            self.move_to(row)
            self.post_message(self.Chosen(self))

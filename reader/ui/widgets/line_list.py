"""A list drawn line by line: rows of some height, a cursor, and nothing that grows with the number of rows.

A subclass says how many rows there are, where each begins and how its lines look; this draws what is
visible, repaints only the rows that changed, and keeps the cursor in view.
"""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.ui.typeset.breaking import fit
from reader.ui.widgets.scroller import Scroller


class LineList(Scroller):
    """The base of the headlines and of the tree of feeds."""

    ALLOW_SELECT = False

    class Told(Message):
        """The list tells something of itself."""

        def __init__(self, control: LineList) -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> LineList:
            """The list."""
            return self._control

    class Moved(Told):
        """The user moved the cursor to another row."""

    class Chosen(Told):
        """The user chose the row of the cursor."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.cursor = 0

    # -- what a subclass says

    def row_count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    def top_of(self, row: int) -> int:
        """The line at which a row begins."""
        raise NotImplementedError

    def height_of(self, row: int) -> int:
        """How many lines a row has."""
        raise NotImplementedError

    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def row_at(self, line: int) -> int | None:
        """The row that a line belongs to, if any."""
        raise NotImplementedError

    def can_rest_on(self, row: int) -> bool:  # noqa: ARG002
        """Whether the cursor may stand on a row."""
        return True

    # -- moving

    def move_to(self, row: int, *, told: bool = True) -> None:
        """Puts the cursor on a row (or the nearest that takes it) and into view."""
        if not self.row_count():
            return
        row = self._nearest(min(max(row, 0), self.row_count() - 1), 1 if row >= self.cursor else -1)
        if row == self.cursor:
            self.show_cursor()
            return
        before, self.cursor = self.cursor, row
        self.refresh_row(before)
        self.refresh_row(row)
        self.show_cursor()
        if told:
            self.post_message(self.Moved(self))

    def _nearest(self, row: int, step: int) -> int:
        for direction in (step, -step):
            found = row
            while 0 <= found < self.row_count():
                if self.can_rest_on(found):
                    return found
                found += direction
        return self.cursor

    def move_by(self, rows: int) -> None:
        """Moves the cursor by rows."""
        self.move_to(self.cursor + rows)

    def move_by_page(self, pages: int) -> None:
        """Moves the cursor by what is visible at once."""
        per_page = max(1, self.size.height // max(1, self.height_of(self.cursor)) - 1)
        self.move_by(pages * per_page)

    def show_cursor(self) -> None:
        """Scrolls as far as it takes to see the row of the cursor, with the heading above it."""
        if not self.row_count():
            return
        first = 0 if self.cursor == 0 else self.top_of(self.cursor - 1) + self.height_of(self.cursor - 1)
        bottom = self.top_of(self.cursor) + self.height_of(self.cursor)
        top, height = self.scroll_offset.y, self.size.height
        if first < top:
            self.scroll_to_line(first)
        elif bottom > top + height:
            self.scroll_to_line(min(first, bottom - height))

    def rows_changed(self) -> None:
        """There are other rows than before: measures and draws anew."""
        self.measure_lines(self.line_count())

    def refresh_row(self, row: int) -> None:
        """Repaints one row."""
        if 0 <= row < self.row_count():
            self.refresh_lines(self.top_of(row), self.height_of(row))

    # -- the keys, and the mouse

    def on_focus(self) -> None:
        """The cursor is drawn otherwise in the focused pane."""
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """See :meth:`on_focus`."""
        self.refresh_row(self.cursor)

    async def _on_click(self, event: events.Click) -> None:
        row = None if self.on_bar(event) else self.row_at(event.y + self.scroll_offset.y)
        if row is None or not self.can_rest_on(row):
            return
        if row == self.cursor or event.chain > 1:
            self.post_message(self.Chosen(self))
        self.move_to(row)


def ground_of(style: Style) -> Style:
    """Only the ground of a style, to be laid under others."""
    return Style(bgcolor=style.bgcolor)


def segments(pieces: list[tuple[str, Style]], width: int, end: tuple[str, Style] | None = None) -> Strip:
    """Pieces from the left and one at the right edge, at exactly ``width`` cells; the left gives way."""
    from rich.cells import cell_len

    right = cell_len(end[0]) if end else 0
    room = max(0, width - right - (1 if right else 0))
    made: list[Segment] = []
    used = 0
    for text, style in pieces:
        text = fit(text, room - used)  # noqa: PLW2901  # what is left of it
        made.append(Segment(text, style))
        used += cell_len(text)
    filler = pieces[-1][1] if pieces else Style.null()
    made.append(Segment(" " * (width - right - used), filler.without_color + Style(bgcolor=filler.bgcolor)))
    if end and right <= width:
        made.append(Segment(*end))
    return Strip(made, width)

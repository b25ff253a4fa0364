"""A list with a cursor, drawn line by line, whose cost does not depend on the number of rows.

Subclasses define how many rows there are and how their lines look, and where each begins if rows have more than one
line or headings. This class moves the cursor, keeps it visible and redraws the rows that changed.
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
    """The base of the headlines, the feed tree, the health table and the lists to pick from."""

    ALLOW_SELECT = False

    class ListMessage(Message):
        """A message from the list."""

        def __init__(self, control: LineList) -> None:
            super().__init__()
            self._control = control

        @property
        def control(self) -> LineList:
            """The list."""
            return self._control

    class Moved(ListMessage):
        """The user moved the cursor to another row."""

    class Chosen(ListMessage):
        """The user activated the row under the cursor."""

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.cursor = 0

    # -- for subclasses

    def row_count(self) -> int:
        """The number of rows."""
        raise NotImplementedError

    def top_of(self, row: int) -> int:
        """The first line of a row."""
        return row

    def height_of(self, row: int) -> int:  # noqa: ARG002
        """The number of lines of a row."""
        return 1

    def line_count(self) -> int:
        """The number of lines of all rows, headings included."""
        return self.row_count()

    def row_at(self, line: int) -> int | None:
        """The row at a line; None for a heading or empty space."""
        return line if 0 <= line < self.row_count() else None

    def whole_line(self, line: int) -> int:
        """The first line, from this one on, at which a list may begin when it is scrolled."""
        return line

    def is_selectable(self, row: int) -> bool:  # noqa: ARG002
        """Whether the cursor may be on a row."""
        return True

    def row_numbered(self, number: int) -> int:
        """The row with a number, counted from 1."""
        return min(number, self.row_count()) - 1

    # -- moving

    def move_to(self, row: int, *, notify: bool = True) -> None:
        """Moves the cursor to a row, or to the nearest selectable one, and scrolls to it."""
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
        if notify:
            self.post_message(self.Moved(self))

    def _nearest(self, row: int, step: int) -> int:
        for direction in (step, -step):
            found = row
            while 0 <= found < self.row_count():
                if self.is_selectable(found):
                    return found
                found += direction
        return self.cursor

    def move_by(self, rows: int) -> None:
        """Moves the cursor by rows."""
        self.move_to(self.cursor + rows)

    def move_by_page(self, pages: int) -> None:
        """Moves the cursor by the rows that fit on the screen."""
        self.move_by(pages * self.rows_per_page)

    @property
    def rows_per_page(self) -> int:
        """By how many rows a page moves."""
        return max(1, self.size.height // max(1, self.height_of(self.cursor)) - 1)

    def show_cursor(self) -> None:
        """Scrolls just far enough to show the row under the cursor, with the heading above it."""
        if not self.row_count() or not self.size.height:
            return
        first = 0 if self.cursor == 0 else self.top_of(self.cursor - 1) + self.height_of(self.cursor - 1)
        bottom = self.top_of(self.cursor) + self.height_of(self.cursor)
        top, height = self.scroll_offset.y, self.size.height
        if first < top:
            self.scroll_to_line(first)
        elif bottom > top + height:
            self.scroll_to_line(min(first, self.whole_line(bottom - height)))

    def scroll_least(self) -> None:
        """Scrolls from the top just far enough to show the cursor, as a list does that is shown for the first time."""
        self.scroll_to_line(0)
        self.show_cursor()

    def on_resize(self) -> None:
        """Keeps the cursor visible, also after the first layout, before which the list has no height."""
        self.rows_changed()
        self.show_cursor()

    def rows_changed(self) -> None:
        """Call this after the rows have changed."""
        self.set_line_count(self.line_count())

    def refresh_row(self, row: int) -> None:
        """Redraws one row."""
        if 0 <= row < self.row_count():
            self.refresh_lines(self.top_of(row), self.height_of(row))

    # -- focus and mouse

    def on_focus(self) -> None:
        """The cursor has another colour in the focused pane."""
        self.refresh_row(self.cursor)

    def on_blur(self) -> None:
        """See :meth:`on_focus`."""
        self.refresh_row(self.cursor)

    async def _on_click(self, event: events.Click) -> None:
        row = None if self.on_bar(event) else self.row_at(event.y + self.scroll_offset.y)
        if row is None or not self.is_selectable(row):
            return
        if row == self.cursor or event.chain > 1:
            self.post_message(self.Chosen(self))
        self.move_to(row)


_AS_EMOJI = "\ufe0f"


def ground_of(style: Style) -> Style:
    """The background of a style, to combine with others."""
    return Style(bgcolor=style.bgcolor)


def segments(pieces: list[tuple[str, Style]], width: int, *ends: tuple[str, Style] | None) -> Strip:
    """A strip of exactly ``width`` cells: texts from the left, cut if necessary, and ``ends`` at the right edge.

    Without U+FE0F, which makes a sign such as ⚠ a picture of two cells: some terminals (tmux 3.3a) still count one, and
    would shift the rest of the row, the neighbouring pane too.
    """
    from rich.cells import cell_len

    at_right = [end for end in ends if end]
    right = sum(cell_len(text) for text, _ in at_right)
    room = max(0, width - right - (1 if right else 0))
    made: list[Segment] = []
    used = 0
    for text, style in pieces:
        text = fit(text.replace(_AS_EMOJI, ""), room - used)  # noqa: PLW2901 - cut to the space that is left
        made.append(Segment(text, style))
        used += cell_len(text)
    filler = pieces[-1][1] if pieces else Style.null()
    made.append(Segment(" " * (width - right - used), filler.without_color + Style(bgcolor=filler.bgcolor)))
    if right <= width:
        made += (Segment(*end) for end in at_right)
    return Strip(made, width)

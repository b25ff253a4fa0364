"""The bars at the top and bottom of the screen, and the hairlines between its panes."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.widgets.line_list import segments


class Bar(Widget):
    """One line with text on the left, in the middle and on the right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--text", "bar--dim", "bar--accent"}

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._parts: tuple[tuple[tuple[str, str], ...], str, str, bool] = ((), "", "", False)

    def show(
        self, left: tuple[tuple[str, str], ...], middle: str = "", right: str = "", *, highlight: bool = False
    ) -> None:
        """Shows these texts; the middle and the right one are left out if they do not fit.

        ``left``: pairs of text and style ("text", "dim" or "accent"). ``highlight``: draw the right one in
        the accent colour.
        """
        if (left, middle, right, highlight) != self._parts:
            self._parts = (left, middle, right, highlight)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        left, middle, right, highlight = self._parts
        pieces = [(" ", self._style("dim")), *((text, self._style(style)) for text, style in left)]
        used = sum(cell_len(text) for text, _ in pieces)
        room = width - used - cell_len(right) - 2
        if middle and cell_len(middle) + 2 <= room:
            start = max(used + 1, (width - cell_len(middle)) // 2)
            start = min(start, width - cell_len(right) - cell_len(middle) - 2)
            pieces.append((" " * (start - used) + middle, self._style("dim")))
        end = (right + " ", self._style("accent" if highlight else "dim")) if right and room >= 0 else None
        return segments(pieces, width, end)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"bar--{name}")

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self.refresh()


class Hairline(Widget):
    """The line between two panes, which can be dragged."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The user dragged the line ``by`` cells."""

        def __init__(self, hairline: Hairline, by: Offset) -> None:
            super().__init__()
            self.hairline, self.by = hairline, by

    def __init__(self, glyph: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyph = glyph
        self._from: Offset | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """The same strip for each line; Textual would draw each one."""
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The glyph, repeated over the whole width."""
        return segments([(self._glyph * self.size.width, self.rich_style)], self.size.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Starts dragging."""
        self._from = event.screen_offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drags."""
        if self._from is not None and event.screen_offset != self._from:
            by, self._from = event.screen_offset - self._from, event.screen_offset
            self.post_message(self.Dragged(self, by))

    def on_mouse_up(self) -> None:
        """Stops dragging."""
        self._from = None
        self.release_mouse()

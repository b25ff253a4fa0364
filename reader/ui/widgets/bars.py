"""The lines at the top and at the bottom of the screen, and the hairlines between its panes."""

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
    """One line with something at its left, its middle and its right."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--text", "bar--dim", "bar--accent"}

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._parts: tuple[tuple[tuple[str, str], ...], str, str, bool] = ((), "", "", False)

    def show(
        self, left: tuple[tuple[str, str], ...], middle: str = "", right: str = "", *, calls: bool = False
    ) -> None:
        """``left``: pairs of text and look ("text", "dim" or "accent"). What has no room is left out.

        ``calls``: what stands at the right is drawn in the accent colour.
        """
        if (left, middle, right, calls) != self._parts:
            self._parts = (left, middle, right, calls)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        left, middle, right, calls = self._parts
        pieces = [(" ", self._style("dim")), *((text, self._style(look)) for text, look in left)]
        used = sum(cell_len(text) for text, _ in pieces)
        room = width - used - cell_len(right) - 2
        if middle and cell_len(middle) + 2 <= room:
            start = max(used + 1, (width - cell_len(middle)) // 2)
            start = min(start, width - cell_len(right) - cell_len(middle) - 2)
            pieces.append((" " * (start - used) + middle, self._style("dim")))
        end = (right + " ", self._style("accent" if calls else "dim")) if right and room >= 0 else None
        return segments(pieces, width, end)

    def _style(self, look: str) -> Style:
        return self.get_component_rich_style(f"bar--{look}")

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self.refresh()


class Hairline(Widget):
    """The line between two panes; dragging it moves it."""

    ALLOW_SELECT = False

    class Dragged(Message):
        """The line was pulled by so many cells."""

        def __init__(self, hairline: Hairline, by: Offset) -> None:
            super().__init__()
            self.hairline, self.by = hairline, by

    def __init__(self, sign: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._sign = sign
        self._from: Offset | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """One line, as often as there is room: Textual would draw each."""
        return super().render_lines(Region(crop.x, crop.y, crop.width, 1)) * crop.height

    def render_line(self, y: int) -> Strip:  # noqa: ARG002
        """The sign, as often as there is room."""
        return segments([(self._sign * self.size.width, self.rich_style)], self.size.width)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Takes hold."""
        self._from = event.screen_offset
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pulls."""
        if self._from is not None and event.screen_offset != self._from:
            by, self._from = event.screen_offset - self._from, event.screen_offset
            self.post_message(self.Dragged(self, by))

    def on_mouse_up(self) -> None:
        """Lets go."""
        self._from = None
        self.release_mouse()

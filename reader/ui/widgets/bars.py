"""The bars at the top and bottom of the screen, and the hairlines between its panes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from reader.ui.widgets.inks import Ink, Inks
from reader.ui.widgets.line_list import segments


class Part(NamedTuple):
    """A piece of a bar. ``style``: "text", "dim" or "accent". ``action``: a Textual action that a click on it runs."""

    text: str
    style: str
    action: str = ""


class Bar(Widget):
    """One line with text on the left, in the middle and on the right."""

    ALLOW_SELECT = False
    INKS: ClassVar[Mapping[str, Ink]] = {"text": Ink(), "dim": Ink("dim"), "accent": Ink("accent", attributes="bold")}

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._inks = Inks(self, self.INKS)
        self._parts: tuple[tuple[Part, ...], str, str, bool] = ((), "", "", False)

    def show(self, left: Sequence[Part], middle: str = "", right: str = "", *, highlight: bool = False) -> None:
        """Shows these texts; the middle and the right one are left out if they do not fit.

        ``highlight``: draw the right one in the accent colour.
        """
        parts = (tuple(left), middle, right, highlight)
        if parts != self._parts:
            self._parts = parts
            self.refresh()

    async def on_click(self, event: events.Click) -> None:
        """Runs the command under the mouse pointer."""
        action = event.style.meta.get("command")
        if action:
            await self.screen.run_action(action)

    def render_line(self, y: int) -> Strip:
        """The one line."""
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        left, middle, right, highlight = self._parts
        pieces = [(" ", self._inks["dim"]), *((part.text, self._part_style(part)) for part in left)]
        used = sum(cell_len(text) for text, _ in pieces)
        room = width - used - cell_len(right) - 2
        if middle and cell_len(middle) + 4 <= room:
            start = max(used + 3, (width - cell_len(middle)) // 2)
            start = min(start, width - cell_len(right) - cell_len(middle) - 2)
            pieces.append((" " * (start - used) + middle, self._inks["dim"]))
        end = (right + " ", self._inks["accent" if highlight else "dim"]) if right and room >= 0 else None
        return segments(pieces, width, end)

    def _part_style(self, part: Part) -> Style:
        style = self._inks[part.style]
        return style + Style.from_meta({"command": part.action}) if part.action else style

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self._inks.forget()
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

"""A fast base for scrolled widgets that are drawn by lines: the lists and the article.

Textual recomputes the layout of the whole screen whenever the number of lines changes or a scroll bar appears, rebuilds
the bar at each step, and redraws every visible line when scrolling by one. That would cost a quarter of the time that a
key press may take. Here the layout does not depend on the number of lines, the bar is the last cell of each line, and
drawn lines are cached by their content instead of their position, so that scrolling draws new lines only.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.ui.widgets.inks import Ink, Inks

CACHED_LINES = 1_000  # a few screens
_BEYOND = "below the last line"


class Scroller(ScrollView, can_focus=True, inherit_bindings=False):
    """A scrolled widget of lines. Subclasses draw single lines."""

    INKS: ClassVar[Mapping[str, Ink]] = {}
    RESERVES_BAR: ClassVar[bool] = True  # keep the last cell free for the bar even if all lines are visible

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self.inks = Inks(self, self.INKS)
        self._drawn: dict[Hashable, Strip] = {}
        self._drawn_width = 0
        self._dragged = False

    # -- for subclasses

    def cache_key(self, line: int) -> Hashable:  # noqa: ARG002
        """Everything that a drawn line depends on, except for the width and the theme; None: do not cache it."""
        return None

    def draw_line(self, line: int, width: int) -> Strip:
        """Draws one line."""
        raise NotImplementedError

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible lines of a region, for Textual's compositor."""
        size, first, lines = self.size, self.scroll_offset.y, self.virtual_size.height
        if self._drawn_width != size.width or len(self._drawn) > CACHED_LINES:
            self.forget_drawn()
        on_bar = thumb(size.height, lines, first)
        strips = [
            self._strip(line, beyond=line >= lines, on_thumb=line - first in on_bar)
            for line in range(first + crop.y, first + crop.bottom)
        ]
        if crop.column_span == (0, size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def _strip(self, line: int, *, beyond: bool, on_thumb: bool) -> Strip:
        content = _BEYOND if beyond else self.cache_key(line)
        key = (content, on_thumb)
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._draw(line, beyond=beyond, on_thumb=on_thumb)
            if content is not None:
                self._drawn[key] = strip
        return strip

    def _draw(self, line: int, *, beyond: bool, on_thumb: bool) -> Strip:
        full, width = self._drawn_width, self.text_width
        strip = Strip([]) if beyond else self.draw_line(line, width)
        strip = strip.adjust_cell_length(width, self.ground)
        if width < full:
            strip = Strip([*strip, Segment(" ", self._thumb_style if on_thumb else self.ground)], full)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self._ground_colour)
        return strip

    def forget_drawn(self) -> None:
        """Forgets all drawn lines, so that they are drawn again."""
        self._drawn = {}
        self._drawn_width = self.size.width

    def forget_line(self, content: Hashable) -> None:
        """Forgets a drawn line, by its :meth:`cache_key`."""
        for on_thumb in (False, True):
            self._drawn.pop((content, on_thumb), None)

    @cached_property
    def ground(self) -> Style:
        """The style of empty space, cached because Textual computes it at each access."""
        return self.rich_style

    @cached_property
    def _ground_colour(self) -> Color:
        return self.background_colors[1]

    def notify_style_update(self) -> None:
        """The theme has changed."""
        super().notify_style_update()
        for name in ("ground", "_ground_colour", "_thumb_style"):
            self.__dict__.pop(name, None)
        self.inks.forget()
        self.forget_drawn()
        self.refresh()

    # -- scrolling

    @property
    def text_width(self) -> int:
        """The cells of a line beside the bar."""
        width = self.size.width
        return max(0, width - 1) if self.RESERVES_BAR or self.max_scroll_y else width

    @property
    def allow_vertical_scroll(self) -> bool:
        """Lets the mouse wheel scroll, which Textual allows only with a scroll bar of its own."""
        return self.max_scroll_y > 0

    def scroll_to_line(self, line: int) -> None:
        """Scrolls a line to the top of the pane, as far as possible, without animation."""
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def set_line_count(self, count: int) -> None:
        """Sets the number of lines."""
        self.virtual_size = Size(0, count)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to_line(self.max_scroll_y)
        self.refresh()

    # -- the bar

    @cached_property
    def _thumb_style(self) -> Style:
        return Style(bgcolor=self.styles.scrollbar_color.rich_color)

    def on_bar(self, event: events.MouseEvent) -> bool:
        """Whether the mouse pointer is on the bar."""
        return self.max_scroll_y > 0 and event.x >= self.text_width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Starts dragging the bar."""
        if self.on_bar(event):
            self._dragged = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Drags the bar."""
        if self._dragged:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Stops dragging the bar."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        below = max(1, self.size.height - 1)
        self.scroll_to_line(round(min(max(y, 0), below) / below * self.max_scroll_y))


def thumb(height: int, lines: int, first: int) -> range:
    """The lines of a pane of ``height`` that show the bar's thumb, when ``first`` of ``lines`` is at the top."""
    if lines <= height or height < 1:
        return range(0)
    length = max(1, round(height * height / lines))
    start = round((height - length) * first / (lines - height))
    return range(start, start + length)

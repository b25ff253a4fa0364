"""What is drawn by lines and scrolled: the base of the lists and of the article.

Textual lays the whole screen out anew when the number of lines changes, or a scroll bar comes or goes; builds the
bar out of segments at each step; and has every line in sight drawn again when one is scrolled by. That is a
quarter of what a key may cost. Here the layout knows nothing of lines, the bar is the last cell of each line, and
lines are kept by what they show, not by where they stand: scrolling draws those that come into sight.
"""

from __future__ import annotations

from collections.abc import Hashable
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

KEPT = 1_000  # lines that are kept drawn; some screens full
_BEYOND = "below the last line"


class Scroller(ScrollView, can_focus=True, inherit_bindings=False):
    """Lines of which some are in sight. A subclass says how one looks."""

    BAR_KEEPS_ITS_CELL: ClassVar[bool] = True  # the bar's cell stays empty while all lines are in sight

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._drawn: dict[Hashable, Strip] = {}
        self._drawn_width = 0
        self._dragged = False

    # -- what a subclass says

    def look_of(self, line: int) -> Hashable:  # noqa: ARG002
        """All that the look of a line depends on, beside the width and the theme; None: draw it each time."""
        return None

    def draw_line(self, line: int, width: int) -> Strip:
        """One line."""
        raise NotImplementedError

    # -- drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible lines of a region, as Textual's compositor asks for them."""
        size, first = self.size, self.scroll_offset.y
        if self._drawn_width != size.width or len(self._drawn) > KEPT:
            self.draw_anew()
        marked = thumb(size.height, self.virtual_size.height, first)
        strips = [self._strip(first + y, on_thumb=y in marked) for y in crop.line_range]
        if crop.column_span == (0, size.width):
            return strips
        return [strip.crop(*crop.column_span) for strip in strips]

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        return self.render_lines(Region(0, y, self.size.width, 1))[0]

    def _strip(self, line: int, *, on_thumb: bool) -> Strip:
        look = self.look_of(line) if line < self.virtual_size.height else _BEYOND
        key = (look, on_thumb)
        strip = self._drawn.get(key)
        if strip is None:
            strip = self._draw(line, on_thumb=on_thumb)
            if look is not None:
                self._drawn[key] = strip
        return strip

    def _draw(self, line: int, *, on_thumb: bool) -> Strip:
        full, width = self.size.width, self.text_width
        beyond = line >= self.virtual_size.height
        strip = Strip([]) if beyond else self.draw_line(line, width)
        strip = strip.adjust_cell_length(width, self.ground)
        if width < full:
            strip = Strip([*strip, Segment(" ", self._thumb_style if on_thumb else self.ground)], full)
        for line_filter in self.get_line_filters():
            strip = strip.apply_filter(line_filter, self._ground_colour)
        return strip

    def draw_anew(self) -> None:
        """Nothing that was drawn is right any more."""
        self._drawn = {}
        self._drawn_width = self.size.width

    @cached_property
    def ground(self) -> Style:
        """The look of empty space; Textual works it out anew at each look, which a line cannot afford."""
        return self.rich_style

    @cached_property
    def _ground_colour(self) -> Color:
        return self.background_colors[1]

    def notify_style_update(self) -> None:
        """Another theme: nothing drawn before is right any more."""
        super().notify_style_update()
        for name in ("ground", "_ground_colour", "_thumb_style"):
            self.__dict__.pop(name, None)
        self.draw_anew()
        self.refresh()

    # -- scrolling

    @property
    def text_width(self) -> int:
        """The cells of a line that the bar leaves."""
        width = self.size.width
        return max(0, width - 1) if self.BAR_KEEPS_ITS_CELL or self.max_scroll_y else width

    @property
    def allow_vertical_scroll(self) -> bool:
        """For the mouse's wheel: Textual would ask for a bar of its own."""
        return self.max_scroll_y > 0

    def scroll_to_line(self, line: int) -> None:
        """Brings a line to the top of the pane, at once, as far as there are lines below it."""
        self.scroll_to(y=line, animate=False, force=True, immediate=True)

    def measure_lines(self, count: int) -> None:
        """There are so many lines from now on."""
        self.virtual_size = Size(0, count)
        if self.scroll_offset.y > self.max_scroll_y:
            self.scroll_to_line(self.max_scroll_y)
        self.refresh()

    # -- the bar

    @cached_property
    def _thumb_style(self) -> Style:
        return Style(bgcolor=self.styles.scrollbar_color.rich_color)

    def on_bar(self, event: events.MouseEvent) -> bool:
        """Whether the mouse is on the bar."""
        return self.max_scroll_y > 0 and event.x >= self.text_width

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """The bar is taken hold of."""
        if self.on_bar(event):
            self._dragged = True
            self.capture_mouse()
            self._drag_to(event.y)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """The bar follows."""
        if self._dragged:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """The bar is let go."""
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        below = max(1, self.size.height - 1)
        self.scroll_to_line(round(min(max(y, 0), below) / below * self.max_scroll_y))


def thumb(height: int, lines: int, first: int) -> range:
    """Which of a pane's lines stand for those in sight, when the pane has ``height`` of ``lines`` from ``first``."""
    if lines <= height or height < 1:
        return range(0)
    length = max(1, round(height * height / lines))
    start = round((height - length) * first / (lines - height))
    return range(start, start + length)

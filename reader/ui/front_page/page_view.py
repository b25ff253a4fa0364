"""The widget of the front page: draws the lines of a sheet, with the selected story marked and read ones dim."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from reader.ui.front_page.layout.sheet import Half, Place, Role, Run, Sheet
from reader.ui.front_page.lead_picture import LeadPicture
from reader.ui.glyphs import Glyphs
from reader.ui.graphics.large_text import large_rows
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.scroller import Scroller

_GROUNDED = 60  # cells of the widest story that has a ground when it is selected
_DIMMED = frozenset({Role.BANNER, Role.HEADLINE, Role.BRIEF, Role.TEXT})


class FrontPageView(Scroller):
    """A sheet, scrolled by pages. The text of an edition that is not there: :meth:`show_words`."""

    ALLOW_SELECT = False
    RESERVES_BAR = False
    INKS: ClassVar[Mapping[str, Ink]] = {
        Role.NAMEPLATE: Ink(),
        Role.FOLIO: Ink("dim"),
        Role.RULE: Ink("hairline"),
        Role.SECTION: Ink("accent", attributes="bold"),
        Role.KICKER: Ink("accent"),
        Role.BANNER: Ink(attributes="bold"),
        Role.HEADLINE: Ink(attributes="bold"),
        Role.BRIEF: Ink(),
        Role.BYLINE: Ink("dim", attributes="italic"),
        Role.TEXT: Ink(),
        Role.SMALL: Ink("dim"),
        Role.META: Ink("dim"),
        Role.MORE: Ink("dim"),
        Role.PICTURE: Ink("dim", "panel"),
        Role.ENDING: Ink("dim"),
        "cursor": Ink("accent"),
        "selected": Ink(ground="cursor"),
    }

    class Chosen(Message):
        """The user clicked on a story."""

        def __init__(self, key: int) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, id: str, glyphs: Glyphs) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._glyphs = glyphs
        self.sheet: Sheet | None = None
        self.selected: int | None = None
        self.picture: LeadPicture | None = None
        self._read: frozenset[int] = frozenset()
        self._words: tuple[str, ...] = ()
        self._state = 0  # of everything but the selection

    # -- what is shown

    def show(self, sheet: Sheet, read: Collection[int], selected: int | None) -> None:
        """Shows a sheet, at the page of the selected story."""
        self.sheet, self._read, self.selected, self._words = sheet, frozenset(read), selected, ()
        self._change()
        last = sheet.pages[-1]
        self.set_line_count(max(last.stop, last.start + self.size.height))
        self.refresh()
        self.show_selected()

    def show_words(self, lines: tuple[str, ...]) -> None:
        """Shows a few lines in the middle instead of a sheet."""
        self.sheet, self.selected, self._words = None, None, lines
        self._change()
        self.set_line_count(self.size.height)

    def show_read(self, read: Collection[int]) -> None:
        """Draws these stories dim."""
        if self._read != read:
            self._read = frozenset(read)
            self._change()
            self.refresh()

    def _change(self) -> None:
        self._state += 1
        self.forget_drawn()

    def picture_changed(self) -> None:
        """The picture has come."""
        self._change()
        self.refresh()

    def select(self, key: int) -> None:
        """Marks a story and scrolls to it."""
        if key != self.selected:
            before, self.selected = self.selected, key
            for one in (before, key):
                place = self._place(one)
                if place:
                    self.refresh_lines(place.y, place.height)
        self.show_selected()

    def _place(self, key: int | None) -> Place | None:
        return self.sheet.places.get(key) if self.sheet and key is not None else None

    # -- scrolling

    @property
    def text_width(self) -> int:
        """All cells: pages are counted, so there is no scroll bar."""
        return self.size.width

    @property
    def page(self) -> int:
        """The number of the page at the top, from 0."""
        return self.sheet.page_of(self.scroll_offset.y) if self.sheet else 0

    def show_selected(self) -> None:
        """Scrolls to the page of the selected story, and to the story itself if the page is higher than the pane."""
        place = self._place(self.selected)
        if not self.sheet or place is None:
            return
        page, height = self.sheet.pages[self.sheet.page_of(place.y)], self.size.height
        top = page.start
        if place.y + place.height > top + height:
            top = min(place.y, place.y + place.height - height)
        if top != self.scroll_offset.y:
            self.scroll_to_line(top)

    def page_by(self, step: int) -> None:
        """Turns pages; goes through a page that is higher than the pane first."""
        if not self.sheet:
            return
        height, pages = max(1, self.size.height), self.sheet.pages
        for _ in range(abs(step)):
            top = self.scroll_offset.y
            page = pages[self.page]
            if step > 0:
                inside = top + height < page.stop
                self.scroll_to_line(top + height if inside else min(page.stop, pages[-1].start))
            else:
                self.scroll_to_line(max(page.start, top - height) if top > page.start else self._page_above(height))
        visible = range(self.scroll_offset.y, self.scroll_offset.y + height)
        place = self._place(self.selected)
        if place is None or place.y not in visible:
            found = next((key for key, one in self.sheet.places.items() if one.y in visible), None)
            if found is not None:
                self._mark(found)

    def _page_above(self, height: int) -> int:
        if not self.sheet or not self.page:
            return 0
        above = self.sheet.pages[self.page - 1]
        return max(above.start, above.stop - height)

    def _mark(self, key: int) -> None:
        self.selected = key
        self.refresh()

    def show_end(self) -> None:
        """Scrolls to the last page."""
        if self.sheet:
            last = self.sheet.pages[-1]
            self.scroll_to_line(max(last.start, last.stop - self.size.height))

    # -- drawing

    def cache_key(self, line: int) -> Hashable:
        """See :class:`Scroller`."""
        place = self._place(self.selected)
        selected = self.selected if place and place.y <= line < place.y + place.height else None
        return self._state, line, selected, self.scroll_offset.y if self._words else 0

    def draw_line(self, line: int, width: int) -> Strip:
        """One line of the sheet."""
        if self.sheet is None:
            return self._line_of_words(line, width)
        runs = self.sheet.lines[line] if line < len(self.sheet.lines) else ()
        strip = Strip(list(self._segments(runs, line))).adjust_cell_length(width, self.ground)
        place = self._place(self.selected)
        if place and place.y <= line < place.y + place.height:
            strip = self._marked(strip, place, width, grounded=place.width <= _GROUNDED)
        return strip.apply_style(self.ground)

    def _line_of_words(self, line: int, width: int) -> Strip:
        first = max(0, (self.size.height - len(self._words)) // 2)
        text = self._words[line - first] if first <= line < first + len(self._words) else ""
        return Strip([Segment(text.center(width).rstrip(), self.inks[Role.ENDING])]).adjust_cell_length(
            width, self.ground
        )

    def _segments(self, runs: tuple[Run, ...], line: int) -> Iterator[Segment]:
        at = 0
        for run in runs:
            if run.x > at:
                yield Segment(" " * (run.x - at), self.ground)
            yield from self._segments_of(run, line)
            at = run.end

    def _segments_of(self, run: Run, line: int) -> Iterator[Segment]:
        if run.role is Role.PICTURE and run.story is not None and self.sheet and self.picture:
            row = line - self.sheet.pictures[run.story].y
            drawn = self.picture.segments(row, self.ground, self.inks[Role.PICTURE])
            if drawn:
                yield from drawn
                return
        style = self.inks[Role.META if run.story in self._read and run.role in _DIMMED else run.role]
        if run.half:
            upper, lower = large_rows(Strip([Segment(run.text, style)]), 0, line)
            yield from upper if run.half is Half.UPPER else lower
        else:
            yield Segment(run.text, style)

    def _marked(self, strip: Strip, place: Place, width: int, *, grounded: bool) -> Strip:
        """The line with the cursor's bar before the story, and, unless it is large, the ground of the selection."""
        start, end = max(0, place.x - 1), min(width, place.x + place.width + (place.x > 0))
        bar = place.x > 0
        ground = self.inks["selected"]
        cursor = self.inks["cursor"]
        before, inside = strip.crop(0, start), strip.crop(start, end)
        parts = [before]
        if bar:
            parts.append(Strip([Segment(self._glyphs.cursor, cursor)]))
            inside = inside.crop(1)
        plain = self.ground.bgcolor
        shown = Style(bgcolor=ground.bgcolor) if grounded else Style.null()
        parts.append(
            Strip([
                Segment(text, style + shown if style and style.bgcolor in (None, plain) else style)
                for text, style, _control in inside
            ])
        )  # fmt: skip
        return Strip.join([*parts, strip.crop(end, width)])

    # -- the mouse

    async def _on_click(self, event: events.Click) -> None:
        key = self.sheet.story_at(event.x, event.y + self.scroll_offset.y) if self.sheet else None
        if key is not None:
            self.post_message(self.Chosen(key))

"""The article pane: a page, centred and drawn line by line, with links to click and text to select."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Protocol

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader.ui.ascii_filter import AsciiFilter
from reader.ui.widgets.inks import Ink
from reader.ui.widgets.scroller import Scroller
from reader.ui.widgets.strip_edits import in_characters, lettered, over, styled

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.hits import Sought
    from reader.ui.typeset.letters import Label
    from reader.ui.typeset.lines import Line, PictureRow, Piece
    from reader.ui.typeset.outline import OutlineItem
    from reader.ui.typeset.page import PageLayout, Position
    from reader.ui.typeset.page_search import Finding, PageSearch
    from reader.ui.typeset.pictures import PlacedPicture
    from reader.ui.typeset.selected_text import Spot
    from reader.ui.typeset.targets import Target

TOP = 1  # empty lines above the page
_HITS = {False: "hit", True: "hit-shown"}  # whether it is the current one
_QUIET = frozenset({"place", "tile", "speaker", "byname", "entry", "read-entry"})  # look alike with a link
ROWS_IN_A_FRAME, FRAME = 6, 1 / 60  # rows of a picture that appear at once, and seconds until the next ones do
_AROUND = 2  # lines above or below a target to which the page was scrolled


class PicturesOfPage(Protocol):
    """What the pane shows in the places of pictures."""

    def segments(self, row: PictureRow, first_cell: int, cells: int) -> list[Segment] | None:
        """A part of a row of a picture's place; None while the picture is not there."""

    def words(self, row: PictureRow) -> Piece | None:
        """What a row says instead, as wide as the place; None: nothing."""


class ArticlePane(Scroller):
    """Shows a :class:`~reader.ui.typeset.page.PageLayout`."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "text": Ink(),
        "dim": Ink("dim"),
        "byname": Ink("dim", attributes="underline"),
        "entry": Ink(attributes="bold"),
        "read-entry": Ink("dim"),
        "picture": Ink("dim"),
        "place": Ink("dim", "panel"),
        "kicker": Ink("accent"),
        "headline": Ink(attributes="bold"),
        "lead": Ink(attributes="italic"),
        "heading": Ink(attributes="bold"),
        "code": Ink(ground="panel"),
        "code-keyword": Ink("code-keyword", "panel"),
        "code-string": Ink("code-string", "panel"),
        "code-comment": Ink("code-comment", "panel", "italic"),
        "code-number": Ink("code-number", "panel"),
        "code-function": Ink("code-function", "panel"),
        "name": Ink(attributes="bold"),
        "speaker": Ink(attributes="bold"),
        "tile": Ink("accent", "panel", "bold"),
        "rule": Ink("hairline"),
        "link": Ink("accent", attributes="underline"),
        "target": Ink("accent", "background", "bold reverse"),
        "hit-shown": Ink("background", "foreground", "bold"),
        "letters": Ink("accent", "background", "bold reverse"),
        "hit": Ink(ground="marked", attributes="underline"),
    }

    class Resized(Message):
        """The width of the pane has changed, so its page needs a new layout."""

    class Followed(Message):
        """A target was clicked."""

        def __init__(self, href: str, text: str) -> None:
            super().__init__()
            self.href, self.text = href, text

    class TargetSelected(Message):
        """Another target is selected, or none any more."""

    class TextSelected(Message):
        """Text was selected with the mouse; ``any`` is False if it is no longer."""

        def __init__(self, any: bool) -> None:  # noqa: A002
            super().__init__()
            self.any = any

    def __init__(self, *, id: str, cut_signs: str = "‹›") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._cut_signs = cut_signs
        self._layout_shown: PageLayout | None = None
        self._styles: dict[tuple[str, int, bool], Style] = {}
        self._laid_out_for = (0, 0)  # width and, if anything depends on it, height
        self.shows_by_height = False  # whether something other than pictures takes a share of the height
        self._sought: Sought | None = None
        self.finding: Finding | None = None  # the search on this page, if any
        self._search: PageSearch | None = None  # on this page, once something was looked for
        self._shift = 0  # cells that are scrolled out of sight on the left
        self._outline: tuple[OutlineItem, ...] | None = None  # found when it is needed
        self._targets: tuple[Target, ...] | None = None  # of the page, found when they are needed
        self._target: int | None = None  # the number of the selected one
        self.pictures: PicturesOfPage | None = None
        self._text_cursor: Spot | None = None
        self._text_between: tuple[Spot, Spot] | None = None  # first and last character selected by keys
        self._labels: dict[int, list[Label]] = {}  # letters over targets, by line

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Without the ASCII filter: the typesetter chose the glyphs, and a publisher's text is never replaced."""
        return [one for one in super().get_line_filters() if not isinstance(one, AsciiFilter)]

    # -- the page

    def measure(self, widest: int) -> int:
        """The width of lines in this pane: at most ``widest`` cells, with a margin on both sides."""
        width = self.text_width
        margin = 2 if width >= 44 else 1
        return max(1, min(widest, width - 2 * margin))

    def show(self, layout: PageLayout | None, position: Position | None = None) -> None:
        """Shows another page at a position, else from its top; None clears the pane."""
        self._layout_shown = layout
        self._shift = 0
        self.select_target(None)
        self.finding = None
        self._lines_changed()
        self.scroll_to_line(self._below if 0 < self._below <= TOP else 0)
        self.go_to(position)

    def mark_hits(self, sought: Sought | None) -> None:
        """Marks what a search looks for, on this page and the next ones; None marks nothing."""
        if sought != self._sought:
            self._sought = sought
            self.forget_drawn()
            self.refresh()

    @property
    def width(self) -> int | None:
        """The width of the page's lines; None without a page."""
        return self._layout_shown.width if self._layout_shown else None

    @property
    def position(self) -> Position | None:
        """The position at the top of the pane; None at the top of the page."""
        line = self.scroll_offset.y - TOP
        return self._layout_shown.position_of(line) if self._layout_shown and line > 0 else None

    def go_to(self, position: Position | None) -> None:
        """Scrolls a position to the top, if this page has it."""
        line = self._layout_shown.line_of(position) if self._layout_shown and position else None
        if line is not None:
            self.scroll_to_line(line + TOP)

    def line_of_bookmark(self, name: str) -> int | None:
        """The line where the place of that name begins."""
        return self._layout_shown.line_with_bookmark(name) if self._layout_shown else None

    def update_layout(self, layout: PageLayout) -> None:
        """Shows a new layout of the same page without moving the text at the top of the pane."""
        position, target = self.position, self.target
        self._layout_shown = layout
        self._lines_changed()
        self.go_to(position)
        if target:
            self._select_again(target)

    def _lines_changed(self) -> None:
        self._targets = None
        self._search = self._outline = None
        if self.finding:
            self._find(self.finding)
        self._labels = {}
        self.forget_drawn()
        self.set_line_count(len(self._lines) + TOP if self._lines else 0)

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self._layout_shown.lines if self._layout_shown else ()

    @property
    def at_end(self) -> bool:
        """Whether the last line of the whole article is visible."""
        partial = self._layout_shown is not None and self._layout_shown.partial
        return not partial and self._below <= 0

    @property
    def _below(self) -> int:
        """The lines below the pane, without the empty one that ends every page."""
        return self.virtual_size.height - 1 - self.scroll_offset.y - self.size.height

    @property
    def seen(self) -> float | None:
        """The share of the article down to the last visible line, 0 to 1; None if all of it is visible."""
        whole = self.virtual_size.height - 1
        if whole <= self.size.height:
            return None
        return min((self.scroll_offset.y + self.size.height) / whole, 1.0)

    def page_by(self, pages: int) -> None:
        """Scrolls by pages, which overlap by two lines; less if that shows the end, to save a page of a line or two."""
        if pages == 1 and 0 < self._below <= self.size.height:
            self.scroll_lines(self._below)
        else:
            self.scroll_lines(pages * max(1, self.size.height - 2))

    def shift(self, cells: int) -> bool:
        """Scrolls sideways by cells, up to the end of the widest line; False if all lines fit."""
        widest = max((sum(cell_len(piece.text) for piece in line) for line in self._lines), default=0)
        beyond: int = widest + self._margin - self.text_width
        self._shift = max(0, min(self._shift + cells, beyond + 1))
        self.forget_drawn()
        self.refresh()
        return beyond > 0

    # -- headings and sections

    @property
    def outline(self) -> tuple[OutlineItem, ...]:
        """The headings and sections of the page."""
        if self._outline is None:
            from reader.ui.typeset.outline import outline_of

            self._outline = outline_of(self._lines)
        return self._outline

    @property
    def line_count(self) -> int:
        """How many lines the page has."""
        return len(self._lines)

    @property
    def top_line(self) -> int:
        """The line of the page at the top of the pane."""
        return max(0, self.scroll_offset.y - TOP)

    def go_to_line(self, line: int) -> None:
        """Scrolls a line of the page to the top of the pane; the first one with the empty lines above it."""
        self.scroll_to_line(line + TOP if line else 0)

    def line_of_part(self, number: int) -> int | None:
        """The first line of a part of the page, if it has that many."""
        parts = self._layout_shown.parts if self._layout_shown else ()
        return parts[number].line if number < len(parts) else None

    # -- finding

    def look_for(self, finding: Finding | None) -> None:
        """Marks the hits of a text on this page, the first one from the top of the pane on as the current one."""
        self.finding = finding
        if finding:
            self._find(finding)
        self.forget_drawn()
        self.refresh()

    def _find(self, finding: Finding) -> None:
        from reader.ui.typeset.page_search import PageSearch

        if self._search is None:
            self._search = PageSearch(self._lines)
        finding.look_in(self._search, max(0, self.scroll_offset.y - TOP))

    def show_hit(self) -> None:
        """Scrolls as little as needed to show the current hit, with a few lines around it."""
        place = self.finding.place if self.finding else None
        if place is None:
            return
        line, begin, end = place
        height, row = self.size.height, line + TOP - self.scroll_offset.y
        around = min(3, max(0, (height - 1) // 2))
        if not around <= row < height - around:
            self.scroll_to_line(line + TOP - height // 3)
        text = "".join(piece.text for piece in self._lines[line])
        left, right = (self._margin + cell_len(text[:at]) for at in (begin, end))
        if not self._shift <= left <= right < self._shift + self.text_width:
            self._shift = 0 if right < self.text_width else max(0, min(left - 4, right + 4 - self.text_width))
        self.forget_drawn()
        self.refresh()

    @property
    def shifted(self) -> int:
        """How many cells are scrolled out of sight on the left."""
        return self._shift

    def go_to_place(self, top: int, shifted: int) -> None:
        """Scrolls to a line of the pane, and sideways."""
        self._shift = shifted
        self.scroll_to_line(top)

    def scroll_lines(self, lines: int) -> None:
        """Scrolls by lines, without animation."""
        self.scroll_to_line(self.scroll_offset.y + lines)

    @property
    def visible_lines(self) -> tuple[int, int]:
        """The first visible line of the page, and how many are visible."""
        return self.scroll_offset.y - TOP, self.size.height

    def on_resize(self) -> None:
        """Asks for a new layout if the width has changed, or the height, of which some things take a share."""
        size = (self.text_width, self.size.height if self._placed or self.shows_by_height else 0)
        if size != self._laid_out_for:
            self._laid_out_for = size
            self.post_message(self.Resized())

    # -- targets

    @property
    def targets(self) -> tuple[Target, ...]:
        """The targets of the page, in reading order."""
        if self._targets is None:
            from reader.ui.typeset.targets import targets_of

            self._targets = targets_of(self._lines)
        return self._targets

    @property
    def target(self) -> Target | None:
        """The selected target."""
        return None if self._target is None else self.targets[self._target]

    @property
    def selected_target(self) -> int | None:
        """The number of the selected target."""
        return self._target

    @property
    def cells_in_sight(self) -> tuple[range, range]:
        """The lines of the page that are visible, and the cells of a line."""
        first = self.scroll_offset.y - TOP
        return range(first, first + self.size.height), range(-self._margin, self.text_width - self._margin)

    def show_labels(self, labels: Sequence[Label]) -> None:
        """Draws letters over the page, until it is laid out again; none takes them away."""
        self._labels = {}
        for label in labels:
            self._labels.setdefault(label.line, []).append(label)
        self.forget_drawn()
        self.refresh()

    @property
    def targets_in_sight(self) -> range:
        """The numbers of the targets of which a line is visible."""
        lines, _cells = self.cells_in_sight
        seen = [n for n, one in enumerate(self.targets) if one.first < lines.stop and one.last >= lines.start]
        return range(seen[0], seen[-1] + 1) if seen else range(0)

    def next_target(self, *, down: bool) -> int:
        """The number of the target after or before the selected one; if that is out of sight, of one in sight.

        With none in sight, of the nearest one below or above; it may be beyond the last or before the first.
        """
        seen = self.targets_in_sight
        if self._target is not None and (not seen or self._target in seen):
            return self._target + (1 if down else -1)
        if seen:
            return seen[0] if down else seen[-1]
        above = sum(1 for one in self.targets if one.last < self.cells_in_sight[0].start)
        return above if down else above - 1

    def select_target(self, number: int | None) -> None:
        """Selects a target and scrolls to it; None ends the selection."""
        if number == self._target:
            return
        self._target = number
        if self.target:
            self._scroll_to_target(self.target)
        self.forget_drawn()
        self.refresh()
        self.post_message(self.TargetSelected())

    def _select_again(self, before: Target) -> None:
        """Selects the target of the new layout that is the same as one of the layout before."""
        leading_there = [number for number, one in enumerate(self.targets) if one.href == before.href]
        same = [number for number in leading_there if self.targets[number].text == before.text]
        old, self._target = self._target or 0, None
        number = min(same or leading_there, key=lambda number: abs(number - old), default=None)
        if number is None:
            self.post_message(self.TargetSelected())
        self._target = number

    def _scroll_to_target(self, target: Target) -> None:
        lines, _cells = self.cells_in_sight
        if target.first < lines.start or target.last - target.first >= self.size.height:
            self.scroll_to_line(max(0, target.first + TOP - _AROUND))
        elif target.last >= lines.stop:
            self.scroll_to_line(target.last + TOP + _AROUND + 1 - self.size.height)

    # -- drawing

    def notify_style_update(self) -> None:
        """The colours have changed."""
        super().notify_style_update()
        self._styles = {}

    @property
    def _margin(self) -> int:
        return max(0, (self.text_width - (self._layout_shown.width if self._layout_shown else 0)) // 2)

    def cache_key(self, line: int) -> Hashable:
        """See :class:`Scroller`. The line number is enough, because every change forgets all drawn lines."""
        return line

    def draw_line(self, line: int, width: int) -> Strip:
        """One line of the page, centred in the pane."""
        pieces = self._line(line)
        if pieces is None:
            return Strip.blank(width, self.ground)
        if self._is_large(line):
            return self._large_row(line).crop(0, width).adjust_cell_length(width, self.ground)
        strip = self._text_of_line(line, pieces)
        shift = self._shift_of(pieces)
        cut_left, cut_right = bool(shift), cell_len(strip.text.rstrip()) - shift > width  # not the ground behind it
        strip = strip.crop(shift + cut_left, shift + width - cut_right)
        strip = strip.adjust_cell_length(width - cut_left - cut_right, self.ground)
        if cut_left or cut_right:
            sign = self.inks["link"]
            before = [Segment(self._cut_signs[0], sign)] if cut_left else []
            after = [Segment(self._cut_signs[1], sign)] if cut_right else []
            strip = Strip([*before, *strip, *after])
        return strip.apply_offsets(shift, line)

    def _text_of_line(self, line: int, pieces: Line) -> Strip:
        margin = Segment(" " * self._margin, self.ground)
        strip = Strip([margin, *self._segments(pieces, line - TOP)])
        return self._with_selection(self._with_labels(self._with_target(strip, line - TOP), line - TOP), line)

    def _is_large(self, line: int) -> bool:
        return any(piece.large for piece in self._line(line) or ())

    def _upper_of(self, line: int) -> int:
        """The line itself, or of the lower row of a large line, the upper one, which has the text."""
        pieces = self._line(line) or ()
        return line if any(piece.text or not piece.large for piece in pieces) or not pieces else line - 1

    def _large_row(self, line: int) -> Strip:
        from reader.ui.graphics.large_text import large_rows

        upper = self._upper_of(line)
        return large_rows(self._text_of_line(upper, self._line(upper) or ()), self._margin, upper)[line - upper]

    def _shift_of(self, pieces: Line) -> int:
        """The cells of a line that are out of sight on the left: only code is wider than the pane, the text stays."""
        return self._shift if self._shift and any(piece.role.startswith("code") for piece in pieces) else 0

    def _draw(self, line: int, *, beyond: bool, on_thumb: bool) -> Strip:
        """Draws pictures over their places last, because no filter or selection may change their colours."""
        text = strip = super()._draw(line, beyond=beyond, on_thumb=on_thumb)
        selected = self.target.href if self.target else ""
        for row, cell, cells in self._places_on(line):
            first, end = max(0, cell), min(cell + cells, self.text_width)
            segments = self.pictures.segments(row, first - cell, end - first) if self.pictures and first < end else None
            if segments:
                strip = over(strip, first, Strip(segments, end - first))
            if selected == f"picture:{row.number}":
                bar = self.ground + Style(color=self.inks["link"].color)
                for at, glyph in ((cell - 1, "▐"), (cell + cells, "▌")):
                    strip = over(strip, at, Strip([Segment(glyph, bar)])) if 0 <= at < self.text_width else strip
        if strip is not text:
            for label in self._labels.get(line - TOP, ()):
                at = self._margin - self._shift + label.cell
                strip = over(strip, at, text.crop(at, at + cell_len(label.letters))) if at >= 0 else strip
        return self._with_hyperlinks(strip, line)

    def _with_hyperlinks(self, strip: Strip, line: int) -> Strip:
        if not any(piece.href for piece in self._line(line) or ()):
            return strip
        from reader.ui.hyperlinks import terminal_has_links, with_hyperlinks

        return with_hyperlinks(strip) if terminal_has_links() else strip

    def _places_on(self, line: int) -> Iterator[tuple[PictureRow, int, int]]:
        """The rows of pictures on a line, with their first cells in the pane and their widths in cells."""
        pieces = self._line(line) or ()
        cell = self._margin - self._shift_of(pieces)
        for piece in pieces:
            width = cell_len(piece.text)
            if piece.picture is not None:
                yield piece.picture, cell, width
            cell += width

    def picture_changed(self, number: int) -> None:
        """Draws the place of a picture again: a few rows in each frame, so that no key waits for all its colours."""
        one = next((one for one in self._placed if one.number == number), None)
        if one is not None:
            for line in range(one.line + TOP, one.line + TOP + one.rows):
                self.forget_line(line)
            self._draw_rows_of(number, 0)

    def _draw_rows_of(self, number: int, first: int) -> None:
        """Draws the rows of a picture that are in sight, from ``first`` on."""
        one = next((one for one in self._placed if one.number == number), None)
        if one is None:
            return
        top, height = self.scroll_offset.y, self.size.height
        begin = max(one.line + TOP + first, top)
        rows = min(one.line + TOP + one.rows, top + height) - begin
        if rows > 0:
            self.refresh_lines(begin, min(rows, ROWS_IN_A_FRAME))
        if rows > ROWS_IN_A_FRAME:
            following = begin - one.line - TOP + ROWS_IN_A_FRAME
            self.set_timer(FRAME, partial(self._draw_rows_of, number, following))

    @property
    def _placed(self) -> tuple[PlacedPicture, ...]:
        return self._layout_shown.pictures if self._layout_shown else ()

    def _line(self, number: int) -> Line | None:
        index = number - TOP
        return self._lines[index] if 0 <= index < len(self._lines) else None

    def _segments(self, pieces: Line, index: int) -> Iterator[Segment]:
        if self.pictures is not None:
            pieces = tuple(self._in_words(piece) if piece.picture is not None else piece for piece in pieces)
        if self.finding is not None:
            styles = {shown: self.inks.alone(name) for shown, name in _HITS.items()}
            for piece, is_shown in self.finding.marked(pieces, index):
                style = self._style(piece)
                yield Segment(piece.text, style if is_shown is None else style + styles[is_shown])
            return
        if self._sought is None:
            yield from (Segment(piece.text, self._style(piece)) for piece in pieces)
            return
        from reader.ui.typeset.hits import hits_of_line, marked_pieces

        hit = self.inks.alone("hit")
        for piece, marked in marked_pieces(pieces, hits_of_line(self._lines, index, self._sought)):
            yield Segment(piece.text, self._style(piece) + hit if marked else self._style(piece))

    def _in_words(self, piece: Piece) -> Piece:
        words = self.pictures.words(piece.picture) if self.pictures and piece.picture else None
        return replace(words, href=piece.href) if words else piece

    def _style(self, piece: Piece) -> Style:
        key = (piece.role, piece.style, piece.href is not None)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._new_style(piece)
        return style + Style.from_meta({"href": piece.href}) if piece.href else style

    def _new_style(self, piece: Piece) -> Style:
        from reader.article.blocks import Style as TextStyle

        text_style = piece.style
        role = "code" if text_style & TextStyle.CODE else "dim" if text_style & TextStyle.REMOVED else piece.role
        style = self.ground + self.inks[role]
        if piece.href and role not in _QUIET and text_style is not TextStyle.PLAIN | TextStyle.CODE:
            style += self.inks.alone("link")
        return style + Style(
            bold=True if text_style & (TextStyle.STRONG | TextStyle.ADDED) else None,
            italic=True if text_style & TextStyle.EMPHASIS else None,
            strike=True if text_style & (TextStyle.STRIKE | TextStyle.REMOVED) else None,
            underline=True if text_style & (TextStyle.UNDERLINE | TextStyle.ADDED) else None,
            reverse=True if text_style & TextStyle.MARK else None,
            dim=True if text_style & TextStyle.SMALL else None,
        )

    def _with_target(self, strip: Strip, index: int) -> Strip:
        is_picture = self.target is not None and self.target.href.startswith("picture:")
        places = self.target.places if self.target and not is_picture else ()
        place = next((place for place in places if place.line == index), None)
        if place is None:
            return strip
        style = self.inks.alone("target")
        return styled(strip, self._margin + place.start, self._margin + place.end, style)

    def _with_labels(self, strip: Strip, index: int) -> Strip:
        """The strip with letters in place of the cells below them."""
        labels = self._labels.get(index)
        if not labels:
            return strip
        style = self.ground + self.inks.alone("letters")
        return lettered(strip, self._margin, labels, style)

    # -- selecting text, as Textual's Log does it

    def _with_selection(self, strip: Strip, number: int) -> Strip:
        hit = self.inks["hit"]
        style = Style(color=hit.color, bgcolor=hit.bgcolor)  # text is legible on this ground in every theme
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is not None:
            return in_characters(strip, span[0], len(strip.text) if span[1] == -1 else span[1], style)
        cursor, between, line, margin = self._text_cursor, self._text_between, number - TOP, self._margin
        if between and between[0].line <= line <= between[1].line:
            first, last = between
            start = first.character if line == first.line else 0
            end = last.character + 1 if line == last.line else len(strip.text.rstrip()) - margin
            strip = in_characters(strip, margin + start, margin + end, style)
        if cursor and cursor.line == line:
            at = margin + cursor.character
            strip = in_characters(strip, at, at + 1, Style(reverse=True))
        return strip

    @property
    def page_layout(self) -> PageLayout | None:
        """The page that is shown."""
        return self._layout_shown

    def show_text_cursor(self, cursor: Spot | None, between: tuple[Spot, Spot] | None = None) -> None:
        """Draws a cursor in the text, and the selection from its first to its last character. None: neither."""
        self._text_cursor, self._text_between = cursor, between
        if cursor:
            lines, _cells = self.cells_in_sight
            if cursor.line < lines.start:
                self.scroll_to_line(cursor.line + TOP)
            elif cursor.line >= lines.stop:
                self.scroll_to_line(cursor.line + TOP + 1 - self.size.height)
        self.forget_drawn()
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The text that is selected with the mouse, as it was written."""
        from reader.ui.typeset.selected_text import Spot, selected_text

        start, end = Spot(0, 0), Spot(len(self._lines), 0)
        if selection.start is not None:
            start = Spot(selection.start.y - TOP, selection.start.x - self._margin)
        if selection.end is not None:
            end = Spot(selection.end.y - TOP, selection.end.x - self._margin)
        return selected_text(self._lines, start, end), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """The selection has changed."""
        self.forget_drawn()
        self.refresh()
        self.post_message(self.TextSelected(selection is not None and selection.start != selection.end))

    def on_click(self, event: events.Click) -> None:
        """Follows the target under the mouse pointer, unless text was selected up to there.

        A second click selects the word, a third the paragraph, where Textual would select everything.
        """
        if event.chain > 1:
            event.stop().prevent_default()
            self._select_around(event.x, event.y, paragraph=event.chain > 2)
            return
        if self.text_selection is not None and self.get_selection(self.text_selection) != ("", "\n"):
            return
        href = event.style.meta.get("href") or self._picture_at(event.x, event.y)
        if href:
            self.post_message(self.Followed(href, self._text_at(event.x, event.y)))

    def _select_around(self, x: int, y: int, *, paragraph: bool) -> None:
        """Selects the word or the paragraph in that cell of the pane."""
        from reader.ui.typeset.selected_text import Spot, after, paragraph_at, word_at

        line = self._upper_of(y + self.scroll_offset.y) - TOP
        pieces = self._line(line + TOP)
        if not pieces:
            return
        text = "".join(piece.text for piece in pieces)
        cells = max(0, x - self._margin + self._shift_of(pieces)) // (2 if self._is_large(line + TOP) else 1)
        spot = Spot(line, len(set_cell_size(text, cells)) if cells < cell_len(text) else max(0, len(text) - 1))
        found = paragraph_at(self._lines, spot) if paragraph else word_at(self._lines, spot)
        if found:
            ends = (found[0], after(self._lines, found[1]))
            start, end = (Offset(one.character + self._margin, one.line + TOP) for one in ends)
            self.screen.selections = {self: Selection(start, end)}

    def _text_at(self, x: int, y: int) -> str:
        """The text of the target in that cell of the pane."""
        lines, cells = self.cells_in_sight
        line, cell = lines.start + y, cells.start + x
        for target in self.targets:
            if any(place.line == line and place.start <= cell < place.end for place in target.places):
                return target.text
        return ""

    def _picture_at(self, x: int, y: int) -> str:
        for row, cell, cells in self._places_on(y + self.scroll_offset.y):
            if cell <= x < cell + cells:
                return f"picture:{row.number}"
        return ""

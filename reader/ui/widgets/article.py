"""The article pane: a set page, centred, drawn line by line; its links can be clicked and its text marked."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.filter import LineFilter
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from reader.ui.ascii_filter import PlainSigns
from reader.ui.widgets.scroller import Scroller

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.lines import Line, Piece
    from reader.ui.typeset.page import Place, Setting

TOP = 1  # empty lines above the page


class ArticlePane(Scroller):
    """Shows a :class:`~reader.ui.typeset.page.Setting`; :class:`~reader.ui.reader.article_view.Opening` has it set."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "article--text", "article--dim", "article--kicker", "article--headline", "article--lead", "article--heading",
        "article--code", "article--name", "article--tile", "article--rule", "article--link",
    }  # fmt: skip

    class Resized(Message):
        """The pane has another width: its page wants setting anew."""

    class Followed(Message):
        """A link was clicked; ``href`` is an address or ``entry:ID``."""

        def __init__(self, href: str) -> None:
            super().__init__()
            self.href = href

    def __init__(self, *, id: str, cut_sign: str = "›") -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._cut_sign = cut_sign
        self._setting: Setting | None = None
        self._styles: dict[tuple[str, int, bool], Style] = {}
        self._width = 0
        self._shift = 0  # cells by which the page is moved to the left

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The page has its glyphs from the typesetter; what a publisher wrote stays as it came."""
        return [one for one in super().get_line_filters() if not isinstance(one, PlainSigns)]

    # -- what is shown

    def measure(self, widest: int) -> int:
        """The cells that a line may have here: at most ``widest``, never up to the edges."""
        width = self.text_width
        margin = 2 if width >= 44 else 1
        return max(1, min(widest, width - 2 * margin))

    def show(self, setting: Setting | None, place: Place | None = None) -> None:
        """Shows another page from a place, or from its top; None shows none."""
        self._setting = setting
        self._shift = 0
        self._take_measure()
        self.scroll_to_line(0)
        self.go_to(place)

    @property
    def width(self) -> int | None:
        """The measure of the page that is shown, if one is."""
        return self._setting.width if self._setting else None

    @property
    def place(self) -> Place | None:
        """What stands at the top of the pane; None if that is the top of the page."""
        line = self.scroll_offset.y - TOP
        return self._setting.place_of(line) if self._setting and line > 0 else None

    def go_to(self, place: Place | None) -> None:
        """Brings a place to the top, if this page has it."""
        line = self._setting.line_of(place) if self._setting and place else None
        if line is not None:
            self.scroll_to_line(line + TOP)

    def reset(self, setting: Setting) -> None:
        """Shows the same page set anew: what stood at the top of the pane stays there."""
        place = self.place
        self._setting = setting
        self._take_measure()
        self.go_to(place)

    def _take_measure(self) -> None:
        self.draw_anew()
        self.measure_lines(len(self._lines) + TOP if self._lines else 0)

    @property
    def _lines(self) -> tuple[Line, ...]:
        return self._setting.lines if self._setting else ()

    @property
    def at_end(self) -> bool:
        """Whether the last line of all is in sight."""
        begun = self._setting is not None and self._setting.begun
        return not begun and self.scroll_offset.y >= self.max_scroll_y

    def page_by(self, pages: int) -> None:
        """Scrolls by screens, two lines of which are seen again."""
        self.scroll_lines(pages * max(1, self.size.height - 2))

    def shift(self, cells: int) -> bool:
        """Moves the page to the left by cells, as far as its widest line reaches; False if all lines fit."""
        widest = max((sum(cell_len(piece.text) for piece in line) for line in self._lines), default=0)
        beyond = widest + self._margin - self.text_width
        self._shift = max(0, min(self._shift + cells, beyond + 1))
        self.draw_anew()
        self.refresh()
        return beyond > 0

    def scroll_lines(self, lines: int) -> None:
        """Scrolls by lines, at once."""
        self.scroll_to_line(self.scroll_offset.y + lines)

    def on_resize(self) -> None:
        """Only the width matters to what is set."""
        width = self.text_width
        if width != self._width:
            self._width = width
            self.post_message(self.Resized())

    # -- drawing

    def notify_style_update(self) -> None:
        """Other colours."""
        super().notify_style_update()
        self._styles = {}

    @property
    def _margin(self) -> int:
        return max(0, (self.text_width - (self._setting.width if self._setting else 0)) // 2)

    def look_of(self, line: int) -> Hashable:
        """As the base says; whatever changes has all lines drawn anew."""
        return line

    def draw_line(self, line: int, width: int) -> Strip:
        """One line of the page, in the middle of the pane."""
        pieces = self._line(line)
        if pieces is None:
            return Strip.blank(width, self.ground)
        margin = Segment(" " * self._margin, self.ground)
        strip = Strip([margin, *(Segment(piece.text, self._style(piece)) for piece in pieces)])
        strip = self._marked(strip, line)
        cut = strip.cell_length - self._shift > width
        strip = strip.crop(self._shift, self._shift + width - cut).adjust_cell_length(width - cut, self.ground)
        if cut:
            strip = Strip([*strip, Segment(self._cut_sign, self.get_component_rich_style("article--link"))])
        return strip.apply_offsets(self._shift, line)

    def _line(self, number: int) -> Line | None:
        index = number - TOP
        return self._lines[index] if 0 <= index < len(self._lines) else None

    def _style(self, piece: Piece) -> Style:
        key = (piece.role, piece.style, piece.href is not None)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._made_style(piece)
        return style + Style.from_meta({"href": piece.href}) if piece.href else style

    def _made_style(self, piece: Piece) -> Style:
        from reader.article.blocks import Style as Type

        type_ = piece.style
        role = "code" if type_ & Type.CODE else piece.role
        style = self.ground + self.get_component_rich_style(f"article--{role}")
        if piece.href and type_ is not Type.PLAIN | Type.CODE:
            style += self.get_component_rich_style("article--link", partial=True)
        return style + Style(
            bold=True if type_ & Type.STRONG else None,
            italic=True if type_ & Type.EMPHASIS else None,
            strike=True if type_ & Type.STRIKE else None,
            underline=True if type_ & Type.UNDERLINE else None,
            reverse=True if type_ & Type.MARK else None,
            dim=True if type_ & Type.SMALL else None,
        )

    # -- marking text, as Textual's own Log does it

    def _marked(self, strip: Strip, number: int) -> Strip:
        selection = self.text_selection
        span = selection.get_span(number) if selection is not None else None
        if span is None:
            return strip
        text, length = strip.text, strip.cell_length
        start = cell_len(text[: span[0]])
        end = length if span[1] == -1 else cell_len(text[: span[1]])
        before, marked, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end, length)
        style = self.screen.get_component_rich_style("screen--selection")
        return Strip.join([before, marked.apply_style(style), after])

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The marked text, without the page's margins."""
        indent = " " * self._margin
        lines = [""] * TOP + [indent + "".join(piece.text for piece in line) for line in self._lines]
        text = selection.extract("\n".join(lines))
        return "\n".join(line.removeprefix(indent).rstrip() for line in text.split("\n")), "\n"

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Another part of the text is marked."""
        self.draw_anew()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Follows the link under the mouse."""
        href = event.style.meta.get("href")
        if href:
            self.post_message(self.Followed(href))

"""Pictures by sixels or by iTerm2's protocol: strips of pixels, one per line of text, over the cells of the text.

The cells of a picture are characters without ink whose colour says which strip belongs over them. That survives
Textual, which cuts lines and removes meta data below a dialog, but keeps the colours below a dialog without a shadow.
The strips follow the text of a frame, over the cells that it wrote. Pixels stay until something else is written into
their cells; :class:`StripScreen` knows where they are, so that only strips which are new or have moved are sent.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from rich.color import Color
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.timer import Timer

from reader.lazy_dataclass import dataclass
from reader.ui.pictures.drawing import ReadyPicture
from reader.ui.textual_internals import output_waits, paint_over, write_to_terminal

_NO_INK = 0x2800  # the first of the braille patterns; the cell's position in the strip is added, and never seen
_POSITIONS = 256
STEP = 0.02  # seconds between two slices of late strips
SLICE = 65_536  # bytes of a slice: a key waits for no more
_MOST_REMEMBERED = 1_000
_SAVE_CURSOR, _RESTORE_CURSOR = "\x1b7", "\x1b8"


@dataclass(frozen=True, slots=True)
class StripOfPicture:
    """A line of a picture: the number of the picture, the line in it, and the cells that it covers."""

    picture: int
    row: int
    width: int


@dataclass(frozen=True, slots=True)
class Cells:
    """Neighbouring cells of one line that a frame writes, and what writes them.

    ``strip``: what belongs over them, from its ``first`` cell on. ``stays``: it is there already.
    """

    x: int
    width: int
    text: str
    strip: StripOfPicture | None = None
    first: int = 0
    stays: bool = False

    @property
    def all(self) -> range:
        """The cells."""
        return range(self.x, self.x + self.width)


@dataclass(slots=True)
class ShownStrip:
    """A strip on the screen; something else is in its ``holes``."""

    strip: StripOfPicture
    holes: set[int]


class StripDrawing:
    """Draws pictures by strips. ``data`` of a picture has an escape sequence for each line."""

    def __init__(self) -> None:
        self._numbers = count()
        self._pictures: dict[int, ReadyPicture] = {}
        self._number_of: dict[int, int] = {}  # by id()
        self._colours: dict[StripOfPicture, ColorTriplet] = {}
        self._strips: dict[ColorTriplet, StripOfPicture] = {}
        self._end: Callable[[], None] = lambda: None
        self._timer: Timer | None = None

    def begin(self, app: App[Any]) -> None:
        """Begins to draw on the terminal."""
        surface = Surface(
            lines=lambda: app.size.height,
            waits=lambda: output_waits(app),
            repaint=lambda: app.call_later(app.screen.refresh),
            late=self._resume,
        )
        screen = StripScreen(self, surface)

        def step() -> None:
            if not output_waits(app):
                write_to_terminal(app, screen.catch_up())
            if self._timer and not screen.is_late:
                self._timer.pause()

        self._timer = app.set_interval(STEP, step, pause=True)
        self._end = paint_over(app, screen)

    def _resume(self) -> None:
        if self._timer:
            self._timer.resume()

    def end(self) -> None:
        """Draws no longer, and clears what is there."""
        self._pictures.clear()
        self._number_of.clear()
        if self._timer:
            self._timer.stop()
        self._end()

    def appeared(self, picture: ReadyPicture) -> None:
        """See :class:`~reader.ui.pictures.drawing.PictureDrawing`."""
        number = self._number_of.setdefault(id(picture), next(self._numbers))
        self._pictures[number] = picture

    def vanished(self, picture: ReadyPicture) -> None:
        """See :class:`~reader.ui.pictures.drawing.PictureDrawing`."""
        number = self._number_of.pop(id(picture), None)
        if number is not None:
            del self._pictures[number]

    @property
    def has_pictures(self) -> bool:
        """Whether there is a picture to draw."""
        return bool(self._pictures)

    def segments(self, picture: ReadyPicture, row: int, first_cell: int, cells: int) -> list[Segment]:
        """See :class:`~reader.ui.pictures.drawing.PictureDrawing`."""
        number = self._number_of.get(id(picture))
        if number is None:
            return [Segment(" " * cells, Style())]
        colour = self._colour_of(StripOfPicture(number, row, picture.width))
        text = "".join(chr(_NO_INK + cell % _POSITIONS) for cell in range(first_cell, first_cell + cells))
        return [Segment(text, Style.from_color(Color.from_triplet(colour)))]

    def _colour_of(self, strip: StripOfPicture) -> ColorTriplet:
        colour = self._colours.get(strip)
        if colour is None:
            # Scattered, so that a mixture of such a colour with the shadow of a dialog is hardly ever another one.
            colour = ColorTriplet(*hashlib.blake2b(repr(strip).encode(), digest_size=3).digest())
            if len(self._colours) > _MOST_REMEMBERED:
                self._forget_colours()
            self._colours[strip], self._strips[colour] = colour, strip
        return colour

    def _forget_colours(self) -> None:
        self._colours = {strip: colour for strip, colour in self._colours.items() if strip.picture in self._pictures}
        self._strips = {colour: strip for strip, colour in self._colours.items()}

    def strip_of(self, segment: Segment) -> tuple[StripOfPicture, int] | None:
        """The strip over the cells of a segment, and the cell of it that is the first of them."""
        position = ord(segment.text[0]) - _NO_INK if segment.text else -1
        if not 0 <= position < _POSITIONS or segment.style is None or segment.style.color is None:
            return None
        triplet = segment.style.color.triplet
        strip = self._strips.get(triplet) if triplet else None
        return (strip, position) if strip else None

    def sequence(self, strip: StripOfPicture) -> str:
        """What draws a strip with the cursor on its first cell; empty if its picture has gone."""
        picture = self._pictures.get(strip.picture)
        return picture.data[strip.row].decode("latin-1") if picture and strip.row < len(picture.data) else ""


@dataclass(frozen=True, slots=True)
class Surface:
    """The screen that strips are drawn on.

    ``waits``: whether the terminal has yet to take what was written. ``repaint``: paints all of the screen.
    ``late``: called when strips are left for :meth:`StripScreen.catch_up`.
    """

    lines: Callable[[], int]
    waits: Callable[[], bool]
    repaint: Callable[[], object]
    late: Callable[[], object]


class StripScreen:
    """Which strips the terminal shows; the :class:`~reader.ui.textual_internals.Overlay` that draws them.

    The last line of the screen has none, because terminals scroll when a picture ends there. While the terminal is
    slow, strips are late: a page that is scrolled is drawn as text, and its pictures come when it rests.
    """

    def __init__(self, drawing: StripDrawing, surface: Surface) -> None:
        self._drawing, self._surface = drawing, surface
        self._shown: dict[int, dict[int, ShownStrip]] = {}  # by line and first cell
        self._late: dict[tuple[int, int], str] = {}  # by line and first cell: sequences not yet written
        self._asked: dict[tuple[int, int, StripOfPicture], int] = {}  # how many cells of a strip were hidden
        self._blanks: dict[tuple[int, Color | None], str] = {}

    @property
    def is_needed(self) -> bool:
        """Whether there are strips to draw or to clear."""
        return bool(self._shown) or self._drawing.has_pictures

    def forget(self) -> bool:
        """The terminal shows no strips any more. Returns whether it showed some."""
        showed = bool(self._shown)
        self._shown.clear()
        self._late.clear()
        return showed

    def frame(self, texts: Iterable[tuple[int, int, Strip]], render: Callable[[Strip], str], *, whole: bool) -> str:
        """See :class:`~reader.ui.textual_internals.Overlay`: the text, and then the strips over it."""
        if whole:
            self.forget()
        text: list[str] = []
        strips: list[str] = []
        last_line, waits = self._surface.lines() - 1, self._surface.waits()
        for y, pieces in groupby(texts, key=itemgetter(0)):
            cells: list[Cells] = []
            for _, x, piece in pieces:
                text.append(_move_to(x, y))
                new = list(self._cells(piece, render, y, x))
                text += [one.text for one in new]
                cells += new
            for x, sequence in self._line_written(y, cells) if y < last_line else ():
                if waits:
                    self._late[y, x] = sequence
                else:
                    strips.append(sequence)
        if self._late:
            self._surface.late()
        return "".join(text + strips)

    @property
    def is_late(self) -> bool:
        """Whether strips are to be written that were not written with their frame."""
        return bool(self._late)

    def catch_up(self) -> str:
        """What draws some of them, and leaves the cursor where it is."""
        strips: list[str] = []
        size = 0
        while self._late and size < SLICE:
            strips.append(self._late.pop(next(iter(self._late))))
            size += len(strips[-1])
        return f"{_SAVE_CURSOR}{''.join(strips)}{_RESTORE_CURSOR}"

    def _cells(self, text: Strip, render: Callable[[Strip], str], y: int, x: int) -> Iterator[Cells]:
        """The cells of a text. Those below a strip that stays are passed over by what writes them."""
        marks = [self._drawing.strip_of(segment) for segment in text]
        if not any(marks):
            yield Cells(x, text.cell_length, render(text))
            return
        for mark, pieces in groupby(zip(marks, text, strict=True), key=itemgetter(0)):
            segments = [segment for _, segment in pieces]
            width = sum(segment.cell_length for segment in segments)
            if mark is None:
                yield Cells(x, width, render(Strip(segments, width)))
            else:
                strip, first = mark
                shown = self._shown.get(y, {}).get(x - first)
                stays = shown is not None and shown.strip == strip and shown.holes.isdisjoint(range(x, x + width))
                blank = f"\x1b[{width}C" if stays else self._blank(width, segments[0].style, render)
                yield Cells(x, width, blank, strip, first, stays)
            x += width

    def _blank(self, width: int, style: Style | None, render: Callable[[Strip], str]) -> str:
        """What writes empty cells. There are only a few different ones."""
        ground = style.bgcolor if style else None
        text = self._blanks.get((width, ground))
        if text is None:
            if len(self._blanks) > _MOST_REMEMBERED:
                self._blanks.clear()
            text = self._blanks[width, ground] = render(Strip([Segment(" " * width, Style(bgcolor=ground))], width))
        return text

    def _line_written(self, y: int, cells: Sequence[Cells]) -> Iterator[tuple[int, str]]:
        """Takes note that a frame wrote these cells of a line. Returns what draws the strips over them, by first cell.

        Where something is over a strip, it is written again after it.
        """
        wanted = {(one.x - one.first, one.strip) for one in cells if one.strip}
        if not wanted and y not in self._shown:
            return
        self._forget_overwritten(y, cells, wanted)
        for x, strip in wanted:
            place = range(x, x + strip.width)
            own, over = [], []
            for one in cells:
                if one.strip == strip and one.x - one.first == x:
                    own.append(one)
                elif one.x < place.stop and x < one.x + one.width:
                    over.append(one)
            shown = self._shown.setdefault(y, {}).get(x)
            if shown is None or shown.strip != strip:
                shown = self._shown[y][x] = ShownStrip(strip, set(place))
            covered = set().union(*(one.all for one in over)).intersection(place)
            again = [_move_to(one.x, y) + one.text for one in over]
            if all(one.stays for one in own):
                shown.holes |= covered
                if (y, x) in self._late:
                    self._late[y, x] += "".join(again)
                continue
            hidden = shown.holes.difference(covered, *(one.all for one in own))
            if hidden:  # by something that this frame does not write
                shown.holes.update(covered, *(one.all for one in own if not one.stays))
                self._ask(y, x, strip, len(hidden))
                continue
            shown.holes = covered
            self._asked.pop((y, x, strip), None)
            yield (
                x,
                "".join(
                    [_move_to(x, y), self._drawing.sequence(strip), *(_move_to(one.x, y) + one.text for one in over)]
                ),
            )

    def _forget_overwritten(
        self, y: int, cells: Sequence[Cells], wanted: Collection[tuple[int, StripOfPicture]]
    ) -> None:
        """Strips that a frame overwrites: as a whole, or so that a part of them is left."""
        shown = self._shown.get(y, {})
        for x, one in list(shown.items()):
            if (x, one.strip) in wanted:
                continue
            place = range(x, x + one.strip.width)
            one.holes.update(*(other.all for other in cells if _touch(other.all, place)))
            if self._late.pop((y, x), None) is not None or one.holes.issuperset(place):
                del shown[x]
        if not shown:
            self._shown.pop(y, None)

    def _ask(self, y: int, x: int, strip: StripOfPicture, hidden: int) -> None:
        """Asks for a whole frame, once for as long as the same cells are hidden."""
        if self._asked.get((y, x, strip)) != hidden:
            if len(self._asked) > _MOST_REMEMBERED:
                self._asked.clear()
            self._asked[y, x, strip] = hidden
            self._surface.repaint()


def _touch(one: range, other: range) -> bool:
    return one.start < other.stop and other.start < one.stop


def _move_to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"

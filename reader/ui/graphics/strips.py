"""Pictures by sixels or by iTerm2's protocol: strips of pixels, one per line of text, over the cells of the text.

The cells of a picture are spaces whose style says which strip belongs over them. After the text of a frame, the strips
over those of its cells that were written are written too. Pixels stay until something else is written into their
cells; :class:`StripScreen` knows where they are, so that only strips which are new or have moved are sent. A strip
that is not visible as a whole, and every one below a dialog, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby
from operator import itemgetter
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.app import App
from textual.strip import Strip
from textual.timer import Timer

from reader.ui.pictures.drawing import ReadyPicture
from reader.ui.textual_internals import output_waits, paint_over, write_to_terminal

MARK = "strip"  # key of a style's meta data
STEP = 0.02  # seconds between two slices of late strips
SLICE = 65_536  # bytes of a slice: a key that is pressed meanwhile waits for no more
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
    """Neighbouring cells of one line that a frame writes. ``strip``: what belongs over them."""

    x: int
    width: int
    strip: StripOfPicture | None = None

    @property
    def end(self) -> int:
        """The cell behind them."""
        return self.x + self.width


class StripDrawing:
    """Draws pictures by strips. ``data`` of a picture has an escape sequence for each line."""

    def __init__(self) -> None:
        self._numbers = count()
        self._pictures: dict[int, ReadyPicture] = {}
        self._number_of: dict[int, int] = {}  # by id()
        self._end: Callable[[], None] = lambda: None
        self._timer: Timer | None = None

    def begin(self, app: App[Any]) -> None:
        """Draws on the terminal from now on."""
        surface = Surface(
            lines=lambda: app.size.height,
            waits=lambda: output_waits(app),
            repaint=lambda: app.call_later(app.screen.refresh),
            late=self._resume,
        )
        screen = StripScreen(self, surface)

        def step() -> None:
            if not output_waits(app):
                write_to_terminal(app, screen.catch_up().encode("latin-1"))
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

    def segments(self, picture: ReadyPicture, row: int, first_cell: int, cells: int) -> list[Segment]:  # noqa: ARG002
        """See :class:`~reader.ui.pictures.drawing.PictureDrawing`. Which cells of a strip it is, their number tells."""
        number = self._number_of.get(id(picture))
        style = Style() if number is None else Style.from_meta({MARK: (number, row, picture.width)})
        return [Segment(" " * cells, style)]

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
        self._shown: dict[int, dict[int, StripOfPicture]] = {}  # by line and first cell
        self._late: dict[tuple[int, int], StripOfPicture] = {}  # by line and first cell: those of them not yet written
        self._partial: dict[tuple[int, StripOfPicture], int] = {}  # by line: how many cells of a strip were visible

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
                text += self._text(piece, render, y, x, cells)
            if y < last_line:
                for x, strip in self.line_written(y, cells):
                    if waits:
                        self._late[y, x] = strip
                    else:
                        strips += (_move_to(x, y), self._drawing.sequence(strip))
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
            (y, x), strip = self._late.popitem()
            strips += (_move_to(x, y), self._drawing.sequence(strip))
            size += len(strips[-1])
        return f"{_SAVE_CURSOR}{''.join(strips)}{_RESTORE_CURSOR}"

    def _text(self, text: Strip, render: Callable[[Strip], str], y: int, x: int, cells: list[Cells]) -> Iterator[str]:
        """What writes a text, adding its cells to ``cells``. Those below a strip that stays are passed over."""
        if not any(_strip_of(segment) for segment in text):
            cells.append(Cells(x, text.cell_length))
            yield render(text)
            return
        for segment in text:
            one = Cells(x, segment.cell_length, _strip_of(segment))
            cells.append(one)
            x = one.end
            stays = one.strip is not None and self.keeps(y, one.x, one.width, one.strip)
            yield f"\x1b[{one.width}C" if stays else render(Strip([segment]))

    def keeps(self, y: int, x: int, width: int, strip: StripOfPicture) -> bool:
        """Whether the terminal shows that strip over these cells, so that they need not be written."""
        return any(
            shown == strip and first <= x and x + width <= first + strip.width
            for first, shown in self._shown.get(y, {}).items()
        )

    def line_written(self, y: int, cells: Sequence[Cells]) -> Iterator[tuple[int, StripOfPicture]]:
        """Takes note that a frame wrote into these cells of a line. Returns the strips to draw now, by first cell."""
        if y in self._shown:
            self._drop_overwritten(y, cells)
        for run in _runs(cells):
            strip = run.strip
            if strip is None or self.keeps(y, run.x, run.width, strip):
                continue
            if run.width == strip.width:
                self._shown.setdefault(y, {})[run.x] = strip
                self._partial.pop((y, strip), None)
                yield run.x, strip
            elif self._partial.get((y, strip)) != run.width:
                if len(self._partial) > _MOST_REMEMBERED:
                    self._partial.clear()
                self._partial[y, strip] = run.width
                self._surface.repaint()

    def _drop_overwritten(self, y: int, cells: Iterable[Cells]) -> None:
        shown = self._shown[y]
        for one in cells:
            if one.strip is None or not self.keeps(y, one.x, one.width, one.strip):
                for first in [
                    first for first, strip in shown.items() if first < one.end and one.x < first + strip.width
                ]:
                    del shown[first]
                    self._late.pop((y, first), None)
        if not shown:
            del self._shown[y]


def _strip_of(segment: Segment) -> StripOfPicture | None:
    mark = segment.style.meta.get(MARK) if segment.style else None
    return StripOfPicture(*mark) if mark else None


def _move_to(x: int, y: int) -> str:
    return f"\x1b[{y + 1};{x + 1}H"


def _runs(cells: Sequence[Cells]) -> Iterator[Cells]:
    """The cells, with neighbours of the same strip put together."""
    last: Cells | None = None
    for one in cells:
        if last and one.strip is not None and last.strip == one.strip and last.end == one.x:
            last = Cells(last.x, last.width + one.width, last.strip)
            continue
        if last:
            yield last
        last = one
    if last:
        yield last

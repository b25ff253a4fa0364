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

from reader.ui.pictures.drawing import ReadyPicture
from reader.ui.textual_internals import paint_over

MARK = "strip"  # key of a style's meta data
_MOST_REMEMBERED = 1_000


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

    def begin(self, app: App[Any]) -> None:
        """Draws on the terminal from now on."""
        screen = StripScreen(self, lambda: app.size.height, lambda: app.call_later(app.screen.refresh))
        self._end = paint_over(app, screen)

    def end(self) -> None:
        """Draws no longer, and clears what is there."""
        self._pictures.clear()
        self._number_of.clear()
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


class StripScreen:
    """Which strips the terminal shows; the :class:`~reader.ui.textual_internals.Overlay` that draws them.

    ``repaint`` is called when a strip can be drawn only if all of it is painted. The last of ``lines()`` has none:
    terminals scroll when a picture ends there.
    """

    def __init__(self, drawing: StripDrawing, lines: Callable[[], int], repaint: Callable[[], object]) -> None:
        self._drawing, self._lines, self._repaint = drawing, lines, repaint
        self._shown: dict[int, dict[int, StripOfPicture]] = {}  # by line and first cell
        self._partial: dict[tuple[int, StripOfPicture], int] = {}  # by line: how many cells of a strip were visible

    @property
    def is_needed(self) -> bool:
        """Whether there are strips to draw or to clear."""
        return bool(self._shown) or self._drawing.has_pictures

    def forget(self) -> bool:
        """The terminal shows no strips any more. Returns whether it showed some."""
        showed = bool(self._shown)
        self._shown.clear()
        return showed

    def frame(self, texts: Iterable[tuple[int, int, Strip]], render: Callable[[Strip], str], *, whole: bool) -> str:
        """See :class:`~reader.ui.textual_internals.Overlay`: the text, and then the strips over it."""
        if whole:
            self._shown.clear()
        text: list[str] = []
        strips: list[str] = []
        last_line = self._lines() - 1
        for y, pieces in groupby(texts, key=itemgetter(0)):
            cells: list[Cells] = []
            for _, x, piece in pieces:
                text.append(_move_to(x, y))
                text += self._text(piece, render, y, x, cells)
            if y < last_line:
                for x, strip in self.line_written(y, cells):
                    strips += (_move_to(x, y), self._drawing.sequence(strip))
        return "".join(text + strips)

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
                self._repaint()

    def _drop_overwritten(self, y: int, cells: Iterable[Cells]) -> None:
        shown = self._shown[y]
        for one in cells:
            if one.strip is None or not self.keeps(y, one.x, one.width, one.strip):
                for first in [
                    first for first, strip in shown.items() if first < one.end and one.x < first + strip.width
                ]:
                    del shown[first]
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

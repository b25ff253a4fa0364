"""How pictures are drawn: the protocol of all ways, and half blocks, which every terminal can show."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Protocol

from rich.color import Color, ColorType
from rich.segment import Segment
from rich.style import Style

from reader.media.request import Picture, PictureRequest
from reader.ui.textual_internals import two_coloured

Pixel = tuple[int, int, int]
"""Red, green and blue."""
MOST_PREPARED = 20_000  # cells of prepared pictures: about 16 MB at most
UPPER_HALF = "▀"
_CUBE = (0, 95, 135, 175, 215, 255)  # the values of a channel in xterm's cube of 216 colours
_GREYS = {0: 0, 192: 7, 128: 8, 255: 15}  # by their values


class ReadyPicture(Protocol):
    """What a drawing needs to know of a :class:`~reader.media.request.Picture`."""

    @property
    def width(self) -> int:
        """The cells of a row."""

    @property
    def height(self) -> int:
        """The rows."""

    @property
    def data(self) -> tuple[bytes, ...]:
        """The picture in the form that the drawing takes."""


class PictureDrawing(Protocol):
    """One way of showing pictures."""

    def appeared(self, picture: Picture) -> None:
        """A picture will be drawn from now on."""

    def segments(self, picture: Picture, row: int, first_cell: int, cells: int) -> list[Segment]:
        """A part of a row of a picture, exactly ``cells`` wide. Any cell can be drawn without its neighbours."""

    def vanished(self, picture: Picture) -> None:
        """A picture is drawn no longer."""


class HalfBlocks:
    """Each cell shows two pixels, one above the other."""

    def __init__(self) -> None:
        self._prepared: dict[PictureRequest, list[list[Segment]]] = {}  # the rows of pictures

    def prepare(self, picture: Picture) -> None:
        """Makes the rows of a picture in the thread that has loaded it: all of them would keep a key waiting."""
        rows = [self._row(picture, row, 0, picture.width) for row in range(picture.height)]
        self._prepared[picture.request] = rows
        for other in list(self._prepared)[:-1]:
            if sum(one.columns * one.rows for one in list(self._prepared)) > MOST_PREPARED:
                self._prepared.pop(other, None)

    def appeared(self, picture: Picture) -> None:
        """Nothing to do."""

    def vanished(self, picture: Picture) -> None:
        """Forgets the rows of the picture."""
        self._prepared.pop(picture.request, None)

    def segments(self, picture: Picture, row: int, first_cell: int, cells: int) -> list[Segment]:
        """See :class:`PictureDrawing`."""
        prepared = self._prepared.get(picture.request) if cells == picture.width else None
        return prepared[row] if prepared else self._row(picture, row, first_cell, cells)

    def _row(self, picture: Picture, row: int, first_cell: int, cells: int) -> list[Segment]:
        pixels, width = picture.data[row], 3 * picture.width
        upper = _pixels(pixels[3 * first_cell : 3 * (first_cell + cells)])
        lower = _pixels(pixels[width + 3 * first_cell : width + 3 * (first_cell + cells)])
        return [
            Segment(UPPER_HALF * sum(1 for _ in run), self._style(*colours))
            for colours, run in groupby(zip(upper, lower, strict=True))
        ]

    def _style(self, upper: Pixel, lower: Pixel) -> Style:
        return two_coloured(upper, lower)


def _pixels(data: bytes) -> Iterator[Pixel]:
    return zip(data[0::3], data[1::3], data[2::3], strict=True)


class NumberedHalfBlocks(HalfBlocks):
    """The same in 256 or 16 colours: each pixel has one of them already, and is drawn by its number."""

    def __init__(self, *, few: bool) -> None:
        super().__init__()
        self._number = number_of_16 if few else number_of_256
        self._type = ColorType.STANDARD if few else ColorType.EIGHT_BIT

    def _style(self, upper: Pixel, lower: Pixel) -> Style:
        return Style.from_color(self._colour(upper), self._colour(lower))

    def _colour(self, pixel: Pixel) -> Color:
        number = self._number(*pixel)
        return Color(str(number), self._type, number)


def number_of_256(red: int, green: int, blue: int) -> int:
    """The number of a colour of xterm's cube or one of its greys (256colres.h)."""
    if red in _CUBE and green in _CUBE and blue in _CUBE:
        return 16 + 36 * _CUBE.index(red) + 6 * _CUBE.index(green) + _CUBE.index(blue)
    return 232 + (red - 8) // 10


def number_of_16(red: int, green: int, blue: int) -> int:
    """The number of one of the sixteen colours, with VGA's values."""
    if red == green == blue and red in _GREYS:
        return _GREYS[red]
    return (red > 0) + 2 * (green > 0) + 4 * (blue > 0) + 8 * (max(red, green, blue) > 128)

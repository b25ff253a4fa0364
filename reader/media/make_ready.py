"""Makes a picture ready for a terminal, in a parser process: reads the file from the cache and writes the result there.

No bytes of a picture go through a pipe.
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from reader.errors import ParseError
from reader.media import kitty
from reader.media.decode import UnusablePicture, decode, size_of
from reader.media.half_blocks import Colours, half_blocks
from reader.media.iterm import iterm_strips
from reader.media.ready_files import write_ready
from reader.media.request import MadePicture, Picture, PictureForm, PictureRequest, Size, fitted_cells
from reader.media.sixel import sixel_strips
from reader.problems import Problem, os_problem, problem, unreadable

SIXEL_COLOURS = 128  # 255 take half as long again, and few pictures show it
_COLOURS = {
    PictureForm.BLOCKS: Colours.TRUE,
    PictureForm.BLOCKS_256: Colours.MANY,
    PictureForm.BLOCKS_16: Colours.FEW,
}


def make_ready(_body: bytes, *, original: str, folder: str, request: PictureRequest) -> MadePicture:
    """Decodes the file ``original`` and writes the ready picture into ``folder``. Raises :class:`ParseError`."""
    try:
        data = Path(original).read_bytes()
    except OSError as error:
        raise ParseError(unreadable(error)) from error
    try:
        size = size_of(data)
        picture = _ready(data, size, request)
    except UnusablePicture as error:
        raise ParseError(problem(error.problem)) from error
    try:
        write_ready(Path(folder), picture)
    except OSError as error:
        raise ParseError(os_problem(Problem.PICTURE_NOT_STORED, error)) from error
    return MadePicture(size, sum(map(len, picture.data)))


def measure(_body: bytes, *, original: str) -> Size:
    """The size of a picture in pixels, once it is certain that it can be decoded. Raises :class:`ParseError`."""
    try:
        return size_of(Path(original).read_bytes())
    except OSError as error:
        raise ParseError(unreadable(error)) from error
    except UnusablePicture as error:
        raise ParseError(problem(error.problem)) from error


def _ready(data: bytes, size: Size, request: PictureRequest) -> Picture:
    columns, rows = fitted_cells(size, request.columns, request.rows, request.cell)
    width, height = columns * request.cell[0], rows * request.cell[1]
    blocks = request.form in _COLOURS
    finer = 2 if blocks else 1  # scaling twice to nearly the same size blurs
    image = decode(data, width=finer * width, height=finer * height)
    return Picture(request, columns, rows, _parts(image, columns, rows, request))


def _parts(image: Image.Image, columns: int, rows: int, request: PictureRequest) -> tuple[bytes, ...]:
    match request.form:
        case PictureForm.KITTY:
            return (kitty.png_of(image),)
        case PictureForm.SIXEL:
            return tuple(sixel_strips(image, columns, rows, request.cell, colours=SIXEL_COLOURS))
        case PictureForm.ITERM:
            return tuple(iterm_strips(image, columns, rows, request.cell))
    pixels = half_blocks(image, columns, rows, colours=_COLOURS[request.form], ground=request.ground)
    line = 6 * columns
    return tuple(pixels[start : start + line] for start in range(0, len(pixels), line))

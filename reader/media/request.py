"""What a screen asks for when it wants a picture, and what it gets. Imports nothing that decodes."""

from __future__ import annotations

import math
from enum import StrEnum

from reader.lazy_dataclass import dataclass

Size = tuple[int, int]  # width and height
MOST_ENLARGED = 2  # a picture is never drawn larger than this many times its own pixels


class PictureForm(StrEnum):
    """The form in which a terminal takes a picture: what the file in the cache holds."""

    BLOCKS = "blocks"  # half blocks in 24-bit colours
    BLOCKS_256 = "blocks-256"  # in xterm's 256 colours
    BLOCKS_16 = "blocks-16"
    KITTY = "kitty"
    SIXEL = "sixel"
    ITERM = "iterm"


BLOCK_CELL = (1, 2)  # the nominal cell of half blocks: a pixel above another


@dataclass(frozen=True, slots=True)
class PictureRequest:
    """A picture that is to fill at most ``columns`` × ``rows`` cells.

    ``url`` names it, as ``Figure.src`` does; ``sources`` are its addresses with their widths in pixels where the page
    has several. ``entry_id``: the article that shows it. ``cell``: the width and height of a cell in pixels,
    :data:`BLOCK_CELL` for half blocks. ``ground``: red, green and blue behind what is transparent.
    """

    url: str
    entry_id: int | None
    columns: int
    rows: int
    cell: Size = BLOCK_CELL
    form: PictureForm = PictureForm.BLOCKS
    ground: tuple[int, int, int] = (0, 0, 0)
    sources: tuple[tuple[str, int], ...] = ()

    @property
    def pixels(self) -> Size:
        """The width and height in pixels that the cells have."""
        return self.columns * self.cell[0], self.rows * self.cell[1]

    @property
    def key(self) -> str:
        """A name for the ready picture: letters and digits that are equal only for equal pictures."""
        parts = (self.url, self.columns, self.rows, self.cell, self.form.value, self.ground)
        return picture_key(repr(parts))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that is ready to be drawn; it covers ``width`` × ``height`` cells.

    ``data``: of half blocks, for each line of cells its upper and then its lower pixels, three bytes each (red, green,
    blue); of ``KITTY`` one PNG; of ``SIXEL`` and ``ITERM`` an escape sequence for each line.
    """

    request: PictureRequest
    width: int
    height: int
    data: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class MadePicture:
    """The size in pixels of a picture that was made ready, and how many bytes that takes in the cache."""

    size: Size
    stored: int


def picture_key(url: str) -> str:
    """The name under which the cache has a picture: a hash, so that no address becomes a path."""
    import hashlib  # which loads OpenSSL: not before the first paint

    return hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def fitted_cells(size: Size, columns: int, rows: int, cell: Size) -> Size:
    """The columns and rows that a picture of ``size`` pixels covers, not distorted, in at most this many."""
    width, height = max(1, size[0]), max(1, size[1])
    scale = min(columns * cell[0] / width, rows * cell[1] / height, MOST_ENLARGED)
    wide, high = math.floor(width * scale / cell[0] + 0.5), math.floor(height * scale / cell[1] + 0.5)
    return min(max(1, wide), columns), min(max(1, high), rows)

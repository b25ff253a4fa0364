"""A picture as half blocks: a cell shows two pixels, one above the other, as its text colour and its ground."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from PIL import Image


class Colours(IntEnum):
    """How many colours the terminal shows."""

    TRUE = 1 << 24
    MANY = 256  # xterm's cube and its greys
    FEW = 16


def half_blocks(
    image: Image.Image, columns: int, rows: int, *, colours: Colours, ground: tuple[int, int, int]
) -> bytes:
    """``3 * columns * 2 * rows`` bytes: red, green and blue of each pixel, by lines from the top.

    Transparent parts show ``ground``. If the terminal shows few colours, the pixels have only those, dithered
    (Floyd and Steinberg), so that nobody need round them.
    """
    small = image.resize((columns, 2 * rows), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        small = Image.alpha_composite(Image.new("RGBA", small.size, (*ground, 255)), small)
    small = small.convert("RGB")
    if colours is not Colours.TRUE:
        small = small.quantize(palette=_palette(colours), dither=Image.Dither.FLOYDSTEINBERG).convert("RGB")
    return small.tobytes()


@cache
def _palette(colours: Colours) -> Image.Image:
    values = xterm_colours()[:16] if colours is Colours.FEW else xterm_colours()[16:]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for value in values for channel in value])
    return palette


@cache
def xterm_colours() -> tuple[tuple[int, int, int], ...]:
    """The 256 colours of xterm: sixteen (VGA's values, as most programs assume), a cube of 216, and 24 greys.

    Source: xterm's 256colres.h.
    """
    base = [(128 * (n & 1), 128 * (n >> 1 & 1), 128 * (n >> 2 & 1)) for n in range(7)]
    bright = [(255 * (n & 1), 255 * (n >> 1 & 1), 255 * (n >> 2 & 1)) for n in range(1, 8)]
    steps = (0, 95, 135, 175, 215, 255)
    cube = [(red, green, blue) for red in steps for green in steps for blue in steps]
    greys = [(8 + 10 * n,) * 3 for n in range(24)]
    return (*base, (192, 192, 192), (128, 128, 128), *bright, *cube, *greys)

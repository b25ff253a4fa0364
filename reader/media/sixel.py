"""A picture as sixels, one strip for each line of text.

A sixel is a column of six pixels (DEC STD 070 section 9, VT330/VT340 programmer reference manual chapter 14). The
height of a line is seldom a multiple of six, so a strip ends in rows that draw nothing (P2 = 1).
"""

from __future__ import annotations

import re

from PIL import Image

BAND = 6  # pixels
_RUNS = re.compile(rb"(.)\1{3,}", re.DOTALL)
_TRANSPARENT_BELOW = 128  # of the alpha channel


def sixel_strips(image: Image.Image, columns: int, rows: int, cell: tuple[int, int], *, colours: int) -> list[bytes]:
    """``rows`` strips, each an escape sequence for ``columns`` cells of one line; ``cell``: width and height in pixels.

    All strips share at most ``colours`` colours (2 to 255), so that their edges do not show.
    """
    width, height = columns * cell[0], rows * cell[1]
    sized = image.resize((width, height), Image.Resampling.LANCZOS)
    indexed = sized.convert("RGB").quantize(colours, method=Image.Quantize.MEDIANCUT)
    palette = bytes(indexed.getpalette("RGB") or ())
    pixels = _with_holes(sized, indexed, hole=colours)
    return [_strip(pixels, width, row * cell[1], cell[1], palette, colours) for row in range(rows)]


def _with_holes(sized: Image.Image, indexed: Image.Image, hole: int) -> bytes:
    """The index of each pixel's colour; ``hole`` where it is transparent."""
    if sized.mode == "RGBA":
        visible = sized.getchannel("A").point([255 * (alpha >= _TRANSPARENT_BELOW) for alpha in range(256)])
        indexed = Image.composite(_plain(indexed), Image.new("L", indexed.size, hole), visible)
    return indexed.tobytes()


def _plain(indexed: Image.Image) -> Image.Image:
    return Image.frombytes("L", indexed.size, indexed.tobytes())


def _strip(pixels: bytes, width: int, top: int, height: int, palette: bytes, hole: int) -> bytes:
    lines = [pixels[width * line : width * (line + 1)] for line in range(top, top + height)]
    used = sorted(set().union(*lines) - {hole})
    registers = b"".join(_register(index, palette) for index in used)
    bands = b"-".join(_band(lines[start : start + BAND], hole) for start in range(0, height, BAND))
    return b'\x1bP0;1;0q"1;1;%d;%d' % (width, height) + registers + bands + b"\x1b\\"


def _register(index: int, palette: bytes) -> bytes:
    red, green, blue = (round(value * 100 / 255) for value in palette[3 * index : 3 * index + 3])
    return b"#%d;2;%d;%d;%d" % (index, red, green, blue)


def _band(lines: list[bytes], hole: int) -> bytes:
    """Up to six lines of pixels. For each colour its sixels, from the left; ``$`` goes back to the left edge."""
    return b"$".join(_colour(lines, index) for index in sorted(set().union(*lines) - {hole}))


def _colour(lines: list[bytes], index: int) -> bytes:
    """A whole line is looked at as one number, which costs a hundredth of looking at its pixels one by one."""
    bits = 0
    for place, line in enumerate(lines):
        bits |= int.from_bytes(line.translate(_only(index, 1 << place)), "big")
    sixels = bits.to_bytes(len(lines[0]), "big").translate(_SIXELS).rstrip(b"?")
    return b"#%d" % index + _RUNS.sub(lambda run: b"!%d%s" % (len(run[0]), run[1]), sixels)


def _only(index: int, value: int) -> bytes:
    table = bytearray(256)
    table[index] = value
    return bytes(table)


_SIXELS = bytes((63 + value) & 0xFF for value in range(256))

"""A picture by kitty's graphics protocol, shown by Unicode placeholders.

The picture is sent once; after that, any cell that holds the placeholder U+10EEEE shows a part of it. So it scrolls,
is clipped and is covered like text. Source: sw.kovidgoyal.net/kitty/graphics-protocol.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the screen writes placeholders without loading Pillow
    from PIL import Image

PLACEHOLDER = "\U0010eeee"
MOST_CELLS = 297  # in one direction: as many marks as there are
_CHUNK = 4096  # bytes of base64 in one sequence


def png_of(image: Image.Image) -> bytes:
    """The picture as the file that :func:`transmission` sends."""
    file = BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def transmission(png: bytes, number: int, columns: int, rows: int) -> Iterator[bytes]:
    """The sequences that send a picture and place it virtually; the terminal scales it to the cells and stays silent.

    ``number`` identifies it: 24 bits, not 0.
    """
    data = base64.standard_b64encode(png)
    control = b"a=T,U=1,f=100,t=d,i=%d,c=%d,r=%d,q=2," % (number, columns, rows)
    for start in range(0, len(data), _CHUNK):
        more = start + _CHUNK < len(data)
        yield b"\x1b_G%sm=%d;%s\x1b\\" % (control, more, data[start : start + _CHUNK])
        control = b"q=2,"


def deletion(number: int) -> bytes:
    """The sequence that makes the terminal forget a picture."""
    return b"\x1b_Ga=d,d=I,i=%d,q=2\x1b\\" % number


def colour(number: int) -> tuple[int, int, int]:
    """The text colour, as red, green and blue, that tells which picture a placeholder belongs to."""
    return number >> 16 & 255, number >> 8 & 255, number & 255


def placeholders(row: int, columns: int) -> str:
    """The text of one row of cells. Each cell names its row and column, so that any part can be drawn alone."""
    marks = _marks()
    return "".join(PLACEHOLDER + marks[row] + marks[column] for column in range(columns))


def through_tmux(sequence: bytes) -> bytes:
    """The sequence as tmux passes it on to its terminal (``allow-passthrough``; tmux(1))."""
    return b"\x1bPtmux;" + sequence.replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


# Combining marks of class 230 of Unicode 6.0 that no normalization joins to a letter, by their code points; kitty's
# rowcolumn-diacritics.txt has the same list.
_RANGES = """
305 30D-30E 310 312 33D-33F 346 34A-34C 350-352 357 35B 363-36F 483-487 592-595 597-599 59C-5A1 5A8-5A9 5AB-5AC 5AF
5C4 610-617 657-65B 65D-65E 6D6-6DC 6DF-6E2 6E4 6E7-6E8 6EB-6EC 730 732-733 735-736 73A 73D 73F-741 743 745 747
749-74A 7EB-7F1 7F3 816-819 81B-823 825-827 829-82D 951 953-954 F82-F83 F86-F87 135D-135F 17DD 193A 1A17 1A75-1A7C
1B6B 1B6D-1B73 1CD0-1CD2 1CDA-1CDB 1CE0 1DC0-1DC1 1DC3-1DC9 1DCB-1DCC 1DD1-1DE6 1DFE 20D0-20D1 20D4-20D7 20DB-20DC
20E1 20E7 20E9 20F0 2CEF-2CF1 2DE0-2DFF A66F A67C-A67D A6F0-A6F1 A8E0-A8F1 AAB0 AAB2-AAB3 AAB7-AAB8 AABE-AABF AAC1
FE20-FE26 10A0F 10A38 1D185-1D189 1D1AA-1D1AD 1D242-1D244
"""


@cache
def _marks() -> str:
    """The marks that stand for 0, 1, 2 …"""
    spans = (one.partition("-") for one in _RANGES.split())
    return "".join(chr(code) for first, _, last in spans for code in range(int(first, 16), int(last or first, 16) + 1))

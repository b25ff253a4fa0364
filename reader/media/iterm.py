"""A picture by iTerm2's protocol (iterm2.com/documentation-images.html), one strip for each line of text."""

from __future__ import annotations

import base64
from io import BytesIO

from PIL import Image


def iterm_strips(image: Image.Image, columns: int, rows: int, cell: tuple[int, int]) -> list[bytes]:
    """``rows`` strips, each an escape sequence for ``columns`` cells of one line.

    ``cell``: the width and height of a cell in pixels.
    """
    width, height = columns * cell[0], rows * cell[1]
    sized = image.resize((width, height), Image.Resampling.LANCZOS)
    strips = (sized.crop((0, row * cell[1], width, (row + 1) * cell[1])) for row in range(rows))
    return [_inline(strip, columns) for strip in strips]


def _inline(strip: Image.Image, columns: int) -> bytes:
    file = BytesIO()
    strip.save(file, "PNG", compress_level=6)
    data = file.getvalue()
    control = b"inline=1;size=%d;width=%d;height=1;preserveAspectRatio=0;doNotMoveCursor=1" % (len(data), columns)
    return b"\x1b]1337;File=%s:%s\x07" % (control, base64.standard_b64encode(data))

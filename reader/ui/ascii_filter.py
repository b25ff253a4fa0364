"""Plain signs for a terminal that lacks others: what dialogs, previews and bars draw beyond the glyphs.

Whatever a widget draws passes here, also what Textual draws by itself; each sign is one cell, and stays one.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN_CLASS = "-ascii"  # of the app, where it is to do with plain signs
_SIGNS = {
    "-": "─━–—", "|": "│┃", "+": "┌┐└┘╭╮╰╯├┤┬┴┼", "~": "…", "x": "×", "*": "•●★", " ": "▁▂▃▄▅▆▇▔▏▎▍▌▋▊▉",
}  # fmt: skip
_TABLE: Mapping[int, str] = {ord(sign): plain for plain, signs in _SIGNS.items() for sign in signs}


class PlainSigns(LineFilter):
    """Draws plain signs in the place of lines, ellipses and dashes."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """As Textual asks."""
        return [
            one if one.control or one.text.isascii() else Segment(one.text.translate(_TABLE), one.style)
            for one in segments
        ]

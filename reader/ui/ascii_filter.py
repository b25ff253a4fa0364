"""ASCII replacements for box lines, dashes and bullets, for terminals that lack them.

The filter sees everything that widgets draw, including Textual's own borders. Each character is replaced by one of the
same width.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

ASCII_CLASS = "-ascii"  # of the app, in ASCII mode
_REPLACEMENTS = {
    "-": "─━–—", "|": "│┃", "+": "┌┐└┘╭╮╰╯├┤┬┴┼", "~": "…", "x": "×", "*": "•●★◇", " ": "▁▂▃▄▅▆▇▔▏▎▍▌▋▊▉",
}  # fmt: skip
_TABLE: Mapping[int, str] = {
    ord(character): plain for plain, characters in _REPLACEMENTS.items() for character in characters
}


class AsciiFilter(LineFilter):
    """Replaces box lines, ellipses and dashes by ASCII characters."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """See Textual's ``LineFilter``."""
        return [
            one if one.control or one.text.isascii() else Segment(one.text.translate(_TABLE), one.style)
            for one in segments
        ]

"""Changes to cells of a line that is already drawn: other text over them, letters, and styles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

if TYPE_CHECKING:
    from reader.ui.typeset.letters import Label


def over(strip: Strip, first: int, part: Strip) -> Strip:
    """The strip with some of its cells replaced."""
    end = first + part.cell_length
    return Strip([*strip.crop(0, first), *part, *strip.crop(end)], strip.cell_length)


def in_characters(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """The strip with a style added to the characters from ``start`` to ``end``."""
    text = strip.text
    return styled(strip, cell_len(text[: max(start, 0)]), cell_len(text[: max(end, 0)]), style)


def styled(strip: Strip, start: int, end: int, style: Style) -> Strip:
    """The strip with a style added to the cells from ``start`` to ``end``."""
    before, within, after = strip.crop(0, start), strip.crop(start, end), strip.crop(end, strip.cell_length)
    return Strip.join([before, Strip(Segment.apply_style(within, post_style=style)), after])


def lettered(strip: Strip, margin: int, labels: Iterable[Label], style: Style) -> Strip:
    """The strip with letters in place of the cells below them; ``margin``: the cells before the text."""
    other = style + Style(reverse=not style.reverse)
    parts: list[Strip] = []
    done = 0
    for label in labels:
        at = margin + label.cell
        letters = Segment(label.letters, other if label.touches else style)
        parts += [strip.crop(done, at).adjust_cell_length(at - done), Strip([letters])]
        done = at + cell_len(label.letters)
    return Strip.join([*parts, strip.crop(done)])

"""The outline of a page: its headline, its headings, and the sections below the text.

The code that lays out such a part gives its first piece an :class:`~reader.ui.typeset.lines.Anchor`. The outline is
read off the lines when it is needed, so it is right for every width and costs nothing until then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.lazy_dataclass import dataclass
from reader.ui.typeset.lines import Anchor, Line

_LONGEST_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A heading or section: the line where it begins. ``depth``: 0 for the highest, without gaps for skipped levels."""

    line: int
    depth: int
    title: str


def anchored(lines: list[Line], title: str, level: int = 1) -> list[Line]:
    """The lines of a part, which gets a place in the outline. ``level``: 0 for the headline, 1 to 6 for headings."""
    number = next((number for number, line in enumerate(lines) if line), None)
    if number is None or not title.strip():
        return lines
    first, *rest = lines[number]
    anchor = Anchor(level, " ".join(title[: 2 * _LONGEST_TITLE].split())[:_LONGEST_TITLE])
    return [*lines[:number], (replace(first, anchor=anchor), *rest), *lines[number + 1 :]]


def outline_of(lines: Iterable[Line]) -> tuple[OutlineItem, ...]:
    """The outline of a page, in its order."""
    found = [(number, piece.anchor) for number, line in enumerate(lines) for piece in line if piece.anchor]
    items: list[OutlineItem] = []
    above: list[int] = []  # the levels of the headings that this one is below
    for number, anchor in found:
        while above and above[-1] >= anchor.level:
            above.pop()
        items.append(OutlineItem(number, len(above), anchor.title))
        if anchor.level:  # the headline is beside the headings, not above them
            above.append(anchor.level)
    return tuple(items)


def item_at(items: Sequence[OutlineItem], line: int) -> int:
    """The number of the item in which a line is; -1 above the first."""
    return sum(1 for item in items if item.line <= line) - 1

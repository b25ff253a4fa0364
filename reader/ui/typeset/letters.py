"""Letters for the targets in sight: which ones, and in which cells they are drawn.

None of them begins another, so that each is complete with its last letter (a prefix code).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass
from reader.ui.typeset.targets import Target


def letters_for(count: int, alphabet: str) -> list[str]:
    """So many different texts of the letters, none of which begins another, the short ones first.

    ``alphabet`` has at least two letters.
    """
    found = [""]
    begun = 0  # those before have become the beginnings of others
    while len(found) - begun < count or begun == 0:
        found += [found[begun] + letter for letter in alphabet]
        begun += 1
    return found[begun : begun + count]


@dataclass(frozen=True, slots=True)
class Label:
    """The letters of a target, to be drawn at a cell of a line of the page.

    ``touches``: they directly follow other letters, from which they have to look different.
    """

    line: int
    cell: int
    letters: str
    touches: bool = False


def place_labels(letters: Mapping[str, Target], lines: range, cells: range) -> list[Label]:
    """The labels of targets over the first of their cells that is in sight, in reading order.

    ``lines``, ``cells``: the visible part of the page. Where two targets are closer than the letters of the first
    are long, the second label is moved to the right, so that none hides another.
    """
    wanted = [label for text, target in letters.items() if (label := _label(text, target, lines, cells))]
    placed: list[Label] = []
    for label in sorted(wanted, key=lambda label: (label.line, label.cell)):
        before = placed[-1] if placed and placed[-1].line == label.line else None
        free = before.cell + cell_len(before.letters) if before else label.cell
        touches = before is not None and label.cell <= free and not before.touches
        placed.append(Label(label.line, max(label.cell, free), label.letters, touches))
    return placed


def _label(text: str, target: Target, lines: range, cells: range) -> Label | None:
    for place in target.places:
        if place.line in lines and place.start < cells.stop and place.end > cells.start:
            return Label(place.line, max(place.start, cells.start), text)
    return None


def visible(targets: Iterable[Target], lines: range, cells: range) -> list[Target]:
    """The targets of which at least one cell is in sight."""
    return [target for target in targets if _label("", target, lines, cells)]

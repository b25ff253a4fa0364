"""Sets text in a column: the lines whose ends are most even, with hyphens where they help.

Lines are chosen for the whole paragraph at once, after Knuth and Plass, "Breaking Paragraphs into Lines" (1981). The
cost of a line is the square of its missing cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass
from reader.ui.typeset.breaking import Syllables, break_lines, no_syllables

_HYPHEN_COST = 36
_LINE_COST = 10_000  # of a headline: fewer lines before even ones
_LEAST_HYPHENATED = 6  # letters
_LETTERS = re.compile(r"[^\W\d_]{6,40}")
_AFTER = re.compile(r"(?<=\w)[-–—/](?=\w)")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd]"
)
_NOT_FIRST = frozenset("。，、；：？！．）］｝」』】〕〉》”’…‥ー々％")


@dataclass(frozen=True, slots=True)
class _Box:
    """Text that is never broken. ``gap``: a space precedes it; ``hyphen``: a break before it needs a hyphen."""

    text: str
    width: int
    gap: bool
    hyphen: bool


def set_text(text: str, width: int, syllables: Syllables = no_syllables, *, even: bool = False) -> list[str]:
    """The lines of a paragraph of at most ``width`` cells, ragged right.

    ``even``: for headlines: the last line counts too, and words are hyphenated only if they are longer than a line.
    """
    width = max(1, width)
    boxes = [box for word in _words(text) for box in _boxes(word, width, syllables, even=even)]
    return _lines(boxes, _breaks(boxes, width, even=even)) if boxes else []


def _words(text: str) -> Iterator[str]:
    return (word for word in re.split(r"[ \t\n\r]+", text) if word)


def _boxes(word: str, width: int, syllables: Syllables, *, even: bool) -> Iterator[_Box]:
    """The parts of a word between which a line may end."""
    long = len(word) > width or cell_len(word) > width
    places: dict[int, bool] = {}
    if long and not _WIDE.search(word):
        cuts = break_lines(word, width, syllables)
        places = {after.start: before.hyphen for before, after in pairwise(cuts)}
    elif not even or long:
        for letters in _LETTERS.finditer(word):
            places |= {letters.start() + at: True for at in syllables(letters[0]) if 2 <= at <= len(letters[0]) - 2}
        places |= {match.end(): False for match in _AFTER.finditer(word)}
    for match in _WIDE.finditer(word):
        for at in (match.start(), match.end()):
            if 0 < at < len(word) and word[at] not in _NOT_FIRST:
                places[at] = False
    start, gap, hyphen = 0, True, False
    for at in (*sorted(places), len(word)):
        part = word[start:at]
        for piece in _pieces(part, width):
            yield _Box(piece, cell_len(piece), gap, hyphen)
            gap = hyphen = False
        start, hyphen = at, places.get(at, False)


def _pieces(part: str, width: int) -> Iterator[str]:
    if cell_len(part) <= width:
        yield part
        return
    for cut in break_lines(part, width):
        yield part[cut.start : cut.end]


def _breaks(boxes: list[_Box], width: int, *, even: bool) -> list[int]:
    """The first box of each line."""
    count = len(boxes)
    cost, after = [0.0] * (count + 1), [count] * (count + 1)
    for first in range(count - 1, -1, -1):
        used, best, best_end = 0, float("inf"), first + 1
        for end in range(first + 1, count + 1):
            box = boxes[end - 1]
            used += box.width + (box.gap and end - 1 > first)
            if used > width and end - 1 > first:
                break
            hyphen = end < count and boxes[end].hyphen
            if end < count and used + hyphen > width and end - 1 > first:
                continue
            slack = max(0, width - used - hyphen)
            of_line = _LINE_COST + slack * slack if even else (slack * slack if end < count else 0)
            total = of_line + _HYPHEN_COST * hyphen + cost[end]
            if total < best:
                best, best_end = total, end
        cost[first], after[first] = best, best_end
    starts, at = [], 0
    while at < count:
        starts.append(at)
        at = after[at]
    return starts


def _lines(boxes: list[_Box], starts: list[int]) -> list[str]:
    lines = []
    for first, end in zip(starts, [*starts[1:], len(boxes)], strict=True):
        text = boxes[first].text + "".join(" " * box.gap + box.text for box in boxes[first + 1 : end])
        lines.append(text + "-" * (end < len(boxes) and boxes[end].hyphen))
    return lines


def justified(line: str, width: int) -> str:
    """The line stretched to ``width`` cells, if its gaps need to grow by little."""
    missing, words = width - cell_len(line), line.split(" ")
    gaps = len(words) - 1
    if not missing or gaps < 1 or missing > gaps:
        return line
    wider = {round((number + 0.5) * gaps / missing - 0.5) for number in range(missing)}
    return "".join(word + (" " * (1 + (number in wider)) if number < gaps else "") for number, word in enumerate(words))

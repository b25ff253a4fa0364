"""Selecting text on a page: the motions of a cursor in it, and the text to copy.

The copy is the author's text, not our typesetting: paragraphs have no line ends and none of our hyphens, and bars,
frames, margins and pictures are left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.ui.typeset.lines import LOWER, Joint, Line, Piece, Role, text_of

_NOT_TEXT = frozenset({Role.RULE, Role.TILE})
_WORD = re.compile(r"\w+|[^\w\s]+")


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in the text: a line of the page, and how many characters of the line are before it."""

    line: int
    character: int


# -- copying


def selected_text(lines: Sequence[Line], start: Spot, end: Spot) -> str:
    """The text from a spot up to another one (not included). Takes time in proportion to it."""
    copied: list[str] = []
    before: Piece | None = None  # the last piece that was copied, if all of it was, up to the end of its line
    left_out = False
    for number in range(max(start.line, 0), min(end.line + 1, len(lines))):
        line = lines[number]
        if line == LOWER:
            continue
        first = start.character if number == start.line else 0
        last = end.character if number == end.line else len(text_of(line))
        content = _content(line)
        if not content and line and not line[-1].role.startswith(Role.CODE):  # a bar, a row of a picture
            left_out = True
            continue
        if not content and left_out:
            left_out = False
            continue
        left_out = False
        taken = [(piece, at) for piece, at in content if at < last and at + len(piece.text) > first]
        text = "".join(_part(piece, first - at, last - at) for piece, at in taken).rstrip()
        goes_on = before is not None and bool(taken) and _goes_on(before, taken[0][0])
        if goes_on and before and before.source is not None:
            copied[-1] += before.source[before.at + _length(before) : taken[0][0].at] + text
        else:
            copied.append(text)
        whole = taken and last >= taken[-1][1] + len(taken[-1][0].text)
        before = taken[-1][0] if taken and whole else None
    return "\n".join(copied).strip("\n")


def _content(line: Line) -> list[tuple[Piece, int]]:
    """The pieces of a line that are text, with how many characters are before each."""
    placed: list[tuple[Piece, int]] = []
    at = 0
    for piece in line:
        if piece.text and piece.role not in _NOT_TEXT and piece.picture is None:
            placed.append((piece, at))
        at += len(piece.text)
    while placed and _is_margin(placed[0][0], placed[1][0] if len(placed) > 1 else None):
        is_code = placed[0][0].role.startswith(Role.CODE)
        del placed[0]
        if is_code:
            break
    return placed if any(not piece.text.isspace() for piece, _at in placed) else []


def _is_margin(piece: Piece, following: Piece | None) -> bool:
    """Whether a piece is space before the text; the space before a marker shows how deep a list is."""
    if not piece.text.isspace() or piece.source is not None:
        return False
    is_marker = following is not None and following.source is None and following.role is Role.DIM
    return piece.role.startswith(Role.CODE) or not is_marker


def _part(piece: Piece, first: int, last: int) -> str:
    first, last = max(first, 0), min(last, _length(piece))
    return piece.text[first:last] if piece.source is None else piece.source[piece.at + first : piece.at + last]


def _length(piece: Piece) -> int:
    """The characters of a piece without a hyphen that was added."""
    return len(piece.text) - (piece.joint is Joint.HYPHEN)


def _goes_on(before: Piece, following: Piece) -> bool:
    return before.joint is not None and before.source is not None and before.source is following.source


# -- the cursor


def spots_of(line: Line) -> tuple[int, int] | None:
    """The first character of the text of a line, and where the text ends; None if it has no text."""
    content = _content(line)
    if not content:
        return None
    (_first, start), (last, at) = content[0], content[-1]
    text = text_of(line)
    end = len(text[: at + len(last.text)].rstrip())
    return start + len(text[start:end]) - len(text[start:end].lstrip()), end


def first_spot(lines: Sequence[Line], line: int, step: int = 1) -> Spot | None:
    """The beginning of the text of that line, or of the next one (the one above) that has text."""
    while 0 <= line < len(lines):
        found = spots_of(lines[line])
        if found:
            return Spot(line, found[0])
        line += step
    return None


def after(lines: Sequence[Line], spot: Spot) -> Spot:
    """The spot after the character of a spot; for the end of a selection, which includes its character."""
    text = text_of(lines[spot.line])
    end = spot.character + 1
    while end < len(text) and _joins(text[end]):
        end += 1
    return Spot(spot.line, end)


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it: accents and the like."""
    from unicodedata import combining

    return bool(combining(character)) or character in "\u200d\ufe0e\ufe0f"


def word_at(lines: Sequence[Line], spot: Spot) -> tuple[Spot, Spot] | None:
    """The first and the last character of the word or sign at a spot; None if there is neither."""
    for start, end in _words(lines, spot.line):
        if start <= spot.character < end:
            return Spot(spot.line, start), Spot(spot.line, end - 1)
    return None


def paragraph_at(lines: Sequence[Line], spot: Spot) -> tuple[Spot, Spot]:
    """Beginning and end (its last character) of the paragraph, item or line of code around a spot."""
    first = last = spot.line
    while (above := _beside_line(lines, first, -1)) is not None and _continues(lines[above], lines[first]):
        first = above
    while (below := _beside_line(lines, last, 1)) is not None and _continues(lines[last], lines[below]):
        last = below
    begin, end = spots_of(lines[first]), spots_of(lines[last])
    return Spot(first, begin[0] if begin else 0), Spot(last, end[1] - 1 if end else 0)


def _beside_line(lines: Sequence[Line], line: int, step: int) -> int | None:
    """The next line, or the one above, without the lower rows of large lines."""
    line += step
    while 0 <= line < len(lines) and lines[line] == LOWER:
        line += step
    return line if 0 <= line < len(lines) else None


def _continues(line: Line, following: Line) -> bool:
    content, more = _content(line), _content(following)
    return bool(content and more) and _goes_on(content[-1][0], more[0][0])


def moved(lines: Sequence[Line], spot: Spot, motion: str) -> Spot:
    """Where a motion leads, one of :data:`MOTIONS`; the same spot if it leads nowhere."""
    return MOTIONS[motion](lines, spot) or spot


def _right(lines: Sequence[Line], spot: Spot) -> Spot | None:
    found = after(lines, spot)
    limits = spots_of(lines[spot.line])
    return found if limits and found.character < limits[1] else None


def _left(lines: Sequence[Line], spot: Spot) -> Spot | None:
    limits, text = spots_of(lines[spot.line]), text_of(lines[spot.line])
    at = spot.character - 1
    while limits and at > limits[0] and _joins(text[at]):
        at -= 1
    return Spot(spot.line, at) if limits and at >= limits[0] else None


def _beside(lines: Sequence[Line], spot: Spot, step: int) -> Spot | None:
    """The spot below or above, or the nearest to it."""
    found = first_spot(lines, spot.line + step, step)
    limits = spots_of(lines[found.line]) if found else None
    return found and limits and Spot(found.line, min(max(spot.character, limits[0]), limits[1] - 1))


def _edge(lines: Sequence[Line], spot: Spot, *, end: bool) -> Spot | None:
    limits = spots_of(lines[spot.line])
    return Spot(spot.line, limits[1] - 1 if end else limits[0]) if limits else None


def _words(lines: Sequence[Line], line: int) -> list[tuple[int, int]]:
    limits = spots_of(lines[line])
    return [match.span() for match in _WORD.finditer(text_of(lines[line]), *limits)] if limits else []


def _word(lines: Sequence[Line], spot: Spot) -> Spot | None:
    later = (Spot(spot.line, start) for start, _end in _words(lines, spot.line) if start > spot.character)
    return next(later, None) or first_spot(lines, spot.line + 1)


def _word_back(lines: Sequence[Line], spot: Spot) -> Spot | None:
    earlier = [Spot(spot.line, start) for start, _end in _words(lines, spot.line) if start < spot.character]
    if earlier:
        return earlier[-1]
    above = first_spot(lines, spot.line - 1, -1)
    words = _words(lines, above.line) if above else []
    return Spot(above.line, words[-1][0]) if above and words else above


def _word_end(lines: Sequence[Line], spot: Spot) -> Spot | None:
    line: int | None = spot.line
    while line is not None:
        ends = (end - 1 for _start, end in _words(lines, line) if line > spot.line or end - 1 > spot.character)
        found = next(ends, None)
        if found is not None:
            return Spot(line, found)
        below = first_spot(lines, line + 1)
        line = below.line if below else None
    return None


def _paragraph(lines: Sequence[Line], spot: Spot) -> Spot | None:
    _first, last = paragraph_at(lines, spot)
    return first_spot(lines, last.line + 1) or last


def _paragraph_back(lines: Sequence[Line], spot: Spot) -> Spot | None:
    first, _last = paragraph_at(lines, spot)
    if spot != first:
        return first
    above = first_spot(lines, first.line - 1, -1)
    return paragraph_at(lines, above)[0] if above else None


def _bottom(lines: Sequence[Line], _spot: Spot) -> Spot | None:
    last = first_spot(lines, len(lines) - 1, -1)
    return last and _edge(lines, last, end=True)


MOTIONS: dict[str, Callable[[Sequence[Line], Spot], Spot | None]] = {
    "left": _left,
    "right": _right,
    "down": lambda lines, spot: _beside(lines, spot, 1),
    "up": lambda lines, spot: _beside(lines, spot, -1),
    "word": _word,
    "word-back": _word_back,
    "word-end": _word_end,
    "line-start": lambda lines, spot: _edge(lines, spot, end=False),
    "line-end": lambda lines, spot: _edge(lines, spot, end=True),
    "paragraph": _paragraph,
    "paragraph-back": _paragraph_back,
    "top": lambda lines, _spot: first_spot(lines, 0),
    "bottom": _bottom,
}

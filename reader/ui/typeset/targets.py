"""The targets of a page, which the user can choose: links, names, pictures, notes.

A target is a run of pieces with the same ``href``. It may take several lines, so it has a place in each.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass
from reader.ui.typeset.lines import Line, PictureRow, Piece, Role, joined

_LONGEST_TEXT = 1_000  # characters; a link may be as long as a book


@dataclass(frozen=True, slots=True)
class Place:
    """The cells ``start`` to ``end`` (not included) of a line of the page."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be chosen. ``places``: one for each line, from the top; ``text``: as the article has it."""

    href: str
    places: tuple[Place, ...]
    text: str

    @property
    def first(self) -> int:
        """The line in which it begins."""
        return self.places[0].line

    @property
    def last(self) -> int:
        """The line in which it ends."""
        return self.places[-1].line


@dataclass(slots=True)
class _Open:
    """A target whose end has not been found."""

    href: str
    places: list[Place] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0
    goes_on: bool = False  # its text continues in the next line, perhaps in a column of a table

    def add(self, piece: Piece, line: int, start: int, end: int) -> None:
        before = self.places[-1] if self.places else None
        if before and before.line == line:
            self.places[-1] = Place(line, before.start, end)
        else:
            self.places.append(Place(line, start, end))
        self.goes_on = piece.joint is not None or piece.picture is not None
        if self.length < _LONGEST_TEXT:
            self.pieces.append(piece if piece.picture is None else _in_words(piece.picture))
            self.length += len(piece.text)

    def closed(self) -> Target:
        return Target(self.href, tuple(self.places), " ".join(joined(self.pieces).split())[:_LONGEST_TEXT])


def _in_words(picture: PictureRow) -> Piece:
    return Piece(picture.words if picture.row == 0 else "")


def targets_of(lines: Iterable[Line]) -> tuple[Target, ...]:
    """The targets of a page in the order in which they are read."""
    return tuple(one.closed() for one in _found(lines))


def _found(lines: Iterable[Line]) -> list[_Open]:
    found: list[_Open] = []
    current: _Open | None = None
    above: list[_Open] = []  # those that have a place in the line before
    for number, line in enumerate(lines):
        if not any(piece.href for piece in line):
            current, above = None, []
            continue
        here: list[_Open] = []
        start = 0
        for piece in line:
            end = start + cell_len(piece.text)
            if piece.href:
                if current is None or current.href != piece.href:
                    current = next((one for one in above if _goes_on(one, piece.href, number, start, end)), None)
                if current is None:
                    current = _Open(piece.href)
                    found.append(current)
                current.add(piece, number, start, end)
                here += [] if here and here[-1] is current else [current]
            elif piece.role is not Role.RULE and not piece.text.isspace():
                current = None
            start = end
        above = here
    return found


def _goes_on(one: _Open, href: str, line: int, start: int, end: int) -> bool:
    """Whether a piece is the next line of a target in a column of a table."""
    place = one.places[-1]
    return one.goes_on and one.href == href and place.line == line - 1 and place.start < end and start < place.end

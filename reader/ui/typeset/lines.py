"""The parts of a laid-out page: lines of pieces, each piece with one role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from reader.article.blocks import Style


class Role(StrEnum):
    """The function of a piece on the page; the theme decides how it looks."""

    TEXT = "text"
    DIM = "dim"
    KICKER = "kicker"
    HEADLINE = "headline"
    LEAD = "lead"
    HEADING = "heading"
    CODE = "code"
    NAME = "name"
    TILE = "tile"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style; ``href`` is an address or ``entry:ID``."""

    text: str
    role: Role = Role.TEXT
    style: Style = Style.PLAIN
    href: str | None = None


Line = tuple[Piece, ...]
EMPTY: Line = ()


def width_of(line: Line) -> int:
    """The width of a line in cells."""
    return sum(cell_len(piece.text) for piece in line)


def padded(line: Line, width: int, role: Role = Role.TEXT) -> Line:
    """The line at exactly ``width`` cells: filled with spaces, or cut."""
    missing = width - width_of(line)
    if missing >= 0:
        return (*line, Piece(" " * missing, role)) if missing else line
    return cut(line, width)


def cut(line: Line, width: int) -> Line:
    """The first ``width`` cells of a line; a character of two cells is not halved."""
    kept: list[Piece] = []
    for piece in line:
        room = width - width_of(tuple(kept))
        if cell_len(piece.text) > room:
            kept.append(replace(piece, text=set_cell_size(piece.text, room)))
            break
        kept.append(piece)
    return tuple(kept)


def text_of(line: Line) -> str:
    """The text of a line."""
    return "".join(piece.text for piece in line)

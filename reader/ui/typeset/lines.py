"""The parts of a laid-out page: lines of pieces, each piece with one role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field, replace
from enum import StrEnum

from rich.cells import cell_len, set_cell_size

from reader.article.blocks import Style
from reader.lazy_dataclass import dataclass


class Role(StrEnum):
    """The function of a piece on the page; the theme decides how it looks."""

    TEXT = "text"
    DIM = "dim"
    BYNAME = "byname"  # a name in small print that leads to its person
    ENTRY = "entry"  # a headline in a list of articles, unread or read
    READ_ENTRY = "read-entry"
    KICKER = "kicker"
    HEADLINE = "headline"
    LEAD = "lead"
    HEADING = "heading"
    CODE = "code"
    CODE_KEYWORD = "code-keyword"
    CODE_STRING = "code-string"
    CODE_COMMENT = "code-comment"
    CODE_NUMBER = "code-number"
    CODE_FUNCTION = "code-function"
    NAME = "name"
    SPEAKER = "speaker"  # who wrote a comment; chosen, it folds the comment
    TILE = "tile"
    PICTURE = "picture"  # words instead of a picture
    PLACE = "place"  # words instead of a picture that is not there yet
    RULE = "rule"


class Joint(StrEnum):
    """The characters between the last piece of a line and the next line before the text was broken into lines."""

    NOTHING = ""
    SPACE = " "
    HYPHEN = "-"  # nothing either: the hyphen at the end of the piece was added


@dataclass(frozen=True, slots=True)
class PictureRow:
    """One row of cells of a picture: the number of the picture on the page, and the row, both from 0.

    ``words``: what the picture shows, or the name of its file.
    """

    number: int
    row: int
    words: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A heading or section begins here. ``level``: 0 for the headline, 1 to 6 for headings."""

    level: int
    title: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one style; ``href`` is what the piece leads to, an address or one of the schemes of
    :mod:`reader.ui.reader.targets`. ``joint``: of the last piece of a line, if the same text goes on in the next line.
    ``picture``: this is a row of a picture's place, and its text is spaces.

    ``source``: the whole text of which this is a part, such as a paragraph's, and ``at`` where the part begins there.
    All parts have the same string. Without it, the piece is a part of its line only. ``anchor``: for the outline.
    ``bookmark``: the name of the place that begins here, for links within the page.
    ``large``: drawn in double size, so that its characters take twice their cells in this line and in :data:`LOWER`,
    which is the next line.
    """

    text: str
    role: Role = Role.TEXT
    style: Style = Style.PLAIN
    href: str | None = None
    joint: Joint | None = None
    picture: PictureRow | None = None
    source: str | None = field(default=None, compare=False, repr=False)
    at: int = field(default=0, compare=False, repr=False)
    anchor: Anchor | None = field(default=None, compare=False, repr=False)
    bookmark: str = ""
    large: bool = False


Line = tuple[Piece, ...]
EMPTY: Line = ()
LOWER: Line = (Piece("", Role.HEADLINE, large=True),)
"""The line below one with large pieces, which it belongs to."""


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


def joined(pieces: Iterable[Piece]) -> str:
    """The text of pieces as it was before it was broken into lines."""
    return "".join(map(_with_joint, pieces))


def _with_joint(piece: Piece) -> str:
    if piece.joint is None:
        return piece.text
    return piece.text[:-1] if piece.joint is Joint.HYPHEN else piece.text + piece.joint

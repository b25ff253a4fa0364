"""The parts of a headline's row, and what decides how it is set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rich.cells import cell_len

from reader.config import USUAL_COLUMNS
from reader.lazy_dataclass import dataclass
from reader.model import Headline
from reader.ui.glyphs import Glyphs

Piece = tuple[str, str]
"""A text and its role: "title", "hit" (a part of the title that a search has found), "dim", "accent", or "fresh", which
looks as the title of an unread article."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """A line of a row: pieces from the left, and pieces at the right edge."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class RowStyle:
    """How rows are set: ``width`` cells beside cursor bar and dot, in ``height`` lines.

    ``time_width``: cells of the time in a compact row. ``columns``: of compact rows, as in ``config.toml``.
    """

    width: int
    height: int
    glyphs: Glyphs
    time_width: int = 5
    columns: tuple[str, ...] = USUAL_COLUMNS


class RowTexts(NamedTuple):
    """What a row says beside its headline. ``source``: empty in the list of a single feed.

    ``heading``: the day or feed that begins here, if headings have no lines of their own. ``others``: how many other
    tellings of its story the row stands for; ``others_unread``: one of them is unread.
    """

    source: str
    time: str
    heading: str = ""
    folder: str = ""
    labels: tuple[str, ...] = ()
    others: int = 0
    others_unread: bool = False


def marks(headline: Headline, glyphs: Glyphs) -> Iterator[tuple[str, Piece]]:
    """The glyphs of what the user has chosen, by the names of their columns; the mark of followed people has none."""
    if headline.followed:
        yield "followed", (f"{glyphs.followed} ", "accent")
    if headline.later:
        yield "later", (f"{glyphs.later} ", "accent")
    if headline.starred:
        yield "star", (f"{glyphs.star} ", "accent")


def width_of(pieces: Iterable[Piece]) -> int:
    """The cells of some pieces."""
    return sum(cell_len(text) for text, _role in pieces)

"""A set edition: lines of runs, and where its stories, pictures and pages are."""

from __future__ import annotations

from enum import StrEnum

from rich.cells import cell_len

from reader.lazy_dataclass import dataclass


class Role(StrEnum):
    """What a run of text is; the theme decides how it looks."""

    NAMEPLATE = "nameplate"
    FOLIO = "folio"
    RULE = "rule"
    SECTION = "section"
    KICKER = "kicker"
    BANNER = "banner"  # the headline of the lead story
    HEADLINE = "headline"
    BRIEF = "brief"  # the headline of a brief
    BYLINE = "byline"
    TEXT = "text"
    SMALL = "small"  # the text of a brief
    META = "meta"
    MORE = "more"  # the text continues in the article
    PICTURE = "picture"
    ENDING = "ending"


class Half(StrEnum):
    """Text in double size covers two lines, each of which has a run for it."""

    NONE = ""
    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Run:
    """Text that begins at the cell ``x`` of a line. ``story``: the key of the story that it belongs to."""

    x: int
    text: str
    role: Role
    story: int | None = None
    half: Half = Half.NONE

    @property
    def end(self) -> int:
        """The cell after it."""
        return self.x + cell_len(self.text) * (2 if self.half else 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle of cells."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All pages, one below the other.

    ``lines``: the runs of each line, from left to right. ``pages``: the lines of each. ``places`` and ``pictures``: by
    the keys of stories, the places in the order in which they are read.
    """

    width: int
    lines: tuple[tuple[Run, ...], ...]
    pages: tuple[range, ...]
    places: dict[int, Place]
    pictures: dict[int, Place]

    def page_of(self, line: int) -> int:
        """The number of the page with a line, from 0."""
        return next((number for number, page in enumerate(self.pages) if line in page), max(0, len(self.pages) - 1))

    def story_at(self, x: int, y: int) -> int | None:
        """The key of the story whose place covers a cell."""
        for key, place in self.places.items():
            if place.x <= x < place.x + place.width and place.y <= y < place.y + place.height:
                return key
        return None


class Canvas:
    """Collects runs."""

    def __init__(self) -> None:
        self._lines: list[list[Run]] = []

    @property
    def height(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def put(self, x: int, y: int, text: str, role: Role, story: int | None = None, *, half: Half = Half.NONE) -> None:
        """Puts a text into a line."""
        self.grow(y + 1)
        if text:
            self._lines[y].append(Run(x, text, role, story, half))

    def grow(self, height: int) -> None:
        """Makes at least this many lines."""
        self._lines += ([] for _ in range(height - len(self._lines)))

    @property
    def lines(self) -> tuple[tuple[Run, ...], ...]:
        """The lines with their runs in order."""
        return tuple(tuple(sorted(line, key=lambda run: run.x)) for line in self._lines)

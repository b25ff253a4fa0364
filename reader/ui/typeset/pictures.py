"""The places of pictures on a page: how large each is, before anything of it is loaded. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field

from reader.article.blocks import Figure
from reader.lazy_dataclass import dataclass
from reader.ui.typeset.lines import Line, PictureRow, Piece, Role
from reader.web.addresses import file_name

Size = tuple[int, int]
"""Width and height in pixels."""

USUAL_SHAPE: Size = (3, 2)  # of a picture of unknown size
LARGEST_SCALE = 1.5  # by which a small picture is enlarged
ICON = 32  # pixels: a picture that is not larger either way replaces a word, and its text is shown
_LONGEST = 1_000_000  # pixels; longer sides are wrong
_LARGE = 1_000  # a factor that makes a ratio a size


@dataclass(frozen=True, slots=True)
class PictureSpace:
    """The space that pictures may take.

    ``cell``: width and height of a cell in pixels. ``rows``: of the tallest picture. ``size_of``: the size of the
    picture of an address, if it is known. ``reason_of``: why the one of an address cannot be shown, if that is known.
    """

    cell: Size = (10, 20)
    rows: int = 20
    size_of: Callable[[str], Size | None] = lambda _url: None
    reason_of: Callable[[str], str | None] = lambda _url: None

    def cells_of(self, size: Size | None, columns: int) -> tuple[int, int]:
        """Columns and rows for a picture of this size, at most ``columns`` wide; unknown: as large as a photograph."""
        cell_width, cell_height = self.cell
        if size is None:
            size = (USUAL_SHAPE[0] * columns * cell_width, USUAL_SHAPE[1] * columns * cell_width)
        width, height = size
        scale = min(LARGEST_SCALE, columns * cell_width / width, self.rows * cell_height / height)
        wide, high = round(width * scale / cell_width), round(height * scale / cell_height)
        return min(max(1, wide), max(1, columns)), min(max(1, high), max(1, self.rows))


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture on the page: its number, from 0, its place of ``columns`` × ``rows`` cells, and its first line.

    ``initials``: shown until a portrait is loaded.
    """

    number: int
    figure: Figure
    columns: int
    rows: int
    line: int = 0
    initials: str = ""

    @property
    def url(self) -> str:
        """The address of the picture."""
        return self.figure.src or ""

    @property
    def alt(self) -> str:
        """What the picture shows, in words; may be empty."""
        return self.figure.alt

    @property
    def href(self) -> str:
        """The target of the page that shows the picture enlarged."""
        return f"picture:{self.number}"


@dataclass(slots=True)
class PicturePlaces:
    """Gives the pictures of a page their places, in order, while it is laid out."""

    space: PictureSpace
    _taken: list[PlacedPicture] = field(default_factory=list)

    def has_room_for(self, figure: Figure) -> bool:
        """Whether a picture gets a place: it has an address and is not known to be unusable or as small as a letter."""
        size = self.size_of(figure)
        return bool(figure.src) and not (size and max(size) <= ICON) and not self.reason_of(figure)

    def reason_of(self, figure: Figure) -> str:
        """Why a picture cannot be shown, if that is known."""
        return (self.space.reason_of(figure.src) if figure.src else None) or ""

    def size_of(self, figure: Figure) -> Size | None:
        """The size of a picture in pixels, or what the page says of it, if that is possible."""
        known = self.space.size_of(figure.src) if figure.src else None
        size = known or (_stated(figure.size) if figure.size else None)
        return size if size and min(size) >= 1 and max(size) <= _LONGEST else None

    def take(self, figure: Figure, columns: int, rows: int, initials: str = "") -> list[Line]:
        """The lines of a new place."""
        picture = PlacedPicture(len(self._taken), figure, columns, rows, initials=initials)
        self._taken.append(picture)
        rows_of_it = (PictureRow(picture.number, row, picture.alt or file_name(picture.url)) for row in range(rows))
        return [(Piece(" " * columns, Role.DIM, href=picture.href, picture=one),) for one in rows_of_it]

    def on(self, lines: Iterable[Line]) -> tuple[PlacedPicture, ...]:
        """The pictures with their lines, now that the page has all its lines."""
        if not self._taken:
            return ()
        first = _first_lines(lines)
        return tuple(
            PlacedPicture(one.number, one.figure, one.columns, one.rows, first[one.number], one.initials)
            for one in self._taken
            if one.number in first
        )


def _stated(size: Size) -> Size:
    """The size that a page states. Small numbers are the ratio of the sides, unless they look like an icon's."""
    width, height = size
    is_icon = abs(width - height) <= ICON // 8 < min(size)
    return size if max(size) > ICON or is_icon else (width * _LARGE, height * _LARGE)


def _first_lines(lines: Iterable[Line]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for number, line in enumerate(lines):
        for piece in line:
            if piece.picture is not None:
                found.setdefault(piece.picture.number, number)
    return found

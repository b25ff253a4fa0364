"""The pictures of the page in the article pane: which ones are loaded, and what the pane shows in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from reader.lazy_dataclass import dataclass
from reader.media.kitty import MOST_CELLS
from reader.media.request import BLOCK_CELL, Picture, PictureForm, PictureRequest
from reader.text import sentence
from reader.ui.glyphs import Glyphs
from reader.ui.pictures.drawing import PictureDrawing
from reader.ui.pictures.loading import PictureLoader
from reader.ui.typeset.breaking import fit
from reader.ui.typeset.lines import PictureRow, Piece, Role
from reader.ui.typeset.pictures import PlacedPicture
from reader.ui.typeset.wrap import wrap_text
from reader.wording.catalogue import _
from reader.wording.problem_messages import problem_message

AHEAD = 2  # panes above and below the visible lines in which pictures are loaded
KEPT = 6  # panes beyond which they are no longer drawn: the terminal forgets them
MOST_WANTED = 12  # at a time


@dataclass(frozen=True, slots=True)
class Look:
    """How pictures are drawn now: by what, in which form, with which cells, and on which ground."""

    drawing: PictureDrawing
    form: PictureForm
    cell: tuple[int, int]
    ground: tuple[int, int, int]

    def request_for(self, picture: PlacedPicture, entry_id: int | None, columns: int, rows: int) -> PictureRequest:
        """What to ask for, to show a picture in at most this many cells."""
        of_blocks = self.form in (PictureForm.BLOCKS, PictureForm.BLOCKS_256, PictureForm.BLOCKS_16)
        most = MOST_CELLS if self.form is PictureForm.KITTY else max(columns, rows)
        return PictureRequest(
            picture.url, entry_id, min(columns, most), min(rows, most),
            BLOCK_CELL if of_blocks else self.cell,
            self.form,
            self.ground if of_blocks or self.form is PictureForm.ITERM else (0, 0, 0),
            picture.figure.sources,
        )  # fmt: skip


class PagePictures:
    """What the pane shows in the places of a page.

    ``changed(number)``: a place is to be drawn again. ``ground()``: the style of empty cells.
    """

    def __init__(
        self, loader: PictureLoader, glyphs: Glyphs, changed: Callable[[int], object], ground: Callable[[], Style]
    ) -> None:
        self._loader, self._glyphs, self._changed, self._ground = loader, glyphs, changed, ground
        self._look: Look | None = None
        self._entry_id: int | None = None
        self._opened: int | None = None  # the article that was opened last
        self._placed: dict[int, PlacedPicture] = {}
        self._requests: dict[int, PictureRequest] = {}
        self._shown: dict[int, Picture] = {}  # that the drawing knows
        self._words: dict[int, tuple[str, list[Piece]]] = {}
        self._visible = range(0)

    # -- the page

    def show(self, entry_id: int | None, placed: Sequence[PlacedPicture], look: Look | None) -> None:
        """Another page, or the same one in another layout. ``look``: how pictures are drawn, once that is known."""
        if entry_id != self._entry_id:
            self._entry_id = entry_id
            self._loader.turn_to(*(() if entry_id is None else (entry_id,)))
        requests: dict[int, PictureRequest] = {}
        if look:
            requests = {one.number: look.request_for(one, entry_id, one.columns, one.rows) for one in placed}
        drawing_changes = self._look is None or look is None or self._look.drawing is not look.drawing
        for number, picture in list(self._shown.items()):
            if drawing_changes or requests.get(number) != picture.request:
                self._vanish(number)
        self._look = look
        self._placed, self._requests = {one.number: one for one in placed}, requests
        self._words.clear()
        self._visible = range(0)

    def fetch(self, entry_id: int) -> None:
        """The article was opened: its pictures are fetched, not only read from the cache."""
        if entry_id != self._opened:
            self._opened = entry_id
            self._want()

    def in_sight(self, first: int, height: int) -> None:
        """The pane shows ``height`` lines of the page from this one on."""
        visible = range(first, first + max(1, height))
        if visible != self._visible:
            self._visible = visible
            self._want()

    def _want(self) -> None:
        """Wants the pictures in sight or near, and has those that are far away forgotten."""
        height = len(self._visible)
        if not self._requests or not height:
            return
        near = sorted(
            (distance, number)
            for number, one in self._placed.items()
            if (distance := self._distance(one)) <= AHEAD * height
        )[:MOST_WANTED]
        for number in [number for number in self._shown if self._distance(self._placed[number]) > KEPT * height]:
            self._vanish(number)
            self._changed(number)
        numbers = [number for _distance, number in near]
        for number in numbers:
            self._appear(number)
        wanted = list(dict.fromkeys(self._requests[number] for number in numbers))
        self._loader.want(self, wanted, fetch=self._opened == self._entry_id)

    def _distance(self, one: PlacedPicture) -> int:
        """The lines between the place and the visible lines; 0 if it is visible."""
        return max(0, one.line - self._visible.stop + 1, self._visible.start - one.line - one.rows + 1)

    def picture_changed(self, request: PictureRequest) -> None:
        """See :class:`~reader.ui.pictures.loading.Viewer`."""
        for number, wanted in self._requests.items():
            if wanted == request:
                self._words.pop(number, None)
                self._appear(number)
                self._changed(number)

    def _appear(self, number: int) -> None:
        picture = self._loader.picture(self._requests[number])
        if picture is not None and self._look and number not in self._shown:
            if not any(other is picture for other in self._shown.values()):  # a page may show a picture twice
                self._look.drawing.appeared(picture)
            self._shown[number] = picture
            self._changed(number)

    def _vanish(self, number: int) -> None:
        picture = self._shown.pop(number)
        if self._look and not any(
            other is picture for other in self._shown.values()
        ):  # a page may show a picture twice
            self._look.drawing.vanished(picture)

    # -- what a place shows

    def segments(self, row: PictureRow, first_cell: int, cells: int) -> list[Segment] | None:
        """See :class:`~reader.ui.widgets.article.PicturesOfPage`."""
        picture, one = self._shown.get(row.number), self._placed.get(row.number)
        if picture is None or one is None or self._look is None:
            return None
        return centred_row(
            self._look.drawing, picture, (one.columns, one.rows), row.row, range(first_cell, first_cell + cells),
            self._ground(),
        )  # fmt: skip

    def words(self, row: PictureRow) -> Piece | None:
        """See :class:`~reader.ui.widgets.article.PicturesOfPage`."""
        one = self._placed.get(row.number)
        if one is None or row.number in self._shown:
            return None
        reason = reason_of(self._loader, self._requests.get(row.number))
        known = self._words.get(row.number)
        if known is None or known[0] != reason:
            known = self._words[row.number] = reason, list(rows_of_words(one, reason, self._glyphs))
        return known[1][row.row]


def reason_of(loader: PictureLoader, request: PictureRequest | None) -> str:
    """Why a picture is not there; empty if nobody knows yet."""
    problem = loader.problem(request) if request else None
    if problem:
        return sentence(problem_message(problem))
    return _("Loading the picture…") if request and loader.is_fetched(request) else ""


def centred_row(
    drawing: PictureDrawing, picture: Picture, place: tuple[int, int], row: int, cells: range, ground: Style
) -> list[Segment]:
    """The cells of a row of a place with a picture in its middle. ``place``: its columns and rows."""
    left, top = (place[0] - picture.width) // 2, (place[1] - picture.height) // 2
    start, stop = max(cells.start, left), min(cells.stop, left + picture.width)
    if not top <= row < top + picture.height or start >= stop:
        return [Segment(" " * len(cells), ground)]
    drawn = drawing.segments(picture, row - top, start - left, stop - start)
    segments = [Segment(" " * (start - cells.start), ground)] if start > cells.start else []
    if drawn[0].style and drawn[0].style.bgcolor:
        segments += drawn
    else:
        segments += [Segment(one.text, ground + (one.style or Style())) for one in drawn]
    if cells.stop > stop:
        segments.append(Segment(" " * (cells.stop - stop), ground))
    return segments


def rows_of_words(one: PlacedPicture, reason: str, glyphs: Glyphs) -> Iterator[Piece]:
    """What the rows of a place say while its picture is not there: what it shows, and why it is missing."""
    if one.initials:
        lines, role = [one.initials], Role.TILE
    else:
        alt = one.alt[: 2 * one.columns * one.rows] or _("Picture")
        lines, role = _in_place(f"{glyphs.picture} {alt}", reason, one, glyphs), Role.PLACE
    above = (one.rows - len(lines)) // 2
    for row in range(one.rows):
        text = lines[row - above] if above <= row < above + len(lines) else ""
        left = (one.columns - cell_len(text)) // 2
        yield Piece(" " * left + text + " " * (one.columns - left - cell_len(text)), role)


def _in_place(alt: str, reason: str, one: PlacedPicture, glyphs: Glyphs) -> list[str]:
    width = one.columns - 2 if one.columns > 10 else one.columns
    if one.rows < 3:
        return [fit(f"{alt} {glyphs.dot} {reason}" if reason else alt, width, glyphs.more)]
    below = ["".join(piece.text for piece in line) for line in wrap_text(reason, width)] if reason else []
    room = one.rows - min(len(below), one.rows - 1)
    lines = ["".join(piece.text for piece in line) for line in wrap_text(alt, width)]
    if len(lines) > room:
        lines = [*lines[: room - 1], fit(f"{lines[room - 1]} {glyphs.more}", width, glyphs.more)]
    return [*lines, *below][: one.rows]

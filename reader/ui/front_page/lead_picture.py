"""The lead story's picture: loaded after the page is on the screen, and drawn into its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from reader.article.blocks import Figure
from reader.media.request import Picture, PictureRequest
from reader.ui.glyphs import Glyphs
from reader.ui.pictures.page_pictures import Look, centred_row, reason_of, rows_of_words
from reader.ui.typeset.pictures import PlacedPicture

if TYPE_CHECKING:
    from reader.ui.front_page.layout.sheet import Place
    from reader.ui.reader.article_pictures import ArticlePictures


class LeadPicture:
    """``changed``: its place is to be drawn again."""

    def __init__(self, pictures: ArticlePictures, glyphs: Glyphs, changed: Callable[[], object]) -> None:
        self._pictures, self._glyphs, self._changed = pictures, glyphs, changed
        self._placed: PlacedPicture | None = None
        self._request: PictureRequest | None = None
        self._look: Look | None = None
        self._drawn: Picture | None = None

    def show(self, entry_id: int, url: str, title: str, place: Place) -> None:
        """Shows a picture in a place."""
        self.leave()
        self._look = self._pictures.look
        self._placed = PlacedPicture(0, Figure(url, title), place.width, place.height)
        if self._look:
            self._request = self._look.request_for(self._placed, entry_id, place.width, place.height)
            self._pictures.loader.want(self, [self._request])
            self._take()

    def leave(self) -> None:
        """Nothing is shown any more."""
        if self._drawn and self._look:
            self._look.drawing.vanished(self._drawn)
        self._pictures.loader.leave(self)
        self._placed = self._request = self._drawn = None

    def picture_changed(self, request: PictureRequest) -> None:
        """See :class:`~reader.ui.pictures.loading.Viewer`."""
        if request == self._request:
            self._take()

    def _take(self) -> None:
        picture = self._pictures.loader.picture(self._request) if self._request else None
        if picture is not None and picture is not self._drawn and self._look:
            self._look.drawing.appeared(picture)
            self._drawn = picture
        self._changed()

    def segments(self, row: int, ground: Style, words: Style) -> list[Segment]:
        """A row of its place."""
        placed = self._placed
        if placed is None:
            return []
        if self._drawn and self._look:
            size = placed.columns, placed.rows
            return centred_row(self._look.drawing, self._drawn, size, row, range(placed.columns), ground)
        reason = reason_of(self._pictures.loader, self._request)
        lines = list(rows_of_words(placed, reason, self._glyphs))
        return [Segment(lines[row].text, words)] if row < len(lines) else []

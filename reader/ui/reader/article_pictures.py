"""Pictures of the article view: whether they are shown, how much space they get, and which way they are drawn. Also,
whether the terminal draws large text.

Imported with the first article, after the first paint.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.theme import Theme
from textual.timer import Timer

from reader.library import Library
from reader.library.worker_events import PictureFailed, PictureReady
from reader.media.request import Picture
from reader.problems import Problem
from reader.text import sentence
from reader.ui.glyphs import Glyphs
from reader.ui.graphics.protocol import USUAL_CELL, Graphics
from reader.ui.pictures.choose_drawing import Chosen, draw_again, drawing_for, end_drawing, shows_colours
from reader.ui.pictures.drawing import HalfBlocks
from reader.ui.pictures.loading import PictureLoader
from reader.ui.pictures.page_pictures import Look, PagePictures
from reader.ui.reader.session import SessionKeeper
from reader.ui.run_programs import in_thread
from reader.ui.typeset.page import PageLayout
from reader.ui.typeset.pictures import PictureSpace, PlacedPicture, Size
from reader.ui.widgets.article import ArticlePane
from reader.wording.problem_messages import problem_message

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.app import BroadsheetApp

SHARE = 0.6  # of the pane's height that a picture may take
LEAST_ROWS = 4
MOST_UNUSABLE = 1_000  # addresses of pictures that are remembered as unusable
_LASTING = frozenset({
    Problem.PICTURE_FORMAT, Problem.PICTURE_BROKEN, Problem.PICTURE_TOO_LARGE, Problem.PICTURE_TOO_SMALL,
    Problem.PICTURE_TOO_COSTLY, Problem.PICTURE_IS_PAGE, Problem.PICTURE_IS_DRAWING, Problem.PICTURE_COUNTS_READERS,
})  # fmt: skip
"""Problems of a picture itself, not of the network."""
RECOLOUR_AFTER = 0.3  # seconds without another theme: while one is chosen, each is shown in passing


class ArticlePictures:
    """``lay_out``: typesets the article again, because the places of its pictures change."""

    def __init__(
        self,
        app: BroadsheetApp,
        library: Library,
        pane: ArticlePane,
        glyphs: Glyphs,
        session: SessionKeeper,
        lay_out: Callable[[], object],
    ) -> None:
        self._app, self._library, self._pane, self._session = app, library, pane, session
        self._lay_out = lay_out
        self._sizes: dict[str, Size | None] = {}  # as they were when the article got its places, which stay
        self._unusable: dict[str, str] = {}  # why, by address
        self._unusable_here: dict[str, str] = {}  # as it was known when the article got its places
        self._chosen: Chosen | None = None
        self._drawn_for: Graphics | None = None
        self._placed: tuple[PlacedPicture, ...] = ()
        self._entry_id: int | None = None
        self._recolour: Timer | None = None
        self.loader = PictureLoader(library.pictures, self._run, in_thread)
        self.loader.prepare = self._prepare
        self._page = PagePictures(self.loader, glyphs, pane.picture_changed, lambda: pane.ground)
        pane.pictures = self._page
        app.graphics_found.subscribe(pane, self._graphics_found)
        app.theme_changed_signal.subscribe(pane, self._theme_changed)
        self._choose(app.graphics)
        app.run_worker(self._read_sizes(), group="pictures")

    def _run(self, work: Any) -> None:
        self._app.run_worker(work, group="pictures")

    def _prepare(self, picture: Picture) -> None:
        """Prepares drawing a picture. Called in the thread that has loaded it."""
        drawing = self._chosen[0] if self._chosen else None
        if isinstance(drawing, HalfBlocks):
            drawing.prepare(picture)

    async def _read_sizes(self) -> None:
        """Reads the sizes of pictures once; the first article is laid out again if it has some of these."""
        await in_thread(self._library.pictures.load_sizes)
        unknown = [url for url, size in self._sizes.items() if size is None and self._library.pictures.size(url)]
        if unknown:
            self.turn_page()
            self._lay_out()

    # -- whether and how

    @property
    def can_be_shown(self) -> bool:
        """Whether the terminal can show pictures, as far as is known."""
        usable = not self._library.config.ascii and shows_colours(self._app)
        return usable and (self._drawn_for is None or self._chosen is not None)

    @property
    def are_shown(self) -> bool:
        """Whether pictures are shown: the terminal can, and the user wants them."""
        return self._session.now.pictures and self.can_be_shown

    def switch(self) -> bool:
        """Shows pictures, or their words only. Returns whether they are shown now."""
        self._session.change(pictures=not self._session.now.pictures)
        self._lay_out()
        return self.are_shown

    def _choose(self, graphics: Graphics | None) -> None:
        if graphics is None:
            return
        before, self._drawn_for = self._drawn_for, graphics
        if before is None or replace(before, large_text=graphics.large_text) != graphics:
            self.end()
            self._chosen = drawing_for(self._app, graphics)
        self._pane.shows_by_height = graphics.large_text

    @property
    def large_text(self) -> bool:
        """Whether the terminal draws text in double size, as far as is known."""
        return self._drawn_for is not None and self._drawn_for.large_text

    @property
    def rows_of_headline(self) -> int:
        """How many rows of the pane a headline in double size may take; 0: the terminal draws none."""
        return self._pane.size.height // 2 if self.large_text else 0

    def _graphics_found(self, graphics: Graphics) -> None:
        before = self.can_be_shown, self._cell, self.large_text
        self._choose(graphics)
        if (self.can_be_shown, self._cell, self.large_text) != before:
            self._lay_out()
        self._show()

    @property
    def _cell(self) -> Size:
        return self._drawn_for.cell if self._drawn_for else USUAL_CELL

    @property
    def look(self) -> Look | None:
        """How pictures are drawn; None while it is not known, or if they cannot be."""
        if self._chosen is None:
            return None
        drawing, form = self._chosen
        return Look(drawing, form, self._cell, self._pane.background_colors[1].rgb)

    def _theme_changed(self, _theme: Theme) -> None:
        if self._recolour:
            self._recolour.stop()
        self._recolour = self._app.set_timer(RECOLOUR_AFTER, self._show)

    # -- the page

    def turn_page(self) -> None:
        """The next layout is of another article."""
        self._sizes = {}
        self._unusable_here = dict(self._unusable)

    def try_again(self) -> None:
        """The user reloads the article: pictures that could not be shown are tried again."""
        self._unusable.clear()
        self._unusable_here = {}

    @property
    def space(self) -> PictureSpace | None:
        """The space for the pictures of the next layout; None: they are not shown."""
        if not self.are_shown:
            return None
        sizes, size_of = self._sizes, self._library.pictures.size
        rows = max(LEAST_ROWS, int(self._pane.size.height * SHARE))

        def size_as_first_known(url: str) -> Size | None:
            return sizes[url] if url in sizes else sizes.setdefault(url, size_of(url))

        return PictureSpace(self._cell, rows, size_as_first_known, self._unusable_here.get)

    def laid_out(self, entry_id: int | None, layout: PageLayout | None) -> None:
        """The pane shows this layout now."""
        self._entry_id, self._placed = entry_id, layout.pictures if layout else ()
        self._show()

    def _show(self) -> None:
        self._page.show(self._entry_id, self._placed, self.look)
        self.look_at_page()

    @property
    def placed(self) -> tuple[PlacedPicture, ...]:
        """The pictures of the page, in order."""
        return self._placed

    def look_at_page(self) -> None:
        """Loads the pictures in sight."""
        if self._placed:
            self._page.in_sight(*self._pane.visible_lines)

    def fetch(self, entry_id: int) -> None:
        """The article was opened."""
        self._page.fetch(entry_id)

    def ready(self, event: PictureReady) -> None:
        """The worker has put a picture into the cache."""
        self.loader.came(event.request)

    def failed(self, event: PictureFailed) -> None:
        """The worker could not get a picture."""
        self.loader.failed(event.request, event.problem)
        if event.problem.code in _LASTING:
            if len(self._unusable) >= MOST_UNUSABLE:
                self._unusable.clear()
            self._unusable[event.request.url] = sentence(problem_message(event.problem))

    # -- the terminal

    def came_back(self) -> None:
        """Another program had the terminal."""
        if self._chosen:
            draw_again([self._chosen[0]])

    def end(self) -> None:
        """The terminal is about to be left."""
        if self._chosen:
            end_drawing(self._chosen[0])

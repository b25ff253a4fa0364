"""The page of a person in the article pane, with more of their articles as the user scrolls."""

from __future__ import annotations

from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual.message import Message

from reader.errors import StoreError
from reader.library import Library
from reader.ui.glyphs import Glyphs
from reader.ui.reader.article_view import ArticleView
from reader.ui.reader.messages import Answered
from reader.ui.run_programs import in_thread
from reader.ui.widgets.article import ArticlePane
from reader.wording.catalogue import language

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.library.people import PersonPage
    from reader.person import Person, Works
    from reader.ui.typeset.page import PageLayout, Position

_NEAR_END = 3  # screens


class PersonView:
    """Shows a person instead of an article, until the article view shows one. ``post`` takes messages from any thread.

    ``selected``: the article that the list had selected then; None if it had none yet.
    """

    def __init__(
        self, library: Library, pane: ArticlePane, article: ArticleView, glyphs: Glyphs,
        post: Callable[[Message], object],
    ) -> None:  # fmt: skip
        self._library, self._pane, self._article, self._glyphs = library, pane, article, glyphs
        self._post = post
        self._page: PersonPage | None = None
        self._visit = -1  # of the article view, when the page was shown
        self._left: tuple[int, int, Position | None] | None = None  # article, person and place that led to it
        self.selected: int | None = None

    @property
    def shown(self) -> Person | None:
        """The person whose page is in the pane."""
        return self._page.person if self._page and self._visit == self._article.visit else None

    @property
    def left_for(self) -> tuple[int, Position | None] | None:
        """The person, and the place on the page, from which the article in the pane was opened."""
        if self._left and self._article.entry and self._article.entry.id == self._left[0]:
            return self._left[1:]
        return None

    def leave_for(self, entry_id: int) -> None:
        """Remembers that an article was opened from the page."""
        person = self.shown
        self._left = (entry_id, person.id, self._pane.position) if person else self._left

    def show(self, person_id: int, selected: int | None, position: Position | None = None) -> None:
        """Shows the page of a person, if anybody has that id, from its top or at a position."""
        page = self._library.people.page(person_id)
        if page is None:
            return
        self._article.show(None)
        self._page, self._visit, self.selected = page, self._article.visit, selected
        self._count(page.person.id)
        layout = self._lay_out()
        self._pane.show(layout, position)
        self._show_portrait(layout)

    def _count(self, person_id: int) -> None:
        self._library.people.load_works(person_id).add_done_callback(partial(self._counted, person_id))

    def _counted(self, person_id: int, future: Future[Works]) -> None:
        try:
            works = future.result()
        except (CancelledError, StoreError):
            return
        self._post(Answered(partial(self._show_works, person_id, works)))

    def _show_works(self, person_id: int, works: Works) -> None:
        if self._page and self.shown and self._page.person.id == person_id:
            self._page = replace(self._page, works=works)
            self.reset()

    def update(self) -> None:
        """Reads the person and the newest articles again, for instance after they were marked read.

        The others stay as they are, because there may be very many.
        """
        if self.shown is None or self._page is None:
            return
        page = self._library.people.page(self._page.person.id)
        if page is None:
            return
        count, before = len(page.headlines), self._page
        same = [one.id for one in page.headlines] == [one.id for one in before.headlines[:count]]
        if page.last and same:
            page = replace(page, headlines=(*page.headlines, *before.headlines[count:]), last=before.last)
        self._page = replace(page, works=before.works)
        self._count(page.person.id)
        self.reset()

    def reset(self) -> None:
        """Typesets the page again, for another width."""
        if self.shown:
            layout = self._lay_out()
            if layout:
                self._pane.update_layout(layout)
                self._show_portrait(layout)

    def _show_portrait(self, layout: PageLayout | None) -> None:
        """Fetches the portrait, as if it was in the newest article, and shows it."""
        if layout and layout.pictures and self._page and self._page.headlines:
            entry_id = self._page.headlines[0].id
            self._article.pictures.laid_out(entry_id, layout)
            self._article.pictures.fetch(entry_id)

    def scrolled(self) -> None:
        """Adds more articles when the end of the page comes near."""
        if self.shown and self._page and self._page.last:
            from reader.ui.typeset.person_page import MOST_ON_PAGE

            if len(self._page.headlines) >= MOST_ON_PAGE:
                return
            below = self._pane.virtual_size.height - self._pane.scroll_offset.y - self._pane.size.height
            if below < _NEAR_END * self._pane.size.height:
                self._page = self._library.people.more(self._page)
                self.reset()

    def _lay_out(self) -> PageLayout | None:
        from reader.ui.typeset.hyphens import hyphens_of
        from reader.ui.typeset.person_page import PersonArticles, lay_out_person

        width = self._article.measure
        if self._page is None or not width:
            return None
        page, hyphens = self._page, hyphens_of(language())
        layout = lay_out_person(
            PersonArticles(
                page.person, page.headlines, page.works, page.last is not None, self._library.feeds.titles, language()
            ),
            width,
            now=self._library.now(),
            glyphs=self._glyphs,
            syllables=hyphens.positions_if_loaded,
            space=self._article.pictures.space,
        )
        if hyphens.are_lacking:
            in_thread(hyphens.load).add_done_callback(lambda _: self._post(Answered(self.reset)))
        return layout

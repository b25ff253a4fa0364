"""What the page shows: the entry under the cursor, set for the pane, and set anew when more of it arrives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from reader.library import Library
from reader.model import EDITED_SINCE, Change, Entry, Headline
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.article import ArticlePane
from reader.web.addresses import web_url

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.page import Article, PageLayout, Position

PAGE_AGAIN = 60  # seconds after which a page that could not be had is asked for once more, if it is opened again
PLACES = 500  # articles of which the place is remembered where reading stopped


Whole: TypeAlias = "tuple[Article, PageLayout]"
Later = Callable[[Callable[[], "Whole"], Callable[["Whole"], None]], None]
"""Runs the first in a thread, and the second, with what the first gave, in this one; the last call wins."""


class Opening:
    """The article in the pane. Showing it is not yet opening it: only what is opened gets its page.

    A very long one is shown in two steps: how it begins at once, the whole when a thread has set it.
    """

    def __init__(self, library: Library, pane: ArticlePane, glyphs: Glyphs, later: Later) -> None:
        self._library, self._pane, self._glyphs = library, pane, glyphs
        self._later = later
        self.article: Article | None = None  # what is in the pane
        self._more: Sequence[tuple[int, list[Headline]]] = ()
        self._awaited: dict[int, int] = {}  # when each page was asked for
        self._places: dict[int, Position | None] = {}

    @property
    def entry(self) -> Entry | None:
        """The entry in the pane."""
        return self.article.entry if self.article else None

    def show(self, entry_id: int | None) -> None:
        """Shows an entry from its top, or from where its reading stopped; nothing, if there is none."""
        if entry_id is not None and self.entry and self.entry.id == entry_id:
            return
        self._keep_place()
        self.article = self._compose(entry_id) if entry_id is not None else None
        place = self._places.get(entry_id or 0)
        self._pane.show(self._set(self.article) if self.article else None, place)
        self._complete(place)

    def _keep_place(self) -> None:
        """Remembers where reading stopped, for as long as the reader is open."""
        if self.entry:
            places = {**self._places, self.entry.id: self._pane.position}
            self._places = dict(list(places.items())[-PLACES:])

    def open(self) -> None:
        """The user reads what is shown: its page is asked for, unless it is there."""
        if self.entry and self._wants_page(self.entry):
            self.get_page()

    def _wants_page(self, entry: Entry) -> bool:
        if entry.page_tried is None:
            return True
        if entry.page_tried == EDITED_SINCE:
            return True
        tried_lately = 0 <= self._library.now() - entry.page_tried < PAGE_AGAIN
        return entry.page is None and not tried_lately

    def get_page(self) -> bool:
        """Asks for the article's page, though it may be there; False if there is none to ask for."""
        entry = self.entry
        if entry is None or not self._library.worker.fetches_pages or not web_url(entry.url):
            return False
        if not self._awaits(entry.id):
            self._awaited[entry.id] = self._library.now()
            self._library.worker.get_page(entry.id, force=True)
            self.update(entry.id)
        return True

    def page_done(self, entry_id: int) -> None:
        """An entry's page, or more of its author, is in the store."""
        self._awaited.pop(entry_id, None)
        self.update(entry_id)

    def update(self, entry_id: int | None = None) -> None:
        """Reads the entry anew and sets it where it stands; only if it is that one, where one is named."""
        if self.entry and entry_id in (None, self.entry.id):
            self.article = self._compose(self.entry.id) or self.article
            self.reset()

    def apply(self, change: Change) -> None:
        """Follows a change of the user's."""
        if self.article and self.article.entry.id in change.ids:
            self.article = replace(self.article, entry=change.on(self.article.entry))

    def reset(self) -> None:
        """Sets the same article for another width."""
        if self.article is None:
            return
        from reader.ui.reader.compose_article import is_long

        long = is_long(self.article.entry)
        setting = None if long and self._pane.width else self._set(self.article)
        if setting:
            self._pane.update_layout(setting)
        if long:
            self._complete()

    def _complete(self, place: Position | None = None) -> None:
        """Has the whole of a long article set; its ``place`` may be further down than what is there already."""
        article, width = self.article, self._measure
        if article is None or not width:
            return
        from reader.ui.reader.compose_article import compose, is_long

        if is_long(article.entry):
            more, awaited = self._more, self._awaits(article.entry.id)

            def make() -> Whole:
                whole = compose(article.entry, more, awaited=awaited)
                return whole, self._set_for(whole, width)

            self._later(make, partial(self._completed, place))

    def _completed(self, place: Position | None, whole: Whole) -> None:
        article, setting = whole
        if self.entry is None or self.entry.id != article.entry.id:
            return
        if setting.width != self._measure:
            self._complete(place)
            return
        self.article = replace(article, entry=self.entry)  # which the user may have marked meanwhile
        self._pane.update_layout(setting)
        if self._pane.position is None:
            self._pane.go_to(place)

    def _compose(self, entry_id: int) -> Article | None:
        from reader.ui.reader.compose_article import begin  # lxml and nh3: only when an article is shown

        entry = self._library.articles.entry(entry_id)
        if entry is None:
            return None
        self._more = self._library.articles.more_by_authors(entry_id)
        return begin(entry, self._more, awaited=self._awaits(entry_id))

    def _awaits(self, entry_id: int) -> bool:
        """Whether a page is on its way: not any more, if the worker that was asked has died meanwhile."""
        asked = self._awaited.get(entry_id)
        return asked is not None and 0 <= self._library.now() - asked < PAGE_AGAIN

    @property
    def _measure(self) -> int:
        """The cells of a line; 0 for a pane that is not on the screen."""
        return self._pane.measure(self._library.config.measure) if self._pane.text_width else 0

    def _set(self, article: Article) -> PageLayout | None:
        """The article for the pane as wide as it is."""
        return self._set_for(article, self._measure) if self._measure else None

    def _set_for(self, article: Article, width: int) -> PageLayout:
        from reader.ui.typeset.hyphens import syllables_of
        from reader.ui.typeset.page import lay_out_page

        entry = article.entry
        language = (entry.page.language if entry.page else None) or entry.language
        return lay_out_page(
            article, width, now=self._library.now(), glyphs=self._glyphs, syllables=syllables_of(language)
        )

"""What the page shows: the entry under the cursor, set for the pane, and set anew when more of it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.library import Library
from reader.model import Change, Entry
from reader.text import web_url
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.article import ArticlePane
from reader.ui.words import Words

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.page import Article, Setting

PAGE_AGAIN = 86_400  # seconds after which a page that could not be had is asked for once more


@dataclass(slots=True)
class _Shown:
    article: Article
    opened: bool = False


class Opening:
    """The article in the pane. Shown is not yet opened: only what is opened counts as read and gets its page."""

    def __init__(self, library: Library, pane: ArticlePane, words: Words, glyphs: Glyphs) -> None:
        self._library, self._pane, self._words, self._glyphs = library, pane, words, glyphs
        self._shown: _Shown | None = None
        self._awaited: set[int] = set()

    @property
    def entry(self) -> Entry | None:
        """The entry in the pane."""
        return self._shown.article.entry if self._shown else None

    @property
    def article(self) -> Article | None:
        """The article in the pane."""
        return self._shown.article if self._shown else None

    @property
    def opened(self) -> bool:
        """Whether the entry in the pane was opened, not only passed over."""
        return self._shown is not None and self._shown.opened

    def show(self, entry_id: int | None) -> None:
        """Shows an entry from its top; nothing, if there is none."""
        if entry_id is not None and self.entry and self.entry.id == entry_id:
            return
        article = self._compose(entry_id) if entry_id is not None else None
        self._shown = _Shown(article) if article else None
        self._pane.show(self._set(article) if article else None)

    def open(self) -> None:
        """The user reads what is shown: its page is asked for, unless it is there."""
        if not self._shown or self._shown.opened:
            return
        self._shown.opened = True
        entry = self._shown.article.entry
        if self._wants_page(entry):
            self._awaited.add(entry.id)
            self._library.get_page(entry.id)
            self.update(entry.id)

    def _wants_page(self, entry: Entry) -> bool:
        tried_lately = entry.page_tried is not None and self._library.now() - entry.page_tried < PAGE_AGAIN
        return bool(self._library.fetches_pages and web_url(entry.url) and not entry.page and not tried_lately)

    def page_done(self, entry_id: int) -> None:
        """An entry's page, or more of its author, is in the store."""
        self._awaited.discard(entry_id)
        self.update(entry_id)

    def update(self, entry_id: int | None = None) -> None:
        """Reads the entry anew and sets it where it stands; only if it is that one, where one is named."""
        if self._shown and entry_id in (None, self._shown.article.entry.id):
            article = self._compose(self._shown.article.entry.id)
            if article:
                self._shown.article = article
                self._pane.reset(self._set(article))

    def apply(self, change: Change) -> None:
        """Follows a change of the user's."""
        if self._shown and self._shown.article.entry.id in change.ids:
            self.update()

    def reset(self) -> None:
        """Sets the same article for another width."""
        if self._shown:
            self._pane.reset(self._set(self._shown.article))

    def _compose(self, entry_id: int) -> Article | None:
        from reader.ui.composition import compose  # lxml and nh3: only when an article is shown

        entry = self._library.entry(entry_id)
        if entry is None:
            return None
        return compose(entry, self._library.more_by_authors(entry_id), awaited=entry_id in self._awaited)

    def _set(self, article: Article) -> Setting:
        from reader.ui.typeset.hyphens import syllables_of
        from reader.ui.typeset.page import set_page

        entry = article.entry
        language = (entry.page.language if entry.page else None) or entry.language
        return set_page(
            article, self._pane.measure(self._library.config.measure), now=self._library.now(), words=self._words,
            glyphs=self._glyphs, syllables=syllables_of(language),
        )  # fmt: skip

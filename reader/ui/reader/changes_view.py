"""The changes of the article in its pane: whether they are shown in place of the text, and their composition."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.library import Library
from reader.model import Entry, Version
from reader.ui.glyphs import Glyphs

if TYPE_CHECKING:  # the typesetter comes with the first article, after the first paint
    from reader.ui.typeset.page import Article, Position

Composition = Callable[[Callable[[], None]], "Article"]
"""Composes an article in a thread; what it is called with is called often and may end the work."""


class ChangesView:
    """The changes of one article, from :meth:`open` to :meth:`close`. ``left``: where the text was left for them."""

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        self._library, self._glyphs = library, glyphs
        self._versions: tuple[Version, ...] = ()
        self.left: Position | None = None

    def open(self, entry: Entry, left: Position | None) -> None:
        """Shows the changes of an entry."""
        self.left = left
        self._versions = self._library.articles.versions(entry.id)

    def close(self) -> None:
        """Shows no changes any more."""
        self._versions = ()

    @property
    def is_open(self) -> bool:
        """Whether changes are shown."""
        return bool(self._versions)

    def begin(self, entry: Entry) -> Article:
        """The changes as far as they can be found at once; reads the versions again."""
        from reader.ui.reader.article_changes import begin_changes

        self._versions = self._library.articles.versions(entry.id) or self._versions
        return begin_changes(entry, self._versions, self._glyphs, self._library.now())

    def are_long(self, entry: Entry) -> bool:
        """Whether finding the changes takes longer than a key press may."""
        from reader.ui.reader.article_changes import are_long

        return are_long(entry, self._versions)

    def composition(self, entry: Entry) -> Composition:
        """The function that finds all changes."""
        from reader.ui.reader.article_changes import compose_changes

        return partial(compose_changes, entry, self._versions, self._glyphs, self._library.now())

    def given_up(self, article: Article) -> Article:
        """The lines to show if finding them takes too long."""
        from reader.ui.reader.article_changes import too_long

        return too_long(article)

"""Completes queries in the search box with what the library knows."""

from __future__ import annotations

import asyncio

from textual.suggester import Suggester

from reader.errors import StoreError
from reader.library import Library
from reader.query.complete import completed, field_begun
from reader.query.tree import Name


class QueryCompletion(Suggester):
    """Completes fields, feeds, folders and tags at once; authors and labels as soon as the reader thread has them."""

    def __init__(self, library: Library) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._library = library
        feeds = library.feeds
        self._known = {
            Name.FEED: list(feeds.titles.values()),
            Name.FOLDER: feeds.folders(),
            Name.TAG: feeds.tags(),
        }

    async def get_suggestion(self, value: str) -> str | None:
        """The query with what may follow."""
        begun = field_begun(value)
        if begun is None or begun[0] not in (Name.AUTHOR, Name.PERSON, Name.LABEL):
            return completed(value, self._known)
        field, text = begun
        articles = self._library.articles
        load = articles.load_labels if field is Name.LABEL else articles.load_authors
        try:
            names = await asyncio.wrap_future(load(text))
        except (StoreError, asyncio.CancelledError):  # no completion then; the search itself tells of errors
            return None
        return completed(value, {field: names})

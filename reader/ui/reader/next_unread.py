"""Finds the next unread article of a list: by its key, or by walking over the rows where no index has their order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future
from functools import partial

from textual.message import Message

from reader.library import Key, Library
from reader.query.selection import Selection
from reader.ui.reader.messages import when_read
from reader.ui.widgets.headlines import Headlines

NEAR = 100  # rows that are looked at without asking the reader thread


class NextUnread:
    """``post`` takes messages from any thread."""

    def __init__(self, library: Library, headlines: Headlines, post: Callable[[Message], object]) -> None:
        self._library, self._headlines, self._post = library, headlines, post
        self._list = 0  # counts the lists that were shown

    def forget(self) -> None:
        """Another list is shown, so results of the old one do not matter."""
        self._list += 1

    def by_key(
        self, selection: Selection, *, before: bool, oldest_first: bool = False, from_start: bool = False
    ) -> bool:
        """Moves to an unread entry in a list by date; skips entries whose change is not written yet."""
        current = self._headlines.current
        key: Key | None = None if from_start or current is None else (current.sort, current.id)
        newer = before is not oldest_first
        articles = self._library.articles
        while (entry_id := articles.unread_after(selection, key, before=newer)) is not None:
            headline = next(iter(articles.headlines([entry_id])), None)
            if headline is None:
                return False
            key = (headline.sort, headline.id)
            if not headline.read:
                other = current is None or headline.id != current.id
                return other and self._headlines.select(*key)
        return False

    def among_near(self, *, before: bool) -> bool:
        """Moves to an unread entry among the rows next to the cursor."""
        start, count = self._headlines.cursor, self._headlines.row_count()
        rows = range(start - 1, max(-1, start - NEAR), -1) if before else range(start + 1, min(count, start + NEAR))
        for row in rows:
            headline = self._headlines.headline(row)
            if headline and not headline.read and not self._headlines.is_beneath(row):
                self._headlines.move_to(row)
                return True
        return False

    def by_walking(self, then: Callable[[bool], object], *, before: bool) -> None:
        """Moves to the next unread entry of all rows, down to the end and then from the top; or only up.

        Calls ``then`` with whether there is one.
        """
        ids, start = self._headlines.keys[1], self._headlines.place
        rows = ids[:start][::-1] if before else ids[start + 1 :] + ids[:start]
        future = self._library.articles.load_first_unread(rows)
        self._await(future, then)

    def among_others(self, feeds: Collection[int] | None, then: Callable[[bool], object]) -> None:
        """Moves to the next unread telling of these feeds that is not a row of a list by stories, and opens its story.

        Calls ``then`` with whether there is one.
        """

        def open_story(found: bool) -> None:
            unread = (one.id for one in self._headlines.list_others if not one.read) if found else ()
            then(any(self._headlines.move_to_telling(one) for one in unread))

        ids, start = self._headlines.keys[1], self._headlines.place
        self._await(self._library.articles.load_first_unread_story(ids[start:] + ids[:start], feeds), open_story)

    def _await(self, future: Future[int | None], then: Callable[[bool], object]) -> None:
        when_read(future, self._post, partial(self._found, self._list, then))

    def _found(self, shown: int, then: Callable[[bool], object], entry_id: int | None) -> None:
        if shown != self._list:
            return
        key = None if entry_id is None else self._library.articles.key(entry_id)
        then(key is not None and self._headlines.select(*key))

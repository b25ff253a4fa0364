"""Reading what is stored, on connections that cannot write.

Reads that take a fraction of a millisecond happen where they are asked for. What may take longer goes to the
reader thread and comes back as a future. Changes that are not written yet already show in what is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from reader.library.malloc import give_back_large_blocks
from reader.library.streams import each_once
from reader.library.writing import Writing
from reader.model import Entry, Feed, Headline
from reader.store import Key, Store, open_reader
from reader.stream import Selection

MORE_BY_AUTHOR = 5

T = TypeVar("T")


class Reading:
    """Entries, authors and dates of a database. Raises :class:`~reader.errors.StoreError`, here and in futures."""

    def __init__(self, database: Path, writing: Writing) -> None:
        self._database, self._writing = database, writing
        self._reader = open_reader(database)
        self._slow_reader: Store | None = None
        self._read_thread = ThreadPoolExecutor(1, "reader")
        self._feeds: dict[int, Feed] = {}

    def first_keys(self, selection: Selection, around: int | None = None, *, each_way: int = 100) -> list[Key]:
        """Keys to begin a list with, newest first: about ``2 × each_way`` around an entry, or the newest."""
        with self._reader.translated():
            entries = self._reader.entries
            key = entries.key(around) if around else None
            if key is None:
                return entries.page(selection, limit=each_way)
            newer = entries.page_before(selection, key, each_way)
            return [*newer, key, *entries.page(selection, older_than=key, limit=each_way)]

    def load_keys(self, selection: Selection) -> Future[tuple[array[int], array[int]]]:
        """Sort dates and ids of a whole selection, newest first, from the reader thread."""
        return self._in_background(lambda store: store.entries.all_keys(selection))

    def load_arrivals(self, selection: Selection, newest_id: int) -> Future[tuple[array[int], array[int]]]:
        """The same of what arrived after :meth:`newest_id` said so."""
        return self._in_background(lambda store: store.entries.keys_since(selection, newest_id))

    def rearranged(self) -> int:
        """Another number than before: entries were moved or removed, and keys from before may not be true any more."""
        with self._reader.translated():
            return self._reader.state.rearranged()

    def load_first_keys(self, selection: Selection, limit: int) -> Future[tuple[array[int], array[int]]]:
        """The same of its newest entries alone, for what takes long to be found whole."""
        return self._in_background(lambda store: _columns(store.entries.page(selection, limit=limit)))

    def load_best_keys(self, selection: Selection) -> Future[tuple[array[int], array[int]]]:
        """The same of what a selection by words finds, best first: of the best two thousand or so."""
        return self._in_background(lambda store: _columns(store.entries.best(selection)))

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """The rows of those entries, in that order; what is gone is left out."""
        pending = self._writing.unwritten  # before the query: a change may be written between the two
        with self._reader.translated():
            found = self._reader.entries.headlines(ids)
        for change in pending:
            changed = set(change.ids)
            found = [change.on(row) if row.id in changed else row for row in found]
        return found

    def entry(self, entry_id: int) -> Entry | None:
        """One entry with its content, authors and page."""
        pending = self._writing.unwritten
        with self._reader.translated():
            entry = self._reader.entries.entry(entry_id)
        for change in pending:
            if entry and entry_id in change.ids:
                entry = change.on(entry)
        if entry is None:
            return None
        feed = self._feeds.get(entry.feed_id)
        return replace(entry, feed_title=feed.title) if feed else entry

    def more_by_authors(self, entry_id: int) -> list[tuple[int, list[Headline]]]:
        """For each author of an entry, in order: the author's id, and the newest other entries."""
        with self._reader.translated():
            authors, entries = self._reader.authors, self._reader.entries
            own = entries.headlines([entry_id])
            more = {
                author_id: entries.headlines(authors.more_by(author_id, beside=entry_id, limit=4 * MORE_BY_AUTHOR))
                for author_id in authors.ids_of(entry_id)
            }
        return [(author_id, each_once(rows, beside=own)[:MORE_BY_AUTHOR]) for author_id, rows in more.items()]

    def keys(self, entry_ids: Sequence[int]) -> list[Key]:
        """Where entries stand in every list, in no order."""
        with self._reader.translated():
            return self._reader.entries.keys(entry_ids)

    def key(self, entry_id: int) -> Key | None:
        """Where an entry stands in every list."""
        with self._reader.translated():
            return self._reader.entries.key(entry_id)

    def unread_after(self, selection: Selection, key: Key | None, *, before: bool = False) -> int | None:
        """The next unread entry of a selection below (or above) a key."""
        with self._reader.translated():
            return self._reader.entries.unread_after(selection, key, before=before)

    def newest(self, selection: Selection, *, limit: int) -> list[int]:
        """Ids of a selection's newest entries, newest first; for who asks once and scrolls not."""
        with self._reader.translated():
            return [entry_id for _, entry_id in self._reader.entries.page(selection, limit=limit)]

    def best(self, selection: Selection, *, limit: int) -> list[int]:
        """The same of what a selection by words finds, best first."""
        with self._reader.translated():
            return [entry_id for _, entry_id in self._reader.entries.best(selection, limit=limit)]

    def not_indexed(self) -> int:
        """How many entries search does not find yet."""
        with self._reader.translated():
            return self._reader.search.pending()

    def newest_id(self) -> int:
        """What has a higher id than this arrived later."""
        with self._reader.translated():
            return self._reader.entries.newest_id()

    def arrived_since(self, selection: Selection, newest_id: int) -> int:
        """How many of a selection's entries arrived after :meth:`newest_id` said so."""
        with self._reader.translated():
            return self._reader.entries.arrived_since(selection, newest_id)

    def latest(self) -> dict[int, int]:
        """The date of each feed's newest entry, by its id; feeds without entries are not in it."""
        with self._reader.translated():
            return self._reader.feeds.latest()

    def author_name(self, author_id: int) -> str:
        """The name of an author of the store; empty if there is none."""
        with self._reader.translated():
            author = self._reader.authors.get(author_id)
        return author.name if author else ""

    # -- connections

    def _in_background(self, read: Callable[[Store], T]) -> Future[T]:
        return self._read_thread.submit(self._read_slowly, read)

    def _read_slowly(self, read: Callable[[Store], T]) -> T:
        if self._slow_reader is None:
            give_back_large_blocks()
            self._slow_reader = open_reader(self._database)
        with self._slow_reader.translated():
            return read(self._slow_reader)

    def _close_readers(self) -> None:
        self._read_thread.shutdown(cancel_futures=True)
        for store in (self._reader, self._slow_reader):
            if store:
                store.close()


def _columns(keys: Sequence[Key]) -> tuple[array[int], array[int]]:
    return array("q", (sort for sort, _ in keys)), array("q", (entry_id for _, entry_id in keys))

"""The conversations of articles as they are stored, and what the user has seen of them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import TYPE_CHECKING

from reader.library.readers import Readers
from reader.library.writer import Writer
from reader.model import Entry

if TYPE_CHECKING:
    from reader.comment import StoredComments
    from reader.conversation.threads import Threaded
    from reader.store import Store


class Conversations:
    """Reads and marks comments. Raises :class:`~reader.errors.StoreError`, also from futures."""

    def __init__(self, readers: Readers, writer: Writer, now: Callable[[], int]) -> None:
        self._readers, self._writer, self._now = readers, writer, now

    def load(self, entry_id: int) -> Future[list[tuple[StoredComments, tuple[Threaded, ...]]]]:
        """The stored conversation of an entry, by source and as threads, from the reader thread."""

        def read(store: Store) -> list[tuple[StoredComments, tuple[Threaded, ...]]]:
            from reader.comment import BY_POSITION
            from reader.conversation.threads import threads

            return [
                (one, threads(one.comments, by_position=one.source.kind in BY_POSITION))
                for one in store.comments.of_entry(entry_id)
            ]

        return self._readers.submit(read)

    def look(self, source_id: int, ids: Collection[str]) -> None:
        """The user looked at a source and saw these comments; written soon, unless nothing can be written."""
        seen, now = tuple(ids), self._now()
        if not self._writer.read_only:
            self._writer.submit(lambda store: store.comments.look(source_id, seen, now))

    @staticmethod
    def has_sources(entry: Entry) -> bool:
        """Whether the entry's feed or page names a place where its comments can be fetched."""
        from reader.conversation.find_sources import sources_of

        return bool(sources_of(entry))

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


class Conversations:
    """Reads and marks comments. Raises :class:`~reader.errors.StoreError`, also from futures."""

    def __init__(self, readers: Readers, writer: Writer, now: Callable[[], int]) -> None:
        self._readers, self._writer, self._now = readers, writer, now

    def load(self, entry_id: int) -> Future[list[StoredComments]]:
        """The stored conversation of an entry, by source, from the reader thread."""
        return self._readers.submit(lambda store: store.comments.of_entry(entry_id))

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

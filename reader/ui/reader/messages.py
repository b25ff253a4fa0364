"""What reaches the screens from the other threads, as Textual messages."""

from __future__ import annotations

from array import array

from textual.message import Message

from reader.library import LibraryEvent
from reader.stream import Stream


class LibrarySaid(Message):
    """The library has news."""

    def __init__(self, event: LibraryEvent) -> None:
        super().__init__()
        self.event = event


class KeysLoaded(Message):
    """Keys of a stream are there; ``ticket`` tells whether anybody still waits for them.

    ``whole``: all of them; otherwise the others are still on their way. ``arrivals``: they come to those that are
    shown, and make that list whole.
    """

    def __init__(
        self, ticket: int, sorts: array[int], ids: array[int], *, whole: bool = True, arrivals: bool = False
    ) -> None:
        super().__init__()
        self.ticket, self.sorts, self.ids, self.whole, self.arrivals = ticket, sorts, ids, whole, arrivals


class SavedCounted(Message):
    """How much is unread in each saved search; empty if it could not be counted."""

    def __init__(self, counts: dict[Stream, int]) -> None:
        super().__init__()
        self.counts = counts

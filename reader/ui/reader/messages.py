"""Textual messages that other threads send to the screens."""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message

from reader.library import LibraryEvent, Listing
from reader.stream import Stream


class EventReceived(Message):
    """The library told of an event."""

    def __init__(self, event: LibraryEvent) -> None:
        super().__init__()
        self.event = event


class KeysLoaded(Message):
    """Keys of a stream were read. ``ticket`` identifies the request, which may be outdated.

    ``whole``: these are all keys; otherwise more follow. ``arrivals``: add them to the keys already shown.
    """

    def __init__(self, ticket: int, listing: Listing, *, whole: bool = True, arrivals: bool = False) -> None:
        super().__init__()
        self.ticket, self.listing, self.whole, self.arrivals = ticket, listing, whole, arrivals


class Answered(Message):
    """A thread has the answer to something; ``call`` shows it, on the UI thread."""

    def __init__(self, call: Callable[[], object]) -> None:
        super().__init__()
        self.call = call


class SavedCounted(Message):
    """Unread counts of the saved searches; empty if counting failed."""

    def __init__(self, counts: dict[Stream, int]) -> None:
        super().__init__()
        self.counts = counts

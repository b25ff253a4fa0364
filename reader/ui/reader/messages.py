"""Textual messages that other threads send to the screens, among them the answers to what these were asked."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from typing import TypeVar

from textual.message import Message

from reader.errors import StoreError
from reader.library import LibraryEvent, Listing, StoreFailed
from reader.stream import Stream

T = TypeVar("T")


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


def when_read(
    future: Future[T],
    post: Callable[[Message], object],
    then: Callable[[T], object],
    *,
    failed: Callable[[], object] | None = None,
) -> None:
    """Calls ``then`` on the UI thread with what another thread has read.

    An error is shown, and ``failed`` is called; neither if the reader is closing. ``post`` takes messages from any
    thread.
    """

    def done(future: Future[T]) -> None:
        try:
            post(Answered(partial(then, future.result())))
        except CancelledError:
            return
        except StoreError as error:
            post(EventReceived(StoreFailed(error)))
            if failed:
                post(Answered(failed))

    future.add_done_callback(done)


class SavedCounted(Message):
    """Unread counts of the saved searches; empty if counting failed."""

    def __init__(self, counts: dict[Stream, int]) -> None:
        super().__init__()
        self.counts = counts

"""Counts on another thread how many articles have arrived since a list was loaded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial

from textual.message import Message

from reader.errors import StoreError
from reader.library import Library, StoreFailed
from reader.query.selection import Selection
from reader.ui.reader.messages import Answered, EventReceived

Arrivals = tuple[Selection, int]  # the list, and the id of its newest article


class ArrivalCounter:
    """Counts one after another: events ask for it more often than a long count ends.

    ``post`` takes messages from any thread.
    """

    def __init__(self, library: Library, post: Callable[[Message], object]) -> None:
        self._library, self._post = library, post
        self.number = 0  # as last counted by :meth:`count`
        self._list = 0  # counts the lists that were loaded
        self._running = False
        self._next: tuple[Arrivals, Callable[[], object]] | None = None

    def forget(self) -> None:
        """Another list is shown, or the same one with all that has arrived."""
        self.number, self._next = 0, None
        self._list += 1

    def count(self, arrivals: Arrivals, then: Callable[[], object]) -> None:
        """Counts into :attr:`number` and calls ``then``, unless another list is shown by then."""
        if self._running:
            self._next = (arrivals, then)
            return
        self._running = True
        self._load(arrivals, partial(self._counted, self._list, then))

    def once(self, arrivals: Arrivals, then: Callable[[int], object]) -> None:
        """Calls ``then`` with the number for a list that may be shown no longer."""

        def counted(number: int | None) -> None:
            if number is not None:
                then(number)

        self._load(arrivals, counted)

    def _load(self, arrivals: Arrivals, then: Callable[[int | None], object]) -> None:
        future = self._library.articles.load_arrived(*arrivals)
        future.add_done_callback(lambda done: self._post(Answered(lambda: then(self._result(done)))))

    def _counted(self, shown: int, then: Callable[[], object], number: int | None) -> None:
        self._running = False
        after, self._next = self._next, None
        if after:
            self.count(*after)
        if shown == self._list and number is not None:
            self.number = number
            then()

    def _result(self, future: Future[int]) -> int | None:
        try:
            return future.result()
        except CancelledError:  # the reader is closing
            return None
        except StoreError as error:
            self._post(EventReceived(StoreFailed(error)))
            return None

"""Counts on another thread how many articles have arrived since a list was loaded."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual.message import Message

from reader.library import Library
from reader.query.selection import Selection
from reader.ui.reader.messages import when_read

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
        future = self._library.articles.load_arrived(*arrivals)
        when_read(future, self._post, partial(self._counted, self._list, then), failed=self._go_on)

    def once(self, arrivals: Arrivals, then: Callable[[int], object]) -> None:
        """Calls ``then`` with the number for a list that may be shown no longer."""
        when_read(self._library.articles.load_arrived(*arrivals), self._post, then)

    def _counted(self, shown: int, then: Callable[[], object], number: int) -> None:
        self._go_on()
        if shown == self._list:
            self.number = number
            then()

    def _go_on(self) -> None:
        """Counts what was asked for meanwhile."""
        self._running = False
        after, self._next = self._next, None
        if after:
            self.count(*after)

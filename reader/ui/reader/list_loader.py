"""The keys of the list, brought by the reader thread: all of a stream, or what arrived since it was loaded.

What a steady selection holds changes only by what arrives, unless entries are moved or removed: then only that
is asked for, and the list grows where it is. Everything else is loaded anew, beside the list that is shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.errors import StoreError
from reader.library import Library
from reader.stream import Selection
from reader.ui.reader.messages import KeysLoaded, LibrarySaid

MOST_ARRIVALS = 2_000  # that are put one by one into a list; more take longer than to load it anew

Asked = tuple[Selection, int]  # what the list shall hold, and how often entries had been rearranged before
Keys = Future[tuple["array[int]", "array[int]"]]


class Loading:
    """``post`` takes messages from any thread; only the answer to the last question is told."""

    def __init__(self, library: Library, post: Callable[[Message], object]) -> None:
        self._library, self._post = library, post
        self._ticket = 0
        self._futures: list[Keys] = []
        self._asked: Asked | None = None  # what is on its way
        self._held: Asked | None = None  # what the list holds, if it is whole

    @property
    def under_way(self) -> bool:
        """Whether the list is not whole yet, or becomes another."""
        return self._asked is not None

    def begin(self, selection: Selection) -> None:
        """Another list is wanted, and shown as far as it is known."""
        self._ask((selection, self._library.articles.rearranged()))
        self._held = None

    def is_whole(self) -> None:
        """What was shown is all of it."""
        self._held, self._asked = self._asked, None
        self._futures = []  # which would keep the keys of a list that is left later

    def load(self, selection: Selection, *, first: int = 0, by_rank: bool = False) -> None:
        """All of a selection, newest first or best first; with ``first`` so many of the newest before."""
        library = self._library
        self.begin(selection)
        if by_rank:
            self._await(library.articles.load_best_keys(selection))
            return
        if first:
            self._await(library.articles.load_first_keys(selection, first), whole=False)
        self._await(library.articles.load_keys(selection))

    def take_in(self, selection: Selection) -> bool:
        """What of a selection has arrived since the list was loaded; False if that cannot be told."""
        asked, held = (selection, self._library.articles.rearranged()), self._held
        if not (held and selection.steady and _but_for_arrivals(held) == _but_for_arrivals(asked)):
            return False
        self._ask(asked)
        self._await(self._library.articles.load_arrivals(selection, held[0].up_to or 0), arrivals=True)
        return True

    def _ask(self, asked: Asked) -> None:
        self._ticket += 1
        self._asked = asked
        for future in self._futures:  # nobody waits for them any more
            future.cancel()
        self._futures = []

    def _await(self, future: Keys, *, whole: bool = True, arrivals: bool = False) -> None:
        self._futures.append(future)
        future.add_done_callback(partial(self._loaded, self._ticket, whole=whole, arrivals=arrivals))

    def _loaded(self, ticket: int, future: Keys, *, whole: bool, arrivals: bool) -> None:
        try:
            sorts, ids = future.result()
        except CancelledError:
            return  # another list is wanted, or the reader is closing
        except StoreError as error:  # the list stays as it is
            from reader.library.worker_events import Trouble

            self._post(LibrarySaid(Trouble(error.as_problem())))
            return
        self._post(KeysLoaded(ticket, sorts, ids, whole=whole, arrivals=arrivals))

    def expects(self, message: KeysLoaded) -> bool:
        """Whether keys are what was asked for last and fit into the list; else they are not to be shown."""
        if message.ticket != self._ticket or self._asked is None:
            return False
        if message.arrivals and len(message.ids) > MOST_ARRIVALS:
            self.load(self._asked[0])
            return False
        if message.whole:
            self.is_whole()
        return True


def _but_for_arrivals(asked: Asked) -> Asked:
    selection, rearranged = asked
    return replace(selection, up_to=None), rearranged

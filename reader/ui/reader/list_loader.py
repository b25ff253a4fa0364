"""Loads the keys of a list on the reader thread: all of a stream, or only those that arrived since it was loaded.

A steady selection grows only by new entries, unless entries were moved or removed. Only then are the new keys enough,
and not in a list by stories, where a new telling may take the row of another; otherwise all keys are loaded again while
the old list is shown.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.errors import StoreError
from reader.library import Library, Listing, StoreFailed
from reader.query.selection import Selection
from reader.query.tree import Order
from reader.ui.reader.messages import EventReceived, KeysLoaded
from reader.ui.widgets.rows import BY_DATE

MOST_ARRIVALS = 2_000  # keys inserted one by one; loading the whole list again is faster for more

Request = tuple[Selection, int]  # the selection, and how often entries had been rearranged when it was requested
Keys = Future[Listing] | Future[tuple["array[int]", "array[int]"]]


class ListLoader:
    """``post`` takes messages from any thread. Only the answer to the latest request is used."""

    def __init__(self, library: Library, post: Callable[[Message], object]) -> None:
        self._library, self._post = library, post
        self._ticket = 0
        self._futures: list[Keys] = []
        self._requested: Request | None = None  # while it is being loaded
        self._how: tuple[Order, Sequence[int]] = (Order.NEWEST, ())
        self._loaded_request: Request | None = None  # the request of the keys shown, once all are loaded

    @property
    def under_way(self) -> bool:
        """Whether keys are still being loaded."""
        return self._requested is not None

    def begin(self, selection: Selection) -> None:
        """Begins another list, of which the first keys may be shown already."""
        self._request((selection, self._library.articles.rearranged()))
        self._loaded_request = None

    def is_whole(self) -> None:
        """Records that all keys of the list are shown."""
        self._loaded_request, self._requested = self._requested, None
        for future in self._futures:  # the first keys may have been all
            future.cancel()
        self._futures = []  # they would keep the keys in memory

    def load(
        self, selection: Selection, *, first: int = 0, order: Order = Order.NEWEST, kept: Sequence[int] = ()
    ) -> None:
        """Loads a whole selection in an order; with ``first``, its first entries ahead of it where that is faster.

        ``kept``: see :meth:`~reader.library.articles.Articles.load_ordered_keys`.
        """
        articles = self._library.articles
        self.begin(selection)
        self._how = (order, kept)
        if order in BY_DATE:
            if first:
                some = partial(self._found, self._ticket)
                self._await(articles.load_first_keys(selection, first, some), whole=False, first=first)
            self._await(articles.load_keys(selection))
        else:
            if first and order in (Order.TITLE, Order.LENGTH):
                self._await(articles.load_first_ordered(selection, order, first), whole=False)
            self._await(articles.load_ordered_keys(selection, order, kept))

    def take_in(self, selection: Selection) -> bool:
        """Loads only the keys that arrived since the list was loaded; False if that is not enough."""
        request, loaded = (selection, self._library.articles.rearranged()), self._loaded_request
        if not (
            loaded and selection.steady and not selection.stories and _without_limit(loaded) == _without_limit(request)
        ):
            return False
        self._request(request)
        self._await(self._library.articles.load_arrivals(selection, loaded[0].up_to or 0), arrivals=True)
        return True

    def _request(self, request: Request) -> None:
        self._ticket += 1
        self._requested = request
        for future in self._futures:  # their answers are outdated
            future.cancel()
        self._futures = []

    def _await(self, future: Keys, *, whole: bool = True, arrivals: bool = False, first: int = 0) -> None:
        self._futures.append(future)
        future.add_done_callback(partial(self._loaded, self._ticket, whole=whole, arrivals=arrivals, first=first))

    def _found(self, ticket: int, keys: tuple[array[int], array[int]]) -> None:
        """Shows what a search under way has found so far."""
        self._post(KeysLoaded(ticket, Listing(*keys), whole=False))

    def _loaded(self, ticket: int, future: Keys, *, whole: bool, arrivals: bool, first: int) -> None:
        """``first``: how many keys were asked for; if there are fewer, these are all."""
        try:
            listing = future.result()
        except CancelledError:
            return  # another request replaced it, or the reader is closing
        except StoreError as error:  # the list stays as it is
            self._post(EventReceived(StoreFailed(error)))
            return
        whole = whole or len(listing[1]) < first
        self._post(KeysLoaded(ticket, Listing(*listing), whole=whole, arrivals=arrivals))

    def expects(self, message: KeysLoaded) -> bool:
        """Whether keys answer the latest request and are to be shown."""
        if message.ticket != self._ticket or self._requested is None:
            return False
        if message.arrivals and len(message.listing.ids) > MOST_ARRIVALS:
            self.load(self._requested[0], order=self._how[0], kept=self._how[1])
            return False
        if message.whole:
            self.is_whole()
        return True


def _without_limit(request: Request) -> Request:
    selection, rearranged = request
    return replace(selection, up_to=None), rearranged

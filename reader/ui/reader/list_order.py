"""The order of each list: the one that the user chose for it, or its query's own, or the one in ``config.toml``."""

from __future__ import annotations

from reader.library import Library
from reader.query.tree import BY_FEED, Order
from reader.stream import Kind, Stream
from reader.ui.reader.session import SessionKeeper
from reader.wording.catalogue import N_, _

ORDER_NAMES = {
    Order.NEWEST: N_("Newest first"),
    Order.OLDEST: N_("Oldest first"),
    Order.FEED: N_("Grouped by feed, newest first"),
    Order.FEED_OLDEST: N_("Grouped by feed, oldest first"),
    Order.TITLE: N_("By title"),
    Order.LENGTH: N_("Longest first"),
    Order.RELEVANCE: N_("Best matches first"),
}
_IN_TITLES = {
    Order.OLDEST: N_("{list}, oldest first"),
    Order.FEED: N_("{list}, by feed"),
    Order.FEED_OLDEST: N_("{list}, by feed, oldest first"),
    Order.TITLE: N_("{list}, by title"),
    Order.LENGTH: N_("{list}, longest first"),
    Order.RELEVANCE: N_("{list}, best first"),
}

_OF_ONE_FEED = {Order.FEED: Order.NEWEST, Order.FEED_OLDEST: Order.OLDEST}


class ListOrders:
    """Knows and remembers the orders. That of a search is not remembered: its words differ each time."""

    def __init__(self, library: Library, session: SessionKeeper) -> None:
        self._library, self._session = library, session

    def usual(self, stream: Stream) -> Order:
        """The order of a stream for which the user has chosen none."""
        default = Order.NEWEST if stream.kind is Kind.SEARCH else Order(self._library.config.order)
        if stream.kind is Kind.FEED:
            default = _OF_ONE_FEED.get(default, default)
        return self._library.feeds.query_of(stream).order or default

    def of(self, stream: Stream) -> Order:
        """The order of a stream."""
        chosen = None if stream.kind is Kind.SEARCH else self._session.now.list_orders.get(stream.key())
        return chosen or self.usual(stream)

    def choices(self, stream: Stream, *, by_words: bool) -> list[Order]:
        """The orders that differ for a stream. ``by_words``: it is a search for words."""
        needless = BY_FEED if stream.kind is Kind.FEED else frozenset()
        return [order for order in Order if order not in needless and (by_words or order is not Order.RELEVANCE)]

    def choose(self, stream: Stream, order: Order) -> None:
        """Remembers an order; the usual one need not be remembered."""
        orders = {key: one for key, one in self._session.now.list_orders.items() if key != stream.key()}
        if stream.kind is not Kind.SEARCH and order is not self.usual(stream):
            orders[stream.key()] = order
        self._session.change(list_orders=orders)

    def follow(self, old: Stream, new: Stream) -> None:
        """Keeps the order of a feed that has a new address."""
        order = self._session.now.list_orders.get(old.key())
        if order:
            self.choose(new, order)


def titled(name: str, order: Order) -> str:
    """The name of a list with its order, which newest-first lists need not mention."""
    return _(_IN_TITLES[order]).format(list=name) if order in _IN_TITLES else name

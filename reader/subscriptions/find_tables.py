"""Finds the tables of ``feeds.toml`` by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from reader.model import SavedSearch, Subscription
from reader.subscriptions import field_values as values
from reader.subscriptions.feeds_toml import address_or_none, same_feed
from reader.subscriptions.pieces import FEEDS, SEARCHES, Piece, Table, append, beside

Name = tuple[str, str]  # FEEDS and an address, or SEARCHES and a title


def name_of(one: Subscription | SavedSearch) -> Name:
    """The name of the table of a subscription or saved search."""
    return (FEEDS, one.url) if isinstance(one, Subscription) else (SEARCHES, one.title)


def table_name(piece: Piece) -> Name | None:
    """The name of a table; None if it has no usable address or title."""
    if piece.name == FEEDS:
        url = address_or_none(piece.table.get("url"))
        return (FEEDS, url) if url else None
    title = piece.table.get("title")
    return (SEARCHES, values.title(title) or "") if piece.name and isinstance(title, str) else None


def indexes(pieces: Sequence[Piece], name: Name) -> list[int]:
    """The places of the tables with that name; more than one if a feed is subscribed twice."""
    kind, value = name
    same: Callable[[Table], bool] = (
        (lambda table: same_feed(table.get("url"), value))
        if kind == FEEDS
        else (lambda table: isinstance(table.get("title"), str) and values.title(table["title"]) == value)
    )
    return [index for index, piece in enumerate(pieces) if piece.name == kind and same(piece.table)]


def put_back(pieces: list[Piece], removed: Piece, above: Iterable[Name]) -> list[Piece]:
    """The pieces with a removed table below the nearest table that was above it."""
    found = (index for name in above for index in indexes(pieces, name))
    anchor = next(found, None)
    if anchor is not None:
        return beside(pieces, removed, anchor, after=True)
    first = next((index for index, piece in enumerate(pieces) if piece.name), None)
    return append(pieces, (removed,)) if first is None else beside(pieces, removed, first, after=False)

"""The query of each stream, its entries, and duplicates among them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.model import Feed, Headline, SavedSearch
from reader.query.selection import Selection
from reader.query.selection import select as select_tree
from reader.query.tree import EVERYTHING, NOTHING, Dated, Is, Name, Named, Node, Query, State, all_of
from reader.stream import Kind, Stream, from_key
from reader.text import fold


def query_of(stream: Stream, searches: Iterable[SavedSearch] = ()) -> Query:
    """The query of a stream; of one person, who has a number, everything."""
    value = stream.value
    if stream.kind is Kind.SAVED:
        search = next((search for search in searches if search.title == value), None)
        return _parsed(search.query) if search else Query(NOTHING)
    if stream.kind is Kind.SEARCH:
        query, scope = _parsed(value), from_key(stream.scope) if stream.scope else None
        if scope is None or scope.kind is Kind.SEARCH:
            return query
        around = query_of(scope, searches)
        return Query(all_of((around.tree, query.tree)), query.order or around.order)
    return Query(_tree_of(stream.kind, value))


def _tree_of(kind: Kind, value: str) -> Node:
    match kind:
        case Kind.FEED | Kind.FOLDER:
            return Named(Name(kind), value)
        case Kind.TAG:
            return Named(Name.TAG, value, prefix=not value)
        case Kind.LABEL:
            return Named(Name.LABEL, value, prefix=not value)
        case Kind.AUTHOR if not value:
            return Is(State.FOLLOWED)
        case Kind.UNREAD:
            return Is(State.UNREAD)
        case Kind.STARRED:
            return Is(State.STARRED)
        case Kind.LATER:
            return Is(State.LATER)
        case Kind.TODAY:
            return Dated("today", "")
    return EVERYTHING


def _parsed(text: str) -> Query:
    """A query; one with a mistake, which the faces do not let pass, finds nothing."""
    from reader.query.parse_query import parse  # opening the reader does without

    query = parse(text)
    return query if isinstance(query, Query) else Query(NOTHING)


def select(
    stream: Stream, feeds: Iterable[Feed], searches: Iterable[SavedSearch] = (), *, others: bool, now: int
) -> Selection:
    """The selection for a stream. ``others``: the database has entries of feeds that are not among these."""
    scope = from_key(stream.scope) if stream.kind is Kind.SEARCH and stream.scope else None
    author = next((one.value for one in (stream, scope) if one and one.kind is Kind.AUTHOR and one.value), None)
    selection = select_tree(query_of(stream, searches).tree, feeds, others=others, now=now)
    if author is None:
        return selection
    return replace(selection, author=int(author) if author.isdecimal() else -1)


def each_once(rows: Iterable[Headline], *, beside: Iterable[Headline]) -> list[Headline]:
    """The headlines without repeated titles, which several feeds may carry."""
    seen = {fold(row.title) for row in beside}
    once = {fold(row.title): row for row in rows if fold(row.title) not in seen}
    return list(once.values())

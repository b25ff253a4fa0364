"""Selects the entries of a stream, and drops duplicates. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from reader.model import Feed, Headline, SavedSearch
from reader.stream import Kind, Selection, Stream, from_key, is_inside
from reader.text import fold


def select(
    stream: Stream, feeds: Iterable[Feed], searches: Iterable[SavedSearch] = (), *, others: bool, now: int
) -> Selection:
    """The selection for a stream. ``others``: the database has entries of feeds that are not among these.

    A hidden feed shows only in its own stream and under its tags. Starred holds entries of all feeds, even hidden and
    former ones.
    """
    feeds = tuple(feeds)
    scope = from_key(stream.scope) if stream.kind is Kind.SEARCH and stream.scope else None
    if scope is not None and scope.kind is not Kind.SEARCH:
        selection = select(scope, feeds, searches, others=others, now=now)
        return replace(selection, words=" ".join(filter(None, (selection.words, stream.value))))
    if stream.kind is Kind.FEED:
        return Selection(feeds=tuple(feed.id for feed in feeds if feed.url == stream.value))
    if stream.kind is Kind.TAG:
        tagged = (feed for feed in feeds if (stream.value in feed.tags if stream.value else feed.tags))
        return Selection(feeds=tuple(feed.id for feed in tagged))
    if stream.kind is Kind.STARRED:
        return Selection(starred=True)
    if stream.kind is Kind.AUTHOR:
        return Selection(author=int(stream.value) if stream.value.isdecimal() else -1)
    shown = tuple(feed for feed in feeds if not feed.hidden)
    if stream.kind is Kind.FOLDER:
        return Selection(feeds=tuple(feed.id for feed in shown if is_inside(feed.folder, stream.value)))
    everything = Selection(feeds=tuple(feed.id for feed in shown) if others or len(shown) < len(feeds) else None)
    if stream.kind is Kind.SAVED:
        search = next((search for search in searches if search.title == stream.value), None)
        return _saved(search, feeds, everything, now) if search else Selection(feeds=())
    if stream.kind is Kind.UNREAD:
        return replace(everything, unread=True)
    if stream.kind is Kind.TODAY:
        return replace(everything, since=_midnight(now))
    return replace(everything, words=stream.value) if stream.kind is Kind.SEARCH else everything


def _saved(search: SavedSearch, feeds: Sequence[Feed], everything: Selection, now: int) -> Selection:
    narrowed = search.feeds or search.folders or search.tags or search.without_tags
    return replace(
        everything,
        feeds=tuple(feed.id for feed in feeds if _looks_into(search, feed)) if narrowed else everything.feeds,
        unread=search.unread,
        starred=search.starred,
        since=now - search.within if search.within is not None else None,
        words=search.words or None,
        headline=search.headline or None,
        byline=search.author or None,
    )


def _looks_into(search: SavedSearch, feed: Feed) -> bool:
    named, tagged = feed.url in search.feeds, bool(set(search.tags) & set(feed.tags))
    if feed.hidden and not named and not tagged:
        return False
    placed = named or any(is_inside(feed.folder, folder) for folder in search.folders)
    if (search.feeds or search.folders) and not placed:
        return False
    return (tagged or not search.tags) and not set(search.without_tags) & set(feed.tags)


def each_once(rows: Iterable[Headline], *, beside: Iterable[Headline]) -> list[Headline]:
    """The headlines without repeated titles, which several feeds may carry."""
    seen = {fold(row.title) for row in beside}
    once = {fold(row.title): row for row in rows if fold(row.title) not in seen}
    return list(once.values())


def _midnight(now: int) -> int:
    """Midnight of the local day."""
    day = datetime.fromtimestamp(now, tz=UTC).astimezone().date()
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())

"""What belongs to a stream, and what of it is shown only once. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from reader.model import Feed, Headline
from reader.stream import Kind, Selection, Stream
from reader.text import fold


def select(stream: Stream, feeds: Iterable[Feed], *, hidden: bool, now: int) -> Selection:
    """Which entries a stream holds. ``hidden``: the store has entries of other feeds than these."""
    if stream.kind is Kind.FOLDER:
        inside = stream.value + "/"
        return Selection(feeds=tuple(f.id for f in feeds if f.folder == stream.value or f.folder.startswith(inside)))
    if stream.kind is Kind.FEED:
        return Selection(feeds=tuple(feed.id for feed in feeds if feed.url == stream.value))
    if stream.kind is Kind.STARRED:
        return Selection(starred=True)
    if stream.kind is Kind.AUTHOR:
        return Selection(author=int(stream.value) if stream.value.isdecimal() else -1)
    everything = Selection(feeds=tuple(feed.id for feed in feeds) if hidden else None)
    if stream.kind is Kind.UNREAD:
        return replace(everything, unread=True)
    if stream.kind is Kind.TODAY:
        return replace(everything, since=_midnight(now))
    return replace(everything, words=stream.value) if stream.kind is Kind.SEARCH else everything


def each_once(rows: Iterable[Headline], *, beside: Iterable[Headline]) -> list[Headline]:
    """The rows without those that several feeds carry under one title."""
    seen = {fold(row.title) for row in beside}
    once = {fold(row.title): row for row in rows if fold(row.title) not in seen}
    return list(once.values())


def _midnight(now: int) -> int:
    """The beginning of the local day."""
    day = datetime.fromtimestamp(now, tz=UTC).astimezone().date()
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())

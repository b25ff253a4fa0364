"""The law of incremental reading."""

from __future__ import annotations

from dataclasses import replace

from reader.errors import ParseError
from reader.parse import Known, Sifted, sift_feed
from tests.support.feed_markup import URL


def read(body: bytes, known: Known | None = None, url: str = URL) -> Sifted | None:
    try:
        return sift_feed(body, url=url, known=known)
    except ParseError:
        return None


def assert_law(body: bytes, chosen: frozenset[int] | None = None) -> None:
    """Whichever entries are known: what is read without them is what the whole says of the others."""
    whole = read(body)
    if whole is None or not whole.marks:
        return
    marks = whole.marks
    assert len(marks) == len(whole.feed.entries)
    chosen = frozenset(range(0, len(marks), 2)) if chosen is None else chosen
    known = Known(whole.context, frozenset(mark for number, mark in enumerate(marks) if number in chosen))
    part = read(body, known)
    assert part is not None
    assert part.marks == marks
    assert part.context == whole.context
    left = tuple(e for e, mark in zip(whole.feed.entries, marks, strict=True) if mark not in known.marks)
    assert part.feed == replace(whole.feed, entries=left if part.cut else whole.feed.entries)

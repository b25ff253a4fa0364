"""The law of incremental reading."""

from __future__ import annotations

from dataclasses import replace

from reader.errors import ParseError
from reader.parse import IncrementalFeed, KnownEntries, parse_new_entries
from tests.support.feed_markup import URL


def read(body: bytes, known: KnownEntries | None = None, url: str = URL) -> IncrementalFeed | None:
    try:
        return parse_new_entries(body, url=url, known=known)
    except ParseError:
        return None


def assert_law(body: bytes, chosen: frozenset[int] | None = None) -> None:
    """Leaving out any known entries changes nothing about the others."""
    whole = read(body)
    if whole is None or not whole.fingerprints:
        return
    fingerprints = whole.fingerprints
    assert len(fingerprints) == len(whole.feed.entries)
    chosen = frozenset(range(0, len(fingerprints), 2)) if chosen is None else chosen
    known = KnownEntries(whole.context, frozenset(one for number, one in enumerate(fingerprints) if number in chosen))
    part = read(body, known)
    assert part is not None
    assert part.fingerprints == fingerprints
    assert part.context == whole.context
    left = tuple(e for e, one in zip(whole.feed.entries, fingerprints, strict=True) if one not in known.fingerprints)
    assert part.feed == replace(whole.feed, entries=left if part.known_left_out else whole.feed.entries)

"""Limits very long feeds to their newest entries, before the expensive part of parsing.

The dates are read from the bytes of the entries. Entries without a date count as older than others, and those that come
later in the document as older still, because most feeds begin with the newest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.parse.entry_ranges import EntryRange, cut_ranges, find_entries
from reader.parse.feedparser_handler import ENTRY_LIMIT
from reader.web.dates import parse_date

_DATES = tuple(
    re.compile(rb"<(?:\w+:)?" + name + rb"(?:\s[^<>]*)?>\s*(?:<!\[CDATA\[)?\s*([^<>\]]{1,100})")
    for name in (rb"(?:pubDate|published|issued)", rb"(?:date|updated|modified)")
)


def newest_entries(document: bytes) -> tuple[bytes, int]:
    """A document in UTF-8 with at most 10,000 entries, and how many were left out."""
    if document.count(b"<item") + document.count(b"<entry") <= ENTRY_LIMIT:
        return document, 0
    ranges = find_entries(document)
    if ranges is None or len(ranges) <= ENTRY_LIMIT:
        return document, 0
    dates = [_date(document[one.start : one.end]) for one in ranges]
    kept = set(newest_of(dates, ENTRY_LIMIT))
    left_out: Sequence[EntryRange] = [one for number, one in enumerate(ranges) if number not in kept]
    return cut_ranges(document, left_out), len(left_out)


def newest_of(dates: Sequence[int | None], limit: int) -> list[int]:
    """The positions of the newest entries, in the document's order."""
    order = sorted(range(len(dates)), key=lambda number: (-(dates[number] or 0), number))
    return sorted(order[:limit])


def _date(entry: bytes) -> int | None:
    for pattern in _DATES:
        found = pattern.search(entry)
        if found and (date := parse_date(found[1].decode("utf-8", "replace"))):
            return date
    return None

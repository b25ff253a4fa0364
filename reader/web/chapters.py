"""Chapters of a recording, whose times and titles come from feeds and from files that feeds name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from reader.model import Chapter
from reader.text import clean_line

MOST_CHAPTERS = 500
_LONGEST = 10_000_000  # seconds
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{1,2})(?:[.,]\d{1,9})?")
_NUMBER = re.compile(r"\d{1,7}(?:\.\d{1,9})?")


def chapter(start: object, title: object, url: str | None) -> Chapter | None:
    """A chapter; None without a time and a title. ``start``: as for :func:`place_in_time`."""
    begin, name = place_in_time(start), clean_line(title, 300) if isinstance(title, str) else ""
    return None if begin is None or not name else Chapter(int(begin), name, url)


def in_order(chapters: Iterable[Chapter | None]) -> tuple[Chapter, ...]:
    """The chapters in the order of their times, at most :data:`MOST_CHAPTERS`."""
    return tuple(sorted(islice(filter(None, chapters), MOST_CHAPTERS), key=lambda one: one.start))


def place_in_time(value: object) -> float | None:
    """Seconds from the beginning, written as a number or as ``[hours:]minutes:seconds``; None for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if 0 <= value <= _LONGEST else None
    written = value.strip()[:40] if isinstance(value, str) and value.isascii() else ""
    found = _CLOCK.fullmatch(written)
    if found:
        hours, minutes, rest = (int(part or 0) for part in found.groups())
        return float(hours * 3_600 + minutes * 60 + rest)
    return float(written) if _NUMBER.fullmatch(written) else None

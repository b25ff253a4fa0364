"""The dates that pages state in their metadata: ISO 8601 or RFC 5322, nothing guessed from words."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_EARLIEST, _LATEST = 631_152_000, 4_102_444_800  # 1990 and 2100: outside, it is no date of an article on the web


def read_moment(value: str | None) -> int | None:
    """Unix seconds UTC of a date; without a zone it is taken as UTC. None for what cannot be read."""
    text = (value or "").strip()[:64]
    moment = _iso(text) or _internet(text)
    if moment is None:
        return None
    try:
        seconds = int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    except (OverflowError, ValueError):
        return None
    return seconds if _EARLIEST <= seconds <= _LATEST else None


def _iso(text: str) -> datetime | None:
    text = re.sub(r"\s+(?=[+-]\d)|\s*Z$", lambda match: "+00:00" if "Z" in match[0] else "", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _internet(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None

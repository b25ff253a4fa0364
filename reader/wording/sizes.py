"""Lengths of time and amounts of data in one unit: ``6 hours``, ``10 MB``."""

from __future__ import annotations

from reader.wording.catalogue import _, language, plural
from reader.wording.numbers import decimal

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_KB, _MB = 1_000, 1_000_000


def duration(seconds: int) -> str:
    """``45 minutes``, ``6 hours``, ``2 days``: in the largest unit that fits, rounded from three of it."""
    if _fits(seconds, _DAY):
        return plural("{n} day", "{n} days", round(seconds / _DAY))
    if _fits(seconds, _HOUR):
        return plural("{n} hour", "{n} hours", round(seconds / _HOUR))
    if seconds >= _MINUTE:
        return plural("{n} minute", "{n} minutes", seconds // _MINUTE)
    return plural("{n} second", "{n} seconds", seconds)


def _fits(seconds: int, unit: int) -> bool:
    return seconds == unit or seconds >= 3 * unit or (seconds >= 2 * unit and seconds % unit == 0)


def byte_size(count: int) -> str:
    """``10 MB``, ``1.5 kB``, ``20 bytes``."""
    if count >= _MB:
        return _("{number} MB").format(number=_number(count / _MB))
    if count >= _KB:
        return _("{number} kB").format(number=_number(count / _KB))
    return plural("{n} byte", "{n} bytes", count)


def _number(value: float) -> str:
    return decimal(value, language(), digits=0 if value == int(value) else 1)

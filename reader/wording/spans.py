"""How long something takes, until when, since when, and how often: ``6 hours``, ``in 3 days``, ``about 3 a week``.

A preposition is part of its message, because languages decline what follows it.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.wording.catalogue import _, plural

_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_WEEK, _MONTH, _YEAR = 7 * _DAY, 30 * _DAY, 365 * _DAY

# Seconds from which on a unit is used, its length in seconds, and the messages for a count of it.
_UNTIL: tuple[tuple[int, int, Callable[[int], str]], ...] = (
    (2 * _YEAR, _YEAR, lambda n: plural("in {n} year", "in {n} years", n)),
    (2 * _MONTH, _MONTH, lambda n: plural("in {n} month", "in {n} months", n)),
    (2 * _WEEK, _WEEK, lambda n: plural("in {n} week", "in {n} weeks", n)),
    (_DAY, _DAY, lambda n: plural("in {n} day", "in {n} days", n)),
    (_HOUR, _HOUR, lambda n: plural("in {n} hour", "in {n} hours", n)),
    (0, 60, lambda n: plural("in {n} minute", "in {n} minutes", n)),
)
_SINCE: tuple[tuple[int, int, Callable[[int], str]], ...] = (
    (2 * _YEAR, _YEAR, lambda n: plural("for {n} year", "for {n} years", n)),
    (2 * _MONTH, _MONTH, lambda n: plural("for {n} month", "for {n} months", n)),
    (2 * _WEEK, _WEEK, lambda n: plural("for {n} week", "for {n} weeks", n)),
    (_DAY, _DAY, lambda n: plural("for {n} day", "for {n} days", n)),
    (_HOUR, _HOUR, lambda n: plural("for {n} hour", "for {n} hours", n)),
    (0, 60, lambda n: plural("for {n} minute", "for {n} minutes", n)),
)


def duration(seconds: int) -> str:
    """The length of a wait or a limit: ``45 minutes``, ``6 hours``, ``2 days``.

    In the largest unit that states it exactly or fits at least three times, then rounded.
    """
    if _fits(seconds, _DAY):
        return plural("{n} day", "{n} days", round(seconds / _DAY))
    if _fits(seconds, _HOUR):
        return plural("{n} hour", "{n} hours", round(seconds / _HOUR))
    if seconds >= _MINUTE:
        return plural("{n} minute", "{n} minutes", seconds // _MINUTE)
    return plural("{n} second", "{n} seconds", seconds)


def _fits(seconds: int, unit: int) -> bool:
    return seconds == unit or seconds >= 3 * unit or (seconds >= 2 * unit and seconds % unit == 0)


def time_until(seconds: int) -> str:
    """The time until something happens, in its largest unit: ``in 40 minutes``, ``in 3 days``."""
    return _in_largest_unit(seconds, _UNTIL)


def time_since(seconds: int) -> str:
    """The time since something happened, in its largest unit: ``for 8 months``, ``for 2 years``."""
    return _in_largest_unit(seconds, _SINCE)


def _in_largest_unit(seconds: int, table: tuple[tuple[int, int, Callable[[int], str]], ...]) -> str:
    seconds = max(0, seconds)
    return next(message(seconds // unit) for least, unit, message in table if seconds >= least)


def rhythm(per_week: float | None) -> str:
    """How often a feed publishes: ``about 3 a day``, ``weekly``, ``seldom``; empty if unknown."""
    if per_week is None:
        return ""
    if per_week >= 10.5:
        return plural("about {n} a day", "about {n} a day", round(per_week / 7))
    if per_week >= 5.5:
        return _("daily")
    if per_week >= 1.5:
        return plural("about {n} a week", "about {n} a week", round(per_week))
    if per_week >= 0.75:
        return _("weekly")
    if per_week >= 0.35:
        return _("every other week")
    if per_week >= 0.15:
        return _("monthly")
    return _("seldom") if per_week >= 0.01 else _("nothing lately")

"""How long until something, since when, and how often: ``in 3 days``, ``for 8 months``, ``about 3 a week``.

The preposition is part of each message, because languages decline what follows it.
"""

from __future__ import annotations

from collections.abc import Callable

from reader.wording.catalogue import _, plural

_HOUR, _DAY = 3600, 86_400
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

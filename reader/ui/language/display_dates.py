"""Dates as people say them: "21:04", "Yesterday, 9:12", "Friday", "3 May", "3 May 2024"; all in local time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.ui.language.labels import Words

DAYS_BY_NAME = 6  # so many days after today have a name, before a weekday would come twice


def local(seconds: int) -> datetime:
    """That moment on the user's own clock."""
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()


def row_time(seconds: int, now: int, words: Words) -> str:
    """For a row of the list, which stands below its day's heading: the time, or the day when it is long ago."""
    then, today = local(seconds), local(now)
    if _days_between(then, today) <= DAYS_BY_NAME:
        return f"{then:%H:%M}"
    return _short_day(then, today, words)


def row_date(seconds: int, now: int, words: Words) -> str:
    """For a row of a list without headings: the time of today's, else the day."""
    then, today = local(seconds), local(now)
    if _days_between(then, today) <= 0:
        return f"{then:%H:%M}"
    return _short_day(then, today, words)


def _short_day(then: datetime, today: datetime, words: Words) -> str:
    month = words.short_months[then.month - 1]
    if then.year == today.year:
        return words.day_month.format(d=then.day, m=month)
    return words.day_month_year.format(d=then.day, m=month, y=then.year)


def said_date(seconds: int, now: int, words: Words) -> str:
    """For a byline: the day as it is called, and the time while it still matters."""
    then, today = local(seconds), local(now)
    days = _days_between(then, today)
    if days == 0:
        return f"{words.today}, {then:%H:%M}"
    if days == 1:
        return f"{words.yesterday}, {then:%H:%M}"
    if 1 < days <= DAYS_BY_NAME:
        return f"{words.weekdays[then.weekday()]}, {then:%H:%M}"
    month = words.months[then.month - 1]
    if then.year == today.year:
        return words.day_month.format(d=then.day, m=month)
    return words.day_month_year.format(d=then.day, m=month, y=then.year)


def long_day(now: int, words: Words) -> str:
    """For the masthead: "Monday 23 November"."""
    today = local(now)
    day = words.day_month.format(d=today.day, m=words.months[today.month - 1])
    comma = "," if words.day_month.startswith("{d}.") else ""
    return f"{words.weekdays[today.weekday()]}{comma} {day}"


def day_headings(sorts: Sequence[int], now: int, words: Words) -> tuple[tuple[int, str], ...]:
    """Where the days, and further down the months, of a list begin: pairs of index and heading.

    ``sorts`` are Unix seconds, newest first. Takes a few steps a heading, whatever the length of the list.
    """
    headings: list[tuple[int, str]] = []
    today = local(now)
    index = 0
    while index < len(sorts):
        label, start = _section(local(sorts[index]), today, words)
        headings.append((index, label))
        # the first index whose entry is older than the section's start
        index = max(index + 1, bisect_right(sorts, -start, lo=index, key=lambda seconds: -seconds))
    return tuple(headings)


def _section(then: datetime, today: datetime, words: Words) -> tuple[str, int]:
    """The heading under which a moment stands, and the Unix second at which its section starts."""
    days = _days_between(then, today)
    if days > DAYS_BY_NAME:
        month = then.replace(day=1)
        return f"{words.months[then.month - 1]} {then.year}", _midnight(month)
    if days <= 0:
        return words.today, _midnight(today)
    return (words.yesterday if days == 1 else words.weekdays[then.weekday()]), _midnight(then)


def _days_between(then: datetime, today: datetime) -> int:
    return (today.date() - then.date()) // timedelta(days=1)


def _midnight(day: datetime) -> int:
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())

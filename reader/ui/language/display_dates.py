"""Dates as people say them: "21:04", "Yesterday, 09:12", "Friday", "3 May", "3 May 2024".

Moments are Unix seconds and are shown in local time, in the language of the message catalogue. Each format is a message
of its own, because languages differ in order and punctuation: "3 May", "3. Mai".
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from reader.wording.calendar_names import MONTHS, SHORT_MONTHS, WEEKDAYS
from reader.wording.catalogue import _, pgettext

_FIRST, _LAST = -2_208_902_400, 253_370_678_400  # Unix seconds that have a date in every time zone
NAMED_DAYS = 6  # days before today that are shown by weekday; after a week the weekday would be ambiguous


def local(seconds: int) -> datetime:
    """That moment in the user's time zone; from 1900 to 9998, whatever a damaged database says."""
    return datetime.fromtimestamp(min(max(seconds, _FIRST), _LAST), tz=UTC).astimezone()


def row_time(seconds: int, now: int) -> str:
    """For a row below the heading of its day: the time, or the date if there is a heading for its month only."""
    then, today = local(seconds), local(now)
    return _date(then, today, SHORT_MONTHS) if _days_between(then, today) > NAMED_DAYS else _time(then)


def row_date(seconds: int, now: int) -> str:
    """For a row of a list without headings: the time if it is of today, else the date."""
    then, today = local(seconds), local(now)
    return _date(then, today, SHORT_MONTHS) if _days_between(then, today) > 0 else _time(then)


def short_row_time(seconds: int, now: int) -> str:
    """As :func:`row_time`, but without the year, which the heading names."""
    then, today = local(seconds), local(now)
    return _day_and_month(then, SHORT_MONTHS) if _days_between(then, today) > NAMED_DAYS else _time(then)


def row_time_width(oldest: int, now: int, *, with_year: bool) -> int:
    """The cells that :func:`short_row_time`, or with its year :func:`row_date`, needs for anything since ``oldest``.

    It depends on whether the week, or the year, has ended since, and so seldom changes while a list is filled.
    """
    then, today = local(oldest), local(now)
    if not with_year and _days_between(then, today) <= NAMED_DAYS:
        return len(_time(today.replace(hour=23)))
    longest = max(len(_day_and_month(today.replace(month=month, day=28), SHORT_MONTHS)) for month in range(1, 13))
    return longest + len(f" {today.year}") if with_year and then.year != today.year else longest


def byline_date(seconds: int, now: int, *, alone: bool = True) -> str:
    """The date, with the time if it is less than a week ago: "Today, 21:04", "3 May 2024".

    ``alone``: without words before it: "updated today, 21:04".
    """
    then, today = local(seconds), local(now)
    if 0 <= _days_between(then, today) <= NAMED_DAYS:
        return pgettext("date with time", "{day}, {time}").format(
            day=_day_name(then, today, alone=alone), time=_time(then)
        )
    return _date(then, today, MONTHS)


def edit_date(seconds: int, now: int) -> str:
    """The date of an edit within a line: only the time if it was today, "yesterday, 14:47", "3 May"."""
    then, today = local(seconds), local(now)
    return _time(then) if _days_between(then, today) == 0 else byline_date(seconds, now, alone=False)


def day_within_line(seconds: int, now: int) -> str:
    """The day within a sentence: "today", "Friday", "3 May 2024"."""
    then, today = local(seconds), local(now)
    if 0 <= _days_between(then, today) <= NAMED_DAYS:
        return _day_name(then, today, alone=False)
    return _date(then, today, MONTHS)


def coming_time(seconds: int, now: int) -> str:
    """A moment to come, within a sentence: "21:40", "tomorrow, 09:12", "Friday, 09:12", "3 May"."""
    then, today = local(seconds), local(now)
    match _days_between(today, then):
        case days if days <= 0:
            return _time(then)
        case 1:
            day = pgettext("within a line", "tomorrow")
        case days if days <= NAMED_DAYS:
            day = _(WEEKDAYS[then.weekday()])
        case _other:
            return _date(then, today, MONTHS)
    return pgettext("date with time", "{day}, {time}").format(day=day, time=_time(then))


def masthead_date(now: int) -> str:
    """Today's date with its weekday: "Monday 23 November"."""
    today = local(now)
    return pgettext("date with weekday", "{weekday} {day} {month}").format(
        weekday=_(WEEKDAYS[today.weekday()]), day=today.day, month=_(MONTHS[today.month - 1])
    )


def day_headings(sorts: Sequence[int], now: int, *, oldest_first: bool = False) -> tuple[tuple[int, str], ...]:
    """The headings of a list, by day for a week and by month before that: pairs of index and heading.

    ``sorts`` are Unix seconds, newest or oldest first. The search depends on the number of headings, not on the length
    of the list.
    """
    if oldest_first and len(sorts):
        newest_first = day_headings(sorts[::-1], now)
        ends = [*(index for index, _ in newest_first[1:]), len(sorts)]
        return tuple((len(sorts) - end, text) for (_, text), end in zip(newest_first, ends, strict=True))[::-1]
    headings: list[tuple[int, str]] = []
    today = local(now)
    index = 0
    while index < len(sorts):
        heading, start = _section(local(sorts[index]), today)
        headings.append((index, heading))
        older = bisect_right(sorts, -start, lo=index, key=lambda seconds: -seconds)
        index = max(index + 1, older)
    return tuple(headings)


def _section(then: datetime, today: datetime) -> tuple[str, int]:
    """The heading for a moment, and the Unix second at which its section starts."""
    days = _days_between(then, today)
    if days > NAMED_DAYS:
        heading = pgettext("month with year", "{month} {year}").format(month=_(MONTHS[then.month - 1]), year=then.year)
        return heading, _midnight(then.replace(day=1))
    if days <= 0:
        return _("Today"), _midnight(today)
    return _day_name(then, today), _midnight(then)


def _day_name(then: datetime, today: datetime, *, alone: bool = True) -> str:
    """The name of a day of the last week; ``alone``: as the first word of a line."""
    match _days_between(then, today):
        case 0:
            return _("Today") if alone else pgettext("within a line", "today")
        case 1:
            return _("Yesterday") if alone else pgettext("within a line", "yesterday")
        case _other:
            return _(WEEKDAYS[then.weekday()])


def _time(then: datetime) -> str:
    return pgettext("time of day", "{hour:02}:{minute:02}").format(hour=then.hour, minute=then.minute)


def _date(then: datetime, today: datetime, months: Sequence[str]) -> str:
    """Day and month, and the year unless it is this one."""
    if then.year == today.year:
        return _day_and_month(then, months)
    month = _(months[then.month - 1])
    return pgettext("date with year", "{day} {month} {year}").format(day=then.day, month=month, year=then.year)


def _day_and_month(then: datetime, months: Sequence[str]) -> str:
    return pgettext("date", "{day} {month}").format(day=then.day, month=_(months[then.month - 1]))


def _days_between(then: datetime, today: datetime) -> int:
    return (today.date() - then.date()) // timedelta(days=1)


def _midnight(day: datetime) -> int:
    return int(datetime(day.year, day.month, day.day).astimezone().timestamp())

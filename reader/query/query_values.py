"""The values of fields, from what was typed after the colon. Raises :class:`~reader.errors.InvalidValue`."""

from __future__ import annotations

import re
from datetime import date

from reader.durations import parse_duration
from reader.errors import InvalidValue
from reader.problems import Argument, Problem, problem
from reader.query.tree import Aged, Dated, Has, InStory, Is, Name, Named, Node, Part, Sized, State

_MONTH = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_NUMBER = re.compile(r"[0-9]{1,18}")
_SIZE = re.compile(r"(>=|<=|>|<|=?)(\d{1,9})")
_SIZES = re.compile(r"(\d{0,9})\.\.(\d{0,9})")
_NAMED = (Name.PERSON, Name.FEED, Name.FOLDER, Name.TAG, Name.LABEL, Name.CATEGORY, Name.LANG, Name.URL)
RELATIVE_DAYS = ("today", "yesterday")


def read_value(field: Name, value: str, *, prefix: bool, at: int) -> Node:
    """The node for ``field:value``. ``prefix``: a star followed. ``at``: where the value begins."""
    if field in _NAMED:
        if not value.strip("/ ") and not prefix:
            raise _mistake(Problem.QUERY_VALUE_MISSING, at, field=field)
        return Named(field, value.strip("/") if field is Name.FOLDER else value, prefix)
    if field is Name.STORY:
        return _story(value, prefix=prefix, at=at)
    if prefix:
        raise _mistake(Problem.QUERY_STAR_UNEXPECTED, at + len(value), field=field)
    if field is Name.IS:
        return Is(State(_one_of(State, field, value, at)))
    if field is Name.HAS:
        return Has(Part(_one_of(Part, field, value, at)))
    if field is Name.DATE:
        return _days(value, at)
    if field in (Name.NEWER, Name.OLDER):
        seconds = parse_duration(value)
        if seconds is None or value.strip().isdecimal():
            raise _mistake(Problem.QUERY_TIME_INVALID, at, value=value)
        return Aged(field is Name.NEWER, seconds)
    return _sizes(field, value, at)


def _story(value: str, *, prefix: bool, at: int) -> InStory:
    if prefix and not value:
        return InStory(None)
    if prefix or not _NUMBER.fullmatch(value):
        raise _mistake(Problem.QUERY_STORY_INVALID, at, value=value)
    return InStory(int(value))


def _one_of(kind: type[State | Part], field: Name, value: str, at: int) -> str:
    if value.lower() not in [*kind]:
        raise _mistake(Problem.QUERY_VALUE_UNKNOWN, at, field=field, value=value, fits=", ".join(kind))
    return value.lower()


def _days(value: str, at: int) -> Dated:
    first, dots, last = value.partition("..")
    if not first and not last:
        raise _mistake(Problem.QUERY_DATE_INVALID, at, value=value)
    begin = _day(first, at)
    end = _day(last, at + len(first) + len(dots)) if dots else begin
    if begin and end and begin not in RELATIVE_DAYS and end not in RELATIVE_DAYS:
        shorter = min(len(begin), len(end))
        if end[:shorter] < begin[:shorter]:
            raise _mistake(Problem.QUERY_RANGE_BACKWARDS, at, value=value)
    return Dated(begin, end)


def _day(value: str, at: int) -> str:
    """A year, a month or a day in full digits, or a word for a day."""
    if not value or value.lower() in RELATIVE_DAYS:
        return value.lower()
    found = _MONTH.fullmatch(value) if value.isascii() else None
    day = _date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    if found is None or day is None:
        raise _mistake(Problem.QUERY_DATE_INVALID, at, value=value)
    return day.isoformat()[: 10 if found[3] else 7 if found[2] else 4]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1970 < year < 9999 else None  # what every system can convert
    except ValueError:
        return None


def _sizes(field: Name, value: str, at: int) -> Sized:
    both = _SIZES.fullmatch(value)
    one = _SIZE.fullmatch(value)
    if not value.isascii() or not (one or (both and (both[1] or both[2]))):
        raise _mistake(Problem.QUERY_NUMBER_INVALID, at, field=field, value=value)
    if one:
        number = int(one[2])
        low, high = {
            ">": (number + 1, None), ">=": (number, None), "<": (None, number - 1), "<=": (None, number)
        }.get(one[1], (number, number))  # fmt: skip
        return Sized(field, low, high)
    assert both
    low, high = (int(part) if part else None for part in (both[1], both[2]))
    if low is not None and high is not None and high < low:
        raise _mistake(Problem.QUERY_RANGE_BACKWARDS, at, value=value)
    return Sized(field, low, high)


def _mistake(code: Problem, at: int, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, at=at, **arguments))

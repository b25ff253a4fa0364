"""Moments: as people read them in the language in use, and as in JSON."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from reader.wording.catalogue import language

_DATE_AND_TIME = {"en": "%Y-%m-%d %H:%M", "de": "%d.%m.%Y %H:%M"}  # 16 columns each


def rfc3339(seconds: int | None, *, offset: int = 0) -> str | None:
    """Unix seconds as RFC 3339 in UTC (``2026-05-01T09:30:00Z``); None for None and for dates out of range.

    ``offset``: seconds east of UTC of the zone to write it in, less than a day.
    """
    moment = _moment(seconds)
    if moment is not None and offset:
        moment = moment.astimezone(timezone(timedelta(seconds=offset)))
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def local_time(seconds: int | None, otherwise: str = "") -> str:
    """Unix seconds in the user's time zone: ``2026-05-01 11:30``."""
    moment = _moment(seconds)
    try:
        return moment.astimezone().strftime(_DATE_AND_TIME[language()]) if moment else otherwise
    except (OverflowError, ValueError, OSError):  # at the ends of the calendar
        return otherwise


def local_hour(seconds: int) -> int:
    """The hour of the day in the user's time zone, 0 to 23; 0 at the ends of the calendar."""
    moment = _moment(seconds)
    try:
        return moment.astimezone().hour if moment else 0
    except (OverflowError, ValueError, OSError):
        return 0


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None

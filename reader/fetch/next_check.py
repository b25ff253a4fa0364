"""Decides when a feed is polled next, and why. Pure.

The user's interval (the default or the subscription's own) is the base. The publisher (Cache-Control, Expires, ttl,
sy:updatePeriod, skipHours, skipDays, Retry-After) can only lengthen it. A feed that seldom publishes is polled less
often, unless the user gave it an interval, and each failure in a row doubles the wait. The result is between 15
minutes and a day, or longer if the user's interval is.

Sources: RSS 2.0 (ttl, skipHours, skipDays), RSS 1.0 syndication module, RFC 9110, RFC 9111.
"""

from __future__ import annotations

from collections.abc import Sequence

from reader.lazy_dataclass import dataclass
from reader.model import CheckReason, CheckReasonKind, Poll, Rhythm, Status

FLOOR = 15 * 60
CEILING = 24 * 3600
DEFAULT_INTERVAL = 3600
NO_RHYTHM = Rhythm()
BUSY = frozenset({429, 503})  # with these statuses a server asks for a pause for all of its feeds
POLLS_PER_ENTRY = 24  # polls between two entries of a feed that seldom publishes
RECENT = 10  # entries that determine how often a feed publishes
_HOUR, _DAY = 3600, 86_400
_MOST_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class PollResult:
    """``http_status`` is None if no server responded; ``failures`` in a row include this poll."""

    http_status: int | None = None
    failures: int = 0
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class NextCheck:
    """``at`` in Unix seconds; None: never."""

    at: int | None
    reason: CheckReason


@dataclass(frozen=True, slots=True)
class _Wait:
    seconds: int
    reason: CheckReason


def next_check(
    result: PollResult,
    *,
    now: int,
    default_interval: int = DEFAULT_INTERVAL,
    interval: int | None = None,
    fresh_for: int | None = None,
    rhythm: Rhythm = NO_RHYTHM,
    usual: int | None = None,
    jitter: float = 0.0,
) -> NextCheck:
    """The next poll; never after 410 Gone.

    ``interval`` is the subscription's own and replaces ``default_interval``; ``usual`` is the feed's
    :func:`usual_interval`. ``jitter`` in [0, 1) adds up to a tenth of the wait, to spread feeds that were polled
    together. Laws: at least ``now + FLOOR``, at most ``now + ceiling(…)``; never earlier for a longer ``interval``,
    ``fresh_for``, ``usual`` or ``retry_after``; never earlier after one more failure of the same kind.
    """
    if result.http_status == 410:
        return NextCheck(None, CheckReason(CheckReasonKind.GONE))
    wait = _longest(result, default_interval, interval, fresh_for, rhythm, usual)
    most = ceiling(default_interval, interval)
    seconds = max(FLOOR, min(wait.seconds, most))
    due = now + int(seconds * (1 + 0.1 * jitter))
    allowed = _after_skips(due, rhythm, jitter)
    reason = wait.reason if allowed == due else CheckReason(CheckReasonKind.PUBLISHER_SKIPS)
    return NextCheck(min(allowed, now + most), reason)


def ceiling(default_interval: int = DEFAULT_INTERVAL, interval: int | None = None) -> int:
    """The longest wait in seconds: a day, or the user's interval if that is longer."""
    return max(CEILING, interval if interval is not None else default_interval)


def backoff_seconds(retry_after: int | None) -> int:
    """Seconds for which no request is sent to a busy server, given its Retry-After, if it sent one."""
    return max(FLOOR, min(retry_after or 0, CEILING))


def is_due(poll: Poll, *, now: int, longest: int = CEILING) -> bool:
    """Whether a feed is due at ``now``. ``longest`` is its :func:`ceiling`.

    A date farther away than the longest wait means that the clock was set back, so the feed is due.
    """
    if poll.status is Status.GONE:
        return False
    return poll.next_check is None or poll.next_check <= now or poll.next_check > now + longest


def usual_interval(dates: Sequence[int], *, now: int) -> int | None:
    """The average seconds between entries, or since the newest one if that is longer; None without entries.

    ``dates`` are of stored entries in any order; the newest :data:`RECENT` of them count.
    """
    recent = sorted(dates)[-RECENT:]
    if not recent:
        return None
    mean = (recent[-1] - recent[0]) // (len(recent) - 1) if len(recent) > 1 else 0
    return max(mean, now - recent[-1], 0)


def _longest(
    result: PollResult,
    default_interval: int,
    interval: int | None,
    fresh_for: int | None,
    rhythm: Rhythm,
    usual: int | None,
) -> _Wait:
    """The longest wait that anything requires; the first of equal ones."""
    own = _Wait(interval, CheckReason(CheckReasonKind.FEED_INTERVAL)) if interval is not None else None
    base = own or _Wait(default_interval, CheckReason(CheckReasonKind.DEFAULT_INTERVAL))
    if result.failures > 0:
        return _longest_after_failure(result, base, interval)
    requested = max(fresh_for or 0, rhythm.ttl or 0, rhythm.period or 0, result.retry_after or 0)
    waits = [base, _Wait(requested, CheckReason(CheckReasonKind.PUBLISHER, requested))]
    if own is None and usual is not None:
        waits.append(_Wait(usual // POLLS_PER_ENTRY, CheckReason(CheckReasonKind.SELDOM_PUBLISHES)))
    return max(waits, key=lambda wait: wait.seconds)


def _longest_after_failure(result: PollResult, base: _Wait, interval: int | None) -> _Wait:
    # Without a response our own network was probably down, so the first retry comes soon.
    first = max(FLOOR, (interval or 0) if result.http_status is None else base.seconds)
    count = result.failures
    backed_off = _Wait(first << min(count - 1, _MOST_DOUBLINGS), CheckReason(CheckReasonKind.FAILURES, count))
    requested = result.retry_after or 0
    busy = _Wait(requested, CheckReason(CheckReasonKind.SERVER_BUSY, requested))
    return max(backed_off, busy, key=lambda wait: wait.seconds)


def _after_skips(due: int, rhythm: Rhythm, jitter: float) -> int:
    """``due``, or a time in the first half hour after the publisher's skipHours and skipDays."""
    hours, days = set(rhythm.skip_hours), set(rhythm.skip_days)
    if (not hours and not days) or hours >= set(range(24)) or days >= set(range(7)):
        return due

    def is_skipped(when: int) -> bool:
        return (when // _HOUR) % 24 in hours or _weekday(when) in days

    hour = due // _HOUR * _HOUR
    for start in range(hour, hour + 8 * _DAY, _HOUR):
        if not is_skipped(start):
            return max(due, start + int(jitter * _HOUR / 2)) if is_skipped(start - 1) else max(due, start)
    return due


def _weekday(when: int) -> int:
    return (when // _DAY + 3) % 7  # 1 January 1970 was a Thursday; Monday is 0

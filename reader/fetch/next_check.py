"""When a feed is polled next, and why then: a pure function of what is known.

Whoever follows a feed has four voices: the user (the default interval, and a subscription's own), the
publisher (Cache-Control, Expires, ttl, sy:updatePeriod, skipHours, skipDays, Retry-After), how often
something arrived so far, and how it went. The user's interval is the base, the publisher may only lengthen
it, so does a feed that seldom publishes unless the user gave it an interval of its own, and failures double
it. No answer lies under 15 minutes or over a day, unless the user himself asked for more than a day.

Sources: RSS 2.0 (ttl, skipHours, skipDays), RSS 1.0 syndication module, RFC 9110, RFC 9111.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reader.model import CheckReason, CheckReasonKind, Poll, Rhythm, Status

FLOOR = 15 * 60
CEILING = 24 * 3600
DEFAULT_INTERVAL = 3600
NO_RHYTHM = Rhythm()
BUSY = frozenset({429, 503})  # a server that says so is left alone, with all that lies there
POLLS_A_PAUSE = 24  # polls in the time that a feed mostly takes from one entry to the next
RECENT = 10  # entries that tell how long that is
_HOUR, _DAY = 3600, 86_400
_MOST_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll went: ``http_status`` is None when no server answered; ``failures`` counts this one."""

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
    outcome: Outcome,
    *,
    now: int,
    default_interval: int = DEFAULT_INTERVAL,
    interval: int | None = None,
    fresh_for: int | None = None,
    rhythm: Rhythm = NO_RHYTHM,
    pause: int | None = None,
    jitter: float = 0.0,
) -> NextCheck:
    """The next poll; never after 410 Gone.

    ``interval`` is the subscription's own, in the place of ``default_interval``; ``pause`` what
    :func:`usual_pause` says of the feed. ``jitter`` in [0, 1) spreads feeds that were polled together: it adds
    up to a tenth of the wait. Laws: at least ``now + FLOOR``, at most ``now + ceiling(…)``; never earlier for a
    longer ``interval``, ``fresh_for``, ``pause`` or ``retry_after``; never earlier for one more failure of the
    same sort.
    """
    if outcome.http_status == 410:
        return NextCheck(None, CheckReason(CheckReasonKind.GONE))
    wait = _longest(outcome, default_interval, interval, fresh_for, rhythm, pause)
    most = ceiling(default_interval, interval)
    seconds = max(FLOOR, min(wait.seconds, most))
    due = now + int(seconds * (1 + 0.1 * jitter))
    awake = _after_skips(due, rhythm, jitter)
    reason = wait.reason if awake == due else CheckReason(CheckReasonKind.PUBLISHER_SKIPS)
    return NextCheck(min(awake, now + most), reason)


def ceiling(default_interval: int = DEFAULT_INTERVAL, interval: int | None = None) -> int:
    """The longest wait in seconds: a day, or what the user asked for if that is longer."""
    return max(CEILING, interval if interval is not None else default_interval)


def rest_of(retry_after: int | None) -> int:
    """Seconds for which a busy server is left alone that asks for so many, or does not say how many."""
    return max(FLOOR, min(retry_after or 0, CEILING))


def is_due(poll: Poll, *, now: int, longest: int = CEILING) -> bool:
    """Should this feed be polled at ``now``? ``longest`` is its :func:`ceiling`.

    A date further ahead than any wait can be means that the clock was put back since: due.
    """
    if poll.status is Status.GONE:
        return False
    return poll.next_check is None or poll.next_check <= now or poll.next_check > now + longest


def usual_pause(dates: Sequence[int], *, now: int) -> int | None:
    """Seconds that a feed mostly takes from one entry to the next, or has taken since its last; None: unknown.

    ``dates`` are those of stored entries in any order; the newest :data:`RECENT` of them count.
    """
    recent = sorted(dates)[-RECENT:]
    if not recent:
        return None
    mean = (recent[-1] - recent[0]) // (len(recent) - 1) if len(recent) > 1 else 0
    return max(mean, now - recent[-1], 0)


def _longest(
    outcome: Outcome,
    default_interval: int,
    interval: int | None,
    fresh_for: int | None,
    rhythm: Rhythm,
    pause: int | None,
) -> _Wait:
    """The longest of the waits that somebody wishes for; of equal ones the first."""
    own = _Wait(interval, CheckReason(CheckReasonKind.FEED_INTERVAL)) if interval is not None else None
    base = own or _Wait(default_interval, CheckReason(CheckReasonKind.DEFAULT_INTERVAL))
    if outcome.failures > 0:
        return _longest_after_failure(outcome, base, interval)
    asked = max(fresh_for or 0, rhythm.ttl or 0, rhythm.period or 0, outcome.retry_after or 0)
    waits = [base, _Wait(asked, CheckReason(CheckReasonKind.PUBLISHER, asked))]
    if own is None and pause is not None:
        waits.append(_Wait(pause // POLLS_A_PAUSE, CheckReason(CheckReasonKind.SELDOM_PUBLISHES)))
    return max(waits, key=lambda wait: wait.seconds)


def _longest_after_failure(outcome: Outcome, base: _Wait, interval: int | None) -> _Wait:
    # Nobody answered: most often it is our own network that was away, so the first try comes soon.
    first = max(FLOOR, (interval or 0) if outcome.http_status is None else base.seconds)
    count = outcome.failures
    backed_off = _Wait(first << min(count - 1, _MOST_DOUBLINGS), CheckReason(CheckReasonKind.FAILURES, count))
    asked = outcome.retry_after or 0
    busy = _Wait(asked, CheckReason(CheckReasonKind.SERVER_BUSY, asked))
    return max(backed_off, busy, key=lambda wait: wait.seconds)


def _after_skips(due: int, rhythm: Rhythm, jitter: float) -> int:
    """``due``, or a moment in the first half hour after the hours and days that the publisher rests."""
    hours, days = set(rhythm.skip_hours), set(rhythm.skip_days)
    if (not hours and not days) or hours >= set(range(24)) or days >= set(range(7)):
        return due

    def rests(when: int) -> bool:
        return (when // _HOUR) % 24 in hours or _weekday(when) in days

    hour = due // _HOUR * _HOUR
    for start in range(hour, hour + 8 * _DAY, _HOUR):
        if not rests(start):
            return max(due, start + int(jitter * _HOUR / 2)) if rests(start - 1) else max(due, start)
    return due


def _weekday(when: int) -> int:
    return (when // _DAY + 3) % 7  # 1 January 1970 was a Thursday; Monday is 0

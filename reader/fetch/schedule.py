"""When a feed is polled next: a pure function of what is known.

Whoever follows a feed has three voices: the user (the default interval, and a subscription's own), the
publisher (Cache-Control, Expires, ttl, sy:updatePeriod, skipHours, skipDays, Retry-After) and how it
went. The user's interval is the base, the publisher may only lengthen it, failures double it. No answer
lies under 15 minutes or over a day, unless the user himself asked for more than a day.

Sources: RSS 2.0 (ttl, skipHours, skipDays), RSS 1.0 syndication module, RFC 9110, RFC 9111.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Poll, Rhythm, Status

FLOOR = 15 * 60
CEILING = 24 * 3600
DEFAULT_INTERVAL = 3600
NO_RHYTHM = Rhythm()
_HOUR, _DAY = 3600, 86_400
_MOST_DOUBLINGS = 12


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a poll went: ``http_status`` is None when no server answered; ``failures`` counts this one."""

    http_status: int | None = None
    failures: int = 0
    retry_after: int | None = None


def next_check(
    outcome: Outcome,
    *,
    now: int,
    default_interval: int = DEFAULT_INTERVAL,
    interval: int | None = None,
    fresh_for: int | None = None,
    rhythm: Rhythm = NO_RHYTHM,
    jitter: float = 0.0,
) -> int | None:
    """Unix seconds of the next poll; None: never again (410 Gone).

    ``interval`` is the subscription's own, in the place of ``default_interval``. ``jitter`` in [0, 1)
    spreads feeds that were polled together: it adds up to a tenth of the wait. Laws: at least
    ``now + FLOOR``, at most ``now + ceiling(…)``; never earlier for a longer ``interval``, ``fresh_for`` or
    ``retry_after``; never earlier for one more failure of the same sort.
    """
    if outcome.http_status == 410:
        return None
    wanted = interval if interval is not None else default_interval
    wait = _wait(outcome, wanted, interval, fresh_for, rhythm)
    wait = max(wait, outcome.retry_after or 0)
    most = ceiling(default_interval, interval)
    wait = max(FLOOR, min(wait, most))
    due = now + int(wait * (1 + 0.1 * jitter))
    return min(_after_skips(due, rhythm, jitter), now + most)


def ceiling(default_interval: int = DEFAULT_INTERVAL, interval: int | None = None) -> int:
    """The longest wait in seconds: a day, or what the user asked for if that is longer."""
    return max(CEILING, interval if interval is not None else default_interval)


def is_due(poll: Poll, *, now: int, longest: int = CEILING) -> bool:
    """Should this feed be polled at ``now``? ``longest`` is its :func:`ceiling`.

    A date further ahead than any wait can be means that the clock was put back since: due.
    """
    if poll.status is Status.GONE:
        return False
    return poll.next_check is None or poll.next_check <= now or poll.next_check > now + longest


def _wait(outcome: Outcome, wanted: int, interval: int | None, fresh_for: int | None, rhythm: Rhythm) -> int:
    if outcome.failures <= 0:
        return max(wanted, fresh_for or 0, rhythm.ttl or 0, rhythm.period or 0)
    # Nobody answered: most often it is our own network that was away, so the first try comes soon.
    base = max(FLOOR, interval or 0) if outcome.http_status is None else max(FLOOR, wanted)
    return base << min(outcome.failures - 1, _MOST_DOUBLINGS)


def _after_skips(due: int, rhythm: Rhythm, jitter: float) -> int:
    """``due``, or the first half hour after it that lies in no hour or day the publisher rests."""
    hours, days = set(rhythm.skip_hours), set(rhythm.skip_days)
    if (not hours and not days) or hours >= set(range(24)) or days >= set(range(7)):
        return due
    when = due
    for _ in range(8 * 24):
        if (when // _HOUR) % 24 not in hours and _weekday(when) not in days:
            return when if when == due else when + int(jitter * _HOUR / 2)
        when = (when // _HOUR + 1) * _HOUR
    return due


def _weekday(when: int) -> int:
    return (when // _DAY + 3) % 7  # 1 January 1970 was a Thursday; Monday is 0

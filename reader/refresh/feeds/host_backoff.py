"""Delays all feeds of a server that responded that it is busy (429, 503). Pure.

The delay is stored as each feed's next check, so that it survives a restart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.arrival import FeedUpdate
from reader.fetch import BUSY, CEILING, FLOOR, private_host_of
from reader.lazy_dataclass import dataclass
from reader.model import CheckReason, CheckReasonKind, Poll

_MOST_DOUBLINGS = 7


@dataclass(frozen=True, slots=True)
class HostBackoff:
    """A busy host, as :func:`~reader.fetch.private_host_of` names it, with its Retry-After in seconds, if any."""

    host: str
    retry_after: int | None = None


def back_off_hosts(
    updates: Sequence[FeedUpdate], backoffs: Iterable[HostBackoff], polls: Sequence[Poll], *, now: int
) -> list[FeedUpdate]:
    """Delays the feeds of busy hosts: in the updates, and in more updates for feeds that were not polled.

    ``polls`` is the state of all feeds before. A host is left alone for the seconds it asks for, at least 15 minutes,
    which double each time it is busy again; at most a day.
    """
    after = {poll.feed_id: poll for poll in polls} | {update.poll.feed_id: update.poll for update in updates}
    seconds = _seconds_by_host(after.values(), backoffs)
    updated = {update.poll.feed_id for update in updates}
    delayed = [replace(update, poll=_delayed(update.poll, seconds, now)) for update in updates]
    others = [(poll, _delayed(poll, seconds, now)) for id_, poll in after.items() if id_ not in updated]
    return delayed + [FeedUpdate(later) for poll, later in others if later != poll]


def postponed(poll: Poll, seconds: int, *, now: int) -> FeedUpdate:
    """The update of a feed that was not requested, because its host is in backoff for that many seconds."""
    return FeedUpdate(_later(poll, seconds, now))


def _seconds_by_host(polls: Iterable[Poll], backoffs: Iterable[HostBackoff]) -> dict[str, int]:
    requested: dict[str, int] = {}
    for backoff in backoffs:
        requested[backoff.host] = max(requested.get(backoff.host, 0), backoff.retry_after or 0)
    times = dict.fromkeys(requested, 0)
    for poll in polls:
        host = private_host_of(poll.url)
        if host in times and poll.http_status in BUSY:
            times[host] += poll.failures
    return {host: _backoff_seconds(seconds, times[host]) for host, seconds in requested.items()}


def _backoff_seconds(requested: int, times: int) -> int:
    return min(CEILING, max(requested, FLOOR << min(max(times - 1, 0), _MOST_DOUBLINGS)))


def _delayed(poll: Poll, seconds_by_host: Mapping[str, int], now: int) -> Poll:
    seconds = seconds_by_host.get(private_host_of(poll.url) or "")
    return poll if seconds is None else _later(poll, seconds, now)


def _later(poll: Poll, seconds: int, now: int) -> Poll:
    if poll.next_check is not None and poll.next_check >= now + seconds:
        return poll
    return replace(poll, next_check=now + seconds, reason=CheckReason(CheckReasonKind.HOST_BUSY, seconds))

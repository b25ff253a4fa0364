"""A server that says it is busy (429, 503) is left alone with all of its feeds, not only the one that heard it.

What is held is written into the feeds' own dates, so that it outlives a restart. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reader.arrival import FeedUpdate
from reader.fetch import BUSY, CEILING, FLOOR, private_host_of
from reader.model import CheckReason, CheckReasonKind, Poll

_MOST_DOUBLINGS = 7


@dataclass(frozen=True, slots=True)
class Rest:
    """A host, as :func:`~reader.fetch.private_host_of` names it, and the seconds that it asks for, if it says so."""

    host: str
    retry_after: int | None = None


def hold(updates: Sequence[FeedUpdate], rests: Iterable[Rest], polls: Sequence[Poll], *, now: int) -> list[FeedUpdate]:
    """The updates, and more of them for feeds that were not polled but lie at a host that wants rest.

    ``polls`` is how all feeds stood before. A host gets what it asks for, at least a quarter of an hour, which
    doubles with every further time that it was busy; at most a day.
    """
    after = {poll.feed_id: poll for poll in polls} | {update.poll.feed_id: update.poll for update in updates}
    seconds = _seconds(after.values(), rests)
    written = {update.poll.feed_id for update in updates}
    held = [replace(update, poll=_held(update.poll, seconds, now)) for update in updates]
    others = [(poll, _held(poll, seconds, now)) for id_, poll in after.items() if id_ not in written]
    return held + [FeedUpdate(rested) for poll, rested in others if rested != poll]


def postponed(poll: Poll, seconds: int, *, now: int) -> FeedUpdate:
    """The feed was not asked, because its host wants so many seconds of rest."""
    return FeedUpdate(_later(poll, seconds, now))


def _seconds(polls: Iterable[Poll], rests: Iterable[Rest]) -> dict[str, int]:
    asked: dict[str, int] = {}
    for rest in rests:
        asked[rest.host] = max(asked.get(rest.host, 0), rest.retry_after or 0)
    times = dict.fromkeys(asked, 0)
    for poll in polls:
        host = private_host_of(poll.url)
        if host in times and poll.http_status in BUSY:
            times[host] += poll.failures
    return {host: _rest(wish, times[host]) for host, wish in asked.items()}


def _rest(wish: int, times: int) -> int:
    return min(CEILING, max(wish, FLOOR << min(max(times - 1, 0), _MOST_DOUBLINGS)))


def _held(poll: Poll, seconds: Mapping[str, int], now: int) -> Poll:
    wanted = seconds.get(private_host_of(poll.url) or "")
    return poll if wanted is None else _later(poll, wanted, now)


def _later(poll: Poll, seconds: int, now: int) -> Poll:
    if poll.next_check is not None and poll.next_check >= now + seconds:
        return poll
    return replace(poll, next_check=now + seconds, reason=CheckReason(CheckReasonKind.HOST_BUSY, seconds))

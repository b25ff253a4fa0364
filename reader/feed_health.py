"""Judges the health of feeds: problems, how often they publish, how much of them is read. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.model import Feed, Status
from reader.text import fold

DAY, WEEK = 86_400, 7 * 86_400
WEEKS = 26  # of which the number of new entries is known
SILENT_AFTER = 60 * DAY  # at least; later for a feed that never published often
_BUILT_IN = "broadsheet:"  # begins the address of the built-in feed, which publishes nothing new
_NEWEST = 50  # entries by which a feed that is not subscribed is judged
_SILENT_GAPS = 4  # and it is silent after that many of its usual gaps
_GAPS = 6  # usual gaps between entries, after which a feed is silent


@dataclass(frozen=True, slots=True)
class FeedRecord:
    """Counts and dates of a feed's stored entries, by their sort dates.

    ``weeks``: entries in each of the last :data:`WEEKS` weeks, this week last; ``unread`` of these are unread.
    ``oldest`` and ``newest``: Unix seconds, of all entries; None without entries.
    """

    weeks: tuple[int, ...]
    unread: int = 0
    oldest: int | None = None
    newest: int | None = None


class Concern(StrEnum):
    """The most serious fact about a feed, worst first."""

    GONE = "gone"
    FAILING = "failing"
    SILENT = "silent"
    NEW = "new"  # never polled
    OK = "ok"
    PAUSED = "paused"


_WORST_FIRST = {concern: rank for rank, concern in enumerate(Concern)}


@dataclass(frozen=True, slots=True)
class Health:
    """A feed with its record and its health.

    ``per_week``: average entries per week, over the record or since the first entry; None if unknown.
    ``read_share``: the share of the record's entries that are read, 0 to 1. ``silent_for``: seconds since the newest
    entry.
    """

    feed: Feed
    record: FeedRecord
    concern: Concern
    per_week: float | None
    read_share: float | None
    silent_for: int | None


def frequency(dates: Iterable[int | None], *, now: int) -> tuple[float | None, int | None]:
    """Entries a week, and seconds since the newest if that is unusually long; by the dates of a feed's entries.

    The first is what :func:`judge` finds once they are stored; for a feed that is silent, how often it used to publish.
    Both are None where the dates do not tell.
    """
    known = sorted((date for date in dates if date is not None and date <= now + DAY), reverse=True)
    if not known:
        return None, None
    per_week = _per_week(known[-1], sum(date > now - WEEKS * WEEK for date in known), now)
    newest = known[:_NEWEST]
    usual = newest[: max(2, len(newest) * 4 // 5)]  # leaves out an old entry that is kept on top of the feed
    gap = (usual[0] - usual[-1]) / max(len(usual) - 1, 1)
    silence = now - known[0]
    if silence < max(SILENT_AFTER, _SILENT_GAPS * gap):
        return per_week, None
    return (WEEK / gap if gap else None), silence


def judge(feed: Feed, record: FeedRecord, *, now: int) -> Health:
    """A feed's health; ``now`` in Unix seconds."""
    arrived = sum(record.weeks)
    silent_for = None if record.newest is None else max(0, now - record.newest)
    return Health(
        feed=feed,
        record=record,
        concern=_concern(feed, record, silent_for),
        per_week=None if record.oldest is None else _per_week(record.oldest, arrived, now),
        read_share=(arrived - record.unread) / arrived if arrived else None,
        silent_for=silent_for,
    )


def _per_week(oldest: int, arrived: int, now: int) -> float:
    """The average of the last :data:`WEEKS` weeks, or since the first entry; at least of one week."""
    return arrived / min(max((now - oldest) / WEEK, 1.0), float(WEEKS))


def _concern(feed: Feed, record: FeedRecord, silent_for: int | None) -> Concern:
    status = feed.poll.status if feed.poll else Status.NEW
    if feed.paused:
        return Concern.PAUSED
    if status is not Status.OK:
        return Concern(status)
    silent = silent_for is not None and silent_for > _patience(feed, record)
    return Concern.SILENT if silent and not feed.url.startswith(_BUILT_IN) else Concern.OK


def _patience(feed: Feed, record: FeedRecord) -> float:
    """Seconds without new entries after which a feed counts as silent."""
    if feed.total < 2 or record.oldest is None or record.newest is None:
        return 3 * SILENT_AFTER
    usual = (record.newest - record.oldest) / (feed.total - 1)
    return max(SILENT_AFTER, _GAPS * usual)


def bars(weeks: Iterable[int], width: int, signs: str) -> str:
    """New entries as a histogram of at most ``width`` cells, the latest at the right.

    ``signs``: for nothing, then from least to most. The busiest time has the tallest bar.
    """
    counts = _gathered(list(weeks), width)
    most = max(counts, default=0)
    steps = len(signs) - 1
    return "".join(signs[-(-count * steps // most) if most else 0] for count in counts)


def _gathered(weeks: list[int], width: int) -> list[int]:
    """The weeks summed into at most ``width`` groups of equal length; the oldest group may be shorter."""
    each = -(-len(weeks) // max(width, 1)) or 1
    ends = range(len(weeks), 0, -each)
    return [sum(weeks[max(0, end - each) : end]) for end in ends][::-1]


def _weight(health: Health) -> int:
    """The severity of a feed among those with the same concern."""
    if health.concern is Concern.SILENT:
        return health.silent_for or 0
    return health.feed.poll.failures if health.feed.poll else 0


ORDERS: dict[str, Callable[[Health], Any]] = {
    "trouble": lambda h: (_WORST_FIRST[h.concern], -_weight(h)),
    "title": lambda h: fold(h.feed.title),
    "folder": lambda h: (fold(h.feed.folder), fold(h.feed.title)),
    "unread": lambda h: -h.feed.unread,
    "total": lambda h: -h.feed.total,
    "rhythm": lambda h: -(h.per_week or 0),
    "read": lambda h: h.read_share if h.read_share is not None else 2,
    "latest": lambda h: -(h.record.newest or 0),
    "next": lambda h: h.feed.poll.next_check or 0 if h.feed.poll else 0,
    "file": lambda _: 0,
}
"""The sort orders of feeds; ``file`` keeps the order of ``feeds.toml``, as do equals."""


def in_order(feeds: Iterable[Health], order: str, *, backwards: bool = False) -> list[Health]:
    """The feeds sorted by one of :data:`ORDERS`; for ``trouble``, failing ones come first, then silent ones."""
    found = sorted(feeds, key=ORDERS[order])
    return found[::-1] if backwards else found

"""Ranks articles by points that add up, so that each point can be given as a reason.

The weights are explained in docs/notes/editions.md.
"""

from __future__ import annotations

from math import log2

from reader.edition.values import Candidate, Reason, ReasonCode

REPORTED = 300  # for each doubling of the feeds that report it
MOST_FEEDS = 16  # more of them add nothing
FOLLOWED = 500
OPENED = 400  # if every article of the feed is opened
FRESH = 300  # of one that has just been published
HALF_LIFE = 12 * 3600  # seconds in which freshness halves
LENGTH = 100
FULL_LENGTH = 8  # minutes of a long article
PICTURE = 50


def reasons(candidate: Candidate, now: int) -> tuple[Reason, ...]:
    """The reasons for an article, the weightiest first."""
    found = [
        _reported(candidate.feeds),
        Reason(ReasonCode.FOLLOWED, 0, FOLLOWED if candidate.followed else 0),
        _opened(candidate.share),
        _fresh(candidate.sort, now),
        _length(candidate.minutes),
        Reason(ReasonCode.PICTURE, 0, PICTURE if candidate.has_picture else 0),
    ]
    return tuple(sorted((one for one in found if one.points > 0), key=lambda one: -one.points))


def points(candidate: Candidate, now: int) -> int:
    """The rank of an article, in hundredths of a point."""
    return sum(reason.points for reason in reasons(candidate, now))


def _reported(feeds: int) -> Reason:
    return Reason(ReasonCode.REPORTED, feeds, round(REPORTED * log2(min(max(feeds, 1), MOST_FEEDS))))


def _opened(share: float) -> Reason:
    share = min(max(share, 0.0), 1.0)
    return Reason(ReasonCode.OPENED, round(100 * share), round(OPENED * share))


def _fresh(sort: int, now: int) -> Reason:
    """An article with a date in the future is as fresh as one of now."""
    age = max(now - sort, 0)
    return Reason(ReasonCode.FRESH, age // 60, round(FRESH * 0.5 ** (age / HALF_LIFE)))


def _length(minutes: int | None) -> Reason:
    return Reason(ReasonCode.LENGTH, minutes or 0, round(LENGTH * min(minutes or 0, FULL_LENGTH) / FULL_LENGTH))

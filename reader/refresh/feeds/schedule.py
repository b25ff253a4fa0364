"""Chooses the feeds to poll now, and their order. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, zip_longest

from reader.fetch.next_check import ceiling, is_due
from reader.model import Poll, Status, Subscription
from reader.web.addresses import site_of


def choose_feeds(
    polls: Sequence[Poll],
    feed_ids: Collection[int] | None,
    *,
    force: bool,
    now: int,
    default_interval: int,
    subscriptions: Mapping[str, Subscription],
) -> list[Poll]:
    """The due feeds, or the given ones. Suspended feeds (:func:`is_suspended`) only if given and forced."""
    if feed_ids is not None:
        named = set(feed_ids)
        return interleave_hosts(
            p for p in polls if p.feed_id in named and (force or not is_suspended(p, subscriptions))
        )
    polls = [poll for poll in polls if not is_suspended(poll, subscriptions)]
    if force:
        return interleave_hosts(polls)

    def due(poll: Poll) -> bool:
        longest = ceiling(default_interval, interval_of(poll, subscriptions))
        # Jitter may add a tenth to a wait.
        return is_due(poll, now=now, longest=longest + longest // 10)

    return interleave_hosts(poll for poll in polls if due(poll))


def is_suspended(poll: Poll, subscriptions: Mapping[str, Subscription]) -> bool:
    """Whether a feed is not polled: it is gone (410) or paused."""
    subscription = subscriptions.get(poll.url)
    return poll.status is Status.GONE or (subscription is not None and subscription.paused)


def interval_of(poll: Poll, subscriptions: Mapping[str, Subscription]) -> int | None:
    """The subscription's own interval in seconds."""
    subscription = subscriptions.get(poll.url)
    return subscription.interval if subscription else None


def seconds_until_due(polls: Iterable[Poll], *, now: float, subscriptions: Mapping[str, Subscription]) -> float | None:
    """Seconds until the first of these feeds is due; None: never. None of them is due now."""
    dates = [p.next_check for p in polls if p.next_check is not None and not is_suspended(p, subscriptions)]
    return min(dates) - now if dates else None


def interleave_hosts(polls: Iterable[Poll]) -> list[Poll]:
    """The feeds, one of each host in turn: hosts get one request at a time, and none should delay the others."""
    hosts: defaultdict[str, list[Poll]] = defaultdict(list)
    for poll in polls:
        hosts[site_of(poll.url)].append(poll)
    rounds = zip_longest(*hosts.values())
    return [poll for poll in chain.from_iterable(rounds) if poll is not None]

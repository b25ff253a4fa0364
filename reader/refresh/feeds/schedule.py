"""Which feeds are polled now, and in which order. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, zip_longest

from reader.fetch.next_check import ceiling, is_due
from reader.model import Poll, Status, Subscription
from reader.web.addresses import site_of


def choose(
    polls: Sequence[Poll],
    feed_ids: Collection[int] | None,
    *,
    force: bool,
    now: int,
    default_interval: int,
    subscriptions: Mapping[str, Subscription],
) -> list[Poll]:
    """The feeds that are due, or those that were named; one that rests (:func:`rests`) only when named and forced."""
    if feed_ids is not None:
        named = set(feed_ids)
        return spread(p for p in polls if p.feed_id in named and (force or not rests(p, subscriptions)))
    polls = [poll for poll in polls if not rests(poll, subscriptions)]
    if force:
        return spread(polls)

    def due(poll: Poll) -> bool:
        longest = ceiling(default_interval, interval_of(poll, subscriptions))
        # Jitter may add a tenth to a wait.
        return is_due(poll, now=now, longest=longest + longest // 10)

    return spread(poll for poll in polls if due(poll))


def rests(poll: Poll, subscriptions: Mapping[str, Subscription]) -> bool:
    """Whether a feed is left alone: it is gone (410), or the user pauses it."""
    subscription = subscriptions.get(poll.url)
    return poll.status is Status.GONE or (subscription is not None and subscription.paused)


def interval_of(poll: Poll, subscriptions: Mapping[str, Subscription]) -> int | None:
    """The subscription's own interval in seconds."""
    subscription = subscriptions.get(poll.url)
    return subscription.interval if subscription else None


def seconds_until_due(polls: Iterable[Poll], *, now: float, subscriptions: Mapping[str, Subscription]) -> float | None:
    """How long until the earliest of these feeds, none of which is due, will be; None: never."""
    dates = [p.next_check for p in polls if p.next_check is not None and not rests(p, subscriptions)]
    return min(dates) - now if dates else None


def spread(polls: Iterable[Poll]) -> list[Poll]:
    """One feed of each host in turn: a host answers one request at a time, and no host shall hold up others."""
    hosts: defaultdict[str, list[Poll]] = defaultdict(list)
    for poll in polls:
        hosts[site_of(poll.url)].append(poll)
    rounds = zip_longest(*hosts.values())
    return [poll for poll in chain.from_iterable(rounds) if poll is not None]

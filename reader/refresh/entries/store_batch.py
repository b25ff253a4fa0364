"""A batch of polled feeds is decided on and stored in a few transactions; on the store's thread."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from reader.arrival import FeedUpdate, KnownEntry, ParsedEntry
from reader.errors import StoreError
from reader.fetch import BUSY
from reader.model import Poll, Status, Subscription
from reader.problems import Problem, problem
from reader.refresh.entries.diff import decide
from reader.refresh.entries.identity import address_key, host_of, variants
from reader.refresh.feeds.adopt_history import adopt
from reader.refresh.feeds.host_backoff import Rest, hold, postponed
from reader.refresh.feeds.poll import Polled
from reader.refresh.feeds.poll_result import Failure, Timing, arrived, failed, unchanged
from reader.refresh.feeds.schedule import interval_of
from reader.store import Store
from reader.stream import Selection
from reader.web.addresses import site_of

AT_ONCE = 400  # new entries in one transaction: some 40 ms
CHANGE = 3  # one that is edited takes as long as so many new ones
RECENT = 5  # stored entries that tell where a feed's links pointed before it moved

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What is stored now of these feeds, and the new entries' ids. ``unread``: they have to be read whole first."""

    updates: tuple[FeedUpdate, ...]
    new_ids: tuple[int, ...] = ()
    unread: tuple[Polled, ...] = ()

    def __add__(self, later: Written) -> Written:
        return Written(self.updates + later.updates, self.new_ids + later.new_ids, later.unread)


@dataclass(frozen=True, slots=True)
class _Decided:
    """What a poll changes, or a part of it; ``poll``: how polling stood before."""

    poll: Poll
    update: FeedUpdate
    timing: Timing

    @property
    def size(self) -> int:
        """What storing it costs, in new entries."""
        return len(self.update.new) + CHANGE * len(self.update.changed)


def write_batch(
    store: Store,
    batch: Sequence[Polled],
    *,
    now: int,
    default_interval: int,
    subscriptions: Mapping[str, Subscription],
) -> Written:
    """Decides on each and stores all. A feed that cannot be stored fails alone. Raises ``StoreError``."""
    if store.feeds.hidden():
        batch = [adopt(store, polled) for polled in batch]
    again = {url for url, subscription in subscriptions.items() if subscription.updated_unread}
    decided, unread = [], []
    for polled in batch:
        poll = polled.poll
        jitter, dates = random.random(), store.feeds.newest_dates(poll.feed_id)  # noqa: S311 - no secret
        timing = Timing(now, default_interval, interval_of(poll, subscriptions), jitter, dates)
        update = _decided(store, polled, timing, poll.url in again)
        if update is None:
            unread.append(polled)
        else:
            decided.append(_Decided(poll, update, timing))
    written = _stored(store, _held(store, decided, _rests(batch)))
    return replace(written, updates=written.updates[: len(decided)], unread=tuple(unread))


def _held(store: Store, decided: list[_Decided], rests: Sequence[Rest]) -> list[_Decided]:
    """With what that means for other feeds of the hosts that want rest; these come last."""
    if not rests or not decided:
        return decided
    timing = decided[0].timing
    with store.translated():
        held = hold([one.update for one in decided], rests, store.feeds.polls(), now=timing.now)
    others = (_Decided(update.poll, update, timing) for update in held[len(decided) :])
    return [*(replace(one, update=update) for one, update in zip(decided, held, strict=False)), *others]


def _rests(batch: Sequence[Polled]) -> list[Rest]:
    """The hosts that have said that they are busy."""
    failures = [polled.failure for polled in batch if polled.failure]
    return [Rest(f.host, f.retry_after) for f in failures if f.host and f.http_status in BUSY]


def _stored(store: Store, decided: Sequence[_Decided]) -> Written:
    updates = {one.poll.feed_id: one.update for one in decided}
    given_up: set[int] = set()
    ids: list[int] = []
    for piece in _pieces(decided):
        piece = [part for part in piece if part.poll.feed_id not in given_up]  # noqa: PLW2901
        try:
            ids += _apply(store, piece)
        except StoreError:
            raise
        except Exception:
            log.exception("event=batch_failed feeds=%d", len(piece))
            for part in piece:
                new, failure = _apply_alone(store, part)
                ids += new
                if failure:
                    updates[part.poll.feed_id] = failure
                    given_up.add(part.poll.feed_id)
    return Written(tuple(updates.values()), tuple(ids))


def _apply(store: Store, piece: Sequence[_Decided]) -> list[int]:
    with store.translated():
        return store.arrivals.apply([part.update for part in piece], now=piece[0].timing.now) if piece else []


def _apply_alone(store: Store, part: _Decided) -> tuple[list[int], FeedUpdate | None]:
    """The new ids, and the failure that was stored in the place of what could not be."""
    try:
        return _apply(store, [part]), None
    except StoreError:
        raise
    except Exception:
        log.exception("event=store_failed feed=%d host=%s", part.poll.feed_id, site_of(part.poll.url))
        failure = failed(part.poll, Failure(problem(Problem.UNEXPECTED)), part.timing)
        return _apply(store, [replace(part, update=failure)]), failure


def _pieces(decided: Iterable[_Decided]) -> Iterator[list[_Decided]]:
    """What is stored at once: so little that others who want to write do not wait long."""
    piece: list[_Decided] = []
    for part in chain.from_iterable(map(_parts, decided)):
        if piece and sum(other.size for other in piece) + part.size > AT_ONCE:
            yield piece
            piece = []
        piece.append(part)
    if piece:
        yield piece


def _parts(whole: _Decided) -> Iterator[_Decided]:
    """The entries of a long feed in several parts; how it was polled comes with the last."""
    if whole.size <= AT_ONCE:
        yield whole
        return
    empty = FeedUpdate(whole.poll, link=whole.update.link)
    parts = [replace(empty, new=some) for some in _chunks(whole.update.new, AT_ONCE)]
    parts += [replace(empty, changed=some) for some in _chunks(whole.update.changed, AT_ONCE // CHANGE)]
    for part in parts[:-1]:
        yield replace(whole, update=part)
    yield replace(whole, update=replace(whole.update, new=parts[-1].new, changed=parts[-1].changed))


def _chunks(values: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    return (tuple(values[start : start + size]) for start in range(0, len(values), size))


def _decided(store: Store, polled: Polled, timing: Timing, updated_unread: bool) -> FeedUpdate | None:
    poll, response, read = polled.poll, polled.response, polled.read
    if polled.rest is not None:
        return postponed(poll, polled.rest, now=timing.now)
    if polled.failure or response is None:
        return failed(poll, polled.failure or Failure(problem(Problem.UNEXPECTED)), timing)
    if read is None:
        return unchanged(poll, response, timing)
    try:
        with store.translated():
            known = known_entries(store, poll, read.feed.entries)
        decision = decide(read.entries, known, now=timing.now, updated_unread=updated_unread)
    except StoreError:
        raise
    except Exception:
        log.exception("event=decide_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return failed(poll, Failure(problem(Problem.UNEXPECTED), response.http_status), timing)
    if decision is None:
        return None
    update = arrived(poll, response, read.feed, *decision, timing)
    return replace(update, memory=read.memory) if read.feed.complete and read.entries else update


def known_entries(store: Store, poll: Poll, entries: Sequence[ParsedEntry]) -> list[KnownEntry]:
    """Every stored entry that one of the feed's could be.

    Most are found by their very guid or link. For the others, other spellings of the address are looked up:
    http or https, with ``www.`` or without, and at the hosts where the newest stored entries lie.
    """
    known = _look_up(store, poll.feed_id, entries, hosts=None)
    if poll.status is Status.NEW and not known and not store.entries.page(Selection(feeds=(poll.feed_id,)), limit=1):
        return known  # a feed that was never polled may have the entries that another reader had of it
    keys = {address_key(name) for one in known for name in (one.guid, one.url) if name}
    others = [entry for entry in entries if not keys & {address_key(name) for name in (entry.guid, entry.url) if name}]
    if others:
        known += _look_up(store, poll.feed_id, others, hosts=_hosts(store, poll.feed_id))
    return list({one.id: one for one in known}.values())


def _look_up(
    store: Store, feed_id: int, entries: Sequence[ParsedEntry], *, hosts: Sequence[str] | None
) -> list[KnownEntry]:
    names = [(entry.guid, entry.url) for entry in entries]
    if hosts is None:
        guids, urls = [guid for guid, _ in names if guid], [url for _, url in names if url]
    else:
        guids = [name for guid, _ in names for name in variants(guid, hosts)]
        urls = [name for _, url in names for name in variants(url, hosts)]
    return store.entries.known(feed_id, guids, urls)


def _hosts(store: Store, feed_id: int) -> list[str]:
    keys = store.entries.page(Selection(feeds=(feed_id,)), limit=RECENT)
    recent = (store.entries.entry(entry_id) for _, entry_id in keys)
    return list(dict.fromkeys(host for entry in recent if entry and (host := host_of(entry.url))))

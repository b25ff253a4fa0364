"""Compares a batch of polled feeds with the store and writes the difference, on the store's thread."""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from reader.arrival import FeedUpdate, KnownEntry, ParsedEntry
from reader.errors import StoreError
from reader.fetch import BUSY
from reader.lazy_dataclass import dataclass
from reader.model import Poll, Status, Subscription
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.refresh.entries.diff import diff_entries
from reader.refresh.feeds.host_backoff import HostBackoff, back_off_hosts, postponed
from reader.refresh.feeds.poll import PolledFeed
from reader.refresh.feeds.poll_result import Failure, Timing, after_failure, after_parsing, after_unchanged
from reader.refresh.feeds.relocate import adopt_history
from reader.refresh.feeds.schedule import interval_of
from reader.refresh.parsing.read_feed import EntryResult
from reader.store import Store
from reader.web.address_keys import address_key, at_host, split_address
from reader.web.addresses import site_of

TRANSACTION_SIZE = 400  # new entries in one transaction: about 40 ms
CHANGE_COST = 3  # an edited entry takes as long as three new ones
RECENT = 5  # stored entries whose links show the hosts of a feed that moved

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoredBatch:
    """The stored updates and the ids of new entries. ``incomplete``: feeds that must be parsed fully first."""

    updates: tuple[FeedUpdate, ...]
    new_ids: tuple[int, ...] = ()
    incomplete: tuple[PolledFeed, ...] = ()

    def __add__(self, later: StoredBatch) -> StoredBatch:
        return StoredBatch(self.updates + later.updates, self.new_ids + later.new_ids, later.incomplete)


@dataclass(frozen=True, slots=True)
class _PlannedUpdate:
    """The changes of a poll, or a part of them; ``poll`` is the state before it."""

    poll: Poll
    update: FeedUpdate
    timing: Timing

    @property
    def size(self) -> int:
        """The cost of storing it, in new entries."""
        return len(self.update.new) + CHANGE_COST * len(self.update.changed)


def store_batch(
    store: Store,
    batch: Sequence[PolledFeed],
    *,
    now: int,
    default_interval: int,
    subscriptions: Mapping[str, Subscription],
) -> StoredBatch:
    """Stores the changes of all feeds. A feed that cannot be stored fails alone. Raises ``StoreError``."""
    if store.feeds.hidden():
        batch = [adopt_history(store, polled) for polled in batch]
    updated_unread = {url for url, subscription in subscriptions.items() if subscription.updated_unread}
    planned, incomplete = [], []
    for polled in batch:
        poll = polled.poll
        jitter, dates = random.random(), store.feeds.newest_dates(poll.feed_id)  # noqa: S311 - no secret
        timing = Timing(now, default_interval, interval_of(poll, subscriptions), jitter, dates)
        update = _plan(store, polled, timing, poll.url in updated_unread)
        if update is None:
            incomplete.append(polled)
        else:
            planned.append(_PlannedUpdate(poll, update, timing))
    stored = _write(store, _with_backoffs(store, planned, _backoffs(batch)))
    return replace(stored, updates=stored.updates[: len(planned)], incomplete=tuple(incomplete))


def _with_backoffs(
    store: Store, planned: list[_PlannedUpdate], backoffs: Sequence[HostBackoff]
) -> list[_PlannedUpdate]:
    """Delays the feeds of busy hosts; updates of feeds that were not polled come last."""
    if not backoffs or not planned:
        return planned
    timing = planned[0].timing
    with store.translated():
        delayed = back_off_hosts([one.update for one in planned], backoffs, store.feeds.polls(), now=timing.now)
    others = (_PlannedUpdate(update.poll, update, timing) for update in delayed[len(planned) :])
    return [*(replace(one, update=update) for one, update in zip(planned, delayed, strict=False)), *others]


def _backoffs(batch: Sequence[PolledFeed]) -> list[HostBackoff]:
    """The hosts that responded that they are busy."""
    failures = [polled.failure for polled in batch if polled.failure]
    return [HostBackoff(f.host, f.retry_after) for f in failures if f.host and f.http_status in BUSY]


def _write(store: Store, planned: Sequence[_PlannedUpdate]) -> StoredBatch:
    updates = {one.poll.feed_id: one.update for one in planned}
    failed_ids: set[int] = set()
    ids: list[int] = []
    for transaction in _transactions(planned):
        parts = [part for part in transaction if part.poll.feed_id not in failed_ids]
        try:
            ids += _apply(store, parts)
        except StoreError:
            raise
        except Exception:
            log.exception("event=batch_failed feeds=%d", len(parts))
            for part in parts:
                new, failure = _apply_alone(store, part)
                ids += new
                if failure:
                    updates[part.poll.feed_id] = failure
                    failed_ids.add(part.poll.feed_id)
    return StoredBatch(tuple(updates.values()), tuple(ids))


def _apply(store: Store, parts: Sequence[_PlannedUpdate]) -> list[int]:
    with store.translated():
        return store.arrivals.apply([part.update for part in parts], now=parts[0].timing.now) if parts else []


def _apply_alone(store: Store, part: _PlannedUpdate) -> tuple[list[int], FeedUpdate | None]:
    """The new ids, and the failure that was stored instead if the update could not be."""
    try:
        return _apply(store, [part]), None
    except StoreError:
        raise
    except Exception:
        log.exception("event=store_failed feed=%d host=%s", part.poll.feed_id, site_of(part.poll.url))
        failure = after_failure(part.poll, Failure(problem(Problem.UNEXPECTED)), part.timing)
        return _apply(store, [replace(part, update=failure)]), failure


def _transactions(planned: Iterable[_PlannedUpdate]) -> Iterator[list[_PlannedUpdate]]:
    """Groups updates into transactions that are short enough not to delay other writers."""
    group: list[_PlannedUpdate] = []
    for part in chain.from_iterable(map(_parts, planned)):
        if group and sum(other.size for other in group) + part.size > TRANSACTION_SIZE:
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _parts(whole: _PlannedUpdate) -> Iterator[_PlannedUpdate]:
    """Splits the update of a long feed; the state of polling comes with the last part."""
    if whole.size <= TRANSACTION_SIZE:
        yield whole
        return
    empty = FeedUpdate(whole.poll, link=whole.update.link)
    parts = [replace(empty, new=some) for some in _chunks(whole.update.new, TRANSACTION_SIZE)]
    parts += [replace(empty, changed=some) for some in _chunks(whole.update.changed, TRANSACTION_SIZE // CHANGE_COST)]
    for part in parts[:-1]:
        yield replace(whole, update=part)
    yield replace(whole, update=replace(whole.update, new=parts[-1].new, changed=parts[-1].changed))


def _chunks(values: Sequence[T], size: int) -> Iterator[tuple[T, ...]]:
    return (tuple(values[start : start + size]) for start in range(0, len(values), size))


def _plan(store: Store, polled: PolledFeed, timing: Timing, updated_unread: bool) -> FeedUpdate | None:
    poll, response, result = polled.poll, polled.response, polled.result
    if polled.blocked_seconds is not None:
        return postponed(poll, polled.blocked_seconds, now=timing.now)
    if polled.failure or response is None:
        return after_failure(poll, polled.failure or Failure(problem(Problem.UNEXPECTED)), timing)
    if result is None:
        return after_unchanged(poll, response, timing)
    try:
        with store.translated():
            known = known_entries(store, poll, result.entries)
        diff = diff_entries(
            result.entries, known, now=timing.now, updated_unread=updated_unread, versions=result.feed.kind == "Atom"
        )
    except StoreError:
        raise
    except Exception:
        log.exception("event=diff_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return after_failure(poll, Failure(problem(Problem.UNEXPECTED), response.http_status), timing)
    if diff is None:
        return None
    update = after_parsing(poll, response, result.feed, *diff, timing)
    return replace(update, parse_cache=result.cache) if result.feed.complete and result.entries else update


def known_entries(store: Store, poll: Poll, results: Sequence[EntryResult]) -> list[KnownEntry]:
    """All stored entries that may be one of the feed's.

    Most are found by guid or link. The others may be at one of the hosts of the newest stored entries, or have kept
    only their content.
    """
    feed_id = poll.feed_id
    if poll.status is Status.NEW and not store.entries.page(Selection(feeds=(feed_id,)), limit=1):
        return []  # a new feed can have imported entries
    entries = [one.parsed for one in results]
    known = store.entries.known(feed_id, *_names(entries))
    keys = {address_key(name) for one in known for name in (one.guid, one.url) if name}
    others = [
        one for one in results if not keys & {address_key(name) for names in _names([one.parsed]) for name in names}
    ]
    if others:
        hosts = _hosts(store, feed_id)
        guids, urls = _names([one.parsed for one in others])
        contents = [one.content for one in others if one.content is not None]
        known += store.entries.known(feed_id, _at_hosts(guids, hosts), _at_hosts(urls, hosts), contents)
    return list({one.id: one for one in known}.values())


def _names(entries: Iterable[ParsedEntry]) -> tuple[list[str], list[str]]:
    """The guids and the links of entries."""
    pairs = [(entry.guid, entry.url) for entry in entries]
    return [guid for guid, _ in pairs if guid], [url for _, url in pairs if url]


def _at_hosts(names: Iterable[str], hosts: Sequence[str]) -> list[str]:
    """The web addresses among names, at other hosts."""
    return [at_host(name, host) for name in names if split_address(name) for host in hosts]


def _hosts(store: Store, feed_id: int) -> list[str]:
    keys = store.entries.page(Selection(feeds=(feed_id,)), limit=RECENT)
    recent = (store.entries.entry(entry_id) for _, entry_id in keys)
    found = (split_address(entry.url) for entry in recent if entry and entry.url)
    return list(dict.fromkeys(parts[0] for parts in found if parts))

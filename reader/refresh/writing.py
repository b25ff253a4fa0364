"""A batch of polled feeds becomes one transaction; on the store's thread."""

from __future__ import annotations

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reader.errors import StoreError
from reader.fetch import BUSY
from reader.model import FeedUpdate, KnownEntry, ParsedEntry, ParsedFeed, Poll, Status, Subscription
from reader.refresh.decide import decide
from reader.refresh.due import interval_of
from reader.refresh.holding import Rest, hold, postponed
from reader.refresh.identity import address_key, host_of, variants, with_identity
from reader.refresh.outcome import Failure, Timing, arrived, failed, unchanged
from reader.refresh.polling import UNEXPECTED, Polled
from reader.store import Store
from reader.stream import Selection
from reader.text import site_of

RECENT = 5  # stored entries that tell where a feed's links pointed before it moved

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """What is stored now of these feeds, and the new entries' ids."""

    updates: tuple[FeedUpdate, ...]
    new_ids: tuple[int, ...] = ()


def write_batch(
    store: Store,
    batch: Sequence[Polled],
    *,
    now: int,
    default_interval: int,
    subscriptions: Mapping[str, Subscription],
) -> Written:
    """Decides on each and stores all. A feed that cannot be stored fails alone. Raises ``StoreError``."""

    def timing(poll: Poll) -> Timing:
        jitter = random.random()  # noqa: S311 - no secret
        return Timing(
            now, default_interval, interval_of(poll, subscriptions), jitter, store.feeds.newest_dates(poll.feed_id)
        )

    again = {url for url, subscription in subscriptions.items() if subscription.updated_unread}
    updates = [_decided(store, polled, timing(polled.poll), polled.poll.url in again) for polled in batch]
    rests = [
        Rest(f.host, f.retry_after) for polled in batch if (f := polled.failure) and f.host and f.http_status in BUSY
    ]
    try:
        with store.translated():
            held = hold(updates, rests, store.feeds.polls(), now=now) if rests else updates
            new_ids = store.arrivals.apply(held, now=now)
            return Written(tuple(held[: len(updates)]), tuple(new_ids))
    except StoreError:
        raise
    except Exception:
        log.exception("event=batch_failed feeds=%d", len(updates))
    return _one_by_one(store, [(update, timing(update.poll)) for update in updates], batch)


def _rests(batch: Sequence[Polled]) -> list[Rest]:
    """The hosts that have said that they are busy."""
    failures = [polled.failure for polled in batch if polled.failure]
    return [Rest(f.host, f.retry_after) for f in failures if f.host and f.http_status in BUSY]


def _one_by_one(store: Store, updates: Sequence[tuple[FeedUpdate, Timing]], batch: Sequence[Polled]) -> Written:
    written, ids = [], []
    for (update, timing), polled in zip(updates, batch, strict=True):
        try:
            with store.translated():
                ids += store.arrivals.apply([update], now=timing.now)
        except StoreError:
            raise
        except Exception:
            log.exception("event=store_failed feed=%d host=%s", polled.poll.feed_id, site_of(polled.poll.url))
            update = failed(polled.poll, Failure(UNEXPECTED), timing)  # noqa: PLW2901
            ids += store.arrivals.apply([update], now=timing.now)
        written.append(update)
    return Written(tuple(written), tuple(ids))


def _decided(store: Store, polled: Polled, timing: Timing, updated_unread: bool) -> FeedUpdate:
    poll, response, parsed = polled.poll, polled.response, polled.parsed
    if polled.rest is not None:
        return postponed(poll, polled.rest, now=timing.now)
    if polled.failure or response is None:
        return failed(poll, polled.failure or Failure(UNEXPECTED), timing)
    if parsed is None:
        return unchanged(poll, response, timing)
    try:
        with store.translated():
            known = known_entries(store, poll, parsed)
        new, changed = decide(parsed, known, now=timing.now, updated_unread=updated_unread)
    except StoreError:
        raise
    except Exception:
        log.exception("event=decide_failed feed=%d host=%s", poll.feed_id, site_of(poll.url))
        return failed(poll, Failure(UNEXPECTED, response.http_status), timing)
    return arrived(poll, response, parsed, new, changed, timing)


def known_entries(store: Store, poll: Poll, parsed: ParsedFeed) -> list[KnownEntry]:
    """Every stored entry that one of the feed's could be.

    Most are found by their very guid or link. For the others, other spellings of the address are looked up:
    http or https, with ``www.`` or without, and at the hosts where the newest stored entries lie.
    """
    entries = [with_identity(entry) for entry in parsed.entries]
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

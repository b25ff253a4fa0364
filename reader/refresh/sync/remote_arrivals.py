"""Stores the articles of an account's server, with their state, in short transactions.

Their content is as hostile as a feed's, so a parser process computes what the store needs from it. Articles of feeds
that are not the account's here are left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

from reader.account import RemoteEntry
from reader.arrival import ChangedEntry, KnownEntry, NewEntry, ParsedEntry
from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.refresh.context import RefreshContext
from reader.refresh.entries.matching import match_entries
from reader.refresh.parsing.read_feed import EntryResult, entry_result
from reader.refresh.worker.protocol import FeedDone
from reader.store import Store
from reader.store.remote_entries import RemoteUpdate

PARCEL = 200  # articles in one transaction and in one job of a parser
PARCEL_CHARACTERS = 4_000_000  # of their texts
_HARMLESS = ParsedEntry("", None, "")


def parcels(entries: Sequence[RemoteEntry]) -> Iterator[list[RemoteEntry]]:
    """The articles in portions of limited number and size."""
    portion: list[RemoteEntry] = []
    size = 0
    for entry in entries:
        length = len(entry.parsed.summary_html) + len(entry.parsed.content_html)
        if portion and (len(portion) >= PARCEL or size + length > PARCEL_CHARACTERS):
            yield portion
            portion, size = [], 0
        portion.append(entry)
        size += length
    if portion:
        yield portion


async def results_of(context: RefreshContext, entries: Sequence[ParsedEntry]) -> tuple[EntryResult, ...]:
    """The articles with their digests and words. One that no parser can cope with loses its text, not the others.

    Raises :class:`~reader.errors.ParseError` if the parsers do not work at all.
    """
    try:
        return await context.pool.entries(tuple(entries))
    except ParseError:
        if len(entries) == 1:
            await context.pool.entries((_HARMLESS,))
            return (entry_result(replace(entries[0], summary_html="", content_html="")),)
    middle = len(entries) // 2
    return await results_of(context, entries[:middle]) + await results_of(context, entries[middle:])


class RemoteArrivals:
    """Stores articles of one account; ``new_ids`` and ``changed_ids`` have the entries that are new or changed.

    ``elsewhere`` receives the ids of articles whose feeds are not the account's here, so that nobody asks for them
    again. ``check`` is called before each transaction and raises whatever ends the synchronisation.
    """

    def __init__(
        self, context: RefreshContext, account_id: int, *, elsewhere: set[str], check: Callable[[], None]
    ) -> None:
        self._context, self._account_id = context, account_id
        self._elsewhere, self._check = elsewhere, check
        self.new_ids: list[int] = []
        self.changed_ids: list[int] = []

    async def store(self, entries: Sequence[RemoteEntry]) -> AsyncGenerator[FeedDone | int, None]:
        """Stores articles; yields ``FeedDone`` for each feed with new or edited ones, and how many are done."""
        account_id, done = self._account_id, 0
        feed_ids = await self._context.with_store(lambda store: store.accounts.feed_ids(account_id))
        self._elsewhere.update(entry.id for entry in entries if entry.feed_id not in feed_ids)
        for portion in parcels([entry for entry in entries if entry.feed_id in feed_ids]):
            results = await results_of(self._context, [entry.parsed for entry in portion])
            self._check()
            arrived = [
                ArrivedEntry(entry, feed_ids[entry.feed_id], result)
                for entry, result in zip(portion, results, strict=True)
            ]
            for feed_done in await self._context.with_store(partial(self._write, arrived=arrived)):
                yield feed_done
            done += len(portion)
            yield done

    def _write(self, store: Store, arrived: Sequence[ArrivedEntry]) -> list[FeedDone]:
        """Writes a portion, on the store's thread; the feeds that got something."""
        now = self._context.now()
        feeds = store.feeds.some({one.feed_id for one in arrived})
        urls = {feed.id: feed.url for feed in feeds}
        subscribed = [(feed.id, self._context.subscriptions.get(feed.url)) for feed in feeds]
        updated_unread = {feed_id for feed_id, one in subscribed if one and one.updated_unread}
        known = store.accounts.stored(self._account_id, [one.entry.id for one in arrived])
        matched = _matches(store, [one for one in arrived if one.entry.id not in known])
        updates = sorted(
            (
                update_of(
                    one,
                    known.get(one.entry.id) or matched.get(one.entry.id),
                    is_matched=one.entry.id in matched,
                    now=now,
                    updated_unread=one.feed_id in updated_unread,
                )
                for one in arrived
            ),
            key=lambda update: update.entry.sort if isinstance(update.entry, NewEntry) else 0,
        )
        stored = store.accounts.store_entries(self._account_id, updates, now=now)
        self.new_ids += stored.new_ids
        self.changed_ids += stored.changed_ids
        new = Counter(update.feed_id for update in updates if isinstance(update.entry, NewEntry))
        edited = Counter(update.feed_id for update in updates if isinstance(update.entry, ChangedEntry))
        got = (new + edited).keys() & urls.keys()
        return [FeedDone(feed_id, urls[feed_id], new[feed_id], edited[feed_id]) for feed_id in sorted(got)]


@dataclass(frozen=True, slots=True)
class ArrivedEntry:
    """An article of a server with the id of its feed here, and what a parser made of it."""

    entry: RemoteEntry
    feed_id: int
    result: EntryResult


def update_of(
    arrived: ArrivedEntry, known: KnownEntry | None, *, is_matched: bool, now: int, updated_unread: bool
) -> RemoteUpdate:
    """The update that stores an article. ``known``: the entry here; ``is_matched``: its id at the server is new.

    Such an entry came from the publisher itself and keeps its content: servers leave things out.
    """
    remote, result = arrived.entry, arrived.result
    entry: NewEntry | ChangedEntry | None = None
    if known is None:
        date = remote.parsed.published or remote.received or remote.parsed.updated
        sort = now if date is None else min(date, now)
        entry = NewEntry(
            result.parsed, result.digest, sort, result.words, result.search_words, result.content, result.copy_keys
        )
    elif not is_matched and known.digest != result.digest:
        entry = ChangedEntry(
            known.id, result.parsed, result.digest, result.words, updated_unread, result.content, result.copy_keys
        )
    return RemoteUpdate(
        remote.id, arrived.feed_id, known.id if known else None, entry, remote.read, remote.starred, remote.labels
    )


def _matches(store: Store, arrived: Sequence[ArrivedEntry]) -> dict[str, KnownEntry]:
    """The entries that are here without the server's id of them, by that id: their feeds were polled here before."""
    by_feed: defaultdict[int, list[ArrivedEntry]] = defaultdict(list)
    for one in arrived:
        by_feed[one.feed_id].append(one)
    found: dict[str, KnownEntry] = {}
    for feed_id, some in by_feed.items():
        parsed = [one.result.parsed for one in some]
        candidates = store.accounts.unmatched(
            feed_id,
            [entry.guid for entry in parsed if entry.guid],
            [entry.url for entry in parsed if entry.url],
            [one.result.content for one in some if one.result.content is not None],
        )
        matched = match_entries([one.result.identity for one in some], candidates)
        found |= {some[position].entry.id: known for position, known in matched.items()}
    return found

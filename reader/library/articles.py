"""Reading entries, headlines, authors and list keys. Changes that are not written yet already show."""

from __future__ import annotations

import time
from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from heapq import nlargest
from typing import TYPE_CHECKING, TypeAlias

from reader.library.changes import Changes
from reader.library.readers import Readers
from reader.library.streams import each_once
from reader.model import Change, Entry, Field, Headline, TellingRow, Version
from reader.query.selection import Selection
from reader.query.tree import Order
from reader.store import Key, Listing, Store
from reader.store.entries import OLDEST_KEY, Entries
from reader.stream import Kind, Stream
from reader.text import fold

if TYPE_CHECKING:
    from reader.library.feeds import Feeds

MORE_BY_AUTHOR = 5
AUTHORS_WITH_MORE = 3  # authors of an article whose other articles are read
MOST_COMPLETIONS = 20
REPORT_EVERY = 0.2  # seconds
_UNREAD_AT_ONCE = 5_000  # entries
_AROUND, _MOST_AROUND = 7 * 86_400, 2_000  # seconds and rows

KeyColumns: TypeAlias = "tuple[array[int], array[int]]"  # sort dates and ids


class Articles:
    """Entries of the database. Raises :class:`~reader.errors.StoreError`, also from futures."""

    def __init__(self, readers: Readers, feeds: Feeds, changes: Changes) -> None:
        self._readers, self._feeds, self._changes = readers, feeds, changes

    # -- one list

    def first_keys(
        self, selection: Selection, around: int | None = None, *, each_way: int = 100, oldest_first: bool = False
    ) -> list[Key]:
        """Keys to begin a list by date with: ``each_way`` at most on each side of an entry, or at its beginning."""
        with self._readers.quick() as store:
            entries = store.entries
            key = entries.key(around) if around else None
            if key is None:
                return _first_page(entries, selection, each_way, oldest_first=oldest_first)
            newer = entries.page_before(selection, key, each_way)
            keys = [*newer, key, *entries.page(selection, older_than=key, limit=each_way)]
        return keys[::-1] if oldest_first else keys

    def load_keys(self, selection: Selection) -> Future[KeyColumns]:
        """Sort dates and ids of a whole selection, newest first, from the reader thread."""
        return self._readers.submit(lambda store: store.entries.all_keys(selection))

    def load_arrivals(self, selection: Selection, newest_id: int) -> Future[KeyColumns]:
        """Keys of the entries that arrived after the one with that id."""
        return self._readers.submit(lambda store: store.entries.keys_since(selection, newest_id))

    def load_first_keys(
        self, selection: Selection, limit: int, found: Callable[[KeyColumns], object] = list
    ) -> Future[KeyColumns]:
        """Keys of the newest entries only, for selections that take long to load whole.

        ``found`` receives, on the reader thread and a few times a second, those that a long search has found so far.
        """

        def read(store: Store) -> KeyColumns:
            report = _now_and_then(lambda keys: found(columns(store.entries.rows(selection, nlargest(limit, keys)))))
            return columns(store.entries.page(selection, limit=limit, report=report))

        return self._readers.submit(read)

    def load_ordered_keys(self, selection: Selection, order: Order, kept: Sequence[int] = ()) -> Future[Listing]:
        """Keys of a selection in an order; by date always newest first; by relevance, two thousand at most.

        ``kept``: entries that stay in a list by feed, title or length although they no longer belong to it.
        """
        feeds = self._feeds.by_title()

        def read(store: Store) -> Listing:
            if order in (Order.NEWEST, Order.OLDEST):
                return Listing(*store.entries.all_keys(selection))
            if order is Order.RELEVANCE:
                return Listing(*columns(store.entries.best(selection)))
            return store.entries.listing(selection, order, feeds, kept)

        return self._readers.submit(read)

    def load_first_ordered(self, selection: Selection, order: Order, limit: int) -> Future[KeyColumns]:
        """Keys of the first entries in an order."""
        feeds = self._feeds.by_title()
        return self._readers.submit(lambda store: columns(store.entries.in_order(selection, order, feeds, limit=limit)))

    def load_first_unread(self, ids: Sequence[int]) -> Future[int | None]:
        """The first unread one of these entries, from the reader thread."""

        def read(store: Store) -> int | None:
            for start in range(0, len(ids), _UNREAD_AT_ONCE):
                some = ids[start : start + _UNREAD_AT_ONCE]
                pending = self._changes.unwritten
                unread = store.entries.unread_among(some)
                for change in pending:
                    if change.field is Field.READ:
                        unread = unread.difference(change.ids) if change.value else unread.union(change.ids)
                found = next((entry_id for entry_id in some if entry_id in unread), None)
                if found is not None:
                    return found
            return None

        return self._readers.submit(read)

    def keys(self, entry_ids: Sequence[int]) -> list[Key]:
        """The list keys of entries, in no order."""
        with self._readers.quick() as store:
            return store.entries.keys(entry_ids)

    def key(self, entry_id: int) -> Key | None:
        """The list key of an entry."""
        with self._readers.quick() as store:
            return store.entries.key(entry_id)

    def versions(self, entry_id: int) -> tuple[Version, ...]:
        """What an entry said before its publisher edited it, oldest first."""
        with self._readers.quick() as store:
            return store.versions.of(entry_id)

    def unread_after(self, selection: Selection, key: Key | None, *, before: bool = False) -> int | None:
        """The next unread entry of a selection that is older than a key (or newer); without a key, the newest one.

        ``before`` without a key: the oldest one.
        """
        with self._readers.quick() as store:
            return store.entries.unread_after(selection, key, before=before)

    def newest(self, selection: Selection, *, limit: int) -> list[int]:
        """Ids of a selection's newest entries, newest first."""
        with self._readers.quick() as store:
            return [entry_id for _, entry_id in store.entries.page(selection, limit=limit)]

    def load_newest_titles(self, feed_ids: Iterable[int], limit: int) -> Future[list[list[str]]]:
        """The titles of the newest entries of each feed, from the reader thread."""

        def read(store: Store) -> list[list[str]]:
            pages = (store.entries.page(Selection(feeds=(feed_id,)), limit=limit) for feed_id in feed_ids)
            return [[row.title for row in store.entries.headlines([key[1] for key in page])] for page in pages]

        return self._readers.submit(read)

    def in_order(self, selection: Selection, order: Order, *, limit: int) -> list[int]:
        """Ids of a selection's first entries in an order."""
        feeds = self._feeds.by_title()
        with self._readers.quick() as store:
            return [entry_id for _, entry_id in store.entries.in_order(selection, order, feeds, limit=limit)]

    # -- entries

    def headlines(self, ids: Sequence[int]) -> list[Headline]:
        """The headlines of those entries, in that order, without entries that no longer exist."""
        pending = self._changes.unwritten  # before the query: a change may be written between the two
        with self._readers.quick() as store:
            found = store.entries.headlines(ids)
        for change in pending:
            changed = set(change.ids)
            found = [change.on(row) if row.id in changed else row for row in found]
        return found

    def entry(self, entry_id: int) -> Entry | None:
        """One entry with its content, authors and page."""
        pending = self._changes.unwritten
        with self._readers.quick() as store:
            entry = store.entries.entry(entry_id)
            others = store.feeds.of_entries(entry.duplicates) if entry and entry.duplicates else set()
        for change in pending:
            if entry and entry_id in change.ids:
                entry = change.on(entry)
        if entry is None:
            return None
        feeds = self._feeds.titles
        also_in = tuple(sorted((feeds[one] for one in others if one in feeds), key=fold)) if others else ()
        tellings = self.other_tellings([entry])[entry.id] if entry.story is not None else ()
        first: dict[int, int] = {entry.feed_id: entry_id}  # of each feed
        for one in tellings:
            first.setdefault(one.feed_id, one.id)
        also_told = tuple((told, feeds.get(feed, "")) for feed, told in first.items() if feed != entry.feed_id)
        title = feeds.get(entry.feed_id, entry.feed_title)
        return replace(entry, feed_title=title, also_in=also_in, also_told=also_told)

    def load_entries(self, ids: Sequence[int]) -> Future[list[tuple[Entry, tuple[str, ...]]]]:
        """Those entries in that order, each with the tags of its feed, from the reader thread."""
        feeds, pending = self._feeds.by_id, self._changes.unwritten

        def read(store: Store) -> list[tuple[Entry, tuple[str, ...]]]:
            found = []
            for entry_id in ids:
                entry = store.entries.entry(entry_id)
                if entry is None:
                    continue
                for change in pending:
                    entry = change.on(entry) if entry_id in change.ids else entry
                feed = feeds.get(entry.feed_id)
                found.append((replace(entry, feed_title=feed.title), feed.tags) if feed else (entry, ()))
            return found

        return self._readers.submit(read)

    def more_by_authors(self, entry: Entry) -> list[list[Headline]]:
        """For each of an entry's first authors, in order, the newest other entries."""
        with self._readers.quick() as store:
            entries = store.entries
            own = entries.headlines([entry.id])
            people = [credit.person for credit in entry.credits if not credit.nobody][:AUTHORS_WITH_MORE]
            keys = [entries.page(Selection(author=one), limit=4 * MORE_BY_AUTHOR + 1) for one in people]
            more = [entries.headlines([one for _, one in some if one != entry.id]) for some in keys]
        return [each_once(rows, beside=own)[:MORE_BY_AUTHOR] for rows in more]

    def author_name(self, author_id: int) -> str:
        """The name of a person; empty if there is none with that id."""
        with self._readers.quick() as store:
            person = store.people.get(author_id)
        return person.author.name if person else ""

    def load_authors(self, begin: str) -> Future[list[str]]:
        """Some names of authors that begin like this, in any spelling, from the reader thread."""
        return self._readers.submit(lambda store: store.authors.names(begin, limit=MOST_COMPLETIONS))

    def labels(self) -> list[str]:
        """All labels, by name."""
        with self._readers.quick() as store:
            return store.labels.names()

    def labels_on(self, entry_ids: Sequence[int]) -> dict[str, set[int]]:
        """The labels of these few entries, each with those that have it."""
        pending = self._changes.unwritten
        with self._readers.quick() as store:
            found = store.labels.on(entry_ids)
        return _with_labels(entry_ids, found, pending)

    def load_labels_on(self, entry_ids: Sequence[int]) -> Future[dict[str, set[int]]]:
        """The same of many entries, from the reader thread."""
        pending = self._changes.unwritten
        return self._readers.submit(lambda store: _with_labels(entry_ids, store.labels.on(entry_ids), pending))

    def spelled(self, label: str) -> str:
        """The label as it is written on articles that have it, in any spelling; unchanged if there are none."""
        with self._readers.quick() as store:
            return store.labels.spelled(label)

    def load_labels(self, begin: str) -> Future[list[str]]:
        """Some labels that begin like this, from the reader thread."""
        return self._readers.submit(lambda store: store.labels.names(begin, limit=MOST_COMPLETIONS))

    # -- stories

    def tellings(self, stories: Collection[int]) -> dict[int, tuple[TellingRow, ...]]:
        """The tellings of each of these few stories, earliest first, without hidden and former feeds.

        See :class:`~reader.store.telling_rows.TellingRows`.
        """
        if not stories:
            return {}
        pending, feeds = self._changes.unwritten, self._feeds_of_stories()
        with self._readers.quick() as store:
            found = store.telling_rows.of(stories, feeds)
        for change in pending:
            if change.field is Field.READ:
                found = {story: read_after(change, rows) for story, rows in found.items()}
        return found

    def other_tellings(self, rows: Iterable[Headline | Entry]) -> dict[int, tuple[TellingRow, ...]]:
        """For each of these rows, by id, the other tellings of its story, earliest first."""
        in_stories = [row for row in rows if row.story is not None]
        found = self.tellings({row.story for row in in_stories if row.story is not None})
        return {
            row.id: tuple(one for one in found.get(row.story or 0, ()) if not one.is_same(row)) for row in in_stories
        }

    def load_beside(self, ids: Collection[int], among: Collection[int] | None) -> Future[set[int]]:
        """All tellings of the stories to which any of these entries belongs, from the reader thread.

        ``among``: ids of feeds; only articles of these.
        """
        feeds = self._feeds_of_stories(among)
        return self._readers.submit(lambda store: store.telling_rows.beside(ids, feeds))

    def load_first_unread_story(self, ids: Sequence[int], among: Collection[int] | None) -> Future[int | None]:
        """The first of these entries whose story has an unread telling in these feeds, from the reader thread."""
        feeds = self._feeds_of_stories(among)

        def read(store: Store) -> int | None:
            pending = (change for change in self._changes.unwritten if change.field is Field.READ and change.value)
            but_not = {entry_id for change in pending for entry_id in change.ids}
            for start in range(0, len(ids), _UNREAD_AT_ONCE):
                found = store.telling_rows.first_unread(ids[start : start + _UNREAD_AT_ONCE], but_not, feeds)
                if found is not None:
                    return found
            return None

        return self._readers.submit(read)

    def load_around(self, entry_id: int) -> Future[tuple[list[Headline], dict[int, int]]]:
        """The articles of the days around an entry that are not of its story, newest first, from the reader thread.

        With them, how many tellings each of their stories has.
        """
        everywhere, feeds = self._feeds.selection(Stream(Kind.ALL)), self._feeds_of_stories()

        def read(store: Store) -> tuple[list[Headline], dict[int, int]]:
            key = store.entries.key(entry_id)
            if key is None:
                return [], {}
            own = {entry_id, *store.telling_rows.beside([entry_id])}
            near = replace(everywhere, since=key[0] - _AROUND)
            page = store.entries.page(near, older_than=(key[0] + _AROUND, 0), limit=_MOST_AROUND)
            rows = store.entries.headlines([one for _, one in page if one not in own])
            tellings = store.telling_rows.of({row.story for row in rows if row.story is not None}, feeds)
            return rows, {story: len(found) for story, found in tellings.items()}

        return self._readers.submit(read)

    def row_of(self, selection: Selection, entry_id: int) -> int:
        """The entry that has the row in a list of which this one is a copy or a telling; itself if none has."""
        with self._readers.quick() as store:
            ids = set(store.entries.copies_of(entry_id))
            if selection.stories:
                ids.update(store.telling_rows.beside([entry_id]))
            page = store.entries.page(replace(selection, ids=tuple(ids)), limit=1) if len(ids) > 1 else []
        return page[0][1] if page else entry_id

    def _feeds_of_stories(self, among: Collection[int] | None = None) -> list[int]:
        shown = (feed.id for feed in self._feeds.by_id.values() if not feed.hidden)
        return [feed for feed in shown if among is None or feed in among]

    # -- what changed

    def newest_id(self) -> int:
        """The highest id: entries that arrive later have a higher one."""
        with self._readers.quick() as store:
            return store.entries.newest_id()

    def load_arrived(self, selection: Selection, newest_id: int) -> Future[int]:
        """How many rows of a selection have a higher id, counted in the background."""
        return self._readers.submit(lambda store: store.entries.arrived_since(selection, newest_id), background=True)

    def rearranged(self) -> int:
        """A number that changes when entries were moved or removed, so that keys read before may be wrong."""
        with self._readers.quick() as store:
            return store.state.rearranged()

    def not_indexed(self) -> int:
        """How many entries search does not find yet."""
        with self._readers.quick() as store:
            return store.search.pending()


def read_after(change: Change, rows: Iterable[TellingRow]) -> tuple[TellingRow, ...]:
    """The rows after a change of :attr:`~reader.model.Field.READ`."""
    changed = set(change.ids)
    return tuple(replace(row, read=change.value) if row.id in changed else row for row in rows)


def _first_page(entries: Entries, selection: Selection, limit: int, *, oldest_first: bool) -> list[Key]:
    if oldest_first:
        return entries.page_before(selection, OLDEST_KEY, limit)[::-1]
    return entries.page(selection, limit=limit)


def _with_labels(
    entry_ids: Sequence[int], found: Mapping[str, Sequence[int]], pending: Iterable[Change]
) -> dict[str, set[int]]:
    """The labels that were found on entries, with the changes that are not written yet."""
    wanted = set(entry_ids)
    on = {label: set(ids) for label, ids in found.items()}
    for change in pending:
        if change.field is Field.LABEL:
            before = on.get(change.label, set())
            on[change.label] = before | (wanted & set(change.ids)) if change.value else before - set(change.ids)
    return {label: ids for label, ids in on.items() if ids}


def columns(keys: Sequence[Key]) -> KeyColumns:
    """Keys as columns of sort dates and ids."""
    return array("q", (sort for sort, _ in keys)), array("q", (entry_id for _, entry_id in keys))


def _now_and_then(report: Callable[[list[Key]], object]) -> Callable[[list[Key]], object]:
    """Passes on what is reported, but not more often than every :data:`REPORT_EVERY` seconds."""
    last, told = time.monotonic(), 0

    def pass_on(keys: list[Key]) -> None:
        nonlocal last, told
        if len(keys) != told and time.monotonic() - last > REPORT_EVERY:
            last, told = time.monotonic(), len(keys)
            report(keys)

    return pass_on

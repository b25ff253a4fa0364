"""What the list shows: a stream as it was when it was called up, until the user takes in what is new.

The list opens with one page of keys and gets the rest from the reader thread. Rows do not vanish and do
not come by themselves: what the user reads stays (dimmed) until the list is left or cleaned up, what
arrives waits until it is asked for.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future

from textual.message import Message

from reader.errors import StoreError
from reader.library import Key, Library
from reader.model import Change, Headline
from reader.stream import Kind, Stream
from reader.ui.dates import local
from reader.ui.messages import KeysLoaded
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.rows import Rows

FIRST_KEYS = 100  # each way; about as many as no screen shows
MOST_KEPT = 5_000  # rows that the user touched and that are kept through taking in what is new

_EMPTY: dict[Kind, tuple[str, ...]] = {
    Kind.TODAY: ("Nothing came today yet.", "R asks all feeds now."),
    Kind.UNREAD: ("Everything is read.", "R asks all feeds for more."),
    Kind.STARRED: ("No stars yet.", "s gives an article one."),
    Kind.ALL: ("No articles yet.", "R asks all feeds now."),
    Kind.SEARCH: ("Nothing found.", "/ searches for something else."),
    Kind.AUTHOR: ("Nothing by this author.",),
    Kind.FOLDER: ("No articles in this folder yet.", "r asks its feeds now."),
    Kind.FEED: ("No articles in this feed yet.", "r asks it now."),
}


class Browsing:
    """The stream in the list, with the tree beside it. ``post`` takes messages from any thread."""

    def __init__(
        self, library: Library, tree: FeedTree, headlines: Headlines, post: Callable[[Message], object]
    ) -> None:
        self._library, self._tree, self._headlines, self._post = library, tree, headlines, post
        self.stream = Stream(Kind.ALL)
        self.arrived = 0
        self._newest_id = 0
        self._ticket = 0
        self._to_newest = False
        self._touched: dict[int, Key] = {}

    # -- the tree

    def show_tree(self, folded: Iterable[str] | None = None) -> None:
        """Shows feeds and counts as they are now."""
        feeds = self._library.reload_feeds()
        self._tree.show(feeds.values(), self._fixed_counts(), folded)

    def _fixed_counts(self) -> dict[Kind, int]:
        library = self._library
        return {
            Kind.TODAY: library.count_unread(Stream(Kind.TODAY)),
            Kind.UNREAD: self.unread,
            Kind.STARRED: library.count(Stream(Kind.STARRED)),
        }

    @property
    def unread(self) -> int:
        """How many entries are unread in all."""
        return sum(feed.unread for feed in self._library.feeds.values())

    @property
    def title(self) -> str:
        """What the stream is called."""
        if self.stream.kind is Kind.SEARCH:
            return f"“{self.stream.value}”"
        if self.stream.kind is Kind.AUTHOR:
            return self._library.author_name(int(self.stream.value))
        return self._tree.label_of(self.stream) or self.stream.value

    @property
    def health(self) -> str:
        """What is the matter with the feed that is shown, in words; empty if it fares well."""
        feeds = self._library.feeds.values() if self.stream.kind is Kind.FEED else ()
        poll = next((feed.poll for feed in feeds if feed.url == self.stream.value), None)
        if poll is None or not poll.error:
            return ""
        again = f", next try {local(poll.next_check):%H:%M}" if poll.next_check else ""
        return f"{poll.error}{again}"

    # -- the list

    def show(self, stream: Stream, cursor_id: int | None = None) -> None:
        """Shows a stream, with the cursor on an entry or at the top."""
        self.stream, self._touched = stream, {}
        self._mark_time()
        keys = self._library.first_keys(stream, cursor_id, each_way=FIRST_KEYS)
        sorts, ids = [key[0] for key in keys], [key[1] for key in keys]
        titles = {} if stream.kind is Kind.FEED else self._library.feed_titles()
        health = self.health
        empty = (f"{health[:1].upper()}{health[1:]}.", "r asks it now.") if health else _EMPTY[stream.kind]
        self._headlines.show(sorts, ids, titles=titles, cursor_id=cursor_id, empty=empty)
        if len(keys) >= FIRST_KEYS:
            self._load_rest()

    def follow(self, old_url: str, new_url: str) -> None:
        """A feed has another address; its list stays what it is."""
        if self.stream == Stream(Kind.FEED, old_url):
            self.stream = Stream(Kind.FEED, new_url)
            self._library.remember(stream=self.stream.key())

    def take_in(self, *, to_newest: bool = False) -> None:
        """Shows what has arrived; the cursor goes to the newest entry, or stays where it is on the screen."""
        self._mark_time()
        self._to_newest = to_newest
        if len(self._headlines.keys[1]):
            self._load_rest()
        else:
            self.show(self.stream)

    def clean_up(self) -> None:
        """Takes out what does not belong to the stream any more."""
        self._touched = {}
        self.take_in()

    def _mark_time(self) -> None:
        self._newest_id = self._library.newest_id()
        self.arrived = 0

    def _load_rest(self) -> None:
        self._ticket += 1
        ticket = self._ticket
        future = self._library.load_keys(self.stream)
        future.add_done_callback(lambda done: self._loaded(ticket, done))

    def _loaded(self, ticket: int, future: Future[tuple[array[int], array[int]]]) -> None:
        try:
            sorts, ids = future.result()
        except (CancelledError, StoreError):
            return  # the reader is closing, or the list stays as it is
        self._post(KeysLoaded(ticket, sorts, ids))

    def keys_loaded(self, message: KeysLoaded) -> None:
        """The rest of the stream is there."""
        if message.ticket == self._ticket:
            sorts, ids = _with_kept(message.sorts, message.ids, self._touched.values())
            self._headlines.replace_keys(sorts, ids)
            if self._to_newest:
                self._to_newest = False
                self._headlines.move_to(0)

    def count_arrivals(self) -> None:
        """Counts what has arrived in the stream since it was called up."""
        self.arrived = len(self._library.arrived_since(self.stream, self._newest_id))
        if self.arrived and not len(self._headlines.keys[1]):
            self.take_in()

    def apply(self, change: Change) -> None:
        """Shows a change, and keeps its rows in the list."""
        shown = self._headlines.current
        if shown and len(self._touched) + len(change.ids) <= MOST_KEPT:
            for entry_id in change.ids:
                key = self._library.key(entry_id)
                if key:
                    self._touched[entry_id] = key
        self._headlines.apply(change)

    def would_read_all(self) -> Future[Change]:
        """The change that marks read what this list holds; what arrived unseen is not in it."""
        return self._library.would_read(self.stream, self._newest_id)

    def next_unread(self, *, before: bool = False) -> Headline | None:
        """Moves to the next unread headline of the list below the cursor (above it), then from the other end."""
        current = self._headlines.current
        start: Key | None = (current.sort, current.id) if current else None
        for key in dict.fromkeys((start, None)):
            if before and key is None:
                continue
            found = self._unread_in_list(key, before=before)
            if found and (current is None or found.id != current.id):
                return found
        return None

    def _unread_in_list(self, key: Key | None, *, before: bool) -> Headline | None:
        """The next unread entry that the list holds; entries that arrived meanwhile are passed over."""
        while (entry_id := self._library.unread_after(self.stream, key, before=before)) is not None:
            key = self._library.key(entry_id)
            headline = next(iter(self._library.headlines([entry_id])), None)
            if key and headline and not headline.read and self._headlines.select(*key):
                return headline
        return None


def _with_kept(sorts: array[int], ids: array[int], kept: Iterable[Key]) -> tuple[array[int], array[int]]:
    """The keys with some more, each at its place."""
    rows = Rows(sorts, ids, (), 1)
    missing = sorted(key for key in kept if rows.index_of(*key) is None)
    for key in missing:  # oldest first, so that places found before stay right
        place = rows.place_of(*key)
        sorts.insert(place, key[0])
        ids.insert(place, key[1])
    return sorts, ids

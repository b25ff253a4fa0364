"""What the list shows: a stream as it was when it was called up, until the user takes in what is new.

The list opens with one page of keys and gets the rest from the reader thread. Rows do not vanish and do
not come by themselves: what the user reads stays (dimmed) until the list is left or cleaned up, what
arrives waits until it is asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.errors import StoreError
from reader.library import Key, Library
from reader.model import Change
from reader.stream import Kind, Selection, Stream
from reader.ui.language.display_dates import local
from reader.ui.reader.list_loader import Loading
from reader.ui.reader.messages import KeysLoaded, SavedCounted
from reader.ui.reader.session import SessionKeeper
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.rows import merged
from reader.ui.widgets.tree_rows import Order

FIRST_KEYS = 300  # each way; as many as nobody scrolls by before the others are there
QUICK = 0.1  # seconds, of a count of the saved searches
MOST_KEPT = 500  # rows that the user touched and that are kept through taking in what is new

_EMPTY: dict[Kind, tuple[str, ...]] = {
    Kind.TODAY: ("Nothing came today yet.", "R asks all feeds now."),
    Kind.UNREAD: ("Everything is read.", "R asks all feeds for more."),
    Kind.STARRED: ("No stars yet.", "s gives an article one."),
    Kind.ALL: ("No articles yet.", "R asks all feeds now."),
    Kind.SEARCH: ("Nothing found.", "/ searches for something else."),
    Kind.AUTHOR: ("Nothing by this author.",),
    Kind.FOLDER: ("No articles in this folder yet.", "r asks its feeds now."),
    Kind.FEED: ("No articles in this feed yet.", "r asks it now."),
    Kind.TAG: ("No articles under this tag yet.", "r asks its feeds now."),
    Kind.SAVED: ("Nothing found.", "e changes what is asked for."),
}


class Browsing:
    """The stream in the list, with the tree beside it. ``post`` takes messages from any thread."""

    def __init__(
        self,
        library: Library,
        session: SessionKeeper,
        tree: FeedTree,
        headlines: Headlines,
        post: Callable[[Message], object],
    ) -> None:
        self._library, self._session = library, session
        self._tree, self._headlines, self._post = tree, headlines, post
        self.stream = Stream(Kind.ALL)
        self.arrived = 0
        self._newest_id = 0
        self._to_newest = False
        self._loading = Loading(library, post)
        self._counting = False
        self._counted_since = 0.0
        self.counts_quickly = False  # whether saved searches can be counted at each piece of news
        self._by_rank = False
        self._wish: Callable[[], object] | None = None  # for when the list is whole
        self._selection = Selection()
        self._touched: dict[int, Key] = {}

    # -- the tree

    def show_tree(self, folded: Iterable[str] | None = None) -> None:
        """Shows the feeds as the library last read them, and counts as they are now."""
        before = self._tree.contents
        self._tree.show(
            replace(
                before,
                feeds=tuple(self._library.feeds.by_id.values()),
                searches=self._library.subscriptions.searches,
                counts={**before.counts, **self._fixed_counts()},
                latest=self._library.feeds.latest() if before.order is Order.LATEST else {},
                folded=before.folded if folded is None else frozenset(folded),
            )
        )

    def order_tree(self, order: Order) -> None:
        """Puts feeds and folders in another order."""
        self._tree.contents = replace(self._tree.contents, order=order)
        self.show_tree()

    def _fixed_counts(self) -> dict[Stream, int]:
        library = self._library
        return {
            Stream(Kind.TODAY): library.feeds.count_unread(Stream(Kind.TODAY)),
            Stream(Kind.UNREAD): self.unread,
            Stream(Kind.STARRED): library.feeds.count(Stream(Kind.STARRED)),
        }

    def count_saved(self) -> None:
        """Has the reader thread count what is unread in saved searches; at most one such count is under way."""
        if self._library.subscriptions.searches and not self._counting:
            self._counting = True
            self._counted_since = time.monotonic()
            future = self._library.feeds.count_saved()
            future.add_done_callback(self._counted)

    def _counted(self, future: Future[dict[Stream, int]]) -> None:
        try:
            self._post(SavedCounted(future.result()))
        except (CancelledError, StoreError):
            self._post(SavedCounted({}))

    def saved_counted(self, message: SavedCounted) -> None:
        """The counts are there."""
        self._counting = False
        self.counts_quickly = time.monotonic() - self._counted_since < QUICK
        if message.counts:
            self._tree.show(replace(self._tree.contents, counts={**self._tree.contents.counts, **message.counts}))

    @property
    def unread(self) -> int:
        """How many entries are unread in all, but for hidden feeds."""
        return sum(feed.unread for feed in self._library.feeds.by_id.values() if not feed.hidden)

    @property
    def title(self) -> str:
        """What the stream is called."""
        if self.stream.kind is Kind.SEARCH:
            return f"“{self.stream.value}”  {self._found()}"
        if self.stream.kind is Kind.AUTHOR:
            return self._library.articles.author_name(int(self.stream.value))
        return self._tree.label_of(self.stream) or self.stream.value

    @property
    def health(self) -> str:
        """What is the matter with the feed that is shown, in words; empty if it fares well."""
        feeds = self._library.feeds.by_id.values() if self.stream.kind is Kind.FEED else ()
        poll = next((feed.poll for feed in feeds if feed.url == self.stream.value), None)
        if poll is None or not poll.error:
            return ""
        again = f", next try {local(poll.next_check):%H:%M}" if poll.next_check else ""
        from reader.wording.problem_messages import problem_message

        return f"{problem_message(poll.error)}{again}"

    def _found(self) -> str:
        """How many a search has found; while the rest is still being looked for, at least so many."""
        count = f"{len(self._headlines.keys[1]):,}".replace(",", "\u202f")
        return f"{count}{'+' if self._loading.under_way else ''} found{', best first' if self._by_rank else ''}"

    # -- the list

    def show(self, stream: Stream, cursor_id: int | None = None) -> None:
        """Shows a stream, with the cursor on an entry or at the top."""
        self.stream, self._touched = stream, {}
        self._to_newest = self._by_rank = False
        self._wish = None
        self._mark_time()
        self._loading.begin(self._selection)
        keys = [] if self._slow else self._library.articles.first_keys(self._selection, cursor_id, each_way=FIRST_KEYS)
        self._touched = {key[1]: key for key in keys if key[1] == cursor_id}
        sorts, ids = [key[0] for key in keys], [key[1] for key in keys]
        titles = {} if stream.kind is Kind.FEED else self._library.feeds.titles
        self._headlines.show(sorts, ids, titles=titles, cursor_id=cursor_id, empty=self._words_for_none())
        if self._slow or len(keys) >= FIRST_KEYS:
            self._load_rest()
            if self._slow and cursor_id is not None:
                self._wish = partial(self._select, cursor_id)
        else:
            self._loading.is_whole()

    @property
    def _slow(self) -> bool:
        """Whether no index of the list finds what belongs to it: then it is read by the reader thread alone."""
        return self._selection.by_words or self._selection.author is not None

    def _words_for_none(self) -> tuple[str, ...]:
        health = self.health
        return (f"{health[:1].upper()}{health[1:]}.", "r asks it now.") if health else _EMPTY[self.stream.kind]

    def _select(self, entry_id: int) -> None:
        key = self._library.articles.key(entry_id)
        if key:
            self._headlines.select(*key)

    def follow(self, old_url: str, new_url: str) -> None:
        """A feed has another address; its list stays what it is, but for entries that became one with others."""
        if self.stream == Stream(Kind.FEED, old_url):
            self.stream = Stream(Kind.FEED, new_url)
            self._session.change(stream=self.stream)
        self._touched = {key[1]: key for key in self._library.articles.keys([*self._touched])}
        self._selection = replace(self._library.feeds.selection(self.stream), up_to=self._newest_id)
        if len(self._headlines.keys[1]):
            self._load_rest()

    def take_in(self, *, to_newest: bool = False, anew: bool = False) -> None:
        """Shows what has arrived; the cursor goes to the newest entry, or stays where it is on the screen.

        ``anew``: whatever else has changed is shown as well.
        """
        self._mark_time()
        self._to_newest = to_newest
        if not len(self._headlines.keys[1]):
            self.show(self.stream)
        elif anew or not self._loading.take_in(self._selection):
            self._load_rest()

    def clean_up(self) -> None:
        """Takes out what does not belong to the stream any more."""
        self._touched = {}
        self.take_in(anew=True)

    def _mark_time(self) -> None:
        """What arrives from now on waits; the day of "today" is that of now."""
        self._newest_id = self._library.articles.newest_id()
        self._selection = replace(self._library.feeds.selection(self.stream), up_to=self._newest_id)
        self.arrived = 0

    def turn_order(self) -> bool:
        """Best first, or newest first again; False for what was not found by words."""
        if not self._selection.by_words:
            return False
        self._by_rank, self._to_newest = not self._by_rank, True
        self._load_rest()
        return True

    def _load_rest(self) -> None:
        """What is found by words can be very much: the newest of it come first, by themselves."""
        first = self._selection.by_words and not self._by_rank and not len(self._headlines.keys[1])
        self._loading.load(self._selection, first=FIRST_KEYS if first else 0, by_rank=self._by_rank)

    def keys_loaded(self, message: KeysLoaded) -> None:
        """The rest of the stream is there, or the first of a search, or what has arrived."""
        if not self._loading.expects(message):
            return
        if message.arrivals:
            self._headlines.add_keys(zip(message.sorts, message.ids, strict=True))
        else:
            kept = () if self._by_rank else self._touched.values()
            self._headlines.replace_keys(*merged(message.sorts, message.ids, kept), dated=not self._by_rank)
        if self._to_newest:
            self._to_newest = False
            self._headlines.move_to(0)
        wish, self._wish = (self._wish, None) if message.whole else (None, self._wish)
        if wish:
            wish()

    def count_arrivals(self) -> None:
        """Counts what has arrived in the stream since it was called up."""
        if self._slow:
            return
        self.arrived = self._library.articles.arrived_since(replace(self._selection, up_to=None), self._newest_id)
        if self.arrived and not len(self._headlines.keys[1]):
            self.take_in()

    def apply(self, change: Change) -> None:
        """Shows a change, and keeps its rows in the list."""
        if len(self._touched) + len(change.ids) <= MOST_KEPT:
            self._touched |= {
                key[1]: key for key in self._library.articles.keys(change.ids) if self._headlines.holds(key)
            }
        self._headlines.apply(change)

    def would_read_all(self) -> Future[Change]:
        """The change that marks read what this list holds; what arrived unseen is not in it."""
        return self._library.changes.would_read(self._selection)

    def listed(self, change: Change) -> Change:
        """As much of a change as this list shows: of many that were found, those that came last are ranked."""
        if not self._by_rank:
            return change
        listed = set(self._headlines.keys[1])
        return replace(change, ids=tuple(entry_id for entry_id in change.ids if entry_id in listed))

    def to_end(self, *, first: bool) -> None:
        """Moves to the first or to the last headline; again when the list is whole, if it is not yet."""
        self._headlines.move_to(0 if first else self._headlines.row_count() - 1)
        if self._loading.under_way:
            self._wish = partial(self.to_end, first=first)

    def to_unread(self, then: Callable[[bool], object], *, before: bool = False) -> None:
        """Moves to the next unread headline below the cursor (above it), else to the first from the other end.

        ``then`` is told whether there is one: at once, or when the list is whole.
        """
        find = self._unread_by_walking if self._slow else self._unread_by_key
        found = find(before=before) or (not before and find(before=before, from_top=True))
        if found or not self._loading.under_way:
            then(bool(found))
        else:
            self._wish = partial(self.to_unread, then, before=before)

    def _unread_by_key(self, *, before: bool, from_top: bool = False) -> bool:
        """Asks the store; marks that are not written yet are passed over."""
        current = self._headlines.current
        key: Key | None = None if from_top or current is None else (current.sort, current.id)
        while (entry_id := self._library.articles.unread_after(self._selection, key, before=before)) is not None:
            headline = next(iter(self._library.articles.headlines([entry_id])), None)
            if headline is None:
                return False
            key = (headline.sort, headline.id)
            if not headline.read:
                other = current is None or headline.id != current.id
                return other and self._headlines.select(*key)
        return False

    def _unread_by_walking(self, *, before: bool, from_top: bool = False) -> bool:
        """Looks at one row after another; for streams that no index of the unread serves."""
        count = self._headlines.row_count()
        start = -1 if from_top else self._headlines.cursor
        rows = range(start - 1, -1, -1) if before else range(start + 1, count)
        for row in rows:
            headline = self._headlines.headline(row)
            if headline and not headline.read and row != self._headlines.cursor:
                self._headlines.move_to(row)
                return True
        return False

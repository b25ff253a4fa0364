"""The feeds pane: the tree of feeds, and the counts in it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.errors import StoreError
from reader.library import Library
from reader.library.feeds import Feeds, ReadFeeds
from reader.model import Change, Field, unread_once
from reader.stream import Kind, Stream
from reader.ui.reader.messages import Answered, SavedCounted, when_read
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.tree_rows import AccountNote, Order

QUICK = 0.1  # seconds: saved searches that are counted this fast are counted at every change
TODAY, UNREAD = Stream(Kind.TODAY), Stream(Kind.UNREAD)
CHOSEN = {Field.STARRED: Stream(Kind.STARRED), Field.LATER: Stream(Kind.LATER)}
"""The lists of what the user has chosen, which show how many entries they have."""


class FeedsView:
    """Fills the tree with feeds and counts. ``post`` takes messages from any thread."""

    def __init__(self, library: Library, tree: FeedTree, post: Callable[[Message], object]) -> None:
        self._library, self._tree, self._post = library, tree, post
        self._counting = False
        self._counting_since = 0.0
        self._counts_quickly = False
        self._saved_outdated = False
        self._reading_all = self._all_outdated = False

    @property
    def unread(self) -> int:
        """How many articles are unread in all feeds that are not hidden."""
        feeds = self._library.feeds
        return unread_once((feed for feed in feeds.by_id.values() if not feed.hidden), feeds.copies)

    # -- showing

    def show(self, folded: Iterable[str] | None = None) -> None:
        """Shows the feeds as the library last read them, with all counts as they are now."""
        feeds = self._library.feeds
        self._show(
            {TODAY: feeds.count_unread(TODAY), **_chosen(feeds)},
            labels=True,
            latest=True,
            folded=folded,
        )

    def follow_polled(self, feed_ids: frozenset[int], then: Callable[[], object]) -> None:
        """Reads feeds that were polled and shows them, then calls ``then``."""
        loading = self._library.feeds.load_some(feed_ids)
        when_read(loading, self._post, partial(self._polled, feed_ids, then))

    def _polled(self, feed_ids: frozenset[int], then: Callable[[], object], read: ReadFeeds) -> None:
        if self._library.feeds.use(read):
            self._show_polled()
            then()
        else:
            self.follow_polled(feed_ids, then)

    def follow_all(self, then: Callable[[], object]) -> None:
        """Reads all feeds and shows them, then calls ``then``. What is asked for meanwhile is one reading after it."""
        self._all_outdated = self._reading_all
        if not self._reading_all:
            self._reading_all = True
            loading = self._library.feeds.load_all()
            when_read(loading, self._post, partial(self._all_read, then), failed=self._all_failed)

    def _all_read(self, then: Callable[[], object], read: ReadFeeds) -> None:
        """Shows them in another turn of the event loop, so that a key may come between."""
        again, self._reading_all = self._all_outdated, False
        if not self._library.feeds.use(read):
            again = True
        else:
            shown = Answered(partial(self._show_all, then))
            asyncio.get_running_loop().call_soon(self._post, shown)
        if again:
            self.follow_all(then)

    def _show_all(self, then: Callable[[], object]) -> None:
        self.show()
        then()

    def _all_failed(self) -> None:
        self._reading_all = False

    def _show_polled(self) -> None:
        """New articles change unread counts and the order by date, not the stars."""
        self._show({TODAY: self._library.feeds.count_unread(TODAY)}, latest=True)

    def show_states(self) -> None:
        """Shows counts after states came from a server; the library has read the feeds concerned."""
        feeds = self._library.feeds
        self._show({TODAY: feeds.count_unread(TODAY), **_chosen(feeds)}, labels=True)
        self.recount_saved()

    def show_change(self, change: Change) -> None:
        """Shows the counts that a change of articles changed; the library has read the feeds concerned."""
        if change.field in CHOSEN:
            stream = CHOSEN[change.field]
            count = self._tree.contents.counts.get(stream, 0)
            self._show({stream: count + (change.count if change.value else -change.count)})
        elif change.field is Field.LABEL:
            self._show({}, labels=True)
        else:
            self._show({TODAY: self._library.feeds.count_unread(TODAY)})
        self.recount_saved()

    def _show(
        self, counts: dict[Stream, int], *, labels: bool = False, latest: bool = False,
        folded: Iterable[str] | None = None,
    ) -> None:  # fmt: skip
        before, library = self._tree.contents, self._library
        dates = library.feeds.latest() if latest and before.order is Order.LATEST else before.latest
        self._tree.show(
            replace(
                before,
                feeds=tuple(library.feeds.by_id.values()),
                copies=library.feeds.copies,
                searches=library.subscriptions.searches,
                places=library.subscriptions.file.places,
                accounts=self._accounts(),
                counts={**before.counts, **counts, UNREAD: self.unread},
                labels=self._labels() if labels else before.labels,
                people=self._people() if labels else before.people,
                latest=dates,
                folded=before.folded if folded is None else frozenset(folded),
            )
        )

    def _accounts(self) -> dict[str, AccountNote]:
        """What the row of each account notes, by its folder; an account at the top has none."""
        accounts = self._library.accounts
        roots = accounts.roots(self._library.subscriptions.file.subscriptions) if accounts.all else {}
        notes = {one.name: AccountNote.PAUSED if one.paused else AccountNote.NOTHING for one in accounts.all}
        notes |= dict.fromkeys(accounts.failing, AccountNote.FAILING)
        return {root: notes[name] for name, root in roots.items() if root}

    def _labels(self) -> dict[str, int]:
        """All labels with their counts; the one under the cursor stays, even if no article has it any more."""
        here = self._tree.stream
        kept = {here.value: 0} if here and here.kind is Kind.LABEL and here.value in self._tree.contents.labels else {}
        return {**kept, **self._library.feeds.labels()}

    def _people(self) -> dict[int, str]:
        """The people whom the user follows, by id."""
        return {person.id: person.author.name for person in self._library.people.followed()}

    def show_people(self) -> None:
        """Shows whom the user follows now."""
        self._show({}, labels=True)
        self._saved_outdated = True
        self.count_saved()

    def sort(self, order: Order) -> None:
        """Sorts feeds and folders."""
        self._tree.contents = replace(self._tree.contents, order=order)
        self._show({}, latest=True)

    # -- saved searches

    def count_saved(self) -> None:
        """Counts the unread articles of saved searches and people on the reader thread, unless it does so already."""
        people = self._tree.contents.people
        if (self._library.subscriptions.searches or people) and not self._counting:
            self._counting, self._saved_outdated = True, False
            self._counting_since = time.monotonic()
            self._library.feeds.count_saved(people).add_done_callback(self._counted)

    def recount_saved(self) -> None:
        """Counts again at once if that is quick, else at the next :meth:`count_outdated`."""
        self._saved_outdated = True
        if self._counts_quickly:
            self.count_outdated()

    def count_outdated(self) -> None:
        """Counts the saved searches again if anything changed since."""
        if self._saved_outdated:
            self.count_saved()

    def _counted(self, future: Future[dict[Stream, int]]) -> None:
        try:
            self._post(SavedCounted(future.result()))
        except (CancelledError, StoreError):
            self._post(SavedCounted({}))

    def saved_counted(self, message: SavedCounted) -> None:
        """Shows the counts of the saved searches."""
        self._counting = False
        self._counts_quickly = time.monotonic() - self._counting_since < QUICK
        if message.counts:
            self._tree.show(replace(self._tree.contents, counts={**self._tree.contents.counts, **message.counts}))


def _chosen(feeds: Feeds) -> dict[Stream, int]:
    """How many entries the lists of chosen ones have."""
    return {stream: feeds.count(stream) for stream in CHOSEN.values()}

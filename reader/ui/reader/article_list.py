"""The list of articles: a stream as it was when it was opened, until the user asks for the new articles.

The list opens with one page of keys and gets the others from the reader thread. Rows neither disappear nor appear on
their own: an article that was read stays, dimmed, until the list is left or cleaned up, and new articles wait until the
user asks for them.
"""

from __future__ import annotations

import asyncio
from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.library import Key, Library, Listing
from reader.library.articles import columns
from reader.model import Change
from reader.query.selection import Selection
from reader.query.tree import Between, Node, Order
from reader.stream import Kind, Stream, from_key
from reader.ui.language.display_dates import coming_time
from reader.ui.reader.arrival_counter import ArrivalCounter
from reader.ui.reader.empty_list import Reason, Why, begins_more, empty_text, reason_of, with_next_try
from reader.ui.reader.list_filter import ListFilter
from reader.ui.reader.list_loader import ListLoader
from reader.ui.reader.list_order import ListOrders, titled
from reader.ui.reader.messages import Answered, KeysLoaded
from reader.ui.reader.next_unread import NextUnread
from reader.ui.reader.session import SessionKeeper
from reader.ui.reader.story_lists import StoryLists
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.rows import BY_DATE, merged
from reader.wording.catalogue import _, plural

Later = Callable[[Callable[[], None]], object]

FIRST_KEYS = 300  # each way; nobody scrolls past them before the others are loaded
MOST_KEPT = 500  # rows the user changed, which stay in the list when it is loaded again


class ArticleList:
    """Shows a stream. ``label_of`` gives a stream's name; ``post`` takes messages from any thread.

    ``by_stories``: it has one row for the articles that report the same event.

    ``page``: marks what a search has found, as ``headlines`` do.
    """

    def __init__(
        self,
        library: Library,
        session: SessionKeeper,
        label_of: Callable[[Stream], str],
        headlines: Headlines,
        page: ArticlePane,
        post: Callable[[Message], object],
    ) -> None:
        self._library, self._session, self._post = library, session, post
        self._label_of, self._headlines, self._page = label_of, headlines, page
        self.stream = Stream(Kind.ALL)
        self._newest_id = 0
        self._to_newest = False
        self._loading, self._arrivals = ListLoader(library, post), ArrivalCounter(library, post)
        self._orders, self._order = ListOrders(library, session), Order.NEWEST
        self._stories, self.by_stories = StoryLists(library, session), False
        self._filter = ListFilter(library)
        self._unread = NextUnread(library, headlines, post)
        self._when_whole: Callable[[], object] | None = None  # called when the whole list is loaded
        self._selection = Selection()
        self._touched: dict[int, Key] = {}

    # -- what it is called

    @property
    def title(self) -> str:
        """The name of the stream with its order and its filter; for a search, with the number of results so far."""
        name = titled(self._title(), self._order)
        if self.by_stories and not self._library.config.stories:
            name = _("{list}, by story").format(list=name)
        words = self._filter.words
        return _("{list}, only “{words}”").format(list=name, words=words) if words else name

    def _title(self) -> str:
        if self.stream.kind is Kind.SEARCH:
            scope = from_key(self.stream.scope)
            words = _("“{words}”").format(words=self.stream.value)
            if scope is not None:
                words = _("{words} in {list}").format(words=words, list=self.name_of(scope))
            return f"{words}  {self._found()}"
        name = self.name_of(self.stream)
        return _("{list}, unread only").format(list=name) if self.unread_only else name

    def name_of(self, stream: Stream) -> str:
        """The name of a stream other than a search."""
        if stream.kind is Kind.AUTHOR and stream.value:
            return self._library.articles.author_name(int(stream.value))
        return self._label_of(stream) or stream.value

    def _found(self) -> str:
        count = len(self._headlines.keys[1])
        if self._loading.under_way:
            return plural("{n}+ found", "{n}+ found", count) if count else _("searching…")
        return plural("{n} found", "{n} found", count)

    @property
    def _problem(self) -> tuple[str, str]:
        """The problem of the feed that is shown, and when it is tried next; empty where there is none."""
        feeds = self._library.feeds.by_id.values() if self.stream.kind is Kind.FEED else ()
        poll = next((feed.poll for feed in feeds if feed.url == self.stream.value), None)
        if poll is None or not poll.error:
            return "", ""
        from reader.wording.problem_messages import problem_message

        time = coming_time(poll.next_check, self._library.now()) if poll.next_check else ""
        return problem_message(poll.error), time

    @property
    def health(self) -> str:
        """The problem of the feed that is shown; empty if there is none, or if the empty list itself says so."""
        problem, time = self._problem
        if not problem or not (len(self._headlines.keys[1]) or self._filter.words or self.unread_only):
            return ""
        return with_next_try(problem, time)

    # -- unread entries only

    @property
    def can_hide_read(self) -> bool:
        """Whether the list has read entries too, and may be limited to the unread ones."""
        return self.stream.kind not in (Kind.UNREAD, Kind.SEARCH)

    @property
    def unread_only(self) -> bool:
        """Whether the user limited the list to its unread entries."""
        return self.can_hide_read and self.stream.key() in self._session.now.unread_only

    def toggle_unread_only(self) -> None:
        """Limits the list to its unread entries, now and whenever it is shown again; or shows all of them again."""
        key, before = self.stream.key(), self._session.now.unread_only
        others = tuple(one for one in before if one != key)
        self._session.change(unread_only=others if key in before else (*others, key))

    def _select_entries(self) -> None:
        selection = self._library.feeds.selection(self.stream)
        selection = replace(selection, up_to=self._newest_id, unread=selection.unread or self.unread_only)
        selection = self._library.feeds.by_stories(selection) if self.by_stories else selection
        self._selection = self._filter.narrowed(selection)
        self._mark_hits()

    def _mark_hits(self) -> None:
        """Has what the list looks for marked in titles and texts."""
        sought = None
        if not self._selection.indexed:
            from reader.ui.typeset.hits import sought_by

            sought = sought_by(self._selection.query)
        self._headlines.mark_hits(sought)
        self._page.mark_hits(sought)

    # -- the list

    def show(self, stream: Stream, cursor_id: int | None = None, *, later: Later | None = None) -> None:
        """Shows a stream, with an entry or the first row selected. ``later`` puts off what is not in sight at first."""
        if stream != self.stream:
            self._filter.forget()
        self.stream, self._touched = stream, {}
        self._to_newest, self._order = False, self._orders.of(stream)
        self.by_stories = self._stories.of(stream)
        self._when_whole = None
        self._unread.forget()
        self._fix_selection()
        self._loading.begin(self._selection)
        wanted, cursor_id = cursor_id, self._row_of(cursor_id)
        keys = self._first_keys(cursor_id)
        self._keep_cursor(cursor_id)
        self._headlines.show(
            Listing(*columns(keys)), self._order, titles=self._library.feeds.titles,
            one_feed=stream.kind is Kind.FEED, of_people=stream.kind is Kind.AUTHOR, cursor_id=cursor_id,
            by_stories=self.by_stories, feeds=self._feeds, empty=self._empty_text() if self._by_key else (),
        )  # fmt: skip
        if wanted is not None and wanted != cursor_id:
            self._headlines.move_to_telling(wanted)
        if not self._by_key or len(keys) >= FIRST_KEYS:
            if later and self._by_key:
                later(self._load_rest)
            else:
                self._load_rest()
            if not self._by_key and cursor_id is not None:
                self._when_whole = partial(self.select, cursor_id)
        else:
            self._loading.is_whole()

    def _row_of(self, entry_id: int | None) -> int | None:
        """The entry that has the row of a copy, or of a telling in a list by stories."""
        if entry_id is None or not self._by_key:
            return entry_id
        return self._library.articles.row_of(self._selection, entry_id)

    @property
    def _feeds(self) -> frozenset[int] | None:
        """The feeds that the list has articles of; None: all."""
        return None if self._selection.feeds is None else frozenset(self._selection.feeds)

    def show_by_stories(self, wanted: bool) -> None:
        """Shows stories as one row each in this list from now on, or every article."""
        self._stories.choose(self.stream, wanted)

    def follow_stories(self) -> None:
        """Shows the tellings as they are now, because some were taken out of a story or put in."""
        self._headlines.renew_stories()
        if self.by_stories:
            self._load_rest()

    def read_shares(self) -> None:
        """Has the library read by which feeds stories are represented, if that may have changed.

        A list by stories that was shown before it was ever known is grouped again; later it stays until it is loaded.
        """
        feeds = self._library.feeds
        if feeds.shares_outdated:
            first = feeds.shares is None
            reading = feeds.load_shares()
            if first:
                reading.add_done_callback(lambda _: self._post(Answered(self._use_shares)))

    def _use_shares(self) -> None:
        if self.by_stories and self._library.feeds.shares:
            self._select_entries()
            self._load_rest()

    def _first_keys(self, cursor_id: int | None) -> list[Key]:
        if not self._by_key:
            return []
        oldest_first = self._order is Order.OLDEST
        return self._library.articles.first_keys(
            self._selection, cursor_id, each_way=FIRST_KEYS, oldest_first=oldest_first
        )

    def _keep_cursor(self, cursor_id: int | None) -> None:
        """Lets the list begin with an entry that may have been read, and so no longer belongs to it."""
        key = self._library.articles.key(cursor_id) if cursor_id is not None and self._selection.indexed else None
        self._touched = {key[1]: key} if key else {}

    @property
    def _by_key(self) -> bool:
        """Whether an index has the list in its order, so that a part of it is read at once; else the reader thread
        reads it whole.
        """
        return self._selection.indexed and self._order in BY_DATE

    @property
    def _is_account(self) -> bool:
        """Whether the list has all articles of an account."""
        account, inner = self._library.accounts.owner_of(self.stream.value)
        return self.stream.kind is Kind.FOLDER and bool(account) and not inner

    def _empty_text(self) -> tuple[str, ...]:
        feeds, said = self._library.feeds, ("", "")
        if self._filter.words:
            reason: Reason = Why.FILTER
        elif self.unread_only:
            reason = Why.READ
        elif self._is_account:
            reason = Why.ACCOUNT
        else:
            begins = begins_more(self._selection.query) if self.stream.kind is Kind.SEARCH else False
            reason = reason_of(self.stream, no_feeds=not feeds.by_id, none_added=feeds.none_added, begins_more=begins)
            said = self._problem  # says why there is nothing, unless the user hid what there is
        return empty_text(reason, *said)

    def explain_anew(self) -> None:
        """Says again why the list has no articles, after feeds were read."""
        if not len(self._headlines.keys[1]) and not self._loading.under_way:
            self._headlines.show_empty(self._empty_text())

    def select(self, entry_id: int) -> bool:
        """Moves the cursor to an entry; False if it is not in the list.

        In a list by stories, it may be beneath the row of its story, which is opened.
        """
        key = self._library.articles.key(entry_id)
        if key and self._headlines.select(*key):
            return True
        row = next(iter(self._library.articles.headlines([entry_id])), None) if self.by_stories else None
        if row is None or row.story is None:
            return False
        tellings = self._library.articles.tellings([row.story]).get(row.story, ())
        return any(self._headlines.select(*one.key) for one in tellings) and self._headlines.move_to_telling(entry_id)

    def follow(self, old_url: str, new_url: str) -> None:
        """Follows a feed to its new address; entries that were merged with others leave the list."""
        if self.stream == Stream(Kind.FEED, old_url):
            limited = self.unread_only
            self.stream = Stream(Kind.FEED, new_url)
            self._session.change(stream=self.stream)
            if limited != self.unread_only:
                self.toggle_unread_only()
            self._orders.follow(Stream(Kind.FEED, old_url), self.stream)
            self._stories.follow(Stream(Kind.FEED, old_url), self.stream)
        self._touched = {key[1]: key for key in self._library.articles.keys([*self._touched])}
        self._select_entries()
        if len(self._headlines.keys[1]):
            self._load_rest()

    def take_in(self, *, to_newest: bool = False, whole: bool = False) -> None:
        """Adds new articles; the cursor moves to the newest one, or stays where it is on the screen.

        ``whole`` loads the whole list again, which also shows other changes.
        """
        self._fix_selection()
        self._to_newest = to_newest and self._order is Order.NEWEST
        if not len(self._headlines.keys[1]):
            self.show(self.stream)
        elif whole or self._order is not Order.NEWEST or not self._loading.take_in(self._selection):
            self._load_rest()

    def follow_feeds(self) -> None:
        """Shows a list without articles again, because other feeds may belong to it now."""
        if not len(self._headlines.keys[1]) and not self._loading.under_way:
            self.take_in()

    def clean_up(self, then: Callable[[int], object]) -> None:
        """Removes rows that no longer belong to the stream; calls ``then`` with their number."""
        before, selection, newest_id = len(self._headlines.keys[1]), self._selection, self._newest_id
        self._touched = {}
        self.take_in(whole=True)

        def removed(arrived: int, rows: int) -> None:
            then(max(0, before + arrived - rows))

        def loaded() -> None:
            rows = len(self._headlines.keys[1])
            if selection.indexed and self._newest_id != newest_id:
                arrivals = replace(selection, up_to=self._newest_id), newest_id
                self._arrivals.once(arrivals, lambda arrived: removed(arrived, rows))
            else:
                removed(0, rows)

        if before:
            self._when_whole = loaded
        else:
            then(0)

    @property
    def _without_limit(self) -> Selection:
        return replace(self._selection, up_to=None)

    @property
    def keeps_read(self) -> bool:
        """Whether read entries belong to the list."""
        return not self._selection.unread

    def _fix_selection(self) -> None:
        """Fixes the list to the articles there are now; "today" is the present day."""
        self._newest_id = self._library.articles.newest_id()
        self._select_entries()
        self._arrivals.forget()

    @property
    def filter_words(self) -> str:
        """The query to which the list is narrowed; empty if it is not."""
        return self._filter.words

    @property
    def filter_tree(self) -> Node:
        """What the filter asks for."""
        return self._filter.tree

    def filter_by(self, words: str) -> None:
        """Narrows the list to a query, or shows all of it again; order and place stay."""
        self._touched = self._filter.set(words, self._touched)
        self._select_entries()
        self._unread.forget()
        self._load_rest()

    @property
    def order(self) -> Order:
        """The order of the list."""
        return self._order

    @property
    def orders(self) -> list[Order]:
        """The orders to choose from."""
        return self._orders.choices(self.stream, by_words=self._selection.by_words)

    def sort_by(self, order: Order) -> None:
        """Shows the list in an order, which is remembered; the cursor stays on its article."""
        self._orders.choose(self.stream, order)
        self._order, self._to_newest = order, order is Order.RELEVANCE
        self._unread.forget()
        self._load_rest()

    def _load_rest(self) -> None:
        """Loads all keys. Where these may be very many, the first are loaded first, on their own."""
        first = not self._by_key and self._order is not Order.OLDEST and not len(self._headlines.keys[1])
        kept = () if self._order in BY_DATE else tuple(self._touched)
        self._loading.load(self._selection, first=FIRST_KEYS if first else 0, order=self._order, kept=kept)

    def keys_loaded(self, message: KeysLoaded) -> None:
        """Shows keys that were loaded: the whole stream, the first of a search, or new articles."""
        if not self._loading.expects(message):
            return
        listing = message.listing
        if message.arrivals:
            self._headlines.add_keys(zip(listing.sorts, listing.ids, strict=True))
        elif self._order in BY_DATE:
            if self.by_stories and self._touched:
                self._touched = self._stories.each_once(self._touched)
                listing = self._stories.without_others(listing, self._touched)
            sorts, ids = merged(listing.sorts, listing.ids, self._touched.values())
            if self._order is Order.OLDEST:
                sorts.reverse()
                ids.reverse()
            self._headlines.replace_keys(Listing(sorts, ids), self._order)
        else:
            self._headlines.replace_keys(listing, self._order)
        if message.whole:
            self._headlines.show_empty(self._empty_text())
        if self._to_newest:
            self._to_newest = False
            self._headlines.move_to(0)
        if message.whole and (call := self._when_whole):
            self._when_whole = None
            call()

    @property
    def arrived(self) -> int:
        """How many articles of the stream have arrived since the list was opened, as last counted."""
        return self._arrivals.number

    def count_arrivals(self, then: Callable[[], object]) -> None:
        """Counts the articles of the stream that arrived since the list was opened, then calls ``then``.

        A list without any takes them in.
        """

        def counted() -> None:
            if self.arrived and not len(self._headlines.keys[1]) and not self._loading.under_way:
                self.take_in()
            then()

        if self._selection.indexed:
            self._arrivals.count((self._without_limit, self._newest_id), counted)

    def apply(self, change: Change) -> None:
        """Shows a change, whose rows stay in the list until it is cleaned up."""
        if len(self._touched) + len(change.ids) <= MOST_KEPT:
            held = self._headlines.held(self._library.articles.keys(change.ids))
            self._touched |= {key[1]: key for key in held}
        self._headlines.apply(change)

    @property
    def is_loading(self) -> bool:
        """Whether more rows of the list are still to come."""
        return self._loading.under_way

    def when_whole(self, then: Callable[[], object]) -> None:
        """Calls ``then`` once the whole list is loaded."""
        if self._loading.under_way:
            self._when_whole = then
        else:
            then()

    async def would_read(self, *, before: int | None = None) -> Change:
        """The change that marks the list read, without articles that arrived since it was opened.

        ``before``: only those with an earlier date, in Unix seconds. Raises :class:`~reader.errors.StoreError`.
        """
        older = self._selection if before is None else self._selection.narrowed(Between(None, before))
        change = await asyncio.wrap_future(self._library.changes.would_read(replace(older, stories=False)))
        if self._order is not Order.RELEVANCE:
            return change
        return await self._only(change, self._headlines.keys[1])  # a ranked search shows only its best results

    async def would_read_beside(self, entry_id: int, *, above: bool) -> Change:
        """The change that marks all articles above or below one read. Raises :class:`~reader.errors.StoreError`."""
        ids, row = self._headlines.keys[1][:], self._headlines.place  # copied, since rows may be inserted meanwhile

        def beside() -> array[int]:
            at = ids.index(entry_id) if entry_id in ids else row
            return ids[:at] if above else ids[at + 1 :]

        return await self._only(await self.would_read(), await asyncio.to_thread(beside))

    async def _only(self, change: Change, ids: Sequence[int]) -> Change:
        """The part of a change that concerns some rows, which in a list by stories are all their tellings."""
        wanted = await self.with_others(ids) if self.by_stories else ids
        return await asyncio.to_thread(_only, change, wanted)

    async def with_others(self, ids: Collection[int]) -> set[int]:
        """Those entries and the other tellings of their stories of the list's feeds.

        Raises :class:`~reader.errors.StoreError`.
        """
        return {*ids, *await asyncio.wrap_future(self._library.articles.load_beside(ids, self._feeds))}

    def to_end(self, *, first: bool) -> None:
        """Moves to the first or the last headline, and again when the whole list is loaded."""
        self._headlines.move_to(0 if first else self._headlines.row_count() - 1)
        if self._loading.under_way:
            self._when_whole = partial(self.to_end, first=first)

    def to_unread(self, then: Callable[[bool], object], *, before: bool = False) -> None:
        """Moves to the next unread headline below the cursor, or else to the first of the list; ``before``: above.

        Calls ``then`` with whether there is one, at once or when the whole list is loaded.
        """
        by_key = self._by_key and not self.by_stories  # a story may have unread tellings, but its row is read
        if by_key:
            find = partial(self._unread.by_key, self._selection, oldest_first=self._order is Order.OLDEST)
            found = find(before=before) or (not before and find(before=before, from_start=True))
        else:
            found = self._unread.among_near(before=before)
        if found:
            then(True)
        elif self._loading.under_way:
            self._when_whole = partial(self.to_unread, then, before=before)
        elif by_key:
            then(False)
        elif self.by_stories and not before:
            self._unread.by_walking(partial(self._to_others, then), before=False)
        else:
            self._unread.by_walking(then, before=before)

    def _to_others(self, then: Callable[[bool], object], found: bool) -> None:
        """Where no row is unread any more, goes to an unread telling that has no row."""
        if found:
            then(True)
        else:
            self._unread.among_others(self._feeds, then)


def _only(change: Change, ids: Iterable[int]) -> Change:
    """The part of a change that concerns some entries."""
    wanted = set(ids)
    return replace(change, ids=tuple(entry_id for entry_id in change.ids if entry_id in wanted))

"""The list of articles: a stream as it was when it was opened, until the user asks for the new articles.

The list opens with one page of keys and gets the others from the reader thread. Rows neither disappear nor appear on
their own: an article that was read stays, dimmed, until the list is left or cleaned up, and new articles wait until the
user asks for them.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

from textual.message import Message

from reader.library import Key, Library
from reader.model import Change
from reader.query.selection import Selection
from reader.query.tree import Between, Order
from reader.stream import Kind, Stream, from_key
from reader.ui.commands.registry import key_of
from reader.ui.language.display_dates import local
from reader.ui.reader.list_loader import ListLoader
from reader.ui.reader.messages import KeysLoaded
from reader.ui.reader.session import SessionKeeper
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.rows import merged
from reader.wording.catalogue import N_, _, plural

FIRST_KEYS = 300  # each way; nobody scrolls past them before the others are loaded
MOST_KEPT = 500  # rows the user changed, which stay in the list when it is loaded again

_EMPTY: dict[Kind, tuple[str, str, str]] = {  # why the list is empty, what to do about it, with which command
    Kind.TODAY: (N_("No articles today yet"), N_("Press {key} to refresh all feeds"), "feed.refresh-all"),
    Kind.UNREAD: (N_("No unread articles"), N_("Press {key} to refresh all feeds"), "feed.refresh-all"),
    Kind.STARRED: (N_("No starred articles yet"), N_("Press {key} on an article to star it"), "entry.star"),
    Kind.ALL: (N_("No articles yet"), N_("Press {key} to refresh all feeds"), "feed.refresh-all"),
    Kind.SEARCH: (
        N_("No articles found"),
        N_("Only whole words count: begin* finds more. Press {key} for another search"),
        "list.search",
    ),
    Kind.AUTHOR: (N_("No articles by this author"), "", ""),
    Kind.FOLDER: (N_("No articles in this folder yet"), N_("Press {key} to refresh its feeds"), "feed.refresh"),
    Kind.FEED: (N_("No articles in this feed yet"), N_("Press {key} to refresh it"), "feed.refresh"),
    Kind.TAG: (N_("No articles with this tag yet"), N_("Press {key} to refresh its feeds"), "feed.refresh"),
    Kind.SAVED: (N_("No articles found"), N_("Press {key} to edit the search"), "feed.edit"),
}
_NOTHING_UNREAD = (N_("No unread articles here"), N_("Press {key} to show all articles"), "list.unread")


class ArticleList:
    """Shows a stream. ``label_of`` gives a stream's name; ``post`` takes messages from any thread.

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
        self._library, self._session = library, session
        self._label_of, self._headlines, self._page = label_of, headlines, page
        self.stream = Stream(Kind.ALL)
        self.arrived = 0
        self._newest_id = 0
        self._to_newest = False
        self._loading = ListLoader(library, post)
        self._order = Order.NEWEST
        self._when_whole: Callable[[], object] | None = None  # called when the whole list is loaded
        self._selection = Selection()
        self._touched: dict[int, Key] = {}

    # -- what it is called

    @property
    def title(self) -> str:
        """The name of the stream; for a search, with the number of results so far."""
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
        if stream.kind is Kind.AUTHOR:
            return self._library.articles.author_name(int(stream.value))
        return self._label_of(stream) or stream.value

    def _found(self) -> str:
        count = len(self._headlines.keys[1])
        if self._loading.under_way:
            return plural("{n}+ found", "{n}+ found", count)
        if self._order is Order.RELEVANCE:
            return plural("{n} found, best first", "{n} found, best first", count)
        return plural("{n} found", "{n} found", count)

    @property
    def health(self) -> str:
        """The problem of the feed that is shown; empty if there is none."""
        feeds = self._library.feeds.by_id.values() if self.stream.kind is Kind.FEED else ()
        poll = next((feed.poll for feed in feeds if feed.url == self.stream.value), None)
        if poll is None or not poll.error:
            return ""
        from reader.wording.problem_messages import problem_message

        message = problem_message(poll.error)
        if not poll.next_check:
            return message
        time = f"{local(poll.next_check):%H:%M}"
        return _("{problem}, next try {time}").format(problem=message, time=time)

    # -- unread entries only

    @property
    def can_hide_read(self) -> bool:
        """Whether the list has read entries too, and may be limited to the unread ones."""
        return self.stream.kind not in (Kind.UNREAD, Kind.SEARCH, Kind.AUTHOR)

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
        self._selection = replace(selection, up_to=self._newest_id, unread=selection.unread or self.unread_only)
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

    def show(self, stream: Stream, cursor_id: int | None = None) -> None:
        """Shows a stream, with an entry or the first row selected."""
        self.stream, self._touched = stream, {}
        self._to_newest, self._order = False, self._library.feeds.order(stream)
        self._when_whole = None
        self._fix_selection()
        self._loading.begin(self._selection)
        keys = [] if self._slow else self._library.articles.first_keys(self._selection, cursor_id, each_way=FIRST_KEYS)
        self._touched = {key[1]: key for key in keys if key[1] == cursor_id}
        sorts, ids = [key[0] for key in keys], [key[1] for key in keys]
        titles = {} if stream.kind is Kind.FEED else self._library.feeds.titles
        self._headlines.show(sorts, ids, titles=titles, cursor_id=cursor_id, empty=self._empty_text())
        if self._slow or len(keys) >= FIRST_KEYS:
            self._load_rest()
            if self._slow and cursor_id is not None:
                self._when_whole = partial(self._select, cursor_id)
        else:
            self._loading.is_whole()

    @property
    def _slow(self) -> bool:
        """Whether no index serves the list, so that only the reader thread reads it."""
        return not self._selection.indexed or self._order is not Order.NEWEST

    def _empty_text(self) -> tuple[str, ...]:
        health = self.health
        why, hint, command_id = _EMPTY[self.stream.kind]
        if self.unread_only:
            why, hint, command_id = _NOTHING_UNREAD
        first = f"{health[:1].upper()}{health[1:]}" if health else _(why)
        return (first, _(hint).format(key=key_of(command_id))) if hint else (first,)

    def _select(self, entry_id: int) -> None:
        key = self._library.articles.key(entry_id)
        if key:
            self._headlines.select(*key)

    def follow(self, old_url: str, new_url: str) -> None:
        """Follows a feed to its new address; entries that were merged with others leave the list."""
        if self.stream == Stream(Kind.FEED, old_url):
            limited = self.unread_only
            self.stream = Stream(Kind.FEED, new_url)
            self._session.change(stream=self.stream)
            if limited != self.unread_only:
                self.toggle_unread_only()
        self._touched = {key[1]: key for key in self._library.articles.keys([*self._touched])}
        self._select_entries()
        if len(self._headlines.keys[1]):
            self._load_rest()

    def take_in(self, *, to_newest: bool = False, whole: bool = False) -> None:
        """Adds new articles; the cursor moves to the newest one, or stays where it is on the screen.

        ``whole`` loads the whole list again, which also shows other changes.
        """
        self._fix_selection()
        self._to_newest = to_newest
        if not len(self._headlines.keys[1]):
            self.show(self.stream)
        elif whole or not self._loading.take_in(self._selection):
            self._load_rest()

    def clean_up(self, then: Callable[[int], object]) -> None:
        """Removes rows that no longer belong to the stream; calls ``then`` with their number."""
        before = len(self._headlines.keys[1])
        arrived = 0 if self._slow else self._library.articles.arrived_since(self._without_limit, self._newest_id)
        self._touched = {}
        self.take_in(whole=True)
        if before:
            self._when_whole = lambda: then(max(0, before + arrived - len(self._headlines.keys[1])))
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
        self.arrived = 0

    def toggle_rank(self) -> bool:
        """Sorts search results by relevance, or by date again; False for other lists."""
        if not self._selection.by_words:
            return False
        usual = self._library.feeds.order(self.stream)
        if usual is Order.RELEVANCE:
            usual = Order.NEWEST
        self._order, self._to_newest = usual if self._order is Order.RELEVANCE else Order.RELEVANCE, True
        self._load_rest()
        return True

    def _load_rest(self) -> None:
        """Loads all keys. Of a search, which may find very many, the newest are loaded first, on their own."""
        first = self._slow and self._order is Order.NEWEST and not len(self._headlines.keys[1])
        self._loading.load(self._selection, first=FIRST_KEYS if first else 0, order=self._order)

    def keys_loaded(self, message: KeysLoaded) -> None:
        """Shows keys that were loaded: the whole stream, the first of a search, or new articles."""
        if not self._loading.expects(message):
            return
        if message.arrivals:
            self._headlines.add_keys(zip(message.sorts, message.ids, strict=True))
        else:
            by_date = self._order is Order.NEWEST
            kept = self._touched.values() if by_date else ()
            self._headlines.replace_keys(*merged(message.sorts, message.ids, kept), dated=by_date)
        if self._to_newest:
            self._to_newest = False
            self._headlines.move_to(0)
        if message.whole and (call := self._when_whole):
            self._when_whole = None
            call()

    def count_arrivals(self) -> None:
        """Counts the articles of the stream that arrived since the list was opened."""
        if self._slow:
            return
        self.arrived = self._library.articles.arrived_since(self._without_limit, self._newest_id)
        if self.arrived and not len(self._headlines.keys[1]):
            self.take_in()

    def apply(self, change: Change) -> None:
        """Shows a change, whose rows stay in the list until it is cleaned up."""
        if len(self._touched) + len(change.ids) <= MOST_KEPT:
            self._touched |= {
                key[1]: key for key in self._library.articles.keys(change.ids) if self._headlines.holds(key)
            }
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

    def would_read_all(self, *, before: int | None = None) -> Future[Change]:
        """The change that marks the list read, without articles that arrived since it was opened.

        ``before``: only those with an earlier date, in Unix seconds.
        """
        older = self._selection if before is None else self._selection.narrowed(Between(None, before))
        return self._library.changes.would_read(older)

    def restricted_to_shown(self, change: Change) -> Change:
        """The part of a change that this list shows: a ranked search shows only its best results."""
        if self._order is not Order.RELEVANCE:
            return change
        listed = set(self._headlines.keys[1])
        return replace(change, ids=tuple(entry_id for entry_id in change.ids if entry_id in listed))

    def to_end(self, *, first: bool) -> None:
        """Moves to the first or the last headline, and again when the whole list is loaded."""
        self._headlines.move_to(0 if first else self._headlines.row_count() - 1)
        if self._loading.under_way:
            self._when_whole = partial(self.to_end, first=first)

    def to_unread(self, then: Callable[[bool], object], *, before: bool = False) -> None:
        """Moves to the next unread headline below the cursor, or else to the first of the list; ``before``: above.

        Calls ``then`` with whether there is one, at once or when the whole list is loaded.
        """
        find = self._unread_by_walking if self._slow else self._unread_by_key
        found = find(before=before) or (not before and find(before=before, from_top=True))
        if found or not self._loading.under_way:
            then(bool(found))
        else:
            self._when_whole = partial(self.to_unread, then, before=before)

    def _unread_by_key(self, *, before: bool, from_top: bool = False) -> bool:
        """Asks the store; skips entries whose change is not written yet."""
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
        """Walks over the rows, for streams that no index serves."""
        count = self._headlines.row_count()
        start = -1 if from_top else self._headlines.cursor
        rows = range(start - 1, -1, -1) if before else range(start + 1, count)
        for row in rows:
            headline = self._headlines.headline(row)
            if headline and not headline.read and row != self._headlines.cursor:
                self._headlines.move_to(row)
                return True
        return False

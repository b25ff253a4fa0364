"""The parts of the main screen that its commands and event handlers work on."""

from __future__ import annotations

import asyncio
import dataclasses
import time
from collections.abc import Collection, Sequence
from dataclasses import field, replace
from math import ceil
from typing import TYPE_CHECKING, cast

from textual.screen import Screen
from textual.timer import Timer

from reader.errors import StoreError
from reader.lazy_dataclass import dataclass
from reader.library import Library
from reader.model import Change, Entry, Field
from reader.problems import Problem
from reader.stream import Kind, Stream
from reader.ui.commands.reader_commands import NEED_A_PAGE, NEED_AN_ARTICLE
from reader.ui.glyphs import Glyphs
from reader.ui.reader.article_list import ArticleList
from reader.ui.reader.article_view import ArticleView
from reader.ui.reader.feeds_view import FeedsView
from reader.ui.reader.layout import Layout
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.person_view import PersonView
from reader.ui.reader.read_watch import ReadWatch
from reader.ui.reader.session import SessionKeeper
from reader.ui.reader.status_lines import StatusLines
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.wording.catalogue import _, language, plural
from reader.wording.numbers import thousands

if TYPE_CHECKING:
    from reader.ui.app import BroadsheetApp
    from reader.ui.dialogs.account import AccountDialog
    from reader.ui.dialogs.add_feed import AddedFeed, AddFeedDialog
    from reader.ui.front_page.front_page_screen import FrontPageScreen
    from reader.ui.front_page.visit import Visit
    from reader.ui.reader.conversation_view import ConversationView

MOST_RECENT = 12  # lists that are remembered
FOLLOW_AFTER = 0.04  # seconds without a cursor move before the article pane follows the cursor
FOLLOW_AFTER_HELD = 0.12  # the same while a key is held down: terminals repeat it every 30 ms or a little later
GIVEN_UP_AFTER = 120.0  # seconds without an event of a synchronisation
_WORDED = (Field.READ, Field.STARRED, Field.LATER)  # states for which the bottom line has other words


@dataclass(slots=True)
class Syncing:
    """What the accounts are doing, by name. ``failing``: why the last synchronisation failed; the user knows it.

    ``undecided``: about how many feeds the user was told that they are subscribed to twice.
    """

    running: dict[str, float] = field(default_factory=dict)  # with the monotonic seconds of the last event
    asked: set[str] = field(default_factory=set)  # by the user, who wants to hear of it
    failing: dict[str, Problem] = field(default_factory=dict)
    progress_timer: Timer | None = None
    waiting_timer: Timer | None = None
    shows_waiting: bool = False
    undecided: int = 0

    @property
    def busy(self) -> bool:
        """Whether an account is being synchronised. A worker that has died says no more."""
        now = time.monotonic()
        return any(now - since < GIVEN_UP_AFTER for since in self.running.values())


@dataclass(slots=True)
class Pending:
    """What waits for a timer, a dialog or an event."""

    follow: Timer | None = None
    changed_feeds: set[int] = field(default_factory=set)  # polled since their rows were last shown
    changed_feeds_timer: Timer | None = None
    changed_outside: bool = False  # found during a refresh, shown when that has finished
    add_dialog: AddFeedDialog | None = None  # while it is open
    account_dialog: AccountDialog | None = None  # while it is open
    visit: Visit | None = None  # the last one to the front page
    subscribed: AddedFeed | None = None  # the new feed, until feeds.toml has been read again
    refreshing: bool = False
    opened: int | None = None  # the entry that was opened last
    pages: dict[int, list[asyncio.Future[None]]] = field(default_factory=dict)  # that a command waits for, by entry
    shown_file: object = None  # subscriptions and searches as the tree shows them
    sync: Syncing = field(default_factory=Syncing)


@dataclasses.dataclass(slots=True, eq=False, repr=False)
class ReaderContext:
    """Widgets, the objects that fill them, and the operations that several commands share.

    ``history``: the lists to go back to from a search or an author's list, with their selected entries.
    """

    screen: Screen[None]
    library: Library
    session: SessionKeeper
    glyphs: Glyphs
    tree: FeedTree
    headlines: Headlines
    page: ArticlePane
    feeds: FeedsView
    articles: ArticleList
    article: ArticleView
    person: PersonView
    layout: Layout
    status: StatusLines
    read_watch: ReadWatch = field(init=False)
    history: list[tuple[Stream, int | None]] = field(default_factory=list)
    pending: Pending = field(default_factory=Pending)
    conversation: ConversationView | None = None  # once one was opened
    front_page: FrontPageScreen | None = None  # while it covers the main screen

    def __post_init__(self) -> None:
        """Begins to watch what is read."""
        self.read_watch = ReadWatch(
            self.screen, self.page, self.article, self.library.subscriptions.mark_read,
            lambda entry: self.mark_read([entry]),
        )  # fmt: skip

    @property
    def app(self) -> BroadsheetApp:
        """The app."""
        return cast("BroadsheetApp", self.screen.app)

    # -- lists

    def show_list(self, stream: Stream, entry_id: int | None = None) -> None:
        """Shows a stream in the list, with an entry or the first one selected."""
        self.articles.show(stream, entry_id)
        self.session.change(stream=stream, entry=self.headlines.current_id)
        self.update_masthead()
        health = self.articles.health
        if health:
            self.status.show_message(f"{self.articles.name_of(stream)}: {health}")
        self.follow_cursor()

    def go_to(self, stream: Stream, entry_id: int | None = None) -> None:
        """Selects a stream in the tree and shows it."""
        self.history.clear()
        self.tree.select(stream)
        self.show_list(stream, entry_id)
        self.remember_visit()

    def next_list(self, done: Collection[Stream] = ()) -> Stream | None:
        """The next feed or folder with unread articles, if there is one and the settings allow to go there.

        A filter holds the user in the list. ``done``: lists that have none after all.
        """
        if not self.library.config.next_feed or self.articles.filter_words:
            return None
        return next((one for one in self.tree.next_unread(self.articles.stream) if one not in done), None)

    def remember_visit(self) -> None:
        """Remembers that the list shown was visited, for the finder."""
        stream = self.articles.stream
        if stream.kind is not Kind.SEARCH and (stream.kind is not Kind.AUTHOR or self.tree.label_of(stream)):
            others = (key for key in self.session.now.recent_lists if key != stream.key())
            self.session.change(recent_lists=(stream.key(), *others)[:MOST_RECENT])

    def update_masthead(self) -> None:
        """Shows the list's title and the counts in the top line, and in the bottom line how many feeds fail."""
        self.status.show_failing(sum(feed.failing for feed in self.tree.contents.feeds))
        stream, total = self.articles.stream, self.feeds.unread
        own = self.tree.count_of(stream)
        counts = plural("{n} unread", "{n} unread", total)
        if stream.kind is Kind.STARRED:
            starred = plural("{n} starred", "{n} starred", own or 0)
            counts = f"{starred}   {counts}"
        elif stream.kind in (Kind.LATER, Kind.LABEL) and own is not None:
            listed = plural("{n} article", "{n} articles", own)
            counts = f"{listed}   {counts}"
        elif own is not None and own > total:  # with articles of feeds that are no longer subscribed
            counts = plural("{n} unread", "{n} unread", own)
        elif own is not None and stream.kind is not Kind.ALL and own != total:
            counts = _("{own} of {total} unread").format(own=own, total=total)
        self.status.show_masthead(self.articles.title, counts, self.articles.arrived)

    def reload_feeds(self) -> None:
        """Reads all feeds and counts again and shows them at once: for edits, which other things follow."""
        self.pending.changed_feeds.clear()
        self.library.feeds.reload()
        self.feeds.show()
        self._feeds_reloaded()

    def reload_feeds_soon(self) -> None:
        """Reads them in the background and shows them then: for what servers and other programs changed."""
        self.pending.changed_feeds.clear()
        self.feeds.follow_all(self._feeds_reloaded)

    def _feeds_reloaded(self) -> None:
        self._feeds_changed()
        self.headlines.forget()
        self.article.reread_states()
        if self.front_page:
            self.front_page.changed_outside()

    def reload_changed_feeds(self) -> None:
        """Reads only the feeds that were polled since the last call, and shows them."""
        self.pending.changed_feeds_timer = None
        feed_ids, self.pending.changed_feeds = frozenset(self.pending.changed_feeds), set()
        if feed_ids:
            self.feeds.follow_polled(feed_ids, self._feeds_changed)

    def _feeds_changed(self) -> None:
        self.status.mark_mistakes(self.library.mistakes)
        self.feeds.recount_saved()
        self.articles.explain_anew()
        self.update_masthead()
        self.follow_cursor(moved=False)
        self.count_arrivals()

    def count_arrivals(self) -> None:
        """Shows in the top line how many articles have arrived, once they are counted."""
        self.articles.count_arrivals(self._arrivals_counted)

    def _arrivals_counted(self) -> None:
        self.update_masthead()
        self.follow_cursor(moved=False)

    def position(self) -> str:
        """The selected row and the number of rows of the list, or how much of the article has been seen."""
        if self.layout.pane is Pane.ARTICLE:
            return self._progress()
        rows = len(self.headlines.keys[1])
        if not rows:
            return ""
        more = "+" if self.articles.is_loading else ""
        return f"{thousands(self.headlines.place + 1, language())}/{thousands(rows, language())}{more}"

    def telling(self) -> tuple[str, ...]:
        """Which telling of its story is shown, the longest form first; empty where that does not matter."""
        if self.layout.pane is Pane.TREE or (self.layout.pane is Pane.LIST and not self.headlines.in_open_story):
            return ()
        tellings, current = self.headlines.story, self.headlines.current
        if current is None or current.id not in tellings or self.person.shown:
            return ()
        place = _("{number} of {total}").format(number=tellings.index(current.id) + 1, total=len(tellings))
        source = self.library.feeds.titles.get(current.feed_id, "")
        return (_("{place}: {source}").format(place=place, source=source), place) if source else (place,)

    def _progress(self) -> str:
        """How much of the article has been seen, and how long the rest takes; empty if all of it is visible."""
        seen, article = self.page.seen, self.article.article
        if seen is None:
            return ""
        percent = round(seen * 100)
        left = ceil((article.minutes if article and article.minutes else 0) * (1 - seen))
        if left < 1 or percent > 98:
            return _("{percent} %").format(percent=percent)
        return plural("{percent} %, {n} min left", "{percent} %, {n} min left", left, percent=percent)

    def selection_size(self) -> str:
        """How many articles are selected; empty if none is."""
        picked = self.headlines.picked_count
        return plural("{n} selected", "{n} selected", picked) if picked else ""

    @property
    def selection(self) -> tuple[int, ...]:
        """The articles that the user selected in the list, in its order; empty: commands act on the one in front.

        While the front page is shown, its story.

        Read it when a command starts, not when its dialog ends: it is empty in the other panes, and a command that
        acts on articles ends it with the next move of the cursor.
        """
        if self.front_page:
            return () if self.front_page.current_id is None else (self.front_page.current_id,)
        return self.headlines.picked_ids if self.layout.pane is Pane.LIST else ()

    @property
    def in_front(self) -> int | None:
        """The article in front: in the list the one under the cursor, in the other panes the one that the page shows.

        None if no page is in sight there, or it is a person's.
        """
        if self.front_page:
            return self.front_page.current_id
        if self.layout.pane is not Pane.LIST and (self.person.shown or not self.layout.shows(Pane.ARTICLE)):
            return None
        return self.headlines.current_id

    @property
    def acted_on(self) -> tuple[int, ...]:
        """The articles on which a command acts: the selection, or the one in front, if any."""
        return self.selection or (() if self.in_front is None else (self.in_front,))

    def lacks_article(self, command_id: str) -> bool:
        """Whether a command is about an article or a page, and none is in front."""
        if command_id == "entry.author":
            return False  # it may also be about a person in the feeds pane
        if command_id.startswith(NEED_A_PAGE):
            return self.layout.pane is Pane.TREE and not self.layout.shows(Pane.ARTICLE)
        return command_id.startswith(NEED_AN_ARTICLE) and not self.acted_on

    # -- the article

    def selected(self) -> ArticleView:
        """The article view with the selected article, even if the pane has not followed the cursor yet."""
        self.article.show(self.headlines.current_id)
        return self.article

    def states(self) -> set[str]:
        """The states that the bottom line words its commands for: of the selection, and of the screen."""
        if self.layout.pane is Pane.TREE:
            return self._tree_states()
        if self.layout.pane is Pane.ARTICLE and (person := self.person.shown):
            return {"person", "followed", "goes-on"} if person.followed else {"person", "goes-on"}
        current = self.headlines.current
        states = {field.value for field in _WORDED if current and getattr(current, field.value)}
        if current and not all(one.read for one in self.headlines.hidden_others(self.headlines.cursor)):
            states.discard(Field.READ.value)  # the row stands for them too
        states |= {"story"} if self.headlines.story else set()
        states |= {"zoomed"} if self.layout.zoomed else set()
        states |= {"hits"} if self.page.finding and self.layout.pane is Pane.ARTICLE else set()
        states |= {"article"} if current else set()
        states |= {"goes-on"} if current or self.next_list() else set()
        states |= {"adding"} if self.library.feeds.none_added else set()
        states |= {"filtered-by-key"} if self.articles.can_hide_read else set()
        states |= {"unread-only"} if self.articles.unread_only else set()
        if self.headlines.picked_count:
            states.add("held")
        elif self.articles.filter_words:
            states |= {"held", "filtered"}
        states |= self.article.states if current else set()
        entry = self.article.entry
        if current and not (entry and entry.id == current.id and not (entry.url or entry.enclosures)):
            states.add("address")
        return states

    def _tree_states(self) -> set[str]:
        stream = self.tree.stream
        states = {"filtered-by-key", "adding"} | ({"unread-only"} if self.tree.contents.unread_only else set())
        if stream is not None and stream.kind is Kind.AUTHOR and stream.value:
            return states | {"person", "followed"}
        if stream is not None and stream.kind is Kind.LABEL and stream.value:
            return states | {"label", "editable", "removable"}
        if stream is None or stream.kind not in (Kind.FEED, Kind.FOLDER, Kind.SAVED):
            return states
        states |= {"editable"} if self.library.accounts.at(stream.value) else {"movable", "editable"}
        states |= {"feed", "removable"} if stream.kind is Kind.FEED else set()
        return states | ({"paused"} if self.tree.rows[self.tree.cursor].paused else set())

    def has_page(self) -> bool:
        """Whether a page is in the article pane or can be: of the selected article, or of a person."""
        return self.person.shown is not None or self.selected().entry is not None

    def follow_cursor(self, *, moved: bool = True) -> None:
        """Shows the selected article soon, once the cursor rests. With ``moved`` False, does not delay it further."""
        held = self.pending.follow is not None
        if self.pending.follow:
            if not moved:
                return
            self.pending.follow.stop()
        self.pending.follow = self.screen.set_timer(FOLLOW_AFTER_HELD if held else FOLLOW_AFTER, self.show_selected)

    def show_selected(self) -> None:
        """Shows the selected article in its pane."""
        self.pending.follow = None
        self.session.change(entry=self.headlines.current_id)
        self.status.draw()
        if self.person.shown and self.person.selected in (None, self.headlines.current_id):
            self.person.selected = self.headlines.current_id
            return
        try:
            self.article.show(self.headlines.current_id)
        except StoreError as error:
            self.status.show_error(error)

    # -- changes

    def mark_read(self, entries: Sequence[Entry]) -> None:
        """Marks articles read that are not; if the settings say so, with the other tellings of their stories."""
        change = self.library.changes.switch(entries, Field.READ, True)
        stories = {one.story for one in entries if one.story is not None}
        if self.library.config.read_whole_story and stories:
            tellings = self.library.articles.tellings(stories).values()
            others = (one.id for some in tellings for one in some if not one.read)
            change = replace(change, ids=tuple(dict.fromkeys((*change.ids, *others))))
        self.apply(change)

    def apply(self, *changes: Change) -> None:
        """Makes changes of entries, which are one step of undo: shows them at once, and has them written."""
        changes = tuple(change for change in changes if change.ids)
        for change in changes:
            self.read_watch.decided(change)
        if changes:
            self.library.changes.apply_all(changes)
        for change in changes:
            self.show_change(change)

    def show_change(self, change: Change) -> None:
        """Shows a change in the list, the article and the bottom line."""
        self.articles.apply(change)
        self.article.apply(change)
        if self.pending.visit:
            self.pending.visit.apply(change)
        if self.front_page:
            self.front_page.show_change(change)
        self.status.draw()

"""The panes on the screen and the news that reaches them; what keys do is in the classes built on this one.

What the list shows is kept by :class:`~reader.ui.reader.article_list.Browsing`, the page by
:class:`~reader.ui.reader.article_view.Opening`, where the panes stand by :class:`~reader.ui.reader.layout.Desk`,
the top and bottom lines by :class:`~reader.ui.reader.status_lines.Notices`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.timer import Timer

from reader.errors import StoreError
from reader.library import Library, SubscriptionsRead
from reader.model import Change, Field
from reader.stream import Kind, Stream
from reader.text import sentence
from reader.ui.glyphs import Glyphs
from reader.ui.reader.article_list import Browsing
from reader.ui.reader.article_view import Opening, Whole
from reader.ui.reader.layout import Desk
from reader.ui.reader.messages import KeysLoaded, LibrarySaid, SavedCounted
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.session import SessionKeeper
from reader.ui.reader.status_lines import Notices
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.bars import Bar, Hairline
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.line_list import LineList
from reader.ui.widgets.tree_rows import Tree
from reader.wording.problem_messages import error_message

SETTLE = 0.04  # seconds that the cursor rests before the page follows it
SETTLE_HELD = 0.12  # the same while a key is held down, which repeats every thirtieth of a second, or a little later
LOOK_EVERY = 2.0  # seconds between two looks at what other programs did to the store and to feeds.toml
COUNT_EVERY = 10.0  # seconds between two counts of the saved searches, if anything is new
NEWS_EVERY = 0.4  # seconds between two looks at what has arrived


class PanesScreen(Screen[None]):
    """Feeds, headlines and the article, without keys."""

    AUTO_FOCUS = ""  # Textual's own choice would be the feeds, and lay the screen out for them first

    def __init__(self, library: Library, session: SessionKeeper, glyphs: Glyphs) -> None:
        super().__init__()
        self._library, self._session = library, session
        self._glyphs = glyphs
        self.masthead, self.status = Bar(id="masthead"), Bar(id="status")
        self.feeds = FeedTree(id=Pane.TREE, glyphs=glyphs)
        self.headlines = Headlines(library.articles.headlines, id=Pane.LIST, glyphs=glyphs, now=library.now)
        self.article = ArticlePane(id=Pane.ARTICLE, cut_sign=glyphs.cut)
        self.desk = Desk(self, session.now.sizes, tree_wanted=session.now.tree_wanted)
        self.browsing = Browsing(library, session, self.feeds, self.headlines, self.post_message)
        self.opening = Opening(library, self.article, glyphs, self._later)
        self.notices = Notices(
            self, self.masthead, self.status, glyphs, now=library.now, states=self._states_of_selected
        )
        self._before: list[tuple[Stream, int | None]] = []  # where a search or an author's list goes back to
        self._settling: Timer | None = None
        self._news: Timer | None = None
        self._uncounted = False
        self._return_to: Stream | None = None  # a list that an undo brings back, once it is in the tree
        self._shown_file: object = None

    def compose(self) -> ComposeResult:
        """The panes and the lines around them."""
        glyphs = self._glyphs
        yield self.masthead
        yield Hairline(glyphs.horizontal, id="line-top")
        with Horizontal(id="house"):
            yield self.feeds
            yield Hairline(glyphs.vertical, id="line-tree")
            with Container(id="desk"):
                yield self.headlines
                yield Hairline(glyphs.vertical, id="line-list")
                yield Hairline(glyphs.horizontal, id="line-stack")
                yield self.article
        yield Hairline(glyphs.horizontal, id="line-bottom")
        yield self.status

    def on_mount(self) -> None:
        """Shows what was last shown."""
        session = self._session.now
        self.feeds.contents = Tree(order=session.order, tags_folded=session.tags_folded)
        self.browsing.show_tree(session.folded)
        stream = session.stream or self._first_stream()
        found = self.feeds.select(stream)
        if not found:
            self.feeds.select(Stream(Kind.ALL))
        entry = session.entry
        if not found and stream.kind not in (Kind.SEARCH, Kind.AUTHOR):  # not subscribed any more
            stream, entry = Stream(Kind.ALL), None
        self.browsing.show(stream, entry)
        self.desk.focus(Pane.LIST)
        self.tell_masthead()
        self.notices.tell_mistakes(self._library.subscriptions.mistakes, self._library.notice)
        self.notices.mark_mistakes(self._library.subscriptions.mistakes)
        self.call_after_refresh(self._settle)
        self.set_interval(LOOK_EVERY, self._look_around)
        self.set_timer(LOOK_EVERY, self.browsing.count_saved)
        self.set_interval(COUNT_EVERY, self._count_saved)

    def _first_stream(self) -> Stream:
        """On the first start the Welcome feed, which teaches the reader."""
        welcome = self._library.feeds.welcome_url
        return Stream(Kind.FEED, welcome) if welcome else Stream(Kind.UNREAD)

    def _states_of_selected(self) -> set[str]:
        current = self.headlines.current
        return {field.value for field in Field if current and getattr(current, field.value)}

    def tell_masthead(self) -> None:
        """Title, day, counts."""
        self.notices.tell_counts(self.browsing.title, self.browsing.unread, self.browsing.arrived)

    # -- what the panes say

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        if message.control is self.feeds:
            if self.feeds.stream:
                self._before = []
                self._browse(self.feeds.stream)
            return
        self._settle_soon(moved=True)

    @on(ArticlePane.Resized)
    def _resized(self) -> None:
        self.opening.reset()

    @on(Hairline.Dragged)
    def _dragged(self, message: Hairline.Dragged) -> None:
        line = message.hairline.id or ""
        self.desk.move_line(line, message.by.y if line == "line-stack" else message.by.x)
        self._remember_panes()

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.desk.lay_out()
        self.notices.draw()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane was clicked."""
        self.desk.focused(event.widget)

    def _browse(self, stream: Stream, entry_id: int | None = None) -> None:
        self.browsing.show(stream, entry_id)
        self._session.change(stream=stream, entry=self.headlines.current_id)
        self.tell_masthead()
        if self.browsing.health:
            self.notices.tell(f"{self.browsing.title}: {self.browsing.health}")
        self._settle_soon(moved=True)

    def _settle_soon(self, *, moved: bool = False) -> None:
        """The page follows the cursor once it rests: holding a key down stays quick, and news put nothing off."""
        held = self._settling is not None  # the cursor has not come to rest since it last moved
        if self._settling:
            if not moved:
                return
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_HELD if held else SETTLE, self._settle)

    def _settle(self) -> None:
        self._settling = None
        self._session.change(entry=self.headlines.current_id)
        self.notices.draw()
        try:
            self.opening.show(self.headlines.current_id)
        except StoreError as error:
            self.notices.tell(sentence(error_message(error)), serious=True)

    def _later(self, make: Callable[[], Whole], then: Callable[[Whole], None]) -> None:
        async def work() -> None:
            then(await asyncio.to_thread(make))

        self.run_worker(work(), group="page", exclusive=True)

    # -- what the library says

    @on(KeysLoaded)
    def _keys_loaded(self, message: KeysLoaded) -> None:
        self.browsing.keys_loaded(message)
        self.tell_masthead()
        self._settle_soon()

    @on(SavedCounted)
    def _saved_counted(self, message: SavedCounted) -> None:
        self.browsing.saved_counted(message)

    @on(LibrarySaid)
    def _said(self, message: LibrarySaid) -> None:
        from reader.ui.reader.worker_news import heard  # the first event comes after the first paint

        news = heard(message.event, self._library.feeds.titles)
        if news.progress is not None:
            self.notices.tell_progress(news.progress)
        if news.message:
            self.notices.tell(news.message, serious=news.serious)
        if news.page_of is not None:
            self.opening.page_done(news.page_of)
            self.headlines.forget()
        if news.edited is not None and self.opening.entry and self.opening.entry.feed_id == news.edited:
            self.opening.update()
        if news.moved:
            self.browsing.follow(*news.moved)
            self._library.subscriptions.reload()
        if isinstance(message.event, SubscriptionsRead):
            self.notices.tell_mistakes(self._library.subscriptions.mistakes, None)
            self._take_news()
        if news.taken_back:
            self._show_change(news.taken_back)
        if news.counts and self._news is None:
            self._news = self.set_timer(NEWS_EVERY, self._take_news)

    def _look_around(self) -> None:
        """The command line works while the reader is open; what it did is shown soon."""
        self._library.subscriptions.check()
        self._library.session.flush()
        if self._library.articles.changed_outside() and self._news is None:
            self._take_news()

    def _count_saved(self) -> None:
        if self._uncounted:
            self._uncounted = False
            self.browsing.count_saved()

    def _take_news(self) -> None:
        self._news = None
        self._library.feeds.reload()
        self.notices.mark_mistakes(self._library.subscriptions.mistakes)
        self._uncounted = True
        if self.browsing.counts_quickly:
            self._count_saved()
        self.browsing.show_tree()
        self.browsing.count_arrivals()
        self.headlines.forget()
        self.tell_masthead()
        self._settle_soon()

    def _show_change(self, change: Change) -> None:
        """Shows a marking in all panes."""
        self.browsing.apply(change)
        self.opening.apply(change)
        self.notices.draw()

    def _show_edit(self, moved: tuple[str, str] | None = None, *, again: bool = False) -> bool:
        """Shows an edit of ``feeds.toml`` in the tree, and another list if the one shown no longer exists.

        ``again``: the edit is shown already. False: nothing turned out differently, only counts were read again.
        """
        file = self._library.subscriptions.file
        before, self._shown_file = self._shown_file, (file.subscriptions, file.searches)
        if again and not moved and before == self._shown_file:
            self._take_news()
            return False
        stream = self.browsing.stream
        if moved:
            self.browsing.follow(*moved)
        self._take_news()
        in_tree = stream.kind not in (Kind.SEARCH, Kind.AUTHOR)
        if in_tree and not self.feeds.select(self.browsing.stream):
            self._browse(self.feeds.stream or Stream(Kind.ALL))
        elif stream.kind is Kind.SAVED:
            self._browse(stream)
        self.browsing.count_saved()
        return True

    def _remember_panes(self) -> None:
        self._session.change(sizes=self.desk.sizes, tree_wanted=self.desk.tree_wanted)

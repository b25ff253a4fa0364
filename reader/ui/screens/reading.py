"""The screen on which people read: feeds, headlines, article; one action a key.

The screen passes keys and news on: what the list shows is kept by :class:`~reader.ui.browsing.Browsing`,
the page by :class:`~reader.ui.opening.Opening`, the panes by :class:`~reader.ui.desk.Desk`, the top and bottom
lines by :class:`~reader.ui.notices.Notices`.
"""

from __future__ import annotations

import asyncio
import json
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.timer import Timer

from reader.library import AuthorDone, FeedDone, Finished, Library, Moved, PageDone, StateWritten, WriteFailed
from reader.model import Change, Entry, Field, Headline
from reader.stream import Kind, Stream
from reader.ui.arrangement import Pane
from reader.ui.bindings import bindings
from reader.ui.browsing import Browsing
from reader.ui.desk import Desk
from reader.ui.glyphs import Glyphs
from reader.ui.keys import KEYS
from reader.ui.messages import KeysLoaded, LibrarySaid
from reader.ui.notices import Notices
from reader.ui.opening import Opening
from reader.ui.session import Session, sizes_values
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.bars import Bar, Hairline
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.line_list import LineList
from reader.ui.words import Words

SETTLE = 0.04  # seconds that the cursor rests before the page follows it
NEWS_EVERY = 0.25  # seconds between two looks at what has arrived


class ReadingScreen(Screen[None]):
    """Feeds, headlines and the article."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    AUTO_FOCUS = None

    def __init__(self, library: Library, session: Session, words: Words, glyphs: Glyphs) -> None:
        super().__init__()
        self._library, self._session, self._glyphs = library, session, glyphs
        self.masthead, self.status = Bar(id="masthead"), Bar(id="status")
        self.feeds = FeedTree(id=Pane.TREE, glyphs=glyphs)
        self.headlines = Headlines(library.headlines, id=Pane.LIST, words=words, glyphs=glyphs, now=library.now)
        self.article = ArticlePane(id=Pane.ARTICLE)
        self.desk = Desk(self, session.sizes, tree_wanted=session.tree_wanted)
        self.browsing = Browsing(library, self.feeds, self.headlines, self.post_message)
        self.opening = Opening(library, self.article, words, glyphs)
        self.notices = Notices(self, self.masthead, self.status, words, glyphs, now=library.now)
        self._before: Stream | None = None  # where a search or an author's list goes back to
        self._settling: Timer | None = None
        self._news: Timer | None = None

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
        self.browsing.show_tree(self._session.folded)
        stream = self._session.stream or self._first_stream()
        if not self.feeds.select(stream):
            self.feeds.select(Stream(Kind.ALL))
        self.browsing.show(stream, self._session.entry)
        self.desk.focus(Pane.LIST)
        self.tell_masthead()
        self.notices.tell_mistakes(self._library.mistakes, self._library.notice)
        self.call_after_refresh(self._settle)

    def _first_stream(self) -> Stream:
        """On the first start the Welcome feed, which teaches the reader."""
        welcome = self._library.welcome_url
        return Stream(Kind.FEED, welcome) if welcome else Stream(Kind.UNREAD)

    def tell_masthead(self) -> None:
        """Title, day, counts."""
        self.notices.tell_counts(self.browsing.title, self.browsing.unread, self.browsing.arrived)

    # -- what the panes say

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        if message.control is self.feeds:
            if self.feeds.stream:
                self._browse(self.feeds.stream)
            return
        self._library.remember(entry=str(self.headlines.current_id or ""))
        self._settle_soon()

    @on(LineList.Chosen)
    def _chosen(self) -> None:
        self.action_inward()

    @on(ArticlePane.Resized)
    def _resized(self) -> None:
        self.opening.reset()

    @on(ArticlePane.Followed)
    def _followed(self, message: ArticlePane.Followed) -> None:
        self.follow(message.href)

    @on(Hairline.Dragged)
    def _dragged(self, message: Hairline.Dragged) -> None:
        line = message.hairline.id or ""
        self.desk.move_line(line, message.by.y if line == "line-stack" else message.by.x)
        self._remember_panes()

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.desk.lay_out()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A pane was clicked."""
        self.desk.focused(event.widget)

    def _browse(self, stream: Stream, entry_id: int | None = None) -> None:
        self.browsing.show(stream, entry_id)
        self._library.remember(stream=stream.key(), entry=str(self.headlines.current_id or ""))
        self.tell_masthead()
        self._settle_soon()

    def _settle_soon(self) -> None:
        """The page follows the cursor once it rests: holding a key down stays quick."""
        if self._settling:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE, self._settle)

    def _settle(self) -> None:
        self._settling = None
        self.opening.show(self.headlines.current_id)

    # -- what the library says

    @on(KeysLoaded)
    def _keys_loaded(self, message: KeysLoaded) -> None:
        self.browsing.keys_loaded(message)
        self._settle_soon()

    @on(LibrarySaid)
    def _said(self, message: LibrarySaid) -> None:
        event = message.event
        self.notices.tell_event(event, self._library.feed_titles())
        if isinstance(event, PageDone | AuthorDone):
            self.opening.page_done(event.entry_id)
            self.headlines.forget()
        elif isinstance(event, WriteFailed):
            self._show_change(event.inverse)
        elif isinstance(event, FeedDone | Finished | StateWritten | Moved) and self._news is None:
            self._news = self.set_timer(NEWS_EVERY, self._take_news)

    def _take_news(self) -> None:
        self._news = None
        self.browsing.show_tree()
        self.browsing.count_arrivals()
        self.headlines.forget()
        self.tell_masthead()

    # -- moving

    def action_down(self) -> None:
        """A row or a line down."""
        self._step(1)

    def action_up(self) -> None:
        """A row or a line up."""
        self._step(-1)

    def _step(self, by: int) -> None:
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_by(by)
        else:
            self.article.scroll_lines(by)

    def action_page_down(self) -> None:
        """A page down."""
        self._turn(1)

    def action_page_up(self) -> None:
        """A page up."""
        self._turn(-1)

    def _turn(self, pages: int) -> None:
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_by_page(pages)
        else:
            self.article.page_by(pages)

    def action_first(self) -> None:
        """To the top."""
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_to(0)
        else:
            self.article.scroll_lines(-self.article.virtual_size.height)

    def action_last(self) -> None:
        """To the end."""
        pane = self._pane()
        if isinstance(pane, LineList):
            pane.move_to(pane.row_count() - 1)
        else:
            self.article.scroll_lines(self.article.virtual_size.height)

    def _pane(self) -> LineList | ArticlePane:
        panes: dict[Pane, LineList | ArticlePane] = {Pane.TREE: self.feeds, Pane.LIST: self.headlines}
        return panes.get(self.desk.pane, self.article)

    def action_inward(self) -> None:
        """Into the folder, the list, the article."""
        if self.desk.pane is Pane.TREE:
            if not self._fold(False):
                self.desk.focus(Pane.LIST)
        elif self.desk.pane is Pane.LIST and self.headlines.current_id is not None:
            self._open()
            self.desk.focus(Pane.ARTICLE)

    def action_outward(self) -> None:
        """Out of the article, the list; in the tree, folds."""
        if self.desk.pane is Pane.ARTICLE:
            self.desk.focus(Pane.LIST)
        elif self.desk.pane is Pane.LIST and self._before:
            stream, self._before = self._before, None
            self._browse(stream)
        elif self.desk.pane is Pane.LIST:
            self.desk.focus(Pane.TREE)
        elif not self._fold(True):
            self.feeds.to_parent()

    def _fold(self, folded: bool) -> bool:
        done = self.feeds.fold(folded)
        if done:
            self._library.remember(folded=json.dumps(sorted(self.feeds.folded)))
        return done

    # -- reading

    def _open(self) -> None:
        """The article under the cursor is read from now on."""
        self.opening.show(self.headlines.current_id)
        self.opening.open()
        if self._library.config.mark_read == "open" and self.opening.entry:
            self._switch([self.opening.entry], Field.READ, True)

    def action_read_on(self) -> None:
        """A page down, and at the end the next unread article."""
        self.opening.show(self.headlines.current_id)
        if self.opening.entry is None:
            self.action_next_unread()
        elif not self.article.at_end:
            self._open()
            self.article.page_by(1)
        else:
            self._open()
            self.action_next_unread()

    def action_next_unread(self) -> None:
        """To the next unread article."""
        self._to_unread(before=False)

    def action_previous_unread(self) -> None:
        """To the one before."""
        self._to_unread(before=True)

    def _to_unread(self, *, before: bool) -> None:
        if self.browsing.next_unread(before=before):
            self._open()
            if self.desk.pane is Pane.TREE:
                self.desk.focus(Pane.LIST)
        else:
            self.notices.tell("Nothing unread above." if before else "Nothing else is unread here.")

    def action_next_entry(self) -> None:
        """To the next article."""
        self._to_entry(1)

    def action_previous_entry(self) -> None:
        """To the article before."""
        self._to_entry(-1)

    def _to_entry(self, by: int) -> None:
        self.headlines.move_by(by)
        self._open()

    def action_toggle_read(self) -> None:
        """Read or unread."""
        self._toggle(Field.READ)

    def action_toggle_star(self) -> None:
        """Starred or not."""
        self._toggle(Field.STARRED)

    def _toggle(self, field: Field) -> None:
        current = self.headlines.current
        if current:
            self._switch([current], field, not getattr(current, field.value))

    def _switch(self, entries: list[Headline] | list[Entry], field: Field, value: bool) -> None:
        change = self._library.switch(entries, field, value)
        if change.ids:
            self._library.apply(change)
            self._show_change(change)

    def _show_change(self, change: Change) -> None:
        self.browsing.apply(change)
        self.opening.apply(change)

    def action_undo(self) -> None:
        """Takes the last marking back."""
        change = self._library.undo()
        if change is None:
            self.notices.tell("Nothing to undo.")
            return
        self._show_change(change)
        self.notices.tell_undone(change)

    async def action_mark_all(self) -> None:
        """Marks the whole list read; entries that arrived unseen stay unread."""
        change = await asyncio.wrap_future(self.browsing.would_read_all())
        if change.ids:
            self._library.apply(change)
            self._show_change(change)
        self.notices.tell_marked(change)

    def action_clean_up(self) -> None:
        """Takes what is read out of the list."""
        self.browsing.clean_up()
        self.tell_masthead()

    def action_show_new(self) -> None:
        """Takes in what has arrived."""
        if not self.browsing.arrived:
            self.notices.tell("Nothing new here.")
        self.browsing.take_in(to_newest=self.browsing.arrived > 0 and self.desk.pane is not Pane.ARTICLE)
        self.tell_masthead()

    # -- leaving the page

    def action_browser(self) -> None:
        """The article in the browser."""
        entry = self.opening.entry
        if entry and entry.url:
            self.follow(entry.url)
            self._switch([entry], Field.READ, True)
        else:
            self.notices.tell("This article has no address.")

    def action_comments(self) -> None:
        """Its comments in the browser."""
        entry = self.opening.entry
        url = entry and (entry.comments_url or (entry.page and entry.page.comments_url))
        if url:
            self.follow(url)
        else:
            self.notices.tell("This article has no comments page.")

    def follow(self, href: str) -> None:
        """An address to the browser, ``entry:ID`` to the page."""
        if href.startswith("entry:"):
            self._go_to(int(href.removeprefix("entry:")))
            return
        from reader.ui.outside import open_in_browser

        wrong = open_in_browser(href, self._library.config.browser)
        self.notices.tell(wrong or f"Opened {href}")

    def _go_to(self, entry_id: int) -> None:
        """To an entry in this list, else in the list of its feed."""
        key = self._library.key(entry_id)
        if key and not self.headlines.select(*key):
            entry = self._library.entry(entry_id)
            if entry is None:
                return
            stream = Stream(Kind.FEED, entry.feed_url)
            self._before = None
            self.feeds.select(stream)
            self._browse(stream, entry_id)
        self._open()

    def action_copy_url(self) -> None:
        """The article's address into the clipboard."""
        from reader.ui.outside import copy_with_program

        entry = self.opening.entry
        if entry and entry.url:
            self.app.copy_to_clipboard(entry.url)
            copy_with_program(entry.url)
            self.notices.tell(f"Copied {entry.url}")

    def action_links(self) -> None:
        """The links of the article, to choose from."""
        from reader.ui.screens.links import LinksScreen, links_of

        links = links_of(self.opening.article)
        if links:
            self.app.push_screen(LinksScreen(links), lambda href: self.follow(href) if href else None)
        else:
            self.notices.tell("This article has no links.")

    def action_by_author(self) -> None:
        """All by the author of the article."""
        article = self.opening.article
        if not article or not article.profiles:
            self.notices.tell("The author of this article is not known.")
            return
        self._leave_for(Stream(Kind.AUTHOR, str(article.profiles[0].id)), article.entry.id)

    def action_search(self) -> None:
        """Asks for words, and lists what has them."""
        from reader.ui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen(), self._search)

    def _search(self, words: str | None) -> None:
        if words and words.strip():
            self._leave_for(Stream(Kind.SEARCH, words.strip()))

    def _leave_for(self, stream: Stream, entry_id: int | None = None) -> None:
        if self.browsing.stream.kind not in (Kind.AUTHOR, Kind.SEARCH):
            self._before = self.browsing.stream
        self._browse(stream, entry_id)
        self.desk.focus(Pane.LIST)

    # -- panes, feeds, program

    def action_next_pane(self) -> None:
        """The next pane has the keys."""
        self.desk.focus(self.desk.next_pane(1))

    def action_previous_pane(self) -> None:
        """The one before."""
        self.desk.focus(self.desk.next_pane(-1))

    def action_toggle_tree(self) -> None:
        """The feeds come or go."""
        self.desk.toggle_tree()
        self._remember_panes()

    def action_resize_pane(self, by: int) -> None:
        """The pane becomes larger or smaller."""
        self.desk.resize(by)
        self._remember_panes()

    def _remember_panes(self) -> None:
        self._library.remember(**sizes_values(self.desk.sizes, tree_wanted=self.desk.tree_wanted))

    def action_refresh_feed(self) -> None:
        """Polls what is selected."""
        feeds = self._library.selection(self.browsing.stream).feeds
        if feeds is None:
            self.action_refresh_all()
        else:
            self._library.refresh(feeds, force=True)

    def action_refresh_all(self) -> None:
        """Polls everything."""
        self._library.refresh(tuple(self._library.feeds), force=True)

    def action_help(self) -> None:
        """All keys."""
        from reader.ui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen())

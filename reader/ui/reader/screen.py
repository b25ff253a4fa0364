"""The main screen: feeds, headlines and the article."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable
from importlib import import_module

from textual import events, on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from reader.library import Library
from reader.stream import Kind, Stream
from reader.ui.commands.command import Context
from reader.ui.commands.reader_commands import ACT_ON_ARTICLES
from reader.ui.commands.registry import command_of, key_of
from reader.ui.glyphs import Glyphs
from reader.ui.reader.article_list import ArticleList
from reader.ui.reader.article_view import ArticleView, Whole
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.feeds_view import FeedsView
from reader.ui.reader.layout import Layout
from reader.ui.reader.messages import Answered, EventReceived, KeysLoaded, SavedCounted
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.person_view import PersonView
from reader.ui.reader.session import SessionKeeper
from reader.ui.reader.status_lines import StatusLines
from reader.ui.textual_internals import UnderScreen
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.bars import Bar, Hairline
from reader.ui.widgets.feed_tree import FeedTree
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.line_list import LineList
from reader.ui.widgets.read_rows import RowSource
from reader.ui.widgets.tree_rows import Tree
from reader.wording.catalogue import _

CHECK_EVERY = 2.0  # seconds between two checks for changes by other programs
COUNT_SAVED_EVERY = 10.0  # seconds between two counts of the saved searches, if anything changed

ACTIONS = "reader.ui.reader.actions"


class ReaderScreen(UnderScreen[None]):
    """Owns the widgets and wires them: messages of widgets and library go in, commands run on the context."""

    AUTO_FOCUS = ""  # Textual would focus the feeds first, and lay the screen out for them
    KEY_CONTEXT = Context.READER

    def __init__(self, library: Library, session: SessionKeeper, glyphs: Glyphs) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._masthead, self._status = Bar(id="masthead"), Bar(id="status")
        tree = FeedTree(id=Pane.TREE, glyphs=glyphs)
        articles = library.articles
        source = RowSource(articles.headlines, articles.labels_on, library.feeds.folder_of, articles.tellings)
        headlines = Headlines(source, id=Pane.LIST, glyphs=glyphs, now=library.now, columns=library.config.columns)
        page = ArticlePane(id=Pane.ARTICLE, cut_signs=glyphs.cut_left + glyphs.cut)
        article = ArticleView(library, page, glyphs, session, self._in_thread)
        self.reader = ReaderContext(
            screen=self,
            library=library,
            session=session,
            glyphs=glyphs,
            tree=tree,
            headlines=headlines,
            page=page,
            feeds=FeedsView(library, tree, self.post_message),
            articles=ArticleList(library, session, tree.label_of, headlines, page, self.post_message),
            article=article,
            person=PersonView(library, page, article, glyphs, self.post_message),
            layout=Layout(
                self, session.now.sizes, tree_wanted=session.now.tree_wanted, compact=session.now.compact,
            ),
            status=StatusLines(
                self, self._masthead, self._status, glyphs, now=library.now,
                states=self._pane_and_states, position=self._position, telling=self._telling, selection=self._selection,
                finding=self._finding,
            ),
        )  # fmt: skip

    def states(self) -> set[str]:
        """The states on which the meaning of some keys depends."""
        return self.reader.states()

    def _pane_and_states(self) -> tuple[str, set[str]]:
        return self.reader.layout.pane, self.reader.states()

    def _finding(self) -> str:
        if self.reader.page.finding is None:
            return ""
        from reader.ui.reader.actions.find import counter

        return counter(self.reader)

    def _position(self) -> str:
        return self.reader.position()

    def _telling(self) -> tuple[str, ...]:
        return self.reader.telling()

    def _selection(self) -> str:
        return self.reader.selection_size()

    def compose(self) -> ComposeResult:
        """The panes and the lines around them."""
        glyphs, reader = self._glyphs, self.reader
        yield self._masthead
        yield Hairline(glyphs.horizontal, id="line-top")
        with Horizontal(id="house"):
            yield reader.tree
            yield Hairline(glyphs.vertical, id="line-tree")
            with Container(id="list-and-article"):
                yield reader.headlines
                yield Hairline(glyphs.vertical, id="line-list")
                yield Hairline(glyphs.horizontal, id="line-stack")
                yield reader.page
        yield Hairline(glyphs.horizontal, id="line-bottom")
        yield self._status

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keeps Textual from giving all widgets their styles again when the screen is first shown: they have just
        been mounted.
        """
        if not self.stack_updates:
            event.refresh_styles = False

    def on_mount(self) -> None:
        """Shows the last session's list and entry."""
        reader = self.reader
        session = reader.session.now
        reader.tree.contents = Tree(
            order=session.order,
            tags_folded=session.tags_folded,
            people_folded=session.people_folded,
            labels_folded=session.labels_folded,
            unread_only=session.unread_feeds_only,
        )
        reader.feeds.show(session.folded)
        reader.articles.show(*self._first_list(), later=self.call_after_refresh)
        reader.layout.focus(Pane.LIST)
        reader.update_masthead()
        mistakes = reader.library.mistakes
        reader.status.show_mistakes(mistakes, reader.library.notice)
        reader.status.mark_mistakes(mistakes)
        if reader.library.accounts.all:
            self.call_after_refresh(self._begin_accounts)
        self.call_after_refresh(reader.show_selected)
        self.call_after_refresh(reader.articles.read_shares)
        for changed in ("scroll_y", "virtual_size"):
            self.watch(reader.page, changed, reader.status.draw_masthead, init=False)
        for scrolled in (reader.read_watch.scrolled, reader.person.scrolled):
            self.watch(reader.page, "scroll_y", scrolled, init=False)
        self.watch(reader.page, "virtual_size", reader.read_watch.changed, init=False)
        self.watch(reader.page, "scroll_y", reader.article.scrolled, init=False)
        self.set_interval(CHECK_EVERY, self._check_outside)
        self.set_timer(CHECK_EVERY, reader.feeds.count_saved)
        self.set_interval(COUNT_SAVED_EVERY, reader.feeds.count_outdated)
        self.set_interval(COUNT_SAVED_EVERY, reader.articles.read_shares)

    def _begin_accounts(self) -> None:
        from reader.ui.reader.sync_events import begin

        begin(self.reader)

    def _first_list(self) -> tuple[Stream, int | None]:
        """The last session's list; on the first start the Welcome feed, which teaches the reader."""
        reader = self.reader
        tree, session, welcome = reader.tree, reader.session.now, reader.library.feeds.welcome_url
        stream = session.stream or (Stream(Kind.FEED, welcome) if welcome else Stream(Kind.UNREAD))
        if tree.select(stream):
            return stream, session.entry
        tree.select(Stream(Kind.ALL))
        if stream.kind is Kind.SEARCH or (stream.kind is Kind.AUTHOR and stream.value):
            return stream, session.entry
        return Stream(Kind.ALL), None  # no longer subscribed

    # -- commands

    async def action_run(self, line: str, count: int = 0) -> None:
        """Runs a command of the registry, with its argument if ``line`` has one after the id.

        ``count``: the number typed before its key; 0: none.
        """
        one, typed = command_of(line), line.partition(" ")[2]
        if self.reader.lacks_article(one.id):
            self.reader.status.show_message(_("No article is selected"))
            return
        arguments: tuple[object, ...] = one.arguments_for(count)
        if typed:
            from reader.ui.reader.actions.run import arguments_of

            given = await arguments_of(self.reader, one, typed)
            if given is None:
                return
            arguments = given
        module, _dot, name = one.handler.rpartition(".")
        done = getattr(import_module(f"{ACTIONS}.{module}"), name)(self.reader, *arguments)
        if inspect.isawaitable(done):
            await done
        if one.id.startswith(ACT_ON_ARTICLES):
            self.reader.headlines.use_picked()

    # -- messages of the widgets

    @on(LineList.Moved)
    def _moved(self, message: LineList.Moved) -> None:
        reader = self.reader
        if message.control is not reader.tree:
            reader.follow_cursor()
            reader.status.draw_masthead()
        elif reader.tree.stream:
            reader.history.clear()
            reader.show_list(reader.tree.stream)

    @on(Headlines.Picking)
    def _picking(self) -> None:
        self.reader.status.draw_masthead()
        self.reader.status.draw()

    @on(LineList.Chosen)
    async def _chosen(self) -> None:
        await self.action_run("move.in")

    @on(FeedTree.Dropped)
    def _dropped(self, message: FeedTree.Dropped) -> None:
        from reader.ui.reader.actions.arrange import drop

        drop(self.reader, message.dragged, message.onto)

    @on(ArticlePane.Resized)
    def _resized(self) -> None:
        self.reader.article.reset()
        self.reader.person.reset()

    @on(ArticlePane.Followed)
    def _followed(self, message: ArticlePane.Followed) -> None:
        from reader.ui.reader.targets import follow

        self.run_worker(follow(self.reader, message.href, message.text))

    @on(ArticlePane.TargetSelected)
    def _target_selected(self) -> None:
        from reader.ui.reader.targets import show_selected

        show_selected(self.reader)

    @on(Hairline.Dragged)
    def _dragged(self, message: Hairline.Dragged) -> None:
        from reader.ui.reader.actions.move import remember_sizes

        line = message.hairline.id or ""
        self.reader.layout.move_line(line, message.by.y if line == "line-stack" else message.by.x)
        remember_sizes(self.reader)

    @on(ArticlePane.TextSelected)
    def _text_selected(self, message: ArticlePane.TextSelected) -> None:
        from reader.ui.reader.targets import show_selected

        if message.any:
            self.reader.status.hold(_("{key} copies the selected text").format(key=key_of("entry.copy")))
        else:
            show_selected(self.reader)

    def action_copy_text(self) -> None:
        """Ctrl+C copies selected text; see Textual's ``Screen``."""
        from reader.ui.reader.actions.select_text import copy_selected

        if not copy_selected(self.reader):
            raise SkipAction

    def on_resize(self) -> None:
        """Fits the panes to the terminal's new size."""
        reader = self.reader
        reader.layout.lay_out()
        reader.status.draw()
        reader.status.draw_masthead()
        for pane in (reader.tree, reader.headlines):
            self.call_after_refresh(pane.scroll_least)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Follows the focus when a pane is clicked; the bottom line shows the keys of the focused pane."""
        self.reader.layout.focused(event.widget)
        if self.reader.layout.pane is not Pane.ARTICLE:
            self.reader.page.select_target(None)
            if self.reader.pending.visit:
                self.reader.pending.visit.reading = None
        if self.reader.layout.pane is not Pane.TREE:
            self.reader.remember_visit()
        self.reader.status.draw()
        self.reader.status.draw_masthead()

    # -- messages of the library

    @on(EventReceived)
    def _event_received(self, message: EventReceived) -> None:
        from reader.ui.reader.events import handle

        handle(self.reader, message.event)

    @on(KeysLoaded)
    def _keys_loaded(self, message: KeysLoaded) -> None:
        self.reader.articles.keys_loaded(message)
        self.reader.update_masthead()
        self.reader.follow_cursor(moved=False)

    @on(Answered)
    def _answered(self, message: Answered) -> None:
        message.call()

    @on(SavedCounted)
    def _saved_counted(self, message: SavedCounted) -> None:
        self.reader.feeds.saved_counted(message)
        self.reader.update_masthead()

    def _check_outside(self) -> None:
        """Finds changes by other programs, such as the command line; events tell of them."""
        self.reader.library.subscriptions.check()
        self.reader.library.check_outside()
        self.reader.article.place.keep()
        self.reader.library.session.flush()
        self.reader.library.positions.flush()

    def on_unmount(self) -> None:
        """Keeps the place in the article, takes its pictures away, and ends threads that the program would wait for."""
        self.reader.article.place.keep()
        self.reader.article.end_work()
        if self.reader.conversation:
            self.reader.conversation.close()
        self.reader.article.end_pictures()

    def _in_thread(self, make: Callable[[], Whole | None], then: Callable[[Whole | None], None]) -> None:
        async def work() -> None:
            then(await asyncio.to_thread(make))

        self.run_worker(work(), group="page", exclusive=True)

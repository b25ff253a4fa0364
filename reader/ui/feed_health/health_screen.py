"""How the feeds fare: a table, and below it all that is known of the one under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.errors import StoreError
from reader.feed_health import Concern, Health, in_order
from reader.library import Library
from reader.model import Feed
from reader.stream import Kind, Stream
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.commands.footer import footer
from reader.ui.feed_health.health_details import details
from reader.ui.feed_health.health_table import AILING, ORDERS, HealthTable
from reader.ui.glyphs import Glyphs
from reader.ui.widgets.bars import Bar, Hairline
from reader.ui.widgets.line_list import LineList

if TYPE_CHECKING:
    from reader.ui.reader.arranging import ArrangingScreen

LOOK_EVERY = 0.25  # seconds between two looks whether a poll has changed anything


class HealthLoaded(Message):
    """The feeds' health is there, or ``trouble`` says why it cannot be told."""

    def __init__(self, found: list[Health], trouble: str = "") -> None:
        super().__init__()
        self.found, self.trouble = found, trouble


class _Head(Widget):
    """The names of the table's columns."""

    ALLOW_SELECT = False

    def __init__(self, table: HealthTable) -> None:
        super().__init__(id="health-head")
        self._table = table

    def render_line(self, y: int) -> Strip:
        """The one line."""
        head = Strip([]) if y else self._table.head(self._table.text_width)
        return head.adjust_cell_length(self.size.width, self.rich_style)


class HealthScreen(Screen[Stream | None]):
    """Returns the stream of the feed whose articles the user wants, or None.

    ``reading``: the screen it was called from, which changes subscriptions and says what came of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.HEALTH)
    COMMAND_CONTEXT = Context.HEALTH

    def __init__(self, library: Library, reading: ArrangingScreen, glyphs: Glyphs) -> None:
        super().__init__()
        self._library, self._reading, self._glyphs = library, reading, glyphs
        self._table = HealthTable(id="health", glyphs=glyphs)
        self._head, self._details = _Head(self._table), Static(id="health-details", markup=False)
        self._masthead, self._keys = Bar(id="health-masthead"), Bar(id="health-keys")
        of = reading.browsing.stream
        self._feed_id = next(
            (f.id for f in library.feeds.by_id.values() if of.kind is Kind.FEED and f.url == of.value), None
        )
        self._found: list[Health] = []
        self._order, self._backwards = ORDERS[0], False
        self._shown_feeds: dict[int, Feed] | None = None
        self._loading = False

    def compose(self) -> ComposeResult:
        """Title, table, details, keys."""
        yield self._masthead
        yield Hairline(self._glyphs.horizontal, id="health-line-top")
        yield self._head
        yield self._table
        yield Hairline(self._glyphs.horizontal, id="health-line-details")
        yield self._details
        yield Hairline(self._glyphs.horizontal, id="health-line-bottom")
        yield self._keys

    def on_mount(self) -> None:
        """Reads the feeds' health, and again whenever a poll has changed it."""
        self._table.focus()
        self._look()
        self.set_interval(LOOK_EVERY, self._look)

    def _say(self, words: str) -> None:
        self._reading.notices.tell(words)
        self._tell_keys()

    def _tell_keys(self) -> None:
        """The bottom line: what was said last, or the keys."""
        message = self._reading.notices.message
        self._keys.show(((message, "text"),) if message else footer(Context.HEALTH, self.size.width - 2))

    def _look(self) -> None:
        self._tell_keys()
        if self._shown_feeds is self._library.feeds.by_id or self._loading:
            return
        self._shown_feeds, self._loading = self._library.feeds.by_id, True
        self._library.feeds.health().add_done_callback(self._loaded)

    def _loaded(self, future: Future[list[Health]]) -> None:
        """Called on the reader thread."""
        try:
            message = HealthLoaded(future.result())
        except StoreError as error:
            message = HealthLoaded([], str(error))
        except CancelledError:
            return  # the reader is closing
        self.post_message(message)

    @on(HealthLoaded)
    def _show_loaded(self, message: HealthLoaded) -> None:
        self._loading = False
        if message.trouble:
            self._say(message.trouble)
            return
        self._found = message.found
        self._show()

    def _show(self) -> None:
        rows = in_order(self._found, self._order, backwards=self._backwards)
        first = self._feed_id is None and not self._table.rows
        self._table.show(rows, self._order, backwards=self._backwards, feed_id=None if first else self._current_id)
        self._head.refresh()
        self._tell()

    @property
    def _current_id(self) -> int | None:
        current = self._table.current
        return current.feed.id if current else self._feed_id

    @on(LineList.Moved)
    def _tell(self) -> None:
        """The top line, and all of the feed under the cursor."""
        ailing = sum(one.concern in AILING for one in self._found)
        silent = sum(one.concern is Concern.SILENT for one in self._found)
        left = (("Broadsheet", "accent"), (f"  {self._glyphs.folded} ", "dim"), ("How the feeds fare", "text"))
        self._masthead.show(
            left, "", f"{ailing} of {len(self._found)} {'fails' if ailing == 1 else 'fail'}, {silent} silent"
        )
        current = self._table.current
        now, width = self._library.now(), self._details.content_size.width
        self._details.update(details(current, now, self._glyphs, width) if current else "")

    def on_resize(self) -> None:
        """Another size of the terminal."""
        self.call_after_refresh(self._tell)

    # -- keys

    def action_down(self) -> None:
        """A row down."""
        self._table.move_by(1)

    def action_up(self) -> None:
        """A row up."""
        self._table.move_by(-1)

    def action_page(self, pages: int) -> None:
        """Pages down or up."""
        self._table.move_by_page(pages)

    def action_first(self) -> None:
        """To the top."""
        self._table.move_to(0)

    def action_last(self) -> None:
        """To the end."""
        self._table.move_to(self._table.row_count() - 1)

    def action_sort(self) -> None:
        """By the next column."""
        self._order, self._backwards = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)], False
        self._show()

    def action_turn(self) -> None:
        """The other way round."""
        self._backwards = not self._backwards
        self._show()

    @on(LineList.Chosen)
    def action_inward(self) -> None:
        """To the feed's articles."""
        if current := self._table.current:
            self.dismiss(Stream(Kind.FEED, current.feed.url))

    def action_back(self) -> None:
        """Back to where one was."""
        self.dismiss(None)

    def action_poll(self) -> None:
        """Polls the feed."""
        if current := self._table.current:
            self._library.worker.refresh((current.feed.id,), force=True)
            self._say(f"Polling {current.feed.title} …")

    def action_poll_failing(self) -> None:
        """Polls whatever fails, but for what is gone."""
        failing = tuple(one.feed.id for one in self._found if one.concern is Concern.FAILING)
        if failing:
            self._library.worker.refresh(failing, force=True)
        self._say(
            f"Polling {'1 feed' if len(failing) == 1 else f'{len(failing)} feeds'} …" if failing else "No feed fails."
        )

    def action_site(self) -> None:
        """The feed's site in the browser."""
        from reader.ui.system import open_in_browser

        current = self._table.current
        if current and current.feed.link:
            self._say(open_in_browser(current.feed.link, self._library.config.browser) or f"Opened {current.feed.link}")
        else:
            self._say("This feed names no site.")

    def action_edit(self) -> None:
        """The feed in a dialog."""
        self._tend(self._reading.edit)

    def action_pause(self) -> None:
        """The feed is not polled for a while, or again."""
        self._tend(self._reading.pause)

    def action_unsubscribe(self) -> None:
        """Asks, and takes the feed away."""
        self._tend(self._reading.unsubscribe)

    def action_undo(self) -> None:
        """Takes the last change back."""
        self._reading.action_undo()

    def _tend(self, change: Callable[[Stream], None]) -> None:
        if current := self._table.current:
            change(Stream(Kind.FEED, current.feed.url))

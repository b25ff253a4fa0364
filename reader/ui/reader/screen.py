"""The screen on which people read, with every key of the key table."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from reader.stream import Kind, Stream
from reader.ui.commands.bindings import bindings
from reader.ui.commands.command import Context
from reader.ui.reader.adding import AddingScreen
from reader.ui.reader.exchanging import ExchangingScreen
from reader.ui.reader.moving import MovingScreen
from reader.ui.reader.pane_sizes import Pane
from reader.ui.reader.placing import PlacingScreen


class ReadingScreen(MovingScreen, AddingScreen, ExchangingScreen, PlacingScreen):
    """Feeds, headlines and the article."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Context.READER)

    def action_refresh_feed(self) -> None:
        """Polls what is selected; from the article, gets its page again."""
        if self.desk.pane is Pane.ARTICLE and self._selected.get_page():
            self.notices.tell("Getting the article's page again …")
            return
        feeds = self._library.feeds.selection(self.browsing.stream).feeds
        if feeds is None:
            self.action_refresh_all()
        elif self.browsing.stream.kind is Kind.FEED:
            self._library.worker.refresh(feeds, force=True)
        else:
            self._library.worker.refresh(tuple(set(feeds).intersection(self._library.feeds.polled())), force=True)

    def action_refresh_all(self) -> None:
        """Polls everything."""
        self._library.worker.refresh(self._library.feeds.polled(), force=True)

    def action_health(self) -> None:
        """How the feeds fare; a feed that is chosen there is listed here."""
        from reader.ui.feed_health.health_screen import HealthScreen

        screen = HealthScreen(self._library, self, self._glyphs)
        self.app.push_screen(screen, self._leave_health)

    def _leave_health(self, stream: Stream | None) -> None:
        if stream:
            self.go_to(stream)
            self.desk.focus(Pane.LIST)

    def action_help(self) -> None:
        """All keys."""
        from reader.ui.dialogs.help import HelpDialog

        self.app.push_screen(HelpDialog())

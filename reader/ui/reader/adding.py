"""The key that subscribes, and what the worker says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from reader.library import SubscriptionsRead
from reader.stream import Kind, Stream
from reader.ui.reader.leaving import LeavingScreen
from reader.ui.reader.messages import LibrarySaid
from reader.ui.reader.pane_sizes import Pane

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.ui.dialogs.add_feed import AddedFeed, AddFeedDialog


class AddingScreen(LeavingScreen):
    """Opens the dialog, passes on to it what the worker finds, and shows the new feed."""

    _add: AddFeedDialog | None = None
    _subscribed: AddedFeed | None = None  # which shows once ``feeds.toml`` is read again

    def action_add(self) -> None:
        """Asks for an address, and subscribes to a feed there."""
        from reader.ui.dialogs.add_feed import AddFeedDialog

        self._add = screen = AddFeedDialog(self._library, folder=self._folder_here())
        self.app.push_screen(screen, self._added)
        self.run_worker(self._look_into_clipboard(screen), group="clipboard", exclusive=True)

    async def _look_into_clipboard(self, screen: AddFeedDialog) -> None:
        import asyncio

        from reader.ui.system import paste_from_program

        text = await asyncio.to_thread(paste_from_program)
        screen.suggest(text or self.app.clipboard)

    def _folder_here(self) -> str:
        """The folder that is listed, or that of the feed that is."""
        stream = self.browsing.stream
        if stream.kind is Kind.FOLDER:
            return stream.value
        feeds = self._library.feeds.by_id.values() if stream.kind is Kind.FEED else ()
        return next((feed.folder for feed in feeds if feed.url == stream.value), "")

    @on(LibrarySaid)
    def _said_of_adding(self, message: LibrarySaid) -> None:
        if self._subscribed and isinstance(message.event, SubscriptionsRead):
            self._library.feeds.reload()
            self._show_subscribed(self._subscribed)
        if self._add is None:
            return
        from reader.library.worker_events import FeedFound, Searched, Searching, Subscribed

        if isinstance(message.event, Searching | FeedFound | Searched | Subscribed):
            self._add.hear(message.event)

    def _added(self, gone: AddedFeed | None) -> None:
        self._add = None
        if gone is not None:
            self._subscribed = gone
            self._library.subscriptions.reload()

    def _show_subscribed(self, gone: AddedFeed) -> None:
        self._subscribed = None
        self.browsing.show_tree()
        self.go_to(Stream(Kind.FEED, gone.url))
        self.desk.focus(Pane.LIST)
        feed = next((feed for feed in self._library.feeds.by_id.values() if feed.url == gone.url), None)
        if feed:
            if gone.new:
                self._note(feed)
            count = "1 article" if feed.total == 1 else f"{feed.total} articles"
            words = f"Subscribed to {feed.title}, {count}. u takes it back."
            self.notices.tell(words if gone.new else f"You have {feed.title}, {count}.")

    def _note(self, feed: Feed) -> None:
        """The worker has subscribed; undo takes that back as it takes back what was done here."""
        from reader.library.edits import NoteAdded

        self._library.subscriptions.edit(NoteAdded(feed.url, feed.title))

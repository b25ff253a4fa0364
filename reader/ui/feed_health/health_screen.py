"""The feed health screen: a table of all accounts and feeds, and below it the details of the selected one."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from reader.account import Account, AccountState
from reader.errors import StoreError
from reader.feed_health import Concern, Health, in_order
from reader.model import Feed
from reader.stream import Kind, Stream
from reader.text import sentence
from reader.ui.commands.command import Context
from reader.ui.commands.footer import footer
from reader.ui.commands.registry import key_of
from reader.ui.feed_health.account_details import account_details
from reader.ui.feed_health.health_details import details
from reader.ui.feed_health.health_table import FAILING, ORDERS, AccountRow, HealthTable
from reader.ui.language.account_words import account_facts, account_trouble
from reader.ui.message_panel import LongMessages
from reader.ui.other_screen import OtherScreen
from reader.ui.typeset.breaking import fit_words
from reader.ui.widgets.bars import Bar, Hairline, Part
from reader.ui.widgets.line_list import LineList
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message

if TYPE_CHECKING:
    from reader.ui.reader.context import ReaderContext

_OTHER_LINES = 8  # of the screen beside the details, with two of the table
CHECK_ACCOUNTS_EVERY = 1.0  # seconds
CHECK_EVERY = 0.25  # seconds between two checks whether a refresh has changed anything


class HealthLoaded(Message):
    """The health of the feeds has been read, or ``error`` says why not."""

    def __init__(self, feeds: list[Health], error: str = "") -> None:
        super().__init__()
        self.feeds, self.error = feeds, error


class AccountsLoaded(Message):
    """What synchronising the accounts has come to, was read."""

    def __init__(self, states: tuple[AccountState, ...]) -> None:
        super().__init__()
        self.states = states


class _Head(Widget):
    """The heads of the table's columns."""

    ALLOW_SELECT = False

    def __init__(self, table: HealthTable) -> None:
        super().__init__(id="health-head")
        self._table = table

    def render_line(self, y: int) -> Strip:
        """The one line."""
        head = Strip([]) if y else self._table.head(self._table.text_width)
        return head.adjust_cell_length(self.size.width, self.rich_style)


class HealthScreen(OtherScreen[Stream | None]):
    """Returns the stream of the feed whose articles the user wants to see, or None.

    ``reader``: the main screen below, whose commands edit feeds and whose messages show here too.
    """

    CSS_PATH = "health.tcss"
    KEY_CONTEXT = Context.HEALTH

    def __init__(self, reader: ReaderContext) -> None:
        super().__init__(reader)
        self._library, self._glyphs = reader.library, reader.glyphs
        self._table = HealthTable(id="health", glyphs=reader.glyphs)
        self._head, self._details = _Head(self._table), Static(id="health-details", markup=False)
        self._masthead, self._keys = Bar(id="health-masthead"), Bar(id="health-keys")
        self._long = LongMessages(self)
        of = reader.articles.stream
        self._feed_id = next(
            (f.id for f in reader.library.feeds.by_id.values() if of.kind is Kind.FEED and f.url == of.value), None
        )
        self._feeds: list[Health] = []
        self._order, self._backwards = ORDERS[0], False
        self._shown_feeds: dict[int, Feed] | None = None
        self._loading = self._loading_accounts = False

    def compose(self) -> ComposeResult:
        """Masthead, table, details, keys."""
        yield self._masthead
        yield Hairline(self._glyphs.horizontal, id="health-line-top")
        yield self._head
        yield self._table
        yield Hairline(self._glyphs.horizontal, id="health-line-details")
        yield self._details
        yield Hairline(self._glyphs.horizontal, id="health-line-bottom")
        yield self._keys

    def on_mount(self) -> None:
        """Reads the health of the feeds, and again whenever a refresh changes it."""
        self._table.focus()
        self._check()
        self._load_accounts()
        self.set_interval(CHECK_EVERY, self._check)
        if self._library.accounts.all:
            self.set_interval(CHECK_ACCOUNTS_EVERY, self._load_accounts)

    def _load_accounts(self) -> None:
        """Reads what the accounts have come to."""
        if not self._library.accounts.all or self._loading_accounts:
            return

        def loaded(future: Future[tuple[AccountState, ...]]) -> None:
            with suppress(StoreError, CancelledError):  # the next reading tells
                self.post_message(AccountsLoaded(future.result()))

        self._loading_accounts = True
        self._library.accounts.states().add_done_callback(loaded)

    @on(AccountsLoaded)
    def _show_accounts(self, message: AccountsLoaded) -> None:
        self._loading_accounts = False
        states = {one.name: one for one in message.states}
        now = self._library.now()
        rows = [account_row(one, states.get(one.name), now) for one in self._library.accounts.all]
        if rows != self._table.accounts:
            self._table.show_accounts(rows)
            self._show_details()

    def _notify(self, message: str) -> None:
        self._reader.status.show_message(message)
        self._show_keys()

    def _show_keys(self) -> None:
        """Draws the bottom line: the current notice, or the keys."""
        status, width = self._reader.status, self.size.width - 2
        self._long.show(status.message, width)
        if status.message:
            self._keys.show((Part(fit_words(status.message, width), "text"),))
        else:
            aside = status.aside(width // 2)
            room = width - cell_len(aside) - 3 * bool(aside)
            self._keys.show(footer(Context.HEALTH, room, self._states()), right=aside)

    def _states(self) -> set[str]:
        """The states of the selected row that the bottom line words its commands for."""
        if account := self._table.current_account:
            return {"row", "account", "paused"} if account.account.paused else {"row", "account"}
        current = self._table.current
        if current is None:
            return set()
        paused, website = current.concern is Concern.PAUSED, bool(current.feed.link)
        return {"row"} | ({"paused"} if paused else set()) | ({"website"} if website else set())

    def _check(self) -> None:
        self._show_keys()
        if self._shown_feeds is self._library.feeds.by_id or self._loading:
            return
        self._shown_feeds, self._loading = self._library.feeds.by_id, True
        self._library.feeds.health().add_done_callback(self._loaded)

    def _loaded(self, future: Future[list[Health]]) -> None:
        """Called on the reader thread."""
        try:
            message = HealthLoaded(future.result())
        except StoreError as error:
            message = HealthLoaded([], sentence(error_message(error)))
        except CancelledError:
            return  # the reader is quitting
        self.post_message(message)

    @on(HealthLoaded)
    def _show_loaded(self, message: HealthLoaded) -> None:
        self._loading = False
        if message.error:
            self._notify(message.error)
            return
        self._feeds = message.feeds
        self._show()

    def _show(self) -> None:
        rows = in_order(self._feeds, self._order, backwards=self._backwards)
        first = self._feed_id is None and not self._table.rows
        self._table.show(rows, self._order, backwards=self._backwards, feed_id=None if first else self._current_id)
        self._head.refresh()
        self._show_details()

    @property
    def _current_id(self) -> int | None:
        current = self._table.current
        return current.feed.id if current else self._feed_id

    @on(LineList.Moved)
    def _show_details(self) -> None:
        """Draws the masthead and the details of the selected feed."""
        failing = sum(one.concern in FAILING for one in self._feeds)
        silent = sum(one.concern is Concern.SILENT for one in self._feeds)
        left = (Part("Broadsheet", "accent"), Part(f"  {self._glyphs.folded} ", "dim"), Part(_("Feed health"), "text"))
        counts = _("{failing} of {total} failing, {silent} silent")
        self._masthead.show(left, "", counts.format(failing=failing, total=len(self._feeds), silent=silent))
        current, account = self._table.current, self._table.current_account
        empty, height = not (self._table.row_count() or self._library.feeds.by_id), self.size.height
        self.set_class(empty, "-empty")
        self._details.styles.max_height = None if empty else max(3, min(height // 2, height - _OTHER_LINES))
        now, width = self._library.now(), self._details.content_size.width
        if account:
            titles = {one.feed.url: one.feed.title for one in self._feeds}
            self._details.update(account_details(account, now, width, titles))
        else:
            self._details.update(details(current, now, self._glyphs, width) if current else self._nothing)
        self._show_keys()

    @property
    def _nothing(self) -> str:
        """What to do without feeds."""
        if self._library.feeds.by_id:
            return ""  # they are being read
        hint = _("Press {key} in the lists to add a feed.").format(key=key_of("feed.add"))
        return _("No feeds yet") + "\n" + hint

    def on_resize(self) -> None:
        """Draws the details for the new width."""
        self.call_after_refresh(self._show_details)

    # -- keys

    def action_down(self) -> None:
        """Moves down a row."""
        self._table.move_by(1)

    def action_up(self) -> None:
        """Moves up a row."""
        self._table.move_by(-1)

    def action_page(self, pages: int) -> None:
        """Moves down or up by pages."""
        self._table.move_by_page(pages)

    def action_first(self) -> None:
        """Moves to the first feed."""
        self._table.move_to(0)

    def action_last(self) -> None:
        """Moves to the last feed."""
        self._table.move_to(self._table.row_count() - 1)

    def action_sort(self) -> None:
        """Sorts by the next column."""
        self._order, self._backwards = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)], False
        self._show()

    def action_turn(self) -> None:
        """Reverses the order."""
        self._backwards = not self._backwards
        self._show()

    @on(LineList.Chosen)
    def action_inward(self) -> None:
        """Lists the articles of the selected feed or account."""
        if account := self._table.current_account:
            subscriptions = self._library.subscriptions
            root = self._library.accounts.roots(subscriptions.file.subscriptions).get(account.account.name)
            self.dismiss(Stream(Kind.FOLDER, root) if root else Stream(Kind.UNREAD))
        elif current := self._table.current:
            self.dismiss(Stream(Kind.FEED, current.feed.url))

    def action_back(self) -> None:
        """Returns to the reader."""
        self.dismiss(None)

    def action_poll(self) -> None:
        """Refreshes the selected feed, or synchronises its account."""
        account, current = self._table.current_account, self._table.current
        name = account.account.name if account else current.feed.account if current else ""
        if name:
            from reader.ui.reader.actions.accounts import synchronise

            synchronise(self._reader, name)
            self._show_keys()
        elif current:
            self._library.worker.refresh((current.feed.id,), force=True)
            self._notify(_("Refreshing {feed}…").format(feed=current.feed.title))

    def action_poll_failing(self) -> None:
        """Refreshes all failing feeds except those that are gone."""
        failing = tuple(one.feed.id for one in self._feeds if one.concern is Concern.FAILING and not one.feed.account)
        if failing:
            self._library.worker.refresh(failing, force=True)
            self._notify(plural("Refreshing {n} feed…", "Refreshing {n} feeds…", len(failing)))
        else:
            self._notify(_("No feeds are failing."))

    def action_site(self) -> None:
        """Opens the website of the selected feed in the browser."""
        from reader.ui.system import default_browser, open_address

        current = self._table.current
        if current and current.feed.link:
            browser = default_browser(self._library.config.browser)
            if open_address(self._reader.app, current.feed.link, browser, self._notify):
                self._notify(_("Opened {url}").format(url=current.feed.link))
        else:
            self._notify(_("This feed does not name a website."))

    def action_edit(self) -> None:
        """Edits the selected feed or account."""
        from reader.ui.reader.actions.feeds import edit_stream

        if account := self._table.current_account:
            from reader.ui.dialogs.accounts import open_account

            open_account(self._reader, account.account)
        else:
            self._change(edit_stream)

    def action_pause(self) -> None:
        """Pauses or resumes the selected feed or account."""
        from reader.ui.reader.actions.feeds import pause_feed

        if account := self._table.current_account:
            from reader.ui.dialogs.accounts import change_in_thread

            change_in_thread(self._reader, lambda: self._library.accounts.pause(account.account))
        else:
            self._change(pause_feed)

    def action_unsubscribe(self) -> None:
        """Unsubscribes from the selected feed, or removes the account, after a question."""
        from reader.ui.reader.actions.feeds import unsubscribe_from

        if account := self._table.current_account:
            from reader.ui.dialogs.accounts import ask_to_remove

            ask_to_remove(self._reader, account.account)
        else:
            self._change(unsubscribe_from)

    def action_drop_refused(self) -> None:
        """Forgets the edits that the server of the selected account has not accepted."""
        account = self._table.current_account
        if account is None or not (account.state and account.state.refused):
            self._notify(_("No server has refused anything here"))
            return
        self._library.accounts.drop_refused(account.account.name)
        self._notify(_("Forgot what {account} has refused").format(account=account.account.name))

    async def action_decide(self) -> None:
        """Asks whose the feeds are that are subscribed to twice."""
        from reader.ui.reader.actions.accounts import decide

        await decide(self._reader)
        self._show_keys()

    def _change(self, change: Callable[[ReaderContext, Stream], None]) -> None:
        if current := self._table.current:
            change(self._reader, Stream(Kind.FEED, current.feed.url))


def account_row(account: Account, state: AccountState | None, now: int) -> AccountRow:
    """The row of an account in the table."""
    trouble = account_trouble(account, state)
    words = trouble or ", ".join(account_facts(account, state, now))
    return AccountRow(account, state, words, bool(trouble or (state and state.refused)))

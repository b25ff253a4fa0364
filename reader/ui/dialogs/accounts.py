"""The list of accounts: what each has come to, and keys to add, change, pause, remove and synchronise them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress

from rich.text import Text
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import OptionList

from reader.account import Account, AccountState
from reader.errors import BroadsheetError, StoreError
from reader.stream import Kind, Stream
from reader.ui.commands.command import Context
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.account import AccountDialog
from reader.ui.dialogs.dialog import ConfirmDialog, joined_keys
from reader.ui.language.account_words import account_facts, account_trouble
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.edit_messages import failure_message
from reader.ui.typeset.breaking import fit, fit_words
from reader.ui.widgets.field import Choices
from reader.wording.catalogue import N_, _

READ_EVERY = 1.0  # seconds
_BORDER = 6  # cells of the border that its text leaves free
_KEYS = (
    ("accounts.edit", N_("{key} edits")), ("accounts.add", N_("{key} adds")),
    ("accounts.sync", N_("{key} synchronises")), ("accounts.pause", N_("{key} pauses")),
    ("accounts.remove", N_("{key} removes")),
    ("accounts.close", N_("{key} closes")),
)  # fmt: skip


class AccountsDialog(ModalScreen[None]):
    """Changes accounts at once, each with a dialog of its own."""

    CSS_PATH = "dialog.tcss"
    KEY_CONTEXT = Context.ACCOUNTS

    class StatesRead(Message):
        """What synchronising the accounts has come to, was read."""

        def __init__(self, states: Sequence[AccountState]) -> None:
            super().__init__()
            self.states = states

    def __init__(self, reader: ReaderContext) -> None:
        super().__init__()
        self._reader, self._library = reader, reader.library
        self._states: dict[str, AccountState] = {}
        self._list = Choices(markup=False, classes="dialog column accounts")
        self._shown: object = None

    def compose(self) -> ComposeResult:
        """Two lines for each account."""
        self._list.border_title = Text(_("Accounts"))
        yield self._list

    def on_mount(self) -> None:
        """Reads what the accounts have come to, again and again."""
        self._show()
        self._read()
        self.set_interval(READ_EVERY, self._read)

    def on_resize(self) -> None:
        """Shows as many keys as there is room for."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        keys = [_(text).format(key=key_of(command)) for command, text in _KEYS]
        self._list.border_subtitle = Text(joined_keys(keys, self._list.outer_size.width - _BORDER))
        self._shown = None
        self._show()

    def _read(self) -> None:
        def read(future: Future[tuple[AccountState, ...]]) -> None:
            with suppress(StoreError, CancelledError):  # the next reading tells
                self.post_message(self.StatesRead(future.result()))

        self._library.accounts.states().add_done_callback(read)

    def on_accounts_dialog_states_read(self, message: StatesRead) -> None:
        """Shows the states."""
        self._states = {one.name: one for one in message.states}
        self._show()

    def _show(self) -> None:
        accounts = self._library.accounts.all
        now, width = self._library.now(), max(20, self._list.content_size.width or 70)
        lines = [_lines(one, self._states.get(one.name), now, width) for one in accounts]
        if self._shown == lines:
            return
        self._shown, chosen = lines, self._list.highlighted
        self._list.clear_options()
        self._list.add_options(lines)
        self._list.highlighted = min(chosen or 0, len(lines) - 1) if lines else None

    @property
    def _current(self) -> Account | None:
        index, accounts = self._list.highlighted, self._library.accounts.all
        return accounts[index] if index is not None and index < len(accounts) else None

    # -- keys

    def action_add(self) -> None:
        """Adds an account."""
        open_account(self._reader)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Changes the account that was chosen."""
        event.stop()
        self.action_edit()

    def action_edit(self) -> None:
        """Changes the account: a new token, another address."""
        if current := self._current:
            open_account(self._reader, current)

    def action_sync(self) -> None:
        """Synchronises the account."""
        if current := self._current:
            from reader.ui.reader.actions.accounts import synchronise

            synchronise(self._reader, current.name)

    def action_pause(self) -> None:
        """Pauses the account, or resumes it."""
        if current := self._current:
            change_in_thread(self._reader, lambda: self._library.accounts.pause(current))

    def action_remove(self) -> None:
        """Removes the account, after a question."""
        if current := self._current:
            ask_to_remove(self._reader, current)


def open_account(reader: ReaderContext, account: Account | None = None, *, text: str = "") -> None:
    """Opens the dialog for an account, or for a new one."""
    dialog = reader.pending.account_dialog = AccountDialog(reader.library, account, text=text)

    def left(name: str | None) -> None:
        reader.pending.account_dialog = None
        if name and account:
            reader.library.worker.sync(name)
            reader.status.show_message(_("Changed {label}.").format(label=name))
        elif name:
            show_account(reader, name)

    reader.app.push_screen(dialog, left)


def show_account(reader: ReaderContext, name: str) -> None:
    """Lists the articles of an account."""
    root = reader.library.accounts.roots(reader.library.subscriptions.file.subscriptions).get(name)
    reader.go_to(Stream(Kind.FOLDER, root) if root else Stream(Kind.UNREAD))


def ask_to_remove(reader: ReaderContext, account: Account) -> None:
    """Removes an account, after a question."""
    waiting = reader.library.accounts.waiting.get(account.name, 0)
    question = _(
        "Remove {account}? Its feeds leave the tree; their articles stay stored here. Nothing changes at the server."
    ).format(account=account.name)
    if waiting:
        from reader.ui.reader.sync_messages import waiting_message

        question = f"{question} {waiting_message({account.name: waiting})}."

    def answered(yes: bool | None) -> None:
        if yes:
            change_in_thread(reader, lambda: reader.library.accounts.remove(account))

    reader.app.push_screen(ConfirmDialog(_("Remove the account"), question, accept=N_("{key} removes")), answered)


def change_in_thread(reader: ReaderContext, change: Callable[[], None]) -> None:
    """Changes ``accounts.toml`` in a thread, and says why if that fails."""

    async def work() -> None:
        try:
            await asyncio.to_thread(change)
        except BroadsheetError as error:
            reader.status.show_message(failure_message(error), serious=True)

    reader.app.run_worker(work(), group="account")


def _lines(account: Account, state: AccountState | None, now: int, width: int) -> Content:
    """The name and the address of an account, and below them what it has come to."""
    room = max(10, width - 2 - len(account.name) - 2)
    trouble = account_trouble(account, state)
    facts = trouble or ", ".join(account_facts(account, state, now))
    head = Content.assemble((account.name, "bold"), "  ", (fit(account.url, room), "$dim"))
    return Content("\n").join((head, Content.styled(fit_words(facts, width), "$accent" if trouble else "$dim")))

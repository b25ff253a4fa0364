"""The dialog that adds an account, or changes one: the address, the password or token, and the first synchronisation.

The worker talks to the server; nothing that was typed is lost by a mistake. The password goes to the worker through its
pipe and to where the user keeps it, and nowhere else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import fields as fields_of
from dataclasses import replace

from textual import on
from textual.message import Message
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input, Static

from reader.account import Account, AccountKind, SecretPlace
from reader.errors import BroadsheetError, InvalidValue
from reader.library import Library
from reader.library.worker_events import ServerAnswered, SignedIn, SyncDone, SyncProgress
from reader.problems import Problem, ProblemDetails, problem
from reader.subscriptions.accounts_toml import account_name, name_key, password_command, server_address, sync_interval
from reader.subscriptions.field_values import interval_in_words
from reader.text import sentence
from reader.ui.commands.registry import key_of
from reader.ui.dialogs.dialog import SAVES, Dialog, accepts, leaves
from reader.ui.reader.edit_messages import failure_message
from reader.ui.widgets.field import ChoiceField, Field, TextField
from reader.web.addresses import site_of
from reader.wording.catalogue import N_, _, language, plural
from reader.wording.numbers import thousands
from reader.wording.problem_messages import problem_message

TIMEOUT = 120  # seconds without an answer of the worker
_NOT_REACHED = (
    Problem.HOST_NOT_FOUND, Problem.CONNECTION_REFUSED, Problem.CONNECTION_CLOSED, Problem.SERVER_UNREACHABLE,
    Problem.NO_RESPONSE, Problem.TIMEOUT,
)  # fmt: skip

AccountEvent = ServerAnswered | SignedIn | SyncProgress | SyncDone

_PLACES = (
    (SecretPlace.KEYRING, N_("in the keyring of the system")),
    (SecretPlace.FILE, N_("in a file that only you can read")),
    (SecretPlace.COMMAND, N_("with a program that prints it")),
)


class AccountDialog(Dialog[str]):
    """Returns the name of the account that was added or changed, or None. ``account``: the one to change."""

    class Written(Message):
        """The account was written, or ``error`` says why not."""

        def __init__(self, account: str, error: BroadsheetError | None = None) -> None:
            super().__init__()
            self.account, self.error = account, error

    class KeyringFound(Message):
        """The system has a keyring that can be used."""

    def __init__(self, library: Library, account: Account | None = None, *, text: str = "") -> None:
        title = _("Add an account") if account is None else _("Account {name}").format(name=account.name)
        super().__init__(title, accepts(N_("{key} continues")), leaves())
        self._library, self._before = library, account
        self._known = {name_key(one.name) for one in library.accounts.all}
        self._server: ServerAnswered | None = None  # at the address that was tried last
        self._asked = ""  # that address, as it was typed
        self._ticket: int | None = None
        self._trying: Account | None = None  # the account whose sign-in is being tried
        self._saved = ""  # the account that is being written, or was; the worker may see it first
        self._added = ""  # the account that was written and is being synchronised
        self._results: list[SyncDone] = []  # of its synchronisations
        self._step, self._since = "", 0
        self._clock: Timer | None = None
        self._make_fields(account, text)

    def _make_fields(self, account: Account | None, text: str) -> None:
        place = account.secret if account else SecretPlace.FILE
        url = account.url if account else text
        self._address = TextField("url", _("Address"), url, check=server_address, hint="reader.example.org")
        self._found = Static("", classes="part", markup=False)
        self._user = TextField("user", _("User"), account.user if account else "", check=_filled)
        kept = _("unchanged") if account else ""
        self._token = TextField("token", _("API token"), secret=True, hint=kept, check=self._secret)
        self._password = TextField("password", _("Password"), secret=True, hint=kept, check=self._secret)
        self._place = ChoiceField("secret", _("Keep it"), [(one, _(label)) for one, label in _PLACES], place)
        command = " ".join(account.password_command) if account else ""
        self._command = TextField(
            "password_command", _("Program"), command, check=password_command, hint="pass show reader"
        )
        name = account.name if account else ""
        self._own_name = TextField("name", _("Name"), name, check=self._free_name)
        interval = account.interval if account else None
        usual = self._library.config.sync_interval
        self._interval = TextField(
            "interval", _("Synchronise"), "" if interval is None else interval_in_words(interval),
            check=lambda typed: sync_interval(typed) if typed.strip() else None,
            hint=_("every {interval}, as in config.toml").format(interval=usual),
        )  # fmt: skip

    def _secret(self, typed: str) -> str:
        """A secret is needed, unless one is stored already. No program takes spaces around it for a part of it."""
        if not typed.strip() and self._before is None:
            raise InvalidValue(problem(Problem.EMPTY_VALUE))
        return typed.strip()

    def _free_name(self, typed: str) -> str:
        name = account_name(typed)
        if self._before is None and name_key(name) in self._known:
            raise InvalidValue(problem(Problem.NAME_TAKEN))
        return name

    def rows(self) -> Iterable[Widget]:
        """The address, the server found there, and how to sign in."""
        yield self._address
        yield self._found
        yield self._user
        yield self._token
        yield self._password
        yield self._command
        yield self._place
        yield self._own_name
        yield self._interval

    @property
    def fields(self) -> list[Field]:
        """Those in sight, from the top."""
        return [one for one in super().fields if one.display]

    def on_mount(self) -> None:
        """Begins with the address; an account to be changed with its password."""
        self.run_worker(self._look_for_keyring(), group="keyring")
        self._show_fields()
        if self._before:
            self._focus(self._secret_field)
            self._own_name.disabled = True
        else:
            self._focus(self._address)
            self._address.input.action_select_all()
        self.call_after_refresh(self._show_instructions)

    def _show_instructions(self) -> None:
        if self._before:
            self.show_message(_("An empty line keeps the password or token."))
            return
        text = _("Type the address of your server: Miniflux, FreshRSS, The Old Reader, BazQux and others. {key} looks.")
        self.show_message(text.format(key=key_of("dialog.accept")))

    async def _look_for_keyring(self) -> None:
        if self._before is None and await asyncio.to_thread(self._library.accounts.has_keyring):
            self.post_message(self.KeyringFound())

    @on(KeyringFound)
    def _suggest_keyring(self) -> None:
        if not self._place.changed:
            self._place.set(SecretPlace.KEYRING)

    # -- the fields

    @property
    def _kind(self) -> AccountKind | None:
        if self._server:
            return AccountKind(self._server.kind)
        return self._before.kind if self._before else None

    @property
    def _secret_field(self) -> TextField:
        if self._place.read() is SecretPlace.COMMAND:
            return self._command
        return self._token if self._kind is AccountKind.MINIFLUX else self._password

    def _show_fields(self) -> None:
        """Shows the fields that the server needs, once it is known which it is."""
        kind = self._kind
        self._found.display = kind is not None
        self._found.update(self._about_server())
        for one in (self._token, self._password, self._command):
            one.display = kind is not None and one is self._secret_field
        self._user.display = kind is AccountKind.GOOGLE_READER
        for field in (self._place, self._own_name, self._interval):
            field.display = kind is not None
        self._update_keys()

    def _about_server(self) -> str:
        if self._server is None:
            return ""
        product = " ".join(filter(None, (self._server.product, self._server.version)))
        text = _("{product} at {url}").format(product=product or _("Google Reader API"), url=self._server.url)
        if self._server.url.startswith("http:"):
            text += " (" + _("not encrypted") + ")"
        same = next((one.name for one in self._library.accounts.all if one.url == self._server.url), None)
        if same and self._before is None:
            text += "\n" + _("Your account {account} is there already.").format(account=same)
        return text

    def _update_keys(self) -> None:
        if self._added:
            self.show_keys(accepts(N_("{key} closes; it continues")))
        elif self._clock:
            self.show_keys(leaves(N_("{key} stops")))
        elif self._kind is None or not self._is_asked:
            self.show_keys(accepts(N_("{key} continues")), leaves())
        else:
            self.show_keys(accepts(SAVES if self._before else N_("{key} signs in")), leaves())

    @property
    def _is_asked(self) -> bool:
        """Whether it is known which server is at the address that is typed."""
        typed = self._address.input.value.strip()
        return typed == (self._asked if self._server else self._before.url if self._before else None)

    @on(Field.Changed)
    def _typed(self, event: Field.Changed) -> None:
        if event.field is self._place:
            self._show_fields()
        elif event.field is self._address:
            self._update_keys()

    # -- steps

    def accept(self) -> None:
        """Goes on: looks at the address, signs in, or closes."""
        if self._added:
            self.dismiss(self._added)
        elif self._clock:
            return
        elif not self._is_asked:
            self._ask_server()
        else:
            self._sign_in()

    def _ask_server(self) -> None:
        self._asked, self._server = self._address.input.value.strip(), None
        self._wait_for(self._library.worker.find_server(self._asked), _("Finding out which server it is…"))

    def _sign_in(self) -> None:
        account = self._account()
        secret = "" if account.secret is SecretPlace.COMMAND else self._secret_field.read()
        only_local = self._before and not secret and not _differ(account, self._before)
        if only_local:
            self._write(account, "")
            return
        self._trying = account
        self._wait_for(self._library.worker.try_account(account, secret), _("Signing in…"))

    def _account(self) -> Account:
        kind = self._kind
        assert kind is not None
        place = self._place.read()
        base = self._before or Account("", kind, "")
        return replace(
            base,
            name=self._before.name if self._before else self._own_name.read(),
            kind=kind,
            url=self._server.url if self._server else base.url,
            user=self._user.read() if kind is AccountKind.GOOGLE_READER else base.user,
            secret=place,
            password_command=self._command.read() if place is SecretPlace.COMMAND else (),
            interval=self._interval.read(),
        )

    def handle(self, event: AccountEvent) -> None:
        """Shows an answer; those to older questions are ignored."""
        match event:
            case ServerAnswered(ticket) | SignedIn(ticket) if ticket != self._ticket:
                return
            case ServerAnswered(_ticket, error=error):
                self._server_answered(event, error)
            case SignedIn(_ticket, error=error):
                self._signed_in(error)
            case SyncProgress(account, done, total) if account == self._added:
                self._step = _("{done} of {total} articles").format(
                    done=thousands(done, language()), total=thousands(total, language())
                )
                self._tick()
            case SyncDone(account) if account == self._saved:
                self._results.append(event)
                self.show_result()

    def _server_answered(self, event: ServerAnswered, error: ProblemDetails | None) -> None:
        self._end()
        if error:
            self._fail(error, self._address)
            if error.code in _NOT_REACHED:
                advice = _("Is the address right, and is the server running?")
                self.show_message(f"{sentence(problem_message(error))} {advice}", error=True)
            return
        self._server = event
        if not self._own_name.input.value:
            with self._own_name.input.prevent(Input.Changed):  # it would hide the message below
                self._own_name.input.value = self._suggested_name(event)
        self._show_fields()
        self.call_after_refresh(self._ask_for_secret, event)

    def _suggested_name(self, event: ServerAnswered) -> str:
        for name in (event.product, site_of(event.url), _("Account")):
            if name and name_key(name) not in self._known:
                return name
        return ""

    def _ask_for_secret(self, event: ServerAnswered) -> None:
        if event.kind == AccountKind.MINIFLUX:
            self._focus(self._secret_field)
            self.show_message(_("Make a token in Miniflux under Settings > API Keys, and paste it here."))
            return
        self._focus(self._user)
        if event.product == "FreshRSS":
            self.show_message(_("FreshRSS needs the API password of Settings > Profile, not the one for its pages."))
        else:
            self.show_message(_("Sign in as in the browser."))

    def _signed_in(self, error: ProblemDetails | None) -> None:
        account, self._trying = self._trying, None
        if error or account is None:
            self._end()
            if error:
                self._fail(error, self._secret_field)
            return
        typed = "" if account.secret is SecretPlace.COMMAND else self._secret_field.read()
        self._write(account, typed)

    def _write(self, account: Account, secret: str) -> None:
        """Keeps the secret and the account, in a thread: the keyring may ask the user."""
        self._begin(_("Saving…"))
        before, self._saved, self._results = self._before, account.name, []

        async def work() -> None:
            try:
                await asyncio.to_thread(self._library.accounts.keep, account, secret, before=before)
            except BroadsheetError as error:
                self.post_message(self.Written(account.name, error))
            else:
                self.post_message(self.Written(account.name))

        self.run_worker(work(), group="account")

    @on(Written)
    def _written(self, message: Written) -> None:
        if message.error:
            self._end()
            self.show_message(failure_message(message.error), error=True)
        elif self._before:
            self.dismiss(message.account)
        else:
            self._added = message.account
            for field in self.fields:
                field.disabled = True
            self._begin(_("Fetching your feeds and articles…"))
            self.show_result()

    def show_result(self) -> None:
        """Says what has arrived since the account was added, once it is synchronised. Call again when feeds were read.

        Another synchronisation may have brought the articles, or the first may have ended before the file was written
        as far as this dialog knows.
        """
        if not self._added or not self._results:
            return
        self._end()
        if error := self._results[-1].error:
            self._fail(error, None)
            self.show_keys(accepts(N_("{key} closes")))
            return
        feeds = sum(feed.account == self._added for feed in self._library.feeds.by_id.values())
        new = sum(result.new for result in self._results)
        counts = [plural("{n} feed", "{n} feeds", feeds), plural("{n} new article", "{n} new articles", new)]
        self.show_message(_("{account} is set up: {counts}.").format(account=self._added, counts=", ".join(counts)))
        self.show_keys(accepts(N_("{key} shows it")))

    def _fail(self, error: ProblemDetails, field: Field | None) -> None:
        """Says what went wrong, in the field where it can be corrected."""
        self.show_message(sentence(problem_message(error)), error=True)
        if field:
            self._focus(field)

    # -- waiting

    def _wait_for(self, ticket: int | None, step: str) -> None:
        self._ticket = ticket
        if ticket is None:
            self.show_message(_("The background process is not running."), error=True)
        else:
            self._begin(step)

    def _begin(self, step: str) -> None:
        if self._clock is None:
            self._clock = self.set_interval(1, self._tick)
        self._step, self._since = step, self._library.now()
        self._tick()
        self._update_keys()

    def _tick(self) -> None:
        seconds = self._library.now() - self._since
        if seconds > TIMEOUT and not self._added:
            self._end()
            self.show_message(_("No answer. {key} tries again.").format(key=key_of("dialog.accept")), error=True)
        elif self._clock:
            waiting = _("{step} {seconds} s").format(step=self._step, seconds=seconds)
            self.show_message(waiting if seconds > 1 else self._step)

    def _end(self) -> None:
        self._ticket = None
        if self._clock:
            self._clock.stop()
            self._clock = None
        self._update_keys()

    def action_leave(self) -> None:
        """Stops waiting, else leaves; the first press loses nothing that was typed."""
        if self._added:
            self.dismiss(self._added)
        elif self._clock:
            self._trying = None
            self._end()
            self.show_message(_("Stopped"))
        else:
            super().action_leave()


def _filled(typed: str) -> str:
    if not typed.strip():
        raise InvalidValue(problem(Problem.EMPTY_VALUE))
    return typed.strip()


def _differ(one: Account, other: Account) -> bool:
    """Whether two accounts sign in differently."""
    names = {field.name for field in fields_of(one)} - {"name", "interval", "paused"}
    return any(getattr(one, name) != getattr(other, name) for name in names)

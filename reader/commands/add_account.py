"""``account add`` and ``account edit``: nothing is written before the server has accepted the password or token."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import replace
from shlex import quote
from typing import Any
from urllib.parse import urlsplit

from reader.account import Account, AccountKind, SecretPlace, ServerFound
from reader.commands import Exit
from reader.commands.account import account_named, account_object, accounts_read, states_by_key, synchronise
from reader.commands.console import Form, ProgressLine, ask, can_ask, complain, print_value, say
from reader.commands.open_folders import opened
from reader.config import Config, load_config
from reader.errors import ConfigError, FetchError, InvalidValue, SyncError, SyncSignIn, UsageError
from reader.lazy_dataclass import dataclass
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.subscriptions import accounts_toml as values
from reader.subscriptions.account_secrets import (
    is_usable,
    keyring_is_there,
    place_of,
    secret_of,
)
from reader.subscriptions.accounts_toml import AccountsFile
from reader.subscriptions.field_values import certificate
from reader.text import clean_line
from reader.web.addresses import site_of, split_userinfo
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message

_ATTEMPTS = 3  # at a password
_LONGEST_LINE = 4_096  # of stdin
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


def add(paths: Paths, options: argparse.Namespace) -> int:
    """Finds the server, signs in, writes the account and synchronises it once."""
    file = _editable(paths)
    config, _mistakes = load_config(paths.config)
    address, user, password = split_userinfo(options.url.strip())
    url = _checked("URL", values.server_address, address)
    if password:
        complain(_("the password in the address may be in the history of your shell; remove it there"))
    name = _checked("--name", values.account_name, options.name) if options.name is not None else ""
    pinned = _checked("--certificate", certificate, options.certificate) if options.certificate else None
    if name and file.named(name):
        raise UsageError(problem(Problem.ARGUMENT_INVALID, argument="--name", cause=problem(Problem.NAME_TAKEN)))
    try:
        server = _server(config, url if "://" in address else address, options.kind, pinned)
        account = Account(
            name or _free_name(file, server), server.kind, server.url, clean_line(options.user or user),
            certificate=pinned,
        )  # fmt: skip
        signed_in = _signed_in(paths, config, _Login(account, server.product, options), password)
    except (FetchError, SyncError) as error:
        complain(_("{url} was not added: {reason}").format(url=address, reason=error_message(error)))
        return Exit.PARTLY
    if signed_in is None:
        complain(_("nothing was added"))
        return Exit.PARTLY
    account, secret = signed_in
    same = next((one for one in file.accounts if (one.url, one.user) == (account.url, account.user)), None)
    if same and not name:
        text = _("this is your account {account} already; `{command}` changes its password or token")
        complain(text.format(account=same.name, command=f"broadsheet account edit {quote(same.name)}"))
        return Exit.PARTLY
    account = replace(account, secret=_place(paths, account, options.place))
    with opened(paths) as library:
        library.accounts.keep(account, secret)
    return _first_sync(paths, account, options.form)


def _editable(paths: Paths) -> AccountsFile:
    """The accounts, if the file can be edited. Raises :class:`ConfigError` before it asks for anything."""
    file = accounts_read(paths)
    if not file.whole:
        first = file.mistakes[0]
        raise ConfigError(paths.accounts, problem(Problem.FIX_FILE_FIRST, cause=first.details), line=first.line)
    return file


def _checked(option: str, check: Callable[[object], Any], value: object) -> Any:
    try:
        return check(value)
    except InvalidValue as error:
        raise UsageError(problem(Problem.ARGUMENT_INVALID, argument=option, cause=error.details)) from None


def _server(config: Config, url: str, kind: str | None, pinned: str | None) -> ServerFound:
    if kind:
        return ServerFound(AccountKind(kind), values.server_address(url))
    from reader.refresh.sync.server_check import find_server_now

    line = ProgressLine()
    try:
        line.show(_("Looking for the server at {host}…").format(host=site_of(values.server_address(url))))
        found = find_server_now(config, url, certificate=pinned)
    finally:
        line.clear()
    if found.url.startswith("http://") and urlsplit(found.url).hostname not in _HERE:
        complain(_("{url} is not encrypted: others on the way can read the password").format(url=found.url))
    return found


def _free_name(file: AccountsFile, server: ServerFound) -> str:
    """The name of the program, else of the host. Raises :class:`UsageError` if both are taken."""
    product = server.product or ("Miniflux" if server.kind is AccountKind.MINIFLUX else "")
    for candidate in (product, site_of(server.url), urlsplit(server.url).netloc):
        try:
            name = values.account_name(candidate)
        except InvalidValue:
            continue
        if not file.named(name):
            return name
    raise UsageError(problem(Problem.ARGUMENT_INVALID, argument="--name", cause=problem(Problem.KEY_MISSING)))


# -- signing in


@dataclass(slots=True)
class _Login:
    """An account that is about to sign in. ``product``: the server's program, if it is known."""

    account: Account
    product: str
    options: argparse.Namespace

    def ask_user(self) -> bool:
        """Asks for the user name if it is missing; whether there is one, or none is needed."""
        if self.account.user or self.account.kind is AccountKind.MINIFLUX:
            return True
        if not can_ask():
            cause = problem(Problem.KEY_MISSING)
            raise UsageError(problem(Problem.ARGUMENT_INVALID, argument="--user", cause=cause))
        name = clean_line(ask(_("User name at {host}:").format(host=site_of(self.account.url))) or "")
        self.account = replace(self.account, user=name)
        return bool(name)

    def secret(self, paths: Paths) -> str | None:
        """The password or token: from the program, from stdin, or typed without echo; None: none was given."""
        command = self.options.password_command
        if command is not None:
            words = _checked("--password-command", values.password_command, command)
            self.account = replace(self.account, secret=SecretPlace.COMMAND, password_command=words)
            return secret_of(self.account, paths, terminal=can_ask())
        if self.options.token_stdin or not can_ask():
            return _line_of_stdin()
        return getpass.getpass(self._question() + " ", stream=sys.stderr) or None

    def _question(self) -> str:
        host = site_of(self.account.url)
        if self.account.kind is AccountKind.MINIFLUX and not self.account.user:
            return _("API token of Miniflux at {host} (made there under Settings > API Keys):").format(host=host)
        if self.product == "FreshRSS" or self.account.url.endswith("/api/greader.php"):
            return _("API password of FreshRSS at {host} (not the login password; set it there under Profile):").format(
                host=host
            )
        return _("Password at {host}:").format(host=host)

    @property
    def may_try_again(self) -> bool:
        """Whether another password can be typed."""
        given = self.options.token_stdin or self.options.password_command is not None
        return can_ask() and not given


def _line_of_stdin() -> str:
    """The first line of stdin. Raises :class:`UsageError` if there is none."""
    line = "" if sys.stdin is None else sys.stdin.readline(_LONGEST_LINE)
    if not line.strip():
        raise UsageError(problem(Problem.SECRET_NOT_GIVEN))
    return line.rstrip("\r\n")


def _signed_in(paths: Paths, config: Config, login: _Login, password: str) -> tuple[Account, str] | None:
    """The account and the secret that its server accepts; None if none was given.

    Raises :class:`SyncError`, :class:`FetchError`, and :class:`ConfigError` from the program of the user.
    """
    from reader.refresh.sync.server_check import sign_in_now

    if not login.ask_user():
        return None
    for attempt in range(_ATTEMPTS):
        secret = password or login.secret(paths)
        if not secret:
            return None
        if not is_usable(secret):
            raise UsageError(problem(Problem.SECRET_UNUSABLE))
        line = ProgressLine()
        try:
            line.show(_("Signing in…"))
            sign_in_now(config, login.account, secret)
        except SyncSignIn as error:
            line.clear()
            if password or not login.may_try_again or attempt == _ATTEMPTS - 1:
                raise
            complain(error_message(error))
        else:
            return login.account, secret
        finally:
            line.clear()
    return None


# -- writing


def _place(paths: Paths, account: Account, wanted: str | None) -> SecretPlace:
    if account.password_command:
        return SecretPlace.COMMAND
    if wanted:
        return SecretPlace(wanted)
    return SecretPlace.KEYRING if keyring_is_there(paths, account) else SecretPlace.FILE


def _where(paths: Paths, account: Account) -> str:
    match account.secret:
        case SecretPlace.COMMAND:
            return _("The password or token comes from your program each time.")
        case SecretPlace.KEYRING:
            return _("The password or token is in the system's keyring.")
        case SecretPlace.FILE:
            return _("The password or token is in {path}, which only you can read.").format(
                path=place_of(account, paths)
            )


def _first_sync(paths: Paths, account: Account, form: Form) -> int:
    report = synchronise(paths, accounts_read(paths), account.name, history=False)
    with opened(paths) as library:
        state = states_by_key(library).get(values.name_key(account.name))
    done = report.done.get(account.name)
    failure = done.error if done else None
    if form is not Form.TEXT:
        print_value(account_object(account, state), form)
    else:
        feeds, articles = (state.feeds, state.entries) if state else (0, 0)
        say(
            _("Added {account}: {feeds}, {articles}.").format(
                account=account.name,
                feeds=plural("{n} feed", "{n} feeds", feeds),
                articles=plural("{n} article", "{n} articles", articles),
            )
        )
        say(_where(paths, account))
        if state and not state.history_complete and not failure:
            text = _("Older articles follow while the reader is open; `{command}` fetches them now.")
            say(text.format(command=f"broadsheet account sync {quote(account.name)}"))
    if failure:
        text = _("the first synchronisation failed: {reason}; `{command}` tries again")
        command = f"broadsheet account sync {quote(account.name)}"
        complain(text.format(reason=problem_message(failure), command=command))
    return Exit.PARTLY if failure else Exit.DONE


# -- edit


def edit(paths: Paths, options: argparse.Namespace) -> int:
    """Changes what the options name; without any, asks for a new password or token."""
    before = account_named(_editable(paths), options.name)
    changes = _changes(options)
    new_secret = not changes or options.token_stdin or options.password_command is not None or bool(options.place)
    account, secret = replace(before, **changes), ""
    if new_secret or changes.keys() & {"url", "user"}:
        kept = "" if new_secret else secret_of(before, paths, terminal=can_ask())
        if new_secret:
            account = replace(account, secret=SecretPlace.FILE, password_command=())
        config, _mistakes = load_config(paths.config)
        try:
            signed_in = _signed_in(paths, config, _Login(account, "", options), kept)
        except (FetchError, SyncError) as error:
            complain(_("{account} was not changed: {reason}").format(account=before.name, reason=error_message(error)))
            return Exit.PARTLY
        if signed_in is None:
            complain(_("nothing was changed"))
            return Exit.PARTLY
        account, secret = signed_in
        if new_secret:
            account = replace(account, secret=_place(paths, account, options.place or _kept_place(before)))
    with opened(paths) as library:
        library.accounts.keep(account, secret, before=before)
        state = states_by_key(library).get(values.name_key(account.name))
    if options.form is not Form.TEXT:
        print_value(account_object(account, state), options.form)
    else:
        message = _("Changed {account}.") if account != before or new_secret else _("Nothing to change in {account}.")
        say(message.format(account=account.name))
    return Exit.DONE


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """The fields of an account that the options name, without its secret."""
    found: dict[str, Any] = {}
    if options.url is not None:
        found["url"] = _checked("--url", values.server_address, options.url)
    if options.user is not None:
        found["user"] = clean_line(options.user)
    if options.interval is not None:
        empty = options.interval == ""
        found["interval"] = None if empty else _checked("--interval", values.sync_interval, options.interval)
    if options.paused is not None:
        found["paused"] = options.paused
    return found


def _kept_place(before: Account) -> str | None:
    return None if before.secret is SecretPlace.COMMAND else str(before.secret)

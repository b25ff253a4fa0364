"""Checks of the accounts: their file, their passwords, whether their servers accept these, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from shlex import quote

from reader.account import Account, AccountState
from reader.commands.console import can_ask
from reader.commands.doctor.finding import Check, Finding, State
from reader.config import Config
from reader.errors import BroadsheetError, ConfigError, FetchError, StoreError, SyncError, SyncSignIn
from reader.paths import Paths
from reader.problems import Problem
from reader.store import open_reader
from reader.subscriptions.account_secrets import secret_of
from reader.subscriptions.accounts_toml import name_key, read_accounts
from reader.wording.catalogue import _, plural
from reader.wording.problem_messages import error_message, problem_message
from reader.wording.timestamps import local_time

_SECONDS = 20.0  # for a program or the keyring to give the password


def check_accounts(paths: Paths, config: Config) -> Iterator[Finding]:
    """The mistakes in ``accounts.toml``, and for each account its server and its last synchronisation."""
    if not paths.accounts.exists():
        yield Finding(Check.ACCOUNTS_TOML, State.OK, _("not there; no accounts"))
        return
    file = read_accounts(paths.accounts)
    for mistake in file.mistakes:
        yield Finding(
            Check.ACCOUNTS_TOML, State.PROBLEM, error_message(mistake), _("correct it in an editor"),
            problem=mistake.details,
        )  # fmt: skip
    if not file.mistakes:
        yield Finding(Check.ACCOUNTS_TOML, State.OK, plural("{n} account", "{n} accounts", len(file.accounts)))
    states = _states(paths)
    for account in file.accounts:
        yield _check_server(paths, config, account)
        yield _check_sync(account, states.get(name_key(account.name)))


def _states(paths: Paths) -> dict[str, AccountState]:
    """What the database knows of the accounts; another check reports what is wrong with it."""
    if not paths.database.exists():
        return {}
    with suppress(StoreError):
        store = open_reader(paths.database)
        try:
            with store.translated():
                return {name_key(state.name): state for state in store.accounts.states()}
        finally:
            store.close()
    return {}


def _check_server(paths: Paths, config: Config, account: Account) -> Finding:
    """Whether the password can be read, and the server accepts it."""
    if account.paused:
        return Finding(Check.ACCOUNT, State.OK, _("{account}: paused").format(account=account.name))
    from reader.refresh.sync.server_check import sign_in_now

    try:
        sign_in_now(config, account, secret_of(account, paths, terminal=can_ask(), seconds=_SECONDS))
    except (ConfigError, SyncError, FetchError) as error:
        message = f"{account.name}: {error_message(error)}"
        return Finding(Check.ACCOUNT, State.PROBLEM, message, _advice(account, error), problem=error.details)
    text = _("{account}: {url} answers and accepts the password or token").format(account=account.name, url=account.url)
    return Finding(Check.ACCOUNT, State.OK, text)


def _advice(account: Account, error: BroadsheetError) -> str:
    if isinstance(error, SyncSignIn) or error.details.code is Problem.SECRET_MISSING:
        return _("`{command}` stores another one").format(command=f"broadsheet account edit {quote(account.name)}")
    if isinstance(error, ConfigError):
        return ""
    return _("your changes wait until the server can be reached")


def _check_sync(account: Account, state: AccountState | None) -> Finding:
    """When the account was synchronised, and what waits."""
    known = state or AccountState(account.name)
    facts = [_("last synchronised: {time}").format(time=local_time(known.last_success, _("never")))]
    if known.waiting:
        facts.append(plural("{n} change waits for the server", "{n} changes wait for the server", known.waiting))
    if known.undecided:
        facts.append(
            plural("{n} feed is subscribed elsewhere too", "{n} feeds are subscribed elsewhere too", known.undecided)
        )
    message = f"{account.name}: {', '.join(facts)}"
    if known.error:
        message = f"{message}; {problem_message(known.error)}"
        return Finding(Check.LAST_SYNC, State.WARNING, message, problem=known.error)
    if known.refused:
        edit, reason = known.refused[0]
        text = _("not accepted by the server: {feed}: {reason}")
        message = f"{message}; {text.format(feed=edit.title or edit.url, reason=problem_message(reason))}"
        return Finding(Check.LAST_SYNC, State.WARNING, message, problem=reason)
    return Finding(Check.LAST_SYNC, State.OK, message)

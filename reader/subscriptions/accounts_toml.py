"""Reads the accounts from ``accounts.toml``: the servers that hold subscriptions and state. It holds no secrets.

Reading never fails: it returns every account that can be understood and a :class:`~reader.errors.ConfigError` with
line and key for everything else. An account with a mistake in anything but its interval is left out, because a request
could go to the wrong server.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.account import Account, AccountKind, SecretPlace
from reader.config import LONGEST_SYNC, SHORTEST_SYNC
from reader.durations import parse_duration
from reader.errors import ConfigError, InvalidValue
from reader.lazy_dataclass import dataclass
from reader.problems import Argument, Problem, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.pieces import OF_ACCOUNTS_TOML
from reader.subscriptions.read_tables import FoundTable, read_tables
from reader.text import clean_line, fold
from reader.toml_file import line_of_key, nearest_first
from reader.web.addresses import split_userinfo, web_url

LONGEST_NAME = 60  # characters; it is the name of a file with four bytes each at most
_REQUIRED = ("name", "kind", "url")
_HARMLESS = frozenset({"interval"})  # a mistake in it leaves the default
_SECRET_KEYS = frozenset({"password", "token", "api_key", "api_token", "passwd"})  # that people might write


@dataclass(frozen=True, slots=True)
class AccountsFile:
    """The accounts of an ``accounts.toml`` in their order, and its mistakes. ``whole``: no mistake hides an account."""

    accounts: tuple[Account, ...] = ()
    mistakes: tuple[ConfigError, ...] = ()
    whole: bool = True

    def over(self, before: AccountsFile) -> AccountsFile:
        """The contents to use after ``before``: if a mistake hides accounts, the earlier ones stay."""
        if self.whole:
            return self
        found = {name_key(one.name): one for one in (*before.accounts, *self.accounts)}
        return replace(self, accounts=tuple(found.values()))

    def named(self, name: str) -> Account | None:
        """The account with this name, in any spelling."""
        return next((one for one in self.accounts if name_key(one.name) == name_key(name)), None)


def read_accounts(path: Path) -> AccountsFile:
    """Everything in a file. Raises nothing; a missing file has no accounts."""
    found = read_tables(path, OF_ACCOUNTS_TOML, Problem.STRAY_KEY_OF_ACCOUNTS)
    accounts: dict[str, Account] = {}
    mistakes = [*found.mistakes]
    whole = found.whole
    for table in found.tables:
        account, wrong = _account(path, found.text, table)
        if account and name_key(account.name) in accounts:
            wrong.append(ConfigError(path, problem(Problem.ACCOUNT_NAME_TAKEN), line=table.line, key="name"))
            account = None
        mistakes += wrong
        whole = whole and account is not None
        if account:
            accounts[name_key(account.name)] = account
    return AccountsFile(tuple(accounts.values()), tuple(mistakes), whole)


def name_key(name: str) -> str:
    """What all spellings of an account's name have in common."""
    return fold(name)


def _account(path: Path, text: str, table: FoundTable) -> tuple[Account | None, list[ConfigError]]:
    """The account of a table, if it has no mistake that matters, and all its mistakes."""
    found: dict[str, Any] = {}
    mistakes: list[ConfigError] = []
    usable = not table.mistakes
    for key, value in table.values.items():
        try:
            found[key] = _read(key, value)
        except InvalidValue as error:
            line = table.line and (line_of_key(text, key, start=table.line) or table.line)
            mistakes.append(ConfigError(path, error.details, line=line, key=key))
            usable = usable and key in _HARMLESS
    missing = ", ".join(key for key in _REQUIRED if key not in table.values)
    if missing and not table.mistakes:  # which may be about the keys that are missing
        mistakes.append(ConfigError(path, problem(Problem.ACCOUNT_KEY_MISSING, names=missing), line=table.line))
    if missing or not usable:
        return None, mistakes
    try:
        found["secret"] = _place(found)
    except InvalidValue as error:
        return None, [*mistakes, ConfigError(path, error.details, line=table.line, key="secret")]
    return Account(**found), mistakes


def _read(key: str, value: object) -> Any:
    if key in _SECRET_KEYS:
        raise _invalid(Problem.SECRET_IN_FILE)
    if key not in KEYS:
        raise _invalid(Problem.UNKNOWN_ACCOUNT_KEY, names=nearest_first(key, KEYS))
    return KEYS[key](value)


def _place(found: dict[str, Any]) -> SecretPlace:
    place: SecretPlace | None = found.get("secret")
    if found.get("password_command"):
        if place not in (None, SecretPlace.COMMAND):
            raise _invalid(Problem.SECRET_PLACES_DIFFER)
        return SecretPlace.COMMAND
    if place is SecretPlace.COMMAND:
        raise _invalid(Problem.SECRET_COMMAND_MISSING)
    return place or SecretPlace.FILE


# -- the values, one by one; each raises InvalidValue


def account_name(value: object) -> str:
    """A name that can be shown, be part of a path of folders ("NAME/World"), and name a file."""
    text = clean_line(values.words(value))
    if not text or len(text) > LONGEST_NAME or "/" in text or text.startswith(".") or not text.isprintable():
        raise _invalid(Problem.ACCOUNT_NAME_INVALID, most=LONGEST_NAME)
    return text


def server_address(value: object) -> str:
    """The base address of an API, without a slash at its end. Its scheme may be missing: https then."""
    text = values.words(value)
    if "://" not in text and text and not text.startswith("/"):
        text = f"https://{text}"
    if split_userinfo(text)[0] != text:
        raise _invalid(Problem.SECRET_IN_ADDRESS)
    url = web_url(text)
    if url is None or "#" in url or "?" in url:
        raise _invalid(Problem.NOT_A_SERVER_ADDRESS)
    return url.rstrip("/")


def password_command(value: object) -> tuple[str, ...]:
    """A program and its arguments: a list, or one string that is split as a shell would (without running one)."""
    if isinstance(value, str):
        try:
            value = shlex.split(value)
        except ValueError:  # an open quote
            raise _invalid(Problem.NOT_A_COMMAND) from None
    return values.command(value)


def sync_interval(value: object) -> int:
    """Seconds between two synchronisations: ``"30s"`` to ``"1d"``, or a number of seconds."""
    seconds = parse_duration(value) if isinstance(value, str) else value
    if type(seconds) is not int or not SHORTEST_SYNC <= seconds <= LONGEST_SYNC:
        raise _invalid(Problem.NOT_A_SYNC_INTERVAL, lowest='"30s"', highest='"1d"')
    return seconds


def _kind(value: object) -> AccountKind:
    return AccountKind(_choice(value, AccountKind))


def _secret(value: object) -> SecretPlace:
    return SecretPlace(_choice(value, SecretPlace))


def _choice(value: object, choices: type[AccountKind | SecretPlace]) -> str:
    if not isinstance(value, str) or value not in tuple(choices):
        raise _invalid(Problem.NOT_A_CHOICE, choices=", ".join(f'"{one}"' for one in choices))
    return value


def _invalid(code: Problem, /, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, **arguments))


KEYS: dict[str, Callable[[object], Any]] = {
    "name": account_name,
    "kind": _kind,
    "url": server_address,
    "user": values.words,
    "secret": _secret,
    "password_command": password_command,
    "interval": sync_interval,
    "paused": values.yes_or_no,
    "certificate": values.certificate,
}

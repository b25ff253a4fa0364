"""A user's folders with one account, of a Miniflux."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.account import Account, AccountKind
from reader.paths import Paths
from reader.subscriptions.account_secrets import store_secret
from reader.subscriptions.edit_accounts import write_account
from tests.support.miniflux_server import PASSWORD, TOKEN, USER
from tests.support.sync_process import ReaderProcess


def account_of(folder: Path, url: str, *, kind: AccountKind = AccountKind.MINIFLUX, interval: int = 60) -> Paths:
    """New folders without local feeds but with an account of the user of :mod:`tests.support.miniflux_server`."""
    paths = Paths(folder / "config", folder / "data")
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text("", encoding="utf-8")
    add_account(paths, url, kind=kind, interval=interval)
    return paths


def add_account(paths: Paths, url: str, *, kind: AccountKind = AccountKind.MINIFLUX, interval: int = 60) -> None:
    """Adds it to folders that are there; it is called Server."""
    with_token = kind is AccountKind.MINIFLUX
    account = Account("Server", kind, url, "" if with_token else USER, interval=interval)
    write_account(paths.accounts, account)
    store_secret(account, paths, TOKEN if with_token else PASSWORD)


@contextmanager
def reader_process(paths: Paths) -> Iterator[ReaderProcess]:
    """Our reader on these folders, as a process."""
    made = ReaderProcess(paths)
    try:
        yield made
    finally:
        made.close()

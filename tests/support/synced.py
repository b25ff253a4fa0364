"""A profile with an account, for the tests of synchronising: what it has, by the ids of the server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from reader.account import Account, AccountKind, AccountState
from reader.model import Change, Field
from reader.refresh.in_process import sync_now
from reader.refresh.worker.protocol import Event, SyncDone
from reader.store import Store, open_store
from reader.subscriptions.account_secrets import store_secret
from reader.subscriptions.edit_accounts import write_account
from tests.support.profile import Profile


class ArticleState(NamedTuple):
    read: bool
    starred: bool
    later: bool
    labels: frozenset[str]
    title: str


class SyncedProfile(Profile):
    """Folders under ``root``, with an account named "Home"."""

    def __init__(
        self, root: Path, url: str, secret: str, *, kind: AccountKind = AccountKind.MINIFLUX, user: str = ""
    ) -> None:
        super().__init__(root)
        self.account = Account("Home", kind, url, user)
        store_secret(self.account, self.paths, secret)
        write_account(self.paths.accounts, self.account)

    def sync(self, *, history: bool = True) -> list[Event]:
        """Synchronises and returns all events."""
        return list(sync_now(self.paths, self.config, [self.account], now=self.now, history=history))

    def synced(self) -> SyncDone:
        """Synchronises; returns how it ended."""
        return done(self.sync())

    def writer(self) -> Store:
        return open_store(self.paths.database, now=self.now)

    def mark_remote(self, ids: Iterable[str | int], field: Field, value: bool, label: str = "") -> None:
        """What the user does to articles, by their ids at the server."""
        with closing(self.writer()) as store:
            store.state.write(Change(field, value, tuple(self._entry_ids(store, ids)), label), self.now)

    def articles(self) -> dict[str, ArticleState]:
        """The articles of visible feeds, by the server's ids."""
        with closing(sqlite3.connect(self.paths.database)) as connection:
            rows = connection.execute(
                "SELECT remote_id, read, starred, later, e.title, e.id FROM remote_entries r JOIN entries e"
                " ON e.id = r.entry_id JOIN feeds f ON f.id = e.feed_id WHERE subscribed = 1 AND remote_id IS NOT NULL"
            ).fetchall()
            labels = connection.execute(
                "SELECT entry_id, name FROM entry_labels JOIN labels ON id = label_id"
            ).fetchall()
        found: dict[int, set[str]] = {}
        for entry_id, name in labels:
            found.setdefault(entry_id, set()).add(name)
        return {
            remote: ArticleState(bool(read), bool(starred), bool(later), frozenset(found.get(entry_id, ())), title)
            for remote, read, starred, later, title, entry_id in rows
        }

    @property
    def unread(self) -> set[str]:
        return {remote for remote, one in self.articles().items() if not one.read}

    @property
    def starred(self) -> set[str]:
        return {remote for remote, one in self.articles().items() if one.starred}

    def feed_id(self, url: str) -> int:
        with closing(self.writer()) as store:
            return next(feed.id for feed in store.feeds.subscribed() if feed.url == url)

    def state(self) -> AccountState:
        with closing(self.writer()) as store:
            return store.accounts.state(self._account_id(store))

    def _account_id(self, store: Store) -> int:
        return store.accounts.ids()[self.account.name]

    def _entry_ids(self, store: Store, ids: Iterable[str | int]) -> list[int]:
        known = store.accounts.stored(self._account_id(store), [str(one) for one in ids])
        return [entry.id for entry in known.values()]


def done(events: Iterable[Event]) -> SyncDone:
    """How a synchronisation ended."""
    (found,) = [event for event in events if isinstance(event, SyncDone)]
    return found

"""The articles of a server as the engine hands them to the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from reader.account import RemoteEdit, RemoteFeed
from reader.model import Field
from reader.store import Store
from reader.store.account_subscriptions import show
from reader.store.connection import transaction
from reader.store.outbox import add_edit
from reader.store.remote_entries import RemoteUpdate, StoredRemote
from tests.support.stocking import NOW, new_entry

URL = "https://paper.example/feed"


@dataclass
class ServerArticle:
    """An article at a server."""

    read: bool = False
    starred: bool = False
    labels: set[str] = field(default_factory=set)

    def set(self, which: Field, value: bool, label: str) -> None:
        if which is Field.LABEL:
            (self.labels.add if value else self.labels.discard)(label)
        else:
            setattr(self, which, value)


def remote_feed(number: int = 1, url: str = URL, **fields: str) -> RemoteFeed:
    return replace(RemoteFeed(str(number), url, f"Feed {number}"), **fields)  # type: ignore[arg-type]


def followed(store: Store, *feeds: RemoteFeed, name: str = "home", labels: bool = True) -> int:
    """An account with these feeds; returns its id."""
    store.accounts.follow([name], only=False)
    account_id = store.accounts.ids()[name]
    store.accounts.write_abilities(account_id, labels=labels)
    store.accounts.write_feeds(account_id, feeds or [remote_feed()], now=NOW)
    return account_id


def remote_update(
    number: int, feed_id: int, *, read: bool = False, starred: bool = False, labels: Iterable[str] = ()
) -> RemoteUpdate:
    """A new article of the server, whose id there begins with r."""
    return RemoteUpdate(f"r{number}", feed_id, None, new_entry(number), read, starred, tuple(labels))


def arrive(store: Store, account_id: int, *numbers: int, feed: str = "1", **state: object) -> StoredRemote:
    """Stores these articles of a feed as new ones."""
    feed_id = store.accounts.feed_ids(account_id)[feed]
    updates = [remote_update(number, feed_id, **state) for number in numbers]  # type: ignore[arg-type]
    return store.accounts.store_entries(account_id, updates, now=NOW)


def noted_edit(store: Store, account_id: int, edit: RemoteEdit) -> int:
    """Has the server hear of an edit, as it is; returns the number of the edit."""
    with transaction(store._connection):
        seq = add_edit(store._connection, account_id, edit, NOW)
        show(store._connection, account_id)
    return seq


def recount(path: Path) -> bool:
    """Whether the kept counts match the entries."""
    with closing(sqlite3.connect(path)) as database:
        kept = database.execute("SELECT feed_id, total, unread FROM counts ORDER BY feed_id").fetchall()
        right = database.execute(
            "SELECT f.id, count(e.id), count(e.id) FILTER (WHERE e.read = 0) FROM feeds f LEFT JOIN entries e"
            " ON e.feed_id = f.id GROUP BY f.id ORDER BY f.id"
        ).fetchall()
    return kept == right

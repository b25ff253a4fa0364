"""Accounts: servers that hold subscriptions and state, and what synchronising with them has come to.

``accounts.toml`` says which there are; an account that is no longer in it keeps its rows, and its feeds are hidden.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NoReturn

from reader.account import AccountState, FeedOwner, RemoteFeed
from reader.arrival import KnownEntry
from reader.model import Subscription
from reader.problems import ProblemDetails
from reader.store import account_feeds, account_subscriptions, feed_owners, reconcile, remote_entries
from reader.store.arrivals import Arrivals
from reader.store.connection import transaction
from reader.store.feed_owners import FeedsChanged, Undecided
from reader.store.outbox import Outbox
from reader.store.remote_entries import RemoteUpdate, StoredRemote
from reader.store.remote_states import known_ids
from reader.store.rows import problem_cell, read_problem
from reader.text import fold


class Accounts:
    """The tables ``accounts``, ``account_feeds``, ``account_labels`` and ``remote_entries``."""

    def __init__(self, connection: sqlite3.Connection, arrivals: Arrivals) -> None:
        self._connection, self._arrivals = connection, arrivals

    # -- the accounts themselves

    def follow(self, names: Sequence[str], *, only: bool = True) -> None:
        """Makes exactly these the followed accounts. The feeds of others are hidden and keep their entries.

        ``only=False`` hides nothing, for an ``accounts.toml`` that could not be read to its end.
        """
        wanted = {fold(name): name for name in names}
        stored = {
            key: (account_id, name, bool(followed))
            for account_id, name, key, followed in self._connection.execute(
                "SELECT id, name, name_key, followed FROM accounts"
            )
        }
        new = [(name, key) for key, name in wanted.items() if key not in stored]
        respelled = [(wanted[key], row[0]) for key, row in stored.items() if wanted.get(key, row[1]) != row[1]]
        switched = [(key in wanted, row[0]) for key, row in stored.items() if row[2] != (key in wanted)]
        if not only:
            switched = [(on, account_id) for on, account_id in switched if on]
        if new or respelled or switched:
            with transaction(self._connection):
                self._connection.executemany("INSERT INTO accounts (name, name_key) VALUES (?, ?)", new)
                self._connection.executemany("UPDATE accounts SET name = ? WHERE id = ?", respelled)
                self._connection.executemany("UPDATE accounts SET followed = ? WHERE id = ?", switched)
                for _, account_id in switched:
                    account_subscriptions.show(self._connection, account_id)

    def ids(self) -> dict[str, int]:
        """The ids of the followed accounts, by name."""
        return dict(self._connection.execute("SELECT name, id FROM accounts WHERE followed = 1 ORDER BY name_key"))

    def recognise(self, account_id: int, server: str) -> None:
        """Notes of which server, and which user there, the account's ids are; call it before synchronising.

        If they were of another one, they are forgotten: feeds and articles are matched again, and unsent changes stay.
        """
        (before,) = self._connection.execute("SELECT server FROM accounts WHERE id = ?", (account_id,)).fetchone()
        if before == server:
            return
        with transaction(self._connection):
            if before:
                feed_owners.forget_server(self._connection, account_id)
            self._connection.execute("UPDATE accounts SET server = ? WHERE id = ?", (server, account_id))

    def write_abilities(self, account_id: int, *, labels: bool) -> None:
        """Notes whether the server has labels. Without, labels and the list Later stay here.

        A server that used to have none hears of those that are here.
        """
        (before,) = self._connection.execute("SELECT has_labels FROM accounts WHERE id = ?", (account_id,)).fetchone()
        if before == int(labels):
            return
        with transaction(self._connection):
            self._connection.execute("UPDATE accounts SET has_labels = ? WHERE id = ?", (labels, account_id))
            if labels:
                reconcile.note_labels(self._connection, account_id)
            else:
                self._connection.execute(
                    "DELETE FROM outbox WHERE field IN ('label', 'later') AND entry_id IN"
                    " (SELECT entry_id FROM remote_entries WHERE account_id = ?)",
                    (account_id,),
                )

    def state(self, account_id: int) -> AccountState:
        """What synchronising an account has come to. Raises ``KeyError`` if there is no such account."""
        name, tried, succeeded, following, failures, error, history = self._connection.execute(
            "SELECT name, last_try, last_success, next_sync, failures, error, history FROM accounts WHERE id = ?",
            (account_id,),
        ).fetchone() or _missing(account_id)
        outbox = Outbox(self._connection)
        feeds, entries = self._connection.execute(
            "SELECT count(*), coalesce(sum(total), 0) FROM feeds JOIN counts ON feed_id = id WHERE account_id = ?"
            " AND subscribed = 1",
            (account_id,),
        ).fetchone()
        (undecided,) = self._connection.execute(
            "SELECT count(*) FROM account_feeds WHERE account_id = ? AND owner = 'undecided'", (account_id,)
        ).fetchone()
        return AccountState(
            name, tried, succeeded, following, failures, read_problem(error), outbox.waiting().get(account_id, 0),
            undecided, history is None, feeds, entries,
            tuple((edit, why) for _, edit, why in outbox.refused(account_id)),
        )  # fmt: skip

    def states(self) -> tuple[AccountState, ...]:
        """The state of each followed account, by name."""
        return tuple(map(self.state, self.ids().values()))

    def failing(self) -> frozenset[str]:
        """The followed accounts whose last synchronisation failed, by name."""
        rows = self._connection.execute("SELECT name FROM accounts WHERE followed = 1 AND error IS NOT NULL")
        return frozenset(name for (name,) in rows)

    def write_result(
        self,
        account_id: int,
        *,
        now: int,
        error: ProblemDetails | None = None,
        next_sync: int | None = None,
        succeeded: bool = False,
    ) -> None:
        """Notes how a synchronisation ended, and when the next one may begin."""
        self._connection.execute(
            "UPDATE accounts SET last_try = ?1, next_sync = ?2, error = ?3, last_success = iif(?4, ?1, last_success),"
            " failures = CASE WHEN ?4 THEN 0 WHEN ?3 IS NULL THEN failures ELSE failures + 1 END WHERE id = ?5",
            (now, next_sync, problem_cell(error), succeeded, account_id),
        )

    def cursor(self, account_id: int) -> str:
        """Up to where the news of the server are stored; empty: nothing is."""
        return str(self._one("cursor", account_id))

    def write_cursor(self, account_id: int, cursor: str) -> None:
        """Call it when everything that the cursor covers is stored."""
        self._connection.execute("UPDATE accounts SET cursor = ? WHERE id = ?", (cursor, account_id))

    def history(self, account_id: int) -> str | None:
        """Where the history continues; empty: at its beginning; None: it is complete."""
        value = self._one("history", account_id)
        return None if value is None else str(value)

    def write_history(self, account_id: int, cursor: str | None) -> None:
        """Notes where the history continues. None: it is complete."""
        self._connection.execute("UPDATE accounts SET history = ? WHERE id = ?", (cursor, account_id))

    def _one(self, column: str, account_id: int) -> object:
        row = self._connection.execute(f"SELECT {column} FROM accounts WHERE id = ?", (account_id,)).fetchone()
        return (row or _missing(account_id))[0]

    # -- feeds

    def write_feeds(self, account_id: int, feeds: Sequence[RemoteFeed], *, now: int) -> FeedsChanged:
        """Makes these the feeds of an account: the complete list of its server.

        A feed that is not among them is hidden; its articles stay, and no longer are the server's. An empty list after
        one that was not only hides them, until the server lists some again: it may have lost them for a moment.
        """
        return account_feeds.write_feeds(self._connection, account_id, feeds, now=now)

    def feed_ids(self, account_id: int) -> dict[str, int]:
        """The feeds whose articles come from the server, by their ids there."""
        rows = self._connection.execute(
            "SELECT remote_id, feed_id FROM account_feeds WHERE account_id = ? AND feed_id IS NOT NULL", (account_id,)
        )
        return dict(rows.fetchall())

    def subscriptions(self) -> tuple[Subscription, ...]:
        """The subscriptions of all followed accounts, with the edits that their servers have not heard of yet.

        ``folder`` is the server's.
        """
        return account_subscriptions.subscriptions(self._connection)

    def write_settings(self, subscription: Subscription) -> None:
        """Keeps what the user has set here for a feed of an account: the settings that its server does not have."""
        account_subscriptions.write_settings(self._connection, subscription)

    def undecided(self) -> tuple[Undecided, ...]:
        """The feeds that are here too, about which the user must be asked."""
        return feed_owners.undecided(self._connection)

    def decide(self, account_id: int, remote_id: str, owner: FeedOwner) -> FeedsChanged:
        """Makes a feed the account's, or leaves it where it is (:attr:`FeedOwner.LOCAL`).

        If it becomes the account's, take its table out of ``feeds.toml`` first; its articles are matched with the
        server's when these arrive, and the state of both sides is merged. If the account gives it up, put its
        table there first. Either answer can be changed later by the other one.
        """
        return feed_owners.decide(self._connection, account_id, remote_id, owner)

    # -- articles

    def known(self, account_id: int, remote_ids: Iterable[str]) -> frozenset[str]:
        """Those of these articles that are stored."""
        return frozenset(known_ids(self._connection, account_id, remote_ids))

    def stored(self, account_id: int, remote_ids: Iterable[str]) -> dict[str, KnownEntry]:
        """Those of these articles that are stored, by their ids at the server."""
        return remote_entries.stored_entries(self._connection, account_id, remote_ids)

    def unmatched(
        self, feed_id: int, guids: Iterable[str], urls: Iterable[str], contents: Iterable[int] = ()
    ) -> list[KnownEntry]:
        """As :meth:`reader.store.entries.Entries.known`, without articles of which the id at the server is known."""
        return remote_entries.unmatched_entries(self._connection, feed_id, guids, urls, contents)

    def store_entries(self, account_id: int, updates: Iterable[RemoteUpdate], *, now: int) -> StoredRemote:
        """Writes articles with the state that they have at the server, in one transaction.

        A state that is in the outbox stays. An article that was here already gets the server's id, and the state of
        both sides. Articles of feeds that are not the account's are left out.
        """
        return remote_entries.store_entries(self._connection, self._arrivals, account_id, updates, now=now)

    def reconcile(
        self,
        account_id: int,
        *,
        unread: Collection[str] | None,
        starred: Collection[str] | None,
        labelled: Mapping[str, Collection[str]] | None,
        cursor: str | None,
        gone: Collection[str] = (),
    ) -> tuple[int, ...]:
        """Gives the account's articles the state that these complete sets of ids say; returns which changed.

        Nothing is concluded from a set that is None or has more than 25,000 ids, and nothing that is in the outbox is
        changed. ``cursor`` is written in the same transaction. ``gone``: articles that the server no longer has; they
        keep their state (see :meth:`doubtful`).
        """
        return reconcile.reconcile(
            self._connection, account_id, unread=unread, starred=starred, labelled=labelled, cursor=cursor, gone=gone
        )

    def doubtful(
        self,
        account_id: int,
        *,
        starred: Collection[str] | None,
        labelled: Mapping[str, Collection[str]] | None,
    ) -> tuple[str, ...]:
        """The articles that would lose their star or a label by :meth:`reconcile`.

        They may have lost it at the server, or the server may have deleted them, which must not cost the user the star:
        ask it for them, and pass those that it no longer has as ``gone``.
        """
        return reconcile.doubtful(self._connection, account_id, starred=starred, labelled=labelled)


def _missing(account_id: int) -> NoReturn:
    raise KeyError(account_id)

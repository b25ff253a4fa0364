"""Writes the list of feeds that the server of an account has (:mod:`reader.store.feed_owners` says whose they are)."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from reader.account import FeedOwner, RemoteFeed
from reader.model import Status
from reader.problems import Problem, problem
from reader.store.account_subscriptions import show
from reader.store.connection import transaction
from reader.store.feed_owners import LOST, FeedsChanged, Holder, forget_ids, holder_of, take
from reader.store.rows import dumps, problem_cell
from reader.text import clean_line, clean_title
from reader.web.address_keys import feed_key


def write_feeds(
    connection: sqlite3.Connection, account_id: int, feeds: Sequence[RemoteFeed], *, now: int
) -> FeedsChanged:
    """Makes these the feeds of an account; see :meth:`reader.store.accounts.Accounts.write_feeds`."""
    with transaction(connection):
        before = _visible(connection, account_id)
        writer = _Writer(connection, account_id)
        if feeds or not before:
            writer.write(feeds, now)
            show(connection, account_id)
        else:
            connection.execute("UPDATE feeds SET subscribed = 0 WHERE account_id = ? AND in_file = 0", (account_id,))
        after = _visible(connection, account_id)
    return FeedsChanged(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(feed_id for feed_id in before.keys() & after.keys() if before[feed_id] != after[feed_id])),
        tuple(writer.merging),
    )


def _visible(connection: sqlite3.Connection, account_id: int) -> dict[int, tuple[Any, ...]]:
    rows = connection.execute(
        "SELECT f.id, f.url, f.title, f.link, f.status, f.error, a.title, a.folder, a.owner FROM feeds f"
        " LEFT JOIN account_feeds a ON a.feed_id = f.id AND a.account_id = f.account_id"
        " WHERE f.account_id = ? AND subscribed = 1",
        (account_id,),
    )
    return {row[0]: row[1:] for row in rows}


class _Writer:
    """Writes the list of an account's feeds, in the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection, account_id: int) -> None:
        self._connection, self._account_id = connection, account_id
        self.merging: list[tuple[str, str]] = []
        self._stored = {
            row[0]: row[1:]
            for row in connection.execute(
                "SELECT remote_id, feed_id, url, title, folder, folder_id, owner, settings FROM account_feeds"
                " WHERE account_id = ?",
                (account_id,),
            )
        }
        self._feeds = {
            row[0]: row[1:]
            for row in connection.execute(
                "SELECT id, url, account_id FROM feeds WHERE id IN"
                " (SELECT feed_id FROM account_feeds WHERE account_id = ?)",
                (account_id,),
            )
        }
        self._left: dict[str, tuple[int | None, str]] = {}  # feed and settings of those that left, by address
        self._local_keys: dict[str, Holder] | None = None

    def write(self, feeds: Sequence[RemoteFeed], now: int) -> None:
        there = {feed.id for feed in feeds}
        for remote_id in self._stored.keys() - there:
            feed_id, url, *_, settings = self._stored.pop(remote_id)
            self._left[url] = feed_id, settings
        self._connection.execute(
            "DELETE FROM account_feeds WHERE account_id = ? AND remote_id NOT IN (SELECT value FROM json_each(?))",
            (self._account_id, dumps([*there])),
        )
        for feed in feeds:
            self._write_one(replace(feed, title=clean_title(feed.title), folder=clean_line(feed.folder)), now)

    def _write_one(self, feed: RemoteFeed, now: int) -> None:
        stored = self._stored.get(feed.id)
        if stored is None:
            _, settings = self._left.get(feed.url, (None, "{}"))
            stored = (None, feed.url, "", "", "", FeedOwner.ACCOUNT, settings)
        feed_id, url, *_, owner, settings = stored
        if feed_id is not None and not self._is_ours(feed_id, feed.url):
            feed_id = None
        if feed_id is None:
            feed_id, owner = self._attach(feed, FeedOwner(owner) if owner in _OWNERS else FeedOwner.ACCOUNT)
        elif url != feed.url:
            owner = self._move(feed_id, feed.url, owner)
        elif owner == FeedOwner.ACCOUNT and self._other_spelling(feed.url):
            owner = FeedOwner.UNDECIDED
        wanted = (feed_id, feed.url, feed.title, feed.folder, feed.folder_id, owner, settings)
        if wanted != self._stored.get(feed.id):
            self._connection.execute(
                "INSERT OR REPLACE INTO account_feeds (account_id, remote_id, feed_id, url, title, folder, folder_id,"
                " owner, settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._account_id, feed.id, *wanted),
            )
            self._stored[feed.id] = wanted
        if feed_id is not None:
            self._write_health(feed_id, feed, now)

    def _is_ours(self, feed_id: int, url: str) -> bool:
        """Whether a feed still is the account's; one that only its entries are left of becomes it again."""
        (here, account_id) = self._feeds[feed_id]
        if account_id is None and here.startswith(LOST) and holder_of(self._connection, url) is None:
            self._connection.execute("UPDATE feeds SET url = ? WHERE id = ?", (url, feed_id))
            take(self._connection, self._account_id, feed_id)
            return True
        return bool(account_id == self._account_id)

    def _attach(self, feed: RemoteFeed, owner: FeedOwner) -> tuple[int | None, FeedOwner]:
        """The feed's row, if its address is free or the account's own."""
        holder = holder_of(self._connection, feed.url)
        if holder is None or not holder.subscribed:
            holder = self._other_spelling(feed.url) or holder
        if holder is None:
            return self._add(feed), FeedOwner.ACCOUNT
        if holder.account_id == self._account_id:
            if any(feed_id == holder.id for feed_id, _ in self._left.values()):  # subscribed to again, with new ids
                forget_ids(self._connection, self._account_id, holder.id)
            return holder.id, FeedOwner.ACCOUNT
        if holder.subscribed:
            return None, FeedOwner.LOCAL if owner is FeedOwner.LOCAL else FeedOwner.UNDECIDED
        take(self._connection, self._account_id, holder.id)
        return holder.id, FeedOwner.ACCOUNT

    def _add(self, feed: RemoteFeed) -> int:
        sql = "INSERT INTO feeds (url, account_id, title, link) VALUES (?, ?, ?, ?)"
        added = self._connection.execute(sql, (feed.url, self._account_id, feed.title, feed.link))
        return int(added.lastrowid or 0)

    def _move(self, feed_id: int, url: str, owner: str) -> str:
        """Gives a feed the address that it has at the server now; returns whose it is."""
        holder = holder_of(self._connection, url)
        if holder is None:
            self._connection.execute("UPDATE feeds SET url = ? WHERE id = ?", (url, feed_id))
        elif holder.subscribed and holder.account_id is None:
            return FeedOwner.UNDECIDED
        elif not holder.subscribed and holder.account_id is None and holder.id != feed_id:
            (old,) = self._connection.execute("SELECT url FROM feeds WHERE id = ?", (feed_id,)).fetchone()
            self.merging.append((old, url))
        return owner

    def _other_spelling(self, url: str) -> Holder | None:
        """The local feed with another spelling of an address."""
        if self._local_keys is None:
            rows = self._connection.execute(
                "SELECT id, url, subscribed, account_id FROM feeds WHERE subscribed = 1 AND account_id IS NULL"
            )
            self._local_keys = {feed_key(row[1]): Holder(*row) for row in rows}
        return self._local_keys.get(feed_key(url)) if self._local_keys else None

    def _write_health(self, feed_id: int, feed: RemoteFeed, now: int) -> None:
        failed = feed.error.strip()
        error = problem_cell(problem(Problem.ACCOUNT_FEED_FAILED, reason=clean_line(failed))) if failed else None
        status = Status.FAILING if failed else Status.OK
        checked = None if feed.checked is None else min(feed.checked, now)
        self._connection.execute(
            "UPDATE feeds SET title = ?1, link = coalesce(?2, link), status = ?3, error = ?4,"
            " failures = iif(?4 IS NULL, 0, max(failures, 1)), last_poll = coalesce(?5, last_poll),"
            " last_success = iif(?4 IS NULL, coalesce(?5, last_success), last_success) WHERE id = ?6"
            " AND (title IS NOT ?1 OR (?2 IS NOT NULL AND link IS NOT ?2) OR status <> ?3 OR error IS NOT ?4"
            " OR (?5 IS NOT NULL AND last_poll IS NOT ?5))",
            (feed.title, feed.link, status, error, checked, feed_id),
        )


_OWNERS = frozenset(FeedOwner)

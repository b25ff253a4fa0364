"""The feeds of accounts: what the server has, whose a feed is that is here too, and which show in the tree.

There is one row of ``feeds`` for each address. A feed of an account whose address is taken already is ``undecided``
until the user has said whose it is: without ``feed_id`` nothing of it is fetched, with one (because the address was the
account's first) it stays the account's until then. Edits of subscriptions that the server has not heard
of yet show at once: they are applied whenever the feeds are read or written, so no report undoes them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.account import EditKind, FeedOwner, RemoteEdit, RemoteFeed
from reader.lazy_dataclass import dataclass
from reader.model import Status, Subscription
from reader.problems import Problem, problem
from reader.store.connection import transaction
from reader.store.outbox import pending_edits
from reader.store.rows import dumps, problem_cell
from reader.text import clean_line, clean_title
from reader.web.address_keys import feed_key


@dataclass(frozen=True, slots=True)
class FeedsChanged:
    """What a server's list of feeds has changed, as ids of feeds.

    ``merging``: old and new address of feeds that are now where a feed was that is no longer subscribed; pass them to
    :func:`reader.refresh.feeds.relocate.move_history`.
    """

    added: tuple[int, ...] = ()
    removed: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    merging: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A feed of an account that is here too. ``url``: as it is here; ``rival``: the account it belongs to here.

    ``rival`` is empty if the feed is in ``feeds.toml``. ``current``: it is the account's until the user decides.
    """

    account_id: int
    account: str
    remote_id: str
    title: str
    url: str
    rival: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class _Holder:
    """The feed that has an address."""

    id: int
    url: str
    subscribed: bool
    account_id: int | None


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
            connection.execute("UPDATE feeds SET subscribed = 0 WHERE account_id = ?", (account_id,))
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
        self._local_keys: dict[str, _Holder] | None = None

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

    def _other_spelling(self, url: str) -> _Holder | None:
        """The local feed with another spelling of an address."""
        if self._local_keys is None:
            rows = self._connection.execute(
                "SELECT id, url, subscribed, account_id FROM feeds WHERE subscribed = 1 AND account_id IS NULL"
            )
            self._local_keys = {feed_key(row[1]): _Holder(*row) for row in rows}
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
LOST = "broadsheet:lost-"  # how the address of a feed begins that only entries are left of after a repair


def holder_of(connection: sqlite3.Connection, url: str) -> _Holder | None:
    """The feed with exactly this address."""
    row = connection.execute("SELECT id, url, subscribed, account_id FROM feeds WHERE url = ?", (url,)).fetchone()
    return None if row is None else _Holder(row[0], row[1], bool(row[2]), row[3])


def take(connection: sqlite3.Connection, account_id: int, feed_id: int) -> None:
    """Gives a feed that was polled here, or is another account's, to an account.

    Its entries wait to be matched with the server's, for which the history is read again.
    """
    run = connection.execute
    run("UPDATE feeds SET account_id = ?, subscribed = 1, moved_to = NULL WHERE id = ?", (account_id, feed_id))
    run(
        "UPDATE account_feeds SET feed_id = NULL, owner = 'local' WHERE feed_id = ? AND account_id <> ?",
        (feed_id, account_id),
    )
    run(
        "INSERT INTO remote_entries SELECT id, ?1, NULL FROM entries WHERE feed_id = ?2 ON CONFLICT (entry_id)"
        " DO UPDATE SET account_id = excluded.account_id, remote_id = NULL WHERE account_id <> excluded.account_id",
        (account_id, feed_id),
    )
    run("UPDATE accounts SET history = '' WHERE id = ?", (account_id,))


def release(connection: sqlite3.Connection, feed_id: int, *, subscribed: bool) -> None:
    """Takes a feed from its account; its entries stay with their state, and are no longer the server's.

    If it is subscribed to here, it is polled as if for the first time.
    """
    connection.execute(
        "UPDATE feeds SET account_id = NULL, subscribed = ?, status = 'new', error = NULL, failures = 0, etag = NULL,"
        " last_modified = NULL, body_hash = NULL, next_check = NULL, reason = NULL, reason_number = NULL WHERE id = ?",
        (subscribed, feed_id),
    )
    connection.execute(
        "DELETE FROM remote_entries WHERE entry_id IN (SELECT id FROM entries WHERE feed_id = ?)", (feed_id,)
    )


def forget_ids(connection: sqlite3.Connection, account_id: int, feed_id: int | None = None) -> None:
    """Forgets the server's ids of entries, of one feed or of all: they are matched again. Unsent changes stay."""
    among, values = ("", ()) if feed_id is None else (_OF_FEED, (feed_id,))
    connection.execute(f"UPDATE remote_entries SET remote_id = NULL WHERE account_id = ?{among}", (account_id, *values))


_OF_FEED = " AND entry_id IN (SELECT id FROM entries WHERE feed_id = ?)"


def forget_server(connection: sqlite3.Connection, account_id: int) -> None:
    """Forgets everything that is the server's. Feeds keep their account, and are found by their addresses."""
    forget_ids(connection, account_id)
    connection.execute(
        "UPDATE account_feeds SET remote_id = 'former ' || remote_id WHERE account_id = ?", (account_id,)
    )
    connection.execute("DELETE FROM account_labels WHERE account_id = ?", (account_id,))
    connection.execute("UPDATE accounts SET cursor = '', history = '', has_labels = NULL WHERE id = ?", (account_id,))


def show(connection: sqlite3.Connection, account_id: int) -> None:
    """Shows and hides the feeds of an account as its server and the edits that it has not heard of say.

    A feed that the server no longer has leaves the account.
    """
    (followed,) = connection.execute("SELECT followed FROM accounts WHERE id = ?", (account_id,)).fetchone()
    edits = pending_edits(connection, account_id)
    leaving = {edit.feed_id for edit in edits if edit.kind is EditKind.UNSUBSCRIBE}
    coming = [edit for edit in edits if edit.kind is EditKind.SUBSCRIBE]
    for edit in coming:
        _make_room(connection, account_id, edit)
    rows = connection.execute(
        "SELECT f.id, f.url, f.subscribed, a.remote_id FROM feeds f LEFT JOIN account_feeds a ON a.feed_id = f.id"
        " AND a.account_id = f.account_id WHERE f.account_id = ?",
        (account_id,),
    ).fetchall()
    urls = {edit.url for edit in coming}
    staying = {
        feed_id for feed_id, url, _, remote_id in rows if (remote_id and remote_id not in leaving) or url in urls
    }
    known = {feed_id for feed_id, _, _, remote_id in rows if remote_id}
    for feed_id, _, subscribed, _ in rows:
        if feed_id not in known and feed_id not in staying:
            release(connection, feed_id, subscribed=False)
        elif bool(subscribed) != (bool(followed) and feed_id in staying):
            connection.execute("UPDATE feeds SET subscribed = 1 - subscribed WHERE id = ?", (feed_id,))


def apply_accepted(connection: sqlite3.Connection, account_id: int, edit: RemoteEdit, feed_id: str) -> None:
    """Does what a server has done, in the caller's transaction. ``feed_id``: its id of a new feed."""
    run, of_feed = connection.execute, "WHERE account_id = ? AND remote_id = ?"
    match edit.kind:
        case EditKind.RENAME:
            run(f"UPDATE account_feeds SET title = ? {of_feed}", (edit.title, account_id, edit.feed_id))
        case EditKind.MOVE:
            run(f"UPDATE account_feeds SET folder = ? {of_feed}", (edit.folder, account_id, edit.feed_id))
        case EditKind.UNSUBSCRIBE:
            run(f"DELETE FROM account_feeds {of_feed}", (account_id, edit.feed_id))
            show(connection, account_id)
        case EditKind.SUBSCRIBE if feed_id:
            run(
                "INSERT OR IGNORE INTO account_feeds (account_id, remote_id, feed_id, url, title, folder)"
                " SELECT ?1, ?2, id, url, ?3, ?4 FROM feeds WHERE account_id = ?1 AND url = ?5",
                (account_id, feed_id, edit.title, edit.folder, edit.url),
            )


def _make_room(connection: sqlite3.Connection, account_id: int, edit: RemoteEdit) -> None:
    """The row of a feed to which the account is about to subscribe."""
    holder = holder_of(connection, edit.url)
    if holder is None:
        sql = "INSERT INTO feeds (url, account_id, title) VALUES (?, ?, ?)"
        connection.execute(sql, (edit.url, account_id, edit.title))
    elif not holder.subscribed and holder.account_id is None:
        take(connection, account_id, holder.id)


def note_local(connection: sqlite3.Connection, wanted: Iterable[str], *, only: bool) -> None:
    """Marks the feeds of accounts that are in ``feeds.toml`` too, about which the user must be asked.

    With ``only``, those that are no longer there are the account's again without a question. A feed of an account that
    is no longer followed is polled here without a question.
    """
    wanted = frozenset(wanted)
    left = connection.execute(
        "SELECT f.id, f.url FROM feeds f JOIN accounts ON accounts.id = f.account_id WHERE followed = 0"
    ).fetchall()
    _take_back(connection, [feed_id for feed_id, url in left if url in wanted])
    rows = connection.execute(
        "SELECT a.account_id, a.remote_id, f.url, a.owner FROM account_feeds a JOIN feeds f ON f.id = a.feed_id"
        " AND f.account_id = a.account_id"
    ).fetchall()
    asked = [row for row in rows if row[3] == FeedOwner.UNDECIDED]
    keys = {feed_key(url) for url in wanted} if asked else frozenset()
    changed = [(FeedOwner.UNDECIDED, *row[:2]) for row in rows if row[3] == FeedOwner.ACCOUNT and row[2] in wanted]
    if only:
        changed += [(FeedOwner.ACCOUNT, *row[:2]) for row in asked if feed_key(row[2]) not in keys]
    if changed:
        with transaction(connection):
            sql = "UPDATE account_feeds SET owner = ? WHERE account_id = ? AND remote_id = ?"
            connection.executemany(sql, changed)


def _take_back(connection: sqlite3.Connection, feed_ids: Sequence[int]) -> None:
    if feed_ids:
        with transaction(connection):
            for feed_id in feed_ids:
                release(connection, feed_id, subscribed=True)
                sql = "UPDATE account_feeds SET feed_id = NULL, owner = 'undecided' WHERE feed_id = ?"
                connection.execute(sql, (feed_id,))


def undecided(connection: sqlite3.Connection) -> tuple[Undecided, ...]:
    """The feeds of followed accounts about which the user must be asked."""
    rows = connection.execute(
        "SELECT a.account_id, accounts.name, a.remote_id, a.title, a.url, a.feed_id IS NOT NULL FROM account_feeds a"
        " JOIN accounts ON accounts.id = a.account_id WHERE owner = 'undecided' AND followed = 1"
        " ORDER BY accounts.name_key, a.title"
    ).fetchall()
    if not rows:
        return ()
    holders = {
        feed_key(url): (url, name or "")
        for url, name in connection.execute(
            "SELECT url, (SELECT name FROM accounts WHERE id = account_id) FROM feeds WHERE subscribed = 1"
        )
    }
    found = []
    for account_id, account, remote_id, title, url, current in rows:
        here, rival = holders.get(feed_key(url), (url, ""))
        found.append(Undecided(account_id, account, remote_id, title, here, "" if current else rival, bool(current)))
    return tuple(found)


def decide(connection: sqlite3.Connection, account_id: int, remote_id: str, owner: FeedOwner) -> FeedsChanged:
    """See :meth:`reader.store.accounts.Accounts.decide`."""
    with transaction(connection):
        row = connection.execute(
            "SELECT feed_id, url FROM account_feeds WHERE account_id = ? AND remote_id = ?", (account_id, remote_id)
        ).fetchone()
        if row is None:
            return FeedsChanged()
        feed_id, url = row
        holder = holder_of(connection, url) or _by_key(connection, url)
        merging: list[tuple[str, str]] = []
        if owner is FeedOwner.ACCOUNT:
            if feed_id is None and holder is not None:
                take(connection, account_id, holder.id)
                feed_id = holder.id
            elif holder is not None and holder.id != feed_id and holder.account_id is None:
                (mine,) = connection.execute("SELECT url FROM feeds WHERE id = ?", (feed_id,)).fetchone()
                merging.append((holder.url, mine))
        elif feed_id is not None:
            release(connection, feed_id, subscribed=holder is None or holder.id == feed_id)
            feed_id = None
        connection.execute(
            "UPDATE account_feeds SET owner = ?, feed_id = ? WHERE account_id = ? AND remote_id = ?",
            (owner, feed_id, account_id, remote_id),
        )
    changed = tuple({row[0], feed_id} - {None})
    return FeedsChanged(changed=changed, merging=tuple(merging))


def _by_key(connection: sqlite3.Connection, url: str) -> _Holder | None:
    key = feed_key(url)
    rows = connection.execute("SELECT id, url, subscribed, account_id FROM feeds WHERE subscribed = 1")
    return next((_Holder(row[0], row[1], True, row[3]) for row in rows if feed_key(row[1]) == key), None)


def subscriptions(connection: sqlite3.Connection) -> tuple[Subscription, ...]:
    """See :meth:`reader.store.accounts.Accounts.subscriptions`."""
    found: list[Subscription] = []
    for account_id, name in connection.execute("SELECT id, name FROM accounts WHERE followed = 1 ORDER BY name_key"):
        edits = pending_edits(connection, account_id)
        renamed: Mapping[str, str] = {one.feed_id: one.title for one in edits if one.kind is EditKind.RENAME}
        moved: Mapping[str, str] = {one.feed_id: one.folder for one in edits if one.kind is EditKind.MOVE}
        leaving = {one.feed_id for one in edits if one.kind is EditKind.UNSUBSCRIBE}
        rows = connection.execute(
            "SELECT a.remote_id, f.url, a.title, a.folder, a.settings FROM account_feeds a JOIN feeds f"
            " ON f.id = a.feed_id AND f.account_id = a.account_id WHERE a.account_id = ? GROUP BY f.id"
            " ORDER BY a.folder, a.title, f.url",
            (account_id,),
        ).fetchall()
        for remote_id, url, title, folder, settings in rows:
            if remote_id not in leaving:
                shown, where = renamed.get(remote_id, title) or None, moved.get(remote_id, folder)
                found.append(Subscription(url, shown, where, account=name, **read_settings(settings)))
        urls = {row[1] for row in rows}
        found += (
            Subscription(one.url, title=one.title or None, folder=one.folder, account=name)
            for one in edits
            if one.kind is EditKind.SUBSCRIBE and one.url not in urls
        )
    return tuple(found)


def settings_cell(subscription: Subscription) -> str:
    """The settings that a feed of an account has here, as JSON."""
    values = {name: getattr(subscription, name) for name in _SETTINGS}
    return dumps({name: value for name, value in values.items() if value not in (None, False, ())})


def read_settings(cell: str) -> dict[str, Any]:
    """The inverse of :func:`settings_cell`, as fields of a subscription; damaged ones are left out."""
    if cell == _NO_SETTINGS:
        return {}
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    values = {name: found[name] for name, kind in _SETTINGS.items() if type(found.get(name)) is kind}
    if "tags" in values:
        values["tags"] = tuple(tag for tag in values["tags"] if isinstance(tag, str))
    return values


def mended_settings(cell: str) -> str:
    """The same cell if :func:`read_settings` reads all of it, else one with what it reads."""
    found = read_settings(cell)
    try:
        whole = {name: tuple(value) if name == "tags" else value for name, value in json.loads(cell).items()} == found
    except (ValueError, TypeError, AttributeError, RecursionError):
        whole = False
    return cell if whole else dumps(found)


_NO_SETTINGS = "{}"
_SETTINGS: Mapping[str, type] = {
    "full_text": bool, "mark_read": str, "tags": list, "hidden": bool, "keep": int, "updated_unread": bool,
}  # fmt: skip

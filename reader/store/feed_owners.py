"""Whose a feed is: of ``feeds.toml`` or an account's, and what becomes of its articles when that changes.

There is one row of ``feeds`` for each address. A feed of an account whose address is taken already is ``undecided``
until the user has said whose it is: without ``feed_id`` nothing of it is fetched, with one (because the address was the
account's first) it stays the account's until then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from reader.account import FeedOwner
from reader.lazy_dataclass import dataclass
from reader.store.connection import transaction
from reader.web.address_keys import feed_key

LOST = "broadsheet:lost-"  # how the address of a feed begins that only entries are left of after a repair
FORMER = "former "  # how the id of a feed begins that was another server's


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
class Holder:
    """The feed that has an address."""

    id: int
    url: str
    subscribed: bool
    account_id: int | None


def holder_of(connection: sqlite3.Connection, url: str) -> Holder | None:
    """The feed with exactly this address."""
    row = connection.execute("SELECT id, url, subscribed, account_id FROM feeds WHERE url = ?", (url,)).fetchone()
    return None if row is None else Holder(row[0], row[1], bool(row[2]), row[3])


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

    If it is subscribed to here (it always is if ``feeds.toml`` has it), it is polled as if for the first time.
    """
    connection.execute(
        "UPDATE feeds SET account_id = NULL, subscribed = max(in_file, ?), in_file = 0, status = 'new', error = NULL,"
        " failures = 0, etag = NULL, last_modified = NULL, body_hash = NULL, next_check = NULL, reason = NULL,"
        " reason_number = NULL WHERE id = ?",
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
    """Forgets everything that is the server's. Feeds keep their account, and are found by their addresses.

    So are the feeds of edits that wait, or the next server would take them for edits of other feeds.
    """
    forget_ids(connection, account_id)
    connection.execute(
        "UPDATE outbox_edits SET edit = json_set(edit, '$.feed_id', '') WHERE account_id = ? AND json_valid(edit)",
        (account_id,),
    )
    connection.execute("UPDATE account_feeds SET remote_id = ? || remote_id WHERE account_id = ?", (FORMER, account_id))
    connection.execute("DELETE FROM account_labels WHERE account_id = ?", (account_id,))
    connection.execute("UPDATE accounts SET cursor = '', history = '', has_labels = NULL WHERE id = ?", (account_id,))


def note_local(connection: sqlite3.Connection, wanted: Iterable[str], *, only: bool) -> None:
    """Marks the feeds of accounts that are in ``feeds.toml`` too, about which the user must be asked.

    With ``only``, those that are no longer there are the account's again without a question. A feed of an account that
    is no longer followed is polled here without a question.
    """
    wanted = frozenset(wanted)
    _note_in_file(connection, wanted, only=only)
    rows = connection.execute(
        "SELECT a.account_id, a.remote_id, f.url, a.owner, a.url FROM account_feeds a JOIN feeds f ON f.id = a.feed_id"
        " AND f.account_id = a.account_id"
    ).fetchall()
    asked = [row for row in rows if row[3] == FeedOwner.UNDECIDED]
    keys = {feed_key(url) for url in wanted} if asked else frozenset()
    changed = [(FeedOwner.UNDECIDED, *row[:2]) for row in rows if row[3] == FeedOwner.ACCOUNT and row[2] in wanted]
    if only:
        changed += [(FeedOwner.ACCOUNT, *row[:2]) for row in asked if keys.isdisjoint(map(feed_key, (row[2], row[4])))]
    if changed:
        with transaction(connection):
            sql = "UPDATE account_feeds SET owner = ? WHERE account_id = ? AND remote_id = ?"
            connection.executemany(sql, changed)


def _note_in_file(connection: sqlite3.Connection, wanted: Collection[str], *, only: bool) -> None:
    feeds = connection.execute(
        "SELECT f.id, url, in_file, followed FROM feeds f JOIN accounts ON accounts.id = f.account_id"
    ).fetchall()
    noted = [(url in wanted, feed_id) for feed_id, url, in_file, _ in feeds if (url in wanted) is not bool(in_file)]
    if not only:
        noted = [(there, feed_id) for there, feed_id in noted if there]
    left = [feed_id for feed_id, url, _, followed in feeds if not followed and url in wanted]
    if noted or left:
        with transaction(connection):
            sql = "UPDATE feeds SET in_file = ?1, subscribed = max(subscribed, ?1) WHERE id = ?2"
            connection.executemany(sql, noted)
            for feed_id in left:
                give_to_file(connection, feed_id)


def give_to_file(connection: sqlite3.Connection, feed_id: int) -> None:
    """Has a feed polled here whose account is no longer followed; if that comes back, the user has to decide."""
    release(connection, feed_id, subscribed=True)
    connection.execute("UPDATE account_feeds SET feed_id = NULL, owner = 'undecided' WHERE feed_id = ?", (feed_id,))


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
            "SELECT url, (SELECT name FROM accounts WHERE id = account_id) AS name FROM feeds WHERE subscribed = 1"
            " ORDER BY name IS NULL"  # local feeds come before another account's
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
            "SELECT a.feed_id, a.url, f.url FROM account_feeds a LEFT JOIN feeds f ON f.id = a.feed_id"
            " WHERE a.account_id = ? AND remote_id = ?",
            (account_id, remote_id),
        ).fetchone()
        if row is None:
            return FeedsChanged()
        feed_id, url, mine = row
        rivals = _rivals(connection, url, feed_id)
        merging: list[tuple[str, str]] = []
        if owner is FeedOwner.ACCOUNT and feed_id is None:
            if rivals:
                take(connection, account_id, rivals[0].id)
                feed_id = rivals[0].id
        elif owner is FeedOwner.ACCOUNT:
            merging = [(one.url, mine) for one in rivals if one.account_id is None]
        elif feed_id is not None:
            local = [one for one in rivals if one.account_id is None and one.subscribed]
            release(connection, feed_id, subscribed=not local)
            merging = [(mine, one.url) for one in local[:1]]
            feed_id = None
        connection.execute(
            "UPDATE account_feeds SET owner = ?, feed_id = ? WHERE account_id = ? AND remote_id = ?",
            (owner, feed_id, account_id, remote_id),
        )
    changed = tuple({row[0], feed_id} - {None})
    return FeedsChanged(changed=changed, merging=tuple(merging))


def _rivals(connection: sqlite3.Connection, url: str, feed_id: int | None) -> list[Holder]:
    """The other feeds with an address, in any spelling: those that show first, and of these exactly this one."""
    key = feed_key(url)
    rows = connection.execute("SELECT id, url, subscribed, account_id FROM feeds WHERE merged = 0")
    found = [Holder(row[0], row[1], bool(row[2]), row[3]) for row in rows if feed_key(row[1]) == key]
    found.sort(key=lambda one: (not one.subscribed, one.url != url, one.id))
    return [one for one in found if one.id != feed_id]

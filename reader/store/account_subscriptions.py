"""The subscriptions of accounts as the tree shows them: what the servers have, and what they have not heard of yet.

Edits that a server has not heard of show at once. They are applied whenever subscriptions are read or feeds are
written, so no report undoes them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from reader.account import EditKind, RemoteEdit
from reader.model import Subscription
from reader.store.feed_owners import give_to_file, holder_of, release, take
from reader.store.outbox import pending_edits
from reader.store.rows import dumps
from reader.web.address_keys import feed_key


def show(connection: sqlite3.Connection, account_id: int) -> None:
    """Shows and hides the feeds of an account as its server and the edits that it has not heard of say.

    A feed that the server no longer has leaves the account.
    """
    (followed,) = connection.execute("SELECT followed FROM accounts WHERE id = ?", (account_id,)).fetchone()
    edits = pending_edits(connection, account_id)
    leaving = _leaving(edits)
    coming = [edit for edit in edits if edit.kind is EditKind.SUBSCRIBE]
    for edit in coming:
        _make_room(connection, account_id, edit)
    rows = connection.execute(
        "SELECT f.id, f.url, f.subscribed, a.remote_id, f.in_file FROM feeds f LEFT JOIN account_feeds a"
        " ON a.feed_id = f.id AND a.account_id = f.account_id WHERE f.account_id = ?",
        (account_id,),
    ).fetchall()
    urls = {edit.url for edit in coming}
    staying = {
        feed_id
        for feed_id, url, _, remote_id, _ in rows
        if (remote_id and leaving.isdisjoint((remote_id, url))) or url in urls
    }
    known = {feed_id for feed_id, _, _, remote_id, _ in rows if remote_id}
    for feed_id, subscribed, in_file in {(row[0], row[2], row[4]) for row in rows}:  # some have two ids at the server
        if feed_id not in known and feed_id not in staying:
            release(connection, feed_id, subscribed=False)
        elif in_file and not followed:
            give_to_file(connection, feed_id)
        elif bool(subscribed) != bool(in_file or (followed and feed_id in staying)):
            connection.execute("UPDATE feeds SET subscribed = ? WHERE id = ?", (not subscribed, feed_id))


def apply_accepted(connection: sqlite3.Connection, account_id: int, edit: RemoteEdit, feed_id: str) -> None:
    """Does what a server has done, in the caller's transaction. ``feed_id``: its id of a new feed."""
    run = connection.execute
    of_feed = f"WHERE account_id = ? AND {'remote_id' if edit.feed_id else 'url'} = ?"
    match edit.kind:
        case EditKind.RENAME:
            run(f"UPDATE account_feeds SET title = ? {of_feed}", (edit.title, account_id, _place(edit)))
        case EditKind.MOVE:
            run(f"UPDATE account_feeds SET folder = ? {of_feed}", (edit.folder, account_id, _place(edit)))
        case EditKind.UNSUBSCRIBE:
            run(f"DELETE FROM account_feeds {of_feed}", (account_id, _place(edit)))
            show(connection, account_id)
        case EditKind.SUBSCRIBE if feed_id:
            run(
                "INSERT OR IGNORE INTO account_feeds (account_id, remote_id, feed_id, url, title, folder)"
                " SELECT ?1, ?2, id, url, ?3, ?4 FROM feeds WHERE account_id = ?1 AND url = ?5",
                (account_id, feed_id, edit.title, edit.folder, edit.url),
            )


def _leaving(edits: Iterable[RemoteEdit]) -> frozenset[str]:
    """The places of the feeds to unsubscribe from."""
    return frozenset(_place(edit) for edit in edits if edit.kind is EditKind.UNSUBSCRIBE)


def _place(edit: RemoteEdit) -> str:
    """The server's id of the feed that an edit is of; its address if the id is not known yet."""
    return edit.feed_id or edit.url


def _make_room(connection: sqlite3.Connection, account_id: int, edit: RemoteEdit) -> None:
    """The row of a feed to which the account is about to subscribe."""
    holder = holder_of(connection, edit.url)
    if holder is None:
        sql = "INSERT INTO feeds (url, account_id, title) VALUES (?, ?, ?)"
        connection.execute(sql, (edit.url, account_id, edit.title))
    elif not holder.subscribed and holder.account_id is None:
        take(connection, account_id, holder.id)


def subscriptions(connection: sqlite3.Connection) -> tuple[Subscription, ...]:
    """See :meth:`reader.store.accounts.Accounts.subscriptions`."""
    found: list[Subscription] = []
    for account_id, name in connection.execute("SELECT id, name FROM accounts WHERE followed = 1 ORDER BY name_key"):
        edits = pending_edits(connection, account_id)
        renamed: Mapping[str, str] = {_place(one): one.title for one in edits if one.kind is EditKind.RENAME}
        moved: Mapping[str, str] = {_place(one): one.folder for one in edits if one.kind is EditKind.MOVE}
        leaving = _leaving(edits)
        rows = connection.execute(
            "SELECT a.remote_id, f.url, a.title, a.folder, a.settings FROM account_feeds a JOIN feeds f"
            " ON f.id = a.feed_id AND f.account_id = a.account_id WHERE a.account_id = ? AND subscribed = 1"
            " GROUP BY f.id ORDER BY a.folder, a.title, f.url",
            (account_id,),
        ).fetchall()
        for remote_id, url, title, folder, settings in rows:
            if leaving.isdisjoint((remote_id, url)):
                shown = renamed.get(remote_id, renamed.get(url, title)) or None
                where = moved.get(remote_id, moved.get(url, folder))
                found.append(Subscription(url, shown, where, account=name, **read_settings(settings)))
        urls = {row[1] for row in rows}
        found += (
            Subscription(one.url, title=one.title or None, folder=one.folder, account=name)
            for one in edits
            if one.kind is EditKind.SUBSCRIBE and one.url not in urls
        )
    return tuple(found)


def write_settings(connection: sqlite3.Connection, subscription: Subscription) -> None:
    """See :meth:`reader.store.accounts.Accounts.write_settings`."""
    rows = connection.execute(
        "SELECT f.id, f.url, a.url FROM account_feeds a JOIN feeds f ON f.id = a.feed_id"
        " AND f.account_id = a.account_id"
    ).fetchall()
    key = feed_key(subscription.url)
    found = [feed_id for feed_id, here, there in rows if key in (feed_key(here), feed_key(there))]
    sql, cell = "UPDATE account_feeds SET settings = ? WHERE feed_id = ?", settings_cell(subscription)
    connection.executemany(sql, [(cell, feed_id) for feed_id in found])


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

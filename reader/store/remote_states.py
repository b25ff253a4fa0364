"""The states of an account's articles: finds them by the server's ids, and sets what a server says.

Nothing that it says is noted for it (:mod:`reader.store.outbox`), and nothing is changed that is noted. Copies of an
article change with it, of which their own servers hear, unless one of them is noted.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.model import Change, Field
from reader.store.outbox import Unsent, note
from reader.store.rows import dumps
from reader.store.state import with_copies, write_state
from reader.text import fold


def known_ids(connection: sqlite3.Connection, account_id: int, remote_ids: Iterable[str]) -> dict[str, int]:
    """The entries with these ids at the server that are stored."""
    rows = connection.execute(
        "SELECT remote_id, entry_id FROM json_each(?) CROSS JOIN remote_entries ON account_id = ?"
        " AND remote_id = value",
        (dumps(list(remote_ids)), account_id),
    )
    return dict(rows.fetchall())


def set_flag(connection: sqlite3.Connection, field: Field, value: bool, ids: Collection[int], own: Unsent) -> set[int]:
    """Sets a state without noting it for the server; returns the entries that did not have it."""
    return _set(connection, Change(field, value, tuple(ids)), own[field, ""])


def set_label(connection: sqlite3.Connection, name: str, value: bool, ids: Collection[int], own: Unsent) -> set[int]:
    """As :func:`set_flag`, for a label."""
    return _set(connection, Change(Field.LABEL, value, tuple(ids), name), own[Field.LABEL, fold(name)])


def _set(connection: sqlite3.Connection, change: Change, own: set[int]) -> set[int]:
    """``own`` receives the copies that change with what the server says."""
    said = set(change.ids).difference(with_copies(connection, own) if change.ids else ())
    if not said:
        return set()
    linked = set(with_copies(connection, said)) - said
    done = write_state(connection, replace(change, ids=tuple(said)))
    more = write_state(connection, replace(change, ids=tuple(linked))) if linked else replace(change, ids=())
    note(connection, more, 0)
    own.update(more.ids)
    return {*done.ids, *more.ids}


def with_value(connection: sqlite3.Connection, account_id: int, field: Field) -> dict[str, int]:
    """The account's entries that are unread, or starred, or kept for later, by their ids at the server.

    The values are written into the statements, because SQLite uses no partial index for a bound value. Ids in order
    read each page of ``remote_entries`` once: twice as fast. Without the ``LIMIT``, SQLite would drop the order, and
    without the ``+`` it would read the whole table in that order.
    """
    rows = connection.execute(
        f"SELECT remote_id, entry_id FROM (SELECT e.id FROM {_WITH_VALUE[field]} ORDER BY +e.id LIMIT -1) found"
        " CROSS JOIN remote_entries r ON r.entry_id = found.id WHERE r.account_id = ?1 AND remote_id IS NOT NULL",
        (account_id,),
    )
    return dict(rows.fetchall())


_WITH_VALUE = {
    Field.READ: "feeds f CROSS JOIN entries e ON f.account_id = ?1 AND e.feed_id = f.id AND e.read = 0",
    Field.STARRED: "entries e WHERE starred = 1",
    Field.LATER: "entries e WHERE later = 1",
}


def with_label(connection: sqlite3.Connection, account_id: int, key: str) -> dict[str, int]:
    """The account's entries with a label, by their ids at the server."""
    rows = connection.execute(
        "SELECT remote_id, r.entry_id FROM labels JOIN entry_labels l ON l.label_id = labels.id CROSS JOIN"
        " remote_entries r ON r.entry_id = l.entry_id WHERE name_key = ? AND account_id = ? AND remote_id IS NOT NULL",
        (key, account_id),
    )
    return dict(rows.fetchall())

"""The ids and unsent changes of accounts when two feeds become one (:mod:`reader.store.merge_feeds`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from reader.model import Change, Field
from reader.store.feed_owners import take
from reader.store.labels import write_label
from reader.store.outbox import note_missing
from reader.store.state import COLUMNS

_PAIRS = "(SELECT json_extract(value, '$[0]') AS gone, json_extract(value, '$[1]') AS kept FROM json_each(?1))"


@contextmanager
def merging_remote(connection: sqlite3.Connection, pairs: str) -> Iterator[None]:
    """Wraps the merge of the state of duplicates, given as JSON.

    The kept entry gets the other one's id at the server. The server hears of each state that it may lack; and what the
    user has changed, and the server has not heard of, is not undone by the merge.
    """
    any_remote = (
        f"SELECT 1 FROM {_PAIRS} WHERE EXISTS (SELECT 1 FROM remote_entries WHERE entry_id IN (gone, kept)) LIMIT 1"
    )
    if connection.execute(any_remote, (pairs,)).fetchone() is None:
        yield
        return
    _hand_over_ids(connection, pairs)
    lacked = [*_different(connection, pairs)]
    yield
    own = _own_changes(connection, pairs)
    for change in lacked:
        note_missing(connection, change, 0)
    for change in own:
        _restore(connection, change)


def _hand_over_ids(connection: sqlite3.Connection, pairs: str) -> None:
    run = connection.execute
    run(
        "INSERT OR IGNORE INTO remote_entries SELECT kept, account_id, NULL"
        f" FROM {_PAIRS} CROSS JOIN remote_entries ON entry_id = gone",
        (pairs,),
    )
    run(f"UPDATE OR IGNORE outbox SET entry_id = kept FROM {_PAIRS} WHERE entry_id = gone", (pairs,))
    known = run(
        f"SELECT account_id, remote_id, kept FROM {_PAIRS} CROSS JOIN remote_entries ON entry_id = gone"
        " WHERE remote_id IS NOT NULL",
        (pairs,),
    ).fetchall()
    run(f"DELETE FROM remote_entries WHERE entry_id IN (SELECT gone FROM {_PAIRS})", (pairs,))
    connection.executemany(
        "UPDATE remote_entries SET account_id = ?, remote_id = ? WHERE entry_id = ? AND remote_id IS NULL", known
    )


def _different(connection: sqlite3.Connection, pairs: str) -> Iterator[Change]:
    """The states that one entry of a pair has: the other may be the one that the server knows."""
    for field, column in COLUMNS.items():
        rows = connection.execute(
            f"SELECT kept FROM {_PAIRS} CROSS JOIN entries k ON k.id = kept CROSS JOIN entries o ON o.id = gone"
            f" WHERE k.{column} <> o.{column}",
            (pairs,),
        )
        yield Change(field, True, tuple(entry_id for (entry_id,) in rows.fetchall()))
    rows = connection.execute(
        f"SELECT name, kept FROM {_PAIRS} CROSS JOIN entry_labels l ON l.entry_id IN (gone, kept) JOIN labels"
        " ON labels.id = l.label_id GROUP BY l.label_id, kept HAVING count(*) = 1",
        (pairs,),
    )
    for name, entry_id in rows.fetchall():
        yield Change(Field.LABEL, True, (entry_id,), name)


def _own_changes(connection: sqlite3.Connection, pairs: str) -> list[Change]:
    rows = connection.execute(
        f"SELECT field, value, entry_id, label FROM outbox WHERE entry_id IN (SELECT kept FROM {_PAIRS})", (pairs,)
    )
    return [Change(Field(field), bool(value), (entry_id,), label) for field, value, entry_id, label in rows.fetchall()]


def _restore(connection: sqlite3.Connection, change: Change) -> None:
    if change.field is Field.LABEL:
        write_label(connection, change)
    else:
        column = COLUMNS[change.field]
        connection.execute(f"UPDATE entries SET {column} = ? WHERE id = ?", (int(change.value), *change.ids))


def hand_to_account(connection: sqlite3.Connection, gone: int, *, into: int) -> None:
    """Makes the feed that stays the account's whose either feed was; call it when the entries have moved."""
    connection.execute("UPDATE account_feeds SET feed_id = ? WHERE feed_id = ?", (into, gone))
    row = connection.execute(
        "SELECT account_id FROM feeds WHERE id IN (?1, ?2) AND account_id IS NOT NULL ORDER BY id = ?1 DESC",
        (into, gone),
    ).fetchone()
    if row is not None:
        connection.execute("UPDATE feeds SET account_id = NULL WHERE id = ?", (gone,))
        take(connection, row[0], into)

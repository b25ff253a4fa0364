"""Keeps the state of the copies of an article equal; :mod:`reader.store.copies` finds them.

A copy takes over the state of the others, and the servers of accounts are informed. A change that has not been sent yet
wins over a server's report.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable

from reader.model import Change, Field
from reader.store.outbox import note
from reader.store.rows import dumps
from reader.store.state import write_state


def unite(connection: sqlite3.Connection, group: Collection[int], *, now: int) -> set[int]:
    """Gives copies the state of all: read, starred or labelled if one of them is; returns those that changed.

    The user's last change that has not been sent to its server takes precedence.
    """
    unsent = _unsent(connection, group)
    changed: set[int] = set()
    rows = connection.execute(
        "SELECT id, read, starred, later FROM entries WHERE id IN (SELECT value FROM json_each(?))",
        (dumps(sorted(group)),),
    ).fetchall()
    for number, field in enumerate((Field.READ, Field.STARRED, Field.LATER), start=1):
        having = {row[0] for row in rows if row[number]}
        changed |= _agree(connection, Change(field, True, tuple(having)), group, unsent.get((field, "")), now)
    labelled: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for name, key, entry_id in connection.execute(
        "SELECT name, name_key, entry_id FROM entry_labels JOIN labels ON id = label_id"
        " WHERE entry_id IN (SELECT value FROM json_each(?))",
        (dumps(sorted(group)),),
    ):
        labelled[name, key].add(entry_id)
    for (name, key), having in labelled.items():
        change = Change(Field.LABEL, True, tuple(having), name)
        changed |= _agree(connection, change, group, unsent.get((Field.LABEL, key)), now)
    return changed


def unite_all(connection: sqlite3.Connection, ids: Iterable[int], *, now: int) -> None:
    """Unites the copies of each of these entries."""
    rows = connection.execute(
        "SELECT copies, id FROM entries WHERE copies IN (SELECT copies FROM entries WHERE copies IS NOT NULL"
        " AND id IN (SELECT value FROM json_each(?)))",
        (dumps(list(ids)),),
    )
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for copies, entry_id in rows.fetchall():
        groups[copies].add(entry_id)
    for group in groups.values():
        unite(connection, group, now=now)


def _agree(
    connection: sqlite3.Connection, change: Change, group: Collection[int], unsent: bool | None, now: int
) -> set[int]:
    """Gives a group one value of a state. ``change``: which of them have it; ``unsent``: what the user wants."""
    having = set(change.ids)
    value = bool(having) if unsent is None else unsent
    others = set(group) - having if value else having
    if not others:
        return set()
    done = write_state(connection, Change(change.field, value, tuple(sorted(others)), change.label))
    note(connection, done, now)
    return set(done.ids)


def _unsent(connection: sqlite3.Connection, group: Collection[int]) -> dict[tuple[str, str], bool]:
    """The user's last change of each state of these entries that has not been sent to a server."""
    rows = connection.execute(
        "SELECT field, label_key, value FROM outbox WHERE entry_id IN (SELECT value FROM json_each(?)) ORDER BY seq",
        (dumps(sorted(group)),),
    )
    return {(field, key): bool(value) for field, key, value in rows}

"""Takes over the complete sets of unread, starred and labelled articles of a server."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Mapping

from reader.model import Change, Field
from reader.store.connection import transaction
from reader.store.outbox import LATER_KEY, Unsent, learn_labels, local_label, note_missing, unsent
from reader.store.remote_states import known_ids, set_flag, set_label, with_label, with_value
from reader.store.rows import dumps
from reader.text import fold

MOST_IDS = 25_000  # in a set from which the states of others are concluded


def reconcile(
    connection: sqlite3.Connection,
    account_id: int,
    *,
    unread: Collection[str] | None,
    starred: Collection[str] | None,
    labelled: Mapping[str, Collection[str]] | None,
    cursor: str | None,
    gone: Collection[str] = (),
) -> tuple[int, ...]:
    """See :meth:`reader.store.accounts.Accounts.reconcile`."""
    changed: set[int] = set()
    with transaction(connection):
        connection.execute(
            "DELETE FROM remote_entries WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))",
            (account_id, dumps(list(gone))),
        )
        own = unsent(connection)
        for field, value, ids in ((Field.READ, False, unread), (Field.STARRED, True, starred)):
            if ids is not None and len(ids) <= MOST_IDS:
                changed |= _reconcile_flag(connection, account_id, field, value, ids, own)
        if labelled is not None and all(len(ids) <= MOST_IDS for ids in labelled.values()):
            changed |= _reconcile_labels(connection, account_id, labelled, own)
        if cursor is not None:
            connection.execute("UPDATE accounts SET cursor = ? WHERE id = ?", (cursor, account_id))
    return tuple(sorted(changed))


def _reconcile_flag(
    connection: sqlite3.Connection, account_id: int, field: Field, value: bool, ids: Collection[str], own: Unsent
) -> set[int]:
    """Gives exactly these articles the value, and all others of the account the other one."""
    here = with_value(connection, account_id, field)
    ids = frozenset(ids)
    without = [entry_id for remote_id, entry_id in here.items() if remote_id not in ids]
    with_it = known_ids(connection, account_id, ids - here.keys()).values()
    return set_flag(connection, field, not value, without, own) | set_flag(connection, field, value, with_it, own)


def _reconcile_labels(
    connection: sqlite3.Connection, account_id: int, labelled: Mapping[str, Collection[str]], own: Unsent
) -> set[int]:
    learn_labels(connection, account_id, labelled)
    there: defaultdict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for label, ids in labelled.items():
        if name := local_label(label):
            there[fold(name)] |= set(ids)
            names.setdefault(fold(name), name)
    changed = _reconcile_flag(connection, account_id, Field.LATER, True, there.pop(LATER_KEY, ()), own)
    names |= dict(connection.execute("SELECT name_key, name FROM labels").fetchall())
    names.pop(LATER_KEY, None)
    for key, name in names.items():
        here = with_label(connection, account_id, key)
        without = [entry_id for remote_id, entry_id in here.items() if remote_id not in there[key]]
        with_it = known_ids(connection, account_id, there[key] - here.keys()).values()
        changed |= set_label(connection, name, False, without, own)
        changed |= set_label(connection, name, True, with_it, own)
    return changed


def doubtful(
    connection: sqlite3.Connection,
    account_id: int,
    *,
    starred: Collection[str] | None,
    labelled: Mapping[str, Collection[str]] | None,
) -> tuple[str, ...]:
    """See :meth:`reader.store.accounts.Accounts.doubtful`."""
    own = unsent(connection)
    found: dict[str, int] = {}
    if starred is not None and len(starred) <= MOST_IDS:
        here = with_value(connection, account_id, Field.STARRED)
        found |= _lacking(here, starred, own.get((Field.STARRED, ""), set()))
    if labelled is not None and all(len(ids) <= MOST_IDS for ids in labelled.values()):
        there: defaultdict[str, set[str]] = defaultdict(set)
        for label, ids in labelled.items():
            there[fold(local_label(label))] |= set(ids)
        here = with_value(connection, account_id, Field.LATER)
        found |= _lacking(here, there[LATER_KEY], own.get((Field.LATER, ""), set()))
        for (key,) in connection.execute("SELECT name_key FROM labels WHERE name_key <> ?", (LATER_KEY,)).fetchall():
            here = with_label(connection, account_id, key)
            found |= _lacking(here, there[key], own.get((Field.LABEL, key), set()))
    return tuple(found)


def _lacking(here: Mapping[str, int], there: Collection[str], own: Collection[int]) -> dict[str, int]:
    ids = frozenset(there)
    return {one: entry_id for one, entry_id in here.items() if one not in ids and entry_id not in own}


def note_labels(connection: sqlite3.Connection, account_id: int) -> None:
    """Notes all labels of an account's articles, and which are in the list Later, for its server."""
    later = tuple(with_value(connection, account_id, Field.LATER).values())
    note_missing(connection, Change(Field.LATER, True, later), 0)
    for name, key in connection.execute("SELECT name, name_key FROM labels").fetchall():
        labelled = tuple(with_label(connection, account_id, key).values())
        note_missing(connection, Change(Field.LABEL, True, labelled, name), 0)

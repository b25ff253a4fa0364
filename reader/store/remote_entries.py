"""The articles of accounts: which of the server's they are, and the state that they have there.

What a server says never goes into the outbox, and never changes a state that is in it. An article that was here before
the server's id of it was known has a state of its own: it becomes read or starred if it is so on either side, gets the
labels of both, and the server hears of what it lacks.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from reader.arrival import ChangedEntry, KnownEntry, NewEntry
from reader.lazy_dataclass import dataclass
from reader.model import Change, Field
from reader.store.arrivals import Arrivals
from reader.store.connection import small_statements
from reader.store.copies import join
from reader.store.entries import Entries
from reader.store.labels import write_label
from reader.store.outbox import LATER_KEY, Unsent, learn_labels, local_label, note, note_missing, unsent
from reader.store.remote_states import known_ids, set_flag, set_label
from reader.store.rows import dumps
from reader.store.state import note_rearranged
from reader.text import fold


@dataclass(frozen=True, slots=True)
class RemoteUpdate:
    """An article of an account's server with its state there. ``feed_id``: of its feed here.

    ``entry_id`` is None for one that is not here yet, which then is a :class:`~reader.arrival.NewEntry`. Otherwise
    ``entry`` is what its publisher has edited, or None.
    """

    remote_id: str
    feed_id: int
    entry_id: int | None
    entry: NewEntry | ChangedEntry | None
    read: bool = False
    starred: bool = False
    labels: tuple[str, ...] = ()

    @property
    def later(self) -> bool:
        """Whether it is in the list Later, which is a label at the server."""
        return any(fold(label) == LATER_KEY for label in self.labels)

    @property
    def own_labels(self) -> dict[str, str]:
        """Its other labels as they are written here, by key."""
        names = filter(None, map(local_label, self.labels))
        return {key: name for name in names if (key := fold(name)) != LATER_KEY}


@dataclass(frozen=True, slots=True)
class StoredRemote:
    """The ids of new entries, and of those whose content or state changed."""

    new_ids: tuple[int, ...] = ()
    changed_ids: tuple[int, ...] = ()


def stored_entries(connection: sqlite3.Connection, account_id: int, remote_ids: Iterable[str]) -> dict[str, KnownEntry]:
    """See :meth:`reader.store.accounts.Accounts.stored`."""
    rows = connection.execute(
        "SELECT remote_id, e.id, guid, url, title, published, digest, content_key FROM json_each(?) CROSS JOIN"
        " remote_entries ON account_id = ? AND remote_id = value JOIN entries e ON e.id = entry_id",
        (dumps(list(remote_ids)), account_id),
    )
    return {remote_id: KnownEntry(*known) for remote_id, *known in rows}


def unmatched_entries(
    connection: sqlite3.Connection, feed_id: int, guids: Iterable[str], urls: Iterable[str], contents: Iterable[int]
) -> list[KnownEntry]:
    """See :meth:`reader.store.accounts.Accounts.unmatched`."""
    found = Entries(connection).known(feed_id, guids, urls, contents)
    if not found:
        return []  # as for almost every feed on a page of the history
    rows = connection.execute(
        "SELECT entry_id FROM remote_entries WHERE entry_id IN (SELECT value FROM json_each(?)) AND remote_id NOT NULL",
        (dumps([one.id for one in found]),),
    )
    matched = {entry_id for (entry_id,) in rows}
    return [one for one in found if one.id not in matched]


def store_entries(
    connection: sqlite3.Connection, arrivals: Arrivals, account_id: int, updates: Iterable[RemoteUpdate], *, now: int
) -> StoredRemote:
    """See :meth:`reader.store.accounts.Accounts.store_entries`."""
    with small_statements(connection):
        updates = _of_account(connection, account_id, updates)
        known = known_ids(connection, account_id, (one.remote_id for one in updates))
        new = [(one, one.entry) for one in updates if one.remote_id not in known and isinstance(one.entry, NewEntry)]
        old = _stored(connection, known, updates)
        edited = [one.entry for one in old.values() if isinstance(one.entry, ChangedEntry) and one.entry.id in old]
        edited = _with_guids(connection, edited)
        added, unread = arrivals.write(
            [(one.feed_id, entry, (one.read, one.starred, one.later)) for one, entry in new],
            [(old[entry.id].feed_id, entry) for entry in edited],
            now=now,
        )
        ids = [entry_id for entry_id, _ in added]
        _give_ids(connection, account_id, list(zip(ids, (one for one, _ in new), strict=True)))
        learn_labels(connection, account_id, {label for one in updates for label in one.labels})
        if unread:
            note(connection, Change(Field.READ, False, tuple(unread)), now)
        _match(connection, account_id, {id_: one for id_, one in old.items() if one.remote_id not in known}, now)
        moved = _move(connection, old)
        changed = {entry.id for entry in edited} | moved | _set_states(connection, account_id, old)
        changed |= join(connection, (*ids, *changed), now=now, new=ids).difference(ids)
    arrivals.keep_words(added)
    return StoredRemote(tuple(ids), tuple(sorted(changed)))


def _stored(
    connection: sqlite3.Connection, known: Mapping[str, int], updates: Collection[RemoteUpdate]
) -> dict[int, RemoteUpdate]:
    """The updates of entries that are here, by the ids of these; another process may have removed some."""
    wanted = dumps([one.entry_id for one in updates if one.entry_id is not None])
    rows = connection.execute("SELECT id FROM entries WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    there = {entry_id for (entry_id,) in rows}
    ids = ((known.get(one.remote_id, one.entry_id), one) for one in updates)
    return {id_: one for id_, one in ids if id_ is not None and (one.remote_id in known or id_ in there)}


def _with_guids(connection: sqlite3.Connection, edited: Collection[ChangedEntry]) -> list[ChangedEntry]:
    """Those of a server without guids keep the publisher's, by which they are known where their feed is polled."""
    lacking = dumps([one.id for one in edited if one.parsed.guid is None])
    sql = "SELECT id, guid FROM entries WHERE guid IS NOT NULL AND id IN (SELECT value FROM json_each(?))"
    guids = dict(connection.execute(sql, (lacking,)).fetchall())
    return [replace(one, parsed=replace(one.parsed, guid=guids[one.id])) if one.id in guids else one for one in edited]


def _give_ids(connection: sqlite3.Connection, account_id: int, added: Collection[tuple[int, RemoteUpdate]]) -> None:
    """Gives new entries the server's ids and labels."""
    rows = [(entry_id, account_id, one.remote_id) for entry_id, one in added]
    connection.executemany("INSERT INTO remote_entries VALUES (?, ?, ?)", rows)
    labelled: defaultdict[str, list[int]] = defaultdict(list)
    for entry_id, one in added:
        if one.labels:
            for name in one.own_labels.values():
                labelled[name].append(entry_id)
    for name, ids in labelled.items():
        write_label(connection, Change(Field.LABEL, True, tuple(ids), name))


def _of_account(connection: sqlite3.Connection, account_id: int, updates: Iterable[RemoteUpdate]) -> list[RemoteUpdate]:
    """Those whose feed still is the account's, each article once."""
    feeds = {row[0] for row in connection.execute("SELECT id FROM feeds WHERE account_id = ?", (account_id,))}
    return [*{one.remote_id: one for one in updates if one.feed_id in feeds}.values()]


def _move(connection: sqlite3.Connection, old: Mapping[int, RemoteUpdate]) -> set[int]:
    """Moves articles whose feed at the server is another one now."""
    pairs = dumps([(entry_id, one.feed_id) for entry_id, one in old.items()])
    rows = connection.execute(
        f"UPDATE entries SET feed_id = there FROM {_PAIRS} WHERE id = entry_id AND feed_id <> there RETURNING id",
        (pairs,),
    ).fetchall()
    if rows:
        note_rearranged(connection)
    return {entry_id for (entry_id,) in rows}


_PAIRS = "(SELECT json_extract(value, '$[0]') AS entry_id, json_extract(value, '$[1]') AS there FROM json_each(?))"


def _match(connection: sqlite3.Connection, account_id: int, matched: Mapping[int, RemoteUpdate], now: int) -> None:
    """Gives articles that were here before their ids at the server, and merges the state of both sides."""
    if not matched:
        return
    connection.executemany(
        "INSERT INTO remote_entries VALUES (?, ?, ?) ON CONFLICT (entry_id) DO UPDATE SET"
        " account_id = excluded.account_id, remote_id = excluded.remote_id",
        [(entry_id, account_id, one.remote_id) for entry_id, one in matched.items()],
    )
    rows = connection.execute(
        "SELECT id, read, starred, later FROM entries WHERE id IN (SELECT value FROM json_each(?))",
        (dumps([*matched]),),
    ).fetchall()
    lacks: dict[Field, list[int]] = {Field.READ: [], Field.STARRED: [], Field.LATER: []}
    for entry_id, read, starred, later in rows:
        there = matched[entry_id]
        for field, here, remote in (
            (Field.READ, read, there.read), (Field.STARRED, starred, there.starred), (Field.LATER, later, there.later),
        ):  # fmt: skip
            if here and not remote:
                lacks[field].append(entry_id)
    for field, ids in lacks.items():
        note_missing(connection, Change(field, True, tuple(ids)), now)
    for name, ids in _labels_lacked(connection, matched).items():
        note_missing(connection, Change(Field.LABEL, True, tuple(ids), name), now)


def _labels_lacked(connection: sqlite3.Connection, matched: Mapping[int, RemoteUpdate]) -> dict[str, list[int]]:
    """The labels that articles have here and not at the server."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for name, key, entry_id in _labels_here(connection, matched):
        if key not in matched[entry_id].own_labels:
            found[name].append(entry_id)
    return found


def _labels_here(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> list[tuple[str, str, int]]:
    """The name and key of each label that entries have, with the entry."""
    rows = connection.execute(
        "SELECT name, name_key, entry_id FROM json_each(?) CROSS JOIN entry_labels ON entry_id = value"
        " JOIN labels ON labels.id = label_id WHERE name_key <> ?",
        (dumps([*entry_ids]), LATER_KEY),
    )
    return rows.fetchall()


def _set_states(connection: sqlite3.Connection, account_id: int, updates: Mapping[int, RemoteUpdate]) -> set[int]:
    """Gives articles the state that they have at the server, except where the user's own is on its way there."""
    own = unsent(connection, [*updates])
    has_labels = _has_labels(connection, account_id)
    changed: set[int] = set()
    states = {
        Field.READ: {entry_id: one.read for entry_id, one in updates.items()},
        Field.STARRED: {entry_id: one.starred for entry_id, one in updates.items()},
        Field.LATER: {entry_id: one.later for entry_id, one in updates.items() if has_labels or one.later},
    }
    for field, values in states.items():
        for value in (True, False):
            ids = [entry_id for entry_id, here in values.items() if here is value]
            changed |= set_flag(connection, field, value, ids, own)
    if has_labels or any(one.labels for one in updates.values()):
        changed |= _set_labels(connection, updates, own, remove=has_labels)
    return changed


def _has_labels(connection: sqlite3.Connection, account_id: int) -> bool:
    """Whether an article without a label here is known to have none at the server."""
    row = connection.execute("SELECT has_labels FROM accounts WHERE id = ?", (account_id,)).fetchone()
    return bool(row and row[0])


def _set_labels(
    connection: sqlite3.Connection, updates: Mapping[int, RemoteUpdate], own: Unsent, *, remove: bool
) -> set[int]:
    here: defaultdict[str, set[int]] = defaultdict(set)
    names: dict[str, str] = {}
    for name, key, entry_id in _labels_here(connection, updates):
        names[key] = name
        here[key].add(entry_id)
    there: defaultdict[str, set[int]] = defaultdict(set)
    for entry_id, one in updates.items():
        for key, name in one.own_labels.items():
            names.setdefault(key, name)
            there[key].add(entry_id)
    changed: set[int] = set()
    for key, name in names.items():
        changed |= set_label(connection, name, True, there[key] - here[key], own)
        if remove:
            changed |= set_label(connection, name, False, here[key] - there[key], own)
    return changed

"""The user's state of entries: read, starred, later and labels. Each change can be inverted exactly."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reader.model import Change, Field
from reader.query.selection import Selection
from reader.query.tree import EVERYTHING
from reader.store.connection import reading, transaction
from reader.store.labels import spelled, with_label, without_label, write_label
from reader.store.rows import dumps
from reader.store.where_clause import Searched, where

COLUMNS = {Field.READ: "read", Field.STARRED: "starred", Field.LATER: "later"}


class State:
    """The state columns of ``entries``, and the table ``session``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def apply(self, change: Change) -> Change:
        """Applies a change that is not a step of the journal; see :meth:`write`."""
        with transaction(self._connection):
            return self.write(change)

    def write(self, change: Change, now: int = 0) -> Change:
        """Applies a change of the user's in the caller's transaction, and notes it for the servers of accounts.

        All copies of an article change together. Returns what it really changed, without entries that had that state
        already. ``now``: Unix seconds, if known.
        """
        group_of = _groups_with(self._connection, change.ids)
        done = write_state(self._connection, replace(change, ids=_widened(change.ids, group_of)))
        if done.ids and self._connection.execute(_ANY_REMOTE).fetchone():
            from reader.store.outbox import note  # opening the reader does without

            note(self._connection, done, now)
        return replace(done, spare=_spare(done.ids, group_of)) if group_of else done

    def would_change(
        self,
        selection: Selection,
        field: Field,
        value: bool,
        newest_id: int | None = None,
        *,
        label: str = "",
        but_not: Iterable[int] = (),
        losing: Iterable[int] = (),
    ) -> Change:
        """The change that gives a whole selection that state, without entries with a higher id. Nothing is written.

        ``label``: which, for :attr:`~reader.model.Field.LABEL`. ``but_not``: entries to leave out with their copies.
        ``losing``: entries that will not have the state, although they may have it now, nor will their copies.

        The current value is written into the statement, because SQLite uses no partial index for a bound value
        (sqlite.org/partialindex.html section 3).
        """
        newest_id = newest_id if newest_id is not None else 2**62
        lost = [one for one in self._losing(selection, field, value, losing) if one <= newest_id]
        if field is Field.READ and value:
            selection = replace(selection, unread=True)  # of which there may be a few
        condition = where(self._found(selection))
        if condition.nothing and not lost:
            return Change(field, value, (), label)
        label = spelled(self._connection, label) if label else ""
        differs, values = _differs(field, value, label)
        rows = self._connection.execute(
            f"SELECT id FROM entries WHERE {condition.sql} AND {differs} AND +id <= ?",
            (*condition.values, *values, newest_id),
        )
        ids = tuple(dict.fromkeys((*(entry_id for (entry_id,) in rows), *lost)))
        group_of = _groups_with(self._connection, ids)
        left_out = set(_widened(tuple(but_not), group_of))
        if left_out:
            ids = tuple(one for one in ids if one not in left_out)
        return Change(field, value, ids, label, _spare(ids, group_of))

    def _losing(self, selection: Selection, field: Field, value: bool, ids: Iterable[int]) -> list[int]:
        """The ones of these entries and their copies that will belong to a selection when they lose a state."""
        found = with_copies(self._connection, ids)
        if not found:
            return []
        among = found if selection.ids is None else tuple(set(found).intersection(selection.ids))
        selection = replace(selection.of_state(field, not value), ids=among)
        condition = where(selection, feed_by_index=False, words=Searched.ONE_BY_ONE)
        if condition.nothing:
            return []
        rows = self._connection.execute(f"SELECT id FROM entries WHERE {condition.sql} ORDER BY id", condition.values)
        return [entry_id for (entry_id,) in rows]

    def _found(self, selection: Selection) -> Selection:
        """The same entries by their ids, if blocks lead to them sooner than the table does."""
        if selection.query == EVERYTHING:
            return selection
        from reader.store.newest import found_in_blocks  # opening the reader does without

        with reading(self._connection):
            found = found_in_blocks(self._connection, selection, bool, few=_FEW)
        return selection if found is None else Selection(ids=tuple(entry_id for _, entry_id in found))

    def note_opened(self, entry_ids: Sequence[int], now: int) -> None:
        """Notes when the user opened articles for the first time (Unix seconds)."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE entries SET opened = ? WHERE id IN (SELECT value FROM json_each(?)) AND opened IS NULL",
                (now, dumps(entry_ids)),
            )

    def write_values(self, items: Sequence[tuple[str, str]]) -> None:
        """Writes named values about the database as a whole, all or none."""
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT INTO session VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", items
            )

    def values(self) -> dict[str, str]:
        """All named values. Earlier versions also kept the reader's session here."""
        return dict(self._connection.execute("SELECT key, value FROM session"))

    def rearranged(self) -> int:
        """How often entries were moved or removed, after which keys read before may be wrong."""
        row = self._connection.execute(
            "SELECT CAST(value AS INTEGER) FROM session WHERE key = ?", (_REARRANGED,)
        ).fetchone()
        return int(row[0]) if row else 0


def write_state(connection: sqlite3.Connection, change: Change) -> Change:
    """Writes a state of exactly these entries, without the outbox; returns the entries that really changed."""
    return write_label(connection, change) if change.field is Field.LABEL else write_flag(connection, change)


def write_flag(connection: sqlite3.Connection, change: Change) -> Change:
    """Sets a state of exactly these entries, in the caller's transaction; returns what really changed."""
    column = COLUMNS[change.field]
    rows = connection.execute(
        f"UPDATE entries SET {column} = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND {column} <> ?1"
        " RETURNING id",
        (int(change.value), dumps(list(change.ids))),
    ).fetchall()
    return Change(change.field, change.value, tuple(row[0] for row in rows))


def with_copies(connection: sqlite3.Connection, ids: Iterable[int]) -> tuple[int, ...]:
    """These entries and all copies of them."""
    ids = tuple(ids)
    return _widened(ids, _groups_with(connection, ids))


def _widened(ids: tuple[int, ...], group_of: Mapping[int, int]) -> tuple[int, ...]:
    if not group_of:
        return ids
    groups = {group_of[one] for one in ids if one in group_of}
    return tuple(dict.fromkeys((*ids, *(one for one, copies in group_of.items() if copies in groups))))


def _spare(ids: Iterable[int], group_of: Mapping[int, int]) -> int:
    """How many of these entries are copies of others among them."""
    groups = [group_of[one] for one in ids if one in group_of] if group_of else []
    return len(groups) - len(set(groups))


def _groups_with(connection: sqlite3.Connection, ids: Sequence[int]) -> dict[int, int]:
    """The groups of all copies of these entries, and perhaps of others, by the ids of the copies."""
    if not ids or connection.execute("SELECT 1 FROM entries WHERE copies IS NOT NULL LIMIT 1").fetchone() is None:
        return {}
    if len(ids) <= _MANY:
        return dict(connection.execute(f"{_COPIES} AND copies IN ({_GROUPS_OF})", (dumps(list(ids)),)).fetchall())
    between = connection.execute(f"{_COPIES} AND id BETWEEN ? AND ?", (min(ids), max(ids))).fetchall()
    among = set(ids) if between else set()
    groups = {copies for one, copies in between if one in among}
    if len(groups) > _MANY:
        return dict(connection.execute(_COPIES).fetchall())
    values = (dumps(sorted(groups)),)
    return dict(connection.execute(f"{_COPIES} AND copies IN (SELECT value FROM json_each(?))", values).fetchall())


_MANY = 2_000  # entries, or groups, for which the index is read as a whole
_COPIES = "SELECT id, copies FROM entries INDEXED BY entries_copies WHERE copies IS NOT NULL"
_GROUPS_OF = "SELECT copies FROM entries WHERE copies IS NOT NULL AND id IN (SELECT value FROM json_each(?))"


def note_rearranged(connection: sqlite3.Connection) -> None:
    """Call in a transaction that changes the date or feed of entries, or removes some."""
    connection.execute(
        "INSERT INTO session VALUES (?, '1') ON CONFLICT (key) DO UPDATE SET value = value + 1", (_REARRANGED,)
    )


def _differs(field: Field, value: bool, label: str) -> tuple[str, tuple[str, ...]]:
    """The condition over ``entries`` that a change to this value changes them, with its values."""
    if field is Field.LABEL:
        return without_label(label) if value else with_label(label)
    return f"{COLUMNS[field]} = {int(not value)}", ()


_ANY_REMOTE = "SELECT 1 FROM remote_entries LIMIT 1"
_FEW = 50_000  # entries that are looked at sooner than all blocks
_REARRANGED = "rearranged"

"""Labels, the user's own words on entries.

A label is the same in any spelling: the one that its first entry got stays. It exists as long as an entry has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from reader.model import Change
from reader.store.rows import dumps
from reader.text import fold

_FEW = 2_000  # labelled entries that are looked up; of more, those that have copies are found by their index


class Labels:
    """The tables ``labels`` and ``entry_labels``, for reading."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def names(self, begin: str = "", *, limit: int = -1) -> list[str]:
        """The labels that begin like this, in any spelling, by name."""
        wanted = fold(begin)
        rows = self._connection.execute(
            "SELECT name FROM labels WHERE substr(name_key, 1, ?) = ? AND name <> ''"
            " AND EXISTS (SELECT 1 FROM entry_labels WHERE label_id = labels.id) ORDER BY name_key LIMIT ?",
            (len(wanted), wanted, limit),
        )
        return [name for (name,) in rows]

    def counts(self) -> dict[str, int]:
        """How many articles each label has, by the label's name.

        Costs as much as there are labelled entries, or entries that have copies if these are fewer.
        """
        rows = self._connection.execute(
            f"SELECT name, entries FROM labels JOIN ({self._counted()}) ON label_id = id"
            " WHERE name <> '' ORDER BY name_key"
        )
        return dict(rows.fetchall())

    def _counted(self) -> str:
        run = self._connection.execute
        if not run("SELECT 1 FROM entries WHERE copies IS NOT NULL LIMIT 1").fetchone():
            return "SELECT label_id, count(*) AS entries FROM entry_labels GROUP BY label_id"
        (few,) = run(f"SELECT count(*) <= {_FEW} FROM (SELECT 1 FROM entry_labels LIMIT {_FEW + 1})").fetchone()
        if few:
            return (
                "SELECT label_id, count(DISTINCT coalesce(copies, -entry_id)) AS entries FROM entry_labels"
                " JOIN entries ON id = entry_id GROUP BY label_id"
            )
        return """
            SELECT label_id, count(*) - coalesce(spare, 0) AS entries FROM entry_labels LEFT JOIN (
                SELECT label_id, count(*) - count(DISTINCT copies) AS spare
                FROM entries INDEXED BY entries_copies CROSS JOIN entry_labels ON entry_id = id
                WHERE copies IS NOT NULL GROUP BY label_id
            ) USING (label_id) GROUP BY label_id
        """

    def on(self, entry_ids: Sequence[int]) -> dict[str, list[int]]:
        """The labels of these entries, by name, each with the entries that have it."""
        rows = self._connection.execute(
            "SELECT name, entry_id FROM json_each(?) JOIN entry_labels ON entry_id = value JOIN labels"
            " ON labels.id = label_id WHERE name <> '' ORDER BY name_key, entry_id",
            (dumps(list(entry_ids)),),
        )
        found: dict[str, list[int]] = {}
        for name, entry_id in rows:
            found.setdefault(name, []).append(entry_id)
        return found

    def spelled(self, label: str) -> str:
        """The label as it is written on the entries that have it; unchanged if there are none."""
        return spelled(self._connection, label)


def labels_of(connection: sqlite3.Connection, entry_id: int) -> tuple[str, ...]:
    """The labels of an entry, by name."""
    rows = connection.execute(
        "SELECT name FROM entry_labels JOIN labels ON id = label_id WHERE entry_id = ? AND name <> '' ORDER BY name",
        (entry_id,),
    )
    return tuple(name for (name,) in rows)


def spelled(connection: sqlite3.Connection, label: str) -> str:
    """See :meth:`Labels.spelled`."""
    row = connection.execute(
        "SELECT name FROM labels WHERE name_key = ? AND EXISTS (SELECT 1 FROM entry_labels WHERE label_id = labels.id)",
        (fold(label),),
    ).fetchone()
    return row[0] if row else label


def write_label(connection: sqlite3.Connection, change: Change) -> Change:
    """Sets a label or takes it off, in the caller's transaction.

    Returns what really changed, with the label as it is written.
    """
    key, ids = fold(change.label), dumps(list(change.ids))
    name = spelled(connection, change.label)
    if change.value:
        connection.execute(
            "INSERT INTO labels (name, name_key) VALUES (?, ?)"
            " ON CONFLICT (name_key) DO UPDATE SET name = excluded.name",
            (name, key),
        )
        sql = (
            "INSERT OR IGNORE INTO entry_labels SELECT labels.id, entries.id FROM json_each(?) JOIN entries"
            " ON entries.id = value JOIN labels ON name_key = ? RETURNING entry_id"
        )
    else:
        sql = (
            "DELETE FROM entry_labels WHERE entry_id IN (SELECT value FROM json_each(?))"
            " AND label_id = (SELECT id FROM labels WHERE name_key = ?) RETURNING entry_id"
        )
    changed = tuple(row[0] for row in connection.execute(sql, (ids, key)).fetchall())
    connection.execute(
        "DELETE FROM labels WHERE name_key = ? AND NOT EXISTS (SELECT 1 FROM entry_labels WHERE label_id = labels.id)",
        (key,),
    )
    return replace(change, ids=changed, label=name)


def with_label(label: str) -> tuple[str, tuple[str, ...]]:
    """The condition over ``entries`` that they have a label, with its value."""
    return f"id IN ({_LABELLED})", (fold(label),)


def without_label(label: str) -> tuple[str, tuple[str, ...]]:
    """The opposite of :func:`with_label`."""
    return f"id NOT IN ({_LABELLED})", (fold(label),)


_LABELLED = "SELECT entry_id FROM entry_labels WHERE label_id = (SELECT id FROM labels WHERE name_key = ?)"

"""What the servers of accounts have not heard of yet: changes of articles, and edits of subscriptions.

A change of an article stays one row, whatever the user does to it afterwards: a later change replaces the row with one
of a higher number. So what was sent is removed by its number alone, and a change made while it was being sent stays.
Nothing that a server says is noted here, and nothing that is noted here is undone by what it says
(:mod:`reader.store.remote_states`).

The list Later is the label ``Later`` at a server. A label of the user's with that name stays here.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from reader.account import EditKind, RemoteEdit
from reader.lazy_dataclass import dataclass
from reader.model import Change, Field
from reader.problems import ProblemDetails
from reader.store.connection import transaction
from reader.store.rows import dumps, problem_cell, read_problem
from reader.text import fold

LATER = "Later"  # the label of the list Later at a server
LATER_KEY = fold(LATER)
Unsent = defaultdict[tuple[str, str], set[int]]  # ids of entries by field and key of the label


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """A state that the server must hear of. ``label``: in the server's spelling, for :attr:`Field.LABEL`.

    A change that means several labels at the server, which are one here, has an item for each.
    """

    seq: int
    entry_id: int
    remote_id: str
    field: Field
    label: str
    value: bool


class Outbox:
    """The tables ``outbox`` and ``outbox_edits``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    # -- states of articles

    def pending(self, account_id: int, limit: int = 1_000) -> tuple[OutboxItem, ...]:
        """The oldest changes that the account's server must hear of; ``limit`` counts changes."""
        rows = self._connection.execute(
            "SELECT seq, entry_id, remote_id, field, label, label_key, value FROM outbox CROSS JOIN"
            " remote_entries USING (entry_id) WHERE account_id = ? AND remote_id IS NOT NULL"
            " AND field IN ('read', 'starred', 'later', 'label') ORDER BY seq LIMIT ?",
            (account_id, limit),
        ).fetchall()
        spellings = _spellings(self._connection, account_id)
        found: list[OutboxItem] = []
        for seq, entry_id, remote_id, state, label, key, value in rows:
            field = Field(state)
            names: tuple[str, ...] = ("",)
            if field is Field.LATER:
                field, names = Field.LABEL, _names_at_server(LATER, spellings.get(LATER_KEY, ()), add=bool(value))
            elif field is Field.LABEL:
                names = _names_at_server(label, spellings.get(key, ()), add=bool(value))
            found += (OutboxItem(seq, entry_id, remote_id, field, name, bool(value)) for name in names)
        return tuple(found)

    def done(self, items: Iterable[OutboxItem]) -> None:
        """Removes what the server has accepted. A change that was replaced since stays.

        A change with several items stays until all of them are done: sending one twice does no harm.
        """
        sent: defaultdict[int, set[str]] = defaultdict(set)
        labels: dict[str, int] = {}
        for item in items:
            sent[item.seq].add(item.label)
            if item.label and item.value:
                labels[item.label] = item.entry_id
        with transaction(self._connection):
            accounts = self._accounts_of(labels)
            self._connection.executemany(
                "DELETE FROM outbox WHERE seq = ?1 AND (value = 1 OR field NOT IN ('label', 'later') OR NOT EXISTS ("
                "SELECT 1 FROM account_labels l JOIN remote_entries r ON r.account_id = l.account_id"
                " WHERE r.entry_id = outbox.entry_id AND name_key = iif(field = 'later', ?3, label_key)"
                " AND name NOT IN (SELECT value FROM json_each(?2))))",
                [(seq, dumps(sorted(names)), LATER_KEY) for seq, names in sent.items()],
            )
            for name, account_id in accounts.items():  # now, because spellings from before are those that were sent
                learn_labels(self._connection, account_id, [name])

    def _accounts_of(self, labels: Mapping[str, int]) -> dict[str, int]:
        """The account of each label's entry."""
        sql = "SELECT account_id FROM remote_entries WHERE entry_id = ?"
        found = {name: self._connection.execute(sql, (entry_id,)).fetchone() for name, entry_id in labels.items()}
        return {name: row[0] for name, row in found.items() if row}

    def waiting(self) -> dict[int, int]:
        """How many changes each followed account's server has not heard of, edits included; without those with none."""
        rows = self._connection.execute(
            "SELECT account_id, sum(n) FROM ("
            " SELECT account_id, count(*) AS n FROM outbox CROSS JOIN remote_entries USING (entry_id)"
            " WHERE remote_id IS NOT NULL GROUP BY account_id"
            " UNION ALL SELECT account_id, count(*) FROM outbox_edits WHERE refused IS NULL GROUP BY account_id"
            ") WHERE account_id IN (SELECT id FROM accounts WHERE followed = 1) GROUP BY account_id"
        )
        return dict(rows.fetchall())

    # -- edits of subscriptions

    def edits(self, account_id: int) -> list[tuple[int, RemoteEdit]]:
        """The edits that the server must hear of, in their order, each with its number."""
        return [(seq, edit) for seq, edit, refused in _edits(self._connection, account_id) if refused is None]

    def refused(self, account_id: int) -> list[tuple[int, RemoteEdit, ProblemDetails]]:
        """The edits that the server will never accept."""
        return [(seq, edit, why) for seq, edit, why in _edits(self._connection, account_id) if why is not None]

    def edit_done(self, seq: int, feed_id: str = "") -> None:
        """Notes that the server has accepted an edit: it is done there, before the server's list of feeds says so.

        ``feed_id``: the server's, of a feed to which it has subscribed.
        """
        from reader.store.account_subscriptions import apply_accepted

        with transaction(self._connection):
            sql = "DELETE FROM outbox_edits WHERE seq = ? RETURNING account_id, edit"
            row = self._connection.execute(sql, (seq,)).fetchone()
            if row and (edit := read_edit(row[1])):
                apply_accepted(self._connection, row[0], edit, feed_id)

    def edit_refused(self, seq: int, details: ProblemDetails) -> None:
        """Notes that the server will never accept an edit, which no longer shows in the tree."""
        self._settle(seq, "UPDATE outbox_edits SET refused = ?2 WHERE seq = ?1", problem_cell(details))

    def cancel_edit(self, seq: int) -> None:
        """Takes back an edit, or removes a refused one after the user has seen it."""
        self._settle(seq, "DELETE FROM outbox_edits WHERE seq = ?1")

    def _settle(self, seq: int, sql: str, *values: object) -> None:
        from reader.store.account_subscriptions import show

        with transaction(self._connection):
            row = self._connection.execute("SELECT account_id FROM outbox_edits WHERE seq = ?", (seq,)).fetchone()
            self._connection.execute(sql, (seq, *values))
            if row:
                show(self._connection, row[0])


def note(connection: sqlite3.Connection, change: Change, now: int) -> None:
    """Notes a change of the user's on the entries of accounts among its ids, in the caller's transaction."""
    _note(connection, change, now, "REPLACE")


def note_missing(connection: sqlite3.Connection, change: Change, now: int) -> None:
    """As :func:`note`, but not on entries on which a change of that state is noted already."""
    _note(connection, change, now, "IGNORE")


def _note(connection: sqlite3.Connection, change: Change, now: int, on_conflict: str) -> None:
    key = fold(change.label) if change.field is Field.LABEL else ""
    if key != LATER_KEY and change.ids:
        connection.execute(
            f"INSERT OR {on_conflict} INTO outbox (entry_id, field, label, label_key, value, time)"
            " SELECT entry_id, ?2, ?3, ?4, ?5, ?6 FROM json_each(?1) CROSS JOIN remote_entries ON entry_id = value"
            f" WHERE account_id IN ({_hearing(change.field)})",
            (dumps(list(change.ids)), change.field, change.label, key, int(change.value), now),
        )


def _hearing(field: Field) -> str:
    """The accounts whose servers have that state, or may have it."""
    with_it = " WHERE has_labels IS NOT 0" if field in (Field.LABEL, Field.LATER) else ""
    return f"SELECT id FROM accounts{with_it}"


def unsent(connection: sqlite3.Connection, entry_ids: Sequence[int] | None = None) -> Unsent:
    """The entries whose state the user has changed and the server does not know; of these entries only, if given."""
    among, values = ("", ()) if entry_ids is None else (_AMONG, (dumps(list(entry_ids)),))
    found: Unsent = defaultdict(set)
    for field, key, entry_id in connection.execute(f"SELECT field, label_key, entry_id FROM outbox{among}", values):
        found[field, key].add(entry_id)
    return found


_AMONG = " WHERE entry_id IN (SELECT value FROM json_each(?))"


def learn_labels(connection: sqlite3.Connection, account_id: int, names: Iterable[str]) -> None:
    """Notes how the server spells labels, in the caller's transaction."""
    rows = [(account_id, name, fold(local)) for name in names if (local := local_label(name))]
    connection.executemany("INSERT OR IGNORE INTO account_labels VALUES (?, ?, ?)", rows)


def local_label(name: str) -> str:
    """A label of the server as it is written here; empty if it cannot be."""
    from reader.query.label_name import MOST
    from reader.text import clean_line

    return clean_line(name.replace(",", " "))[:MOST].strip() if fold(name) else ""


def _spellings(connection: sqlite3.Connection, account_id: int) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name, key in connection.execute(
        "SELECT name, name_key FROM account_labels WHERE account_id = ? ORDER BY name", (account_id,)
    ):
        found[key].append(name)
    return found


def _names_at_server(label: str, spellings: Sequence[str], *, add: bool) -> tuple[str, ...]:
    """One of the server's labels to add, all of them to remove."""
    if not spellings or (add and label in spellings):
        return (label,)
    return (spellings[0],) if add else tuple(spellings)


def add_edit(connection: sqlite3.Connection, account_id: int, edit: RemoteEdit, now: int) -> int:
    """Notes an edit in the caller's transaction; returns its number.

    It shows as soon as :func:`reader.store.account_subscriptions.show` is called.
    """
    sql = "INSERT INTO outbox_edits (account_id, edit, time) VALUES (?, ?, ?)"
    return int(connection.execute(sql, (account_id, edit_cell(edit), now)).lastrowid or 0)


def edit_cell(edit: RemoteEdit) -> str:
    """An edit as JSON."""
    return dumps(asdict(edit))


def read_edit(cell: str) -> RemoteEdit | None:
    """The inverse of :func:`edit_cell`; None if it is damaged."""
    try:
        parts = json.loads(cell)
        texts = {name: str(parts.get(name, "")) for name in ("url", "feed_id", "title", "folder")}
        return RemoteEdit(EditKind(parts["kind"]), **texts)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def _edits(connection: sqlite3.Connection, account_id: int) -> Iterable[tuple[int, RemoteEdit, ProblemDetails | None]]:
    rows = connection.execute(
        "SELECT seq, edit, refused FROM outbox_edits WHERE account_id = ? ORDER BY seq", (account_id,)
    ).fetchall()
    for seq, cell, refused in rows:
        edit = read_edit(cell)
        if edit is not None:
            yield seq, edit, read_problem(refused)


def pending_edits(connection: sqlite3.Connection, account_id: int) -> list[RemoteEdit]:
    """The edits that the server must hear of, in their order."""
    return [edit for _, edit, refused in _edits(connection, account_id) if refused is None]

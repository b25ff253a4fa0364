"""The journal of what the user did, by which it is undone and repeated: also after a restart or a kill.

A change of entries is written in one transaction together with its step, so that there is never one without the other.
An edit of ``feeds.toml`` cannot be: its contents are noted first, in ``intended``, and confirmed after the file was
written (:mod:`reader.library.edit_steps`).

Every program has its :class:`Session`. It undoes its own steps and those that were there when it began, but none that
another running program has added since.
"""

from __future__ import annotations

import sqlite3
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import accumulate, pairwise
from typing import Any

from reader.lazy_dataclass import dataclass
from reader.model import Change, Field
from reader.store.connection import transaction
from reader.store.state import State

KEPT_STEPS, KEPT_SECONDS, KEPT_BYTES = 5_000, 7 * 86_400, 50_000_000
CORRECTION = "people"  # the kind of edits that say something of people
ACCOUNT = "account"  # the kind of edits of accounts' subscriptions
STORY = "story"  # the kind of edits that say something of stories
_SMALL = 4_096  # bytes of a cell; smaller ones are bounded by the number of steps


@dataclass(frozen=True, slots=True)
class Session:
    """A running program. ``source``: whose steps it shares; ``since``: the last step when it began."""

    source: str
    number: int
    since: int = 0


@dataclass(frozen=True, slots=True)
class JournalStep:
    """A step: the ``change`` that was made, or the ``edit`` of a file and the ``written`` bytes, both encoded.

    ``time``: Unix seconds; ``own``: of the session that asks; ``intended``: what is being written, or was when the
    program ended. Of a damaged step, both ``change`` and ``edit`` are None. ``part_of``: if it is a part of a step of
    several changes, the id of the first one, unless it is that itself.
    """

    id: int
    time: int
    own: bool
    undone: bool
    change: Change | None = None
    edit: str | None = None
    written: bytes | None = None
    intended: bytes | None = None
    part_of: int | None = None


class Journal:
    """The table ``journal``."""

    def __init__(self, connection: sqlite3.Connection, state: State) -> None:
        self._connection, self._state = connection, state

    def begin_session(self, source: str, number: int) -> Session:
        """The session of a program that begins now. ``number``: a random one."""
        (since,) = self._connection.execute("SELECT coalesce(max(id), 0) FROM journal").fetchone()
        return Session(source, number, since)

    # -- changes of entries

    def apply(self, change: Change, session: Session, now: int) -> Change:
        """Applies a change as a step; returns what it really changed. Undone steps can no longer be repeated."""
        return self.apply_all((change,), session, now)[0]

    def apply_all(self, changes: Iterable[Change], session: Session, now: int) -> tuple[Change, ...]:
        """Applies changes in order, as one step; returns what each really changed."""
        with transaction(self._connection):
            done = tuple(self._state.write(change, now) for change in changes)
            first = None
            for one in done:
                if one.ids:
                    values = (one.field, one.label, one.value, pack_ids(one.ids), first)
                    step_id = self._append("field, label, value, ids, part_of", values, session, now)
                    first = first or step_id
        return done

    def revert(self, step: JournalStep) -> Change:
        """Undoes a change, or repeats an undone one, where entries still have the state that it left.

        Returns what was really changed, which is what the other direction will revert. If that is nothing, the step is
        forgotten.
        """
        return self.revert_all((step,))[0]

    def revert_all(self, parts: Iterable[JournalStep]) -> tuple[Change, ...]:
        """Reverts the parts of a step in this order, all or none; see :meth:`revert`."""
        with transaction(self._connection):
            return tuple(map(self._revert, parts))

    def _revert(self, step: JournalStep) -> Change:
        assert step.change is not None
        wanted = step.change if step.undone else step.change.inverse()
        if not self.is_as_read(step):
            return Change(wanted.field, wanted.value, (), wanted.label)
        done = self._state.write(wanted)
        if not done.ids:
            self.remove(step.id)
        else:
            self._connection.execute(
                "UPDATE journal SET undone = ?, ids = ? WHERE id = ?", (not step.undone, pack_ids(done.ids), step.id)
            )
        return done

    # -- edits of files

    def begin(self, edit: str, intended: bytes | None, session: Session, now: int) -> int:
        """Appends an edit that is about to be written; returns the step's id. Undone steps are forgotten."""
        with transaction(self._connection):
            return self._append("edit, intended", (edit, intended), session, now)

    def intend(self, step_id: int, intended: bytes) -> None:
        """Notes what is about to be written for a step."""
        with transaction(self._connection):
            self._connection.execute("UPDATE journal SET intended = ? WHERE id = ?", (intended, step_id))

    def settle(self, step_id: int, *, undone: bool, written: bytes, intended: bytes | None = None) -> None:
        """Notes what was written, and whether the step is undone by it; only if that was ``intended``, if given."""
        with transaction(self._connection):
            self._connection.execute(
                "UPDATE journal SET undone = ?1, written = ?2, intended = NULL"
                " WHERE id = ?3 AND (?4 IS NULL OR intended = ?4)",
                (undone, written, step_id, intended),
            )

    # -- what the user says of people

    def add_edit(self, edit: str, session: Session, now: int) -> None:
        """Appends an edit that changes the database only; in the caller's transaction, which makes it."""
        self._append("edit", (edit,), session, now)

    def turn(self, step: JournalStep, edit: str) -> None:
        """Notes that a step is now undone, or no longer, and what it has changed; in the caller's transaction."""
        self._connection.execute(
            "UPDATE journal SET undone = ?, edit = ? WHERE id = ?", (not step.undone, edit, step.id)
        )

    # -- looking

    def latest(self, session: Session, *, undone: bool = False) -> JournalStep | None:
        """The step to undo next; with ``undone``, the one to repeat next."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE {_VISIBLE} AND undone = ?"
            f" ORDER BY id {'ASC' if undone else 'DESC'} LIMIT 1",
            (session.number, session.source, session.since, session.number, undone),
        ).fetchone()
        return _step(row) if row else None

    def parts_of(self, step: JournalStep, session: Session) -> list[JournalStep]:
        """The changes of a step in the order in which they have to be undone, or repeated if the step is undone."""
        first = step.part_of or step.id
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE (id = ? OR part_of = ?) AND undone = ?"
            f" ORDER BY id {'ASC' if step.undone else 'DESC'}",
            (session.number, first, first, step.undone),
        )
        return [part for part in map(_step, rows) if part.change is not None]

    def unsettled(self, session: Session) -> list[JournalStep]:
        """The steps of which it is not known whether they were written, because a program was ended."""
        rows = self._connection.execute(
            f"SELECT {_COLUMNS} FROM journal WHERE intended IS NOT NULL ORDER BY id", (session.number,)
        )
        return [_step(row) for row in rows]

    def forget(self, step: JournalStep) -> None:
        """Removes a step, if no other program has undone or repeated it since."""
        with transaction(self._connection):
            if self.is_as_read(step):
                self.remove(step.id)

    def _append(self, columns: str, values: tuple[object, ...], session: Session, now: int) -> int:
        run = self._connection.execute
        run(f"DELETE FROM journal WHERE {_VISIBLE} AND undone = 1", (session.source, session.since, session.number))
        added = run(
            f"INSERT INTO journal (time, source, session, {columns}) VALUES (?, ?, ?{', ?' * len(values)})",
            (now, session.source, session.number, *values),
        )
        step_id = added.lastrowid or 0
        run("DELETE FROM journal WHERE id <= ?", (step_id - KEPT_STEPS,))
        if any(isinstance(value, bytes) and len(value) > _SMALL for value in values):
            run(_DROP_BEYOND, (step_id, KEPT_BYTES))
        (oldest,) = run("SELECT time FROM journal ORDER BY id LIMIT 1").fetchone()
        if oldest < now - KEPT_SECONDS:
            run("DELETE FROM journal WHERE time < ? AND id < ?", (now - KEPT_SECONDS, step_id))
        return step_id

    def is_as_read(self, step: JournalStep) -> bool:
        """Whether no other program has undone, repeated or removed a step since it was read."""
        row = self._connection.execute("SELECT undone FROM journal WHERE id = ?", (step.id,)).fetchone()
        return row is not None and bool(row[0]) is step.undone

    def remove(self, step_id: int) -> None:
        """Removes a step, in the caller's transaction."""
        self._connection.execute("DELETE FROM journal WHERE id = ?", (step_id,))


_COLUMNS = "id, time, session = ?, undone, field, label, value, ids, edit, written, intended, part_of"
_VISIBLE = "source = ? AND (id <= ? OR session = ?)"
_BYTES = " + ".join(f"coalesce(length({column}), 0)" for column in ("ids", "edit", "written", "intended"))
_DROP_BEYOND = f"""
    DELETE FROM journal WHERE id < ? AND id <= (
        SELECT max(id) FROM (SELECT id, sum({_BYTES}) OVER (ORDER BY id DESC) AS bytes FROM journal) WHERE bytes > ?
    )
"""


def _step(row: Sequence[Any]) -> JournalStep:
    step_id, time, own, undone, field, label, value, ids, edit, written, intended, part_of = row
    change = None
    if edit is None:
        with suppress(ValueError, TypeError, zlib.error):  # it is damaged
            change = Change(Field(field), bool(value), unpack_ids(ids), str(label))
    return JournalStep(step_id, time, bool(own), bool(undone), change, edit, written, intended, part_of)


def is_correction(edit: str) -> bool:
    """Whether an edit says something of people (:mod:`reader.store.people`), and is not one of a file."""
    return edit.startswith(f'{{"kind":"{CORRECTION}"')


def is_account_edit(edit: str) -> bool:
    """Whether an edit is one of accounts' subscriptions (:mod:`reader.store.account_edits`)."""
    return edit.startswith(f'{{"kind":"{ACCOUNT}"')


def is_story_correction(edit: str) -> bool:
    """Whether an edit says something of stories (:mod:`reader.store.story_groups`)."""
    return edit.startswith(f'{{"kind":"{STORY}"')


# -- ids as a cell


def pack_ids(ids: Iterable[int]) -> bytes:
    """Ids in ascending order as compressed differences: a few bytes for one, and less than two for each of many."""
    ordered = sorted(ids)
    numbers = array("q", [after - before for before, after in pairwise((0, *ordered))])
    if sys.byteorder == "big":
        numbers.byteswap()
    return zlib.compress(numbers.tobytes(), 1)


def unpack_ids(cell: bytes) -> tuple[int, ...]:
    """The ids of such a cell. Raises ``ValueError``, ``TypeError`` and ``zlib.error`` for any other bytes."""
    numbers = array("q")
    numbers.frombytes(zlib.decompress(cell))
    if sys.byteorder == "big":
        numbers.byteswap()
    return tuple(accumulate(numbers))

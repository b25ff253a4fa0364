"""Stories: which articles report the same event, as found by the engine and corrected by the user.

The column ``story`` of an entry is the number of its story, so being in one is an equivalence by construction. All
copies of an article are in the same story and count as one telling; a story with a single telling is dissolved.
``story_fixed`` entries are where the user wants them: the engine moves none of them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.store.connection import transaction
from reader.store.journal import STORY, Journal, JournalStep, Session
from reader.store.rows import dumps
from reader.stories.correction import Move, Place, StoryCorrection, StorySaid

_AMONG = "IN (SELECT value FROM json_each(?1))"


class StoryGroups:
    """Writes the columns ``story`` and ``story_fixed``; :mod:`reader.store.telling_rows` reads stories for lists."""

    def __init__(self, connection: sqlite3.Connection, journal: Journal) -> None:
        self._connection, self._journal = connection, journal

    def members(self, story: int) -> list[int]:
        """The ids of all entries of a story, copies included."""
        rows = self._connection.execute("SELECT id FROM entries WHERE story = ? ORDER BY id", (story,))
        return [entry_id for (entry_id,) in rows]

    # -- what the user says

    def say(self, correction: StoryCorrection, session: Session, now: int) -> StoryCorrection:
        """Writes a correction as a step of the journal; returns it with the moves that it made.

        Without moves, it was already so, or the entries are gone.
        """
        with transaction(self._connection):
            titled = self._with_titles(correction)
            done = replace(titled, moves=self._moved(self._wanted(titled)))
            if done.moves:
                self._journal.add_edit(encode(done), session, now)
        return done

    def revert(self, step: JournalStep) -> StoryCorrection:
        """Undoes a correction, or repeats an undone one, for the entries that nothing has moved since.

        If there are none, the step is forgotten. Raises ``ValueError`` for a damaged step.
        """
        said = decode(step.edit or "")
        wanted = said.moves if step.undone else _inverse(said.moves)
        with transaction(self._connection):
            done = self._moved(wanted if self._journal.is_as_read(step) else ())
            if done:
                self._journal.turn(step, encode(replace(said, moves=done if step.undone else _inverse(done))))
            else:
                self._journal.remove(step.id)
        return replace(said, moves=done)

    def _with_titles(self, correction: StoryCorrection) -> StoryCorrection:
        ids = dumps([correction.entry_id, correction.other])
        titles = dict(self._connection.execute(f"SELECT id, title FROM entries WHERE id {_AMONG}", (ids,)).fetchall())
        title, other = titles.get(correction.entry_id, ""), titles.get(correction.other, "")
        return replace(correction, title=title, other_title=other)

    def _wanted(self, correction: StoryCorrection) -> tuple[Move, ...]:
        """The moves of the corrected entries, with their copies."""
        entries = self._with_copies(correction.entry_id)
        if correction.said is StorySaid.TAKE_OUT:
            if all(place.story is None for place in entries.values()):
                return ()
            return _moves(entries, Place(None, True))
        others = self._with_copies(correction.other)
        if not entries or not others or entries.keys() & others.keys():
            return ()
        story = others[correction.other].story
        if story is None:
            story = self.free_number((*entries, *others))
        elif all(place.story == story for place in entries.values()):
            return ()
        return _moves(others, Place(story, True)) + _moves(entries, Place(story, True))

    def _with_copies(self, entry_id: int) -> dict[int, Place]:
        rows = self._connection.execute(
            "SELECT id, story, story_fixed FROM entries WHERE id = ?1"
            " OR copies = (SELECT copies FROM entries WHERE id = ?1) ORDER BY id",
            (entry_id,),
        )
        return {found: Place(story, bool(fixed)) for found, story, fixed in rows}

    # -- writing, in the caller's transaction

    def free_number(self, entry_ids: Iterable[int]) -> int:
        """A number for a new story of these entries: the lowest of their ids that no story has as its number."""
        for entry_id in sorted(entry_ids):
            if not self._connection.execute("SELECT 1 FROM entries WHERE story = ?", (entry_id,)).fetchone():
                return entry_id
        (highest,) = self._connection.execute("SELECT max(max(id), coalesce(max(story), 0)) FROM entries").fetchone()
        return int(highest) + 1

    def regroup(self, alone: Iterable[int], groups: Iterable[Iterable[int]]) -> list[int]:
        """Writes the stories that the engine found; returns the entries whose story changed.

        ``alone``: entries that leave theirs, unless one of the groups has them. Copies go with their article. Articles
        that the user has placed stay there, and two stories that both have such articles stay apart.
        """
        alone, groups = set(alone), [set(group) for group in groups]
        before = self._places_around(alone.union(*groups))
        leaving = [entry_id for entry_id, place in self._all_copies(alone).items() if not place.fixed]
        self._set(None, leaving)
        for group in groups:
            self._unite(self._all_copies(group))
        self.dissolve({place.story for place in before.values() if place.story is not None} | self._numbers(groups))
        after = self._places_around(before)
        return sorted(one for one, place in after.items() if place.story != before.get(one, Place()).story)

    def _unite(self, entries: dict[int, Place]) -> None:
        """Makes entries one story, with all others of the stories in which some of them are."""
        entries = {one: place for one, place in entries.items() if place.story is not None or not place.fixed}
        stories = {place.story for place in entries.values() if place.story is not None}
        rows = self._connection.execute(
            f"SELECT DISTINCT story FROM entries WHERE story {_AMONG} AND story_fixed = 1", (dumps(sorted(stories)),)
        )
        fixed = {story for (story,) in rows}
        number = min(fixed or stories, default=None)
        if number is None:
            number = self.free_number(entries)
        self._set(number, [one for one, place in entries.items() if place.story is None])
        for merged in stories - fixed - {number}:
            self._set(number, self.members(merged))

    def _set(self, story: int | None, entry_ids: Iterable[int]) -> None:
        self._connection.execute(
            f"UPDATE entries SET story = ?2 WHERE id {_AMONG} AND story_fixed = 0", (dumps(sorted(entry_ids)), story)
        )

    def _all_copies(self, entry_ids: Iterable[int]) -> dict[int, Place]:
        rows = self._connection.execute(
            f"SELECT id, story, story_fixed FROM entries WHERE (id {_AMONG} OR copies IN"
            f" (SELECT copies FROM entries WHERE id {_AMONG} AND copies IS NOT NULL))"
            " AND feed_id NOT IN (SELECT id FROM feeds WHERE merged = 1) ORDER BY id",  # those will be removed
            (dumps(sorted(entry_ids)),),
        )
        return {found: Place(story, bool(fixed)) for found, story, fixed in rows}

    def _places_around(self, entry_ids: Iterable[int]) -> dict[int, Place]:
        """The places of entries, of their copies, and of all in their stories."""
        near = self._all_copies(entry_ids)
        stories = dumps(sorted({place.story for place in near.values() if place.story is not None}))
        rows = self._connection.execute(f"SELECT id, story, story_fixed FROM entries WHERE story {_AMONG}", (stories,))
        return near | {found: Place(story, bool(fixed)) for found, story, fixed in rows}

    def _numbers(self, groups: Iterable[Iterable[int]]) -> set[int]:
        near = self._all_copies(one for group in groups for one in group)
        return {place.story for place in near.values() if place.story is not None}

    def _moved(self, moves: Sequence[Move]) -> tuple[Move, ...]:
        """Makes the moves whose entries are still where they begin; then dissolves stories of a single telling."""
        done = [move for move in moves if self._move(move)]
        done += self._followed(done)
        stories = {story for move in done for story in (move.before.story, move.after.story) if story is not None}
        return (*done, *self.dissolve(stories))

    def _followed(self, done: Iterable[Move]) -> list[Move]:
        """Has the copies of moved entries follow them, which may have arrived since the moves were noted."""
        ends = {move.entry_id: move.after for move in done}
        moves: list[Move] = []
        seen: set[int] = set()
        for entry_id, end in sorted(ends.items()):
            if entry_id not in seen:
                copies = self._with_copies(entry_id)
                seen |= copies.keys()
                moves += [move for move in _moves(copies, end) if self._move(move)]
        return moves

    def dissolve(self, stories: Iterable[int]) -> list[Move]:
        """See :func:`dissolve`."""
        return dissolve(self._connection, stories)

    def _move(self, move: Move) -> bool:
        return _move(self._connection, move)


def dissolve(connection: sqlite3.Connection, stories: Iterable[int]) -> list[Move]:
    """Takes the last telling out of each of these stories that has no other; returns these moves."""
    rows = connection.execute(
        f"SELECT id, story, story_fixed FROM entries WHERE story IN (SELECT story FROM entries WHERE story {_AMONG}"
        " GROUP BY story HAVING count(DISTINCT coalesce(copies, id)) < 2)",
        (dumps(sorted(stories)),),
    ).fetchall()
    moves = [Move(found, Place(story, bool(fixed)), Place(None, bool(fixed))) for found, story, fixed in rows]
    return [move for move in moves if _move(connection, move)]


def unite_copies(connection: sqlite3.Connection, group: Iterable[int]) -> None:
    """Puts copies into one story, the one where the user wants them or else the first; in the caller's transaction."""
    ids = dumps(sorted(group))
    rows = connection.execute(
        f"SELECT story, story_fixed FROM entries WHERE id {_AMONG} ORDER BY story_fixed DESC, story IS NULL, story",
        (ids,),
    ).fetchall()
    if not any(story is not None or fixed for story, fixed in rows):
        return
    story, fixed = rows[0]
    connection.execute(
        f"UPDATE entries SET story = ?2, story_fixed = ?3 WHERE id {_AMONG} AND (story IS NOT ?2 OR story_fixed <> ?3)",
        (ids, story, fixed),
    )
    dissolve(connection, {other for other, _ in rows if other is not None})


def _move(connection: sqlite3.Connection, move: Move) -> bool:
    before, after = move.before, move.after
    sql = (
        "UPDATE entries SET story = ?, story_fixed = ? WHERE id = ? AND story IS ? AND story_fixed = ?"
        " AND feed_id NOT IN (SELECT id FROM feeds WHERE merged = 1)"  # those will be removed
    )
    values = (after.story, after.fixed, move.entry_id, before.story, before.fixed)
    return connection.execute(sql, values).rowcount > 0


def _moves(entries: dict[int, Place], place: Place) -> tuple[Move, ...]:
    return tuple(Move(entry_id, before, place) for entry_id, before in entries.items() if before != place)


def _inverse(moves: Sequence[Move]) -> tuple[Move, ...]:
    return tuple(move.inverse() for move in reversed(moves))


# -- steps of the journal


def encode(correction: StoryCorrection) -> str:
    """A correction as a step's text."""
    moves = [
        [move.entry_id, move.before.story, move.before.fixed, move.after.story, move.after.fixed]
        for move in correction.moves
    ]
    return dumps({
        "kind": STORY, "said": correction.said, "entry": correction.entry_id, "other": correction.other,
        "title": correction.title, "other_title": correction.other_title, "moves": moves,
    })  # fmt: skip


def decode(text: str) -> StoryCorrection:
    """The inverse of :func:`encode`. Raises ``ValueError`` for any other text."""
    try:
        parts = json.loads(text)
        moves = tuple(Move(int(one), Place(_number(b), bool(f)), Place(_number(a), bool(g)))
                      for one, b, f, a, g in parts["moves"])  # fmt: skip
        return StoryCorrection(
            StorySaid(parts["said"]), int(parts["entry"]), int(parts["other"]), str(parts["title"]),
            str(parts["other_title"]), moves,
        )  # fmt: skip
    except (TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ValueError from error


def _number(value: object) -> int | None:
    if value is None or isinstance(value, int):
        return value
    raise ValueError

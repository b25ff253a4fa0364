"""Undoes one change of ``feeds.toml`` and keeps what others have changed since."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.errors import ConfigError
from reader.problems import Problem, problem
from reader.subscriptions.find_tables import Name, indexes, put_back, table_name
from reader.subscriptions.pieces import Piece, split_pieces, without
from reader.subscriptions.rewrite import Intend, Rewritten, locked, read_file, restore, rewrite, unnoted
from reader.web.addresses import without_userinfo


def undo(path: Path, done: Rewritten, intend: Intend = unnoted) -> Rewritten | None:
    """Undoes one change and keeps later changes by others; returns this change, which can be undone too.

    Raises :class:`ConfigError` if a table that was changed here was changed again since, or nothing is left to undo.
    """
    if restore(path, done, intend):
        return done.inverse
    before, after = _tables_of(path, done.before), _tables_of(path, done.after)

    def merge(pieces: list[Piece]) -> list[Piece]:
        for name, piece in after.items():
            if before.get(name) != piece:
                pieces = _undone(path, pieces, name, piece, before.get(name))
        names = [*before]
        for index, name in enumerate(names):
            if name not in after and not indexes(pieces, name):
                pieces = put_back(pieces, before[name], reversed(names[:index]))
        return _in_old_order(path, pieces, names, [*after])

    undone = rewrite(path, merge, intend)
    if undone is None:
        raise ConfigError(path, problem(Problem.CHANGED_SINCE, name=path.name))
    return undone


def was_written(path: Path, intended: Rewritten) -> bool:
    """Whether a change was made that was about to be made when the program was ended.

    If others have changed the file since, its tables tell. Raises :class:`ConfigError`.
    """
    with locked(path):
        data = read_file(path)
    if data in (intended.before, intended.after):
        return data == intended.after
    now, before, after = (_tables_of(path, one) for one in (data, intended.before, intended.after))
    changed = [name for name in before.keys() | after.keys() if before.get(name) != after.get(name)]
    return not changed or any(now.get(name) != before.get(name) for name in changed)


def _undone(path: Path, pieces: list[Piece], name: Name, after: Piece, before: Piece | None) -> list[Piece]:
    """The pieces with one table as it was before the change."""
    index = next((index for index, piece in enumerate(pieces) if piece == after), None)
    if index is None:
        raise ConfigError(path, problem(Problem.CHANGED_SINCE, name=without_userinfo(name[1])))
    if before is None:
        return without(pieces, index)
    return [*pieces[:index], before, *pieces[index + 1 :]]


def _in_old_order(path: Path, pieces: list[Piece], before: Sequence[Name], after: Sequence[Name]) -> list[Piece]:
    """The pieces with the tables that a change moved where they were."""
    old, new = (
        [name for name in names if name in others] for names, others in ((before, {*after}), (after, {*before}))
    )
    if old == new:
        return pieces
    wanted = {*old}
    places = [(index, name) for index, piece in enumerate(pieces) if (name := table_name(piece)) in wanted and name]
    present = {name: pieces[index] for index, name in places}
    if [name for _index, name in places] != [name for name in new if name in present]:
        raise ConfigError(path, problem(Problem.CHANGED_SINCE, name=path.name))
    result = [*pieces]
    for (index, _name), name in zip(places, (name for name in old if name in present), strict=True):
        result[index] = present[name]
    return result


def _tables_of(path: Path, data: bytes | None) -> dict[Name, Piece]:
    _, pieces = split_pieces(path, (data or b"").decode("utf-8-sig"))
    return {name: piece for piece in pieces if (name := table_name(piece)) is not None}

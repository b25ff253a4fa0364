"""Edits ``feeds.toml`` and keeps everything else in it: comments, order, spacing.

Each function returns its change, or None if there is nothing to do. If the file cannot be written, it stays as it was
and the function raises :class:`~reader.errors.ConfigError`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import ConfigError, InvalidValue
from reader.lazy_dataclass import dataclass
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.stream import is_inside, with_parents
from reader.subscriptions import field_values as values
from reader.subscriptions.feeds_toml import address_or_none, same_feed
from reader.subscriptions.pieces import (
    FEEDS,
    SEARCHES,
    Piece,
    Table,
    append,
    beside,
    count_lines,
    split_pieces,
    without,
)
from reader.subscriptions.rewrite import (
    Edit,
    Intend,
    Rewritten,
    addition_of,
    decode,
    locked,
    read_file,
    restore,
    rewrite,
    unnoted,
)
from reader.subscriptions.table_lines import new_table, with_values
from reader.web.addresses import without_userinfo

Name = tuple[str, str]  # FEEDS and an address, or SEARCHES and a title


def name_of(one: Subscription | SavedSearch) -> Name:
    """The name of the table of a subscription or saved search."""
    return (FEEDS, one.url) if isinstance(one, Subscription) else (SEARCHES, one.title)


# -- adding and removing


def add_subscription(path: Path, subscription: Subscription) -> bool:
    """Adds a table at the end; False if the feed has one already. Creates the file if it does not exist."""
    return bool(add_tables(path, (subscription,)).subscriptions)


@dataclass(frozen=True, slots=True)
class Added:
    """The tables that were new. ``rewritten``: how the file changed, if it did."""

    subscriptions: tuple[Subscription, ...]
    searches: tuple[SavedSearch, ...]
    rewritten: Rewritten | None


def add_tables(
    path: Path,
    subscriptions: Iterable[Subscription],
    searches: Iterable[SavedSearch] = (),
    *,
    remarks: Mapping[str, str] | None = None,
    intend: Intend = unnoted,
) -> Added:
    """Adds a table at the end for each feed and saved search that has none, all in one change.

    ``remarks``: by address, one line that becomes a comment in the table.
    """
    comments = remarks or {}
    tables: list[Subscription | SavedSearch] = [*subscriptions, *searches]
    wanted = {name_of(one): one for one in tables}
    added: list[Subscription | SavedSearch] = []

    def add(pieces: list[Piece]) -> list[Piece] | None:
        present = {_table_name(piece) for piece in pieces}
        added[:] = [one for name, one in wanted.items() if name not in present]
        named = ((name_of(one), one) for one in added)
        new = [new_table(kind, one, comments.get(name, "")) for (kind, name), one in named]
        return append(pieces, new) if new else None

    rewritten = rewrite(path, add, intend)
    return Added(
        tuple(one for one in added if isinstance(one, Subscription)),
        tuple(one for one in added if isinstance(one, SavedSearch)),
        rewritten,
    )


def add_search(path: Path, search: SavedSearch, intend: Intend = unnoted) -> Rewritten | None:
    """Adds a saved search at the end; None if there is one with that title."""

    def add(pieces: list[Piece]) -> list[Piece] | None:
        return None if _indexes(pieces, name_of(search)) else append(pieces, (new_table(SEARCHES, search),))

    return rewrite(path, add, intend)


def remove_subscription(path: Path, url: str) -> Rewritten | None:
    """Removes every table of a feed; None if there is none. Comments outside of them stay."""
    return remove(path, ((FEEDS, url),))


def remove(path: Path, names: Iterable[Name], intend: Intend = unnoted) -> Rewritten | None:
    """Removes subscriptions and saved searches, all in one change."""
    wanted = tuple(names)

    def remove_all(pieces: list[Piece]) -> list[Piece] | None:
        found = sorted({index for name in wanted for index in _indexes(pieces, name)})
        for index in reversed(found):
            pieces = without(pieces, index)
        return pieces if found else None

    return rewrite(path, _keeping_folders(remove_all), intend)


def as_added(path: Path, name: Name) -> Rewritten | None:
    """The change by which another process added this table, so that it can be undone; None if it does not exist."""
    data = read_file(path)
    _, pieces = split_pieces(path, decode(path, data))
    found = _indexes(pieces, name)
    return addition_of(data, pieces, found) if data and found else None


# -- changing


def change(path: Path, name: Name, changes: Mapping[str, Any], intend: Intend = unnoted) -> Rewritten | None:
    """Changes fields of a subscription or saved search. A key whose value is the default is removed.

    A new query takes the place of the keys by which earlier versions described a search.
    """
    if "query" in changes:
        changes = {**dict.fromkeys(values.OLDER_SEARCH_KEYS), **changes}

    def change_table(pieces: list[Piece]) -> list[Piece] | None:
        found = _indexes(pieces, name)
        return _changed(pieces, {found[0]: changes}) if found else None

    return rewrite(path, _keeping_folders(change_table), intend)


def change_url(path: Path, old: str, new: str) -> bool:
    """Changes the address of a feed and nothing else; False if there is no such feed.

    If ``new`` is subscribed already, the table of ``old`` is removed and its tags are added to the other.
    """
    new = values.typed_address(new)

    def change_address(pieces: list[Piece]) -> list[Piece] | None:
        found, present = _indexes(pieces, (FEEDS, old)), _indexes(pieces, (FEEDS, new))
        if found and old != new and present:
            tags = _tags(pieces[index].table for index in (*present, *found))
            if tags != _tags([pieces[present[0]].table]):
                pieces = _changed(pieces, {present[0]: {"tags": tags}})
            for index in reversed(found):
                pieces = without(pieces, index)
            return pieces
        return _changed(pieces, {index: {"url": new} for index in found})

    return rewrite(path, change_address) is not None


def _tags(tables: Iterable[Table]) -> tuple[str, ...]:
    """The tags of several tables, without those that cannot be read."""
    found: list[str] = []
    for table in tables:
        with suppress(InvalidValue):
            found += values.tags(table.get("tags", []))
    return tuple(dict.fromkeys(found))


def rename_folder(path: Path, old: str, new: str, intend: Intend = unnoted) -> Rewritten | None:
    """Changes the path of a folder and those below it. If ``new`` exists, the two become one folder."""

    def rename(pieces: list[Piece]) -> list[Piece] | None:
        found = {index: values.folder(new + folder[len(old) :]) for index, folder in _in_folder(pieces, old)}
        return _changed(pieces, {index: {"folder": folder} for index, folder in found.items()})

    return rewrite(path, rename, intend)


def place(
    path: Path,
    names: Sequence[Name],
    anchor: Name,
    *,
    after: bool,
    folder: str | None = None,
    intend: Intend = unnoted,
) -> Rewritten | None:
    """Moves tables next to another one, in their order; with ``folder``, also into that folder."""

    def move(pieces: list[Piece]) -> list[Piece] | None:
        found = sorted({index for name in names for index in _indexes(pieces, name)[:1]})
        anchors = [index for index in _indexes(pieces, anchor) if index not in found]
        if not found or not anchors:
            return None
        if folder is not None:
            pieces = _changed(pieces, {index: {"folder": folder} for index in found})
        target, moved = pieces[anchors[0]], [pieces[index] for index in found]
        others: list[Piece] = pieces
        for index in reversed(found):
            others = without(others, index)
        blank_line = count_lines(pieces) - count_lines(others) > count_lines(moved)
        for piece in reversed(moved) if after else moved:
            others = beside(others, piece, others.index(target), after=after, blank_line=blank_line)
        return others

    return rewrite(path, _keeping_folders(move), intend)


def _changed(pieces: list[Piece], changes: Mapping[int, Mapping[str, Any]]) -> list[Piece]:
    return [with_values(piece, changes[index]) if index in changes else piece for index, piece in enumerate(pieces)]


# -- folders


def _keeping_folders(edit: Edit) -> Edit:
    """The edit, which also keeps folders that lose their last feed where they are.

    A folder is where its first feed is, and without feeds where its first saved search is; searches are usually at the
    end of the file.
    """

    def edit_and_keep(pieces: list[Piece]) -> Sequence[Piece] | None:
        before = [*pieces]
        after = edit(pieces)
        if after is None:
            return None
        result = [*after]
        for folder in sorted(_folders(before, FEEDS) - _folders(result, FEEDS)):
            result = _searches_at(before, result, folder)
        return result

    return edit_and_keep


def _folders(pieces: Iterable[Piece], name: str) -> set[str]:
    """The folders of the tables with that name, and the folders around them."""
    return with_parents(_folder(piece) for piece in pieces if piece.name == name)


def _searches_at(before: Sequence[Piece], after: list[Piece], folder: str) -> list[Piece]:
    """The pieces with the first saved searches of a folder where its first feed was."""
    inside = [piece for piece in before if piece.name and is_inside(_folder(piece), folder)]
    first = before.index(next(piece for piece in inside if piece.name == FEEDS))
    searches = [piece for piece in inside if piece.name == SEARCHES and piece in after]
    above = [piece for piece in searches if before.index(piece) < first]
    names = [name for piece in before[:first] if piece not in searches and (name := _table_name(piece))]
    for piece in reversed(above or searches[:1]):
        after = _put_back(without(after, after.index(piece)), piece, reversed(names))
    return after


def _folder(piece: Piece) -> str:
    try:
        return values.folder(piece.table.get("folder", ""))
    except InvalidValue:
        return ""


# -- undoing


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
            if name not in after and not _indexes(pieces, name):
                pieces = _put_back(pieces, before[name], reversed(names[:index]))
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


def _put_back(pieces: list[Piece], removed: Piece, above: Iterable[Name]) -> list[Piece]:
    """The pieces with a removed table below the nearest table that was above it."""
    found = (index for name in above for index in _indexes(pieces, name))
    anchor = next(found, None)
    if anchor is not None:
        return beside(pieces, removed, anchor, after=True)
    first = next((index for index, piece in enumerate(pieces) if piece.name), None)
    return append(pieces, (removed,)) if first is None else beside(pieces, removed, first, after=False)


def _in_old_order(path: Path, pieces: list[Piece], before: Sequence[Name], after: Sequence[Name]) -> list[Piece]:
    """The pieces with the tables that a change moved where they were."""
    old, new = (
        [name for name in names if name in others] for names, others in ((before, {*after}), (after, {*before}))
    )
    if old == new:
        return pieces
    wanted = {*old}
    places = [(index, name) for index, piece in enumerate(pieces) if (name := _table_name(piece)) in wanted and name]
    present = {name: pieces[index] for index, name in places}
    if [name for _index, name in places] != [name for name in new if name in present]:
        raise ConfigError(path, problem(Problem.CHANGED_SINCE, name=path.name))
    result = [*pieces]
    for (index, _name), name in zip(places, (name for name in old if name in present), strict=True):
        result[index] = present[name]
    return result


def _tables_of(path: Path, data: bytes | None) -> dict[Name, Piece]:
    _, pieces = split_pieces(path, (data or b"").decode("utf-8-sig"))
    return {name: piece for piece in pieces if (name := _table_name(piece)) is not None}


# -- finding tables


def _table_name(piece: Piece) -> Name | None:
    """The name of a table; None if it has no usable address or title."""
    if piece.name == FEEDS:
        url = address_or_none(piece.table.get("url"))
        return (FEEDS, url) if url else None
    title = piece.table.get("title")
    return (SEARCHES, values.title(title) or "") if piece.name and isinstance(title, str) else None


def _indexes(pieces: Sequence[Piece], name: Name) -> list[int]:
    kind, value = name
    same: Callable[[Table], bool] = (
        (lambda table: same_feed(table.get("url"), value))
        if kind == FEEDS
        else (lambda table: isinstance(table.get("title"), str) and values.title(table["title"]) == value)
    )
    return [index for index, piece in enumerate(pieces) if piece.name == kind and same(piece.table)]


def _in_folder(pieces: Sequence[Piece], path: str) -> list[tuple[int, str]]:
    """The indexes of tables in a folder or below it, each with its folder."""
    found = []
    for index, piece in enumerate(pieces):
        folder = _folder(piece)
        if folder and is_inside(folder, path):
            found.append((index, folder))
    return found

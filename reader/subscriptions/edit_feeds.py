"""Edits ``feeds.toml`` and keeps everything else in it: comments, order, spacing.

Each function returns its change, or None if there is nothing to do. If the file cannot be written, it stays as it was
and the function raises :class:`~reader.errors.ConfigError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.model import SavedSearch, Subscription
from reader.stream import is_inside, with_parents
from reader.subscriptions import field_values as values
from reader.subscriptions.find_tables import Name, indexes, name_of, put_back, table_name
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
    read_file,
    rewrite,
    unnoted,
)
from reader.subscriptions.table_lines import new_table, with_values

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
        present = {table_name(piece) for piece in pieces}
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
        return None if indexes(pieces, name_of(search)) else append(pieces, (new_table(SEARCHES, search),))

    return rewrite(path, add, intend)


def remove_subscription(path: Path, url: str) -> Rewritten | None:
    """Removes every table of a feed; None if there is none. Comments outside of them stay."""
    return remove(path, ((FEEDS, url),))


def remove(path: Path, names: Iterable[Name], intend: Intend = unnoted) -> Rewritten | None:
    """Removes subscriptions and saved searches, all in one change."""
    wanted = tuple(names)

    def remove_all(pieces: list[Piece]) -> list[Piece] | None:
        found = sorted({index for name in wanted for index in indexes(pieces, name)})
        for index in reversed(found):
            pieces = without(pieces, index)
        return pieces if found else None

    return rewrite(path, _keeping_folders(remove_all), intend)


def as_added(path: Path, name: Name) -> Rewritten | None:
    """The change by which another process added this table, so that it can be undone; None if it does not exist."""
    data = read_file(path)
    _, pieces = split_pieces(path, decode(path, data))
    found = indexes(pieces, name)
    return addition_of(data, pieces, found) if data and found else None


# -- changing


def change(path: Path, name: Name, changes: Mapping[str, Any], intend: Intend = unnoted) -> Rewritten | None:
    """Changes fields of a subscription or saved search. A key whose value is the default is removed.

    A new query takes the place of the keys by which earlier versions described a search.
    """
    if "query" in changes:
        changes = {**dict.fromkeys(values.OLDER_SEARCH_KEYS), **changes}

    def change_table(pieces: list[Piece]) -> list[Piece] | None:
        found = indexes(pieces, name)
        return _changed(pieces, {found[0]: changes}) if found else None

    return rewrite(path, _keeping_folders(change_table), intend)


def change_url(path: Path, old: str, new: str) -> bool:
    """Changes the address of a feed and nothing else; False if there is no such feed.

    If ``new`` is subscribed already, the table of ``old`` is removed and its tags are added to the other.
    """
    new = values.typed_address(new)

    def change_address(pieces: list[Piece]) -> list[Piece] | None:
        found, present = indexes(pieces, (FEEDS, old)), indexes(pieces, (FEEDS, new))
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
        found = sorted({index for name in names for index in indexes(pieces, name)[:1]})
        anchors = [index for index in indexes(pieces, anchor) if index not in found]
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
    names = [name for piece in before[:first] if piece not in searches and (name := table_name(piece))]
    for piece in reversed(above or searches[:1]):
        after = put_back(without(after, after.index(piece)), piece, reversed(names))
    return after


def _folder(piece: Piece) -> str:
    try:
        return values.folder(piece.table.get("folder", ""))
    except InvalidValue:
        return ""


def _in_folder(pieces: Sequence[Piece], path: str) -> list[tuple[int, str]]:
    """The indexes of tables in a folder or below it, each with its folder."""
    found = []
    for index, piece in enumerate(pieces):
        folder = _folder(piece)
        if folder and is_inside(folder, path):
            found.append((index, folder))
    return found

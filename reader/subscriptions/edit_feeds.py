"""Changes to ``feeds.toml`` that leave everything else in it as it stands, comments and order included.

A comment inside of a table goes where the table goes; comments between tables stay where they are. Each
function returns what it wrote, or None if there was nothing to do, and raises
:class:`~reader.errors.ConfigError` where the file cannot be written, which then is as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import ConfigError, InvalidValue
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, problem
from reader.subscriptions import field_values as values
from reader.subscriptions.feeds_toml import address_or_none, same_feed
from reader.subscriptions.rewrite import (
    Piece,
    Rewritten,
    Table,
    at_the_end,
    beside,
    count_lines,
    decoded,
    read_file,
    restore,
    rewrite,
    take_apart,
    without,
    without_tables,
)
from reader.subscriptions.table_lines import new_table, with_value
from reader.subscriptions.toml_tables import FEEDS, SEARCHES
from reader.web.addresses import without_userinfo

Name = tuple[str, str]  # FEEDS and an address, or SEARCHES and a title


def named(one: Subscription | SavedSearch) -> Name:
    """What tells a table from the others."""
    return (FEEDS, one.url) if isinstance(one, Subscription) else (SEARCHES, one.title)


# -- adding and taking away


def add_subscription(path: Path, subscription: Subscription) -> bool:
    """Adds a table at the end; False if the feed is there already. Makes the file if there is none."""
    return bool(add_subscriptions(path, (subscription,)))


def add_subscriptions(
    path: Path, subscriptions: Iterable[Subscription], *, remarks: Mapping[str, str] | None = None
) -> tuple[Subscription, ...]:
    """Adds a table at the end for each that is not there yet, all in one writing; returns those.

    ``remarks``: by address, one line that becomes a comment in its table.
    """
    said = remarks or {}
    wanted = tuple(subscriptions)
    added: list[Subscription] = []

    def add(pieces: list[Piece]) -> list[Piece] | None:
        there = {address_or_none(piece.table.get("url")) for piece in pieces if piece.name == FEEDS}
        added[:] = [one for url, one in {one.url: one for one in wanted}.items() if url not in there]
        return at_the_end(pieces, (new_table(FEEDS, one, said.get(one.url, "")) for one in added)) if added else None

    rewrite(path, add)
    return tuple(added)


def add_search(path: Path, search: SavedSearch) -> Rewritten | None:
    """Adds a saved search at the end; None if there is one of that title."""

    def add(pieces: list[Piece]) -> list[Piece] | None:
        return None if _numbers(pieces, named(search)) else at_the_end(pieces, (new_table(SEARCHES, search),))

    return rewrite(path, add)


def remove_subscription(path: Path, url: str) -> Rewritten | None:
    """Takes every table of this feed away; None if there is none. Comments outside of them stay."""
    return remove(path, ((FEEDS, url),))


def remove(path: Path, names: Iterable[Name]) -> Rewritten | None:
    """Takes these away, all in one writing."""
    wanted = tuple(names)

    def take_away(pieces: list[Piece]) -> list[Piece] | None:
        hits = sorted({number for name in wanted for number in _numbers(pieces, name)})
        for number in reversed(hits):
            pieces = without(pieces, number)
        return pieces if hits else None

    return rewrite(path, take_away)


def as_added(path: Path, name: Name) -> Rewritten | None:
    """What adding this table as it stands there now has written, so that it can be taken back; None if it is not there.

    Another process has written it, so what the file was before is what it is without that table.
    """
    data = read_file(path)
    _, pieces = take_apart(path, decoded(path, data))
    hits = _numbers(pieces, name)
    return without_tables(data, pieces, hits) if data and hits else None


# -- changing


def change(path: Path, name: Name, changes: Mapping[str, Any]) -> Rewritten | None:
    """Gives fields of a subscription or a saved search other values; what is as without the key loses it."""

    def change_it(pieces: list[Piece]) -> list[Piece] | None:
        hits = _numbers(pieces, name)
        return _changed(pieces, {hits[0]: changes}) if hits else None

    return rewrite(path, change_it)


def change_url(path: Path, old: str, new: str) -> bool:
    """Gives a feed its new address, all else kept; False if it isn't there.

    Where ``new`` is subscribed to already, the table of ``old`` is taken away, and its tags go to the other.
    """
    new = values.address(new)

    def change_it(pieces: list[Piece]) -> list[Piece] | None:
        hits, there = _numbers(pieces, (FEEDS, old)), _numbers(pieces, (FEEDS, new))
        if hits and old != new and there:
            tags = _tags(pieces[number].table for number in (*there, *hits))
            if tags != _tags([pieces[there[0]].table]):
                pieces = _changed(pieces, {there[0]: {"tags": tags}})
            for number in reversed(hits):
                pieces = without(pieces, number)
            return pieces
        return _changed(pieces, {number: {"url": new} for number in hits})

    return rewrite(path, change_it) is not None


def _tags(tables: Iterable[Table]) -> tuple[str, ...]:
    """The tags of all these together; where one cannot be read, none of its."""
    found: list[str] = []
    for table in tables:
        with suppress(InvalidValue):
            found += values.tags(table.get("tags", []))
    return tuple(dict.fromkeys(found))


def rename_folder(path: Path, old: str, new: str) -> Rewritten | None:
    """Gives all that stands in a folder, and in those below it, another path; an existing folder takes it in."""

    def move_all(pieces: list[Piece]) -> list[Piece] | None:
        found = {number: values.folder(new + folder[len(old) :]) for number, folder in _in(pieces, old)}
        return _changed(pieces, {number: {"folder": folder} for number, folder in found.items()})

    return rewrite(path, move_all)


def place(
    path: Path, names: Sequence[Name], anchor: Name, *, after: bool, folder: str | None = None
) -> Rewritten | None:
    """Puts tables next to another, in the order that they have; with ``folder``, into that folder."""

    def move(pieces: list[Piece]) -> list[Piece] | None:
        hits = sorted({number for name in names for number in _numbers(pieces, name)[:1]})
        goals = [number for number in _numbers(pieces, anchor) if number not in hits]
        if not hits or not goals:
            return None
        if folder is not None:
            pieces = _changed(pieces, {number: {"folder": folder} for number in hits})
        goal, moved = pieces[goals[0]], [pieces[number] for number in hits]
        rest: list[Piece] = pieces
        for number in reversed(hits):
            rest = without(rest, number)
        parted = count_lines(pieces) - count_lines(rest) > count_lines(moved)
        for piece in reversed(moved) if after else moved:
            rest = beside(rest, piece, rest.index(goal), after=after, parted=parted)
        return rest

    return rewrite(path, move)


def _changed(pieces: list[Piece], changes: Mapping[int, Mapping[str, Any]]) -> list[Piece]:
    """The pieces with other values in some of them."""
    return [with_value(piece, changes[number]) if number in changes else piece for number, piece in enumerate(pieces)]


# -- taking back


def undo(path: Path, done: Rewritten) -> None:
    """Undoes one writing. What was written since by others stays; :class:`ConfigError` if that is not possible."""
    if restore(path, done):
        return
    before, after = _tables_of(path, done.before), _tables_of(path, done.after)

    def merge(pieces: list[Piece]) -> list[Piece]:
        for name, piece in after.items():
            if before.get(name) != piece:
                pieces = _undone(path, pieces, name, piece, before.get(name))
        names = [*before]
        for number, name in enumerate(names):
            if name not in after and not _numbers(pieces, name):
                pieces = _put_back(pieces, before[name], reversed(names[:number]))
        return pieces

    rewrite(path, merge)


def _undone(path: Path, pieces: list[Piece], name: Name, after: Piece, before: Piece | None) -> list[Piece]:
    """The pieces with one table as it was before, if it is as it was left."""
    number = next((number for number, piece in enumerate(pieces) if piece == after), None)
    if number is None:
        raise ConfigError(path, problem(Problem.CHANGED_SINCE, name=without_userinfo(name[1])))
    if before is None:
        return without(pieces, number)
    return [*pieces[:number], before, *pieces[number + 1 :]]


def _put_back(pieces: list[Piece], lost: Piece, above: Iterable[Name]) -> list[Piece]:
    """The pieces with a table that was taken away, below the next above it that is still there."""
    found = (number for name in above for number in _numbers(pieces, name))
    anchor = next(found, None)
    if anchor is not None:
        return beside(pieces, lost, anchor, after=True)
    first = next((number for number, piece in enumerate(pieces) if piece.name), None)
    return at_the_end(pieces, (lost,)) if first is None else beside(pieces, lost, first, after=False)


def _tables_of(path: Path, data: bytes | None) -> dict[Name, Piece]:
    _, pieces = take_apart(path, (data or b"").decode("utf-8-sig"))
    return {name: piece for piece in pieces if (name := _name_of(piece)) is not None}


# -- which table is which


def _name_of(piece: Piece) -> Name | None:
    """What tells this table from the others, if it can be used."""
    if piece.name == FEEDS:
        url = address_or_none(piece.table.get("url"))
        return (FEEDS, url) if url else None
    title = piece.table.get("title")
    return (SEARCHES, values.title(title) or "") if piece.name and isinstance(title, str) else None


def _numbers(pieces: Sequence[Piece], name: Name) -> list[int]:
    kind, value = name
    same: Callable[[Table], bool] = (
        (lambda table: same_feed(table.get("url"), value))
        if kind == FEEDS
        else (lambda table: isinstance(table.get("title"), str) and values.title(table["title"]) == value)
    )
    return [number for number, piece in enumerate(pieces) if piece.name == kind and same(piece.table)]


def _in(pieces: Sequence[Piece], path: str) -> list[tuple[int, str]]:
    """Tables in a folder or below it, each with its folder."""
    found = []
    for number, piece in enumerate(pieces):
        folder = piece.table.get("folder")
        if isinstance(folder, str) and f"{values.folder(folder)}/".startswith(f"{path}/"):
            found.append((number, values.folder(folder)))
    return found

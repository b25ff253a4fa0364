"""The arguments of commands, as their handlers get them, and the values that complete them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches

from reader.errors import InvalidValue, StoreError
from reader.library import Library
from reader.problems import Problem, ProblemDetails, problem
from reader.stream import Kind as StreamKind
from reader.stream import Stream
from reader.subscriptions import field_values
from reader.text import fold
from reader.ui.commands.command import Argument, Command, Counted, Kind
from reader.ui.commands.command_line import read_plain
from reader.ui.commands.fuzzy import Index, Named, named
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.finder import row_of
from reader.ui.reader.places import Place, places
from reader.ui.reader.query_completion import QueryCompletion
from reader.ui.widgets.path_field import paths_like
from reader.ui.widgets.pick_list import PickRow
from reader.ui.widgets.tree_rows import Tree
from reader.wording.catalogue import N_, _, pgettext

_MOST_NEAR = 3
_PLACES = (Kind.FEED, Kind.STREAM)
_AGES = {
    "12h": N_("12 hours"), "1d": N_("a day"), "2d": N_("two days"), "3d": N_("three days"), "1w": N_("a week"),
    "2w": N_("two weeks"), "30d": N_("a month"),
}  # fmt: skip


class Arguments:
    """Reads and completes arguments. :meth:`load` comes first: with thousands of feeds, it takes a moment."""

    def __init__(self, reader: ReaderContext) -> None:
        self._reader = reader
        self._places: list[Named[Place]] | None = None
        self._index: Index[Place] = Index(())
        self._queries = QueryCompletion(reader.library)

    async def load(self, argument: Argument) -> None:
        """Reads, in a thread, what the argument can be."""
        if argument.kind in _PLACES and self._places is None:
            self._places = await asyncio.to_thread(_named_places, self._reader.tree.contents)
            self._index = Index(self._places)

    # -- reading

    def values(self, one: Command, typed: str) -> tuple[object, ...] | ProblemDetails | None:
        """The arguments of a handler for a typed argument; None: not loaded yet."""
        takes = one.takes
        if not typed or takes is None:
            return one.arguments
        value = self._read(takes, typed)
        if isinstance(value, ProblemDetails) or value is None:
            return value
        if one.argument is None and one.counted is not Counted.NOT:
            assert isinstance(value, int)
            return one.arguments_for(value)
        return (*one.arguments, value)

    def _read(self, argument: Argument, typed: str) -> object:
        """The value of an argument, as :class:`~reader.ui.commands.command.Argument` says."""
        match argument.kind:
            case Kind.FEED | Kind.STREAM:
                return None if self._places is None else _place(self._places, argument.kind, typed)
            case Kind.THEME:
                return _spelled(self._themes(), argument.kind, typed)
            case Kind.COMMAND | Kind.BROWSER:
                return _spelled(self._programs(argument.kind), argument.kind, typed)
            case Kind.ACCOUNT:
                return _spelled(self._accounts(), argument.kind, typed)
            case Kind.PERSON:
                return _person(self._reader.library, typed)
            case Kind.FOLDER:
                return _folder(self._reader.library.feeds.folders(), typed)
        return read_plain(argument, typed)

    # -- completing

    async def complete(self, argument: Argument, typed: str) -> Sequence[PickRow]:
        """Rows whose values can be typed in place of ``typed``, the best first."""
        await self.load(argument)
        match argument.kind:
            case Kind.FEED | Kind.STREAM:
                return list(self._streams(argument.kind, typed))
            case Kind.QUERY:
                found = await self._queries.get_suggestion(typed)
                return [PickRow(found, found)] if found and found != typed else []
            case Kind.PATH:
                return [PickRow(path, path) for path in await paths_like(typed)]
            case Kind.LABEL:
                before, comma, begun = typed.rpartition(",")
                found_labels = _fitting(await self._labels(begun.strip()), begun)
                return [replace(row, value=f"{before}{comma} {row.value}".lstrip()) for row in found_labels]
            case Kind.PERSON:
                return [PickRow(one, one) for one in await self._names(typed) if one != typed]
            case Kind.AGE:
                return [PickRow(age, age, _(words)) for age, words in _AGES.items() if age.startswith(typed)]
            case Kind.THEME:
                return [PickRow(row.value, row.name, self._shade(row.name)) for row in _fitting(self._themes(), typed)]
        simple: dict[Kind, Callable[[], Iterable[str]]] = {
            Kind.CHOICE: lambda: argument.choices,
            Kind.COMMAND: lambda: self._programs(Kind.COMMAND),
            Kind.BROWSER: lambda: self._programs(Kind.BROWSER),
            Kind.FOLDER: self._reader.library.feeds.folders,
            Kind.TAG: self._reader.library.feeds.tags,
            Kind.ACCOUNT: self._accounts,
        }
        return _fitting(simple[argument.kind](), typed) if argument.kind in simple else []

    def _streams(self, kind: Kind, typed: str) -> Iterable[PickRow]:
        for place in self._index.find(typed, lambda place: not place.unread):
            if kind is Kind.STREAM or place.stream.kind is StreamKind.FEED:
                row = row_of(place, plain=False)
                yield PickRow(place.path, row.name, row.note, row.right)

    async def _labels(self, typed: str) -> Sequence[str]:
        try:
            return await asyncio.wrap_future(self._reader.library.articles.load_labels(typed))
        except (StoreError, asyncio.CancelledError):  # no completion then
            return ()

    async def _names(self, typed: str) -> Sequence[str]:
        try:
            return await asyncio.wrap_future(self._reader.library.articles.load_authors(typed))
        except (StoreError, asyncio.CancelledError):  # no completion then
            return ()

    def _programs(self, kind: Kind) -> list[str]:
        config = self._reader.library.config
        return [one.name for one in (config.commands if kind is Kind.COMMAND else config.browsers)]

    def _accounts(self) -> list[str]:
        return [one.name for one in self._reader.library.accounts.all]

    def _themes(self) -> list[str]:
        return sorted(self._reader.screen.app.available_themes)

    def _shade(self, name: str) -> str:
        dark = self._reader.screen.app.available_themes[name].dark
        return pgettext("theme", "dark") if dark else pgettext("theme", "light")


def _named_places(tree: Tree) -> list[Named[Place]]:
    return [named(one, one.name, one.path) for one in places(tree)]


def _fitting(values: Iterable[str], typed: str) -> list[PickRow]:
    return [PickRow(one, one) for one in Index([named(one, one) for one in values]).find(typed)]


# -- reading one kind


def _place(known: Sequence[Named[Place]], kind: Kind, typed: str) -> Stream | ProblemDetails:
    """The list of this address or path; or the one with this name; or the only one whose name begins with it."""
    fitting = [one for one in known if kind is Kind.STREAM or one.thing.stream.kind is StreamKind.FEED]
    wanted = fold(typed)
    path = named(None, "", typed).other
    tests: tuple[Callable[[Named[Place]], bool], ...] = (
        lambda one: one.thing.stream.value == typed,
        lambda one: one.name == wanted,
        lambda one: one.other == path,
        lambda one: one.name.startswith(wanted),
        lambda one: f" {wanted}" in one.words,
    )
    for fits in tests:
        found = [one.thing for one in fitting if fits(one)]
        if len(found) == 1:
            return found[0].stream
        if found:
            names = ", ".join(one.path for one in found[: _MOST_NEAR + 1])
            more = ", …" if len(found) > _MOST_NEAR + 1 else ""
            return problem(Problem.NAME_AMBIGUOUS, kind=kind.value, name=typed, fits=names + more)
    return _unknown(kind, typed, [one.thing.name for one in fitting])


def _person(library: Library, typed: str) -> int | ProblemDetails | None:
    """The id of the person of that name; of several, which have to be told apart as ``Name (site)``."""
    try:
        found = library.people.find(typed)
    except StoreError:
        return None
    if len(found) == 1:
        return found[0].id
    if not found:
        return problem(Problem.NAME_UNKNOWN, kind=Kind.PERSON.value, name=typed, near="")
    names = ", ".join(f"{one.author.name} ({one.names[0].site})" for one in found[: _MOST_NEAR + 1])
    more = ", …" if len(found) > _MOST_NEAR + 1 else ""
    return problem(Problem.NAME_AMBIGUOUS, kind=Kind.PERSON.value, name=typed, fits=names + more)


def _folder(known: Iterable[str], typed: str) -> str | ProblemDetails:
    """The path of a folder that exists, however it is capitalized, or of a new one; ``/``: outside all folders."""
    try:
        path = field_values.folder(typed)
    except InvalidValue as error:
        return error.details
    return next((one for one in known if fold(one) == fold(path)), path)


def _spelled(known: Sequence[str], kind: Kind, typed: str) -> str | ProblemDetails:
    found = next((name for name in known if fold(name) == fold(typed)), None)
    return found or _unknown(kind, typed, known)


def _unknown(kind: Kind, typed: str, names: Sequence[str]) -> ProblemDetails:
    near = Index([named(one, one) for one in names]).find(typed)[:_MOST_NEAR]
    near = near or get_close_matches(typed, names, _MOST_NEAR) if len(names) < 500 else near
    return problem(Problem.NAME_UNKNOWN, kind=kind.value, name=typed, near=", ".join(near))

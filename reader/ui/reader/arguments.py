"""The arguments of commands, as their handlers get them, and the values that complete them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches

from reader.errors import InvalidValue
from reader.problems import Problem, ProblemDetails, problem
from reader.stream import Kind as StreamKind
from reader.stream import Stream
from reader.subscriptions import field_values
from reader.text import fold, sentence
from reader.ui.commands.command import Argument, Command, Counted, Kind
from reader.ui.commands.command_line import read_plain
from reader.ui.reader.context import ReaderContext
from reader.ui.reader.places import Place, places
from reader.wording.problem_messages import problem_message

_MOST_NEAR = 3


def arguments_of(reader: ReaderContext, one: Command, typed: str) -> tuple[object, ...] | str:
    """The arguments of a handler for what was typed after its command; or what is wrong with it, for the user."""
    takes = one.takes
    assert takes  # whatever read the line has checked it
    value = read_argument(reader, takes, typed)
    if isinstance(value, ProblemDetails):
        return sentence(problem_message(value))
    if one.argument is None and one.counted is not Counted.NOT:
        assert isinstance(value, int)
        return one.arguments_for(value)
    return (*one.arguments, value)


def read_argument(reader: ReaderContext, argument: Argument, typed: str) -> object:
    """The value of an argument, as :class:`~reader.ui.commands.command.Argument` says; a problem if it has none."""
    if argument.kind in _PLACES:
        return _place(places(reader), argument.kind, typed)
    if argument.kind in _NAMES:
        return _spelled(list(_NAMES[argument.kind](reader)), argument.kind, typed)
    if argument.kind is Kind.FOLDER:
        return _folder(reader, typed)
    return read_plain(argument, typed)


# -- feeds, folders and other lists

_PLACES: dict[Kind, frozenset[StreamKind]] = {
    Kind.FEED: frozenset({StreamKind.FEED}),
    Kind.STREAM: frozenset(StreamKind),
}


def _place(known: Sequence[Place], kind: Kind, typed: str) -> Stream | ProblemDetails:
    """The list of this address or path; or the one with this name; or the only one whose name begins with it."""
    fitting = [one for one in known if one.stream.kind in _PLACES[kind]]
    wanted = fold(typed)
    tests: tuple[Callable[[Place], bool], ...] = (
        lambda one: one.stream.value == typed,
        lambda one: fold(one.name) == wanted,
        lambda one: fold(one.name).startswith(wanted),
        lambda one: f" {wanted}" in f" {fold(one.name)}",
    )
    for fits in tests:
        found = [one for one in fitting if fits(one)]
        if len(found) == 1:
            return found[0].stream
        if found:
            names = [f"{one.folder}/{one.name}".lstrip("/") for one in found[: _MOST_NEAR + 1]]
            more = ", …" if len(found) > len(names) else ""
            return problem(Problem.NAME_AMBIGUOUS, kind=kind.value, name=typed, fits=", ".join(names) + more)
    return _unknown(kind, typed, [one.name for one in fitting])


def _folder(reader: ReaderContext, typed: str) -> str | ProblemDetails:
    """The path of a folder that exists, however it is capitalized, or of a new one; ``/``: outside all folders."""
    try:
        path = field_values.folder(typed)
    except InvalidValue as error:
        return error.details
    return next((one for one in reader.library.feeds.folders() if fold(one) == fold(path)), path)


def _unknown(kind: Kind, typed: str, names: Sequence[str]) -> ProblemDetails:
    folded = {fold(name): name for name in names}
    near = [folded[one] for one in get_close_matches(fold(typed), folded, _MOST_NEAR)]
    return problem(Problem.NAME_UNKNOWN, kind=kind.value, name=typed, near=", ".join(near))


# -- names

_NAMES: dict[Kind, Callable[[ReaderContext], Iterable[str]]] = {
    Kind.THEME: lambda reader: reader.screen.app.available_themes,
}
"""Names that exist already. Tags and labels may be new."""


def _spelled(known: Sequence[str], kind: Kind, typed: str) -> str | ProblemDetails:
    found = next((name for name in known if fold(name) == fold(typed)), None)
    return found or _unknown(kind, typed, known)

"""A command with its argument as people write it: ``entry.label Weltraum``.

The one place that reads it, for ``keys.toml``, the palette and the line after ``:``. What needs the library, such as
which feed is meant, is left to :mod:`reader.ui.reader.arguments`. Offsets of mistakes count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from reader.durations import parse_duration
from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.paths import typed_path
from reader.problems import Problem, ProblemDetails, problem
from reader.text import fold
from reader.ui.commands.command import Argument, Command, Kind

_MOST_NEAR = 3
_FIRST_WORD = re.compile(r"\s*(\S+)\s*")


@dataclass(frozen=True, slots=True)
class CommandLine:
    """A command and the text after it. ``at``: the offset of that text in the line."""

    command: Command
    typed: str = ""
    at: int = 0

    def __str__(self) -> str:
        return f"{self.command.id} {self.typed}".rstrip()

    @property
    def action(self) -> str:
        """The Textual action that runs it."""
        return f"run({str(self)!r})" if self.typed else self.command.action


def read_line(
    text: str, known: Iterable[Command], names: Mapping[str, str] | None = None
) -> CommandLine | ProblemDetails:
    """The command of a line, with its argument if that can be right. ``names``: see :func:`find_line`."""
    commands = list(known)
    line = find_line(text, commands, names)
    if line is not None:
        return check_argument(line) or line
    first = _FIRST_WORD.match(text)
    typed, at = (first[1], first.start(1)) if first else ("", 0)
    return problem(Problem.UNKNOWN_COMMAND, command=typed, near=_near(typed, commands), at=at)


def _near(typed: str, commands: Iterable[Command]) -> str:
    """Ids that are spelled much like ``typed``, or whose part after the dot is: of several, the first that is known."""
    ids = [one.id for one in commands]
    names = {one.partition(".")[2]: one for one in reversed(ids)} | {one: one for one in ids}
    near = dict.fromkeys(names[one] for one in get_close_matches(typed, names, 2 * _MOST_NEAR))
    return ", ".join([*near][:_MOST_NEAR])


def find_line(text: str, known: Iterable[Command], names: Mapping[str, str] | None = None) -> CommandLine | None:
    """The command of a line, whatever its argument is.

    ``names``: by other names in folded letters, the ids that they stand for; a name may have several words.
    """
    commands = {one.id: one for one in known}
    first = _FIRST_WORD.match(text)
    if first and first[1] in commands:
        return CommandLine(commands[first[1]], text[first.end() :].rstrip(), first.end())
    return _named(text, commands, names or {})


def _named(text: str, commands: Mapping[str, Command], names: Mapping[str, str]) -> CommandLine | None:
    """The command with the longest name that the line begins with."""
    words = list(re.finditer(r"\S+", text))
    for count in range(len(words), 0, -1):
        name = fold(" ".join(word[0] for word in words[:count]))
        found = commands.get(names.get(name, ""))
        if found:
            rest = words[count].start() if count < len(words) else len(text)
            return CommandLine(found, text[rest:].rstrip(), rest)
    return None


# -- arguments


def check_argument(line: CommandLine) -> ProblemDetails | None:
    """The problem with the argument, if any can be found without the library."""
    takes = line.command.takes
    if not line.typed:
        if takes is None or not takes.required:
            return None
        return problem(Problem.ARGUMENT_MISSING, command=line.command.id, kind=takes.kind.value, at=line.at)
    if takes is None:
        return problem(Problem.ARGUMENT_UNEXPECTED, command=line.command.id, at=line.at)
    found = read_plain(takes, line.typed)
    if isinstance(found, ProblemDetails):
        return placed(found, line.at)
    return None


def placed(found: ProblemDetails, at: int) -> ProblemDetails:
    """A problem in a part of a line that begins at ``at``."""
    arguments = dict(found.arguments)
    inside = arguments.get("at", 0)
    assert isinstance(inside, int)
    return problem(found.code, **{**arguments, "at": at + inside})


def read_plain(argument: Argument, typed: str) -> object:
    """The value of an argument of a kind that needs no library, else the text as typed; a problem if it is wrong."""
    match argument.kind:
        case Kind.NUMBER:
            number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 9 else 0
            return number or problem(Problem.NOT_A_WHOLE_NUMBER)
        case Kind.AGE:
            seconds = None if typed.isdecimal() else parse_duration(typed)
            return seconds or problem(Problem.NOT_AN_AGE)
        case Kind.CHOICE:
            found = [one for one in argument.choices if one == typed.lower()]
            return found[0] if found else problem(Problem.NOT_A_CHOICE, choices=", ".join(argument.choices))
        case Kind.QUERY:
            from reader.query.parse_query import parse  # only where a query is typed

            query = parse(typed)
            return query if isinstance(query, ProblemDetails) else typed
        case Kind.PATH:
            try:
                return typed_path(typed)
            except InvalidValue as error:
                return error.details
    return typed

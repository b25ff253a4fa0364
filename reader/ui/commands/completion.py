"""Completion of the command line: commands by any of their names, and their arguments."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from reader.lazy_dataclass import dataclass
from reader.problems import Problem, ProblemDetails, problem
from reader.ui.commands.command import Argument, Command
from reader.ui.commands.command_line import CommandLine, find_line, read_line
from reader.ui.commands.fuzzy import Index
from reader.ui.commands.key_names import listed, sequence_names
from reader.ui.commands.other_names import names_of
from reader.ui.commands.palette import Offered, find_by_names
from reader.ui.commands.registry import keys_of
from reader.ui.widgets.pick_list import PickRow
from reader.wording.catalogue import _

_MOST_OFFERS = 60
_MOST_NEAR = 3

Values = Callable[[Argument, str], Awaitable[Sequence[PickRow]]]


@dataclass(frozen=True, slots=True)
class Offers:
    """Completions. Each row's value replaces the line from ``at`` on. ``about``: a sentence about the command."""

    at: int = 0
    rows: Sequence[PickRow] = ()
    about: str = ""


class LineReader:
    """Reads and completes the lines of a screen's commands. ``values`` completes arguments."""

    def __init__(self, commands: Sequence[Command], values: Values, *, plain: bool) -> None:
        self._commands, self._values, self._plain = commands, values, plain
        self._names: Mapping[str, str] = names_of(commands)
        self._index = Index([find_by_names(Offered(CommandLine(one), _(one.title))) for one in commands])
        self._goes_to_row = next((one for one in commands if one.id == "move.first"), None)

    @property
    def goes_to_rows(self) -> bool:
        """Whether a number is a line too."""
        return self._goes_to_row is not None

    def read(self, text: str) -> CommandLine | ProblemDetails:
        """The command of a line; a number alone goes to that row."""
        typed = text.strip()
        if self._goes_to_row and typed.isascii() and typed.isdecimal():
            text = f"{self._goes_to_row.id} {typed}"
        near = () if find_line(text, self._commands, self._names) else self._index.find(typed)[:_MOST_NEAR]
        if near:
            ids = ", ".join(one.line.command.id for one in near)
            return problem(Problem.UNKNOWN_COMMAND, command=typed, near=ids, at=len(text) - len(text.lstrip()))
        return read_line(text, self._commands, self._names)

    async def complete(self, text: str) -> Offers:
        """The completions of a line."""
        line = self._begun(text)
        if line is None:
            found = self._index.find(text, most=_MOST_OFFERS, strictly=True) if text.strip() else ()
            return Offers(0, [self._row(one) for one in found])
        takes = line.command.takes
        assert takes
        return Offers(line.at, (await self._values(takes, text[line.at :]))[:_MOST_OFFERS], _(line.command.description))

    def _begun(self, text: str) -> CommandLine | None:
        """The command whose argument is being typed."""
        line = find_line(text, self._commands, self._names)
        if line is None or line.command.takes is None:
            return None
        if line.typed:
            return line
        return CommandLine(line.command, "", len(text)) if text.endswith(" ") else None

    def _row(self, one: Offered) -> PickRow:
        command = one.line.command
        keys = listed(sequence_names(keys_of(command), plain=self._plain))
        space = " " if command.argument else ""
        return PickRow(f"{command.id}{space}", command.id, one.title, keys, _(command.description))

"""The command palette: finds commands by what people call them, those that were used last first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.lazy_dataclass import dataclass
from reader.ui.commands.command import Command
from reader.ui.commands.command_line import CommandLine, check_argument, find_line, read_line
from reader.ui.commands.fuzzy import Index, Named, named
from reader.ui.commands.key_names import listed, sequence_names
from reader.ui.commands.other_names import names_of
from reader.ui.commands.reader_commands import FEEDS, MOVING
from reader.ui.commands.registry import keys_of
from reader.ui.commands.synonyms import SYNONYMS
from reader.ui.widgets.pick_list import PickRow
from reader.wording.catalogue import _

_MOVES = ("down", "up", "page", "first", "last")  # of the other screens
_HERE = frozenset({"program.palette", "front-page.palette", "health.palette"})


@dataclass(frozen=True, slots=True)
class Offered:
    """A command, perhaps with an argument, as the palette offers it."""

    line: CommandLine
    title: str

    def row(self, *, plain: bool, note: str = "") -> PickRow:
        """Its row: the title, and the keys in a column of their own."""
        one = self.line.command
        keys = "" if self.line.typed else listed(sequence_names(keys_of(one), plain=plain))
        return PickRow(self.line, self.title, note, keys, _(one.description))


def offered(commands: Iterable[Command], themes: Iterable[str] = ()) -> list[Named[Offered]]:
    """The contents of the palette, in its order: commands for feeds first, moves last; then the themes."""
    found = []
    for one in sorted(commands, key=_page):
        if one.id not in _HERE:
            found.append(find_by_names(Offered(CommandLine(one), _(one.title))))
            if one.id == "program.theme":
                theme = one
    for name in sorted(themes):
        title = _("Theme: {name}").format(name=name)
        found.append(named(Offered(CommandLine(theme, name, len(theme.id) + 1), title), title, name))
    return found


def find_by_names(one: Offered) -> Named[Offered]:
    """A command with everything that people call it, in English too."""
    command = one.line.command
    synonyms = SYNONYMS.get(command.id, "")
    other = ", ".join(dict.fromkeys((command.title, command.id, synonyms, _(synonyms) if synonyms else "")))
    return named(one, one.title, other, f"{_(command.description)} {_(command.group)}")


def with_argument(line: CommandLine) -> Offered:
    """A command with its argument."""
    return Offered(line, f"{_(line.command.title)}: {line.typed}")


def _page(one: Command) -> int:
    """Feeds on the first page, since few know their keys; what only moves last."""
    return 2 if one.group == MOVING or one.handler in _MOVES else one.group != FEEDS


class Palette:
    """Finds commands. ``recent``: lines that were run, the latest first; ``plain``: arrows in words."""

    def __init__(
        self, commands: Sequence[Command], recent: Sequence[str], themes: Iterable[str] = (), *, plain: bool = False
    ) -> None:
        self._commands, self._plain = commands, plain
        self._recent = {line: number for number, line in enumerate(recent)}
        known = offered(commands, themes)
        lines = {str(one.thing.line) for one in known}
        before = (read_line(line, commands) for line in recent if line not in lines)
        again = [with_argument(line) for line in before if isinstance(line, CommandLine) and line.typed]
        self._index = Index([*(find_by_names(one) for one in again), *known])
        self._names = names_of(commands)

    def find(self, typed: str) -> list[PickRow]:
        """The rows for a typed text; its meaning on the command line comes first."""
        found = self._index.find(typed, self._rank, strictly=True)
        if not typed.strip():
            found = sorted(found, key=self._rank)
        rows = [one.row(plain=self._plain) for one in found]
        line = find_line(typed, self._commands, self._names) if len(typed.strip()) > 1 else None
        if line and self._is_meant(line, typed, found=bool(found)):
            exact = with_argument(line) if line.typed else Offered(line, _(line.command.title))
            others = [row for row in rows if str(row.value) != str(line)]
            return [exact.row(plain=self._plain), *others]
        return rows or self._with_argument(typed)

    @staticmethod
    def _is_meant(line: CommandLine, typed: str, *, found: bool) -> bool:
        """Whether a typed text is a line of the command line, and not words of names."""
        can_run = line.command.id not in _HERE and not check_argument(line)
        return can_run and (not line.typed or not found or line.command.id in typed)

    def _with_argument(self, typed: str) -> list[PickRow]:
        """Commands whose names begin the text, and take the rest of it as their argument."""
        words = typed.split()
        for count in range(len(words) - 1, 0, -1):
            rest = " ".join(words[count:])
            found = self._index.find(" ".join(words[:count]), self._rank)
            takers = [one.line.command for one in found if one.line.command.argument and not one.line.typed]
            lines = [read_line(f"{one.id} {rest}", self._commands) for one in takers]
            rows = [with_argument(line).row(plain=self._plain) for line in lines if isinstance(line, CommandLine)]
            if rows:
                return rows
        return []

    def _rank(self, one: Offered) -> int:
        return self._recent.get(str(one.line), len(self._recent))

"""The user's own programs: the commands to hand articles to, and the browsers to choose from.

A program is started with a list of arguments, never through a shell. Placeholders in the arguments are replaced by the
data of an article. A value fills its place within one argument: it can neither become several arguments nor, where
the argument begins with it, an option.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, ProblemDetails, problem
from reader.toml_file import line_of_key, line_of_table, lines_of_tables, nearest_first


class Format(StrEnum):
    """The formats of an article. The values are written in ``config.toml``."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"
    ADDRESS = "address"

    @property
    def ending(self) -> str:
        """How the name of a file in this format ends."""
        return _ENDINGS[self]


_ENDINGS = {Format.TEXT: ".txt", Format.MARKDOWN: ".md", Format.HTML: ".html", Format.JSON: ".json",
            Format.ADDRESS: ".txt"}  # fmt: skip
OF_ONE = ("title", "address", "feed", "author", "date", "comments", "enclosure", "id", "file")
"""The placeholders for one article."""
OF_ALL = ("addresses", "files")
"""The placeholders for all selected articles, each an argument of its own."""
SECONDS = 600  # that a program in the background may take, unless its table says otherwise
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([a-z]+)\}")
# Options; and what less, vi and others take for a command, and curl and others for a file.
_SPECIAL = ("-", "+", "@")
# fmt: off
_OF_TERMINAL = frozenset({
    "browsh", "cha", "chawan", "elinks", "hx", "kak", "less", "links", "links2", "lynx", "micro", "more", "most",
    "helix", "mutt", "nano", "ne", "neomutt", "nvim", "pico", "vi", "view", "vim", "w3m",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its arguments.

    ``input``: what it gets on standard input, if anything; ``file``: the format of ``{file}``. ``terminal``: it gets
    the screen until it ends. ``seconds``: it is stopped after so long in the background; 0: never.
    """

    name: str
    run: tuple[str, ...]
    input: Format | None = None
    file: Format = Format.MARKDOWN
    terminal: bool = False
    seconds: int = SECONDS

    @property
    def placeholders(self) -> frozenset[str]:
        """The names of the placeholders in its arguments."""
        return frozenset(match[1] for part in self.run for match in _PLACEHOLDER.finditer(part) if match[1])

    @property
    def gets_text(self) -> bool:
        """Whether it gets more of an article than its address and the like."""
        files = not self.placeholders.isdisjoint(("file", "files"))
        return self.input not in (None, Format.ADDRESS) or (files and self.file is not Format.ADDRESS)

    @property
    def takes_all(self) -> bool:
        """Whether it runs once for all selected articles."""
        return not self.placeholders.isdisjoint(OF_ALL)


def browser_program(name: str, run: Sequence[str], *, terminal: bool | None = None) -> Program:
    """A browser; the address is its last argument unless ``{address}`` or ``%u`` says where it belongs."""
    parts = [part.replace("%u", "{address}") for part in run]
    takes_address = any(match[1] == "address" for part in parts for match in _PLACEHOLDER.finditer(part))
    whole = tuple(parts) if takes_address else (*parts, "{address}")
    return Program(name, whole, terminal=is_of_terminal(run[0]) if terminal is None else terminal, seconds=0)


def is_of_terminal(program: str) -> bool:
    """Whether this is a well-known program that needs the screen."""
    return PurePath(program).name in _OF_TERMINAL


def expand_home(part: str) -> str:
    """A part of a command with the user's home folder for ``~/`` at its beginning. Another ``~`` may mean itself."""
    return os.path.expanduser(part) if part.startswith("~/") else part  # noqa: PTH111 - not every argument is a path


def filled(program: Program, values: Mapping[str, str], lists: Mapping[str, Sequence[str]]) -> list[str]:
    """The arguments with ``values`` for their placeholders; ``lists``: for the placeholders of :data:`OF_ALL`."""
    arguments: list[str] = []
    for part in map(expand_home, program.run):
        whole = part[1:-1] if part[:1] == "{" and part[-1:] == "}" else ""
        if whole in OF_ALL:
            arguments += (_guarded(value, arguments) for value in lists[whole])
            continue
        filled_in = _PLACEHOLDER.sub(lambda match: _value(match, values), part)
        begins = _PLACEHOLDER.match(part)
        arguments.append(_guarded(filled_in, arguments) if begins and begins[0] not in ("{{", "}}") else filled_in)
    return arguments


def _value(match: re.Match[str], values: Mapping[str, str]) -> str:
    if match[0] in ("{{", "}}"):
        return match[0][0]
    value = values.get(match[1], match[0])  # the setting ``browser`` may have braces of its own
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "" for sign in value)


def _guarded(argument: str, before: Sequence[str]) -> str:
    """An argument that begins with a value. A space keeps it from being an option; after ``--`` nothing is one."""
    return f" {argument}" if argument.startswith(_SPECIAL) and "--" not in before else argument


# -- the tables of config.toml

KEYS = ("name", "run", "input", "file", "terminal", "seconds")
LONGEST_SECONDS = 86_400


def read_programs(path: Path, text: str, key: str, value: object) -> tuple[tuple[Program, ...], list[ConfigError]]:
    """The programs of ``[[commands]]`` or ``[[browsers]]``, and the mistakes; a table with one is left out.

    ``key``: which of the two; ``path`` and ``text``: the file, for the lines of the mistakes.
    """
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        line = line_of_key(text, key) or line_of_table(text, key)
        return (), [ConfigError(path, problem(Problem.NOT_TABLES, name=key), line=line, key=key)]
    programs: dict[str, Program] = {}
    mistakes: list[ConfigError] = []
    headers: list[int | None] = [*lines_of_tables(text, key)]
    headers += [None] * (len(value) - len(headers))  # written as a list of inline tables
    for table, header, following in zip(value, headers, [*headers[1:], None], strict=False):
        read = _read_program(table, browser=key == "browsers")
        if isinstance(read, Program) and read.name in programs:
            read = "name", problem(Problem.NAME_TAKEN)
        if isinstance(read, Program):
            programs[read.name] = read
            continue
        wrong, found = read
        line = line_of_key(text, wrong, start=header) if header else None
        line = line if line and (following is None or line < following) else header or line_of_key(text, key)
        mistakes.append(ConfigError(path, found, line=line, key=wrong))
    return tuple(programs.values()), mistakes


def _read_program(table: Mapping[str, Any], *, browser: bool) -> Program | tuple[str, ProblemDetails]:
    """The program of a table, or the key with a mistake and what it is."""
    keys = ("name", "run", "terminal") if browser else KEYS
    for key in table:
        if key not in keys:
            return key, problem(Problem.UNKNOWN_SETTING, names=nearest_first(key, keys))
    for key in ("name", "run"):
        if key not in table:
            return key, problem(Problem.KEY_MISSING)
    for key, value in table.items():
        found = _mistake(key, value, browser=browser)
        if found:
            return key, found
    run, terminal = tuple(table["run"]), table.get("terminal")
    if browser:
        return browser_program(table["name"], run, terminal=terminal)
    return Program(
        table["name"],
        run,
        input=Format(table["input"]) if "input" in table else None,
        file=Format(table.get("file", Format.MARKDOWN)),
        terminal=is_of_terminal(run[0]) if terminal is None else terminal,
        seconds=table.get("seconds", SECONDS),
    )


def _mistake(key: str, value: object, *, browser: bool) -> ProblemDetails | None:
    match key:
        case "name":
            if not isinstance(value, str):
                return problem(Problem.NOT_A_STRING)
            return None if value.strip() and value.isprintable() else problem(Problem.EMPTY_VALUE)
        case "run":
            return _run_mistake(value, browser=browser)
        case "terminal":
            return None if isinstance(value, bool) else problem(Problem.NOT_A_BOOLEAN)
        case "seconds":
            if type(value) is not int:
                return problem(Problem.NOT_A_WHOLE_NUMBER)
            fits = 0 <= value <= LONGEST_SECONDS
            return None if fits else problem(Problem.OUT_OF_RANGE, lowest=0, highest=LONGEST_SECONDS)
        case _:
            choices = ", ".join(f'"{one}"' for one in Format)
            return None if value in tuple(Format) else problem(Problem.NOT_A_CHOICE, choices=choices)


def _run_mistake(value: object, *, browser: bool) -> ProblemDetails | None:
    if not isinstance(value, list) or not all(isinstance(part, str) and "\0" not in part for part in value):
        return problem(Problem.NOT_STRINGS)
    if not value or not value[0].strip():
        return problem(Problem.EMPTY_VALUE)
    known = ("address",) if browser else (*OF_ONE, *OF_ALL)
    for number, part in enumerate(value):
        for match in _PLACEHOLDER.finditer(part):
            name = match[1]
            if not name:  # a doubled brace
                continue
            if name not in known or number == 0:
                return problem(Problem.UNKNOWN_PLACEHOLDER, name=name, names=", ".join(f"{{{one}}}" for one in known))
            if name in OF_ALL and part != f"{{{name}}}":
                return problem(Problem.PLACEHOLDER_NOT_ALONE, name=name)
    return None

"""``keys.toml``: the user's keys. Every mistake in it is named by its line, and the other keys work.

The file has ``preset`` and one table for each place. In a table a key, or several that are pressed one after another,
stands for a command (with its argument, if it takes one), a list of commands that run one after another, or an empty
string for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reader.errors import ConfigError
from reader.problems import Problem, ProblemDetails, problem, unreadable
from reader.toml_file import line_of_key, line_of_table, parse_toml, read_bytes
from reader.ui.commands.command import Command, Context
from reader.ui.commands.command_line import CommandLine, read_line
from reader.ui.commands.key_map import Commands, KeyMap, Keys, Layer, Scope
from reader.ui.commands.key_names import parse_key, sequence_name
from reader.ui.commands.presets import PRESETS
from reader.ui.commands.registry import all_commands, command_of

_MAIN = frozenset({Context.READER, Context.EVERYWHERE})
TABLES: Mapping[str, tuple[frozenset[Context], Scope | None]] = {
    "reader": (_MAIN, Context.READER.value),
    "feeds": (_MAIN, "tree"),
    "list": (_MAIN, "headlines"),
    "article": (_MAIN, "article"),
    "front-page": (frozenset({Context.FRONT_PAGE}), Context.FRONT_PAGE.value),
    "health": (frozenset({Context.HEALTH}), Context.HEALTH.value),
    "dialogs": (frozenset(Context) - _MAIN - {Context.FRONT_PAGE, Context.HEALTH}, None),
}
"""By name: the contexts whose commands belong in the table, and the scope of its keys (None: each command's own)."""

_SENT_INSTEAD = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+[": "escape", "ctrl+h": "backspace"}


def load_keys(path: Path) -> tuple[KeyMap, list[ConfigError]]:
    """The keys of a file and the mistakes in it. A missing file is fine; raises nothing."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
        table = parse_toml(path, text)
    except FileNotFoundError:
        return KeyMap(), []
    except (OSError, UnicodeDecodeError) as error:
        return KeyMap(), [ConfigError(path, unreadable(error))]
    except ConfigError as error:
        return KeyMap(), [error]
    return _File(path, text).read(table)


def preset_layer(name: str) -> Layer:
    """The keys of a preset. Raises ``KeyError`` if there is none of that name."""
    layer, _mistakes = _File(Path(name), "").layer(PRESETS[name])  # a test holds that there are none
    return layer


class _File:
    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text

    def read(self, table: Mapping[str, Any]) -> tuple[KeyMap, list[ConfigError]]:
        layers: list[Layer] = []
        mistakes: list[ConfigError] = []
        preset = table.get("preset", "default")
        if preset in PRESETS:
            layers.append(preset_layer(preset))
        else:
            choices = ", ".join(f'"{name}"' for name in PRESETS)
            mistakes.append(self._mistake("preset", problem(Problem.NOT_A_CHOICE, choices=choices)))
        layer, found = self.layer({name: keys for name, keys in table.items() if name != "preset"})
        return KeyMap(tuple(one for one in (*layers, layer) if one)), [*mistakes, *found]

    def layer(self, tables: Mapping[str, Any]) -> tuple[Layer, list[ConfigError]]:
        """The keys of all tables that have no mistake, by scope."""
        layer: dict[Scope, dict[Keys, Commands]] = {}
        mistakes: list[ConfigError] = []
        spelled: dict[tuple[Scope, Keys], str] = {}
        for name, table in tables.items():
            if name not in TABLES or not isinstance(table, dict):
                names = ", ".join(f"[{one}]" for one in TABLES)
                mistakes.append(self._mistake(name, problem(Problem.UNKNOWN_KEY_TABLE, names=names)))
                continue
            for text, value in table.items():
                for scope, keys, ids in self._entries(name, text, value, mistakes):
                    if (scope, keys) in spelled:
                        other = problem(Problem.KEY_BOUND_TWICE, other=spelled[scope, keys])
                        mistakes.append(self._mistake(text, other, table=name))
                    else:
                        spelled[scope, keys] = text
                        layer.setdefault(scope, {})[keys] = ids
        for scope, bound in layer.items():
            for keys, shorter in _take_unreachable(bound):
                found = problem(Problem.KEY_UNREACHABLE, by=sequence_name(shorter))
                mistakes.append(self._mistake(spelled[scope, keys], found))
        return layer, mistakes

    def _entries(
        self, table: str, text: str, value: object, mistakes: list[ConfigError]
    ) -> Iterator[tuple[Scope, Keys, Commands]]:
        """What one line of a table binds; nothing if it has a mistake."""
        keys = tuple(parse_key(key) or "" for key in text.split())
        ids = (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list) else (None,)
        found = _problem(table, keys, ids)
        if found:
            mistakes.append(self._mistake(text, found, table=table))
            return
        bound = tuple(" ".join(str(one).split(None, 1)).rstrip() for one in ids if one)
        contexts, scope = TABLES[table]
        if scope is not None:
            yield scope, keys, bound
        elif bound:
            yield command_of(bound[0]).context.value, keys, bound
        else:
            for context in contexts:
                yield context.value, keys, ()

    def _mistake(self, key: str, found: ProblemDetails, table: str = "") -> ConfigError:
        start = line_of_table(self._text, table) if table else 1
        line = line_of_key(self._text, key, start=start or 1) or line_of_table(self._text, key)
        return ConfigError(self._path, found, line=line, key=key)


def _take_unreachable(bound: dict[Keys, Commands]) -> list[tuple[Keys, Keys]]:
    """Takes the sequences away that begin with one that runs a command; returns each with that shorter one."""
    taken = []
    for keys in list(bound):
        shorter = next((keys[:end] for end in range(1, len(keys)) if bound.get(keys[:end])), None)
        if shorter and bound[keys]:
            taken.append((keys, shorter))
    for keys, _shorter in taken:
        del bound[keys]
    return taken


def _problem(table: str, keys: Keys, ids: tuple[object, ...]) -> ProblemDetails | None:
    """The problem with a line, if any."""
    if not keys or "" in keys:
        return problem(Problem.UNKNOWN_KEY)
    if keys[0] in _SENT_INSTEAD:
        return problem(Problem.KEY_NOT_SENT, sent=sequence_name([_SENT_INSTEAD[keys[0]]]))
    taken = next((one for one in all_commands() if one.priority and keys[0] in one.keys), None)
    if taken:
        return problem(Problem.KEY_TAKEN, command=taken.id)
    if not ids or any(not isinstance(one, str) for one in ids):
        return problem(Problem.NOT_STRINGS)
    if ids == ("",):
        return None
    lines = [read_line(str(one), all_commands()) for one in ids]
    wrong = next((line for line in lines if isinstance(line, ProblemDetails)), None)
    return wrong or _place_problem(table, [line.command for line in lines if isinstance(line, CommandLine)])


def _place_problem(table: str, bound: list[Command]) -> ProblemDetails | None:
    for one in bound:
        if one.context not in TABLES[table][0]:
            right = next(name for name, (contexts, _scope) in TABLES.items() if one.context in contexts)
            return problem(Problem.COMMAND_ELSEWHERE, command=one.id, table=right)
    different = len({one.context for one in bound}) > 1 and TABLES[table][1] is None
    return problem(Problem.DIFFERENT_PLACES) if different else None

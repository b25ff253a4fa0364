"""Reads the tables of ``feeds.toml`` and ``accounts.toml``, each with its line.

Reading never fails: if the file has a syntax error, its tables are read one by one, and a broken table line by line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem, unreadable
from reader.subscriptions.pieces import Block, Names, split_blocks
from reader.toml_file import line_of_key, line_of_table, parse_toml, read_bytes


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table: ``line``: where it begins, counted from 1.

    ``mistakes``: in lines that could not be read; ``lines``: all of its lines then.
    """

    name: str
    values: dict[str, Any]
    line: int | None = None
    mistakes: tuple[ConfigError, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundTables:
    """The tables of a file and the mistakes outside their values. ``whole``: no mistake hides a table."""

    text: str = ""
    tables: tuple[FoundTable, ...] = ()
    mistakes: tuple[ConfigError, ...] = ()
    whole: bool = True


def read_tables(path: Path, names: Names, stray: Problem) -> FoundTables:
    """The tables with these names. ``stray``: the problem of a key or table beside them. A missing file is empty."""
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return FoundTables()
    except OSError as error:
        return FoundTables(mistakes=(ConfigError(path, unreadable(error)),), whole=False)
    return _Reading(path, names, stray).read(data)


class _Reading:
    def __init__(self, path: Path, names: Names, stray: Problem) -> None:
        self._path, self._names, self._stray = path, names, stray

    def read(self, data: bytes) -> FoundTables:
        text, mistakes = self._decode(data)
        tables, others, whole = self._tables(text)
        return FoundTables(text, tuple(tables), (*mistakes, *others), whole)

    def _decode(self, data: bytes) -> tuple[str, list[ConfigError]]:
        try:
            return data.decode("utf-8-sig").replace("\r\n", "\n"), []
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            mistake = ConfigError(self._path, problem(Problem.FILE_NOT_UTF8), line=line)
            return data.decode("utf-8-sig", "replace"), [mistake]

    def _tables(self, text: str) -> tuple[list[FoundTable], list[ConfigError], bool]:
        """The tables, the mistakes, and whether no table is missing because of them."""
        try:
            document = parse_toml(self._path, text)
        except ConfigError as error:
            return (*self._recover(text, error), False)
        blocks = [*split_blocks(text.split("\n"), self._names)]
        tables: list[FoundTable] = []
        mistakes: list[ConfigError] = []
        for name in self._names:
            found, wrong = self._tables_named(name, document.pop(name, []), blocks)
            tables += found
            mistakes += wrong
        whole = not any(mistake.key in self._names for mistake in mistakes)
        whole = whole and not any(map(_like_a_table, document.values()))
        return tables, [*(self._stray_key(key, text) for key in document), *mistakes], whole

    def _tables_named(self, name: str, found: Any, blocks: list[Block]) -> tuple[list[FoundTable], list[ConfigError]]:
        mistakes = []
        starts = [block.start + 1 for block in blocks if block.name == name]
        if isinstance(found, dict):
            line = starts[0] if starts else None
            mistakes.append(ConfigError(self._path, problem(Problem.SINGLE_BRACKETS, name=name), line=line, key=name))
            found = [found]
        if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
            return [], [*mistakes, ConfigError(self._path, problem(Problem.NOT_TABLES, name=name), key=name)]
        lines: list[int | None] = [*starts] if len(starts) == len(found) else [None] * len(found)
        return [FoundTable(name, table, line) for table, line in zip(found, lines, strict=True)], mistakes

    def _stray_key(self, key: str, text: str) -> ConfigError:
        """A key or table beside those that belong in the file."""
        line = line_of_key(text, key) or line_of_table(text, key)
        return ConfigError(self._path, problem(self._stray), line=line, key=key)

    def _recover(self, text: str, error: ConfigError) -> tuple[list[FoundTable], list[ConfigError]]:
        """The tables of a text with syntax errors, one by one."""
        lines = text.split("\n")
        tables: list[FoundTable] = []
        mistakes: list[ConfigError] = []
        for block in split_blocks(lines, self._names):
            values, wrong = self._read_block(lines, block)
            mistakes += wrong
            if block.name:
                broken = tuple(lines[block.start : block.end]) if wrong else ()
                tables.append(FoundTable(block.name, values, block.start + 1, tuple(wrong), broken))
            else:
                mistakes += [self._stray_key(key, text) for key in values if key not in self._names]
        return tables, mistakes or [error]

    def _read_block(self, lines: list[str], block: Block) -> tuple[dict[str, Any], list[ConfigError]]:
        first = block.start + 1 if block.name else block.start
        mistakes = []
        if block.name and lines[block.start].split("#")[0].strip().replace(" ", "") != f"[[{block.name}]]":
            header = problem(Problem.BAD_TABLE_HEADER, name=block.name)
            mistakes.append(ConfigError(self._path, header, line=block.start + 1))
        try:
            return parse_toml(self._path, "\n".join(lines[first : block.end])), mistakes
        except ConfigError as error:
            whole = error
        values: dict[str, Any] = {}
        found = []
        for number in range(first, block.end):
            try:
                for key, value in parse_toml(self._path, lines[number]).items():
                    values.setdefault(key, value)
            except ConfigError as error:
                if "=" in lines[number]:
                    key = lines[number].partition("=")[0].strip()
                    found.append(ConfigError(self._path, error.details, line=number + 1, key=key))
        if not found:  # each line is valid alone: a key occurs twice, or a bracket is missing
            line = first + (whole.line or block.end - first)
            found.append(ConfigError(self._path, whole.details, line=line))
        return values, mistakes + found


def _like_a_table(value: object) -> bool:
    """Whether a table with an unknown name may be one of ours with a misspelled name."""
    tables = value if isinstance(value, list) else [value]
    return any(isinstance(table, dict) and "url" in table for table in tables)

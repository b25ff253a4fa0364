"""Reads subscriptions and saved searches from ``feeds.toml``.

Reading never fails: it returns everything that can be understood and a :class:`~reader.errors.ConfigError` with line
and key for everything else.
"""

from __future__ import annotations

import os
import re
from bisect import bisect
from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from reader.config import requests_blocked
from reader.errors import ConfigError, InvalidValue
from reader.files import create_file
from reader.lazy_dataclass import dataclass
from reader.model import SavedSearch, Subscription
from reader.problems import Problem, ProblemDetails, os_problem, problem, unreadable
from reader.subscriptions.field_values import KEYS, OLDER_SEARCH_KEYS, SEARCH_KEYS, address
from reader.subscriptions.pieces import FEEDS, SEARCHES, Block, split_blocks
from reader.toml_file import line_of_key, line_of_table, parse_toml, read_bytes

_KEYS = {FEEDS: KEYS, SEARCHES: SEARCH_KEYS}
# Without these a request would go to the wrong server, or fail where it could have succeeded: no request is sent then.
_PROTECTING = ("certificate", "headers")
_SETS_PROTECTING = re.compile(rf"""\s*(?:\[+\s*feeds\s*\.\s*)?["']?({"|".join(_PROTECTING)})\b""")


@dataclass(frozen=True, slots=True)
class FeedsFile:
    """The contents of a ``feeds.toml`` in their order, and the mistakes in it.

    ``whole``: no mistake hides a table that may be there. ``places``: by the title of a saved search, how many
    subscriptions are above it.
    """

    subscriptions: tuple[Subscription, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    mistakes: tuple[ConfigError, ...] = ()
    whole: bool = True
    places: Mapping[str, int] = field(default_factory=dict)

    def over(self, before: FeedsFile) -> FeedsFile:
        """The contents to use after ``before``: if a mistake hides tables, the earlier ones stay."""
        if self.whole:
            return self
        feeds, searches = {one.url: one for one in self.subscriptions}, {one.title: one for one in self.searches}
        return replace(
            self,
            subscriptions=tuple(({one.url: one for one in before.subscriptions} | feeds).values()),
            searches=tuple(({one.title: one for one in before.searches} | searches).values()),
        )


@dataclass(frozen=True, slots=True)
class _Table:
    """One table: ``line``: where it begins, counted from 1; ``unread``: its mistakes at lines that were not read."""

    name: str
    values: dict[str, Any]
    line: int | None = None
    unread: tuple[ConfigError, ...] = ()


def read_feeds(path: Path) -> FeedsFile:
    """Everything in a file. Raises nothing.

    A wrong value keeps its default. A table without a usable address (or title, for a saved search) is left out, and
    a table with a syntax error is read line by line. An address that occurs twice counts once, with the tags of both;
    of two saved searches with the same title the first counts. A missing file is not a mistake.
    """
    try:
        data = read_bytes(path)
    except FileNotFoundError:
        return FeedsFile()
    except OSError as error:
        return FeedsFile(mistakes=(ConfigError(path, unreadable(error)),), whole=False)
    text, mistakes = _decode(path, data)
    tables, others, whole = _tables(path, text)
    collector = _Collector(path, text, mistakes + others)
    for table in tables:
        collector.add(table)
    return FeedsFile(
        tuple(collector.subscriptions.values()),
        tuple(collector.searches.values()),
        tuple(collector.mistakes),
        whole=whole and not collector.left_out,
        places=collector.places(),
    )


def load_subscriptions(path: Path) -> tuple[tuple[Subscription, ...], list[ConfigError]]:
    """The subscriptions of a file and the mistakes in it; see :func:`read_feeds`."""
    found = read_feeds(path)
    return found.subscriptions, [*found.mistakes]


def load_or_begin(path: Path, bundled: Path) -> FeedsFile:
    """The user's file with its mistakes, copied from the bundled one on the first start. Raises nothing."""
    mistakes: tuple[ConfigError, ...] = ()
    try:
        ensure_feeds_toml(path, bundled)
    except ConfigError as error:
        mistakes = (error,)
    found = read_feeds(path)
    return replace(found, mistakes=(*mistakes, *found.mistakes))


def ensure_feeds_toml(path: Path, bundled: Path) -> bool:
    """Makes the user's first ``feeds.toml`` a copy of the bundled one; returns whether it did.

    An existing file is never touched, even if it is broken, empty or a dangling link. The copy appears whole or not
    at all. Raises :class:`ConfigError` if it cannot be written.
    """
    if os.path.lexists(path):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return create_file(path, bundled.read_bytes())
    except OSError as error:
        raise ConfigError(path, os_problem(Problem.FILE_UNWRITABLE, error)) from error


def same_feed(one: object, url: str) -> bool:
    """Whether the value of a ``url`` key is the address of this feed."""
    return address_or_none(one) == url


def address_or_none(value: object) -> str | None:
    """The address in the value of a ``url`` key, if it is one."""
    try:
        return address(value)
    except InvalidValue:
        return None


def _decode(path: Path, data: bytes) -> tuple[str, list[ConfigError]]:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("utf-8-sig", "replace"), [ConfigError(path, problem(Problem.FILE_NOT_UTF8), line=line)]


def _tables(path: Path, text: str) -> tuple[list[_Table], list[ConfigError], bool]:
    """The tables, the mistakes, and whether no table is missing because of them."""
    try:
        document = parse_toml(path, text)
    except ConfigError as error:
        return (*_recover(path, text, error), False)
    blocks = [*split_blocks(text.split("\n"))]
    tables: list[_Table] = []
    mistakes: list[ConfigError] = []
    for name in _KEYS:
        found, wrong = _tables_named(path, name, document.pop(name, []), blocks)
        tables += found
        mistakes += wrong
    whole = not any(mistake.key in _KEYS for mistake in mistakes) and not any(map(_like_a_feed, document.values()))
    return tables, [*(_stray(path, key, text) for key in document), *mistakes], whole


def _like_a_feed(value: object) -> bool:
    """Whether a table with an unknown name may be a subscription with a misspelled name."""
    tables = value if isinstance(value, list) else [value]
    return any(isinstance(table, dict) and "url" in table for table in tables)


def _tables_named(path: Path, name: str, found: Any, blocks: list[Block]) -> tuple[list[_Table], list[ConfigError]]:
    mistakes = []
    starts = [block.start + 1 for block in blocks if block.name == name]
    if isinstance(found, dict):
        line = starts[0] if starts else None
        mistakes.append(ConfigError(path, problem(Problem.SINGLE_BRACKETS, name=name), line=line, key=name))
        found = [found]
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        return [], [*mistakes, ConfigError(path, problem(Problem.NOT_TABLES, name=name), key=name)]
    lines: list[int | None] = [*starts] if len(starts) == len(found) else [None] * len(found)
    return [_Table(name, table, line) for table, line in zip(found, lines, strict=True)], mistakes


def _stray(path: Path, key: str, text: str) -> ConfigError:
    """A key or table beside the subscriptions."""
    line = line_of_key(text, key) or line_of_table(text, key)
    return ConfigError(path, problem(Problem.STRAY_KEY), line=line, key=key)


def _recover(path: Path, text: str, error: ConfigError) -> tuple[list[_Table], list[ConfigError]]:
    """The tables of a text with syntax errors, one by one."""
    lines = text.split("\n")
    tables: list[_Table] = []
    mistakes: list[ConfigError] = []
    for block in split_blocks(lines):
        values, wrong = _read_block(path, lines, block)
        mistakes += wrong
        if block.name:
            tables.append(_Table(block.name, values, block.start + 1, _unread(lines, block, values, wrong)))
        else:
            mistakes += [_stray(path, key, text) for key in values if key not in _KEYS]
    return tables, mistakes or [error]


def _read_block(path: Path, lines: list[str], block: Block) -> tuple[dict[str, Any], list[ConfigError]]:
    first = block.start + 1 if block.name else block.start
    mistakes = []
    if block.name and lines[block.start].split("#")[0].strip().replace(" ", "") != f"[[{block.name}]]":
        header = problem(Problem.BAD_TABLE_HEADER, name=block.name)
        mistakes.append(ConfigError(path, header, line=block.start + 1))
    try:
        return parse_toml(path, "\n".join(lines[first : block.end])), mistakes
    except ConfigError as error:
        whole = error
    values: dict[str, Any] = {}
    found = []
    for number in range(first, block.end):
        try:
            for key, value in parse_toml(path, lines[number]).items():
                values.setdefault(key, value)
        except ConfigError as error:
            if "=" in lines[number]:
                key = lines[number].partition("=")[0].strip()
                found.append(ConfigError(path, error.details, line=number + 1, key=key))
    if not found:  # each line is valid alone: a key occurs twice, or a bracket is missing
        line = first + (whole.line or block.end - first)
        found.append(ConfigError(path, whole.details, line=line))
    return values, mistakes + found


def _unread(
    lines: list[str], block: Block, values: dict[str, Any], mistakes: list[ConfigError]
) -> tuple[ConfigError, ...]:
    """The mistakes of a table if one of them may have hidden a setting that protects."""
    named = {match[1] for line in lines[block.start : block.end] if (match := _SETS_PROTECTING.match(line))}
    return tuple(mistakes) if named - values.keys() else ()


class _Collector:
    """Subscriptions by address and saved searches by title, with the mistakes found while adding them."""

    def __init__(self, path: Path, text: str, mistakes: list[ConfigError]) -> None:
        self.path, self.text, self.mistakes = path, text, mistakes
        self.subscriptions: dict[str, Subscription] = {}
        self.searches: dict[str, SavedSearch] = {}
        self._search_lines: dict[str, int] = {}
        self.left_out = False
        self._lines: dict[str, int | None] = {}

    def add(self, table: _Table) -> None:
        """Adds the contents of one table, if it has an address or a title."""
        if table.name == FEEDS and "url" not in table.values:
            self._mistake(problem(Problem.SUBSCRIPTION_WITHOUT_ADDRESS), table.line, "url")
            return
        if table.name == SEARCHES and "title" not in table.values:
            self._mistake(problem(Problem.SEARCH_WITHOUT_TITLE), table.line, "title")
            return
        values = self._values(table)
        if table.name == FEEDS and "url" in values:
            self._add_subscription(Subscription(**values), table.line)
        elif table.name == SEARCHES and "title" in values and ("query" in values or "query" not in table.values):
            self._add_search(_search(values), table.line)
        else:
            self.left_out = True

    def _values(self, table: _Table) -> dict[str, Any]:
        values: dict[str, Any] = {}
        blocking = [*table.unread]
        for key, value in table.values.items():
            if key not in _KEYS[table.name]:
                self.mistakes.append(_unknown(self.path, table.name, key, self._line_of(key, table.line)))
                continue
            try:
                values[key] = _KEYS[table.name][key](value)
            except InvalidValue as error:
                mistake = self._mistake(error.details, self._line_of(key, table.line) or table.line, key)
                blocking += [mistake] if key in _PROTECTING else []
        if blocking and table.name == FEEDS:
            values["blocked"] = requests_blocked(blocking[0])
        return values

    def _line_of(self, key: str, line: int | None) -> int | None:
        """The line of a key in the table that begins at ``line``. Slow, so only for mistakes."""
        return line and line_of_key(self.text, key, start=line)

    def _add_subscription(self, new: Subscription, line: int | None) -> None:
        first = self.subscriptions.get(new.url)
        if first is None:
            self.subscriptions[new.url], self._lines[new.url] = new, line
            return
        self.subscriptions[new.url] = replace(first, tags=tuple(dict.fromkeys((*first.tags, *new.tags))))
        first_line = self._lines[new.url]
        where = {"first_line": first_line} if first_line else {}
        self._mistake(problem(Problem.DUPLICATE_SUBSCRIPTION, **where), line, "url")

    def _add_search(self, new: SavedSearch, line: int | None) -> None:
        if new.title in self.searches:
            self._mistake(problem(Problem.DUPLICATE_SEARCH), line, "title")
        self.searches.setdefault(new.title, new)
        self._search_lines.setdefault(new.title, line or 0)

    def places(self) -> dict[str, int]:
        """By the title of a saved search, how many subscriptions are above it."""
        feeds = sorted(self._lines[url] or 0 for url in self.subscriptions) if self.searches else []
        return {title: bisect(feeds, line) for title, line in self._search_lines.items()}

    def _mistake(self, details: ProblemDetails, line: int | None, key: str) -> ConfigError:
        mistake = ConfigError(self.path, details, line=line, key=key)
        self.mistakes.append(mistake)
        return mistake


def _search(values: Mapping[str, Any]) -> SavedSearch:
    """A saved search. Keys of earlier versions become a query, or narrow the one that is there."""
    written = values.get("query", "")
    if values.keys() & OLDER_SEARCH_KEYS.keys():
        from reader.query.older_searches import tree_of_keys  # only for files of earlier versions
        from reader.query.parse_query import read_query
        from reader.query.tree import all_of
        from reader.query.write_query import text

        query = read_query(written)
        written = text(replace(query, tree=all_of((tree_of_keys(values), query.tree))))
    return SavedSearch(values["title"], values.get("folder", ""), written)


def _unknown(path: Path, name: str, key: str, line: int | None) -> ConfigError:
    code = Problem.UNKNOWN_SUBSCRIPTION_KEY if name == FEEDS else Problem.UNKNOWN_SEARCH_KEY
    return ConfigError(path, problem(code, names=", ".join(_KEYS[name])), line=line, key=key)

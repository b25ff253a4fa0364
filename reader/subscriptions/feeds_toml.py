"""``feeds.toml`` to subscriptions and saved searches: all that can be understood, and a word for all that cannot."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.config import line_of_key, reason, toml_mistake
from reader.errors import ConfigError
from reader.files import create_file
from reader.model import SavedSearch, Subscription
from reader.subscriptions.field_values import KEYS, SEARCH_KEYS, address
from reader.subscriptions.toml_tables import FEEDS, SEARCHES, Block, cut

_Tables = list[tuple[str, dict[str, Any], int | None]]  # name, values, the line it begins on (counted from 1)
_KEYS = {FEEDS: KEYS, SEARCHES: SEARCH_KEYS}


@dataclass(frozen=True, slots=True)
class FeedsFile:
    """What stands in a ``feeds.toml``, in its order, and what is wrong in it.

    ``whole``: no mistake hides a table that may be there.
    """

    subscriptions: tuple[Subscription, ...] = ()
    searches: tuple[SavedSearch, ...] = ()
    mistakes: tuple[ConfigError, ...] = ()
    whole: bool = True

    def over(self, before: FeedsFile) -> FeedsFile:
        """What counts after ``before`` did: where a mistake hides tables, those of before go on."""
        if self.whole:
            return self
        feeds, searches = {one.url: one for one in self.subscriptions}, {one.title: one for one in self.searches}
        return replace(
            self,
            subscriptions=tuple(({one.url: one for one in before.subscriptions} | feeds).values()),
            searches=tuple(({one.title: one for one in before.searches} | searches).values()),
        )


def read_feeds(path: Path) -> FeedsFile:
    """All that a file says. Nothing is raised.

    A wrong value keeps its default, a table without a usable address (a title, for a saved search) is left
    out, a table with a syntax error is read line by line, an address that stands twice counts once, with the
    tags of both, and of two saved searches of one title the first counts. A missing file is no mistake.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return FeedsFile()
    except OSError as error:
        return FeedsFile(mistakes=(ConfigError(path, f"cannot be read: {reason(error)}"),), whole=False)
    text, mistakes = _decode(path, data)
    tables, others, whole = _tables(path, text)
    reading = _Reading(path, text, mistakes + others)
    for name, table, line in tables:
        reading.take(name, table, line)
    return FeedsFile(
        tuple(reading.found.values()),
        tuple(reading.searches.values()),
        tuple(reading.mistakes),
        whole=whole and not reading.left_out,
    )


def load_subscriptions(path: Path) -> tuple[tuple[Subscription, ...], list[ConfigError]]:
    """The subscriptions of a file, and what is wrong in it; see :func:`read_feeds`."""
    found = read_feeds(path)
    return found.subscriptions, [*found.mistakes]


def load_or_begin(path: Path, bundled: Path) -> FeedsFile:
    """What the file says, or the bundled one on the first start, with every mistake; raises nothing."""
    mistakes: tuple[ConfigError, ...] = ()
    try:
        ensure_feeds_toml(path, bundled)
    except ConfigError as error:
        mistakes = (error,)
    found = read_feeds(path)
    return replace(found, mistakes=(*mistakes, *found.mistakes))


def ensure_feeds_toml(path: Path, bundled: Path) -> bool:
    """Makes the user's first ``feeds.toml`` a copy of the bundled one; True if it was made just now.

    What is there is never touched, be it broken, empty or a dangling link. The copy appears whole or not
    at all. :class:`ConfigError` if it cannot be written.
    """
    if os.path.lexists(path):
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return create_file(path, bundled.read_bytes())
    except OSError as error:
        raise ConfigError(path, f"cannot be written: {reason(error)}") from error


def _decode(path: Path, data: bytes) -> tuple[str, list[ConfigError]]:
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("utf-8-sig", "replace"), [ConfigError(path, "this is not UTF-8 text", line=line)]


def _tables(path: Path, text: str) -> tuple[_Tables, list[ConfigError], bool]:
    """The tables, what is wrong, and whether no table is missing for it."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return (*_salvage(path, text, error), False)
    blocks = [*cut(text.split("\n"))]
    tables: _Tables = []
    mistakes: list[ConfigError] = []
    for name in _KEYS:
        found, wrong = _tables_named(path, name, document.pop(name, []), blocks)
        tables += found
        mistakes += wrong
    whole = not any(mistake.key in _KEYS for mistake in mistakes) and not any(map(_like_a_feed, document.values()))
    return tables, [*(_stray(path, key, text) for key in document), *mistakes], whole


def _like_a_feed(value: object) -> bool:
    """Whether a table of an unknown name may be a subscription with a slip in its name."""
    tables = value if isinstance(value, list) else [value]
    return any(isinstance(table, dict) and "url" in table for table in tables)


def _tables_named(path: Path, name: str, found: Any, blocks: list[Block]) -> tuple[_Tables, list[ConfigError]]:
    mistakes = []
    starts = [block.start + 1 for block in blocks if block.name == name]
    if isinstance(found, dict):
        line = starts[0] if starts else None
        mistakes.append(ConfigError(path, f"write [[{name}]] with two brackets on each side", line=line, key=name))
        found = [found]
    if not isinstance(found, list) or not all(isinstance(table, dict) for table in found):
        return [], [*mistakes, ConfigError(path, f"must be tables that begin with [[{name}]]", key=name)]
    lines: list[int | None] = [*starts] if len(starts) == len(found) else [None] * len(found)
    return [(name, table, line) for table, line in zip(found, lines, strict=True)], mistakes


def _stray(path: Path, key: str, text: str) -> ConfigError:
    """A key or table beside the subscriptions."""
    header = re.compile(rf"""\s*\[+\s*["']?{re.escape(key)}["']?\s*[].]""")
    headers = (number for number, line in enumerate(text.split("\n"), start=1) if header.match(line))
    line = line_of_key(text, key) or next(headers, None)
    return ConfigError(path, "does not belong here; a subscription begins with [[feeds]]", line=line, key=key)


def _salvage(path: Path, text: str, error: tomllib.TOMLDecodeError) -> tuple[_Tables, list[ConfigError]]:
    """The tables of a text with syntax errors, one by one."""
    lines = text.split("\n")
    tables: _Tables = []
    mistakes: list[ConfigError] = []
    for block in cut(lines):
        table, wrong = _read_block(path, lines, block)
        mistakes += wrong
        if block.name:
            tables.append((block.name, table, block.start + 1))
        else:
            mistakes += [_stray(path, key, text) for key in table if key not in _KEYS]
    return tables, mistakes or [toml_mistake(path, error)]


def _read_block(path: Path, lines: list[str], block: Block) -> tuple[dict[str, Any], list[ConfigError]]:
    first = block.start + 1 if block.name else block.start
    mistakes = []
    if block.name and lines[block.start].split("#")[0].strip().replace(" ", "") != f"[[{block.name}]]":
        mistakes.append(ConfigError(path, f"must be [[{block.name}]]", line=block.start + 1))
    try:
        return tomllib.loads("\n".join(lines[first : block.end])), mistakes
    except tomllib.TOMLDecodeError as error:
        whole = toml_mistake(path, error)
    table: dict[str, Any] = {}
    found = []
    for number in range(first, block.end):
        try:
            table = tomllib.loads(lines[number]) | table
        except tomllib.TOMLDecodeError as error:
            if "=" in lines[number]:
                key = lines[number].partition("=")[0].strip()
                found.append(ConfigError(path, toml_mistake(path, error).words, line=number + 1, key=key))
    if not found:  # every line is well by itself: a key that stands twice, a bracket that is missing
        line = first + (whole.line or block.end - first)
        found.append(ConfigError(path, whole.words, line=line))
    return table, mistakes + found


class _Reading:
    """Subscriptions by their address and saved searches by their title, as they come in, with the mistakes."""

    def __init__(self, path: Path, text: str, mistakes: list[ConfigError]) -> None:
        self.path, self.text, self.mistakes = path, text, mistakes
        self.found: dict[str, Subscription] = {}
        self.searches: dict[str, SavedSearch] = {}
        self.left_out = False
        self._lines: dict[str, int | None] = {}

    def take(self, name: str, table: dict[str, Any], line: int | None) -> None:
        """Adds what one table says, if it has an address or a title."""
        if name == FEEDS and "url" not in table:
            self._mistake("this subscription has no address and is left out", line, "url")
            return
        if name == SEARCHES and "title" not in table:
            self._mistake("this saved search has no title and is left out", line, "title")
            return
        values = self._values(name, table, line)
        if name == FEEDS and "url" in values:
            self._add(Subscription(**values), line)
        elif name == SEARCHES and "title" in values:
            self._add_search(SavedSearch(**values), line)
        else:
            self.left_out = True

    def _values(self, name: str, table: dict[str, Any], line: int | None) -> dict[str, Any]:
        values = {}
        for key, value in table.items():
            if key not in _KEYS[name]:
                self.mistakes.append(_unknown(self.path, name, key, self._place(key, line)))
                continue
            try:
                values[key] = _KEYS[name][key](value)
            except ValueError as error:
                self._mistake(str(error), self._place(key, line) or line, key)
        return values

    def _place(self, key: str, line: int | None) -> int | None:
        """The line of a key of the table that begins there; looked for only where it is needed, for it takes time."""
        return line and line_of_key(self.text, key, start=line)

    def _add(self, new: Subscription, line: int | None) -> None:
        first = self.found.get(new.url)
        if first is None:
            self.found[new.url], self._lines[new.url] = new, line
            return
        self.found[new.url] = replace(first, tags=tuple(dict.fromkeys((*first.tags, *new.tags))))
        before = self._lines[new.url]
        where = f" in line {before}" if before else " above"
        self._mistake(f"you have this subscription already{where}; this one is left out", line, "url")

    def _add_search(self, new: SavedSearch, line: int | None) -> None:
        if new.title in self.searches:
            self._mistake("you have a saved search of this title already; this one is left out", line, "title")
        self.searches.setdefault(new.title, new)

    def _mistake(self, words: str, line: int | None, key: str) -> None:
        self.mistakes.append(ConfigError(self.path, words, line=line, key=key))


def _unknown(path: Path, name: str, key: str, line: int | None) -> ConfigError:
    what = "a subscription" if name == FEEDS else "a saved search"
    return ConfigError(path, f"no such key; {what} has: {', '.join(_KEYS[name])}", line=line, key=key)


def same_feed(one: object, url: str) -> bool:
    """Does the value of a ``url`` key name this feed?"""
    return address_or_none(one) == url


def address_or_none(value: object) -> str | None:
    """The address that the value of a ``url`` key names, if it names one."""
    try:
        return address(value)
    except ValueError:
        return None

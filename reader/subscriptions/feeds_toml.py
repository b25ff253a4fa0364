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
from reader.problems import Problem, ProblemDetails, os_problem, problem
from reader.subscriptions.field_values import KEYS, OLDER_SEARCH_KEYS, SEARCH_KEYS, address
from reader.subscriptions.pieces import FEEDS, OF_FEEDS_TOML, SEARCHES
from reader.subscriptions.read_tables import FoundTable, read_tables
from reader.toml_file import line_of_key, nearest_first

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


def read_feeds(path: Path) -> FeedsFile:
    """Everything in a file. Raises nothing.

    A wrong value keeps its default. A table without a usable address (or title, for a saved search) is left out, and
    a table with a syntax error is read line by line. An address that occurs twice counts once, with the tags of both;
    of two saved searches with the same title the first counts. A missing file is not a mistake.
    """
    found = read_tables(path, OF_FEEDS_TOML, Problem.STRAY_KEY)
    collector = _Collector(path, found.text, [*found.mistakes])
    for table in found.tables:
        collector.add(table)
    return FeedsFile(
        tuple(collector.subscriptions.values()),
        tuple(collector.searches.values()),
        (*found.mistakes, *sorted(collector.mistakes[len(found.mistakes) :], key=lambda mistake: mistake.line or 0)),
        whole=found.whole and not collector.left_out,
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


def _unread(table: FoundTable) -> tuple[ConfigError, ...]:
    """The mistakes of a table if one of them may have hidden a setting that protects."""
    named = {match[1] for line in table.lines if (match := _SETS_PROTECTING.match(line))}
    return table.mistakes if named - table.values.keys() else ()


class _Collector:
    """Subscriptions by address and saved searches by title, with the mistakes found while adding them."""

    def __init__(self, path: Path, text: str, mistakes: list[ConfigError]) -> None:
        self.path, self.text, self.mistakes = path, text, mistakes
        self.subscriptions: dict[str, Subscription] = {}
        self.searches: dict[str, SavedSearch] = {}
        self._search_lines: dict[str, int] = {}
        self.left_out = False
        self._lines: dict[str, int | None] = {}

    def add(self, table: FoundTable) -> None:
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

    def _values(self, table: FoundTable) -> dict[str, Any]:
        values: dict[str, Any] = {}
        blocking = [*_unread(table)]
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
    return ConfigError(path, problem(code, names=nearest_first(key, _KEYS[name])), line=line, key=key)

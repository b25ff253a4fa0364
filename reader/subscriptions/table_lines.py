"""The lines of one table of ``feeds.toml`` or ``accounts.toml``: a new table, or new values in an existing one.

The comments of an existing table are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from reader.model import SavedSearch, Subscription
from reader.subscriptions.field_values import interval_in_words
from reader.subscriptions.pieces import Block, Piece, Table, own_end
from reader.text import clean_line
from reader.toml_file import line_of_key

_DURATIONS = frozenset({"interval", "keep", "within"})
# TOML 1.0: strings, which may contain a "#", and comments.
_TOKEN = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | (?P<comment>\#[^\r\n]*)
    """,
    re.DOTALL | re.VERBOSE,
)


_NOT_IN_FILE = ("blocked", "account")


class UneditableTable(Exception):
    """The library that keeps comments cannot read a table, such as one with values nested 100 deep."""


def new_table(name: str, value: Subscription | SavedSearch, remark: str = "") -> Piece:
    """A table with the values that differ from their defaults. ``remark``: one line that becomes its comment."""
    found = ((field.name, getattr(value, field.name)) for field in fields(value) if field.name not in _NOT_IN_FILE)
    return table_of(name, dict(found), remark)


def table_of(name: str, values: Mapping[str, Any], remark: str = "") -> Piece:
    """A table with these values, without those that are a default. ``remark``: as for :func:`new_table`."""
    import tomlkit  # slow to import, and reading does not need it

    table = {key: _in_file(key, part) for key, part in values.items() if not _is_default(part)}
    document = tomlkit.document()
    for key, part in table.items():
        document[key] = _item(part)
    comment = [f"# {text}"] if (text := clean_line(remark)) else []
    return Piece(name, (f"[[{name}]]", *comment, *document.as_string().rstrip("\n").split("\n")), table)


def with_values(piece: Piece, changes: Mapping[str, Any]) -> Piece:
    """A table with new values. A key whose value is the default is removed; its comment stays.

    Raises :class:`UneditableTable`.
    """
    for key, value in changes.items():
        wanted = None if _is_default(value) else _in_file(key, value)
        if piece.table.get(key) != wanted:
            piece = _with_value(piece, key, wanted)
    return piece


def _with_value(piece: Piece, key: str, value: Any) -> Piece:
    import tomlkit

    old = "\n".join(piece.lines)
    try:
        document = tomlkit.parse(old + "\n")  # TOML does not allow a last line that ends in CR alone
    except (tomlkit.exceptions.ParseError, RecursionError) as error:
        raise UneditableTable from error
    table: Any = document[piece.name]
    table = table[0]
    if value is None:
        del table[key]
    else:
        table[key] = _item(value)
    lines = document.as_string().split("\n")[:-1]
    place = (line_of_key(old, key, start=2) or 2) - 1
    lines[place:place] = _missing(_comments(old), _comments("\n".join(lines)))
    lines = _kept_inside(lines, piece.name, (name for name in piece.table if name != key or value is not None))
    if piece.lines[0].endswith("\r"):
        lines = [line.removesuffix("\r") + "\r" for line in lines]
    changed: Table = {name: part for name, part in piece.table.items() if name != key}
    return Piece(piece.name, tuple(lines), changed if value is None else piece.table | {key: value})


def _kept_inside(lines: list[str], table: str, keys: Iterable[str]) -> list[str]:
    """Moves comments after the last value above it, because comments at the end belong to the next table."""
    end = own_end(lines, Block(0, len(lines), table))
    comments = [line for line in lines[end:] if line.strip()]
    text = "\n".join(lines)
    last = max((line_of_key(text, key, start=2) or 2 for key in keys), default=2) - 1
    return [*lines[:last], *comments, *lines[last:end]] if comments else lines


def _missing(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The comments that were removed together with a value."""
    return [*(Counter(before) - Counter(after)).elements()]


def _comments(text: str) -> list[str]:
    return [match["comment"].rstrip() for match in _TOKEN.finditer(text) if match["comment"]]


def _is_default(value: Any) -> bool:
    return value in (None, "", (), False)


def _in_file(key: str, value: Any) -> Any:
    """A value as written in TOML; :mod:`reader.subscriptions.field_values` reads it back."""
    if key == "headers":
        return dict(value)
    if key in _DURATIONS:
        return interval_in_words(value)
    return list(value) if isinstance(value, tuple) else value


def _item(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    import tomlkit

    table = tomlkit.inline_table()  # keys that the user adds below would become part of a table [headers]
    table.update(value)
    return table

"""The lines of one table of ``feeds.toml``: written anew, or with other values and every comment kept."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from reader.config import line_of_key
from reader.model import SavedSearch, Subscription
from reader.subscriptions.field_values import interval_in_words
from reader.subscriptions.rewrite import Piece, Table
from reader.subscriptions.toml_tables import Block, own_end
from reader.text import clean_line

_DURATIONS = frozenset({"interval", "keep", "within"})
# TOML 1.0: strings, which may hold a "#", and comments.
_TOKEN = re.compile(
    r"""
    \"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | (?P<comment>\#[^\r\n]*)
    """,
    re.DOTALL | re.VERBOSE,
)


def new_table(name: str, value: Subscription | SavedSearch, remark: str = "") -> Piece:
    """A table of its own: only what differs from the default. ``remark``: one line that becomes a comment in it."""
    import tomlkit  # 40 ms that reading does without

    found = ((field.name, getattr(value, field.name)) for field in fields(value) if field.name != "blocked")
    table = {key: _in_file(key, part) for key, part in found if not _is_default(part)}
    document = tomlkit.document()
    for key, part in table.items():
        document[key] = _item(part)
    comment = [f"# {text}"] if (text := clean_line(remark)) else []
    return Piece(name, (f"[[{name}]]", *comment, *document.as_string().rstrip("\n").split("\n")), table)


def with_value(piece: Piece, changes: Mapping[str, Any]) -> Piece:
    """A table with other values; a key whose value is that of its absence goes, its comment stays."""
    for key, value in changes.items():
        wanted = None if _is_default(value) else _in_file(key, value)
        if piece.table.get(key) != wanted:
            piece = _with_one(piece, key, wanted)
    return piece


def _with_one(piece: Piece, key: str, value: Any) -> Piece:
    import tomlkit

    old = "\n".join(piece.lines)
    document = tomlkit.parse(old + "\n")  # a last line that ends in CR alone would be no TOML
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
    """Comments for which no value is left below go above the last one: what ends a table belongs to the next."""
    end = own_end(lines, Block(0, len(lines), table))
    comments = [line for line in lines[end:] if line.strip()]
    text = "\n".join(lines)
    last = max((line_of_key(text, key, start=2) or 2 for key in keys), default=2) - 1
    return [*lines[:last], *comments, *lines[last:end]] if comments else lines


def _missing(before: Iterable[str], after: Iterable[str]) -> list[str]:
    """The comments that a value took along when it went."""
    return [*(Counter(before) - Counter(after)).elements()]


def _comments(text: str) -> list[str]:
    return [match["comment"].rstrip() for match in _TOKEN.finditer(text) if match["comment"]]


def _is_default(value: Any) -> bool:
    return value in (None, "", (), False)


def _in_file(key: str, value: Any) -> Any:
    """A value as TOML has it; :mod:`reader.subscriptions.field_values` reads it back."""
    if key == "headers":
        return dict(value)
    if key in _DURATIONS:
        return interval_in_words(value)
    return list(value) if isinstance(value, tuple) else value


def _item(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    import tomlkit

    table = tomlkit.inline_table()  # as a table of its own it would swallow what a user adds below
    table.update(value)
    return table

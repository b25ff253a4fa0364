"""The text of ``feeds.toml`` or ``accounts.toml``, split into its ``[[feeds]]``, ``[[searches]]`` or ``[[accounts]]``
tables and the lines between them.

A TOML parser gives values but no line numbers, and one syntax error hides everything after it. So the text is split
where tables begin: mistakes get their line, a broken table cannot hide the others, and a change touches its own table
only. (tomlkit moves tables if there are others between them, and removing one removes the comment above the next.)

A comment inside a table moves with the table; comments between tables stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from reader.errors import ConfigError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem
from reader.toml_file import parse_toml

Table = dict[str, Any]

FEEDS, SEARCHES, ACCOUNTS = "feeds", "searches", "accounts"
Names = tuple[str, ...]
OF_FEEDS_TOML: Names = (FEEDS, SEARCHES)
OF_ACCOUNTS_TOML: Names = (ACCOUNTS,)
_BLANK_OR_COMMENT = re.compile(r"\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``start`` up to but not including ``end`` (counted from 0). ``name``: its table; empty for other lines."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one table with their values; without a name, lines between two tables."""

    name: str
    lines: tuple[str, ...]
    table: Table = field(default_factory=dict)


@cache
def _headers(names: Names) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the headers of tables with these names, and of other tables."""
    either = "|".join(names)
    return (
        re.compile(rf"""\s*\[{{1,2}}\s*["']?({either})["']?\s*\]{{1,2}}\s*(?:#.*)?$"""),
        re.compile(rf"""\s*\[{{1,2}}(?!\s*["']?(?:{either})["']?\s*\.)\s*[A-Za-z0-9_"'-]"""),
    )


def split_blocks(lines: list[str], names: Names = OF_FEEDS_TOML) -> Iterator[Block]:
    """The blocks of a text in their order; together they cover all of it. ``names``: of the tables."""
    ours, others = _headers(names)
    # An indented bracket usually continues a list; it begins a table only if it is one of our headers.
    begins = (
        number
        for number, line in enumerate(lines)
        if "[" in line and number and (ours.match(line) or (line.startswith("[") and others.match(line)))
    )
    starts = [0, *begins, len(lines)]
    for start, end in pairwise(starts):
        header = ours.match(lines[start])
        yield Block(start, end, header[1] if header else "")


def own_end(lines: list[str], block: Block) -> int:
    """The end of a block's own lines; the comments and blank lines after them belong to the next block."""
    end = block.end
    while end > block.start + 1 and _BLANK_OR_COMMENT.match(lines[end - 1]):
        end -= 1
    return end


def split_pieces(path: Path, text: str, names: Names = OF_FEEDS_TOML) -> tuple[Table, list[Piece]]:
    """The values of the whole text, and its pieces.

    Raises :class:`ConfigError` for a syntax error, and if values cannot be assigned to tables.
    """
    try:
        document = parse_toml(path, text)
    except ConfigError as error:
        raise ConfigError(path, problem(Problem.FIX_FILE_FIRST, cause=error.details), line=error.line) from error
    lines = text.split("\n")
    blocks = [*split_blocks(lines, names)]
    tables = {}
    for name in names:
        tables[name] = document.get(name, [])
        if not isinstance(tables[name], list) or len(tables[name]) != sum(block.name == name for block in blocks):
            raise ConfigError(path, problem(Problem.UNEDITABLE_FORM))
    remaining = {name: iter(found) for name, found in tables.items()}
    pieces: list[Piece] = []
    for block in blocks:
        end = own_end(lines, block) if block.name else block.start
        if block.name:
            pieces.append(Piece(block.name, tuple(lines[block.start : end]), next(remaining[block.name])))
        pieces.append(Piece("", tuple(lines[end : block.end])))
    return document, pieces


def join_pieces(pieces: Iterable[Piece]) -> str:
    """The text of these pieces."""
    return "\n".join(line for piece in pieces for line in piece.lines)


def count_lines(pieces: Iterable[Piece]) -> int:
    """The number of lines in these pieces."""
    return sum(len(piece.lines) for piece in pieces)


def without(pieces: Sequence[Piece], number: int) -> list[Piece]:
    """The pieces without one table and the blank line between it and the next; other lines around it stay."""
    before, after = [*pieces[:number]], [*pieces[number + 1 :]]
    blank_after = bool(after and after[0].lines and not after[0].lines[0].strip())
    last_line = next((line for piece in reversed(before) for line in reversed(piece.lines)), "")
    if blank_after and (count_lines(after) > 1 or not last_line.strip()):  # a last blank line ends the file
        after[0] = Piece("", after[0].lines[1:])
    return before + after


def beside(pieces: Sequence[Piece], new: Piece, anchor: int, *, after: bool, blank_line: bool = True) -> list[Piece]:
    """The pieces with a new table before or after the one at index ``anchor``."""
    between = [Piece("", ("\r",) if new.lines[0].endswith("\r") else ("",))] if blank_line else []
    if after:
        return [*pieces[: anchor + 1], *between, new, *pieces[anchor + 1 :]]
    return [*pieces[:anchor], new, *between, *pieces[anchor:]]


def append(pieces: Sequence[Piece], new: Iterable[Piece]) -> list[Piece]:
    """The pieces with new tables at the end, each after one blank line."""
    lines = [line for piece in pieces for line in piece.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    found = _without_last_lines(pieces, count_lines(pieces) - len(lines))
    for piece in new:
        found += [Piece("", ("",))] if lines else []
        found.append(piece)
        lines = [*piece.lines]
    return [*found, Piece("", ("",))]


def _without_last_lines(pieces: Sequence[Piece], number: int) -> list[Piece]:
    found = [*pieces]
    while number and found:
        last = found.pop()
        kept = last.lines[: max(0, len(last.lines) - number)]
        number -= len(last.lines) - len(kept)
        if kept:
            found.append(Piece(last.name, kept, last.table))
    return found

"""The text of ``feeds.toml`` cut into its ``[[feeds]]`` and ``[[searches]]`` tables, each with its lines.

A parser of TOML gives values but no lines, and one syntax error hides all that follows. So the text is
cut where tables begin: mistakes get their line, a broken table cannot hide the others, and a change is
made in its own table and nowhere else (tomlkit moves tables when others stand between them, and a table's
removal takes the comment above the next one with it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FEEDS, SEARCHES = "feeds", "searches"
_OURS = re.compile(r"""\s*\[{1,2}\s*["']?(feeds|searches)["']?\s*\]{1,2}\s*(?:#.*)?$""")
_OTHER = re.compile(r"""\s*\[{1,2}(?!\s*["']?(?:feeds|searches)["']?\s*\.)\s*[A-Za-z0-9_"'-]""")
_QUIET = re.compile(r"\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines ``start`` up to but not ``end`` (counted from 0) of one table of that name; empty for all else."""

    start: int
    end: int
    name: str


def cut(lines: list[str]) -> Iterator[Block]:
    """The blocks of a text, in their order, covering all of it."""
    starts = [0, *(number for number, line in enumerate(lines) if number and _begins(line)), len(lines)]
    for start, end in pairwise(starts):
        ours = _OURS.match(lines[start])
        yield Block(start, end, ours[1] if ours else "")


def own_end(lines: list[str], block: Block) -> int:
    """Where a block's own lines end; the comments and blank lines after them belong to what follows."""
    end = block.end
    while end > block.start + 1 and _QUIET.match(lines[end - 1]):
        end -= 1
    return end


def _begins(line: str) -> bool:
    # An indented bracket is more often a list's next line than a table, unless it says [[feeds]].
    return bool(_OURS.match(line)) or (line.startswith("[") and bool(_OTHER.match(line)))

"""Lines that fit the terminal: widths in columns, cutting and padding."""

from __future__ import annotations

import shutil
import sys
import unicodedata


def width() -> int | None:
    """The columns of the terminal that stdout is; None for a file or a pipe, where no line is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def can_write(characters: str) -> bool:
    """Whether the encoding of stdout has these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def cells(text: str) -> int:
    """The columns that a line takes (UAX 11; terminals agree on nearly all of it)."""
    if text.isascii():
        return len(text)
    return sum(_cell(character) for character in text)


def _cell(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, columns: int | None) -> str:
    """The line, shortened with ``…`` to fit."""
    if columns is None or cells(text) <= columns:
        return text
    kept, left = [], max(columns - 1, 0)
    for character in text:
        left -= _cell(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def fit(text: str, columns: int) -> str:
    """The line, shortened or padded to exactly this many columns."""
    text = cut(text, columns)
    return text + " " * (columns - cells(text))

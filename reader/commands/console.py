"""What commands print: the one door to stdout and stderr, and the forms of numbers, dates and lines.

Every string passes :func:`reader.text.clean_text` here once more, so that nothing of a feed or a file name
reaches the terminal as an escape sequence, whichever way it came. Data goes to stdout, as plain text, as one
JSON value or as JSON lines; words about how it went go to stderr.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from reader.text import clean_line, clean_text, without_userinfo

_LONGEST_COMPLAINT = 1_000


class Form(StrEnum):
    """How data is printed."""

    TEXT = "text"
    JSON = "json"
    LINES = "jsonl"


def speak_utf8() -> None:
    """UTF-8 into files and pipes whatever the locale; a terminal keeps its encoding and gets ``?`` for the rest.

    A stream that was closed before we started (``>&-``), which Python gives as None, is written to nowhere.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for the process's life
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def say(text: str = "") -> None:
    """Prints lines of plain text to stdout."""
    sys.stdout.write(clean_text(text) + "\n")


def complain(words: str) -> None:
    """Prints one line to stderr."""
    sys.stderr.write("broadsheet: " + clean_line(words, _LONGEST_COMPLAINT) + "\n")
    sys.stderr.flush()


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, lines: Iterable[str] = ()) -> str | None:
    """What a person answers; ``lines`` stand above the question, all of it on stderr. None: stdin has ended."""
    for line in lines:
        sys.stderr.write(clean_text(line) + "\n")
    sys.stderr.write(clean_line(question) + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    return answer.strip() if answer else None


def print_value(value: object, form: Form) -> None:
    """Prints one value as JSON."""
    sys.stdout.write(_dumps(value, indent=2 if form is Form.JSON else None) + "\n")


def print_values(values: Iterable[object], form: Form) -> None:
    """Prints values as they come, as an array with one of them a line, or as JSON lines."""
    if form is Form.LINES:
        for value in values:
            sys.stdout.write(_dumps(value) + "\n")
        return
    between = "[\n"
    for value in values:
        sys.stdout.write(between + _dumps(value))
        between = ",\n"
    sys.stdout.write("[]\n" if between == "[\n" else "\n]\n")


def _dumps(value: object, indent: int | None = None) -> str:
    return json.dumps(_cleaned(value), ensure_ascii=False, indent=indent, allow_nan=False)


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(inner) for key, inner in value.items()}
    return [_cleaned(inner) for inner in value] if isinstance(value, list | tuple) else value


class ProgressLine:
    """One line on a terminal's stderr that is written over; nothing anywhere else."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._shows = self._stream.isatty()
        self._length = 0

    def show(self, words: str) -> None:
        """Puts these words where the last were."""
        if self._shows:
            words = cut(clean_line(words), shutil.get_terminal_size().columns - 1)
            self._stream.write("\r" + words + " " * (self._length - cells(words)) + "\r")
            self._stream.flush()
            self._length = cells(words)

    def clear(self) -> None:
        """Takes the line away."""
        if self._length:
            self.show("")


def width() -> int | None:
    """Columns of the terminal that stdout is; None for a file or a pipe, where no line is cut."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def writes(characters: str) -> bool:
    """Whether stdout can say these characters."""
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def cells(text: str) -> int:
    """How many columns a line takes (UAX 11; terminals agree on nearly all of it)."""
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
    """The line, shortened or filled to exactly so many columns."""
    text = cut(text, columns)
    return text + " " * (columns - cells(text))


def rfc3339(seconds: int | None) -> str | None:
    """Unix seconds as RFC 3339 in UTC (``2026-05-01T09:30:00Z``); None for what is unknown or no date."""
    moment = _moment(seconds)
    return moment.isoformat().replace("+00:00", "Z") if moment else None


def local_time(seconds: int | None, otherwise: str = "") -> str:
    """Unix seconds on the user's clock, as ``2026-05-01 11:30``."""
    moment = _moment(seconds)
    try:
        return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else otherwise
    except (OverflowError, ValueError, OSError):  # at the ends of the calendar
        return otherwise


def _moment(seconds: int | None) -> datetime | None:
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, tz=UTC)
    except (OverflowError, ValueError, OSError):
        return None


def count(number: int, one: str, many: str | None = None) -> str:
    """``1 feed``, ``2 feeds``, ``1,200 feeds``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def shown_url(url: str) -> str:
    """An address as it may be seen: without the user name and password that may stand in it."""
    return without_userinfo(url)

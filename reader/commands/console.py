"""stdout and stderr: data goes to the first, messages about the run to the second.

Every string passes through :func:`reader.text.clean_text` here, so that no text from a feed or a file name reaches
the terminal as an escape sequence.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from reader.commands.columns import cells, cut
from reader.text import clean_line, clean_text

_LONGEST_COMPLAINT = 1_000
_YES = ("y", "yes", "j", "ja")


class Form(StrEnum):
    """The form in which a command prints data."""

    TEXT = "text"
    JSON = "json"
    LINES = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"


def use_utf8() -> None:
    """Writes UTF-8 to files and pipes whatever the locale; a terminal keeps its encoding, with ``?`` for the rest.

    A stream that was closed before the start (``>&-``) is None in Python; it becomes ``/dev/null``.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open until the end
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def say(text: str = "") -> None:
    """Prints plain text to stdout."""
    sys.stdout.write(clean_text(text) + "\n")


def complain(message: str) -> None:
    """Prints one line to stderr."""
    sys.stderr.write("broadsheet: " + clean_line(message, _LONGEST_COMPLAINT) + "\n")
    sys.stderr.flush()


def can_ask() -> bool:
    """Whether stdin and stderr are a terminal, so that a question can be answered."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, lines: Iterable[str] = ()) -> str | None:
    """Prints the lines and the question to stderr and returns the answer; None at the end of stdin."""
    for line in lines:
        sys.stderr.write(clean_text(line) + "\n")
    sys.stderr.write(clean_line(question) + " ")
    sys.stderr.flush()
    answer = sys.stdin.readline()
    return answer.strip() if answer else None


def agrees(question: str, lines: Iterable[str] = ()) -> bool:
    """Whether the answer to a question is yes, in any of our languages."""
    return (ask(question, lines) or "").lower() in _YES


def print_value(value: object, form: Form) -> None:
    """Prints one value as JSON."""
    sys.stdout.write(_dumps(value, indent=2 if form is Form.JSON else None) + "\n")


def as_json(value: object) -> str:
    """One value as JSON in several lines, with a line end at its end."""
    return _dumps(value, indent=2) + "\n"


def as_json_lines(values: Iterable[object]) -> str:
    """Values as JSON lines."""
    return "".join(_dumps(value) + "\n" for value in values)


def print_values(values: Iterable[object], form: Form) -> None:
    """Prints values as they come, as a JSON array with one value per line, or as JSON lines."""
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
    return json.dumps(_clean(value), ensure_ascii=False, indent=indent, allow_nan=False)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {key: _clean(inner) for key, inner in value.items()}
    return [_clean(inner) for inner in value] if isinstance(value, list | tuple) else value


class ProgressLine:
    """One line on a terminal's stderr that is overwritten; nothing where stderr is not a terminal."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self._visible = self._stream.isatty()
        self._length = 0

    def show(self, message: str) -> None:
        """Replaces the line."""
        if self._visible:
            message = cut(clean_line(message), shutil.get_terminal_size().columns - 1)
            self._stream.write("\r" + message + " " * (self._length - cells(message)) + "\r")
            self._stream.flush()
            self._length = cells(message)

    def clear(self) -> None:
        """Erases the line."""
        if self._length:
            self.show("")

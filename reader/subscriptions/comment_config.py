"""Adds the settings that ``config.toml`` does not have, each as a comment with its meaning and default.

Nothing else in the file changes: whatever the user wrote stays as it is, in its place.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from reader.errors import ConfigError
from reader.problems import Problem, problem
from reader.subscriptions.rewrite import decode, read_file, replace_contents
from reader.toml_file import parse_toml

_WIDTH = 100  # columns
_HEADER = re.compile(r"[ \t]*\[")
_COMMENT = re.compile(r"[ \t]*#")


def comment_config(path: Path, lines: Mapping[str, Iterable[str]], meanings: Mapping[str, str], title: str) -> bool:
    """Writes what is missing before the first table of the file; False if nothing is.

    ``lines``: by the name of a setting, how its default or an example is written; ``title``: a sentence for a new file.
    Raises :class:`ConfigError` if the file cannot be read or written, or is not valid TOML.
    """
    before = read_file(path)
    text = decode(path, before)
    try:
        present = parse_toml(path, text)
    except ConfigError as error:
        raise ConfigError(path, problem(Problem.FIX_FILE_FIRST, cause=error.details), line=error.line) from error
    missing = [name for name in lines if name not in present and not _mentions(text, lines[name])]
    if not missing:
        return False
    values, tables = _split(text)
    simple = "".join(_entry(meanings[name], lines[name]) for name in missing if not _is_table(lines[name]))
    complex_ = "".join(_entry(meanings[name], lines[name]) for name in missing if _is_table(lines[name]))
    head = values if before else f"# {title}\n"
    after = _joined(_joined(head, simple), _joined(tables, complex_)).encode("utf-8")
    if not replace_contents(path, before, after):
        raise ConfigError(path, problem(Problem.FILE_KEEPS_CHANGING))
    return True


def _is_table(lines: Iterable[str]) -> bool:
    return next(iter(lines)).startswith("[")


def _mentions(text: str, lines: Iterable[str]) -> bool:
    """Whether a comment has the setting already, as this module writes it."""
    first = next(iter(lines)).partition("=")[0].rstrip()
    return re.search(rf"^#[ \t]*{re.escape(first)}(?=[ \t=]|$)", text, re.MULTILINE) is not None


def _entry(meaning: str, lines: Iterable[str]) -> str:
    comment = textwrap.wrap(meaning, _WIDTH, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
    return "\n".join([*comment, *(f"# {line}" for line in lines), "", ""])


def _split(text: str) -> tuple[str, str]:
    """The lines before the first table, and the rest, which begins with the comments above that table.

    A line that looks like a header may be inside a string or an array, so the part before must be TOML of its own.
    """
    lines = text.splitlines(keepends=True)
    for number, line in enumerate(lines):
        if _HEADER.match(line) and _is_whole("".join(lines[:number])):
            while number and _COMMENT.match(lines[number - 1]):
                number -= 1  # noqa: PLW2901 - the comments belong to the table
            return "".join(lines[:number]), "".join(lines[number:])
    return text, ""


def _is_whole(text: str) -> bool:
    import tomli

    try:
        tomli.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _joined(one: str, other: str) -> str:
    """Two parts with an empty line between them."""
    if not one or not other:
        return one or other
    return one.rstrip("\r\n") + "\n\n" + other

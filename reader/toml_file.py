"""The one door for TOML files: every mistake in them becomes a :class:`~reader.errors.ConfigError` with its line."""

from __future__ import annotations

import errno
import os
import re
import stat
from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import tomli

from reader.errors import ConfigError
from reader.problems import Problem, problem

LARGEST = 64_000_000  # bytes of a file
_LIKE = 0.5  # share of letters that a key has in common with the name that was probably meant
_SETS = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([^\s=.'"\[\]]+))\s*[=.]""")
_HEADER = re.compile(r"""\s*\[+\s*(?:"([^"]*)"|'([^']*)'|([^\s.'"\[\]]+))\s*[].]""")


def nearest_first(key: str, names: Iterable[str]) -> str:
    """The names that a key could have, separated by commas; those that it resembles come first."""
    from difflib import SequenceMatcher

    def unlike(name: str) -> float:
        likeness = SequenceMatcher(None, key.lower(), name).ratio()
        return -likeness if likeness > _LIKE else 0.0

    return ", ".join(sorted(names, key=unlike))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file. Neither a pipe that nobody writes to nor an endless device holds the program up.

    An empty device (``/dev/null``) is an empty file. Raises ``OSError``: ESPIPE if it is not a file, EFBIG for a file
    that is too large.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        found = os.fstat(descriptor)
        if stat.S_ISDIR(found.st_mode):
            raise _error(errno.EISDIR, path)
        if stat.S_ISREG(found.st_mode):
            data = file.readall() if found.st_size <= LARGEST else None
            if data is None:
                raise _error(errno.EFBIG, path)
            return data
        if stat.S_ISCHR(found.st_mode) and not file.read(1):
            return b""
    raise _error(errno.ESPIPE, path)


def _error(number: int, path: Path) -> OSError:
    return OSError(number, os.strerror(number), str(path))


def parse_toml(path: Path, text: str) -> dict[str, Any]:
    """The values of a TOML file. Raises :class:`ConfigError` with the line of a syntax error."""
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _syntax_error(path, error) from error
    except RecursionError:
        raise ConfigError(path, problem(Problem.TOML_TOO_DEEP)) from None
    except ValueError:  # from int(), which limits the number of digits
        raise ConfigError(path, problem(Problem.TOML_LONG_NUMBER)) from None


def _syntax_error(path: Path, error: tomli.TOMLDecodeError) -> ConfigError:
    """The detail is the library's message, in English."""
    match = re.search(r"\(at line (\d+), column \d+\)", str(error))
    detail = re.sub(r"\s*\(at (?:line \d+, column \d+|end of document)\)", "", str(error))
    found = problem(Problem.TOML_SYNTAX, detail=detail[:1].lower() + detail[1:])
    return ConfigError(path, found, line=int(match[1]) if match else None)


def line_of_key(text: str, key: str, *, start: int = 1) -> int | None:
    """The first line from ``start`` (counted from 1) that sets ``key``."""
    return _from(_lines(text)[0].get(key, []), start)


def line_of_table(text: str, name: str) -> int | None:
    """The first line with the header of a table or an array of tables of that name, or of one below it."""
    return _from(_lines(text)[1].get(name, []), 1)


def lines_of_tables(text: str, name: str) -> list[int]:
    """The lines with a header ``[[name]]``, in order."""
    lines = text.split("\n")
    return [number for number in _lines(text)[1].get(name, []) if lines[number - 1].lstrip().startswith("[[")]


def _from(numbers: list[int], start: int) -> int | None:
    return next(iter(numbers[bisect_left(numbers, start) :][:1]), None)


@lru_cache(maxsize=1)  # a file with thousands of mistakes is looked through once
def _lines(text: str) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """The lines that set each key, and those with the header of each table."""
    keys: dict[str, list[int]] = {}
    tables: dict[str, list[int]] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for pattern, found in ((_SETS, keys), (_HEADER, tables)):
            if match := pattern.match(line):
                found.setdefault(match[match.lastindex or 0], []).append(number)
    return keys, tables

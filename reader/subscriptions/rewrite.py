"""``feeds.toml`` taken apart and put together again, so that a change touches its own tables and nothing else.

The file is cut into pieces (see :mod:`reader.subscriptions.toml_tables`): tables, and what stands between them. A
change makes other pieces; the result is checked by reading it back, written whole to a new file and renamed
over the old one. A linked file (dotfiles) keeps its link, a read-only one is left alone and the user told. A
file that was saved by an editor in the same moment is read again.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reader.config import toml_error
from reader.errors import ConfigError
from reader.files import FileLock, replace_file
from reader.problems import Problem, os_problem, problem, unreadable
from reader.subscriptions.toml_tables import FEEDS, SEARCHES, cut, own_end

Table = dict[str, Any]

_ATTEMPTS = 5
_LOCK_SECONDS = 10
_MARK = b"\xef\xbb\xbf"  # what some editors begin UTF-8 with


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines of one table, with what TOML makes of them; without a name, lines between two tables."""

    name: str
    lines: tuple[str, ...]
    table: Table = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One writing of a file: its bytes before (None: there was none) and after."""

    before: bytes | None
    after: bytes


Edit = Callable[[list[Piece]], Sequence[Piece] | None]


def rewrite(path: Path, edit: Edit) -> Rewritten | None:
    """Lets ``edit`` make other pieces (None: no change), and writes them. Raises :class:`ConfigError`."""
    target = Path(os.path.realpath(path))
    with alone_in(target.parent):
        return _rewrite(path, target, edit)


def _rewrite(path: Path, target: Path, edit: Edit) -> Rewritten | None:
    for _ in range(_ATTEMPTS):
        before = read_file(path)
        text = decoded(path, before)
        document, pieces = take_apart(path, text)
        after = edit(pieces)
        result = text if after is None else _put_together(after)
        if after is None or result == text:
            return None
        if not _holds(result, document, after):
            raise ConfigError(path, problem(Problem.UNEDITABLE_FORM))
        mark = _MARK if before and before.startswith(_MARK) else b""
        done = Rewritten(before, mark + result.encode("utf-8"))
        if replace_whole(path, target, before, done.after):
            return done
    raise ConfigError(path, problem(Problem.FILE_KEEPS_CHANGING))


def restore(path: Path, done: Rewritten) -> bool:
    """Puts the bytes from before a writing back, if nobody wrote the file since."""
    target = Path(os.path.realpath(path))
    with alone_in(target.parent):
        if done.before is None:
            return _take_away(path, target, done.after)
        return replace_whole(path, target, done.after, done.before)


def _take_away(path: Path, target: Path, after: bytes) -> bool:
    """Removes a file that was not there before, unless somebody wrote it since."""
    if read_file(path) != after:
        return False
    try:
        target.unlink()
    except OSError as error:
        raise ConfigError(path, os_problem(Problem.FILE_UNREMOVABLE, error)) from error
    return True


def take_apart(path: Path, text: str) -> tuple[Table, list[Piece]]:
    """The text as TOML has it, and its pieces. :class:`ConfigError` if it cannot be told which table is which."""
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        mistake = toml_error(path, error)
        raise ConfigError(path, problem(Problem.FIX_FILE_FIRST, cause=mistake.details), line=mistake.line) from error
    lines = text.split("\n")
    blocks = [*cut(lines)]
    tables = {}
    for name in (FEEDS, SEARCHES):
        tables[name] = document.get(name, [])
        if not isinstance(tables[name], list) or len(tables[name]) != sum(block.name == name for block in blocks):
            raise ConfigError(path, problem(Problem.UNEDITABLE_FORM))
    left = {name: iter(found) for name, found in tables.items()}
    pieces: list[Piece] = []
    for block in blocks:
        end = own_end(lines, block) if block.name else block.start
        if block.name:
            pieces.append(Piece(block.name, tuple(lines[block.start : end]), next(left[block.name])))
        pieces.append(Piece("", tuple(lines[end : block.end])))
    return document, pieces


def without(pieces: Sequence[Piece], number: int) -> list[Piece]:
    """The pieces without one table and the blank line that parted it from the next. What else stands around stays."""
    before, after = [*pieces[:number]], [*pieces[number + 1 :]]
    blank_after = bool(after and after[0].lines and not after[0].lines[0].strip())
    last_line = next((line for piece in reversed(before) for line in reversed(piece.lines)), "")
    if blank_after and (count_lines(after) > 1 or not last_line.strip()):  # else it is the end of the last line
        after[0] = Piece("", after[0].lines[1:])
    return before + after


def beside(pieces: Sequence[Piece], new: Piece, anchor: int, *, after: bool, parted: bool = True) -> list[Piece]:
    """The pieces with a table more, next to that of number ``anchor``; with ``parted``, beyond a blank line."""
    between = [Piece("", ("\r",) if new.lines[0].endswith("\r") else ("",))] if parted else []
    if after:
        return [*pieces[: anchor + 1], *between, new, *pieces[anchor + 1 :]]
    return [*pieces[:anchor], new, *between, *pieces[anchor:]]


def without_tables(data: bytes, pieces: Sequence[Piece], numbers: Iterable[int]) -> Rewritten:
    """The writing that would have made ``data``, which these pieces are, by adding the tables of these numbers."""
    rest = [*pieces]
    for number in sorted(numbers, reverse=True):
        rest = without(rest, number)
    mark = _MARK if data.startswith(_MARK) else b""
    return Rewritten(mark + _put_together(rest).encode("utf-8"), data)


def count_lines(pieces: Iterable[Piece]) -> int:
    """How many lines these have together."""
    return sum(len(piece.lines) for piece in pieces)


def at_the_end(pieces: Sequence[Piece], new: Iterable[Piece]) -> list[Piece]:
    """The pieces with tables more, at the end, each after one blank line."""
    lines = [line for piece in pieces for line in piece.lines]
    while lines and not lines[-1].strip():
        lines.pop()
    blanks = count_lines(pieces) - len(lines)
    found = _cropped(pieces, blanks)
    for piece in new:
        found += [Piece("", ("",))] if lines else []
        found.append(piece)
        lines = [*piece.lines]
    return [*found, Piece("", ("",))]


def _cropped(pieces: Sequence[Piece], lines: int) -> list[Piece]:
    """The pieces without so many lines at the end."""
    found = [*pieces]
    while lines and found:
        last = found.pop()
        kept = last.lines[: max(0, len(last.lines) - lines)]
        lines -= len(last.lines) - len(kept)
        if kept:
            found.append(Piece(last.name, kept, last.table))
    return found


def _put_together(pieces: Iterable[Piece]) -> str:
    return "\n".join(line for piece in pieces for line in piece.lines)


def read_file(path: Path) -> bytes | None:
    """The file's bytes; None if there is no file. Raises :class:`ConfigError`."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(path, unreadable(error)) from error


def decoded(path: Path, data: bytes | None) -> str:
    """The file's text without a mark at its beginning. Raises :class:`ConfigError`."""
    try:
        return (data or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(path, unreadable(error)) from error


def _holds(text: str, before: Table, pieces: Iterable[Piece]) -> bool:
    """Whether a text says what it shall, and everything else as before."""
    expected = {name: value for name, value in before.items() if name not in (FEEDS, SEARCHES)}
    for piece in pieces:
        if piece.name:
            expected.setdefault(piece.name, []).append(piece.table)
    try:
        return tomllib.loads(text) == expected
    except tomllib.TOMLDecodeError:
        return False


def replace_whole(path: Path, target: Path, before: bytes | None, after: bytes) -> bool:
    """Puts the new bytes in the file's place; False if it changed since it was read."""
    try:
        if target.exists() and (not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK)):
            raise ConfigError(path, problem(Problem.FILE_READ_ONLY))
        target.parent.mkdir(parents=True, exist_ok=True)
        return replace_file(target, after, expected=before)
    except OSError as error:
        raise ConfigError(path, os_problem(Problem.FILE_UNWRITABLE, error)) from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Of Broadsheet's processes and threads, one at a time reads, changes and writes a file of a folder.

    The folder itself is locked, so that no file is left in it. The change is made without the lock after ten
    seconds, and on network file systems that have none: ``replace_file`` sees what another program wrote meanwhile.
    """
    lock = FileLock(folder, folder=True)
    with suppress(OSError):
        lock.acquire(_LOCK_SECONDS)
    try:
        yield
    finally:
        lock.release()

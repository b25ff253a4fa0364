"""Rewrites ``feeds.toml`` or ``accounts.toml``: reads it, lets a function change its pieces, checks the result and
replaces the file.

The new file is written completely and then takes the old one's place. A link (dotfiles) stays a link. If an editor
saves the file at the same moment, the change is made again on the new contents.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import tomli

from reader.errors import ConfigError
from reader.files import FileLock, replace_file
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, os_problem, problem, unreadable
from reader.subscriptions.pieces import OF_FEEDS_TOML, Names, Piece, Table, join_pieces, split_pieces, without
from reader.subscriptions.secrets import holds_secrets
from reader.subscriptions.table_lines import UneditableTable
from reader.toml_file import read_bytes

_ATTEMPTS = 20  # an editor may save the file as often as we do
_LOCK_SECONDS = 10
_BOM = b"\xef\xbb\xbf"  # some editors begin UTF-8 files with it


@dataclass(frozen=True, slots=True)
class Rewritten:
    """One change of a file: its bytes before and after. None: it does not exist."""

    before: bytes | None
    after: bytes | None

    @property
    def inverse(self) -> Rewritten:
        """The change back."""
        return Rewritten(self.after, self.before)


Edit = Callable[[list[Piece]], Sequence[Piece] | None]
Intend = Callable[[Rewritten], None]


def unnoted(_rewritten: Rewritten) -> None:
    """Lets a file be changed without a note of its new contents."""


def rewrite(path: Path, edit: Edit, intend: Intend = unnoted, *, names: Names = OF_FEEDS_TOML) -> Rewritten | None:
    """Writes the pieces that ``edit`` returns; None if it changes nothing. Raises :class:`ConfigError`.

    ``intend`` is told what is about to be written; if the file has changed by then, it is told again.
    ``names``: of the tables in the file.
    """
    with locked(path):
        return _rewrite(path, edit, intend, names)


def _rewrite(path: Path, edit: Edit, intend: Intend, names: Names) -> Rewritten | None:
    for _ in range(_ATTEMPTS):
        before = read_file(path)
        text = decode(path, before)
        document, pieces = split_pieces(path, text, names)
        try:
            after = edit(pieces)
        except UneditableTable:
            raise ConfigError(path, problem(Problem.UNEDITABLE_FORM)) from None
        result = text if after is None else join_pieces(after)
        if after is None or result == text:
            return None
        if not _has_values(result, document, after, names):
            raise ConfigError(path, problem(Problem.UNEDITABLE_FORM))
        new = _bom(before) + result.encode("utf-8")
        rewritten = Rewritten(before, new)
        intend(rewritten)
        if replace_contents(path, before, new):
            return rewritten
    raise ConfigError(path, problem(Problem.FILE_KEEPS_CHANGING))


def restore(path: Path, rewritten: Rewritten, intend: Intend = unnoted) -> bool:
    """Restores the bytes from before a change; False if the file was changed since. Raises :class:`ConfigError`."""
    with locked(path):
        if read_file(path) != rewritten.after:
            return False
        intend(rewritten.inverse)
        if rewritten.before is None:
            return _remove(path, rewritten.after)
        return replace_contents(path, rewritten.after, rewritten.before)


def _remove(path: Path, expected: bytes | None) -> bool:
    if read_file(path) != expected:
        return False
    try:
        Path(os.path.realpath(path)).unlink()
    except OSError as error:
        raise ConfigError(path, os_problem(Problem.FILE_UNREMOVABLE, error)) from error
    return True


def addition_of(data: bytes, pieces: Sequence[Piece], numbers: Iterable[int]) -> Rewritten:
    """The change that added the tables at these indexes to a file that holds ``data`` now."""
    others = [*pieces]
    for number in sorted(numbers, reverse=True):
        others = without(others, number)
    return Rewritten(_bom(data) + join_pieces(others).encode("utf-8"), data)


def read_file(path: Path) -> bytes | None:
    """The file's bytes; None if it does not exist. Raises :class:`ConfigError`."""
    try:
        return read_bytes(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigError(path, unreadable(error)) from error


def decode(path: Path, data: bytes | None) -> str:
    """The file's text without a byte order mark. Raises :class:`ConfigError`."""
    try:
        return (data or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(path, unreadable(error)) from error


def replace_contents(path: Path, before: bytes | None, after: bytes) -> bool:
    """Replaces the contents of a file; False if they are no longer ``before``. Raises :class:`ConfigError`."""
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and (not target.stat().st_mode & 0o222 or not os.access(target, os.W_OK)):
            raise ConfigError(path, problem(Problem.FILE_READ_ONLY))
        target.parent.mkdir(parents=True, exist_ok=True)
        return replace_file(target, after, expected=before, private=holds_secrets(after))
    except OSError as error:
        raise ConfigError(path, os_problem(Problem.FILE_UNWRITABLE, error)) from error


def _bom(data: bytes | None) -> bytes:
    return _BOM if data and data.startswith(_BOM) else b""


def _has_values(text: str, before: Table, pieces: Iterable[Piece], names: Names) -> bool:
    """Whether a text has the values of these pieces, and all other values of ``before``."""
    expected = {name: value for name, value in before.items() if name not in names}
    for piece in pieces:
        if piece.name:
            expected.setdefault(piece.name, []).append(piece.table)
    try:
        return tomli.loads(text) == expected
    except (ValueError, RecursionError):
        return False


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Lets one of Broadsheet's processes and threads at a time change a file.

    Its folder is locked, so that no lock file remains. After ten seconds, and on file systems without locks,
    the change is made without the lock: ``replace_file`` notices if another program wrote the file.
    """
    lock = FileLock(Path(os.path.realpath(path)).parent, folder=True)
    with suppress(OSError):
        lock.acquire(_LOCK_SECONDS)
    try:
        yield
    finally:
        lock.release()

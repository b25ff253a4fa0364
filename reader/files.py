"""Replacing a file in one step, and locks that end with the process that holds them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

TEMPORARY_PREFIX = ".broadsheet-"  # names of files that are not in their place yet; left behind only by a crash
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700  # permissions
LOCK_PAUSE = 0.01  # seconds between two tries for a lock


class Unchecked:
    """The type of :data:`ANYTHING`."""


ANYTHING = Unchecked()


def replace_file(
    path: Path, data: bytes, *, expected: bytes | Unchecked | None = ANYTHING, private: bool = False
) -> bool:
    """Puts ``data`` in the file's place in one step, so that every reader sees the old or the new file whole.

    ``expected``: the bytes that the file must still hold (None: it must not exist); where another program changed it,
    nothing is written and the result is False. The file keeps its permissions; the umask sets them for a new one.
    ``private``: only the user may read it, unless its permissions differ from a new file's.

    Raises ``OSError``, which names ``path`` and not the temporary file.
    """
    with _written_beside(path, data) as new:
        usual = stat.S_IMODE(new.stat().st_mode)
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else usual
        new.chmod(PRIVATE_FILE if private and mode == usual else mode)
        if not isinstance(expected, Unchecked) and (path.read_bytes() if path.exists() else None) != expected:
            return False
        new.replace(path)
        return True


def create_file(path: Path, data: bytes) -> bool:
    """Creates a file with ``data`` in one step; False, with nothing changed, where the name is taken, even by a
    dangling link. Raises ``OSError``."""
    with _written_beside(path, data) as new:
        try:
            os.link(new, path)
        except FileExistsError:
            return False
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                return False
            new.replace(path)
        return True


def write_output(path: Path, data: bytes) -> None:
    """Writes where the user said: into the file's place, where a link leads to, or into a pipe or device.

    Raises ``OSError``, for a folder too.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            file.write(data)
    else:
        replace_file(path.resolve(), data)


Stamp = tuple[int, int] | None


def stamp(path: Path) -> Stamp:
    """A value that changes when the file is written; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


def open_to_append(path: Path) -> int:
    """The descriptor of a file to append to, which only the user can read if it is new. Raises ``OSError``."""
    return os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE_FILE)


def make_private_folder(folder: Path) -> None:
    """Creates a folder that only the user can open, if it is missing. Raises ``OSError``."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)


@contextmanager
def _written_beside(path: Path, data: bytes) -> Iterator[Path]:
    """The name of a temporary file in the same folder that holds ``data`` on the disk."""
    new = path.with_name(TEMPORARY_PREFIX + os.urandom(6).hex())
    try:
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        yield new
    finally:
        new.unlink(missing_ok=True)


class FileLock:
    """A lock on a file or a folder (flock(2)): one holder at a time among all processes and threads.

    ``folder``: lock a folder instead of a file. A file that does not exist is created and never removed, because one
    process could hold the lock on the removed file and another on a new one. On file systems without locks, every
    try raises ``OSError``.
    """

    def __init__(self, path: Path, *, folder: bool = False) -> None:
        self._path = path
        self._flags = os.O_RDONLY if folder else os.O_RDWR | os.O_CREAT
        self._descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Takes the lock if it is free. Raises ``OSError`` where the file cannot be opened or locked."""
        import fcntl  # not needed to open the reader

        descriptor = os.open(self._path, self._flags, PRIVATE_FILE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        return True

    def acquire(self, timeout: float) -> bool:
        """Waits for the lock at most ``timeout`` seconds; whether it was acquired. Raises ``OSError``."""
        end = monotonic() + timeout
        while not self.try_acquire():
            if monotonic() >= end:
                return False
            sleep(LOCK_PAUSE)
        return True

    def release(self) -> None:
        """Gives the lock back, if it is held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

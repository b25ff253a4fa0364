"""Finds the processes that lock a database or a file, as far as the system tells."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from reader.lazy_dataclass import dataclass

_PATIENCE = 0.2  # seconds


@dataclass(frozen=True, slots=True)
class LockHolder:
    """A process. ``program``: its name, ``broadsheet`` for one of ours; empty if unknown."""

    pid: int
    program: str = ""


def lock_holders(path: Path) -> list[LockHolder]:
    """Other processes with a lock on a file or its companions; empty if unknown.

    SQLite and :class:`~reader.files.FileLock` lock files while they have them open; Linux lists all locks
    (proc_locks(5)).
    """
    files = {_name_of(file) for suffix in ("", "-shm") if (file := path.with_name(path.name + suffix)).exists()}
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return []
    pids = {int(fields[4]) for line in lines if len(fields := line.split()) > 5 and fields[5] in files}
    return [LockHolder(pid, _program(pid)) for pid in sorted(pids - {os.getpid(), 0, -1})]


def _name_of(file: Path) -> str:
    """Device and inode as in /proc/locks."""
    found = file.stat()
    return f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}:{found.st_ino}"


def _program(pid: int) -> str:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    ours = b"reader.refresh" in words or b"reader" in words or any(word.endswith(b"/broadsheet") for word in words)
    return "broadsheet" if ours else Path(os.fsdecode(words[0])).name


def is_write_locked(path: Path) -> bool:
    """Whether another program holds the write lock at the moment."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_PATIENCE)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    except sqlite3.DatabaseError:
        return False
    return False

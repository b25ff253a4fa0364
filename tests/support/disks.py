"""Full disks: a small one of our own where mounting is allowed, and a limit on the size of files elsewhere."""

from __future__ import annotations

import contextlib
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.processes import children

ROOM = 48_000  # bytes of a file: enough for SQLite's index of its log, which has 32 kB


class Disk:
    """The disk of the data folder. ``fill`` uses up the remaining space, ``free`` releases it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self) -> None:
        """Leaves room for hardly anything."""
        raise NotImplementedError

    def free(self) -> None:
        """Makes room again."""
        raise NotImplementedError


class _SmallDisk(Disk):
    def fill(self) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4_096))
            except OSError:
                pass

    def free(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


class _LimitedFiles(Disk):
    """Limits file sizes of this process and its children (setrlimit(2), RLIMIT_FSIZE), so no database log can grow."""

    def fill(self) -> None:
        self._limit(ROOM)

    def free(self) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        self._limit(most)

    def _limit(self, size: int) -> None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        for pid in (os.getpid(), *children(os.getpid())):
            with contextlib.suppress(ProcessLookupError, PermissionError):  # it ended, or is a server of others' tests
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


@contextmanager
def disk(kind: str, folder: Path) -> Iterator[Disk]:
    """``tmpfs``, ``limit`` or ``either``. The first is skipped where mounting is not allowed; the second works everywhere."""
    folder.mkdir(parents=True)
    why = _mount(folder) if kind != "limit" else "not tried"
    if why and kind == "tmpfs":
        pytest.skip(f"no disk may be mounted here ({why}); the limit of files is tried instead")
    if why:
        limited = _LimitedFiles(folder)
        try:
            yield limited
        finally:
            limited.free()
        return
    try:
        yield _SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(folder: Path) -> str:
    """Mounts a disk of two megabytes; returns why that was not possible, if so."""
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, text=True
        )
    except OSError as error:
        return str(error)
    return done.stderr.strip() if done.returncode else ""

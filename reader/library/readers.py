"""Connections that cannot write: one for short reads on the caller's thread, one for the reader thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from reader.store import Store, open_reader

T = TypeVar("T")

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE_BLOCK = 128 * 1024  # bytes; the value that glibc starts with


class Readers:
    """Reads that take a fraction of a millisecond run where they are called; longer ones on the reader thread.

    Both raise :class:`~reader.errors.StoreError`.
    """

    def __init__(self, database: Path) -> None:
        self._database = database
        self._quick = open_reader(database)
        self._slow: Store | None = None
        self._thread = ThreadPoolExecutor(1, "reader")

    @contextmanager
    def quick(self) -> Iterator[Store]:
        """The store, for reads on the caller's thread."""
        with self._quick.translated():
            yield self._quick

    def submit(self, read: Callable[[Store], T]) -> Future[T]:
        """Runs a longer read on the reader thread."""
        return self._thread.submit(self._read_slowly, read)

    def run(self, job: Callable[[], object]) -> Future[object]:
        """Runs something that does not read the database on the reader thread."""
        return self._thread.submit(job)

    def close(self) -> None:
        """Cancels the reads that wait, and closes both connections."""
        self._thread.shutdown(cancel_futures=True)
        for store in (self._quick, self._slow):
            if store:
                store.close()

    def _read_slowly(self, read: Callable[[Store], T]) -> T:
        if self._slow is None:
            give_back_large_blocks()
            self._slow = open_reader(self._database)
        with self._slow.translated():
            return read(self._slow)


def give_back_large_blocks() -> bool:
    """Makes glibc return freed blocks to the system; False where the C library has no such switch.

    The keys of a million entries are two arrays of 4 MB, allocated again for each list. With each such block that is
    freed, glibc raises the size from which blocks are returned (mallopt(3), M_MMAP_THRESHOLD), and so holds twice the
    memory after some lists. A threshold set by hand stays.
    """
    try:
        import ctypes  # not before the first paint

        return bool(ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE_BLOCK))
    except (ImportError, AttributeError, OSError, TypeError):
        return False

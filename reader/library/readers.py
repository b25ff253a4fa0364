"""Connections that cannot write: one for short reads on the caller's thread, one for the reader thread."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from reader.store import Store, open_reader

T = TypeVar("T")

_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE_BLOCK = 128 * 1024  # bytes; the value that glibc starts with


class Read(Future[T]):
    """A read on another thread. :meth:`cancel` also stops one that is running."""

    def __init__(self) -> None:
        super().__init__()
        self.stopped = False

    def cancel(self) -> bool:
        """Stops the read soon; its result will be :class:`~concurrent.futures.CancelledError`."""
        self.stopped = True
        return super().cancel()

    def run(self, read: Callable[[], T]) -> None:
        """Reads, on the thread that calls this, and keeps the result or the error."""
        if not self.set_running_or_notify_cancel():
            return
        try:
            result = read()
        except BaseException as error:  # noqa: BLE001 - kept for whoever asks for the result, as executors do
            self.set_exception(CancelledError() if self.stopped else error)
        else:
            self.set_result(result)


class Readers:
    """Reads that take a fraction of a millisecond run where they are called; longer ones on other threads.

    ``background`` reads have a thread and a connection of their own, so that no list waits for them. All raise
    :class:`~reader.errors.StoreError`.
    """

    def __init__(self, database: Path) -> None:
        self._quick = open_reader(database)
        self._thread, self._background = _ReaderThread(database, "reader"), _ReaderThread(database, "background reader")

    @contextmanager
    def quick(self) -> Iterator[Store]:
        """The store, for reads on the caller's thread."""
        with self._quick.translated():
            yield self._quick

    def submit(self, read: Callable[[Store], T], *, background: bool = False) -> Read[T]:
        """Runs a longer read on the reader thread, or on the background thread."""
        return (self._background if background else self._thread).submit(read)

    def run(self, job: Callable[[], object]) -> Future[object]:
        """Runs something that does not read the database on the reader thread."""
        return self._thread.run(job)

    def close(self) -> None:
        """Stops all reads, and closes the connections."""
        self._thread.close()
        self._background.close()
        self._quick.close()


class _ReaderThread:
    """A thread that reads, with its connection, both made when they are needed."""

    def __init__(self, database: Path, name: str) -> None:
        self._database = database
        self._store: Store | None = None
        self._thread = ThreadPoolExecutor(1, name)
        self._reads: set[Read[Any]] = set()  # that wait or run

    def submit(self, read: Callable[[Store], T]) -> Read[T]:
        future: Read[T] = Read()
        self._reads.add(future)
        future.add_done_callback(self._reads.discard)
        self._thread.submit(future.run, lambda: self._read(future, read))
        return future

    def run(self, job: Callable[[], object]) -> Future[object]:
        return self._thread.submit(job)

    def _read(self, future: Read[T], read: Callable[[Store], T]) -> T:
        if self._store is None:
            give_back_large_blocks()
            self._store = open_reader(self._database)
        self._store.stop_when(lambda: future.stopped)
        with self._store.translated():
            return read(self._store)

    def close(self) -> None:
        for future in tuple(self._reads):
            future.cancel()
        self._thread.shutdown(cancel_futures=True)
        if self._store:
            self._store.close()


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

"""The writer thread: it owns the store that can write, and runs one job after another."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from reader.errors import BroadsheetError
from reader.store import Store

T = TypeVar("T")

log = logging.getLogger(__name__)


class Writer:
    """Runs jobs in the order in which they were given, on one thread."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._thread = ThreadPoolExecutor(1, "writer")

    @property
    def read_only(self) -> bool:
        """Whether the store was opened for reading, because it cannot be written."""
        return self._store.refused is not None

    def submit(self, job: Callable[[Store], T]) -> Future[T]:
        """Runs a job on the writer thread. SQLite's errors become a :class:`~reader.errors.StoreError`."""
        return self._thread.submit(self._run, job)

    def _run(self, job: Callable[[Store], T]) -> T:
        try:
            with self._store.translated():
                return job(self._store)
        except BroadsheetError:
            raise
        except Exception:
            log.exception("event=write_failed")
            raise

    def close(self) -> None:
        """Runs the jobs that wait, then closes the store. Can be called twice."""
        self._thread.shutdown()
        self._store.close()

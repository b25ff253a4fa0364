"""Allows one refreshing process per data folder, with a file lock that ends with the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from reader.errors import StoreReadOnly
from reader.files import FileLock, make_private_folder
from reader.problems import Problem, problem

RETRY_SECONDS = 0.2
REPORT_AFTER = 3.0


class RefreshLock:
    """A lock for one process, which several of its tasks can hold at the same time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path)
        self._holders = 0

    @asynccontextmanager
    async def held(self, on_wait: Callable[[], None] = lambda: None) -> AsyncGenerator[None, None]:
        """Waits for the lock and holds it; calls ``on_wait`` once if that takes long. Raises ``StoreReadOnly``."""
        loop = asyncio.get_running_loop()
        started, reported = loop.time(), False
        while not self._acquire():
            if not reported and loop.time() - started >= REPORT_AFTER:
                reported = True
                on_wait()
            await asyncio.sleep(RETRY_SECONDS)
        try:
            yield
        finally:
            self._release()

    def is_free(self) -> bool:
        """Whether the lock is free at the moment. Raises ``StoreReadOnly``."""
        free = self._acquire()
        if free:
            self._release()
        return free

    def _acquire(self) -> bool:
        try:
            make_private_folder(self._path.parent)
            if not self._holders and not self._lock.try_acquire():
                return False
        except OSError as error:
            raise StoreReadOnly(problem(Problem.DATA_FOLDER_READ_ONLY, path=str(self._path.parent))) from error
        self._holders += 1
        return True

    def _release(self) -> None:
        self._holders -= 1
        if not self._holders:
            self._lock.release()

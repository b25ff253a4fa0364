"""One refresher at a time on a data folder: a lock on a file, which ends with the process that holds it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from reader.errors import StoreReadOnly
from reader.files import FileLock
from reader.problems import Problem, problem

TRY_EVERY = 0.2
SAY_AFTER = 3.0


class RefreshLock:
    """May be held by several tasks of this process at once, but by one process only."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = FileLock(path)
        self._holders = 0

    @asynccontextmanager
    async def held(self, on_wait: Callable[[], None] = lambda: None) -> AsyncGenerator[None, None]:
        """Waits for the lock and holds it; ``on_wait`` is called once if that takes long. ``StoreReadOnly``."""
        loop = asyncio.get_running_loop()
        started, said = loop.time(), False
        while not self._acquire():
            if not said and loop.time() - started >= SAY_AFTER:
                said = True
                on_wait()
            await asyncio.sleep(TRY_EVERY)
        try:
            yield
        finally:
            self._release()

    def try_once(self) -> bool:
        """Could it be had at this moment? It is not kept. ``StoreReadOnly``."""
        free = self._acquire()
        if free:
            self._release()
        return free

    def _acquire(self) -> bool:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
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

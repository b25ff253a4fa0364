"""Limits requests: one at a time per host, a maximum over all hosts, and none to a host in backoff.

Pages, which a person waits for, go ahead of polls and have slots of their own, so that a thousand slow feeds do not
delay one article. Pictures have theirs too, some at each host, as in browsers: they are small and on servers for files.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from reader.fetch.values import Priority

_PAGE_SLOTS = 8
_PICTURE_SLOTS, _PICTURES_PER_HOST = 6, 3


class PrioritySemaphore:
    """A semaphore whose waiters acquire it by priority, then in order of arrival."""

    def __init__(self, slots: int) -> None:
        self._free = slots
        self._slots = slots
        self._arrivals = 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @property
    def idle(self) -> bool:
        """Whether all slots are free and no task waits."""
        return self._free == self._slots and not self._waiting

    async def acquire(self, priority: int) -> None:
        """Waits for a slot; the lowest ``priority`` goes first. Each call needs a :meth:`release`."""
        if self._free and not self._waiting:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrivals += 1
        heapq.heappush(self._waiting, (priority, self._arrivals, future))
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.release()  # the slot was assigned just before the cancellation
            raise

    def release(self) -> None:
        """Passes the slot to the next waiter, if any."""
        while self._waiting:
            _, _, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(None)
                return
        self._free += 1


class HostLimiter:
    """Allows ``limit`` requests in all and ``per_host`` at each host, and none to hosts in backoff."""

    def __init__(self, *, limit: int, per_host: int) -> None:
        self._per_host = per_host
        self._overall = {
            Priority.POLL: PrioritySemaphore(limit),
            Priority.PAGE: PrioritySemaphore(_PAGE_SLOTS),
            Priority.PICTURE: PrioritySemaphore(_PICTURE_SLOTS),
        }
        self._hosts: dict[tuple[str, bool], PrioritySemaphore] = {}  # and whether it is for pictures
        self._backoffs: dict[tuple[str, Priority], float] = {}  # their ends, by the event loop's clock

    def back_off(self, host: str, seconds: float, *, pages_too: bool = True) -> None:
        """Blocks polls of a host for that time, and with ``pages_too`` also pages."""
        until = asyncio.get_running_loop().time() + seconds
        for priority in Priority if pages_too else (Priority.POLL,):
            self._backoffs[host, priority] = max(until, self._backoffs.get((host, priority), 0.0))

    def seconds_blocked(self, host: str, priority: Priority) -> float:
        """The remaining seconds of a host's backoff; 0 if it has none."""
        left = self._backoffs.get((host, priority), 0.0) - asyncio.get_running_loop().time()
        if left <= 0:
            self._backoffs.pop((host, priority), None)
        return max(left, 0.0)

    def clear_backoffs(self) -> None:
        """Unblocks all hosts."""
        self._backoffs.clear()

    @asynccontextmanager
    async def slot(self, host: str, priority: Priority) -> AsyncIterator[None]:
        """Waits for a slot at ``host`` (name and port) and holds it inside the block."""
        pictures = priority is Priority.PICTURE
        key, most = (host, pictures), _PICTURES_PER_HOST if pictures else self._per_host
        at_host = self._hosts.setdefault(key, PrioritySemaphore(most))
        overall = self._overall[priority]
        try:
            await at_host.acquire(priority)
            try:
                await overall.acquire(priority)
                try:
                    yield
                finally:
                    overall.release()
            finally:
                at_host.release()
        finally:
            if at_host.idle and self._hosts.get(key) is at_host:
                del self._hosts[key]

"""Whose turn it is: one request at a time at a host, not too many at once over all, none where rest is wanted.

A person who waits for a page goes ahead of polling, at the host and over all: pages have places of their
own, so that a thousand slow feeds do not hold up one article.
"""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from reader.fetch.values import Priority

_PLACES_FOR_PAGES = 8


class Gate:
    """At most ``places`` are inside; of those who wait, the most urgent enters first, then the earliest."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._places = places
        self._arrivals = 0
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []

    @property
    def idle(self) -> bool:
        """Nobody is inside and nobody waits."""
        return self._free == self._places and not self._waiting

    async def enter(self, urgency: int) -> None:
        """Waits for a place; lower ``urgency`` goes first. Every entry needs its :meth:`leave`."""
        if self._free and not self._waiting:
            self._free -= 1
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._arrivals += 1
        heapq.heappush(self._waiting, (urgency, self._arrivals, future))
        try:
            await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled():
                self.leave()  # the place was given in the same moment: pass it on
            raise

    def leave(self) -> None:
        """Gives the place to the next, or back."""
        while self._waiting:
            _, _, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(None)
                return
        self._free += 1


class Turns:
    """The gates of all hosts (``per_host`` places each) and the one over all (``limit`` places)."""

    def __init__(self, *, limit: int, per_host: int) -> None:
        self._per_host = per_host
        self._polls, self._pages = Gate(limit), Gate(_PLACES_FOR_PAGES)
        self._hosts: dict[str, Gate] = {}
        self._rests: dict[tuple[str, Priority], float] = {}  # until when, by the event loop's clock

    def rest(self, host: str, seconds: float, *, also_people: bool = True) -> None:
        """The host is left alone for so long: by everybody, or by polls only and not by people who wait."""
        until = asyncio.get_running_loop().time() + seconds
        for priority in Priority if also_people else (Priority.POLL,):
            self._rests[host, priority] = max(until, self._rests.get((host, priority), 0.0))

    def rest_left(self, host: str, priority: Priority) -> float:
        """Seconds for which the host is still to be left alone; 0 if it is not."""
        left = self._rests.get((host, priority), 0.0) - asyncio.get_running_loop().time()
        if left <= 0:
            self._rests.pop((host, priority), None)
        return max(left, 0.0)

    def forget_rests(self) -> None:
        """A person insists: every host may be asked again."""
        self._rests.clear()

    @asynccontextmanager
    async def turn(self, host: str, priority: Priority) -> AsyncIterator[None]:
        """A turn at ``host`` (its name and port), for as long as the block runs."""
        gate = self._hosts.setdefault(host, Gate(self._per_host))
        overall = self._pages if priority is Priority.PAGE else self._polls
        try:
            await gate.enter(priority)
            try:
                await overall.enter(priority)
                try:
                    yield
                finally:
                    overall.leave()
            finally:
                gate.leave()
        finally:
            if gate.idle and self._hosts.get(host) is gate:
                del self._hosts[host]

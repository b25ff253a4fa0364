"""Limits the memory of bodies in flight: many small ones at once, but few large ones.

Bodies of 10 MB from 64 servers at the same time would fill the memory of a small computer. A body may grow to half a
megabyte; to grow further, it waits until one of a few places for large bodies is free, and keeps it until its feed is
stored.
"""

from __future__ import annotations

import asyncio

LARGE = 500_000  # bytes
_LARGE_BODIES = 6


class BodyBudget:
    """The places for large bodies of one client."""

    def __init__(self, places: int = _LARGE_BODIES) -> None:
        self._places = asyncio.Semaphore(places)

    def share(self) -> BodyShare:
        """The share of one body. Call ``release`` when the body and everything made of it are no longer needed."""
        return BodyShare(self._places)


class BodyShare:
    """See :meth:`BodyBudget.share`."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places = places
        self._held = False

    def allows(self, size: int) -> bool:
        """Whether the body may have this size already; otherwise :meth:`acquire` comes first."""
        return self._held or size <= LARGE

    async def acquire(self) -> None:
        """Waits for a place for a large body."""
        await self._places.acquire()
        self._held = True

    def release(self) -> None:
        """Gives the place back, if there is one. May be called again."""
        if self._held:
            self._held = False
            self._places.release()

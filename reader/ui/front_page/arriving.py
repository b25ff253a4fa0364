"""Waits for a running refresh, so that an edition, which never changes, is not made from half of the articles."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from reader.ui.reader.context import ReaderContext

LONGEST = 30.0  # seconds; slow servers are not waited for
STORIES = 5.0  # seconds after the refresh in which the stories of new articles are found
_LOOK_EVERY = 0.1  # seconds


async def all_arrived(reader: ReaderContext, tell: Callable[[], None]) -> None:
    """Returns when no refresh runs and the stories are found. ``tell`` is called if there is something to wait for."""
    if not reader.pending.refreshing:
        return
    tell()
    await _until(lambda: not reader.pending.refreshing, LONGEST)
    await _until(lambda: not reader.library.editions.awaits_stories(), STORIES)


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    for _ in range(round(seconds / _LOOK_EVERY)):
        if condition():
            return
        await asyncio.sleep(_LOOK_EVERY)

"""Several generators of events as one."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Sequence

from reader.refresh.worker.protocol import Event

WAITING = 100  # events that may wait to be taken


async def merged(sources: Sequence[AsyncGenerator[Event, None]]) -> AsyncGenerator[Event, None]:
    """The events of all sources, which run at the same time. The first that raises ends the others, and is raised."""
    if len(sources) == 1:
        async with contextlib.aclosing(sources[0]) as events:
            async for event in events:
                yield event
        return
    queue: asyncio.Queue[Event | BaseException | None] = asyncio.Queue(WAITING)
    tasks = [asyncio.create_task(_drain(source, queue)) for source in sources]
    left = len(tasks)
    try:
        while left:
            taken = await queue.get()
            if isinstance(taken, BaseException):
                raise taken
            if taken is None:
                left -= 1
            else:
                yield taken
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _drain(source: AsyncGenerator[Event, None], queue: asyncio.Queue[Event | BaseException | None]) -> None:
    end: BaseException | None = None
    try:
        async with contextlib.aclosing(source) as events:
            async for event in events:
                await queue.put(event)
    except Exception as error:  # noqa: BLE001 - raised again where the events are taken
        end = error
    await queue.put(end)


async def silently(work: Awaitable[None]) -> AsyncGenerator[Event, None]:
    """Does work that has no events."""
    await work
    nothing: tuple[Event, ...] = ()
    for event in nothing:
        yield event

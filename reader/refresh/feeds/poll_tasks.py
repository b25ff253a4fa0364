"""The polls of a refresh as concurrent tasks."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Sequence

from reader.fetch.body_budget import BodyShare
from reader.model import Poll
from reader.refresh.context import RefreshContext
from reader.refresh.feeds.poll import PolledFeed, poll_feed

BATCH_SECONDS = 0.2
BATCH_FEEDS = 50
MAX_POLLS = 128  # feeds that are fetched, parsed or about to be stored; limits memory


class PollTasks:
    """The polls of one refresh, whose results come in batches. Within a running event loop."""

    def __init__(self, context: RefreshContext, polls: Sequence[Poll]) -> None:
        self.feed_ids = {poll.feed_id for poll in polls}
        self._done: asyncio.Queue[PolledFeed] = asyncio.Queue(BATCH_FEEDS)
        self._shares: dict[int, BodyShare] = {}  # by feed
        slots = asyncio.Semaphore(MAX_POLLS)
        self._tasks = [asyncio.create_task(self._poll(context, poll, slots)) for poll in polls]

    async def _poll(self, context: RefreshContext, poll: Poll, slots: asyncio.Semaphore) -> None:
        async with slots:
            share = self._shares[poll.feed_id] = context.body_budget.share()
            await self._done.put(await poll_feed(context, poll, share))

    async def batches(self) -> AsyncGenerator[list[PolledFeed], None]:
        """The results; a batch is stored when the caller takes the next one."""
        left = len(self._tasks)
        while left:
            batch = [await self._done.get()]
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(BATCH_SECONDS):
                    while len(batch) < min(left, BATCH_FEEDS):
                        batch.append(await self._done.get())
            left -= len(batch)
            yield batch
            for polled in batch:  # which is stored by now
                self._shares[polled.poll.feed_id].release()

    async def cancel(self) -> None:
        """Cancels the polls that are still running."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for share in self._shares.values():
            share.release()

"""The real app under Textual's pilot, and the text of its screen."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from textual.pilot import Pilot

from reader.config import Config
from reader.library import Library, open_library
from reader.paths import Paths
from reader.ui.app import BroadsheetApp

PATIENCE = 90.0  # seconds; only a test that fails waits that long


@dataclass(frozen=True, slots=True)
class Sight:
    """An app that runs, its library, and a pilot at its keys."""

    app: BroadsheetApp
    library: Library
    pilot: Pilot[None]

    @property
    def screen(self) -> Any:
        """The main screen."""
        return self.app.get_default_screen()

    @property
    def reader(self) -> Any:
        """The parts of the main screen, a :class:`reader.ui.reader.context.ReaderContext`."""
        return self.screen.reader

    def text(self) -> str:
        """What the screen shows, as lines."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def press(self, *keys: str) -> None:
        """Presses keys, each when the one before has been heard, and lets the page follow the cursor."""
        for key in keys:
            await self.pilot.press(key)
            await self.settled(follow=False)
        await self.pilot.pause(0.1)
        await self.settled()

    async def settled(self, *, follow: bool = True) -> None:
        """Waits until the app and its threads are idle; not for the worker.

        The pilot takes a process that gets no time for one that has nothing to do. ``follow``: until the page
        has followed the cursor as well.
        """
        async with asyncio.timeout(PATIENCE):
            rested = 0
            while rested < 2 and self.app.is_running:  # a message that was under way may have brought another
                with contextlib.suppress(RuntimeError):  # the library is closed
                    for thread in (self.library._readers._thread, self.library._writer._thread):
                        await asyncio.wrap_future(thread.submit(int))
                await self.pilot._wait_for_screen(PATIENCE)
                rested = 0 if self._busy() or (follow and self._follows()) else rested + 1
                if not rested:
                    await asyncio.sleep(0.005)

    def _busy(self) -> bool:
        """Whether messages or callbacks wait in any part of the app."""
        pumps = [self.app, *self.app.screen.walk_children(with_self=True)]
        return any(not pump._message_queue.empty() or pump._next_callbacks for pump in pumps)

    def _follows(self) -> bool:
        """Whether the page has still to follow the cursor, or its whole to be set."""
        workers = any(worker.group == "page" and not worker.is_finished for worker in self.app.workers)
        return workers or self.reader.pending.follow is not None

    async def until(self, holds: Callable[[str], bool]) -> str:
        """Waits until something holds for the screen's text; returns that text."""
        async with asyncio.timeout(PATIENCE):
            while not holds(text := self.text()):  # the screen has no event to wait for
                await self.pilot.pause(0.05)
        return text

    async def shows(self, *words: str) -> str:
        """Waits until the screen shows all of these."""
        try:
            return await self.until(lambda text: all(word in text for word in words))
        except TimeoutError:
            raise AssertionError(f"{words} never came up on this screen:\n{self.text()}") from None


@asynccontextmanager
async def reading(
    paths: Paths,
    *,
    config: Config | None = None,
    size: tuple[int, int] = (150, 45),
    worker: bool = False,
    clock: Callable[[], float] = time.time,
) -> AsyncIterator[Sight]:
    """Opens the reader on these folders, with the worker process if that is wanted."""
    library = open_library(paths, config or Config(language="en"), clock=clock)
    try:
        library.worker.seed()
        app = BroadsheetApp(library, with_worker=worker)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.1)
            yield Sight(app, library, pilot)
    finally:
        library.close()

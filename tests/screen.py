"""The real app under Textual's pilot, and what its screen shows."""

from __future__ import annotations

import asyncio
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

PATIENCE = 30.0  # seconds; only a test that fails waits that long


@dataclass(frozen=True, slots=True)
class Sight:
    """An app that runs, its library, and a pilot at its keys."""

    app: BroadsheetApp
    library: Library
    pilot: Pilot[None]

    @property
    def screen(self) -> Any:
        """The reading screen, with its parts."""
        return self.app.get_default_screen()

    def text(self) -> str:
        """What the screen shows, as lines."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text.rstrip() for strip in strips)

    async def press(self, *keys: str) -> None:
        """Presses keys, and lets the page follow the cursor."""
        await self.pilot.press(*keys)
        await self.pilot.pause(0.1)

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
        library.seed()
        app = BroadsheetApp(library, with_worker=worker)
        async with app.run_test(size=size) as pilot:
            await pilot.pause(0.1)
            yield Sight(app, library, pilot)
    finally:
        library.close()

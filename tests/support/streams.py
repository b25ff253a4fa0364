"""Choosing a stream in the tree with keys."""

from __future__ import annotations

from reader.stream import Stream
from tests.support.screen import Sight


async def open_stream(sight: Sight, stream: Stream) -> None:
    """Selects a stream in the tree, with keys, and goes to its list."""
    while sight.screen.desk.pane != "tree":
        await sight.press("escape")
    await sight.press("g")
    for _ in range(40):
        if sight.screen.feeds.stream == stream:
            await sight.press("tab")
            return
        await sight.press("j")
    raise AssertionError(f"{stream} is not in the tree")

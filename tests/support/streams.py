"""Choosing streams and headlines with keys."""

from __future__ import annotations

from reader.stream import Stream
from tests.support.screen import Sight


async def open_stream(sight: Sight, stream: Stream) -> None:
    """Selects a stream in the tree, with keys, and goes to its list."""
    while sight.reader.layout.pane != "tree":
        await sight.pilot.press("escape")
    await sight.pilot.press("g")
    for _ in range(40):
        if sight.reader.tree.stream == stream:
            await sight.press("tab")
            return
        await sight.pilot.press("j")
    raise AssertionError(f"{stream} is not in the tree")


async def to_entry(sight: Sight, title: str) -> None:
    """Walks down the list to a headline."""
    await sight.press("g")
    for _ in range(60):
        current = sight.reader.headlines.current
        if current and current.title == title:
            return
        await sight.pilot.press("j")
    raise AssertionError(f"{title} is not in the list")

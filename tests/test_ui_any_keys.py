"""Any keys in any order, at any size, never end the reader."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.ui.commands.command import Context
from reader.ui.commands.registry import commands
from tests.newspaper import Newspaper
from tests.support.fuzzing import THOROUGH
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import reading

LEAVES = {"q", "ctrl+q"}
SIZES = [(20, 5), (1, 1), (40, 12), (79, 24), (80, 24), (100, 20), (129, 40), (130, 40), (220, 60)]
PRESSED = (
    [key for command in commands(Context.READER) for key in command.keys if key not in LEAVES]
    + list("äß7")
    + ["ctrl+a", "backspace", "delete"]
)


@pytest.fixture
def polled(newspaper: Newspaper, paths: Paths) -> Paths:
    """Folders with entries, but without a worker."""
    subscribe_to(paths, newspaper)
    poll_all(paths)
    return paths


@pytest.mark.parametrize("seed", [1, 2, 3] if THOROUGH else [1])
async def test_any_keys_in_any_order(polled: Paths, seed: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("BROWSER", "true")
    monkeypatch.setenv("HOME", str(tmp_path))  # where an export goes
    chance = random.Random(seed)
    async with reading(polled) as sight:
        for number in range(120):
            await sight.pilot.press(chance.choice(PRESSED))
            if number % 10 == 9:
                await sight.pilot.resize_terminal(*chance.choice(SIZES))
                await sight.pilot.pause(0.05)
        assert sight.app.is_running
        while len(sight.app.screen_stack) > 1:
            await sight.press("escape")
        await sight.pilot.resize_terminal(140, 40)
        await sight.shows("Broadsheet")


async def test_page_keys_in_a_window_without_room_for_the_list_do_nothing(polled: Paths) -> None:
    for size in ((20, 3), (12, 2)):
        async with reading(polled, size=size) as sight:
            await sight.press("T")
            await sight.press("pageup", "pagedown", "escape")
            await sight.pilot.resize_terminal(140, 40)
            await sight.shows("Broadsheet")

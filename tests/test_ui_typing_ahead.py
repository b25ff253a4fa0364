"""Keys typed faster than the screen follows do what they would have done with patience."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.support.news_of_a_day import stock_news
from tests.support.screen import reading
from tests.support.stocking import new_entry, states, stock

FEED = "https://paper.example/feed"
# A search, a filter that is kept and ended, labels, help, a selection, an order by the command line, undo. No command
# follows what starts the loading of a list, because it may act on the list that is still shown.
TYPED = (
    *("/", *"title", "enter", "j", "s", "escape"),
    *("&", *"is:starred", "enter", "escape"),
    *("#", *"Harbour", "enter", "j", "#", *"Old town", "enter"),
    *("?", "escape", "*", "j", "j", "m", "escape"),
    *(":", *"list.order oldest", "enter", "g", "L"),
    *("ctrl+p", *"select one", "enter", "m", "u"),
)


@pytest.fixture
def profile(paths: Paths) -> Paths:
    """One feed with twelve articles."""
    stock(paths, f'[[feeds]]\nurl = "{FEED}"\n', {FEED: [new_entry(n) for n in range(12)]})
    return paths


async def test_a_line_typed_at_once_does_what_it_does_key_by_key(profile: Paths, tmp_path: Path) -> None:
    ends = []
    for at_once in (False, True):
        copy = Paths(tmp_path / f"config-{at_once}", tmp_path / f"data-{at_once}")
        shutil.copytree(profile.config_dir, copy.config_dir)
        shutil.copytree(profile.data_dir, copy.data_dir)
        async with reading(copy, size=(110, 30)) as sight:
            if at_once:
                sight.press_at_once(*TYPED)
            else:
                await sight.press(*TYPED)
            await sight.settled()
            screen = sight.text()
            ends.append((screen.list_title, screen.row.title, states(copy.database)))
    assert ends[0] == ends[1]
    assert ends[0][2] != [(n, 0, 0, 0, None) for n in range(1, 13)]


async def test_keys_typed_before_the_front_page_is_there_work_on_it(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    async with reading(paths) as sight:
        sight.press_at_once("F", "space")
        await sight.shows("Space opens the next story")
        assert "glacier" in sight.text().article
        await sight.press("escape")
        await sight.shows("of 15 read")
        await sight.press("escape")
        sight.press_at_once("F", "j", "j", "m", "w")
        await sight.shows("Why it is here", "2 of 15 read", later=True)
        await sight.press("escape", "escape")
        sight.press_at_once("F", "space", "escape")
        await sight.until(lambda screen: len(sight.app.screen_stack) == 1 and screen.row.title != "")

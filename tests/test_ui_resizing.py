"""Lists after a resize and on the first start: nothing stale is drawn, and nothing is scrolled without need."""

from __future__ import annotations

import pytest

from reader.paths import Paths
from tests.support.fuzzing import cases
from tests.support.screen import reading
from tests.support.stocking import new_entry, stocked

FEED = "https://long.example/feed"


@pytest.fixture
def headlines(paths: Paths) -> Paths:
    """A feed whose headlines need two lines."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{FEED}"\ntitle = "Long"\n', encoding="utf-8")
    title = "The long headline number {} continues until it needs a second line of its row"
    stocked(paths.database, {FEED: [new_entry(n, title=title.format(n)) for n in range(30)]}).close()
    return paths


@pytest.mark.parametrize(
    "sizes",
    [[(120, 28), (120, 40)], [(80, 24), (100, 40)], [(100, 40), (80, 24), (120, 36)], [(120, 40), (80, 24)]],
    ids=str,
)
async def test_after_any_resize_the_screen_is_that_of_a_reader_started_at_this_size(
    headlines: Paths, sizes: list[tuple[int, int]]
) -> None:
    first, *others = sizes
    async with reading(headlines, size=first) as sight:
        await sight.shows("The long headline number 0")
        for size in others:
            await sight.pilot.resize_terminal(*size)
            await sight.settled()
        resized = sight.text()
    async with reading(headlines, size=sizes[-1]) as sight:
        await sight.until(resized.__eq__)


@pytest.mark.parametrize("cursor", cases(5, 29, 0, 14, brief=2))
async def test_after_resizes_the_list_is_where_it_would_be_after_a_start(headlines: Paths, cursor: int) -> None:
    sizes = [(80, 24), (70, 40), (120, 28), (200, 50), (60, 20), (100, 36), (120, 33)]
    seen = []
    async with reading(headlines, size=(140, 45)) as sight:
        await sight.shows("The long headline number 0")
        await sight.press(*["j"] * cursor)
        for size in sizes:
            await sight.pilot.resize_terminal(*size)
            await sight.settled()
            seen.append(sight.text())
        await sight.press("q")
    for size, resized in zip(sizes[-2:], seen[-2:], strict=True):
        async with reading(headlines, size=size) as sight:
            await sight.until(resized.__eq__)


@pytest.mark.parametrize("size", [(80, 24), (120, 35), (150, 30), (150, 42)])
async def test_the_top_of_the_tree_is_visible_on_the_first_start(paths: Paths, size: tuple[int, int]) -> None:
    async with reading(paths, size=size) as sight:
        await sight.press("escape")
        await sight.shows("Today", "Unread", "Starred", "Welcome")

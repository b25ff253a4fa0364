"""Scrolling: the bar tells where one is, and a step costs what comes into sight."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.paths import Paths
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.scroller import thumb
from tests.support.long_list import long
from tests.support.screen import Sight, reading
from tests.support.streams import open_list

__all__ = ["long"]


@given(height=st.integers(1, 200), lines=st.integers(0, 3_000_000), share=st.floats(0, 1))
def test_the_scrollbar_reaches_its_ends_with_the_text(height: int, lines: int, share: float) -> None:
    most = max(0, lines - height)
    marked = thumb(height, lines, round(share * most))
    assert bool(marked) == (lines > height)
    if marked:
        assert marked.start >= 0
        assert marked.stop <= height
        assert thumb(height, lines, 0).start == 0
        assert thumb(height, lines, most).stop == height


async def shown(sight: Sight) -> None:
    await open_list(sight, "Feed 1")
    await sight.until(lambda screen: screen.row.title == "Title 0")
    await sight.settled()  # the whole list has been loaded


async def test_moving_does_not_lay_out_the_screen_again(long: Paths) -> None:
    async with reading(long) as sight:
        await shown(sight)
        layouts: list[object] = []
        sight.screen.screen_layout_refresh_signal.subscribe(sight.screen, layouts.append)
        await sight.press(*["down"] * 30, "end", "home", "pagedown")
        assert layouts == []


async def test_scrolling_draws_only_the_lines_that_become_visible(long: Paths) -> None:
    async with reading(long) as sight:
        await shown(sight)
        await sight.press(*["down"] * 20)  # the cursor is at the lower edge
        headlines = sight.screen.query_one(Headlines)  # what it draws is all that can be counted
        sight.text()
        before, top = len(headlines._drawn), headlines.scroll_offset.y
        await sight.press("down")
        assert headlines.scroll_offset.y - top == 3
        sight.text()
        assert 0 < len(headlines._drawn) - before <= 3 * 3  # a new row, and two with the cursor and without


async def test_the_scrollbar_can_be_dragged(long: Paths) -> None:
    async with reading(long) as sight:
        await shown(sight)
        region = sight.screen.query_one(Headlines).region
        right, bottom = region.right - 1, region.bottom - 1
        await sight.pilot.mouse_down(offset=(right, region.y))
        await sight.pilot.hover(offset=(right, bottom))
        await sight.until(lambda screen: screen.titles[-1] == "Title 399")
        await sight.pilot.mouse_up(offset=(right, bottom))
        await sight.pilot.hover(offset=(right, region.y))
        await sight.settled()
        assert sight.text().titles[-1] == "Title 399"
        await sight.press("j")  # from the first row, where the cursor stayed
        await sight.until(lambda screen: screen.row.title == "Title 1")

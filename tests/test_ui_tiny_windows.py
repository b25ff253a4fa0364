"""Dialogs in windows of a few cells: opened there, and made smaller while they are open."""

from __future__ import annotations

import time
from typing import Any

from textual.screen import Screen

from reader.paths import Paths
from reader.store.feed_owners import Undecided
from reader.ui.dialogs.decide import DecideDialog
from reader.ui.dialogs.dialog import ConfirmDialog
from reader.ui.dialogs.rename_person import RenamePersonDialog
from tests.support.news_of_a_day import stock_news
from tests.support.screen import Sight, reading
from tests.support.streams import open_list, to_tree

OPENED_IN = ((1, 1), (3, 1), (6, 5), (9, 2))
SHRUNK_TO = ((12, 1), (10, 5), (8, 5), (7, 3), (5, 2), (4, 4), (2, 3), (1, 5))
ROOM = (60, 20)
MOVES = ("down", "end", "pageup", "pagedown", "tab")
IN_THE_TREE = ("a", "e", "D", "M", "S", "I", "E", "f6")
IN_THE_LIST = ("v", "number_sign", "ctrl+p", "colon", "slash", "ampersand", "question_mark", "exclamation_mark",
               "alt+i", "W", "T")  # fmt: skip
IN_THE_ARTICLE = ("slash", "v")


async def resized(sight: Sight, size: tuple[int, int]) -> None:
    await sight.pilot.resize_terminal(*size)
    await sight.settled()


async def moved(sight: Sight) -> None:
    sight.press_at_once(*MOVES)
    await sight.settled()
    sight.text()


async def left(sight: Sight) -> None:
    for _attempt in range(5):
        if len(sight.app.screen_stack) > 1:
            await sight.press("escape")
    assert len(sight.app.screen_stack) == 1


async def used_while_it_shrinks(sight: Sight) -> None:
    """Uses the dialog that is open, and leaves it."""
    assert len(sight.app.screen_stack) > 1
    for size in SHRUNK_TO:
        await resized(sight, size)
        sight.text()
    await moved(sight)
    await left(sight)


async def opened_everywhere(sight: Sight, keys: tuple[str, ...]) -> None:
    for key in keys:
        await resized(sight, ROOM)
        await sight.press(key)
        await used_while_it_shrinks(sight)
        for size in OPENED_IN:
            await resized(sight, size)
            await sight.press(key)
            await moved(sight)
            await left(sight)
    await resized(sight, ROOM)


async def test_every_dialog_of_the_tree_can_be_used_in_a_window_of_a_few_cells(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    async with reading(paths, size=ROOM) as sight:
        await to_tree(sight, "New Scientist")
        await opened_everywhere(sight, IN_THE_TREE)


async def test_every_dialog_of_the_list_can_be_used_in_a_window_of_a_few_cells(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    async with reading(paths, size=ROOM) as sight:
        await open_list(sight, "New Scientist")
        await opened_everywhere(sight, IN_THE_LIST)


async def test_every_other_dialog_can_be_used_in_a_window_of_a_few_cells(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    async with reading(paths, size=ROOM) as sight:
        await open_list(sight, "New Scientist")
        await sight.press("enter")
        await opened_everywhere(sight, IN_THE_ARTICLE)
        undecided = [Undecided(1, "Server", str(n), "Post", f"https://{n}.example/feed") for n in range(3)]
        others: tuple[Screen[Any], ...] = (
            DecideDialog(undecided), RenamePersonDialog("Ada Lovelace"), ConfirmDialog("Delete", "All of it?", accept="{key} deletes"),
        )  # fmt: skip
        for dialog in others:
            await resized(sight, ROOM)
            sight.app.push_screen(dialog)
            await sight.settled()
            await used_while_it_shrinks(sight)


async def test_the_front_page_lists_its_editions_in_a_window_of_a_few_cells(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    async with reading(paths, size=ROOM) as sight:
        await sight.press("F")
        await sight.shows("of 15 read")
        for size in (*OPENED_IN, *SHRUNK_TO):
            await resized(sight, size)
            await sight.press("e")
            await sight.until(lambda _: len(sight.app.screen_stack) == 3)
            await moved(sight)
            await sight.press("escape")
        await resized(sight, ROOM)
        await sight.shows("of 15 read")

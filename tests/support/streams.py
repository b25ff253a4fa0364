"""Choosing lists and headlines with keys, as the screen names them."""

from __future__ import annotations

from tests.support.screen import Sight


async def to_tree(sight: Sight, *path: str) -> None:
    """Focuses the tree and moves its cursor to a row. ``path``: the labels of its folders, then its own."""
    for _ in range(3):  # a dialog, the article, the list
        if sight.text().focus != "tree":
            await sight.press("escape")
    assert sight.text().focus == "tree", sight.text()
    await sight.press("home")
    for _ in range(40):
        rows = sight.text().tree
        place = -1
        for label in path:
            place = next((at for at, row in enumerate(rows) if at > place and row.label == label), len(rows))
        if place < len(rows):
            cursor = next(at for at, row in enumerate(rows) if row.selected)
            await sight.press(*["j"] * (place - cursor))
            assert sight.text().tree_row.label == path[-1]
            return
        await sight.pilot.press("j")
    raise AssertionError(f"{path} is not in the tree:\n{sight.text()}")


async def open_list(sight: Sight, *path: str) -> None:
    """Opens the list of a row of the tree and gives it the keys; see :func:`to_tree`."""
    await to_tree(sight, *path)
    await sight.press("tab")


async def to_headline(sight: Sight, title: str) -> None:
    """Walks down the list to a headline, which begins with this title."""
    await sight.press("home")
    for _ in range(60):
        if sight.text().row.title.startswith(title):
            await sight.settled()
            return
        await sight.pilot.press("j")
    raise AssertionError(f"{title} is not in the list:\n{sight.text()}")

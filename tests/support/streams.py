"""Choosing lists and headlines with keys, as the screen names them."""

from __future__ import annotations

from tests.support.painted import Painted
from tests.support.screen import Sight


async def to_tree(sight: Sight, *path: str) -> None:
    """Focuses the tree and moves its cursor to a row. ``path``: the labels of its folders, then its own."""
    for _ in range(3):  # a dialog, the article, the list
        if sight.text(article=False).focus != "tree":
            await sight.press("escape")
    assert sight.text(article=False).focus == "tree", sight.text()
    if not (steps := _steps(sight.text(article=False), path)):  # coming from elsewhere opens a list again
        await sight.press("home")
        for _ in range(40):
            if (steps := _steps(sight.text(article=False), path)) is not None:
                break
            await sight.pilot.press("j")
    assert steps is not None, f"{path} is not in the tree:\n{sight.text()}"
    sight.press_at_once(*("j" if steps > 0 else "k") * abs(steps))
    await sight.settled()
    assert sight.text(article=False).tree_row.label == path[-1]


def _steps(screen: Painted, path: tuple[str, ...]) -> int | None:
    """How far down from its cursor the row is in the tree, if both are in sight."""
    rows = screen.tree
    place = -1
    for label in path:
        place = next((at for at, row in enumerate(rows) if at > place and row.label == label), len(rows))
    cursor = next((at for at, row in enumerate(rows) if row.selected), None)
    return None if cursor is None or place == len(rows) else place - cursor


async def open_list(sight: Sight, *path: str) -> None:
    """Opens the list of a row of the tree and gives it the keys; see :func:`to_tree`."""
    await to_tree(sight, *path)
    await sight.press("tab")


async def to_headline(sight: Sight, title: str) -> None:
    """Walks down the list to a headline, which begins with this title."""
    await sight.press("home")
    for _ in range(60):
        if sight.text(article=False).row.title.startswith(title):
            await sight.settled()
            return
        await sight.pilot.press("j")
    raise AssertionError(f"{title} is not in the list:\n{sight.text()}")

"""Which panes are visible and how large, by the size of the terminal. Pure.

Wide: feeds, headlines and article side by side. Middle: headlines and article side by side, the feeds only while
focused. Stacked: headlines above the article. Narrow: one pane at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WIDE_FROM, MIDDLE_FROM, STACKED_FROM = 130, 100, 80
NARROWEST_PANE, LOWEST_LIST = 16, 4


class Shape(StrEnum):
    """The arrangement of the panes."""

    WIDE = "wide"
    MIDDLE = "middle"
    STACKED = "stacked"
    NARROW = "narrow"


class Pane(StrEnum):
    """The three panes, outermost first; the value is the widget's id."""

    TREE = "tree"
    LIST = "headlines"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes that the user chose, in cells; None: chosen by the program."""

    tree_width: int | None = None
    list_width: int | None = None
    list_height: int | None = None


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which panes are visible, and how large; the article gets the rest. None: all there is."""

    shape: Shape
    shown: frozenset[Pane]
    tree_width: int | None
    list_width: int | None
    list_height: int | None
    airy: bool  # hairlines below the top line and above the bottom line


def shape_of(width: int) -> Shape:
    """The shape for a terminal of that width."""
    if width >= WIDE_FROM:
        return Shape.WIDE
    if width >= MIDDLE_FROM:
        return Shape.MIDDLE
    return Shape.STACKED if width >= STACKED_FROM else Shape.NARROW


def arrange(width: int, height: int, sizes: Sizes, focused: Pane, *, tree_wanted: bool = True) -> Arrangement:
    """Arranges the panes for a terminal. ``tree_wanted``: show the feeds in the wide shape, which can hide them."""
    shape = shape_of(width)
    airy = height >= 30
    if shape is Shape.NARROW:
        return Arrangement(shape, frozenset({focused}), None, None, None, airy)
    tree = focused is Pane.TREE or (shape is Shape.WIDE and tree_wanted)
    tree_width = _between(sizes.tree_width or min(34, max(26, width // 5)), width // 3) if tree else 0
    shown = frozenset({Pane.LIST, Pane.ARTICLE} | ({Pane.TREE} if tree else set()))
    room = width - tree_width - bool(tree)
    if shape is Shape.STACKED:
        list_height = min(max(sizes.list_height or (height - 2) // 3, LOWEST_LIST), max(LOWEST_LIST, height - 8))
        return Arrangement(shape, shown, tree_width or None, None, list_height, airy)
    list_width = _between(sizes.list_width or min(60, max(34, room * 2 // 5)), room - 2 * NARROWEST_PANE)
    return Arrangement(shape, shown, tree_width or None, list_width, None, airy)


def _between(wanted: int, most: int) -> int:
    return max(NARROWEST_PANE, min(wanted, most))

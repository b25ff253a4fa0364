"""Which panes are visible and how large, and the rows of the list, by the size of the terminal. Pure.

Wide: feeds, headlines and article side by side. Middle: headlines and article side by side, the feeds only while
focused. Stacked: headlines above the article. Narrow: one pane at a time.

A wider terminal of the same height never starts with fewer headlines than a narrower one, although the narrow shape
gives the list the whole screen: there the rows are comfortable, and tall in a tall terminal; above the article they are
compact and have no headings between them; beside it they are comfortable only where the list is long enough.
"""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass

WIDE_FROM, MIDDLE_FROM, STACKED_FROM = 130, 100, 80
NARROWEST_PANE, LOWEST_LIST = 16, 4
COMFORTABLE_FROM = 35  # lines of a terminal whose list starts with comfortable rows
TALL_ROWS_FROM = 32  # lines of a narrow terminal whose comfortable rows have a line of their own for the source
RULED_FROM, AIRY_FROM = 16, 30  # lines of a terminal with a hairline below the top line, and above the bottom line


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
class RowPlan:
    """The rows of the list. ``headings``: days have lines of their own; without, they are named at the right."""

    compact: bool
    height: int  # lines of a row
    headings: bool


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Which panes are visible, and how large; the article gets the rest. None: all there is."""

    shape: Shape
    shown: frozenset[Pane]
    tree_width: int | None
    list_width: int | None
    list_height: int | None
    rows: RowPlan
    ruled: bool  # a hairline below the top line
    airy: bool  # a hairline above the bottom line


def shape_of(width: int) -> Shape:
    """The shape for a terminal of that width."""
    if width >= WIDE_FROM:
        return Shape.WIDE
    if width >= MIDDLE_FROM:
        return Shape.MIDDLE
    return Shape.STACKED if width >= STACKED_FROM else Shape.NARROW


def arrange(
    width: int,
    height: int,
    sizes: Sizes,
    focused: Pane,
    *,
    tree_wanted: bool = True,
    compact: bool | None = None,
    zoomed: bool = False,
) -> Arrangement:
    """Arranges the panes for a terminal.

    ``tree_wanted``: show the feeds in the wide shape, which can hide them. ``compact``: the rows that the user chose;
    None leaves it to the size. ``zoomed``: the list or the article gets the whole screen while it is focused.
    """
    shape = shape_of(width)
    rows = _rows(shape, height, compact)
    ruled, airy = height >= RULED_FROM, height >= AIRY_FROM
    if shape is Shape.NARROW or (zoomed and focused is not Pane.TREE):
        return Arrangement(Shape.NARROW, frozenset({focused}), None, None, None, rows, ruled, airy)
    tree = focused is Pane.TREE or (shape is Shape.WIDE and tree_wanted)
    tree_width = _between(sizes.tree_width or min(34, max(26, width // 5)), width // 3) if tree else 0
    shown = frozenset({Pane.LIST, Pane.ARTICLE} | ({Pane.TREE} if tree else set()))
    room = width - tree_width - bool(tree)
    if shape is Shape.STACKED:
        list_height = min(max(sizes.list_height or _list_height(height), LOWEST_LIST), max(LOWEST_LIST, height - 8))
        return Arrangement(shape, shown, tree_width or None, None, list_height, rows, ruled, airy)
    list_width = _between(sizes.list_width or min(60, max(34, room * 2 // 5)), room - 2 * NARROWEST_PANE)
    return Arrangement(shape, shown, tree_width or None, list_width, None, rows, ruled, airy)


def _rows(shape: Shape, height: int, compact: bool | None) -> RowPlan:
    if compact is None:
        compact = shape is Shape.STACKED or (shape is not Shape.NARROW and height < COMFORTABLE_FROM)
    if compact:
        return RowPlan(True, 1, headings=shape is not Shape.STACKED)
    tall = shape is Shape.NARROW and height >= TALL_ROWS_FROM
    return RowPlan(False, 4 if tall else 3, headings=shape is not Shape.STACKED)


def _list_height(height: int) -> int:
    """The lines of a list above the article: about two fifths, and a third in a tall terminal."""
    return max(min(9, (height - 4) * 9 // 20), (height - 10) // 3)


def _between(wanted: int, most: int) -> int:
    return max(NARROWEST_PANE, min(wanted, most))

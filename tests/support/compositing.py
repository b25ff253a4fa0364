"""What Textual's compositor would draw, without drawing what is covered: containers, and screens below dialogs."""

from __future__ import annotations

from textual._compositor import Compositor
from textual.geometry import NULL_REGION, Region
from textual.strip import Strip


def draw(compositor: Compositor, *, blank: Region = NULL_REGION) -> list[Strip]:
    """The lines that :meth:`Compositor.render_strips` returns, their pieces perhaps cut at other places.

    ``blank``: a region that is left blank, because drawing what is there would be in vain.
    """
    size = compositor.size
    pieces: list[list[tuple[int, Strip]]] = [[] for _ in range(size.height)]
    free = [[(0, size.width)] for _ in range(size.height)]  # the columns of each line that nothing covers yet
    for line in blank.line_range:
        free[line] = _fill(free[line], blank.x, blank.right, Strip.blank(blank.width), pieces[line])
    for widget, (region, clip) in compositor.visible_widgets.items():  # the topmost first
        x, y, width, height = seen = region.intersection(clip)
        lines = [line for line in seen.line_range if any(start < x + width and end > x for start, end in free[line])]
        if not lines or not width:
            continue
        strips = widget.render_lines(Region(x - region.x, y - region.y, width, height))
        for line in lines:
            if line - y < len(strips):
                strip = strips[line - y]
                free[line] = _fill(free[line], x, x + strip.cell_length, strip, pieces[line])
    return [Strip.join([strip for _, strip in sorted(line, key=_column)]) for line in pieces]


def _fill(
    free: list[tuple[int, int]], x: int, end: int, strip: Strip, pieces: list[tuple[int, Strip]]
) -> list[tuple[int, int]]:
    """Puts a strip into what is free of a line; returns what is free then."""
    left = []
    for first, last in free:
        start, stop = max(first, x), min(last, end)
        if start >= stop:
            left.append((first, last))
            continue
        pieces.append((start, strip.crop(start - x, stop - x)))
        left += [(a, b) for a, b in ((first, start), (stop, last)) if a < b]
    return left


def _column(piece: tuple[int, Strip]) -> int:
    return piece[0]

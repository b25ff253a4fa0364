"""What Textual's compositor would draw, without drawing what is covered: containers, and screens below dialogs."""

from __future__ import annotations

from textual._compositor import Compositor
from textual.geometry import NULL_REGION, Region
from textual.strip import Strip


class Line:
    """A line of the screen in pieces, the first at the left. They are joined when more than their text is wanted."""

    __slots__ = ("_joined", "_pieces")

    def __init__(self, pieces: list[Strip]) -> None:
        self._pieces = pieces
        self._joined: Strip | None = None

    @property
    def text(self) -> str:
        return "".join([segment.text for piece in self._pieces for segment in piece._segments])

    @property
    def strip(self) -> Strip:
        if self._joined is None:
            self._joined = self._pieces[0] if len(self._pieces) == 1 else Strip.join(self._pieces)
        return self._joined


def draw(compositor: Compositor, *, blank: Region = NULL_REGION) -> list[Line]:
    """The lines that :meth:`Compositor.render_strips` returns, their pieces perhaps cut at other places.

    ``blank``: a region that is left blank, because drawing what is there would be in vain.
    """
    size = compositor.size
    pieces: list[list[tuple[int, Strip]]] = [[] for _ in range(size.height)]
    free = [[(0, size.width)] for _ in range(size.height)]  # the columns of each line that nothing covers yet
    for line in blank.line_range:
        _fill(free[line], blank.x, blank.right, Strip.blank(blank.width), pieces[line])
    for widget, (region, clip) in compositor.visible_widgets.items():  # the topmost first
        x, y, width, height = seen = region.intersection(clip)
        if not width or not any(_meets(free[line], x, x + width) for line in seen.line_range):
            continue
        strips = widget.render_lines(Region(x - region.x, y - region.y, width, height))
        for line, strip in zip(seen.line_range, strips, strict=False):
            if free[line]:
                _fill(free[line], x, x + strip.cell_length, strip, pieces[line])
    return [Line([strip for _, strip in sorted(line, key=_column)]) for line in pieces]


def _meets(free: list[tuple[int, int]], x: int, end: int) -> bool:
    """Whether something of these columns is free."""
    for start, stop in free:  # noqa: SIM110 - half a million times in a run of the tests
        if start < end and stop > x:
            return True
    return False


def _fill(free: list[tuple[int, int]], x: int, end: int, strip: Strip, pieces: list[tuple[int, Strip]]) -> None:
    """Puts a strip into what is free of a line, and takes that out of it."""
    if len(free) == 1 and free[0][0] <= x < end <= free[0][1]:  # nearly always
        first, last = free.pop()
        pieces.append((x, strip))
        if first < x:
            free.append((first, x))
        if end < last:
            free.append((end, last))
        return
    left = []
    for first, last in free:
        start, stop = max(first, x), min(last, end)
        if start >= stop:
            left.append((first, last))
            continue
        pieces.append((start, strip.crop(start - x, stop - x)))
        left += [(a, b) for a, b in ((first, start), (stop, last)) if a < b]
    free[:] = left


def _column(piece: tuple[int, Strip]) -> int:
    return piece[0]

"""Distributes stories over columns so that these end at one line, without holes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from reader.lazy_dataclass import dataclass
from reader.ui.front_page.layout.block import Block
from reader.ui.front_page.layout.copy import Rank

GAP = 1  # lines between two stories
_LEAST, _NICE, _MOST = 0, 1, 2
_HEAD_WITHIN = 20  # cost of a section that does not begin at the top of a column
_EMPTY = 4  # factor on the cost of an empty column's hole


@dataclass(frozen=True, slots=True)
class Column:
    """A free column: its first cell, its first line, and its width."""

    x: int
    top: int
    width: int


def load(blocks: Sequence[Block], kind: int) -> int:
    """The lines that stories take in a column, with the gaps between them."""
    return sum(block.height(kind) for block in blocks) + GAP * max(0, len(blocks) - 1)


def fitting(blocks: Sequence[Block], rooms: Sequence[int]) -> int:
    """How many of the stories fit, with as much of their leads as is nice, into columns with these heights."""
    count = 0
    for room in rooms:
        used = 0
        while count < len(blocks):
            block = blocks[count]
            needed = used + (GAP if used else 0)
            if needed + block.height(_NICE) > room and (needed + block.height(_LEAST) > room or used > room * 3 // 4):
                break
            used = needed + block.height(_NICE)
            count += 1
            if used >= room:
                break
    return count


class Heights:
    """The heights of stories in a row, summed up once."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.count = len(blocks)
        self._sums = [[0, *accumulate(block.height(kind) + GAP for block in blocks)] for kind in (_LEAST, _NICE, _MOST)]
        self._heads = [0, *accumulate(int(bool(block.head)) for block in blocks)]

    def load(self, start: int, end: int, kind: int) -> int:
        """The lines that a part takes in a column."""
        sums = self._sums[kind]
        return sums[end] - sums[start] - GAP if end > start else 0

    def cost(self, start: int, end: int, room: int) -> float:
        """The faults of a column, weighed: a hole at its end, hidden leads, a head within."""
        if end == start:
            return _EMPTY * room * room
        hole = max(0, room - self.load(start, end, _MOST) - (end - start) + 1)
        hidden = max(0, self.load(start, end, _NICE) - room)
        return hole * hole + hidden * 4 + _HEAD_WITHIN * (self._heads[end] - self._heads[start + 1])


def partition(heights: Heights, rooms: Sequence[int]) -> tuple[float, list[int]] | None:
    """The best distribution in this order: its cost and the number of stories in each column. None: too little room."""
    count = heights.count
    best: list[tuple[float, tuple[int, ...]] | None] = [(0.0, ()), *[None] * count]
    for number, room in enumerate(rooms):
        following: list[tuple[float, tuple[int, ...]] | None] = [None] * (count + 1)
        for start, so_far in enumerate(best):
            if so_far is None:
                continue
            for end in range(start, count + 1):
                if heights.load(start, end, _LEAST) > room:
                    break
                cost = so_far[0] + heights.cost(start, end, room)
                if end == start:  # rather the last one
                    cost += len(rooms) - number
                known = following[end]
                if known is None or cost < known[0]:
                    following[end] = cost, (*so_far[1], end - start)
        best = following
    found = best[count]
    return (found[0], list(found[1])) if found else None


def lead_lines(part: Sequence[Block], room: int) -> list[int]:
    """How many lines of its lead each story of a column gets, so that the column is full."""
    lines = [block.lead_lines(_LEAST) for block in part]
    left = room - load(part, _LEAST)
    for kind in (_NICE, _MOST):
        limits = [block.lead_lines(kind) for block in part]
        while left > 0 and (growing := [at for at, limit in enumerate(limits) if lines[at] < limit]):
            at = min(growing, key=lambda at: (lines[at] / limits[at], part[at].story.rank is Rank.BRIEF, at))
            lines[at] += 1
            left -= 1
    return lines


def gaps(part: Sequence[Block], lines: Sequence[int], room: int) -> list[int]:
    """The lines below each story but the last, which take up what is left of a column."""
    between = len(part) - 1
    if between < 1:
        return []
    used = sum(block.fixed + count for block, count in zip(part, lines, strict=True))
    more = min(max(0, room - used - GAP * between), between)
    return [GAP + (number < more) for number in range(between)]


def best_bottom(blocks: Sequence[Block], tops: Sequence[int], most: int) -> int | None:
    """The line at which columns that begin at these lines end best; None: they do not fit above ``most``."""
    heights = Heights(blocks)
    found: tuple[float, int] | None = None
    least = (sum(block.height(_LEAST) for block in blocks) + sum(tops)) // len(tops)
    for bottom in range(max(min(tops) + 1, least), most + 1):
        made = partition(heights, [max(0, bottom - top) for top in tops])
        if made is None:
            continue
        cost = made[0] + 0.4 * bottom
        if found is None or cost < found[0]:
            found = cost, bottom
        elif bottom > found[1] + 14:
            break
    return found[1] if found else None

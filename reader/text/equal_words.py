"""Finds the equal words of two texts. Pure, and never quadratic in the length of the texts.

Words that both texts have exactly once are the fixed points (patience diff); only the words between two of them are
compared word by word (E. Myers, "An O(ND) Difference Algorithm", 1986), up to a number of edits. Beyond that, the
stretch has no equal words. Few equal words between two changes do not count, because a rewritten sentence is hard to
read in shreds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import isqrt

_MOST_EDITS = 200  # words removed and added between two fixed points that are still aligned
_MOST_STEPS = 300_000  # of aligning all stretches, a quarter of a second
BREAK = "\n"
"""The word that ends a paragraph."""

Block = tuple[int, int, int]
"""Equal words: where they begin in the old and the new text, and how many they are."""


def equal_words(
    old: Sequence[str], new: Sequence[str], key: Callable[[str], str], check: Callable[[], None]
) -> list[Block]:
    """The words that an edit kept, in order. ``key``: the words with the same value are equal."""
    blocks = _without_shreds(list(_blocks([*map(key, old)], [*map(key, new)], check)), old, new)
    return _at_paragraphs(blocks, old, new)


def _blocks(old: Sequence[str], new: Sequence[str], check: Callable[[], None]) -> Iterator[Block]:
    """The equal words of two texts, in order."""
    numbers: dict[str, int] = {}
    one = [numbers.setdefault(word, len(numbers)) for word in old]
    other = [numbers.setdefault(word, len(numbers)) for word in new]
    stack, steps_left = [(0, len(one), 0, len(other))], _MOST_STEPS
    found: list[Block] = []
    while stack:
        check()
        low, high, start, end = stack.pop()
        head = _common(one, other, low, high, start, end, 1)
        found += [(low, start, head)] if head else []
        low, start = low + head, start + head
        tail = _common(one, other, low, high, start, end, -1)
        found += [(high - tail, end - tail, tail)] if tail else []
        high, end = high - tail, end - tail
        if low == high or start == end:
            continue
        points = _fixed_points(one, other, low, high, start, end)
        if points:
            for first, second in (*points, (high, end)):
                stack.append((low, first, start, second))
                low, start = first, second
        else:
            most = min(_MOST_EDITS, isqrt(max(steps_left, 0)), high - low + end - start)
            steps = _steps(one[low:high], other[start:end], most, check)
            steps_left -= len(steps) ** 2
            found += _trace(steps, high - low, end - start, low, start)
    yield from _joined(sorted(found))


def _common(one: Sequence[int], other: Sequence[int], low: int, high: int, start: int, end: int, step: int) -> int:
    """How many words are equal at the beginning (``step`` 1) or the end (-1) of two stretches."""
    most, length = min(high - low, end - start), 0
    if step > 0:
        while length < most and one[low + length] == other[start + length]:
            length += 1
    else:
        while length < most and one[high - 1 - length] == other[end - 1 - length]:
            length += 1
    return length


def _fixed_points(
    one: Sequence[int], other: Sequence[int], low: int, high: int, start: int, end: int
) -> list[tuple[int, int]]:
    """The places of words that both stretches have once, as many as are in the same order in both."""
    count, count_other = Counter(one[low:high]), Counter(other[start:end])
    there = {word: place for place, word in enumerate(other[start:end], start) if count_other[word] == 1}
    pairs = [
        (place, there[word]) for place, word in enumerate(one[low:high], low) if count[word] == 1 and word in there
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs in which the second numbers rise (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, second) in enumerate(pairs):
        pile = bisect_left(tops, second)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [second]
        ends[pile : pile + 1] = [number]
    chosen: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chosen.append(pairs[at])
        at = before[at]
    return chosen[::-1]


def _steps(one: Sequence[int], other: Sequence[int], most: int, check: Callable[[], None]) -> list[dict[int, int]]:
    """How far Myers' algorithm comes on each diagonal with each number of edits; the last is empty after too many."""
    furthest = {1: 0}
    steps: list[dict[int, int]] = []
    for edits in range(most + 1):
        check()
        steps.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = furthest[diagonal + 1] if _goes_down(furthest, diagonal, edits) else furthest[diagonal - 1] + 1
            y = x - diagonal
            while x < len(one) and y < len(other) and one[x] == other[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(one) and y >= len(other):
                return [*steps, furthest]
    return [*steps, {}]


def _goes_down(furthest: Mapping[int, int], diagonal: int, edits: int) -> bool:
    return diagonal == -edits or (diagonal != edits and furthest.get(diagonal - 1, -1) < furthest.get(diagonal + 1, -1))


def _trace(steps: Sequence[Mapping[int, int]], x: int, y: int, low: int, start: int) -> list[Block]:
    """The equal words on the way that the steps found, last first; none if they do not come to the end."""
    blocks: list[Block] = []
    for edits in range(len(steps) - 2 if steps[-1] else -1, -1, -1):
        furthest, diagonal = steps[edits], x - y
        down = _goes_down(furthest, diagonal, edits)
        came_from = diagonal + 1 if down else diagonal - 1
        before_x = furthest[came_from] if edits else 0
        first = (before_x if down else before_x + 1) if edits else 0
        if x > first:
            blocks.append((low + first, start + first - diagonal, x - first))
        x, y = before_x, before_x - came_from if edits else 0
    return blocks


def _joined(blocks: Sequence[Block]) -> list[Block]:
    joined: list[Block] = []
    for old, new, length in blocks:
        if joined and joined[-1][0] + joined[-1][2] == old and joined[-1][1] + joined[-1][2] == new:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        else:
            joined.append((old, new, length))
    return joined


def _without_shreds(blocks: list[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The blocks without those that are shorter than the removed and added words on both sides of them."""
    kept: list[Block] = []
    for number, (at_old, at_new, length) in enumerate(blocks):
        last = kept[-1] if kept else (0, 0, 0)
        following = blocks[number + 1] if number + 1 < len(blocks) else (len(old), len(new), 0)
        size = sum(map(len, new[at_new : at_new + length])) if length <= 3 else length * 100
        left = max(_size(old, last[0] + last[2], at_old), _size(new, last[1] + last[2], at_new))
        right = max(_size(old, at_old + length, following[0]), _size(new, at_new + length, following[1]))
        if not (size <= left and size <= right and left and right) or BREAK in new[at_new : at_new + length]:
            kept.append((at_old, at_new, length))
    return kept


def _at_paragraphs(blocks: Sequence[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The blocks moved by a word where a paragraph came or went between them: it ends with its own break."""
    moved: list[Block] = []
    for block in blocks:
        at_old, at_new, length = block
        if moved and new[at_new] == BREAK:
            before_old, before_new, before = moved[-1]
            gone, come = old[before_old + before : at_old], new[before_new + before : at_new]
            if all(words[0] == BREAK for words in (gone, come) if words):
                moved[-1] = (before_old, before_new, before + 1)
                moved += [(at_old + 1, at_new + 1, length - 1)] if length > 1 else []
                continue
        moved.append(block)
    return moved


def _size(words: Sequence[str], start: int, end: int) -> int:
    return sum(map(len, words[start : min(end, start + 40)]))

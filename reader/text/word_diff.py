"""Compares two texts word by word. Pure, and never quadratic in the length of the texts.

Words that both texts have exactly once are the fixed points (patience diff); only the words between two of them are
compared word with word (E. Myers, "An O(ND) Difference Algorithm", 1986), up to a number of edits. Beyond that, the
stretch counts as removed and added as a whole. Few equal words between two changes join them, because a sentence that
was rewritten is hard to read in shreds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import takewhile
from math import isqrt

from reader.lazy_dataclass import dataclass
from reader.text.real_change import spelling, without_furniture

_MOST_EDITS = 200  # words removed and added between two fixed points that are still aligned
_CONTEXT = 14  # unchanged words shown before and after a change
_CONTEXT_BEFORE_PARAGRAPH = 6  # of the paragraph above one that is new or gone
_FEWEST_LEFT_OUT = 6  # words that a sign may stand for
_MOST_STEPS = 300_000  # of aligning all stretches, a quarter of a second
_BREAK = "\n"  # the word that ends a paragraph

Block = tuple[int, int, int]  # equal words: where they begin in the old and the new text, and how many they are


class Part(StrEnum):
    """What an edit did to some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left-out"  # unchanged words that are not shown


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words in a row, separated by spaces; empty if ``part`` is :attr:`Part.LEFT_OUT`."""

    part: Part
    text: str = ""


Paragraphs = tuple[tuple[Passage, ...], ...]


def keep_comparing() -> None:
    """Does not end the work."""


def changed_words(before: str, after: str, check: Callable[[], None] = keep_comparing) -> tuple[Passage, ...]:
    """The words of a line of text, such as a headline, with those that an edit removed and added."""
    old, new = before.split(), after.split()
    passages = [passage for passage, _ in _passages(old, new, check)]
    return tuple(passages)


def changed_paragraphs(before: str, after: str, check: Callable[[], None] = keep_comparing) -> Paragraphs:
    """What an edit of a text changed, paragraph by paragraph; long unchanged stretches are left out.

    The texts have a line per paragraph. Furniture (:mod:`reader.text.real_change`) is not compared. ``check`` is called
    often, and what it raises ends the work.
    """
    old, new = _words(without_furniture(before)), _words(without_furniture(after))
    return tuple(_paragraphs(_shortened(list(_passages(old, new, check)))))


def _words(text: str) -> list[str]:
    return [word for line in text.split("\n") if line for word in (*line.split(), _BREAK)]


_Pair = tuple[Passage, list[str]]  # with its words


def _passages(old: list[str], new: list[str], check: Callable[[], None]) -> Iterator[_Pair]:
    blocks = _without_shreds(list(_blocks([*map(_key, old)], [*map(_key, new)], check)), old, new)
    blocks = _at_paragraphs(blocks, old, new)
    at_old = at_new = 0
    for first, second, length in (*blocks, (len(old), len(new), 0)):
        for part, words in (
            (Part.REMOVED, old[at_old:first]),
            (Part.ADDED, new[at_new:second]),
            (Part.KEPT, new[second : second + length]),
        ):
            if words:
                yield Passage(part, " ".join(words)), words
        at_old, at_new = first + length, second + length


def _key(word: str) -> str:
    return word if word.isalnum() else spelling(word) or word


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
        if not (size <= left and size <= right and left and right) or _BREAK in new[at_new : at_new + length]:
            kept.append((at_old, at_new, length))
    return kept


def _at_paragraphs(blocks: Sequence[Block], old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """The blocks moved by a word where a paragraph came or went between them: it ends with its own break."""
    moved: list[Block] = []
    for block in blocks:
        at_old, at_new, length = block
        if moved and new[at_new] == _BREAK:
            before_old, before_new, before = moved[-1]
            gone, come = old[before_old + before : at_old], new[before_new + before : at_new]
            if all(words[0] == _BREAK for words in (gone, come) if words):
                moved[-1] = (before_old, before_new, before + 1)
                moved += [(at_old + 1, at_new + 1, length - 1)] if length > 1 else []
                continue
        moved.append(block)
    return moved


def _size(words: Sequence[str], start: int, end: int) -> int:
    return sum(map(len, words[start : min(end, start + 40)]))


def _shortened(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The passages with long unchanged ones cut down to the words next to a change."""
    short: list[_Pair] = []
    for number, (passage, words) in enumerate(pairs):
        is_last = number + 1 == len(pairs)
        if passage.part is not Part.KEPT:
            short.append((passage, words))
            continue
        is_before_paragraph = _changes_paragraph(pairs[number + 1 : number + 4])
        head = _context(words) if number else 0
        tail = _context(words[::-1], is_before_paragraph=is_before_paragraph) if not is_last else 0
        middle = words[head : len(words) - tail]
        if len(middle) <= _FEWEST_LEFT_OUT:
            short.append((passage, words))
            continue
        short += [(passage, words[:head])] if head else []
        short += _left_out(middle, passage, is_first=not number, is_last=is_last)
        short += [(passage, words[len(words) - tail :])] if tail else []
    return short


def _changes_paragraph(pairs: Sequence[_Pair]) -> bool:
    """Whether the changed words at the beginning are all of a paragraph."""
    changed = list(takewhile(lambda pair: pair[0].part is not Part.KEPT, pairs))
    following = pairs[len(changed) : len(changed) + 1]
    return any(_BREAK in words for _, words in changed) or all(words[0] == _BREAK for _, words in following)


def _left_out(words: Sequence[str], passage: Passage, *, is_first: bool, is_last: bool) -> list[_Pair]:
    """The sign for unchanged words: at the end, the beginning or in place of paragraphs."""
    sign, end = (Passage(Part.LEFT_OUT), [""]), (passage, [_BREAK])
    if _BREAK not in words:
        return [sign]
    is_head_cut, is_tail_cut = not is_first and words[0] != _BREAK, not is_last and words[-1] != _BREAK
    if not is_head_cut and not is_tail_cut:
        return [end, sign, end]
    return [*([sign] if is_head_cut else []), end, *([sign] if is_tail_cut else [])]


def _context(words: Sequence[str], *, is_before_paragraph: bool = False) -> int:
    """How many of the words next to a change are shown: the rest of its paragraph.

    ``is_before_paragraph``: the paragraph below has changed as a whole, so that the end of the one above is shown.
    """
    if words[0] == _BREAK and is_before_paragraph:
        end = next((number for number, word in enumerate(words[1:], 1) if word == _BREAK), len(words))
        return min(end, 1 + _CONTEXT_BEFORE_PARAGRAPH)
    end = next((number for number, word in enumerate(words) if word == _BREAK), len(words))
    return min(end, _CONTEXT)


def _paragraphs(pairs: Sequence[_Pair]) -> Iterator[tuple[Passage, ...]]:
    """The passages in the paragraphs of the new text, and paragraphs that are gone as a whole."""
    row: list[Passage] = []
    for passage, words in pairs:
        if passage.part is Part.LEFT_OUT:
            row.append(passage)
            continue
        chunk: list[str] = []
        for word in words:
            if word != _BREAK:
                chunk.append(word)
                continue
            row += [replace(passage, text=" ".join(chunk))] if chunk else []
            chunk = []
            if passage.part is not Part.REMOVED or all(one.part is Part.REMOVED for one in row):
                yield from [tuple(row)] if row else []
                row = []
        row += [replace(passage, text=" ".join(chunk))] if chunk else []
    yield from [tuple(row)] if row else []

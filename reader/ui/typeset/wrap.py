"""Breaking text into lines by cells, words by syllables where they are longer than the line.

Lines are found as offsets into the text, and the styled runs are cut by them afterwards: so a word may
consist of several runs, and breaking does not look at styles.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

from rich.cells import cell_len

from reader.article.blocks import Span
from reader.ui.typeset.lines import Line, Piece, Role

Syllables = Callable[[str], Sequence[int]]  # a word → the offsets at which it may be broken
_PIECE = re.compile(r"\n|[^ \n]+")
_AFTER = re.compile(r"(?<=[\-–—/\u200b])(?=\w)")  # a long word may break behind these
_LETTERS = re.compile(r"[^\W\d_]{5,}")


@dataclass(frozen=True, slots=True)
class Cut:
    """One line of a text: ``text[start:end]``, with a hyphen behind it if a word was broken there."""

    start: int
    end: int
    hyphen: bool = False


def no_syllables(word: str) -> Sequence[int]:  # noqa: ARG001  # one of the kind Syllables
    """For text whose language has no patterns."""
    return ()


def break_lines(text: str, width: int, syllables: Syllables = no_syllables) -> list[Cut]:
    """Where the lines of a text begin and end, each at most ``width`` cells (at least 1).

    Spaces at a break belong to no line; no-break spaces do not break; ``\\n`` does.
    """
    width = max(1, width)
    measure = len if text.isascii() else cell_len
    lines: list[Cut] = []
    start, end, used = -1, 0, 0
    for match in _PIECE.finditer(text):
        word, at = match[0], match.start()
        if word == "\n":
            lines.append(Cut(start, end) if start >= 0 else Cut(at, at))
            start, used = -1, 0
            continue
        size = measure(word)
        gap = at - end if start >= 0 else 0
        if start >= 0 and used + gap + size <= width:
            end, used = match.end(), used + gap + size
            continue
        if start >= 0:
            lines.append(Cut(start, end))
        if size > width:
            *broken, last = _break_word(text, at, match.end(), width, syllables)
            lines += broken
            at = last.start
            size = measure(text[at : last.end])
        start, end, used = at, match.end(), size
    if start >= 0:
        lines.append(Cut(start, end))
    return lines


def _break_word(text: str, start: int, end: int, width: int, syllables: Syllables) -> list[Cut]:
    """A word that is longer than the line, in pieces that are not."""
    cuts: list[Cut] = []
    places = sorted(((start + offset, hyphen) for offset, hyphen in _places(text[start:end], syllables)), reverse=True)
    while cell_len(text[start:end]) > width:
        stop, hyphen = _best_place(text, start, width, places)
        cuts.append(Cut(start, stop, hyphen))
        start = stop
    return [*cuts, Cut(start, end)]


def _best_place(text: str, start: int, width: int, places: Sequence[tuple[int, int]]) -> tuple[int, bool]:
    """The last place of those that leaves a piece from ``start`` short enough; else where the line is full."""
    for at, hyphen in places:
        if start < at and cell_len(text[start:at]) + hyphen <= width:
            return at, bool(hyphen)
    return start + _fitting(text[start:], width), False


def _places(word: str, syllables: Syllables) -> Iterator[tuple[int, int]]:
    """Offsets in a word at which it may be broken, each with 1 if that takes a hyphen, else 0."""
    for letters in _LETTERS.finditer(word):
        yield from ((letters.start() + offset, 1) for offset in syllables(letters[0]))
    yield from ((match.start(), 0) for match in _AFTER.finditer(word))


def _fitting(text: str, width: int) -> int:
    """How many characters of a text fit into that many cells; at least one."""
    used = 0
    for count, character in enumerate(text):
        used += cell_len(character)
        if used > width:
            return max(1, count)
    return len(text)


def set_spans(
    spans: Iterable[Span], width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables
) -> list[Line]:
    """Runs of text as lines of pieces."""
    runs = tuple(spans)
    text = "".join(run.text for run in runs)
    ends = list(accumulate(len(run.text) for run in runs))
    lines: list[Line] = []
    first = 0  # the run in which the next line begins
    for cut in break_lines(text, width, syllables):
        while first < len(runs) and ends[first] <= cut.start:
            first += 1
        lines.append(tuple(_pieces(runs, ends, first, cut, role)))
    return lines


def _pieces(runs: Sequence[Span], ends: Sequence[int], first: int, cut: Cut, role: Role) -> Iterator[Piece]:
    for run, end in zip(islice(runs, first, None), islice(ends, first, None), strict=True):
        begin = end - len(run.text)
        if begin >= cut.end:
            return
        text = run.text[max(cut.start, begin) - begin : cut.end - begin]
        hyphen = "-" if cut.hyphen and end >= cut.end else ""
        if text:
            yield Piece(text + hyphen, role, run.style, run.href)


def set_text(text: str, width: int, role: Role = Role.TEXT, syllables: Syllables = no_syllables) -> list[Line]:
    """Plain text as lines."""
    return set_spans((Span(text),), width, role, syllables)

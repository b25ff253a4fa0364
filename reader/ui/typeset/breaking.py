"""Line breaking by terminal cells; words that are longer than a line are broken at syllables."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from rich.cells import cell_len, set_cell_size

from reader.lazy_dataclass import dataclass

Syllables = Callable[[str], Sequence[int]]  # a word → the offsets where it may be hyphenated
# A no-break space between two words of several letters is one that an editor wrote for no reason, often for each space.
_KEPT_TOGETHER = r"(?<![^\W\d_]{2})\u00a0|\u00a0(?![^\W\d_]{2})"
# A space that French sets before or after such signs, or others between a number and its sign, breaks no line.
_FRENCH = r"(?<![^\s(]«)(?<=«) (?=\S)|(?<=\S) (?=[»!?;:](?:[ \n.,)]|$))|(?<=\d) (?=[%‰€$£°])"
_PIECE = re.compile(r"\n|[^ \n]+")
# A text without any of these needs only the simpler pattern.
_SPACES = ("\u00a0", "«", *(f" {sign}" for sign in "»!?;:%‰€$£°"))
_AFTER = re.compile(r"[\-–—/\u200b\u00a0 ](?=\w)")  # a long word may also be broken after these
_LETTERS = re.compile(r"[^\W\d_]{5,}")
_SURELY_TOO_LONG = 8  # times the width, in characters; breaking such a word finds out if it fits after all
# Text without spaces: signs that begin no line, and signs that end none (W3C, Requirements for Japanese Text Layout,
# sections 3.1.7 and 3.1.8; the same signs in Chinese).
_NOT_FIRST = frozenset("。，、；：？！．）］｝」』】〕〉》”’…‥ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ％‰")
_NOT_LAST = frozenset("（［｛「『【〔〈《“‘")
_MOST_BACK = 4  # characters that such signs take to the next line
_BEFORE_A_CUT = " ,;:(–"  # signs that do not stay before the mark of a cut
_LEAST_PATH = 24  # characters of a path that is shortened
_LONGEST_WORD = 200  # letters; longer runs, such as encoded data, are not hyphenated


@dataclass(frozen=True, slots=True)
class Cut:
    """One line of a text: ``text[start:end]``, and whether a hyphen follows because a word was broken there."""

    start: int
    end: int
    hyphen: bool = False


@cache
def _piece_with_spaces() -> re.Pattern[str]:  # not needed before most first screens
    return re.compile(rf"\n|(?:[^ \n\u00a0]++|{_KEPT_TOGETHER}|{_FRENCH})++")


def no_syllables(word: str) -> Sequence[int]:  # noqa: ARG001 - has the signature of Syllables
    """For text whose language is unknown or has no hyphenation patterns."""
    return ()


def break_lines(text: str, width: int, syllables: Syllables = no_syllables) -> list[Cut]:
    """Breaks a text into lines of at most ``width`` cells (at least 1).

    Spaces at a break belong to neither line; ``\\n`` always breaks. A no-break space does not, except between two words
    of several letters each.
    """
    width = max(1, width)
    measure = len if text.isascii() else cell_len
    lines: list[Cut] = []
    start, end, used = -1, 0, 0
    pieces = _piece_with_spaces() if any(sign in text for sign in _SPACES) else _PIECE
    for match in pieces.finditer(text):
        word, at = match[0], match.start()
        if word == "\n":
            lines.append(Cut(start, end) if start >= 0 else Cut(at, at))
            start, used = -1, 0
            continue
        # The width of a word of a million letters takes a second, in which no other thread runs.
        size = measure(word) if len(word) <= _SURELY_TOO_LONG * width else width + 1
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
    """A word that is longer than the line, in pieces that fit. Takes time in proportion to its length."""
    cuts: list[Cut] = []
    places = [(start + offset, hyphen) for offset, hyphen in sorted(_places(text[start:end], syllables))]
    while (stop := _fitting(text, start, end, width)) < end:
        stop, hyphen = _best_place(text, start, stop, width, places)
        cuts.append(Cut(start, stop, hyphen))
        start = stop
    return [*cuts, Cut(start, end)]


def _best_place(text: str, start: int, stop: int, width: int, places: Sequence[tuple[int, int]]) -> tuple[int, bool]:
    """The last of the places up to which the text from ``start`` fits; else ``stop``, where the line is full."""
    for number in range(bisect_right(places, (stop, 1)) - 1, -1, -1):
        at, hyphen = places[number]
        if at <= start:
            break
        if cell_len(text[start:at]) + hyphen <= width:
            return at, bool(hyphen)
    return _without_wrong_ends(text, start, stop), False


def _without_wrong_ends(text: str, start: int, stop: int) -> int:
    """The last offset up to ``stop`` at which no line begins or ends with a sign that must not; else ``stop``."""
    earliest = max(start + 1, stop - _MOST_BACK)
    good = (
        at
        for at in range(stop, earliest - 1, -1)
        if text[at : at + 1] not in _NOT_FIRST and text[at - 1] not in _NOT_LAST
    )
    return next(good, stop)


def _places(word: str, syllables: Syllables) -> Iterator[tuple[int, int]]:
    """Offsets where a word may be broken, each with 1 if the break needs a hyphen, else 0."""
    for letters in _LETTERS.finditer(word):
        if len(letters[0]) <= _LONGEST_WORD:
            yield from ((letters.start() + offset, 1) for offset in syllables(letters[0]))
    yield from ((match.end(), 0) for match in _AFTER.finditer(word))


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """The offset up to which ``text[start:end]`` fits into ``width`` cells; at least one character further."""
    size = width + 1
    while start + size < end and cell_len(text[start : start + size]) <= width:
        size *= 2  # characters without a width
    low, high = start + 1, min(start + size, end)
    while low < high:
        middle = (low + high + 1) // 2
        if cell_len(text[start:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low


def fit(text: str, width: int, more: str = "…") -> str:
    """The text, cut to at most ``width`` cells; a cut text ends in ``more``."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return more[: max(0, width)]
    return set_cell_size(text, width - 1).rstrip() + more


def fit_words(text: str, width: int, more: str = "…") -> str:
    """As :func:`fit` for sentences: cut after a whole word, unless the words are too long for that."""
    cut = fit(text, width, more)
    if cut == text or width <= 1:
        return cut
    kept = set_cell_size(text, width - 1)
    if not text[len(kept) : len(kept) + 1].isspace():
        kept = kept.rpartition(" ")[0]
    kept = kept.rstrip(_BEFORE_A_CUT)
    return kept + more if cell_len(kept) * 2 >= width else cut


def shorten_paths(text: str, width: int) -> str:
    """The text with ``…`` in the middle of its longest paths and addresses, so that it takes ``width`` cells at most.

    They keep at least :data:`_LEAST_PATH` characters, so the text may still be longer.
    """
    words = text.split(" ")
    while (over := cell_len(text) - width) > 0:
        number, word = max(enumerate(words), key=lambda one: len(one[1]) if "/" in one[1] else 0)
        if "/" not in word or len(word) <= _LEAST_PATH:
            break
        kept = max(_LEAST_PATH, len(word) - over - 1) - 1
        words[number] = f"{word[: kept // 3]}…{word[len(word) - (kept - kept // 3) :]}"
        text = " ".join(words)
    return text

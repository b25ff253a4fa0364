"""Finds a typed text inside another, as a pager does: any run of letters, spelled as freely as a search allows.

Case and accents do not matter, so ``strasse`` is found in „Straße“; a capital letter in the typed text makes case
matter. Any white space counts as one space, and typographic quotation marks, apostrophes and dashes as the plain signs
of a keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import overload

from reader.lazy_dataclass import dataclass
from reader.text.folding import folded_letter, folded_with_places

_ASCII_SIGNS = "`\t\n\r\v\f"
_SIGNS = {
    **dict.fromkeys(map(ord, "‘’‚‛′ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\t\n\r\v\f\u00a0\u2028\u2029"), " "),
}


@dataclass(frozen=True, slots=True)
class Needle:
    """The text to find, folded. ``capitals``: which of its letters are capitals, if case matters; else empty."""

    text: str
    capitals: tuple[bool, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.text)


def needle_of(typed: str) -> Needle:
    """What a typed text looks for; false if it looks for nothing."""
    if not typed.strip():
        return Needle("")
    folded = Haystack.of(unicodedata.normalize("NFC", typed))
    capitals = tuple(folded.original(at).isupper() for at in range(len(folded.text)))
    return Needle(folded.text, capitals if any(capitals) else ())


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text to look in, folded once; ``starts`` and ``ends``: the place of each folded letter in the source."""

    source: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @staticmethod
    def of(source: str) -> Haystack:
        """A text in NFC, prepared in time proportional to its length."""
        folded, starts, ends = _places(source)
        if "  " in folded:
            folded, starts, ends = _with_single_spaces(folded, starts, ends)
        return Haystack(source, folded, starts, ends)

    def original(self, at: int) -> str:
        """The letters of the source that a folded letter stands for."""
        return self.source[self.starts[at] : self.ends[at]]

    def find(self, needle: Needle) -> list[tuple[int, int]]:
        """Where the needle begins and ends in the source: in order, never two in one place."""
        return list(self._find(needle)) if needle else []

    def _find(self, needle: Needle) -> Iterator[tuple[int, int]]:
        text, size, done = self.text, len(needle.text), 0
        at = text.find(needle.text)
        while at >= 0:
            begin, end = self.starts[at], self.ends[at + size - 1]
            if begin >= done and (not needle.capitals or self._has_capitals(needle, at)):
                yield begin, end
                done, at = end, at + size
            else:  # the second letter of a folded ß, or another case
                at += 1
            at = text.find(needle.text, at)

    def _has_capitals(self, needle: Needle, at: int) -> bool:
        return all(self.original(at + n).isupper() == capital for n, capital in enumerate(needle.capitals))


def _places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and where each of its letters begins and ends."""
    for sign in _ASCII_SIGNS:
        if sign in text:
            text = text.replace(sign, _SIGNS[ord(sign)])
    if text.isascii():
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    letters = [letter for letter in set(text) if letter > "\x7f"]
    spellings = {letter: _SIGNS.get(ord(letter)) or folded_letter(letter) for letter in letters}
    if "" in spellings.values():  # accents of their own belong to the letter before them
        return folded_with_places(text.translate(_SIGNS))
    folded = text
    for letter, spelling in spellings.items():
        folded = folded.replace(letter, spelling)
    folded = folded.lower()
    longer = "".join(letter for letter, spelling in spellings.items() if len(spelling) > 1)
    if not unicodedata.is_normalized("NFC", folded) or len(folded) < len(text):  # neighbours become one: ﾊﾟ, パ
        return folded_with_places(text.translate(_SIGNS))
    if not longer:
        return folded, range(len(text)), range(1, len(text) + 1)
    shifts = _Shifts.of(text, longer, spellings)
    return folded, _Starts(shifts, len(folded)), _Ends(shifts, len(folded))


@dataclass(frozen=True, slots=True)
class _Shifts:
    """Letters with a longer spelling: where each begins in the folded text and in the source, and how long it is."""

    folded: list[int]
    source: list[int]
    sizes: list[int]

    @staticmethod
    def of(text: str, longer: str, spellings: Mapping[str, str]) -> _Shifts:
        shifts = _Shifts([], [], [])
        extra = 0
        for found in re.finditer(f"[{re.escape(longer)}]", text):
            size = len(spellings[found[0]])
            shifts.folded.append(found.start() + extra)
            shifts.source.append(found.start())
            shifts.sizes.append(size)
            extra += size - 1
        return shifts

    def letter(self, at: int) -> int:
        """The place in the source of the letter that a folded one belongs to."""
        number = bisect_right(self.folded, at) - 1
        if number < 0:
            return at
        beyond = at - self.folded[number] - self.sizes[number]
        return self.source[number] if beyond < 0 else self.source[number] + 1 + beyond


class _Starts(Sequence[int]):
    """Where each folded letter begins in the source, found when it is needed."""

    def __init__(self, shifts: _Shifts, size: int) -> None:
        self._shifts, self._size = shifts, size

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...

    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            return [self._of(number) for number in range(*at.indices(self._size))]
        if not -self._size <= at < self._size:
            raise IndexError(at)
        return self._of(at % self._size)

    def _of(self, at: int) -> int:
        return self._shifts.letter(at)


class _Ends(_Starts):
    """Where each folded letter ends in the source."""

    def _of(self, at: int) -> int:
        return self._shifts.letter(at) + 1


def _with_single_spaces(
    folded: str, starts: Sequence[int], ends: Sequence[int]
) -> tuple[str, Sequence[int], Sequence[int]]:
    """The same with one space for each run of them."""
    kept, to, at = array("i"), array("i"), 0
    for run in re.finditer("  +", folded):
        kept.extend(starts[at : run.start() + 1])
        to.extend([*ends[at : run.start()], ends[run.end() - 1]])
        at = run.end()
    kept.extend(starts[at:])
    to.extend(ends[at:])
    return re.sub("  +", " ", folded), kept, to

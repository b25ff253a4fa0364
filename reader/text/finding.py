"""Finds a typed text inside another, as a pager does: any run of letters, spelled as freely as a search allows.

Case and accents do not matter, so ``strasse`` is found in „Straße“; a capital letter in the typed text makes case
matter. Any white space counts as one space, and typographic quotation marks, apostrophes and dashes as the plain signs
of a keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.text.folding import folded_letter, folded_with_places

_SIGNS = {
    **dict.fromkeys(map(ord, "‘’‚‛′ʼ`´"), "'"),
    **dict.fromkeys(map(ord, "“”„‟″«»"), '"'),
    **dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"),
    **dict.fromkeys(map(ord, "\t\n\r\v\f\u00a0\u2028\u2029"), " "),
}


@dataclass(frozen=True, slots=True)
class Needle:
    """What is looked for. ``capitals``: which of its letters are capitals, if case matters; else empty."""

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
    """A text to look in, folded once; ``starts`` and ``ends``: where each folded letter stands in the source."""

    source: str
    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @staticmethod
    def of(source: str) -> Haystack:
        """A text in NFC, prepared in time proportional to its length."""
        text = source.translate(_SIGNS) if not source.isascii() or _has_other_space(source) else source
        folded, starts, ends = _places(text)
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


def _has_other_space(text: str) -> bool:
    return any(space in text for space in "\n\t\r\v\f`")


def _places(text: str) -> tuple[str, Sequence[int], Sequence[int]]:
    """The folded text, and where each of its letters begins and ends. Fast where letters stay single."""
    if text.isascii():
        return text.lower(), range(len(text)), range(1, len(text) + 1)
    spellings = {letter: folded_letter(letter) for letter in set(text)}
    if "" in spellings.values():  # accents of their own belong to the letter before them
        return folded_with_places(text)
    folded = text.translate({ord(letter): spelling for letter, spelling in spellings.items()})
    if not unicodedata.is_normalized("NFC", folded):  # neighbours become one: ﾊﾟ, パ
        return folded_with_places(text)
    longer = [letter for letter, spelling in spellings.items() if len(spelling) > 1]
    if not longer:
        return folded, range(len(text)), range(1, len(text) + 1)
    starts, ends, at = array("i"), array("i"), 0
    for found in re.finditer(f"[{re.escape(''.join(longer))}]", text):
        starts.extend(range(at, found.start()))
        ends.extend(range(at + 1, found.start() + 1))
        size, at = len(spellings[found[0]]), found.end()
        starts.extend([at - 1] * size)
        ends.extend([at] * size)
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return folded, starts, ends


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

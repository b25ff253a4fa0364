"""Finds things by a few letters of their names, best first. Pure.

In this order: the whole name, its beginning, the beginnings of words, initials, letters inside, the beginning of
another name, and letters in their order. Case and accents do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from reader.lazy_dataclass import dataclass
from reader.text import fold

T = TypeVar("T")

_NOT_IN_WORDS = re.compile(r"[\W_]+")
_WHOLE, _BEGINNING, _WORDS, _INITIALS, _INSIDE, _OTHER, _LETTERS, _ABOUT = range(8)
LONGEST = 200  # letters of a name and of a typed text; the rest is ignored


@dataclass(frozen=True, slots=True)
class Named(Generic[T]):
    """A thing with its names in folded letters. ``words``: each with a space before it."""

    thing: T
    name: str
    words: str
    initials: str
    other: str
    about: str


def named(thing: T, name: str, other: str = "", about: str = "") -> Named[T]:
    """A thing to find. ``other``: more names of it; ``about``: a text whose words find it if nothing else does."""
    folded = fold(name)[:LONGEST]
    words = _words(folded)
    initials = "".join(word[0] for word in words.split())
    return Named(thing, folded, words, initials, _words(fold(other)), _words(fold(about)))


def _words(folded: str) -> str:
    found = _NOT_IN_WORDS.sub(" ", folded).strip()
    return f" {found}" if found else ""


class Index(Generic[T]):
    """Things to find. A longer text that begins like the one before is only sought in what that one found."""

    def __init__(self, things: Iterable[Named[T]]) -> None:
        self._all = list(things)
        self._before: tuple[str, list[Named[T]]] = ("", self._all)

    def find(
        self, typed: str, rank: Callable[[T], Any] = lambda _thing: 0, most: int = 200, *, strictly: bool = False
    ) -> list[T]:
        """The things that fit; equally good ones by ``rank``, the lowest first, then as they were given.

        At most ``most``, except for an empty text, which finds all of them as they were given. ``strictly``: letters in
        their order, and words in the text about a thing, only count if nothing fits better.
        """
        wanted = fold(typed)[:LONGEST]
        if not wanted:
            return [one.thing for one in self._all]
        before, among = self._before
        fits = _matcher(wanted)
        fitting: list[Named[T]] = []
        by_quality: list[list[Named[T]]] = [[] for _ in range(_ABOUT + 1)]
        for one in among if wanted.startswith(before) else self._all:
            quality = fits(one)
            if quality is not None:
                by_quality[quality].append(one)
                fitting.append(one)
        self._before = (wanted, fitting)
        best: list[T] = []
        for quality, found in enumerate(by_quality):
            if len(best) < most and not (strictly and quality >= _LETTERS and best):
                best += sorted((one.thing for one in found), key=rank)
        return best[:most]


def _matcher(wanted: str) -> Callable[[Named[Any]], int | None]:
    """Says how well a thing fits, 0 being best; None: not at all."""
    first, *others = [f" {part}" for part in _words(wanted).split()] or ["\0"]
    initials = "" if others or len(wanted) < 2 else wanted
    # Each letter up to the first place where it can be, so that it costs one pass at most.
    letters = [re.escape(letter) for letter in wanted if letter.strip()]
    in_order = re.compile("".join(f"[^{letter}]*{letter}" for letter in letters)).match if len(letters) > 1 else None

    def begin_words(*words: str) -> bool:
        return any(first in one for one in words) and all(any(part in one for one in words) for part in others)

    def fits(one: Named[Any]) -> int | None:
        name = one.name
        if name.startswith(wanted):
            return _WHOLE if name == wanted else _BEGINNING
        if first in one.words and (not others or begin_words(one.words)):
            return _WORDS
        if initials and one.initials.startswith(initials):
            return _INITIALS
        if wanted in name:
            return _INSIDE
        if one.other and begin_words(one.other, one.words):
            return _OTHER
        if in_order and in_order(name):
            return _LETTERS
        if one.about and begin_words(one.about, one.words):
            return _ABOUT
        return None

    return fits

"""Compares two texts word by word, and shows what changed in its paragraphs. Pure.

Scripts without spaces between words are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import takewhile
from unicodedata import category

from reader.lazy_dataclass import dataclass
from reader.text.equal_words import BREAK, equal_words
from reader.text.folding import is_dense
from reader.text.furniture import without_furniture
from reader.text.real_change import spelling

_CONTEXT = 14  # unchanged words shown before and after a change
_CONTEXT_BEFORE_PARAGRAPH = 6  # of the paragraph above one that is new or gone
_FEWEST_LEFT_OUT = 6  # words that a sign may stand for
_GLUE = "\ue002"  # before a letter that no space separates from the one before; from Unicode's private use


class Part(StrEnum):
    """What an edit did to some words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"
    LEFT_OUT = "left-out"  # unchanged words that are not shown


@dataclass(frozen=True, slots=True)
class Passage:
    """Some words in a row; empty if ``part`` is :attr:`Part.LEFT_OUT`.

    ``is_glued``: no space comes before it, because its script puts none between words.
    """

    part: Part
    text: str = ""
    is_glued: bool = False


Paragraphs = tuple[tuple[Passage, ...], ...]


def keep_comparing() -> None:
    """Does not end the work."""


def changed_words(before: str, after: str, check: Callable[[], None] = keep_comparing) -> tuple[Passage, ...]:
    """The words of a line of text, such as a headline, with those that an edit removed and added."""
    return tuple(_passage(part, words) for part, words in _passages(_line(before), _line(after), check))


def changed_paragraphs(before: str, after: str, check: Callable[[], None] = keep_comparing) -> Paragraphs:
    """The changes between two texts, paragraph by paragraph; long unchanged stretches are left out.

    The texts have a line per paragraph. Furniture (:mod:`reader.text.furniture`) is not compared. ``check`` is called
    often and may raise to end the work.
    """
    old, new = _words(without_furniture(before)), _words(without_furniture(after))
    return tuple(_paragraphs(_shortened(list(_passages(old, new, check)))))


def _words(text: str) -> list[str]:
    return [word for line in text.split("\n") if line for word in (*_line(line), BREAK)]


def _line(line: str) -> list[str]:
    words = line.replace(_GLUE, "").split()
    return words if line.isascii() else [piece for word in words for piece in _pieces(word)]


def _pieces(word: str) -> list[str]:
    """A word, or the letters of one in a script without spaces, each with its marks and all but the first glued."""
    if word.isascii() or not any(map(is_dense, word)):
        return [word]
    pieces: list[str] = []
    for letter in word:
        if pieces and (category(letter)[0] == "M" or not (is_dense(letter) or is_dense(pieces[-1][-1]))):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return [pieces[0], *(_GLUE + piece for piece in pieces[1:])]


def _passage(part: Part, words: Sequence[str]) -> Passage:
    text = " ".join(words).replace(f" {_GLUE}", "")
    return Passage(part, text.removeprefix(_GLUE), text.startswith(_GLUE))


_Pair = tuple[Part, list[str]]  # what happened to some words


def _passages(old: list[str], new: list[str], check: Callable[[], None]) -> Iterator[_Pair]:
    blocks = equal_words(old, new, _key, check)
    at_old = at_new = 0
    for first, second, length in (*blocks, (len(old), len(new), 0)):
        for part, words in (
            (Part.REMOVED, old[at_old:first]),
            (Part.ADDED, new[at_new:second]),
            (Part.KEPT, new[second : second + length]),
        ):
            if words:
                yield part, words
        at_old, at_new = first + length, second + length


def _key(word: str) -> str:
    return word if word.isalnum() else spelling(word.removeprefix(_GLUE)) or word


def _shortened(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The words with long unchanged stretches cut down to the words next to a change."""
    short: list[_Pair] = []
    for number, (part, words) in enumerate(pairs):
        is_last = number + 1 == len(pairs)
        if part is not Part.KEPT:
            short.append((part, words))
            continue
        is_before_paragraph = _changes_paragraph(pairs[number + 1 : number + 4])
        head = _context(words) if number else 0
        tail = _context(words[::-1], is_before_paragraph=is_before_paragraph) if not is_last else 0
        middle = words[head : len(words) - tail]
        if len(middle) <= _FEWEST_LEFT_OUT:
            short.append((part, words))
            continue
        short += [(part, words[:head])] if head else []
        short += _left_out(middle, is_first=not number, is_last=is_last)
        short += [(part, words[len(words) - tail :])] if tail else []
    return short


def _changes_paragraph(pairs: Sequence[_Pair]) -> bool:
    """Whether the changed words at the beginning are all of a paragraph."""
    changed = list(takewhile(lambda pair: pair[0] is not Part.KEPT, pairs))
    following = pairs[len(changed) : len(changed) + 1]
    return any(BREAK in words for _, words in changed) or all(words[0] == BREAK for _, words in following)


def _left_out(words: Sequence[str], *, is_first: bool, is_last: bool) -> list[_Pair]:
    """The sign for unchanged words: at the end, the beginning or in place of paragraphs."""
    sign, end = (Part.LEFT_OUT, [""]), (Part.KEPT, [BREAK])
    if BREAK not in words:
        return [sign]
    is_head_cut, is_tail_cut = not is_first and words[0] != BREAK, not is_last and words[-1] != BREAK
    if not is_head_cut and not is_tail_cut:
        return [end, sign, end]
    return [*([sign] if is_head_cut else []), end, *([sign] if is_tail_cut else [])]


def _context(words: Sequence[str], *, is_before_paragraph: bool = False) -> int:
    """How many of the words next to a change are shown: the rest of its paragraph.

    ``is_before_paragraph``: the paragraph below has changed as a whole, so that the end of the one above is shown.
    """
    if words[0] == BREAK and is_before_paragraph:
        end = next((number for number, word in enumerate(words[1:], 1) if word == BREAK), len(words))
        return min(end, 1 + _CONTEXT_BEFORE_PARAGRAPH)
    end = next((number for number, word in enumerate(words) if word == BREAK), len(words))
    return min(end, _CONTEXT)


def _paragraphs(pairs: Sequence[_Pair]) -> Iterator[tuple[Passage, ...]]:
    """The passages in the paragraphs of the new text, and paragraphs that are gone as a whole."""
    row: list[Passage] = []
    for part, words in pairs:
        chunk: list[str] = []
        for word in words:
            if word != BREAK:
                chunk.append(word)
                continue
            row += [_passage(part, chunk)] if chunk else []
            chunk = []
            if part is not Part.REMOVED or all(one.part is Part.REMOVED for one in row):
                yield from [tuple(row)] if row else []
                row = []
        row += [_passage(part, chunk)] if chunk else []
    yield from [tuple(row)] if row else []

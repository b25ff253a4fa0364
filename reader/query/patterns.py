"""Regular expressions that take time in proportion to the text, whatever is typed (R. Cox, "Regular Expression
Matching Can Be Simple And Fast").

The syntax is the part of Python's that such a machine can run: ``. [abc] [^a-z] \\d \\w \\s \\D \\W \\S \\b \\B ^ $ ( )
(?: ) | * + ? {2,5}``. Case does not count. Back references and looking around need another machine and are mistakes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias

from reader.errors import InvalidValue
from reader.lazy_dataclass import dataclass
from reader.problems import Argument, Problem, problem
from reader.query.automaton import ASSERT, JUMP, MATCH, SET, Automaton, Node, is_word

_LENGTH_LIMIT = 500  # characters
_NODE_LIMIT = 1_000
_DEPTH_LIMIT = 20  # groups in groups
_MOST_NEEDLES = 8
_MOST_REPEATED = 4  # times, beyond which only one of them is looked for
_COUNTS = re.compile(r"\{(\d{1,4})(,?)(\d{0,4})\}")


@dataclass(frozen=True, slots=True)
class _Letters:
    """One letter: in the ranges or of the kinds, or in none of them."""

    ranges: tuple[tuple[str, str], ...] = ()
    kinds: str = ""  # of "dwsDWS"
    negated: bool = False

    def __contains__(self, letter: str) -> bool:
        upper = letter.upper()
        found = any(first <= letter <= last or first <= upper <= last for first, last in self.ranges)
        return (found or any(_is_kind(letter, kind) for kind in self.kinds)) is not self.negated


@dataclass(frozen=True, slots=True)
class _Place:
    """A place between letters: ``^``, ``$``, ``b`` or ``B``."""

    kind: str


@dataclass(frozen=True, slots=True)
class _Sequence:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    parts: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class _Repeat:
    part: _Part
    low: int
    high: int | None


_Part: TypeAlias = _Letters | _Place | _Sequence | _Choice | _Repeat


@lru_cache(32)
def compiled(source: str) -> Automaton:
    """The machine for an expression. Raises :class:`~reader.errors.InvalidValue` with ``at``, an offset in it."""
    if len(source) > _LENGTH_LIMIT:
        raise _invalid(Problem.PATTERN_TOO_LARGE, _LENGTH_LIMIT)
    tree = _Parser(source).whole()
    nodes: list[Node] = [(MATCH, None, 0)]
    start = _emit(tree, 0, nodes)
    anchored = isinstance(tree, _Sequence) and tree.parts[:1] == (_Place("^"),)
    return Automaton(tuple(nodes), start, _literal(tree), anchored=anchored)


def found(source: str, text: str) -> bool:
    """Whether a text contains what an expression describes."""
    return compiled(source).found_in(text)


def places(source: str, text: str) -> list[tuple[int, int]]:
    """Where a text has what an expression describes; see :meth:`Automaton.places_in`."""
    return compiled(source).places_in(text)


def _invalid(code: Problem, at: int, **arguments: Argument) -> InvalidValue:
    return InvalidValue(problem(code, at=at, **arguments))


class _Parser:
    """Reads an expression from left to right."""

    def __init__(self, source: str) -> None:
        self._source, self._at, self._depth = source, 0, 0

    def whole(self) -> _Part:
        tree = self._choice()
        if self._at < len(self._source):
            raise _invalid(Problem.PATTERN_PARENTHESIS_UNEXPECTED, self._at)
        return tree

    def _peek(self) -> str:
        return self._source[self._at : self._at + 1]

    def _take(self, text: str) -> bool:
        if not self._source.startswith(text, self._at):
            return False
        self._at += len(text)
        return True

    def _choice(self) -> _Part:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else _Choice(tuple(parts))

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self._peek() not in ("", "|", ")"):
            parts.append(self._repeated(self._atom()))
        return _Sequence(tuple(parts))

    def _repeated(self, part: _Part) -> _Part:
        at, counts = self._at, _COUNTS.match(self._source, self._at)
        if counts:
            self._at = counts.end()
            low = int(counts[1])
            high = int(counts[3]) if counts[3] else None if counts[2] else low
        elif self._peek() in ("*", "+", "?") and self._peek():
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[self._peek()]
            self._at += 1
        else:
            return part
        if high is not None and high < low:
            raise _invalid(Problem.PATTERN_COUNTS_BACKWARDS, at)
        if isinstance(part, _Place):
            raise _invalid(Problem.PATTERN_NOTHING_TO_REPEAT, at)
        self._take("?")  # as few as possible: the same for whether something is found
        if self._peek() in ("*", "+", "?") and self._peek():
            raise _invalid(Problem.PATTERN_NOTHING_TO_REPEAT, self._at)
        return _Repeat(part, low, high)

    def _atom(self) -> _Part:
        at, letter = self._at, self._peek()
        self._at += 1
        if letter == "(":
            return self._group(at)
        if letter == "[":
            return self._class(at)
        if letter == "\\":
            kind = self._escape(at)
            return _Place(kind) if kind in ("b", "B") and self._source[at + 1] == kind else self._letters(kind, at)
        if letter in ("*", "+", "?"):
            raise _invalid(Problem.PATTERN_NOTHING_TO_REPEAT, at)
        if letter in ("^", "$"):
            return _Place(letter)
        return _Letters(negated=True) if letter == "." else _exactly(letter)

    def _letters(self, letter: str, at: int) -> _Part:
        kind = self._source[at + 1]
        return _Letters(kinds=kind) if kind in "dwsDWS" else _exactly(letter)

    def _group(self, at: int) -> _Part:
        if self._peek() == "?" and not self._take("?:"):
            raise _invalid(Problem.PATTERN_UNSUPPORTED, at, what=self._source[at : at + 3])
        self._depth += 1
        if self._depth > _DEPTH_LIMIT:
            raise _invalid(Problem.PATTERN_TOO_LARGE, at)
        inside = self._choice()
        self._depth -= 1
        if not self._take(")"):
            raise _invalid(Problem.PATTERN_PARENTHESIS_OPEN, at)
        return inside

    def _escape(self, at: int) -> str:
        """The letter after a backslash, which stands for itself or, if it is one of ``dwsDWSbB``, for more."""
        letter = self._peek()
        if not letter:
            raise _invalid(Problem.PATTERN_BACKSLASH_LAST, at)
        if letter.isalnum() and letter not in "dwsDWSbBt":
            raise _invalid(Problem.PATTERN_UNSUPPORTED, at, what="\\" + letter)
        self._at += 1
        return "\t" if letter == "t" else letter

    def _class(self, at: int) -> _Part:
        negated = self._take("^")
        ranges: list[tuple[str, str]] = []
        kinds = ""
        while (not ranges and not kinds) or self._peek() != "]":
            if not self._peek():
                raise _invalid(Problem.PATTERN_BRACKET_OPEN, at)
            begin = self._at
            first, kind = self._member()
            if kind:
                kinds += kind
                continue
            last = first
            if self._peek() == "-" and self._source[self._at + 1 : self._at + 2] not in ("", "]"):
                self._at += 1
                last, kind = self._member()
                if kind or last < first:
                    raise _invalid(Problem.PATTERN_RANGE_BACKWARDS, begin)
            ranges.append((first, last))
        self._at += 1
        return _Letters(tuple(ranges), kinds, negated)

    def _member(self) -> tuple[str, str]:
        """A letter of a class, or one of ``dwsDWS``."""
        at, letter = self._at, self._peek()
        self._at += 1
        if letter != "\\":
            return letter, ""
        letter = self._escape(at)
        kind = self._source[at + 1]
        if kind in "bB":
            raise _invalid(Problem.PATTERN_UNSUPPORTED, at, what="\\" + kind)
        return ("", kind) if kind in "dwsDWS" else (letter, "")


def _exactly(letter: str) -> _Part:
    """A letter in lower case, which may be two (İ)."""
    parts = tuple(_Letters(((small, small),)) for small in letter.lower())
    return parts[0] if len(parts) == 1 else _Sequence(parts)


def _is_kind(letter: str, kind: str) -> bool:
    return _KINDS[kind.lower()](letter) is not kind.isupper()


_KINDS: dict[str, Callable[[str], bool]] = {"d": str.isdecimal, "s": str.isspace, "w": is_word}


def _emit(part: _Part, then: int, nodes: list[Node]) -> int:
    """Adds the nodes of a part, which continue with node ``then``; returns the first."""
    match part:
        case _Sequence(parts):
            for one in reversed(parts):
                then = _emit(one, then, nodes)
            return then
        case _Choice(parts):
            return _add((JUMP, tuple(_emit(one, then, nodes) for one in parts), 0), nodes)
        case _Repeat(inside, low, high):
            return _emit_repeat(inside, low, high, then, nodes)
        case _Place(kind):
            return _add((ASSERT, kind, then), nodes)
        case _:
            return _add((SET, part, then), nodes)


def _emit_repeat(inside: _Part, low: int, high: int | None, then: int, nodes: list[Node]) -> int:
    if high is None:
        again = _add((JUMP, (), 0), nodes)
        nodes[again] = (JUMP, (_emit(inside, again, nodes), then), 0)
        then = again
    else:
        end = then
        for _ in range(high - low):
            then = _add((JUMP, (_emit(inside, then, nodes), end), 0), nodes)
    for _ in range(low):
        then = _emit(inside, then, nodes)
    return then


def _add(node: Node, nodes: list[Node]) -> int:
    if len(nodes) >= _NODE_LIMIT:
        raise _invalid(Problem.PATTERN_TOO_LARGE, 0)
    nodes.append(node)
    return len(nodes) - 1


def _literal(tree: _Part) -> str:
    """The longest run of fixed letters that every text found must contain."""
    best = run = ""
    for part in tree.parts if isinstance(tree, _Sequence) else ():
        fixed = isinstance(part, _Letters) and not part.negated and not part.kinds and len(part.ranges) == 1
        if fixed and isinstance(part, _Letters) and part.ranges[0][0] == part.ranges[0][1]:
            run += part.ranges[0][0].lower()
        else:
            run = ""
        best = max(best, run, key=len)
    return best


# -- what to look for before the machine runs


def needles(source: str) -> tuple[str, ...]:
    """Texts in lower case, one of which is in every text found, with a line end put before and after it.

    Looking for them is many times faster than running the machine. Empty: nothing is known.
    """
    return _needles(_Parser(source).whole())


def _needles(part: _Part) -> tuple[str, ...]:
    if isinstance(part, _Choice):
        each = [_needles(one) for one in part.parts]
        united = tuple(dict.fromkeys(text for texts in each for text in texts))
        return united if all(each) and len(united) <= _MOST_NEEDLES else ()
    parts = [*_flat(part)]
    best: tuple[str, ...] = ()
    run: tuple[str, ...] = ("",)
    for at, one in enumerate(parts):
        texts, ends = _fixed(one, first=at == 0, last=at == len(parts) - 1)
        longer = () if texts is None else tuple(begin + end for begin in run for end in texts)
        if texts is None or len(longer) > _MOST_NEEDLES:
            best, run = max(best, run, _needles(one) if isinstance(one, _Choice) else (), key=_worth), ("",)
            longer = texts or ("",)
        run = longer
        if ends:
            best, run = max(best, run, key=_worth), ("",)
    best = max(best, run, key=_worth)
    return best if _worth(best) > 1 else ()


def _worth(texts: tuple[str, ...]) -> int:
    return min(map(len, texts), default=0)


def _flat(part: _Part) -> Iterator[_Part]:
    if isinstance(part, _Sequence):
        for one in part.parts:
            yield from _flat(one)
    else:
        yield part


def _fixed(part: _Part, *, first: bool, last: bool) -> tuple[tuple[str, ...] | None, bool]:
    """All texts that a part can stand for, None if they are many; and whether something else may follow them."""
    if isinstance(part, _Place):
        return (("\n",), False) if (part.kind == "^" and first) or (part.kind == "$" and last) else (("",), True)
    texts = _texts(part)
    if texts is None and isinstance(part, _Repeat) and part.low:
        return _texts(part.part), True
    return texts, False


def _texts(part: _Part) -> tuple[str, ...] | None:
    found: tuple[str, ...] | None = ("",)
    match part:
        case _Letters():
            found = _members(part)
        case _Sequence(parts):
            for one in parts:
                more = _texts(one)
                if found is None or more is None or len(found) * len(more) > _MOST_NEEDLES:
                    return None
                found = tuple(begin + end for begin in found for end in more)
        case _Choice(parts):
            each = [_texts(one) for one in parts]
            found = None if None in each else tuple(dict.fromkeys(text for texts in each for text in texts or ()))
        case _Repeat(inside, low, high) if high is not None and high <= _MOST_REPEATED:
            each = [_texts(_Sequence((inside,) * times)) for times in range(low, high + 1)]
            found = None if None in each else tuple(dict.fromkeys(text for texts in each for text in texts or ()))
        case _:
            return None
    return found if found is not None and len(found) <= _MOST_NEEDLES else None


def _members(letters: _Letters) -> tuple[str, ...] | None:
    """The letters of a small class in lower case."""
    if letters.negated or letters.kinds:
        return None
    if len(letters.ranges) == 1 and letters.ranges[0][0] == letters.ranges[0][1] == letters.ranges[0][0].lower():
        return (letters.ranges[0][0],)
    members = {chr(number) for first, last in letters.ranges for number in range(ord(first), min(ord(last), 128) + 1)}
    # A letter also belongs to a class that has its upper case, which is "S" for ſ, and "Aʾ" for ẚ.
    if not all(letter.isascii() and letter == letter.lower() for letter in members):
        return None
    return tuple(sorted(members)) if len(members) <= _MOST_NEEDLES else None

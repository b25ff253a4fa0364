"""Finds a typed text on a page: it is found if, and only if, a text of the page has it.

Lines are where a page happens to be broken, so the texts that were broken are looked at
(:attr:`~reader.ui.typeset.lines.Piece.source`), and hits are placed on the lines afterwards, and only on those that are
drawn: a book may have fifty thousand of them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from itertools import accumulate

from reader.lazy_dataclass import dataclass
from reader.text.finding import Haystack, Needle
from reader.ui.typeset.hits import Place
from reader.ui.typeset.lines import Line, Piece

NO_HIT = -1


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a text on a line. ``at`` and ``end``: its place in the text; ``column``: its place in the line."""

    at: int
    end: int
    line: int
    column: int


@dataclass(slots=True)
class _Text:
    haystack: Haystack
    parts: list[_Part] = field(default_factory=list)


class PageSearch:
    """The texts of a page, prepared once for all that is typed."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._texts: list[_Text] = []
        self._on_line: list[tuple[tuple[int, _Part], ...]] = []
        known: dict[int, int] = {}  # numbers of texts, by the identity of the string
        for number, line in enumerate(lines):
            self._on_line.append(tuple(self._parts(line, number, known)))

    def _parts(self, line: Line, number: int, known: dict[int, int]) -> Iterator[tuple[int, _Part]]:
        """The parts of a line, each with the number of its text. Pieces without a text are one together."""
        column, loose, begun = 0, "", 0
        for piece in (*line, None):
            if piece is not None and piece.source is None:
                begun = begun if loose else column
                loose += piece.text
                column += len(piece.text)
                continue
            if loose.strip():
                yield self._add(len(self._new_text(loose)) - 1, _Part(0, len(loose), number, begun))
            loose = ""
            if piece is not None and piece.source is not None:
                text = known.get(id(piece.source))
                if text is None:
                    text = known[id(piece.source)] = len(self._new_text(piece.source)) - 1
                end = min(piece.at + len(piece.text), len(piece.source))  # without the hyphen of a broken word
                yield self._add(text, _Part(piece.at, end, number, column))
                column += len(piece.text)

    def _new_text(self, source: str) -> list[_Text]:
        self._texts.append(_Text(Haystack.of(source)))
        return self._texts

    def _add(self, text: int, part: _Part) -> tuple[int, _Part]:
        self._texts[text].parts.append(part)
        return text, part

    def find(self, needle: Needle) -> Hits:
        """All hits, in the order of the page."""
        return Hits(self._texts, self._on_line, [text.haystack.find(needle) for text in self._texts])


class Hits:
    """The places of a text on a page. Hits have numbers from 0."""

    def __init__(
        self, texts: Sequence[_Text], on_line: Sequence[Sequence[tuple[int, _Part]]], found: Sequence[list[Place]]
    ) -> None:
        self._texts, self._on_line, self._found = texts, on_line, found
        self._before = [0, *accumulate(map(len, found))]  # how many hits there are before each text

    def __len__(self) -> int:
        return self._before[-1]

    def _place(self, number: int) -> tuple[_Text, Place]:
        text = bisect_right(self._before, number) - 1
        return self._texts[text], self._found[text][number - self._before[text]]

    def first_part(self, number: int) -> tuple[int, int, int]:
        """The line where a hit begins, and the offsets in that line where its part there begins and ends."""
        text, (begin, end) = self._place(number)
        part = next((part for part in text.parts if part.end > begin), text.parts[-1])
        first = max(begin, part.at) - part.at
        return part.line, part.column + first, part.column + max(first, min(end, part.end) - part.at)

    def from_line(self, line: int) -> int:
        """The first hit that begins on this line or below it; from the last one on, the first; ``NO_HIT`` if none."""
        if not len(self):
            return NO_HIT
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if self.first_part(middle)[0] < line:
                low = middle + 1
            else:
                high = middle
        return low if low < len(self) else 0

    def on_line(self, line: int, current: int) -> list[tuple[int, int, bool]]:
        """Where the hits on a line begin and end, and whether each is the current one."""
        if not 0 <= line < len(self._on_line):
            return []
        places = []
        for text, part in self._on_line[line]:
            found = self._found[text]
            first = bisect_right(found, part.at, key=lambda place: place[1])
            for number in range(first, bisect_left(found, part.end, key=lambda place: place[0])):
                begin, end = max(found[number][0], part.at), min(found[number][1], part.end)
                shift = part.column - part.at
                places.append((begin + shift, end + shift, self._before[text] + number == current))
        return sorted(places)


class Finding:
    """A search on the page in the pane, with its current hit. ``typed``: the text, for people.

    ``wrapped``: the last step went around the end of the page. The hits belong to the page given last.
    """

    def __init__(self, typed: str, needle: Needle) -> None:
        self.typed, self._needle = typed, needle
        self.current, self.wrapped = NO_HIT, False
        self._hits = Hits((), (), ())

    def __len__(self) -> int:
        return len(self._hits)

    def __bool__(self) -> bool:
        return True  # also without hits

    def look_in(self, search: PageSearch, line: int) -> None:
        """Finds the text on a page; the first hit from a line on becomes the current one."""
        self._hits = search.find(self._needle)
        self.current, self.wrapped = self._hits.from_line(line), False

    def is_in(self, text: str) -> bool:
        """Whether another text has what is looked for."""
        return bool(Haystack.of(text).find(self._needle))

    def step(self, by: int) -> None:
        """Makes another hit the current one."""
        if len(self):
            wanted = self.current + by
            self.current, self.wrapped = wanted % len(self), not 0 <= wanted < len(self)

    @property
    def place(self) -> tuple[int, int, int] | None:
        """The line of the current hit, and where it begins and ends there."""
        return self._hits.first_part(self.current) if len(self) else None

    def marked(self, line: Line, number: int) -> Iterator[tuple[Piece, bool | None]]:
        """The pieces of a line, divided where hits begin and end; each with whether it is the current hit, or None."""
        hits = self._hits.on_line(number, self.current)
        at = 0
        for piece in line:
            done = 0
            for begin, end, current in hits:
                first, last = max(done, begin - at), min(len(piece.text), end - at)
                if first < last:
                    if first > done:
                        yield replace(piece, text=piece.text[done:first]), None
                    yield replace(piece, text=piece.text[first:last]), current
                    done = last
            if done < len(piece.text) or not piece.text:
                yield replace(piece, text=piece.text[done:]), None
            at += len(piece.text)

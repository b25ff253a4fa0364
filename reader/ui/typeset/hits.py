"""Where the words of a search occur in a title and on a page.

Places are found as the index finds words (:mod:`reader.text.folding`), so ``strasse`` is marked in „Straße“. On a page
they are found in the lines that are drawn, together with their neighbours, because a phrase, a hyphenated word or
a run of Han may continue on the next line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice

from reader.query.patterns import places as pattern_places
from reader.query.terms import Term, term_of
from reader.query.tree import Name, Node, Pattern, leaves
from reader.query.tree import Words as SoughtWords
from reader.text.folding import PlacedWord, is_dense, placed_words
from reader.ui.typeset.lines import LOWER, Line, Piece, Role

Place = tuple[int, int]
"""The offsets where a hit begins and ends."""
_FARTHEST = 8  # lines before and after, over which a hit may go
_PATTERN_REACH = 500  # characters: most titles as a whole
_BETWEEN = 16  # characters between the words of a phrase


@dataclass(frozen=True)
class Words:
    """Terms, and regular expressions, that are marked in a text."""

    terms: tuple[Term, ...]
    patterns: tuple[str, ...] = ()

    def places(self, text: str) -> list[Place]:
        """Where the terms occur, in order and apart. Takes time in proportion to the text."""
        if not self:
            return []
        found = [place for source in self.patterns for place in pattern_places(source, text)]
        words = placed_words(text) if self.terms else []
        by_first, prefixes = self._by_first, self._prefixes
        for number, word in enumerate(words):
            for term in chain(by_first.get(word.word, ()), prefixes):
                place = _place(term, words, number)
                if place:
                    found.append(place)
        return _apart(found)

    def __bool__(self) -> bool:
        return bool(self.terms or self.patterns)

    @cached_property
    def _by_first(self) -> dict[str, list[Term]]:
        terms: dict[str, list[Term]] = {}
        for term in self.terms:
            if term not in self._prefixes:
                terms.setdefault(term.words[0], []).append(term)
        return terms

    @cached_property
    def _prefixes(self) -> list[Term]:
        return [term for term in self.terms if term.prefix and len(term.words) == 1]

    @cached_property
    def phrases(self) -> bool:
        """Whether a hit may have several words."""
        return bool(self.patterns) or any(len(term.words) > 1 for term in self.terms)

    @cached_property
    def reach(self) -> int:
        """About how many characters before and after a line a hit may reach."""
        longest = max((2 * sum(map(len, term.words)) + _BETWEEN for term in self.terms), default=0)
        return max(longest, _PATTERN_REACH) if self.patterns else longest


def _place(term: Term, words: Sequence[PlacedWord], number: int) -> Place | None:
    """Where the term is, if it begins with that word of a text."""
    last = number + len(term.words) - 1
    if last >= len(words) or any(words[number + at].word != word for at, word in enumerate(term.words[:-1])):
        return None
    end, sought = words[last], term.words[-1]
    if not (end.word.startswith(sought) if term.prefix else end.word == sought):
        return None
    letters = len(sought) if end.dense else len(end.word)
    return words[number].starts[0], end.ends[letters - 1]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a list looks for in titles and in texts."""

    title: Words
    text: Words


def sought_by(tree: Node) -> Sought | None:
    """What a query wants to be there, to be marked in titles and texts; None if it looks for nothing there."""
    wanted = [leaf for leaf, is_wanted in leaves(tree) if is_wanted]
    title, text = (
        tuple(dict.fromkeys(term_of(leaf) for leaf in wanted if isinstance(leaf, SoughtWords) and leaf.field in fields))
        for fields in ((None, Name.TITLE), (None, Name.BODY))
    )
    patterns = tuple(leaf.source for leaf in wanted if isinstance(leaf, Pattern) and leaf.field is Name.TITLE)
    return Sought(Words(title, patterns), Words(text)) if title or text or patterns else None


def hits_of_line(lines: Sequence[Line], number: int, sought: Sought) -> list[Place]:
    """Where a line of a page has hits, as offsets in its text."""
    words = sought.title if any(piece.role is Role.HEADLINE for piece in lines[number]) else sought.text
    content = _content(lines[number])
    own = content.strip()
    if not words or not own:
        return []
    before = _neighbours((lines[at] for at in range(number - 1, -1, -1)), words.reach)[::-1]
    after = _neighbours((lines[at] for at in range(number + 1, len(lines))), words.reach)
    run = [*before, own, *after]
    spaced = _joined(run, len(before), tight=False)
    tight = _joined(run, len(before), tight=True)
    joined = [spaced if words.phrases else (own, 0, len(own))]
    if tight != spaced:
        joined.append(tight)
    indent = len(content) - len(content.lstrip())
    places: list[Place] = []
    for text, begin, end in joined:
        places += _within(words.places(text), begin, end, indent - begin)
    return _apart(places)


def _within(places: Sequence[Place], begin: int, end: int, shift: int) -> Iterator[Place]:
    for first, last in places:
        if first < end and last > begin:
            yield max(first, begin) + shift, min(last, end) + shift


def _content(line: Line) -> str:
    """The text of a line, without the bar beside a quotation."""
    return "".join(" " * len(piece.text) if piece.role is Role.RULE else piece.text for piece in line)


def _neighbours(lines: Iterator[Line], reach: int) -> list[str]:
    """The contents of lines up to an empty one, not many more than ``reach`` characters."""
    contents: list[str] = []
    for line in islice((line for line in lines if line != LOWER), _FARTHEST):
        content = _content(line).strip()
        if not content or reach <= 0:
            break
        contents.append(content)
        reach -= len(content)
    return contents


def _joined(run: Sequence[str], own: int, *, tight: bool) -> tuple[str, int, int]:
    """Lines as one text, and where one of them begins and ends in it. ``tight``: broken words are joined again."""
    text, begin, end = "", 0, 0
    for number, line in enumerate(run):
        if text:
            text = _mended(text, line[0]) if tight else f"{text} "
        if number == own + 1:
            end = min(end, len(text))
        if number == own:
            begin, end = len(text), len(text) + len(line)
        text += line
    return text, begin, end


def _mended(text: str, following: str) -> str:
    """The text up to the next line, which begins with ``following``."""
    if is_dense(text[-1]) and is_dense(following):
        return text
    hyphenated = text[-1] == "-" and text[-2:-1].isalpha() and following.isalpha()
    return text[:-1] if hyphenated else f"{text} "


def marked_pieces(line: Line, hits: Sequence[Place]) -> Iterator[tuple[Piece, bool]]:
    """The pieces of a line, divided where hits begin and end, and whether each is a hit."""
    at = 0
    for piece in line:
        for text, hit in divided(piece.text, hits, at):
            yield replace(piece, text=text), hit
        at += len(piece.text)


def divided(text: str, hits: Sequence[Place], at: int = 0) -> Iterator[tuple[str, bool]]:
    """A text in parts, each with whether it is a hit. ``at``: the offset that the hits give to its first letter."""
    done = 0
    for begin, end in hits:
        first, last = max(done, begin - at), min(len(text), end - at)
        if first < last:
            if first > done:
                yield text[done:first], False
            yield text[first:last], True
            done = last
    if done < len(text) or not text:
        yield text[done:], False


def _apart(places: list[Place]) -> list[Place]:
    """The places in order, those joined that meet."""
    apart: list[Place] = []
    for begin, end in sorted(places):
        if apart and begin <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((begin, end))
    return apart

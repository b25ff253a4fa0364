"""White space as CSS has it: runs of inline text become spans, and breaks divide paragraphs.

A :class:`Flow` is one container's content while it is walked. Text piles up in it until a block comes
or the container ends; then :func:`set_runs` collapses white space across the runs, as CSS Text 3
section 4.1 does (no-break spaces stay), and divides at two line breaks, which is how sloppy feeds mark
their paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from unicodedata import is_normalized

from reader.article.blocks import Block, Paragraph, Span, Spans, Style
from reader.text import clean_text

_SPACE = re.compile("[ \t\n\r\f\u2028\u2029]{2,}|[\t\n\r\f\u2028\u2029]")  # what is not one space already
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]")
_ENDS = " \u00a0"  # a no-break space at a line's end holds nothing together
_INK = re.compile("[^\\s\u200b-\u200f\ufe0f\u2800]")


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a piece of text: its style, its link, and the page's address."""

    base: str | None = None
    style: Style = Style.PLAIN
    href: str | None = None

    def styled(self, style: Style) -> Context:
        """The same with one more style."""
        return replace(self, style=self.style | style)


Run = tuple[str, Context] | None  # None is a line break


@dataclass(slots=True)
class Flow:
    """The content of one container, growing."""

    blocks: list[Block] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _later: list[Block] = field(default_factory=list)

    def text(self, text: str | None, context: Context) -> None:
        """Inline text goes on."""
        if text:
            self._runs.append((text, context))

    def line_break(self) -> None:
        """A ``<br>``."""
        self._runs.append(None)

    def block(self, *blocks: Block) -> None:
        """Blocks end the paragraph that was open."""
        self.flush()
        self.blocks.extend(blocks)

    def figure(self, figure: Block) -> None:
        """A picture inside a paragraph waits for the paragraph's end, unless a line starts with it."""
        if self._at_line_start():
            self.block(figure)
        else:
            self._later.append(figure)

    def _at_line_start(self) -> bool:
        for run in reversed(self._runs):
            if run is None:
                return True
            if has_ink(run[0]):
                return False
        return True

    def flush(self) -> None:
        """End the open paragraph."""
        if self._runs:
            runs, self._runs = self._runs, []
            self.blocks.extend(Paragraph(spans) for spans in set_runs(runs))
        if self._later:
            later, self._later = self._later, []
            self.blocks.extend(later)

    def finish(self) -> list[Block]:
        """All blocks, once the container has ended."""
        self.flush()
        return self.blocks


def has_ink(text: str) -> bool:
    """Whether anything of this would be seen."""
    return _INK.search(text) is not None


def collapse(text: str) -> str:
    """Clean text with every stretch of white space as one space; one at either end stays."""
    folded = _SPACE.sub(" ", text)
    if folded.isprintable() and (folded.isascii() or (is_normalized("NFC", folded) and not _MARKS.search(folded))):
        return folded  # nothing that clean_text would change, which most text is not worth five searches for
    return _SPACE.sub(" ", clean_text(folded))


def set_runs(runs: Iterable[Run]) -> list[Spans]:
    """The paragraphs that some runs of text make; none of them is empty."""
    paragraphs: list[list[Span]] = [[]]
    for line in _lines(runs):
        if not line:
            paragraphs.append([])
            continue
        if paragraphs[-1]:
            paragraphs[-1].append(_break_after(paragraphs[-1].pop()))
        paragraphs[-1].extend(line)
    return [merged(spans) for spans in paragraphs if spans]


def _lines(runs: Iterable[Run]) -> Iterable[list[Span]]:
    """The lines between breaks; a line in which nothing is to be seen is empty."""
    line: list[Span] = []
    for run in runs:
        if run is None:
            yield _trimmed(line)
            line = []
            continue
        text = collapse(run[0])
        if text.startswith(" ") and (not line or line[-1].text.endswith(" ")):
            text = text[1:]
        if text:
            line.append(Span(text, run[1].style, run[1].href))
    yield _trimmed(line)


def _trimmed(line: list[Span]) -> list[Span]:
    if not any(has_ink(span.text) for span in line):
        return []
    while not line[-1].text.strip(_ENDS):
        line.pop()
    line[-1] = replace(line[-1], text=line[-1].text.rstrip(_ENDS))
    return line


def _break_after(span: Span, glue: str = "\n") -> Span:
    return replace(span, text=span.text + glue)


def merged(spans: Iterable[Span]) -> Spans:
    """The same text with neighbours that are set alike as one span."""
    return tuple(_one(list(group)) for _, group in groupby(spans, key=lambda span: (span.style, span.href)))


def _one(group: list[Span]) -> Span:
    if len(group) == 1:
        return group[0]
    text = "".join(span.text for span in group)
    return replace(group[0], text=text if text.isascii() else clean_text(text))  # a lone accent may now combine


def joined(blocks: Iterable[Block], glue: str = "\n") -> Spans:
    """The paragraphs of some blocks as one; what is not text counts for nothing."""
    spans: list[Span] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if spans:
                spans.append(_break_after(spans.pop(), glue))
            spans.extend(block.spans)
    return merged(spans)


def words_of(spans: Iterable[Span]) -> str:
    """The bare text of some spans."""
    return "".join(span.text for span in spans)

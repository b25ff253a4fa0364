"""Collects inline text into paragraphs, with the white space rules of CSS.

A :class:`Flow` holds the content of one container during the walk. It collects runs of inline text until a block
begins or the container ends; then :func:`paragraphs_of` collapses white space across the runs (CSS Text 3, section 4.1;
no-break spaces stay) and splits at two line breaks, which many feeds use instead of paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import field, replace
from itertools import groupby
from unicodedata import is_normalized

from reader.article.blocks import Block, Bookmark, Figure, Note, Paragraph, Rule, Span, Spans, Style
from reader.article.formulas import parts_of
from reader.lazy_dataclass import dataclass
from reader.text import clean_text

_SPACE = re.compile("[ \t\n\r\f\u2028\u2029]{2,}|[\t\n\r\f\u2028\u2029]")  # any white space other than a single space
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0]")
_DOUBLE = re.compile("(?<=[^ \u00a0])(?: \u00a0|\u00a0 )(?=[^ \u00a0])")
_NO_BREAK = "\u00a0"
_ENDS = " \u00a0"  # trimmed at the end of a line, the no-break space too
_VISIBLE = re.compile("[^\\s\u200b-\u200f\ufe0f\u2800]")


@dataclass(slots=True)
class Found:
    """What concerns the whole of a document.

    ``hrefs``: the address of every link, also of those without text. ``is_cut``: a part was too long. ``details``: how
    many parts open and close. ``has_places``: see :func:`.mark_places`. ``pull_quotes`` and ``marks``: how many there
    were so far; ``words``: the letters of the whole text, once they were needed for pull quotes. ``explained``: the
    abbreviations so far whose meaning was given. ``other_captions``: how many captions so far had more than text in
    them.
    """

    hrefs: list[str] = field(default_factory=list)
    is_cut: bool = False
    details: int = 0
    has_places: bool = False
    pull_quotes: int = 0
    marks: int = 0
    words: str = ""
    explained: set[str] = field(default_factory=set)
    other_captions: int = 0


def keep_working() -> None:
    """For work that nobody interrupts."""


@dataclass(frozen=True, slots=True)
class Context:
    """The style and link that apply to a run of text, and the base of its relative addresses.

    ``found`` collects what concerns the whole document. ``check`` is called often; what it raises ends the work.
    """

    base: str | None = None
    style: Style = Style.PLAIN
    href: str | None = None
    found: Found = field(default_factory=Found)
    check: Callable[[], None] = keep_working
    tex: str = ""  # the source of the formula that the text is

    def styled(self, style: Style) -> Context:
        """This context with another style added."""
        return Context(self.base, self.style | style, self.href, self.found, self.check)

    def linked(self, href: str | None) -> Context:
        """This context in a link to ``href``, or in the same one if that is None."""
        return Context(self.base, self.style, href or self.href, self.found, self.check)


Run = tuple[str, Context] | None  # None is a line break


@dataclass(slots=True)
class Flow:
    """The content of one container, growing."""

    blocks: list[Block] = field(default_factory=list)
    _runs: list[Run] = field(default_factory=list)
    _pending: list[Block] = field(default_factory=list)
    _bookmarks: list[Block] = field(default_factory=list)

    def text(self, text: str | None, context: Context) -> None:
        """Adds inline text to the open paragraph; formulas in it are written readably."""
        if not text:
            return
        if ("$" not in text and "\\" not in text) or context.style & Style.CODE:
            self._runs.append((text, context))
            return
        for part in parts_of(text):
            if part.tex:
                self.formula(part.text, part.tex, context, is_block=part.is_block)
            else:
                self._runs.append((part.text, context))

    def formula(self, text: str, tex: str, context: Context, *, is_block: bool) -> None:
        """Adds a formula; ``is_block``: as a paragraph of its own."""
        if is_block:
            self.flush()
        self._runs.append((text, replace(context, tex=tex) if tex else context))
        if is_block:
            self.flush()

    def line_break(self) -> None:
        """Adds a line break (``<br>``)."""
        self._runs.append(None)

    def block(self, *blocks: Block) -> None:
        """Adds blocks, after ending the open paragraph."""
        self.flush()
        if self._bookmarks and blocks:
            self._add_bookmarks()
        self.blocks.extend(blocks)

    def note(self, *notes: Note) -> None:
        """Adds footnotes; a rule above them is left out, because the typesetter draws one."""
        self.flush()
        if notes and self.blocks and isinstance(self.blocks[-1], Rule):
            self.blocks.pop()
        self.block(*notes)

    def bookmark(self, name: str) -> None:
        """Adds a place: the beginning of the open paragraph or of the next block."""
        self._bookmarks.append(Bookmark(name))

    def _add_bookmarks(self) -> None:
        self.blocks.extend(self._bookmarks)
        self._bookmarks = []

    def figure(self, figure: Figure, *, is_twin: bool = False) -> None:
        """Adds a picture: at once if a line begins with it, else after the open paragraph.

        Only once if it directly follows itself: lazy loaders repeat it in ``noscript``. ``is_twin``: it is such a
        repetition, even under another address.
        """
        before = self._pending or (self.blocks if not self._runs else [])
        last = before[-1] if before else None
        if isinstance(last, Figure) and figure.src is not None and (is_twin or last.src == figure.src):
            before[-1] = _joined(last, figure)
            return
        if self._at_line_start():
            self.block(figure)
        else:
            self._pending.append(figure)

    def _at_line_start(self) -> bool:
        for run in reversed(self._runs):
            if run is None:
                return True
            if is_visible(run[0]):
                return False
        return True

    def flush(self) -> None:
        """Ends the open paragraph."""
        if self._runs:
            runs, self._runs = self._runs, []
            paragraphs = paragraphs_of(runs)
            if self._bookmarks and paragraphs:
                self._add_bookmarks()
            self.blocks.extend(map(Paragraph, paragraphs))
        if self._pending:
            pending, self._pending = self._pending, []
            self.blocks.extend(pending)

    def finish(self) -> list[Block]:
        """Ends the container and returns its blocks."""
        self.flush()
        if self._bookmarks and self.blocks:
            self._add_bookmarks()
        return self.blocks


def _joined(one: Figure, twin: Figure) -> Figure:
    """A picture with what its twin says more."""
    return replace(
        one,
        src=one.src or twin.src,
        alt=one.alt or twin.alt,
        title=one.title or twin.title,
        sources=one.sources or twin.sources,
        size=one.size or twin.size,
    )


def is_visible(text: str) -> bool:
    """Whether the text has a visible character."""
    return _VISIBLE.search(text) is not None


def collapse(text: str) -> str:
    """Clean text with each run of white space as one space; a space at either end stays.

    A no-break space beside a space is one that an editor wrote for a second one.
    """
    folded = _SPACE.sub(" ", text)
    if folded.isprintable() and (folded.isascii() or (is_normalized("NFC", folded) and not _MARKS.search(folded))):
        return folded  # the usual case: clean_text, with its five searches, would change nothing
    return _DOUBLE.sub(" ", _SPACE.sub(" ", clean_text(folded)))


def paragraphs_of(runs: Iterable[Run]) -> list[Spans]:
    """The paragraphs in some runs of text, without empty ones."""
    paragraphs: list[list[Span]] = [[]]
    for line in _lines(runs):
        if not line:
            paragraphs.append([])
            continue
        if paragraphs[-1]:
            paragraphs[-1].append(_break_after(paragraphs[-1].pop()))
        paragraphs[-1].extend(line)
    return [merge_spans(spans) for spans in paragraphs if spans]


def _lines(runs: Iterable[Run]) -> Iterable[list[Span]]:
    """The lines between breaks; a line without visible text has no spans."""
    line: list[Span] = []
    for run in runs:
        if run is None:
            yield _trim(line)
            line = []
            continue
        text = collapse(run[0])
        if text.startswith(" ") and (not line or line[-1].text.endswith(" ")):
            text = text[1:]
        if not line and text.startswith(_NO_BREAK) and text[1:2] not in tuple(_ENDS):
            text = text[1:]  # more of them are an indent
        if text:
            line.append(Span(text, run[1].style, run[1].href, run[1].tex))
    yield _trim(line)


def _trim(line: list[Span]) -> list[Span]:
    if not any(is_visible(span.text) for span in line):
        return []
    while not line[-1].text.strip(_ENDS):
        line.pop()
    text = line[-1].text
    if text != (trimmed := text.rstrip(_ENDS)):
        line[-1] = replace(line[-1], text=trimmed)
    return line


def _break_after(span: Span, glue: str = "\n") -> Span:
    return replace(span, text=span.text + glue)


def merge_spans(spans: Iterable[Span]) -> Spans:
    """The same text, with adjacent spans of the same style and link merged."""
    spans = tuple(spans)
    if not any(map(_belong_together, spans, spans[1:])):
        return spans
    return tuple(_one(list(group)) for _, group in groupby(spans, key=_kind))


def _belong_together(one: Span, other: Span) -> bool:
    return one.style == other.style and one.href == other.href and not (one.tex or other.tex)


def _kind(span: Span) -> tuple[Style, str | None, int]:
    """What spans that are merged have in common; a formula stays alone."""
    return span.style, span.href, id(span) if span.tex else 0


def _one(group: list[Span]) -> Span:
    if len(group) == 1:
        return group[0]
    text = "".join(span.text for span in group)  # an accent may now follow its letter, so normalise again
    return replace(group[0], text=text if text.isascii() else clean_text(text))


def join_paragraphs(blocks: Iterable[Block], glue: str = "\n") -> Spans:
    """The paragraphs among some blocks as one; other blocks are ignored."""
    spans: list[Span] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            if spans:
                spans.append(_break_after(spans.pop(), glue))
            spans.extend(block.spans)
    return merge_spans(spans)


def text_of_spans(spans: Iterable[Span]) -> str:
    """The text of some spans without styles and links."""
    return "".join(span.text for span in spans)


def letters_of(text: str) -> str:
    """The letters and digits of a text in lower case, to compare it with another."""
    return "".join(filter(str.isalnum, text)).casefold()

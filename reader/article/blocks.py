"""The document as values: the blocks and runs of text that the article pane draws.

A document is a tree without HTML in it, so that whoever draws or counts it knows a dozen types and no
markup. All text in it is clean (:mod:`reader.text`), every address is http(s) or mailto, no block is
empty, and the tree is never deeper than the limit of :mod:`reader.article.sanitise`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag


class Style(IntFlag):
    """How a run of text is set; flags, because they combine."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    CODE = 4
    STRIKE = 8
    SUPERSCRIPT = 16
    SUBSCRIPT = 32
    MARK = 64
    SMALL = 128
    UNDERLINE = 256


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. A line break is ``\\n``; ``href`` is where the text leads, if anywhere."""

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set off from the text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item holds blocks. ``start`` is the number of the first item of an ordered list."""

    ordered: bool
    start: int
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text, verbatim, tabs expanded; ``language`` as the page names it."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture. ``src`` is None when its address cannot be used; then there is at least a text for it."""

    src: str | None
    alt: str = ""
    caption: Spans = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data: every row has the same number of cells, each cell is spans.

    ``numeric[i]`` says that column ``i`` holds numbers, which are best set flush right.
    """

    header: tuple[tuple[Spans, ...], ...]
    rows: tuple[tuple[Spans, ...], ...]
    caption: Spans = ()
    numeric: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """Something that plays or lives elsewhere; ``kind`` is ``video``, ``audio`` or ``embed``.

    ``text`` is what to show, such as ``Video: vimeo.com``; ``url`` where it is found.
    """

    kind: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two parts."""


Block = Paragraph | Heading | Quote | ListBlock | Code | Figure | Table | Media | Rule


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the document leads to, with the words that led there first."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text. ``links`` holds every ``href``, picture link and media address once, in order."""

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()

"""The types of a document: the blocks and spans of text that the article pane draws.

A document is a tree without HTML, so that code that draws or counts it handles a dozen types and no markup. All its
text is clean (:mod:`reader.text`), every address is http(s) or mailto, no block is empty, and its depth is bounded
(:mod:`reader.article.prepare_markup`). It contains no words of ours: a label such as "Video" is made where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntFlag, StrEnum

from reader.lazy_dataclass import dataclass

CHECKED, UNCHECKED = CHECKBOXES = ("☑ ", "☐ ")  # the beginning of an item of a list of tasks


class Style(IntFlag):
    """The style of a span of text; flags, because styles combine."""

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
    """Text in one style. A line break is ``\\n``; ``href`` is the address that the text links to, if any."""

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
    """A block quotation."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list whose items are blocks. An ordered list has a marker for each of them, such as "7." or "iv."."""

    markers: tuple[str, ...]
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text with tabs expanded; ``language`` is the name that the page gives."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture. ``title`` is the text that a browser shows under the mouse pointer, unless it repeats ``alt``.

    If ``src`` is None, because its address cannot be used, ``alt`` or ``title`` has text. ``sources``: the addresses of
    the picture in several sizes with their widths in pixels, narrowest first; empty if there is one address. ``size``:
    the width and height that the page states, which may be only their ratio.
    """

    src: str | None
    alt: str = ""
    caption: Spans = ()
    link: str | None = None
    title: str = ""
    sources: tuple[tuple[str, int], ...] = ()
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of data. Every row has the same number of cells, and each cell is spans.

    ``numeric[i]`` is True if column ``i`` holds numbers, which are aligned to the right.
    """

    header: tuple[tuple[Spans, ...], ...]
    rows: tuple[tuple[Spans, ...], ...]
    caption: Spans = ()
    numeric: tuple[bool, ...] = ()


class MediaKind(StrEnum):
    """The kinds of embedded media."""

    VIDEO = "video"
    AUDIO = "audio"
    EMBED = "embed"  # anything else in a frame: a map, a post


@dataclass(frozen=True, slots=True)
class Media:
    """A video, a recording or a frame, which the pane shows as a link to ``url``. ``title`` may be empty."""

    kind: MediaKind
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break (``<hr>``)."""


Block = Paragraph | Heading | Quote | ListBlock | Code | Figure | Table | Media | Rule


def innermost(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that hold no others, in order: quotations and lists are replaced by their contents."""
    for block in blocks:
        if isinstance(block, Quote):
            yield from innermost(block.blocks)
        elif isinstance(block, ListBlock):
            for item in block.items:
                yield from innermost(item)
        else:
            yield block


@dataclass(frozen=True, slots=True)
class Link:
    """An address that the document links to, with the text of the first link to it."""

    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """An article's text. ``links`` has every ``href``, picture link and media address once, in order.

    Links without text, such as those around a picture that has no address, come last. ``is_cut``: the end of a text
    that was too long is left out.
    """

    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()
    is_cut: bool = False

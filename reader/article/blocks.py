"""The types of a document: the blocks and spans of text that the article pane draws.

A document is a tree without HTML, so that code that draws or counts it handles a dozen types and no markup. All its
text is clean (:mod:`reader.text`), every address is http(s) or mailto, no block is empty, and its depth is bounded
(:mod:`reader.article.prepare_markup`). It contains no words of ours: a label such as "Video" is made where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import IntFlag, StrEnum
from itertools import chain

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
    REMOVED = 512  # by an edit
    ADDED = 1024


@dataclass(frozen=True, slots=True)
class Span:
    """Text in one style. A line break is ``\\n``.

    ``href`` is the address that the text links to, if any, or a place on the page: see :func:`to_note` and the others.
    ``tex`` is the source of a formula whose text is the readable form.
    """

    text: str
    style: Style = Style.PLAIN
    href: str | None = None
    tex: str = ""


Spans = tuple[Span, ...]

_NOTE, _BACK, _BOOKMARK, _DETAILS = "note:", ":back", "bookmark:", "details:"


def to_note(number: int) -> str:
    """The ``href`` of the mark of a footnote."""
    return f"{_NOTE}{number}"


def back_from_note(number: int) -> str:
    """The ``href`` that leads from a footnote back to its mark."""
    return f"{_NOTE}{number}{_BACK}"


def to_bookmark(name: str) -> str:
    """The ``href`` of a link to a :class:`Bookmark`."""
    return f"{_BOOKMARK}{name}"


def to_details(number: int) -> str:
    """The ``href`` that opens and closes a :class:`Details`."""
    return f"{_DETAILS}{number}"


def is_note(href: str) -> bool:
    """Whether a link leads to a footnote or back from it."""
    return href.startswith(_NOTE)


def is_on_page(href: str) -> bool:
    """Whether a link leads to a place on its own page."""
    return href.startswith((_NOTE, _BOOKMARK, _DETAILS))


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

    ``numeric[i]`` is True if column ``i`` holds numbers, which are aligned to the right. ``wide`` has the cells that
    span columns, and how many; the others of them are empty. ``repeated`` has the cells that repeat one above, which
    spans rows. Both name a cell by its row, header included, and its column. ``named``: the first column names rows.
    """

    header: tuple[tuple[Spans, ...], ...]
    rows: tuple[tuple[Spans, ...], ...]
    caption: Spans = ()
    numeric: tuple[bool, ...] = ()
    wide: tuple[tuple[tuple[int, int], int], ...] = ()
    repeated: frozenset[tuple[int, int]] = frozenset()
    named: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """Some terms and the definition of them; at least one of the two is not empty."""

    terms: tuple[Spans, ...]
    meanings: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A list of definitions (``<dl>``)."""

    items: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class Details:
    """A part of the page that the reader opens and closes; ``number``: within the document, from 0."""

    number: int
    summary: Spans
    blocks: tuple[Block, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote. ``number``: within the document, from 1; ``label`` is the text of its mark, such as "*"."""

    number: int
    label: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A place that a link of the document leads to: the beginning of the block that follows."""

    name: str


class MediaKind(StrEnum):
    """The kinds of embedded media."""

    VIDEO = "video"
    AUDIO = "audio"
    EMBED = "embed"  # anything else in a frame: a map, a post


@dataclass(frozen=True, slots=True)
class Media:
    """A video, a recording or a frame, which the pane shows as a link to ``url``. ``title`` may be empty.

    ``seconds``: its length, if the page or the feed tells it.
    """

    kind: MediaKind
    title: str
    url: str
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break (``<hr>``)."""


Block = (
    Paragraph
    | Heading
    | Quote
    | ListBlock
    | Code
    | Figure
    | Table
    | Definitions
    | Details
    | Note
    | Bookmark
    | Media
    | Rule
)


def innermost(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks that hold no others, in order; those that do are replaced by their contents, summaries included."""
    for block in blocks:
        match block:
            case Quote(inner) | Note(_, _, inner):
                yield from innermost(inner)
            case ListBlock(_, items):
                for item in items:
                    yield from innermost(item)
            case Definitions(definitions):
                for definition in definitions:
                    yield from map(Paragraph, definition.terms)
                    for meaning in definition.meanings:
                        yield from innermost(meaning)
            case Details(_, summary, inner):
                yield from [Paragraph(summary)] if summary else []
                yield from innermost(inner)
            case Bookmark():
                pass
            case _:
                yield block


def inner_blocks(block: Block) -> Iterator[Block]:
    """The blocks directly in a block."""
    match block:
        case Quote(inner) | Note(_, _, inner) | Details(_, _, inner):
            yield from inner
        case ListBlock(_, items):
            yield from chain.from_iterable(items)
        case Definitions(definitions):
            yield from chain.from_iterable(meaning for one in definitions for meaning in one.meanings)
        case _:
            pass


def all_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks and all that are in them, in order."""
    for block in blocks:
        yield block
        yield from all_blocks(inner_blocks(block))


def details_in(blocks: Iterable[Block]) -> Iterator[Details]:
    """The parts that open and close."""
    return (block for block in all_blocks(blocks) if isinstance(block, Details))


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

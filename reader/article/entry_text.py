"""Decides what an entry's text is: which of its HTML is the body, and whether its summary is a lead above it.

An entry has up to three texts: the article of its page, the feed's content and the feed's summary. The first of them
is the body; the page's has the pictures of the feed's content too. A summary beside a longer text becomes the lead only
if a lead can show all of it; otherwise it opens the body. Nothing that a feed carried is left out unless the body has
it as well, and then its links are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from reader.article.addresses import picture_stem
from reader.article.blocks import (
    Block,
    Code,
    Document,
    Figure,
    Heading,
    Media,
    Paragraph,
    Span,
    Spans,
    Table,
    innermost,
)
from reader.article.document import build_document
from reader.article.drop_repeats import drop_repeated, is_same_text
from reader.article.flow import keep_working, text_of_spans
from reader.lazy_dataclass import dataclass
from reader.model import Entry
from reader.text import count_words

LONG_TEXT = 200  # words; a feed's text of more is taken for the whole article
LONGEST_LEAD = 600  # characters; a longer summary is part of the body
_OPENING = 80  # characters that a body shares with a summary that was cut from it
_OPENING_BLOCKS = 3


@dataclass(frozen=True, slots=True)
class EntryText:
    """The lead, which may be empty, and the body. ``body.links`` has the links that are in neither of the two."""

    lead: Spans
    body: Document


def body_of(entry: Entry) -> tuple[str, str | None]:
    """The HTML of the body, and the address that its links are relative to."""
    if entry.page and entry.page.content_html:
        return entry.page.content_html, entry.page.url
    return entry.content_html if entry.content_html.strip() else entry.summary_html, entry.url


def lacks_rest(entry: Entry) -> bool:
    """Whether the rest of the article is for subscribers, and neither page nor feed gives it."""
    return entry.page is not None and entry.page.complete is False and not _is_whole_in_feed(entry)


def rest_at(entry: Entry) -> str | None:
    """The address of the page where the article continues, if that page could not be joined to the shown text."""
    page = entry.page
    return page.next_page if page and page.content_html else None


def _is_whole_in_feed(entry: Entry) -> bool:
    """Whether the feed's text is shown because it is more than the page's, and long."""
    own = entry.content_html if entry.content_html.strip() else entry.summary_html
    return body_of(entry)[0] is own and count_words(own) > LONG_TEXT


def text_of_entry(entry: Entry, check: Callable[[], None] = keep_working) -> EntryText:
    """The lead and the body of an entry; its title is not repeated at the beginning of the body.

    ``check``: see :func:`.build_document`.
    """
    html, base = body_of(entry)
    body = build_document(html, base=base, check=check)
    if entry.page and html is entry.page.content_html and "<img" in entry.content_html:
        body = _with_pictures_of_feed(body, build_document(entry.content_html, base=entry.url, check=check))
    lead: Spans = ()
    if entry.page and entry.page.lead and not is_same_text(entry.page.lead, entry.title):
        lead = (Span(entry.page.lead),)
    if entry.summary_html and html is not entry.summary_html:
        summary = build_document(entry.summary_html, base=entry.url, check=check)
        lead, body = _with_summary(entry, lead, body, summary)
    elif lead and html is entry.summary_html and _Contained(body).has(Paragraph(lead)):
        lead = ()  # the page gave no more than the feed
    return EntryText(lead, drop_repeated(body, entry.title, text_of_spans(lead) or None))


def _with_pictures_of_feed(body: Document, feed: Document) -> Document:
    """The body below the pictures that the feed had and the page lost, if the page has no others but its main one."""
    figures = {
        picture_stem(block.src): block for block in innermost(feed.blocks) if isinstance(block, Figure) and block.src
    }
    main = body.blocks[:1] if body.blocks and isinstance(body.blocks[0], Figure) else ()
    others = body.blocks[len(main) :]
    of_page = {picture_stem(block.src) for block in innermost(others) if isinstance(block, Figure) and block.src}
    if not of_page < figures.keys():
        return body
    shown = of_page | {picture_stem(block.src) for block in main if isinstance(block, Figure) and block.src}
    lost = [figure for stem, figure in figures.items() if stem not in shown]
    if len(figures) == 1 and main:
        lost = []  # the same picture in another size, or another of the same thing
    return replace(body, blocks=(*main, *lost, *others))


def _with_summary(entry: Entry, lead: Spans, body: Document, summary: Document) -> tuple[Spans, Document]:
    """The lead and the body of an entry that has a summary beside its body."""
    only = summary.blocks[0] if len(summary.blocks) == 1 else None
    as_lead = only.spans if isinstance(only, Paragraph) and len(text_of_spans(only.spans)) <= LONGEST_LEAD else ()
    if lead and as_lead and not summary.links:
        return lead, body  # the page has a lead of its own in place of the teaser
    contained = _Contained(body, entry.title, text_of_spans(lead))
    new = [block for block in summary.blocks if not contained.has(block)]
    if as_lead and new and not lead:
        return as_lead, body
    links = {link.url: link for link in ((*body.links, *summary.links) if not new else (*summary.links, *body.links))}
    return lead, Document((*new, *body.blocks), tuple(links.values()), body.is_cut or summary.is_cut)


class _Contained:
    """The texts, pictures and media of a document, for the question whether it has a block of another one too."""

    def __init__(self, document: Document, *texts: str) -> None:
        self._texts = _joined([*texts, *_texts(document.blocks)])
        self._opening = _joined(_texts(document.blocks[:_OPENING_BLOCKS]))
        self._addresses = frozenset(_addresses(document.blocks))

    def has(self, block: Block) -> bool:
        """Whether the document has all of the block, or began with it before somebody cut it."""
        if isinstance(block, Paragraph):
            text = _joined(_texts([block])).strip()
            return self._has_text(text) or text.rstrip("….[] ")[:_OPENING] in self._opening
        return all(map(self._has_text, map(_folded, _texts([block])))) and self._addresses.issuperset(
            _addresses([block])
        )

    def _has_text(self, text: str) -> bool:
        return f" {text} " in self._texts


def _joined(texts: Iterable[str]) -> str:
    return f" {' '.join(map(_folded, texts))} "


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Every text in some blocks, alternative texts included."""
    for block in innermost(blocks):
        match block:
            case Paragraph(spans) | Heading(_, spans):
                yield text_of_spans(spans)
            case Code(text):
                yield text
            case Figure(_, alt, caption):
                yield from filter(None, (alt, text_of_spans(caption)))
            case Table(header, rows, caption):
                yield from filter(None, [text_of_spans(caption)])
                yield from (text for row in (*header, *rows) for cell in row if (text := text_of_spans(cell)))
            case Media(_, title):
                yield from filter(None, [title])
            case _:
                pass


def _addresses(blocks: Iterable[Block]) -> Iterator[str]:
    """The addresses of the pictures and media in some blocks."""
    for block in innermost(blocks):
        if isinstance(block, Figure) and block.src:
            yield picture_stem(block.src)
        elif isinstance(block, Media):
            yield block.url

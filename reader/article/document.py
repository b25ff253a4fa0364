"""Makes a :class:`Document` from HTML: sanitise, parse, walk; and lists the addresses that it links to.

The article pane calls this when an article is opened. Documents are not stored, so that a better renderer improves
old articles too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from reader.article.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Link,
    Media,
    Paragraph,
    Span,
    Table,
    innermost,
    is_on_page,
)
from reader.article.build_blocks import blocks_of
from reader.article.flow import Context, keep_working
from reader.article.formulas import drop_twins
from reader.article.html_parser import parse_clean
from reader.article.places import mark_places
from reader.article.sanitise import Sanitised, sanitise_and_cut
from reader.web.addresses import site_of

_DRAWN_TWICE = re.compile("katex-html|MathJax|mwe-math-fallback")
_TEXT_LIMIT = 200  # characters of a link's text


def build_document(html: str, *, base: str | None, check: Callable[[], None] = keep_working) -> Document:
    """The document of untrusted HTML; relative addresses are resolved against ``base``.

    ``check`` is called often, and what it raises ends the work. Otherwise never raises: HTML without text or pictures
    gives a document without blocks.
    """
    try:
        return _built(sanitise_and_cut(html, base=base), Context(base, check=check))
    except RecursionError:  # nested deeper than any page that people write
        return _built(sanitise_and_cut(html, base=base, strict=True), Context(base, check=check))


def document_of_clean(clean: str, *, base: str | None) -> Document:
    """As :func:`build_document`, of HTML that :func:`.sanitise` has returned."""
    try:
        return _built(Sanitised(clean), Context(base))
    except RecursionError:
        return build_document(clean, base=base)


def _built(clean: Sanitised, context: Context) -> Document:
    body = parse_clean(clean.html)
    if body is None:
        return Document((), is_cut=clean.is_cut)
    if _DRAWN_TWICE.search(clean.html):
        drop_twins(body)
    context.found.has_places = "#" in clean.html and mark_places(body, context.base)
    blocks = tuple(blocks_of(body, context))
    without_text = ((href, "") for href in context.found.hrefs)
    links = _links(chain(_addresses(blocks), without_text))
    return Document(blocks, links, clean.is_cut or context.found.is_cut)


def links_in(spans: Iterable[Span]) -> tuple[Link, ...]:
    """The addresses that some text links to, each once."""
    return _links(_of_spans(spans))


def _links(addresses: Iterable[tuple[str | None, str]]) -> tuple[Link, ...]:
    links: dict[str, list[str]] = {}
    previous: str | None = None
    for url, text in addresses:
        if url is None or is_on_page(url):
            previous = None
        elif url == previous:
            links[url].append(text)  # one link in several styles
        else:
            first = url not in links
            links.setdefault(url, []).extend([text] if first else [])
            previous = url if first else None
    return tuple(Link(url, _link_text(texts)) for url, texts in links.items())


def _link_text(texts: list[str]) -> str:
    return " ".join("".join(texts).split())[:_TEXT_LIMIT]


def _addresses(blocks: Iterable[Block]) -> Iterator[tuple[str | None, str]]:
    """Every address with its text, in order; None wherever a link must have ended."""
    for block in innermost(blocks):
        match block:
            case Paragraph(spans) | Heading(_, spans):
                yield from _of_spans(spans)
            case Figure(_, alt, caption, link):
                yield link, alt
                yield from _of_spans(caption)
            case Table(header, rows, caption):
                yield from _of_spans(caption)
                for row in (*header, *rows):
                    for cell in row:
                        yield from _of_spans(cell)
            case Media(_, title, url, _):
                yield url, title or site_of(url)
            case _:
                pass
        yield None, ""


def _of_spans(spans: Iterable[Span]) -> Iterator[tuple[str | None, str]]:
    yield from ((span.href, span.text) for span in spans)
    yield None, ""

"""HTML → :class:`Document`: sanitise, parse, walk; and the list of where the document leads.

This is what the article pane calls when an article is opened, and it is quick enough for that (see the
benchmark); nothing of it is stored, so that a better renderer also improves old articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reader.article.blocks import (
    Block,
    Document,
    Figure,
    Heading,
    Link,
    ListBlock,
    Media,
    Paragraph,
    Quote,
    Span,
    Table,
)
from reader.article.build_blocks import blocks_of
from reader.article.flow import Context
from reader.article.html_parser import parse_clean
from reader.article.sanitise import sanitise

_TEXT_LIMIT = 200  # characters of a link's words


def build_document(html: str, *, base: str | None) -> Document:
    """The document of some HTML as it came; ``base`` resolves its relative addresses.

    Never raises: HTML that says nothing gives a document without blocks.
    """
    body = parse_clean(sanitise(html, base=base))
    return make_document(() if body is None else blocks_of(body, Context(base)))


def make_document(blocks: Iterable[Block]) -> Document:
    """A document of these blocks, with the links they hold."""
    blocks = tuple(blocks)
    links: dict[str, list[str]] = {}
    previous: str | None = None
    for url, text in _addresses(blocks):
        if url is None:
            previous = None
        elif url == previous:
            links[url].append(text)  # one link in several styles
        else:
            first = url not in links
            links.setdefault(url, []).extend([text] if first else [])
            previous = url if first else None
    return Document(blocks, tuple(Link(url, _words(texts)) for url, texts in links.items()))


def _words(texts: list[str]) -> str:
    return " ".join("".join(texts).split())[:_TEXT_LIMIT]


def _addresses(blocks: Iterable[Block]) -> Iterator[tuple[str | None, str]]:
    """Every address with its words, in order; None wherever a link cannot go on."""
    for block in blocks:
        match block:
            case Paragraph(spans) | Heading(_, spans):
                yield from _of_spans(spans)
            case Quote(inner):
                yield from _addresses(inner)
            case ListBlock(_, _, items):
                for item in items:
                    yield from _addresses(item)
            case Figure(_, alt, caption, link):
                yield link, alt
                yield from _of_spans(caption)
            case Table(header, rows, caption):
                yield from _of_spans(caption)
                for row in (*header, *rows):
                    for cell in row:
                        yield from _of_spans(cell)
            case Media(_, text, url):
                yield url, text
            case _:
                pass
        yield None, ""


def _of_spans(spans: Iterable[Span]) -> Iterator[tuple[str | None, str]]:
    yield from ((span.href, span.text) for span in spans)
    yield None, ""

"""Sets the pictures that a feed has outside of its text as figures, after the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.article.addresses import same_picture
from reader.article.blocks import Block, Document, Figure, ListBlock, Quote
from reader.model import Enclosure
from reader.web.media_types import is_picture


def with_pictures(body: Document, enclosures: Iterable[Enclosure]) -> Document:
    """The body with a figure for each picture that it does not have yet.

    Of several sizes of a picture, the first is set. A figure of the text that has no alternative text gets the one of
    the same picture among the enclosures.
    """
    pictures = [one for one in enclosures if is_picture(one.type)]
    if not pictures:
        return body
    blocks = tuple(_described(block, pictures) if isinstance(block, Figure) else block for block in body.blocks)
    shown = [figure.src for figure in _figures(blocks) if figure.src]
    added: list[Figure] = []
    for picture in pictures:
        figure = Figure(picture.url, picture.title or "")
        if not any(same_picture(picture.url, url) for url in shown) and not any(_is_same(figure, one) for one in added):
            added.append(figure)
    return replace(body, blocks=(*blocks, *added))


def _is_same(one: Figure, other: Figure) -> bool:
    if one.alt and other.alt:
        return one.alt == other.alt
    return same_picture(one.src, other.src)


def _described(figure: Figure, pictures: Iterable[Enclosure]) -> Figure:
    if figure.alt:
        return figure
    titles = (one.title for one in pictures if one.title and same_picture(one.url, figure.src))
    return replace(figure, alt=next(titles, ""))


def _figures(blocks: Iterable[Block]) -> Iterator[Figure]:
    for block in blocks:
        match block:
            case Figure():
                yield block
            case Quote(inner):
                yield from _figures(inner)
            case ListBlock(items=items):
                for item in items:
                    yield from _figures(item)
            case _:
                pass

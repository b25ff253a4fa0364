"""The pictures that a feed or a page has outside of the text: one for the top, the others as figures after the text.

A picture in two sizes is set once if the addresses say so; setting one twice is better than losing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl

from reader.article.addresses import same_picture
from reader.article.blocks import Document, Figure, Media, innermost
from reader.article.entry_text import text_of_entry
from reader.model import Enclosure, Entry
from reader.web.addresses import split_url
from reader.web.media_types import is_picture
from reader.web.trackers import counts_readers

_SIZE = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|[-_]scaled|@[23]x)(?=\.\w{3,4}\Z|\Z)")
_SIZE_FOLDER = re.compile(r"/(?:s\d{2,4}|w\d{2,4}-h\d{2,4})(?:-[a-z]+)*(?=/)")
_GENERIC = re.compile(
    r"(?:^|[/_.-])(?:(?:site|og|open-?graph)[-_]?)?(?:logo|default|placeholder|favicon)s?[-_.]", re.IGNORECASE
)
_BEGINNING = 2  # blocks
_SIZES = frozenset({  # keys of a query that tell a size
    "w", "h", "width", "height", "q", "quality", "fit", "crop", "resize", "auto", "format", "fm", "dpr", "ssl", "s",
    "strip",
})  # fmt: skip


def hero_of(entry: Entry, body: Document) -> Figure | None:
    """The picture for the top of an article: the one that its page names, else its feed's.

    None if the text has that picture or begins with another, which is then the same in other words: sites crop the one
    that they name for others.
    """
    if any(isinstance(block, Figure) for block in body.blocks[:_BEGINNING]):
        return None
    pictures = [one for one in entry.enclosures if is_picture(one.type)]
    named = [entry.page.image if entry.page else None, entry.image, pictures[0].url if len(pictures) == 1 else None]
    url = next((url for url in named if url and not _is_generic(url)), None)
    figures = [block for block in innermost(body.blocks) if isinstance(block, Figure) and block.src]
    if url is None or any(_is_same(url, figure) for figure in figures):
        return None
    titles = (one.title for one in pictures if one.title and _identity(one.url) == _identity(url))
    return Figure(url, next(titles, ""))


def pictures_of(entry: Entry) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    """The addresses of the pictures that an article shows, in order, each with its other sizes; portraits come last."""
    body = text_of_entry(entry).body
    hero = hero_of(entry, body)
    blocks = innermost(with_pictures(body, entry.enclosures, hero).blocks)
    figures = [hero, *(block for block in blocks if isinstance(block, Figure))]
    found = {figure.src: figure.sources for figure in figures if figure and figure.src}
    for author in entry.authors:
        if author.avatar:
            found.setdefault(author.avatar, ())
    return tuple(found.items())


def _is_generic(url: str) -> bool:
    """Whether a picture stands for the site and not for the article."""
    return counts_readers(url) or _GENERIC.search(split_url(url).path) is not None


def _is_same(url: str, figure: Figure) -> bool:
    addresses = [figure.src, *(source for source, _width in figure.sources)]
    return any(one and (same_picture(url, one) or _identity(url) == _identity(one)) for one in addresses)


def with_pictures(body: Document, enclosures: Iterable[Enclosure], hero: Figure | None = None) -> Document:
    """The body with a figure for each picture that neither it nor the top of the article has yet.

    A figure of the text that has no alternative text gets the one of the same picture among the enclosures.
    """
    pictures = [one for one in enclosures if is_picture(one.type)]
    if not pictures:
        return body
    blocks = tuple(_described(block, pictures) if isinstance(block, Figure) else block for block in body.blocks)
    figures = (block for block in innermost(blocks) if isinstance(block, Figure))
    known = {_identity(figure.src) for figure in (*figures, hero) if figure and figure.src}
    added: list[Figure] = []
    for picture in pictures:
        identity = _identity(picture.url)
        if identity not in known:
            known.add(identity)
            added.append(Figure(picture.url, picture.title or ""))
    return replace(body, blocks=(*blocks, *added))


def with_lengths(body: Document, enclosures: Iterable[Enclosure]) -> Document:
    """The body whose films and recordings have the lengths that the feed tells of the same files."""
    seconds = {one.url: one.duration for one in enclosures if one.duration}
    if not seconds:
        return body
    blocks = (
        replace(block, seconds=seconds.get(block.url, block.seconds)) if isinstance(block, Media) else block
        for block in body.blocks
    )
    return replace(body, blocks=tuple(blocks))


def _identity(url: str) -> tuple[str, ...]:
    """The parts of an address that tell which picture it is, without those that tell its size."""
    parts = split_url(url)
    query = (f"{key}={value}" for key, value in parse_qsl(parts.query) if key.lower() not in _SIZES)
    return (parts.netloc.lower(), _SIZE.sub("", _SIZE_FOLDER.sub("", parts.path)), *query)


def _described(figure: Figure, pictures: Iterable[Enclosure]) -> Figure:
    if figure.alt or not figure.src:
        return figure
    identity = _identity(figure.src)
    titles = (one.title for one in pictures if one.title and _identity(one.url) == identity)
    return replace(figure, alt=next(titles, ""))

"""Sets the pictures that a feed has outside of its text as figures, after the text.

A picture in two sizes is set once if the addresses say so; setting one twice is better than losing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

from reader.article.blocks import Document, Figure, innermost
from reader.model import Enclosure
from reader.web.media_types import is_picture

_SIZE = re.compile(r"(?:[-_]\d{2,4}x\d{2,4}|[-_]scaled|@[23]x)(?=\.\w{3,4}\Z|\Z)")
_SIZE_FOLDER = re.compile(r"/(?:s\d{2,4}|w\d{2,4}-h\d{2,4})(?:-[a-z]+)*(?=/)")
_SIZES = frozenset({  # keys of a query that tell a size
    "w", "h", "width", "height", "q", "quality", "fit", "crop", "resize", "auto", "format", "fm", "dpr", "ssl", "s",
    "strip",
})  # fmt: skip


def with_pictures(body: Document, enclosures: Iterable[Enclosure]) -> Document:
    """The body with a figure for each picture that it does not have yet.

    A figure of the text that has no alternative text gets the one of the same picture among the enclosures.
    """
    pictures = [one for one in enclosures if is_picture(one.type)]
    if not pictures:
        return body
    blocks = tuple(_described(block, pictures) if isinstance(block, Figure) else block for block in body.blocks)
    figures = (block for block in innermost(blocks) if isinstance(block, Figure))
    known = {_identity(figure.src) for figure in figures if figure.src}
    added: list[Figure] = []
    for picture in pictures:
        identity = _identity(picture.url)
        if identity not in known:
            known.add(identity)
            added.append(Figure(picture.url, picture.title or ""))
    return replace(body, blocks=(*blocks, *added))


def _identity(url: str) -> tuple[str, ...]:
    """The parts of an address that tell which picture it is, without those that tell its size."""
    parts = urlsplit(url)
    query = (f"{key}={value}" for key, value in parse_qsl(parts.query) if key.lower() not in _SIZES)
    return (parts.netloc.lower(), _SIZE.sub("", _SIZE_FOLDER.sub("", parts.path)), *query)


def _described(figure: Figure, pictures: Iterable[Enclosure]) -> Figure:
    if figure.alt or not figure.src:
        return figure
    identity = _identity(figure.src)
    titles = (one.title for one in pictures if one.title and _identity(one.url) == identity)
    return replace(figure, alt=next(titles, ""))

"""What plays or lives elsewhere: frames, videos, recordings; and captions of whatever stands in a figure."""

from __future__ import annotations

from dataclasses import replace

from reader.article.addresses import media_kind, watch_address
from reader.article.blocks import Block, Code, Figure, Media, Paragraph, Spans, Table
from reader.article.html_parser import Element, descendants, tag_of
from reader.text import clean_line
from reader.web.addresses import resolve, site_of

_WORDS = {"video": "Video", "audio": "Audio", "embed": "Embedded"}


def embedded(element: Element, base: str | None) -> list[Block]:
    """A frame as a link to what it shows; one without an extent counts readers and is left out."""
    sizes = {(element.get(side) or "").strip().removesuffix("px") for side in ("width", "height")}
    url = resolve(base, element.get("src") or element.get("data-src") or element.get("data"))
    if url is None or sizes & {"0", "1"}:
        return []
    return [_media(media_kind(url), watch_address(url), element.get("title"))]


def played(element: Element, base: str | None) -> list[Block]:
    """A video or a recording as a link to its file."""
    addresses = [element.get("src"), *(source.get("src") for source in descendants(element, "source"))]
    url = next((found for address in addresses if (found := resolve(base, address))), None)
    poster = resolve(base, element.get("poster"))
    if url is None:
        return [Figure(poster)] if poster else []
    return [_media(tag_of(element), url, element.get("title"))]


def _media(kind: str, url: str, title: str | None) -> Media:
    words = clean_line(title or "", 200)
    place = site_of(url)
    return Media(kind, f"{_WORDS[kind]}: {words} ({place})" if words else f"{_WORDS[kind]}: {place}", url)


def captioned(blocks: list[Block], caption: Spans) -> list[Block]:
    """The blocks of a figure with its caption, on the picture or table where there is one to take it."""
    if not caption:
        return blocks
    for index in range(len(blocks) - 1, -1, -1):
        block = blocks[index]
        if isinstance(block, Figure | Table):
            if block.caption:
                break
            return [*blocks[:index], replace(block, caption=caption), *blocks[index + 1 :]]
        if isinstance(block, Code):
            break
    return [*blocks, Paragraph(caption)]

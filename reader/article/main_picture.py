"""Finds the main picture of a page with its caption, which is often above the text and not in it."""

from __future__ import annotations

import re
from html import escape, unescape
from itertools import islice

from lxml import html  # type: ignore[import-untyped]

from reader.article.addresses import same_picture
from reader.article.captions import LONGEST_CAPTION, is_caption
from reader.article.html_parser import Element, descendants, tag_of
from reader.article.picture_sources import LAZY_ADDRESSES, PictureAddresses, picture_addresses
from reader.article.sanitise import sanitise
from reader.article.web_page import WebPage, text_of

_SEARCHED = 100  # pictures of a page
_LEVELS = 8  # from the picture up to its figure
_SMALLEST = 100  # pixels of a picture whose size is stated
_NEAR = 4  # levels up to an element that is beside a caption
_ADDRESS = re.compile(rf'<img(?: [a-z-]+="[^"]*")*? (?:src|{"|".join(LAZY_ADDRESSES)})="([^"]*)"')


def main_picture(page: WebPage, image: str | None) -> str:
    """The markup of the picture that the page names for other sites, if the page shows it; else empty."""
    if image is None:
        return ""
    for element in islice(page.body.iter("img"), _SEARCHED):
        found = picture_addresses(element, page.base)
        if _is(found, image) and not (found.size and min(found.size) < _SMALLEST):
            return sanitise(_markup(element), base=page.base)
    return ""


def with_main_picture(content: str, picture: str) -> str:
    """Sanitised HTML that begins with the picture, unless it has it."""
    addresses = [unescape(address) for address in _ADDRESS.findall(picture)]
    known = [unescape(address) for address in _ADDRESS.findall(content)]
    if not content or any(same_picture(one, other) for one in addresses for other in known):
        return content
    return picture + content


def _is(found: PictureAddresses, image: str) -> bool:
    return same_picture(found.src, image) or any(same_picture(url, image) for url, _width in found.sources)


def _markup(image: Element) -> str:
    around = list(islice(image.iterancestors(), _LEVELS))
    # libxml2 takes a ``source`` for the parent of the next elements.
    whole = next((up for up in around if tag_of(up) == "picture"), image)
    figure = next((up for up in around if tag_of(up) == "figure"), None)
    captions = [] if figure is None else [*islice(descendants(figure, "figcaption"), 1)]
    parts = [html.tostring(part, encoding="unicode", with_tail=False) for part in (whole, *captions)]
    if not captions:
        below = (up.getnext() for up in islice((whole, *whole.iterancestors()), _NEAR))
        words = next((one for one in below if one is not None and is_caption(one)), None)
        parts += [] if words is None else [f"<figcaption>{escape(text_of(words, LONGEST_CAPTION))}</figcaption>"]
    return f"<figure>{''.join(parts)}</figure>"

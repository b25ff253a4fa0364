"""Turns boxes that hold a picture and its caption into figures, so that the caption is no part of the running text.

Systems for websites wrote such boxes before HTML had ``figure``, and many still do: a division or a table with a class
for pictures, or a paragraph with a picture and a line in italics below it.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from reader.article.captions import is_caption
from reader.article.html_parser import HEADINGS, Element, classes_of, tag_of
from reader.article.web_page import text_of

_MOST_PICTURES = 300  # of a page
_LEVELS = 5  # from the picture up to its box
_LONGEST = 300  # characters of a caption
_MOST = 0.8  # of the text of a box, in the caption
_BOXES = frozenset({"div", "p", "table", "center", "dl", "span"})
_BETWEEN = _BOXES | {"a", "picture", "source", "td", "tr", "tbody", "dt", "b", "i", "em", "strong"}
_NOT_IN_CAPTION = (
    *HEADINGS,
    "ul",
    "ol",
    "form",
    "iframe",
    "blockquote",
    "button",
    "input",
    "video",
    "audio",
    "article",
)
_BLOCKS = ("br", "p", "div", "tr", "td", "table", "tbody", "center", "dl", "dt", "dd")  # whose words stand apart
_ASIDE = ("em", "i", "small", "cite", "font")
_PICTURE = re.compile(
    r"(?:^|[-_])(?:pic(?:ture)?|img|image|foto|photo|bild|figure|caption|thumb(?:nail)?)s?"
    r"(?:box|container|wrap(?:per)?|block|frame|holder|left|right|links|rechts)?(?:$|[-_])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"teaser|card|promo|related|author|autor|avatar|logo|profile|member|team|person|user|product|banner|advert|widget",
    re.IGNORECASE,
)


def mark_picture_boxes(body: Element) -> None:
    """Makes a ``figure`` with a ``figcaption`` of each box that holds a picture and a short line about it."""
    for picture in list(islice(body.iter("img"), _MOST_PICTURES)):
        box = _box(picture)
        if box is not None:
            _make_figure(box, picture)
        else:
            _join_caption(picture)


def _box(picture: Element) -> Element | None:
    """The smallest element around a picture that has text, if it is a box for the two."""
    for up in islice(picture.iterancestors(), _LEVELS):
        if tag_of(up) not in _BETWEEN or _has_several_pictures(up):
            return None
        if _has_text(up):
            return up if tag_of(up) in _BOXES and _is_box(up) else None
    return None


def _has_text(element: Element) -> bool:
    return any(not piece.isspace() for piece in element.itertext())


def _has_several_pictures(element: Element) -> bool:
    return len(list(islice(element.iter("img"), 2))) > 1


def _is_box(element: Element) -> bool:
    text = text_of(element, _LONGEST + 1)
    if len(text) > _LONGEST:
        return False
    if next(element.iter(*_NOT_IN_CAPTION), None) is not None or 2 * _linked(element) > len(text):
        return False
    names = [*classes_of(element), element.get("id") or ""]
    if any(map(_OTHER.search, names)):
        return False
    captions = [part for part in element.iterdescendants() if is_caption(part)]
    if captions:
        return sum(len(piece.strip()) for piece in captions[0].itertext()) >= _MOST * len(text)
    return any(map(_PICTURE.search, names)) or _is_in_italics(element)


def _linked(element: Element) -> int:
    return sum(len("".join(link.itertext()).strip()) for link in element.iter("a"))


def _is_in_italics(element: Element) -> bool:
    """Whether all text of an element is in italics or small, below a line break."""
    parts = [part for part in element if _has_text(part)]
    loose = [element.text, *(part.tail for part in element)]
    is_below = next(element.iter("br"), None) is not None
    return is_below and bool(parts) and not any(map(_is_seen, loose)) and all(tag_of(part) in _ASIDE for part in parts)


def _is_seen(text: str | None) -> bool:
    return bool(text and not text.isspace())


def _join_caption(picture: Element) -> None:
    """Puts a picture alone in its block, and the caption behind the block, into one figure."""
    block = picture
    for up in islice(picture.iterancestors(), _LEVELS):
        caption = block.getnext()
        if tag_of(block) in _BOXES and caption is not None and not _is_seen(block.tail) and is_caption(caption):
            if len("".join(islice(caption.itertext(), 50))) <= _LONGEST and next(caption.iter("img"), None) is None:
                block.append(caption)
                _make_figure(block, picture)
            return
        if tag_of(up) not in _BETWEEN or _has_several_pictures(up) or _has_text(up):
            return
        block = up


def _make_figure(box: Element, picture: Element) -> None:
    """Turns a box into a figure. Links and emphasis in the caption stay."""
    whole = next((up for up in islice(picture.iterancestors(), _LEVELS) if tag_of(up) == "picture"), picture)
    link = whole.getparent()
    if tag_of(link) == "a" and not _has_text(link):
        whole = link
    whole.drop_tree()
    caption = box.makeelement("figcaption", {})
    caption.text, box.text, box.tag = box.text, None, "figure"
    caption.extend(list(box))
    for block in caption.iter(*_BLOCKS):
        block.text, block.tail = f" {block.text or ''}", f" {block.tail or ''}"
    etree.strip_tags(caption, *_BLOCKS)
    box.append(whole)
    box.append(caption)

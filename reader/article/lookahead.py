"""Says what an element may hold before it is read into blocks.

Reading an element in order to find out how to read it takes twice as long for each level of nested ones.
"""

from __future__ import annotations

from itertools import islice

from reader.article.flow import is_visible
from reader.article.html_parser import HEADINGS, Element, descendants

_MEDIA = ("audio", "embed", "hr", "iframe", "img", "object", "video")
_WITH_SIGNS = ("area", "input", "q", "rt")  # whose signs are shown even if they have no text
_OTHER_BLOCKS = (
    *HEADINGS, *_MEDIA, "blockquote", "details", "dir", "dl", "figure", "menu", "ol", "pre", "table", "ul",
)  # fmt: skip
_LARGE = 100  # elements


def has_content(element: Element) -> bool:
    """Whether the content of an element may give a block. If not, it surely gives none."""
    return (
        any(map(is_visible, element.itertext())) or next(descendants(element, *_MEDIA, *_WITH_SIGNS), None) is not None
    )


def may_hold_more_than_text(element: Element) -> bool:
    """Whether the content of an element may give other blocks than paragraphs."""
    return next(descendants(element, *_OTHER_BLOCKS), None) is not None


def is_large(element: Element) -> bool:
    """Whether an element is too large for a caption that has more than text in it."""
    return next(islice(element.iterdescendants(), _LARGE, None), None) is not None

"""Parses sanitised HTML with lxml, and names the type and the properties of its elements.

nh3 writes the tree that HTML defines (section 13.3), in which only void elements have no end tag. With these closed it
is XML, which libxml2 reads without guessing; its HTML parser would make another tree, because it only knows HTML 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from reader.text import drop_sequences

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
})  # fmt: skip

_USUAL_TAGS = INLINE_TAGS | {
    *HEADINGS, "article", "aside", "body", "button", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "form",
    "head", "header", "html", "img", "input", "li", "link", "main", "meta", "nav", "ol", "p", "picture", "section",
    "source", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip

Element = Any  # lxml.etree._Element; lxml has no type annotations


_VOID = re.compile(r"<((?:area|br|img|hr|wbr|source|input|embed|col)\b[^>]*)>")
# Characters that XML forbids (section 2.2), or that its parsers change.
NOT_KEPT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")
_TEXT_OR_VALUE = re.compile('(?<=>)[^<]+|(?<=")[^"<>]*(?=")')


def parse_clean(html: str) -> Element | None:
    """The ``body`` of sanitised HTML, or None if the HTML is empty."""
    if not html.strip():
        return None
    if _may_be_illegal(html.encode("utf-8", "replace")):
        html = NOT_KEPT.sub(" ", _TEXT_OR_VALUE.sub(lambda text: drop_sequences(text[0]), f">{html}")[1:])
    xml = _VOID.sub(r"<\1/>", html).replace("&nbsp;", "\u00a0")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(f"<body>{xml}</body>".encode("utf-8", "replace"), parser)


def _may_be_illegal(data: bytes) -> bool:
    """Whether :data:`NOT_KEPT` may match, which takes ten times as long to find out."""
    return len(data.translate(None, _CONTROLS)) < len(data) or b"\xef\xbf" in data


def tag_of(element: Element) -> str:
    """The tag in lower case without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    if tag in _USUAL_TAGS:
        return tag  # type: ignore[no-any-return]
    if not isinstance(tag, str):
        return ""
    return (tag.rpartition("}")[2] if "}" in tag else tag).lower()


def classes_of(element: Element) -> list[str]:
    """The tokens of the ``class`` attribute."""
    return (element.get("class") or "").split()


def descendants(element: Element, *tags: str) -> Iterator[Element]:
    """The elements below an element that have one of these tags, in order."""
    found: Iterator[Element] = element.iterdescendants(*tags)
    return found


def block_of(element: Element) -> Element:
    """The block that an inline element is in; any other element itself."""
    while tag_of(element) in INLINE_TAGS and element.getparent() is not None:
        element = element.getparent()
    return element


def is_innermost(block: Element) -> bool:
    """Whether a block has no other blocks directly in it."""
    return all(tag_of(child) in INLINE_TAGS for child in block)


def text_before(element: Element) -> str:
    """The text between an element and the one before it, or the beginning of its parent."""
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        return before.tail or ""
    return (parent.text if parent is not None else None) or ""


def words_before(element: Element) -> str:
    """The text right before an element: between it and the one before it, or else of that one."""
    before = element.getprevious()
    return text_before(element) or ("" if before is None else "".join(before.itertext()))

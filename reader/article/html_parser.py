"""Parses sanitised HTML with lxml, and names the type and the properties of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE_TAGS = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn", "em", "font", "i",
    "ins", "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time",
    "tt", "u", "var", "wbr",
})  # fmt: skip

Element = Any  # lxml.etree._Element; lxml has no type annotations


def parse_clean(html: str) -> Element | None:
    """The ``body`` of sanitised HTML, or None if the HTML is empty."""
    if not html.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(b"<body><div>" + html.encode("utf-8", "replace") + b"</div>", parser)
    return None if root is None else root.find("body")


def tag_of(element: Element) -> str:
    """The tag in lower case without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def classes_of(element: Element) -> list[str]:
    """The tokens of the ``class`` attribute."""
    return (element.get("class") or "").split()


def descendants(element: Element, *tags: str) -> Iterator[Element]:
    """The elements below an element that have one of these tags, in order."""
    found: Iterator[Element] = element.iterdescendants(*tags)
    return found

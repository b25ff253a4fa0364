"""The door to lxml's parser for cleaned HTML; lxml has no types of its own, so they are named here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

Element = Any  # lxml.etree._Element


def parse_clean(html: str) -> Element | None:
    """The ``body`` of some sanitised HTML, or None if there is nothing in it."""
    if not html.strip():
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    root = etree.fromstring(b"<body><div>" + html.encode("utf-8", "replace") + b"</div>", parser)
    return None if root is None else root.find("body")


def tag_of(element: Element) -> str:
    """The tag in lower case without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def classes_of(element: Element) -> list[str]:
    """The words of ``class``."""
    return (element.get("class") or "").split()


def descendants(element: Element, *tags: str) -> Iterator[Element]:
    """The elements below one, in order, with these tags."""
    found: Iterator[Element] = element.iterdescendants(*tags)
    return found

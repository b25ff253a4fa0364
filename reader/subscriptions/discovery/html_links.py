"""Reads the links of a page in one pass without building a tree, so deep and long pages cost no memory."""

from __future__ import annotations

import re

from lxml import etree  # type: ignore[import-untyped]

from reader.subscriptions.discovery.page_links import Link, PageLinks, join
from reader.text import clean_title

TEXT_LIMIT = 10_000_000  # characters of a page
LINKS, ANCHORS, METAS = 500, 5_000, 200  # at most of each kind
_REFRESH = re.compile(r"\s*[0-9]*(?:\.[0-9]*)?\s*[;,\s]\s*(?:url\s*=\s*)?([^\s;,].{0,4096})", re.IGNORECASE | re.DOTALL)
_TEXT_LENGTH = 200  # characters of a link's text


def read_page_links(text: str, url: str) -> PageLinks:
    """The links of any HTML; never raises."""
    target = _Target()
    parser = etree.HTMLParser(target=target, encoding="utf-8", huge_tree=True)
    data = text[:TEXT_LIMIT].replace("\0", " ").encode("utf-8", "replace")
    try:
        parser.feed(data)
        parser.close()
    except etree.LxmlError:  # the links read so far count
        pass
    return PageLinks(
        url=url,
        base=join(url, target.base) or url,
        text=text[:TEXT_LIMIT],
        links=tuple(target.links),
        anchors=tuple(target.anchors),
        metas=tuple(target.metas),
        onward=target.onward,
    )


class _Target:
    """Receives the events of libxml2's parser."""

    def __init__(self) -> None:
        self.base = ""
        self.links: list[Link] = []
        self.anchors: list[Link] = []
        self.metas: list[tuple[str, str]] = []
        self.onward = ""
        self._open: Link | None = None
        self._text: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("a", "area") and len(self.anchors) < ANCHORS:
            self._finish()
            self._open = _link(attributes)
        elif tag == "link" and len(self.links) < LINKS and attributes.get("href", "").strip():
            self.links.append(_link(attributes))
        elif tag == "meta" and len(self.metas) < METAS:
            name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
            self.metas.append((name.strip().lower(), attributes.get("content", "")))
            if attributes.get("http-equiv", "").strip().lower() == "refresh" and not self.onward:
                self.onward = _refresh_target(attributes.get("content", ""))
        elif tag == "base" and not self.base:
            self.base = attributes.get("href", "").strip()
        elif tag == "img" and self._open:
            self.data(attributes.get("alt", ""))

    def end(self, tag: str) -> None:
        if tag in ("a", "area"):
            self._finish()

    def data(self, data: str) -> None:
        if self._open and len(self._text) < _TEXT_LENGTH:
            self._text.append(data[:_TEXT_LENGTH])

    def comment(self, _: str) -> None:
        return None

    def pi(self, *_: str) -> None:
        return None

    def close(self) -> None:
        self._finish()

    def _finish(self) -> None:
        """Ends the open anchor, and keeps it if it has an address."""
        if self._open and self._open.href:
            text = clean_title("".join(self._text)[:_TEXT_LENGTH])
            opened = self._open
            self.anchors.append(Link(opened.href, opened.rel, opened.type, text or opened.title))
        self._open, self._text = None, []


def _refresh_target(content: str) -> str:
    """The address in ``0; url=/new/`` (HTML section 4.2.5.3); empty if the page is only to be loaded again."""
    found = _REFRESH.match(content)
    return found[1].strip().strip("\"'") if found else ""


def _link(attributes: dict[str, str]) -> Link:
    return Link(
        attributes.get("href", "").strip(),
        frozenset(attributes.get("rel", "").lower().split()),
        attributes.get("type", "").partition(";")[0].strip().lower(),
        clean_title(attributes.get("title")),
    )

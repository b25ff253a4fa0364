"""Reads markup that is too broken for XML, tag by tag. The last resort, which never fails.

An end tag closes everything inside its element, an end tag without a start is ignored, an item closes the one before
it, and HTML's empty elements need no end tag.
"""

from __future__ import annotations

import re
from html import unescape

from reader.parse.feedparser_handler import FeedHandler

# Possessive (``*+``), so that an endless name is tried once and not once for each character.
_TOKEN = re.compile(
    r"<!\[CDATA\[(?P<cdata>.*?)(?:\]\]>|\Z)|(?P<ignored><!--.*?(?:-->|\Z)|<[?!][^>]*(?:>|\Z))"
    r"|</(?P<end>[A-Za-z_][\w:.-]*+)[^<>]*>"
    r"""|<(?P<start>[A-Za-z_][\w:.-]*+)(?P<attributes>(?:[^<>"']|"[^"<]*"|'[^'<]*')*+)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""(?<![\w:.-])([A-Za-z_][\w:.-]*+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_EMPTY = frozenset({"br", "hr", "img", "wbr", "input", "source", "embed", "area"})
_ENTRIES = frozenset({"item", "entry"})
_DEPTH = 200


def read_tag_soup(text: str, handler: FeedHandler) -> None:
    """Sends the tags and texts to the handler. Elements that are open at the end stay open: they are cut off."""
    open_tags: list[str] = []
    position = 0
    for token in _TOKEN.finditer(text):
        if token.start() > position:
            handler.handle_data(unescape(text[position : token.start()]))
        position = token.end()
        if token["start"]:
            _start(token["start"].lower(), token["attributes"], open_tags, handler)
        elif token["end"]:
            _end(token["end"].lower(), open_tags, handler)
        elif token["cdata"]:
            handler.handle_data(token["cdata"])
        if handler.closed:
            return


def _start(tag: str, attributes: str, open_tags: list[str], handler: FeedHandler) -> None:
    if tag in _ENTRIES and tag in open_tags:
        _end(tag, open_tags, handler)
    if len(open_tags) >= _DEPTH:
        return
    handler.start(tag, [(k.lower(), unescape(v.strip("\"'"))) for k, v in _ATTRIBUTE.findall(attributes)])
    if tag in _EMPTY or attributes.rstrip().endswith("/"):
        handler.end(tag)
    else:
        open_tags.append(tag)


def _end(tag: str, open_tags: list[str], handler: FeedHandler) -> None:
    if tag not in open_tags:
        return
    while True:
        innermost = open_tags.pop()
        handler.end(innermost)
        if innermost == tag:
            return

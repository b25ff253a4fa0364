"""Reads markup that is too broken for XML, tag by tag. The last resort, which never fails.

An end tag closes everything inside its element, an end tag without a start is ignored, an item closes the one before
it, and HTML's empty elements need no end tag. An element that holds a text is also closed by a misspelt end tag, and by
the start of another element of an entry that cannot be a part of the text.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from reader.parse.feedparser_handler import FeedHandler
from reader.web.references import unescape_xml

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
_SHORT = frozenset(
    {"title", "link", "guid", "id", "pubdate", "published", "updated", "category", "comments", "dc:creator"}
)
_LONG = frozenset({"description", "content:encoded", "summary", "content"})
_TEXTS = _SHORT | _LONG
_CLOSING = _TEXTS | {"author", "enclosure"}
_NOT_IN_HTML = _CLOSING - {"title", "link", "summary", "content", "description", "author"}
_PARENTS = frozenset({"author", "contributor", "source", "image"})
_ALIKE = 0.7  # of 1: the likeness of a misspelt name and the name that was meant
_LONGEST_NAME = 30
_DEPTH = 200
_PREFIXES = 1_000


def read_tag_soup(text: str, handler: FeedHandler) -> None:
    """Sends the tags and texts to the handler. Elements that are open at the end stay open: they are cut off."""
    soup = _Soup(handler)
    position = 0
    for token in _TOKEN.finditer(text):
        if token.start() > position:
            handler.handle_data(unescape_xml(text[position : token.start()]))
        position = token.end()
        if token["start"]:
            soup.start(token["start"], token["attributes"])
        elif token["end"]:
            soup.end(token["end"])
        elif token["cdata"]:
            handler.handle_data(token["cdata"])
        if handler.closed:
            return


def _is_stray(names: list[str]) -> bool:
    """Whether the innermost element is directly in an entry, but none that an entry has: its end tag is missing."""
    parent, name = names[-2:] if len(names) > 1 else ("", "")
    return parent in _ENTRIES and ":" not in name and name not in _PARENTS | _LONG


class _Soup:
    """The open elements, each with its name as written and in :mod:`.element_names`, and the declared namespaces."""

    def __init__(self, handler: FeedHandler) -> None:
        self._handler = handler
        self._open: list[tuple[str, str]] = []
        self._declared: dict[str, str] = {}  # by prefix

    def start(self, written: str, attributes: str) -> None:
        found = {name.lower(): unescape_xml(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(attributes)}
        declared = {name[6:]: uri for name, uri in found.items() if name.startswith("xmlns") and name[5:6] in ("", ":")}
        default = declared.pop("", "")
        for prefix, uri in (("", default), *declared.items()):
            self._handler.track_namespace(prefix or None, uri)
        if len(self._declared) < _PREFIXES:
            self._declared |= declared
        name_of = self._handler.names.of_tag
        tag = name_of(written, self._declared, default)
        self._close_before(tag)
        if len(self._open) >= _DEPTH:
            return
        named = {name_of(name, self._declared): value for name, value in found.items() if not name.startswith("xmlns")}
        self._handler.start(tag, named)
        if tag in _EMPTY or attributes.rstrip().endswith("/"):
            self._handler.end(tag)
        else:
            self._open.append((written.lower(), tag))

    def _close_before(self, tag: str) -> None:
        names = [name for _written, name in self._open]
        if tag in _ENTRIES:
            before = next((level for level, name in enumerate(names) if name == tag or name in _TEXTS), None)
            if before is not None:
                self._close(before)
        elif tag in _CLOSING:
            text = next((level for level, name in enumerate(names) if name in _TEXTS), None)
            if text is not None and (names[text] in _SHORT or tag in _NOT_IN_HTML):
                self._close(text)
            elif _is_stray(names):
                self._close(len(names) - 1)

    def end(self, written: str) -> None:
        written = written.lower()
        names = [name for name, _tag in self._open]
        if written in names:
            self._close(len(names) - 1 - names[::-1].index(written))
            return
        meant = next((level for level in reversed(range(len(names))) if self._is_misspelt(level, written)), None)
        if meant is not None:
            self._close(meant)

    def _is_misspelt(self, level: int, written: str) -> bool:
        """Whether an end tag without a start looks like a misspelling of an open element of an entry."""
        meant, tag = self._open[level]
        if tag not in _CLOSING or len(written) > _LONGEST_NAME:
            return False
        return SequenceMatcher(None, meant, written).ratio() >= _ALIKE

    def _close(self, level: int) -> None:
        """Ends the element at this level and everything inside it."""
        while len(self._open) > level:
            self._handler.end(self._open.pop()[1])

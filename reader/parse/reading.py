"""A document's events into a handler: by expat, then by expat after repairs, then as tag soup.

A document that only stops too early is not broken: its whole entries are kept. expat tells the two apart,
because it refuses broken XML while more could follow, and a missing rest only when it is told the end.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from reader.errors import ParseError

from .handler import EnoughEntriesError, FeedHandler
from .recognise import CUT_OFF, XmlText
from .repair import repair
from .soup import feed_soup


@dataclass(frozen=True, slots=True)
class Reading:
    """feedparser's dictionaries of a feed and of its whole entries."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    atom: bool
    complete: bool


def read_xml(document: XmlText) -> Reading:
    """Read a document leniently; raises :class:`ParseError` if it ends before its first entry does."""
    handler = _strictly(document.text) or _repaired(document) or _as_soup(document.text)
    complete = handler.closed
    if not complete and not handler.whole:
        raise ParseError(CUT_OFF)
    entries = handler.entries if complete else handler.entries[: handler.whole]
    return Reading(handler.feeddata, entries, handler.version.startswith("atom"), complete)


def _strictly(text: str) -> FeedHandler | None:
    """The handler after a well-formed document, or after the well-formed beginning of one; else None."""
    handler = FeedHandler()
    parser = _parser(handler)
    try:
        parser.Parse(text.encode("utf-8", "replace"), False)
    except EnoughEntriesError:
        return handler
    except expat.ExpatError:
        return handler if handler.closed else None  # junk behind the root element harms nothing
    with suppress(expat.ExpatError):  # cut off
        parser.Parse(b"", True)
    return handler


def _repaired(document: XmlText) -> FeedHandler | None:
    return _strictly(repair(document.text, document.entities))


def _as_soup(text: str) -> FeedHandler:
    handler = FeedHandler()
    with suppress(EnoughEntriesError):
        feed_soup(text, handler)
    return handler


def _parser(handler: FeedHandler) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = handler.start_expanded
    parser.EndElementHandler = handler.end_expanded
    parser.CharacterDataHandler = handler.handle_data
    parser.StartNamespaceDeclHandler = handler.track_namespace
    return parser

"""A document's events into a handler: by expat, then by expat after repairs, then as tag soup.

A document that only stops too early is not broken: its whole entries are kept. expat tells the two apart,
because it refuses broken XML while more could follow, and a missing rest only when it is told the end.
"""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from reader.errors import ParseError
from reader.parse.detect_format import CUT_OFF, XmlText
from reader.parse.entry_ranges import cut, find_spans
from reader.parse.feedparser_handler import EnoughEntriesError, FeedHandler
from reader.parse.repair_xml import repair
from reader.parse.tag_soup import feed_soup


@dataclass(frozen=True, slots=True)
class Reading:
    """feedparser's dictionaries of a feed and of its whole entries."""

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    atom: bool
    complete: bool
    marks: tuple[str, ...] = ()  # of all entries of the document, those that were cut out too; see spans


def read_xml(document: XmlText) -> Reading:
    """Read a document leniently; raises :class:`ParseError` if it ends before its first entry does."""
    source = document.text.encode("utf-8", "replace")
    handler = _strictly(source)
    if handler is None:
        source = _repaired(document)
        handler = _strictly(source) or _as_soup(document.text)
    complete = handler.closed
    if not complete and not handler.whole:
        raise ParseError(CUT_OFF)
    entries = handler.entries if complete else handler.entries[: handler.whole]
    return _reading(handler, entries, _marks(handler, source) if complete else ())


def read_unknown(document: XmlText, known: Container[str]) -> Reading | None:
    """Read a document but for the entries whose marks are known; None where that might not be the same."""
    source = document.text.encode("utf-8", "replace")
    spans = find_spans(source)
    if spans is None:
        source = _repaired(document)
        spans = find_spans(source)
    unknown = sum(span.mark not in known for span in spans or ())
    if not spans or unknown == len(spans):
        return None
    handler = _strictly(cut(source, spans, known))
    if handler is None or not handler.closed or not handler.independent or len(handler.entries) != unknown:
        return None
    return _reading(handler, handler.entries, tuple(span.mark for span in spans))


def _reading(handler: FeedHandler, entries: list[dict[str, Any]], marks: tuple[str, ...]) -> Reading:
    return Reading(handler.feeddata, entries, handler.version.startswith("atom"), handler.closed, marks)


def _marks(handler: FeedHandler, source: bytes) -> tuple[str, ...]:
    spans = find_spans(source) if handler.independent else None
    marks = tuple(span.mark for span in spans or ())
    return marks if len(marks) == len(handler.entries) else ()


def _strictly(document: bytes) -> FeedHandler | None:
    """The handler after a well-formed document, or after the well-formed beginning of one; else None."""
    handler = FeedHandler()
    parser = _parser(handler)
    try:
        parser.Parse(document, False)
    except EnoughEntriesError:
        return handler
    except expat.ExpatError:
        return handler if handler.closed else None  # junk behind the root element harms nothing
    with suppress(expat.ExpatError):  # cut off
        parser.Parse(b"", True)
    return handler


def _repaired(document: XmlText) -> bytes:
    return repair(document.text, document.entities).encode("utf-8", "replace")


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

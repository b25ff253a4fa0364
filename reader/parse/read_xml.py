"""Parses XML with expat; if that fails, with expat after repairs; if that fails, tag by tag.

A document that merely ends too early is not broken: its complete entries are kept. expat distinguishes the
two: it rejects broken XML at once, and a missing end only after the final call.
"""

from __future__ import annotations

from collections.abc import Container
from contextlib import suppress
from typing import Any
from xml.parsers import expat

from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.parse.detect_format import XmlText
from reader.parse.entry_ranges import cut_out, find_entries
from reader.parse.feedparser_handler import EnoughEntriesError, FeedHandler
from reader.parse.newest_entries import newest_entries
from reader.parse.repair_xml import repair
from reader.parse.tag_soup import read_tag_soup
from reader.problems import Problem, problem


@dataclass(frozen=True, slots=True)
class XmlFeed:
    """feedparser's dictionaries of a feed and of its complete entries.

    ``fingerprints``: of all entries of the document, the known ones included; see :mod:`.entry_ranges`. ``left_out``:
    the number of entries beyond the limit.
    """

    feed: dict[str, Any]
    entries: list[dict[str, Any]]
    atom: bool
    complete: bool
    fingerprints: tuple[str, ...] = ()
    left_out: int = 0


def read_xml(document: XmlText) -> XmlFeed:
    """Parses a document leniently. Raises :class:`ParseError` if it ends before its first entry does."""
    whole = document.text.encode("utf-8", "replace")
    source, left_out = newest_entries(whole)
    handler = _strictly(source)
    if handler is None:
        source, left_out = newest_entries(_repaired(document))
        handler = _strictly(source) or _as_soup(document.text)
    if handler.enough:  # single entries can be identified only by parsing
        left_out = max(whole.count(b"<item") + whole.count(b"<entry") - len(handler.entries), 1)
        return _xml_feed(handler, handler.entries, (), left_out)
    complete = handler.closed
    if not complete and not handler.complete_entries:
        raise ParseError(problem(Problem.FEED_CUT_OFF))
    entries = handler.entries if complete else handler.entries[: handler.complete_entries]
    return _xml_feed(handler, entries, _fingerprints(handler, source) if complete else (), left_out)


def read_new_entries(document: XmlText, known: Container[str]) -> XmlFeed | None:
    """Parses a document without the entries whose fingerprints are known; None if that could change the others."""
    source, left_out = newest_entries(document.text.encode("utf-8", "replace"))
    ranges = find_entries(source)
    if ranges is None:
        source, left_out = newest_entries(_repaired(document))
        ranges = find_entries(source)
    unknown = sum(one.fingerprint not in known for one in ranges or ())
    if not ranges or unknown == len(ranges):
        return None
    handler = _strictly(cut_out(source, ranges, known))
    if handler is None or not handler.closed or not handler.independent or len(handler.entries) != unknown:
        return None
    return _xml_feed(handler, handler.entries, tuple(one.fingerprint for one in ranges), left_out)


def _xml_feed(
    handler: FeedHandler, entries: list[dict[str, Any]], fingerprints: tuple[str, ...], left_out: int
) -> XmlFeed:
    complete, atom = handler.closed or handler.enough, handler.version.startswith("atom")
    return XmlFeed(handler.feeddata, entries, atom, complete, fingerprints, left_out)


def _fingerprints(handler: FeedHandler, source: bytes) -> tuple[str, ...]:
    ranges = find_entries(source) if handler.independent else None
    fingerprints = tuple(one.fingerprint for one in ranges or ())
    return fingerprints if len(fingerprints) == len(handler.entries) else ()


def _strictly(document: bytes) -> FeedHandler | None:
    """The handler after a well-formed document or the well-formed beginning of one; None if the XML is broken."""
    handler = FeedHandler()
    parser = _parser(handler)
    try:
        parser.Parse(document, False)
    except EnoughEntriesError:
        return handler
    except expat.ExpatError:
        return handler if handler.closed else None  # anything behind the root element is ignored
    with suppress(expat.ExpatError):  # cut off
        parser.Parse(b"", True)
    return handler


def _repaired(document: XmlText) -> bytes:
    return repair(document.text, document.entities).encode("utf-8", "replace")


def _as_soup(text: str) -> FeedHandler:
    handler = FeedHandler()
    with suppress(EnoughEntriesError):
        read_tag_soup(text, handler)
    return handler


def _parser(handler: FeedHandler) -> expat.XMLParserType:
    parser = expat.ParserCreate("utf-8", " ")
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.buffer_size = 65_536
    parser.StartElementHandler = handler.start_expanded
    parser.EndElementHandler = handler.end_expanded
    parser.CharacterDataHandler = handler.handle_data
    parser.StartNamespaceDeclHandler = handler.track_namespace
    return parser

"""Reads feeds: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed, RSS as JSON.

Bytes in, a :class:`~reader.arrival.ParsedFeed` out.

Pure: no clock, no network, no files. Common mistakes of publishers are repaired step by step, and a correct feed pays
for none of the steps: decode (:mod:`reader.web.encoding`), find the feed in the document (:mod:`.detect_format`), parse
it as XML, else repair it and try again, else read its tags one by one (:mod:`.read_xml`), and convert the result
(:mod:`.xml_feed`, :mod:`.entries`, :mod:`.json_feed`). feedparser maps a dozen dialects to one; it takes 90 ms to
import, so it is imported with the first feed and not with this package.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from reader.arrival import ParsedFeed
from reader.lazy_dataclass import dataclass

__all__ = ["IncrementalFeed", "KnownEntries", "parse_feed", "parse_new_entries"]


@dataclass(frozen=True, slots=True)
class KnownEntries:
    """What an earlier parse of a feed returned: its ``context`` and the ``fingerprints`` of entries to leave out."""

    context: str
    fingerprints: AbstractSet[str]


@dataclass(frozen=True, slots=True)
class IncrementalFeed:
    """A parsed feed, and what the next parse needs to leave out its entries.

    ``fingerprints``: one for each entry of the document, in document order; empty if the entries of this feed cannot be
    recognised. Entries with equal fingerprints in equal ``context`` (the properties that entries take from their feed,
    and the version of the parser) parse to equal results. If ``known_left_out``, ``feed.entries`` has only the entries
    whose fingerprints were not known.
    """

    feed: ParsedFeed
    fingerprints: tuple[str, ...] = ()
    context: str = ""
    known_left_out: bool = False


def parse_feed(body: bytes, *, url: str, content_type: str | None = None, base: str | None = None) -> ParsedFeed:
    """Parses a feed.

    ``url``: the address that was requested. ``content_type``: the header of that name, for its charset. ``base``: the
    base of relative addresses, if it is not ``url`` (Content-Location, or the address after redirects).

    Entries keep the order of the document. A feed that is cut off yields its complete entries with ``complete=False``,
    a feed with more than 10,000 entries the newest 10,000.

    Raises :class:`~reader.errors.ParseError` for anything that is not a feed.
    """
    return parse_new_entries(body, url=url, content_type=content_type, base=base).feed


def parse_new_entries(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    base: str | None = None,
    known: KnownEntries | None = None,
) -> IncrementalFeed:
    """Parses a feed without the entries that an earlier parse returned.

    Known entries are cut out of the document before the expensive part, provided that this cannot change the other
    entries; otherwise the whole document is parsed. Arguments and errors as for :func:`parse_feed`.
    """
    from reader.parse.detect_format import JsonText, XmlText, detect_format
    from reader.web.encoding import decode

    base = base or url
    document: XmlText | JsonText = detect_format(decode(body, content_type))
    if isinstance(document, JsonText):
        from reader.parse.json_feed import load_json, read_json_feed
        from reader.parse.rss_in_json import is_rss_in_json, rss_from_json

        found, complete = load_json(document.text)
        if not is_rss_in_json(found):
            return IncrementalFeed(read_json_feed(found, base, complete=complete))
        document = rss_from_json(found)
    from reader.parse.xml_feed import read_xml_feed

    return read_xml_feed(document, base, known)

"""Bytes in, a :class:`~reader.model.ParsedFeed` out: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed.

Pure: no clock, no network, no files. What publishers get wrong is mended in small steps, each of which
costs nothing while the feed is right: decode (:mod:`.decoding`), find the feed in the answer
(:mod:`.recognise`), read it strictly, else repaired, else as tag soup (:mod:`.reading`), and turn what
was read into values (:mod:`.feeds`, :mod:`.entries`). feedparser does the mapping of some dozen dialects
to one; it costs 90 ms to import and is therefore imported with the first feed, not with this package.
"""

from __future__ import annotations

from reader.model import ParsedFeed

__all__ = ["parse_feed"]


def parse_feed(body: bytes, *, url: str, content_type: str | None = None, base: str | None = None) -> ParsedFeed:
    """What the answer of a feed's address says.

    ``url``: where the feed was asked for. ``content_type``: the header of that name, for its charset.
    ``base``: what relative addresses are relative to, if that is not ``url`` (Content-Location, or the
    address after redirects). Entries keep the feed's order; those of a feed that was cut off are its
    whole ones, with ``complete=False``, as are the first 10,000 of a feed that holds more.

    Raises :class:`~reader.errors.ParseError`, in words for the user, if this is no feed.
    """
    from .decoding import decode
    from .recognise import JsonText, recognise

    base = base or url
    document = recognise(decode(body, content_type))
    if isinstance(document, JsonText):
        from .json_feed import read_json_feed

        return read_json_feed(document.text, base)
    from .feeds import build_feed
    from .reading import read_xml

    return build_feed(read_xml(document), base)

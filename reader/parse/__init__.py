"""Bytes in, a :class:`~reader.arrival.ParsedFeed` out: RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, JSON Feed.

Pure: no clock, no network, no files. What publishers get wrong is mended in small steps, each of which
costs nothing while the feed is right: decode (:mod:`reader.web.encoding`), find the feed in the answer
(:mod:`.recognise`), read it strictly, else repaired, else as tag soup (:mod:`.reading`), and turn what
was read into values (:mod:`.feeds`, :mod:`.entries`). feedparser does the mapping of some dozen dialects
to one; it costs 90 ms to import and is therefore imported with the first feed, not with this package.
"""

from __future__ import annotations

from reader.arrival import ParsedFeed
from reader.parse.values import Known, Sifted

__all__ = ["Known", "Sifted", "parse_feed", "sift_feed"]


def parse_feed(body: bytes, *, url: str, content_type: str | None = None, base: str | None = None) -> ParsedFeed:
    """What the answer of a feed's address says.

    ``url``: where the feed was asked for. ``content_type``: the header of that name, for its charset.
    ``base``: what relative addresses are relative to, if that is not ``url`` (Content-Location, or the
    address after redirects). Entries keep the feed's order; those of a feed that was cut off are its
    whole ones, with ``complete=False``, as are the first 10,000 of a feed that holds more.

    Raises :class:`~reader.errors.ParseError`, in words for the user, if this is no feed.
    """
    return sift_feed(body, url=url, content_type=content_type, base=base).feed


def sift_feed(
    body: bytes, *, url: str, content_type: str | None = None, base: str | None = None, known: Known | None = None
) -> Sifted:
    """The same, without the entries that are known from an earlier answer; see :class:`Sifted`.

    Those are cut out of the document before the costly part of the reading, wherever that can be shown to
    change nothing about the others; otherwise the document is read whole.
    """
    from reader.parse.detect_format import JsonText, recognise
    from reader.web.encoding import decode

    base = base or url
    document = recognise(decode(body, content_type))
    if isinstance(document, JsonText):
        from reader.parse.json_feed import read_json_feed

        return Sifted(read_json_feed(document.text, base))
    from reader.parse.incremental import sift

    return sift(document, base, known)

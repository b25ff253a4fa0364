"""Converts feedparser's dictionaries of an RSS, RDF or Atom feed into a :class:`~reader.arrival.ParsedFeed`."""

from __future__ import annotations

import hashlib
from typing import Any

import feedparser

from reader import __version__
from reader.arrival import ParsedFeed
from reader.model import Rhythm
from reader.parse import IncrementalFeed, KnownEntries
from reader.parse.detect_format import XmlText
from reader.parse.entries import FeedDefaults, page_addresses, read_authors, read_entry
from reader.parse.read_xml import XmlFeed, read_new_entries, read_xml
from reader.parse.values import number, text
from reader.text import clean_line, clean_title, plain_text
from reader.web.addresses import resolve, site_of
from reader.web.dates import parse_date
from reader.web.entry_parts import language_of

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_LONGEST = 31_536_000  # seconds: a year
_DESCRIPTION_LIMIT = 4_000


def read_xml_feed(document: XmlText, base: str, known: KnownEntries | None) -> IncrementalFeed:
    """The feed; without the known entries if they were parsed in the same context."""
    found = read_new_entries(document, known.fingerprints) if known else None
    if known and found:
        defaults = _defaults(found, base)
        if _context(defaults) == known.context:
            feed = _build_feed(found, base, defaults)
            return IncrementalFeed(feed, found.fingerprints, known.context, known_left_out=True)
    found = read_xml(document)
    defaults = _defaults(found, base)
    return IncrementalFeed(_build_feed(found, base, defaults), found.fingerprints, _context(defaults))


def _context(defaults: FeedDefaults) -> str:
    """A hash of everything that the parse of an entry depends on, besides its bytes and the surrounding tags."""
    influences = repr((defaults, __version__, feedparser.__version__))
    return hashlib.blake2b(influences.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def _defaults(found: XmlFeed, base: str) -> FeedDefaults:
    feed = found.feed
    return FeedDefaults(
        base=base if found.atom else _link(found, base) or base,  # RSS: relative to the site
        atom=found.atom,
        authors=read_authors(dict.get(feed, "authors"), base),
        language=language_of(text(feed, "language")),
    )


def _build_feed(found: XmlFeed, base: str, defaults: FeedDefaults) -> ParsedFeed:
    feed = found.feed
    link = _link(found, base)
    return ParsedFeed(
        title=clean_title(text(feed, "title")) or clean_line(site_of(link or base)),
        link=link,
        description=_description(feed),
        language=defaults.language,
        updated=parse_date(text(feed, "updated")) or parse_date(text(feed, "published")),
        entries=tuple(read_entry(entry, defaults) for entry in found.entries),
        rhythm=_rhythm(feed),
        complete=found.complete,
        left_out=found.left_out,
        kind="Atom" if found.atom else "RSS",
    )


def _link(found: XmlFeed, base: str) -> str | None:
    addresses = page_addresses(found.feed, atom=found.atom)
    return next(filter(None, (resolve(base, address) for address in addresses)), None)


def _description(feed: dict[str, Any]) -> str:
    value = next(filter(None, (text(feed, key) for key in ("subtitle", "dc_description", "itunes_summary"))), "")
    return clean_line(plain_text(value[: 4 * _DESCRIPTION_LIMIT]).replace("\n", " "), _DESCRIPTION_LIMIT)


def _rhythm(feed: dict[str, Any]) -> Rhythm:
    """How often the publisher wants to be asked: RSS 2.0 ``ttl``, ``skipHours``, ``skipDays``; RSS 1.0 syndication."""
    minutes = number(text(feed, "ttl"))
    period = _PERIODS.get(text(feed, "sy_updateperiod").strip().lower())
    frequency = number(text(feed, "sy_updatefrequency")) or 1
    if period is None and number(text(feed, "sy_updatefrequency")):
        period = _PERIODS["daily"]  # the module's default
    return Rhythm(
        ttl=min(minutes * 60, _LONGEST) if minutes else None,
        period=max(period // frequency, 1) if period else None,
        skip_hours=_hours(dict.get(feed, "skip_hours")),
        skip_days=_days(dict.get(feed, "skip_days")),
    )


def _hours(found: object) -> tuple[int, ...]:
    numbers = (number(hour) for hour in found) if isinstance(found, list) else ()
    return tuple(sorted({hour % 24 for hour in numbers if hour is not None and hour <= 24}))


def _days(found: object) -> tuple[int, ...]:
    names = [day.strip().lower()[:3] for day in found if isinstance(day, str)] if isinstance(found, list) else []
    return tuple(sorted({_DAYS[name] for name in names if name in _DAYS}))

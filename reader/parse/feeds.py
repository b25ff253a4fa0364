"""feedparser's dictionary of a feed to a :class:`~reader.arrival.ParsedFeed`, and its rhythm."""

from __future__ import annotations

from typing import Any

from reader.arrival import ParsedFeed
from reader.model import Rhythm
from reader.parse.authors import read_authors
from reader.parse.entries import Setting, build_entry, dictionaries, language_of, number, text
from reader.parse.read_xml import Reading
from reader.text import clean_line, clean_title, plain_text
from reader.web.addresses import resolve, site_of
from reader.web.dates import parse_date

_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_LONGEST = 31_536_000  # seconds; a year
_DESCRIPTION_LIMIT = 4_000


def setting_of(reading: Reading, base: str) -> Setting:
    """What the feed gives to each of its entries."""
    feed = reading.feed
    return Setting(
        base=base if reading.atom else _link(feed, base) or base,  # RSS says nothing of bases; its links are the site's
        atom=reading.atom,
        authors=read_authors(dict.get(feed, "authors"), base),
        language=language_of(text(feed, "language")),
    )


def build_feed(reading: Reading, base: str, setting: Setting) -> ParsedFeed:
    """The feed with its entries, in the order of the document."""
    feed = reading.feed
    link = _link(feed, base)
    return ParsedFeed(
        title=clean_title(text(feed, "title")) or clean_line(site_of(link or base)),
        link=link,
        description=_description(feed),
        language=setting.language,
        updated=parse_date(text(feed, "updated")) or parse_date(text(feed, "published")),
        entries=tuple(build_entry(entry, setting) for entry in reading.entries),
        rhythm=_rhythm(feed),
        complete=reading.complete,
        kind="Atom" if reading.atom else "RSS",
    )


def _link(feed: dict[str, Any], base: str) -> str | None:
    links = [one.get("href") for one in dictionaries(feed, "links") if one.get("rel") == "alternate"]
    return next(filter(None, (resolve(base, address) for address in links)), None)


def _description(feed: dict[str, Any]) -> str:
    value = next(filter(None, (text(feed, key) for key in ("subtitle", "dc_description", "itunes_summary"))), "")
    return clean_line(plain_text(value[: 4 * _DESCRIPTION_LIMIT]).replace("\n", " "), _DESCRIPTION_LIMIT)


def _rhythm(feed: dict[str, Any]) -> Rhythm:
    """RSS 2.0 ``ttl``, ``skipHours``, ``skipDays``; RSS 1.0 module syndication."""
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

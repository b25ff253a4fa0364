"""What editions are called, and why an article is in one, as sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from reader.edition.values import Edition, Item, Reason, ReasonCode, Section
from reader.wording.calendar_names import MONTHS, WEEKDAYS
from reader.wording.catalogue import _, pgettext, plural
from reader.wording.timestamps import local_hour

if TYPE_CHECKING:
    from reader.library.edition_articles import EditionArticle

_NOON, _EVENING = 12, 18  # hours
_HOUR, _DAY = 60, 24 * 60  # minutes
_LONG = 8  # minutes, from which on an article is a long one
_MOST, _OFTEN = 50, 20  # percent of the articles of a feed


def long_date(day: str) -> str:
    """``Sunday, 29 November 2026``; what a damaged database has instead of a date, as it is."""
    try:
        then = date.fromisoformat(day)
    except ValueError:
        return day
    return pgettext("date with weekday and year", "{weekday}, {day} {month} {year}").format(
        weekday=_(WEEKDAYS[then.weekday()]), day=then.day, month=_(MONTHS[then.month - 1]), year=then.year
    )


def name_of_edition(edition: Edition) -> str:
    """``Morning edition``, ``Late edition``, ``Late edition 2``."""
    if edition.number > 2:
        return _("Late edition {number}").format(number=edition.number - 1)
    if edition.number == 2:
        return _("Late edition")
    hour = local_hour(edition.made)
    if hour < _NOON:
        return _("Morning edition")
    return _("Afternoon edition") if hour < _EVENING else _("Evening edition")


def section_title(edition: Edition, section: Section) -> str:
    """The title of a section: the name of the folder. Empty if the paper has one section without a folder."""
    if section.title:
        return section.title.replace("/", " / ")
    return pgettext("section", "Other news") if len(edition.sections) > 1 else ""


def size_message(edition: Edition) -> str:
    """``24 of 180 articles``."""
    return plural("{chosen} of {n} article", "{chosen} of {n} articles", edition.arrived, chosen=len(edition.items))


def byline(article: EditionArticle) -> str:
    """``By Ann Onymous``. Authors who are named like the feed are left out, because its name is shown too."""
    names = [name for name in article.authors if name != article.feed_title]
    return _("By {names}").format(names=", ".join(names)) if names else ""


def item_reasons(item: Item, feed: str) -> list[str]:
    """Why an article is where it is, a sentence each, the weightiest reason first. ``feed``: its title."""
    return [reason_message(reason, feed) for reason in item.reasons]


def reason_message(reason: Reason, feed: str) -> str:
    """``Reported by 4 of your feeds``."""
    return _MESSAGES[reason.code](reason.number, feed)


def _opened(percent: int, feed: str) -> str:
    if percent >= _MOST:
        return _("You open most articles from {feed}").format(feed=feed)
    if percent >= _OFTEN:
        return _("You often open articles from {feed}").format(feed=feed)
    return _("You sometimes open articles from {feed}").format(feed=feed)


def _fresh(minutes: int, _feed: str) -> str:
    if minutes < _HOUR:
        return _("Published in the hour before the edition")
    if minutes < 2 * _DAY:
        return plural(
            "Published {n} hour before the edition", "Published {n} hours before the edition", minutes // _HOUR
        )
    return plural("Published {n} day before the edition", "Published {n} days before the edition", minutes // _DAY)


def _length(minutes: int, _feed: str) -> str:
    if minutes >= _LONG:
        return plural("A long article: {n} minute", "A long article: {n} minutes", minutes)
    return plural("Takes {n} minute to read", "Takes {n} minutes to read", minutes)


_MESSAGES: dict[ReasonCode, Callable[[int, str], str]] = {
    ReasonCode.REPORTED: lambda n, _feed: plural("Reported by {n} of your feeds", "Reported by {n} of your feeds", n),
    ReasonCode.FOLLOWED: lambda _n, _feed: _("By an author you follow"),
    ReasonCode.OPENED: _opened,
    ReasonCode.FRESH: _fresh,
    ReasonCode.LENGTH: _length,
    ReasonCode.PICTURE: lambda _n, _feed: _("Has a picture"),
}

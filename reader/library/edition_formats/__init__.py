"""An edition as Markdown, as HTML and as JSON: to print, to mail, to put on an e-reader."""

from __future__ import annotations

from collections.abc import Mapping

from reader.edition.values import Edition, Item, ReasonCode
from reader.lazy_dataclass import dataclass
from reader.library.edition_articles import EditionArticle
from reader.library.edition_messages import byline, long_date, name_of_edition, reason_message, size_message
from reader.model import Entry
from reader.wording.catalogue import _, plural

NAME = "Broadsheet"


@dataclass(frozen=True, slots=True)
class Paper:
    """An edition with its articles, as they are stored now, by id."""

    edition: Edition
    entries: Mapping[int, Entry]
    articles: Mapping[int, EditionArticle]

    @property
    def minutes(self) -> int:
        """The minutes that reading it takes."""
        return sum(article.minutes or 1 for article in self.articles.values())


def folio(paper: Paper) -> list[str]:
    """The line below the nameplate: date, edition and size."""
    edition = paper.edition
    return [*filter(None, (long_date(edition.day), name_of_edition(edition), size_message(edition)))]


def facts(article: EditionArticle, item: Item) -> list[str]:
    """The line below a headline: feed, authors, minutes, and how many feeds report the story."""
    reported = [one for one in item.reasons if one.code is ReasonCode.REPORTED]
    return [
        article.feed_title,
        *filter(None, [byline(article)]),
        *([_("{n} min").format(n=article.minutes)] if article.minutes else []),
        *(reason_message(one, article.feed_title) for one in reported),
    ]


def ending(paper: Paper) -> str:
    """The last line."""
    return plural(
        "This was the edition. It takes about {n} minute to read.",
        "This was the edition. It takes about {n} minutes to read.",
        paper.minutes,
    )

"""Makes the copy of a front page from an edition and its articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from reader.edition.values import Edition, Item, Size
from reader.library.edition_messages import byline, long_date, name_of_edition, section_title
from reader.ui.front_page.layout.copy import Copy, Rank, Section, Story
from reader.wording.catalogue import _, language, plural
from reader.wording.titles import shown_title

if TYPE_CHECKING:
    from reader.library.edition_articles import EditionArticle

NAMEPLATE = "BROADSHEET"
_RANKS = {Size.LEAD: Rank.LEAD, Size.SECOND: Rank.SECOND, Size.BRIEF: Rank.BRIEF}
_NARROWEST, _WIDEST = 0.5, 4.0  # shapes of pictures

SizeOf = Callable[[str], tuple[int, int] | None]
"""The width and height in pixels of the picture of an address, if they are known."""


def copy_of(
    edition: Edition,
    articles: Mapping[int, EditionArticle],
    *,
    ending: tuple[str, ...] = (),
    size_of: SizeOf = lambda _url: None,
) -> Copy:
    """The text that an edition prints. Articles that no longer exist are left out.

    ``ending``: the lines below the last story. ``size_of``: for the place of the lead story's picture.
    """
    sections = []
    for section in edition.sections:
        stories = tuple(_stories(section.items, articles, size_of))
        if stories:
            sections.append(Section(section_title(edition, section), stories))
    count = sum(len(section.stories) for section in sections)
    in_words = plural("{n} story", "{n} stories", count)
    return Copy(NAMEPLATE, long_date(edition.day), name_of_edition(edition), in_words, tuple(sections), ending)


def _stories(items: tuple[Item, ...], articles: Mapping[int, EditionArticle], size_of: SizeOf) -> Iterator[Story]:
    for item in items:
        article = articles.get(item.entry_id)
        if article is None:
            continue
        yield Story(
            article.id,
            shown_title(article.title),
            _RANKS[item.size],
            " ".join(article.text),
            byline(article),
            article.feed_title,
            _("{n} min").format(n=article.minutes) if article.minutes else "",
            len(item.tellings),
            article.language or language(),
            item.size is Size.LEAD and article.picture is not None,
            _shape(size_of(article.picture) if article.picture else None),
        )


def _shape(size: tuple[int, int] | None) -> float:
    if not size or min(size) < 1:
        return 1.5
    return min(max(size[0] / size[1], _NARROWEST), _WIDEST)

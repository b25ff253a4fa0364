"""An edition as lines of text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reader.commands.columns import cells, cut
from reader.edition.values import Item, Size
from reader.library.edition_articles import EditionArticle, shortened
from reader.library.edition_formats import NAME, Paper, facts, folio
from reader.library.edition_messages import section_title
from reader.wording.titles import shown_title

_LENGTHS = {Size.LEAD: 600, Size.SECOND: 240, Size.BRIEF: 0}  # characters of a text
_WIDEST = 76


def edition_lines(paper: Paper, columns: int) -> Iterator[str]:
    """The whole page, in lines of at most so many columns."""
    columns = min(columns, _WIDEST)
    yield _centred(" ".join(NAME.upper()), columns)
    yield _centred(" · ".join(folio(paper)), columns)
    for section in paper.edition.sections:
        title = section_title(paper.edition, section)
        yield ""
        yield cut(f"── {title.upper()} " if title else "", columns).ljust(columns, "─")
        for item in section.items:
            article = paper.articles.get(item.entry_id)
            if article:
                yield from _article(article, item, columns)


def _article(article: EditionArticle, item: Item, columns: int) -> Iterator[str]:
    yield ""
    yield from textwrap.wrap(shown_title(article.title), columns)
    yield from textwrap.wrap(" · ".join(facts(article, item)), columns)
    for text in shortened(article, _LENGTHS[item.size]):
        yield from textwrap.wrap(text, columns)


def _centred(text: str, columns: int) -> str:
    text = cut(text, columns)
    return " " * ((columns - cells(text)) // 2) + text

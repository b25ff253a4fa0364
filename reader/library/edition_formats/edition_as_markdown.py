"""An edition as Markdown: headlines that lead to the web pages, with the beginnings of the articles."""

from __future__ import annotations

from collections.abc import Iterator

from reader.article.markdown_text import destination, escape, escape_line_starts, one_line
from reader.edition.values import Item, Size
from reader.library.edition_articles import EditionArticle, shortened
from reader.library.edition_formats import NAME, Paper, ending, facts, folio
from reader.library.edition_messages import section_title
from reader.wording.titles import shown_title

_LENGTHS = {Size.LEAD: 1_200, Size.SECOND: 480, Size.BRIEF: 0}  # characters of a text


def edition_as_markdown(paper: Paper) -> str:
    """The whole page, with a line end at its end."""
    return "\n\n".join(_parts(paper)) + "\n"


def _parts(paper: Paper) -> Iterator[str]:
    yield f"# {NAME}"
    yield _line(folio(paper))
    for section in paper.edition.sections:
        title = section_title(paper.edition, section)
        if title:
            yield f"## {escape(one_line(title))}"
        for item in section.items:
            article = paper.articles.get(item.entry_id)
            if article:
                yield from _article(article, item)
    yield f"*{ending(paper)}*"


def _article(article: EditionArticle, item: Item) -> Iterator[str]:
    title = escape(one_line(shown_title(article.title)))
    yield f"### {f'[{title}]({destination(article.url)})' if article.url else title}"
    yield _line(facts(article, item))
    for text in shortened(article, _LENGTHS[item.size]):
        yield escape_line_starts(escape(text))


def _line(parts: list[str]) -> str:
    return escape_line_starts(escape(one_line(" · ".join(parts))))

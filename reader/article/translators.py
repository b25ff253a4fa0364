"""Finds who translated an article, because systems often name the translator as the author of the page.

A line such as "Autorin Ada Brine, Übersetzung Bo Cliff" says who did what. Somebody counts as the translator only if
such a line names them behind a word for translating and nobody's line names them as an author.
"""

from __future__ import annotations

from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from reader.article.article_scope import ArticleScope
from reader.article.byline_lines import lines_of
from reader.article.html_parser import INLINE_TAGS, Element, tag_of
from reader.article.web_page import text_of
from reader.people.names import read_byline, read_other_work
from reader.text import fold

_STEMS = (
    "bersetz",
    "BERSETZ",
    "ranslat",
    "raducc",
    "raduct",
    "raduit",
    "raduc",
    "raduzi",
    "ertal",
    "łumacz",
    "vers\xe4tt",
)
_MARKED = etree.XPath(
    f".//text()[string-length(.) < 200 and ({' or '.join(f'contains(., {stem!r})' for stem in _STEMS)})]"
)
_LINE = 160  # characters of a line that says who did what
_PIECES = 20  # that are looked at
_WORDS = ("ubersetz", "translat", "traduc", "traduit", "traduzi", "vertal", "tlumacz", "oversatt", "oversett")


def translators(scope: ArticleScope) -> set[str]:
    """The folded names of those who only translated the article."""
    found: set[str] = set()
    authors: set[str] = set()
    text: str = etree.tostring(scope.body, method="text", encoding="unicode")
    if not any(stem in text for stem in _STEMS):  # which takes a tenth of the time
        return found
    for piece in islice(_MARKED(scope.body), _PIECES):
        block = _block(piece.getparent().getparent() if piece.is_tail else piece.getparent())
        if block is None or block not in scope:
            continue
        text = lines_of(block)
        authors |= {fold(person.name) for person in read_byline(text)}
        found |= {fold(name) for name in read_other_work(text, _WORDS)}
    return found - authors


def _block(element: Element) -> Element | None:
    """The block around an element, if it is short; with the one around it that is hardly longer."""
    while element is not None and tag_of(element) in INLINE_TAGS:
        element = element.getparent()
    return element if element is not None and len(text_of(element, _LINE + 1)) <= _LINE else None

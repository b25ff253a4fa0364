"""Finds who translated an article, because systems often name the translator as the author of the page.

A line such as "Autorin Ada Brine, Übersetzung Bo Cliff" says who did what. Somebody counts as the translator only if
such a line names them behind a word for translating and nobody's line names them as an author.
"""

from __future__ import annotations

import re

from reader.article.article_scope import ArticleScope
from reader.article.byline_lines import lines_of
from reader.people.names import read_byline, read_other_work
from reader.text import fold

_MAY_TRANSLATE = re.compile("bersetz|ranslat|raduc|raduit|raduzi|ertal|łumacz|vers(?:ä|æ|e)tt", re.IGNORECASE)
_WORDS = ("ubersetz", "translat", "traduc", "traduit", "traduzi", "vertal", "tlumacz", "oversatt", "oversett")


def translators(scope: ArticleScope) -> set[str]:
    """The folded names of those who only translated the article."""
    found: set[str] = set()
    authors: set[str] = set()
    for block, line in scope.short_blocks.texts.items():
        if _MAY_TRANSLATE.search(line) and block in scope:
            text = lines_of(block)
            authors |= {fold(person.name) for person in read_byline(text)}
            found |= {fold(name) for name in read_other_work(text, _WORDS)}
    return found - authors

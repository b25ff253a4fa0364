"""Finds lists of other articles that a line in the text introduces: "More on this:", and headlines below it.

Other lists of links are part of the text, such as the websites that it recommends. So only lines count that speak of
articles and end in a colon.
"""

from __future__ import annotations

import re
from itertools import pairwise

from reader.article.html_parser import HEADINGS
from reader.article.labels import is_label
from reader.article.segments import Segment, mark_as_labels
from reader.text import bare_words

_LONGEST = 20  # words of a line
_FEWEST = 3  # words of a headline
_LARGE_PART = 0.3  # of the text
# Matched with bare words: no case, no accents, no punctuation.
_OF_ARTICLES = re.compile(
    r"\b(?:artikel[ns]?|beitrage?n?|thema|themen|meldungen|nachrichten|interessieren|interessant|articles?|stor(?:y|ies)|"
    r"posts?|coverage|noticias?|articulos?|articol[oi]|notizi[ae]|artigos?|materias?|artikelen|artiklar|artikler|saken|"
    r"artykuly?|juttu|jutut|clanky|материалы?|статьи|новости|haberler)\b"
)


def mark_link_lists(segments: list[Segment]) -> None:
    """Marks lines that introduce other articles, with the linked headlines below them, as no part of the text."""
    found: set[Segment] = set()
    for line, following in pairwise(segments):
        if following.is_linked and following.words >= _FEWEST and _introduces_articles(line):
            found.add(line)
            for linked in segments[following.position :]:
                if not linked.is_linked or linked.tag in HEADINGS:
                    break
                found.add(linked)
    mark_as_labels(found, segments, _LARGE_PART)


def _introduces_articles(line: Segment) -> bool:
    if line.linked or line.words > _LONGEST or line.tag in HEADINGS:
        return False
    if is_label(line.text):
        return True
    return line.text.endswith((":", "：")) and _OF_ARTICLES.search(bare_words(line.text)) is not None

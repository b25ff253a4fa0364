"""Finds the text of an article of whose text its feed has said something.

Of several texts on a page, such as an article and a long consent dialog, the one is the article's that has the words
of the feed's summary.
"""

from __future__ import annotations

import re
from itertools import islice

from reader.article.find_text import LocatedText, locate_text
from reader.article.html_parser import Element, tag_of
from reader.article.segments import Segment, segments_of
from reader.text import count_words, fold

_WORDS = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|\w+")
_RUN = 3  # words
_ENOUGH_RUNS = 8  # of a summary that tells one text from another
_HAS = 0.3  # of the summary's runs, in the text that it is about
_IS = 0.5  # of them, in the paragraph that it was made from
_ENOUGH_WORDS = 80  # of a text that is taken instead of the likeliest one
_LEVELS = 12  # from the paragraph up to the element that holds the text
_BEGINNING = 600  # characters of the summary


def locate_known_text(body: Element, title: str, summary: str) -> LocatedText:
    """As :func:`.locate_text`; if what it finds has nothing of ``summary``, the text around the paragraph that has."""
    located = locate_text(body, title)
    wanted = _runs(summary[:_BEGINNING])
    if len(wanted) < _ENOUGH_RUNS or _share(wanted, located.text) >= _HAS:
        return located
    paragraph = next((segment for segment in segments_of(body) if _is_summarised(segment, wanted)), None)
    if paragraph is None or paragraph.element in located.owned:
        return located
    for up in islice(paragraph.element.iterancestors(), _LEVELS):
        if tag_of(up) in ("body", "html") or any(owner in located.owned for owner in up.iter()):
            break
        found = locate_text(up, title)
        if count_words(found.text) >= _ENOUGH_WORDS and _share(wanted, found.text) >= _HAS:
            return found
    return located


def _is_summarised(segment: Segment, wanted: set[tuple[str, ...]]) -> bool:
    return segment.words >= _ENOUGH_RUNS and _share(wanted, segment.text) >= _IS


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORDS.findall(fold(text))
    return set(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _share(wanted: set[tuple[str, ...]], text: str) -> float:
    return len(wanted & _runs(text)) / len(wanted)

"""Finds text that a page has more than once: teasers with the first sentence, print versions, hidden copies.

Of several copies, the one counts that is visible, that has the most trust, and that has the most text beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict

from reader.article.html_parser import Element
from reader.article.segments import Segment, count_segment_words
from reader.article.trust import is_hidden

_SENTENCE = re.compile(r"[^.!?。！？]{25,}")
_LEAST_WORDS = 5  # of a sentence that is compared
_COPIED = 0.7  # share of a segment's words, from which it is a copy


def drop_copies(segments: list[Segment], title: str) -> None:
    """Takes the weight from segments that are copies of better ones, and marks them as no part of the text.

    The headline, ``title``, may be in front of a copied sentence.
    """
    places: dict[str, list[Segment]] = defaultdict(list)
    sentences: dict[Segment, set[str]] = {}
    for segment in segments:
        if segment.weight:
            text = segment.text.removeprefix(title) if title else segment.text
            sentences[segment] = {found.strip().casefold() for found in _SENTENCE.findall(text)}
            for sentence in sentences[segment]:
                places[sentence].append(segment)
    repeated = {sentence for sentence, found in places.items() if len({s.element.getparent() for s in found}) > 1}
    if not repeated:
        return
    beside: dict[Element, int] = defaultdict(int)
    for segment in sentences:
        beside[segment.element.getparent()] += 1
    ranks = {segment: _rank(segment, beside) for segment, found in sentences.items() if found & repeated}
    best = {sentence: max(ranks[segment] for segment in places[sentence]) for sentence in repeated}
    words = {sentence: count_segment_words(sentence) for sentence in repeated}
    for segment, rank in ranks.items():
        copied = sum(
            words[sentence]
            for sentence in sentences[segment] & repeated
            if words[sentence] >= _LEAST_WORDS and best[sentence] > rank
        )
        if copied >= _COPIED * segment.words:
            segment.weight, segment.is_label = 0.0, True


def _rank(segment: Segment, beside: dict[Element, int]) -> tuple[bool, float, int, int]:
    hidden = any(is_hidden(place) for place in (segment.element, *segment.element.iterancestors()))
    return (
        not hidden,
        segment.trust * (1 - segment.link_density),
        beside[segment.element.getparent()],
        -segment.position,
    )

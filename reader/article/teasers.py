"""Finds the teasers of other articles among the segments of a page: a linked headline with a sentence or two.

Without its headline, a teaser is told by its sentences, which were cut: a list of such texts ends in dots.
"""

from __future__ import annotations

from collections import defaultdict

from reader.article.html_parser import HEADINGS, Element
from reader.article.segments import Segment, is_cut_off, mark_as_labels
from reader.article.trust import has_ancestor

_LONGEST = 60  # words of a teaser
_MOST_SEGMENTS = 6
_FEWEST_CUT, _LONG_LIST = 3, 10
_LARGE_PART = 0.3  # of the text
_LARGE_PART_CUT = 0.6  # of a text that was not cut


def mark_teasers(segments: list[Segment]) -> None:
    """Marks what is in the box of a linked headline as no part of the text, if the box has little else.

    Such boxes with a large part of the text are the article, as in a live ticker.
    """
    found: set[Segment] = set()
    for heading in segments:
        if heading.tag in HEADINGS[1:] and heading.is_linked and heading.words >= 2:
            box = _box(heading.element)
            if box is None:
                continue
            near = segments[max(heading.position - _MOST_SEGMENTS, 0) : heading.position + _MOST_SEGMENTS + 1]
            inside = [segment for segment in near if has_ancestor(segment.element, box)]
            if len(inside) <= _MOST_SEGMENTS and sum(segment.words for segment in inside) <= _LONGEST:
                found.update(inside)
    mark_as_labels(found, segments, _LARGE_PART)
    mark_as_labels(_cut_summaries(segments), segments, _LARGE_PART_CUT)


def _cut_summaries(segments: list[Segment]) -> set[Segment]:
    """The texts of a list of boxes that are alike and have one text each, if most of these were cut."""
    if sum(is_cut_off(segment.text) for segment in segments) < _FEWEST_CUT:
        return set()
    alike: dict[tuple[str, ...], list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.words <= _LONGEST and segment.tag not in HEADINGS:
            alike[segment.shape].append(segment)
    found: set[Segment] = set()
    for texts in alike.values():
        cut = sum(is_cut_off(segment.text) for segment in texts)
        boxes = {segment.element.getparent() for segment in texts}
        is_list = 2 * cut >= len(texts) or (len(texts) >= _LONG_LIST and 4 * cut >= len(texts))
        if cut >= _FEWEST_CUT and is_list and len(boxes) == len(texts):
            found.update(texts)
    return found


def _box(element: Element) -> Element | None:
    """The smallest element around a heading that has something beside it."""
    for place, _step in zip(
        element.iterancestors("div", "section", "article", "aside", "li", "td"), range(3), strict=False
    ):
        if place[0].getnext() is not None:
            box: Element = place
            return box
    return None

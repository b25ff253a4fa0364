"""Finds the teasers of other articles among the segments of a page: a linked headline with a sentence or two."""

from __future__ import annotations

from reader.article.html_parser import HEADINGS, Element
from reader.article.segments import Segment
from reader.article.trust import has_ancestor

_LONGEST = 60  # words of a teaser
_MOST_SEGMENTS = 6
_LARGE_PART = 0.3  # of the text


def mark_teasers(segments: list[Segment]) -> None:
    """Marks what is in the box of a linked headline as no part of the text, if the box has little else.

    Such boxes with a large part of the text are the article, as in a live ticker.
    """
    found: set[Segment] = set()
    for heading in segments:
        if heading.tag in HEADINGS[1:] and heading.link_density >= 0.9 and heading.words >= 2:
            box = _box(heading.element)
            if box is None:
                continue
            near = segments[max(heading.position - _MOST_SEGMENTS, 0) : heading.position + _MOST_SEGMENTS + 1]
            inside = [segment for segment in near if has_ancestor(segment.element, box)]
            if len(inside) <= _MOST_SEGMENTS and sum(segment.words for segment in inside) <= _LONGEST:
                found.update(inside)
    if sum(segment.weight for segment in found) >= _LARGE_PART * sum(segment.weight for segment in segments):
        return
    for segment in found:
        segment.is_label, segment.weight = True, 0.0


def _box(element: Element) -> Element | None:
    """The smallest element around a heading that has something beside it."""
    for place, _step in zip(
        element.iterancestors("div", "section", "article", "aside", "li", "td"), range(3), strict=False
    ):
        if place[0].getnext() is not None:
            box: Element = place
            return box
    return None

"""Finds boxes that offer something to readers among the segments of a page: newsletters, subscriptions, accounts."""

from __future__ import annotations

import re

from reader.article.html_parser import Element
from reader.article.segments import Segment
from reader.article.trust import has_ancestor

_LONGEST = 90  # words of a box
_MOST_SEGMENTS = 8
_LEVELS = 4  # elements between a line of a box and the box
_LARGE_PART = 0.3  # of the text
_CONTROLS = ("button", "form", "input", "select")
_OFFER = re.compile(
    r"newsletter|infolettre|nyhetsbrev|nyhedsbrev|nieuwsbrief|bolet[ií]n|biuletyn|hírlevél|uutiskirje|рассылк|メルマガ|"
    r"ニュースレター|뉴스레터|subscri|abonn|suscr[ií]b|iscriviti|inscrev|\binbox\b|posteingang|sign up|anmeld|abmeld|"
    r"registrier|unsubscribe",
    re.IGNORECASE,
)


def mark_offers(segments: list[Segment]) -> None:
    """Marks what is in a small box with an offer and a button or a field as no part of the text."""
    found: set[Segment] = set()
    has_control: dict[Element, bool] = {}
    for segment in segments:
        if segment not in found and segment.words <= _LONGEST and _OFFER.search(segment.text):
            found.update(_in_box(segment, segments, has_control))
    if sum(segment.weight for segment in found) >= _LARGE_PART * sum(segment.weight for segment in segments):
        return
    for segment in found:
        segment.is_label, segment.weight = True, 0.0


def _in_box(segment: Segment, segments: list[Segment], has_control: dict[Element, bool]) -> list[Segment]:
    """What is in the smallest element around a segment that has a control, if it is a small box."""
    box = _with_control(segment.element, has_control)
    if box is None:
        return []
    near = segments[max(segment.position - _MOST_SEGMENTS, 0) : segment.position + _MOST_SEGMENTS + 1]
    inside = [other for other in near if has_ancestor(other.element, box)]
    is_small = len(inside) <= _MOST_SEGMENTS and sum(other.words for other in inside) <= _LONGEST
    return inside if is_small else []


def _with_control(element: Element, has_control: dict[Element, bool]) -> Element | None:
    """``has_control``: what is known of elements; each is searched once, because many lines may be in one."""
    place: Element | None = element
    for _step in range(_LEVELS):
        if place is None:
            return None
        if place not in has_control:
            has_control[place] = next(place.iter(*_CONTROLS), None) is not None
        if has_control[place]:
            return place
        place = place.getparent()
    return None

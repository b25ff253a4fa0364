"""Finds the teasers of other articles among the segments of a page: a linked headline with a sentence or two.

Without its headline, a teaser is told by its sentences, which were cut: a list of such texts ends in dots.
Headlines that are no headings are told by their number: three boxes beside each other that begin with a link. Readers'
comments without a class of their own are told by the heading above them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, islice

from reader.article.html_parser import HEADINGS, Element
from reader.article.segments import Segment, is_cut_off, mark_as_labels
from reader.article.trust import has_ancestor
from reader.text import bare_words
from reader.text.furniture_words import COMMENTS

_LONGEST = 60  # words of a teaser
_MOST_SEGMENTS = 6
_FEWEST_CUT, _LONG_LIST = 3, 10
_FEWEST_ALIKE = 3
_SHORTEST_HEADLINE = 8  # characters
_MOST_SECTIONS = 3  # of comments
_COMMENTS = re.compile(  # of bare words
    rf"(?:\d+ )?(?:{COMMENTS})(?: \d+)?|so konnen sie kommentieren|"
    r"(?:ihren? |einen |neuen )?kommentare? (?:schreiben|verfassen|hinterlassen|abgeben|hinzufugen)|"
    r"schreiben? sie einen kommentar|schreibe einen kommentar|(?:leave|add|post|write) a (?:comment|reply)|"
    r"join the (?:conversation|discussion)|laisse[rz]? un commentaire|"
    r"(?:deja|dejar|escribe) un (?:comentario|respuesta)|lascia un commento|(?:geef|plaats) een reactie|"
    r"dodaj komentarz|skriv en kommentar|deixe um comentario"
)
_COUNT = re.compile(r"^\d|\d[)\]）]?$")
_LONGEST_READ_ON = 40  # characters
_READ_ON = re.compile(  # bare words
    r"(?:read|see|learn|find out|view|show) (?:more|on|article|all|details)|more|details|continue(?: reading)?|"
    r"(?:jetzt |hier )?(?:weiter ?lesen|mehr(?: lesen| erfahren| dazu| infos?| informationen)?|zum (?:artikel|beitrag)|"
    r"ganzen (?:artikel|beitrag) lesen|weiter|details(?: ansehen)?)|lire (?:la suite|plus|l article)|en savoir plus|"
    r"leer mas|ver mas|mas informacion|seguir leyendo|leggi(?: di piu| tutto)?|continua(?: a leggere)?|"
    r"leia mais|saiba mais|ler mais|lees (?:meer|verder)|meer lezen|las mer|les mer|laes mere|czytaj (?:wiecej|dalej)|"
    r"wiecej|cist dal|vice|читать (?:далее|дальше|полностью)|подробнее|далее|devami|続きを読む|더보기|阅读更多"
)
_LARGE_PART = 0.3  # of the text
_ALL = 1.01
_LARGE_PART_COUNTED = 0.95  # of comments below their number
_LARGE_PART_CUT = 0.6  # of a text that was not cut


def mark_teasers(segments: list[Segment], subject: Element | None = None) -> None:
    """Marks what is in the box of a linked headline as no part of the text, if the box has little else.

    Such boxes with a large part of the text are the article, as in a live ticker, unless ``subject`` is known, the
    element with the headline and the text below it, and they are outside of it.
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
    found |= _lists_of_links(segments) | _boxes_that_lead_on(segments)
    if subject is not None:
        mark_as_labels({segment for segment in found if not has_ancestor(segment.element, subject)}, segments, _ALL)
    mark_as_labels(found, segments, _LARGE_PART)
    mark_as_labels(_cut_summaries(segments), segments, _LARGE_PART_CUT)


def _boxes_that_lead_on(segments: list[Segment]) -> set[Segment]:
    """What is in three or more boxes that each have a heading and end with a link such as "read more"."""
    boxes: dict[Element, list[Segment]] = {}
    for segment in segments:
        if not _leads_on(segment):
            continue
        near = segments[max(segment.position - _MOST_SEGMENTS, 0) : segment.position + 1]
        for box in islice(segment.element.iterancestors("div", "section", "article", "li", "td"), 3):
            inside = [one for one in near if has_ancestor(one.element, box)]
            if any(one.tag in HEADINGS for one in inside):
                boxes[box] = inside
                break
    alike: dict[tuple[str, str | None], list[Element]] = defaultdict(list)
    for box in boxes:
        alike[box.tag, box.get("class")].append(box)
    lists = (found for found in alike.values() if len(found) >= _FEWEST_ALIKE)
    return {segment for found in lists for box in found for segment in boxes[box] if segment.words <= _LONGEST}


def _leads_on(segment: Segment) -> bool:
    """Whether a segment ends with a link that says "read more"."""
    if not segment.linked:
        return False
    last = segment.owners[-1][0]
    link = last if last.tag == "a" else last.getparent()
    text = "".join(islice(link.itertext(), 5)) if link is not None and link.tag == "a" else ""
    return 0 < len(text) <= _LONGEST_READ_ON and _READ_ON.fullmatch(bare_words(text)) is not None


def _lists_of_links(segments: list[Segment]) -> set[Segment]:
    """What is in three or more boxes beside each other that are alike: a link, and a sentence or two below it."""
    boxes: dict[Element, list[Segment]] = {}
    for segment in segments:
        if segment.tag in HEADINGS or len(segment.text) < _SHORTEST_HEADLINE:
            continue
        if _begins_with_linked_line(segment):
            boxes[segment.element] = [segment]
        elif segment.is_linked and (box := _box_of_line(segment.element)) is not None and box not in boxes:
            near = segments[segment.position : segment.position + _MOST_SEGMENTS + 1]
            inside = [one for one in near if has_ancestor(one.element, box)]
            if 1 < len(inside) < _MOST_SEGMENTS and any(one.weight and not one.linked for one in inside):
                boxes[box] = inside
    alike: dict[tuple[Element, str, str | None], list[Segment]] = defaultdict(list)
    counts: dict[tuple[Element, str, str | None], int] = defaultdict(int)
    for box, inside in boxes.items():
        if sum(segment.words for segment in inside) <= _LONGEST:
            kind = (_place_of(box), box.tag, box.get("class"))
            alike[kind] += inside
            counts[kind] += 1
    return {segment for kind, inside in alike.items() if counts[kind] >= _FEWEST_ALIKE for segment in inside}


def _place_of(box: Element) -> Element:
    """What holds a list of boxes: its parent, and for a cell the table."""
    parent = box.getparent()
    return next(box.iterancestors("table"), parent) if box.tag == "td" else parent


def _begins_with_linked_line(segment: Segment) -> bool:
    """Whether a block begins with a link of some words that is a line of its own, before some text without links."""
    link, parent = segment.owners[0][0], segment.element
    while link.getparent() is not None and link is not parent and link.tag != "a":
        link = link.getparent()
    if link.tag != "a" or not 0 < segment.linked < segment.words or not segment.weight:
        return False
    after = link.getnext()
    while after is None and link.getparent() is not None and link is not parent:
        link = link.getparent()
        after = link.getnext() if link is not parent else None
    return after is not None and after.tag == "br" and not (link.tail or "").strip()


def _box_of_line(link: Element) -> Element | None:
    """The element around a linked line that has something behind it."""
    above = link.iterancestors("div", "section", "article", "li", "td")
    for place, _step in zip(chain([link], above), range(3), strict=False):
        if len(place) and place[0].getnext() is not None:
            box: Element = place
            return box
    return None


def mark_comments(segments: list[Segment], text: Segment | None = None) -> None:
    """Marks what is in an element behind a heading such as "14 comments", if that is not most of the text.

    ``text``: the first sentence of the subject, if known. What is behind a heading below it, in another element, is
    marked however much it is.
    """
    headings = (one for one in segments if one.tag in HEADINGS[1:] and _COMMENTS.fullmatch(bare_words(one.text)))
    for heading in islice(headings, _MOST_SECTIONS):
        box = _box(heading.element)
        if box is not None and not heading.is_label:
            most = _LARGE_PART_COUNTED if _COUNT.search(heading.text) else _LARGE_PART
            is_apart = text is not None and text.element.getparent() is not heading.element.getparent()
            if text is not None and is_apart and text.position < heading.position:
                most = _ALL
            mark_as_labels(list(_from_heading(heading, box, segments)), segments, most)


def _from_heading(heading: Segment, box: Element, segments: list[Segment]) -> Iterator[Segment]:
    """The segments of a box from a heading on."""
    for segment in islice(segments, heading.position, None):
        if not has_ancestor(segment.element, box):
            return
        yield segment


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

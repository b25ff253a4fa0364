"""Marks what a page shows beside a whole article: streams, lists and galleries of other stories, and readers' comments.

However much text they have, they are not the article if there is a body: several paragraphs side by side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice

from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.segments import Segment
from reader.article.tokens import TokenTest
from reader.article.trust import has_ancestor
from reader.text import bare_words

_PARAGRAPH = 10  # words, by weight
_PARAGRAPHS_OF_BODY, _WORDS_OF_BODY = 4, 100
_FEWEST_ALIKE = 3
_LINKED = 0.5  # share of a headline that may have a kicker in front of its link
_SHORTEST_HEADLINE = 2  # words
_MOST_SEGMENTS, _LONGEST = 6, 150  # segments and words of a summary
_WORDS_OF_KICKER = 6
_LEVELS = 3  # around a headline, in which its summary is
_LEVELS_OF_LIST = 5  # around a headline, of which one is the list of its box and others
_BOXES = ("div", "section", "article", "li", "td")
_NUMBER = re.compile(r"\d+")
_GALLERY = re.compile("galler(?:y|ie)|slide-?show|carousel|karussell|slider|bilder-?strecke", re.IGNORECASE)
_SLIDE = re.compile(r"\d{1,3} ?(?:/|of|von|de|di|sur|av|z) ?\d{1,3}\b")
_WORDS_OF_ANSWER = 4
_ANSWER = re.compile(  # bare words with which readers answer each other, or report what somebody wrote
    r"(?:reply|antwort(?:en)?|repondre|responder|contestar|rispondi|reageer|beantwoord|svara?|odpowiedz|odpovedet|valasz|"
    r"ответить|відповісти|yanitla|vastaa|返信(?:する)?|回覆|回复|答复|답글(?:쓰기)?)(?: \w+){0,2}|"
    r"(?:report|flag)(?: (?:abuse|comment|this|as (?:abusive|inappropriate|offensive|spam)))?|(?:kommentar )?melden|"
    r"(?:reportar|denunciar|segnala|signaler|zglos|пожаловаться|通報(?:する)?|举报|檢舉|신고)(?: \w+)?|\d* ?permalink"
)
_FEWEST_SLIDES = 3
_WORD = re.compile(r"\w{4,}")


def mark_other_stories(segments: list[Segment], title: str) -> None:
    """Marks other stories and readers' comments as no part of the text, if there is a body beside them."""
    headlines = [one for one in segments if one.words >= _SHORTEST_HEADLINE and _is_linked_headline(one)]
    streams = _streams(headlines, segments) if len(headlines) >= _FEWEST_ALIKE else set()
    body = _body(segments, streams)
    if body is None:
        return
    around_body = {body, *body.iterancestors()}
    headings = [headline for headline in headlines if headline.tag in HEADINGS[1:]]
    answers = [one for one in segments if one.words <= _WORDS_OF_ANSWER and _ANSWER.fullmatch(bare_words(one.text))]
    places = _lists(headings, around_body) | _lists(answers, around_body) | _galleries(segments, title, around_body)
    others = {segment for segment in streams if segment.element.getparent() is not body}
    if places:
        others.update(one for one in segments if any(up in places for up in one.element.iterancestors()))
    for segment in others:
        segment.is_label, segment.weight = True, 0.0


def _is_linked_headline(segment: Segment) -> bool:
    return segment.is_linked or (segment.tag in HEADINGS[1:] and segment.link_density >= _LINKED)


def _body(segments: list[Segment], others: set[Segment]) -> Element | None:
    """The element with the most text in paragraphs side by side, if these may be an article."""
    weights: dict[Element, float] = defaultdict(float)
    counts: dict[Element, int] = defaultdict(int)
    for segment in segments:
        if segment.weight >= _PARAGRAPH and segment not in others:
            weights[segment.element.getparent()] += segment.weight
            counts[segment.element.getparent()] += 1
    body = max(weights, key=weights.__getitem__, default=None)
    if body is None or counts[body] < _PARAGRAPHS_OF_BODY or weights[body] < _WORDS_OF_BODY:
        return None
    return body


def _streams(headlines: list[Segment], segments: list[Segment]) -> set[Segment]:
    """What is in boxes that are alike and have one linked headline and a summary each."""
    boxes: dict[tuple[str, ...], dict[Element, list[Segment]]] = defaultdict(dict)
    for headline in headlines:
        around = islice(headline.element.iterancestors(*_BOXES), _LEVELS)
        box = next((up for up in around if up[0].getnext() is not None), None)
        if box is not None:
            alike = boxes[_kind(headline)]
            alike[box] = [] if box in alike else _summary(headline, box, segments)
    lists = ([inside for inside in found.values() if inside] for found in boxes.values())
    return {segment for found in lists if len(found) >= _FEWEST_ALIKE for inside in found for segment in inside}


def _kind(headline: Segment) -> tuple[str, ...]:
    """Tags and first classes around a headline; further classes, and numbers in them, may count the boxes."""
    places = (headline.element, *islice(headline.element.iterancestors(), 2))
    return tuple(f"{tag_of(up)}.{_NUMBER.sub('', (up.get('class') or '').strip().partition(' ')[0])}" for up in places)


def _summary(headline: Segment, box: Element, segments: list[Segment]) -> list[Segment]:
    """A headline and what is behind it in its box, if this begins with the headline and has a text of some length."""
    before = segments[max(headline.position - _MOST_SEGMENTS, 0) : headline.position]
    above = [segment for segment in before if has_ancestor(segment.element, box)]
    if len(above) == _MOST_SEGMENTS or any(line.weight or line.words > _WORDS_OF_KICKER for line in above):
        return []
    near = segments[headline.position : headline.position + _MOST_SEGMENTS + 1]
    inside = [segment for segment in near if has_ancestor(segment.element, box)]
    if len(inside) > _MOST_SEGMENTS or sum(segment.words for segment in inside) > _LONGEST:
        return []
    return inside if any(segment.weight and not segment.linked for segment in inside[1:]) else []


def _lists(lines: list[Segment], around_body: set[Element]) -> set[Element]:
    """The elements without the body in which several boxes beside each other have one of these lines."""
    boxes: dict[Element, set[Element]] = defaultdict(set)
    for line in lines:
        box = line.element
        for up in islice(line.element.iterancestors(), _LEVELS_OF_LIST):
            if up in around_body:
                break
            if box is not line.element:
                boxes[up].add(box)
            box = up
    return {place for place, found in boxes.items() if len(found) >= _FEWEST_ALIKE}


def _galleries(segments: list[Segment], title: str, around_body: set[Element]) -> set[Element]:
    """The galleries with texts that have a heading of their own about something else, or numbered slides."""
    is_gallery = TokenTest(_GALLERY.search)
    found: dict[Element, list[Segment]] = defaultdict(list)
    for segment in segments:
        up = segment.element if segment.weight or segment.tag in HEADINGS else None
        outermost = None
        while up is not None and up not in around_body:
            if is_gallery(up):
                outermost = up
            up = up.getparent()
        if outermost is not None and up is not None:
            found[outermost].append(segment)
    wanted = set(_WORD.findall(title.casefold()))
    return {place for place, inside in found.items() if _is_about_others(inside, wanted)}


def _is_about_others(inside: list[Segment], wanted: set[str]) -> bool:
    """Whether a gallery has several texts, below a heading without a word of the title, or with numbers before them."""
    slides = sum(bool(segment.weight) for segment in inside)
    if slides < _FEWEST_SLIDES:
        return False
    heading = inside[0]
    if heading.tag in HEADINGS and not heading.weight and wanted:
        return wanted.isdisjoint(_WORD.findall(heading.text.casefold()))
    return 2 * sum(_SLIDE.match(segment.text) is not None for segment in inside) >= slides

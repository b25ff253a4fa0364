"""Finds the text of an article on its page.

Three steps, on the segments of the page (:mod:`reader.article.segments`): each segment gets a weight, by the number of
its words, its punctuation and its links, and a trust, by the classes of the elements around it; the container of the
article is the element that most of the weight leads down to; and of the segments in the container, and of those that
lead up to it after the headline, the ones are kept that look like text or are among text.

A class name alone decides nothing: an element with a large part of the page's text is trusted whatever its
classes. The rules were measured on real pages (docs/notes/full-text.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice

from reader.article.among_text import keep_among_text
from reader.article.appeals import is_appeal
from reader.article.captions import is_caption
from reader.article.consent import mentions_cookies
from reader.article.copies import drop_copies
from reader.article.disclosures import is_disclosure
from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.labels import is_credit, is_label, is_request
from reader.article.link_lists import mark_link_lists
from reader.article.offers import mark_offers
from reader.article.other_stories import mark_other_stories
from reader.article.recipe_parts import recipe_segments
from reader.article.says_title import says_title
from reader.article.segments import Segment, ends_like_sentence, mark_as_labels, segments_of
from reader.article.sign_offs import is_sign_off
from reader.article.site_lines import is_site_line
from reader.article.subject import find_subject, mark_other_subjects, with_lines_below
from reader.article.teasers import mark_comments, mark_teasers
from reader.article.trust import set_trust, sums
from reader.article.web_page import text_of
from reader.lazy_dataclass import dataclass

_ABOVE = 60  # segments above the text of a page without a headline
_LEAD_REGION = 250  # words between headline and text in which the lead is looked for
_SPARSE = 0.6  # share of the words in the container below which too little of it looks like running text
_LEAST_TEXT = 25  # words of running text, below which captions may be the text
_LONGEST_CAPTION, _MOST_CAPTIONS = 45, 0.3  # words, share of the text
_TRUSTED = 0.5
_LEAST_ARTICLE = 60  # words of an article beside others on its page
_LEAF_TAGS = ("p", "ul", "ol", "li", "pre", "span")

_DATA_TAGS = ("td", "th", "dt", "dd")
_CELLS = (*_DATA_TAGS, "li")
_MANY_CELLS = 4  # times as many words in cells and items as in running text: they are the text
_LONG_LINE, _SEVERAL_LINES = {"p": 10, "li": 8}, 5  # words; lines
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class LocatedText:
    """The kept segments as text, a line each, and the number of located words that each element owns.

    ``rejected`` counts the words of labels, teasers and copies. ``above``: what stands between the headline and the
    text and is not of it.
    """

    text: str
    owned: dict[Element, int]
    rejected: dict[Element, int]
    kept: Sequence[Segment]
    above: Sequence[Segment]


def locate_text(body: Element, title: str = "") -> LocatedText:
    """The text of the article in the ``body`` of a page; empty if the page has no text. The tree is not changed.

    ``title`` is the headline, if known: it tells the article from others that follow on the same page.
    """
    segments = segments_of(body)
    if not _weigh(segments):
        segments = segments_of(body, captions=True)
        _weigh(segments)
    kept = _keep(segments, body, title)
    rejected = (segment for segment in segments if segment.is_label)
    text = "\n".join(segment.text for segment in kept)
    return LocatedText(text, _words_of(kept), _words_of(rejected), kept, _above(segments, kept))


def _above(segments: list[Segment], kept: list[Segment]) -> list[Segment]:
    """The segments between the headline and the second paragraph of the text that were not kept."""
    before = segments[: kept[min(1, len(kept) - 1)].position] if kept else segments
    headlines = [segment.position for segment in before if segment.tag == "h1"]
    start = headlines[-1] + 1 if headlines else len(before) - _ABOVE
    known = set(kept)
    return [segment for segment in before[max(start, 0) :] if segment not in known and not segment.is_linked]


def _words_of(segments: Iterable[Segment]) -> dict[Element, int]:
    owned: dict[Element, int] = defaultdict(int)
    for segment in segments:
        for owner, words in segment.owners:
            owned[owner] += words
    return owned


def _weigh(segments: list[Segment]) -> bool:
    """Sets the weights; False if there is hardly any running text.

    Then short lines weigh something, too, and so they do on a page of tables and lists with a few sentences.
    """
    for segment in segments:
        segment.weight = _weight(segment)
    for segment in _lines_side_by_side(segments):
        segment.weight = segment.words * (0.3 if segment.tag == "li" else 0.5)
    running = sum(segment.weight for segment in segments)
    short = [s for s in segments if not s.weight and s.link_density < 0.5 and s.tag not in HEADINGS]
    has_running_text = running >= _LEAST_TEXT
    if not has_running_text or running * _MANY_CELLS < sum(s.words for s in short if s.tag in _CELLS):
        for segment in short:
            segment.weight = segment.words * 0.3
    return has_running_text


def _lines_side_by_side(segments: list[Segment]) -> list[Segment]:
    """Longer paragraphs and items that end without a mark, if several are side by side, as some people write."""
    found: dict[Element, list[Segment]] = defaultdict(list)
    for segment in segments:
        least = _LONG_LINE.get(segment.tag)
        if least and not segment.weight and segment.words >= least and segment.link_density < 0.2:
            found[segment.element.getparent()].append(segment)
    return [line for lines in found.values() if len(lines) >= _SEVERAL_LINES for line in lines]


def _weight(segment: Segment) -> float:
    """How much a segment looks like running text, in words."""
    density = segment.link_density
    if density >= 0.5:
        return 0.0
    if segment.words >= 10 and segment.is_sentence:
        weight = float(segment.words)
    elif segment.words >= 25:
        weight = segment.words * 0.7
    elif segment.words >= 5 and segment.is_sentence:
        weight = segment.words * 0.5
    else:
        return 0.0
    if segment.tag in ("li", "td", "dd", "dt"):
        weight *= 0.6
    elif segment.tag in HEADINGS and not (segment.words >= 20 and segment.is_sentence):
        weight = min(weight, 4.0)
    if mentions_cookies(segment.text):
        weight *= 0.2
    return weight * (1 - density)


def _keep(segments: list[Segment], body: Element, title: str) -> list[Segment]:
    """The segments of the article, in order."""
    set_trust(segments, body, title)
    drop_copies(segments, title)
    subject = find_subject(segments, title)
    if subject is not None:
        mark_other_subjects(segments, subject)
    mark_other_stories(segments, title)
    mark_teasers(segments, None if subject is None else subject.box)
    mark_comments(segments, None if subject is None else subject.own[0])
    mark_link_lists(segments)
    mark_offers(segments, body)
    _mark_captions(segments)
    for segment in segments:
        segment.is_label = segment.is_label or _is_label(segment)
        segment.is_text = segment.weight > 0 and segment.trust >= 0.5 and segment.words >= 8 and not segment.is_label
    _restore_headings(segments)
    container = _container(segments, body, title)
    elements = set(container.iter())
    inside = [segment for segment in segments if segment.element in elements]
    if not inside:
        return []
    around = _lead(segments, inside[0].position) + _neighbours(segments, container, body, inside[0].position)
    recipe = recipe_segments(segments)
    for segment in recipe:
        segment.is_text = not segment.is_label
    around += recipe
    together = sorted({segment.position: segment for segment in inside + around}.values(), key=lambda s: s.position)
    candidates = _without_other_articles(together, title)
    kept = keep_among_text(candidates, inside[0].position)
    plain = [s for s in candidates if s.trust >= 0.5 and s.link_density < 0.5 and not s.is_label]
    if sum(s.words for s in kept) < _SPARSE * sum(s.words for s in plain if s.tag not in HEADINGS):
        kept = plain  # a page of short lines, such as addresses, programmes and data sheets
    kept = with_lines_below(segments, kept, title)
    while kept and _is_no_end(kept):
        kept.pop().is_label = True
    return kept


def _mark_captions(segments: list[Segment]) -> None:
    """Marks the captions of pictures that are no figures as no part of the text, unless they are much of it."""
    short = (segment for segment in segments if segment.words <= _LONGEST_CAPTION and segment.element.get("class"))
    mark_as_labels([segment for segment in short if is_caption(segment.element)], segments, _MOST_CAPTIONS)


def _is_no_end(kept: list[Segment]) -> bool:
    """Whether the last segment is no end of a text: a heading, or the name of an agency below a sentence."""
    last = kept[-1]
    if last.tag in HEADINGS:
        return not last.is_text
    return len(kept) > 1 and _ends_sentence(kept[-2].text) and is_sign_off(last.text)


def _ends_sentence(text: str) -> bool:
    return ends_like_sentence(text) and not text.endswith((":", ";"))


def _is_label(segment: Segment) -> bool:
    if segment.link_density > 0.9 or (segment.tag in _DATA_TAGS and not _LETTER.search(segment.text)):
        return False
    text = segment.text
    if is_label(text) or is_request(text) or is_credit(text) or is_appeal(text):
        return True
    return segment.trust >= _TRUSTED and (is_disclosure(text) or is_site_line(text))


def _restore_headings(segments: list[Segment]) -> None:
    """Headings in the middle of running text are not labels, whatever word they are."""
    for before, heading, after in zip(segments, segments[1:], segments[2:], strict=False):
        if (
            heading.is_label
            and heading.tag in HEADINGS[1:]
            and heading.link_density < 0.5
            and before.is_text
            and after.is_text
        ):
            parent = heading.element.getparent()
            if before.element.getparent() is parent is after.element.getparent():
                heading.is_label = False


def _container(segments: list[Segment], body: Element, title: str) -> Element:
    """The element reached by following the child with most of the weight."""
    headline = _headline(segments, title)
    around_headline = set() if headline is None else set(headline.iterancestors())
    weights = sums((segment.element, segment.weight) for segment in segments)
    words = sums((segment.element, float(segment.words)) for segment in segments)
    node = body
    while True:
        children = [child for child in node if weights.get(child, 0) > 0]
        if not children:
            return node
        heaviest = max(children, key=lambda child: weights[child])
        share = weights[heaviest] / weights[node]
        words_beside = words[node] - words[heaviest]
        density_beside = (weights[node] - weights[heaviest]) / words_beside if words_beside else 0.0
        is_whole = heaviest in around_headline or _is_article(heaviest)
        is_mixed = share < 0.9 and density_beside >= 0.45 and not is_whole
        if _is_leaf(heaviest) or share < 0.6 or is_mixed:
            return node
        node = heaviest


def _headline(segments: list[Segment], title: str) -> Element | None:
    """The first heading that is the title."""
    headings = (segment for segment in segments if segment.tag in HEADINGS[:3] and not segment.linked)
    return next((segment.element for segment in headings if says_title(segment.text, title)), None)


def _is_article(element: Element) -> bool:
    """Whether this is an ``article`` with the headline, so that what is beside it is not of it."""
    return tag_of(element) == "article" and next(element.iter("h1"), None) is not None


def _is_leaf(element: Element) -> bool:
    """Whether an element is a piece of text, and no list of a menu that was never closed and holds the whole page."""
    return tag_of(element) in _LEAF_TAGS and next(element.iter("article", "main", "h1"), None) is None


def _without_other_articles(segments: list[Segment], title: str) -> list[Segment]:
    """The segments outside of other ``article`` elements, if one such element has the page's title as its heading."""
    articles = {segment: _outermost_article(segment.element) for segment in segments}
    if len(set(articles.values()) - {None}) < 2:
        return segments
    words: dict[Element | None, float] = defaultdict(float)
    for segment, article in articles.items():
        words[article] += segment.weight
    for article in articles.values():
        if article is None or words[article] < _LEAST_ARTICLE:
            continue
        headings = islice(article.iter("h1", "h2"), 3)
        if any(says_title(text_of(heading, 300), title) for heading in headings):
            return [segment for segment in segments if articles[segment] in (None, article)]
    return segments


def _outermost_article(element: Element) -> Element | None:
    found = element if tag_of(element) == "article" else None
    for found in element.iterancestors("article"):  # noqa: B007 (the last one counts)
        pass
    return found


def _lead(segments: list[Segment], start: int) -> list[Segment]:
    """The sentences between the headline and the first segment of the container, if the two are close."""
    headlines = [segment.position for segment in segments[:start] if segment.tag == "h1"]
    if not headlines:
        return []
    region = segments[headlines[-1] + 1 : start]
    if sum(segment.words for segment in region) > _LEAD_REGION:
        return []
    return [s for s in region if s.weight > 0 and s.words >= 10 and s.link_density <= 0.2 and s.trust >= 0.35]


def _neighbours(segments: list[Segment], container: Element, body: Element, start: int) -> list[Segment]:
    """Text in elements beside the container that consist of text: before it after the headline, or right after it."""
    words = sums((segment.element, float(segment.words)) for segment in segments)
    text = sums((segment.element, float(segment.words)) for segment in segments if segment.is_text)
    headlines = [segment.position for segment in segments[:start] if segment.tag == "h1"]
    found: set[Element] = set()
    place, is_closed = container, False
    for level in range(8):
        parent = place.getparent()
        if place is body or parent is None:
            break
        before, is_closed = True, is_closed or _is_article(place)
        for child in parent:
            if child is place:
                before = False
            elif words.get(child, 0):
                share = text[child] / words[child]
                if (before and headlines and share >= 0.6) or (
                    not before and not is_closed and level < 2 and share >= 0.75 and text[child] >= 20
                ):
                    found.add(child)
        place = parent
    after = headlines[-1] if headlines else start
    return [
        segment
        for segment in segments
        if segment.is_text and segment.position > min(after, start) and _has_ancestor_in(segment.element, found)
    ]


def _has_ancestor_in(element: Element, places: set[Element]) -> bool:
    """Whether an element or one of its ancestors is among these."""
    place = element
    while place is not None:
        if place in places:
            return True
        place = place.getparent()
    return False

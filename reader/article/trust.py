"""How much the classes and tags of the elements around a segment speak for the article, or against it.

A class name alone decides nothing. An element with a large part of the page's text is trusted whatever it is called,
and so is a class that a large part of the text has: ``field--label-hidden`` or ``widget`` is then the page's
own way to mark up text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import islice

from reader.article.consent import is_about_consent, names_consent
from reader.article.furniture_classes import (
    SITE_TAGS,
    is_ambiguous,
    is_never_among_text,
    is_of_others,
    is_section_named_by_heading,
    is_site_part,
    is_teaser_of_text,
    names_comments,
    names_furniture,
    names_rest,
    names_text,
)
from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.says_title import says_title
from reader.article.segments import Segment
from reader.article.tokens import TokenTest, comments_test, has_token, role_tag
from reader.article.web_page import text_of

_LARGE_PART = 0.4  # of a page's text, which is trusted whatever its classes
_LARGER_PART = 0.7  # of a page's text, which is trusted even in a footer or an aside
_LEAST_AT_HOME = 50  # words of text around a headline
_LEAST_REST, _NOTHING_BUT_TEXT = 30, 0.85  # words; share of them that weighs
_LEAST_OWN = 12  # of a notice
_FIRST_PARAGRAPHS, _LEAST_BEGINNING = 2, 25
_BODY = 0.2  # share of an element's text
_PARAGRAPHS_OF_BODY = 4
_LEAST_PARAGRAPH = 10  # words of a paragraph among others
_MOST_DOUBTED = 3  # paragraphs in a row
_ANY = 10  # words, below which a page has no trusted text
_TRUSTED = 0.5
_FOR_READERS = 0.2  # trust, below which it does not matter whose text it is
_FOR_PROGRAMS = re.compile(r".*snippet[-_]hidden", re.IGNORECASE)
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NO_TOKENS: frozenset[str] = frozenset()


def set_trust(segments: list[Segment], body: Element, title: str) -> None:
    """Sets the trust of each segment, and multiplies its weight by it. ``title``: the headline, if known."""
    trust = _Trust(segments, body, title)
    for segment in segments:
        segment.trust = trust.of_heading(segment.element) if segment.tag in HEADINGS else trust.of(segment.element)
    _trust_paragraphs_among_text(segments)
    factor = trust.factor(segments)
    for segment in segments:
        if factor > 1 and not trust.is_outside(segment.element):
            segment.trust = min(segment.trust * factor, 2.0)
        segment.weight *= segment.trust


def _trust_paragraphs_among_text(segments: list[Segment]) -> None:
    """Trusts a few paragraphs whose own class is about something else, if they are between two of the text."""
    paragraphs = [segment for segment in segments if segment.weight >= _LEAST_PARAGRAPH and segment.tag == "p"]
    before: Segment | None = None
    doubted: list[Segment] = []
    for segment in paragraphs:
        if segment.trust < _TRUSTED:
            doubted.append(segment)
            continue
        if before is not None and 0 < len(doubted) <= _MOST_DOUBTED:
            _trust_if_among(doubted, before, segment)
        before, doubted = segment, []


def _trust_if_among(doubted: list[Segment], before: Segment, after: Segment) -> None:
    parent = before.element.getparent()
    if parent is after.element.getparent():
        for segment in doubted:
            is_among = segment.element.getparent() is parent and segment.link_density < 0.2
            if is_among and not is_never_among_text(segment.element):
                segment.trust = min(before.trust, after.trust)


class _Trust:
    """The trust of elements, each found once."""

    def __init__(self, segments: list[Segment], body: Element, title: str) -> None:
        self._known: dict[Element, float] = {body: 1.0}
        self._furniture, self._containers = TokenTest(names_furniture), TokenTest(names_text)
        self._comments, self._consent = comments_test(), TokenTest(names_consent)
        self._of_readers = TokenTest(names_comments)
        self._dialogs: dict[Element, bool] = {}
        self._marks: dict[Element, frozenset[str]] = {body: _NO_TOKENS}
        self._weights = sums((segment.element, segment.weight) for segment in segments)
        self._outside: set[Element] = set()  # site parts and consent dialogs
        self._total = self._weights[body]
        self._enough, self._usual = self._measure(segments)
        own = _home_of_headline(segments, self._weights, title, _LEAST_OWN)
        self._segments = segments
        self._words: dict[Element, float] = {}  # once they are needed
        self._own = set() if own is None else {*own.iter(), *own.iterancestors()}
        self._beginning = _around_beginning(segments, title)
        home = _home_of_headline(segments, self._weights, title, _LEAST_AT_HOME)
        self._at_home = set() if home is None else {home}
        self._around_home = set() if home is None else {home, *home.iterancestors()}
        self._enough_at_home = 0.0
        if home is not None and self._weights[home] < _LARGER_PART * self._weights[body]:
            self._enough_at_home, usual = self._measure([s for s in segments if has_ancestor(s.element, home)])
            self._usual |= usual

    def _measure(self, segments: list[Segment]) -> tuple[float, set[str]]:
        """The weight of a large part of the text outside of comments and consent, and the tokens that it has.

        A token of teasers, in which there is about a linked headline for each text, is none of them.
        """
        by_token: dict[str, float] = defaultdict(float)
        texts: dict[str, int] = defaultdict(int)
        headlines: dict[str, int] = defaultdict(int)
        for segment in segments:
            if segment.weight:
                for token in self._marks_of(segment.element):
                    by_token[token] += segment.weight
                    texts[token] += 1
            elif segment.words >= 3 and segment.is_linked:
                for token in self._marks_of(segment.element):
                    headlines[token] += 1
        total = sum(segment.weight for segment in segments)
        enough = _LARGE_PART * (total - by_token[""] or total)
        usual = {
            token
            for token, weight in by_token.items()
            if token and weight >= enough and headlines[token] < 0.5 * texts[token]
        }
        return enough, usual

    def _marks_of(self, element: Element) -> frozenset[str]:
        """The furniture words of an element and those around it; an empty one for comments and consent dialogs."""
        if element not in self._marks:
            parent = element.getparent()
            above = _NO_TOKENS if parent is None else self._marks_of(parent)
            own = set(self._furniture_of(element))
            if self._is_comments(element) or self._is_consent(element):
                own.add("")
            self._marks[element] = above | own if own else above
        return self._marks[element]

    def _furniture_of(self, element: Element) -> tuple[str, ...]:
        """Of the tokens of an element that name furniture, those that are not the id made from a section's heading."""
        tokens = self._furniture.tokens(element)
        if tokens and element.get("id") in tokens and is_section_named_by_heading(element):
            return tuple(token for token in tokens if token != element.get("id"))
        return tokens

    def of(self, element: Element) -> float:
        """The trust of an element, 0 to 2."""
        if element not in self._known:
            parent = element.getparent()
            above = 1.0 if parent is None else self.of(parent)
            if parent in self._at_home:
                self._at_home.add(element)
            if parent in self._outside:
                self._outside.add(element)
            self._known[element] = self._of(element, above)
        return self._known[element]

    def of_heading(self, element: Element) -> float:
        """The trust of a heading: at least its parent's trust, unless its own class is about comments or consent."""
        if self._is_comments(element) or self._is_consent(element):
            return self.of(element)
        return max(self.of(element), self.of(element.getparent()))

    def _of(self, element: Element, above: float) -> float:
        if self._is_comments(element) and element not in self._around_home:
            return above * 0.02
        if above >= _FOR_READERS and self._beginning and self._of_readers(element) and self._is_readers(element):
            return above * 0.02
        is_elsewhere = self._is_elsewhere(element)
        if is_elsewhere or not self._is_large(element):
            if self._is_consent(element):
                self._outside.add(element)
                return above * 0.02
            furniture = [token for token in self._furniture_of(element) if is_elsewhere or token not in self._usual]
            if is_site_part(element) or is_hidden(element):
                self._outside.add(element)
                above *= 0.2
            elif furniture and not self._is_rest(element, furniture):
                if is_teaser_of_text(element, furniture):
                    above *= _TRUSTED
                else:
                    above *= 0.4 if all(map(is_ambiguous, furniture)) else 0.1
        if self._containers(element) or element.get("itemprop") == "articleBody":
            above = min(above * 1.5, 2.0)
        return above

    def _is_rest(self, element: Element, furniture: list[str]) -> bool:
        """Whether this is the rest of an article that a script shows: nothing but text, and a class that says so."""
        weight = self._weights[element]
        if weight < _LEAST_REST or not all(map(names_rest, furniture)):
            return False
        if next(element.iter("form", "button", "input", *HEADINGS[:1]), None) is not None:
            return False
        if not self._words:
            self._words = sums((segment.element, float(segment.words)) for segment in self._segments)
        return weight >= _NOTHING_BUT_TEXT * self._words[element]

    def _is_readers(self, element: Element) -> bool:
        """Whether an element with a class for readers is away from the headline and the first paragraphs."""
        return element not in self._beginning and not is_section_named_by_heading(element)

    def _is_comments(self, element: Element) -> bool:
        return self._comments(element) and tag_of(element) not in ("body", "html")

    def _is_consent(self, element: Element) -> bool:
        """Whether this is a consent dialog: it has such a class, and its text is about cookies or privacy."""
        if not self._consent(element):
            return False
        known = self._dialogs.get(element)
        if known is None:
            known = self._dialogs[element] = is_about_consent(text_of(element, 1_000))
        return known

    def is_outside(self, element: Element) -> bool:
        """Whether an element is in a site part or a consent dialog."""
        return element in self._outside

    def factor(self, segments: list[Segment]) -> float:
        """By how much to raise all trust because no text is trusted, so that the best of it is the article."""
        inside = [s for s in segments if s.weight and s.element not in self._outside]
        doubted = [segment for segment in inside if segment.trust < _TRUSTED]
        if (
            sum(s.weight for s in doubted) < _LEAST_AT_HOME
            or sum(s.weight for s in inside if s.trust >= _TRUSTED) >= _ANY
        ):
            return 1.0
        return 1 / max(segment.trust for segment in doubted)

    def _is_elsewhere(self, element: Element) -> bool:
        """Whether an element is a place for other things, away from the headline and the text with it."""
        if not self._own or not self._has_large_part(element) or element in self._own or not is_of_others(element):
            return False
        inside = [segment for segment in self._segments if has_ancestor(segment.element, element)]
        texts = sum(segment.weight >= _LEAST_PARAGRAPH for segment in inside)
        headlines = sum(map(_is_of_teaser, inside))
        return texts > 1 and 2 * headlines >= texts and not self._holds_body(inside, _BODY * self._weights[element])

    @staticmethod
    def _holds_body(inside: list[Segment], least: float) -> bool:
        """Whether there are several paragraphs side by side, as an article has and a list of teasers has not."""
        side_by_side: dict[Element, list[float]] = defaultdict(list)
        for segment in inside:
            if segment.weight >= _LEAST_PARAGRAPH:
                side_by_side[segment.element.getparent()].append(segment.weight)
        found = side_by_side.values()
        return any(len(weights) >= _PARAGRAPHS_OF_BODY and sum(weights) >= least for weights in found)

    def _is_large(self, element: Element) -> bool:
        """Whether an element has so much of the page's or the headline's text that its class does not matter."""
        if element in self._around_home:
            return True
        if role_tag(element) in SITE_TAGS or self._is_consent(element):
            return self._weights[element] >= _LARGER_PART * self._total > 0
        return self._has_large_part(element)

    def _has_large_part(self, element: Element) -> bool:
        """Whether an element has a large part of the page's text, or of the text around the headline."""
        weight = self._weights[element]
        return weight >= self._enough > 0 or (element in self._at_home and weight >= self._enough_at_home > 0)


def _is_of_teaser(segment: Segment) -> bool:
    """Whether a segment is a headline, or a line with a link, of which a list of articles has one for each."""
    return segment.words >= 2 and (segment.tag in HEADINGS or segment.is_linked)


def _around_beginning(segments: list[Segment], title: str) -> set[Element]:
    """The headline, the first paragraphs below it and all elements around them; none if these are short."""
    headline = _headline(segments, title)
    if headline is None:
        return set()
    below = (one for one in islice(segments, headline.position + 1, None) if one.weight >= _LEAST_PARAGRAPH)
    first = list(islice(below, _FIRST_PARAGRAPHS))
    if sum(segment.weight for segment in first) < _LEAST_BEGINNING:
        return set()
    return {place for one in (headline, *first) for place in (one.element, *one.element.iterancestors())}


def _headline(segments: list[Segment], title: str) -> Segment | None:
    headlines = (segment for segment in segments if segment.tag == "h1" and not segment.linked)
    return next((one for one in headlines if not title or says_title(one.text, title)), None)


def _home_of_headline(
    segments: list[Segment], weights: dict[Element, float], title: str, least: float
) -> Element | None:
    """The smallest element that has the headline and some text, of at least so much weight."""
    headline = _headline(segments, title)
    around = () if headline is None else headline.element.iterancestors()
    return next((place for place in around if weights.get(place, 0) >= least), None)


def has_ancestor(element: Element, wanted: Element) -> bool:
    """Whether this is the wanted element, or in it."""
    place = element
    while place is not None and place is not wanted:
        place = place.getparent()
    return place is not None


def is_hidden(element: Element) -> bool:
    """Whether the element itself is hidden by an attribute or its own style."""
    return element.get("hidden") is not None or _HIDING_STYLE.search(element.get("style") or "") is not None


def is_out_of_sight(element: Element) -> bool:
    """Whether the element or one around it is hidden: by an attribute, its style, or a class for programs."""
    return any(is_hidden(up) or has_token(up, _FOR_PROGRAMS) for up in (element, *islice(element.iterancestors(), 30)))


def sums(values: Iterable[tuple[Element, float]]) -> dict[Element, float]:
    """For each element, the sum of the values at and below it. Those of elements side by side are added at once."""
    found: dict[Element, float] = defaultdict(float)
    holder, held = None, 0.0
    for element, value in values:
        if not value:
            continue
        found[element] += value
        parent = element.getparent()
        if parent is not holder:
            _add_around(holder, held, found)
            holder, held = parent, 0.0
        held += value
    _add_around(holder, held, found)
    return found


def _add_around(place: Element | None, value: float, found: dict[Element, float]) -> None:
    while place is not None:
        found[place] += value
        place = place.getparent()

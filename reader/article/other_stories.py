"""Marks what a page shows beside a whole article: streams, lists and galleries of other stories, and readers' comments.

However much text they have, they are not the article if there is a body: several paragraphs side by side.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain, islice, takewhile

from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.says_title import says_title
from reader.article.segments import Segment
from reader.article.subject import names_post
from reader.article.tokens import TokenTest
from reader.article.trust import has_ancestor
from reader.text import bare_words
from reader.web.addresses import site_of

_PARAGRAPH = 10  # words, by weight
_TRUSTED = 0.5
_PARAGRAPHS_OF_BODY, _WORDS_OF_BODY = 4, 100
_FEWEST_ALIKE = 3
_LINKED = 0.5  # share of a headline that may have a kicker in front of its link
_SHORTEST_HEADLINE = 2  # words
_MOST_SEGMENTS, _LONGEST = 6, 150  # segments and words of a summary
_MOST_LINKS, _LINKS_OF_SITE = 500, 3  # links of a page that are looked at, and links to its own site
_WORDS_OF_KICKER = 6
_LEVELS = 3  # around a headline or a paragraph, in which its summary or the others of the body are
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
_PLACE = re.compile(r"(?:platz |no\.? ?|nr\.? ?|n[º°] ?|#)?\d{1,3}(?:[.):º°]|\b ?[-–—] ?)", re.IGNORECASE)
_FEWEST_SLIDES = 3
_WORD = re.compile(r"\w{4,}")


def mark_other_stories(segments: list[Segment], title: str) -> None:
    """Marks other stories and readers' comments as no part of the text, if there is a body beside them."""
    body = _body(segments, set())
    if body is None or not any(one.weight and one.trust >= _TRUSTED and not _is_in(body, one) for one in segments):
        return
    headlines = [one for one in segments if one.words >= _SHORTEST_HEADLINE and _is_linked_headline(one)]
    streams = _streams(headlines, segments) if len(headlines) >= _FEWEST_ALIKE else []
    body = _body(segments, {segment for stream in streams for segment in stream})
    if body is None:
        return
    article, around_body = _Article(segments, body, title), {body, *body.iterancestors()}
    headings = [headline for headline in headlines if headline.tag in HEADINGS[1:]]
    lists = _segments_in(_lists(headings, around_body), segments)
    others = [found for found in (*streams, *lists) if article.is_other(found)]
    others += _segments_in(_lists(article.answers(segments), around_body), segments)
    others += _segments_in(_galleries(segments, title, around_body), segments)
    for segment in chain.from_iterable(others):
        segment.is_label, segment.weight = True, 0.0


def _is_in(body: Element, segment: Segment) -> bool:
    return body in islice(segment.element.iterancestors(), _LEVELS)


def _segments_in(places: set[Element], segments: list[Segment]) -> list[list[Segment]]:
    """The segments in each of some elements, or in an element around several of them that is one of these, too."""
    found: dict[Element, list[Segment]] = defaultdict(list)
    for segment in segments if places else ():
        around = [up for up in segment.element.iterancestors() if up in places]
        if around:
            found[around[-1]].append(segment)
    return list(found.values())


class _Article:
    """Where the article is, to tell a list of things that it has from a list of other stories."""

    def __init__(self, segments: list[Segment], body: Element, title: str) -> None:
        near = [one for one in segments if one.weight >= _PARAGRAPH]
        own = [one for one in near if _is_in(body, one)]
        self._body, self._first, self._last = body, own[0].position, own[-1].position
        self._words = sum(one.words for one in own)
        headings = (one for one in segments if one.tag in HEADINGS[:2] and not one.linked)
        headline = next((one for one in headings if says_title(one.text, title)), None)
        around = (body, *body.iterancestors())
        self._box: Element | None = None
        self._sites: Counter[str] | None = None
        if headline is not None:
            self._box = next((up for up in around if has_ancestor(headline.element, up)), None)

    def is_other(self, found: list[Segment]) -> bool:
        """Whether a list is of other stories. In the box of headline and body it may be of what the article is about.

        Such a list is numbered, among the body, leads to other sites, or is longer than the body in an element for an
        article.
        """
        if not any(one.weight for one in found):
            return False
        if len({_part_of(self._body, one.element) for one in found} - {None}) > 1 or _is_numbered(found):
            return False
        if self._leads_away(found):
            return False
        if found[-1].position < self._first or (
            self._box is not None and not has_ancestor(found[0].element, self._box)
        ):
            return True
        is_among = found[0].position < self._last and has_ancestor(found[0].element, self._body)
        if is_among:
            return False
        is_marked = self._box is not None and (tag_of(self._box) in ("article", "main") or names_post(self._box))
        return not is_marked or sum(one.words - one.linked for one in found) <= self._words

    def answers(self, segments: list[Segment]) -> list[Segment]:
        """The lines behind the beginning of the body with which readers answer each other."""
        short = (one for one in islice(segments, self._first, None) if one.words <= _WORDS_OF_ANSWER)
        return [one for one in short if _ANSWER.fullmatch(bare_words(one.text))]

    def _leads_away(self, found: list[Segment]) -> bool:
        """Whether most headlines lead to sites that the page has few links to beside these."""
        sites = [_domain(address) for one in found if (address := _address(one)) is not None]
        away = Counter(site for site in sites if site)
        if not away or 2 * away.total() <= len(sites):
            return False
        if self._sites is None:
            links = islice(self._body.getroottree().iter("a"), _MOST_LINKS)
            self._sites = Counter(_domain(link.get("href") or "") for link in links)
        beside = self._sites - away
        return 2 * sum(count for site, count in away.items() if beside[site] < _LINKS_OF_SITE) > len(sites)


def _part_of(body: Element, element: Element) -> Element | None:
    """The child of the body that an element is or is in."""
    place = element
    while place is not None and place.getparent() is not body:
        place = place.getparent()
    return place


def _is_numbered(found: list[Segment]) -> bool:
    headlines = [one for one in found if _is_linked_headline(one)]
    return 2 * sum(_PLACE.match(one.text) is not None for one in headlines) > len(headlines)


def _domain(address: str) -> str:
    """The last two parts of the host of an absolute address."""
    return ".".join(site_of(address).rsplit(".", 2)[-2:]) if "//" in address[:8] else ""


def _address(segment: Segment) -> str | None:
    """Where the link of a headline leads; None if it has none."""
    if not _is_linked_headline(segment):
        return None
    for owner, _words in segment.owners:
        link = next((up for up in (owner, *islice(owner.iterancestors(), _LEVELS)) if up.tag == "a"), None)
        if link is not None:
            address: str = link.get("href") or ""
            return address
    return None


def _is_linked_headline(segment: Segment) -> bool:
    return segment.is_linked or (segment.tag in HEADINGS[1:] and segment.link_density >= _LINKED)


def _body(segments: list[Segment], others: set[Segment]) -> Element | None:
    """The element with the most text in paragraphs side by side, if these may be an article.

    Each of them may be in a box of its own, as block editors write them, or several may share one.
    """
    weights: dict[Element, float] = defaultdict(float)
    counts: dict[Element, int] = defaultdict(int)
    paragraphs = [one for one in segments if one.weight >= _PARAGRAPH and one not in others]
    lines, texts = _counts_around(segments), _counts_around(paragraphs)
    for segment in paragraphs:
        for place in islice(segment.element.iterancestors(), _LEVELS):
            weights[place] += segment.weight
            counts[place] += 1
            if lines[place] > texts[place] or texts[place] >= _PARAGRAPHS_OF_BODY:
                break
    body = max(weights, key=weights.__getitem__, default=None)
    if body is None or counts[body] < _PARAGRAPHS_OF_BODY or weights[body] < _WORDS_OF_BODY:
        return None
    return body


def _counts_around(segments: list[Segment]) -> Counter[Element]:
    return Counter(place for one in segments for place in islice(one.element.iterancestors(), _LEVELS))


def _streams(headlines: list[Segment], segments: list[Segment]) -> list[list[Segment]]:
    """The contents of boxes that are alike and have one linked headline and a summary each, for each kind of boxes."""
    boxes: dict[tuple[str, ...], dict[Element, list[Segment]]] = defaultdict(dict)
    for headline in headlines:
        around = islice(headline.element.iterancestors(*_BOXES), _LEVELS)
        box = next((up for up in around if up[0].getnext() is not None), None)
        if box is not None:
            alike = boxes[_kind(headline)]
            alike[box] = [] if box in alike else _summary(headline, box, segments)
    lists = ([inside for inside in found.values() if inside] for found in boxes.values())
    return [list(chain.from_iterable(found)) for found in lists if len(found) >= _FEWEST_ALIKE]


def _kind(headline: Segment) -> tuple[str, ...]:
    """Tags and first classes around a headline; further classes, and numbers in them, may count the boxes."""
    places = (headline.element, *islice(headline.element.iterancestors(), 2))
    return tuple(f"{tag_of(up)}.{_NUMBER.sub('', (up.get('class') or '').strip().partition(' ')[0])}" for up in places)


def _summary(headline: Segment, box: Element, segments: list[Segment]) -> list[Segment]:
    """A headline and the lines after it in its box, if this begins with the headline and has a text of some length."""
    before = segments[max(headline.position - _MOST_SEGMENTS, 0) : headline.position]
    above = list(takewhile(lambda one: has_ancestor(one.element, box), reversed(before)))
    if len(above) == _MOST_SEGMENTS or any(line.weight or line.words > _WORDS_OF_KICKER for line in above):
        return []
    near = segments[headline.position : headline.position + _MOST_SEGMENTS + 1]
    inside = list(takewhile(lambda one: has_ancestor(one.element, box), near))
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
    outermost: dict[Element, Element | None] = dict.fromkeys(around_body)
    found: dict[Element, list[Segment]] = defaultdict(list)
    for segment in segments:
        if segment.weight or segment.tag in HEADINGS:
            above = list(takewhile(lambda up: up not in outermost, (segment.element, *segment.element.iterancestors())))
            for up in reversed(above):
                known = outermost.get(up.getparent())
                outermost[up] = known if known is not None else up if is_gallery(up) else None
            place = outermost[segment.element]
            if place is not None:
                found[place].append(segment)
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

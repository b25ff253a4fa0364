"""Finds what a page is about by its headline, and marks what it says about other things.

A short notice is often a small part of its page: news of the week, the site's own story and boxes of other articles
have more text. The headline tells which part is the subject: the text below it, in its own box.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from itertools import islice

from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.segments import Segment
from reader.article.trust import has_ancestor
from reader.lazy_dataclass import dataclass
from reader.text import bare_words, fold

_SHORTEST = 8  # characters of a headline
_FEWEST = 8  # words of a sentence below it
_MOST_ABOVE = 8  # times as many words above a headline as below it
_MANY_WORDS, _MANY_LINES = 20, 3  # of a notice in short lines, below which others may stand
_LEVELS = 12  # from the headline's box up, at which there may be other boxes like it
_MOST_ALIKE = 200
_POST = re.compile(
    r"(?:^|[-_ ])(?:posts?|entry|hentry|news|article|artikel|beitrag|meldung|item|story|blog|notice|aktuell\w*)"
    r"(?:$|[-_ ])",
    re.IGNORECASE,
)
# Matched with bare words: no case, no accents, no punctuation.
_OF_OTHERS = re.compile(
    r"(?:(?:die|das|the|les?|las?|los|el|il|le|os?|as?|de) )?"
    r"(?:weitere[rsn]?|andere|neueste|aktuelle|letzte|jungste|ahnliche|verwandte|mehr|more|other|latest|recent|related|"
    r"further|autres?|dernier\w*|plus|otr[ao]s|ultim[ao]s|ultim[ei]|mas|altr[ei]|outr[ao]s|mais|laatste|meer|recente|fler|"
    r"senaste|andra|flere|siste|seneste|andre|inne|najnowsze|ostatnie|wiecej|другие|последние|свежие|еще)"
    r"(?: (?:from|of|de|du|des|della|del|van|von|d|da|do))?(?: \w+)? ?"
    r"(?:meldungen|nachrichten|artikel|beitrage|news|themen|pressemitteilungen|pressemeldungen|mitteilungen|termine|"
    r"veranstaltungen|projekte|stellenangebote|stellen|posts?|articles?|stories|entries|events|jobs|publications|"
    r"actualites|evenements|noticias|articulos|entradas|eventos|notizie|articoli|artigos|materias|berichten|nieuws|"
    r"nyheter|artiklar|artikler|nyheder|aktualnosci|artykuly|wpisy|новости|статьи|материалы)"
    r"|aktuelles|neuigkeiten|actualites|actualidad|attualita|nyheter|aktualnosci|новости"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """``own``: the sentences below the headline, before the next one; ``box``: the smallest element with the two."""

    headline: Segment
    own: tuple[Segment, ...]
    box: Element


def find_subject(segments: list[Segment], title: str) -> Subject | None:
    """The subject of a page whose headline is ``title``; None if no heading says that, or nothing is below it."""
    wanted = fold(title)
    if len(wanted) < _SHORTEST:
        return None
    headline = next((s for s in segments if s.tag in HEADINGS[:3] and not s.is_linked and fold(s.text) == wanted), None)
    if headline is None:
        return None
    own = tuple(islice(_below(headline, segments), _MOST_ALIKE))
    if not own:
        return None
    box = next(up for up in headline.element.iterancestors() if has_ancestor(own[0].element, up))
    return Subject(headline, own, box)


def _below(headline: Segment, segments: list[Segment]) -> Iterator[Segment]:
    """The sentences below a headline, before the next heading."""
    for segment in islice(segments, headline.position + 1, None):
        if segment.tag in HEADINGS:
            return
        if segment.weight and segment.words >= _FEWEST and segment.trust >= 0.5 and segment.ends_like_sentence:
            yield segment


def mark_other_subjects(segments: list[Segment], subject: Subject) -> None:
    """Marks the boxes of other articles, and what is below headings such as "More news", as no part of the text."""
    for box in _boxes_alike(subject):
        _mark(segment for segment in segments if has_ancestor(segment.element, box))
    _mark(_below_others(segments, subject))


def with_lines_below(segments: list[Segment], kept: list[Segment], title: str) -> list[Segment]:
    """The kept segments, with the lines below the headline if nothing of its box was kept.

    A notice of short lines, a timetable or an address does not look like text, but the site's own story above it does,
    which is left out then. In front of a text, sentences and longer lists of lines count.
    """
    headline = _title_heading(segments, title)
    box = None if headline is None else _box_with_lines(headline, segments)
    if headline is None or box is None or any(has_ancestor(segment.element, box) for segment in kept):
        return kept
    behind = [segment for segment in kept if segment.position > headline.position]
    lines = [line for line in segments[headline.position + 1 :] if has_ancestor(line.element, box)]
    lines = [line for line in lines if line.trust >= 0.5 and line.link_density < 0.5 and not line.is_label]
    words = sum(line.words for line in lines if line.tag not in HEADINGS)
    if behind and (words < _MANY_WORDS or len(lines) < _MANY_LINES):
        lines = [line for line in lines if line.words >= _FEWEST and line.ends_like_sentence]
    is_little = words < _FEWEST or (not behind and sum(segment.words for segment in kept) > _MOST_ABOVE * words)
    return sorted([*lines, *behind], key=lambda segment: segment.position) if lines and not is_little else kept


def _title_heading(segments: list[Segment], title: str) -> Segment | None:
    """The ``h1`` that is the title; on a page without one, another heading."""
    wanted = fold(title)
    tags = ("h1",) if any(segment.tag == "h1" for segment in segments) else HEADINGS[1:3]
    found = (s for s in segments if s.tag in tags and not s.is_linked and s.trust >= 0.5 and fold(s.text) == wanted)
    return next(found, None) if len(wanted) >= _SHORTEST else None


def _box_with_lines(headline: Segment, segments: list[Segment]) -> Element | None:
    """The smallest element that has the headline and the line behind it."""
    following = next((s for s in islice(segments, headline.position + 1, None) if not s.is_linked), None)
    if following is None:
        return None
    found = (up for up in headline.element.iterancestors() if has_ancestor(following.element, up))
    box = next(found, None)
    return None if box is None or tag_of(box) in ("body", "html") else box


def _mark(found: Iterator[Segment]) -> None:
    for segment in found:
        segment.is_label, segment.weight = True, 0.0


def names_post(element: Element) -> bool:
    """Whether a class says that this is an article, a post or a notice."""
    return _POST.search(element.get("class") or "") is not None


def _boxes_alike(subject: Subject) -> list[Element]:
    """The boxes beside the headline's box that are like it and have a headline of the same rank."""
    rank = subject.headline.tag
    found: list[Element] = []
    for up in islice((subject.box, *subject.box.iterancestors()), _LEVELS):
        tag, name = tag_of(up), up.get("class") or ""
        if tag in ("body", "html", "main") or not (tag == "article" or names_post(up)):
            continue
        beside = islice(itertools.chain(up.itersiblings(), up.itersiblings(preceding=True)), _MOST_ALIKE)
        found += [
            other
            for other in beside
            if tag_of(other) == tag
            and (tag == "article" or (other.get("class") or "") == name)
            and next(other.iter(rank), None) is not None
        ]
    return found


def _below_others(segments: list[Segment], subject: Subject) -> Iterator[Segment]:
    """What is below a heading for other articles: the rest of its box, up to a heading of the same rank."""
    last = subject.own[0].position
    position = last + 1
    while position < len(segments):
        heading = segments[position]
        position += 1
        if heading.tag not in HEADINGS[1:] or not _OF_OTHERS.fullmatch(bare_words(heading.text)):
            continue
        box = next((up for up in heading.element.iterancestors() if up[0].getnext() is not None), None)
        yield heading
        while position < len(segments):
            segment = segments[position]
            if (segment.tag in HEADINGS and segment.tag <= heading.tag) or not has_ancestor(segment.element, box):
                break
            yield segment
            position += 1

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


def _mark(found: Iterator[Segment]) -> None:
    for segment in found:
        segment.is_label, segment.weight = True, 0.0


def _boxes_alike(subject: Subject) -> list[Element]:
    """The boxes beside the headline's box that are like it and have a headline of the same rank."""
    rank = subject.headline.tag
    found: list[Element] = []
    for up in islice((subject.box, *subject.box.iterancestors()), _LEVELS):
        tag, name = tag_of(up), up.get("class") or ""
        if tag in ("body", "html", "main") or not (tag == "article" or _POST.search(name)):
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

"""Finds the date of publication of a page.

The page may state it for programs. Else there is what people see: a date near the headline. A date elsewhere (the
day of the visit at the top, teasers, comments, the footer) says nothing about the article. Else the address may have
the day. See docs/notes/page-dates.md.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote, urlsplit

from reader.article.find_site import bare
from reader.article.html_parser import HEADINGS, Element, classes_of, tag_of
from reader.article.json_ld import one_line
from reader.article.segments import Segment, segments_of
from reader.article.web_page import WebPage, belongs_to_article, text_of
from reader.web.dates import EARLIEST_PAGE, parse_date

_STATED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "publish_date", "publish-date", "publishdate", "publication_date", "publicationdate", "published_time", "pubdate",
    "published", "date.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate",
    "citation_publication_date", "citation_online_date", "prism.publicationdate", "dc.date.issued", "dcterms.issued",
)  # fmt: skip
_VAGUE = (
    "date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "article.created", "created",
    "citation_date",
)  # fmt: skip
_MONTH_AND_DAY = r"[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?"
_DAY_AND_MONTH = r"\d{1,2}(?:\.|º|°|er|st|nd|rd|th)?\s+(?:de\s+|of\s+)?[^\W\d_]{3,12}\.?"
_CLOCK = r"(?:[01]?\d|2[0-3])[:.h][0-5]\d(?::\d\d)?(?:\s?(?:uhr|[ap]\.?m\b\.?|h\b))?"
_DATE = re.compile(
    rf"(?<![\d.,:/-])((?:{_DAY_AND_MONTH}|{_MONTH_AND_DAY}),?\s+(?:de\s+|del\s+)?(?:19|20)\d\d"
    r"|(?:19|20)\d\d\s?[-/.年년]\s?\d{1,2}\s?[-/.月월]\s?\d{1,2}[日일]?"
    r"|\d{1,2}([./-])\s?\d{1,2}\2\s?(?:(?:19|20)\d\d|\d\d))"
    rf"(?![\d/-])(?:\W{{1,3}}(?:(?:um|at|à|a las|alle|kl\.?|às|om)\s)?({_CLOCK})|({_CLOCK}))?",
    re.IGNORECASE,
)
_IN_ADDRESS = re.compile(
    r"(?<=[/_-])(199\d|20\d\d)(?:([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01]))"
    r"(?=[/_.-]|$)"
)
_EDITED = re.compile(
    r"updat|aktualisier|geändert|änderung|modif|bearbeitet|mis à jour|actualizad|atualizad|aggiornat|bijgewerkt|"
    r"opdater|oppdater|uppdater|päivitet|zaktualiz|aktualiz|güncelle|обновлен|更新|수정|\bstand\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"publi|veröffentlich|erschienen|erstellt|gespeichert|eingestellt|posted|written|date\b|datum|fecha|\bdata\b|дата|"
    r"skrevet|postat|opublikowan|geplaatst|julkaistu|yayın|发布|発表|公開|게시|입력",
    re.IGNORECASE,
)
_YEAR_AND_MONTH = re.compile(r"\s*\d{4}(?:[-/]\d{1,2})?\s*")
_RIGHTS = re.compile(r"©|\(c\)|copyright|rights reserved|rechte vorbehalten", re.IGNORECASE)
_DATE_CLASS = re.compile(r"date|datum|fecha|time|publi|posted|created|submitted|meta|byline", re.IGNORECASE)
_LONGEST_LINE = 120  # characters of a line that has a date for its article
_MOST_OTHER_WORDS = 12  # in it, if its class or a word marks the date
_MOST_UNMARKED_WORDS = 5  # in another one: a name, a place
_WORDS_AFTER = 120  # from the headline to the last line that may have its date
_WORDS_BEFORE = 25
_WORDS_BEHIND_TEXT = 25
_WORDS_OF_TEXT = 15  # in a paragraph of the text
_LEVELS = 3  # from the headline up to the element around it and a date before it
_AMONG_TEXT = 3  # segments behind the first of the text
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class _Line:
    """A short line with a date. ``place``: 0 behind the headline, 1 before it, 2 behind the text."""

    moment: int
    place: int
    is_edit: bool
    is_marked: bool
    distance: int  # words

    @property
    def order(self) -> tuple[int, bool, int]:
        """The likeliest first."""
        return (self.place, not self.is_marked, self.distance)


def find_published(page: WebPage, title: str) -> int | None:
    """The date of publication as Unix time. ``title``: the headline, near which a date counts."""
    article = page.graph.article()
    of_page = [one_line(article.get("datePublished")), *page.all_of(*_STATED), *_marked_dates(page)]
    stated = _first(filter(_has_day, of_page))
    if stated is not None:
        return stated
    lines = sorted(_lines(page, title), key=lambda line: line.order)
    seen = next((line.moment for line in lines if not line.is_edit), None)
    in_address = date_in_address(page.url)
    if in_address is not None:
        return seen if seen is not None and -_DAY <= seen - in_address < 2 * _DAY else in_address
    if seen is not None:
        return seen
    vague = [one_line(article.get("dateCreated")), *page.all_of(*_VAGUE)]
    times = [found.get("datetime") for found in page.tree.iter("time") if belongs_to_article(found)]
    in_title = _date_in(text_of(next(page.tree.iter("title"), None)).rpartition("|")[2])
    edited = next((line.moment for line in lines), None)
    found = (_first(filter(_has_day, [*vague, *times])), in_title, edited, _first([*of_page, *vague]))
    return next((moment for moment in found if moment is not None), None)


def date_in_address(url: str) -> int | None:
    """The day in an address such as ``/2021/10/15/story``, as Unix time; the last one if there are several."""
    found = list(_IN_ADDRESS.finditer(unquote(urlsplit(url).path)))
    if not found:
        return None
    year, _, month, day, month_b, day_b = found[-1].groups()
    return _moment(f"{year}-{int(month or month_b):02}-{int(day or day_b):02}")


def _moment(text: str | None) -> int | None:
    return parse_date(text, earliest=EARLIEST_PAGE)


def _first(texts: Iterable[str | None]) -> int | None:
    return next((moment for moment in map(_moment, texts) if moment is not None), None)


def _has_day(text: str | None) -> bool:
    """Whether a date has more than a year and a month, whose first day would be an invention."""
    return text is not None and _YEAR_AND_MONTH.fullmatch(text) is None


def _date_in(text: str) -> int | None:
    """The first date in a text, with its time if one follows."""
    for found in _DATE.finditer(text):
        day, clock = found[1], found[3] or found[4]
        moment = _moment(f"{day} {clock}") if clock else None
        moment = _moment(day) if moment is None else moment
        if moment is not None:
            return moment
    return None


def _marked_dates(page: WebPage) -> Iterator[str | None]:
    """Dates in elements with ``itemprop=datePublished`` or the microformat's class ``dt-published``."""
    for element in page.tree.xpath("//*[@itemprop='datePublished' or contains(@class, 'dt-published')]")[:5]:
        if belongs_to_article(element):
            yield element.get("datetime") or element.get("content") or element.get("title") or text_of(element, 100)


def _lines(page: WebPage, title: str) -> Iterator[_Line]:
    """The lines with a date near the headline, and right behind the text."""
    segments = segments_of(page.body)
    headline = _headline(segments, title)
    if headline is None:
        return
    around = set(headline.element.iterancestors())
    close = {up for up in islice(headline.element.iterancestors(), _LEVELS) if tag_of(up) not in ("body", "html")}
    first, last = _text(segments, headline)
    for segment, distance in _near(segments[headline.position :], _WORDS_AFTER):
        begins = segment.position < first + _AMONG_TEXT
        yield from _dated(
            segment, title, 0, distance, {*around, *segment.element.iterancestors()} if begins else around
        )
    for segment, distance in _near(segments[max(0, headline.position - 20) : headline.position][::-1], _WORDS_BEFORE):
        if not close.isdisjoint(segment.element.iterancestors()):
            yield from _dated(segment, title, 1, distance, around)
    for segment, distance in _near(segments[last + 1 :], _WORDS_BEHIND_TEXT):
        yield from _dated(segment, title, 2, distance, around)


def _text(segments: list[Segment], headline: Segment) -> tuple[int, int]:
    """Roughly where the text begins and ends: the paragraphs beside the first one behind the headline."""
    behind = segments[headline.position + 1 :]
    paragraphs = [s for s in behind if s.words >= _WORDS_OF_TEXT and s.is_sentence and s.link_density < 0.5]
    if not paragraphs:
        return headline.position, headline.position
    parent = paragraphs[0].element.getparent()
    last = [segment for segment in paragraphs if segment.element.getparent() is parent][-1]
    return paragraphs[0].position, last.position


def _near(segments: list[Segment], most: int) -> Iterator[tuple[Segment, int]]:
    """The first segments, with the number of words before each, up to ``most`` words."""
    words = 0
    for segment in segments:
        yield segment, words
        words += segment.words
        if words > most:
            return


def _headline(segments: list[Segment], title: str) -> Segment | None:
    """The headline itself, or what begins with it; a heading before other elements."""
    letters = bare(title)
    same = [segment for segment in segments if letters and letters == bare(segment.text[: len(title) + 20])]
    longer = [segment for segment in segments if segment.tag in HEADINGS and title and segment.text.startswith(title)]
    main = [segment for segment in segments if segment.tag == "h1"]
    return next(iter([*(found for found in same if found.tag in HEADINGS), *longer, *same, *main]), None)


def _dated(segment: Segment, title: str, place: int, distance: int, around: Container[Element]) -> Iterator[_Line]:
    """The line of a segment, if it is one with a date of the article."""
    text = segment.text
    if len(text) > _LONGEST_LINE or not any(map(str.isdigit, text)) or _RIGHTS.search(text):
        return
    elements = [segment.element, *(owner for owner, _ in segment.owners)]
    exact = (_moment(owner.get("datetime")) for owner in elements if tag_of(owner) == "time")
    moment = next((moment for moment in exact if moment is not None), None)
    moment = _date_in(text) if moment is None else moment
    if moment is None:
        return
    marked = any(map(_is_marked, (*elements, segment.element.getparent()))) or _PUBLISHED.search(text) is not None
    words = len(_DATE.sub(" ", text.removeprefix(title)).split())
    if words > (_MOST_OTHER_WORDS if marked else 1 if place else _MOST_UNMARKED_WORDS):
        return
    if belongs_to_article(segment.element, around=around):
        yield _Line(moment, place, _EDITED.search(text) is not None, marked, distance)


def _is_marked(element: Element) -> bool:
    return tag_of(element) == "time" or any(map(_DATE_CLASS.search, classes_of(element)))

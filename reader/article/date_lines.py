"""Finds the lines on a page that may date its article: short lines around the headline and right behind the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.date_text import FoundDate, dates_in, is_about_edit, page_date, words_beside_dates
from reader.article.html_parser import HEADINGS, Element, classes_of, tag_of
from reader.article.metadata import find_language
from reader.article.says_title import says_title
from reader.article.segments import Segment, rough_place_of_text, segments_of
from reader.article.tokens import belongs_to_article
from reader.article.web_page import WebPage, text_of
from reader.lazy_dataclass import dataclass
from reader.web.addresses import split_url
from reader.web.date_forms import usual_form

_RIGHTS = re.compile(r"©|\(c\)|copyright|rights reserved|rechte vorbehalten", re.IGNORECASE)
OF_EVENT = frozenset({"bday", "dtstart", "dtend"})  # classes of hCards and hCalendars
_DATE_CLASS = re.compile(
    r"date|datum|fecha|time|publi|posted|created|submitted|meta|byline|calendar|kalender", re.IGNORECASE
)
_AFTER_DATELINE = re.compile(r"\s*[)\]]?\s*(?:[-–—:|/*„“”\"«»]|\.\s)")
_MOMENTS = (
    "datetime", "data-datetime", "data-date", "data-time", "data-timestamp", "data-published", "title",
)  # fmt: skip
_BRACKET = re.compile(r"\s*[)\]]")
_MONTH_FIRST = frozenset({"en", "en-us"})
_DAY_FIRST_HOSTS = frozenset({"uk", "au", "nz", "ie", "za", "in", "sg", "my", "ng", "ke", "pk", "eu"})
_MOST_BESIDE_TITLE = 100  # characters of a kicker and a date in the headline
_LONGEST_LINE = 120  # characters of a line that has a date for its article
_LONGEST_LABELLED_LINE = 200
_MOST_LABELLED_WORDS = 25  # beside the date, if a word before it or a time element says that it is the date
_MOST_OTHER_WORDS = 12  # if a class marks the date
_MOST_UNMARKED_WORDS = 5  # in another line: a name, a place
_MOST_WORDS_ELSEWHERE = 2  # "Kiel, den"
_WORDS_AFTER = 120  # from the headline to the last line that may have its date
_WORDS_BEFORE = 25
_WORDS_BEHIND_TEXT = 25
_LEVELS = 3  # from the headline up to the element around it and a date before it
_AMONG_TEXT = 3  # segments behind the first of the text
_NUMBERS = re.compile(r"\d{1,2} \d{1,2} \d{4}")
_NUMBER = re.compile(r"\d+")
_BADGE_WORDS = 4  # in a part of a date whose day, month and year are elements of their own
_BADGE_LENGTH = 40
_PARTS_OF_LINE = 12
_DATELINE = 40  # characters before the date with which a text begins
_DATELINE_WORDS = 4


_BEHIND_TEXT = 2
_POSTED = re.compile(
    r"this (?:entry|post|article) was (?:posted|published|written)|(?:dieser?|der) (?:beitrag|eintrag|artikel) wurde|"
    r"cet article a été (?:publié|posté)|esta entrada (?:fue public|se public|foi public)|"
    r"questo (?:articolo|post) è stato (?:pubblicato|inserito)|"
    r"dit (?:bericht|artikel) (?:is|werd) ge(?:plaatst|publiceerd)|ten wpis został|"
    r"det här inlägget|dette indlæg blev|dette innlegget ble|эта запись|tento příspěvek",
    re.IGNORECASE,
)  # with these words, themes of WordPress begin what they say of an article


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line with a date. ``place``: 0 behind the headline, 1 before it, 2 behind the text."""

    moment: int
    place: int
    is_edit: bool
    is_marked: bool
    distance: int  # words

    @property
    def is_behind_text(self) -> bool:
        """Whether the line is behind the text, and not near the headline."""
        return self.place == _BEHIND_TEXT

    @property
    def order(self) -> tuple[int, bool, int]:
        """The likeliest first."""
        return (self.place, not self.is_marked, self.distance)


class DateLines:
    """The lines of a page that may have the date of the article with a headline ``title``."""

    def __init__(self, page: WebPage, title: str, scope: ArticleScope) -> None:
        self._title, self._scope = title, scope
        self._day_first = _is_day_first(page)
        self._segments = segments_of(page.body)
        self._headline = self._find_headline()
        if self._headline is None:
            self._segments = segments_of(page.body, captions=True)
            self._headline = self._find_headline()
        start = self._headline.position + 1 if self._headline else 0
        self._first, self._main, self._last = rough_place_of_text(self._segments, start) or (max(start - 1, 0),) * 3
        above = self._headline.element.iterancestors() if self._headline else ()
        self._around = {*above, *scope.holders}

    def near(self) -> list[DateLine]:
        """The lines near the headline and right behind the text, the likeliest first."""
        return sorted(self._near(), key=lambda line: line.order)

    def dateline(self) -> int | None:
        """The date with which the text begins, as in "KIEL, 1 March 2021 – The ferry …"."""
        for segment in [*self._segments[self._first :][:_AMONG_TEXT], *self._segments[self._main :][:1]]:
            for found in dates_in(segment.text[: 2 * _DATELINE + 20], day_first=self._day_first)[:1]:
                if _is_dateline(segment, found) and segment.element in self._scope:
                    return found.moment
        return None

    def labelled(self, *, as_edited: bool = False) -> int | None:
        """The day that all lines give that begin with a word such as "Published", wherever these are.

        ``as_edited``: a word such as "Last edited" instead, also in the footer, where wikis have it.
        """
        found = [
            date.moment
            for segment in self._segments
            if any(map(str.isnumeric, segment.text[:_LONGEST_LINE]))
            for is_posted in (_POSTED.match(segment.text) is not None,)
            if is_posted or len(segment.text) <= _LONGEST_LINE
            for date in dates_in(segment.text[: 2 * _LONGEST_LINE], day_first=self._day_first)[:1]
            if (date.is_edit if as_edited else date.is_labelled or is_posted)
            and (is_posted or (date.start <= _DATELINE and words_beside_dates(segment.text) <= _MOST_OTHER_WORDS))
            and not _RIGHTS.search(segment.text)
            and (as_edited or segment.element in self._scope)
        ]
        return found[0] if found and len({moment // 86_400 for moment in found}) == 1 else None

    def _near(self) -> Iterator[DateLine]:
        segments = self._segments
        if not segments:
            return
        headline = self._headline or segments[self._first]
        for segment, distance in _within(segments[headline.position :], _WORDS_AFTER):
            if segment.position > self._last >= headline.position:
                break  # behind the text
            is_trusted = segment.position < self._first + _AMONG_TEXT
            yield from self._dated(segment, 0, distance, is_trusted=is_trusted)
        parents = list(islice(headline.element.iterancestors(), _LEVELS))
        close = {up for up in parents if tag_of(up) not in ("body", "html")}
        before = segments[max(0, headline.position - 20) : headline.position][::-1]
        for segment, distance in _within(before, _WORDS_BEFORE):
            if segment.element in close or not close.isdisjoint(segment.element.iterancestors()):
                is_beside = parents[0] in (segment.element, segment.element.getparent())
                yield from self._dated(segment, 1, distance, is_beside=is_beside)
        for segment, distance in _within(segments[self._last + 1 :], _WORDS_BEHIND_TEXT):
            if segment.tag in HEADINGS:
                break  # of a list of other articles
            if not _is_one_link(segment) or not words_beside_dates(segment.text):  # a file, another article
                yield from self._dated(segment, _BEHIND_TEXT, distance)

    def _dated(
        self, segment: Segment, place: int, distance: int, *, is_trusted: bool = False, is_beside: bool = False
    ) -> Iterator[DateLine]:
        """The line of a segment, if it is one with a date of the article."""
        text, inside = segment.text, [owner for owner, _ in segment.owners]
        if len(text) > _LONGEST_LABELLED_LINE or _RIGHTS.search(text):
            return
        if not any(map(str.isnumeric, text)) and not any(map(_has_moment, (segment.element, *inside))):
            return
        around = (segment.element, segment.element.getparent(), *islice(segment.element.iter(), _PARTS_OF_LINE))
        if not all(map(OF_EVENT.isdisjoint, map(classes_of, inside))):
            return
        is_marked = any(map(_is_marked, (*inside, *around)))
        found = self._exact([segment.element, *inside], text) or self._in_text(segment, is_marked=is_marked)
        if found is None:
            return
        is_labelled = found.is_labelled and not segment.ends_like_sentence
        if len(text) > _LONGEST_LINE and not is_labelled:
            return
        unmarked = _MOST_UNMARKED_WORDS if not place or is_beside else _MOST_WORDS_ELSEWHERE
        most = (
            _MOST_LABELLED_WORDS if is_labelled else _MOST_OTHER_WORDS if is_marked or found.is_labelled else unmarked
        )
        if words_beside_dates(text.replace(self._title, " ", 1)) > most:
            return
        if self._belongs(segment.element, is_trusted=is_trusted):
            yield DateLine(found.moment, place, found.is_edit, is_marked or found.is_labelled, distance)

    def _belongs(self, element: Element, *, is_trusted: bool) -> bool:
        """Whether an element is the article's. Elements around the headline are trusted, whatever they are called."""
        above = list(element.iterancestors())
        trusted = above if is_trusted else [up for up in above if tag_of(up) == "aside" and _is_marked(up)]
        return belongs_to_article(element, around={*self._around, *trusted})

    def _exact(self, elements: list[Element], text: str) -> FoundDate | None:
        """The date of the first ``time`` element that is not about an edit, else of the first one.

        Of other elements too that have the moment in an attribute, as those do that say "3 hours ago".
        """
        times = [element for element in dict.fromkeys(elements) if _has_moment(element)]
        found = []
        for time in times:
            moment = next(filter(None, map(page_date, _moments_of(time))), None)
            if moment is not None:
                words = " ".join([*classes_of(time), _words_before(time) if len(times) > 1 else text])
                found.append(FoundDate(0, 0, moment, is_about_edit(words), is_labelled=True))
        return next((date for date in found if not date.is_edit), next(iter(found), None))

    def _in_text(self, segment: Segment, *, is_marked: bool) -> FoundDate | None:
        found = dates_in(segment.text, day_first=self._day_first)
        has_day = len(_NUMBER.findall(segment.text)) > 1
        if not found and is_marked and has_day and (moment := page_date(segment.text)) is not None:
            return FoundDate(0, len(segment.text), moment, is_edit=False, is_labelled=False)
        if not found and is_marked and segment.words <= _BADGE_WORDS:
            for place in islice((segment.element, *segment.element.iterancestors()), 2):
                joined = " ".join(" ".join(place.itertext()).split())
                if self._day_first and _NUMBERS.fullmatch(joined):
                    joined = joined.replace(" ", ".")
                if len(joined) <= _BADGE_LENGTH and (found := dates_in(joined, day_first=self._day_first)):
                    break
        return next((date for date in found if date.is_labelled), next(iter(found), None))

    def _find_headline(self) -> Segment | None:
        """The headline; a heading before other elements."""
        longest = len(self._title) + _MOST_BESIDE_TITLE
        short = (segment for segment in self._segments if len(segment.text) <= longest)
        said = [segment for segment in short if says_title(segment.text, self._title)]
        headings = [segment for segment in said if segment.tag in HEADINGS]
        if len(headings) > 1 and (place := rough_place_of_text(self._segments, headings[0].position + 1)):
            headings = [one for one in headings if one.position < place[0]][-1:]
        main = (segment for segment in self._segments if segment.tag == "h1")
        return next(iter([*headings, *said, *main]), None)


def _is_day_first(page: WebPage) -> bool:
    """Whether 1/2/2021 is in February: everywhere but in English, and in English of some countries."""
    language = (find_language(page) or "en").lower()
    if language not in _MONTH_FIRST:
        return True
    return (split_url(page.url).hostname or "").rpartition(".")[2] in _DAY_FIRST_HOSTS


def _within(segments: list[Segment], most: int) -> Iterator[tuple[Segment, int]]:
    """The first segments, with the number of words before each, up to ``most`` words."""
    words = 0
    for segment in segments:
        yield segment, words
        words += segment.words
        if words > most:
            return


def _is_one_link(segment: Segment) -> bool:
    return segment.is_linked and sum(tag_of(owner) == "a" for owner, _ in segment.owners) <= 1


def _is_dateline(segment: Segment, found: FoundDate) -> bool:
    """Whether a text begins with a date, perhaps behind a place or an agency, that is apart from its first sentence."""
    text = usual_form(segment.text)
    before = text[: found.start]
    if found.is_edit or found.start > _DATELINE or len(before.split()) > _DATELINE_WORDS:
        return False
    if _AFTER_DATELINE.match(text, found.end) or (before.endswith(("(", "[")) and _BRACKET.match(text, found.end)):
        return True
    first = next((owner for owner, words in segment.owners if words), segment.element)
    return first is not segment.element and len(text_of(first, 200)) <= found.end + 2


def _moments_of(element: Element) -> list[str]:
    """What an element says in its attributes that may be a moment."""
    names = _MOMENTS if tag_of(element) in ("abbr", "span", "time") else _MOMENTS[:-1]
    return [value for name in names if (value := element.get(name))]


def _has_moment(element: Element) -> bool:
    return tag_of(element) == "time" or any(any(map(str.isdigit, value)) for value in _moments_of(element))


def _is_marked(element: Element) -> bool:
    return tag_of(element) == "time" or any(map(_DATE_CLASS.search, classes_of(element)))


def _words_before(element: Element) -> str:
    """The last words in front of an element among its siblings."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        return f"{'' if tag_of(previous) == 'time' else text_of(previous, 100)} {previous.tail or ''}"[-60:]
    return (parent.text or "")[-60:] if parent is not None else ""

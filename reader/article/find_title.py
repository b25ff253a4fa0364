"""Finds the headline of a page, without the name of its site.

Pages state their title up to five times: ``og:title`` and ``twitter:title`` (often worded for social media), the
``headline`` of JSON-LD, ``title`` (with the site's name, worded for search engines), and a heading that people see.
What people see is the headline, if one of the others confirms it: alone, a heading may be the site's or a teaser's.
If none does, it is the heading right above the text, or what the others say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.article.byline_lines import is_byline
from reader.article.find_site import SEPARATOR, bare, site_names
from reader.article.html_parser import HEADINGS, tag_of
from reader.article.json_ld import one_line, types_of
from reader.article.segments import Segment, rough_place_of_text, segments_of
from reader.article.title_headings import Heading, headings_of
from reader.article.tokens import belongs_to_article
from reader.article.web_page import WebPage, text_of
from reader.text import clean_title, fold

_LONGEST_HEADING = 300  # characters
_AGREEING = 3  # stated titles that have to be the same to be believed against a heading
_CONFIRMED = 0.5  # share of a heading's words that another title has
_LONGEST_DATE = 30  # characters
_NEAR_TEXT = 4  # lines before its first paragraph
_LONG_WORD = 6  # letters
_SURE = 3  # words of a part of a title that a lower heading or a line says; fewer may be a section or a place
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
_STRONG_SEPARATORS = frozenset("|│ㅣ｜·•«»：›‹")
_DATE = re.compile(r"\W*\d{1,4}[-./]\s?\d{1,2}[-./]\s?\d{1,4}\W*")
_IN_BRACKETS = r"[\[(【『《（]([^\[\]()【】『』《》（）]{1,60})[\])】』》）]"
_SITE_BEHIND, _SITE_BEFORE = re.compile(rf"(.*\S)\s*{_IN_BRACKETS}"), re.compile(rf"{_IN_BRACKETS}\s*(\S.*)")
_ARCHIVE = re.compile(
    r".*\s[»>|/–-]\s*(?:blog[- ]?archive?s?|archives?(?: du blog)?|archivo(?: del blog)?|blogarchief|"
    r"archivio(?: blog)?|arquivo do blog|архив блога)\s*[»>|/–-]\s(.+)",
    re.IGNORECASE,
)  # in the first themes of WordPress
_CHANNELS = re.compile(r"([^_]*[\u3040-\u30ff\u3400-\u9fff][^_]*?)\s*((?:_[^_]{2,16})+)")  # of Chinese portals
_OPENING_QUOTE = re.compile(r"\s*[\"']")


def find_title(page: WebPage, known: str = "") -> str:
    """The headline, or an empty string. ``known``: the headline according to the feed."""
    names = site_names(page)
    headings = list(headings_of(page, names, _linked_headline(page)))
    seen = [text for heading in headings for text in heading.texts]
    stated = _stated_titles(page)
    titles = [without_site(title, names, seen) for title in stated]
    same = next((text for text in (*seen, *titles, *stated) if bare(text) == bare(known)), "") if known else ""
    chosen = (
        same
        or _agreed(page, headings, titles)
        or _linked(page, headings)
        or _confirmed(headings, titles, names)
        or _above_text(page, headings, titles, names)
        or _alone(headings, titles, names)
    )
    whole = {bare(titles[-1]), bare(_linked_headline(page))}  # no attributes
    chosen = chosen if bare(chosen) in whole else _continued(chosen, [*seen, *titles])
    return _without_kicker(without_site(chosen, names, []), page, headings, titles) or stated[0]


def _stated_titles(page: WebPage) -> list[str]:
    """The titles that people do not see on the page, the best first; ``title`` is the last, and may be empty."""
    texts = [page.meta("og:title"), _linked_headline(page), page.meta("twitter:title")]
    title = clean_title(text_of(next(page.tree.iter("title"), None)))
    return [*filter(None, map(clean_title, texts)), title]


def _linked_headline(page: WebPage) -> str:
    """The headline that JSON-LD states, or an empty string."""
    return clean_title(one_line(page.graph.article().get("headline")))


def _agreed(page: WebPage, headings: list[Heading], titles: list[str]) -> str:
    """The title that all stated ones are, JSON-LD's among them, if the visible heading is this one with more behind it.

    Of a news article also if the heading is worded otherwise: there, JSON-LD has to state the headline itself.
    """
    linked = page.graph.article()
    letters = {bare(title) for title in titles}
    if len(titles) < _AGREEING or len(letters) > 1 or not linked.get("headline"):
        return ""
    main = next((bare(heading.texts[0]) for heading in headings if heading.is_main), "")
    extended = main.startswith(bare(titles[0]))
    return titles[0] if extended or "newsarticle" in types_of(linked) else ""


def _linked(page: WebPage, headings: list[Heading]) -> str:
    """The heading that JSON-LD states: it names the visible headline, whatever ``h1`` tells search engines."""
    stated = _linked_headline(page)
    return next((_spelled(heading, stated) for heading in headings if heading.says(stated)), "")


def _spelled(heading: Heading, title: str) -> str:
    return next(text for text in heading.texts if bare(text) == bare(title))


def _confirmed(headings: list[Heading], titles: list[str], names: tuple[str, ...]) -> str:
    """A heading that a stated title confirms, in the spelling of the title if it is the same."""
    exact = next((title for title in titles if any(heading.says(title) for heading in headings)), "")
    if exact:
        return exact
    best = _best_main([heading for heading in headings if heading.is_main], titles, names)
    if best is None or any(_ends_with(title, best) or _begins_with(title, best) for title in titles):
        parts = [part for title in titles for part in _parts(title, names)]
        least = _SURE if any(heading.is_main for heading in headings) else _SURE - 1
        trusted = [heading for heading in headings if heading.is_main or _count(heading.texts[0]) >= least]
        said = [part for part in parts if any(heading.says(part) for heading in trusted)]
        if said:
            return _longer(said)
    return _without_end(best.texts[0], titles) if best else ""


def _best_main(main: list[Heading], titles: list[str], names: tuple[str, ...]) -> Heading | None:
    """The main heading that has most words in common with a stated title."""
    shares = [max((_share(heading.texts[0], title) for title in titles), default=0.0) for heading in main]
    if max(shares, default=0.0) >= _CONFIRMED:
        return main[shares.index(max(shares))]
    parts = [titles[0], *_parts(titles[0], names)] if len(titles) == 1 else []  # only ``title``
    return next((heading for heading in main[:1] if any(_holds_word(heading.texts[0], part) for part in parts)), None)


def _without_kicker(title: str, page: WebPage, headings: list[Heading], titles: list[str]) -> str:
    """The title without the kicker that a heading has in an element of its own, unless linked data has it, too.

    Titles for other programs have it before a colon; where people see the two, something else keeps them apart.
    """
    letters = bare(title)
    heading = next((h for h in headings if h.kicker and bare(h.kicker + h.behind_kicker) == letters), None)
    if heading is None:
        return title
    if not any(bare(heading.kicker) in bare(text) for text in titles) and _is_part(heading.behind_kicker, titles):
        return heading.behind_kicker
    joined = [text for text in titles if bare(text) == letters and _is_joined(text, heading)]
    if heading.is_headline or letters == bare(_linked_headline(page)):
        return next(iter(joined), title)
    return heading.behind_kicker if joined else title


def _is_part(text: str, titles: list[str]) -> bool:
    return _count(text) >= _SURE and any(bare(part) == bare(text) for title in titles for part in _parts(title, ()))


def _is_joined(title: str, heading: Heading) -> bool:
    """Whether a title has a separator between the two parts of a heading that has none there, or a marked kicker."""
    parts = SEPARATOR.split(title, maxsplit=1)
    is_kicker = title not in heading.texts or heading.texts[0] == heading.behind_kicker
    return len(parts) > 1 and bare(parts[0]) == bare(heading.kicker) and is_kicker


def _count(text: str) -> int:
    """The number of words, or of letters where one is a word."""
    return len(_WORDS.findall(text))


def _begins_with(title: str, heading: Heading) -> bool:
    """Whether the first part of a title is a heading, which may then be the site's name."""
    first = SEPARATOR.split(title, maxsplit=1)[0]
    return first != title and heading.says(first)


def _ends_with(title: str, heading: Heading) -> bool:
    """Whether a title ends with a heading, which may then be the site's name."""
    letters = bare(heading.texts[0])
    return bool(letters) and bare(title).endswith(letters)


def _longer(said: list[str]) -> str:
    """The first of several parts, unless another one is much longer: the first is the site's name then."""
    longest = max(said, key=_count)
    return longest if 3 * _count(said[0]) <= 2 * _count(longest) else said[0]


def _without_end(heading: str, titles: list[str]) -> str:
    """The title that a heading begins with if a date or a note for some readers follows it, else the whole heading.

    What is only ``title`` may be shortened for search engines.
    """
    begun = [title for title in titles if len(title.split()) > 1 and heading.startswith(f"{title} ")]
    whole = (title for title in begun if title in titles[:-1] or not heading[len(title) + 1].isalpha())
    return next(whole, heading)


def _alone(headings: list[Heading], titles: list[str], names: tuple[str, ...]) -> str:
    """A title that nothing confirms: one for other programs, else the longer one of ``title`` and main heading."""
    main = [heading.texts[0] for heading in headings if heading.is_main][:1]
    for_programs = [title for title in titles[:-1] if bare(title) not in names]
    channels = _CHANNELS.fullmatch(titles[-1])
    if channels and not main and len(channels[1]) > max(map(len, channels[2].split("_"))):
        return channels[1]
    common = _common_part([title for title in titles if bare(title)], names)
    if common:
        return common
    if main and _count(main[0]) > _SURE and not for_programs:
        return main[0]
    for_people = [title for title in (*main, *titles[-1:]) if bare(title) not in names]
    return next(iter(for_programs), None) or max(for_people, key=lambda title: len(title.split()), default="")


def _common_part(titles: list[str], names: tuple[str, ...]) -> str:
    """The words before or behind a separator that titles have in common which differ otherwise."""
    first, *others = dict.fromkeys(titles) or [""]
    shared = [{bare(part) for part in _parts(title, names)} for title in others]
    common = (part for part in _parts(first, names) if len(part.split()) > 1 and all(bare(part) in s for s in shared))
    return next(common, "") if others else ""


def _above_text(page: WebPage, headings: list[Heading], titles: list[str], names: tuple[str, ...]) -> str:
    """The heading right above the text, whatever its level, of a page on which no title that it states is to be seen.

    A title that the page states for other programs has to begin or to end with it; what is only ``title`` says of a
    page without such titles is often the name of a section.
    """
    segments = segments_of(page.body)
    stated = {bare(title) for title in titles}
    shown = [segment for segment in segments if segment.tag != "li" and not segment.is_linked]  # no breadcrumb, no menu
    if any(bare(segment.text[:_LONGEST_HEADING]) in stated for segment in shown):
        return ""
    places = rough_place_of_text(segments)
    near_text = segments[max(0, places[0] - _NEAR_TEXT) : places[0]] if places else []
    parts = [part for part in _parts(titles[-1], names) if _count(part) >= _SURE]
    part = next((part for part in parts if any(_is_headed(segment, part) for segment in near_text)), "")
    if part:
        return part
    before = reversed(segments[: places[1]]) if places else ()
    lower = (segment for segment in before if segment.tag in HEADINGS[1:])
    near = (segment for segment in lower if belongs_to_article(segment.element) and not is_byline(segment.text))
    heading = next(near, None)
    letters = bare(heading.text) if heading is not None else ""
    if heading is None or not letters or letters in names or len(heading.text) > _LONGEST_HEADING:
        return ""
    for_programs = [title for title in map(bare, titles[:-1]) if title]
    is_part = any(title.startswith(letters) or title.endswith(letters) for title in for_programs)
    if not is_part and for_programs:
        return ""
    main = next((one.texts[0] for one in headings if one.is_main), "")
    is_lower = heading.ends_like_sentence or _is_section(heading, segments)
    return main if _count(main) > _count(heading.text) or (main and is_lower) else heading.text


def _is_section(heading: Segment, segments: list[Segment]) -> bool:
    """Whether a heading below an ``h1`` is one of several of the same level and place."""
    before = segments[: heading.position]
    main = next((segment.position for segment in before if segment.tag == "h1" and not segment.linked), None)
    if main is None:
        return False
    place = _place_of(heading)
    others = (*before[main:], *segments[heading.position + 1 :])
    return any(other.tag == heading.tag and _place_of(other) == place for other in others)


def _place_of(heading: Segment) -> tuple[object, ...]:
    """The element around a heading; if that is a section of its own, the element around it and what kind it is."""
    parent = heading.element.getparent()
    is_own = tag_of(parent) == "section" or (parent.get("class") and heading.element.getprevious() is None)
    return (parent.getparent(), tag_of(parent), parent.get("class")) if is_own else (parent,)


def _is_headed(segment: Segment, part: str) -> bool:
    """Whether a line is a part of ``title``, perhaps with a date behind it."""
    return len(segment.text) <= len(part) + _LONGEST_DATE and bare(segment.text).startswith(bare(part))


def _parts(title: str, names: tuple[str, ...]) -> Iterator[str]:
    """The beginnings and then the ends of a title that has separators, without those that are the site's name."""
    places = list(SEPARATOR.finditer(title))
    for part in (*(title[: place.start()] for place in reversed(places)), *(title[place.end() :] for place in places)):
        if bare(part) and bare(part) not in names:
            yield part.strip()


def _share(heading: str, title: str) -> float:
    """The share of words that two titles have in common, of the shorter one; 0 for less than two words."""
    words, others = set(_WORDS.findall(fold(heading))), set(_WORDS.findall(fold(title)))
    common = len(words & others)
    return common / min(len(words), len(others)) if common > 1 else 0.0


def _holds_word(heading: str, part: str) -> bool:
    """Whether one of two texts is a long word that the other has, too, as "Choir history" and "History" do."""
    short, long = sorted((bare(heading), bare(part)), key=len)
    is_word = min(len(heading.split()), len(part.split())) == 1
    return is_word and len(short) >= _LONG_WORD and short in long


def _continued(title: str, others: Iterable[str]) -> str:
    """The whole title, if this is its beginning up to a quotation mark, which ended an attribute of HTML early."""
    for other in others:
        if title and other.startswith(title) and _OPENING_QUOTE.match(other[len(title) :]):
            return other
    return title


def without_site(title: str, names: tuple[str, ...], headings: Iterable[str]) -> str:
    """The title without "Site | ", " | Site" or "[Site]", and without a date or an author behind it.

    Nothing is cut from what a heading says as well, unless it is behind a separator that sentences do not have.
    """
    if archive := _ARCHIVE.fullmatch(title):
        return archive[1]
    is_heading = any(bare(heading) == bare(title) for heading in headings)
    behind, before = _SITE_BEHIND.fullmatch(title), _SITE_BEFORE.fullmatch(title)
    if behind and not is_heading and bare(behind[2]) in names:
        return behind[1]
    if before and not is_heading and bare(before[1]) in names:
        return before[2]
    places = list(SEPARATOR.finditer(title))
    for place in places:
        tail = title[place.end() :]
        if is_heading and place[0].strip()[:1] not in _STRONG_SEPARATORS:
            continue
        if title[: place.start()].strip() and _names_site(tail, names):
            return without_site(title[: place.start()].strip(), names, ())
    for place in reversed(places):
        if not is_heading and title[place.end() :].strip() and bare(title[: place.start()]) in names:
            return title[place.end() :].strip()
    if places and not is_heading and _DATE.fullmatch(title, places[-1].end()):
        return title[: places[-1].start()].strip()
    return title


def _names_site(tail: str, names: tuple[str, ...]) -> bool:
    """Whether the end of a title is a name of the site, alone or with something behind another separator."""
    if bare(tail) in names:
        return True
    first = SEPARATOR.split(tail, maxsplit=1)[0]
    return first != tail and bare(first) in names

"""Finds the lead of an article: the paragraph or two that its page shows between headline and text.

A class may mark it. Otherwise it is what the page shows there of its own description. A description that is shown
nowhere is none: it was written for search engines and is often about the site.
"""

from __future__ import annotations

import re

from reader.article.captions import is_caption
from reader.article.find_text import LocatedText
from reader.article.flow import letters_of
from reader.article.html_parser import Element, descendants
from reader.article.labels import is_label, is_request
from reader.article.says_title import says_title
from reader.article.segments import Segment, is_cut_off
from reader.article.tokens import belongs_to_article
from reader.article.web_page import WebPage, text_of
from reader.text import clean_title

_LEADS = (
    "standfirst", "entry-lead", "lead", "lede", "article__lead", "article-lead", "article__standfirst", "article__desc",
    "article-intro", "intro", "vorspann", "teaser-text", "article-summary", "entry-subtitle", "subtitle", "dek",
    "article__subtitle", "chapo", "article__chapo", "sommario", "entradilla", "deck", "article-header__intro",
)  # fmt: skip
_SHORTEST, _LONGEST = 20, 1_000  # characters
_SHORTEST_TWICE = 40  # letters of a text that may stand there twice by mistake
_OPENING = 3_000  # characters of a text that a description may be cut from
_COMPARED, _COMPARED_AT_END = 60, 40  # letters of a description
_PLACE = 40  # letters of a place or a date before it
_SITE_AT_END = re.compile(r"\s[|»]\s[^|»]{2,30}\Z")
_IN_TEXT = 3  # paragraphs at the beginning of the text, one of which may be marked as the lead


def find_lead(page: WebPage, located: LocatedText, title: str = "", site: str | None = None) -> str:
    """The lead, or an empty string. ``title``: the headline; if the page shows it, the lead comes after it."""
    lead = _marked(page, located, title) or _described(page, located)
    return "" if site and letters_of(lead) == letters_of(site) else lead


def _marked(page: WebPage, located: LocatedText, title: str) -> str:
    """The lead that a class marks."""
    for element in _before_text(page.with_class(*_LEADS), page, located, title):
        text = _text_without_picture(element)
        if (
            _SHORTEST <= len(text) <= _LONGEST
            and belongs_to_article(element)
            and next(descendants(element, "h1", "h2"), None) is None
            and not (is_label(text) or is_request(text) or _is_link(element, text))
            and not _opens_text(element, located)
        ):
            return text
    return ""


def _is_link(element: Element, text: str) -> bool:
    """Whether an element leads elsewhere and says nothing else."""
    return any(text_of(link, _LONGEST) == text for link in descendants(element, "a"))


def _opens_text(element: Element, located: LocatedText) -> bool:
    """Whether an element is a box of several paragraphs with which the text begins."""
    paragraphs = [letters for one in descendants(element, "p") if (letters := letters_of(text_of(one, _LONGEST)))]
    opening = letters_of(located.text[:_OPENING]) if len(paragraphs) > 1 else ""
    return bool(opening) and all(letters[:_COMPARED] in opening for letters in paragraphs)


def _before_text(found: list[Element], page: WebPage, located: LocatedText, title: str) -> list[Element]:
    """Those of the elements that come before the first few paragraphs of the text or are them, in order.

    Without those above the headline, if that is there.
    """
    paragraphs = [segment.element for segment in located.kept[:_IN_TEXT]]
    if not found or not paragraphs:
        return found
    wanted, last = set(found), paragraphs[-1]
    before: list[Element] = []
    for element in page.body.iter():
        if element in wanted:
            before.append(element)
        elif before and element.tag == "h1" and says_title(text_of(element, 300), title):
            before.clear()
        if element is last:
            break
    return before


def _text_without_picture(element: Element) -> str:
    """The text of an element; of one with a picture, that of its only paragraph, if it has one beside a caption."""
    if next(descendants(element, "img"), None) is None:
        return text_of(element, _LONGEST + 200)
    paragraphs = [
        paragraph
        for paragraph in descendants(element, "p")
        if not is_caption(paragraph) and next(descendants(paragraph, "img"), None) is None
    ]
    return text_of(paragraphs[0], _LONGEST + 200) if len(paragraphs) == 1 else ""


def _described(page: WebPage, located: LocatedText) -> str:
    """What the page shows of its description between headline and text; nothing if the text begins with it."""
    described = _description(page)
    letters = letters_of(described)
    beginning, end = letters[:_COMPARED], letters[-_COMPARED_AT_END:]
    if len(letters) < _SHORTEST:
        return ""
    opening = letters_of(located.text[:_OPENING])
    if beginning in opening or (is_cut_off(described) and end in opening):
        return ""
    return next(filter(None, (_shown(segment, letters, beginning) for segment in located.above)), "")


def _description(page: WebPage) -> str:
    described = _once(clean_title(page.meta("og:description", "description", "twitter:description")))
    return _SITE_AT_END.sub("", described)


def begins_as_described(page: WebPage, text: str) -> bool:
    """Whether the page's description is about a text: the text begins with the beginning of it."""
    beginning = letters_of(_description(page))[:_COMPARED]
    return len(beginning) >= _SHORTEST_TWICE and beginning in letters_of(text[:_OPENING])


def _shown(segment: Segment, letters: str, beginning: str) -> str:
    """The text of a segment that begins as the description does, or that the description begins with."""
    own = letters_of(segment.text)
    has_beginning = 0 <= own.find(beginning) <= _PLACE
    return segment.text[:_LONGEST] if has_beginning or (len(own) >= _COMPARED and letters.startswith(own)) else ""


def _once(text: str) -> str:
    """The half of a text that a content management system wrote twice."""
    half = text[: len(text) // 2].strip()
    return half if len(half) >= _SHORTEST_TWICE and text == f"{half} {half}" else text

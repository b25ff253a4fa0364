"""The headings that people see on a page, and what of each may be the headline.

A heading may have more in it than the headline: a kicker before it, a date, a byline or a note for some readers behind
it, each in an element of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.article.find_site import bare
from reader.article.html_parser import HEADINGS, Element, classes_of, tag_of
from reader.article.tokens import belongs_to_article, has_token, in_comments
from reader.article.web_page import WebPage, text_of
from reader.lazy_dataclass import dataclass
from reader.text import clean_title
from reader.web.addresses import resolve

_MOST_HEADINGS = 60
_LONGEST_HEADING = 400  # characters
_HEADLINE_CLASSES = frozenset({"entry-title", "headline", "article-title", "post-title", "p-name"})
_LIKE_HEADLINE = re.compile(
    r"(?!.*(?:sub|second|teaser))(?:.*[-_])?(?:(?:entry|article|post|page)[-_]{0,2}title|headline)"
    r"(?:[-_]{1,2}(?:heading|text|main|inner|content)|--[\w-]+)?",
    re.IGNORECASE,
)
_SITE_CLASSES = frozenset({"site-title", "site-name", "logo", "brand", "blog-title", "site-branding", "sitename"})
_KICKER = re.compile(
    r".*(?:kicker|overline|highline|topline|dachzeile|eyebrow|roof-?line|(?:super|pre|sur|ante)-?tit(?:le|re|ulo)|spitzmarke|"
    r"catchline|occhiello|volanta|chapeu|stikktit|vignette|(?:topic|section|category|rubri[ckq]u?e?)[-_]*(?:label|name)).*",
    re.IGNORECASE,
)
_BESIDE_HEADLINE = re.compile(
    r".*(?:sr-only|visually-?hidden|screen-reader|byline|date).*|(?:[a-z\d]+[-_]?)?small(?:er)?", re.IGNORECASE
)
_BREADCRUMBS = re.compile(r".*(?:breadcrumb|brotkrume|ariane|migas|briciole|kruimel).*", re.IGNORECASE)
_MARKED_TAGS = frozenset({"div", "p", "span", "header"})
_MOST_MARKED = 2  # headlines in elements that are no headings
_LEVELS = 6  # from a heading up to the breadcrumbs that it may be a part of
_SIGNS = " :|•·–—-/"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that may be the headline.

    ``texts``: its text, also without parts in elements of their own. ``kicker``: the text of its first part if that is
    an element, and ``behind_kicker`` the rest. ``is_headline``: microdata says that all of it is the headline.
    """

    texts: tuple[str, ...]
    is_main: bool
    kicker: str = ""
    behind_kicker: str = ""
    is_headline: bool = False

    def says(self, title: str) -> bool:
        """Whether a title is this heading, apart from case and punctuation."""
        letters = bare(title)
        return bool(letters) and any(bare(text) == letters for text in self.texts)


def headings_of(page: WebPage, names: tuple[str, ...], stated: str = "") -> Iterator[Heading]:
    """The headings outside of comments, ``h1`` first; without those that are the site's name.

    The last of the steps from the home page to this one is worded for search engines. It is a heading if JSON-LD has
    it, too (``stated``). On a page without an ``h1`` in its article, other elements that are marked are main headings.
    """
    found = [element for element in page.tree.iter(*HEADINGS[:3]) if not in_comments(element)][:_MOST_HEADINGS]
    marked = page.where("itemprop", "headline".__eq__) or ([] if found else page.with_class(*_HEADLINE_CLASSES))
    marked = [element for element in marked if tag_of(element) in _MARKED_TAGS]
    has_main = False
    for element in sorted([*marked[:_MOST_MARKED], *found], key=_level):
        text = clean_title(text_of(element, _LONGEST_HEADING))
        if not text or _is_site_heading(element, text, page, names):
            continue
        if not _is_in_breadcrumbs(element) or (stated and bare(text) == bare(stated)):
            heading = _heading(element, text, has_main=has_main)
            has_main = has_main or (heading.is_main and tag_of(element) == "h1")
            yield heading


def _level(element: Element) -> str:
    tag = tag_of(element)
    return tag if tag in HEADINGS else HEADINGS[0] + tag


def _is_site_heading(element: Element, text: str, page: WebPage, names: tuple[str, ...]) -> bool:
    if bare(text) in names or not _SITE_CLASSES.isdisjoint({*classes_of(element), element.get("id") or ""}):
        return True
    links = list(element.iter("a"))
    home = resolve(page.base, "/")
    return len(links) == 1 and home is not None and resolve(page.base, links[0].get("href")) in (home, home.rstrip("/"))


def _is_in_breadcrumbs(element: Element) -> bool:
    above = islice(element.iterancestors(), _LEVELS)
    return any(has_token(up, _BREADCRUMBS) or "BreadcrumbList" in (up.get("itemtype") or "") for up in above)


def _heading(element: Element, text: str, *, has_main: bool) -> Heading:
    headline = next((inner for inner in element.iter() if _is_marked_as_headline(inner)), None)
    is_main = tag_of(element) == "h1" or not _HEADLINE_CLASSES.isdisjoint(classes_of(element))
    is_main = is_main or (headline is not None and not has_main)
    kicker, behind = _kicker(element, text)
    alone = text_of(headline, _LONGEST_HEADING) if headline is not None and headline is not element else ""
    texts = dict.fromkeys([alone, text] if len(alone.split()) > 1 else _texts(element, text))
    return Heading(tuple(texts), is_main and belongs_to_article(element), kicker, behind, _is_headline(element))


def _is_headline(element: Element) -> bool:
    return bool(element.get("itemprop") == "headline")


def _is_marked_as_headline(element: Element) -> bool:
    return _is_headline(element) or any(map(_LIKE_HEADLINE.fullmatch, classes_of(element)))


def _texts(element: Element, text: str) -> Iterator[str]:
    """The texts that a heading may mean, the likeliest first: kickers, labels and dates are elements in headings."""
    marked = [child for child in element.iter() if child is not element and _is_beside_headline(child, element)]
    parts = [text_of(child, _LONGEST_HEADING) for child in (marked or _children_with_text(element))[:3]]
    alone = text
    for part in parts:
        alone = alone.replace(part, " ", 1)
    alone = " ".join(alone.split()).strip(" :|•")
    yield from filter(None, [alone, text] if marked else [text, alone])


def _is_beside_headline(child: Element, heading: Element) -> bool:
    if not bare(text_of(child, 10)):  # "¶", a link to the heading itself, but not the sign behind a kicker
        return tag_of(child) == "a" and (child.get("href") or "").startswith("#")
    if any(map(_KICKER.fullmatch, classes_of(child))):
        return not _is_last(child, heading)
    return tag_of(child) in ("small", "time") or any(map(_BESIDE_HEADLINE.fullmatch, classes_of(child)))


def _is_last(child: Element, heading: Element) -> bool:
    """Whether nothing comes behind an element in its heading, so that it is no kicker, whatever it is called."""
    while child is not heading:
        behind = [child.tail or "", *(f"{text_of(other, 10)}{other.tail or ''}" for other in child.itersiblings())]
        if bare("".join(behind)):
            return False
        child = child.getparent()
    return True


def _kicker(element: Element, text: str) -> tuple[str, str]:
    """The first part of a heading, if it is an element, and the rest; two empty strings if it has no such parts."""
    children = _children_with_text(element)
    first = text_of(children[0], _LONGEST_HEADING) if children else ""
    if not first or not text.startswith(first):
        return "", ""
    behind = text[len(first) :].lstrip(_SIGNS)
    return (first.rstrip(_SIGNS), behind) if bare(behind) else ("", "")


def _children_with_text(element: Element) -> list[Element]:
    """The elements in a heading that has text of its own as well."""
    while len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip():
        element = element[0]
    return [child for child in element if text_of(child, 10)]

"""What does not belong to an article's body goes: navigation, share buttons, related links, boxes, comments.

Two passes. :func:`drop_furniture` removes from the whole page what its class or tag gives away, before
the text is located. :func:`prune` then goes through the body that was found and keeps what was located
and what stands among it: short paragraphs and items, captions, figures, tables, code, footnotes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.article.addresses import picture_address, same_picture
from reader.article.authorbox import about_sections, is_box
from reader.article.drop_repeats import same_words, says_lead
from reader.article.find_text import Coverage
from reader.article.html_parser import Element, tag_of
from reader.article.page import WebPage, drop, has_token, is_comments, text_of

_FURNITURE = re.compile(
    r"(?:.*[-_])?(?:share(?:daddy)?|sharing|social(?:s|-links|-icons)?|related(?:-?posts|-?articles|-?content)?|newsletter|"
    r"cookie|consent|breadcrumbs?|advert(?:isement|ising)?|ad-slot|ads?|banner|promo|read-also|read-more|lesen-sie-auch|"
    r"sponsor(?:ed)?|outbrain|taboola|subscribe|subscription|signup|sign-up|recommend(?:ed|ations)?|teasers?|tags-links|"
    r"post-tags|tag-list|tagcloud|sidebar|widget|pagination|post-navigation|print|toolbar|screen-reader-text|skip-link|"
    r"visually-hidden|sr-only|popup|modal|paywall-prompt|byline|entry-meta|post-meta|posted-on|kicker)"
    r"(?:[-_](?:bar|box|buttons?|wrap(?:per)?|container|list|links?|area|block|inner|notice|overlay|banner|module|section))?",
    re.IGNORECASE,
)
_GONE = ("nav", "form", "button", "input", "label", "dialog", "object")
_ATOMS = frozenset(
    {"figure", "img", "picture", "table", "pre", "hr", "dl", "audio", "video", "iframe", "ul", "ol", "blockquote"}
)
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_LEADING = frozenset({"ul", "ol", "table", "dl", "blockquote"})  # which may hold nothing but links elsewhere
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_FOOTNOTES = re.compile(r".*(?:footnotes?|endnotes?|fussnoten?|references|quellen)(?:[-_].*)?", re.IGNORECASE)
_LOOK = 12  # elements from the start that may repeat headline, lead or picture


def drop_furniture(page: WebPage) -> None:
    """Takes comments, author boxes, forms and the like out of the page; call it after reading those."""
    doomed = [element for element in about_sections(page) if not _holds_article(element)]
    for element in page.tree.iter():
        tag = tag_of(element)
        by_class = is_box(element) or (tag not in _INLINE and (is_comments(element) or has_token(element, _FURNITURE)))
        if tag not in ("html", "body", "main") and (tag in _GONE or by_class) and not _holds_article(element):
            doomed.append(element)
    for element in doomed:
        drop(element)


def _holds_article(element: Element) -> bool:
    """Whether an element is far too much to be furniture, whatever its class says."""
    if next(element.iter("h1", "main"), None) is not None:
        return True
    return bool(element.xpath(".//*[@itemprop='articleBody']")) or element.get("itemprop") == "articleBody"


def prune(body: Element, coverage: Coverage) -> list[Element]:
    """Leaves in the body what was located, and what stands among that and looks like text; returns what went.

    Keep what went until the coverage is gone: lxml looks through a whole detached tree for each of its
    elements that Python lets go of, unless the tree's top is still held (``attemptDeallocation``).
    """
    gone: list[Element] = []
    located = [
        coverage.order[found] for found in body.iter() if found in coverage.order and _is_located(found, coverage)
    ]
    if located:
        _prune(body, coverage, _Bounds(min(located), max(located), gone))
    _drop_idle_headings(body)
    return gone


def _is_located(element: Element, coverage: Coverage) -> bool:
    return not _is_container(element) and coverage.ratio(element) >= 0.4


def _is_container(element: Element) -> bool:
    tag = tag_of(element)
    return tag not in _ATOMS and tag not in _INLINE and any(tag_of(child) not in _INLINE for child in element)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The places of the first and last located element, and what has been dropped."""

    first: int
    last: int
    gone: list[Element]


def _prune(node: Element, coverage: Coverage, bounds: _Bounds, *, beside: bool = False) -> None:
    """``beside``: whether the node itself stands next to located text, which its picture or film then does too."""
    beside = any(_is_located(child, coverage) for child in node if tag_of(child) not in _INLINE) or (
        beside and len(node) <= 2
    )
    for child in list(node):
        if tag_of(child) in _INLINE:
            continue
        if _is_container(child):
            _prune(child, coverage, bounds, beside=beside)
            goes = not len(child) and not (child.text or "").strip()
        else:
            goes = not _keeps(child, coverage, bounds, beside=beside)
        if goes:
            bounds.gone.append(child)
            drop(child)


def _keeps(element: Element, coverage: Coverage, bounds: _Bounds, *, beside: bool) -> bool:
    if coverage.ratio(element) >= 0.4 or any(has_token(up, _FOOTNOTES) for up in (element, *element.iterancestors())):
        return True
    place, tag = coverage.order.get(element, -1), tag_of(element)
    density = coverage.link_density(element)
    if tag in _ATOMS:
        among = bounds.first <= place <= bounds.last or (beside and place > bounds.first)
        return among and (density < 0.6 or tag not in _LEADING)
    if bounds.first < place < bounds.last:
        return density < 0.5 and tag != "aside"
    return place > bounds.last and beside and tag == "p" and density < 0.2 and _closes(element)


def _closes(element: Element) -> bool:
    """A last paragraph: a long one, or a short one such as a signature right after what is kept."""
    length = len(text_of(element, 200))
    return length >= 80 or (0 < length <= 40 and element.getnext() is None)


def _drop_idle_headings(body: Element) -> None:
    """A heading whose text went ("Related", "More on this") goes after it: nothing but the end follows it."""
    for heading in reversed(list(body.iter(*_HEADINGS))):
        following = heading.getnext()
        place = heading
        while following is None and place is not body:
            place = place.getparent()
            following = place.getnext() if place is not body else None
        if following is None and not (heading.tail or "").strip():
            drop(heading)


def drop_repeats(body: Element, title: str, lead: str, image: str | None, base: str) -> None:
    """Takes out of the body's start what the page's fields already say: headline, lead, main picture."""
    places = [found for found in body.iter() if tag_of(found) in (*_HEADINGS, "p", "div", "figure", "img")]
    done: set[str] = set()
    for element in places[:_LOOK]:
        kind = _repeated(element, title, lead, image, base)
        if kind and kind not in done and element is not body:
            done.add(kind)
            drop(element)


def _repeated(element: Element, title: str, lead: str, image: str | None, base: str) -> str | None:
    tag = tag_of(element)
    if tag in ("figure", "img"):
        pictures = list(element.iter("img"))
        same = len(pictures) == 1 and same_picture(picture_address(pictures[0], base), image)
        return "image" if same else None
    if _is_container(element):
        return None
    words = text_of(element)
    if title and same_words(words, title):
        return "title"
    return "lead" if lead and tag not in _HEADINGS and says_lead(words, lead) else None

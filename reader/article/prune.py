"""Removes everything from a page that is not part of the article: navigation, share buttons, author boxes, comments.

:func:`drop_furniture` removes elements from the whole page by their class or tag, but never the located text.
:func:`prune` then goes through the body and keeps the located text and the elements among it: short paragraphs, list
items, captions, figures, tables, code, footnotes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice

from reader.article.addresses import same_picture
from reader.article.author_boxes import about_sections, is_box
from reader.article.drop_repeats import is_lead, is_same_text
from reader.article.entry_facts import is_day
from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, is_innermost, tag_of
from reader.article.labels import is_label
from reader.article.marked_elements import MarkedElements
from reader.article.page_tree import drop
from reader.article.picture_sources import picture_address
from reader.article.segments import ends_like_sentence
from reader.article.text_coverage import Coverage
from reader.article.tokens import TokenTest, comments_test, has_token
from reader.article.web_page import WebPage, text_of
from reader.lazy_dataclass import dataclass
from reader.text import count_words

_FURNITURE = re.compile(
    r"(?:.*[-_])?(?:share(?:daddy)?|sharing|social(?:s|-links|-icons)?|related(?:-?posts|-?articles|-?content)?|newsletter|"
    r"cookie|consent|breadcrumbs?|advert(?:isement|ising)?|ad-slot|ads?|banner|promo|read-also|read-more|lesen-sie-auch|"
    r"sponsor(?:ed)?|outbrain|taboola|subscribe|subscription|signup|sign-up|recommend(?:ed|ations)?|teasers?|tags-links|"
    r"post-tags|tags?(?:-?(?:wrapper|container|title|items?|area|row))?|tag-list|tagcloud|sidebar|widget|pagination|"
    r"post-navigation|print|toolbar|screen-reader-text|skip-link|visually-hidden|element-invisible|show-for-sr|"
    r"assistive-text|vjs-no-js|sr-only|popup|modal|paywall-prompt|byline|entry-meta|post-meta|posted-on|kicker)"
    r"(?:[-_](?:bar|box|buttons?|wrap(?:per)?|container|list|links?|area|block|inner|notice|overlay|banner|module|section))?|"
    r".*(?:disclos|affiliate|fact-?box|info-?box|ai-?(?:article)?-?summary).*",
    re.IGNORECASE,
)
_FURNITURE_TAGS = ("nav", "form", "button", "input", "label", "dialog", "object")
_ATOMS = frozenset(
    {
        "figure",
        "img",
        "picture",
        "table",
        "pre",
        "hr",
        "dl",
        "audio",
        "video",
        "iframe",
        "ul",
        "ol",
        "blockquote",
        "details",
    }
)
_PICTURES = frozenset({"img", "picture", "source"})
_POSSIBLE_NAVIGATION = frozenset({"ul", "ol", "table", "dl", "blockquote"})  # dropped if they are mostly links
_NOT_IN_TEASERS = ("audio", "blockquote", "iframe", "pre", "table", "video")  # but may be linked as a whole
_EDGE_ATOMS = frozenset({"figure", "pre"})  # kept beside the text even before its first paragraph
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)\b", re.IGNORECASE)
_ITEMS_READ = 12
_WORDS_OF_ITEM = 4  # from which an item or caption says something
_PARTS = ("article", "div", "dl", "section")
_ALMOST_ALL = 0.9
_WORDS_OF_TEXT = 8  # from which a sentence marked up as a heading is text
_FOOTNOTES = re.compile(r".*(?:footnotes?|endnotes?|fussnoten?|references|quellen)(?:[-_].*)?", re.IGNORECASE)
_COMPARED = 12  # elements at the start that may repeat headline, lead or picture


def drop_furniture(page: WebPage, located: Coverage, marked: MarkedElements) -> None:
    """Removes comments, author boxes, forms and similar elements from the page, once they have been read.

    Their words are taken from the coverage.

    Elements that consist of located text stay, and so do those with a large part of all located text.
    """
    boxes = set(filter(is_box, marked.hinted))
    doomed = [element for element in about_sections(page, marked) if not located.holds_large_part(element)]
    is_furniture, has_comments = TokenTest(_FURNITURE.fullmatch), comments_test()
    for element in page.body.iterdescendants():
        tag = tag_of(element)
        if tag not in _FURNITURE_TAGS and not element.get("class") and not element.get("id"):
            continue
        if tag == "main" or located.holds_large_part(element):
            continue
        if element in boxes:
            doomed.append(element)
        elif tag in _FURNITURE_TAGS or (tag not in INLINE_TAGS and (has_comments(element) or is_furniture(element))):
            doomed.extend([element] if located.ratio(element) < 0.5 else [])
    for element in doomed:
        located.leave_out(element)
        drop(element)


def prune(body: Element, coverage: Coverage, title: str = "", lead: str = "") -> None:
    """Removes everything from the body but the located text and the text-like elements among it.

    Elements between the title or lead and the rest of the text, such as a date or a player, do not count as among it.
    """
    found = [element for element in body.iter() if element in coverage.order and _is_located(element, coverage)]
    if coverage.total:
        after_lead = next((element for element in found if not _repeats(element, title, lead)), body)
        last = found[-1] if found else body
        _prune(body, coverage, _Bounds(coverage.order[after_lead], coverage.order[last]))
    _drop_empty_headings(body)


def _is_located(element: Element, coverage: Coverage) -> bool:
    return not _is_container(element, coverage) and coverage.ratio(element) >= 0.4


def _is_container(element: Element, coverage: Coverage | None = None) -> bool:
    """Whether an element is looked into. So is a list or a table with text beside other things, as in a forum."""
    tag = tag_of(element)
    if tag in INLINE_TAGS:
        return False
    if tag in _ATOMS:
        if coverage is None or not coverage.holds_large_part(element):
            return False
        ratio = coverage.ratio(element)
        return ratio < 0.4 or (ratio < _ALMOST_ALL and next(element.iter(*_PARTS), None) is not None)
    return not is_innermost(element)


def _holds_blocks(element: Element) -> bool:
    """Whether an inline element, such as the link of a teaser, has block elements in it."""
    return any(
        tag_of(inner) not in INLINE_TAGS and tag_of(inner) not in _PICTURES for inner in element.iterdescendants()
    )


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The positions of the first and last located element.

    ``is_thread``: the text is a list of posts, beside each of which there may be a card of the member who wrote it.
    """

    first: int
    last: int
    is_thread: bool = False


def _prune(node: Element, coverage: Coverage, bounds: _Bounds, *, beside: bool = False) -> None:
    """``beside``: whether the node is next to located text. Then so is a picture, a video or a table alone in it."""
    _drop_loose_text(node, coverage)
    beside = any(_is_located(child, coverage) for child in node if tag_of(child) not in INLINE_TAGS) or (
        beside and (len(node) <= 2 or _only_with_words(node, coverage))
    )
    for child in list(node):
        if tag_of(child) in INLINE_TAGS and not _holds_blocks(child):
            continue
        if _is_container(child, coverage) or tag_of(child) in INLINE_TAGS:
            if _is_teaser(child, coverage):
                drop(child)
                continue
            is_thread = bounds.is_thread or tag_of(child) in _ATOMS
            _prune(child, coverage, replace(bounds, is_thread=is_thread), beside=beside)
            has_text = bool((child.text or "").strip()) and _keeps(child, coverage, bounds, beside=beside)
            is_dropped = not len(child) and not has_text
        else:
            is_dropped = not _keeps(child, coverage, bounds, beside=beside)
            if tag_of(child) == "figure" and not is_dropped:
                _drop_lists(child, coverage)
        if is_dropped:
            drop(child)


def _only_with_words(node: Element, coverage: Coverage) -> bool:
    """Whether only one element in a node has words, beside line breaks and empty elements, and it is a table."""
    found = [child for child in node if coverage.words.get(child, 0)]
    return len(found) == 1 and next(found[0].iter("table"), None) is not None


def _drop_lists(figure: Element, coverage: Coverage) -> None:
    """Drops headings and lists from a figure, which are of other pictures or films, unless it has text of its own."""
    if coverage.located.get(figure, 0) or next(figure.iter(*_NOT_IN_TEASERS[:2], "pre", "table"), None) is not None:
        return
    for part in list(figure.iter(*HEADINGS, "ul", "ol")):
        if next(part.iter("img"), None) is None:
            drop(part)


def _drop_loose_text(node: Element, coverage: Coverage) -> None:
    """Drops the text and the inline elements between the blocks of a container if none of it was located."""
    blocks = {child for child in node if tag_of(child) not in INLINE_TAGS or _holds_blocks(child)}
    loose = coverage.words.get(node, 0) - sum(coverage.words.get(child, 0) for child in blocks)
    found = coverage.located.get(node, 0) - sum(coverage.located.get(child, 0) for child in blocks)
    if not loose or found or not blocks or _is_footnote(node):
        return
    node.text = None
    for child in list(node):
        child.tail = None
        if tag_of(child) in INLINE_TAGS and child not in blocks and next(child.iter("img"), None) is None:
            node.remove(child)


def _is_teaser(element: Element, coverage: Coverage) -> bool:
    """Whether a container without located text presents something else: it has a headline, or consists of links."""
    if coverage.located.get(element, 0) or not coverage.words.get(element, 0) or _is_footnote(element):
        return False
    if next(element.iter(*HEADINGS), None) is not None:
        return True
    return coverage.link_density(element) >= 0.5 and next(element.iter(*_NOT_IN_TEASERS), None) is None


def _is_footnote(element: Element) -> bool:
    return any(has_token(up, _FOOTNOTES) for up in (element, *element.iterancestors()))


def _keeps(element: Element, coverage: Coverage, bounds: _Bounds, *, beside: bool) -> bool:
    if coverage.ratio(element) >= 0.4 or _is_footnote(element):
        return True
    position, tag = coverage.order.get(element, -1), tag_of(element)
    if tag in _POSSIBLE_NAVIGATION:
        if bounds.is_thread or 2 * coverage.rejected.get(element, 0) > coverage.words.get(element, 0):
            return False
        return beside and _is_part_of_text(element, coverage, bounds)
    if tag in _ATOMS:
        if tag == "figure" and _is_linked_headline(element, coverage):
            return False
        return bounds.first <= position <= bounds.last or (beside and (position > bounds.first or tag in _EDGE_ATOMS))
    if tag != "p" or not beside:
        return False
    if coverage.rejected.get(element, 0):
        return False
    if _is_announced(element, coverage):
        return True
    if position <= bounds.last:
        return False
    return coverage.link_density(element) < 0.2 and _is_closing_paragraph(element)


def _is_part_of_text(element: Element, coverage: Coverage, bounds: _Bounds) -> bool:
    """Whether a list, a table or a quotation beside located text is part of it, not navigation or a list of labels."""
    if coverage.link_density(element) >= 0.6:
        return _is_announced(element, coverage)
    lines = [text_of(item, 200) for item in islice(element.iter("li", "tr", "dd"), _ITEMS_READ)]
    if tag_of(element) != "table" and sum(map(is_label, lines)) * 3 >= len(lines) > 0:
        return False
    if len(lines) == 1 and is_day(lines[0]):
        return False
    if bounds.first <= coverage.order.get(element, -1) <= bounds.last or not lines:
        return True
    says_something = any(count_words(line) >= _WORDS_OF_ITEM or ends_like_sentence(line) for line in lines)
    return says_something or _is_announced(element, coverage)


def _is_announced(element: Element, coverage: Coverage) -> bool:
    """Whether located text with a colon at its end stands before an element."""
    before = element.getprevious()
    introduction = text_of(before) if before is not None else ""
    return introduction.endswith(":") and not is_label(introduction) and coverage.ratio(before) >= 0.4


def _is_linked_headline(figure: Element, coverage: Coverage) -> bool:
    """Whether a picture's caption is a link to another page, as in a teaser, and not to a larger picture."""
    if coverage.words.get(figure, 0) < _WORDS_OF_ITEM or coverage.link_density(figure) < 0.9:
        return False
    return not any(_PICTURE_FILE.search(link.get("href") or "") for link in figure.iter("a"))


def _is_closing_paragraph(element: Element) -> bool:
    """Whether this may be the last paragraph, although not located: a long one, or a short one (a signature)."""
    length = len(text_of(element, 200))
    return length >= 80 or (0 < length <= 40 and element.getnext() is None)


def _drop_empty_headings(body: Element) -> None:
    """Drops headings at the end, such as "Related", whose content has been removed, and rules below the text."""
    for heading in reversed(list(body.iter(*HEADINGS, "hr"))):
        following = heading.getnext()
        place = heading
        while following is None and place is not body:
            place = place.getparent()
            following = place.getnext() if place is not body else None
        if following is None and not (heading.tail or "").strip() and not _is_sentence(heading):
            drop(heading)


def _is_sentence(heading: Element) -> bool:
    text = text_of(heading)
    return count_words(text) >= _WORDS_OF_TEXT and ends_like_sentence(text)


def drop_repeated_elements(body: Element, title: str, lead: str, image: str | None, base: str) -> None:
    """Drops headline, lead and main picture from the start of the body, because the page has them as fields."""
    places = [found for found in body.iter() if tag_of(found) in (*HEADINGS, "p", "div", "figure", "img")]
    done: set[str] = set()
    for element in places[:_COMPARED]:
        kind = _repeated(element, title, lead, image, base)
        if kind and kind not in done and element is not body:
            done.add(kind)
            drop(element)
        elif tag_of(element) == "p" and count_words(text_of(element)) >= _WORDS_OF_TEXT:
            done.add("image")  # a picture among the text has its place there


def _repeated(element: Element, title: str, lead: str, image: str | None, base: str) -> str | None:
    tag = tag_of(element)
    if tag in ("figure", "img"):
        pictures = list(element.iter("img"))
        same = len(pictures) == 1 and same_picture(picture_address(pictures[0], base), image)
        return "image" if same else None
    if _is_container(element):
        return None
    return _repeats(element, title, lead)


def _repeats(element: Element, title: str, lead: str) -> str | None:
    text = text_of(element)
    if title and is_same_text(text, title):
        return "title"
    return "lead" if lead and tag_of(element) not in HEADINGS and is_lead(text, lead) else None

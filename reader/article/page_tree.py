"""Builds the tree of a page, or of a document in a frame of it, no deeper than it may be, and removes elements.

lxml.html builds it; what libxml2 reads otherwise than the HTML standard is put right.
"""

from __future__ import annotations

import re
from itertools import islice

from lxml import html  # type: ignore[import-untyped]

from reader.article.html_parser import NOT_KEPT, Element, tag_of
from reader.article.limit_depth import DEPTH_LIMIT, limit_attributes, limit_depth

# lxml.html looks up the class of each element in Python, every time that the element is reached again.
_ONE_CLASS = html.etree.ElementDefaultClassLookup(element=html.HtmlElement)
_DEEP = 5 * DEPTH_LIMIT  # elements; a parser may add four around each
_LONG_TEXT = 20_000  # characters before a removed element, to which the text after it is not joined
_IN_HEAD = ("base", "link", "meta", "noscript", "script", "style", "template", "title")
# In HTML a slash closes no start tag (section 13.2.5.32), but libxml2 would read what such an element holds as text.
_RAW_CLOSED = re.compile(r"<(script|style|textarea|title|iframe|noembed|noframes|xmp)(\s[^<>]*?)?/>", re.IGNORECASE)
# A heading may have paragraphs in it that are not allowed there; libxml2 would end the heading before them.
_HEADING = re.compile(r"<h([1-6])\b[^<>]*>(?:(?!</?h[1-6]\b).){1,2000}?</h\1\b", re.IGNORECASE | re.DOTALL)
_PARAGRAPH_TAG = re.compile(r"<(/?)p(?=[\s>])", re.IGNORECASE)
_RAW_TAG = {
    name: re.compile(rf"<(/?){name}[\s/>]", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp")
}


def tree_of(markup: str) -> tuple[Element, str] | None:
    """The tree of a page, and the markup that it was built from; None if it has no content."""
    markup = _HEADING.sub(_without_paragraphs, _RAW_CLOSED.sub(_opened, markup))
    markup = limit_depth(limit_attributes(markup))
    tree = _parsed(markup)
    if tree is not None and _is_deep(tree):
        markup = limit_depth(markup, strictly=True)
        tree = _parsed(markup)
    if tree is None:
        return None
    _close_head(tree)
    return tree, markup


def fragment_of(markup: str) -> Element:
    """A ``div`` with the elements of a document in a frame."""
    markup = limit_depth(limit_attributes(markup))
    fragment = _parsed_fragment(markup)
    return _parsed_fragment(limit_depth(markup, strictly=True)) if _is_deep(fragment) else fragment


def _parsed(markup: str) -> Element | None:
    if not markup.strip():
        return None
    try:
        return html.document_fromstring(markup.encode("utf-8", "replace"), parser=_parser(), ensure_head_body=True)
    except html.etree.ParserError:  # nothing but comments
        return None


def _is_deep(tree: Element) -> bool:
    """Whether elements are nested deeper than :func:`limit_depth` allows; surely if some are 100 levels deeper."""
    some = islice(tree.iter(), 0, None, 100)  # below an element that is too deep, all are
    return any(next(islice(element.iterancestors(), _DEEP, None), None) is not None for element in some)


def _parser() -> html.HTMLParser:
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    parser.set_element_class_lookup(_ONE_CLASS)
    return parser


def _opened(match: re.Match[str]) -> str:
    """The start tag without its slash; as it is if nothing ends the element, which would take the rest of the page."""
    after = _RAW_TAG[match[1].lower()].search(match.string, match.end())
    return f"<{match[1]}{match[2] or ''}>" if after and after[1] else match[0]


def _without_paragraphs(heading: re.Match[str]) -> str:
    return _PARAGRAPH_TAG.sub(r"<\1div", heading[0])


def _close_head(tree: Element) -> None:
    """Moves everything from the first element that ends the head to the body (HTML, section 13.2.6.4.4).

    Without a ``body`` tag, libxml2 leaves elements that it does not know, such as ``article``, in the head.
    """
    head, body = tree.find("head"), tree.find("body")
    if head is None or body is None:
        return
    children = list(head)
    first = next((index for index, child in enumerate(children) if tag_of(child) not in _IN_HEAD), len(children))
    for child in reversed(children[first:]):
        body.insert(0, child)


def _parsed_fragment(markup: str) -> Element:
    return html.fragment_fromstring(markup.encode("utf-8", "replace"), create_parent="div", parser=_parser())


def has_children(element: Element) -> bool:
    """As ``len(element) > 0``, which would count them all."""
    return next(element.iterchildren(), None) is not None


def drop(element: Element) -> None:
    """Removes an element and keeps the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    if append_before(element, element.tail):
        parent.remove(element)
    else:
        element.clear(keep_tail=True)
        element.tag = "span"


def append_before(element: Element, text: str | None) -> bool:
    """Adds text before an element, unless the text there is so long that adding to it often would take too long."""
    if not text:
        return True
    previous = element.getprevious()
    before = (element.getparent().text if previous is None else previous.tail) or ""
    if len(before) > _LONG_TEXT:
        return False
    place, name = (element.getparent(), "text") if previous is None else (previous, "tail")
    try:
        setattr(place, name, before + text)
    except ValueError:  # lxml reads control characters (&#31;) but refuses to write them
        setattr(place, name, NOT_KEPT.sub(" ", before + text))
    return True

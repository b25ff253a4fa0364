"""Parses a web page, and answers the questions that the extraction of text, authors and metadata have in common.

Scripts, styles and other invisible elements are removed at once, so that an element's text is the text that a
person would see.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from reader.article.html_parser import INLINE_TAGS, Element, classes_of, tag_of
from reader.article.json_ld import Graph, read_graph
from reader.article.page_repairs import without_warnings
from reader.article.page_tree import drop, has_children, tree_of
from reader.article.reveal_words import reveal_words
from reader.article.tokens import in_comments, is_of_media
from reader.lazy_dataclass import dataclass
from reader.text import clean_line, clean_text
from reader.web.addresses import resolve, web_url

_GAPLESS = INLINE_TAGS - {"br"}
_ELEMENTS_READ = 4_000  # for a line of text
LARGEST_PAGE = 3_000_000  # characters of a page; the rest is ignored
_MOST_ELEMENTS = 40_000  # of a page; large ones have 8,000
_START_TAG = re.compile("<[^/]")
_LONGEST_CLASS = 4_000  # characters; the tokens of a class are tested in many places
_UNSEEN = ("script", "style", "noscript", "template", "svg", "select")


@dataclass(frozen=True, slots=True)
class WebPage:
    """A parsed page: its tree, its address, its meta elements, its JSON-LD, and the markup that it came as.

    It refers to all its elements for its lifetime. Otherwise lxml makes a new Python object each time that an element
    is reached, and when one of a removed tree is released and nobody refers to those around it, it searches that tree
    for others (``attemptDeallocation``). So whatever refers to elements has to be released before the page, which
    releases them from the last to the first.
    """

    tree: Element
    url: str
    base: str
    metas: dict[str, tuple[str, ...]]  # name, property or itemprop in lower case → contents, in order
    graph: Graph
    markup: str
    body: Element
    elements: tuple[Element, ...]  # as parsed, in document order, with those that have been removed since
    by_attribute: dict[str, dict[str, list[int]]]  # class, id, itemprop → their values → places of the elements
    is_cut: bool  # without the end of a page that was too large

    def meta(self, *names: str) -> str | None:
        """The first content among meta elements with these names, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    def all_of(self, *names: str) -> list[str]:
        """All contents of meta elements with these names, in the order of the names."""
        return [value for name in names for value in self.metas.get(name, ())]

    def absolute(self, address: str | None) -> str | None:
        """An address of the page as an http(s) URL."""
        return resolve(self.base, address)

    def with_class(self, *names: str) -> list[Element]:
        """The elements that have one of these classes, in document order."""
        return self.where("class", lambda value: not set(names).isdisjoint(value.split()))

    def where(self, attribute: str, test: Callable[[str], object]) -> list[Element]:
        """The elements whose class, id or itemprop passes a test, in document order. Each value is tested once."""
        found = [place for value, places in self.by_attribute[attribute].items() if test(value) for place in places]
        elements = (self.elements[place] for place in sorted(found))
        return [element for element in elements if self.tree in (element, *element.iterancestors())]


def parse_page(text: str, url: str) -> WebPage | None:
    """The page, or None if it has no content."""
    beginning = _beginning(text)
    is_cut = len(beginning) < len(text)
    built = tree_of(without_warnings(beginning.replace("\0", "")))
    if built is None:
        return None
    tree, markup = built
    graph = read_graph(
        (script.text or "" for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()), url
    )
    metas = _metas(tree)
    reveal_words(tree)
    for element in list(tree.iter(*_UNSEEN)):
        drop(element)
    base_element = next(tree.iter("base"), None)
    address = web_url(url) or ""
    base = (resolve(address, base_element.get("href")) if base_element is not None else None) or address
    body, elements = next(tree.iter("body"), tree), tuple(tree.iter())
    return WebPage(tree, address, base, metas, graph, markup, body, elements, _places_by_attribute(elements), is_cut)


def _beginning(markup: str) -> str:
    """The part of a page that is read."""
    markup = markup[:LARGEST_PAGE]
    if markup.count("<") <= _MOST_ELEMENTS:
        return markup
    first_left_out = next(islice(_START_TAG.finditer(markup), _MOST_ELEMENTS, None), None)
    return markup[: first_left_out.start()] if first_left_out else markup


def _places_by_attribute(elements: Iterable[Element]) -> dict[str, dict[str, list[int]]]:
    classes: dict[str, list[int]] = {}
    ids: dict[str, list[int]] = {}
    itemprops: dict[str, list[int]] = {}
    for place, element in enumerate(elements):
        attribute = element.get
        if value := attribute("class"):
            if len(value) > _LONGEST_CLASS:
                value = value[:_LONGEST_CLASS]
                element.set("class", value)
            classes.setdefault(value, []).append(place)
        if value := attribute("id"):
            ids.setdefault(value, []).append(place)
        if value := attribute("itemprop"):
            itemprops.setdefault(value, []).append(place)
    return {"class": classes, "id": ids, "itemprop": itemprops}


def _metas(tree: Element) -> dict[str, tuple[str, ...]]:
    metas: dict[str, tuple[str, ...]] = {}
    for element in tree.iter("meta"):
        content = clean_line(element.get("content"))
        itemprop = element.get("itemprop")  # of a work that the article cites, perhaps, if it is the author
        is_of_other = itemprop == "author" or (itemprop and is_of_media(element))
        for name in {element.get("name"), element.get("property"), None if is_of_other else itemprop}:
            if name and content and not in_comments(element):
                key = name.strip().lower()
                metas[key] = (*metas.get(key, ()), content)[:64]
    return metas


def text_of(element: Element | None, limit: int = 2_000) -> str:
    """An element's text as one clean line of at most ``limit`` characters, from its first few thousand elements."""
    if element is None:
        return ""
    text = "".join(_pieces(element, 2 * limit + 100, _ELEMENTS_READ)) if has_children(element) else element.text
    return clean_line((text or "").lstrip(), limit)  # which cuts long texts before it strips them


def holds_blocks_of_text(element: Element) -> bool:
    """Whether an element has other blocks with text directly in it, so that it is no line or paragraph itself."""
    return any(tag_of(child) not in INLINE_TAGS and text_of(child, 1) for child in element)


def long_text_of(element: Element) -> str:
    """An element's text with white space folded, however long."""
    return " ".join(clean_text("".join(_pieces(element))).split())


def _pieces(element: Element, characters: float = math.inf, elements: float = math.inf) -> list[str]:
    """The text, with a space at both ends of a block. Ends after about so many visible characters or elements."""
    found = [element.text or ""]
    characters -= len(found[0].strip())
    above: list[tuple[Iterator[Element], str, Element]] = []
    children = iter(element)
    while characters > 0 and elements > 0:
        child = next(children, None)
        if child is not None:
            gap, text = "" if tag_of(child) in _GAPLESS else " ", child.text or ""
            if has_children(child):
                found += (gap, text)
                above.append((children, gap, child))
                children = iter(child)
            else:
                tail = child.tail or ""
                found += (gap, text, gap, tail)
                characters -= len(tail.strip())
            characters -= len(text.strip())
            elements -= 1
        elif above:
            children, gap, child = above.pop()
            tail = child.tail or ""
            found += (gap, tail)
            characters -= len(tail.strip())
        else:
            break
    return found


def with_class(root: Element, *names: str) -> list[Element]:
    """The element itself and the elements below it that have one of these classes, in order."""
    wanted = set(names)
    return [element for element in root.iter() if not wanted.isdisjoint(classes_of(element))]

"""Which parts of a page the located text covers."""

from __future__ import annotations

from dataclasses import dataclass

from reader.article.find_text import LocatedText
from reader.article.html_parser import Element, tag_of
from reader.article.segments import count_segment_words

_COVERED = 1.0  # share of the located words


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each element: its position in document order, and how many words it has in all, located, and in links."""

    order: dict[Element, int]
    words: dict[Element, int]
    located: dict[Element, int]
    linked: dict[Element, int]

    def ratio(self, element: Element) -> float:
        """The share of an element's words that are located; 0 if it has no words."""
        words = self.words.get(element, 0)
        return self.located.get(element, 0) / words if words else 0.0

    def link_density(self, element: Element) -> float:
        """The share of an element's words that are in links; 0 if it has no words."""
        words = self.words.get(element, 0)
        return self.linked.get(element, 0) / words if words else 0.0


def cover(root: Element, located: LocatedText) -> Coverage:
    """How the located words are distributed over the elements of a tree; in linear time."""
    order = {element: index for index, element in enumerate(root.iter())}
    words = dict.fromkeys(order, 0)
    linked, found = dict.fromkeys(order, 0), dict.fromkeys(order, 0)
    for element in reversed(order):
        words[element] += count_segment_words(element.text or "")
        found[element] += located.owned.get(element, 0)
        if tag_of(element) == "a":
            linked[element] = words[element]
        parent = element.getparent()
        if element is not root and parent in words:
            words[parent] += words[element] + count_segment_words(element.tail or "")
            found[parent] += found[element]
            linked[parent] += linked[element]
    return Coverage(order, words, found, linked)


def smallest_cover(root: Element, coverage: Coverage) -> Element:
    """The smallest element that holds nine tenths of the located words."""
    enough = _COVERED * coverage.located[root]
    node = root
    while True:
        child = next((child for child in node if coverage.located.get(child, 0) >= enough), None)
        if child is None or tag_of(child) in ("p", "ul", "ol", "pre", "span"):
            return node
        node = child

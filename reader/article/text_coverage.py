"""Which parts of a page the located text covers."""

from __future__ import annotations

from reader.article.find_text import LocatedText
from reader.article.html_parser import Element, tag_of
from reader.article.segments import count_segment_words, is_link
from reader.lazy_dataclass import dataclass

_PIECES = ("p", "ul", "ol", "pre", "span")
_LARGE_PART = 0.4  # of the located text
_MOSTLY_TEXT = 0.4  # share of an element's words that are located


@dataclass(frozen=True, slots=True)
class Coverage:
    """For each element: its position in document order, and its words in all, located, in links, and rejected.

    ``total`` is the number of located words.
    """

    order: dict[Element, int]
    words: dict[Element, int]
    located: dict[Element, int]
    linked: dict[Element, int]
    rejected: dict[Element, int]
    total: int

    def ratio(self, element: Element) -> float:
        """The share of an element's words that are located; 0 if it has no words."""
        words = self.words.get(element, 0)
        return self.located.get(element, 0) / words if words else 0.0

    def leave_out(self, element: Element) -> None:
        """Takes the words of an element, which is going to be dropped, from the elements around it."""
        if element in self.order:
            for counts in (self.words, self.located, self.linked, self.rejected):
                if own := counts[element]:
                    for place in (element, *element.iterancestors()):
                        if place in counts:
                            counts[place] -= own

    def holds_large_part(self, element: Element) -> bool:
        """Whether an element has so much of the located text that it is never furniture."""
        return 0 < _LARGE_PART * self.total <= self.located.get(element, 0)

    def link_density(self, element: Element) -> float:
        """The share of an element's words that are in links; 0 if it has no words."""
        words = self.words.get(element, 0)
        return self.linked.get(element, 0) / words if words else 0.0


def cover(root: Element, located: LocatedText) -> Coverage:
    """How the located words are distributed over the elements of a tree; in linear time."""
    order = {element: index for index, element in enumerate(root.iter())}
    words = dict.fromkeys(order, 0)
    linked = words.copy()
    found = {**words, **{element: count for element, count in located.owned.items() if element in words}}
    rejected = {**words, **{element: count for element, count in located.rejected.items() if element in words}}
    for element in reversed(order):
        text, tail = element.text, element.tail
        if text and not text.isspace():
            words[element] += count_segment_words(text)
        if element.tag == "a" and is_link(element):
            linked[element] = words[element]
        parent = element.getparent()
        if parent not in words:
            continue
        if tail and not tail.isspace() and element is not root:
            words[parent] += count_segment_words(tail)
        for counts in (words, found, rejected, linked):
            if own := counts[element]:
                counts[parent] += own
    return Coverage(order, words, found, linked, rejected, found[root])


def smallest_cover(root: Element, coverage: Coverage) -> Element:
    """The smallest element that holds all located words."""
    total = coverage.located[root]
    node = root
    while True:
        child = next((child for child in node if coverage.located.get(child, 0) >= total), None)
        if child is None or (tag_of(child) in _PIECES and coverage.ratio(child) >= _MOSTLY_TEXT):
            return node
        node = child

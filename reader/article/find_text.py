"""Finds the element of a page that holds the article's text.

trafilatura is best at telling which words belong to an article (docs/notes/full-text.md), but its output has lost
captions, lists and emphasis. So its words are matched with the words of the page, three in a row at a time, and the
smallest element that holds nine tenths of them is the article's body, with its own markup.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from reader.article.html_parser import Element, tag_of

_COVERED = 0.9  # share of the located words
_WORD = re.compile(r"\w+")
_WORD_LIMIT = 300_000
_ELEMENT_LIMIT = 30_000  # with more, trafilatura takes ten seconds or longer


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


def locate_text(tree: Element) -> str:
    """The article's text as trafilatura finds it, empty if it finds none. The tree is not changed.

    If the page is far larger than an article, or trafilatura cannot read it, this is the text of all paragraphs.
    """
    if sum(1 for _ in islice(tree.iter(), _ELEMENT_LIMIT + 1)) > _ELEMENT_LIMIT:
        return _in_paragraphs(tree)
    import trafilatura  # 200 ms, once

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # it warns about every page without text
    try:
        found = trafilatura.bare_extraction(tree, fast=True, include_comments=False, with_metadata=False)
    except ValueError:  # lxml refuses to write control characters
        return _in_paragraphs(tree)
    text = getattr(found, "text", None)
    return text if isinstance(text, str) else ""


def _in_paragraphs(tree: Element) -> str:
    return "\n".join("".join(found.itertext()) for found in tree.iter("p"))


def match_words(root: Element, text: str) -> Coverage:
    """Matches the located text with the words of the tree, in linear time."""
    order = {element: index for index, element in enumerate(root.iter())}
    owned = list(_owned_words(root))[:_WORD_LIMIT]
    matches = _matches([word for _, word in owned], _triples(text))
    words, located, linked = dict.fromkeys(order, 0), dict.fromkeys(order, 0), dict.fromkeys(order, 0)
    for (owner, _), match in zip(owned, matches, strict=True):
        words[owner] += 1
        located[owner] += match
    for element in reversed(order):
        parent = element.getparent()
        if tag_of(element) == "a":
            linked[element] = words[element]
        if element is not root and parent in words:
            words[parent] += words[element]
            located[parent] += located[element]
            linked[parent] += linked[element]
    return Coverage(order, words, located, linked)


def smallest_cover(root: Element, coverage: Coverage) -> Element:
    """The smallest element that holds nine tenths of the located words."""
    enough = _COVERED * coverage.located[root]
    node = root
    while True:
        child = next((child for child in node if coverage.located.get(child, 0) >= enough), None)
        if child is None or tag_of(child) in ("p", "ul", "ol", "pre", "span"):
            return node
        node = child


def _owned_words(element: Element) -> Iterator[tuple[Element, str]]:
    yield from ((element, word) for word in _words(element.text))
    for child in element:
        yield from _owned_words(child)
        yield from ((element, word) for word in _words(child.tail))


def _words(text: str | None) -> list[str]:
    return _WORD.findall(text.lower()) if text else []


def _triples(text: str) -> set[tuple[str, ...]]:
    triples: set[tuple[str, ...]] = set()
    for line in text.split("\n"):
        words = _words(line)
        triples.update(zip(words, words[1:], words[2:], strict=False))
    return triples


def _matches(words: list[str], triples: set[tuple[str, ...]]) -> list[int]:
    """For each word 1 if it is part of one of the triples, else 0."""
    matches = [0] * len(words)
    for index in range(len(words) - 2):
        if (words[index], words[index + 1], words[index + 2]) in triples:
            matches[index] = matches[index + 1] = matches[index + 2] = 1
    return matches

"""Finds the few elements of a page whose class, id, name or attributes may have to do with its authors, in one pass.

The sources of authors, the author boxes and the bylines choose from these instead of walking through the whole page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.article.html_parser import Element, classes_of
from reader.article.web_page import WebPage
from reader.lazy_dataclass import dataclass

# Parts of the words that the readers of these elements look for; see box_classes.py and author_sources.py.
_HINT = re.compile(
    "auth|aut[eor]|by[-_]?line|contrib|writer|username|submitted|signat|verfasser|redakteur|columnist|forfat|skribent|card|"
    "m-a-box|abh_|sabox|ts-fab|site-[dt]"
)
_NAMED = re.compile("byline|author|.*-")


@dataclass(frozen=True, slots=True)
class MarkedElements:
    """Elements in document order."""

    hinted: Sequence[Element]  # by a part of a class, the id or the tag
    stated: Sequence[Element]  # by ``rel`` or ``itemprop``

    def with_class(self, *names: str) -> list[Element]:
        """The elements that have one of these classes, of those that the hints know."""
        wanted = set(names)
        return [element for element in self.hinted if not wanted.isdisjoint(classes_of(element))]


def find_marked(page: WebPage) -> MarkedElements:
    """The marked elements of a page."""
    known: dict[str | None, bool] = {None: False}  # attributes of one page repeat themselves a lot
    hinted: list[Element] = []
    stated: list[Element] = []
    for element in page.tree.iter():
        attribute = element.get
        for value in (attribute("class"), attribute("id")):
            if value not in known:
                known[value] = _HINT.search(value.lower()) is not None
            if known[value]:
                hinted.append(element)
                break
        else:
            if _NAMED.match(element.tag):
                hinted.append(element)
        if "author" in (attribute("rel") or "") or "author" in (attribute("itemprop") or ""):
            stated.append(element)
    return MarkedElements(hinted, stated)

"""Finds the ingredients and the steps of a recipe among the segments of a page.

They are short lines in tabs and columns, away from the text that introduces the dish, and often there once more for
narrow screens. Pages mark them for search engines (schema.org, Recipe), by class, or by a heading that says so.
"""

from __future__ import annotations

import re
from itertools import islice

from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.segments import Segment
from reader.text import fold

_PROPERTIES = frozenset({"recipeIngredient", "ingredients", "recipeInstructions"})
_LISTS = ("ul", "ol", "table")
_CLASS = re.compile(r"ingredient|zutaten", re.IGNORECASE)
_LEVELS = 3  # elements between a line and the one that is marked
_HEADING = re.compile(
    r"(?:die |the |les |los |gli )?(?:zutaten(?:liste)?|ingredients?|ingredientes|ingredienti|ingredienten|"
    r"ingredienser|skladniki|suroviny|ainekset|hozzavalok|malzemeler|ингредиенты|材料)"
    r"(?: (?:fur|for|pour|para|per|voor|na) .{1,40})?\W*"
)
_IN_LIST = frozenset({"li", "td", "th", "dd", "dt"})
_MOST_LINES = 60  # of ingredients under a heading
_LEAST = 3  # parts of a recipe; teasers of recipes may have one


def recipe_segments(segments: list[Segment]) -> list[Segment]:
    """The segments that are parts of the page's recipe, each text once, with the headings right above them."""
    known: dict[Element, bool] = {}
    marked = [s for s in segments if not s.is_linked and _is_marked(s.element, known)]
    texts: set[str] = set()
    found: list[Segment] = []
    for segment in (*marked, *_under_headings(segments)):
        if segment.text not in texts and not segment.is_linked:
            texts.add(segment.text)
            found.append(segment)
    if len(found) < _LEAST:
        return []
    above = [segments[part.position - 1] for part in found if part.position]
    return found + [segment for segment in above if segment.tag in HEADINGS[1:]]


def _is_marked(element: Element, known: dict[Element, bool]) -> bool:
    """Whether an element or one around it is marked as a part of a recipe."""
    for place in (element, *islice(element.iterancestors(), _LEVELS)):
        if place not in known:
            known[place] = place.get("itemprop") in _PROPERTIES or (
                tag_of(place) in _LISTS and _CLASS.search(place.get("class") or "") is not None
            )
        if known[place]:
            return True
    return False


def _under_headings(segments: list[Segment]) -> list[Segment]:
    """The items of the list under a heading such as "Ingredients"."""
    found: list[Segment] = []
    for heading in segments:
        if heading.tag in HEADINGS[1:] and heading.words <= 8 and _HEADING.fullmatch(fold(heading.text)):
            for line in segments[heading.position + 1 : heading.position + 1 + _MOST_LINES]:
                if line.tag not in _IN_LIST or line.text == heading.text:
                    break
                found.append(line)
    return found

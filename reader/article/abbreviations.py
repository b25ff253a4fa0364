"""Finds the meaning of an abbreviation, which browsers show under the mouse pointer only."""

from __future__ import annotations

import re
from itertools import islice

from reader.article.flow import Context, letters_of
from reader.article.html_parser import Element, text_before

_NEAR = 200  # characters before and after an abbreviation that may have its meaning
_MOST_IN_ABBREVIATION = 20  # elements; pages that forget to close it may nest it around all their text
_MACHINE_DATE = re.compile(r"\d{4}-?\d\d|\d+$")


def new_meaning(element: Element, meaning: str, context: Context) -> str:
    """The meaning of an abbreviation, where it occurs first and the text beside it does not say the same; else empty.

    Pages also use the element for dates that only programs read.
    """
    short = letters_of(_short_text(element)) if meaning else ""
    if not short:
        return ""
    before = letters_of(text_before(element)[-_NEAR:])
    long, after = letters_of(meaning), letters_of((element.tail or "")[:_NEAR])
    is_known = short in context.found.explained or long in (short, "")
    if is_known or long in before or long in after or _MACHINE_DATE.match(meaning):
        return ""
    context.found.explained.add(short)
    return meaning


def _short_text(element: Element) -> str:
    """The text of an element; nothing if it is too long for an abbreviation."""
    if sum(1 for _ in islice(element.iter(), _MOST_IN_ABBREVIATION + 1)) > _MOST_IN_ABBREVIATION:
        return ""
    text = "".join(element.itertext())
    return text if len(text) <= _NEAR else ""

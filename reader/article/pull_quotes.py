"""Tells pull quotes from quotations: a page shows them in large letters beside the paragraph that they are from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.flow import Found, letters_of
from reader.article.html_parser import Element, classes_of, descendants, tag_of, words_before

_PULL_QUOTE = re.compile(r"pull-?quote", re.IGNORECASE)
_SPEAKER = re.compile(r"\n\s*[-–—―~]\s*\w[^\n]{0,80}\Z")  # who said it, on the last line
_MOST_PULL_QUOTES = 20  # of a document; each costs a search in its text
_SHORTEST_PULL_QUOTE, _LONGEST_PULL_QUOTE = 25, 400  # letters


def repeats_text(element: Element, found: Found) -> bool:
    """Whether an element is a pull quote, which a page shows in large letters beside the paragraph that it is from.

    A class says so, or it is a quotation of a sentence or two that no colon announces. Of quotations that only repeat
    each other, the last one stays.
    """
    is_named = any(map(_PULL_QUOTE.search, classes_of(element)))
    if not (is_named or _is_short_quote(element)):
        return False
    words = letters_of(_SPEAKER.sub("", "".join(_quoted_text(element)).rstrip()))
    if not (1 if is_named else _SHORTEST_PULL_QUOTE) <= len(words) <= _LONGEST_PULL_QUOTE:
        return False
    found.pull_quotes += 1
    if found.pull_quotes > _MOST_PULL_QUOTES:
        return False
    if not found.words:
        found.words = letters_of("".join(element.getroottree().getroot().itertext()))
    if found.words.count(words) < 2:
        return False
    found.words = found.words.replace(words, "", 1)
    return True


def _is_short_quote(element: Element) -> bool:
    """Whether an element is a quotation, or a figure of one, that the text before it does not announce."""
    if tag_of(element) == "figure":
        held = {tag_of(one) for one in descendants(element, "blockquote", "img", "table", "pre")}
        if held != {"blockquote"}:
            return False
    elif tag_of(element) != "blockquote":
        return False
    return not words_before(element).rstrip().endswith(":")


def _quoted_text(quote: Element) -> Iterator[str]:
    """The text of a quotation without who said it."""
    yield quote.text or ""
    for child in quote:
        tag = tag_of(child)
        if tag not in ("figcaption", "cite", "footer"):
            yield from _quoted_text(child)
        yield "\n" if tag in ("br", "p", "div") else ""
        yield child.tail or ""

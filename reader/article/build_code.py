"""Reads preformatted text: a block of code, code in a sentence, or a poem."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from reader.article.blocks import Code, Paragraph, Span, Style
from reader.article.flow import Context, Flow, is_visible
from reader.article.html_parser import Element, classes_of, descendants, tag_of
from reader.text import clean_line, clean_text

_MOST_LINES = 20_000  # of preformatted text
_VERSE = re.compile(r"(?:^|-)(?:verse|poem|poetry|gedicht)(?:$|-)", re.IGNORECASE)
_GOES_ON = re.compile(r"[,.;:)](?:\s+\w|\s*$)")
_LANGUAGE = re.compile(r"(?:^|\s)(?:language-|lang-|highlight-source-|brush:\s?|sourceCode\s)([\w+#.-]{1,24})")


def add_code(element: Element, flow: Flow, context: Context) -> None:
    """Adds the text of a ``pre`` to the flow."""
    text = "".join(_verbatim(element)).replace("\r\n", "\n").expandtabs(4)
    if text.count("\n") > _MOST_LINES:
        context.found.is_cut = True
        text = text[: [end.start() for end in islice(re.finditer("\n", text), _MOST_LINES)][-1]]
    lines = [line.rstrip() for line in clean_text(re.sub("[\r\u2028\u2029]", "\n", text)).split("\n")]
    while lines and not lines[0]:
        lines.pop(0)
    body = "\n".join(lines).rstrip()
    if any(map(_VERSE.search, classes_of(element))) and is_visible(body):
        flow.block(*_verses(body))
        return
    if "\n" not in body and is_visible(body) and _GOES_ON.match(element.tail or ""):
        flow.text(body, context.styled(Style.CODE))  # some editors have no other element for code in a sentence
        return
    flow.block(*([Code(body, _language(element))] if is_visible(body) else []))


def _verses(text: str) -> Iterator[Paragraph]:
    """A poem: a paragraph for each stanza, with its lines and their indents."""
    for stanza in re.split(r"\n{2,}", text):
        lines = (re.sub("^ +", lambda indent: "\u00a0" * len(indent[0]), line) for line in stanza.split("\n"))
        yield Paragraph((Span("\n".join(lines)),))


def _verbatim(element: Element) -> Iterator[str]:
    """The pieces of preformatted text; tags that break a line become line breaks."""
    yield element.text or ""
    for child in element:
        tag, piece = tag_of(child), ""
        for piece in _verbatim(child):
            yield piece
        if tag == "br" or (tag in ("div", "p", "li") and not piece.endswith("\n")):
            yield "\n"
        yield child.tail or ""


def _language(element: Element) -> str | None:
    parent = element.getparent()
    for place in (element, *descendants(element, "code"), *(() if parent is None else (parent,))):
        named = place.get("data-language") or place.get("data-lang") or place.get("lang")
        match = _LANGUAGE.search(place.get("class") or "")
        if named or match:
            return clean_line(named or (match[1] if match else ""), 24).lower() or None
    return None

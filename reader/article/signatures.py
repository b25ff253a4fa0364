"""Finds the author in the last words of a text: a name on a line of its own, or a sentence about who wrote it.

Blogs, magazines and offices sign their articles so: a name in bold or italics below the last paragraph, behind its last
line break, or in parentheses behind its last sentence. Only names that begin with a given name count, because captions,
places and sections are short lines too, and no name that telephone numbers or mail addresses follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice, takewhile

from reader.article.article_scope import ArticleScope
from reader.article.box_details import name_in_text
from reader.article.byline_lines import lines_of
from reader.article.html_parser import HEADINGS, INLINE_TAGS, Element, tag_of
from reader.article.named_boxes import is_set_apart
from reader.article.named_people import author_of
from reader.article.web_page import holds_blocks_of_text, text_of
from reader.model import Author
from reader.people.given_names import begins_with_given_name
from reader.people.prefixes import without_writer
from reader.people.signature_lines import (
    nickname_in_signature,
    people_in_signature,
    reporter_with_mail,
    speaks_for_others,
)
from reader.people.suffixes import role_in

_PARAGRAPH = 120  # characters of a block of the text
_LINE = 60  # characters of a signature
_SENTENCE = 400  # characters of a sentence about the author
_LAST_LINES = 6  # of a paragraph
_BLOCKS = 4  # blocks after the text that are looked at
_PARAGRAPHS = frozenset({"p", "li", "blockquote"} | INLINE_TAGS)
_NOT_SIGNED = frozenset({"li", "td", "th", "figure", "figcaption", "blockquote", "aside", "nav", "footer", "form"})
CONTACT = re.compile(
    r"kontakt|contact|presse|ansprechpartner|telefon|phone|tel\.|fax\b|mobil|e-?mail|@|\+\d\d|\b0\d{2,5}[\s/-]|www\.|"
    r"[€$£]\s?\d|\d\s?[€$£]|verantwortlich|impressum|vorstand|geschäftsführ",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"^[„“”\"«»‚‘'].*[“”\"«»‘’'][.]?$", re.DOTALL)
_PARENTHESES = re.compile(r"[.!?…“”\"»]\s*[(\[]([^()\[\]]{4,60})[)\]]\s*$")
_AFTER_SENTENCE = re.compile(r"[.!?…“”\"»)]\s*$")
_WRITES = re.compile(
    r"\b(?:schreibt|arbeitet|studiert|lebt|writes?|works?|lives?|has\s+written|covers|reports|écrit|travaille|escribe|trabaja|"
    r"scrive|lavora|schrijft|werkt|skriver|arbetar|pisze|pracuje|escreve|trabalha)\b",
    re.IGNORECASE,
)


def signed_people(scope: ArticleScope) -> Iterator[Author]:
    """The person who signs the text, with the sentence about that person if there is one."""
    text = next((holder for holder in reversed(scope.holders) if tag_of(holder) not in _PARAGRAPHS), None)
    if text is None:
        return
    elements = list(text.iter())
    last = next((index for index in range(len(elements) - 1, -1, -1) if _is_paragraph(elements[index], scope)), None)
    if last is None:  # text between line breaks, with other blocks in it
        yield from _signed(_last_lines(text))
        return
    paragraph = elements[last]
    inside = set(paragraph.iter())
    following = chain(
        (one for one in elements[last + 1 :] if one not in inside),
        (inner for sibling in islice(text.itersiblings(), 3) for inner in islice(sibling.iter(), 40)),
    )
    blocks = _blocks(following, scope)
    lines = [] if _QUOTED.match(text_of(paragraph, 4_000)) else [*_endings(paragraph), *_lines(blocks)]
    signed = list(_signed(lines))
    if signed or any(map(_is_contact, lines)):
        yield from signed
        return
    for block in (paragraph, *blocks):
        yield from _told(block)


def _signed(lines: list[str]) -> Iterator[Author]:
    """The people in the first line that is a signature, unless it is somebody's address."""
    for index, line in enumerate(lines):
        if speaks_for_others(line):
            continue
        if reporter := reporter_with_mail(line):
            yield Author(reporter)
            return
        if _is_contact(line):
            return
        before, behind = lines[index - 1] if index else "", [*lines[index + 1 : index + 4], ""]
        people = [author_of(person) for person in people_in_signature(line)]
        if not people and (nickname := nickname_in_signature(line, before, behind[0])):
            people = [Author(nickname)]
        if people and not any(map(CONTACT.search, behind)) and not _QUOTED.match(before):
            yield from people
            return


def _is_contact(line: str) -> bool:
    return CONTACT.search(line) is not None and not speaks_for_others(line)


def _is_paragraph(element: Element, scope: ArticleScope) -> bool:
    """Whether an element is an innermost block of running text."""
    if (
        tag_of(element) in INLINE_TAGS
        or tag_of(element) in HEADINGS
        or len(text_of(element, _PARAGRAPH + 2)) <= _PARAGRAPH
    ):
        return False
    if holds_blocks_of_text(element):
        return False
    return element in scope and not any(
        tag_of(up) in ("figcaption", "footer", "form") for up in element.iterancestors()
    )


def _endings(paragraph: Element) -> Iterator[str]:
    """What may be a signature at the end of the last paragraph."""
    yield from _last_lines(paragraph)
    text = text_of(paragraph, 8_000)
    if inside := _PARENTHESES.search(text):
        yield inside[1]
    if (
        len(paragraph)
        and not (paragraph[-1].tail or "").strip()
        and tag_of(paragraph[-1]) in ("em", "i", "b", "strong", "span")
    ):
        end = text_of(paragraph[-1], _LINE + 1)
        if _AFTER_SENTENCE.search(text.removesuffix(end)):
            yield end


def _last_lines(paragraph: Element) -> list[str]:
    """The short lines at the end of a paragraph that line breaks divide."""
    lines = [""]
    for child in paragraph:
        if tag_of(child) == "br":
            lines.append("")
        elif len(lines) > 1:
            lines[-1] += text_of(child, _LINE + 1)
        lines[-1] += child.tail or ""
    lines = [line.strip() for line in lines[1:]]
    short = list(takewhile(lambda line: len(line) <= _LINE, reversed(lines)))[:_LAST_LINES]
    return [line for line in reversed(short) if line]


def _blocks(elements: Iterator[Element], scope: ArticleScope) -> list[Element]:
    """The short blocks directly after the text, up to a heading or a list."""
    blocks: list[Element] = []
    for element in elements:
        tag = tag_of(element)
        if tag in HEADINGS or tag == "footer" or len(blocks) == _BLOCKS:
            break
        text = text_of(element, _SENTENCE + 1)
        if not text or tag in INLINE_TAGS or holds_blocks_of_text(element):
            continue
        around = map(tag_of, (element, *islice(element.iterancestors(), 8)))
        if len(text) > _SENTENCE or element not in scope or not _NOT_SIGNED.isdisjoint(around):
            break
        blocks.append(element)
    return blocks


def _lines(blocks: list[Element]) -> Iterator[str]:
    for block in blocks:
        yield from filter(None, (line.strip() for line in lines_of(block).split("\n")))


def _told(paragraph: Element) -> Iterator[Author]:
    """The person whom the last paragraph, set apart in italics, is about: "Ada Brine is the harbour correspondent."."""
    text = text_of(paragraph, _SENTENCE + 1)
    if len(text) > _SENTENCE or not is_set_apart(paragraph, text):
        return
    name = name_in_text(without_writer(text))
    if name and begins_with_given_name(name) and (_WRITES.search(text) or role_in(text.partition(". ")[0][:110])):
        yield Author(name, bio=text)

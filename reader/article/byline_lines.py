"""Finds the lines around an article's text that are nothing but a byline: "By Ada Brine", "03.11.2021 Ada Brine"."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from reader.article.addresses import is_author_address
from reader.article.article_scope import ArticleScope
from reader.article.html_parser import INLINE_TAGS, Element, is_innermost, tag_of
from reader.article.short_blocks import LINE
from reader.article.trust import is_hidden
from reader.article.web_page import text_of
from reader.people.given_names import begins_with_given_name, is_surely_person
from reader.people.judge import looks_like_person
from reader.people.names import read_byline, without_interviewee, without_mail
from reader.people.prefixes import OtherWork, introduces_name, may_be_byline, without_prefix
from reader.people.suffixes import EDGES, without_suffix
from reader.people.vocabulary import INTERFACE, TIMES
from reader.text import clean_line, fold

_LEAD = 60  # characters of a paragraph that may be the lead
_BESIDE = 40  # characters beside a byline in its line
_TEXT_BLOCKS = frozenset({"p", "li", "blockquote", "td"} | INLINE_TAGS)
_LABELLED = ("p", "div", "li", "dt", "dd", "td", "h5", "h6")
_LABEL = re.compile(
    r"(?:by|text|author|autor|auteur|autore|автор|szerző|συντάκτης|penulis|yazar|作者|著者|글)", re.IGNORECASE
)
_NAMES_AUTHOR = re.compile(rf"{_LABEL.pattern}(?:in|inn?en|es|s)?\s?[:：]", re.IGNORECASE)
_SEGMENTS = re.compile(r"\s*[|•·;]\s+|\s+/\s+|\n")
_LAST_BYLINE = re.compile(
    r"[.!?…“”\"»]\s+\(?((?:By|Von|Par|Por|Di|Door|Av|Af)\s+(?:[^.!?()]|(?<=\b\w)\.){2,60})\)?\.?$"
)
_CREDITED = re.compile(
    r"\s*(?:,|&|\b(?:und|and|et|y|e|en|og|och)\b)\s+[^,()&]{3,40}\((?:fotos?|bild(?:er)?|photos?|illustration(?:en|"
    r"s)?|video|kamera)\)",
    re.IGNORECASE,
)
_OF_TEXT = re.compile(r"\w\s\((?:text|texte|words|texto|testo|tekst)\b", re.IGNORECASE)
_RANGE = frozenset({"zu", "zum", "zur", "bis", "nach", "to", "à", "hasta", "till", "til", "tot"})
_WHO = re.compile(
    r"(?<=\w)\s+(?:who|qui|che|wie|,\s(?:die|der))\s+[a-zà-ÿ].*", re.DOTALL
)  # begins a sentence about a person
_WROTE = frozenset({"schrieb", "schreibt", "wrote", "writes", "posted", "skrev", "schreef", "escribio", "ecrit"})
_DASH = re.compile(r"\s+[–—-]\s+")
_MARKS = str.maketrans(dict.fromkeys(EDGES.replace(" ", "") + "()", " "))
_SENTENCE = re.compile(r"[a-zà-ÿ]{3,}[.!?]$")
_LAST_LATIN = "\u2fff"  # behind it are scripts whose names have two or three letters
_DAY = re.compile(r"\b(?:19|20)\d\d\b|\d\s?[./-]\s?\d|\d[:h]\d\d|\d{4}年")
LIFE = re.compile(r"\d{4}\s?[–-]\s?(?:\d{4}|\))|[*†]\s?\d")  # of birth and death


def lines_of(element: Element, limit: int = 400) -> str:
    """The text of an element with a line for each element in it, because a page may set them apart."""
    lines, length = [], 0
    for piece in _seen(element):
        lines.append(clean_line(piece, limit))
        length += len(piece)
        if length > limit * 8:
            break
    return "\n".join(filter(None, lines))[: 2 * limit]


def _seen(element: Element) -> Iterator[str]:
    """The text of an element without the hidden elements in it."""
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str) and not is_hidden(child):
            yield from _seen(child)
        yield child.tail or ""


def line_around(element: Element) -> Element | None:
    """The block that holds an element and hardly anything else; None if the element is a part of a sentence."""
    length = len(text_of(element, LINE * 2))
    while tag_of(element) in INLINE_TAGS:
        parent = element.getparent()
        if parent is None or len(text_of(parent, length + _BESIDE + 8)) > length + _BESIDE:
            return element if parent is not None and tag_of(parent) not in _TEXT_BLOCKS else None
        element = parent
    return element


def is_byline(text: str) -> bool:
    """Whether a text has a word such as "By" or "Text:", or a date, in front of names, and little else."""
    return (3 if text[:1] > _LAST_LATIN else 5) <= len(text) <= LINE and _is_byline(text)


@lru_cache(512)  # the lines of a page are looked at for its authors and for its byline
def _is_byline(text: str) -> bool:
    if not may_be_byline(text):
        return False
    text = without_mail(text) if "@" in text else text
    text = _WHO.sub("", text)
    if _SENTENCE.search(text) and len(text.split()) > 7 and not _NAMES_AUTHOR.match(text):
        return False
    segments = [one for one in _SEGMENTS.split(text) if one]
    if len(segments) > 1 and (any(map(is_byline, segments)) or _has_name_beside_date(segments)):
        return True
    line = _CREDITED.sub("", text.replace("\n", " "))
    is_introduced = introduces_name(line) or _OF_TEXT.search(line) is not None
    if not is_introduced and not any(map(str.isdigit, line)):
        return _is_byline_after_credit(line)
    try:
        name, _ = without_prefix(without_interviewee(line))
    except OtherWork:
        first, dash, _ = line.partition(" - ")
        return (bool(dash) and is_byline(first)) or _is_byline_after_credit(line)
    people = [one for one in read_byline(text) if _may_be_person(one.name)]
    if not people or _is_range(people[0].name):
        return False
    if _is_name_and_date(line, people[0].name):
        return True
    dashed = _DASH.split(name)[0]
    name = without_suffix((dashed if looks_like_person(dashed) else name).partition(" mit ")[0].partition(" with ")[0])
    first, _, rest = name.partition(",")
    if rest and looks_like_person(first) and not _SENTENCE.search(rest):
        name = first  # a role or a place may follow
    named = sum(len(person.name) + len(person.role or "") for person in people)
    return is_introduced and 2 * named >= len(name.strip(EDGES))


def _may_be_person(name: str) -> bool:
    return looks_like_person(name) or (begins_with_given_name(name) and "&" not in name)


def _is_range(name: str) -> bool:
    """Whether "Von" begins a range: "Von Hafen zu Hafen"."""
    return not begins_with_given_name(name) and not _RANGE.isdisjoint(name.split())


def _is_byline_after_credit(line: str) -> bool:
    """Whether a byline follows the name of somebody who did something else: "Foto: Bo Cliff, Text: Ada Brine"."""
    first, comma, rest = line.partition(", ")
    try:
        without_prefix(first)
    except OtherWork:
        return bool(comma) and is_byline(rest)
    return False


def _has_name_beside_date(segments: list[str]) -> bool:
    return any(
        (_is_date_alone(first) and _is_surely_name(second)) or (_is_surely_name(first) and _is_date_alone(second))
        for first, second in itertools.pairwise(segments)
    )


def _is_surely_name(text: str) -> bool:
    return is_surely_person(text) or (" " not in text and fold(text) not in TIMES and begins_with_given_name(text))


def _is_date_alone(text: str) -> bool:
    return any(map(str.isdigit, text)) and not LIFE.search(text) and _is_date(text.translate(_MARKS).split())


def _is_name_and_date(line: str, name: str) -> bool:
    """Whether a line is a person's name and a date: "Ada Brine | 12. März 2024, 14:30 Uhr", perhaps with a place."""
    before, found, after = line.partition(name)
    words = f"{before} {after}".translate(_MARKS).split()
    if (
        not found
        or " " not in name
        or not begins_with_given_name(name)
        or not any(map(str.isdigit, f"{before}{after}"))
    ):
        return False
    if LIFE.search(f"{before} {after}") or not (_DAY.search(f"{before} {after}") or _has_time(words)):
        return False
    if after and fold(words[0]) in _WROTE:
        words = words[1:]
    place = len(words) > 1 and words[0][:1].isupper() and _is_date(words[1:3])
    return _is_date(words[place:])


def _has_time(words: list[str]) -> bool:
    """Whether one of the words is of time, such as a month; a number alone may count chapters."""
    return any(len(word) > 1 and fold(word).strip(".,:") in TIMES for word in words)


def _is_date(words: list[str]) -> bool:
    return all(word.strip("(#~.")[:1].isdigit() or fold(word).strip(".,:") in TIMES | INTERFACE for word in words)


def byline_lines(scope: ArticleScope) -> Iterator[Element]:
    """The first line near the beginning of the text that is a byline, or else near its end."""
    for block in (*scope.short_blocks.before, *scope.short_blocks.after):
        if block in scope and is_byline(lines_of(block)) and not _is_quoted(block) and not _leads_elsewhere(block):
            yield block
            return


def _is_quoted(block: Element) -> bool:
    """Whether a block is in a quotation or a caption, which name their own authors."""
    return any(tag_of(up) in ("blockquote", "figcaption", "figure") for up in (block, *block.iterancestors()))


def _leads_elsewhere(block: Element) -> bool:
    """Whether a label and a name are one link, which leads to another article: "Interview: Ada Brine"."""
    links = [block] if tag_of(block) == "a" else list(islice(block.iter("a"), 2))
    text = text_of(block, LINE)
    if len(links) != 1 or ":" not in text or text_of(links[0], LINE) != text:
        return False
    return not is_author_address(links[0].get("href") or "")


def labelled_lines(scope: ArticleScope) -> Iterator[Element]:
    """A line "Author: Ada Brine" anywhere on the page, unless another such line names somebody else."""
    labelled = (block for block in scope.body.iter(*_LABELLED) if _is_labelled(block) and block in scope)
    blocks = [block for block in labelled if is_byline(lines_of(block)) and not _is_quoted(block)]
    if len({read_byline(lines_of(block)) for block in blocks}) == 1:
        yield blocks[0]


def labelled_texts(scope: ArticleScope) -> Iterator[str]:
    """The same among the lines that ``<br>`` separates in a block."""
    broken = (block for block in scope.body.iter(*_LABELLED) if block.find("br") is not None and block in scope)
    blocks = (block for block in broken if not _is_quoted(block))
    lines = (line for block in blocks for line in _lines_between_breaks(block))
    texts = [line for line in lines if _NAMES_AUTHOR.match(line) and is_byline(line)]
    if len({read_byline(text) for text in texts}) == 1:
        yield texts[0]


def _lines_between_breaks(block: Element) -> Iterator[str]:
    line = block.text or ""
    for child in block:
        if tag_of(child) == "br":
            yield clean_line(line, LINE + 1)
            line = ""
        else:
            line += text_of(child, LINE)
        line += child.tail or ""
    yield clean_line(line, LINE + 1)


def bylines_in_paragraphs(scope: ArticleScope) -> Iterator[str]:
    """The byline at the beginning or the end of the first paragraphs or of the last: "<b>Von Ada Brine</b> Die …"."""
    blocks = [block for block in scope.short_blocks.elements if tag_of(block) in ("p", "div", "h2", "h3", "h4")]
    long = (block for block in blocks if len(text_of(block, _LEAD + 1)) > _LEAD and block in scope)
    last = (block for block in reversed(blocks) if len(text_of(block, _LEAD + 1)) > _LEAD and block in scope)
    for block in (*islice((one for one in long if is_innermost(one)), 2), *islice(filter(is_innermost, last), 1)):
        for text in (*_edges(block), *_outer_lines(block)):
            if is_byline(text) and all(begins_with_given_name(person.name) for person in read_byline(text)):
                yield text
                return


def _outer_lines(block: Element) -> list[str]:
    """The first and the last lines of a block that ``br`` divides."""
    if block.find("br") is None:
        return []
    lines = [line for line in _lines_between_breaks(block) if line]
    return [*lines[:2], *lines[-2:]]


def _edges(block: Element) -> Iterator[str]:
    """The first and the last inline element of a block, and what follows the last full stop and "Von"."""
    children = list(block.iterchildren())
    if children and not (block.text or "").strip():
        yield text_of(children[0], LINE)
    inner = block
    while len(inner) and not (inner[-1].tail or "").strip():
        inner = inner[-1]
        yield text_of(inner, LINE)
    if end := last_byline(text_of(block, 2_000)):
        yield end


def last_byline(text: str) -> str | None:
    """What may be a byline behind the last sentence of a text: "… Von Ada Brine"."""
    end = _LAST_BYLINE.search(text)
    return end[1] if end else None


def _is_labelled(element: Element) -> bool:
    start = (element.text or "").strip() or next((child.text or "" for child in element), "").strip()
    return _LABEL.match(start) is not None and is_innermost(element)

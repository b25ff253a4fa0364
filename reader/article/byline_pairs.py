"""Finds bylines that need two elements to be understood: a label and the name beside it, or a picture and a name.

"Autor" in one cell and the name in the next, a heading "Author" above a name, the symbol of a person in front of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from reader.article.article_scope import ArticleScope
from reader.article.byline_lines import LIFE, lines_of
from reader.article.date_text import dates_in
from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.web_page import text_of
from reader.people.given_names import begins_with_given_name
from reader.people.judge import looks_like_person, names_organisation
from reader.people.names import read_byline
from reader.people.signature_lines import people_in_signature
from reader.people.suffixes import role_in

_LABELS = ("dt", "th", "td", "li", "div", "p", "span", "strong", "b", "label", "em", *HEADINGS)
_LABEL = re.compile(
    r"(?:the\s+)?(?:authors?|autor(?:in|en|innen|a|as|es|ka|zy|e|i)?|autor[:*_/]in(?:nen)?|auteure?s?|autrices?|"
    r"verfasser(?:in)?|redakteur(?:in)?|geschrieben von|verfasst von|ein beitrag von|written by|posted by|by|"
    r"words|écrit par|rédigé par|escrito por|scritto da|geschreven door|door|tekst|skrevet a[vf]|skriven av|"
    r"forfatter|författare|kirjoittaja|автор|автори|szerző|συντάκτης|yazar|penulis|作者|著者|執筆者?|筆者|文責|撰文|글쓴이|작성자|저자|기자)\s*[:：]?",
    re.IGNORECASE,
)
_LABEL_LIMIT = 24  # characters
_VALUE_LIMIT = 120  # characters
_ICON = re.compile(
    r"(?:^|[\s_-])(?:user|users|author|autor|person|pencil|pen|writer|avatar|portrait)(?:$|[\s_-])", re.IGNORECASE
)
_CREDIT = re.compile(r"credit|photo|foto|caption|bild|image|copyright|quelle|source|kontakt|contact", re.IGNORECASE)
_TELEPHONE = re.compile(r"telefon|phone\b|tel\.|\bfax\b|\w@\w|\+\d\d|e-?mail", re.IGNORECASE)
_ICON_TAGS = ("i", "svg", "img", "use", "span", "em")


def named_beside_labels(scope: ArticleScope) -> Iterator[Element]:
    """The elements with a name whose label is the element before them; none if they name different people."""
    found: dict[object, Element] = {}
    for label in scope.body.iter(*_LABELS):
        text = (label.text or "").strip()
        if not 1 < len(text) <= _LABEL_LIMIT or len(label) or not _LABEL.fullmatch(text) or label not in scope:
            continue
        value = _after(label)
        people = read_byline(lines_of(value)) if value is not None else ()
        if value is not None and people and all(looks_like_person(person.name) for person in people):
            found.setdefault(people, value)
    if len(found) == 1:
        yield from found.values()


def _after(label: Element) -> Element | None:
    """The short element after a label, or after the element that holds nothing but the label."""
    place = label
    for _ in range(3):
        following = next((one for one in islice(place.itersiblings(), 3) if text_of(one, 1)), None)
        if (place.tail or "").strip():
            return None
        if following is not None:
            return following if len(text_of(following, _VALUE_LIMIT + 1)) <= _VALUE_LIMIT else None
        place = place.getparent()
        if place is None or len(text_of(place, _LABEL_LIMIT + 2)) > _LABEL_LIMIT:
            return None
    return None


def named_beside_symbols(scope: ArticleScope) -> Iterator[Element]:
    """The first short element near the headline with a name behind the symbol of a person."""
    for block in scope.short_blocks.before:
        if block in scope and _has_symbol(block) and any(_people(block)):
            yield block
            return


def _has_symbol(block: Element) -> bool:
    return any(
        not text_of(found, 1)
        and any(_ICON.search(found.get(name) or "") for name in ("class", "icon-id", "href", "id"))
        for found in islice(block.iterdescendants(), 12)
        if tag_of(found) in _ICON_TAGS or "-" in tag_of(found)
    )


def _people(block: Element) -> Iterator[str]:
    people = read_byline(lines_of(block))
    if people and all(looks_like_person(one.name) or begins_with_given_name(one.name) for one in people):
        yield from (one.name for one in people)


def names_below_headline(scope: ArticleScope) -> Iterator[Element]:
    """The only line between the headline and the text that is a person's name and nothing else."""
    above = scope.short_blocks.before[: scope.short_blocks.above]
    headline = next((index for index, block in enumerate(above) if tag_of(block) == "h1"), None)
    if headline is None:  # the line right below the last of the other headings
        last = max(
            (index for index, block in enumerate(above) if tag_of(block) in ("h2", "h3", "h4")), default=len(above)
        )
        below = above[last + 1 : last + 2]
    else:
        below = above[headline + 1 :]
    named = [block for block in below if block in scope and _is_name(block)]
    if len(named) == 1 and not any(_TELEPHONE.search(text_of(block, _VALUE_LIMIT)) for block in _from(named[0], above)):
        yield from named


def _from(block: Element, blocks: Sequence[Element]) -> Sequence[Element]:
    """A block and the three after it; somebody's telephone number there makes a contact of the name."""
    at = blocks.index(block)
    return blocks[at : at + 4]


def _is_name(block: Element) -> bool:
    if any(
        tag_of(up) in ("figure", "li", "td", "blockquote", "dd") for up in (block, *islice(block.iterancestors(), 6))
    ):
        return False
    if any(_CREDIT.search(f"{up.get('class')} {up.get('id')}") for up in (block, *islice(block.iterancestors(), 2))):
        return False
    lines = lines_of(block).split("\n")
    if any(map(LIFE.search, lines)):
        return False
    is_dated = len(lines) > 2 and any(map(dates_in, lines[1:]))
    lines = [line for line in lines if not any(map(str.isdigit, line)) and line[:1] != "@"]
    if not lines or not begins_with_given_name(lines[0]):
        return False
    return bool(people_in_signature(lines[0])) and all(
        is_dated or _is_post(line) or _is_account(line) for line in lines[1:]
    )


def _is_account(line: str) -> bool:
    return " " not in line and line.islower()


def _is_post(line: str) -> bool:
    """Whether a line below a name is what that person does, or for whom."""
    return role_in(line) is not None or names_organisation(line)

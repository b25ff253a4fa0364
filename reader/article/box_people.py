"""Reads the people whom author boxes describe: name, role, biography, portrait and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reader.article.box_details import (
    addresses_of,
    leads_to_author,
    name_in_text,
    name_of,
    people_in,
    portrait,
    role_of,
)
from reader.article.box_lines import biography, lines_of
from reader.article.html_parser import INLINE_TAGS, Element, tag_of
from reader.article.named_people import author_of
from reader.article.web_page import WebPage, text_of
from reader.model import Author
from reader.people.judge import has_role, looks_like_person
from reader.people.names import read_byline
from reader.people.suffixes import role_in
from reader.text import fold

_SOMEBODY = re.compile(
    r"\b(?:he|she|his|her|hers|they|their|i|i'm|my|me|er|sie|sein|seine[rnms]?|ihre?[rnms]?|ich|mein\w*|mir|mich|il|"
    r"elle|ses|son|"
    r"je|j'|mes|mon|ma|el|ella|su|sus|soy|mis?|yo|lui|lei|suoi?|sua|sono|mio|mia|hij|zij|zijn|haar|ik|mijn|ele|ela|"
    r"seu|seus|eu|"
    r"meu|minha)\b"
)
_LIFE = re.compile(
    r"\b(?:geboren|jahrgang|studium|studiert\w*|promoviert\w*|absolv\w+|aufgewachsen|seit (?:19|20)\d\d|since (?:19|"
    r"20)\d\d|"
    r"born in|grew up|graduat\w+|studied|depuis (?:19|20)\d\d|nee? (?:en|a|le)|diplomee?|desde (?:19|20)\d\d|nacid[oa]|"
    r"licenciad[oa]|dal (?:19|20)\d\d|nat[oa] (?:a|nel)|laureat[oa]|sinds (?:19|20)\d\d|geboren|urodzon[ya]|"
    r"absolwent\w*|"
    r"od (?:19|20)\d\d|nascid[oa]|formad[oa] em|fodt|fodd|uddannet)\b"
)


def read_box(page: WebPage, elements: list[Element], name: str | None = None, known: Iterable[str] = ()) -> Author:
    """The person that the elements of one box describe; an empty name if the box does not give it.

    The text is a biography only if it speaks of somebody: by name, as "she" or "I", or by a role.
    """
    found = name or name_of(page, elements, tuple(known)) or ""
    names = {fold(other) for other in (found, *known) if other}

    def is_own_link(link: Element) -> bool:
        text = fold(text_of(link, 400))
        return bool(text) and (
            text in names or (_is_card(link) and (any(name in text for name in names) or leads_to_author(page, link)))
        )

    lines = lines_of(elements, is_own_link)
    bio = biography(lines)
    found = found or name_in_text(bio or "") or ""
    if bio and not tells_of_somebody(bio, names | {fold(found)}, has_name=bool(found)):
        bio = None
    url, links = addresses_of(page, elements)
    return Author(
        name=found,
        url=url,
        role=role_of(page, elements, lines, found),
        bio=bio,
        avatar=portrait(page, elements),
        links=links,
    )


def _is_card(link: Element) -> bool:
    """Whether a link is around blocks, such as a whole box."""
    return any(tag_of(found) not in INLINE_TAGS and tag_of(found) != "img" for found in link.iterdescendants())


def tells_of_somebody(bio: str, names: set[str], *, has_name: bool) -> bool:
    """Whether a text speaks of a person: by one of the folded names, as "she" or "I", or (of a known one) by a role."""
    folded = fold(bio)
    words = set(re.findall(r"\w{3,}", folded))
    if any(not words.isdisjoint(name.split()) for name in names) or _SOMEBODY.search(folded):
        return True
    if not has_name:
        return False
    return (
        role_in(bio.partition(". ")[0]) is not None or _LIFE.search(folded) is not None or has_role(folded.split()[:8])
    )


def people_of_box(page: WebPage, box: Element, known: tuple[str, ...]) -> Iterator[Author]:
    """The person a box is about, or several if parts of it name one each."""
    keys = set(map(fold, known))
    people = [read_box(page, elements, name) for name, elements in people_in(box, known)]
    described = [person for person in people if person.bio]
    if len(described) > 1 or (people and all(fold(person.name) in keys for person in people)):
        yield from (person for person in people if person.bio or fold(person.name) in keys)
        return
    author = read_box(page, [box], known=known)
    if not author.bio:
        text = text_of(box, 240)
        named = read_byline(text) if len(text) <= 200 else ()
        if len(named) > 1 and all(looks_like_person(person.name) for person in named):
            yield from map(author_of, named)
            return
    yield author

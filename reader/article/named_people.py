"""Reads the people that a text or an element of a page names, with their roles, pages and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from reader.article.addresses import is_author_address
from reader.article.box_classes import words_of
from reader.article.byline_lines import lines_of
from reader.article.html_parser import Element, tag_of
from reader.article.picture_sources import picture_address
from reader.article.web_page import WebPage, text_of
from reader.model import Author
from reader.people.judge import looks_like_person
from reader.people.names import NAMES_LIMIT, Person, read_byline
from reader.text import fold
from reader.web.addresses import site_of, web_url

_PART_LIMIT = 200  # characters of a given or a family name
_GIVEN = frozenset({"givenname", "firstname", "forename", "vorname", "prenom", "voornaam", "fornavn", "imie", "fname"})
_AUTHORS = frozenset({"author", "autor", "auteur", "autore", "byline", "contributor", "writer", "fn"})
_PARTS = frozenset({"first", "last", "given", "family", "nick", "user", "sur"})
_FAMILY = frozenset({"familyname", "lastname", "surname", "nachname", "achternaam", "etternavn", "nazwisko", "lname"})


def people_in_text(text: str | None) -> Iterator[Author]:
    """The people that a text names; an address names nobody."""
    if text and not web_url(text):
        yield from map(author_of, read_byline(text))


def author_of(person: Person) -> Author:
    """A person from a byline, of whom nothing else is known."""
    return Author(person.name, role=person.role)


def first_with_person(groups: Iterable[list[Author]]) -> list[Author]:
    """The first group of authors with a person; if there is none, the first one."""
    some = [group for group in groups if group]
    return next((group for group in some if _names_person(group)), next(iter(some), []))


def _names_person(authors: Iterable[Author]) -> bool:
    return any(looks_like_person(author.name) for author in authors)


def people_in_element(page: WebPage, element: Element) -> Iterator[Author]:
    """The people that an element names: by ``itemprop=name``, by its text, or by the links in it that are names."""
    if tag_of(element) == "meta":
        yield from people_in_text(element.get("content"))
        return
    names = [found for found in element.iterdescendants() if _states_name(found)]
    texts = [found.get("content") or lines_of(found) for found in names[:NAMES_LIMIT]] or _texts_of(element)
    people = [person for text in texts if not web_url(text) for person in read_byline(text)]
    links = [element] if tag_of(element) == "a" else list(element.iter("a"))[: 2 * NAMES_LIMIT]
    linked = {
        fold(one.name): (one, link)
        for link in links
        for text in _texts_of(link)
        for one in read_byline(text)
        if looks_like_person(one.name)
    }
    if linked and not linked.keys() <= {fold(person.name) for person in people}:
        people = [person for person, _ in linked.values()]
    picture = next(element.iter("img"), None) if len(people) == 1 else None
    for person in people[:NAMES_LIMIT]:
        _, link = linked.get(fold(person.name), (None, None))
        place = link if link is not None else element if len(people) == 1 else None
        url = _author_address(page, place) if place is not None else None
        yield Author(
            person.name, url, person.role, avatar=picture_address(picture, page.base) if picture is not None else None
        )


def _states_name(element: Element) -> bool:
    if any("name" in (element.get(attribute) or "").split() for attribute in ("itemprop", "property")):
        return True
    return any(map(_is_name_of_author, (element.get("class") or "").split()))


def _is_name_of_author(token: str) -> bool:
    """Whether a class is for the name alone: ``author-name`` beside ``author-twitter``."""
    words = words_of(token)
    return words[-1:] == ["name"] and len(words) > 1 and not _AUTHORS.isdisjoint(words) and _PARTS.isdisjoint(words)


def _texts_of(element: Element) -> list[str]:
    return _names_in_parts(element) or [lines_of(element)]


def _names_in_parts(element: Element) -> list[str]:
    """The names whose given and family names are elements of their own, by class or property."""
    parts: tuple[list[str], list[str]] = ([], [])
    for found in islice(element.iterdescendants(), 4 * NAMES_LIMIT):
        marks = f"{found.get('class') or ''} {found.get('itemprop') or ''} {found.get('property') or ''}"
        keys = {re.sub(r".*:|[-_]", "", mark).lower() for mark in marks.split()} if marks.strip() else set()
        for words, texts in zip((_GIVEN, _FAMILY), parts, strict=True):
            if not keys.isdisjoint(words):
                texts.append(text_of(found, _PART_LIMIT))
    return [f"{first} {last}" for first, last in zip(*parts, strict=True)] if len(parts[0]) == len(parts[1]) else []


def _author_address(page: WebPage, element: Element) -> str | None:
    links = [element] if tag_of(element) == "a" else list(element.iter("a"))
    for link in links:
        url = page.absolute(link.get("href"))
        if not url or site_of(url) != site_of(page.url) or url.rstrip("/") == page.url.rstrip("/"):
            continue
        if "author" in (link.get("rel") or "").split() or is_author_address(url):
            return url
    return None

"""Who wrote it, when feed and page each have something to say. Pure.

A feed names the right people more often than what can be found on a page, and seldom says more of them than
the name; the page knows role, biography and picture. So where the feed names persons they are the authors,
and the page tells of them; else the page's are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.model import Author
from reader.text import fold

MOST = 12
_NO_PERSON = frozenset((
    "admin", "administrator", "staff", "team", "editor", "editors", "editorial", "redaktion", "redaktionsteam",
    "desk", "news", "newsroom", "newsdesk", "online", "webmaster", "author", "reporter", "reporters", "correspondent",
    "correspondents", "press", "agency", "agencies", "media", "group", "blog", "podcast", "magazine", "newspaper",
    "contributor", "contributors", "company", "guest", "writer", "writers", "redaction", "redaccion", "dpa", "afp",
    "reuters", "inc", "gmbh", "ltd", "ag",
))  # fmt: skip
_PARTICLES = frozenset((
    "de", "da", "di", "do", "dos", "das", "del", "della", "der", "den", "du", "la", "le", "van", "von", "zu", "zur",
    "zum", "ten", "ter", "bin", "ibn", "al", "el", "y", "e",
))  # fmt: skip
_NOT_A_NAME = re.compile(r"[@/\\:;|<>\[\]{}0-9]")
_LETTERS_WITHOUT_CASE = re.compile(r"[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def looks_like_person(name: str, *, beside: Iterable[str] = ()) -> bool:
    """Could this be a person's name? ``beside``: the names of the feed and of the site, which are none."""
    folded = fold(name)
    if not folded or _NOT_A_NAME.search(name) or folded in {fold(other) for other in beside if other}:
        return False
    if _LETTERS_WITHOUT_CASE.search(name):
        return len(name) <= 40
    words = [word for word in re.split(r"[\s\u00a0]+", name.strip()) if word]
    if not 2 <= len(words) <= 6 or not _NO_PERSON.isdisjoint(folded.replace(".", "").split()):
        return False
    return all(word[:1].isupper() or fold(word).rstrip(".'’") in _PARTICLES or "'" in word[:3] for word in words)


def merge_authors(feed: Sequence[Author], page: Sequence[Author], *, beside: Iterable[str] = ()) -> tuple[Author, ...]:
    """The entry's authors, at most :data:`MOST`: the feed's if they are persons, told of by the page."""
    names = tuple(beside)
    persons = [author for author in feed if looks_like_person(author.name, beside=names)]
    if not persons:
        return tuple(page[:MOST]) or tuple(feed[:MOST])
    of_page = {fold(author.name): author for author in page}
    merged = [_told(author, of_page.pop(_match(author.name, of_page), None)) for author in persons]
    agreed = len(of_page) < len(page)
    others = [author for author in of_page.values() if agreed and looks_like_person(author.name, beside=names)]
    return tuple((merged + others)[:MOST])


def _match(name: str, names: Iterable[str]) -> str:
    """The same name among folded ones, or the one that it is short for ("J. Doe", "Doe"); else itself."""
    folded = fold(name)
    known = list(names)
    if folded in known:
        return folded
    short = [other for other in known if _is_short_for(folded, other) or _is_short_for(other, folded)]
    return short[0] if len(short) == 1 else folded


def _is_short_for(short: str, full: str) -> bool:
    parts, whole = short.replace(".", ". ").split(), full.split()
    if len(parts) < 2 or len(whole) < 2 or parts[-1] != whole[-1]:
        return False
    first = parts[0].rstrip(".")
    return first == whole[0] or (len(first) == 1 and whole[0].startswith(first))


def _told(author: Author, page: Author | None) -> Author:
    """The feed's author with what the page adds; the longer of two spellings of the name."""
    if page is None:
        return author
    name = page.name if _is_short_for(fold(author.name), fold(page.name)) and "." in author.name else author.name
    return replace(
        page,
        name=name,
        url=page.url or author.url,
        role=page.role or author.role,
        bio=page.bio or author.bio,
        avatar=page.avatar or author.avatar,
        links=page.links or author.links,
    )

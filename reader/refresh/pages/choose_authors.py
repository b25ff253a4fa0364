"""Chooses an entry's authors when both its feed and its page name some. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.model import Author
from reader.people.judge import is_short_for, looks_like_person
from reader.people.merge import fill_gaps
from reader.people.names import NAMES_LIMIT
from reader.text import fold


def choose_authors(
    feed: Sequence[Author], page: Sequence[Author], *, except_for: Iterable[str] = ()
) -> tuple[Author, ...]:
    """The authors of an entry whose page has been read, at most :data:`NAMES_LIMIT`.

    A feed names the right people more often than a page does, and seldom has more than their names; the page has
    roles, biographies and pictures. So if the feed names people, they are the authors and the page fills in the
    details; other people on the page count only if it names one of the feed's as well. If the feed names nobody, the
    page's authors are taken, unless the feed names all of them and more. ``except_for``: the names of feed and site,
    which are not people.
    """
    names = tuple(except_for)
    people = [author for author in feed if looks_like_person(author.name, except_for=names)]
    of_page = {fold(author.name): author for author in page}
    if not people:
        is_part = of_page.keys() < {fold(author.name) for author in feed}
        return tuple((feed if is_part else page)[:NAMES_LIMIT])
    merged = [_with_details(author, of_page.pop(_key_of(author.name, of_page), None)) for author in people]
    agreed = len(of_page) < len(page)
    others = [author for author in of_page.values() if agreed and looks_like_person(author.name, except_for=names)]
    return tuple((merged + others)[:NAMES_LIMIT])


def _key_of(name: str, keys: Iterable[str]) -> str:
    """The key among folded names that means this name, also if one abbreviates the other; else the folded name."""
    folded = fold(name)
    known = list(keys)
    if folded in known:
        return folded
    short = [other for other in known if is_short_for(folded, other) or is_short_for(other, folded)]
    return short[0] if len(short) == 1 else folded


def _with_details(author: Author, page: Author | None) -> Author:
    """The feed's author with the page's details, and with the name that the page spells out."""
    if page is None:
        return author
    spelled_out = "." in author.name and is_short_for(fold(author.name), fold(page.name))
    return replace(fill_gaps(page, author), name=page.name if spelled_out else author.name)

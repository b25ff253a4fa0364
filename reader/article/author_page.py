"""Reads an author's own page: profile, biography and picture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.article.author_boxes import find_boxes
from reader.article.author_nodes import BIO_LIMIT, people_in_json_ld, texts_about_others, usable_bio
from reader.article.box_people import read_box, tells_of_somebody
from reader.article.find_authors import LINK_LIMIT
from reader.article.html_parser import Element
from reader.article.tokens import belongs_to_article, in_comments
from reader.article.web_page import WebPage, parse_page, text_of
from reader.model import Author
from reader.people.judge import is_short_for
from reader.people.merge import merge_mentions
from reader.people.names import read_name
from reader.text import clean_line, fold
from reader.web.addresses import split_url
from reader.web.encoding import decode

_CARDS_LIMIT = 50  # cards of one page that are read
_NO_PORTRAIT = re.compile(r"logo|default|placeholder|fallback|share|og-?image|open-?graph|banner", re.IGNORECASE)


def read_author_page(body: bytes, *, url: str, name: str | None, content_type: str | None = None) -> Author | None:
    """The author that a page is about, or None if it has no details about that person.

    ``name`` is the expected person: a page about somebody else gives None. The sources, in this order: Person or
    ProfilePage in JSON-LD, h-card, author boxes, ``og:description`` and ``og:image``.
    """
    page = parse_page(decode(body, content_type), url)
    if page is None:
        return None
    mentions = [author for author in _mentions(page, name) if not name or _is_same(author.name, name)]
    merged = merge_mentions(replace(author, name=name or author.name) for author in mentions)
    author = _checked(page, merged[0]) if merged else None
    if author is None or not (author.bio and author.avatar):
        author = _from_open_graph(page, name or (author.name if author else None), author)
    if author is None:
        return None
    author = replace(author, url=page.url or None, links=author.links[:LINK_LIMIT])
    return author if author.bio or author.avatar or author.role or author.links else None


def _is_same(found: str, name: str) -> bool:
    """Whether a name on the page is the expected one; a box without a name is about whom the page is about."""
    one, other = fold(found), fold(name)
    return one in ("", other) or is_short_for(one, other) or is_short_for(other, one)


def _checked(page: WebPage, author: Author) -> Author:
    """The author without a biography that is a placeholder or about the site."""
    return replace(author, bio=usable_bio(author.bio, not_person=texts_about_others(page, is_own_page=True)))


def _mentions(page: WebPage, name: str | None) -> Iterator[Author]:
    known = [name] if name else []
    yield from people_in_json_ld(page)
    for card in page.with_class("h-card", "vcard")[:_CARDS_LIMIT]:
        if not in_comments(card) and belongs_to_article(card):
            yield read_box(page, [card], known=known)
    yield from find_boxes(page, known, is_own_page=True)
    yield from (read_box(page, [place], name, known) for place in _descriptions(page) if name)


def _descriptions(page: WebPage) -> list[Element]:
    """The description of an archive, which in WordPress is the author's biography on an author's page."""
    found = page.with_class("archive-description", "taxonomy-description", "author-archive-description")
    return [place for place in found[:_CARDS_LIMIT] if len(text_of(place, BIO_LIMIT)) < BIO_LIMIT]


def _from_open_graph(page: WebPage, name: str | None, known: Author | None) -> Author | None:
    """The page's description and picture, if its Open Graph type is ``profile`` or its title contains the name."""
    title = page.meta("og:title", "twitter:title") or text_of(next(page.tree.iter("title"), None))
    if not name:
        name = read_name(title.split("|")[0].split(" – ")[0]) if page.meta("og:type") == "profile" else None
    if not name or (fold(name) not in fold(title) and page.meta("og:type") != "profile"):
        return known
    known = known or Author(clean_line(name))
    return replace(known, bio=known.bio or _description(page, name), avatar=known.avatar or _picture(page))


def _description(page: WebPage, name: str) -> str | None:
    """The page's description if it tells of the person. A site that has none for the person puts its own there."""
    text = page.meta("og:description", "description", "twitter:description")
    bio = usable_bio(text, not_person=texts_about_others(page, is_own_page=True))
    is_profile = page.meta("og:type") == "profile"
    return (
        bio
        if bio and (_mentions_name(bio, name) or (is_profile and tells_of_somebody(bio, set(), has_name=False)))
        else None
    )


def _mentions_name(text: str, name: str) -> bool:
    words = re.findall(r"\w{3,}", fold(name))
    return not set(words).isdisjoint(re.findall(r"\w{3,}", fold(text)))


def _picture(page: WebPage) -> str | None:
    """The page's picture, unless it is the site's logo or the one that the site shows for all pages."""
    image = page.absolute(page.meta("og:image", "twitter:image"))
    logos = {page.absolute(page.graph.address(node.get("logo"))) for node in page.graph.nodes if node.get("logo")}
    return image if image and image not in logos and not _NO_PORTRAIT.search(split_url(image).path) else None

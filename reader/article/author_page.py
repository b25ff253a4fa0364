"""Reads an author's own page: profile, biography and picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reader.article.author_boxes import find_boxes, read_box
from reader.article.author_nodes import author_of_node, usable_bio
from reader.article.find_authors import LINK_LIMIT
from reader.article.json_ld import one_line
from reader.article.web_page import WebPage, belongs_to_article, in_comments, parse_page, text_of, with_class
from reader.model import Author
from reader.people.merge import merge_mentions
from reader.people.names import read_name
from reader.text import clean_line, fold
from reader.web.encoding import decode


def read_author_page(body: bytes, *, url: str, name: str | None, content_type: str | None = None) -> Author | None:
    """The author that a page is about, or None if it has no details about that person.

    ``name`` is the expected person: a page about somebody else gives None. The sources, in this order: Person or
    ProfilePage in JSON-LD, h-card, author boxes, ``og:description`` and ``og:image``.
    """
    page = parse_page(decode(body, content_type), url)
    if page is None:
        return None
    mentions = [author for author in _mentions(page) if not name or fold(author.name) in ("", fold(name))]
    merged = merge_mentions(replace(author, name=name or author.name) for author in mentions)
    author = merged[0] if merged else None
    if author is None or not (author.bio or author.avatar):
        author = _from_open_graph(page, name or (author.name if author else None), author)
    if author is None:
        return None
    author = replace(author, url=page.url or None, bio=usable_bio(author.bio), links=author.links[:LINK_LIMIT])
    return author if author.bio or author.avatar or author.role or author.links else None


def _mentions(page: WebPage) -> Iterator[Author]:
    for node in page.graph.of_type("person"):
        if found := read_name(one_line(node.get("name"))):
            yield author_of_node(page, node, found)
    for card in with_class(page.tree, "h-card", "vcard"):
        if not in_comments(card) and belongs_to_article(card):
            yield read_box(page, [card])
    yield from find_boxes(page)


def _from_open_graph(page: WebPage, name: str | None, known: Author | None) -> Author | None:
    """The page's description and picture, if its Open Graph type is ``profile`` or its title contains the name."""
    title = page.meta("og:title", "twitter:title") or text_of(next(page.tree.iter("title"), None))
    if not name:
        name = read_name(title.split("|")[0].split(" – ")[0]) if page.meta("og:type") == "profile" else None
    if not name or (fold(name) not in fold(title) and page.meta("og:type") != "profile"):
        return known
    known = known or Author(clean_line(name))
    description = usable_bio(page.meta("og:description", "description", "twitter:description"))
    if description and fold(description) in {fold(text_of(e)) for e in with_class(page.tree, "site-description")}:
        description = None
    image = page.absolute(page.meta("og:image", "twitter:image"))
    return replace(known, bio=known.bio or description, avatar=known.avatar or image)

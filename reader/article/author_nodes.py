"""Reads people from JSON-LD, and decides which descriptions on a page are a person's own."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from reader.article.box_lines import clean_biography
from reader.article.json_ld import Node, is_person, one_line, types_of
from reader.article.web_page import WebPage, text_of
from reader.model import Author
from reader.people.names import read_name
from reader.text import fold
from reader.web.addresses import web_url

BIO_LIMIT = 4_000  # characters
_PEOPLE_LIMIT = 50  # Person nodes of one page
_PLACEHOLDER = re.compile(
    r"^(?:lorem ipsum|this author has(?:n't| not)|no (?:bio|description)|dieser autor hat|cet auteur n'a|add your bio|"
    r"view all posts|alle beiträge (?:von|des|der|anzeigen)|all posts by|user bio|bio coming soon|author's bio)",
    re.IGNORECASE,
)


def author_of_node(page: WebPage, node: Node, name: str) -> Author:
    """An author from a schema.org Person. Of a node that is something else, the description is left out."""
    graph = page.graph
    same_as = (item for item in graph.follow(node.get("sameAs")) if isinstance(item, str))
    links = tuple(url for item in same_as if (url := web_url(item)))
    url = page.absolute(graph.address(node.get("url")))
    described = node.get("description") or node.get("disambiguatingDescription")
    descriptions = graph.texts(described) if is_person(node) or not types_of(node) else []
    return Author(
        name=name,
        url=url if url and url.rstrip("/") != page.url.rstrip("/") and len(url) > 12 else None,
        role=next(iter(graph.texts(node.get("jobTitle"))), None),
        bio=descriptions[0] if descriptions else None,
        avatar=page.absolute(graph.address(node.get("image"))),
        links=links,
    )


def names_of(page: WebPage, node: Node) -> list[str]:
    """The names of a node, or its given and its family name."""
    if names := page.graph.texts(node.get("name")):
        return names
    parts = [part for key in ("givenName", "familyName") if (part := one_line(node.get(key)))]
    return [" ".join(parts)] if len(parts) == 2 else []


def people_in_json_ld(page: WebPage) -> Iterator[Author]:
    """All people that the page's JSON-LD describes, at any depth. The order of the nodes makes no difference."""
    nodes = page.graph.of_type("person")[:_PEOPLE_LIMIT]
    if len(nodes) > 1:
        nodes = sorted(nodes, key=lambda node: json.dumps(node, sort_keys=True, default=str))
    for node in nodes:
        names = names_of(page, node)
        if len(names) == 1 and (name := read_name(names[0])):
            yield author_of_node(page, node, name)


def usable_bio(text: str | None, *, not_person: Collection[str] = ()) -> str | None:
    """A biography as clean text, or None if it is too short, a placeholder, or one of the texts about something else.

    ``not_person``: folded texts, see :func:`texts_about_others`.
    """
    if not text or fold(" ".join(text.split())) in not_person:
        return None
    bio = clean_biography(text)
    if not bio or _PLACEHOLDER.match(bio) or fold(bio) in not_person:
        return None
    return bio[:BIO_LIMIT]


def texts_about_others(page: WebPage, *, is_own_page: bool) -> frozenset[str]:
    """The folded descriptions on a page that are about the site or the article, and so nobody's biography.

    ``is_own_page``: on an author's own page, the description of the page may be the author's.
    """
    texts = [] if is_own_page else [*page.metas.get("description", ()), *page.metas.get("og:description", ())]
    nodes = (node for node in page.graph.nodes if types_of(node) and not is_person(node))
    texts += [text for node in nodes if (text := one_line(node.get("description")))]
    texts += [text_of(found) for found in page.with_class("site-description", "site-tagline")]
    return frozenset(fold(text) for text in texts)

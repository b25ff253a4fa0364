"""Finds an article's authors on its page, with their roles, biographies, pictures and links.

The sources are tried in an order that was measured on real pages: JSON-LD, meta elements, ``itemprop``,
``rel=author``, vcards, byline classes. The first source with a name decides who the authors are; later sources and
author boxes only add details about the same people. Readers' comments are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from reader.article.addresses import picture_address
from reader.article.author_boxes import BIO_MINIMUM, find_boxes, is_author_address, is_box
from reader.article.html_parser import Element, tag_of
from reader.article.json_ld import Node, one_line, types_of
from reader.article.web_page import WebPage, belongs_to_article, has_token, text_of, with_class
from reader.model import Author
from reader.people.merge import merge_mentions
from reader.people.names import NAMES_LIMIT, looks_like_person, read_byline, read_name
from reader.text import clean_text, fold
from reader.web.addresses import site_of, web_url

_BYLINE = re.compile(
    r"(?:.*[-_])?(?:byline|by-line|autorenzeile|dachzeile-autor|signature)(?:[-_]{1,2}(?:name|names|link|author|text))?|"
    r"(?:c-)?(?:article|post|entry|story|meta)?[-_]{0,2}(?:authors?|autor(?:en|in)?|auteurs?)(?:[-_]{1,2}(?:name|names|link|info))?",
    re.IGNORECASE,
)
_PLACEHOLDER_BIO = re.compile(
    r"^(?:lorem ipsum|this author has(?:n't| not)|no (?:bio|description)|dieser autor hat|cet auteur n'a|add your bio|"
    r"view all posts|alle beiträge|all posts by|user bio|bio coming soon|author's bio)",
    re.IGNORECASE,
)
_ORGANISATIONS = frozenset({"organization", "newsmediaorganization", "corporation", "ngo"})
LINK_LIMIT = 12


def find_authors(page: WebPage, *, site: str | None) -> tuple[Author, ...]:
    """The page's authors, each once, with the details that the page has.

    ``site`` is the name of the site, which is an author only if the page names no other.
    """
    found = [list(source(page)) for source in _SOURCES]
    without_site = [[author for author in authors if not _is_site(author.name, page, site)] for authors in found]
    boxes = [box for box in find_boxes(page) if not _is_site(box.name, page, site)][:NAMES_LIMIT]
    chosen = next((authors for authors in without_site if authors), None) or [box for box in boxes if box.name]
    if not chosen:
        chosen = next((authors for authors in found if authors), [])[:1]
    boxes = _name_boxes(boxes, chosen)
    only_in_boxes = [box for box in boxes if fold(box.name) not in _keys(chosen)] if _share(chosen, boxes) else []
    keys = _keys([*chosen, *only_in_boxes])
    mentions = [*(author for authors in without_site for author in authors), *boxes]
    details = [author for author in mentions if fold(author.name) in keys]
    merged = merge_mentions([*chosen, *only_in_boxes, *details])
    return tuple(_with_checked_details(author, page, site) for author in merged[:NAMES_LIMIT])


def _keys(authors: Iterable[Author]) -> set[str]:
    return {fold(author.name) for author in authors}


def _share(chosen: list[Author], boxes: list[Author]) -> bool:
    """Whether a box is about a chosen author. Then the other boxes are about further authors of the article."""
    return bool(_keys(chosen) & _keys(boxes))


def _name_boxes(boxes: list[Author], chosen: list[Author]) -> list[Author]:
    """The boxes, those without a name named after the only author or the one that their text names."""
    result = []
    for found in boxes:
        box = found
        if not box.name:
            meant = [author for author in chosen if fold(author.name) in fold(box.bio or "")]
            owner = meant[0] if meant else chosen[0] if len(chosen) == 1 else None
            box = replace(box, name=owner.name) if owner else box
        if box.name:
            result.append(box)
    return result


def _with_checked_details(author: Author, page: WebPage, site: str | None) -> Author:
    """The author without a placeholder biography, one that describes the site, and a role that repeats a name."""
    bio = usable_bio(author.bio)
    if bio and fold(bio) in {fold(text) for text in _site_texts(page)}:
        bio = None
    links = tuple(link for link in author.links if link != author.url)[:LINK_LIMIT]
    role = author.role if author.role and fold(author.role) not in (fold(author.name), fold(site or "")) else None
    return replace(author, bio=bio, links=links, role=role)


def usable_bio(text: str | None) -> str | None:
    """A biography as clean text, or None if it is too short or a placeholder."""
    bio = " ".join(clean_text(text or "").split(" ")).strip()[:4_000]
    return bio if len(bio) >= BIO_MINIMUM and not _PLACEHOLDER_BIO.match(bio) else None


def _site_texts(page: WebPage) -> Iterator[str]:
    yield from page.metas.get("description", ())
    yield from page.metas.get("og:description", ())
    for node in page.graph.of_type("website", *_ORGANISATIONS):
        if text := one_line(node.get("description")):
            yield text
    yield from (text_of(found) for found in with_class(page.tree, "site-description", "site-tagline"))


def _is_site(name: str, page: WebPage, site: str | None) -> bool:
    """Whether a name is the name of the site or its publisher."""
    key = fold(name)
    publishers = page.graph.texts(page.graph.article().get("publisher"))
    return bool(key) and key in {fold(text) for text in (site or "", site_of(page.url), *publishers) if text}


def _from_json_ld(page: WebPage) -> Iterator[Author]:
    article = page.graph.article()
    values = page.graph.follow(article.get("author") or article.get("creator"))
    people = [value for value in values if isinstance(value, str) or types_of(value).isdisjoint(_ORGANISATIONS)]
    for value in people or values:
        if isinstance(value, str):
            yield from _people(value)
        else:
            yield from _of_node(page, value)


def _of_node(page: WebPage, node: Node) -> Iterator[Author]:
    text = one_line(node.get("name")) or ""
    name = read_name(text)
    if not name:
        return
    pieces = read_byline(text)
    if len(pieces) > 1 and all(looks_like_person(person.name) for person in pieces):
        yield from (Author(person.name, role=person.role) for person in pieces)
        return
    yield author_of_node(page, node, name)


def author_of_node(page: WebPage, node: Node, name: str) -> Author:
    """An author from a schema.org Person."""
    graph = page.graph
    same_as = (item for item in graph.follow(node.get("sameAs")) if isinstance(item, str))
    links = tuple(url for item in same_as if (url := web_url(item)))
    url = page.absolute(graph.address(node.get("url")))
    descriptions = graph.texts(node.get("description"))
    return Author(
        name=name,
        url=url if url and url.rstrip("/") != page.url.rstrip("/") and len(url) > 12 else None,
        role=next(iter(graph.texts(node.get("jobTitle"))), None),
        bio=descriptions[0] if descriptions else None,
        avatar=page.absolute(graph.address(node.get("image"))),
        links=links,
    )


def _people(text: str | None) -> Iterator[Author]:
    if text and not web_url(text):
        yield from (Author(person.name, role=person.role) for person in read_byline(text))


def _from_meta(page: WebPage, name: str) -> Iterator[Author]:
    """The people named by meta elements, with the addresses of ``article:author`` if there is one for each."""
    people = [author for value in page.metas.get(name, ()) for author in _people(value)]
    addresses = [url for value in page.metas.get("article:author", ()) if (url := web_url(value))]
    if len(addresses) == len(people):
        people = [_with_address(page, author, url) for author, url in zip(people, addresses, strict=True)]
    yield from people


def _with_address(page: WebPage, author: Author, url: str) -> Author:
    if site_of(url) == site_of(page.url):
        return replace(author, url=url)
    return replace(author, links=(url,))


def _from_itemprop(page: WebPage) -> Iterator[Author]:
    for element in page.tree.iter():
        if "author" in (element.get("itemprop") or "").split() and belongs_to_article(element):
            yield from _of_element(page, element)


def _from_rel(page: WebPage) -> Iterator[Author]:
    for element in page.tree.iter("a"):
        if "author" in (element.get("rel") or "").split() and belongs_to_article(element):
            yield from _of_element(page, element)


def _from_vcard(page: WebPage) -> Iterator[Author]:
    for card in with_class(page.tree, "vcard", "h-card"):
        if belongs_to_article(card) and not is_box(card):
            names = with_class(card, "fn", "p-name") or [card]
            for name in names[:NAMES_LIMIT]:
                yield from _of_element(page, name)


def _from_byline(page: WebPage) -> Iterator[Author]:
    element = byline_element(page)
    if element is not None:
        yield from _of_element(page, element)


_Source = Callable[[WebPage], Iterable[Author]]
_METAS = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author")
_SOURCES: tuple[_Source, ...] = (
    _from_json_ld,
    *(partial(_from_meta, name=name) for name in _METAS),
    _from_itemprop,
    _from_rel,
    _from_vcard,
    _from_byline,
)


def byline_element(page: WebPage) -> Element | None:
    """The element with the byline."""
    for element in page.tree.iter("address", "p", "div", "span", "li", "a", "section", "header", "footer", "em", "ul"):
        if has_token(element, _BYLINE) and belongs_to_article(element) and not is_box(element):
            text = text_of(element, 240)
            if 3 <= len(text) <= 200 and read_byline(text):
                return element
    return None


def _of_element(page: WebPage, element: Element) -> Iterator[Author]:
    """The people that an element names: by ``itemprop=name``, by the links in it that are names, or by its text."""
    if tag_of(element) == "meta":
        yield from _people(element.get("content"))
        return
    names = [found for found in element.iterdescendants() if "name" in (found.get("itemprop") or "").split()]
    if len(names) == 1 and (name := read_name(names[0].get("content") or text_of(names[0], 160))):
        yield Author(name, url=_author_address(page, element), avatar=_picture(page, element))
        return
    links = [element] if tag_of(element) == "a" else list(element.iter("a"))
    people = [(name, link) for link in links if (name := read_name(text_of(link, 160))) and " " in name]
    if people:
        yield from (Author(name, url=_author_address(page, link)) for name, link in people)
        return
    yield from _people(text_of(element, 240))


def _author_address(page: WebPage, element: Element) -> str | None:
    links = [element] if tag_of(element) == "a" else list(element.iter("a"))
    for link in links:
        url = page.absolute(link.get("href"))
        if not url or site_of(url) != site_of(page.url) or url.rstrip("/") == page.url.rstrip("/"):
            continue
        if "author" in (link.get("rel") or "").split() or is_author_address(url):
            return url
    return None


def _picture(page: WebPage, element: Element) -> str | None:
    image = next(element.iter("img"), None)
    return picture_address(image, page.base) if image is not None else None

"""Who wrote an article, and what the page says of them: one cascade of sources, merged by name.

The order was measured (FACTS, "Articles and authors"): linked data, meta elements, itemprop, rel=author,
vcard, byline classes; the first that names somebody decides *who* wrote it, every later one and the
author boxes only add what they know of the same people. What readers wrote below counts for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from reader.article.addresses import picture_address
from reader.article.authorbox import BIO_LEAST, find_boxes, is_author_address, is_box, read_box
from reader.article.html_parser import Element, tag_of
from reader.article.json_ld import Node, line, types_of
from reader.article.page import WebPage, has_token, in_comments, of_article, parse_page, text_of, with_class
from reader.model import Author
from reader.people.merge import merge_mentions
from reader.people.names import looks_like_person, read_byline, read_name
from reader.text import clean_line, clean_text, fold
from reader.web.addresses import site_of, web_url
from reader.web.encoding import decode

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
_MOST = 12


def find_authors(page: WebPage, *, site: str | None) -> tuple[Author, ...]:
    """The page's authors, each once, with role, biography, picture and links as far as the page has them.

    ``site`` is the name of the site; as an author it counts only where there is no other.
    """
    found = [list(source(page)) for source in _SOURCES]
    people = [[author for author in authors if not _is_site(author.name, page, site)] for authors in found]
    boxes = [box for box in find_boxes(page) if not _is_site(box.name, page, site)][:_MOST]
    chosen = next((authors for authors in people if authors), None) or [box for box in boxes if box.name]
    if not chosen:
        chosen = next((authors for authors in found if authors), [])[:1]
    boxes = _attributed(boxes, chosen)
    extra = [box for box in boxes if fold(box.name) not in _names(chosen)] if _has(chosen, boxes) else []
    known = _names([*chosen, *extra])
    others = [author for author in (*(a for group in people for a in group), *boxes) if fold(author.name) in known]
    merged = merge_mentions([*chosen, *extra, *others])
    return tuple(_checked(author, page, site) for author in merged[:_MOST])


def _names(authors: Iterable[Author]) -> set[str]:
    return {fold(author.name) for author in authors}


def _has(chosen: list[Author], boxes: list[Author]) -> bool:
    """Whether the boxes are about this article's authors, so that one more in them is a further author."""
    return bool(_names(chosen) & _names(boxes))


def _attributed(boxes: list[Author], chosen: list[Author]) -> list[Author]:
    """Boxes without a name given to whom they mean: the only author, or the one named in the text."""
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


def _checked(author: Author, page: WebPage, site: str | None) -> Author:
    """Without a biography that says nothing, or that is the site's own description."""
    bio = usable_bio(author.bio)
    if bio and fold(bio) in {fold(text) for text in _site_texts(page)}:
        bio = None
    links = tuple(link for link in author.links if link != author.url)[:_MOST]
    role = author.role if author.role and fold(author.role) not in (fold(author.name), fold(site or "")) else None
    return replace(author, bio=bio, links=links, role=role)


def usable_bio(text: str | None) -> str | None:
    """A biography as clean text, or None if it is too short or a placeholder."""
    bio = " ".join(clean_text(text or "").split(" ")).strip()[:4_000]
    return bio if len(bio) >= BIO_LEAST and not _PLACEHOLDER_BIO.match(bio) else None


def _site_texts(page: WebPage) -> Iterator[str]:
    yield from page.metas.get("description", ())
    yield from page.metas.get("og:description", ())
    for node in page.graph.of_type("website", *_ORGANISATIONS):
        if text := line(node.get("description")):
            yield text
    yield from (text_of(found) for found in with_class(page.tree, "site-description", "site-tagline"))


def _is_site(name: str, page: WebPage, site: str | None) -> bool:
    """Whether a name is that of the site or its publisher."""
    key = fold(name)
    publishers = page.graph.texts(page.graph.article().get("publisher"))
    return bool(key) and key in {fold(text) for text in (site or "", site_of(page.url), *publishers) if text}


def _from_linked_data(page: WebPage) -> Iterator[Author]:
    article = page.graph.article()
    values = page.graph.follow(article.get("author") or article.get("creator"))
    people = [value for value in values if isinstance(value, str) or types_of(value).isdisjoint(_ORGANISATIONS)]
    for value in people or values:
        if isinstance(value, str):
            yield from _people(value)
        else:
            yield from _of_node(page, value)


def _of_node(page: WebPage, node: Node) -> Iterator[Author]:
    named = line(node.get("name")) or ""
    name = read_name(named)
    if not name:
        return
    pieces = read_byline(named)
    if len(pieces) > 1 and all(looks_like_person(person.name) for person in pieces):
        yield from (Author(person.name, role=person.role) for person in pieces)
        return
    yield author_of_node(page, node, name)


def author_of_node(page: WebPage, node: Node, name: str) -> Author:
    """A schema.org Person as an author."""
    graph = page.graph
    same = (item for item in graph.follow(node.get("sameAs")) if isinstance(item, str))
    links = tuple(url for item in same if (url := web_url(item)))
    own = page.absolute(graph.address(node.get("url")))
    described = graph.texts(node.get("description"))
    return Author(
        name=name,
        url=own if own and own.rstrip("/") != page.url.rstrip("/") and len(own) > 12 else None,
        role=next(iter(graph.texts(node.get("jobTitle"))), None),
        bio=described[0] if described else None,
        avatar=page.absolute(graph.address(node.get("image"))),
        links=links,
    )


def _people(text: str | None) -> Iterator[Author]:
    if text and not web_url(text):
        yield from (Author(person.name, role=person.role) for person in read_byline(text))


def _from_meta(page: WebPage, name: str) -> Iterator[Author]:
    """The people that the meta elements of one name give, with their addresses where those can be assigned."""
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
        if "author" in (element.get("itemprop") or "").split() and of_article(element):
            yield from _of_element(page, element)


def _from_rel(page: WebPage) -> Iterator[Author]:
    for element in page.tree.iter("a"):
        if "author" in (element.get("rel") or "").split() and of_article(element):
            yield from _of_element(page, element)


def _from_vcard(page: WebPage) -> Iterator[Author]:
    for card in with_class(page.tree, "vcard", "h-card"):
        if of_article(card) and not is_box(card):
            names = with_class(card, "fn", "p-name") or [card]
            for name in names[:_MOST]:
                yield from _of_element(page, name)


def _from_byline(page: WebPage) -> Iterator[Author]:
    element = byline_element(page)
    if element is not None:
        yield from _of_element(page, element)


_Source = Callable[[WebPage], Iterable[Author]]
_METAS = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "citation_author")
_SOURCES: tuple[_Source, ...] = (
    _from_linked_data,
    *(partial(_from_meta, name=name) for name in _METAS),
    _from_itemprop,
    _from_rel,
    _from_vcard,
    _from_byline,
)


def byline_element(page: WebPage) -> Element | None:
    """The element that holds the line about the author under the headline."""
    for element in page.tree.iter("address", "p", "div", "span", "li", "a", "section", "header", "footer", "em", "ul"):
        if has_token(element, _BYLINE) and of_article(element) and not is_box(element):
            words = text_of(element, 240)
            if 3 <= len(words) <= 200 and read_byline(words):
                return element
    return None


def _of_element(page: WebPage, element: Element) -> Iterator[Author]:
    """The people of an element: by the links in it where each is a name, else by its text."""
    if tag_of(element) == "meta":
        yield from _people(element.get("content"))
        return
    named = [found for found in element.iterdescendants() if "name" in (found.get("itemprop") or "").split()]
    if len(named) == 1 and (name := read_name(named[0].get("content") or text_of(named[0], 160))):
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


def read_author_page(body: bytes, *, url: str, name: str | None, content_type: str | None = None) -> Author | None:
    """What an author's own page says of the person; None if it tells nothing of them.

    ``name`` is who is looked for: a page about somebody else gives None. Person or ProfilePage in linked
    data, h-card, the classes of author boxes, then ``og:description`` and ``og:image``, in this order.
    """
    page = parse_page(decode(body, content_type), url)
    if page is None:
        return None
    about = [author for author in _told(page) if not name or _same(author.name, name)]
    merged = merge_mentions([replace(author, name=name or author.name) for author in about])
    author = merged[0] if merged else None
    if author is None or not (author.bio or author.avatar):
        author = _from_open_graph(page, name or (author.name if author else None), author)
    if author is None:
        return None
    author = replace(author, url=page.url or None, bio=usable_bio(author.bio), links=author.links[:_MOST])
    return author if author.bio or author.avatar or author.role or author.links else None


def _same(one: str, other: str) -> bool:
    return not one or fold(one) == fold(other)


def _told(page: WebPage) -> Iterator[Author]:
    for node in page.graph.of_type("person"):
        if found := read_name(line(node.get("name"))):
            yield author_of_node(page, node, found)
    for card in with_class(page.tree, "h-card", "vcard"):
        if not in_comments(card) and of_article(card):
            yield read_box(page, [card])
    yield from find_boxes(page)


def _from_open_graph(page: WebPage, name: str | None, known: Author | None) -> Author | None:
    """The description of a page that is about a person: its type says so, or its title starts with the name."""
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

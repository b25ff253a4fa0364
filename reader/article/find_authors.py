"""Finds an article's authors on its page, with their roles, biographies, pictures and links, and its byline.

The sources are tried in an order that was measured on real pages. The first one that names a person decides who the
authors are; a later one that names the same people and more completes them, and author boxes add details.
An organisation counts only if no source names a person, and the site itself never.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.article.addresses import own_address
from reader.article.article_scope import ArticleScope
from reader.article.author_boxes import find_boxes, read_named_boxes
from reader.article.author_nodes import people_in_json_ld, texts_about_others, usable_bio
from reader.article.author_sources import LAST_SOURCES, OWNER, SOURCES, WEAK_SOURCES, Source
from reader.article.byline_lines import byline_lines, line_around
from reader.article.html_parser import Element, tag_of
from reader.article.json_ld import one_line, types_of
from reader.article.marked_bylines import credited_elements, marked_bylines
from reader.article.site_names import SiteNames, organisations
from reader.article.translators import translators
from reader.article.trust import is_out_of_sight
from reader.article.web_page import WebPage, long_text_of, text_of
from reader.lazy_dataclass import dataclass
from reader.model import Author
from reader.people.judge import looks_like_person, names_agency, names_company, names_organisation
from reader.people.merge import merge_mentions
from reader.people.names import NAMES_LIMIT, read_byline
from reader.people.prefixes import introduces_name
from reader.text import fold

_ACCOUNT = re.compile(r"/schema/person/|/author/[^/]+/(?:#author)?$")
_NAMES_ACCOUNTS = re.compile(r"\W*(?:drupal|typo3|joomla|contao|plone|redaxo)", re.IGNORECASE)
_METAS_OF_ACCOUNT = ("author", "dc.creator", "dcterms.creator")
LINK_LIMIT = 12
_PIECES_LIMIT = 200  # pieces of text that are searched for a name


@dataclass(frozen=True, slots=True)
class Credits:
    """Who wrote an article, and where its page says so."""

    authors: tuple[Author, ...]
    byline: str  # as on the page; empty if no element holds it
    element: Element | None  # holds the byline and nothing else of the article
    boxes: tuple[Element, ...] = ()  # hold biographies that no class marks


def find_credits(page: WebPage, *, site: str | None, scope: ArticleScope | None = None) -> Credits:
    """The page's authors, each once, with the details that the page has, and its byline.

    ``site`` is the name of the site, which is never an author of its own.
    """
    if _lists_others(page):
        return Credits((), "", None)
    scope = scope or ArticleScope(page)
    names = SiteNames(page, site)
    found = _find(page, scope, names)
    known = _chosen(found, set(map(fold, organisations(page.graph))))
    in_boxes = find_boxes(page, [author.name for author in known], scope=scope)
    boxes = [box for box in in_boxes if not box.name or box.name not in names][:NAMES_LIMIT]
    chosen = _chosen([known, [box for box in boxes if box.name and (box.bio or not known)]], set())
    boxes = _name_boxes(boxes, chosen)
    described = [box for box in boxes if box.bio and looks_like_person(box.name)]
    others = [box for box in described if fold(box.name) not in _keys(chosen)]
    chosen += others if _share(chosen, boxes) else []
    keys = _keys(chosen)
    mentions = [*(author for authors in found for author in authors), *people_in_json_ld(page), *boxes]
    details = [author for author in mentions if fold(author.name) in keys]
    elements: tuple[Element, ...] = ()
    if not any(author.bio for author in details):
        told, elements = read_named_boxes(page, scope, [author.name for author in chosen])
        details += told
    merged = [_in_usual_letters(author, details) for author in merge_mentions([*chosen, *details])]
    not_bios = texts_about_others(page, is_own_page=False) if any(author.bio for author in merged) else ()
    authors = tuple(_with_checked_details(author, page, site, not_bios) for author in merged[:NAMES_LIMIT])
    bylines = _byline_elements(scope, authors)
    element = line_around(bylines[0]) if bylines else None
    return Credits(authors, _byline(bylines), element, elements if any(author.bio for author in authors) else ())


def _find(page: WebPage, scope: ArticleScope, names: SiteNames) -> list[list[Author]]:
    """The people that each source names, without the site, hidden accounts and translators."""
    no_authors = _hidden_accounts(page) | translators(scope)

    def read(source: Source) -> list[Author]:
        return [one for one in source(page, scope) if one.name not in names and fold(one.name) not in no_authors]

    found = _without_owner(page, [read(source) for source in SOURCES])
    if not any(looks_like_person(author.name) for authors in found for author in authors):
        found += [read(source) for source in LAST_SOURCES]
    if not any(not names_organisation(author.name) for authors in found for author in authors):
        found += [read(source) for source in WEAK_SOURCES]
    return found if any(found) else [*found, read(OWNER)]


def _lists_others(page: WebPage) -> bool:
    """Whether linked data says that a page is a collection, and of no article that it is this page."""
    kinds = [types_of(node) for node in page.graph.nodes]
    if not any("collectionpage" in names for names in kinds):
        return False
    return not any(name.endswith(("article", "posting")) for names in kinds for name in names)


def find_authors(page: WebPage, *, site: str | None) -> tuple[Author, ...]:
    """The authors of :func:`find_credits`."""
    return find_credits(page, site=site).authors


def _chosen(found: list[list[Author]], organisations: set[str]) -> list[Author]:
    """The authors of the first source that names a person, or of one that names the same people and more."""
    people = [
        [author for author in authors if looks_like_person(author.name) and fold(author.name) not in organisations]
        for authors in found
    ]
    chosen = next(filter(None, people), [])
    if not chosen:
        named = [authors for authors in found if authors]
        others = (authors for authors in named if not any(names_organisation(author.name) for author in authors))
        people, chosen = found, next(others, next(iter(named), []))
    fuller = [authors for authors in people if _keys(authors) > _keys(chosen) and len(authors) <= NAMES_LIMIT]
    return max(fuller, key=len, default=chosen) if chosen else []


def _without_owner(page: WebPage, found: list[list[Author]]) -> list[list[Author]]:
    """The findings without organisations, other than agencies, that the frame of the page names: its owner.

    A company that the page names nowhere is its owner or its agency, too.
    """
    names = {author.name for authors in found for author in authors if names_organisation(author.name)}
    owners = {name for name in names if not names_agency(name) and _is_owner(page, name)}
    return [[author for author in authors if author.name not in owners] for authors in found] if owners else found


def _is_owner(page: WebPage, name: str) -> bool:
    """Whether a name is in the title, a picture's text, the navigation or the footer, and nowhere else on the page."""
    key = fold(name)
    pieces = page.tree.xpath(".//text()[contains(., $name)]", name=name.partition(" ")[0])
    named = [piece.getparent() for piece in pieces[:_PIECES_LIMIT] if key in fold(piece)]
    places = [{tag_of(up) for up in (place, *place.iterancestors())} for place in named]
    places = [tags for tags in places if tags.isdisjoint(("script", "style", "template"))]
    logos = page.body.xpath(".//img[contains(@alt, $name)]", name=name.partition(" ")[0])
    is_framed = bool(places) or any(key in fold(logo.get("alt")) for logo in logos[:_PIECES_LIMIT])
    return (is_framed or names_company(name)) and all(tags & {"title", "nav", "footer"} for tags in places)


def _hidden_accounts(page: WebPage) -> set[str]:
    """The folded names of accounts that a system put into linked data or meta elements and the page does not show.

    WordPress plugins name the account that published an article. A theme that leaves it out does so because it is not
    the author's. The patterns match the ids that Yoast, All in One SEO and Rank Math use.
    """
    nodes = (node for node in page.graph.authors() if not isinstance(node, str))
    accounts = {
        name for node in nodes if _ACCOUNT.search(str(node.get("@id"))) and (name := one_line(node.get("name")))
    }
    if _NAMES_ACCOUNTS.match(page.meta("generator") or ""):
        values = (value for name in _METAS_OF_ACCOUNT for value in page.metas.get(name, ()))
        accounts |= {person.name for value in values for person in read_byline(value)}
    text = fold(long_text_of(page.body)) if accounts else ""
    return {key for name in accounts if (key := fold(name)) not in text or _is_only_hidden(page, name)}


def _is_only_hidden(page: WebPage, name: str) -> bool:
    """Whether all pieces of text with a name are out of sight, as in themes that switch the byline off."""
    pieces = page.body.xpath(".//text()[contains(., $name)]", name=name.partition(" ")[0])
    named = [piece for piece in pieces if fold(name) in fold(piece)]
    places = [piece.getparent().getparent() if piece.is_tail else piece.getparent() for piece in named]
    return bool(places) and all(is_out_of_sight(place) for place in places)


def _byline_elements(scope: ArticleScope, authors: tuple[Author, ...]) -> list[Element]:
    """The first element that names the authors as a byline, and the bylines in it that name as many of them."""
    for elements in (marked_bylines(scope), credited_elements(scope), byline_lines(scope)):
        named = [(element, _named_in(element, authors)) for element in elements]
        first, names = next((pair for pair in named if pair[1]), (None, set()))
        if first is not None:
            return [
                element for element, others in named if others == names and first in (element, *element.iterancestors())
            ]
    return []


def _named_in(element: Element, authors: tuple[Author, ...]) -> set[str]:
    text = fold(text_of(element, 240))
    return {author.name for author in authors if fold(author.name) in text}


def _byline(elements: list[Element]) -> str:
    """The shortest of the texts, of those that say "By" or the like if there are some."""
    texts = sorted((text_of(element, 200) for element in elements), key=len)
    return next(filter(introduces_name, texts), next(iter(texts), ""))


def _in_usual_letters(author: Author, mentions: list[Author]) -> Author:
    """An author whose name is in capitals, with the name as another source writes it."""
    if not author.name.isupper():
        return author
    usual = (one.name for one in mentions if fold(one.name) == fold(author.name) and not one.name.isupper())
    return replace(author, name=next(usual, author.name))


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


def _with_checked_details(author: Author, page: WebPage, site: str | None, not_bios: Collection[str]) -> Author:
    """The author without a placeholder biography, one that describes the site, and a role that repeats a name."""
    bio = usable_bio(author.bio, not_person=not_bios)
    links = tuple(link for link in author.links if link != author.url)[:LINK_LIMIT]
    url = own_address(author.url, page.url)
    role = author.role if author.role and fold(author.role) not in (fold(author.name), fold(site or "")) else None
    return replace(author, url=url, bio=bio, links=links, role=role)

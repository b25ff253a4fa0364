"""Where a page names its authors: linked data, meta elements, attributes, classes, links, and bare lines of text.

Each source yields the people that it names, in order. It does not judge whether they are the article's authors; see
:mod:`reader.article.find_authors`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial

from reader.article.article_scope import ArticleScope
from reader.article.author_boxes import is_box
from reader.article.author_links import from_author_links, from_rel, groups, states_author
from reader.article.author_nodes import author_of_node, names_of
from reader.article.byline_lines import (
    byline_lines,
    bylines_in_paragraphs,
    is_byline,
    labelled_lines,
    labelled_texts,
    last_byline,
)
from reader.article.byline_pairs import named_beside_labels, named_beside_symbols, names_below_headline
from reader.article.html_parser import Element, tag_of
from reader.article.json_ld import Node, is_organisation, one_line
from reader.article.marked_bylines import has_author_word, marked_byline
from reader.article.named_people import author_of, first_with_person, people_in_element, people_in_text
from reader.article.posted_by import members, posters
from reader.article.signatures import signed_people
from reader.article.site_names import is_in_host, titles_of_site
from reader.article.trust import is_out_of_sight
from reader.article.web_page import WebPage, with_class
from reader.model import Author
from reader.people.given_names import is_surely_person
from reader.people.judge import without_titles
from reader.people.names import NAMES_LIMIT, read_byline
from reader.people.prefixes import introduces_name
from reader.web.addresses import site_of, web_url

_METAS = ("author", "article:author", "parsely-author", "byl", "dc.creator", "dcterms.creator", "citation_author")


Source = Callable[[WebPage, ArticleScope], Iterable[Author]]


def from_json_ld(page: WebPage, _scope: ArticleScope) -> Iterator[Author]:
    """The persons whom linked data names as authors of the article."""
    for value in page.graph.authors():
        if isinstance(value, str):
            yield from people_in_text(value)
        elif not is_organisation(value):
            yield from _of_node(page, value)


def organisations_in_json_ld(page: WebPage, _scope: ArticleScope) -> Iterator[Author]:
    """The organisations that linked data names as authors of the article."""
    for value in page.graph.authors():
        if not isinstance(value, str) and is_organisation(value):
            yield from people_in_text(one_line(value.get("name")))


def from_recipe(page: WebPage, _scope: ArticleScope) -> Iterator[Author]:
    """The author of the only recipe in linked data, if that is surely a person."""
    recipes = page.graph.of_type("recipe")
    for value in page.graph.follow(recipes[0].get("author")) if len(recipes) == 1 else ():
        found = _of_node(page, value) if isinstance(value, dict) else people_in_text(value)
        yield from (author for author in found if is_surely_person(author.name))


def _of_node(page: WebPage, node: Node) -> Iterator[Author]:
    people = [person for name in names_of(page, node) for person in read_byline(name)]
    if len(people) == 1:
        author = author_of_node(page, node, people[0].name)
        yield replace(author, role=author.role or people[0].role)
    else:
        yield from map(author_of, people)


def from_meta(page: WebPage, _scope: ArticleScope, name: str) -> Iterator[Author]:
    """The people named by meta elements, with the addresses of ``article:author`` if there is one for each."""
    people = [author for value in page.metas.get(name, ()) for author in people_in_text(value)]
    addresses = [url for value in page.metas.get("article:author", ()) if (url := web_url(value))]
    if len(addresses) == len(people):
        people = [_with_address(page, author, url) for author, url in zip(people, addresses, strict=True)]
    yield from people


def _with_address(page: WebPage, author: Author, url: str) -> Author:
    if site_of(url) == site_of(page.url):
        return replace(author, url=url)
    return replace(author, links=(url,))


def from_other_metas(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in other meta elements whose name has the word "author", or behind a label "Written by"."""
    found = [
        [one for value in values for one in people_in_text(value)]
        for name, values in page.metas.items()
        if name not in _METAS and has_author_word(name) and "first_name" not in name and "last_name" not in name
    ]
    parts = [[value for name, value in page.metas.items() if name.endswith(end)] for end in ("first_name", "last_name")]
    found += [list(people_in_text(f"{first[0]} {last[0]}")) for first, last in zip(*parts, strict=False)]
    linked = (link for link in scope.marked.stated if tag_of(link) == "link" and states_author(link, "rel"))
    found += [list(people_in_text(link.get("title"))) for link in linked]
    for number in ("1", "2", "3"):
        pairs = zip(page.all_of(f"twitter:label{number}"), page.all_of(f"twitter:data{number}"), strict=False)
        found += [list(people_in_text(value)) for label, value in pairs if introduces_name(f"{label}: {value}")]
    yield from first_with_person(found)


def from_description(page: WebPage, _scope: ArticleScope) -> Iterator[Author]:
    """The byline at the end of the description: "… Von Ada Brine"."""
    end = last_byline(page.meta("og:description", "description") or "")
    if end and is_byline(end):
        yield from people_in_text(end)


def from_itemprop(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in ``itemprop=author``, unless the property is of a work that the article cites."""
    stated = (one for one in scope.marked.stated if _states_property(one) and one in scope)
    own = (one for one in stated if not _is_of_other_work(one, scope))
    yield from first_with_person(
        [person for element in group for person in people_in_element(page, element)] for group in groups(own)
    )


def _states_property(element: Element) -> bool:
    """Whether an element is an author by a property of microdata or RDFa, such as ``schema:author``."""
    return any(
        re.split("[:/#]", word)[-1] in ("author", "creator")
        for attribute in ("itemprop", "property")
        for word in (element.get(attribute) or "").split()
    )


def _is_of_other_work(element: Element, scope: ArticleScope) -> bool:
    """Whether the item that has this property is another one than the article: a citation, a comment, a product."""
    item = next((up for up in element.iterancestors() if up.get("itemscope", up.get("typeof")) is not None), None)
    if item is None or item in scope.holders or item.find(".//h1") is not None:
        return False
    kind = re.split("[:/]", item.get("itemtype") or item.get("typeof") or "")[-1].lower()
    return tag_of(item) == "li" or not kind.endswith(("article", "posting", "webpage", "person"))


def from_vcard(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people on cards (hCard, h-card); a table is a card of what the page is about."""
    for card in scope.marked.with_class("vcard", "h-card"):
        if card in scope and tag_of(card) != "table" and not is_box(card) and not is_out_of_sight(card):
            names = with_class(card, "fn", "p-name") or [card]
            for name in names[:NAMES_LIMIT]:
                yield from people_in_element(page, name)


def from_byline(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in the elements that are bylines by their classes."""
    for element in marked_byline(scope):
        yield from people_in_element(page, element)


def from_lines(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in lines of text that are nothing but a byline, before and after the article's text."""
    for element in byline_lines(scope):
        yield from people_in_element(page, element)


def from_paragraphs(_page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in a byline at the edge of a paragraph."""
    for text in bylines_in_paragraphs(scope):
        yield from people_in_text(text)


def from_labels(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people in a line such as "Author: Ada Brine" somewhere else."""
    for element in labelled_lines(scope):
        yield from people_in_element(page, element)
        return
    for text in labelled_texts(scope):
        yield from people_in_text(text)


def from_pairs(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people beside a label or a symbol that is an element of its own."""
    elements = next(filter(None, map(list, (named_beside_labels(scope), named_beside_symbols(scope)))), [])
    for element in elements:
        yield from people_in_element(page, element)


def from_posting_lines(_page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """Who posted the article, perhaps under a nickname."""
    for name in posters(scope):
        yield Author(name)


def from_members(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The member of a site whose profile is linked beside the date of the article."""
    for link in members(scope):
        yield from people_in_element(page, link)


def from_signature(_page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The person who signs the text at its end."""
    yield from signed_people(scope)


def from_name_below_headline(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The person whose name is the only line between the headline and the text."""
    for element in names_below_headline(scope):
        yield from people_in_element(page, element)


def from_owner(page: WebPage, _scope: ArticleScope) -> Iterator[Author]:
    """The person to whom a personal site belongs: its title is the name that its address consists of."""
    for name in map(without_titles, titles_of_site(page)):
        if is_surely_person(name) and is_in_host(page, name):
            yield Author(name)
            return


# The sources, in the order that worked best on real pages. The last ones are used only if the others name no person.
SOURCES: tuple[Source, ...] = (
    from_json_ld,
    *(partial(from_meta, name=name) for name in _METAS),
    from_itemprop,
    from_rel,
    from_vcard,
    from_byline,
    from_other_metas,
    from_author_links,
    organisations_in_json_ld,
)
LAST_SOURCES: tuple[Source, ...] = (
    from_recipe,
    from_lines,
    from_description,
    from_labels,
    from_posting_lines,
    from_pairs,
    from_paragraphs,
)
# These are used only if the others name nobody but organisations.
WEAK_SOURCES: tuple[Source, ...] = (from_members, from_name_below_headline, from_signature)
# This one is used only if no other names anybody.
OWNER: Source = from_owner

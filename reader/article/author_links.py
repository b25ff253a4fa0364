"""Where a page names its authors by links: those with ``rel=author``, and those whose addresses are authors' pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from reader.article.addresses import is_author_address, is_author_folder
from reader.article.article_scope import ArticleScope
from reader.article.html_parser import Element, tag_of
from reader.article.marked_bylines import BYLINE_LIMIT, ELEMENTS_LIMIT
from reader.article.named_people import first_with_person, people_in_element
from reader.article.trust import is_out_of_sight
from reader.article.web_page import WebPage, text_of
from reader.model import Author
from reader.people.judge import looks_like_person
from reader.text import fold
from reader.web.addresses import site_of

_MOST = 4  # people in a line of links without any class; more are a list of columnists
_FURTHER_WORDS = 2  # of an address, beside a name


def states_author(element: Element, attribute: str) -> bool:
    """Whether "author" is a token of an attribute."""
    return "author" in (element.get(attribute) or "").split()


def from_rel(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people behind ``rel=author``."""
    links = (
        link
        for link in scope.marked.stated
        if tag_of(link) == "a" and states_author(link, "rel") and link in scope and not is_out_of_sight(link)
    )
    yield from first_with_person(
        [one for link in group for one in people_in_element(page, link)] for group in groups(links)
    )


def groups(links: Iterable[Element]) -> Iterator[list[Element]]:
    """The elements of each line. Those in later lines may be about the authors of other articles."""
    group: list[Element] = []
    area: Element | None = None
    for link in islice(links, ELEMENTS_LIMIT):
        if area is None or not (link is area or any(up is area for up in islice(link.iterancestors(), 5))):
            if group:
                yield group
            group, area = [], link
            for up in islice(link.iterancestors(), 5):
                if len(text_of(up, BYLINE_LIMIT + 40)) > BYLINE_LIMIT:
                    break
                area = up
        group.append(link)
    if group:
        yield group


def from_author_links(page: WebPage, scope: ArticleScope) -> Iterator[Author]:
    """The people behind links to authors' pages that are a line of their own."""
    links = (link for link in page.body.iter("a") if is_author_address(link.get("href") or "") and link in scope)
    alone = (link for link in links if not _is_in_sentence(link) and not is_out_of_sight(link))
    people = ([one for link in group for one in _linked(page, link)] for group in groups(alone))
    yield from first_with_person(group for group in people if len(group) <= _MOST)


def _linked(page: WebPage, link: Element) -> Iterator[Author]:
    url = page.absolute(link.get("href"))
    if url and site_of(url) == site_of(page.url):
        people = [author for author in people_in_element(page, link) if looks_like_person(author.name)]
        yield from (author for author in people if is_author_folder(url) or _ends_in_name(url, author.name))


def _ends_in_name(url: str, name: str) -> bool:
    """Whether the last part of an address is a name and hardly anything else; a headline has further words."""
    last = fold(unquote(url)).partition("?")[0].rstrip("/").rpartition("/")[2]
    words = re.findall(r"[^\W\d_]+", last.removesuffix(".html"))
    named = re.findall(r"\w{3,}", fold(name))
    return any(word in last for word in named) and len(words) <= len(name.split()) + _FURTHER_WORDS


def _is_in_sentence(link: Element) -> bool:
    block = next(
        (up for up in link.iterancestors() if tag_of(up) in ("p", "li", "div", "td", "blockquote", "section")), None
    )
    return block is not None and len(text_of(block, 400)) > BYLINE_LIMIT and tag_of(block) in ("p", "li", "blockquote")

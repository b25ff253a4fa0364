"""Articles on several pages: where the next page is, which page shows all, and what a page repeats of those before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.article.continued import Continued, bare_line
from reader.article.html_parser import Element, parse_clean
from reader.article.page_numbers import is_page, is_whole
from reader.article.tokens import in_comments
from reader.article.web_page import WebPage

# What a page without further pages hardly ever has; most pages are not looked at any further.
_MAY_GO_ON = re.compile(
    r"""rel=["']?[^"'<>]{0,40}\bnext\b|\bpaginat|\bpag(?:er|ing)\b|page-(?:links|numbers)|nextpage|komplettansicht"""
    r"""|=(?:all|komplett)\b|single-?_?page|onepage""",
    re.IGNORECASE,
)
_PAGER = re.compile(
    r"[\w-]*(?:paginat|pager|paging|page-?(?:links|numbers|nav)|seiten-?nav|nextpage)[\w-]*", re.IGNORECASE
)
_WHOLE = re.compile(
    r"komplettansicht|=(?:all|alle|komplett|full|complete)\b|single-?_?page|onepage|/(?:all|full)\b", re.IGNORECASE
)
_CONTAINERS = ("article", "div", "main", "section")
_MOST_LINKS = 500  # that are looked at
_LEAST_REPEATED = 20  # letters of a paragraph that is left out if a page before had it


def find_next_page(page: WebPage, continued: Continued | None) -> str | None:
    """The address of the next page of the article, if there is one."""
    if not _MAY_GO_ON.search(page.markup):
        return None
    first, number = (continued.first, continued.number + 1) if continued else (page.url, 2)
    addresses = (page.absolute(link.get("href")) for link in _links_on(page))
    return next((address for address in addresses if address and is_page(address, number, first=first)), None)


def find_whole_page(page: WebPage) -> str | None:
    """The address of the page that has all pages of the article on it, if this one names it."""
    if not _WHOLE.search(page.markup):
        return None
    links = [link for link in page.tree.iter("a") if _WHOLE.search(link.get("href") or "")][:_MOST_LINKS]
    addresses = (page.absolute(link.get("href")) for link in links)
    return next((address for address in addresses if address and is_whole(address, first=page.url)), None)


def _links_on(page: WebPage) -> Iterator[Element]:
    """The links that say that they lead to the next page, then those among numbers of pages."""
    named = [link for link in page.tree.iter("link", "a") if "next" in (link.get("rel") or "").lower().split()]
    yield from (link for link in named[:_MOST_LINKS] if not in_comments(link))
    pagers = page.where("class", lambda value: any(map(_PAGER.fullmatch, value.split())))
    room = _MOST_LINKS
    for pager in pagers:
        for link in pager.iter("a"):
            if not in_comments(link):
                yield link
            room -= 1
            if not room:
                return


def without_seen(content: str, seen: frozenset[str]) -> str:
    """The sanitised HTML of a further page without the paragraphs that the pages before have.

    These are the headline and the lead above the text, and what a site puts below every page. Short ones stay, such as
    a row of stars, except at the top.
    """
    body = parse_clean(content)
    if body is None:
        return content
    parent = body
    while (
        len(parent) == 1 and parent[0].tag in _CONTAINERS and not f"{parent.text or ''}{parent[0].tail or ''}".strip()
    ):
        parent = parent[0]
    at_top, changed = True, False
    for child in list(parent):
        text = bare_line("".join(child.itertext()))
        repeated = text in seen and (at_top or len(text) >= _LEAST_REPEATED)
        if repeated:
            tail = child.tail or ""
            before = child.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                parent.text = (parent.text or "") + tail
            parent.remove(child)
            changed = True
        elif text:
            at_top = False
    if not changed:
        return content
    from lxml import html  # type: ignore[import-untyped]

    parts = [parent.text or "", *(html.tostring(child, encoding="unicode") for child in parent)]
    return "".join(parts)

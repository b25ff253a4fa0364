"""Articles on several pages: where the next page is, which page shows all, and what a page repeats of those before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from reader.article.continued import Continued, bare_line
from reader.article.html_parser import Element, parse_clean
from reader.article.page_numbers import is_page, is_whole
from reader.article.tokens import in_comments
from reader.article.web_page import WebPage

# Words without which a page has no such links, in the markup and in the values of attributes.
_NEXT = ("next", "Next", "NEXT")
_PAGER = (
    "paginat", "pager", "paging", "page-links", "page-numbers", "page-nav", "pagelinks", "pagenav", "seitennav",
    "seiten-nav", "nextpage",
)  # fmt: skip
_WHOLE = (
    "komplettansicht", "=all", "=komplett", "=full", "=complete", "singlepage", "single-page", "single_page", "onepage",
    "allpages=", "showall=", "viewall=", "/all", "/full",
)  # fmt: skip
_CONTAINERS = ("article", "div", "main", "section")
_MOST_LINKS = 500  # that are looked at
_LEAST_REPEATED = 20  # letters of a paragraph that is left out if a page before had it


def find_next_page(page: WebPage, continued: Continued | None) -> str | None:
    """The address of the next page of the article, if there is one."""
    first, number = (continued.first, continued.number + 1) if continued else (page.url, 2)
    addresses = (page.absolute(link.get("href")) for link in _links_on(page))
    return next((address for address in addresses if address and is_page(address, number, first=first)), None)


def find_whole_page(page: WebPage) -> str | None:
    """The address of the page that has all pages of the article on it, if this one names it."""
    written = [link.get("href") or "" for link in page.tree.iter("a")]
    if not _has("\n".join(written).lower(), _WHOLE) or not _has(page.markup, _WHOLE):
        return None
    name = page.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    near = (href for href in written if name in href or href.startswith(("?", ".")))
    addresses = (page.absolute(href) for href in islice(near, _MOST_LINKS) if _has(href.lower(), _WHOLE))
    return next((address for address in addresses if address and is_whole(address, first=page.url)), None)


def _links_on(page: WebPage) -> Iterator[Element]:
    """The links that say that they lead to the next page, then those among numbers of pages."""
    if _has(page.markup, _NEXT):
        named = [link for link in page.tree.iter("link", "a") if "next" in (link.get("rel") or "").lower().split()]
        yield from (link for link in named[:_MOST_LINKS] if not in_comments(link))
    if _has("\n".join(page.by_attribute["class"]).lower(), _PAGER) and _has(page.markup, _PAGER):
        pagers = page.where("class", lambda value: _has(value.lower(), _PAGER))
        links = (link for pager in pagers for link in pager.iter("a"))
        yield from (link for link in islice(links, _MOST_LINKS) if not in_comments(link))


def _has(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


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

"""Reads an article's metadata from its page: one function for each field, each with its sources in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree  # type: ignore[import-untyped]

from reader.article.html_parser import Element
from reader.article.json_ld import one_line
from reader.article.tokens import belongs_to_article, in_comments
from reader.article.web_page import WebPage, text_of
from reader.text import clean_line, clean_title, fold
from reader.text.furniture_words import COMMENTS
from reader.web.addresses import site_of
from reader.web.discussion_links import SIGNS, says_discussion

_KICKERS = ("kicker", "article__kicker", "article-kicker", "c-kicker", "overline", "topline", "dachzeile", "eyebrow")
_AROUND_CATEGORY = " ›»>|/·•–—-"
_NO_CATEGORIES = frozenset({
    "allgemein", "uncategorized", "uncategorised", "unkategorisiert", "sin categoría", "non classé", "senza categoria",
    "geen categorie", "bez kategorii", "okategoriserade", "startseite", "home", "homepage", "accueil", "inicio",
    "strona główna", "detail", "details", "artikel", "article",
})  # fmt: skip
_COUNT = re.compile(
    rf"(\d[\d.,']{{0,9}})\s*(?:reader |leser-?)?(?:{COMMENTS}|responses?|replies|thoughts?|antworten?)\b"
    rf"|(?:{COMMENTS})\s*[:(]\s*(\d[\d.,']{{0,9}})",
    re.IGNORECASE,
)
_NO_COMMENTS = re.compile(rf"\b(?:no|keine?|aucun|sin|nessun|geen)\s+(?:{COMMENTS}|commento)", re.IGNORECASE)
_ONE_COMMENT = re.compile(rf"\b(?:one|ein|un|uno|één)\s+(?:{COMMENTS}|commento|reactie)\b", re.IGNORECASE)
_TO_COMMENTS = re.compile(r"#(?:comments?|respond|kommentare?|disqus_thread)$")
_TO_COMMENTS_HERE = re.compile(r"#(?:comments?|respond|kommentare?)$")
_LINK_CLASSES = frozenset({"comments-link", "comments"})
_WITH_FRAGMENT = etree.XPath("descendant::a[contains(@href, '#')]")
_MAY_BE_DISCUSSIONS = etree.XPath("descendant::a[" + " or ".join(f"contains(@href, '{sign}')" for sign in SIGNS) + "]")
_MOST_DISCUSSIONS = 100  # links that are looked at
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_FEED_RELATIONS = frozenset({"alternate", "replies"})
_BLOGGER = re.compile(r"/feeds/[0-9]+/comments/default$")
_IN_CATEGORY = etree.XPath("descendant::a[contains(@rel, 'category')]")


def find_language(page: WebPage) -> str | None:
    """The language as a BCP 47 tag, such as ``de`` or ``en-GB``."""
    stated = [
        page.tree.get("lang"), one_line(page.graph.article().get("inLanguage")),
        page.meta("og:locale", "content-language", "dc.language", "language"),
    ]  # fmt: skip
    tags = (clean_line(value, 20).replace("_", "-") for value in stated if value)
    return next((tag for tag in tags if re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag)), None)


def find_category(page: WebPage, title: str) -> str | None:
    """The section that the article with the headline ``title`` appeared in."""
    found = (clean_title(name).strip(_AROUND_CATEGORY) for name in _sections(page, title) if name)
    return next((name for name in found if 1 < len(name) <= 60 and name.casefold() not in _NO_CATEGORIES), None)


def _sections(page: WebPage, title: str) -> Iterator[str | None]:
    for link in _IN_CATEGORY(page.tree):
        if "category" in link.get("rel").lower().split() and belongs_to_article(link):
            yield text_of(link, 80)
    yield page.meta("article:section")
    yield from page.graph.texts(page.graph.article().get("articleSection"))
    yield from (_first_part(found) for found in page.with_class(*_KICKERS) if belongs_to_article(found))
    yield from _breadcrumbs(page, title)


def _first_part(kicker: Element) -> str:
    """The text of a kicker; of one whose parts only its style keeps apart, the first one."""
    parts = list(kicker.iterchildren("span", "a", "strong", "b"))
    apart = any((part.tail or "").strip() for part in parts) or (kicker.text or "").strip()
    glued = len(parts) > 1 and not apart and all(not part.tail for part in parts[:-1])
    return (text_of(parts[0], 80) if glued else "") or text_of(kicker, 80)


def _breadcrumbs(page: WebPage, title: str) -> list[str]:
    """The last step before the article itself, if it is not the first one (the home page)."""
    for node in page.graph.of_type("breadcrumblist"):
        steps: list[str] = []
        for item in page.graph.follow(node.get("itemListElement")):
            if isinstance(item, dict):
                steps.extend((page.graph.texts(item.get("name")) or page.graph.texts(item.get("item")))[:1])
        inner = [step for step in steps[1:] if fold(step) != fold(title)]
        return inner[-1:]
    return []


def find_image(page: WebPage) -> str | None:
    """The main picture."""
    stated = page.meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")
    return page.absolute(stated) or page.absolute(page.graph.address(page.graph.article().get("image")))


def find_comments_url(page: WebPage) -> str | None:
    """The address of the readers' comments: a page of their own, or a place on this page."""
    for link in page.tree.iter("link", "a"):
        href, rel, classes = (link.get(name) or "" for name in ("href", "rel", "class"))
        if (
            ("#" in href and _TO_COMMENTS.search(href.strip()))
            or (rel and "replies" in rel.lower().split())
            or ("comments" in classes and not _LINK_CLASSES.isdisjoint(classes.split()))
        ) and (url := page.absolute(href.strip())):
            return url
    for name in ("comments", "kommentare", "disqus_thread", "respond"):
        if page.url and page.where("id", name.__eq__):
            return f"{page.url.partition('#')[0]}#{name}"
    return None


def find_comments_feed(page: WebPage) -> str | None:
    """The address of the feed with the comments on this page.

    WordPress puts it below the address of the page; Blogger has a form of its own. Other feeds are of the whole site.
    """
    own = page.url.partition("#")[0].partition("?")[0].rstrip("/")
    has_path = own.count("/") > 2
    for link in page.tree.iter("link"):
        rel, kind = (link.get("rel") or "").lower().split(), (link.get("type") or "").lower()
        if kind not in _FEED_TYPES or not _FEED_RELATIONS.intersection(rel):
            continue
        url = page.absolute((link.get("href") or "").strip())
        if url and ("replies" in rel or (has_path and url.startswith(f"{own}/")) or _BLOGGER.search(url)):
            return url
    return None


def find_discussions(page: WebPage) -> tuple[str, ...]:
    """Addresses at other sites where the page says that it is discussed."""
    found: dict[str, None] = {}
    for link in islice(_MAY_BE_DISCUSSIONS(page.tree), _MOST_DISCUSSIONS):
        address = link.get("href").strip()
        if says_discussion(text_of(link, 200), address) and not in_comments(link):
            url = page.absolute(address)
            if url and site_of(url) != site_of(page.url):
                found[url] = None
    return tuple(found)[:5]


def find_comments_count(page: WebPage) -> int | None:
    """The number of comments, from JSON-LD or from text such as "12 Kommentare"."""
    count = _whole(page.graph.article().get("commentCount"))
    if count is not None:
        return count
    for place in _comment_places(page):
        text = text_of(place, 200)
        match = _COUNT.search(text)
        if match:
            return _whole(re.sub(r"\D", "", match[1] or match[2]))
        if _NO_COMMENTS.search(text) or _ONE_COMMENT.search(text):
            return 0 if _NO_COMMENTS.search(text) else 1
    return None


def _comment_places(page: WebPage) -> list[Element]:
    """The elements that may state the number of comments: headings among the comments, and links to them."""
    titles = page.with_class("comments-title", "comment-count", "comments-count", "comments-link", "comments-header")
    headings = [found for found in page.tree.iter("h2", "h3", "h4") if in_comments(found)]
    links = [link for link in _WITH_FRAGMENT(page.tree) if _TO_COMMENTS_HERE.search(link.get("href"))]
    return [*titles, *headings, *links][:40]


def _whole(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 0 <= value < 10_000_000 else None
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 7 else None

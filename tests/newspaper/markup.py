"""Small pieces of HTML and XML that all pages and feeds share."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import formatdate
from html import escape
from typing import Any

from tests.newspaper.picture_files import art_path
from tests.newspaper.site import Article, Author, Site, author_path, slugify
from tests.newspaper.words import Words

_RELATIVE = re.compile(r'\b(href|src)="(?![a-z]+:|#|/)([^"]*)"')
_ROOTED = re.compile(r'\b(href|(?:data-)?src)="(/[^"]*)"')
_SET = re.compile(r'\bsrcset="[^"]*"')
_IN_PAGE = re.compile(r'\bhref="(#[^"]*)"')


def element(name: str, content: str, /, **attributes: str | None) -> str:
    """An element around content that is markup already; ``class_`` and ``data_x`` become ``class`` and ``data-x``."""
    return f"<{name}{_attributes(attributes)}>{content}</{name}>"


def void(name: str, /, **attributes: str | None) -> str:
    """An element without content or end tag."""
    return f"<{name}{_attributes(attributes)}>"


def _attributes(attributes: dict[str, str | None]) -> str:
    named = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    return "".join(f' {key}="{escape(value)}"' for key, value in named if value is not None)


def iso(moment: int) -> str:
    """A Unix time as RFC 3339 in UTC."""
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def http_date(moment: int) -> str:
    """A Unix time as an HTTP date (RFC 9110 section 5.6.7)."""
    return formatdate(moment, usegmt=True)


def time_tag(words: Words, moment: int, class_: str) -> str:
    """A day as a ``time`` element."""
    return element("time", words.date(moment), class_=class_, datetime=iso(moment))


def json_ld(graph: Any) -> str:
    """A script element with linked data; ``</`` cannot end it early."""
    text = json.dumps(graph, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def absolute_links(body: str, article_url: str, base: str) -> str:
    """The body with every address absolute, as a feed without a base needs it."""
    body = _RELATIVE.sub(lambda m: f'{m[1]}="{_joined(article_url, m[2])}"', body)
    body = _ROOTED.sub(lambda m: f'{m[1]}="{base}{m[2]}"', body)
    body = _SET.sub(lambda m: m[0].replace(" /", f" {base}/").replace('"/', f'"{base}/'), body)
    return _IN_PAGE.sub(lambda m: f'href="{article_url}{m[1]}"', body)


def _joined(url: str, relative: str) -> str:
    folder = url.rstrip("/")
    while relative.startswith("../"):
        folder, relative = folder.rsplit("/", 1)[0], relative[3:]
    return f"{folder}/{relative}"


def author_link(author: Author, **attributes: str) -> str:
    """A link to a writer's page."""
    return element("a", escape(author.name), href=author_path(author), **attributes)


def joined(names: Iterable[str], words: Words) -> str:
    """Names as a byline lists them: ``A, B and C``."""
    *others, last = names
    return f"{', '.join(others)} {words.conjunction} {last}" if others else last


def category_path(article: Article, words: Words) -> str:
    """The path of the list of all articles in a category."""
    return f"/{words.code}/{words.category}/{slugify(article.category)}/"


def tag_path(tag: str, words: Words) -> str:
    """The path of the list of all articles with a tag."""
    return f"/{words.code}/{words.tag}/{slugify(tag)}/"


def portrait_path(author: Author) -> str:
    """The path of a writer's portrait."""
    return f"/media/portraits/{author.slug}.png"


def picture_path(article: Article) -> str:
    """The path of the picture over an article."""
    assert article.picture is not None
    return art_path(article.picture.scene, article.slug)


def audio_path(article: Article) -> str:
    """The path of an article's sound file."""
    return f"/media/{article.slug}.wav"


def byline_names(site: Site, article: Article, words: Words) -> str:
    """Who signs an article, as plain text."""
    authors = site.authors_of(article)
    return joined([author.name for author in authors], words) if authors else words.editors

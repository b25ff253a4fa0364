"""A web page → :class:`reader.model.Page`: the article's full text, its authors and what is said of it.

The parser process calls this for a page that was fetched. Everything that the page says about the article
is read first; then what cannot be text is taken away, and the text is located in what remains.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from lxml import html  # type: ignore[import-untyped]

from reader.article import metadata
from reader.article.author import byline_element, find_authors
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.find_text import cover, locate_text, smallest
from reader.article.json_ld import types_of
from reader.article.page import WebPage, parse_page, text_of
from reader.article.prune import drop_furniture, drop_repeats, prune
from reader.article.sanitise import sanitise
from reader.errors import ParseError
from reader.model import Page
from reader.text import clean_text, count_words, drop_sequences
from reader.web.encoding import decode

_LEAST_WORDS = 25  # of a text that counts as an article where nothing else says that it is one
_FOUND_AGAIN = 0.5  # of the located words, so that the page's own markup is worth more than they are
_MAGIC = (
    (b"%PDF", "a PDF file"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive"), (b"\x1f\x8b", "compressed data"),
)  # fmt: skip
# References to controls; those from 128 to 159 mean letters of windows-1252 (HTML, section 13.2.5.84).
_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*([0-8]|1[124-9]|2\d|3[01]|127)(?!\d)|[xX]0*([0-8bcefBCEF]|1[0-9a-fA-F]|7[fF])(?![0-9a-fA-F]));?"
)
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF|opml)\b", re.DOTALL)


def extract_page(body: bytes, *, url: str, content_type: str | None = None) -> Page:
    """The article of a page that was found at ``url``.

    Raises :class:`ParseError`, in words for the user, when there is no article in it.
    """
    text = _without_controls(decode(body, content_type))
    _refuse_others(body, text, content_type)
    page = parse_page(text, url)
    if page is None:
        raise ParseError("The page is empty.")
    title, site = metadata.find_title(page), metadata.find_site(page)
    image, authors = metadata.find_image(page), find_authors(page, site=site)
    byline = text_of(byline_element(page), 200) or ", ".join(author.name for author in authors)
    fields = Page(
        url=page.url,
        title=title,
        byline=byline,
        authors=authors,
        published=metadata.find_published(page),
        site=site,
        language=metadata.find_language(page),
        category=metadata.find_category(page),
        tags=metadata.find_tags(page),
        image=image,
        comments_url=metadata.find_comments_url(page),
        comments_count=metadata.find_comments_count(page),
    )
    return _with_text(page, fields)


def _without_controls(markup: str) -> str:
    """Controls are no text, and one of them, even as a reference, makes the locator give up the page."""
    return drop_sequences(_CONTROL_REFERENCE.sub(_control, markup))


def _control(reference: re.Match[str]) -> str:
    return chr(int(reference[1]) if reference[1] else int(reference[2], 16))


def _with_text(page: WebPage, fields: Page) -> Page:
    """The page with its lead and its text."""
    lead = metadata.find_standfirst(page)
    drop_furniture(page)
    text = locate_text(page.tree)
    lead = lead or metadata.describe(page, text)
    content = sanitise(_body(page, text, fields, lead) or _stated(page), base=page.base)
    plain = plain_text_of(build_document(content, base=page.base))
    if count_words(plain) < _LEAST_WORDS and not _says_article(page, fields):
        raise ParseError("There is no article on this page, or its text is added by a script.")
    return replace(fields, lead=lead, content_html=content, content_text=plain)


def _body(page: WebPage, text: str, fields: Page, lead: str) -> str:
    """The markup of the article's text; the bare text where it cannot be found again in the markup."""
    body = next(page.tree.iter("body"), page.tree)
    coverage = cover(body, text)
    if coverage.located[body] < _FOUND_AGAIN * count_words(text):
        return _paragraphs(text)
    node = smallest(body, coverage)
    gone = prune(node, coverage)
    del coverage, gone  # in this order, see there
    drop_repeats(node, fields.title, lead, fields.image, page.base)
    markup: str = html.tostring(node, encoding="unicode", with_tail=False)
    return markup


def _stated(page: WebPage) -> str:
    """The text that linked data states."""
    return _paragraphs(clean_text(_text(page.graph.article().get("articleBody"))))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())


def _says_article(page: WebPage, fields: Page) -> bool:
    """Whether the page calls itself an article, so that it is one even with no text that could be found."""
    typed = any(kind.endswith(("article", "posting")) for kind in types_of(page.graph.article()))
    return bool(fields.title) and (typed or page.meta("og:type") == "article" or bool(fields.authors))


def _refuse_others(body: bytes, text: str, content_type: str | None) -> None:
    kind = next((words for magic, words in _MAGIC if body.startswith(magic)), None)
    if kind is None and _FEED.match(text[:2_000]):
        kind = "a feed"
    declared = (content_type or "").partition(";")[0].strip().lower()
    if kind is None and declared.startswith(("image/", "audio/", "video/", "application/json", "application/pdf")):
        kind = f"a file of the type {declared}"
    if kind:
        raise ParseError(f"This is no web page but {kind}.")

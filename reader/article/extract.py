"""Extracts the article from a web page: its full text, authors and metadata, as a :class:`reader.model.Page`.

The metadata is read first; then the text is located, and everything else is removed from the tree.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from itertools import islice

from lxml import html  # type: ignore[import-untyped]

from reader.article import metadata
from reader.article.article_scope import ArticleScope
from reader.article.continued import Continued
from reader.article.document import document_of_clean
from reader.article.document_text import plain_text_of
from reader.article.find_authors import find_credits
from reader.article.find_known_text import locate_known_text
from reader.article.find_lead import begins_as_described, find_lead
from reader.article.find_published import find_offset, find_published
from reader.article.find_site import find_site
from reader.article.find_tags import find_tags
from reader.article.find_text import LocatedText
from reader.article.find_title import find_title
from reader.article.further_pages import find_next_page, find_whole_page, without_seen
from reader.article.html_parser import Element
from reader.article.json_ld import types_of
from reader.article.known_article import NOTHING_KNOWN, KnownArticle
from reader.article.main_picture import main_picture, with_main_picture
from reader.article.marked_elements import MarkedElements
from reader.article.page_tree import drop
from reader.article.picture_boxes import mark_picture_boxes
from reader.article.prune import drop_furniture, drop_repeated_elements, prune
from reader.article.sanitise import sanitise
from reader.article.says_title import says_title
from reader.article.segments import count_segment_words, ends_like_sentence
from reader.article.text_coverage import cover, smallest_cover
from reader.article.wall import declared_free, drop_wall, is_complete
from reader.article.web_page import WebPage, parse_page, text_of
from reader.errors import ParseError
from reader.model import Page
from reader.problems import Problem, ProblemDetails, problem
from reader.text import clean_text, count_words, drop_sequences, resolve_controls
from reader.web.encoding import decode

_MINIMUM_WORDS = 25  # in a text that counts as an article although the page does not call it one
_FEWEST_WORDS = 10  # in one that is short
_NO_TEXT = 2  # words, below which a page without a picture says nothing, whatever it declares itself
_SHOWS_SOMETHING = re.compile(r"<(?:img|audio|video|iframe|embed|object)\b")
_HEADINGS = 20  # that are looked at
_MINIMUM_MATCH = 0.5  # share of the located words that the markup must have to be used
_MUCH_LONGER = 3  # times as long as the located text is the text in linked data that is used instead
_WORDS_OF_TEXT = 12  # in a sentence that is not a byline, although its class says so
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol|li|blockquote)\b[^<>]*>", re.IGNORECASE)
# The element that an application fills, and what such a page says without one.
_EMPTY_ROOT = re.compile(
    r"""<(?:div|main|section)\b[^<>]*\bid=["']?(?:root|app|application|main-app|app-root|react-root|__next|__nuxt|"""
    r"""___gatsby|svelte|q-app|ember-app)["'\s>]|<app-root\b""",
    re.IGNORECASE,
)
_MARKUP = re.compile("<[a-z!/?]", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_BEGINNING = 200_000  # characters of a page without text that are searched for those
_NEEDS_SCRIPT = re.compile(r"<noscript\b[^<>]*>(?:(?!</noscript).){0,2000}?java-?script", re.IGNORECASE | re.DOTALL)
_MAGIC = (
    (b"%PDF", Problem.PAGE_IS_PDF),
    (b"\x89PNG", Problem.PAGE_IS_PICTURE),
    (b"\xff\xd8\xff", Problem.PAGE_IS_PICTURE),
    (b"GIF8", Problem.PAGE_IS_PICTURE),
    (b"PK\x03\x04", Problem.PAGE_IS_ARCHIVE),
    (b"\x1f\x8b", Problem.PAGE_IS_COMPRESSED),
)
# References to control characters. Those from 128 to 159 mean letters of windows-1252 (HTML, section 13.2.5.84).
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)?<(?:rss|feed|rdf:RDF|opml)\b", re.DOTALL)


def extract_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    known: KnownArticle = NOTHING_KNOWN,
    continued: Continued | None = None,
) -> Page:
    """The article of the page at ``url``. ``known``: what its feed says about it. ``continued``: it is a further page.

    Raises :class:`ParseError` if the bytes are not a page, or have no article.
    """
    text = drop_sequences(resolve_controls(decode(body, content_type)))
    other = _other_format(body, text, content_type)
    if other:
        raise ParseError(other)
    page = parse_page(text if _MARKUP.search(text) else _paragraphs_of_plain(text), url)
    if page is None:
        raise ParseError(problem(Problem.PAGE_EMPTY))
    return _article_of(page, known, continued)  # with the page still here, which has to be released last


def _article_of(page: WebPage, known: KnownArticle, continued: Continued | None) -> Page:
    title, site = find_title(page, known.title) or known.title, find_site(page)
    scope = ArticleScope(page)
    image, found = metadata.find_image(page), find_credits(page, site=site, scope=scope)
    published = find_published(page, title, scope)
    fields = Page(
        url=page.url,
        title=title,
        byline=found.byline or ", ".join(author.name for author in found.authors),
        authors=found.authors,
        published=published,
        published_offset=find_offset(page, published, scope),
        site=site,
        language=metadata.find_language(page),
        category=metadata.find_category(page, title),
        tags=find_tags(page, scope, [author.name for author in found.authors], title),
        image=image,
        comments_url=metadata.find_comments_url(page),
        comments_count=metadata.find_comments_count(page),
        comments_feed=metadata.find_comments_feed(page),
        discussions=metadata.find_discussions(page),
        next_page=find_next_page(page, continued),
        whole_page=None if continued else find_whole_page(page),
    )
    if found.element is not None and not _is_running_text(found.element):
        drop(found.element)  # it is shown above the text
    for box in found.boxes:
        if box.getparent() is not None:
            drop(box)  # it is shown with the author
    whole = _with_text(page, fields, known, scope.marked)
    return _without_seen(page, whole, continued.seen) if continued and continued.seen else whole


def _without_seen(page: WebPage, whole: Page, seen: frozenset[str]) -> Page:
    """A further page without what the pages before have."""
    content, plain = _cleaned(page, without_seen(whole.content_html, seen))
    return replace(whole, content_html=content, content_text=plain)


def _with_text(page: WebPage, fields: Page, known: KnownArticle, marked: MarkedElements) -> Page:
    """The page with its lead and text, and whether that is the whole of it."""
    mark_picture_boxes(page.body)
    picture = main_picture(page, fields.image)
    located = locate_known_text(page.body, fields.title, known.summary)
    if located.text and known is not NOTHING_KNOWN:
        _check_subject(page, fields, located, known)
    headings = islice(page.body.iter("h1", "h2"), _HEADINGS)
    headlines = [heading for heading in headings if says_title(text_of(heading, 300), fields.title)]
    is_in_article = any(next(headline.iterancestors("article", "main"), None) is not None for headline in headlines)
    is_free = declared_free(page)
    has_wall = drop_wall(located, is_free=is_free)
    if has_wall:
        located = locate_known_text(page.body, fields.title, known.summary)
    lead = find_lead(page, located, fields.title, fields.site)
    if 2 * count_words(lead) > count_words(located.text):
        lead = ""  # which is the text then
    content, plain = _cleaned(page, _body(page, located, fields, lead, marked))
    if count_words(plain) < _MINIMUM_MATCH * count_words(located.text):
        content, plain = _cleaned(page, _paragraphs(located.text))
    described = _body_in_json_ld(page)
    if described and count_words(plain) * _MUCH_LONGER < count_words(described):
        content, plain = _cleaned(page, described)
        has_wall = False
    is_stated = is_in_article or fields.published is not None or begins_as_described(page, plain)
    is_short = count_segment_words(plain) < _MINIMUM_WORDS
    is_news = bool(headlines) and is_stated and _is_short_news(plain)
    is_nothing = count_segment_words(plain) < _NO_TEXT and not _SHOWS_SOMETHING.search(content)
    if is_nothing or (is_short and not (is_news or _is_declared_article(page, fields))):
        raise ParseError(problem(_why_without_article(page, located)))
    complete = is_complete(plain, is_free=is_free, has_wall=has_wall)
    if complete and page.is_cut:
        complete = None
    content = with_main_picture(content, picture)
    return replace(fields, lead=lead, content_html=content, content_text=plain, complete=complete)


def _check_subject(page: WebPage, fields: Page, located: LocatedText, known: KnownArticle) -> None:
    """Raises :class:`ParseError` if the page is not the one of the known article."""
    stated = [page.meta("og:title", "twitter:title") or "", text_of(next(page.tree.iter("title"), None))]
    own = [find_title(page), *stated]
    described = [page.meta("description", "og:description") or "", *(text_of(h) for h in page.body.iter("h1", "h2"))]
    if not known.is_on(fields.url, "\n".join(own), "\n".join([located.text, *described])):
        raise ParseError(problem(Problem.PAGE_OF_OTHER))


def _why_without_article(page: WebPage, located: LocatedText) -> Problem:
    """Why a page has no article: a script adds it, the page is too large, or there is none."""
    if page.is_cut:
        return Problem.PAGE_TOO_LARGE
    begin = page.markup[:_BEGINNING]
    if not located.text and (_EMPTY_ROOT.search(begin) or _NEEDS_SCRIPT.search(begin)):
        return Problem.PAGE_NEEDS_SCRIPT
    return Problem.PAGE_WITHOUT_ARTICLE


def _body(page: WebPage, located: LocatedText, fields: Page, lead: str, marked: MarkedElements) -> str:
    """The markup of the located text, or the text alone if most of it was removed with page furniture."""
    coverage = cover(page.body, located)
    drop_furniture(page, coverage, marked.still_in(page.tree))
    if coverage.located[page.body] < _MINIMUM_MATCH * sum(located.owned.values()):
        return _paragraphs(located.text)
    node = smallest_cover(page.body, coverage)
    prune(node, coverage, fields.title, lead)
    drop_repeated_elements(node, fields.title, lead, fields.image, page.base)
    markup: str = html.tostring(node, encoding="unicode", with_tail=False)
    return markup


def _is_running_text(element: Element) -> bool:
    text = text_of(element)
    return count_words(text) >= _WORDS_OF_TEXT and ends_like_sentence(text)


def _cleaned(page: WebPage, markup: str) -> tuple[str, str]:
    """The markup without what is not allowed in it, and its text."""
    content = sanitise(markup, base=page.base)
    return content, plain_text_of(document_of_clean(content, base=page.base))


def _body_in_json_ld(page: WebPage) -> str:
    """The markup of the text in linked data, which may have paragraphs as tags or as lines."""
    text = page.graph.article().get("articleBody")
    if not isinstance(text, str):
        return ""
    text = text if _TAG.search(text) else unescape(text)
    return text if _TAG.search(text) else _paragraphs(clean_text(text))


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in text.split("\n") if part.strip())


def _paragraphs_of_plain(text: str) -> str:
    """A file of plain text as paragraphs, which blank lines divide if there are any."""
    parts = _BLANK_LINE.split(text) if _BLANK_LINE.search(text) else text.split("\n")
    return _paragraphs(unescape("\n".join(" ".join(part.split()) for part in parts)))


def _is_declared_article(page: WebPage, fields: Page) -> bool:
    """Whether the page declares itself an article, so that it is one even with hardly any text."""
    typed = any(kind.endswith(("article", "posting")) for kind in types_of(page.graph.article()))
    return bool(fields.title) and (typed or page.meta("og:type") == "article" or bool(fields.authors))


def _is_short_news(text: str) -> bool:
    """Whether this is a sentence or two, which are an article below a headline if it has a date or a description."""
    return any(map(ends_like_sentence, text.splitlines())) and count_segment_words(text) >= _FEWEST_WORDS


def _other_format(body: bytes, text: str, content_type: str | None) -> ProblemDetails | None:
    """The problem with a body that is not a web page, by its first bytes and its declared type."""
    code = next((code for magic, code in _MAGIC if body.startswith(magic)), None)
    if code is None and _FEED.match(text[:2_000]):
        code = Problem.PAGE_IS_FEED
    if code is not None:
        return problem(code)
    declared = (content_type or "").partition(";")[0].strip().lower()
    if declared.startswith(("image/", "audio/", "video/", "application/json", "application/pdf")):
        return problem(Problem.PAGE_HAS_OTHER_TYPE, type=declared)
    return None

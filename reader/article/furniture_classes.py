"""What the classes, ids and tags of an element say of its part of a page: that it is furniture, or where the text is.

They prove nothing alone: :mod:`reader.article.trust` weighs them against what the element holds.
"""

from __future__ import annotations

import re

from reader.article.html_parser import HEADINGS, Element, tag_of
from reader.article.tokens import role_tag
from reader.article.web_page import text_of
from reader.text import bare_words

_FURNITURE = re.compile(
    r"footer|sidebar|related|share(?!d(?!addy))|social|newsletter|promo|advert|banner|teaser|recommend|menu|"
    r"navigation|breadcrumb|byline|author-?(?:bio|box|info|card)|autor(?:en)?-?box|meta\b|tags?\b|widget|popup|modal|subscribe|signup|login|"
    r"caption|copyright|legal|disclaimer|disclos|affiliate|fact-?box|info-?box|fakta-?(?:boks|ruta)|info-?kasten|"
    r"ai-?(?:article)?-?summary|"
    r"video-?(?:player|title|meta|info|caption|list|desc|(?:full-?)?transcript|controls|wrapper)|right-?(?:rail|bar)|"
    r"ai2html|g-artboard|vjs-|jw-?player|playlist|more-|"
    r"read-?more|most-?read|popular|latest|skip|hidden|toc|pagination|pager|"
    r"rating|paywall|sponsor|outbrain|taboola|impressum|comments?(?!ar)|kommentare|respond",
    re.IGNORECASE,
)
_NEVER_TEXT = re.compile(
    r"footer|related|share(?!d(?!addy))|social|newsletter|byline|author|autor|meta\b|tags?\b|comments?(?!ar)|"
    r"disclos|affiliate|fact-?box|info-?box",
    re.IGNORECASE,
)
_REST = re.compile(
    r"paywall|premium|subscri\w*[-_]+(?:content|text|only)|read-?more|more-(?:text|content)|hidden|toggle|expand|"
    r"collaps|content-gate",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"related|recommend|popular|latest|most-?read|more-|newsletter|sidebar|right-?(?:rail|bar)|teaser|footer|promo|advert|"
    r"banner|outbrain|taboola",
    re.IGNORECASE,
)
_NEVER_AMONG_TEXT = re.compile(
    "disclos|disclaimer|affiliate|byline|newsletter|share(?!d(?!addy))|related", re.IGNORECASE
)
_CONTENT = re.compile(r"article|entry|post|content|story|body|text|main|beitrag|inhalt|artikel", re.IGNORECASE)
_TEXT = re.compile(
    r"(?:entry|post|article|story|blog|news|node|page|single|beitrags?|artikel)?[-_]{0,2}(?:content|body|text|copy|"
    r"inhalt)|"
    r"hentry|entry|e-content|rich-?text",
    re.IGNORECASE,
)
# Tokens that describe something else than their element: WordPress's post_class, negations, states, grids.
_DESCRIPTION = re.compile(
    r"(?:tag|category|has|no|not|is|with|without|js|node|post|format|status|type|col|u|l|lg|md|sm|xs)[-_].*|"
    r".*[-_](?:with|without|has|no)[-_].*",
    re.IGNORECASE,
)
_COMMENT_WORD = re.compile(
    r"(?i:comments?|coment[aá]rios?|commentaires?|kommentare?r?|commenti|reacties|komentar\w*|yorumlar)(?![a-z])"
)
_SECTION = re.compile(r"section|sect\d|(?:section )?level-?\d", re.IGNORECASE)  # of Docutils, AsciiDoc, Pandoc
SITE_TAGS = frozenset({"aside", "dialog", "footer", "menu", "nav"})
"""Elements for parts of a site."""


def names_furniture(token: str) -> bool:
    """Whether a token names a part of the page outside the article."""
    return _FURNITURE.search(token) is not None and _DESCRIPTION.fullmatch(token) is None


def names_comments(token: str) -> bool:
    """Whether a token has a word for comments in it. Only away from the headline and its text it says what is there."""
    return _COMMENT_WORD.search(token) is not None and _DESCRIPTION.fullmatch(token) is None


def is_ambiguous(token: str) -> bool:
    """Whether a token such as ``article__teaser`` may be the text's own."""
    return _CONTENT.search(token) is not None and _NEVER_TEXT.search(token) is None


def names_text(token: str) -> bool:
    """Whether a token names the element around the text, such as ``entry-content``."""
    return _TEXT.fullmatch(token) is not None


def names_rest(token: str) -> bool:
    """Whether a token may name the rest of an article that a script shows."""
    return _REST.search(token) is not None


def is_never_among_text(element: Element) -> bool:
    """Whether elements of a class are furniture even between two paragraphs."""
    return _NEVER_AMONG_TEXT.search(element.get("class") or "") is not None


def is_of_others(element: Element) -> bool:
    """Whether an element is by its name or class a place for other things than the article, if this is elsewhere."""
    if role_tag(element) in SITE_TAGS:
        return True
    tokens = [token for token in (element.get("class") or "", element.get("id") or "") if _OF_OTHERS.search(token)]
    return any(names_furniture(part) and not is_ambiguous(part) for token in tokens for part in token.split())


def is_section_named_by_heading(element: Element) -> bool:
    """Whether an element is a section with its heading as its id, as programs that typeset documents write them."""
    name = element.get("id")
    if not name or (tag_of(element) != "section" and not _SECTION.fullmatch(element.get("class") or "")):
        return False
    heading = next(element.iter(*HEADINGS), None)
    words = bare_words(text_of(heading, 300)).split() if heading is not None else []
    return len(words) > 1 and bare_words(name).split() == words


def is_teaser_of_text(element: Element, furniture: list[str]) -> bool:
    """Whether an element called a teaser leads to nothing, so that it may be the article's own summary."""
    if not all("teaser" in token.lower() for token in furniture):
        return False
    return next(element.iter("a", *HEADINGS), None) is None


def is_site_part(element: Element) -> bool:
    """Whether this is navigation, a footer, an aside, or a header that is not a part of the article."""
    tag = role_tag(element)
    if tag != "header":
        return tag in SITE_TAGS
    inside_article = any(tag_of(up) in ("article", "main") for up in element.iterancestors())
    if inside_article or next(element.iter("h1"), None) is not None:
        return False
    return next(element.iter("nav", "ul", "form", "input"), None) is not None

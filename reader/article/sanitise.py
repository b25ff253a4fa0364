"""Turns untrusted HTML into safe HTML with only the elements that the article pane can draw.

nh3 (ammonia, html5ever) parses as browsers do, keeps the listed elements and resolves addresses. This module adds
limits on size and depth, and removes tracking pixels and the raw text in frames, which another parser might read as
markup.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import nh3

from reader.article.limit_depth import limit_depth
from reader.web.addresses import resolve_in_html, web_url

INPUT_LIMIT = 4_000_000  # characters
OUTPUT_LIMIT = 1_500_000  # characters; a book has a million
_REFERENCE_LIMIT = 2_000  # character references in one text node

_TAGS = frozenset({
    "a", "abbr", "acronym", "address", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dir", "div",
    "dl", "dt", "em", "embed", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "i", "iframe", "img", "ins", "kbd", "li", "main", "mark", "menu", "nav", "object", "ol",
    "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u",
    "ul", "var", "video", "wbr",
})  # fmt: skip
_DROPPED = frozenset({
    "script", "style", "template", "noscript", "noembed", "noframes", "textarea", "select", "option", "button",
    "svg", "annotation", "title", "xmp",
})  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "img": {"src", "alt", "title", "width", "height", "class", "srcset", "data-src", "data-lazy-src", "data-original"},
    "source": {"src", "srcset", "type"},
    "iframe": {"src", "data-src", "title", "width", "height"},
    "embed": {"src", "title"},
    "object": {"data", "title"},
    "video": {"src", "poster", "title"},
    "audio": {"src", "title"},
    "ol": {"start", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "pre": {"class", "lang", "data-language", "data-lang"},
    "code": {"class", "data-language", "data-lang"},
    "blockquote": {"class"},
    **{tag: {"class"} for tag in ("div", "p", "span", "figure", "figcaption", "table", "section", "aside")},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
_SURROGATES = re.compile("[\ud800-\udfff]")
_FRAME = re.compile(r'(<iframe(?: [a-z-]+="[^"]*")*>).*?(?:</iframe>|\Z)', re.DOTALL)
_IMAGE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
_WITH_SRCSET = re.compile(r'<(?:img|source)(?: [a-z-]+="[^"]*")* srcset="[^"]*"')
_SIZE = re.compile(r' (width|height)="\s*[01](?:\.0*)?(?:px)?\s*"')


def sanitise(html: str, *, base: str | None) -> str:
    """Safe HTML with only those tags, attributes and addresses (http, https, mailto) that the pane draws.

    Relative addresses are resolved against ``base``, or dropped if it is not an http(s) URL. The text is not clean
    yet: ``&#27;`` becomes a real ESC, which :mod:`reader.text` removes when text is read from the tree. Never raises,
    and takes time linear in the capped length.
    """
    html = _SURROGATES.sub("\ufffd", html[:INPUT_LIMIT].replace("\0", ""))
    origin = _base(base)
    clean = nh3.clean(
        _split_references(limit_depth(html)),
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes=set(_SCHEMES),
        url_relative=("rewrite_with_base", origin) if origin else "deny",
    )
    clean = _IMAGE.sub(_without_tracking_pixel, _FRAME.sub(r"\1</iframe>", clean))
    if origin and " srcset=" in clean:  # which nh3 does not resolve
        clean = _WITH_SRCSET.sub(lambda tag: resolve_in_html(f"{tag[0]}>", origin)[:-1], clean)
    return clean if len(clean) <= OUTPUT_LIMIT else clean[: clean.rfind("<", 0, OUTPUT_LIMIT)]


def _base(base: str | None) -> str | None:
    """The base, if nh3's URL parser (WHATWG URL Standard) accepts it too."""
    url = web_url(base)
    if not url:
        return None
    host = urlsplit(url).hostname or ""
    return url if re.fullmatch(r"[\w.-]+|[0-9a-f:.]+", host) and _accepted(url) else None


def _accepted(url: str) -> bool:
    try:
        nh3.clean("", url_relative=("rewrite_with_base", url))
    except ValueError:
        return False
    return True


def _without_tracking_pixel(image: re.Match[str]) -> str:
    """Drops a picture that is at most one pixel wide and high."""
    return "" if len(set(_SIZE.findall(image[0]))) == 2 else image[0]


def _split_references(markup: str) -> str:
    """The same HTML with a ``<wbr>`` after every 2,000 ``&`` of one text.

    nh3 0.3.8 takes time quadratic in the number of character references in a text node: 1.3 s for 400,000
    ``&amp;``, two minutes for 4,000,000; split into several nodes, 0.1 s.
    """
    if markup.count("&") <= _REFERENCE_LIMIT:
        return markup
    count = 0

    def divide(match: re.Match[str]) -> str:
        nonlocal count
        count = 0 if match[0] == "<" or count >= _REFERENCE_LIMIT else count + 1
        return "<wbr>&" if match[0] == "&" and not count else match[0]

    return re.sub("[<&]", divide, markup)

"""HTML from outside becomes HTML that is safe and holds only what can be drawn.

nh3 (ammonia, html5ever) does the work: it parses as browsers do, keeps what is listed here and resolves
addresses. What this module adds is what nh3 cannot say: a bound on size and depth, pictures of one
pixel that count readers, and frames without the raw text that another parser might take for markup.
"""

from __future__ import annotations

import re
from functools import partial
from urllib.parse import urlsplit

import nh3

from reader.article.limit_depth import limit_depth, split_references
from reader.web.addresses import web_url

INPUT_LIMIT = 4_000_000  # characters read
OUTPUT_LIMIT = 1_500_000  # characters kept; a book has a million

TAGS = frozenset({
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
_SIZE = re.compile(r' (width|height)="\s*[01](?:\.0*)?(?:px)?\s*"')


def sanitise(html: str, *, base: str | None) -> str:
    """Safe HTML: only tags, attributes and addresses (http, https, mailto) that can be drawn.

    Relative addresses are resolved against ``base``, and dropped where that is None or no http(s) URL.
    The text is not clean yet: ``&#27;`` is a real ESC in what comes back, and :mod:`reader.text` takes it
    out where the text is taken from the tree. Never raises, and takes time linear in the (capped) length.
    """
    html = _SURROGATES.sub("\ufffd", html[:INPUT_LIMIT].replace("\0", ""))
    origin = _base(base)
    clean = nh3.clean(
        split_references(limit_depth(html)),
        tags=set(TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes=set(_SCHEMES),
        url_relative=("rewrite_with_base", origin) if origin else "deny",
    )
    clean = _IMAGE.sub(partial(_drop, _SIZE), _FRAME.sub(r"\1</iframe>", clean))
    return clean if len(clean) <= OUTPUT_LIMIT else clean[: clean.rfind("<", 0, OUTPUT_LIMIT)]


def _base(base: str | None) -> str | None:
    """The base if nh3's parser of addresses (the WHATWG's) will take it too."""
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


def _drop(size: re.Pattern[str], image: re.Match[str]) -> str:
    """A picture that is one pixel high and wide is a counter, not a picture."""
    return "" if len(set(size.findall(image[0]))) == 2 else image[0]

"""Turns untrusted HTML into safe HTML with only the elements that the article pane can draw.

nh3 (ammonia, html5ever) parses as browsers do, keeps the listed elements and resolves addresses. This module removes
tracking pixels, and :mod:`reader.article.prepare_markup` bounds size and depth before.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from reader.article.picture_sources import IN_NOSCRIPT, LAZY_ADDRESSES, LAZY_SETS
from reader.article.players import page_of_player
from reader.article.prepare_markup import MATHML, prepare_markup
from reader.lazy_dataclass import dataclass
from reader.text import replace_surrogates
from reader.web.addresses import resolve_in_html, site_of, web_url
from reader.web.trackers import counts_readers

INPUT_LIMIT = 4_000_000  # characters
_REFERENCE_LIMIT = 2_000  # characters in one text node that are written as references

_TAGS = frozenset({
    "a", "abbr", "acronym", "address", "area", "article", "aside", "audio", "b", "bdi", "bdo", "big", "blockquote",
    "br", "caption", "center", "cite", "code", "col", "colgroup", "dd", "del", "details", "dfn", "dir", "div",
    "dl", "dt", "em", "embed", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "i", "iframe", "img", "input", "ins", "kbd", "li", "main", "mark", "menu", "nav", "object", "ol",
    "p", "picture", "pre", "q", "rp", "rt", "ruby", "s", "samp", "section", "small", "source", "span", "strike",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "time", "tr", "tt", "u",
    "ul", "var", "video", "wbr",
}) | (MATHML - {"annotation-xml"})  # fmt: skip
_DROPPED = frozenset({"script", "style", "template", "annotation-xml"})
_ATTRIBUTES = {
    "*": {"id", "lang", "title"},
    "a": {"href", "class", "name", "role"},
    "area": {"href", "alt"},
    "img": {
        "src",
        "alt",
        "title",
        "width",
        "height",
        "class",
        "style",
        "srcset",
        IN_NOSCRIPT,
        *LAZY_ADDRESSES,
        *LAZY_SETS,
    },
    "source": {"src", "srcset", "type", "media", *LAZY_SETS},
    "iframe": {"src", "data-src", "title", "width", "height"},
    "embed": {"src", "title"},
    "object": {"data", "title"},
    "video": {"src", "poster", "title"},
    "audio": {"src", "title"},
    "ol": {"start", "reversed", "type", "class", "role"},
    "li": {"value", "type", "class", "role"},
    "details": {"open"},
    "input": {"type", "checked"},
    "math": {"alttext", "display"},
    "annotation": {"encoding"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "pre": {"class", "lang", "data-language", "data-lang"},
    "code": {"class", "data-language", "data-lang"},
    "blockquote": {"class"},
    **{tag: {"class"} for tag in ("p", "span", "figure", "figcaption", "table", "sup", "ul", "mark")},
    **{tag: {"class", "role"} for tag in ("div", "section", "aside")},
}
_TO_PLACE = re.compile(r"""\bhref\s*=\s*["']?#""", re.IGNORECASE)
_NO_BASE = "https://page.invalid/"  # RFC 2606
_WITHOUT_BASE = re.compile(rf'( href="(?={_NO_BASE}#))?(?(1){_NO_BASE}| [a-z-]+="{_NO_BASE}[^"]*")')
_SCHEMES = frozenset({"http", "https", "mailto"})
_IMAGE = re.compile(r'<img(?: [a-z-]+="[^"]*")*>')
_WITH_SRCSET = re.compile(r'<(?:img|source)(?: [a-z-]+="[^"]*")* srcset="[^"]*"')
_SRC = re.compile(r' src="([^"]*)"')
_SIZE = re.compile(r' (width|height)="\s*[01](?:\.0*)?(?:px)?\s*"')
_FRAME = re.compile(r'<(?:iframe|embed|object)((?: [a-z-]+="[^"]*")*)>|</(?:iframe|object)>')


@dataclass(frozen=True, slots=True)
class Sanitised:
    """Safe HTML; ``is_cut``: without the end of a text that was too long."""

    html: str
    is_cut: bool = False


def sanitise(html: str, *, base: str | None) -> str:
    """Safe HTML with only those tags, attributes and addresses (http, https, mailto) that the pane draws.

    Relative addresses are resolved against ``base``, or dropped if it is not an http(s) URL. The text is not clean
    yet: ``&#27;`` becomes a real ESC, which :mod:`reader.text` removes when text is read from the tree. Never raises,
    and takes time linear in the capped length.
    """
    return sanitise_and_cut(html, base=base).html


def sanitise_and_cut(html: str, *, base: str | None, strict: bool = False) -> Sanitised:
    """As :func:`sanitise`, and whether the text was too long. ``strict``: see :func:`.prepare_markup`."""
    markup = replace_surrogates(html[:INPUT_LIMIT].replace("\0", ""))
    prepared, is_cut = prepare_markup(markup, strict=strict)
    origin = _base(base)
    has_places = origin is None and _TO_PLACE.search(prepared) is not None
    clean = nh3.clean(
        _split_references(prepared),
        tags=set(_TAGS),
        clean_content_tags=set(_DROPPED),
        attributes=_ATTRIBUTES,
        link_rel=None,
        url_schemes=set(_SCHEMES),
        filter_style_properties={"aspect-ratio"},
        url_relative=("rewrite_with_base", origin or _NO_BASE) if origin or has_places else "deny",
    )
    if has_places:  # nh3 would drop the links within a page that has no address
        clean = _WITHOUT_BASE.sub(r"\1", clean)
    clean = _IMAGE.sub(_without_tracking_pixel, clean)
    if origin and " srcset=" in clean:  # which nh3 does not resolve
        clean = _WITH_SRCSET.sub(lambda tag: resolve_in_html(f"{tag[0]}>", origin)[:-1], clean)
    return Sanitised(clean, is_cut or len(html) > INPUT_LIMIT)


def for_others(html: str, *, base: str | None) -> str:
    """Sanitised HTML for other programs: frames are links, as the reader shows them, because they load any page."""
    return _FRAME.sub(_frame_as_link, sanitise(html, base=base))


def _frame_as_link(frame: re.Match[str]) -> str:
    attributes = dict(re.findall(r' ([a-z-]+)="([^"]*)"', frame[1] or ""))
    address = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
    if not address:
        return ""
    address = escape(page_of_player(unescape(address)))
    return f'<a href="{address}">{attributes.get("title") or escape(site_of(unescape(address)))}</a>'


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
    """Drops a picture that is at most one pixel wide and high, or whose address counts readers."""
    if len(set(_SIZE.findall(image[0]))) == 2:
        return ""
    loads_late = "srcset=" in image[0] or " data-" in image[0]  # and shows such a picture before
    address = None if loads_late else _SRC.search(image[0])
    return "" if address and counts_readers(unescape(address[1])) else image[0]


def _split_references(markup: str) -> str:
    """The same HTML with a ``<wbr>`` after every 2,000 characters of one text that nh3 may write as references.

    nh3 0.3.8 takes time quadratic in their number in a text node: two minutes for 4,000,000 ``&amp;``, and a second if
    the text is split. All characters count whose UTF-8 begins with the first byte of the no-break space.
    """
    if markup.count("&") + markup.encode("utf-8", "replace").count(b"\xc2") <= _REFERENCE_LIMIT:
        return markup
    count = 0

    def divide(match: re.Match[str]) -> str:
        nonlocal count
        count = 0 if match[0] == "<" or count >= _REFERENCE_LIMIT else count + 1
        return match[0] if match[0] == "<" or count else f"<wbr>{match[0]}"

    return re.sub("[<&\x80-\xbf]", divide, markup)

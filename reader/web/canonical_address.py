"""One address for all spellings under which feeds carry an article, to recognise it in another feed.

Besides the differences that :mod:`reader.web.address_keys` knows, it removes tracking parameters and detours, forms for
phones (AMP, ``m.`` hosts), the place of the click (``?icid=rss``, ``#comments``), names of index files, and the order
of parameters. An id in the query stays, and so does a place in the page: two articles never get one address. The front
page of a site and its lists are not articles and get no address.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reader.web.address_keys import key_number, split_address
from reader.web.clean_links import clean_link
from reader.web.registered_domain import registered_labels

_GOOGLE_AMP = re.compile(r"https?://(?:www\.)?google\.(?:com?\.)?[a-z]{2,3}/amp/+(s/+)?(?=[^/?#]+\.)", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"https?://[a-z0-9-]+\.(?:cdn\.ampproject\.org|bing-amp\.com)/(?:[cva]|wp)/+(s/+)?(?=[^/?#]+\.)", re.IGNORECASE
)
_PHONE_LABELS = frozenset({"m", "mobile", "mobil", "amp", "www"})
_INDEX = re.compile(r"/(?:index|default)\.(?:x?html?|shtml|php\d?|aspx?|jsp|cgi)$", re.IGNORECASE)
_AMP_END = re.compile(r"(?:/amp(?:/index)?(?:\.html?)?|/amp)$", re.IGNORECASE)
_AMP_NAME = re.compile(r"\.amp(\.html?)?$", re.IGNORECASE)
_AMP_BEGIN = re.compile(r"^/amp(?=/)", re.IGNORECASE)
_OF_AN_ARTICLE = re.compile(r"[-_.0-9]|[^/]{25}")  # what the last part of an article's path has

# Parameters that say where a link was placed, and nothing about where it leads.
_PLACED = re.compile(
    r"(?:amp|amp_js_v|amp_gsa|usqp|cmpid|icid|ncid|s_cid|ito|smid|smtyp|sref|ns_[a-z]+|at_[a-z_0-9]+|spm|igshid|"
    r"ocid|cvid|taid|rss|feed_id|feedtype|feedname|fromrss|from_rss|isrss|mod_rss|partner_rss|mbid|sc_cid|"
    r"sr_share|share_source|cmp|wtrid|_ga|_gl|zanpid|wprov)(?:=.*)?|(?:outputtype|view|mode|format)=amp",
    re.IGNORECASE | re.DOTALL,
)
# Parameters that other sites need: only where the value says that it is one of these.
_MAY_BE_PLACED = re.compile(
    r"(?:ref|ref_src|ref_url|referrer|referer|source|src|from|via|origin|campaign|partner|cid|mod|feature|medium|c|"
    r"output|xtcr)=(.*)",
    re.IGNORECASE | re.DOTALL,
)
_PLACES = re.compile(
    r"(?:.*[-_.:])?(?:rss|rss2|rssfeed|rss20|atom|feed|feeds|feedburner|newsletter|twitter|facebook|mastodon|"
    r"bluesky|whatsapp|telegram|linkedin|reddit|hackernews|hn|social|share|email|push|google-?news|flipboard)\d?"
    r"(?:[-_.:].*)?|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|de|at|ch|uk|io|eu)",
    re.IGNORECASE,
)
_PLACES_ON_PAGE = re.compile(
    r"#(?:comments?|kommentare?|respond|disqus_thread|discussion|content|main|maincontent|article|top|more|"
    r"more-\d+|rss|feed|xtor=.*|(?:ref|source|utm_\w+|at_\w+|wt_\w+)=.*|:~:.*|_?)?$",
    re.IGNORECASE | re.DOTALL,
)
# Names of lists, not of articles: alone as a whole path, or as the part before the last.
_LISTS = frozenset({
    "about", "archive", "archiv", "archives", "articles", "artikel", "atom", "blog", "blogs", "changelog", "comments",
    "de", "en", "feed", "feeds", "feed.xml", "home", "index", "latest", "live", "nachrichten", "news", "newsticker",
    "posts", "releases", "rss", "rss.xml", "startseite", "status", "stories", "story", "ticker", "today", "top",
    "updates",
})  # fmt: skip
_LISTS_OF = frozenset({
    "author", "autor", "autoren", "category", "kategorie", "label", "schlagwort", "tag", "tags", "thema", "topic",
    "topics",
})  # fmt: skip
_LONGEST = 2_000  # characters; the repeated steps would take too long on longer ones
_DOTS = re.compile(r"/\.{1,2}(?:/|$)")
_SLASHES = re.compile(r"//+")
_MAY_CHANGE = re.compile(r"//|/\.|/(?:index|default)\.|amp", re.IGNORECASE)


@lru_cache(maxsize=2_048)  # an address of several feeds, and of one poll after another
def canonical_address(url: str) -> str | None:
    """The https address that all spellings of an article's address share; None if it can be of no single article.

    Idempotent. FeedBurner's own addresses (``/~r/``) do not name the article and stay as they are.
    """
    parts = split_address(_unwrapped(url)) if len(url) <= _LONGEST else None
    if parts is None:
        return None
    host, path, query = parts
    before, _hash, fragment = query.partition("#")
    path = _path(path)
    kept = _kept(before)
    place = f"#{fragment}" if fragment and not _PLACES_ON_PAGE.match(f"#{fragment}") else ""
    if not kept and _is_list(path, place):
        return None
    found = f"https://{_site(host)}{path}{kept}{place}"
    return canonical_address(found) if found != url and "amp" in found and _is_wrapped(found) else found


def canonical_number(url: str | None) -> int | None:
    """A 64-bit number of the :func:`canonical_address`, for an index; None if there is none."""
    address = canonical_address(url) if url else None
    return key_number(address) if address else None


def same_site(one: str, other: str) -> bool:
    """Whether two hosts belong to one site: one of them is the other, or a part of it."""
    one, other = _site(one), _site(other)
    return bool(one and other) and (one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def _unwrapped(url: str) -> str:
    """The address without detours, among them Google's and Bing's copies of AMP pages."""
    for _ in range(4):
        url = clean_link(url)
        if "amp" not in url:
            break
        found = _is_wrapped(url)
        if not found:
            break
        url = ("https://" if found[1] else "http://") + url[found.end() :]
    return url


def _is_wrapped(url: str) -> re.Match[str] | None:
    return _GOOGLE_AMP.match(url) or _AMP_CACHE.match(url)


def _site(host: str) -> str:
    """The host without the label of its pages for phones."""
    labels = host.split(".")
    while labels[0] in _PHONE_LABELS and len(labels) > registered_labels(labels):
        labels = labels[1:]
    if len(labels) > 3 and labels[1] in ("m", "mobile") and len(labels[0]) < 4:  # en.m.wikipedia.org
        del labels[1]
    return ".".join(labels)


def _path(path: str) -> str:
    if not _MAY_CHANGE.search(path):  # as for most
        return path.rstrip("/")
    while True:
        before = path
        path = _SLASHES.sub("/", path) if "//" in path else path
        path = _without_dots(path) if _DOTS.search(path) else path
        path = _INDEX.sub("", path.rstrip("/"))
        if "amp" in path.lower():
            path = _without_amp(path)
        if path == before:
            return path


def _without_dots(path: str) -> str:
    """RFC 3986 section 5.2.4."""
    kept: list[str] = []
    for part in path.split("/")[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    return "/" + "/".join(kept)


def _without_amp(path: str) -> str:
    for plain in (_AMP_NAME.sub(r"\1", path), _AMP_END.sub("", path), _AMP_BEGIN.sub("", path)):
        if plain != path and _OF_AN_ARTICLE.search(plain.rsplit("/", 1)[-1]):
            return plain
    return path


def _kept(query: str) -> str:
    """The parameters that may say which article it is, in order."""
    pairs = query[1:].replace("&amp;", "&").split("&") if query else ()
    kept = sorted(pair for pair in pairs if pair and not _PLACED.fullmatch(pair) and not _only_placed(pair))
    return f"?{'&'.join(kept)}" if kept else ""


def _only_placed(pair: str) -> bool:
    found = _MAY_BE_PLACED.fullmatch(pair)
    return bool(found and _PLACES.fullmatch(found[1]))


def _is_list(path: str, place: str) -> bool:
    parts = path.lower().split("/")[1:]
    if not parts:
        return not place
    if len(parts) == 1:
        return parts[0] in _LISTS or parts[0] in _LISTS_OF
    return len(parts) <= 3 and parts[-2] in _LISTS_OF

"""Recognises the address of a further page of the same article, by the address alone.

Sites mark many things as "next": the article that was published after this one, the next page of comments, the next
picture. So only these addresses count, on the same host as the first page: the same path and query with a page number
in a place that is known for it. Where the number has no name beside it, the first page must have none: ``/a/1`` and
``/a/2`` may be two articles.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

_NAMED = ("page", "seite", "pagina", "pagenum", "pageno", "page_no", "artikelseite", "pg", "paged", "strana", "sida")
_BARE = "p"  # also the number of an article, as in WordPress
_WHOLE_NAMES = {
    **dict.fromkeys((*_NAMED, "view", "ansicht"), ("all", "alle", "komplett", "full", "complete")),
    **dict.fromkeys(("singlepage", "single_page", "onepage", "allpages", "showall", "viewall"), ("1", "true", "yes")),
}
_WHOLE_ENDS = ("komplettansicht", "all", "single-page", "singlepage", "full", "alles", "onepage")
_NAMED_IN_PATH = re.compile(
    r"(?P<stem>.*?)[/,_.-](?:page|seite|pagina|sida)[/,_.-]?(?P<n>\d{1,3})(?P<end>\.\w{2,5}|/)?", re.IGNORECASE
)
_LAST_PART = re.compile(r"(?P<stem>.+?)/(?P<n>\d{1,3})/?")
_BEFORE_ENDING = re.compile(r"(?P<stem>.+?)[-_,](?P<n>\d{1,3})(?P<end>\.(?:s?html?|php|aspx?|jsp))")

_TRACKING = re.compile(r"utm_.*|at_.*|fbclid|gclid|wt_mc|wt_zmc|xtor|ref|rss|source|cmpid|mc_[ce]id", re.IGNORECASE)

_Stem = tuple[str, str, tuple[tuple[str, str], ...]]  # host, path, query


def is_page(address: str, number: int, *, first: str) -> bool:
    """Whether an address leads to page ``number`` (from 2) of the article whose first page is ``first``."""
    begin, one = _split(first), _split(address)
    if begin is None or one is None or begin[0] != one[0]:
        return False
    named = _named(begin)
    if named is not None and named[1] != 1:
        return False  # the first page is in the middle of something else
    stem = named[0] if named else begin
    found = _named(one)
    if found is not None:
        return found == (stem, number)
    return named is None and any(candidate == (begin, number) for candidate in _unnamed(one))


def is_whole(address: str, *, first: str) -> bool:
    """Whether an address shows all pages of the article as one."""
    begin, one = _split(first), _split(address)
    if begin is None or one is None or begin[0] != one[0]:
        return False
    named = _named(begin)
    stem = named[0] if named else begin
    ends = [name for name, value in one[2] if value.lower() in _WHOLE_NAMES.get(name.lower(), ())]
    if ends:
        return (one[0], one[1], tuple(pair for pair in one[2] if pair[0] not in ends)) == stem
    path, _, last = one[1].rpartition("/")
    return last.lower() in _WHOLE_ENDS and (one[0], path, one[2]) == stem


def _split(address: str) -> _Stem | None:
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port else ""
        pairs = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=50)
        query = tuple(sorted(pair for pair in pairs if not _TRACKING.fullmatch(pair[0])))
    except ValueError:
        return None
    return (host + port, parts.path.rstrip("/"), query) if host else None


def _named(one: _Stem) -> tuple[_Stem, int] | None:
    """The address without its page number, and the number, if the number has a name."""
    host, path, query = one
    pages = [(name, value) for name, value in query if name.lower() in _NAMED and _is_number(value)]
    if pages:
        return (host, path, tuple(pair for pair in query if pair not in pages[:1])), int(pages[0][1])
    found = _NAMED_IN_PATH.fullmatch(path)
    if found:
        end = found["end"] or ""
        return (host, found["stem"] + ("" if end == "/" else end), query), int(found["n"])
    return None


def _unnamed(one: _Stem) -> list[tuple[_Stem, int]]:
    """The same where the number stands alone; there may be several ways to see it."""
    host, path, query = one
    found = [
        ((host, path, tuple(pair for pair in query if pair[0] != _BARE)), int(value))
        for name, value in query
        if name == _BARE and _is_number(value)
    ]
    last, before = _LAST_PART.fullmatch(path), _BEFORE_ENDING.fullmatch(path)
    found += [((host, last["stem"], query), int(last["n"]))] if last else []
    found += [((host, before["stem"] + before["end"], query), int(before["n"]))] if before else []
    return found


def _is_number(value: str) -> bool:
    return value.isascii() and value.isdecimal() and len(value) <= 3

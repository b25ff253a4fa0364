"""Finds the date of publication of a page.

The page may state it for programs. Else there is what people see: a date near the headline. A date elsewhere (the
day of the visit at the top, teasers, comments, the footer) says nothing about the article. Else the address may have
the day. See docs/notes/page-dates.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from urllib.parse import unquote

from reader.article.article_scope import ArticleScope
from reader.article.date_lines import OF_EVENT, DateLine, DateLines
from reader.article.date_text import dates_in, is_about_edit, page_date
from reader.article.html_parser import Element, classes_of
from reader.article.json_ld import one_line, types_of
from reader.article.tokens import in_comments, is_of_media, role_tag
from reader.article.web_page import WebPage, text_of
from reader.web.addresses import split_url
from reader.web.dates import stated_offset

_STATED = (
    "article:published_time", "og:published_time", "og:article:published_time", "article:published", "datepublished",
    "publish_date", "publish-date", "publishdate", "publication_date", "publicationdate", "published_time", "pubdate",
    "published", "date.published", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "bt:pubdate",
    "citation_publication_date", "citation_online_date", "prism.publicationdate", "dc.date.issued", "dcterms.issued",
)  # fmt: skip
_OTHER_STATED = re.compile(
    r".*(?:publi|issue|release|first|original).*(?:date|time)|.*(?:date|time).*(?:publi|issue)|.*pub-?_?date",
    re.IGNORECASE,
)
_NOT_STATED = re.compile(r"modif|updat|revis|expir|unpubl|until|valid|event|start|end\b|runtime", re.IGNORECASE)
_VAGUE = (
    "date", "dc.date", "dcterms.date", "dc.date.created", "dcterms.created", "article.created", "created",
    "citation_date",
)  # fmt: skip
_EDITED = ("article:modified_time", "og:updated_time", "last-modified", "lastmod")
_NOT_THE_PAGE = frozenset({"comment", "usercomment", "review", "userreview", "answer", "imageobject", "claimreview"})
_IN_ADDRESS = re.compile(
    r"(?<=[/_-])(199\d|20\d\d)(?:([/_-])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])|/?(0[1-9]|1[0-2])/?(0[1-9]|[12]\d|3[01]))"
    r"(?=[/_.-]|$)"
)
_DAY_FIRST_IN_ADDRESS = re.compile(
    r"(?<=[/_-])(0?[1-9]|[12]\d|3[01])([-_.])(0?[1-9]|[12]\d|3[01])\2(20\d\d)(?=[/_.-]|$)"
)
_NAME_IN_ADDRESS = re.compile(
    r"/(20\d\d)[/-]((?:jan|febr?)(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"(?:nov|dec)(?:ember)?)[/-](0?[1-9]|[12]\d|3[01])(?=[/_.-]|$)",
    re.IGNORECASE,
)
_MONTH_IN_ADDRESS = re.compile(r"/(199\d|20\d\d)/(0?[1-9]|1[0-2])(?=/)")
_YEAR_AND_MONTH = re.compile(r"\s*\d{4}(?:[-/]\d{1,2})?\s*")
_IN_SCRIPT = re.compile(
    r"""["'\\](?:date_?published|published_?(?:at|date|on|time)|publish_?date|publication_?date|pub_?date|"""
    r"""first_?published(?:_?(?:at|date))?)\\?["']\s*:\s*\\?["']([^"'\\<>]{8,40})\\?["']""",
    re.IGNORECASE,
)
_MONTHS = 12
_DAY = 86_400


def find_published(page: WebPage, title: str, scope: ArticleScope | None = None) -> int | None:
    """The date of publication as Unix time. ``title``: the headline, near which a date counts."""
    scope = scope or ArticleScope(page)
    stated = _moments(_stated(page, scope))
    is_rebuilt = bool(stated) and any(moment < stated[0] for moment in _moments(_edits(page)))
    vague = _moments(_vaguely(page)) if stated and not is_rebuilt else []
    is_rendered = bool(vague) and _is_rendered(page, stated, vague)
    if stated and max(stated) - min(stated) < _DAY and not (is_rebuilt or is_rendered):
        return stated[0]
    lines = DateLines(page, title, scope)
    if is_rendered:
        day = lines.dateline()
        return next((moment for moment in vague if day is not None and _is_close(moment, day)), stated[0])
    near = lines.near()
    if is_rebuilt:
        day = (stated[0] + find_offset(page, stated[0], scope)) // _DAY
        earlier = _seen(near, page.url)
        is_earlier = earlier is not None and earlier // _DAY < day and not _is_swapped(earlier, stated[0])
        return earlier if is_earlier else stated[0]
    if stated:
        return _agreed(stated, page.url, near)
    seen, in_address = _seen(near, page.url), date_in_address(page.url)
    if in_address is not None:
        return seen if seen is not None and _is_close(seen, in_address) else in_address
    if seen is not None:
        return seen
    return next((moment for moment in _poorer(page, scope, lines, near) if moment is not None), None)


def _is_rendered(page: WebPage, stated: list[int], vague: list[int]) -> bool:
    """Whether the only date of publication equals the last edit to the second, and another date is earlier.

    Some systems write the moment at which they made the page into all of these.
    """
    edited = _moments([*_edits(page), *page.all_of("datemodified")])
    return len({*stated}) == 1 and stated[0] in edited and any(moment < stated[0] - _DAY for moment in vague)


def _is_swapped(moment: int, other: int) -> bool:
    """Whether two dates have the same numbers, with day and month the other way round, as 11.03.17 can be read."""
    one, two = (datetime.fromtimestamp(value, UTC) for value in (moment, other))
    return (one.year, one.month, one.day) == (two.year, two.day, two.month)


def find_offset(page: WebPage, published: int | None, scope: ArticleScope) -> int:
    """Seconds east of UTC of the zone in which the page states its date for programs; 0 if it names none."""
    if published is None:
        return 0
    times = (time.get("datetime") for time in page.tree.iter("time"))
    dates = (*_stated(page, scope), *_vaguely(page), *times, *_edits(page))
    texts = (text for text in dates if stated_offset(text))
    return next((stated_offset(text) for text in texts if page_date(text) == published), 0)


def _edits(page: WebPage) -> list[str | None]:
    """The dates that the page states of its last edit."""
    return [one_line(page.graph.article().get("dateModified")), *page.all_of(*_EDITED)]


def _vaguely(page: WebPage) -> list[str | None]:
    """Dates that the page states without saying of what they are."""
    return [one_line(page.graph.article().get("dateCreated")), *page.all_of(*_VAGUE)]


def _stated(page: WebPage, scope: ArticleScope) -> Iterator[str | None]:
    """What the page calls its date of publication, for programs."""
    yield one_line(page.graph.article().get("datePublished"))
    yield from page.all_of(*_STATED)
    yield from _marked_dates(page, scope)
    others = [name for name in page.metas if _OTHER_STATED.fullmatch(name) and not _NOT_STATED.search(name)]
    yield from page.all_of(*others)


def _agreed(stated: list[int], url: str, near: list[DateLine]) -> int:
    """Of several stated dates, the first that people see, too, or that the address has; else the first."""
    witnesses = [moment for moment in (_seen(near, url), date_in_address(url)) if moment is not None]
    agreed = (moment for witness in witnesses for moment in stated if _is_close(moment, witness))
    return next(agreed, stated[0])


def _seen(near: list[DateLine], url: str) -> int | None:
    """The likeliest date that people see; near the headline rather one of the month in the address."""
    lines = [line for line in near if not line.is_edit]
    in_month = [line for line in lines if not line.is_behind_text and _is_in_month(line.moment, url)]
    return next((line.moment for line in in_month or lines), None)


def _poorer(page: WebPage, scope: ArticleScope, lines: DateLines, near: list[DateLine]) -> Iterator[int | None]:
    """The moments for which there is less evidence, the best first."""
    vague = _vaguely(page)
    yield _only_day(_dates_of_nodes(page))
    yield _first(filter(_has_day, vague))
    yield lines.dateline()
    yield _only_day(_classed_dates(page, scope))
    times = (time for time in page.tree.iter("time") if not is_about_edit(" ".join(classes_of(time))))
    own = (time for time in times if time in scope and next(time.iterancestors("blockquote"), None) is None)
    yield _first(time.get("datetime") for time in own)
    yield lines.labelled()
    title = text_of(next(page.tree.iter("title"), None))
    yield next((found.moment for found in dates_in(title.rpartition("|")[2])), None)
    yield _only_day(_IN_SCRIPT.findall(page.markup))
    yield next((line.moment for line in near), None)
    yield _first(filter(None, [*_stated(page, scope), *vague]))
    yield _first(_edits(page))
    yield lines.labelled(as_edited=True)


def date_in_address(url: str) -> int | None:
    """The day in an address such as ``/2021/10/15/story``, as Unix time; the last one if there are several."""
    path = unquote(split_url(url).path)
    found = list(_IN_ADDRESS.finditer(path))
    if found:
        year, _, month, day, month_b, day_b = found[-1].groups()
        return page_date(f"{year}-{int(month or month_b):02}-{int(day or day_b):02}")
    if named := _NAME_IN_ADDRESS.search(path):
        return page_date(f"{named[3]} {named[2]} {named[1]}")
    last = _DAY_FIRST_IN_ADDRESS.search(path)
    is_clear = last is not None and (last[1] == last[3] or max(int(last[1]), int(last[3])) > _MONTHS)
    return page_date(f"{last[1]}.{last[3]}.{last[4]}") if last is not None and is_clear else None


def _is_in_month(moment: int, url: str) -> bool:
    """Whether a moment is in the month of an address such as ``/2021/10/story``."""
    found = _MONTH_IN_ADDRESS.search(split_url(url).path)
    first = page_date(f"{found[1]}-{int(found[2]):02}-01") if found else None
    return first is not None and first - _DAY <= moment < first + 32 * _DAY


def _is_close(moment: int, day: int) -> bool:
    """Whether a moment is on a day, in any time zone."""
    return -_DAY <= moment - day < 2 * _DAY


def _first(texts: Iterable[str | None]) -> int | None:
    return next((moment for moment in map(page_date, texts) if moment is not None), None)


def _moments(texts: Iterable[str | None]) -> list[int]:
    """What the texts mean that are dates and have a day."""
    return [moment for moment in map(page_date, filter(_has_day, texts)) if moment is not None]


def _only_day(texts: Iterable[str | None]) -> int | None:
    """The first date, if all are of one day."""
    moments = _moments(texts)
    return moments[0] if moments and max(moments) - min(moments) < _DAY else None


def _has_day(text: str | None) -> bool:
    """Whether a date has more than a year and a month, whose first day would be an invention."""
    return text is not None and _YEAR_AND_MONTH.fullmatch(text) is None


def _dates_of_nodes(page: WebPage) -> list[str | None]:
    """The dates of things such as recipes, videos and episodes in linked data."""
    nodes = [node for node in page.graph.nodes if types_of(node).isdisjoint(_NOT_THE_PAGE)]
    return [one_line(node.get("datePublished") or node.get("uploadDate")) for node in nodes]


def _classed_dates(page: WebPage, scope: ArticleScope) -> list[str | None]:
    """The texts of the elements with the class "published"."""
    classed = (one for one in page.with_class("published") if OF_EVENT.isdisjoint(classes_of(one)))
    return [text_of(element, 100) for element in classed if element in scope]


def _marked_dates(page: WebPage, scope: ArticleScope) -> Iterator[str | None]:
    """Dates in elements with ``itemprop=datePublished`` or a microformat's class ``dt-published``, ``published``."""
    marked = page.where("itemprop", "datePublished".__eq__)
    is_only = len(marked) == 1 and _may_be_in_navigation(marked[0])
    classed = page.where("class", lambda value: "published" in value)
    stating = (one for one in classed if "dt-published" in one.get("class") or one.get("title") is not None)
    marked += [one for one in stating if OF_EVENT.isdisjoint(classes_of(one))]
    for element in marked[:5]:
        if (element in scope or (is_only and element is marked[0])) and not is_of_media(element):
            yield (
                element.get("datetime")
                or element.get("content")
                or element.get("value")
                or element.get("title")
                or text_of(element, 100)
            )


def _may_be_in_navigation(element: Element) -> bool:
    return not in_comments(element) and all(role_tag(up) != "aside" for up in element.iterancestors())

"""The work that a page costs grows with its size and no faster, whatever it consists of."""

from collections.abc import Callable
from cProfile import Profile
from dataclasses import replace
from types import CodeType
from typing import Any

import pytest

from reader.article import extract
from reader.article.article_scope import ArticleScope
from reader.article.extract import extract_page
from reader.article.web_page import WebPage, parse_page
from reader.errors import ParseError
from reader.problems import Problem
from tests.support.hostile_pages import IN_HEAD, IN_TEXT, MANY, SENTENCE, TEXT, URL, Shape, page_with


def all_calls_for(page: bytes) -> int:
    """The number of calls that the extraction of a page takes."""
    with Profile(subcalls=False) as profile:
        extract_page(page, url=URL)
    return sum([entry.callcount for entry in profile.getstats()])


def calls_for(page: bytes, *, more_than: int = 0) -> dict[tuple[CodeType, str], int]:
    """The number of calls that the extraction of a page takes, if there are more: of each function, and of C functions
    by each.
    """
    calls: dict[tuple[CodeType, str], int] = {}
    with Profile() as profile:
        extract_page(page, url=URL)
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):  # a C function is known by its name only
            in_c = sum([called.callcount for called in entry.calls or () if type(called.code) is str])
            for kind, count in (("call", entry.callcount), ("c_call", in_c)):
                if count > more_than:
                    calls[entry.code, kind] = count
    return calls


def assert_linear(pages: Callable[[int], bytes], count: int) -> None:
    """Twice as much takes at most twice as many calls of any function, apart from a few for each element."""
    small = calls_for(pages(count))
    large = calls_for(pages(2 * count), more_than=20 * count)
    assert [
        (found, before, calls)
        for found, calls in large.items()
        if calls > 2.3 * (before := small.get(found, 0)) + 20 * count
    ] == []


@pytest.mark.parametrize("shape", IN_TEXT.values(), ids=IN_TEXT)
def test_the_work_grows_linearly_with_what_is_in_the_text_and_behind_it(shape: Shape) -> None:
    assert_linear(lambda count: page_with(inside=shape(count), after=shape(count)), 16)


@pytest.mark.parametrize("shape", MANY.values(), ids=MANY)
def test_the_work_grows_linearly_with_the_depth_and_the_number_of_parts(shape: Shape) -> None:
    few, many = (all_calls_for(page_with(inside=shape(number), after=shape(number))) for number in (40, 160))
    assert many < 5 * few


def test_items_that_nothing_closes_take_hardly_more_work_than_closed_ones() -> None:
    closed, opened = (all_calls_for(page_with(inside=tags * 1_000)) for tags in ("<ul><li></ul>", "<ul><li></b>"))
    assert opened < 2 * closed


@pytest.mark.parametrize("shape", IN_HEAD.values(), ids=IN_HEAD)
def test_the_work_grows_linearly_with_the_metadata(shape: Shape) -> None:
    assert_linear(lambda count: page_with(head=shape(count)), 25)


def test_only_the_beginning_of_a_page_with_too_many_tags_is_read() -> None:
    free = '<script type=\'application/ld+json\'>{"@type": "NewsArticle", "isAccessibleForFree": true}</script>'
    assert extract_page(page_with(head=free), url=URL).complete is True
    page = extract_page(page_with(head=free, after=f"{'<b></b>' * 41_000}<p>{SENTENCE} The end.</p>"), url=URL)
    assert page.content_text.count(SENTENCE) == 15
    assert page.complete is None
    with pytest.raises(ParseError) as raised:
        extract_page(f"<body>{'<br>' * 80_000}{TEXT}".encode(), url=URL)
    assert raised.value.details.code == Problem.PAGE_TOO_LARGE


def test_words_stay_where_many_elements_are_removed_or_opened() -> None:
    words = extract_page(page_with(inside=f"<p>{'<select></select>tide ' * 4_500}</p>"), url=URL).content_text
    assert words.count("tide ") >= 4_499
    words = extract_page(page_with(inside=f"<p>{'<noscript>tide </noscript>' * 4_500}</p>"), url=URL).content_text
    assert words.count("tide") >= 4_500


def test_only_the_beginning_of_a_long_class_is_read() -> None:
    short, long = (
        all_calls_for(page_with(after=f"<div class='{'author-x ' * count}'><p>one</p></div>"))
        for count in (500, 50_000)
    )
    assert long < 1.1 * short


def test_the_elements_of_a_page_are_released_last(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise lxml searches a removed part of the page for each element in it: 60,000 tags took minutes."""
    released: list[str] = []

    class Elements(tuple[Any, ...]):
        def __del__(self) -> None:
            released.append("page")

    class Scope(ArticleScope):
        def __del__(self) -> None:
            released.append("scope")

    def parse(text: str, url: str) -> WebPage | None:
        page = parse_page(text, url)
        return page and replace(page, elements=Elements(page.elements))

    monkeypatch.setattr(extract, "parse_page", parse)
    monkeypatch.setattr(extract, "ArticleScope", Scope)
    extract_page(page_with(), url=URL)
    with pytest.raises(ParseError):
        extract_page(b"<p>No more than this.</p>", url=URL)
    assert released == ["scope", "page"] * 2


def test_only_the_first_attributes_of_a_tag_are_read() -> None:
    many = " ".join(f"data-{number}='<>'" for number in range(60_000))
    page = parse_page(f"<p id=one {many.replace('<', '')}>tide</p><p {'x ' * 60_000} id=two>ebb</p>", URL)
    assert page is not None
    first, second = page.body.iter("p")
    assert (first.get("id"), len(first.attrib), first.text) == ("one", 200, "tide")
    assert (second.get("id"), second.text) == (None, "ebb")


@pytest.mark.parametrize(
    "tags",
    [
        "<wbr>", "<embed src=x>", "<embed src=x><object data=y></object>", "<source>", "<track>", "<dt>", "<thead>", "<rt>",
        "<ul><optgroup>", "<td><li>", "<li><option>", "<tr><td><li>", "<option><p>", "<tbody><li>", "<div class=a/>",
        "<p><x-y a=b/>", "<p><use href=#a/>", "<li><colgroup>", "<ruby><rp>",
    ],
)  # fmt: skip
def test_elements_that_the_parser_puts_into_each_other_do_not_get_deep(tags: str) -> None:
    nested = f"{tags}tide " * 3_000
    page = parse_page(f"<body>{TEXT}<div>{nested}</div><p>The end.", URL)
    assert page is not None
    depths = {len(list(element.iterancestors())) for element in page.elements[::20]}
    assert max(depths) < 400
    assert page.body.text_content().count("tide ") == 3_000
    assert SENTENCE in extract_page(page_with(after=f"<iframe srcdoc='{nested}'></iframe>"), url=URL).content_text


def test_a_break_between_syllables_stays_however_many_there_are() -> None:
    words = "har<wbr>bour " * 30
    page = extract_page(page_with(inside=f"<p>The {words} is quiet today, and the tide is low.</p>" * 20), url=URL)
    assert page.content_text.count("harbour") == 600


BROKEN = (
    "http://[::1/author/ada",
    "http://[x/u/ada?u=1",
    "https://[site]/author/ada/",
    "//[/@ada",
    "http://a:b:c/tag/x",
    "/\u2100?u=",
)
PLACES = """
<link rel=canonical href="{0}"><link rel=alternate type=application/rss+xml href="{0}"><meta property=og:url content="{0}">
<meta property=og:image content="{0}"><meta property=article:author content="{0}"><body><header><a href="{0}">Quay</a></header>
<article><h1><a href="{0}">Ferry times</a></h1><p class=byline>By <a rel=author href="{0}">Ada Brine</a></p>
<div class=meta><a href="{0}">Ada</a> 3 August 2019 <img class=avatar src="{0}" srcset="{0} 2x"></div>{1}
<figure><img src="{0}"></figure><iframe src="{0}"></iframe><video src="{0}" poster="{0}"></video><p><a href="{0}">map</a></p>
<p class=tags>Tags: <a rel=tag href="{0}">ferry</a></p></article><div class=author-box><img src="{0}"><h4><a href="{0}">Ada Brine</a></h4>
<p>Ada Brine writes about ferries.</p></div><a rel=next href="{0}">2</a><a href="{0}">3 comments</a>
<script type=application/ld+json>{{"@type": "NewsArticle", "url": "{0}", "image": "{0}", "author": {{"@type": "Person",
"name": "Ada Brine", "url": "{0}", "image": "{0}", "sameAs": ["{0}"]}}}}</script>
"""


@pytest.mark.parametrize("address", BROKEN)
def test_what_is_no_address_costs_a_page_nothing_wherever_it_stands(address: str) -> None:
    """A template that was not filled in leaves such addresses, and the article is there all the same."""
    for base in (URL, address):
        page = extract_page(PLACES.format(address, TEXT).encode(), url=base)
        assert page.content_text.count(SENTENCE) == 15
        assert [author.name for author in page.authors] == ["Ada Brine"]

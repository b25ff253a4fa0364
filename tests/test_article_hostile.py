"""The work that a page costs grows with its size and no faster, whatever it consists of."""

import json
from collections import Counter
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

URL = "https://quay.example/ferry/times"
SENTENCE = "The ferry left at noon, and the crew waited for the tide."
TEXT = f"<p>{SENTENCE} {SENTENCE} {SENTENCE}</p>" * 5
BYLINE = '<p class="byline">By <a rel="author" href="/author/ada">Ada Brine</a></p>'
Shape = Callable[[int], str]

IN_TEXT: dict[str, Shape] = {
    "table rows": lambda n: f"<table>{'<tr><td>one<td>two words, more</tr>' * n}</table>",
    "items with links": lambda n: f"<ul>{f'<li><a href=/x>Ferry times again</a> {SENTENCE}</li>' * n}</ul>",
    "linked headlines": lambda n: "<h3><a href=/x>Ferry times of today</a></h3>" * n,
    "teasers": lambda n: f"<div class=teaser><h3><a href=/x>Ferry times</a></h3><p>{SENTENCE}</p></div>" * n,
    "links": lambda n: "<a href=/x>one</a>, " * n,
    "spans": lambda n: f"<p>{'<b>one</b> two <i>three</i> ' * n}</p>",
    "paragraphs": lambda n: f"<p>{SENTENCE}</p>" * n,
    "line breaks": lambda n: "<br>" * n,
    "lines": lambda n: f"<p>{f'{SENTENCE}<br><br>' * n}</p>",
    "nested divs": lambda n: "<div>" * n + SENTENCE,
    "inside many boxes": lambda n: "<div class=entry-author>" * 12 + "<i>x</i>" * n + "</div>" * 12,
    "inside many consents": lambda n: "<div class=cookie-x>" * 40 + "<p>one two</p>" * n + "</div>" * 40,
    "inside many headers": lambda n: "<header>" * 40 + "<p>one two</p>" * n + "</header>" * 40,
    "unclosed paragraphs": lambda n: "<p>one two" * n,
    "crossed tags": lambda n: "<b><i></b></i>x" * n,
    "bylines": lambda n: BYLINE * n,
    "lines by somebody": lambda n: "<p>By Ada Brine</p>" * n,
    "author links": lambda n: "".join(f"<a rel=author href=/author/a{i}>Ada Brine</a> " for i in range(n)),
    "author classes": lambda n: "<div class=entry-author><b>Ada Brine</b></div>" * n,
    "dates": lambda n: "<p>Published: 1 June 2024</p>" * n,
    "tags": lambda n: f"<div class=tags>{''.join(f'<a rel=tag href=/tag/{i}>tag {i}</a> ' for i in range(n))}</div>",
    "comments": lambda n: "<div class=comment><h3>3 comments</h3></div><a href=#comments>x</a>" * n,
    "figures": lambda n: "<figure><img src=a.png><figcaption>The ferry</figcaption></figure>" * n,
    "forms": lambda n: "<form><input><button>Go</button></form>" * n,
    "advertisements": lambda n: "<p>Advertisement</p><div class=ad>one</div>loose words, " * n,
    "articles": lambda n: "<article><h2>Ferry times</h2><p>One two three.</p></article>" * n,
    "footnotes": lambda n: f"<div class=footnotes>{'<div><p>one</p></div>' * n}</div>",
    "noscript": lambda n: "<noscript>one <p>two</p></noscript>" * n,
    "shadow trees": lambda n: "<template shadowrootmode=open>one <p>two</p></template>" * n,
    "frames": lambda n: "<iframe srcdoc='<p>one two</p>'></iframe>" * n,
    "scripts": lambda n: "<script>x</script> y <select><option>z</select>" * n,
    "classes": lambda n: "".join(f"<div class='author-card-{i} share{i}'>Ada Brine</div>" for i in range(n)),
    "posts": lambda n: f"<table>{f'<tr><td>Ada<td><div><p>{SENTENCE} {SENTENCE}</p></div></tr>' * n}</table>",
    "entries": lambda n: f"<div class=post><h3>One</h3><time>1 June 2024</time><p>{SENTENCE}</p></div>" * n,
    "names": lambda n: f"<div class=byline>By {' and '.join(['Ada Brine'] * n)}</div>",
}  # fmt: skip


def linked(**fields: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(fields)}</script>"


def person(number: int) -> dict[str, str]:
    return {"@type": "Person", "@id": f"#p{number}", "name": f"Ada Brine {chr(97 + number % 26)}{number // 26}"}


IN_HEAD: dict[str, Shape] = {
    "author metas": lambda n: "".join(f'<meta name="author" content="Ada Brine {i}">' for i in range(n)),
    "keywords": lambda n: f"<meta name=keywords content='{', '.join(f'word {i}' for i in range(n))}'>",
    "a long title": lambda n: f"<meta property='og:title' content='{'one - two | ' * n}'>",
    "persons": lambda n: linked(**{"@type": "NewsArticle", "author": [person(i) for i in range(n)]}),
    "nodes": lambda n: linked(**{
        "@graph": [{"@type": "NewsArticle", "author": {"@id": "#p1"}}, *(person(i) for i in range(n))]
    }),
    "nodes of one name": lambda n: linked(**{
        "@graph": [{"@type": "NewsArticle", "author": {"@id": "#p1"}}, *({**person(1), "jobTitle": str(i)} for i in range(n))]
    }),
    "a chain of nodes": lambda n: linked(**{
        "@graph": [{"@id": f"#a{i}", "@type": "NewsArticle", "author": {"@id": f"#a{i + 1}"}} for i in range(n)]
    }),
    "scripts with data": lambda n: linked(**person(1)) * n,
    "a text in data": lambda n: linked(**{"@type": "NewsArticle", "articleBody": f"{SENTENCE}\n" * n}),
}  # fmt: skip


def page_with(*, head: str = "", inside: str = "", after: str = "") -> bytes:
    return (
        f"<html><head><title>Ferry times change</title>{head}</head><body>"
        f"<article><h1>Ferry times change</h1>{BYLINE}{TEXT}{inside}</article>{after}</body></html>"
    ).encode()


def calls_for(page: bytes) -> Counter[tuple[CodeType, str]]:
    """The number of calls that the extraction of a page takes: of each function, and of C functions by each."""
    calls: Counter[tuple[CodeType, str]] = Counter()
    with Profile() as profile:
        extract_page(page, url=URL)
    for entry in profile.getstats():
        if isinstance(entry.code, CodeType):  # a C function is known by its name only
            calls[entry.code, "call"] += entry.callcount
            calls[entry.code, "c_call"] += sum(
                called.callcount for called in entry.calls or () if isinstance(called.code, str)
            )
    return calls


def assert_linear(pages: Callable[[int], bytes], count: int) -> None:
    """Twice as much takes at most twice as many calls of any function, apart from a few for each element."""
    small, large = calls_for(pages(count)), calls_for(pages(2 * count))
    assert [
        (found, small[found], calls) for found, calls in large.items() if calls > 2.3 * small[found] + 20 * count
    ] == []


@pytest.mark.parametrize("shape", IN_TEXT.values(), ids=IN_TEXT)
def test_the_work_grows_linearly_with_what_is_in_the_text_and_behind_it(shape: Shape) -> None:
    assert_linear(lambda count: page_with(inside=shape(count), after=shape(count)), 16)


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
        calls_for(page_with(after=f"<div class='{'author-x ' * count}'><p>one</p></div>")).total()
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

"""Sanitised HTML keeps what the pane draws and nothing harmful."""

import re

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from reader.article.html_parser import parse_clean
from reader.article.limit_depth import limit_depth
from reader.article.prepare_markup import DEPTH_LIMIT, TAG_LIMIT, TEXT_LIMIT
from reader.article.sanitise import for_others, sanitise
from tests.support.each import each
from tests.support.markup import BASE, HTMLISH


@each(
    ("hostile", "absent"),
    [
        ("<script>alert(1)</script>x", "alert"),
        ("<p onclick='steal()'>x</p>", "steal"),
        ("<a href='javascript:alert(1)'>x</a>", "javascript"),
        ("<a href='java\nscript:alert(1)'>x</a>", "script"),
        ("<a href='data:text/html,<script>'>x</a>", "data:"),
        ("<img src='file:///etc/passwd'>", "file:"),
        ("<iframe src='https://v.example/'><a href='javascript:1'>x</a></iframe>", "javascript"),
        ("<iframe srcdoc='<script>1</script>' src='https://v.example/'></iframe>", "script"),
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", "<img"),
        ("<svg><style><img src=x onerror=alert(1)></style></svg>", "onerror"),
        ("<style>p{}</style>", "p{}"),
        ("<form action='https://evil.example'><button formaction='x'>go</button></form>", "evil"),
    ],
)
def test_harmful_markup_is_removed(hostile: str, absent: str) -> None:
    assert absent not in sanitise(hostile, base=BASE)


def test_addresses_are_resolved_against_the_base() -> None:
    assert 'href="https://paper.example/x"' in sanitise("<a href='/x'>x</a>", base=BASE)
    assert 'src="https://cdn.example/i.png"' in sanitise("<img src='//cdn.example/i.png'>", base=BASE)
    sizes = "<img srcset='//cdn.example/a.jpg 1x, //cdn.example/b.jpg?a&copy=2 2x'> srcset='c'"
    resolved = 'srcset="https://cdn.example/a.jpg 1x, https://cdn.example/b.jpg?a&amp;copy=2 2x"'
    assert sanitise(sizes, base=BASE) == f"<img {resolved}> srcset='c'"


@each("base", [None, "", "not an address", "ftp://x/", "http://[broken", "https://exa mple/"])
def test_without_a_usable_base_relative_addresses_are_dropped(base: str | None) -> None:
    assert sanitise("<a href='/x'>words</a>", base=base) == "<a>words</a>"


def test_pictures_of_one_pixel_are_dropped_and_others_kept() -> None:
    pixels = (
        '<img width="1" height="1" src="/t.gif"><img src="/u.gif" height="0" width="0"><img width="1px" height="1px">'
    )
    assert sanitise(pixels, base=BASE) == ""
    assert "<img" in sanitise('<img width="1" height="200" src="/line.png">', base=BASE)


def test_for_others_frames_are_links() -> None:
    frames = (
        '<iframe src="https://www.youtube.com/embed/x1" title="A &lt;film&gt;"></iframe><embed src="/e">'
        '<object data="/o">or this</object><iframe>nothing</iframe>'
    )
    assert for_others(frames, base=BASE) == (
        '<a href="https://www.youtube.com/watch?v=x1">A &lt;film&gt;</a><a href="https://paper.example/e">paper.example</a>'
        '<a href="https://paper.example/o">paper.example</a>or thisnothing'
    )


@given(HTMLISH)
def test_sanitised_html_is_read_as_the_tree_that_it_is(html: str) -> None:
    clean = for_others(html, base=BASE)
    assert not re.search("<(?:iframe|embed|object)", clean)
    assert nh3.clean(clean, tags=set()) == nh3.clean(sanitise(html, base=BASE), tags=set()) or "<a" in clean
    etree.fromstring(_closed(sanitise(html, base=BASE)), etree.XMLParser(huge_tree=True))


def _closed(html: str) -> bytes:
    """As XML, in which control characters are not allowed."""
    html = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", html.replace("&nbsp;", "\u00a0"))
    html = re.sub(r"<((?:area|br|img|hr|wbr|source|input|embed|col)\b[^>]*)>", r"<\1/>", html)
    return f"<body>{html}</body>".encode()


@pytest.mark.parametrize(
    "hostile",
    [
        "<p>" + "".join(f"<b a{n}>" for n in range(50)) + "<p>x" * 20_000,
        "<table><tr>" + "<td>x" * 20_000,
        "<a href=http://x.example/><p>x" * 5_000,
        "<p " + " ".join(f"a{n}" for n in range(30_000)) + ">x",
        "<p " + " ".join(f"a{n}='>'" for n in range(30_000)) + ">x",
        "<div></span>" * 10_000 + "x",
        "<span><p></span><div></div>" * 5_000 + "x",
        "".join(f"<b a{n}><table><td></b></table>" for n in range(5_000)) + "x",
        "y<svg><style>" + "".join(f"<b a{n}>" for n in range(5_000)) + "<p>x" * 20_000,
        "<!-->" + "".join(f"<b a{n}>" for n in range(5_000)) + "<p>x" * 20_000,
        "a&nbsp;" * 30_000,
        "a\u00ad" * 30_000,
        "&lt;" * 30_000,
        "< " * 50_000,
    ],
)
def test_hostile_markup_costs_a_small_multiple_of_its_length(hostile: str) -> None:
    clean = sanitise(hostile, base=None)
    assert len(clean) <= 6 * len(hostile)
    assert clean.count("<") <= 4 * TAG_LIMIT + hostile.count("&lt;")
    body = parse_clean(clean)
    assert body is not None
    assert max(sum(1 for _ in element.iterancestors()) for element in body.iter()) <= 5 * DEPTH_LIMIT


def test_depth_is_bounded_and_the_text_stays() -> None:
    clean = sanitise("<blockquote>" * 60_000 + "deep down", base=None)
    assert "deep down" in clean
    assert clean.count("<blockquote>") <= DEPTH_LIMIT


def test_the_depth_limit_leaves_flat_html_unchanged() -> None:
    flat = "<p>one<p>two" * 500 + "<li>x" * 500 + "<div><b>y</b></div>" * 500
    assert limit_depth(flat) == flat


def test_huge_input_is_capped() -> None:
    assert len(sanitise("<p>hello</p>" * 420_000, base=None)) <= TEXT_LIMIT


def test_half_a_million_ampersands_are_kept_in_linear_time() -> None:
    assert sanitise("&" * 500_000, base=None).count("&amp;") > 100_000


@given(HTMLISH)
def test_sanitising_is_idempotent(html: str) -> None:
    once = sanitise(html, base=BASE)
    assert sanitise(once, base=BASE) == once


@given(st.text())
def test_any_text_is_harmless(text: str) -> None:
    assert not re.search(r"<(?:script|style|form)\b|\son\w+=\"", sanitise(text, base=None))

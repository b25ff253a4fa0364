"""Sanitised HTML keeps what the pane draws and nothing harmful."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.article.limit_depth import DEPTH_LIMIT, limit_depth
from reader.article.sanitise import OUTPUT_LIMIT, sanitise
from tests.support.markup import BASE, HTMLISH


@pytest.mark.parametrize(
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
        ("<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", "onerror"),
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


@pytest.mark.parametrize("base", [None, "", "not an address", "ftp://x/", "http://[broken", "https://exa mple/"])
def test_without_a_usable_base_relative_addresses_are_dropped(base: str | None) -> None:
    assert sanitise("<a href='/x'>words</a>", base=base) == "<a>words</a>"


def test_pictures_of_one_pixel_are_dropped_and_others_kept() -> None:
    pixels = (
        '<img width="1" height="1" src="/t.gif"><img src="/u.gif" height="0" width="0"><img width="1px" height="1px">'
    )
    assert sanitise(pixels, base=BASE) == ""
    assert "<img" in sanitise('<img width="1" height="200" src="/line.png">', base=BASE)


def test_depth_is_bounded_and_the_text_stays() -> None:
    clean = sanitise("<blockquote>" * 200_000 + "deep down", base=None)
    assert "deep down" in clean
    assert clean.count("<blockquote>") <= DEPTH_LIMIT


def test_the_depth_limit_leaves_flat_html_unchanged() -> None:
    flat = "<p>one<p>two" * 500 + "<li>x" * 500 + "<div><b>y</b></div>" * 500
    assert limit_depth(flat) == flat


def test_huge_input_is_capped() -> None:
    assert len(sanitise("<p>hello</p>" * 420_000, base=None)) <= OUTPUT_LIMIT


def test_half_a_million_ampersands_are_kept_in_linear_time() -> None:
    assert sanitise("&" * 500_000, base=None).count("&amp;") > 100_000


@given(HTMLISH)
def test_sanitising_is_idempotent(html: str) -> None:
    once = sanitise(html, base=BASE)
    assert sanitise(once, base=BASE) == once


@given(st.text())
def test_any_text_is_harmless(text: str) -> None:
    assert not re.search(r"<(?:script|style|form)\b|\son\w+=\"", sanitise(text, base=None))

"""Addresses are cleaned, resolved and stripped of passwords; anything but a web address is refused."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.web.addresses import (
    PLAIN_URL,
    URL_LIMIT,
    _cleaned,
    join,
    resolve,
    resolve_in_html,
    site_of,
    web_url,
    without_userinfo,
)
from tests.support.each import each

BASE = "https://a.example/blog/one?x=1"


@each(
    ("written", "url"),
    [
        ("https://a.example/x?y=1&z=2#f", "https://a.example/x?y=1&z=2#f"),
        ("  HTTPS://a.example/ ", "https://a.example/"),
        ("https://a.example/a b", "https://a.example/a%20b"),
        ("https://a.example/ü", "https://a.example/ü"),
        ("https://a.example/u\u0308", "https://a.example/u%CC%88"),
        ('https://a.example/"x"', "https://a.example/%22x%22"),
        ("https://a.example/\u202ecod", "https://a.example/cod"),
        ("https://a.example/x\ny", "https://a.example/x%0Ay"),
        ("https://user:word@a.example/", "https://user:word@a.example/"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("//a.example/x", None),
        ("tag:a.example,2026:1", None),
        ("http://", None),
        ("http://a.example:port/", None),
        ("http://[oops/", None),
        ("http://a b/", None),
        ("http://a.example/\ud800", None),
        ("http://a.example/" + "x" * URL_LIMIT, None),
        ("", None),
        (None, None),
    ],
)
def test_addresses(written: str | None, url: str | None) -> None:
    assert web_url(written) == url


@given(st.from_regex(PLAIN_URL, fullmatch=True))
def test_the_short_way_of_a_plain_address_leads_where_the_long_one_does(url: str) -> None:
    if len(url) <= URL_LIMIT:
        assert _cleaned(url) == url


@each(
    ("base", "address", "url"),
    [
        (BASE, "two", "https://a.example/blog/two"),
        (BASE, " /two ", "https://a.example/two"),
        (BASE, "?y=2", "https://a.example/blog/one?y=2"),
        (BASE, "//b.example/", "https://b.example/"),
        (BASE, "HTTP://b.example/x", "http://b.example/x"),
        (BASE, "", None),
        (BASE, " \t", None),
        (BASE, None, None),
        (BASE, {"href": "x"}, None),
        (BASE, "javascript:alert(1)", None),
        (BASE, "http://[oops/", None),
        (BASE, "x" * 2 * URL_LIMIT + "x", None),
        ("", "two", None),
        (None, "https://a.example/", "https://a.example/"),
        ("urn:feed", "two", None),
    ],
)
def test_an_address_is_resolved_against_its_base(base: str | None, address: object, url: str | None) -> None:
    assert resolve(base, address) == url


@given(st.text(max_size=60), st.text(max_size=60))
def test_resolving_anything_gives_a_web_address_or_nothing(base: str, address: str) -> None:
    url = resolve(base, address)
    assert url is None or url == web_url(url)
    assert isinstance(join(base, address), str)


@each(
    ("html", "resolved"),
    [
        ('<a href="two">x</a>', '<a href="https://a.example/blog/two">x</a>'),
        ("<img src='/p.png'>", '<img src="https://a.example/p.png">'),
        ('<a href="?a=1&amp;b=2">', '<a href="https://a.example/blog/one?a=1&amp;b=2">'),
        ('<a href="#note">', '<a href="#note">'),
        ('<a href="">', '<a href="">'),
        ('<a href="mailto:a@b.example">', '<a href="mailto:a@b.example">'),
        ('<p title="href=x">no link</p>', '<p title="href=x">no link</p>'),
    ],
)
def test_addresses_in_html_are_resolved_and_nothing_else_changes(html: str, resolved: str) -> None:
    assert resolve_in_html(html, BASE) == resolved


@each(
    ("url", "site", "shown"),
    [
        ("https://user:word@www.A.example:8080/x", "a.example", "https://www.A.example:8080/x"),
        ("https://a.example/x@y", "a.example", "https://a.example/x@y"),
        ("https://www.a.example/x", "a.example", "https://www.a.example/x"),
        ("https://www./x", "", "https://www./x"),
        ("https://a.example", "a.example", "https://a.example"),
        ("http://[oops@/", "", "http://[oops@/"),
        ("", "", ""),
    ],
)
def test_a_site_is_the_host_and_no_password_is_shown(url: str, site: str, shown: str) -> None:
    assert (site_of(url), without_userinfo(url)) == (site, shown)

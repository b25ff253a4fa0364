"""A link whose text, letters or user name deceive is known, and its address is shown so that it does not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import clean_line
from reader.web.link_claims import Doubt, claim_of, host_of, looks_like, shown_address
from tests.support.each import each
from tests.support.fuzzing import examples

OTHER, ALIKE, NAMED = Doubt.OTHER_HOST, Doubt.LOOKS_LIKE, Doubt.USER_NAME


@each(
    ("text", "url", "claim"),
    [
        ("https://bank.example/login", "https://evil.example/login", (OTHER, "bank.example")),
        ("www.Bank.example", "https://evil.example/", (OTHER, "bank.example")),
        ("“bank.example”", "https://bank.example.evil.com/", (OTHER, "bank.example")),
        ("nytimes.com/2020/…", "https://t.example/x", (OTHER, "nytimes.com")),
        ("me@bank.example", "https://evil.example/", (OTHER, "bank.example")),
        ("bank\u200b.example", "https://evil.example/", (OTHER, "bank.example")),
        ("a.co.uk", "https://b.co.uk/", (OTHER, "a.co.uk")),
        ("apple.com", "https://xn--80ak6aa92e.com/", (ALIKE, "apple.com")),
        ("Pay", "https://p\u0430ypal.com/", (ALIKE, "paypal.com")),
        ("paypal.com", "https://paypal.com@evil.example/", (NAMED, "paypal.com")),
        ("x", "https://paypal.com:pw@evil.example/", (NAMED, "paypal.com")),
        ("bank.example/login", "https://www.bank.example/", None),
        ("blog.bank.example", "https://bank.example/", None),
        ("münchen.example", "https://xn--mnchen-3ya.example/", None),
        ("россия.рф", "https://xn--h1alffa9f.xn--p1ai/", None),
        ("日本.example", "https://xn--wgv71a.example/", None),
        ("The bank", "https://evil.example/", None),
        ("Node.js", "https://nodejs.example/", None),
        ("README.md", "https://code.example/", None),
        ("e.g.", "https://a.example/", None),
        ("1.2.3.4", "https://a.example/", None),
        ("bank.example", "mailto:me@bank.example", None),
        ("bank.example", "entry:3", None),
        ("a." * 50_000, "https://a.example/", None),
        ("a.b" * 90, "https://a.example/", None),
        ("x", "https://[broken/", None),
        ("x", "javascript:alert(1)", None),
    ],
)
def test_what_a_link_claims(text: str, url: str, claim: tuple[Doubt, str] | None) -> None:
    found = claim_of(text, url)
    assert (found and (found.doubt, found.name.removeprefix("www."))) == claim


def test_a_site_may_name_links_to_itself_as_it_likes() -> None:
    assert claim_of("Booking.com", "https://news.example/a", "https://www.news.example/b") is None
    assert claim_of("Booking.com", "https://other.example/a", "https://news.example/b")


@each(
    ("url", "shown"),
    [
        ("https://xn--80ak6aa92e.com/", "https://xn--80ak6aa92e.com/"),
        ("https://аррӏе.com/", "https://xn--80ak6aa92e.com/"),
        ("https://xn--mnchen-3ya.example/ä", "https://münchen.example/ä"),
        ("https://me:pw@a.example:8080/x?q#f", "https://a.example:8080/x?q#f"),
        ("https://a.example/\u05d0?\u0634", "https://a.example/%D7%90?%D8%B4"),
        ("https://[::1]:80/", "https://[::1]:80/"),
        ("https://xn--a/", "https://xn--a/"),
        ("https://a.example:x/", "https://a.example:x/"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("java\x1b[31mscript:\u202e1", "javascript:1"),
    ],
)
def test_an_address_is_shown_so_that_it_does_not_deceive(url: str, shown: str) -> None:
    assert shown_address(url) == shown


def test_the_end_of_a_long_host_stays() -> None:
    url = "https://www.bank.example." + "very-long." * 12 + "evil.example/login"
    assert len(shown_address(url, 60)) < 70
    assert "…" in shown_address(url, 60)
    assert "evil.example/login" in shown_address(url, 60)
    assert shown_address(url) == url


@settings(max_examples=examples(100))
@given(st.text(max_size=40), st.text(max_size=40) | st.text("xn--aäа.:@/[]1", max_size=40).map("https://".__add__))
def test_no_text_and_no_address_is_too_odd(text: str, url: str) -> None:
    claim_of(text, url, url)
    shown = shown_address(url, 40)
    assert clean_line(shown) == shown
    assert not looks_like(host_of(url)) or "xn--" in shown_address(url)

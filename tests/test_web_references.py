"""Character references in attributes and in XML, and addresses in HTML that have them."""

from __future__ import annotations

from html import escape

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.parse import parse_feed
from reader.web.addresses import join, resolve_in_html
from reader.web.references import join_halves, unescape_attribute, unescape_xml
from tests.support.each import each
from tests.support.fuzzing import examples

BASE = "https://s.example/blog/"
NAMES = ("section", "region", "copy", "lt", "amp", "deg", "notin", "para", "x", "reg", "Uuml")
PIECES = st.sampled_from(
    [
        *(f"&{name}" for name in NAMES),
        *(f"&{name};" for name in NAMES),
        *("=", "1", "a", "/", "?", "&", ";", "#", "é"),
        "&#38",
        "&#x26;",
        "&#233;",
        ".",
        " ",
    ]
)


@each(
    ("written", "read"),
    [
        ("view?id=7&section=2&region=eu", "view?id=7&section=2&region=eu"),
        ("?a&lt=3&amp=4&copy", "?a&lt=3&amp=4©"),
        ("&copy2 &copy; &copy. &copy-", "&copy2 © ©. ©-"),
        ("&notit; &notin; &amp;amp;", "&notit; ∉ &amp;"),
        ("&#38;&#x26;&#38x", "&&&x"),
        ("&unknown; & &; &#; &#x;", "&unknown; & &; &#; &#x;"),
    ],
)
def test_an_attribute_is_read_as_in_a_browser(written: str, read: str) -> None:
    assert unescape_attribute(written) == read


@each(
    ("written", "read"),
    [
        ("?id=7&section=2&region;", "?id=7&section=2&region;"),
        ("&copy &copy; &eacute; &amp;&lt;&#233;&#xe9;", "&copy © é &<éé"),
        ("a&#55357;&#56832;b &#xD83D;&#xde00; &#55357;x", "a😀b 😀 x"),
        ("&#0;&#27;&#99999999999;", ""),
    ],
)
def test_a_reference_in_xml_needs_its_semicolon(written: str, read: str) -> None:
    assert unescape_xml(written) == read


def test_halves_in_the_wrong_order_are_not_joined() -> None:
    assert join_halves("&#56832;&#55357;") == "&#56832;&#55357;"


def attribute_of(html: str) -> str:
    """The value of the attribute in ``<a href="…">``, by HTML section 13.2.5.73."""
    start = html.index('"') + 1
    return unescape_attribute(html[start : html.index('"', start)])


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join), st.sampled_from(["href", "src", "cite", "poster"]))
@example("view?id=7&section=2&region=eu", "href")
def test_an_address_is_joined_as_a_browser_reads_it(value: str, name: str) -> None:
    read = unescape_attribute(value)
    resolved = attribute_of(resolve_in_html(f'<a {name}="{value}">x</a>', BASE))
    assert resolved == (read if not read.strip() or read.strip().startswith("#") else join(BASE, read.strip()))


@each(
    ("html", "resolved"),
    [
        (
            '<img srcset="a.jpg 1x, b,c.jpg 2x,/d.jpg" src=e.jpg>',
            (
                '<img srcset="https://s.example/blog/a.jpg 1x, https://s.example/blog/b,c.jpg 2x,'
                'https://s.example/d.jpg" src="https://s.example/blog/e.jpg">'
            ),
        ),
        (
            '<source srcset="https://o.example/a.jpg, b.jpg 640w">',
            ('<source srcset="https://o.example/a.jpg, https://s.example/blog/b.jpg 640w">'),
        ),
        (
            '<a title="a > b, href=\'c\'" href="d">x</a>',
            '<a title="a > b, href=\'c\'" href="https://s.example/blog/d">x</a>',
        ),
        ('<a href="">x</a> <a href="#n">n</a> href="x"', '<a href="">x</a> <a href="#n">n</a> href="x"'),
    ],
)
def test_every_address_in_a_tag_is_resolved_and_nothing_else_changes(html: str, resolved: str) -> None:
    assert resolve_in_html(html, BASE) == resolved


RSS = "<rss version='2.0'><channel><title>T</title><item>%s<link>%s</link><enclosure url='%s'/></item></channel></rss>"
QUERIES = st.lists(st.sampled_from([f"{name}=1" for name in NAMES]), min_size=1, max_size=6).map("&".join)


@settings(deadline=None, max_examples=examples(50))
@given(QUERIES)
def test_strict_repaired_and_soup_reading_give_the_same_addresses(query: str) -> None:
    address = f"https://s.example/?{query}"
    strict = parse_feed((RSS % ("", escape(address), escape(address))).encode(), url=BASE)
    repaired = parse_feed((RSS % ("", address, address)).encode(), url=BASE)
    soup = parse_feed((RSS % ("<title>A <b>bold</title>", address, address)).encode(), url=BASE)
    for feed in (strict, repaired, soup):
        entry = feed.entries[0]
        assert (entry.url, entry.enclosures[0].url) == (address, address)

"""All spellings of an article's address are one, and two articles never are."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.web.canonical_address import canonical_address, canonical_number, same_site
from tests.support.each import each
from tests.support.fuzzing import examples

ARTICLE = "https://paper.example/world/2026/why-night-trains-came-back-8812.html"


@each(
    "spelling",
    [
        "http://www.paper.example/world/2026/why-night-trains-came-back-8812.html",
        "https://m.paper.example/world/2026/why-night-trains-came-back-8812.html",
        "https://amp.paper.example:443/world/2026/why-night-trains-came-back-8812.amp.html",
        "https://paper.example/amp/world/2026/why-night-trains-came-back-8812.html",
        "https://paper.example/world/2026/why-night-trains-came-back-8812.html/amp/",
        f"{ARTICLE}?amp=1",
        f"{ARTICLE}?outputType=amp",
        f"{ARTICLE}?utm_source=rss&utm_medium=feed#comments",
        f"{ARTICLE}?at_medium=RSS&at_campaign=KARANGA",
        f"{ARTICLE}?icid=rss_top&ref=newsletter",
        f"{ARTICLE}?ref=planet.example.org",
        f"{ARTICLE}#xtor=RSS-3208",
        f"{ARTICLE}#:~:text=night%20trains",
        "https://paper.example/culture/../world/2026/./why-night-trains-came-back-8812.html",
        "https://paper.example/world//2026/why%2Dnight-trains-came-back-8812.html",
        "https://www.google.com/amp/s/paper.example/world/2026/why-night-trains-came-back-8812.amp.html",
        "https://paper-example.cdn.ampproject.org/c/s/paper.example/world/2026/why-night-trains-came-back-8812.html",
        "https://paper-example.cdn.ampproject.org/v/s/www.paper.example/world/2026/why-night-trains-came-back-8812.html?usqp=mq331AQIUAKwASCAAgM%3D",
        "https://www.google.com/url?q=https%3A%2F%2Fpaper.example%2Fworld%2F2026%2Fwhy-night-trains-came-back-8812.html",
        "HTTPS://Paper.EXAMPLE/world/2026/why-night-trains-came-back-8812.html?",
    ],
)
def test_a_spelling_leads_to_the_article(spelling: str) -> None:
    assert canonical_address(spelling) == ARTICLE


@each(
    ("one", "other"),
    [
        ("https://a.example/story?id=1", "https://a.example/story?id=2"),
        ("https://a.example/?p=12", "https://a.example/?p=13"),
        ("https://a.example/notes#monday", "https://a.example/notes#tuesday"),
        ("https://a.example/Articles/12/", "https://a.example/Articles/13/"),
        ("https://a.example/x/y?page=2", "https://a.example/x/y"),
        ("https://code.example/file?ref=main", "https://code.example/file?ref=stable"),
        ("https://a.example/#!/one", "https://a.example/#!/two"),
        ("https://news.example/item?id=40", "https://news.example/item?id=40#41"),
        ("https://one.blog.example/a-1", "https://two.blog.example/a-1"),
        ("https://a.example/a-b", "https://a.example/A-B"),
        ("https://m.example/a-1", "https://example/a-1"),
        ("https://m.co.uk/a-1", "https://co.uk/a-1"),
    ],
)
def test_two_articles_have_two_addresses(one: str, other: str) -> None:
    assert canonical_address(one) != canonical_address(other)


@each(
    "address",
    [
        "https://a.example", "https://www.a.example/", "http://m.a.example/index.html", "https://a.example/blog/",
        "https://a.example/#comments", "https://a.example/?utm_source=rss", "https://a.example/tag/amp",
        "https://a.example/en/category/world/", "https://a.example/changelog", "tag:a.example,2026:1", "", "mailto:a@b.example",
        "http://[", "https://", "ftp://a.example/b-1",
    ],
)  # fmt: skip
def test_front_pages_lists_and_other_addresses_identify_no_article(address: str) -> None:
    assert canonical_address(address) is None
    assert canonical_number(address) is None


def test_the_name_of_a_page_is_not_taken_for_a_phone_address() -> None:
    assert canonical_address("https://wiki.example/amp") == "https://wiki.example/amp"
    assert canonical_address("https://wiki.example/blog/amp") == "https://wiki.example/blog/amp"
    assert canonical_address("https://mobile.de/a-1") == "https://mobile.de/a-1"
    assert canonical_address("https://en.m.wiki.example/w/Salt") == "https://en.wiki.example/w/Salt"


def test_a_copy_of_an_amp_page_is_recognised_with_too_many_slashes() -> None:
    assert canonical_address("https://www.google.com/amp/s///paper.example/a-1") == "https://paper.example/a-1"


def test_a_burner_address_is_left_as_it_is() -> None:
    burner = "https://feedproxy.google.com/~r/Paper/~3/aX9kQ2/"
    assert canonical_address(burner) == "https://feedproxy.google.com/~r/Paper/~3/aX9kQ2"


def test_hosts_of_one_site() -> None:
    assert same_site("www.paper.example", "m.paper.example")
    assert same_site("news.paper.example", "paper.example")
    assert not same_site("one.blog.example", "two.blog.example")
    assert not same_site("", "")


words = st.text("abcdefghij0123456789", min_size=1, max_size=8)
slugs = st.lists(words, min_size=2, max_size=5).map("-".join)
paths = st.builds(lambda folders, slug: "/".join((*folders, slug)), st.lists(words, max_size=3), slugs)
articles = st.builds(
    lambda name, path, query: f"https://{name}.example/{path}" + (f"?id={query}" if query else ""),
    words.map(lambda word: f"p{word}"), paths, st.integers(0, 99),
)  # fmt: skip


def _with(address: str, parameter: str) -> str:
    return f"{address}{'&' if '?' in address else '?'}{parameter}"


SPELLINGS: list[Callable[[str], str]] = [
    lambda a: a.replace("https://", "http://"),
    lambda a: a.replace("https://", "https://www."),
    lambda a: a.replace("https://", "https://m."),
    lambda a: a.replace("https://", "https://amp."),
    lambda a: a.replace("https://", "https://mobile."),
    lambda a: a.replace(".example/", ".example/amp/"),
    lambda a: _with(a, "utm_source=rss"),
    lambda a: _with(a, "fbclid=Iw"),
    lambda a: _with(a, "amp=1"),
    lambda a: _with(a, "ref=rss"),
    lambda a: f"{a}#comments",
    lambda a: a if "?" in a or "#" in a else f"{a}/",
    lambda a: a if "?" in a or "#" in a else f"{a}/amp",
    lambda a: a if "?" in a or "#" in a else f"{a}/index.html",
    lambda a: a.replace("-", "%2D"),
]


@settings(max_examples=examples(150))
@given(article=articles, chosen=st.lists(st.sampled_from(SPELLINGS), max_size=4))
def test_every_spelling_has_the_same_address(article: str, chosen: list[Callable[[str], str]]) -> None:
    spelling = article
    for spell in chosen:
        spelling = spell(spelling) if "#" not in spelling else spelling
    assert canonical_address(spelling) == canonical_address(article)


@settings(max_examples=examples(150))
@given(one=articles, other=articles)
def test_another_article_has_another_address(one: str, other: str) -> None:
    assert (canonical_address(one) == canonical_address(other)) is (one == other)


@settings(max_examples=examples(200))
@given(
    address=st.one_of(articles, st.text("https:/.?&=#%amp-1wm~ü\\@[]", max_size=40).map("https://a.example/".__add__))
)
def test_a_canonical_address_is_its_own(address: str) -> None:
    canonical = canonical_address(address)
    if canonical is not None:
        assert canonical_address(canonical) == canonical

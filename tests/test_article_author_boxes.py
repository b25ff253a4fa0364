"""Author boxes: found by any class that means one, read without what is glued to the biography, removed from the text."""

import json
from collections.abc import Callable
from cProfile import Profile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.author_boxes import about_sections
from reader.article.box_lines import clean_biography
from reader.article.extract import extract_page
from reader.article.find_authors import find_authors
from reader.article.find_text import locate_text
from reader.article.marked_elements import find_marked
from reader.article.prune import drop_furniture
from reader.article.text_coverage import cover
from reader.article.web_page import parse_page
from reader.model import Author, Page
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://quay.example/ferry/times"
NAME = "Ada Brine"
BIO = "Ada Brine keeps the harbour log and has written about tides since 1998."
BYLINE = '<p class="byline">By <a rel="author" href="/author/ada">Ada Brine</a></p>'
PARAGRAPHS = (
    "The first ferry will leave ten minutes earlier from Monday because the tide tables have changed, the office said.",
    "Passengers with weekly tickets do not need to do anything, and the bus that meets the boat will wait for it.",
    "Complaints can be sent to the office, which promises a reply within a week, or made in person at the quay.",
)
TEXT = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
AUTHORS = ("author", "autor", "auteur", "contributor", "writer", "autorin", "authors")
BOXES = ("bio", "box", "card", "info", "desc", "description", "profile", "about", "section", "content", "text")
SPELLINGS: tuple[Callable[[str, str], str], ...] = (
    lambda one, two: f"{one}-{two}",
    lambda one, two: f"{one}_{two}",
    lambda one, two: f"{one}__{two}",
    lambda one, two: f"{one}{two.title()}",
    lambda one, two: f"{one.title()}{two.title()}",
    lambda one, two: f"{one}{two}",
    lambda one, two: f"post-{one}-{two}",
    lambda one, two: f"article-end__{one}-{two}",
    lambda one, two: f"c-{one}__{two}--wide",
)


def page_of(body: str, head: str = "", url: str = URL) -> Page:
    html = f"<html lang=en><head><title>Ferry times change</title>{head}</head><body>{body}</body></html>"
    return extract_page(html.encode(), url=url)


def with_box(box: str, byline: str = BYLINE) -> Page:
    return page_of(f"<article><h1>Ferry times change</h1>{byline}{TEXT}{box}</article>")


WITHOUT_BOX = with_box("").content_text


@settings(max_examples=examples(60), deadline=None)
@given(st.sampled_from(AUTHORS), st.sampled_from(BOXES), st.sampled_from(SPELLINGS), st.booleans(), st.booleans())
def test_every_class_of_an_author_and_a_box_is_read_and_leaves_the_text(author, box, spelling, turned, is_id) -> None:
    token = spelling(*((box, author) if turned else (author, box)))
    found = with_box(f"<div {'id' if is_id else 'class'}='{token}'><h4>{NAME}</h4><p>{BIO}</p></div>")
    assert [(one.name, one.bio) for one in found.authors] == [(NAME, BIO)]
    assert found.content_text == WITHOUT_BOX


ADDITIONS = (
    f"<h4>{NAME}</h4>",
    f"<div class=author-name><a href=/author/ada>{NAME}</a></div>",
    f"<a href=/author/ada>{NAME}</a>",
    f"<p>Von {NAME}</p>",
    "<a href=https://social.example/@ada>Mastodon</a>",
    "<p><a href=https://x.com/ada>Twitter</a> | <a href=https://ada.example/>Website</a></p>",
    "<ul class=icons><li><a href=https://x.com/ada>X</a><li><a href=/feed>RSS</a></ul>",
    "<div class=author-url><a href=/author/ada>https://quay.example/author/ada</a></div>",
    "<span>@ada@social.example</span>",
    "<p>@ada</p>",
    "<div class=date>25.01.2022 14:47 Uhr</div>",
    "<time>January 5, 2024</time>",
    "<p>Published on Monday, January 5, 2024 at 14:47 in the harbour edition</p>",
    "<p>Kontakt | +49 030 1234 56</p>",
    "<p>Contact: ada@quay.example</p>",
    "<p>You can mail Ada Brine here, and read more of her pieces here.</p>",
    "<p>Follow Ada Brine on Mastodon and all the other networks where she posts pictures of boats.</p>",
    "<button>Follow</button>",
    "<span>+ posts</span>",
    "<p><a href=/author/ada>View all posts by Ada Brine →</a></p>",
    "<p>Alle Beiträge von Ada Brine anzeigen</p>",
    "<ul><li><a href=/a>Why the old lighthouse will be closed for the whole of the winter</a><li><a href=/b>Tides</a></ul>",
    "<div><h5>Latest articles</h5><p>The harbour gets a new crane this autumn, and the old one goes to a museum.</p></div>",
    "<div><h5><a href=/c>A new crane for the harbour</a></h5><p>The old one goes to a museum in the north.</p></div>",
    "<div class=author-box__posts><p>The harbour gets a new crane this autumn, and the old one is sold.</p></div>",
    "<form><p>Subscribe to our newsletter and get the tide tables every Friday in your inbox.</p></form>",
    "<p>Subscribe to our newsletter and get the tide tables every Friday in your inbox.</p>",
)


@settings(max_examples=examples(80), deadline=None)
@given(
    st.lists(st.sampled_from(ADDITIONS), max_size=4), st.lists(st.sampled_from(ADDITIONS), max_size=4), st.booleans()
)
def test_additions_to_a_box_do_not_change_the_biography(before, after, in_paragraph) -> None:
    bio = f"<p>{BIO}</p>" if in_paragraph else f"<div class=x>{BIO}</div>"
    (author,) = with_box(f"<div class=author-box>{''.join(before)}{bio}{''.join(after)}</div>").authors
    assert (author.name, author.bio) == (NAME, BIO)


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.sampled_from(ADDITIONS), min_size=1, max_size=6),
    st.sampled_from(["author-box", "author-bio", "authorInfo"]),
)
def test_a_box_without_a_biography_has_none(content, token) -> None:
    (author,) = with_box(f"<div class={token}>{''.join(content)}</div>").authors
    assert (author.name, author.bio) == (NAME, None)


@each(
    "box",
    [
        f"<a>{NAME}</a><a>Mastodon</a><span>{BIO}</span>",
        f"<a href=/author/ada><img src=/a.jpg><h4>{NAME}</h4><p>{BIO}</p></a>",
        f"<p>{BIO} <a href=/author/ada>Read more</a></p>",
        f"<p>{BIO} Follow her on X | Truth Social</p>",
        f"<strong>Biography</strong><br>{BIO}<br><br>Contact<br>+49 30 123456",
        f"<h3>Tried and loved!</h3><p>{BIO}</p><a href=/author/ada>{NAME}</a>",
        f"<div class=author-info><h5 class=author-title>{NAME}</h5></div><div class=summary><p>{BIO}</p></div>",
        "<p>Ada Brine keeps the harbour log<br>and has written about tides since 1998.</p>",
    ],
)
def test_a_biography_is_found_wherever_it_is_in_the_box(box: str) -> None:
    assert [(one.name, one.bio) for one in with_box(f"<div class=author-box>{box}</div>").authors] == [(NAME, BIO)]


@each(
    "box",
    [
        "<h4>Get Our Newsletter</h4><p>Every Friday we send you the tide tables and the best stories of the week.</p>",
        "<h4>Ada Brine's favourite gear</h4><p>A very good camera with a long lens and a strap, which lasts for years.</p>",
        "<h4>Related articles</h4><p>The harbour gets a new crane this autumn, and the old one goes to a museum.</p>",
        "<h4>Support us</h4><p>The paper lives from what its readers give, and from nothing else at all.</p>",
    ],
)
def test_boxes_about_something_else_are_nobody(box: str) -> None:
    own = f"<div class=author-box><h4>{NAME}</h4><p>{BIO}</p></div>"
    for page in (
        with_box(own + f"<div class=author-box>{box}</div>"),
        with_box(f"<div class=author-box>{box}</div>{own}"),
    ):
        assert [(one.name, one.bio) for one in page.authors] == [(NAME, BIO)]
    assert [one.bio for one in with_box(f"<div class=author-box>{box}</div>").authors] == [None]


@each(
    ("role", "expected"),
    [
        ("<div class=author-role>Harbour Editor</div>", "Harbour Editor"),
        ("<div class=author__function>Reporter for the coast</div>", "Reporter for the coast"),
        ("<div class=authorTitle>Assistant Harbour Editor</div>", "Assistant Harbour Editor"),
        ("<p>Redakteurin im Ressort Hafen</p>", "Redakteurin im Ressort Hafen"),
        ("<div class=author-role>+ posts</div>", None),
        ("<div class=author-job>27 articles</div>", None),
        ("<div class=author-role>Author</div>", None),
        ("<div class=author-role>ada@quay.example</div>", None),
        ("<p>25.01.2022</p>", None),
    ],
)
def test_a_role_is_a_role(role: str, expected: str | None) -> None:
    (author,) = with_box(f"<div class=author-card><h4>{NAME}</h4>{role}<p>{BIO}</p></div>").authors
    assert (author.role, author.bio) == (expected, BIO)


def test_parts_of_a_box_can_be_about_one_person_each() -> None:
    people = {
        NAME: BIO,
        "Bo Cliff": "Bo Cliff paints ships, and has lived on one since the harbour was built.",
        "Cy Dunes": "Cy Dunes teaches sailing to people who are afraid of the water.",
    }
    byline = "<p class=byline>By Ada Brine, Bo Cliff and Cy Dunes</p>"
    cards = "".join(f"<div class=card><h4>{name}</h4><p>{bio}</p></div>" for name, bio in people.items())
    flat = "".join(f"<h4>{name}</h4><p>{bio}</p>" for name, bio in people.items())
    boxes = "".join(f"<div class=author-box><h4>{name}</h4><p>{bio}</p></div>" for name, bio in people.items())
    for box in (f"<div class=author-section>{cards}</div>", f"<div class=author-section>{flat}</div>", boxes):
        assert {one.name: one.bio for one in with_box(box, byline).authors} == people


def test_a_box_alone_names_the_author() -> None:
    box = f"<div class=author-box><p>About the writer</p><p>{BIO}</p><a href=/author/ada-brine>All articles</a></div>"
    assert [(one.name, one.bio) for one in with_box(box, byline="").authors] == [(NAME, BIO)]


def test_an_element_of_the_author_is_a_box_if_it_has_a_biography() -> None:
    page = with_box(f"<div class=entry-author><b class=author-name>{NAME}</b><p>{BIO}</p></div>")
    assert ([one.bio for one in page.authors], page.content_text) == ([BIO], WITHOUT_BOX)
    short = page_of(f"<article class='hentry author-ada'><h1>Ferry times change</h1>{BYLINE}{TEXT}</article>")
    assert ([one.bio for one in short.authors], short.content_text) == ([None], WITHOUT_BOX)


@each(
    ("html", "expected"),
    [
        (f"<aside class=sidebar><div class=author-bio><h4>{NAME}</h4><p>{BIO}</p></div></aside>", BIO),
        ("<aside class=sidebar><div class=author-bio><h4>Bo Cliff</h4><p>Bo Cliff paints ships and lives on one.</p></div></aside>", None),
        (f"<div class=author-box><h4>{NAME}</h4><p>Disclaimer: This site may contain opinions of the author. She is paid.</p></div>", None),
        (f"<div class=author-box><h4>{NAME}</h4><p>The harbour gets a new crane this autumn, and the old one is sold.</p></div>", None),
        (f"<div id=author-area><img src=/a.jpg alt='Author: {NAME}'><div id=author-text><p>I keep the harbour log since 1998, all day.</p></div></div>", "I keep the harbour log since 1998, all day."),
        (f"<div class=author-box><a href=/author/ada>Alles von {NAME}</a><p>{BIO}</p></div>", BIO),
    ],
)  # fmt: skip
def test_a_biography_tells_of_the_author(html: str, expected: str | None) -> None:
    for byline in (BYLINE, "<p class=byline>By Ada Brine</p>"):
        assert [(one.name, one.bio) for one in with_box(html, byline).authors] == [(NAME, expected)]


# JSON-LD


def linked(*nodes: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in nodes)


def authors_of(head: str) -> tuple[Author, ...]:
    page = parse_page(f"<html><head>{head}</head><body><h1>T</h1></body></html>", URL)
    assert page is not None
    return find_authors(page, site="Quay Gazette")


DETAILS = {
    "description": BIO,
    "jobTitle": "Harbour Editor",
    "image": "https://quay.example/ada.jpg",
    "sameAs": "https://social.example/@ada",
    "url": "https://quay.example/author/ada",
}
WHOLE = authors_of(linked({"@type": "Article", "author": {"@type": "Person", "name": NAME, **DETAILS}}))


@settings(max_examples=examples(60), deadline=None)
@given(
    st.sets(st.sampled_from(sorted(DETAILS))),
    st.permutations(range(5)),
    st.text("abc#/", min_size=1, max_size=6),
    st.sampled_from(["Person", ["Person", "Organization"], "https://schema.org/Person"]),
    st.booleans(),
    st.booleans(),
)
def test_dividing_a_person_changing_ids_and_order_do_not_change_the_authors(
    moved, order, name, kind, is_graph, same_id
) -> None:
    first = {key: value for key, value in DETAILS.items() if key not in moved}
    second = {key: value for key, value in DETAILS.items() if key in moved}
    nodes = [
        {"@type": "Article", "author": {"@id": f"#p{name}", "name": NAME}},
        {"@type": kind, "@id": f"#p{name}", "name": NAME, **first},
        {"@type": "Person", "@id": f"#p{name}" if same_id else f"#q{name}", "name": NAME, **second},
        {"@type": "Organization", "@id": f"#o{name}", "name": "Quay Gazette", "description": "All about ships since 1901, every day."},
        {"@type": "CollegeOrUniversity", "@id": f"#p{name}", "name": "Quay University", "description": "A school of tides and harbours since 1801."},
    ]  # fmt: skip
    nodes = [nodes[index] for index in order]
    assert authors_of(linked({"@graph": nodes}) if is_graph else linked(*nodes)) == WHOLE


@settings(max_examples=examples(60), deadline=None)
@given(
    st.sampled_from(["Organization", "NewsMediaOrganization", "CollegeOrUniversity", "WebSite", "Corporation", "Thing", "Product"]),
    st.booleans(), st.booleans(),
)  # fmt: skip
def test_nobody_has_the_description_of_something_that_is_no_person(kind, same_id, first) -> None:
    thing = {"@type": kind, "@id": "https://quay.example/", "name": "Quay University", "description": BIO}
    person = {"@type": "Person", "@id": "https://quay.example/" if same_id else "#p", "name": NAME}
    article = {"@type": "Article", "author": person}
    assert [one.bio for one in authors_of(linked(*([thing, article] if first else [article, thing])))] == [None]
    assert all(one.bio is None for one in authors_of(linked({"@type": "Article", "author": thing})))
    copied = {"@type": "Article", "author": {**person, "description": BIO}}
    assert [one.bio for one in authors_of(linked(copied, thing))] == [None]


def test_of_several_articles_the_one_with_the_address_of_the_page_has_the_authors() -> None:
    other = {
        "@type": "NewsArticle",
        "url": "https://quay.example/other",
        "author": {"@type": "Person", "name": "Bo Cliff"},
    }
    own = {"@type": "NewsArticle", "mainEntityOfPage": URL, "author": {"@type": "Person", "name": NAME}}
    for nodes in ([other, own], [own, other]):
        assert [one.name for one in authors_of(linked(*nodes))] == [NAME]


# Hostile pages


HOSTILE: tuple[Callable[[int], str], ...] = (
    lambda n: "<div><h3>About the author</h3></div>" * n,
    lambda n: "<h3>About the author</h3>" * n,
    lambda n: "<h3>About the author</h3>" + "<i></i>" * n,
    lambda n: f"<div class=author-box><h4>{NAME}</h4><p>{BIO}</p></div>" * n,
    lambda n: "<div class=author-box>" * 40 + "<i>x</i>" * n + "</div>" * 40,
    lambda n: f"<div class=author-box>{'<h4>Ada Brine</h4><h4>Bo Cliff</h4>' * n}</div>",
    lambda n: f"<div class=entry-author>{'<b class=author-name>Ada Brine</b>' * n}</div>",
    lambda n: "<div class=entry-author>" * 40 + "<i>x</i>" * n + "</div>" * 40,
    lambda n: f"<div class=author-bio>{'Ada. ' * n * 4}</div>",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_the_work_grows_linearly_with_the_page(hostile) -> None:
    small, large = (calls_for(TEXT + BYLINE + hostile(count)) for count in (100, 200))
    assert large < 2.6 * small


def calls_for(body: str) -> int:
    """The number of calls, of C functions too, that the authors of a page take."""
    page = parse_page(f"<body>{body}</body>", URL)
    assert page is not None
    coverage = cover(page.body, locate_text(page.body))
    with Profile(subcalls=False) as profile:
        find_authors(page, site=None)
        marked = find_marked(page)
        about_sections(page, marked)
        drop_furniture(page, coverage, marked)
    return sum(function.callcount for function in profile.getstats())


def test_the_credit_of_a_portrait_is_no_part_of_the_biography() -> None:
    life = "Ada Brine keeps the harbour log and has written about tides since 1998."
    assert clean_biography(f"{life} Foto: Wren Alder") == life
    assert clean_biography(f"{life} (Photo by Wren Alder)") == life
    assert clean_biography(f"{life} She shows photos by Wren Alder.") == f"{life} She shows photos by Wren Alder."

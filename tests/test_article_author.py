"""Authors and their details are read from articles' pages and from authors' own pages."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from reader.article.author_page import read_author_page
from reader.article.find_authors import find_authors
from reader.article.web_page import parse_page
from reader.model import Author
from tests.support.each import each
from tests.support.markup import HTMLISH

PAGES = Path(__file__).parent / "data" / "pages"
URL = "https://paper.example/2024/a.html"
BIO = "Wren Alder writes about cities and the noises they make, and lives beside a railway."


def authors(body: str, head: str = "", site: str | None = "The Paper") -> tuple[Author, ...]:
    page = parse_page(f"<html><head>{head}</head><body><h1>T</h1>{body}</body></html>", URL)
    assert page is not None
    return find_authors(page, site=site)


def linked(**article: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **article})}</script>'


def from_file(name: str, url: str) -> tuple[Author, ...]:
    page = parse_page((PAGES / name).read_text(encoding="utf-8"), url)
    assert page is not None
    return find_authors(page, site=None)


def test_a_box_of_a_magazine_theme_completes_the_byline() -> None:
    assert from_file("magazine-sabox.html", "https://lantern.example/x") == (
        Author(
            "Wren Alder",
            url="https://lantern.example/author/wren-alder/",
            bio=BIO,
            avatar="https://lantern.example/people/wren.jpg",
            links=("https://social.example/@wren",),
        ),
    )


def test_json_ld_with_references_is_merged_with_a_box_below_a_heading() -> None:
    (author,) = from_file("tageszeitung-profil.html", "https://abendblatt.example/x")
    assert author.name == "Thea Brinkhus"
    assert author.role == "Redakteurin"
    assert author.url == "https://abendblatt.example/autorin/thea-brinkhus/"
    assert author.avatar == "https://abendblatt.example/bild/brinkhus.jpg"
    assert author.bio is not None
    assert author.bio.startswith("Thea Brinkhus, geboren 1971")
    assert "Schlepper" not in author.bio


def test_a_box_without_a_name_belongs_to_the_author_in_its_text() -> None:
    first, second, third = from_file("quotidien.html", "https://quotidien.example/x")
    assert [first.name, second.name, third.name] == ["Odile Sarrasin", "Luc Verdier", "Anne Roncin"]
    assert first.bio == "Odile Sarrasin est née près d’un moulin et n’a jamais perdu l’odeur de la farine chaude."
    assert second.bio is None


@each(
    ("head", "body"),
    [
        (linked(author={"@type": "Person", "name": "Wren Alder"}), ""),
        (linked(author="By Wren Alder"), ""),
        (
            linked(author=[{"@type": "Organization", "name": "The Paper"}, {"@type": "Person", "name": "Wren Alder"}]),
            "",
        ),
        ('<meta name=author content="Wren Alder">', ""),
        ('<meta property="article:author" content="Wren Alder">', ""),
        ('<meta name=parsely-author content="Wren Alder"><meta name=author content="The Paper">', ""),
        ('<meta name=citation_author content="Alder, Wren">', ""),
        ("", "<span itemprop=author itemscope><span itemprop=name>Wren Alder</span></span>"),
        ("", "<a rel=author href=/x>Wren Alder</a>"),
        ("", '<span class="vcard"><b class=fn>Wren Alder</b></span>'),
        ("", "<p class=byline>By Wren Alder, 3 May</p>"),
        ("", "<div class=c-article__author-name>Wren Alder</div>"),
        ("", '<div class=byline>By Wren Alder<div style="display:none">Social Links Navigation</div></div>'),
        ("", f"<p>{BIO}</p><div>Picture: Archive<br>Autorin: Rechtsanwältin <a href=/x>Wren</a> Alder<br>© 2024</div>"),
        ("", f"<p>{BIO}</p><p><strong>Autorin: Wren Alder, Leiterin des Hauses der Geräusche in Dur.</strong></p>"),
        ("", '<div><x-icon name="user"></x-icon> <span class="label">Von Wren Alder</span></div>' + f"<p>{BIO}</p>"),
        ("", '<div class="author-box"><h4 class="author-box-title">About Wren Alder</h4><p>' + BIO + "</p></div>"),
    ],
)
def test_each_source_names_the_author(head: str, body: str) -> None:
    assert [author.name for author in authors(body, head)] == ["Wren Alder"]


@each(
    "body",
    [
        "<div id=comments><a rel=author href=/u>Loud Reader</a></div>",
        "<ol class=comment-list><li><span class=vcard><b class=fn>Loud Reader</b></span></li></ol>",
        "<aside class=sidebar><p class=byline>By Somebody Else</p></aside>",
        "<div class=related-posts><span class=author>By Somebody Else</span></div>",
        "<p class=byline>admin</p>",
        "<figure><img src=/a.jpg><figcaption class=x><span class=author>By Some Body</span></figcaption></figure>",
        "<div class=license-info><span class=author-name><a href=/photos>Some Body</a></span></div>",
        f"<p>{BIO}</p><blockquote class=social-post><p>A post by Some Body</p></blockquote>",
    ],
)
def test_readers_and_teasers_are_not_authors(body: str) -> None:
    assert authors(body) == ()


def test_the_site_is_never_the_author() -> None:
    head = linked(author={"@type": "Organization", "name": "The Paper"})
    assert authors("", head) == ()
    assert [a.name for a in authors("<p class=byline>By Wren Alder</p>", head)] == ["Wren Alder"]


def box(family: str, name: str, bio: str) -> str:
    return (
        f"<div class='{family}'><img src=/w.jpg><h4 class='{name}'>Wren Alder</h4><div class='{bio}'><p>{BIO}</p></div>"
        "<a href='https://social.example/@wren'>s</a><a href='https://social.example/share?u=1'>Share</a></div>"
    )


@each(
    ("family", "name", "bio"),
    [
        ("saboxplugin-wrap", "saboxplugin-authorname", "saboxplugin-desc"),
        ("m-a-box", "m-a-box-name", "m-a-box-bio"),
        ("pp-multiple-authors-boxes-wrapper", "pp-author-boxes-name", "pp-author-boxes-description"),
        ("wp-block-co-authors-plus-coauthor", "wp-block-co-authors-plus-name", "wp-block-co-authors-plus-biography"),
        ("abh_box", "abh_name", "abh_description"),
        ("author-box", "author-box-title", "author-box-content"),
        ("mh-author-box", "mh-author-box-name", "mh-author-box-bio"),
        ("jeg_authorbox", "jeg_author_name", "jeg_author_content"),
        ("author-box-wrap", "td-author-name", "td-author-description"),
        ("tdb-author-box", "tdb-author-name", "tdb-author-descr"),
        ("author-info", "author-title", "author-bio"),
        ("author-bio", "author-title", "author-description"),
        ("wp-block-post-author", "wp-block-post-author__name", "wp-block-post-author__bio"),
        ("article__author-desc", "x", "y"),
        ("author-profile", "x", "y"),
    ],
)
def test_author_boxes_of_all_known_classes_are_read(family: str, name: str, bio: str) -> None:
    (author,) = authors("<p class=byline>By Wren Alder</p>" + box(family, name, bio))
    assert author.name == "Wren Alder"
    assert author.bio == BIO
    assert author.avatar == "https://paper.example/w.jpg"
    assert author.links == ("https://social.example/@wren",)


@each(
    "heading",
    [
        "About the author", "About the Author:", "Über den Autor", "Über die Autorin", "Zur Person",
        "À propos de l’auteur",
        "À propos de l'auteure", "Sobre el autor", "Sobre la autora", "Sull'autore", "L’autrice", "Over de auteur",
    ],
)  # fmt: skip
def test_a_heading_opens_a_box_that_ends_at_the_next_heading(heading: str) -> None:
    body = (
        f"<p class=byline>By Wren Alder</p><h3>{heading}</h3><p>{BIO}</p><h3>More</h3><p>{'Something else. ' * 5}</p>"
    )
    (author,) = authors(body)
    assert author.bio == BIO


def test_a_box_can_follow_the_parent_of_its_heading() -> None:
    body = f"<p class=byline>By Wren Alder</p><div><div><h3>About the author</h3></div><div>{BIO}</div></div>"
    assert authors(body)[0].bio == BIO


@each(
    "bio",
    [
        "Writes.",
        "This author has not yet filled in any details. So far so good.",
        "News from the harbour since 1901, daily.",
    ],
)
def test_placeholder_biographies_are_dropped(bio: str) -> None:
    head = linked(author={"@type": "Person", "name": "Wren Alder", "description": bio})
    site = '<meta name=description content="News from the harbour since 1901, daily.">'
    assert authors("", head + site)[0].bio is None


def test_two_authors_with_a_box_each() -> None:
    other = "Bo Lind has counted birds for the paper since the first of them flew past the window."
    body = (
        "<p class=byline>By <a rel=author href=/author/w>Wren Alder</a> and "
        "<a rel=author href=/author/b>Bo Lind</a></p>"
        f"<div class=m-a-box><h5 class=m-a-box-name>Wren Alder</h5><div class=m-a-box-bio>{BIO}</div></div>"
        f"<div class=m-a-box><h5 class=m-a-box-name>Bo Lind</h5><div class=m-a-box-bio>{other}</div></div>"
    )
    assert [(a.name, a.bio, a.url) for a in authors(body)] == [
        ("Wren Alder", BIO, "https://paper.example/author/w"),
        ("Bo Lind", other, "https://paper.example/author/b"),
    ]


def test_names_and_biographies_are_clean_text() -> None:
    head = linked(
        author={"@type": "Person", "name": "Wren\x1b[31m Al\u202eder", "description": "\x1b]52;c;eA==\x07" + BIO}
    )
    (author,) = authors("", head)
    assert (author.name, author.bio) == ("Wren Alder", BIO)


def test_addresses_other_than_http_are_left_out() -> None:
    person = {
        "@type": "Person",
        "name": "Wren Alder",
        "url": "javascript:1",
        "image": "data:x",
        "sameAs": ["file:///x"],
    }
    assert authors("", linked(author=person)) == (Author("Wren Alder"),)


def author_page(head: str, body: str = "", name: str | None = "Wren Alder") -> Author | None:
    html = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_author_page(html.encode(), url="https://paper.example/author/wren", name=name)


def profile(person: dict[str, object]) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "ProfilePage", "mainEntity": person})}</script>'


CARD = f"<img class=u-photo src=/w.jpg><b class=p-name>Wren Alder</b><p class=p-note>{BIO}</p>"
OPEN_GRAPH = (
    f'<meta property=og:title content="Wren Alder, Author at The Paper"><meta property=og:description content="{BIO}">'
    '<meta property=og:image content="/w.jpg">'
)
PERSON: dict[str, object] = {"@type": "Person", "name": "Wren Alder", "description": BIO, "image": {"url": "/w.jpg"}}


@each(
    ("head", "body"),
    [
        (profile(PERSON), ""),
        ("", f"<div class=h-card>{CARD}</div>"),
        ("", box("author-info", "author-title", "author-bio")),
        (OPEN_GRAPH, ""),
    ],
)
def test_an_authors_page_is_read(head: str, body: str) -> None:
    author = author_page(head, body)
    assert author is not None
    assert (author.name, author.bio, author.avatar) == ("Wren Alder", BIO, "https://paper.example/w.jpg")
    assert author.url == "https://paper.example/author/wren"


@each(
    "body",
    [
        f"<div class=author-header__info><h1>Wren Alder</h1><p>{BIO}</p></div>",
        f"<header><h1>Wren Alder</h1><div class=archive-description><p>{BIO}</p></div></header>",
        f"<div class=author-bio><h1>Wren Alder</h1><p>{BIO} Follow her on X</p><ul><li><a href=/a>Trains</a></ul></div>",
    ],
)
def test_the_box_on_an_authors_page_may_hold_its_headline(body: str) -> None:
    author = author_page("", body)
    assert author is not None
    assert author.bio == BIO


@pytest.mark.parametrize("kind", ["profile", "website"])
def test_the_description_of_the_site_is_no_biography(kind: str) -> None:
    head = (
        f"<title>Wren Alder – The Paper</title><meta property=og:type content={kind}><meta property=og:description "
        'content="News from the harbour, the coast and the islands since 1901, daily."><meta property=og:image content='
        '"/static/site-logo.png">'
    )
    node = {"@type": "WebSite", "description": "Wren Alder and others tell of the harbour, the coast and the islands."}
    graph = f'<script type="application/ld+json">{json.dumps(node)}</script>'
    assert author_page(head) is None
    assert author_page(head.replace("News from the harbour", "Wren Alder and others tell of the harbour").replace(
        " since 1901, daily.", "."
    ) + graph) is None  # fmt: skip


def test_a_page_about_somebody_else_or_nobody_gives_no_author() -> None:
    assert (
        author_page(f'<meta property=og:title content="Bo Lind"><meta property=og:description content="{BIO}">') is None
    )
    assert author_page("<title>Not found</title>", "<p>404</p>") is None
    assert read_author_page(b"", url="https://paper.example/", name="Wren Alder") is None


@settings(deadline=None)
@given(HTMLISH)
@example("<NOSCRIPT>\x1f")
@example("<p>a\x1fb<noscript>&#31;x<b>y</b>&#1;z</noscript>&#2;c")
def test_any_html_gives_authors_or_none(html: str) -> None:
    for author in authors(html):
        assert author.name
    read_author_page(html.encode("utf-8", "replace"), url=URL, name=None)

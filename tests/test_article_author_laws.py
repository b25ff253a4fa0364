"""Whichever place of a page names the author, the author is the same, and nothing that is not a person changes it."""

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from reader.article.find_authors import find_authors
from reader.article.find_site import find_site
from reader.article.web_page import parse_page
from reader.model import Author
from reader.people.judge import looks_like_person
from reader.people.names import read_name
from reader.refresh.pages.choose_authors import choose_authors
from tests.support.each import each

URL = "https://quay.example/ferry/times"
TEXT = "".join(
    f"<p>{paragraph}</p>"
    for paragraph in (
        "The first ferry leaves ten minutes earlier from Monday, because the tide tables have changed over the winter.",
        "Passengers with weekly tickets need not do anything, and the bus that meets the boat will wait for it as ever.",
        "Complaints can be sent to the office, which promises to reply within a week, or made at the quay in person.",
    )
)
NAMES = ("Ada Brine", "Karl von Brine", "Sinéad O'Brien", "Анна Петрова", "Åsa Müller-Lund", "J. K. Brine", "李小龙")
Parts = tuple[str, str, str]  # of the head, before the text, after the text
Source = Callable[[str], Parts]


def linked(kind: str, name: str) -> str:
    author = {"@type": kind, "name": name}
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "author": author})}</script>'


def head(template: str) -> Source:
    return lambda name: (template.format(name), "", "")


def before(template: str) -> Source:
    return lambda name: ("", template.format(name), "")


def after(template: str) -> Source:
    return lambda name: ("", "", template.format(name))


LABELS = ("Written by", "Verfasst von", "Geschrieben von", "Escrito por", "Écrit par", "Scritto da", "Skrevet av")
METAS = (
    "author", "article:author", "og:article:author", "og:author", "articleAuthor", "cXenseParse:author",
    "sailthru.author", "shareaholic:article_author_name", "parsely-author", "byl", "DC.Creator", "citation_author",
)  # fmt: skip
FOLDERS = ("author", "autor", "autoren", "redaktion", "about/newsteam", "people", "users", "journalistes")
CLASSES = (
    "authorname", "post-meta-author", "header-info__author-link", "blog-author", "news-list-author", "by-line",
    "c-article-card__author", "entry-content__authors", "articleAuthor", "ArticleByline", "submitted", "username",
    "post_author", "contributor", "auteur", "autor", "verfasser", "td-post-author-name", "signature",
)  # fmt: skip
ELEMENTS = ("h5", "strong", "small", "time", "x-byline", "em", "dd", "address", "h6", "cite", "span")
WORDS = ("By {}", "<i>By {}</i>", "Von {}", "Text: {}", "<b>Author:</b> {}", "Autor: {}", "Par {}", "Por {}", "Door {}")
SOURCES: dict[str, Source] = {
    **{label: head(f'<meta name="twitter:label1" content="{label}"><meta name="twitter:data1" content="{{}}">')
       for label in LABELS},
    **{f"meta {name}": head(f'<meta name="{name}" content="{{}}">') for name in METAS},
    **{f"link {folder}": before(f'<ul><li><a href="/{folder}/a-brine/">{{0}}</a></li></ul>')
       for folder in FOLDERS[:3]},
    **{f"class {name}": before(f'<div class="{name}">{{}}</div>') for name in CLASSES},
    **{f"element {name}": before(f'<{name} class="byline">By {{}}</{name}>') for name in ELEMENTS},
    **{f"line {words}": before(f"<p>{words}</p>") for words in (*WORDS, "03.11.2021 {}")},
    **{f"last {words}": after(f"<p>{words}</p>") for words in WORDS},
    **{f"description {word}": head(f'<meta property="og:description" content="It leaves on Monday. {word} {{}}">')
       for word in ("By", "Von", "Par", "Por", "Di", "Door")},
    "linked data": lambda name: (linked("Person", name), "", ""),
    "itemprop": before('<span itemprop="author">{}</span>'),
    "item": before('<span itemprop="author" itemscope><span itemprop="name">{}</span></span>'),
    "rel": before('<a rel="author" href="/a/1">{}</a>'),
    "vcard": before('<span class="vcard"><span class="fn">{}</span></span>'),
    "box": after('<div class="author-box"><h4>{0}</h4><p>{0} has kept the harbour log since 1998, in rhyme.</p></div>'),
}  # fmt: skip
ORGANISATIONS = (
    "Quay Broadcasting", "Redaktion Mühlenblatt", "wordpressadmin", "muehlenblatt.example", "quay.example", "dpa",
    "Ministerium für Hafen und Strand", "Super User", "Brine GmbH", "Deutsche Presse-Agentur", "News Desk", "AFP",
    "Editorial Team", "Agence France-Presse", "Küste + Land", "Associated Press", "新华社", "ada.brine", "Staff",
)  # fmt: skip
PLACES: dict[str, Source] = {
    "meta": head('<meta name="author" content="{}">'),
    "other meta": head('<meta name="og:author" content="{}">'),
    "person": lambda name: (linked("Person", name), "", ""),
    "organisation": lambda name: (linked("Organization", name), "", ""),
    "label": head('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="{}">'),
    "byline": before('<p class="byline">By {}</p>'),
    "rel": before('<p><a rel="author" href="/author/x">{}</a></p>'),
    "itemprop": before('<span itemprop="author">{}</span>'),
    "vcard": before('<span class="vcard"><span class="fn">{}</span></span>'),
    "line": before("<p>By {}</p>"),
    "box": after('<div class="author-box"><h4>{0}</h4><p>{0} has told of the harbour since 1901, every day.</p></div>'),
}
CITATION = '<ol><li itemscope itemtype="https://schema.org/Book"><i itemprop="author">Cy Dunes</i>: Tides.</li></ol>'
FURNITURE = (
    "widget", "widget-page", "teaser", "teaser-list", "nav", "navigation", "sidebar", "related-posts", "site-footer",
    "more-stories", "breadcrumbs", "newsletter", "popular", "author-box", "author", "byline", "vcard", "share", "card",
    "site-header", "tag-sponsor", "elementor-widget",
)  # fmt: skip


def authors_of(*parts: Parts, wrapper: tuple[str, str] = ("", ""), url: str = URL) -> tuple[Author, ...]:
    heads, befores, afters = map("".join, zip(*parts, strict=True))
    html = (
        f"<!doctype html><html><head><title>Ferry times change</title>{heads}</head><body>{wrapper[0]}<article>"
        f"<h1>Ferry times change</h1>{befores}{TEXT}{afters}</article>{wrapper[1]}</body></html>"
    )
    page = parse_page(html, url)
    assert page is not None
    return find_authors(page, site=find_site(page))


def names_of(*parts: Parts, wrapper: tuple[str, str] = ("", ""), url: str = URL) -> list[str]:
    return [author.name for author in authors_of(*parts, wrapper=wrapper, url=url)]


def test_initials_in_the_host_name_its_owner() -> None:
    owner = PLACES["meta"]("Deutsche Welle")
    assert names_of(owner, url="https://www.dw.example/a") == []
    assert names_of(owner, url="https://www.quay.example/a") == ["Deutsche Welle"]
    assert names_of(PLACES["meta"]("Dora Welle"), url="https://dw.example/a") == ["Dora Welle"]


def test_every_place_names_the_author() -> None:
    found = {place: names_of(source("Ada Brine")) for place, source in SOURCES.items()}
    assert {place: names for place, names in found.items() if names != ["Ada Brine"]} == {}


@given(st.sampled_from(list(SOURCES.values())), st.sampled_from(NAMES))
def test_whichever_place_names_the_author_it_is_the_same(source: Source, name: str) -> None:
    if "/a-brine/" not in "".join(source("")) or name.endswith("Brine"):
        assert names_of(source(name)) == [name]


@given(
    st.sampled_from(list(SOURCES.values())),
    st.sampled_from(["div", "section", "aside", "nav", "form", "main", "footer"]),
    st.one_of(st.sampled_from(FURNITURE), st.from_regex(r"[a-z]{1,8}(-[a-z]{1,8})?", fullmatch=True)),
)
def test_no_class_around_the_whole_article_changes_its_author(source: Source, tag: str, token: str) -> None:
    if "comment" not in token and "respond" not in token:
        wrapper = f'<{tag} class="{token}" id="{token}">', f"</{tag}>"
        assert names_of(source("Ada Brine"), wrapper=wrapper) == ["Ada Brine"]


@given(
    st.sampled_from([source for name, source in SOURCES.items() if name not in ("box", "linked data")]),
    st.sampled_from(list(PLACES.values())),
    st.sampled_from(ORGANISATIONS),
)
def test_an_organisation_in_any_place_changes_no_author(source: Source, place: Source, organisation: str) -> None:
    assert names_of(place(organisation), source("Ada Brine")) == ["Ada Brine"]
    assert names_of(source("Ada Brine"), place(organisation)) == ["Ada Brine"]


@given(
    st.sampled_from(list(PLACES.values())),
    st.sampled_from(("Quay Broadcasting", "quay.example", "Super User", "admin")),
)
def test_neither_the_site_nor_an_account_is_an_author(place: Source, name: str) -> None:
    assert names_of(place(name)) == []


@each("place", ["meta", "organisation", "byline", "rel", "itemprop"])
def test_an_agency_is_the_author_where_nobody_else_is_named(place: str) -> None:
    assert names_of(PLACES[place]("dpa")) == ["dpa"]
    assert names_of(PLACES[place]("Deutsche Presse-Agentur")) == ["Deutsche Presse-Agentur"]


@each(
    ("parts", "names"),
    [
        (('<meta property="og:site_name" content="QB.COM"><meta name="author" content="Quay Broadcasting">',
          '<p class="byline">By <a rel="author" href="/author/ada">Ada Brine</a></p>', ""), ["Ada Brine"]),
        (('<meta property="og:site_name" content="Mühlenblatt"><meta name="author" content="Mühlenblatt">', "", ""), []),
        (("", '<div class="teaser-small__metadata"><p class="byline__author">By <a href="/autoren/x">Ada Brine</a></div>',
          ""), ["Ada Brine"]),
        ((linked("Person", "Ada Brine"), '<p><a rel="author" href="/a">Ada Brine</a> <a rel="author" href="/b">Bo Cliff</a></p>',
          ""), ["Ada Brine", "Bo Cliff"]),
        (('<meta name="dc.creator" content="Ada Brine">', "", CITATION), ["Ada Brine"]),
        (('<meta name="author" content="Ada Brine, John Senior">', "", ""), ["Ada Brine", "John Senior"]),
        (("", '<p class="byline"><span>Ada Brine</span><span>Bo Cliff</span><span>Cy Dunes</span></p>', ""),
         ["Ada Brine", "Bo Cliff", "Cy Dunes"]),
        (("", "<p>Foto: Bo Cliff</p>", ""), []),
        (("", '<p class="byline">Zuletzt geändert am: 15.10.2021</p><p>Von Ada Brine</p>', ""), ["Ada Brine"]),
        (("", "<ul><li><b>Datum</b> 28.04.2023</li><li><b>Autorin/Autor</b> Ada Brine</li></ul>", ""), ["Ada Brine"]),
        (('<meta name="smartbanner:author" content="Quay Apps">', "", "<p>Post Views: 22</p>"), []),
    ],
)  # fmt: skip
def test_pages_have_these_authors(parts: Parts, names: list[str]) -> None:
    assert names_of(parts) == names


def test_the_account_of_a_plugin_that_the_page_does_not_show_is_no_author() -> None:
    account = {"@type": "Person", "@id": "https://quay.example/#/schema/person/1", "name": "Bo Cliff"}
    graph = {"@graph": [{"@type": "Article", "author": {"@id": account["@id"]}}, account]}
    script = f'<script type="application/ld+json">{json.dumps(graph)}</script><meta name="author" content="Bo Cliff">'
    assert names_of((script, "", "")) == []
    assert names_of((script, "<p>By Ada Brine</p>", "")) == ["Ada Brine"]
    assert names_of((script, '<p class="byline">Bo Cliff</p>', "")) == ["Bo Cliff"]


OWN = ("https://quay.example/author/ada-brine/", "https://www.quay.example/autor/ada", "/team/ada?x=1", "/?author=7")
NOT_OWN = (
    "/", "https://www.quay.example/", "https://quay.example", "/?utm_source=x", "/#top", "/autoren/", "/authors",
    "/author/", "/redaktion/", "/team", "/ferry/times", "/ferry/times/", "/ferry/times#author", "/ferry/times?x=1",
    "https://www.quay.example/ferry/times#comments",
)  # fmt: skip


@given(st.sampled_from(NOT_OWN), st.sampled_from(["", "?a=b", "#x"]))
def test_the_front_page_a_list_and_the_article_are_no_address_of_an_author(address: str, end: str) -> None:
    places = (
        ("", f'<p class="byline">By <a rel="author" href="{address}{end}">Ada Brine</a></p>', ""),
        (linked_with_url(f"https://quay.example{address}{end}" if address.startswith("/") else address + end), "", ""),
    )
    for parts in places:
        (author,) = authors_of(parts)
        assert (author.name, author.url) == ("Ada Brine", None)


def linked_with_url(url: str) -> str:
    author = {"@type": "Person", "name": "Ada Brine", "url": url}
    return f'<script type="application/ld+json">{json.dumps({"@type": "Article", "author": author})}</script>'


@each("address", OWN)
def test_an_author_has_the_address_of_the_link(address: str) -> None:
    (author,) = authors_of(("", f'<p class="byline">By <a rel="author" href="{address}">Ada Brine</a></p>', ""))
    assert author.url == (address if address.startswith("https") else f"https://quay.example{address}")


JUDGED = st.one_of(
    st.sampled_from(
        (*NAMES, *ORGANISATIONS, "AP Staff", "Joe Press", "Lisa Group", "Anna News", "John Senior", "jane")
    ),
    st.lists(st.sampled_from(("Ada", "Brine", "News", "Staff", "von", "Senior", "Hafen")), min_size=1, max_size=4).map(
        " ".join
    ),
)


@given(JUDGED)
def test_feeds_and_pages_agree_who_is_a_person(name: str) -> None:
    if read_name(name) == name and "quay" not in name.lower():
        of_feed = choose_authors([Author(name)], [Author("Bo Cliff")])[0].name == name
        of_page = names_of(PLACES["meta"](name), SOURCES["rel"]("Bo Cliff")) == [name]
        assert of_feed == of_page == looks_like_person(name)

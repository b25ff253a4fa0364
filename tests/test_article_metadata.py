"""The fields of a page: headline, lead, tags, site, comments, and whether the text is complete."""

from dataclasses import fields
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.extract import extract_page
from reader.article.known_article import KnownArticle
from reader.commands.json_output import page_object
from reader.commands.text_output import page_lines
from reader.model import Page
from tests.support.each import each
from tests.support.fuzzing import examples

URL = "https://quay.example/ferry/times"
TEXT = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)


def page_of(body: str, head: str = "", url: str = URL) -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url)


def test_each_field_of_a_page_is_printed() -> None:
    of_episodes = {"chapters", "transcript"}  # from files that a feed names
    in_content = {"figures", "media"}
    in_date = {"published_offset"}
    assert (
        page_object(Page(URL)).keys() == ({field.name for field in fields(Page)} - of_episodes - in_date) | in_content
    )


def test_the_running_text_has_no_captions_and_no_players_which_are_listed_beside_it() -> None:
    figure = "<figure><img src=/boat.jpg alt='The old boat'><figcaption>In 1950 it was new. Photo: A. Brine</figcaption></figure>"
    player = "<audio controls src=/talk.mp3 title='A talk'></audio>"
    page = page_of(
        f"<article><h1>Ferry times change</h1>{TEXT}{figure}{TEXT.replace('tells', 'adds')}{player}<p>So it is done.</p></article>"
    )
    printed = page_object(page)
    assert "In 1950 it was new" in page.content_text
    assert "In 1950" not in printed["content_text"]
    assert "talk.mp3" not in printed["content_text"]
    assert "In 1950 it was new. Photo: A. Brine" in printed["content_html"]
    assert printed["content_text"].endswith("So it is done.")
    assert printed["figures"] == [
        {
            "src": "https://quay.example/boat.jpg",
            "alt": "The old boat",
            "caption": "In 1950 it was new. Photo: A. Brine",
        }
    ]
    assert [(player["kind"], player["url"]) for player in printed["media"]] == [
        ("audio", "https://quay.example/talk.mp3")
    ]


def test_the_caption_of_a_player_without_a_title_is_its_title() -> None:
    def printed(caption: str) -> dict[str, Any]:
        player = f"<figure><audio src=/horn.mp3></audio><figcaption>{caption}</figcaption></figure>"
        return page_object(
            page_of(f"<article><h1>Ferry times change</h1>{TEXT}{player}<p>So it is done.</p></article>")
        )

    short = printed("The fog horn\n at six")
    assert short["media"] == [{"kind": "audio", "title": "The fog horn at six", "url": "https://quay.example/horn.mp3"}]
    assert "fog horn" not in short["content_text"]
    assert "The fog horn" in short["content_html"]
    for kept in ("The fog horn at six " * 60, "The fog horn, <a href=/horns>one of many</a>"):
        long = printed(kept)
        assert long["media"][0]["title"] is None
        assert "The fog horn" in long["content_text"]


def test_captions_that_are_all_of_a_text_are_its_running_text() -> None:
    caption = (
        "The ferry number {} of the harbour lies at the quay, where it waits for the morning and for its first guests."
    )
    gallery = "".join(
        f"<figure><img src=/{number}.jpg><figcaption>{caption.format(number)}</figcaption></figure>"
        for number in range(5)
    )
    page = page_of(f"<article><h1>All ferries in pictures</h1>{gallery}</article>")
    assert page_object(page)["content_text"] == page.content_text
    assert caption.format(4) in page.content_text


def test_the_caption_of_a_picture_in_the_lead_is_no_part_of_it() -> None:
    lead = "From Monday the first boat leaves at six, and anyone who oversleeps will have to row."
    picture = "<p class=image-annotation>The first boat © A. Name</p>"
    intro = f"<div class=intro><span><img src=/boat.jpg></span>{picture}<p>{lead}</p></div>"
    assert page_object(page_of(f"<article><h1>Ferry times change</h1>{intro}{TEXT}</article>"))["lead"] == lead


@each(
    ("kicker", "category"),
    [
        ("<span>Politics</span><span><a href=/t>Ferries</a></span>", "Politics"),
        ("<span>Ferries</span> and quays", "Ferries and quays"),
        ("› Ferries", "Ferries"),
        ("<b>F</b>erries", "Ferries"),
        ("Uncategorized", None),
        ("Startseite", None),
    ],
)
def test_the_category_is_one_part_of_a_kicker_without_signs_around_it(kicker: str, category: str | None) -> None:
    page = page_of(f"<article><div class=kicker>{kicker}</div><h1>Ferry times change</h1>{TEXT}</article>")
    assert page_object(page)["category"] == category


def test_the_lead_is_printed_above_the_text() -> None:
    lead = "From Monday the first boat leaves at six, and anyone who oversleeps will have to row."
    page = page_of(f"<article><h1>Ferry times change</h1><p class=intro>{lead}</p>{TEXT}</article>")
    assert page_object(page)["lead"] == lead
    assert lead not in page.content_text
    printed = list(page_lines(page, None, 70))
    assert printed.index(lead) + 2 == printed.index(page.content_text.split("\n")[0])


def title_of(head: str, body: str = "") -> str:
    return page_of(f"{body}<article>{TEXT}</article>", head).title


def agreed_head(headline: str, kind: str = "NewsArticle") -> str:
    linked = f'{{"@type": "{kind}", "headline": "{headline}"}}'
    return (
        f'<title>{headline} | Quay Gazette</title><meta property="og:title" content="{headline}">'
        f'<meta property="og:site_name" content="Quay Gazette"><script type="application/ld+json">{linked}</script>'
    )


def test_the_title_that_all_state_counts_more_than_a_heading_of_a_news_article_in_other_words() -> None:
    h1 = "<h1>Quay ferry leaves at six from Monday</h1>"
    assert title_of(agreed_head("Harbour ferry leaves at six from Monday"), h1) == (
        "Harbour ferry leaves at six from Monday"
    )
    assert title_of(agreed_head("Harbour ferry leaves at six from Monday", "BlogPosting"), h1) == (
        "Quay ferry leaves at six from Monday"
    )


def test_a_heading_that_goes_on_behind_the_title_that_all_state_is_not_the_title() -> None:
    h1 = "<h1>Ferry times change<br>All you have to know about it</h1>"
    assert title_of(agreed_head("Ferry times change", "Article"), h1) == "Ferry times change"


def test_a_title_that_linked_data_states_whole_is_not_continued_by_a_heading_that_quotes() -> None:
    other = '<h3>Ferry times change "in autumn", too</h3>'
    assert title_of(agreed_head("Ferry times change", "BlogPosting"), other) == "Ferry times change"


SEPARATORS = (
    " | ", "|", " – ", " — ", " - ", " -", " · ", " • ", " « ", " » ", " : ", ": ", "：", "│", "ㅣ", " :: ", " ~ ", " / ", " * ",
    " › ",
)  # fmt: skip
HEADLINES = st.lists(
    st.sampled_from(["ferry", "Times", "leave", "Ärger", "2021", "quietly", "the", "Ufer"]), min_size=1, max_size=6
)


@settings(max_examples=examples(100))
@given(HEADLINES.map(" ".join), st.sampled_from(SEPARATORS), st.booleans(), st.booleans(), st.booleans())
def test_a_title_is_the_headline_without_the_name_of_the_site(
    headline: str, separator: str, after: bool, named: bool, social: bool
) -> None:
    site = "Quay Gazette" if named else "QUAY"  # as og:site_name has it, or as the address does
    stated = f"{headline}{separator}{site}" if after else f"{site}{separator}{headline}"
    name = "<meta property=og:site_name content='Quay Gazette'>" if named else ""
    title = f'<meta property="og:title" content="{stated}">' if social else f"<title>{stated}</title>"
    assert title_of(name + title) == headline
    assert title_of(name + title, f"<h2>{headline}</h2>") == headline


@each(
    ("head", "body", "title"),
    [
        (
            "<title>Ferry times change « Quay Gazette Archive</title>",
            "<h1><a href='/'>Quay Gazette Archive</a></h1><h2>Ferry times change</h2>",
            "Ferry times change",
        ),
        (
            "<title>Ferry times change : Ferries</title>",
            "<h1>Ferries</h1><h2>Ferry times change</h2>",
            "Ferry times change",
        ),
        (
            '<title>Mayor is "late" again</title><meta property=og:title content="Mayor is "late" again">',
            '<h1>Mayor is "late" again</h1>',
            'Mayor is "late" again',
        ),
        (
            '<title>Mayor is "late" again</title><meta property=og:title content="Mayor is "late" again">',
            "",
            'Mayor is "late" again',
        ),
        (
            (
                "<meta property=og:title content='Ferry times change：Quay Gazette'>"
                "<meta property=og:site_name content='Quay Gazette'><title>Ferry times change</title>"
            ),
            "<h1>Ferry times change today</h1>",
            "Ferry times change",
        ),
        (
            "<title>Ferry times change – QG – 13.06.2023</title><meta property=og:site_name content='Quay Gazette'>",
            "",
            "Ferry times change",
        ),
        (
            "<title>Ferry times change * Quay Gazette * by Ada Brine</title><meta name=application-name content='Quay Gazette'>",
            "",
            "Ferry times change",
        ),
        (
            "<meta property=og:title content='You will not believe these ferry times'>",
            "<h1>Ferry times change on Monday: what these mean</h1><h2>You may also like</h2>",
            "You will not believe these ferry times",
        ),
        (
            "<meta property=og:title content='Ferry: new times from Monday'>",
            "<h1>New times for the ferry from Monday</h1>",
            "New times for the ferry from Monday",
        ),
        (
            (
                '<script type="application/ld+json">{"@type":"NewsArticle","headline":"The boat leaves early"}</script>'
                "<title>Ferry times: all you need</title>"
            ),
            "<h1>Ferry times: all you need</h1><h2>The boat leaves early</h2>",
            "The boat leaves early",
        ),
        (
            "<meta property=og:title content='Ferry times change'>",
            "<h1>Ferry times change<br><small>02.02.2022 • Harbour</small></h1>",
            "Ferry times change",
        ),
        ("<title>Home</title>", "<h1>Ferry times change</h1>", "Ferry times change"),
        ("<title>Ferry times change at the quay</title>", "<h1>News</h1>", "Ferry times change at the quay"),
        (
            "<title>Ferry times change</title>",
            "<h1><span class=c-kicker>Harbour</span> Ferry times change</h1>",
            "Ferry times change",
        ),
        (
            "<title>Harbour: the new ferry times</title>",
            "<h1><span class=h1small>Harbour</span>New ferry times</h1>",
            "New ferry times",
        ),
        (
            "<title>Harbour: the new ferry times</title>",
            "<h1>New ferry times <small>of the harbour</small></h1>",
            "New ferry times",
        ),
    ],
)
def test_the_headline_is_the_heading_that_another_title_confirms(head: str, body: str, title: str) -> None:
    assert title_of(head, body) == title


@each(
    ("head", "before", "title"),
    [
        ("<title>Harbour - News</title>", "<h1>Quick links</h1><h3>Ferry times change</h3>", "Ferry times change"),
        (
            "<title>Times</title>",
            "<ul><li>Here:</li><li>Times</li></ul><h2>Ferry times change</h2>",
            "Ferry times change",
        ),
        (
            "<title>Ferry times change (2021/5): Quay</title><meta property=og:title content='Ferry times change (2021/5)'>",
            "<h2>Ferry times change</h2>",
            "Ferry times change",
        ),
        # The title is to be seen, so that the heading is one in the text.
        ("<title>The Ferry</title>", "<div class=x>The ferry</div><p>Short.</p><h2>Times change</h2>", "The Ferry"),
        # The heading is that of something else.
        ("<title>The ferry</title>", "<aside><h2>Most read</h2></aside>", "The ferry"),
        ("<title>The ferry | Quay</title><meta property=og:site_name content=Quay>", "<h2>Quay</h2>", "The ferry"),
        (
            "<title>The ferry</title><meta property=og:title content='The ferry of the quay'>",
            "<h2>All about it</h2>",
            "The ferry of the quay",
        ),
        # Nothing is right above a text.
        ("<title>The ferry</title>", "", "The ferry"),
        (
            "<title>Previews: Ferry times</title><meta property=og:title content='New? - Ferry times'>",
            "<div></div>",
            "Ferry times",
        ),
    ],
)
def test_without_a_heading_that_titles_confirm_the_one_above_the_text_is_the_headline(
    head: str, before: str, title: str
) -> None:
    assert page_of(f"{before}<div>{TEXT}</div>", head).title == title


def test_the_headline_known_from_the_feed_decides_between_those_of_the_page() -> None:
    body = f"<h1>Ferry times: all you need</h1><h2>The boat leaves early</h2><article>{TEXT}</article>"
    markup = f"<title>Ferry times: all you need</title>{body}".encode()
    assert extract_page(markup, url=URL).title == "Ferry times: all you need"
    assert extract_page(markup, url=URL, known=KnownArticle(title="The boat leaves early!")).title == (
        "The boat leaves early"
    )


BEHIND = "<h1>Ferry times change</h1>" + TEXT


def tags_of(head: str = "", body: str = "") -> tuple[str, ...]:
    return page_of(f"<main>{BEHIND}{body}</main>", head).tags


def tag_metas(*contents: str) -> str:
    return "".join(f'<meta property="article:tag" content="{content}">' for content in contents)


@each(
    ("contents", "tags"),
    [
        (["Politics,Federal Politics"], ("Politics", "Federal Politics")),
        (["26157981-b4f7-4c11-9a51-0f2c8d7e6a10", "Ferries"], ("Ferries",)),
        (["Ferries; Tides;Ports"], ("Ferries", "Tides", "Ports")),
        (["渡輪，潮汐、港口"], ("渡輪", "潮汐", "港口")),
        (["Business, Finance, &amp; Economics", "Ferries"], ("Business, Finance, & Economics", "Ferries")),
        (["NLP Entity Tokens: Quay", "type:story", "content-type=article", "Ferries"], ("Ferries",)),
        (["sections/harbour", "topic/ferries & boats", "Tag/Nacht"], ("harbour", "ferries & boats", "Tag/Nacht")),
        (["Category: Ferries", "topic:Tides", "Person: Ada Brine"], ("Ferries", "Tides", "Ada Brine")),
        (
            ["Star Wars: Andor", "1,5-Grad-Ziel", "2021", "C&amp;A"],
            ("Star Wars: Andor", "1,5-Grad-Ziel", "2021", "C&A"),
        ),
        (["123456", "5d41402abc4b2a76b9719d911017c592", "0a1b2c3d", "Ferries", "ferries"], ("Ferries",)),
        (["#Ferries", "#Tides #Ports"], ("Ferries", "Tides", "Ports")),
        (["decade", "faded", "Facade"], ("decade", "faded", "Facade")),
    ],
)
def test_tags_are_apart_and_what_people_would_use(contents: list[str], tags: tuple[str, ...]) -> None:
    assert tags_of(tag_metas(*contents)) == tags


NAMES = st.lists(
    st.sampled_from(["Ferries", "Tides", "Quay Street", "Ärger", "2021", "C++", "New York"]), min_size=1, unique=True
)
MACHINE = ("type:story", "26157981b4f74c119a510f2c8d7e6a10", "NLP Entity Tokens: X", "991827364", "")


@settings(max_examples=examples(100))
@given(
    NAMES,
    st.sampled_from([",", ", ", ";", "; "]),
    st.sampled_from(MACHINE),
    st.sampled_from(["metas", "meta", "linked"]),
)
def test_the_tags_are_the_same_whether_stated_together_or_apart(
    names: list[str], sign: str, other: str, source: str
) -> None:
    joined = sign.join([*names, other])
    if source == "metas":
        head = tag_metas(*names, other)
    elif source == "meta":
        head = f'<meta name=keywords content="{joined}">'
    else:
        head = f'<script type="application/ld+json">{{"@type":"Article","keywords":"{joined}"}}</script>'
    assert tags_of(head) == tuple(names)


@each(
    "body",
    [
        "<p><a rel=tag href=/x>Ferries</a> <a rel=tag href=/y>Tides</a> <a rel='category tag' href=/z>News</a></p>",
        "<div><a href=/tag/ferries>Ferries</a>, <a href=/tag/tides>Tides</a></div>",
        "<div class=article-tags><span>Tags:</span> <a href=/x>Ferries</a> <a href=/y>Tides</a></div>",
        "<ul class=c-article__tags-list><li><a href=/x>#Ferries</a></li><li><a href=/y>#Tides</a></li></ul>",
        "<section><h4>Schlagwörter:</h4><ul><li><a href=/x>Ferries</a></li><li><a href=/y>Tides</a></li></ul></section>",
        (
            "<aside class=tag-cloud><a href=/tag/a>Anchors</a><a href=/tag/b>Bells</a></aside>"
            "<p>As <a href=/tag/quay>the quay</a> and <a href=/tag/port>the port</a> say, all of this is new to everybody.</p>"
            "<div class=tags><a href=/tag/ferries>Ferries</a><a href=/tag/tides>Tides</a></div>"
        ),
    ],
)
def test_the_links_that_people_see_are_the_tags(body: str) -> None:
    assert tags_of(tag_metas("Harbour", "Notices"), body) == ("Ferries", "Tides")


@each(
    "body",
    [
        "<nav class=tags><ul><li><a href=/tag/a>Anchors</a></li></ul></nav>",
        "<div class=trending-topics><a href=/topic/a>Anchors</a><a href=/topic/b>Bells</a></div>",
        "<div class=tags>" + "".join(f"<a href=/tag/{n}>Tag {n}</a>" for n in range(40)) + "</div>",
        "<ul class=menu><li><span>Themen</span><ul><li><a href=/a>Anchors</a></li></ul></li></ul>",
    ],
)
def test_menus_and_clouds_are_no_tags(body: str) -> None:
    assert tags_of(tag_metas("Ferries"), body) == ("Ferries",)


def test_the_keywords_are_those_of_the_node_of_the_article() -> None:
    nodes = '[{"@type":"WebSite","keywords":"Site"},{"@type":"NewsArticle","keywords":["Ferries, Tides","Ports"]}]'
    assert tags_of(f'<script type="application/ld+json">{nodes}</script>') == ("Ferries", "Tides", "Ports")


@each(
    ("head", "host", "site"),
    [
        ("<meta property=og:site_name content='Quay Gazette'>", "quay.example", "Quay Gazette"),
        ("<meta property=og:site_name content='https://www.quay.example'><title>Times | Quay</title>", "quay.example", "Quay"),
        ("<meta property=og:site_name content='Quay Gazette | All the news that float'>", "quay.example", "Quay Gazette"),
        ("<title>Ferry times change - Quay Gazette</title>", "quaygazette.example", "Quay Gazette"),
        ("<title>Ferry times change | Grüne Häfen</title>", "www.gruene-haefen.example", "Grüne Häfen"),
        ("<title>Ferry times change – Verband der Häfen Kiel e.V.</title>", "haefen-verband.example", "Verband der Häfen Kiel e.V."),
        ("<meta name=apple-mobile-web-app-title content='Quay Gazette'>", "q.example", "Quay Gazette"),
        ("<title>Ferry times change - Harbour</title>", "quay-gazette.example", None),
        ("<title>Ferry times change</title>", "quay.example", None),
    ],
)  # fmt: skip
def test_the_site_has_its_name_and_no_address_or_slogan(head: str, host: str, site: str | None) -> None:
    page = page_of(f"<article><h1>Ferry times change</h1>{TEXT}</article>", head, url=f"https://{host}/times")
    assert page.site == site
    assert page.title == "Ferry times change"


def test_the_end_of_a_title_that_has_the_words_of_the_host_is_not_the_headline() -> None:
    head = "<title>Ferry times change - Freunde grüner Häfen</title>"
    assert page_of(TEXT, head, url="https://www.gruener-haefen.example/times").title == "Ferry times change"

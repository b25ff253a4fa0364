"""The headline of a page: kickers, breadcrumbs and bylines in or beside headings, and headlines that are no headings."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.extract import extract_page
from tests.support.each import each
from tests.support.fuzzing import examples

TEXT = "".join(
    f"<p>Paragraph {number} tells at length, with commas, how the ferry of the harbour came by its new times.</p>"
    for number in range(5)
)


def title_of(before: str, head: str = "", url: str = "https://quay.example/ferry/times") -> str:
    markup = f"<html><head>{head}</head><body>{before}<article>{TEXT}</article></body></html>"
    return extract_page(markup.encode(), url=url).title


def og(title: str) -> str:
    return f'<meta property="og:title" content="{title}">'


def linked(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>'


@each(
    ("heading", "kicker", "title"),
    [
        ("<h1><div class=topic-label>Hafen</div> Die Fähre kommt später an</h1>", "Hafen", "Die Fähre kommt später an"),
        ("<h1><span>Hafen</span><span>Die Fähre kommt später an</span></h1>", "Hafen", "Die Fähre kommt später an"),
        ("<h2><span class=overline>Port</span> <span class=headline>Le bac sera en retard</span></h2>", "Port", "Le bac sera en retard"),
        ("<h1><em class=occhiello>Il porto</em><br>Il traghetto in ritardo</h1>", "Il porto", "Il traghetto in ritardo"),
        (
            "<h1><span class=chapeu>Porto</span><span class=sr-only>: </span><span>Barca sai mais tarde</span></h1>",
            "Porto",
            "Barca sai mais tarde",
        ),
        ("<h1><p class=volanta>El puerto</p><p>El barco llega tarde</p></h1>", "El puerto", "El barco llega tarde"),
    ],
)  # fmt: skip
def test_a_kicker_in_an_element_of_its_own_is_no_part_of_the_headline(heading: str, kicker: str, title: str) -> None:
    assert title_of(heading, og(f"{kicker}: {title}")) == title
    assert title_of(heading, f"<title>{kicker}: {title} | Quay Gazette</title>{og(f'{kicker} – {title}')}") == title


@each(
    ("heading", "head", "title"),
    [
        # Linked data has both.
        (
            "<h1><span class=kicker>Harbour</span> The ferry is late</h1>",
            og("Harbour: The ferry is late") + linked("Harbour: The ferry is late"),
            "Harbour: The ferry is late",
        ),
        (
            "<h1 itemprop=headline><span class=kicker>Harbour</span><span class=sr-only>: </span>The ferry is late</h1>",
            og("Harbour: The ferry is late"),
            "Harbour: The ferry is late",
        ),
        # People see the colon.
        ("<h1><em>Harbour:</em> The ferry is late</h1>", og("Harbour: The ferry is late"), "Harbour: The ferry is late"),
        ("<h1><b>Ferries</b> are late</h1>", og("Ferries are late"), "Ferries are late"),
        # What is called a kicker is the end of the headline.
        (
            "<h1><span class=subline>Harbour<span class=visually-hidden>:</span></span> <span class=topline>The ferry is late</span></h1>",
            og("Harbour: The late ferry"),
            "Harbour: The ferry is late",
        ),
    ],
)  # fmt: skip
def test_what_belongs_to_the_headline_stays_in_it(heading: str, head: str, title: str) -> None:
    assert title_of(heading, head) == title


CRUMBS = "<{0} class={1}><a href=/>Start</a> <a href=/a>Ferries</a> <h1>Ferry times: when boats leave</h1></{0}>"


@each(
    "crumbs",
    [
        CRUMBS.format("div", "breadcrumb"),
        CRUMBS.format("nav", "c-breadcrumbs__list"),
        CRUMBS.format("div", "fil-ariane"),
        CRUMBS.format("div", "migas-de-pan"),
        CRUMBS.format("div", "x itemscope itemtype=https://schema.org/BreadcrumbList"),
    ],
)
def test_a_heading_among_breadcrumbs_is_not_the_headline_unless_linked_data_says_so(crumbs: str) -> None:
    seen = "<h2 class='article__headline article__headline--wide'>Ferry times: when boats leave in autumn</h2>"
    title = "<title>Ferry times: when boats leave</title>"
    assert title_of(crumbs + seen, title) == "Ferry times: when boats leave in autumn"
    assert title_of(crumbs + seen, title + linked("Ferry times: when boats leave")) == "Ferry times: when boats leave"


@each(
    ("before", "title"),
    [
        ("<div itemprop=headline>Ferry times change</div><h2>All about it</h2>", "Ferry times change"),
        ("<h3>Ferry times change</h3><h4><em>By Ada Brine</em></h4>", "Ferry times change"),
        ("<h6>Ferry times change</h6><h5>Von Ada Brine</h5>", "Ferry times change"),
        ("<div class=x><h2 class=sp-page-title-heading>Ferry times</h2></div>", "Ferry times"),
    ],
)
def test_the_headline_need_not_be_the_first_heading_nor_a_heading(before: str, title: str) -> None:
    assert title_of(f"<div>{before}</div>", "<title>quay.example | Ferry times this autumn</title>") == title


@each(
    ("title", "heading", "found"),
    [
        ("Geschichte - Chor am Hafen", "Chorgeschichte", "Chorgeschichte"),
        ("Kontakt | Quay", "Kontaktmöglichkeiten", "Kontaktmöglichkeiten"),
        ("Ferries in the harbour of the quay", "Times", "Ferries in the harbour of the quay"),
    ],
)
def test_a_compound_with_the_word_of_the_title_is_the_headline(title: str, heading: str, found: str) -> None:
    below = "<h2>From 1968 to this day</h2>" if found == heading else ""
    assert title_of(f"<h1>{heading}</h1>{below}", f"<title>{title}</title>") == found


NAMES = st.sampled_from(["Hafen", "Harbour news", "港", "Порт", "Λιμάνι", "ميناء", "Ærø"])
HEADLINES = st.sampled_from(
    ["The ferry is late today", "渡船今天晚点了", "Паром опаздывает", "Το πλοίο αργεί", "العبارة متأخرة"]
)


@settings(max_examples=examples(60))
@given(NAMES, HEADLINES, st.sampled_from(["div", "span", "small", "p"]), st.sampled_from([": ", " – ", " | ", "："]))
def test_a_kicker_is_told_from_the_headline_in_any_script(kicker: str, headline: str, tag: str, sign: str) -> None:
    heading = f"<h1><{tag} class=kicker>{kicker}</{tag}> {headline}</h1>"
    assert title_of(heading, og(f"{kicker}{sign}{headline}")) == headline


@each(
    "title",
    [
        "Ferry times change → Quay Gazette", "Ferry times change ∙ Quay Gazette", "Quay Gazette ► Ferry times change",
        "Ferry times change @ Quay Gazette", "Ferry times change [Quay Gazette]", "【Quay Gazette】Ferry times change",
        "Ferry times change (Quay Gazette)", "[Quay Gazette] Ferry times change", "Ferry times change _ Quay Gazette",
    ],
)  # fmt: skip
def test_the_name_of_the_site_is_told_from_the_headline_whatever_is_between(title: str) -> None:
    named = "<meta property=og:site_name content='Quay Gazette'>"
    assert title_of("", f"<title>{title}</title>{named}") == "Ferry times change"
    assert title_of(f"<h1>{title}</h1>", f"<title>{title}</title>{named}").count("Ferry times change") == 1


@each(
    "title",
    ["Ferry [late] times", "The ferry (and the quay)", "渡轮 _ 晚点", "snake_case in Python", "[Update] Ferry times"],
)
def test_brackets_and_lines_in_a_headline_stay(title: str) -> None:
    assert title_of(f"<h1>{title}</h1>", f"<title>{title}</title>") == title
    assert title_of("", f"<title>{title}</title>") == title


@each(
    ("line", "title"),
    [
        ("<td><font size=5><b>Ferry times change</b></font><br>5 March 2021</td>", "Ferry times change"),
        ("<td>Harbour office of Quay</td>", "Harbour office of Quay - Ferry times change"),
        (
            "<td>Ferry times change, and so do those of the buses, of the trains and of the moon</td>",
            "Harbour office of Quay - Ferry times change",
        ),
    ],
)
def test_a_line_above_the_text_that_is_a_part_of_the_title_is_the_headline(line: str, title: str) -> None:
    body = f"<table><tr>{line}</tr></table>" + "<p>Short.</p>" * (6 if "office" in line else 0)
    assert title_of(body, "<title>Harbour office of Quay - Ferry times change</title>") == title


def test_entities_that_are_escaped_twice_are_read_in_headings_too() -> None:
    assert title_of("<h1>Ferry &amp;amp; &amp;quot;late&amp;quot;</h1>") == 'Ferry & "late"'


@each("name", ["application-name", "apple-mobile-web-app-title"])
def test_a_headline_that_stands_where_a_site_has_its_name_is_still_the_headline(name: str) -> None:
    title = "The ferry leaves ten minutes earlier"
    head = f'{og(title)}<meta property="og:site_name" content="Quay Gazette"><meta name="{name}" content="{title}">'
    assert title_of(f"<h1>The Harbour Show</h1><h1>{title}</h1>", head) == title
    assert title_of(f"<h1><a href=/en>quay, back to the quay</a></h1><h1>{title}</h1>", head) == title
    named = f'<meta name="{name}" content="Quay Gazette">{og("Quay Gazette")}<title>{title} | Quay Gazette</title>'
    assert title_of(f"<h1>Quay Gazette</h1><h2>{title}</h2>", named) == title


def sections(*headings: str) -> str:
    return "".join(
        f"<h2>{heading}</h2><p>All of it is told below, as the harbour office wrote it.</p>" for heading in headings
    )


@each("title", ["works-2.31.tar.gz: .../manual/ferry.html | Quay", "Quay Gazette: Kolophon", "Untitled 3"])
def test_the_headings_of_sections_are_not_the_headline(title: str) -> None:
    parts = sections("Wie sie fährt", "Wann sie fährt")
    assert (
        title_of(f"<h1>Die Fähre</h1>{parts}<h2>Und der Preis der Fahrt</h2>", f"<title>{title}</title>") == "Die Fähre"
    )
    parts = "".join(f"<section>{sections(name)}</section>" for name in ("Where it goes", "When it goes"))
    assert (
        title_of(f"<h1>The ferry</h1>{parts}<section><h2>What it costs</h2>{TEXT}</section>", f"<title>{title}</title>")
        == "The ferry"
    )


@each("title", ["Harbour Portal", "Portal | Harbour", "Untitled 3"])
def test_the_only_heading_above_the_text_may_be_the_headline_below_that_of_a_department(title: str) -> None:
    head = f"<title>{title}</title>"
    assert title_of("<h1>Department of tides</h1><h2>Die Fähre kommt später</h2>", head) == "Die Fähre kommt später"
    aside = "<h1>Department of tides</h1><div><h2>Kontakt</h2></div><div><h2>Die Fähre kommt später</h2></div>"
    assert title_of(aside, head) == "Die Fähre kommt später"


@each("words", ["Blog Archive", "Blog-Archiv", "Archives du blog", "Archivo del blog", "BLOG ARCHIVE"])
def test_the_title_of_a_blog_s_archive_ends_with_the_headline(words: str) -> None:
    head = f"<title>The Ferry Gang » {words} » A boat for two</title>"
    assert title_of("<h1>The Ferry Gang</h1><h3>A boat for two</h3>", head) == "A boat for two"
    assert title_of("", head) == "A boat for two"
    other = f"<title>The {words} of the harbour</title>"
    assert title_of(f"<h1>The {words} of the harbour</h1>", other) == f"The {words} of the harbour"


@each(
    ("title", "headline"),
    [
        ("渡船从周一起提前十分钟开出_旅游频道_码头网", "渡船从周一起提前十分钟开出"),
        ("渡船从周一起：提前十分钟开出_码头网", "渡船从周一起：提前十分钟开出"),
        ("フェリーは月曜から十分早く出ます_港新聞", "フェリーは月曜から十分早く出ます"),
        ("码头_渡船从周一起提前十分钟开出", "码头_渡船从周一起提前十分钟开出"),
        ("ferry_times_change", "ferry_times_change"),
        ("The ferry_boat of the quay", "The ferry_boat of the quay"),
    ],
)
def test_channels_and_site_behind_a_chinese_headline_are_cut_off(title: str, headline: str) -> None:
    assert title_of("", f"<title>{title}</title>") == headline


def test_a_main_heading_that_ends_the_title_behind_signs_is_the_site() -> None:
    title = "A boat for two @ My harbour :: Quay HOST ::"
    before = "<h1>Quay HOST</h1><div><h2>A boat for two</h2></div>"
    assert title_of(before, og(title)) == "A boat for two"
    assert title_of("<h1>A boat for two</h1>", og("Quay HOST :: A boat for two")) == "A boat for two"


@each("small", ["CRM", "Wir sind …", "Der Kai"])
def test_a_short_heading_within_the_text_is_not_the_headline_of_a_longer_h1(small: str) -> None:
    head = "<title>Was ist anders als bei den anderen?</title>"
    assert (
        title_of(f"<h1>Gut zu wissen für die Fahrt</h1><div><h3>{small}</h3></div>", head)
        == "Gut zu wissen für die Fahrt"
    )
    assert (
        title_of("<h1>Gezeiten</h1><div><h3>Die Fähre kommt später an</h3></div>", head) == "Die Fähre kommt später an"
    )


def test_a_tag_that_begins_the_title_is_not_the_headline() -> None:
    head = "<title>Ferry 2022: Who asks for the mast at the quay - Harbour</title>"
    tags = "<h2><a href=/t>Ferry 2022</a></h2>"
    assert (
        title_of(f"<h1>They answered what was asked about boats</h1>{tags}", head)
        == "They answered what was asked about boats"
    )
    assert (
        title_of("<div><h2>Ferry boat</h2></div>", "<title>Here and there: Ferry boat | WXYZ</title>") == "Ferry boat"
    )


@each("sign", [" - ", " | ", " · "])
def test_a_kicker_that_the_title_has_not_is_no_part_of_the_headline(sign: str) -> None:
    heading = "<h1><span>Tag der Gezeiten</span> Erinnerung an die Opfer der Flut</h1>"
    head = f"<title>Hafenamt{sign}Archiv{sign}Erinnerung an die Opfer der Flut</title>"
    assert title_of(heading, head) == "Erinnerung an die Opfer der Flut"
    whole = f"<title>Tag der Gezeiten Erinnerung an die Opfer der Flut{sign}Hafenamt</title>"
    assert title_of(heading, whole) == "Tag der Gezeiten Erinnerung an die Opfer der Flut"


def test_the_whole_title_as_the_name_of_an_application_is_no_site() -> None:
    title = "Boats at the quay in May 2022 - QUAY"
    names = f'<meta property="og:site_name" content="Quay"><meta name="application-name" content="{title}">'
    head = f"<title>{title}</title>{names}"
    assert title_of("<h1>Boats at the quay in May 2022</h1>", head) == "Boats at the quay in May 2022"
    assert title_of("", head) == "Boats at the quay in May 2022"


def test_a_sentence_set_as_a_heading_is_not_the_headline_below_an_h1() -> None:
    lead = "Die einst so allgegenwärtige Fähre war etwas ganz und gar Neues, als sie am Kai zum ersten Mal anlegte."
    head = "<title>Kleine Geschichte der Boote</title>"
    assert (
        title_of(f"<h1>Warum die Fähre ein Zeichen ist</h1><h2>{lead}</h2>", head) == "Warum die Fähre ein Zeichen ist"
    )
    assert title_of(f"<h1>Fähre</h1><h2>{lead}</h2>", head) == "Fähre"


def test_an_h1_of_several_words_is_the_headline_however_the_title_is_worded() -> None:
    head = "<title>Warum 2015 das bisher beste Jahr der ganzen langen Reihe am Kai war</title>"
    seen = "<h1>Wie die Fähre zum Kai kommt</h1>"
    assert title_of(f"{seen}<p>{head[7:-8]}</p>", head) == "Wie die Fähre zum Kai kommt"
    section = "<h1>Neues vom Kai</h1><p>Warum 2015 das bisher beste Jahr der ganzen langen Reihe am Kai war</p>"
    assert title_of(section, head) == "Warum 2015 das bisher beste Jahr der ganzen langen Reihe am Kai war"

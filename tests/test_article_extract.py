"""A web page becomes an article with its metadata and its whole text, without navigation and other furniture."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings

from reader.article.blocks import Code, Document, Figure, ListBlock, Quote, Table
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.extract import extract_page
from reader.article.flow import text_of_spans
from reader.errors import ParseError
from reader.model import Page
from reader.problems import Problem
from tests.support.each import each
from tests.support.fuzzing import examples
from tests.support.markup import HTMLISH

PAGES = Path(__file__).parent / "data" / "pages"
LANTERN = "https://lantern.example/2024/bridge/"
TEXT = "".join(
    f"<p>Paragraph {number} of a plain text that is long enough to be taken for an article, with commas.</p>"
    for number in range(8)
)


def read(name: str, url: str) -> Page:
    return extract_page((PAGES / name).read_bytes(), url=url, content_type="text/html")


def page_of(body: str, head: str = "<title>Title</title>", url: str = LANTERN) -> Page:
    return extract_page(f"<html><head>{head}</head><body>{body}</body></html>".encode(), url=url)


def test_a_magazine_page_gives_all_fields() -> None:
    page = read("magazine-sabox.html", LANTERN)
    assert page.title == "The bridge that hums"
    assert page.byline == "By Wren Alder"
    assert page.lead == ""  # the description is shown nowhere
    assert page.published == 1_709_616_600
    assert page.site == "The Weekly Lantern"
    assert page.language == "en-GB"
    assert page.category == "Cities"
    assert page.tags == ("Bridges", "Sound")
    assert page.image == "https://lantern.example/media/bridge-1200x630.jpg"
    assert page.comments_url == f"{LANTERN}#comments"
    assert page.comments_count == 3


def test_the_text_keeps_its_markup_without_page_furniture() -> None:
    page = read("magazine-sabox.html", LANTERN)
    for kept in (
        "It begins",
        "Wait.",
        "Damp it.",
        "A plan of the deck",
        "My children",
        "Measured at 61 Hz",
        "Three ways",
    ):
        assert kept in page.content_text
    for gone in (
        "Share this",
        "Read also",
        "The tunnel",
        "Related",
        "lives beside",
        "too, and I",
        "reserved",
        "3 Comments",
    ):
        assert gone not in page.content_text
    for repeated in ("The bridge that hums", "The bridge at dusk"):
        assert repeated not in page.content_text
    kinds = [type(block) for block in build_document(page.content_html, base=page.url).blocks]
    assert {ListBlock, Quote, Figure} <= set(kinds)
    assert "<em>nobody</em>" in page.content_html
    assert "https://lantern.example/media/plan.png" in str(build_document(page.content_html, base=page.url).blocks)


def test_a_german_page_with_json_ld_and_a_wrong_charset() -> None:
    page = read("tageszeitung-profil.html", "https://abendblatt.example/wirtschaft/schleuse.html")
    assert page.title == "Schleuse außer Dienst"
    assert page.lead == "Nach 91 Jahren schließt die kleinste Schleuse am Kanal. Der Wärter bleibt."
    assert page.site == "Abendblatt am Kanal"
    assert page.category == "Binnenschifffahrt"
    assert page.tags == ("Schifffahrt", "Kanal")
    assert page.comments_count == 12
    assert page.image == "https://abendblatt.example/bild/schleuse.jpg"
    assert "„auch von einem Tor.“" in page.content_text
    assert page.content_text.startswith("Morgens um sechs")
    assert page.content_text.endswith("die er nie bezahlt hat.")
    (table,) = [b for b in build_document(page.content_html, base=None).blocks if isinstance(b, Table)]
    assert table.numeric == (True, True)


def test_a_french_page() -> None:
    page = read("quotidien.html", "https://quotidien.example/four")
    assert page.lead == "Depuis trois siècles, on y cuit le pain le samedi. Personne ne sait qui a commencé."
    assert "« C’est toujours le même rôti »" in page.content_text
    assert "À propos" not in page.content_text
    assert page.language == "fr"


def test_the_extracted_html_is_sanitised_and_matches_the_plain_text() -> None:
    page = read("magazine-sabox.html", LANTERN)
    picture, *text = build_document(page.content_html, base=page.url).blocks
    assert isinstance(picture, Figure)
    assert text_of_spans(picture.caption) == "The bridge at dusk."
    assert plain_text_of(Document(tuple(text))) == page.content_text
    assert "onclick" not in page_of(f"<article onclick='x()'>{TEXT}</article>").content_html


def test_addresses_are_resolved_against_the_base_element() -> None:
    link = "<p>See <a href='x'>the other page about it</a>, which says more than this one.</p>"
    page = page_of(f"<article>{TEXT}{link}</article>",
                   "<base href='https://other.example/dir/'><title>T</title>")  # fmt: skip
    assert "https://other.example/dir/x" in page.content_html


def test_code_among_the_text_is_kept_verbatim() -> None:
    page = page_of(f"<article>{TEXT}<pre><code class='language-c'>int x;\n\treturn 0;</code></pre>{TEXT}</article>")
    assert Code("int x;\n    return 0;", "c") in build_document(page.content_html, base=None).blocks


@each(
    ("head", "body", "title"),
    [
        ("<title>One &amp; two | Site</title><meta property=og:site_name content=Site>", "", "One & two"),
        ("<title>Site: One</title>", "<h1>One</h1>", "One"),
        ("<meta property=og:title content='A - B'>", "<h1>A - B</h1>", "A - B"),
        ("<title>Only this</title>", "", "Only this"),
        ("<meta property=og:title content='&#27;[31mred&#x202e;'>", "", "red"),
    ],
)
def test_titles_come_without_the_sites_name(head: str, body: str, title: str) -> None:
    assert page_of(f"{body}<article>{TEXT}</article>", head).title == title


@each(
    ("markup", "count"),
    [
        ("<div id=comments><h2>One comment</h2></div>", 1),
        ("<div id=comments><h2>Noch keine Kommentare</h2></div>", 0),
        ("<a href='#comments'>1.204 Kommentare</a>", 1204),
        ("<a href='#comments'>Comments (7)</a>", 7),
        ("<a href='#comments'>Join in</a>", None),
    ],
)
def test_the_number_of_comments_is_read_from_the_page(markup: str, count: int | None) -> None:
    assert page_of(f"<article>{TEXT}</article>{markup}").comments_count == count


def test_rel_values_are_the_first_source_of_categories_and_tags() -> None:
    body = f"<a rel='category tag' href=/c>Essays</a><article>{TEXT}<a rel=tag href=/t>#Rain</a></article>"
    page = page_of(body, "<title>T</title><meta property=article:tag content=Other>")
    assert (page.category, page.tags) == ("Essays", ("Rain",))


@each(
    ("body", "content_type", "code"),
    [
        (b"", None, Problem.PAGE_EMPTY),
        (b"   \n", "text/html", Problem.PAGE_EMPTY),
        (b"<!-- nothing -->", "text/html", Problem.PAGE_EMPTY),
        (b"%PDF-1.7 ...", "text/html", Problem.PAGE_IS_PDF),
        (b"\x89PNG\r\n", None, Problem.PAGE_IS_PICTURE),
        (b'{"a": 1}', "application/json", Problem.PAGE_HAS_OTHER_TYPE),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "text/xml", Problem.PAGE_IS_FEED),
        (
            b"<html><body><form><input name=user></form><p>Log in</p></body></html>",
            "text/html",
            Problem.PAGE_WITHOUT_ARTICLE,
        ),
        (
            b"<html><body><div id=app></div><script>go()</script></body></html>",
            "text/html",
            Problem.PAGE_NEEDS_SCRIPT,
        ),
    ],
)
def test_a_body_without_an_article_is_refused_with_a_code(body: bytes, content_type: str | None, code: Problem) -> None:
    with pytest.raises(ParseError) as raised:
        extract_page(body, url=LANTERN, content_type=content_type)
    assert raised.value.details.code == code


@pytest.mark.parametrize(
    "noise",
    [
        "<div>" * 100_000,
        "<script type='application/ld+json'>" + "[" * 100_000 + "</script>",
        '<script type=\'application/ld+json\'>{"@type": "Article", "author": {"@id": "#a"}, "x"</script>',
        "<p>\0&#0;&#27;[2J</p>",
        "<b>" * 5_000,
        "<script>x</script>\x1f<nav>y</nav>&#31;<p>a&#27;</p>&#31;<div class=share>z</div>&#31;",
        "<!-- ",
    ],
    ids=["deep", "deep-json", "broken-json", "controls", "unclosed", "control-tails", "open-comment"],
)
def test_hostile_pages_give_an_article_or_a_parse_error(noise: str) -> None:
    try:
        page = page_of(f"<article>{TEXT}{noise}</article>")
    except ParseError:
        return
    assert "\x1b" not in page.content_text
    assert "Paragraph 3" in page.content_text


@settings(max_examples=examples(40), deadline=None)
@given(HTMLISH)
def test_any_html_is_an_article_or_a_parse_error(html: str) -> None:
    with contextlib.suppress(ParseError):
        page = extract_page(html.encode("utf-8", "replace"), url=LANTERN)
        assert page.title == page.title.strip()


@pytest.mark.parametrize(
    "nested", ["<div></span>", "<section>", "<span><div></span>", "<div><b></div>", "<ul><li></b>"]
)
def test_a_page_nested_without_end_is_read(nested: str) -> None:
    page = page_of(f"<article>{TEXT}{nested * 500}<p>The last words of it.</p></article>")
    assert "Paragraph 7" in page.content_text


def test_the_words_of_buttons_formulas_and_noscript_stay_in_the_text() -> None:
    page = page_of(
        f"""<article>{TEXT}<h2><button aria-expanded=true>Who may apply?</button></h2>
        <p>The area is <math><mfrac><mn>1</mn><mn>2</mn></mfrac><mi>b</mi></math> units, as everybody knows.</p>
        <p>Then press <button>Save</button> and wait for a<wbr>while, please.</p>
        <p><img src="data:image/gif;base64,R0lG"><noscript><img src="/real.png" alt="The real one"></noscript></p>
        <figure><picture><source srcset="/ship.webp"><img src="/ship.jpg" alt="A steam ship"></picture></figure>
        <textarea>x = 1</textarea>{TEXT}<noscript>Please enable JavaScript to see comments.</noscript></article>"""
    )
    for words in (
        "Who may apply?",
        "is (1)/(2) b units",
        "press Save and",
        "awhile",
        "The real one",
        "A steam ship",
        "x = 1",
    ):
        assert words in page.content_text
    assert "JavaScript" not in page.content_text


@each(
    ("begin", "read"),
    [
        ("<span class=a><span class='initial-letter x'>N</span></span> <span>obody went.</span>", "Nobody went."),
        ("<span class=dropcap>N</span> obody went.", "Nobody went."),
        ("<span class=dropcap>A</span> boat went.", "A boat went."),
        ("<span class=dropcap>N</span> American went.", "N American went."),
        ("<span class=initial>The</span> boat went.", "The boat went."),
    ],
)
def test_a_large_first_letter_belongs_to_its_word(begin: str, read: str) -> None:
    assert (
        read
        in page_of(
            f"<article><h1>Ferry times</h1><p>{begin} It is a plain text that is long enough.</p>{TEXT}</article>"
        ).content_text
    )


def test_words_that_no_reader_sees_are_left_out() -> None:
    warning = "<br />\n<b>Warning</b>:  Use of undefined constant A in <b>/home/a/f.php</b> on line <b>45</b><br />\n"
    frame = "<iframe src=/film>Your browser shows no frames.</iframe>"
    text = page_of(f"<article><h1>Ferry times</h1>{TEXT}{warning}{frame}{TEXT}</article>").content_text
    assert "Warning" not in text
    assert "browser" not in text
    spoken = "<a href=/x>to it<span class=ext><span class=element-invisible> (link is external)</span></span></a>"
    page = page_of(
        f"<article><h1>Ferry times</h1>{TEXT}<p>A link {spoken} is here, and it is long.</p>{TEXT}</article>"
    )
    assert "A link to it is here" in page.content_text
    picture = "<div><img src=/a.jpg><span class=sr-only>Laden...</span></div>"
    assert "Laden" not in page_of(f"<article><h1>Ferry times</h1>{TEXT}{picture}{TEXT}</article>").content_text


def test_a_list_of_texts_that_were_cut_is_no_text_and_a_link_that_a_colon_announces_is() -> None:
    box = "<div class=box><div><a href=/{0}><h4>Other {0}</h4></a><p>A new law on boats of the year {0} is{1}</p></div></div>"
    boxes = "".join(box.format(number, "..." if number else " here.") for number in range(4))
    page = page_of(f"<article><h1>Ferry times</h1>{TEXT}<div>{boxes}</div></article>")
    assert "law" not in page.content_text
    verses = "<p>And nobody came…</p><p>And nobody went…</p><p>And nobody stayed…</p>"
    assert "stayed" in page_of(f"<article><h1>Ferry times</h1>{TEXT}{verses}</article>").content_text
    linked = "<p>Please sign this:</p><p><a href=https://x.example/p>https://x.example/p</a></p>"
    assert page_of(f"<article><h1>Ferry times</h1>{TEXT}{linked}</article>").content_text.endswith(
        "https://x.example/p"
    )


@each("tag", ["script", "style", "textarea", "iframe", "noembed", "xmp", "SCRIPT"])
@each("attributes", ["", ' type="text/javascript"', " async", " src=/a.js"])
def test_a_slash_at_the_end_of_a_start_tag_closes_nothing(tag: str, attributes: str) -> None:
    paragraph = "<p>The ferry leaves at eight and is back at nine, says the harbour master of the old port.</p>"
    page = f"<h1>Ferry times</h1>{paragraph * 3}<{tag}{attributes}/>(function () {{ load(9); }})</{tag}>{paragraph * 3}"
    found = extract_page(f"<html><body><article>{page}</article></body></html>".encode(), url="https://quay.example/1")
    assert found.content_html is not None
    assert found.content_html.count("The ferry leaves") == 6
    if tag.lower() in ("script", "style"):
        assert "function" not in found.content_html


def test_a_script_that_nothing_ends_does_not_take_the_rest_of_the_page() -> None:
    paragraph = "<p>The ferry leaves at eight and is back at nine, says the harbour master of the old port.</p>"
    page = f'<script src="/a.js"/><h1>Ferry times</h1>{paragraph * 6}<script src="/b.js"/><iframe src="/c"/>'
    found = extract_page(f"<html><body><article>{page}</article></body></html>".encode(), url="https://quay.example/1")
    assert found.content_html is not None
    assert found.content_html.count("The ferry leaves") == 6


def test_comments_in_the_document_of_a_frame_are_not_text() -> None:
    page = page_of(
        f"<article>{TEXT}<iframe srcdoc='<p>Shown in the frame, and read.</p><!-- not --> '></iframe></article>"
    )
    assert "Shown in the frame" in page.content_text
    assert "not" not in page.content_text.split()

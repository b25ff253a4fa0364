"""The text of an article is found whatever its elements are called and however they are nested."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.article.extract import extract_page
from reader.article.find_text import locate_text
from reader.article.text_coverage import cover, smallest_cover
from reader.article.web_page import parse_page
from tests.support.each import each
from tests.support.ferry import ARTICLE, URL
from tests.support.fuzzing import examples

MARKUP = "".join(f"<p>{text}</p>" for text in ARTICLE)
TEXT = "\n\n".join(ARTICLE)
TOKENS = st.sampled_from([
    "widget", "elementor-widget", "share", "no-share", "has-sidebar", "article__teaser", "tag-sponsor", "sidebar",
    "newsletter", "promo", "related-posts", "cookie", "footer", "menu", "print", "popup", "read-more", "meta",
    "node-promoted", "advert", "social", "byline", "banner", "subscribe", "hidden", "x",
])  # fmt: skip


def page(body: str) -> str:
    navigation = "<ul>" + "".join(f"<li><a href=/{n}>Section {n}</a></li>" for n in range(9)) + "</ul>"
    return (
        f"<html><head><title>Ferry times</title></head><body>{navigation}<h1>Ferry times</h1>{body}"
        "<div class=foot><p><a href=/about>About us</a> <a href=/help>Help and contact</a></p></div></body></html>"
    )


def text_of_page(body: str) -> str:
    return extract_page(page(body).encode(), url=URL).content_text


@settings(max_examples=examples(30), deadline=None)
@given(TOKENS, TOKENS, st.sampled_from(["div", "section", "form", "article", "main"]))
def test_no_class_or_element_around_the_text_hides_it(outer: str, inner: str, tag: str) -> None:
    markup = f"<{tag} class='{outer}'><div id='{inner}' class='{inner}'>{MARKUP}</div></{tag}>"
    assert text_of_page(markup) == TEXT


@settings(max_examples=examples(15), deadline=None)
@given(TOKENS)
def test_no_class_around_half_of_the_text_hides_it(token: str) -> None:
    half = "".join(f"<p>{text}</p>" for text in ARTICLE[:3])
    rest = "".join(f"<p>{text}</p>" for text in ARTICLE[3:])
    assert text_of_page(f"<article><div class='{token}'>{half}</div>{rest}</article>") == TEXT


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.sampled_from(["div", "section"]), min_size=6, max_size=6), st.integers(1, 5))
def test_the_text_may_be_divided_over_containers(tags: list[str], first: int) -> None:
    parts = [ARTICLE[:first], ARTICLE[first:]]
    markup = "".join(
        f"<{tag}>{''.join(f'<p>{text}</p>' for text in part)}</{tag}>" for tag, part in zip(tags, parts, strict=False)
    )
    assert text_of_page(f"<article>{markup}</article>") == TEXT


def test_a_teaser_that_repeats_the_first_sentence_does_not_widen_the_text() -> None:
    teaser = f"<div class=latest><h3><a href=/ferry>Ferry times</a></h3><p><a href=/ferry>{ARTICLE[0]}</a></p></div>"
    assert text_of_page(f"{teaser}<div class=body>{MARKUP}</div>") == TEXT


def test_labels_between_the_paragraphs_are_left_out_and_sentences_are_kept() -> None:
    pieces = [f"<p>{text}</p>" for text in ARTICLE]
    markup = f"{pieces[0]}<div>Advertisement</div>{''.join(pieces[1:])}"
    assert text_of_page(f"<article>{markup}</article>") == TEXT
    markup = f"{pieces[0]}<p>Really?</p>{''.join(pieces[1:])}"
    assert "\n\nReally?\n\n" in text_of_page(f"<article>{markup}</article>")


def test_comments_are_not_the_text_even_if_they_are_longer() -> None:
    comments = f"<div id=comments>{MARKUP * 3}</div>"
    text = "<p>The ferry is late today, the office said, because of the wind, and it will be late tomorrow too.</p>"
    assert text_of_page(f"<article>{text * 2}</article>{comments}").count("harbour master") == 0


def test_the_coverage_counts_each_located_word_where_it_is() -> None:
    parsed = parse_page(page(f"<article>{MARKUP}</article><aside><p>{ARTICLE[0]}</p></aside>"), URL)
    assert parsed is not None
    located = locate_text(parsed.body)
    coverage = cover(parsed.body, located)
    article, aside = parsed.tree.find(".//article"), parsed.tree.find(".//aside")
    assert (coverage.ratio(article), coverage.located[aside]) == (1.0, 0)
    assert smallest_cover(parsed.body, coverage) is article


@each("row", ["<tr><td>Week {n}</td><td>Knots, part {n}</td><td>p. {n}0</td></tr>", "<li>Knots, part {n}</li>"])
def test_tables_and_lists_are_the_text_of_a_page_that_has_little_else(row: str) -> None:
    rows = [row.format(n=n) for n in range(120)]
    outer = "table" if row.startswith("<tr") else "ul"
    years = "".join(
        f"<div class=tab><h3>Year {year}</h3><{outer}>{''.join(rows[40 * year : 40 * year + 40])}</{outer}></div>"
        for year in range(3)
    )
    box = "<div class=box>Rope work, knots, splices, whippings, lines, blocks, and how to look after them, in part {n}</div>"
    boxes = "".join(box.format(n=n) for n in range(4))
    markup = page(f"<div><h2>Modules</h2><div class=boxes>{boxes}</div><h2>What is taught</h2>{years}</div>")
    parsed = parse_page(markup, URL)
    assert parsed is not None
    text = locate_text(parsed.body, "Ferry times").text
    assert all(f"part {n}" in text for n in range(120))
    assert all(words in text for words in ("What is taught", "Year 1", "splices, whippings"))
    assert "Section 3" not in text


def test_a_page_of_links_has_no_text() -> None:
    parsed = parse_page("<body>" + "<p><a href=/x>One two three four five six.</a></p>" * 40, URL)
    assert parsed is not None
    assert locate_text(parsed.body).text == ""
    assert plain_text_of(build_document("", base=None)) == ""


@each("container", ["article", "main", "section", "div"])
def test_a_page_without_body_tag_keeps_its_text(container: str) -> None:
    words = " ".join(f"Sentence {number} of a page." for number in range(60))
    markup = f"<!DOCTYPE html><title>A page</title><meta name=a content=b><{container}><p>{words}</{container}>"
    page = extract_page(markup.encode(), url="https://paper.example/a")
    assert page.content_text == words

"""Typesetting: lines fit their width, no text is lost, quotation marks stay."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.article.document import build_document
from reader.model import Author, Entry, Headline, Page
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.reader.compose_article import compose
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.breaking import break_lines, no_syllables
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.lines import text_of, width_of
from reader.ui.typeset.page import PageLayout, lay_out_page
from tests.support.entries import entry
from tests.support.fuzzing import examples
from tests.support.languages import german_messages
from tests.support.stocking import NOW

DAY = 86_400
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.sampled_from(" \n  ßü日本🎉-"), max_size=300
)


def lines_of(html: str, width: int = 40) -> list[str]:
    document = build_document(html, base="https://paper.example/")
    return [text_of(line) for block in document.blocks for line in lay_out_block(block, Frame(width, UNICODE_GLYPHS))]


@settings(deadline=None)
@given(text=TEXTS, width=st.integers(2, 80))
def test_every_line_fits_and_nothing_but_space_is_lost(text: str, width: int) -> None:
    cuts = break_lines(text, width)
    assert all(cell_len(text[cut.start : cut.end]) <= width for cut in cuts)
    kept = "".join(text[cut.start : cut.end] for cut in cuts)
    assert kept.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@settings(deadline=None)
@given(word=st.text("abcdefghijklmnopqrstuvwxyzäöüß", min_size=1, max_size=120), width=st.integers(3, 40))
def test_words_longer_than_the_line_break_at_syllables_with_a_hyphen_that_fits(word: str, width: int) -> None:
    cuts = break_lines(word, width, syllables_of("de"))
    assert all(cut.end - cut.start + cut.hyphen <= width for cut in cuts)
    assert "".join(word[cut.start : cut.end] for cut in cuts) == word


def test_a_long_german_word_breaks_at_its_syllables() -> None:
    text = "Donaudampfschifffahrtsgesellschaft"
    cuts = break_lines(text, 16, syllables_of("de"))
    assert [text[cut.start : cut.end] for cut in cuts] == ["Donaudampf", "schifffahrtsge", "sellschaft"]
    assert [cut.hyphen for cut in cuts] == [True, True, False]
    assert [cut.end for cut in break_lines(text, 16, no_syllables)] == [16, 32, 34]


@pytest.mark.parametrize(
    "word", ["a" * 100_000, "日" * 100_000, "ab-" * 30_000, "schifffahrts" * 8_000, "e\u0301" * 50_000]
)
def test_a_word_of_any_length_is_broken_in_time_that_grows_with_its_length(word: str) -> None:
    started = time.process_time()
    cuts = break_lines(word, 60, syllables_of("de"))
    assert time.process_time() - started < 5  # it took hours when the time grew with the square or the cube
    assert "".join(word[cut.start : cut.end] for cut in cuts) == word
    assert all(cell_len(word[cut.start : cut.end]) + cut.hyphen <= 60 for cut in cuts)


def test_a_no_break_space_does_not_break() -> None:
    text = "about 20\u00a0km away"
    assert [text[cut.start : cut.end] for cut in break_lines(text, 9)] == ["about", "20\u00a0km", "away"]
    french = "Il dit : « oui », 50 % !"
    assert [french[cut.start : cut.end] for cut in break_lines(french, 8)] == ["Il dit :", "« oui »,", "50 % !"]
    german = "Er sagt »ja« und geht"
    assert [german[cut.start : cut.end] for cut in break_lines(german, 12)] == ["Er sagt »ja«", "und geht"]
    pasted = "written\u00a0with\u00a0no\u00a0break, p.\u00a07"
    assert [pasted[cut.start : cut.end] for cut in break_lines(pasted, 13)] == [
        "written\u00a0with",
        "no\u00a0break,",
        "p.\u00a07",
    ]


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        ("<p>Er sagte: „Nein.“</p><blockquote><p>«Oui.»</p></blockquote>", ["Er sagte: „Nein.“", "│ «Oui.»"]),
        ("<ol start=9><li>one<li>two</ol>", [" 9. one", "10. two"]),
        ("<ul><li>a<ul><li>b</ul></ul>", ["• a", "  • b"]),
        ("<pre>x = 1\n  y</pre>", ["  x = 1".ljust(40), "    y".ljust(40)]),
        ("<hr>", [" " * 14 + "─" * 12]),
    ],
)
def test_blocks_have_their_shapes(html: str, lines: list[str]) -> None:
    assert lines_of(html) == lines


TABLE = "<table><tr><th>Ship<th>Tons</tr><tr><td>Ada<td>1,204</tr><tr><td>Bo<td>95</tr></table>"


def test_a_table_that_fits_has_its_numbers_flush_right() -> None:
    assert lines_of(TABLE)[1:5] == ["Ship   Tons", "───────────", "Ada   1,204", "Bo       95"]


def test_a_table_that_does_not_fit_becomes_records() -> None:
    cells = "".join(f"<th>Column {n}" for n in range(9)), "".join(f"<td>some words {n}" for n in range(9))
    lines = lines_of(f"<table><tr>{cells[0]}</tr><tr>{cells[1]}</tr></table>")
    assert lines[0] == "Column 0: some words 0"
    assert all(cell_len(line) <= 40 for line in lines)


PIECES = [
    "<p>",
    "<b>",
    "</b>",
    "<ul><li>",
    "<blockquote>",
    "<table><tr><td>",
    "<td>",
    "ä ",
    "Wort ",
    "日本語",
    "<pre>",
    "</pre>",
    "<h2>",
    "<a href=/x>",
    "</a>",
    "\n<img src=/p.png alt=P>",
    "<hr>",
    "Donaudampfschifffahrt ",
]


@settings(deadline=None)
@given(
    pieces=st.lists(st.sampled_from(PIECES), max_size=40),
    width=st.integers(1, 90),
)
def test_any_document_can_be_laid_out_at_any_width(pieces: list[str], width: int) -> None:
    document = build_document("".join(pieces), base=None)
    for block in document.blocks:
        lines = lay_out_block(block, Frame(width, UNICODE_GLYPHS))
        fitting = type(block).__name__ not in ("Code", "Quote", "ListBlock", "Table")
        assert all(width_of(line) <= max(width, 2) or not fitting for line in lines)


def page_of(entry: Entry, more: list[list[Headline]] | None = None, width: int = 60) -> PageLayout:
    article = compose(entry, more or [])
    return lay_out_page(article, width, now=NOW, glyphs=UNICODE_GLYPHS, syllables=no_syllables)


def text(layout: PageLayout) -> str:
    return "\n".join(text_of(line) for line in layout.lines)


def test_signs_of_rights_need_no_sign_that_they_are_raised() -> None:
    shown = text(page_of(entry(content_html="<p>A Boat<sup>®</sup> and a Quay<sup>TM</sup>, x<sup>q2</sup></p>")))
    assert "A Boat® and a Quayᵀᴹ, x^(q2)" in shown


def test_missing_details_leave_no_gap() -> None:
    layout = page_of(entry(content_html="<p>Text.</p>"))
    shown = [text_of(line) for line in layout.lines]
    assert not any(one == other == "" for one, other in pairwise(shown))
    assert "About" not in text(layout)
    assert "By" not in text(layout)


@pytest.mark.parametrize(
    ("dates", "said", "unsaid"),
    [
        ({"published": NOW - 600}, [], ["received", "dated", "updated"]),
        ({"published": None}, ["received "], ["dated", "updated"]),
        (
            {"published": None, "page": Page("https://a.example/1", published=NOW - 2 * DAY)},
            [],
            ["received", "updated"],
        ),
        ({"published": None, "page": Page("https://a.example/1", published=NOW + 2 * DAY)}, ["received "], ["dated"]),
        ({"published": None, "updated": NOW - 600}, ["updated "], ["received"]),
        ({"published": None, "updated": NOW + DAY}, ["received "], ["updated"]),
        ({"published": NOW + 400 * DAY}, ["received ", "dated "], ["updated"]),
        ({"published": NOW - 2 * DAY, "updated": NOW - 600}, ["updated "], ["received"]),
        ({"published": NOW - 2 * DAY, "updated": NOW + 400 * DAY}, [], ["updated", "received"]),
    ],
)
def test_an_unknown_or_future_date_is_not_shown_as_the_date_of_publication(
    dates: dict[str, Any], said: list[str], unsaid: list[str]
) -> None:
    shown = text(page_of(entry(content_html="<p>Text.</p>", **dates)))
    assert all(word in shown for word in said)
    assert not any(word in shown for word in unsaid)


def test_a_summary_is_the_lead_unless_the_text_begins_with_it() -> None:
    lead = page_of(entry(summary_html="<p>Kurz gesagt.</p>", content_html="<p>Lang und breit.</p>"))
    assert text(lead).index("Kurz gesagt.") < text(lead).index("Lang und breit.")
    twice = page_of(entry(summary_html="Lang und …", content_html="<p>Lang und breit erzählt.</p>"))
    assert text(twice).count("Lang und") == 1


def test_the_author_box_has_all_details_and_a_monogram() -> None:
    author = Author("Käthe Öhler", "https://paper.example/käthe", "Redakteurin", "Schreibt seit 2014 über Netze. " * 3,
                    links=("https://social.example/@kaethe",))  # fmt: skip
    more = [[Headline(9, 1, "Wem gehört das Netz?", "Käthe Öhler", NOW, False, False)]]
    with german_messages():
        shown = text(page_of(entry(authors=(author,), content_html="<p>Text.</p>"), more))
    for words in (
        "Zur Person",
        "KÖ",
        "Redakteurin",
        "Schreibt seit 2014",
        "@kaethe",
        "Mehr von Käthe Öhler",
        "· Wem gehört das Netz?",
    ):
        assert words in shown
    assert "Von Käthe Öhler · Tagesblatt\nHeute, " in shown


def test_an_author_of_whom_only_an_address_is_known_has_a_line_without_a_box() -> None:
    authors = Author("Käthe Öhler", "https://paper.example/people/käthe"), Author("Wren Alder")
    shown = text(page_of(entry(authors=authors, content_html="<p>Text.</p>")))
    assert "\nAbout Käthe Öhler: paper.example" in shown
    assert "About the author" not in shown
    assert "About Wren" not in shown


@pytest.mark.parametrize("width", [1, 5, 12, 20, 39, 72])
def test_the_author_box_is_complete_at_any_width(width: int) -> None:
    author = Author(
        "日本 太郎", "https://paper.example/x", "Role " * 9, "Bio " * 30, links=("https://a.example/@" + "x" * 60,)
    )
    layout = page_of(entry(authors=(author,)), [[]], width=width)
    boxes = [line for line in layout.lines if text_of(line).startswith(("│", "┌", "└"))]
    if width >= 12:
        assert {width_of(line) for line in boxes} == {width}


def test_a_paragraph_is_found_again_at_another_width() -> None:
    html = "".join(f"<p>Paragraph number {n} " + "with some words " * 20 + "</p>" for n in range(30))
    wide, narrow = page_of(entry(content_html=html), width=72), page_of(entry(content_html=html), width=40)
    line = next(n for n, one in enumerate(wide.lines) if "number 17 " in text_of(one))
    position = wide.position_of(line)
    assert position is not None
    found = narrow.line_of(position)
    assert found is not None
    assert "number 17 " in text_of(narrow.lines[found])


def test_comments_are_counted_in_the_users_language() -> None:
    with_one = entry(comments_url="https://paper.example/a#c", comments_count=1)
    with german_messages():
        assert "1 Kommentar " in text(page_of(with_one))
    page = Page("https://paper.example/a", comments_count=12)
    assert "12 comments" in text(page_of(entry(page=page)))


@settings(deadline=None, max_examples=examples(40))
@given(
    line=st.integers(0, 200),
    widths=st.lists(st.integers(12, 90), min_size=2, max_size=4),
    language=st.sampled_from(["de", None]),
)
def test_a_position_is_kept_through_any_widths(line: int, widths: list[int], language: str | None) -> None:
    html = "<hr>".join(
        f"<p>{'Immer derselbe Anfang, Donaudampfschifffahrtsgesellschaft, ' * 3} Nummer {n}</p>" for n in range(12)
    )
    article = compose(entry(content_html=html), [])
    layouts = [
        lay_out_page(article, width, now=NOW, glyphs=UNICODE_GLYPHS, syllables=syllables_of(language))
        for width in widths
    ]
    position = layouts[0].position_of(line % len(layouts[0].lines))
    for layout in layouts:
        assert position is not None
        found = layout.line_of(position)
        assert found is not None
        again = layout.position_of(found)
        assert again is not None
        assert again.part == position.part
        assert again.letters <= position.letters <= again.letters + 90


@given(st.text("的是在了。，「」（）…ー々字", max_size=80), st.integers(6, 20))
def test_no_line_of_chinese_or_japanese_begins_with_a_closing_sign_or_ends_with_an_opening_one(
    text: str, width: int
) -> None:
    lines = [text[cut.start : cut.end] for cut in break_lines(text, width)]
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)
    for before, after in pairwise(lines):
        wrong = after[0] in "。，」）…ー々" or before[-1] in "「（"
        # Several such signs in a row leave no better place.
        assert not wrong or sum(sign in "。，「」（）…ー々" for sign in before[-5:]) > 1, lines

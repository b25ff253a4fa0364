"""How the parts of an article other than plain paragraphs are set: tables, poems, text from right to left; and laws."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Block, Details, all_blocks
from reader.article.document import build_document
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_blocks
from reader.ui.typeset.lines import text_of, width_of
from tests.support.fuzzing import examples


def laid_out(html: str, width: int = 40) -> list[str]:
    blocks = build_document(html, base="https://paper.example/").blocks
    return [text_of(line).rstrip() for part in lay_out_blocks(blocks, frame_for(blocks, width)) for line in part]


def frame_for(blocks: tuple[Block, ...], width: int) -> Frame:
    """A frame in which every part is open."""
    closed = (one.number for one in all_blocks(blocks) if isinstance(one, Details) and not one.is_open)
    return Frame(width, UNICODE_GLYPHS, toggled=frozenset(closed))


def test_marks_of_notes_are_raised_each_by_itself() -> None:
    notes = "<ol><li id=n3>Horn.</li><li id=n4>Lee.</li><li id=n5>Ray.</li></ol>"
    marks = "<sup><a href='#n3'>3</a></sup><sup>: p. 234</sup><sup><a href='#n5'>5</a></sup>"
    first, *_rest = laid_out(f"<p>It is so{marks} and 10<sup>23</sup>.</p>{notes}", 60)
    assert first == "It is so³: p. 234⁵ and 10²³."


def test_a_narrow_table_gives_its_room_to_the_column_with_most_text() -> None:
    rows = "<tr><td>Sea Star<td>A boat that has carried letters, sheep and one bishop.<td>Wood"
    assert laid_out(f"<table><tr><th>Name<th>What it is<th>Made of{rows}</table>", 48) == [
        "─" * 48,
        "Name      What it is                     Made of",
        "─" * 48,
        "Sea Star  A boat that has carried        Wood",
        "          letters, sheep and one",
        "          bishop.",
        "─" * 48,
    ]


def test_short_definitions_stand_beside_their_terms_and_long_ones_below() -> None:
    facts = "<dl><dt>Colour<dd>brown<dt>Height (built up)<dd>97 cm</dl>"
    assert laid_out(facts) == ["Colour             brown", "Height (built up)  97 cm"]
    assert laid_out(facts, 20) == ["Colour", "    brown", "Height (built up)", "    97 cm"]
    assert laid_out("<dl><dt>Boat<dd>floats<dt>Quay<dd>stays<dd>waits</dl>")[1] == "    floats"
    assert laid_out("<dl><dt>Boat<dd><ul><li>a<li>b</ul><dt>Quay<dd>stays</dl>")[1] == "    • a"
    assert laid_out("<dl><dt>Boat<dd>floats</dl>") == ["Boat", "    floats"]


def test_a_table_has_its_spans_and_its_rows_their_names() -> None:
    table = (
        "<table><tr><th rowspan=2>Month<th colspan=2>Pages<tr><th>set<th>printed"
        "<tr><th>May<td>312<td>1,298<tr><th>June<td rowspan=2>7<td>8<tr><th>July<td>9</table>"
    )
    assert laid_out(table) == [
        "───────────────────",
        "Month     Pages",
        "       set  printed",
        "───────────────────",
        "May    312    1,298",
        "June     7        8",
        "July              9",
        "───────────────────",
    ]


def test_a_table_that_does_not_fit_becomes_records_and_a_long_address_is_broken() -> None:
    row = "".join(f"<td>value number {i}" for i in range(8))
    head = "".join(f"<th>column {i}" for i in range(8))
    assert laid_out(f"<table><tr>{head}<tr>{row}<tr>{row}</table>")[:2] == [
        "column 0: value number 0",
        "column 1: value number 1",
    ]
    address = "https://paper.example/" + "a" * 60
    lines = laid_out(f"<table><tr><th>a<th>b<tr><td>{address}<td>words</table>", 50)
    assert max(map(len, lines)) <= 50
    assert "".join(line[:-7].strip() for line in lines if "─" not in line).count("a" * 20)


def test_a_poem_keeps_its_lines_and_indents_and_is_no_code() -> None:
    html = "<pre class='wp-block-verse'>The tide comes in,\n   the tide goes out,\n\nand nobody <em>reads</em>.</pre>"
    assert laid_out(html) == ["The tide comes in,", "\u00a0\u00a0\u00a0the tide goes out,", "and nobody reads."]


def test_text_from_right_to_left_ends_at_the_right_edge_with_its_markers() -> None:
    assert laid_out("<p>שלום עולם</p>", 20) == [" " * 11 + "שלום עולם"]
    assert laid_out("<p>iPhone של אפל הגיע</p>", 20) == [" " * 2 + "iPhone של אפל הגיע"]
    assert laid_out("<p>The word שלום is Hebrew.</p>", 40) == ["The word שלום is Hebrew."]
    assert laid_out("<ul><li>שלום<li>abc</ul>", 20) == [" " * 14 + "שלום •", "• abc"]
    assert laid_out("<h2>مرحبا</h2>", 20) == [" " * 15 + "مرحبا"]


def test_ruby_stands_in_brackets_and_small_letters_where_unicode_has_them() -> None:
    assert laid_out("<p><ruby>港<rp>(</rp><rt>minato</rt><rp>)</rp></ruby></p>") == ["港(minato)"]
    assert laid_out("<p>H<sub>2</sub>O, x<sup>n+1</sup>, 1<sup>st</sup>, a<sub>q+1</sub>, b<sup>ä</sup></p>") == [
        "H₂O, xⁿ⁺¹, 1ˢᵗ, a_(q+1), b^ä"
    ]
    assert laid_out("<p><sup>Photo: somebody</sup></p>") == ["Photo: somebody"]


TAGS = (
    "p", "div", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote", "details", "summary", "h2",
    "pre", "figure", "figcaption", "em", "b", "code", "sup", "a", "ruby", "rt", "section", "aside", "span", "caption",
    "thead", "tbody", "q", "mark", "kbd", "address", "hgroup", "center", "button", "form", "label", "fieldset",
)  # fmt: skip
trees = st.recursive(
    st.integers(100, 999).map("w{}".format),
    lambda inner: st.builds(
        lambda tag, content: f"<{tag}>{' '.join(content)}</{tag}>",
        st.sampled_from(TAGS),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(trees, min_size=1, max_size=4), st.integers(18, 70))
def test_every_visible_word_is_on_the_page_whatever_holds_it(found: list[str], width: int) -> None:
    html = "".join(found)
    blocks = build_document(html, base=None).blocks
    lines = [line for part in lay_out_blocks(blocks, frame_for(blocks, width)) for line in part]
    page = re.sub(r"[^\w]+", " ", " ".join(map(text_of, lines)))
    plain = page.translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹ʷ", "0123456789w"))
    assert sorted(re.findall(r"w\d{3}", plain)) == sorted(re.findall(r"w\d{3}", html))
    assert all(width_of(line) <= width for line in lines if not any(piece.role.startswith("code") for piece in line))


def test_large_and_deep_contents_are_set() -> None:
    cells = "".join("<tr>" + "<td>1</td>" * 10 + "</tr>" for _ in range(1_000))
    assert len(laid_out(f"<table>{cells}</table>")) == 1_002
    line = "x = 1; " * 100_000
    assert sum(map(len, laid_out(f"<pre>{line}</pre>"))) >= 700_000
    assert laid_out("<details><summary>s</summary>" * 500 + "end")
    assert laid_out("<dl><dt>t<dd>" * 500 + "end")

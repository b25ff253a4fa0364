"""Footnotes and other places that the links of a page lead to, in the markups that publishers use."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Block, Bookmark, Definitions, Details, Figure, Heading, Note, Paragraph, all_blocks
from reader.article.document import build_document
from reader.article.document_text import plain_text_of
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_blocks
from reader.ui.typeset.lines import text_of
from tests.support.each import each
from tests.support.fuzzing import examples

BASE = "https://paper.example/post"


def blocks(html: str, base: str | None = BASE) -> tuple[Block, ...]:
    return build_document(html, base=base).blocks


def text(html: str) -> str:
    return plain_text_of(build_document(html, base=BASE))


def hrefs(html: str) -> list[str]:
    paragraphs = (block for block in all_blocks(blocks(html)) if isinstance(block, Paragraph))
    return [span.href for block in paragraphs for span in block.spans if span.href]


MARKUPS = {
    "Markdown": (
        '<p>Word<sup id="fnref:1"><a href="#fn:1" class="footnote">1</a></sup></p><div class="footnotes"><hr><ol>'
        '<li id="fn:1"><p>Its note. <a href="#fnref:1" class="reversefootnote">↩</a></p></li></ol></div>'
    ),
    "pandoc": (
        '<p>Word<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p>'
        '<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1"><p>Its note.'
        '<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>'
    ),
    "WordPress": (
        '<p>Word<sup data-fn="3e-1" class="fn"><a href="#3e-1" id="3e-1-link">1</a></sup></p>'
        '<ol class="wp-block-footnotes"><li id="3e-1">Its note. <a href="#3e-1-link">↩︎</a></li></ol>'
    ),
    "GitHub": (
        '<p>Word<sup><a href="#user-content-fn-1" id="user-content-fnref-1" data-footnote-ref>1</a></sup></p>'
        '<section data-footnotes><h2>Footnotes</h2><ol><li id="user-content-fn-1"><p>Its note. '
        '<a href="#user-content-fnref-1" class="data-footnote-backref">↩</a></p></li></ol></section>'
    ),
    "MediaWiki": (
        '<p>Word<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p>'
        '<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-1">^</a></b>'
        '</span> <span class="reference-text">Its note.</span></li></ol>'
    ),
    "Word": (
        '<p>Word<a href="#_ftn1" name="_ftnref1">[1]</a></p>'
        '<p><a href="#_ftnref1" name="_ftn1">[1]</a> Its note.</p>'
    ),
    "Substack": (
        '<p>Word<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p><div class="footnote">'
        '<a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
        '<div class="footnote-content"><p>Its note.</p></div></div>'
    ),
    "absolute links of another address": (
        '<p>Word<sup><a href="https://other.example/p?utm=1#fn1" id="fnr1">1</a></sup></p>'
        '<ol><li id="fn1">Its note. <a href="https://other.example/p?utm=1#fnr1">↩</a></li></ol>'
    ),
}  # fmt: skip


@each("markup", MARKUPS.values(), ids=MARKUPS)
def test_a_footnote_and_its_mark_are_found_in_every_usual_markup(markup: str) -> None:
    found = blocks(markup)
    assert hrefs(markup) == ["note:1"]
    notes = [block for block in found if isinstance(block, Note)]
    assert [(note.number, note.label) for note in notes] == [(1, "1")]
    heading = "Footnotes\n\n" if any(isinstance(block, Heading) for block in found) else ""
    assert text(markup) == f"Word[1]\n\n{heading}[1] Its note."
    frame = Frame(40, UNICODE_GLYPHS)
    lines = [line for part in lay_out_blocks(found, frame) for line in part]
    assert text_of(lines[0]) == "Word¹"
    assert text_of(lines[-1]) == "1 Its note."
    assert [piece.href for piece in lines[-1] if piece.href] == ["note:1:back"]


def test_an_entry_without_an_address_has_its_footnotes_and_no_relative_links() -> None:
    html = (
        MARKUPS["Markdown"] + '<p><a href="/x">x</a> <img src="p.png" alt="A"> <a href="https://b.example/#c">c</a></p>'
    )
    found = [block for block in blocks(html, None) if isinstance(block, Paragraph)]
    assert [span.href for block in found for span in block.spans if span.href] == ["note:1", "https://b.example/#c"]
    assert [type(block).__name__ for block in blocks(html, None)] == ["Paragraph", "Note", "Paragraph", "Figure"]
    assert blocks(html, None)[-1] == Figure(None, "A")


def test_several_marks_of_one_note_lead_to_it_and_notes_keep_their_signs() -> None:
    html = (
        '<p>One<a id="r1" href="#n1">*</a>, two<a href="#n1">*</a>, three<a id="r2" href="#n2">†</a>.</p>'
        '<p id="n1"><a href="#r1">*</a> First.</p><p id="n2"><a href="#r2">†</a> Second.</p>'
    )
    assert hrefs(html) == ["note:1", "note:1", "note:2"]
    assert text(html) == "One[*], two[*], three[†].\n\n[*] First.\n\n[†] Second."


def test_a_link_within_the_page_that_is_no_footnote_leads_to_its_place() -> None:
    html = (
        '<ul><li><a href="#two">Part two</a></li><li><a href="#2">2</a></li><li><a href="#nowhere">Nowhere</a></li></ul>'
        '<p>See the <a href="#tab">table</a>.</p><h2><a name="two"></a>Part two</h2><p id="2">Words.</p>'
        '<table><tr><th>a<th>b<tr><td id="tab">1<td>2</table>'
    )
    assert hrefs(html) == ["bookmark:two", "bookmark:2", "bookmark:tab"]
    assert [type(block).__name__ for block in blocks(html)] == [
        "ListBlock", "Paragraph", "Bookmark", "Heading", "Bookmark", "Paragraph", "Bookmark", "Table",
    ]  # fmt: skip
    assert Bookmark("two") in blocks(html)
    assert build_document(html, base=BASE).links == ()


def test_links_to_other_pages_and_back_to_the_top_are_not_footnotes() -> None:
    html = (
        '<p id="top">Read <a href="https://other.example/a#part">1</a>.</p><p>More. <a href="#top">Back to top</a></p>'
    )
    assert hrefs(html) == ["https://other.example/a#part", "bookmark:top"]
    assert not any(isinstance(block, Note) for block in blocks(html))


def test_a_chapter_is_no_footnote_even_if_its_link_looks_like_a_mark() -> None:
    html = '<div class="release-notes"><p><a href="#a">1</a></p><div><h2 id="a">Chapter</h2><p>Words.</p></div></div>'
    assert hrefs(html) == ["bookmark:a"]
    assert text(html) == "1\n\nChapter\n\nWords."


def test_definitions_have_terms_and_meanings_and_lists_without_either_are_text() -> None:
    html = (
        "<dl><div><dt>Serif</dt><dt>Foot</dt><dd>A small stroke.</dd></div><dt>Kern<dd><p>Space.</p><p>Between.</p>"
        "<dd>A verb.</dl>"
    )
    (found,) = blocks(html)
    assert isinstance(found, Definitions)
    assert [(len(item.terms), len(item.meanings)) for item in found.items] == [(2, 1), (1, 2)]
    assert text(html) == "Serif\nFoot\n    A small stroke.\nKern\n    Space.\n    Between.\n    A verb."
    assert text("<dl><dd>Only an indent</dd></dl>") == "Only an indent"
    assert text("<dl><dt>Only a term</dt></dl><dl></dl>") == "Only a term"
    assert text("<dl><dt></dt><dd>x</dd><p>loose</p></dl>") == "x\n\nloose"


def test_details_show_their_summary_and_open_by_number() -> None:
    html = (
        "<details><summary>Recipe</summary><p>Flour</p><details><summary>Oven</summary>Hot</details></details>"
        "<details open><summary>Open</summary>Seen</details><details>Without a summary</details>"
        "<details><summary>Nothing in it</summary></details>"
    )
    found = blocks(html)
    numbers = {block.number for block in all_blocks(found) if isinstance(block, Details)}
    assert len(numbers) == 3

    def shown(*toggled: int) -> list[str]:
        frame = Frame(40, UNICODE_GLYPHS, toggled=frozenset(toggled))
        return [
            text_of(line).strip() for part in lay_out_blocks(found, frame) for line in part if text_of(line).strip()
        ]

    assert shown() == ["▸ Recipe", "▾ Open", "Seen", "Without a summary", "Nothing in it"]
    assert shown(0, 2) == ["▾ Recipe", "Flour", "▸ Oven", "▸ Open", "Without a summary", "Nothing in it"]
    assert "Flour" in text(html)
    assert "Hot" in text(html)


IDS = ("a", "fn1", "fnref1", "n-2", "ä", "x y", "")
piece = st.builds(
    "<{0} id='{1}' class='{2}'><a href='#{3}' id='{4}'>{5}</a> word{6}</{0}>".format,
    st.sampled_from(["p", "li", "div", "td", "sup", "dd", "details", "summary", "h2", "ol", "section"]),
    st.sampled_from(IDS), st.sampled_from(["", "footnotes", "footnote-ref", "mw-cite-backlink"]),
    st.sampled_from(IDS), st.sampled_from(IDS), st.sampled_from(["1", "↩", "[2]", "A longer text", "*", ""]),
    st.integers(0, 99),
)  # fmt: skip


@settings(deadline=None, max_examples=examples(100))
@given(st.lists(piece, min_size=1, max_size=8))
def test_no_word_is_lost_whatever_leads_where(pieces: list[str]) -> None:
    """Footnotes that lead to each other and to themselves, and ids that several elements have, are among these."""
    html = "".join(pieces)
    found = blocks(html)
    words = [word for word in text(html).replace("[", " ").split() if word.startswith("word")]
    assert len(words) == len(pieces)
    frame = Frame(30, UNICODE_GLYPHS, toggled=frozenset(range(99)))
    lines = [line for part in lay_out_blocks(found, frame) for line in part]
    assert sum(text_of(line).count("word") for line in lines) == len(pieces)


def test_the_work_on_many_places_is_bounded_and_linear() -> None:
    many = "".join(f'<p>w<a href="#n{i}" id="r{i}">{i % 1000}</a></p>' for i in range(2_100))
    notes = "".join(f'<p id="n{i}"><a href="#r{i}">↩</a> note {i}</p>' for i in range(2_100))
    found = blocks(many + notes)
    assert sum(isinstance(block, Note) for block in found) <= 2_000
    everywhere = '<p id="x">' + '<a href="#x">1</a> ' * 2_100 + "</p>"
    assert len(blocks(everywhere)) == 2
    nested = '<div id="a"><a href="#a">1</a>' * 2_100
    assert blocks(nested)

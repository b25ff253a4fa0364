"""Text that is selected in an article is copied as it was written, with the mouse and with keys."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.article.blocks import Paragraph, Quote, Span, Style
from reader.article.document import build_document
from reader.config import Config
from reader.paths import Paths
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.lines import Line, PictureRow, Piece
from reader.ui.typeset.selected_text import MOTIONS, Spot, first_spot, moved, paragraph_at, selected_text, spots_of
from tests.support.fuzzing import examples
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock

WORDS = st.lists(
    st.sampled_from(["a", "of", "Donaudampfschifffahrtsgesellschaft", "日本語のテキスト", "e\u0301te\u0301", "x-y", "42", "🎉", "–"]),
    min_size=1, max_size=12,
).map(" ".join)  # fmt: skip
SPANS = st.lists(
    st.builds(Span, WORDS, st.sampled_from([Style.PLAIN, Style.STRONG, Style.CODE])), min_size=1, max_size=3
)


def lines_of(html: str, width: int = 40) -> list[Line]:
    blocks = build_document(html, base="https://paper.example/").blocks
    return [line for block in blocks for line in [*lay_out_block(block, Frame(width, UNICODE_GLYPHS)), ()]]


def whole(lines: list[Line]) -> str:
    return selected_text(lines, Spot(0, 0), Spot(len(lines), 0))


@settings(deadline=None, max_examples=examples(80))
@given(SPANS, st.integers(6, 60), st.booleans())
@example([Span("Donaudampfschifffahrtsgesellschaft x"), Span("2", Style.STRONG)], 12, True)
def test_a_paragraph_is_copied_as_it_was_written(spans: list[Span], width: int, quoted: bool) -> None:
    paragraph = Paragraph(tuple(spans))
    frame = Frame(width, UNICODE_GLYPHS, syllables_of("de"))
    lines = lay_out_block(Quote((paragraph,)) if quoted else paragraph, frame)
    text = "".join(span.text for span in spans)
    assert whole(lines) == text
    begin, end = paragraph_at(lines, first_spot(lines, len(lines) // 2) or Spot(0, 0))
    assert selected_text(lines, begin, Spot(end.line, end.character + 1)) == text


@settings(deadline=None, max_examples=examples(80))
@given(SPANS, st.integers(6, 40), st.data())
def test_two_parts_of_a_selection_are_the_whole(spans: list[Span], width: int, data: st.DataObject) -> None:
    lines = lay_out_block(Paragraph(tuple(spans)), Frame(width, UNICODE_GLYPHS, syllables_of("de")))
    line = data.draw(st.integers(0, len(lines) - 1))
    limits = spots_of(lines[line])
    assert limits
    spot = Spot(line, data.draw(st.integers(*limits)))
    first, second = selected_text(lines, Spot(0, 0), spot), selected_text(lines, spot, Spot(len(lines), 0))
    together, text = "".join((first + second).split()), "".join("".join(span.text for span in spans).split())
    assert together == text


@settings(deadline=None, max_examples=examples(80))
@given(SPANS, st.integers(6, 40), st.lists(st.sampled_from(sorted(MOTIONS)), max_size=12))
def test_the_cursor_is_always_on_text_and_every_motion_can_be_repeated_to_its_end(
    spans: list[Span], width: int, motions: list[str]
) -> None:
    lines = [
        (),
        *lay_out_block(Paragraph(tuple(spans)), Frame(width, UNICODE_GLYPHS)),
        (),
        (),
        *lines_of("<hr><ul><li>An item</ul>"),
    ]
    spot = first_spot(lines, 0)
    assert spot
    for motion in motions:
        spot = moved(lines, spot, motion)
        limits = spots_of(lines[spot.line])
        assert limits
        assert limits[0] <= spot.character < limits[1]
    for motion, end in (("word", "bottom"), ("word-end", "bottom"), ("paragraph", "bottom"), ("word-back", "top")):
        here = spot
        for _ in range(400):
            here = moved(lines, here, motion)
        assert here.line == moved(lines, spot, end).line


def test_bars_margins_and_pictures_are_left_out_and_code_and_lists_keep_their_form() -> None:
    html = (
        "<p>One paragraph that is longer than a line of the page.</p><hr><blockquote><p>Quoted.</p></blockquote>"
        "<ul><li>An item that goes on in a second line of it<ul><li>Nested</li></ul></li></ul>"
        "<pre>def f(x):\n    return x\n\n\nf(1)</pre><p>Line one<br>line two</p>"
        "<table><tr><th>Name</th><th>Size</th></tr><tr><td>a</td><td>b</td></tr></table>"
    )
    assert whole(lines_of(html)) == (
        "One paragraph that is longer than a line of the page.\n\nQuoted.\n\n"
        "• An item that goes on in a second line of it\n  • Nested\n\n"
        "def f(x):\n    return x\n\n\nf(1)\n\nLine one\nline two\n\nName  Size\na     b"
    )


def test_rows_of_a_picture_are_left_out() -> None:
    rows: list[Line] = [(Piece("  "), Piece("     ", picture=PictureRow(0, row, "A harbour"))) for row in range(3)]
    lines = [*lines_of("<p>Before.</p>"), *rows, (), *lines_of("<p>After.</p>")]
    assert whole(lines) == "Before.\n\nAfter."


def inverted(sight: Sight) -> list[str]:
    region = sight.screen.query_one("#article").region
    strips = sight.app.screen._compositor.render_strips(sight.app.size)[region.y : region.bottom]
    pieces = (piece for strip in strips for piece in strip.crop(region.x, region.right))
    return [piece.text for piece in pieces if piece.style and piece.style.reverse]


async def test_text_is_selected_with_keys_and_with_the_mouse(paths: Paths) -> None:
    long = "The first paragraph has several lines, so that its text is broken where the lines of the page end, and goes on there."
    html = (
        f'<p>{long}</p><p>Second, with a <a href="https://a.example/">link</a>.</p>{"<p>More.</p>" * 40}<p>The end.</p>'
    )
    stock(
        paths,
        '[[feeds]]\nurl = "https://paper.example/feed"\n',
        {"https://paper.example/feed": [new_entry(1, html=html)]},
    )
    async with reading(paths, size=(110, 30), config=Config(language="en", browser=("true", "%u"))) as sight:
        await sight.press("enter", "v")
        await sight.shows("v begins the selection, y copies the paragraph")
        await sight.press("}", "}", "}", "y")
        await sight.shows("Copied 23 words")
        assert sight.app.clipboard == long
        await sight.press("v", *["}"] * 3, "w", "v", "e", "w", "e")
        await sight.shows("v drops the selection, y copies")
        await sight.until(lambda _: inverted(sight) == ["h"])
        await sight.press("y")
        assert sight.app.clipboard == "first paragraph"
        await sight.press("v", "G", "v", "b", "b", "o", "y")
        assert sight.app.clipboard == "The end."
        await sight.press("v", "escape")
        assert inverted(sight) == []
        assert sight.text().focus == "article"
        await sight.press("g")
        column, row = sight.text().place_of("The first", "article")
        end, last = sight.text().place_of("Second", "article")
        await sight.pilot.mouse_down(offset=(column + 4, row))
        await sight.pilot.hover(offset=(end + 5, last))
        await sight.pilot.mouse_up(offset=(end + 5, last))
        await sight.shows("y copies the selected text")
        await sight.press("y")
        assert sight.app.clipboard == f"{long[4:]}\n\nSecond"
        link, line = sight.text().place_of("link", "article")
        await sight.pilot.mouse_down(offset=(end, line))
        await sight.pilot.hover(offset=(link + 2, line))
        await sight.pilot.mouse_up(offset=(link + 2, line))
        await sight.press("ctrl+c")
        assert sight.app.clipboard == "Second, with a lin"
        assert "Opened" not in sight.text()
        await sight.pilot.click(offset=(column + 5, row), times=2)
        await sight.press("y")
        assert sight.app.clipboard == "first"
        await sight.pilot.click(offset=(column + 5, row), times=3)
        await sight.press("y")
        assert sight.app.clipboard == long

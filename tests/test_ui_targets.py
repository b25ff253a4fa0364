"""What can be chosen in an article: where it is on the page, how keys and clicks choose it, and what that does."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Paragraph, Span, Style, Table
from reader.article.document import build_document
from reader.config import Config
from reader.paths import Paths
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.lines import Line, joined, text_of
from reader.ui.typeset.targets import Target, targets_of
from reader.ui.typeset.wrap import wrap_spans
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock

WORDS = st.text("abcdefghijklmnopqrstuvwxyzäöü日本-/. ", min_size=1, max_size=60).map(
    lambda text: " ".join(text.split())
)
SPANS = st.lists(
    st.builds(
        Span, WORDS.filter(bool).map(lambda text: text + " "), st.sampled_from([Style.PLAIN, Style.STRONG]),
        st.sampled_from([None, "https://a.example/", "entry:3", "https://b.example/"]),
    ), min_size=1, max_size=8,
)  # fmt: skip


def shown_at(lines: list[Line], target: Target) -> list[str]:
    """The pieces of the page at a target's places, by cells."""
    shown = []
    for place in target.places:
        at, text = 0, ""
        for piece in lines[place.line]:
            width = sum(2 if ord(c) > 0x2E80 else 1 for c in piece.text)
            if place.start <= at and at + width <= place.end:
                text += piece.text
            at += width
        shown.append(text)
    return shown


@settings(deadline=None, max_examples=60)
@given(SPANS, st.integers(8, 40))
def test_every_linked_piece_is_in_one_target_and_its_text_is_the_texts(spans: list[Span], width: int) -> None:
    lines = wrap_spans(spans, width, syllables=syllables_of("de"))
    targets = targets_of(lines)
    linked = [(number, piece.href, piece.text) for number, line in enumerate(lines) for piece in line if piece.href]
    covered = "".join("".join(shown_at(lines, target)) for target in targets)
    assert covered == "".join(text for _line, _href, text in linked)
    assert [place.line for target in targets for place in target.places] == sorted(
        place.line for target in targets for place in target.places
    )
    whole = " ".join("".join(span.text for span in spans).split())
    assert all(target.text in whole for target in targets)


@settings(deadline=None, max_examples=60)
@given(SPANS, st.integers(2, 40))
def test_a_paragraph_can_be_put_together_from_its_lines(spans: list[Span], width: int) -> None:
    lines = wrap_spans(spans, width, syllables=syllables_of("de"))
    text = "".join(span.text for span in spans)
    assert joined(piece for line in lines for piece in line) == text.rstrip()


def targets(html: str, width: int = 30) -> list[tuple[str, str, int]]:
    blocks = build_document(html, base="https://paper.example/").blocks
    lines = [line for block in blocks for line in [*lay_out_block(block, Frame(width, UNICODE_GLYPHS)), ()]]
    return [(one.href, one.text, len(one.places)) for one in targets_of(lines)]


def test_a_link_over_several_lines_is_one_target_and_two_links_are_two() -> None:
    assert targets('<p>See <a href="/a">a title that takes two lines of the page</a> and <a href="/a">again</a>.') == [
        ("https://paper.example/a", "a title that takes two lines of the page", 2),
        ("https://paper.example/a", "again", 1),
    ]
    assert targets('<blockquote><p><a href="/q">A long link in a quotation of a page</a></blockquote>') == [
        ("https://paper.example/q", "A long link in a quotation of a page", 2)
    ]
    assert targets('<p><a href="/a">One</a></p><p><a href="/a">Two</a></p>') == [
        ("https://paper.example/a", "One", 1),
        ("https://paper.example/a", "Two", 1),
    ]
    link = (Span("a link that is long", href="https://a.example/"),)
    other = (Span("other words of the same row"),)
    table = Table(header=(), rows=((link, other),), caption=())
    lines = lay_out_block(table, Frame(26, UNICODE_GLYPHS))
    assert len(lines) > 3, [text_of(line) for line in lines]
    assert [one.text for one in targets_of(lines)] == ["a link that is long"]
    assert targets_of(lay_out_block(Paragraph((Span("no link"),)), Frame(26, UNICODE_GLYPHS))) == ()


def targeted(sight: Sight) -> list[str]:
    """The texts of the article that are shown in reverse, as the selected target is."""
    region = sight.screen.query_one("#article").region
    strips = sight.app.screen._compositor.render_strips(sight.app.size)[region.y : region.bottom]
    pieces = (piece for strip in strips for piece in strip.crop(region.x, region.right))
    return [piece.text for piece in pieces if piece.style and piece.style.reverse]


async def test_brackets_select_links_and_enter_follows_them(paths: Paths) -> None:
    filling = "<p>Words between the links of the page.</p>" * 30
    html = (
        f'<p>First the <a href="https://one.example/a">one link</a>, then <a href="https://two.example/b">a second</a>.</p>'
        f'{filling}<p>At the end is <a href="https://three.example/c">the third</a>.</p>'
    )
    feeds = {"https://paper.example/feed": [new_entry(1, title="With links", html=html), new_entry(2)]}
    stock(paths, '[[feeds]]\nurl = "https://paper.example/feed"\n', feeds)
    async with reading(paths, size=(120, 30), config=Config(language="en", browser=("true", "%u"))) as sight:
        await sight.press("right_square_bracket")
        assert sight.text().focus == "article"
        assert "https://one.example/a" in sight.text().bottom
        assert targeted(sight) == ["one link"]
        await sight.press("2", "right_square_bracket")
        assert "https://three.example/c" in sight.text().bottom
        assert "At the end is the third." in sight.text().article
        await sight.press("right_square_bracket")
        assert "No more links below" in sight.text().bottom
        await sight.press("left_square_bracket")
        assert targeted(sight) == ["a second"]
        assert "https://two.example/b" in sight.text().bottom
        await sight.press("enter")
        assert "Opened https://two.example/b" in sight.text().bottom
        await sight.press("G", "left_square_bracket")
        assert targeted(sight) == ["the third"]
        await sight.press("escape")
        assert targeted(sight) == []
        assert sight.text().focus == "article"
        assert "f links" in sight.text().bottom
        await sight.press("escape", "j", "right_square_bracket")
        assert "Nothing can be chosen in this article" in sight.text().bottom

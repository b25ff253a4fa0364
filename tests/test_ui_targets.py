"""Targets in an article: where they are on the page, how keys and clicks choose it, and what that does."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Paragraph, Span, Style, Table
from reader.article.document import build_document
from reader.config import Config
from reader.paths import Paths
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.hyphens import syllables_of
from reader.ui.typeset.letters import letters_for, place_labels, visible
from reader.ui.typeset.lines import Line, joined, text_of
from reader.ui.typeset.targets import Target, targets_of
from reader.ui.typeset.wrap import wrap_spans
from tests.support.fuzzing import examples
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


@settings(deadline=None, max_examples=examples(60))
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


@settings(deadline=None, max_examples=examples(60))
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
        assert "This article has no links" in sight.text().bottom


async def test_letters_over_the_links_in_sight_open_them_or_copy_their_addresses(paths: Paths) -> None:
    links = " ".join(f'and <a href="https://x.example/{n}">link {n}</a>' for n in range(1, 23))
    html = f'<p>Here {links}.</p>{"<p>Filling.</p>" * 40}<p><a href="https://x.example/last">the last</a></p>'
    stock(
        paths,
        '[[feeds]]\nurl = "https://paper.example/feed"\n',
        {"https://paper.example/feed": [new_entry(1, html=html)]},
    )
    async with reading(
        paths, size=(120, 30), config=Config(language="en", browser=("true", "%u"), letters="asdf")
    ) as sight:
        before = sight.text()
        await sight.press("f")
        text = sight.text()
        letters = targeted(sight)
        assert len(letters) == 22
        assert "Letters open a link, y copies, Tab lists all, Esc closes" in text.bottom
        lines = zip(before.lines_of("article"), text.lines_of("article"), strict=True)
        assert all(len(one) == len(other) for one, other in lines)
        await sight.press(letters[20][0])
        await sight.until(lambda _: 1 < len(targeted(sight)) < 22)
        await sight.press(*letters[20][1:])
        assert "Opened https://x.example/21" in sight.text().bottom
        assert sight.text().article == before.article
        await sight.press("f", "y")
        await sight.shows("Letters copy the address of a link, y opens")
        await sight.press(*letters[2])
        assert sight.app.clipboard == "https://x.example/3"
        assert "Copied https://x.example/3" in sight.text().bottom
        await sight.press("alt+f", *letters[0])
        await sight.shows("Opened https://x.example/1")
        await sight.press(letters[1][0], "backspace", *letters[1])
        await sight.shows("Opened https://x.example/2")
        await sight.until(lambda _: targeted(sight) == letters[2:])
        await sight.press("j")
        assert targeted(sight) == []
        assert sight.text().article == before.article
        await sight.press("f", "tab")
        await sight.shows("Links and pictures", "23  the last")
        await sight.press("tab", "enter", "G", "f", *"as"[:1])
        await sight.shows("Opened https://x.example/last")


@given(st.integers(1, 600), st.sampled_from(["asdf", "asdfjklghewcmpruvnti", "0123456789"]))
def test_letters_are_a_prefix_code_with_the_short_ones_first(count: int, alphabet: str) -> None:
    letters = letters_for(count, alphabet)
    assert len(letters) == len(set(letters)) == count
    assert set("".join(letters)) <= set(alphabet)
    assert not any(other.startswith(one) for one, other in pairwise(sorted(letters)))
    assert letters == sorted(letters, key=len)
    assert count > len(alphabet) or all(len(one) == 1 for one in letters)
    assert count > len(alphabet) ** 2 or all(len(one) <= 2 for one in letters)


@settings(deadline=None, max_examples=examples(60))
@given(SPANS, st.integers(4, 40), st.integers(0, 3), st.integers(1, 6), st.integers(0, 10))
def test_every_target_in_sight_has_letters_and_none_hides_another(
    spans: list[Span], width: int, first: int, height: int, shift: int
) -> None:
    lines, cells = range(first, first + height), range(shift, shift + width)
    targets = targets_of(wrap_spans(spans, width))
    found = visible(targets, lines, cells)
    labels = place_labels(dict(zip(letters_for(len(found), "as"), found, strict=True)) if found else {}, lines, cells)
    assert len(labels) == len(found) == len({label.letters for label in labels})
    taken = [(label.line, label.cell + n) for label in labels for n in range(len(label.letters))]
    assert len(taken) == len(set(taken))
    assert all(label.line in lines and label.cell >= cells.start for label in labels)
    linked = {(place.line, cell) for one in targets for place in one.places for cell in range(place.start, place.end)}
    in_sight = {(line, cell) for line, cell in linked if line in lines and cell in cells}
    assert bool(in_sight) == bool(labels)


async def test_a_link_that_deceives_is_named_and_asked_about_and_tracking_is_left_out(paths: Paths) -> None:
    html = (
        '<p><a href="https://www.google.com/url?q=https%3A%2F%2Fa.example%2Fx%3Fid%3D1%26utm_source%3Dfeed">Plain</a>, '
        '<a href="https://evil.example/login">https://bank.example/login</a>, '
        '<a href="https://xn--80ak6aa92e.com/">Fruit</a>, <a href="https://paypal.com:x@evil.example/">Pay</a>, '
        '<a href="javascript:alert(1)">script</a>, <a href="file:///etc/passwd">file</a>, <a href="entry:1">entry</a>, '
        f'<a href="https://a.example/{"x" * 3_000}">long</a> and <a href="https://a.example/&#27;[31m&#10;">controls</a>.</p>'
    )
    feeds = {"https://paper.example/feed": [new_entry(1, html=html)]}
    stock(paths, '[[feeds]]\nurl = "https://paper.example/feed"\n', feeds)
    async with reading(paths, size=(90, 30), config=Config(language="en", browser=("true", "%u"))) as sight:
        said = []
        for _ in range(7):
            await sight.press("right_square_bracket")
            said.append(sight.text().bottom.strip())
        assert said[:4] == [
            "https://a.example/x?id=1",
            "Not bank.example: https://evil.example/login",
            "Only looks like apple.com: https://xn--80ak6aa92e.com/",
            "With the user name paypal.com: https://evil.example/",
        ]
        assert said[4].startswith("https://a.example/xxx")
        assert said[4].endswith("…")
        assert said[5] == "https://a.example/"
        assert said[6] == "No more links below"
        await sight.press("escape", "right_square_bracket", "y")
        await sight.shows("Copied https://a.example/x?id=1")
        await sight.press("right_square_bracket", "enter")
        await sight.shows("Open this link?", "The text of this link names bank.example, but it leads to evil.example.")
        await sight.press("escape")
        assert "Opened" not in sight.text()
        await sight.press("f", "s")
        await sight.shows("Open this link?")
        await sight.press("enter")
        await sight.shows("Opened https://evil.example/login")
        await sight.press("escape")
        await sight.pilot.click(offset=sight.text().place_of("Plain", "article"))
        await sight.shows("Opened https://a.example/x?id=1")
        await sight.pilot.click(offset=sight.text().place_of("Fruit", "article"))
        await sight.shows("leads to xn--80ak6aa92e.com, which is written so that it looks")


async def test_where_there_is_room_for_one_pane_the_article_comes_up_first(paths: Paths) -> None:
    html = '<p>Here is <a href="https://a.example/">a link</a>.</p>'
    feeds = {"https://paper.example/feed": [new_entry(1, html=html)]}
    stock(paths, '[[feeds]]\nurl = "https://paper.example/feed"\n', feeds)
    async with reading(paths, size=(50, 20), config=Config(language="en", browser=("true", "%u"))) as sight:
        assert "a link" not in sight.text()
        await sight.press("f")
        await sight.until(lambda _: targeted(sight) == ["a"])
        await sight.press("escape", "escape")
        assert sight.text().focus == "headlines"
        await sight.press("right_square_bracket")
        await sight.until(lambda _: targeted(sight) == ["a link"])
        await sight.shows("https://a.example/")

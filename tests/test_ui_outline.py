"""The outline: its headings, the list to choose from, and the keys from heading to heading."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.article.blocks import Heading, ListBlock, Quote, Span
from reader.model import Author
from reader.paths import Paths
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.lines import Line, text_of
from reader.ui.typeset.outline import anchored, item_at, outline_of
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

FEED = "https://news.example/feed"
FEEDS = f'[[feeds]]\nurl = "{FEED}"\n'


@given(st.lists(st.integers(1, 6), max_size=12), st.integers(8, 40))
def test_every_heading_is_in_the_outline_at_its_line_and_below_the_nearest_higher_one(
    levels: list[int], width: int
) -> None:
    lines: list[Line] = []
    for number, level in enumerate(levels):
        heading = Heading(level, (Span(f"Heading number {number} of several"),))
        block = (heading, Quote((heading,)), ListBlock(("1.",), ((heading,),)))[number % 3]
        lines += [*lay_out_block(block, Frame(width, UNICODE_GLYPHS)), ()]
    items = outline_of(lines)
    assert [item.title for item in items] == [f"Heading number {n} of several" for n in range(len(levels))]
    assert all("Heading"[: width - 4] in text_of(lines[item.line]) for item in items)
    for number, item in enumerate(items):
        above = next((n for n in range(number - 1, -1, -1) if levels[n] < levels[number]), None)
        assert item.depth == (0 if above is None else items[above].depth + 1)
        assert item_at(items, item.line) == number
    assert item_at(items, -1) == -1


def test_parts_without_lines_or_title_are_not_in_the_outline() -> None:
    assert anchored([], "Comments") == []
    assert outline_of(anchored([(), ()], "Comments")) == ()
    assert outline_of(anchored(lay_out_block(Heading(2, (Span("x"),)), Frame(9, UNICODE_GLYPHS)), " ")[:0]) == ()


async def test_headings_and_sections_are_listed_narrowed_and_reached(paths: Paths) -> None:
    text = "<p>Satz für Satz, Zeile für Zeile.</p>" * 20
    html = f"{text}<h2>Die Lage</h2>{text}<h4>Am <i>Morgen</i></h4>{text}<h2>Ausblick</h2>{text}"
    author = Author("Ada Nordhoff", bio="Schreibt über Deiche.", url="https://news.example/ada")
    first = new_entry(1, title="Mit Kapiteln", html=html)
    entries = [
        replace(first, parsed=replace(first.parsed, authors=(author,))),
        new_entry(2, title="Kurz", html="<p>Nichts.</p>"),
    ]
    stock(paths, FEEDS, {FEED: entries})
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await to_headline(sight, "Mit Kapiteln")
        await sight.press("quotation_mark")
        screen = await sight.shows("Outline", "Mit Kapiteln", "Die Lage", "Am Morgen", "Ausblick", "About Ada Nordhoff")
        assert screen.index("Die Lage") < screen.index("  Am Morgen") < screen.index("Ausblick")
        await sight.press(*"morgn")
        screen = await sight.until(lambda screen: "Am Morgen" in screen and "Ausblick" not in screen.partition("╭")[2])
        await sight.press("x")
        await sight.shows("No heading has “morgnx”")
        await sight.press("backspace", "enter")
        screen = await sight.until(lambda screen: screen.focus == "article" and not screen.dialog)
        assert next(line.strip() for line in screen.lines_of("article") if line.strip()) == "Am Morgen"
        await sight.press("left_curly_bracket")
        await sight.until(lambda screen: screen.article.strip().startswith("Die Lage"))
        await sight.press("j", "left_curly_bracket")  # of this part first
        await sight.until(lambda screen: screen.article.strip().startswith("Die Lage"))
        await sight.press("2", "right_curly_bracket", "quotation_mark")
        screen = await sight.shows("Outline")  # the one that one is in is selected
        assert any("▌" in line and "Ausblick" in line for line in screen.splitlines())
        await sight.press("escape", "9", "right_curly_bracket")
        await sight.until(lambda screen: "About the author" in screen.article)
        await sight.press("right_curly_bracket")
        await sight.shows("No heading below")
        await sight.press("9", "left_curly_bracket", "left_curly_bracket")
        await sight.shows("No heading above", "Mit Kapiteln")
        await sight.press("J", "quotation_mark")
        await sight.shows("This article has no headings")
        await sight.press("right_curly_bracket")
        await sight.shows("No heading below")

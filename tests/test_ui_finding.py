"""Finding in an article: the matches and their places, and the line, the marks and the keys of the search."""

from __future__ import annotations

import json
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from reader.article.blocks import Paragraph, Quote, Span, Style
from reader.paths import Paths
from reader.text import clean_text
from reader.text.finding import Haystack, needle_of
from reader.text.folding import fold_letters
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.blocks import Frame, lay_out_block
from reader.ui.typeset.lines import Line, Piece, text_of
from reader.ui.typeset.page_search import NO_HIT, PageSearch
from tests.support.each import each
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

LETTERS = st.sampled_from([*"aAbsz -\n", *"äßœİς", "…", "“", "パ", "ﾊ", "ﾟ", "東", "\u0301", "\u00a0", "\u2009"])
TEXTS = st.lists(LETTERS, max_size=14).map("".join).map(clean_text)


def found(typed: str, text: str) -> list[str]:
    return [text[begin:end] for begin, end in Haystack.of(text).find(needle_of(typed))]


@each(
    ("typed", "text", "hits"),
    [
        ("strasse", "Straße, STRASSE, Strase", ["Straße", "STRASSE"]),
        ("Strasse", "Straße, STRASSE, strasse", ["Straße"]),  # a capital letter: case matters
        ("uber", "Über, über, UBER, U\u0308ber", ["Über", "über", "UBER", "U\u0308ber"]),
        ("don't", "I don’t, don't", ["don’t", "don't"]),
        ('"so-so"', "„so–so“ and «so‑so»", ["„so–so“", "«so‑so»"]),
        ("a b", "a b, a\u00a0\n b, ab", ["a b", "a\u00a0\n b"]),
        ("wait...", "Wait… wait...", ["Wait…", "wait..."]),
        ("s", "ß", ["ß"]),  # once, although it is two letters when folded
        ("aa", "aaaa", ["aa", "aa"]),
        ("東京", "東京都", ["東京"]),
        ("(*", "a (*b)", ["(*"]),
        ("", "text", []),
        ("  ", "a  b", []),
        ("x", "", []),
    ],
)
def test_a_text_is_found_as_people_type_it(typed: str, text: str, hits: list[str]) -> None:
    assert found(typed, text) == hits


@given(TEXTS, st.integers(0, 14), st.integers(0, 14))
@example("Œu  ß…\u0301", 1, 5)
def test_any_part_of_a_text_is_found_and_hits_stand_apart_and_fold_alike(text: str, begin: int, end: int) -> None:
    haystack = Haystack.of(text)
    assert len(haystack.starts) == len(haystack.ends) == len(haystack.text)
    assert all(0 <= a < b <= len(text) for a, b in zip(haystack.starts, haystack.ends, strict=True))
    part = clean_text(text[begin:end])
    if part.strip() and fold_letters(part) in fold_letters(text):
        assert haystack.find(needle_of(part.lower())) or part.lower() != part
    places = haystack.find(needle_of(part))
    assert all(a[1] <= b[0] for a, b in pairwise(places))
    needle = needle_of(part)
    assert all(needle.text in Haystack.of(text[a:b]).text for a, b in places)


def lines_of(*texts: str, width: int) -> list[Line]:
    halves = [(Span(text[: len(text) // 2], Style.STRONG), Span(text[len(text) // 2 :])) for text in texts]
    frame = Frame(width, UNICODE_GLYPHS, lambda word: range(2, len(word) - 1, 2))
    return [line for spans in halves for line in lay_out_block(Quote((Paragraph(spans),)), frame)]


WORDS = st.lists(
    st.sampled_from(["Donaudampf", "schiff", "a-b", "ß", "www/yyy", "東京都", "e"]), min_size=1, max_size=9
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=3), st.integers(5, 30), st.data())
def test_on_a_page_a_text_is_found_if_and_only_if_a_paragraph_has_it(
    texts: list[str], width: int, data: st.DataObject
) -> None:
    whole = data.draw(st.sampled_from(texts))
    begin = data.draw(st.integers(0, len(whole) - 1))
    typed = data.draw(st.sampled_from([whole[begin : begin + data.draw(st.integers(1, 12))], "dampf-schiff", "e e"]))
    lines = lines_of(*texts, width=width)
    hits = PageSearch(lines).find(needle_of(typed))
    expected = [hit for text in texts for hit in found(typed, text)]
    assert len(hits) == len(expected)
    marked = [
        (number, text_of(line)[begin:end], current)
        for number, line in enumerate(lines)
        for begin, end, current in hits.on_line(number, 0)
    ]
    drawn = "".join(text for _number, text, _current in marked)
    assert [c for c in drawn if c.isalnum()] == [c for hit in expected for c in hit if c.isalnum()]
    for number in range(len(hits)):
        line, begin, end = hits.first_part(number)
        assert text_of(lines[line])[begin:end].strip().removesuffix("-") in expected[number].strip()  # hyphenated
        assert begin < end
    if len(hits):
        first = hits.first_part(0)[0]
        assert hits.from_line(first) == 0
        assert hits.from_line(len(lines)) == 0  # around the end
        assert {number for number, _text, current in marked if current} >= {first}
    else:
        assert hits.from_line(0) == NO_HIT


def test_pieces_without_a_text_are_found_within_their_line() -> None:
    lines: list[Line] = [(Piece("  def "), Piece("name"), Piece("()")), (Piece("x"),), ()]
    hits = PageSearch(lines).find(needle_of("def name()"))
    assert [hits.on_line(number, 0) for number in range(-1, 4)] == [[], [(2, 12, True)], [], [], []]
    assert not len(PageSearch(lines).find(needle_of("() x")))
    assert PageSearch([]).find(needle_of("x")).from_line(3) == NO_HIT


# -- in the reader

FEED = "https://news.example/feed"
FEEDS = f'[[feeds]]\nurl = "{FEED}"\n'
MARKED, SHOWN = "#452f2e", "#e9e4d8"  # grounds of the hits, and of the one that is shown
PARAGRAPHS = "".join(f"<p>Der Satz Nummer {n} über Straßenbahnen.</p>" for n in range(60))
LONG_LINE = "value = " + "x" * 200 + " needle" + "y" * 50


async def test_finding_marks_while_typing_steps_around_the_end_and_ends(paths: Paths) -> None:
    html = f"<p>Erste Zeile.</p>{PARAGRAPHS}<pre>{LONG_LINE}</pre><p>Letzte Zeile, STRASSEN.</p>"
    html += "<details><summary>Mehr</summary><p>Das verborgene Wort.</p></details>"
    entries = [new_entry(1, title="Zeilen", html=html), new_entry(2, title="Other", html="<p>A needle.</p>")]
    stock(paths, FEEDS, {FEED: entries})
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await to_headline(sight, "Zeilen")
        await sight.press("slash")  # the list keeps its search
        await sight.shows("Search in Feed 1")
        await sight.press("escape", "enter", "space")
        before = sight.text().article
        await sight.press("slash", *"strasse")
        screen = await sight.shows("“strasse”: 17 of 61", "Enter keeps the hits")
        assert len(screen.on_ground(MARKED, "article")) > 5
        assert screen.on_ground(SHOWN, "article") == ["Straße"]
        await sight.press("escape")  # back to where one was
        await sight.until(lambda screen: screen.article == before and not screen.on_ground(MARKED, "article"))
        await sight.press("slash", *"zeile", "enter")
        screen = await sight.shows("“zeile”: 3 of 3", "n next hit", "Esc end", "Letzte Zeile")
        assert "next unread" not in screen.bottom
        await sight.press("n")
        screen = await sight.shows("“zeile”: 1 of 3, from the other end")
        assert screen.on_ground(SHOWN, "article") == ["Zeile"]  # in the headline
        await sight.press("2", "N")
        await sight.shows("“zeile”: 2 of 3, from the other end", "Erste Zeile")
        await sight.press("slash", *"Needle")  # a capital: not there
        await sight.shows("“Needle”: not in this article")
        await sight.press("enter")
        screen = await sight.shows("“Needle” is not in this article")
        await sight.press("slash", "up", "up", *["backspace"] * 3, "enter", "slash", *"needle", "enter")
        screen = await sight.shows("“needle”: 1 of 1", later=True)  # scrolled to it, sideways too
        assert screen.on_ground(SHOWN, "article") == ["needle"]
        await sight.press("slash", "up", "up")
        await sight.shows("“ze”: ")
        await sight.press("up", "up", "up", "down", "escape")
        await sight.shows("“needle”: 1 of 1", later=True)  # as before
        await sight.press("escape")
        screen = await sight.until(lambda screen: "next unread" in screen.bottom)
        assert not screen.on_ground(SHOWN, "article")
        await sight.press("slash", "enter")  # the last text again
        await sight.shows("“needle”: 1 of 1", later=True)
        await sight.press("slash", *"verborgen", "enter")  # a closed part is opened
        await sight.shows("“verborgen”: 1 of 1", "Das verborgene Wort.")
        await sight.press("J")  # another article is not looked at
        screen = await sight.until(lambda screen: "A needle." in screen.article and "next unread" in screen.bottom)
        assert screen.focus == "article"
        await sight.press(
            "N", "slash", *"needle", "enter", "escape", "colon", *"article.next-hit", "enter"
        )  # as good as an empty line
        await sight.shows("“needle”: 1 of 1", later=True)
        await sight.press("slash", *"(*[", "enter")
        await sight.shows("“(*[” is not in this article")
    session = json.loads(paths.session.read_text(encoding="utf-8"))
    assert session["found_texts"] == ["zeile", "Needle", "ze", "verborgen", "needle", "(*["]

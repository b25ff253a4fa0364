"""What a search has found is marked, in titles and on pages."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.article.blocks import Span
from reader.model import Headline
from reader.paths import Paths
from reader.query.patterns import places
from reader.text import clean_line, search_words
from reader.text.folding import fold_letters, folded_with_places, placed_words
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.breaking import Syllables
from reader.ui.typeset.hits import divided, hits_of_line, sought_by
from reader.ui.typeset.lines import Line, Role, text_of
from reader.ui.typeset.wrap import wrap_spans, wrap_text
from reader.ui.widgets.headline_lines import row_line
from reader.ui.widgets.row_parts import RowStyle, RowTexts
from tests.support.each import each
from tests.support.queries import tree_for
from tests.support.query_trees import tree
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stocked
from tests.support.streams import open_list

LETTERS = st.sampled_from(
    [*"aZ 1-'.", *"éßœØİςΣǅﬁℌ²", *"東京都パﾊﾟｶﾞ々", *"서울ﾡﾂㄱ", *"น้ำ", *"का", "…", "\u0301", "\u00a0", "€"]
)
TEXTS = st.one_of(st.lists(LETTERS, max_size=12).map("".join), st.text(max_size=12)).map(clean_line)


@given(TEXTS)
@example("Œuvres ﾊﾟﾘ")
def test_words_have_places_and_are_those_of_the_index(text: str) -> None:
    folded, starts, ends = folded_with_places(text)
    assert folded == fold_letters(text)
    assert len(starts) == len(ends) == len(folded)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))
    words = placed_words(text)
    in_index = search_words(text)
    separated = "".join(c if c > "\x7f" or c.isalnum() else " " for c in in_index)
    assert [word.word for word in words] == [word for word in separated.split(" ") if word]
    assert all(fold_letters(text[word.starts[0] : word.ends[-1]]).find(word.word) >= 0 for word in words)


def marked(query: str, text: str) -> list[str]:
    sought = sought_by(tree_for(query))
    return [text[begin:end] for begin, end in sought.title.places(text)] if sought else []


@pytest.mark.parametrize(
    ("query", "text", "hits"),
    [
        (r"title:/ice\w*/", "Ice and icebergs: no dice", ["Ice", "icebergs", "ice"]),
        (r"title:/^(re|fwd):/ -title:/x/", "Re: fwd: x", ["Re:"]),
        (r"title:/\b\d{4}$/ OR title:/the|thesis/", "The thesis of 1999, 2024", ["The", "thesis", "2024"]),
        ("title:/x*/ title:glac*", "Glaciers melt", ["Glaciers"]),
        ("title:/İ/", "İ", []),
    ],
)
def test_what_an_expression_finds_is_marked_in_titles_only(query: str, text: str, hits: list[str]) -> None:
    sought = sought_by(tree(query))
    assert sought is not None
    assert [text[begin:end] for begin, end in sought.title.places(text)] == hits
    assert sought.text.places(text) == []


@given(st.sampled_from(("ice|dice", r"\bi\w+", "^i", "e$", "(ic)*", ".e", "[^i]+")), st.text("iced -", max_size=12))
def test_an_expression_is_marked_where_it_is_found(source: str, text: str) -> None:
    found = re.compile(source, re.IGNORECASE)
    marked = places(source, text)
    assert bool(marked) == any(begin < end for begin, end in map(re.Match.span, found.finditer(text)))
    assert all(found.search(text[:end], begin) for begin, end in marked if "$" not in source)


@each(
    ("query", "text", "hits"),
    [
        ("ice", "Ice, ICE and icecream: an ice-age", ["Ice", "ICE", "ice"]),
        ("ice*", "Iceland's voice", ["Iceland"]),
        ("strasse", "Die Straße, Straßen", ["Straße"]),
        ("straße", "STRASSE", ["STRASSE"]),
        ("oeuvre", "L’œuvre", ["œuvre"]),
        ("cafe", "Un café\u0301 au Café", ["café\u0301", "Café"]),
        ('"new york"', "A new New York in york new", ["New York"]),
        ('"new yo*"', "New York", []),
        ('"new yo"*', "New York, new yard", ["New York"]),
        ("e-mail", "E-Mail, e mail, mail", ["E-Mail", "e mail"]),
        ("ice -snow", "snow and ice", ["ice"]),
        ("-snow", "snow", []),
        ("東京", "今日東京都で", ["東京"]),
        ("東京都で", "今日東京都で", ["東京都で"]),
        ("京", "今日東京都で東", ["京"]),
        ("東都", "東京都", []),
        ("パリ", "ﾊﾟﾘ、バリ", ["ﾊﾟﾘ"]),
        ("서울", "오늘 서울에서", ["서울"]),
        ("ice age", "ice age", ["ice", "age"]),
        ("2", "m² H₂O", []),
        ("m2", "m² and m", ["m²"]),
        ("αθηνας", "ΑΘΗΝΑΣ Αθήνας", ["ΑΘΗΝΑΣ", "Αθήνας"]),
        ("", "anything", []),
        ("…", "anything…", []),
    ],
)
def test_hits_are_what_the_index_finds(query: str, text: str, hits: list[str]) -> None:
    assert marked(query, unicodedata.normalize("NFC", text)) == [unicodedata.normalize("NFC", hit) for hit in hits]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 20), st.integers(1, 5)), max_size=4), st.integers(0, 9))
def test_divided_text_is_whole(text: str, gaps: list[tuple[int, int]], at: int) -> None:
    hits, end = [], 0
    for gap, length in gaps:
        hits.append((end + gap, end + gap + length))
        end += gap + length
    parts = [*divided(text, hits, at)]
    assert "".join(part for part, _ in parts) == text
    inside = [any(begin <= at + place < end for begin, end in hits) for place in range(len(text))]
    assert [hit for part, hit in parts for _ in part] == inside


@given(
    title=TEXTS.map(lambda text: clean_line(f"{text} ice {text} of the ice-age")),
    source=st.sampled_from(["", "A Feed", "東京新聞"]),
    width=st.integers(3, 90),
    height=st.integers(1, 4),
)
def test_marks_change_nothing_but_the_style_of_a_row(title: str, source: str, width: int, height: int) -> None:
    headline = Headline(1, 1, title, "Ice", 0, read=False, starred=False, minutes=3)
    sought = sought_by(tree_for("ice"))
    assert sought
    hits = sought.title.places(title)
    style = RowStyle(width, height, UNICODE_GLYPHS)
    found: list[str] = []
    for within in range(height):
        plain = row_line(headline, within, style, RowTexts(source, "21:04"))
        line = row_line(headline, within, style, RowTexts(source, "21:04"), hits=hits)
        assert "".join(text for text, _ in line.left) == "".join(text for text, _ in plain.left)
        assert line.right == plain.right
        found += [text for text, role in line.left if role == "hit"]
    assert {hit.removesuffix("…") for hit in found} <= {"ice", "ic", "i", ""}


def marked_lines(query: str, lines: list[Line]) -> list[str]:
    sought = sought_by(tree_for(query))
    assert sought
    found = [(line, hits_of_line(lines, number, sought)) for number, line in enumerate(lines)]
    return [text_of(line)[begin:end] for line, hits in found for begin, end in hits]


def halves(word: str) -> list[int]:
    return [len(word) // 2]


@pytest.mark.parametrize(
    ("query", "text", "width", "hits"),
    [
        ('"the glacier of ice"', "Seen on the glacier of ice here", 11, ["the", "glacier of", "ice"]),
        ("東京", "日東京都", 4, ["東", "京"]),
        ("Eisenbahn", "Die Eisenbahn fährt", 6, ["Eise", "nbahn"]),
        ("ice", "ice nice ice", 4, ["ice", "ice"]),
        ("std", "in 24-Std", 5, ["Std"]),
    ],
)
def test_a_hit_may_go_on_in_the_next_line(query: str, text: str, width: int, hits: list[str]) -> None:
    syllables: Syllables = halves
    assert marked_lines(query, wrap_text(text, width, syllables=syllables)) == hits


def test_words_of_the_title_are_not_marked_in_the_text() -> None:
    sought = sought_by(tree_for("snow", "ice"))
    assert sought
    lines = [*wrap_text("Ice and snow", 80, Role.HEADLINE), (), *wrap_spans((Span("Ice and "), Span("snow")), 80)]
    assert [hits_of_line(lines, number, sought) for number in range(3)] == [[(0, 3), (8, 12)], [], [(8, 12)]]


FEED = "https://a.example/feed"


def marked_in(sight: Sight, pane: str) -> list[str]:
    """The texts that are marked in a pane, in order."""
    return sight.text().on_ground(sight.app.get_css_variables()["marked"].lower(), pane)


@pytest.mark.parametrize("compact", [False, True])
async def test_hits_are_marked_while_a_search_is_open(paths: Paths, compact: bool) -> None:
    paths.config_dir.mkdir(parents=True)
    saved = '[[searches]]\ntitle = "Streets"\nheadline = "long"\nwords = "one"\n'
    paths.feeds.write_text(f'[[feeds]]\nurl = "{FEED}"\n{saved}', encoding="utf-8")
    title = "The Straße is so very long that its title names a strasse"
    text = "<p>A strasse, a <b>long</b> one.</p>"
    entries = [new_entry(1, title=title, html=text), new_entry(2, title="A STRASSE", html="<p>…</p>")]
    stocked(paths.database, {FEED: entries}).close()
    async with reading(paths, size=(170, 45)) as sight:
        if compact:
            await sight.press("V")
            await sight.shows("Compact headlines")
        assert marked_in(sight, "headlines") == marked_in(sight, "article") == []
        await sight.press("slash", *"strasse", "enter")
        await sight.shows("“strasse”  2 found")
        assert marked_in(sight, "headlines") == ["Straße", *([] if compact else ["strasse"]), "STRASSE"]
        assert marked_in(sight, "article") == ["Straße", "strasse", "strasse"]
        await sight.press("escape")
        assert marked_in(sight, "headlines") == marked_in(sight, "article") == []
        await sight.press("slash", *r"title:/so \w+ l/ one*", "enter")
        await sight.shows("1 found")
        assert marked_in(sight, "headlines") == ["so very l"]
        assert marked_in(sight, "article") == ["so very l", "one"]
        await sight.press("escape")
        await open_list(sight, "Streets")
        assert marked_in(sight, "headlines") == ["long"]
        assert marked_in(sight, "article") == ["long", "one"]

"""Places of pictures on a page: how large they are, that nothing moves, and that text is where it was."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.article.blocks import Block, Document, Figure, ListBlock, Paragraph, Quote, Span
from reader.model import Author, Entry
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.typeset.author_box import Profile
from reader.ui.typeset.breaking import no_syllables
from reader.ui.typeset.lines import text_of, width_of
from reader.ui.typeset.page import Article, PageLayout, lay_out_page
from reader.ui.typeset.pictures import PictureSpace
from reader.ui.typeset.targets import targets_of
from tests.support.fuzzing import examples

NOW = 1_780_000_000
TEXT = Paragraph((Span("All of the news that fits in the space of a column or two. " * 6),))
ENTRY = Entry(
    1, 1, "https://paper.example/feed", "Paper", "Title", None, (), NOW, None, NOW, False, False, (), (), "", ""
)
SIDES = st.one_of(st.integers(-5, 5), st.integers(1, 5_000), st.integers(10**4, 10**9))


def figure(name: str, **more: object) -> Figure:
    return replace(Figure(f"https://paper.example/{name}.jpg", f"words of {name}"), **more)  # type: ignore[arg-type]


def page(
    *blocks: Block,
    width: int = 70,
    sizes: dict[str, tuple[int, int]] | None = None,
    rows: int = 20,
    shown: bool = True,
    unusable: dict[str, str] | None = None,
    **article: object,
) -> PageLayout:
    known = {figure(name).src: size for name, size in (sizes or {}).items()}
    reasons = {figure(name).src: reason for name, reason in (unusable or {}).items()}
    space = PictureSpace(rows=rows, size_of=known.get, reason_of=reasons.get) if shown else None
    whole = replace(Article(ENTRY, (), Document(blocks)), **article)  # type: ignore[arg-type]
    return lay_out_page(whole, width, now=NOW, glyphs=UNICODE_GLYPHS, syllables=no_syllables, space=space)


def cells(layout: PageLayout) -> list[tuple[int, int]]:
    return [(one.columns, one.rows) for one in layout.pictures]


def test_a_place_has_the_shape_of_the_picture_within_the_measure_and_the_height_and_is_hardly_larger_than_it() -> None:
    sizes = {
        (1400, 700): (70, 18),  # the measure wide
        (3000, 4000): (30, 20),  # as high as a picture may be
        (200, 100): (30, 8),  # one and a half times its own size at most
        (100_000, 1): (70, 1),
        (1, 100_000): (1, 20),
        (0, 0): (60, 20),  # nothing is known: three by two
        (-3, 7): (60, 20),
        (10**12, 5): (60, 20),
    }
    for size, place in sizes.items():
        assert cells(page(figure("a"), sizes={"a": size})) == [place], size
    assert cells(page(figure("a"), sizes={"a": (32, 20)})) == []  # an icon: its words are shown


def test_the_size_that_a_page_states_counts_until_the_real_one_is_known_and_may_be_a_ratio() -> None:
    stated = {(1400, 700): (70, 18), (16, 9): (70, 20), (4, 3): (53, 20), (2, 1): (70, 18)}
    for size, place in stated.items():
        assert cells(page(figure("a", size=size))) == [place], size
    assert cells(page(figure("a", size=(20, 18)))) == []  # an icon
    assert cells(page(figure("a", size=(20, 10)), sizes={"a": (700, 700)})) == [(40, 20)]
    assert cells(page(figure("a", size=(0, 9)))) == [(60, 20)]


def test_a_picture_that_is_known_to_be_unusable_is_a_line_with_its_words_and_the_reason() -> None:
    layout = page(TEXT, figure("a"), figure("b"), unusable={"b": "The picture is damaged."})
    (shown,) = layout.pictures
    assert shown.url == figure("a").src
    assert "▨ words of b · The picture is damaged." in "\n".join(map(text_of, layout.lines))


@settings(deadline=None, max_examples=examples(60))
@given(
    sides=st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=4),
    width=st.integers(1, 120),
    rows=st.integers(0, 40),
    nested=st.booleans(),
)
def test_lines_with_pictures_fit_the_measure_and_each_place_is_a_whole_rectangle(
    sides: list[tuple[int, int]], width: int, rows: int, nested: bool
) -> None:
    sizes = {str(number): size for number, size in enumerate(sides)}
    figures = tuple(figure(name, title="hover", caption=(Span("caption"),)) for name in sizes)
    blocks: tuple[Block, ...] = (Quote((ListBlock((), (figures,)),)),) if nested else figures
    layout = page(TEXT, *blocks, width=width, sizes=sizes, rows=rows)
    lines_with = [(number, piece) for number, line in enumerate(layout.lines) for piece in line if piece.picture]
    assert all(width_of(line) <= max(width, 30) for line in layout.lines)
    assert [one.number for one in layout.pictures] == list(range(len(layout.pictures)))
    for one in layout.pictures:
        own = [(number, piece) for number, piece in lines_with if piece.picture and piece.picture.number == one.number]
        assert [number for number, _ in own] == list(range(one.line, one.line + one.rows))
        assert [piece.picture.row for _, piece in own if piece.picture] == list(range(one.rows))
        assert {(piece.text, piece.href) for _, piece in own} == {(" " * one.columns, f"picture:{one.number}")}
        assert 1 <= one.columns <= max(1, width)
        assert 1 <= one.rows <= max(1, rows)


def test_pictures_that_follow_each_other_stand_beside_each_other_where_each_has_room() -> None:
    def rows(width: int, *names: str, **sizes: tuple[int, int]) -> list[int]:
        lines = [one.line for one in page(*map(figure, names), width=width, sizes=sizes).pictures]
        return [lines.count(line) for line in sorted(set(lines))]

    assert rows(70, "a", "b") == [2]
    assert rows(70, "a", "b", "c") == [2, 1]
    assert rows(100, "a", "b", "c") == [3]
    assert rows(100, "a", "b", "c", "d") == [2, 2]
    assert rows(40, "a", "b") == [1, 1]
    assert rows(70, "a", "b", a=(3000, 500)) == [1, 1]  # a panorama
    assert rows(70, "a", "b", a=(20, 20)) == [1]  # an icon
    layout = page(figure("a", caption=(Span("left"),)), figure("b", caption=(Span("right"),)))
    assert "left" in text_of(layout.lines[-2])
    assert "right" in text_of(layout.lines[-2])
    apart = page(figure("a"), TEXT, figure("b"))
    assert apart.pictures[0].line < apart.pictures[1].line


def test_the_hero_stands_below_the_byline_and_a_portrait_in_the_place_of_the_tile() -> None:
    author = Author("Ada Byron", avatar="https://paper.example/ada.jpg", bio="Writes about engines. " * 4)
    layout = page(TEXT, hero=figure("hero"), profiles=(Profile(author, 1),))
    hero, portrait = layout.pictures
    assert (hero.url, portrait.url, portrait.initials) == (figure("hero").src, author.avatar, "AB")
    assert hero.line < next(n for n, line in enumerate(layout.lines) if "All of the news" in text_of(line))
    assert (portrait.columns, portrait.rows) == (12, 6)
    off = "\n".join(map(text_of, page(TEXT, hero=figure("hero"), profiles=(Profile(author, 1),), shown=False).lines))
    assert " AB " in off
    assert "words of hero" in off
    assert "▨" not in text_of(page(TEXT, hero=figure("hero", alt=""), shown=False).lines[4])


def test_a_reading_position_survives_another_width_and_switching_pictures_off() -> None:
    blocks = (TEXT, figure("a"), TEXT, figure("b"), figure("c"), TEXT)
    sizes = {"a": (1000, 600), "b": (700, 300)}
    layout = page(*blocks, sizes=sizes)
    for line in range(1, len(layout.lines) - 1):
        position = layout.position_of(line)
        assert position
        assert layout.line_of(position) == line
    for other in (page(*blocks, sizes=sizes, width=40), page(*blocks, sizes=sizes, shown=False)):
        for start in (part.line for part in layout.parts):
            position = layout.position_of(start)
            assert position
            found = other.line_of(position)
            assert found is not None
            if any(map(str.isalpha, text_of(layout.lines[start]))):
                assert text_of(other.lines[found]).split()[:3] == text_of(layout.lines[start]).split()[:3]


def test_a_picture_is_one_target_of_the_page_also_beside_another() -> None:
    layout = page(TEXT, figure("a"), figure("b"), TEXT, figure("c"))
    targets = targets_of(layout.lines)
    assert [(one.href, one.text) for one in targets] == [
        (f"picture:{number}", f"words of {name}") for number, name in enumerate("abc")
    ]
    assert [len(one.places) for one in targets] == [one.rows for one in layout.pictures]

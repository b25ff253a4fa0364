"""The layout of the front page: laws for any width and height, and any stories."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.ui.front_page.layout.block import SIGNS
from reader.ui.front_page.layout.copy import Copy, Rank, Section, Story
from reader.ui.front_page.layout.moves import Way, neighbour
from reader.ui.front_page.layout.pages import front_page_text, grid, lay_out, plain_lines
from reader.ui.front_page.layout.setting import justified, set_text
from reader.ui.front_page.layout.sheet import Half, Role, Sheet
from reader.ui.typeset.breaking import no_syllables
from reader.ui.typeset.hyphens import syllables_of
from tests.support.each import each

HEADLINES = frozenset({Role.BANNER, Role.HEADLINE, Role.BRIEF})
WORDS = st.sampled_from([
    "Donaudampfschifffahrtsgesellschaft", "a", "Ärger", "x" * 300, "東京の新聞は今日も印刷されている", "שלום", "مرحبا",
    "https://example.org/a/very/long/path?with=query", "e\u0301", "👩‍👩‍👧", "–", "„Zitat“", "[/] [bold]", "in", "two-way",
])  # fmt: skip
TEXTS = st.lists(WORDS, max_size=14).map(" ".join)


@st.composite
def stories(draw: st.DrawFn, key: int, rank: Rank) -> Story:
    return Story(
        key, draw(TEXTS) or "Untitled", rank, draw(TEXTS), draw(st.sampled_from(["", "By Ann Onymous"])),
        draw(st.sampled_from(["", "The Source of All Things"])), draw(st.sampled_from(["", "7 min"])),
        draw(st.integers(0, 12)), draw(st.sampled_from([None, "de", "en"])), draw(st.booleans()),
        draw(st.sampled_from([0.01, 0.7, 1.5, 40.0])),
    )  # fmt: skip


@st.composite
def copies(draw: st.DrawFn) -> Copy:
    sections, key = [], 0
    for number in range(draw(st.integers(0, 4))):
        some = []
        for at in range(draw(st.integers(0, 6))):
            rank = Rank.LEAD if not number and not at else draw(st.sampled_from([Rank.SECOND, Rank.BRIEF]))
            key += 1
            some.append(draw(stories(key, rank)))
        sections.append(
            Section(draw(st.sampled_from(["World", "", "東京", "A very long name of a folder " * 3])), tuple(some))
        )
    ending = draw(st.sampled_from([(), ("This was the edition.", "", "Another line that is not short at all.")]))
    return Copy("BROADSHEET", "Sunday, 29 November 2026", "Morning edition", f"{key} stories", tuple(sections), ending)


def keys_of(copy: Copy) -> list[int]:
    return [story.key for section in copy.sections for story in section.stories]


def laid_out(copy: Copy, width: int, height: int | None, *, large: bool = False) -> Sheet:
    return lay_out(copy, width, height, syllables_of=syllables_of, large=large)


WIDTHS, HEIGHTS = st.integers(20, 300), st.one_of(st.integers(5, 100), st.none())


@given(copies(), WIDTHS, HEIGHTS, st.booleans())
def test_every_story_is_on_the_pages_once_with_its_whole_headline(
    copy: Copy, width: int, height: int | None, large: bool
) -> None:
    sheet = laid_out(copy, width, height, large=large)
    assert sorted(sheet.places) == sorted(keys_of(copy))
    for section in copy.sections:
        for story in section.stories:
            runs = [
                run for line in sheet.lines for run in line
                if run.story == story.key and run.role in HEADLINES and run.half is not Half.LOWER
            ]  # fmt: skip
            printed = "".join(run.text for run in runs)
            assert Counter(letters(story.headline)) <= Counter(letters(printed))


def letters(text: str) -> str:
    return "".join(text.upper().split()).replace("-", "")


@given(copies(), WIDTHS, HEIGHTS, st.booleans())
def test_nothing_is_wider_than_the_page_and_no_two_texts_overlap(
    copy: Copy, width: int, height: int | None, large: bool
) -> None:
    sheet = laid_out(copy, width, height, large=large)
    for line in sheet.lines:
        end = 0
        for run in line:
            assert run.x >= end
            end = run.end
        assert end <= width
    assert all(cell_len(line) <= width for line in plain_lines(sheet))


@given(copies(), WIDTHS, HEIGHTS)
def test_places_do_not_overlap_and_hold_what_belongs_to_their_story(copy: Copy, width: int, height: int | None) -> None:
    sheet = laid_out(copy, width, height)
    seen: dict[tuple[int, int], int] = {}
    for key, place in sheet.places.items():
        for y in range(place.y, place.y + place.height):
            for x in range(place.x, place.x + place.width):
                assert seen.setdefault((x, y), key) == key
    for y, line in enumerate(sheet.lines):
        for run in line:
            if run.story is not None and run.text.strip():
                assert seen[run.x, y] == run.story
                assert sheet.story_at(run.x, y) == run.story
    for key, picture in sheet.pictures.items():
        assert seen[picture.x, picture.y] == seen[picture.x + picture.width - 1, picture.y + picture.height - 1] == key


@given(copies(), WIDTHS, HEIGHTS)
def test_pages_follow_one_another_and_every_story_is_on_one(copy: Copy, width: int, height: int | None) -> None:
    sheet = laid_out(copy, width, height)
    assert [page.start for page in sheet.pages] == [0, *(page.stop for page in sheet.pages[:-1])]
    assert sheet.pages[-1].stop == len(sheet.lines)
    for place in sheet.places.values():
        page = sheet.pages[sheet.page_of(place.y)]
        assert place.y + place.height <= page.stop


@given(copies(), WIDTHS, st.integers(5, 100))
def test_no_page_begins_on_the_screen_of_the_one_before(copy: Copy, width: int, height: int) -> None:
    pages = laid_out(copy, width, height).pages
    assert all(len(page) >= height for page in pages[:-1])


@given(copies(), WIDTHS, HEIGHTS)
def test_arrows_lead_from_every_story_to_every_other(copy: Copy, width: int, height: int | None) -> None:
    sheet = laid_out(copy, width, height)
    moves = {key: {neighbour(sheet, key, way) for way in Way} for key in sheet.places}
    for start in sheet.places:
        reached, new = {start}, {start}
        while new:
            new = {to for key in new for to in moves[key]} - reached
            reached |= new
        assert reached == set(sheet.places)


@given(TEXTS, st.integers(1, 80), st.booleans())
def test_set_text_keeps_every_letter_and_the_width(text: str, width: int, even: bool) -> None:
    lines = set_text(text, width, syllables_of("de"), even=even)
    assert all(cell_len(line) <= max(width, 2) for line in lines)
    assert Counter(letters(text)) <= Counter(letters("".join(lines)))


@given(TEXTS, st.integers(1, 80))
def test_justified_lines_are_full_or_as_they_were(text: str, width: int) -> None:
    for line in set_text(text, width):
        made = justified(line, width)
        assert made == line or cell_len(made) == width
        assert made.split() == line.split()


def story(key: int, rank: Rank = Rank.BRIEF, lead: str = "") -> Story:
    return Story(key, f"Headline number {key} of the day", rank, lead, source="Source", time="3 min")


def usual(count: int, lead: str = "The council has decided after a long debate. " * 4) -> Copy:
    ranks = [Rank.LEAD, *[Rank.SECOND] * (count // 2), *[Rank.BRIEF] * count]
    some = tuple(story(key, ranks[key - 1], lead) for key in range(1, count + 1))
    sections = (Section("World", some[: count // 2]), Section("Culture", some[count // 2 :]))
    return Copy("BROADSHEET", "Sunday", "Morning edition", f"{count} stories", sections)


@each(("width", "columns"), [(40, 1), (79, 1), (80, 2), (120, 3), (160, 4), (200, 5), (300, 7)])
def test_a_page_has_as_many_columns_as_have_a_good_measure(width: int, columns: int) -> None:
    made = grid(width)
    assert len(made) == columns
    assert made[-1].x + made[-1].width <= width


@each(("width", "height"), [(80, 22), (120, 33), (160, 43), (200, 48)])
def test_a_full_page_has_no_holes_at_the_end_of_its_columns(width: int, height: int) -> None:
    sheet = laid_out(usual(24), width, height)
    for page in sheet.pages[1:-1]:
        ends = [
            max(place.y + place.height for place in sheet.places.values() if place.x == column.x and place.y in page)
            for column in grid(width)
        ]
        assert page.stop - min(ends) <= 3


def test_lead_seconds_and_briefs_have_headlines_of_three_kinds() -> None:
    sheet = laid_out(usual(6), 120, 35)
    roles = {run.story: run.role for line in sheet.lines for run in line if run.role in HEADLINES}
    assert [roles[key] for key in (1, 2, 6)] == [Role.BANNER, Role.HEADLINE, Role.BRIEF]


def test_a_lead_that_is_cut_says_that_it_continues() -> None:
    sheet = laid_out(usual(24, "word " * 300), 80, 22)
    assert any(run.role is Role.MORE and run.text == SIGNS.onward for line in sheet.lines for run in line)


@each("letters", range(20, 60))
def test_there_is_a_space_before_the_sign_that_a_text_of_long_words_continues(letters: int) -> None:
    lead = f"{'x' * letters}-{'y' * letters} " * 40
    for width in (40, 80):
        sheet = lay_out(usual(5, lead), width, 30)
        for line in sheet.lines:
            for sign in (run for run in line if run.role is Role.MORE):
                assert not any(run.end == sign.x for run in line)


def test_german_words_are_hyphenated_at_syllables() -> None:
    text = "Die Verbraucherschutzorganisationen begrüßen die Datenschutzgrundverordnung ausdrücklich."
    assert "Verbraucherschutzorganisa-" in set_text(text, 26, syllables_of("de"))[1]
    assert not any(line.endswith("-") for line in set_text(text, 40, no_syllables))


@each("width", [80, 120, 160, 200])
@each("lead", ["", "One line.", "The council has decided after a long debate. " * 8])
def test_a_single_story_is_in_the_middle_and_no_rules_are_beside_it(width: int, lead: str) -> None:
    sheet = lay_out(Copy("B", "d", "e", "1 story", (Section("", (story(1, Rank.LEAD, lead),)),)), width, 50)
    place = sheet.places[1]
    assert abs(place.x - (width - place.x - place.width)) <= 1
    assert not any(SIGNS.vertical in run.text for line in sheet.lines for run in line)
    if lead == "One line.":
        (run,) = (run for line in sheet.lines for run in line if run.text == lead)
        assert abs(run.x - (width - run.end)) <= 2


def test_an_edition_without_stories_still_has_its_nameplate() -> None:
    sheet = laid_out(Copy("BROADSHEET", "Sunday", "Morning edition", "0 stories"), 80, 22)
    assert sheet.places == {}
    assert "▔█▛▔▜▙" in plain_lines(sheet)[0]


def test_the_plain_text_has_no_spaces_at_the_ends_of_lines_and_fits_a_mail() -> None:
    lines = front_page_text(usual(24), 72, syllables_of)
    assert all(line == line.rstrip() and cell_len(line) <= 72 for line in lines)
    assert any("Headline number 24" in line for line in lines)

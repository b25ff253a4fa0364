"""Rows and headings of the list as lines, the days that they belong to, and dates in both languages."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.config import COLUMNS
from reader.model import Headline
from reader.text import clean_line
from reader.ui.glyphs import UNICODE_GLYPHS
from reader.ui.language.display_dates import byline_date, day_headings, masthead_date, row_date, row_time
from reader.ui.reader.pane_sizes import Pane, Shape, Sizes, arrange
from reader.ui.widgets.headline_lines import row_line
from reader.ui.widgets.line_list import segments
from reader.ui.widgets.row_parts import RowLine, RowStyle, RowTexts
from reader.ui.widgets.rows import Rows
from tests.support.each import each
from tests.support.languages import german_messages

NOW = int(datetime(2026, 11, 24, 22, 0, tzinfo=UTC).timestamp())
HOUR, DAY = 3600, 86_400


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The user's time zone is one hour ahead of UTC."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@given(
    sorts=st.lists(st.integers(NOW - 900 * DAY, NOW + DAY), max_size=60),
    height=st.integers(1, 4),
    heading_height=st.integers(0, 2),
)
def test_every_line_belongs_to_one_row_or_heading(sorts: list[int], height: int, heading_height: int) -> None:
    sorts.sort(reverse=True)
    rows = Rows(sorts, range(len(sorts)), day_headings(sorts, NOW), height, heading_height=heading_height)
    seen: dict[int, list[int]] = {}
    headings = 0
    for line in range(rows.lines):
        row, within, label = rows.locate(line)
        if row is None:
            headings += 1
            assert label
        else:
            seen.setdefault(row, []).append(within)
            assert rows.top_of(row) + within == line
    assert list(seen) == list(range(len(sorts)))
    assert all(lines == list(range(height)) for lines in seen.values())
    assert headings == len(rows.headings) * heading_height
    assert [(row, rows.heading_of(row)) for row in range(len(sorts)) if rows.heading_of(row)] == list(rows.headings)


@given(sorts=st.lists(st.integers(NOW - 5, NOW), max_size=40))
def test_a_row_is_found_by_its_key(sorts: list[int]) -> None:
    keys = sorted(((sort, number) for number, sort in enumerate(sorts)), reverse=True)
    rows = Rows([key[0] for key in keys], [key[1] for key in keys], (), 2)
    assert [rows.index_of(*key) for key in keys] == list(range(len(keys)))
    assert [rows.place_of(*key) for key in keys] == list(range(len(keys)))
    assert rows.index_of(NOW, 99_999) is None


def test_headings_name_the_days_of_the_last_week_and_then_months() -> None:
    ago = [0, HOUR, DAY, 2 * DAY, 6 * DAY, 7 * DAY, 20 * DAY, 40 * DAY, 400 * DAY]
    labels = [label for _, label in day_headings([NOW - seconds for seconds in ago], NOW)]
    assert labels == ["Today", "Yesterday", "Sunday", "Wednesday", "November 2026", "October 2026", "October 2025"]


def test_an_empty_list_has_no_headings_in_any_order() -> None:
    assert day_headings([], NOW) == day_headings([], NOW, oldest_first=True) == ()


def test_a_date_in_the_future_is_listed_under_today() -> None:
    assert day_headings([NOW + 3 * DAY, NOW], NOW) == ((0, "Today"),)


@pytest.mark.parametrize(
    ("ago", "english", "german"),
    [
        (0, "Today, 23:00", "Heute, 23:00"),
        (DAY, "Yesterday, 23:00", "Gestern, 23:00"),
        (22 * HOUR, "Today, 01:00", "Heute, 1:00"),
        (4 * DAY, "Friday, 23:00", "Freitag, 23:00"),
        (30 * DAY, "25 October", "25. Oktober"),
        (365 * DAY, "24 November 2025", "24. November 2025"),
    ],
)
def test_the_byline_has_dates_in_words(ago: int, english: str, german: str) -> None:
    assert byline_date(NOW - ago, NOW) == english
    lower = english.replace("Today", "today").replace("Yesterday", "yesterday")
    assert byline_date(NOW - ago, NOW, alone=False) == lower
    with german_messages():
        assert byline_date(NOW - ago, NOW) == german


def test_a_row_shows_the_time_of_recent_days_and_the_date_of_older_ones() -> None:
    assert row_time(NOW - DAY, NOW) == "23:00"
    assert row_date(NOW - DAY, NOW) == "23 Nov"
    assert row_date(NOW, NOW) == "23:00"
    with german_messages():
        assert row_time(NOW - 30 * DAY, NOW) == "25. Okt."
        assert row_date(NOW - 365 * DAY, NOW) == "24. Nov. 2025"


@given(st.lists(st.integers(-(2**62), 2**62), max_size=6), st.sampled_from([0, 1_780_000_000]))
def test_any_number_is_some_date(sorts: list[int], now: int) -> None:
    newest_first = sorted(sorts, reverse=True)
    headings = day_headings(newest_first, now)
    assert len({index for index, _ in headings}) == len(headings) <= len(sorts)
    for seconds in sorts:
        assert row_time(seconds, now)
        assert row_date(seconds, now)
        assert byline_date(seconds, now)


def test_the_masthead_has_the_weekday_and_the_date() -> None:
    assert masthead_date(NOW) == "Tuesday 24 November"
    with german_messages():
        assert masthead_date(NOW) == "Dienstag, 24. November"


def line_text(line: RowLine, width: int) -> str:
    """A line of a row as it is drawn."""
    left, right = ("".join(text for text, _ in pieces) for pieces in (line.left, line.right))
    assert cell_len(left) + cell_len(right) <= width
    return left + " " * (width - cell_len(left) - cell_len(right)) + right


def row_lines(title: str, width: int, height: int, *, source: str = "Tagesblatt", heading: str = "") -> list[str]:
    """All lines of a row."""
    headline = Headline(1, 1, title, "Name der Autorin", NOW, read=False, starred=False, minutes=4)
    style = RowStyle(width, height, UNICODE_GLYPHS)
    lines = (row_line(headline, n, style, RowTexts(source, "21:04", heading)) for n in range(height))
    return [line_text(line, width).rstrip() for line in lines]


def test_a_title_uses_the_free_width_of_its_line() -> None:
    title = "Headline 02: something happened in place 2"  # 42 cells
    assert row_lines(title, 44, 3)[0] == row_lines(title, 44, 4)[0] == title
    long = "Cloudanbieter setzt umstrittenem Netzwerk eine Frist von 24 Stunden"
    assert row_lines(long, 44, 4) == [
        "Cloudanbieter setzt umstrittenem Netzwerk",
        "eine Frist von 24 Stunden",
        "Tagesblatt · Name der Autorin · 4 min 21:04",
        "",
    ]
    assert row_lines(long, 52, 3) == [
        "Cloudanbieter setzt umstrittenem Netzwerk eine Frist",
        "von 24 Stunden · Tagesblatt · Name d… · 4 min 21:04",
        "",
    ]


COLUMN_ORDERS = st.permutations(COLUMNS).flatmap(
    lambda names: st.sets(st.sampled_from(names)).map(lambda some: tuple(n for n in names if n in some | {"title"}))
)


@given(
    columns=COLUMN_ORDERS, width=st.integers(20, 250), source=st.sampled_from(("", "Tagesblatt", "東京新聞 オンライン"))
)
def test_columns_are_aligned_and_leave_room_for_the_title(columns: tuple[str, ...], width: int, source: str) -> None:
    title = "Die Brücke, über die niemand fährt, wird nun doch noch einmal gestrichen"
    style = RowStyle(width, 1, UNICODE_GLYPHS, 6, columns)
    lines: list[str] = []
    for marked in (False, True):
        headline = Headline(
            1, 1, title, "Ada Byron, 山田" if marked else "", NOW, read=not marked, starred=marked, later=marked,
            minutes=130 if marked else None,
        )  # fmt: skip
        texts = RowTexts(source, "3 Mar", folder="Welt/Asien", labels=("Weltraum", "später") if marked else ())
        lines.append(line_text(row_line(headline, 0, style, texts), width))
    shown = [line.find("Die Brücke") for line in lines]
    assert all(cell_len(line) == width for line in lines)
    before = columns[: columns.index("title")]
    if width >= 40:
        assert shown[0] >= 0
        assert cell_len(lines[0][: shown[0]]) == cell_len(lines[1][: shown[1]])
        assert ("3 Mar" in lines[0]) == ("time" in columns)
        assert ("★" in lines[1], "◇" in lines[1]) == ("star" in columns, "later" in columns)
    if width >= 200:
        assert ("Asien" in lines[1]) == ("folder" in columns and source != "")
        assert ("130 min" in lines[1], "Weltraum" in lines[1]) == ("minutes" in columns, "labels" in columns)
        assert ("Byron" in lines[1][: shown[1]]) == ("author" in before)


def test_a_compact_row_has_time_source_and_title_on_one_line() -> None:
    assert row_lines("Das Brot danach", 76, 1, heading="Yesterday") == [
        "21:04  Tagesblatt       Das Brot danach" + " " * 27 + "Yesterday"
    ]
    assert row_lines("Das Brot danach", 44, 1) == ["21:04  Das Brot danach · Tagesblatt"]


@given(
    title=st.text(max_size=120),
    source=st.text(max_size=20),
    width=st.integers(1, 120),
    height=st.sampled_from([1, 3, 4]),
)
def test_a_row_fits_its_width_and_ends_with_an_empty_line(title: str, source: str, width: int, height: int) -> None:
    headline = Headline(1, 1, clean_line(title), clean_line(source), NOW, read=False, starred=True, minutes=12)
    style = RowStyle(width, height, UNICODE_GLYPHS)
    lines = [row_line(headline, n, style, RowTexts(clean_line(source), "21:04")) for n in range(height)]
    assert all(sum(cell_len(text) for text, _ in line.left) <= max(width, 12) for line in lines)
    assert height == 1 or not "".join(text for text, _ in (*lines[-1].left, *lines[-1].right)).strip()


def test_a_source_is_never_cut_to_a_letter_or_two_for_the_reading_time() -> None:
    for width in range(30, 70):
        for words in range(4, 14):
            line = row_lines("Browser blockieren Netzwerke " + "künftig " * words, width, 3)[1]
            for cut in range(1, 5):
                assert f" {'Tagesblatt'[:cut]}… · 4 min" not in line


def headlines_at_the_start(width: int, height: int) -> int:
    """How many headlines of one day the list shows when the reader starts."""
    plan = arrange(width, height, Sizes(), Pane.LIST)
    lines = plan.list_height or height - 2 - plan.ruled - plan.airy
    return -((plan.rows.headings - lines) // plan.rows.height)


@each("height", [*range(10, 60), 80, 120])
def test_a_narrower_terminal_never_starts_with_more_headlines(height: int) -> None:
    counts = [headlines_at_the_start(width, height) for width in range(20, 260)]
    assert counts == sorted(counts)


def test_a_small_terminal_starts_with_compact_rows() -> None:
    assert headlines_at_the_start(80, 24) >= 8
    assert arrange(80, 24, Sizes(), Pane.LIST).rows.compact
    assert arrange(120, 30, Sizes(), Pane.LIST).rows.compact
    assert not arrange(120, 35, Sizes(), Pane.LIST).rows.compact
    assert arrange(200, 50, Sizes(), Pane.LIST, compact=True).rows.compact


@given(
    width=st.integers(1, 400),
    height=st.integers(1, 120),
    sizes=st.builds(Sizes, *[st.none() | st.integers(1, 900)] * 3),
    pane=st.sampled_from(Pane),
    wanted=st.booleans(),
    zoomed=st.booleans(),
)
def test_the_focused_pane_is_always_visible_and_all_panes_fit(
    width: int, height: int, sizes: Sizes, pane: Pane, wanted: bool, zoomed: bool
) -> None:
    plan = arrange(width, height, sizes, pane, tree_wanted=wanted, zoomed=zoomed)
    assert pane in plan.shown
    assert not zoomed or pane is Pane.TREE or plan.shown == {pane}
    if plan.shape is not Shape.NARROW:
        assert (plan.tree_width or 0) + (plan.list_width or 0) + 2 < width
        assert Pane.ARTICLE in plan.shown


def test_a_row_has_no_signs_that_terminals_measure_differently() -> None:
    for sign in ("⚠️", "❤️", "1️⃣", "✈️"):
        row = segments([(f"{sign} News", Style.null())], 20, ("12:00", Style.null()))
        assert "\ufe0f" not in row.text
        assert sum(cell_len(letter) for letter in row.text) == 20

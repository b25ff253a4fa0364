"""Where articles are left: kept over restarts, bounded, read with care, and said when one comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.paths import Paths
from reader.ui.reader.positions import MOST, ReadingPlace, ReadingPositions
from reader.ui.typeset.page import PageLayout, PagePart, Position
from tests.support.painted import Painted
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

FEED = "https://news.example/feed"
FEEDS = f'[[feeds]]\nurl = "{FEED}"\n'
PARAGRAPHS = "".join(f"<p>Paragraph {n}, one of many in this article, which is long enough.</p>" for n in range(90))


def first_line(screen: Painted) -> str:
    return next((line.strip() for line in screen.lines_of("article") if line.strip()), "")


class Kept:
    """A file that keeps values in memory."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.values = values

    def keep(self, values: Mapping[str, Any]) -> None:
        """Keeps them as a file would: as JSON."""
        self.values = json.loads(json.dumps(values))


POSITIONS = st.builds(
    Position, st.integers(0, 10**4), st.text("aZß東9", max_size=80), st.integers(0, 10**6), st.integers(0, 99)
)


@given(st.dictionaries(st.integers(1, 50), st.none() | POSITIONS, max_size=8))
def test_a_position_survives_the_file_and_finds_its_part_again(positions: dict[int, Position | None]) -> None:
    kept = ReadingPositions(Kept({}))  # type: ignore[arg-type]
    for entry_id, position in positions.items():
        kept.keep(entry_id, position)
    for entry_id, position in positions.items():
        found = kept.of(entry_id)
        assert (found is None) is (position is None)
        if found and position:
            assert (found.part, found.letters, found.blank) == (position.part, position.letters, position.blank)
            assert PagePart(0, position.opening).begins_like(found)
            assert PageLayout(((),), 9, (PagePart(0, position.opening),)).line_of(found) == 0


def test_only_the_latest_are_kept_and_an_unchanged_one_is_not_written_again() -> None:
    first = Kept({})
    ReadingPositions(first).keep(0, Position(1, "A", 2))  # type: ignore[arg-type]
    file = Kept({str(entry_id): first.values["0"] for entry_id in range(MOST - 3)})
    kept = ReadingPositions(file)  # type: ignore[arg-type]
    for entry_id in range(MOST - 3, MOST + 3):
        kept.keep(entry_id, Position(1, "A", 2))
    kept.keep(3, Position(1, "A", 4))
    assert len(file.values) == MOST
    assert [kept.of(entry_id) is None for entry_id in (2, 3, MOST + 2)] == [True, False, False]
    before = file.values
    kept.keep(7, Position(1, "A", 2))
    assert file.values is before
    kept.keep(7, None)
    assert kept.of(7) is None


@pytest.mark.parametrize(
    "line",
    [None, 3, "", "1", "1 2", "1 2 3", "x 2 3 A", "1 -2 3 A", "999999999 1 1 A", "١ 2 3 A", [1], {"part": 1}, "1  2 A"],
)
def test_a_line_that_makes_no_sense_is_no_position(line: object) -> None:
    found = ReadingPositions(Kept({"1": line})).of(1)  # type: ignore[arg-type]
    assert found is None or found == Position(1, "", 2, 3)
    if found:
        assert PageLayout(((),), 9, (PagePart(0, "Other"),)).line_of(found) is None


class Pane:
    """A pane in which a page has some places."""

    width = 72

    def __init__(self) -> None:
        self.position: Position | None = None
        self.at_end = False
        self.places: list[Position] = []

    def go_to(self, position: Position) -> None:
        """Goes to a place that the page has."""
        self.position = position if position in self.places else None


def test_a_place_that_the_page_does_not_have_yet_is_kept_until_the_user_scrolls() -> None:
    kept, pane = ReadingPositions(Kept({})), Pane()  # type: ignore[arg-type]
    place = ReadingPlace(kept, pane, lambda: pane.position)  # type: ignore[arg-type]
    left, other = Position(4, "Deep", 0), Position(1, "Here", 0)
    kept.keep(1, left)
    place.turn_to(1)
    place.reach()
    assert not place.resumed
    place.keep()  # the page has not arrived
    assert kept.of(1) == left
    pane.places.append(left)
    place.reach()
    assert (pane.position, place.resumed) == (left, True)
    place.turn_to(2)
    pane.position, pane.places = None, []
    place.turn_to(1)  # the page is another one now
    place.reach()
    pane.position = other
    place.scrolled()
    place.keep()
    assert kept.of(1) == other
    pane.at_end = True
    place.scrolled()
    pane.at_end = False  # the author's box has arrived below
    place.keep()
    assert kept.of(1) is None


async def test_an_article_opens_where_it_was_left_and_an_ended_one_at_its_top(paths: Paths) -> None:
    entries = [
        new_entry(1, title="Half", html=PARAGRAPHS),
        new_entry(2, title="Whole", html=PARAGRAPHS),
        new_entry(3, title="Short", html="<p>Nothing to scroll.</p>"),
    ]
    stock(paths, FEEDS, {FEED: entries})
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await to_headline(sight, "Half")
        await sight.press("enter", "space", "space")
        screen = await sight.until(lambda screen: " %, " in screen.top and "min left" in screen.top)
        first = first_line(screen)
        sight.screen._check_outside()  # every two seconds
        await sight.until(lambda _: paths.positions.exists())  # a kill would lose nothing
        await sight.press("J", "end")
        await sight.shows("Paragraph 89", "100 %")
        await sight.press("J")
        await sight.shows("Nothing to scroll.")
    assert list(json.loads(paths.positions.read_text(encoding="utf-8"))) == ["1"]
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await to_headline(sight, "Half")
        await sight.until(lambda screen: first_line(screen) == first)  # in the preview too
        await sight.press("enter")
        await sight.shows("Where you stopped. Home goes to the top.")
        await sight.press("home", "J")
        await sight.until(lambda screen: screen.row.title == "Whole" and "Paragraph 0," in screen.article)
        await sight.press("K")
        screen = await sight.until(lambda screen: screen.row.title == "Half" and "Paragraph 0," in screen.article)
    paths.positions.write_bytes(b'{"1": "')
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await sight.shows("Paragraph 0,")

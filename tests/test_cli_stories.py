"""``list --stories`` and the fields of stories, on the command line."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from tests.support.command import Command
from tests.support.told import group, tell


@pytest.fixture
def told(broadsheet: Command) -> Command:
    """Two stories, of four and of two tellings, and six other articles."""
    tell(broadsheet.paths)
    return broadsheet


def test_a_story_is_one_line_with_its_other_tellings_indented_below(told: Command) -> None:
    lines = told("list", "--stories").out.splitlines()
    assert len(lines) == 12
    own = [line for line in lines if not line.startswith("    ")]
    assert len(own) == 8
    place = next(number for number, line in enumerate(lines) if "The Guardian +3 " in line)
    assert [line.split()[0] for line in lines[place : place + 4]] == ["9", "8", "7", "4"]
    assert all(line.startswith("    ") for line in lines[place + 1 : place + 4])
    assert sum("+" in line for line in lines) == 2


def test_the_line_of_a_story_is_of_the_feed_that_the_user_opens(told: Command) -> None:
    with closing(sqlite3.connect(told.paths.database)) as database, database:
        database.execute("UPDATE entries SET sort = ?1, opened = ?1 WHERE id = 8", (int(time.time()),))
    assert told("list", "--stories", "-n", "1").out.splitlines()[0].split()[0] == "8"


def test_the_number_of_lines_counts_stories(told: Command) -> None:
    lines = told("list", "--stories", "-n", "4").out.splitlines()
    assert [line.split()[0] for line in lines] == ["1", "2", "5", "3", "6"] or len(lines) == 5
    assert len(told("list", "-n", "4").out.splitlines()) == 4


def test_json_has_the_story_and_its_other_tellings(told: Command) -> None:
    stories = told("list", "--stories", "--json").json
    assert len(stories) == 8
    by_id = {one["id"]: one for one in stories}
    assert (by_id[9]["story"], by_id[9]["tellings"]) == (1, [8, 7, 4])
    assert (by_id[1]["story"], by_id[1]["tellings"]) == (None, [])
    shown = told("show", "4", "--json").json
    assert (shown["story"], shown["tellings"]) == (1, [9, 8, 7])
    assert len(told("list", "--json").json) == 12


def test_an_option_narrows_the_rows_but_not_the_stories(told: Command) -> None:
    (row, *beneath) = told("list", "--stories", "--feed", "Tagesblatt", "cloudanbieter").out.splitlines()
    assert "Tagesblatt +3" in row
    assert [line.split()[0] for line in beneath] == ["9", "7", "4"]


def test_one_telling_is_not_a_story(told: Command) -> None:
    group(told.paths, {3: None})
    assert "+1" not in told("list", "--stories").out
    shown = told("show", "6", "--json").json
    assert (shown["story"], shown["tellings"]) == (None, [])


def test_without_unicode_the_lines_are_plain(told: Command) -> None:
    told.paths.config.write_text("ascii = true\n", encoding="utf-8")
    assert not set("●★◇") & set(told("list", "--stories").out)

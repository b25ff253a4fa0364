"""The same article in several feeds, on the screen and on the command line: one row, one state, counted once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from reader.arrival import NewEntry
from reader.model import Feed
from reader.paths import Paths
from reader.stream import Kind, Stream
from reader.ui.widgets.tree_rows import Tree, rows_of
from tests.support.command import Command
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_headline

WORLD, SCIENCE, ALONE = (f"https://paper.example/{name}.xml" for name in ("world", "science", "sport"))
FILE = f"""
[[feeds]]
url = "{WORLD}"
title = "World"
folder = "Paper"
tags = ["daily"]
[[feeds]]
url = "{SCIENCE}"
title = "Science"
folder = "Paper"
tags = ["daily"]
[[feeds]]
url = "{ALONE}"
title = "Sport"
folder = "Paper"
"""


def again(entry: NewEntry) -> NewEntry:
    """The same article in another feed, with another guid and a parameter in its address."""
    parsed = replace(entry.parsed, guid=f"{entry.parsed.guid}-again", url=f"{entry.parsed.url}?utm_source=rss")
    return replace(entry, parsed=parsed)


@pytest.fixture
def three(paths: Paths) -> Paths:
    """Two feeds with two articles in common, each with one of its own; and a third feed."""
    both = [new_entry(1, title="Shared ice"), new_entry(2, title="Shared rain")]
    feeds = {
        WORLD: [*both, new_entry(3, title="World only")],
        SCIENCE: [*map(again, both), new_entry(4, title="Science only")],
        ALONE: [new_entry(5, title="Sport only")],
    }
    stock(paths, FILE, feeds)
    return paths


async def test_one_row_that_is_read_starred_and_undone_in_all_its_feeds(three: Paths) -> None:
    async with reading(three) as sight:
        screen = await sight.until(lambda screen: ("Paper", 5) in screen.counts)
        assert {("World", 3), ("Science", 3), ("daily", 4), ("Unread", 5)} <= {*screen.counts}
        await open_list(sight, "All")
        assert sorted(sight.text().titles) == ["Science only", "Shared ice", "Shared rain", "Sport only", "World only"]
        await open_list(sight, "Science")
        await to_headline(sight, "Shared ice")
        await sight.press("s", "enter")
        await sight.shows("Also in: World", "★")
        await sight.until(lambda screen: {("World", 2), ("Science", 2), ("Paper", 4), ("daily", 3)} <= {*screen.counts})
        assert ("Starred", 1) in sight.text().counts
        await sight.press("escape")
        await open_list(sight, "World")
        await to_headline(sight, "Shared ice")
        row = sight.text().row
        assert (row.unread, "★" in row.text) == (False, True)
        await sight.press("m")
        await sight.until(lambda screen: screen.row.unread and ("Science", 3) in screen.counts)
        await sight.shows("5 unread")
        await sight.press("u", "u")
        await sight.until(lambda screen: ("Paper", 5) in screen.counts and ("Science", 3) in screen.counts)
        await sight.press("u")
        await sight.until(lambda screen: ("Starred", 0) in screen.counts and "★" not in screen.row.text)


async def test_marking_a_folder_counts_articles_once_and_a_change_shows_on_the_copy_in_sight(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Science")
        await to_headline(sight, "Shared rain")
        await sight.press("enter")
        await sight.shows("Also in: World")
        await sight.press("escape")
        await open_list(sight, "Paper")
        await sight.press("A")
        await sight.shows("Marked 4 articles read")
        await sight.until(lambda screen: ("Paper", 0) in screen.counts and ("Unread", 0) in screen.counts)
        await sight.press("u")
        await sight.shows("Undid: 4 articles marked read")
        await sight.until(lambda screen: {("Paper", 4), ("World", 2), ("Science", 2)} <= {*screen.counts})


async def test_a_list_opens_at_the_row_of_the_copy_that_was_selected_in_another(three: Paths) -> None:
    with closing(sqlite3.connect(three.database)) as database:
        (copy,) = database.execute("SELECT max(id) FROM entries WHERE title = 'Shared rain'").fetchone()
    three.session.write_text(json.dumps({"stream": "all", "entry": copy}), encoding="utf-8")
    async with reading(three) as sight:
        await sight.settled()
        screen = sight.text()
        assert (screen.row.title, screen.titles.count("Shared rain")) == ("Shared rain", 1)


def test_folders_and_tags_count_copies_once() -> None:
    feeds = tuple(
        Feed(n, f"https://{n}.example/", f"F{n}", folder="a" if n < 3 else "b", tags=("t",), unread=4)
        for n in (1, 2, 3)
    )
    counts = {row.stream: row.count for row in rows_of(Tree(feeds=feeds, copies={(1, 2): 2, (1, 2, 3): 1, (3, 9): 1}))}
    assert counts[Stream(Kind.FOLDER, "a")] == 8 - 3
    assert counts[Stream(Kind.FOLDER, "b")] == 4
    assert counts[Stream(Kind.TAG, "t")] == 12 - 2 - 2
    assert counts[Stream(Kind.FEED, "https://1.example/")] == 4


def test_commands_show_an_article_once_with_the_numbers_of_its_copies(three: Paths, broadsheet: Command) -> None:
    listed = broadsheet("list", "--json", "-n", "20").json
    assert len(listed) == 5
    shared = next(entry for entry in listed if entry["title"] == "Shared ice")
    (copy,) = shared["duplicates"]
    assert broadsheet("show", str(copy), "--json").json["duplicates"] == [shared["id"]]
    assert [entry["title"] for entry in broadsheet("list", "--json", "is:duplicate").json] == [
        "Shared ice",
        "Shared rain",
    ]
    assert len(broadsheet("list", "--json", "-n", "20", "feed:Science").json) == 3
    assert broadsheet("mark", "star", str(copy)).out == "1 article starred.\n"
    assert broadsheet("show", str(shared["id"]), "--json").json["starred"] is True
    assert broadsheet("mark", "star", str(shared["id"])).out == "0 articles starred. 1 already was.\n"
    marked = broadsheet("mark", "read", "--query", "is:duplicate", "--json").json
    assert marked == {"changed": 2, "already": 0, "unknown": []}
    assert broadsheet("undo", "--json").json["articles"] == 2
    assert broadsheet("list", "is:unread", "--json", "-n", "20").json == [
        entry | {"starred": entry["title"] == "Shared ice"} for entry in listed
    ]

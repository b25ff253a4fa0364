"""Reaching commands and lists by name: the command line, the finder and the palette, as their user sees them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from textual.geometry import Region
from textual.screen import Screen

from reader.paths import Paths
from reader.ui.commands.key_file import load_keys
from reader.ui.commands.key_map import KeyMap
from reader.ui.commands.registry import use_keys
from reader.ui.widgets.bars import Bar, Part
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list

A, B, C = (f"https://{name}.example/feed" for name in "abc")
FEEDS = f"""
[[feeds]]
url = "{A}"
title = "Alpha"
folder = "North"
[[feeds]]
url = "{B}"
title = "Ärzteblatt"
[[feeds]]
url = "{C}"
title = "Harbour Post"
"""


@pytest.fixture
def three(paths: Paths) -> Paths:
    """Three feeds with nine, one and no unread articles."""
    stock(paths, FEEDS, {A: [new_entry(n) for n in range(1, 10)], B: [new_entry(10)], C: []})
    return paths


async def type_line(sight: Sight, text: str) -> None:
    await sight.press(":", *text)


async def test_a_line_says_what_it_would_do_completes_runs_and_is_remembered(three: Paths) -> None:
    async with reading(three, size=(100, 30)) as sight:
        await open_list(sight, "North")
        await type_line(sight, "mark all")
        await sight.shows("list.mark-all", "Mark all read", "list.mark-above", ":mark all")
        await sight.press("tab")
        await sight.shows("Marks 9 articles read", ":list.mark-all")
        await sight.press("enter")
        await sight.shows("Marked 9 articles read")
        await type_line(sight, "undo")
        await sight.press("enter")
        await sight.shows("Undid")
        await type_line(sight, "feed.refresh ar")
        await sight.shows("Ärzteblatt", "Refreshes Ärzteblatt")
        await sight.press("ctrl+u", *"go har", "tab")
        await sight.shows("Goes to Harbour Post: 0 unread", ":go Harbour Post")
        await sight.press("enter")
        await sight.until(lambda screen: screen.list_title == "Harbour Post")
        await type_line(sight, "feed.add https://ada:secret@d.example/feed")
        await sight.press("enter")
        await sight.shows("Add a feed", "d.example")
        await sight.press("escape", "escape", "escape")
        await sight.press(":", "up")
        await sight.shows(":go Harbour Post")
        await sight.press("up", "up", "down")
        await sight.shows(":undo")
        await sight.press("ctrl+u", "ctrl+r", *"all", "ctrl+r")
        await sight.shows(":list.mark-all")
        await sight.press("escape", "escape")
        assert ":" not in sight.text().bottom[:3]
    async with reading(three) as sight:
        await sight.press(":", "up")
        await sight.shows(":go Harbour Post")
    assert "secret" not in json.dumps(json.loads(three.session.read_text()))


async def test_a_mistake_is_shown_at_its_character_and_a_number_goes_to_its_row(three: Paths) -> None:
    async with reading(three, size=(100, 30)) as sight:
        await open_list(sight, "North")
        await type_line(sight, "list.mark-older soon")
        await sight.shows("Character 17: must be an age such as 12h, 2d or 1w.")
        await sight.press("enter", "2", "d", "space")
        await sight.shows(":list.mark-older 2d soon")
        await sight.press("ctrl+k")
        await sight.shows("Marks 9 articles read")
        await sight.press("ctrl+u", *"program.theme paperr", "enter")
        await sight.shows("Character 15: there is no theme paperr")
        await sight.press("ctrl+e", "ctrl+u", *"xyzzy", "enter")
        await sight.shows("Character 1: there is no command xyzzy")
        await sight.press("ctrl+e", "ctrl+u", "4")
        await sight.shows("Goes to row 4 of 9")
        await sight.press("enter")
        assert [row.selected for row in sight.text().rows].index(True) == 3
        await sight.press(":", "backspace")
        await type_line(sight, "q")
        await sight.press("enter")
        assert not sight.app.is_running


async def test_the_finder_goes_to_a_feed_in_two_keystrokes_and_offers_recent_lists_first(three: Paths) -> None:
    async with reading(three, size=(100, 30)) as sight:
        await open_list(sight, "North")
        await sight.press("apostrophe", "h")
        await sight.shows("│▌ Harbour Post")
        await sight.press("enter")
        await sight.until(lambda screen: screen.list_title == "Harbour Post")
        await sight.press("ctrl+k", "a", "r", "enter")
        await sight.until(lambda screen: (screen.list_title, screen.focus) == ("Ärzteblatt", "headlines"))
        await sight.press("apostrophe")
        shown = await sight.shows("Go to")
        order = [
            word for line in shown.splitlines() for word in ("Harbour Post", "North", "Alpha") if word in line[8:30]
        ]
        assert order[0] == "Harbour Post"
        await sight.press(*"qqq")
        await sight.shows("Nothing is called “qqq”")
        await sight.press("escape")
        sight.press_at_once("'", *"nort", "enter")
        await sight.until(lambda screen: "Broadsheet" in screen and screen.list_title == "North")
        sight.press_at_once("/", *"number", "enter")
        await sight.until(lambda screen: "“number”" in screen and not screen.dialog)
        await sight.press("exclamation_mark", "apostrophe", *"alpha", "enter")
        await sight.until(lambda screen: screen.list_title == "Alpha")


async def test_the_palette_runs_commands_with_arguments_and_remembers_them(three: Paths) -> None:
    async with reading(three, size=(100, 30)) as sight:
        await open_list(sight, "North")
        await sight.press("ctrl+p", *"mark older 1d")
        await sight.shows("Mark older articles read: 1d")
        await sight.press("enter")
        await sight.shows("Marked 9 articles read")
        await sight.press("u", "ctrl+p")
        await sight.shows("│▌ Mark older articles read")
        await sight.press(*"sort feeds", "tab")
        await sight.shows(":feed.order", "hand", "title", "unread", "latest")
        await sight.press(*"un", "tab", "enter")
        await sight.shows("Feeds sorted by unread count")
        await sight.press(":", "1", "enter", "apostrophe", *"harb", "enter")
        await sight.until(lambda screen: screen.list_title == "Harbour Post")
        await sight.press("ctrl+p")
        shown = await sight.shows("│▌ Sort the feeds: unread")
        assert "Go to the top: 1" not in shown
        await sight.press(*"star")
        assert "Star or unstar" not in await sight.shows("star")  # this list has no article
    async with reading(three, size=(100, 30)) as sight:
        await sight.press("exclamation_mark", "ctrl+p")
        await sight.shows("Refresh failing feeds")
        assert "Mark all read" not in sight.text()
        await sight.press("escape", ":", "q", "enter")
        await sight.shows("No articles in this feed yet")


async def test_a_key_runs_a_command_with_its_argument(three: Paths) -> None:
    three.keys.write_text('[reader]\n", h" = "go.to harb"\n", x" = "go.to nowhere at all"\n', encoding="utf-8")
    keys, mistakes = load_keys(three.keys)
    assert not mistakes
    use_keys(keys)
    try:
        async with reading(three, size=(100, 30)) as sight:
            await sight.press("comma")
            await sight.shows("Go to a feed or list harb")
            await sight.press("h")
            assert sight.text().list_title == "Harbour Post"
            await sight.press("comma", "x")
            await sight.shows("No feed, folder or other list is called nowhere at all")
    finally:
        use_keys(KeyMap())


async def test_the_help_begins_with_the_pane_one_came_from_and_filters(three: Paths) -> None:
    three.keys.write_text(
        '[reader]\n", m" = ["entry.star", "list.mark-older 1w"]\nE = "entry.star"\n', encoding="utf-8"
    )
    use_keys(load_keys(three.keys)[0])
    try:
        async with reading(three, size=(80, 24)) as sight:
            await open_list(sight, "North")
            await sight.press("question_mark")
            shown = await sight.shows(
                "YOUR OWN KEYS", "Star or unstar, Mark older articles read 1w", "IN THE HEADLINES"
            )
            assert shown.index("YOUR OWN KEYS") < shown.index("IN THE HEADLINES")
            await sight.press("slash", *"favourite")
            shown = await sight.shows("E s", "Stars the selected article")
            assert "Moves" not in shown
            await sight.press("enter", "slash", "ctrl+u", *"xqz")
            await sight.shows("No key and no command for “xqz”")
            await sight.press("escape", "j")
            await sight.shows("IN THE HEADLINES")
            await sight.press("q", "t", "question_mark")
            await sight.shows("IN THE FEEDS")
            await sight.press("escape", "exclamation_mark", "question_mark")
            await sight.shows("FEED HEALTH")
    finally:
        use_keys(KeyMap())


async def test_below_a_dialog_only_what_changes_is_painted_again(three: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(three, size=(100, 30)) as sight:
        await sight.press(":", "f")
        await sight.shows("list.filter")
        dialog, painted = sight.app.screen, list[Region]()
        refresh = dialog.refresh

        def noting(
            *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
        ) -> Screen[Any]:
            painted.extend(regions)
            return refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

        monkeypatch.setattr(dialog, "refresh", noting)
        masthead = sight.app.screen_stack[0].query_one("#masthead", Bar)
        for title in ("Once", "Twice", "Again"):
            masthead.show([Part(title, "text")])
            await sight.shows(title, "list.filter")
        assert set(painted) == {masthead.region}

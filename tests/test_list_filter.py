"""The filter of the list in front: it narrows the list while it is typed, and nothing else about the list changes."""

from __future__ import annotations

from reader.paths import Paths
from tests.support.long_list import SMALL
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stock
from tests.support.streams import open_list, to_headline

OTHER = "https://other.example/feed"
TITLES = ("Zebra ice", "Glacier", "Apfel", "Iceland", "Uhr", "Ice again")


async def test_a_list_is_narrowed_while_a_query_is_typed_and_keeps_its_order_and_place(paths: Paths) -> None:
    entries = [new_entry(n, title=title, sort=NOW - n, html="<p>Text.</p>") for n, title in enumerate(TITLES)]
    stock(
        paths,
        f'[[feeds]]\nurl = "{SMALL}"\n[[feeds]]\nurl = "{OTHER}"\n',
        {SMALL: entries, OTHER: [new_entry(99, title="Iceberg")]},
    )
    async with reading(paths) as sight:
        await open_list(sight, "Feed 1")
        await to_headline(sight, "Uhr")
        await sight.press("ampersand", *"ice")
        screen = await sight.until(lambda screen: screen.titles[:3] == ["Zebra ice", "Iceland", "Ice again"])
        assert (screen.list_title, screen.row.title) == ("Feed 1, only “ice”", "Ice again")  # below the hidden one
        await sight.press(*" (")
        await sight.shows("Character 5: this parenthesis is never closed", "Zebra ice")
        await sight.press("escape")  # ends it, at the article where it began
        screen = await sight.until(lambda screen: len(screen.titles) == 6)
        assert (screen.list_title, screen.row.title) == ("Feed 1", "Uhr")
        await sight.press("ampersand", *"title:ice* is:un")
        await sight.shows("is:unread")  # completed
        await sight.press("right", "enter")
        await sight.until(lambda screen: screen.titles == ["Zebra ice", "Iceland", "Ice again"])
        assert sight.text().focus == "headlines"
        await sight.press("home", "m", "A")  # the shown ones, although another feed has unread articles
        screen = await sight.until(lambda screen: not any(row.unread for row in screen.rows))
        assert screen.titles == ["Zebra ice", "Iceland", "Ice again"]  # read articles stay, as in every list
        await sight.press("escape")
        screen = await sight.until(lambda screen: len(screen.titles) == 6)
        assert [row.title for row in screen.rows if row.unread] == ["Glacier", "Apfel", "Uhr"]
        assert screen.row.title == "Zebra ice"
        await sight.press("ampersand", *"nothing", "enter")
        await sight.shows("No article here fits the filter", "Press Esc to show all again")
        await sight.press("ampersand", *["backspace"] * 7, "enter")
        await sight.until(lambda screen: len(screen.titles) == 6)
        await sight.press("colon", *"list.filter gla", "enter")
        await sight.until(lambda screen: screen.titles == ["Glacier"])
        await open_list(sight, "Feed 2")  # another list is not filtered
        assert (sight.text().list_title, sight.text().titles) == ("Feed 2", ["Iceberg"])

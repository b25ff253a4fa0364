"""Feeds, folders and saved searches edited with keys: the file and the screen afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config import Config
from reader.model import SavedSearch, Subscription
from reader.paths import Paths
from tests.support.fuzzing import cases
from tests.support.painted import Painted
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_tree

TEXT = """# mine

[[feeds]]
url = "https://a.example/feed"  # the first
title = "Tagesblatt"
folder = "World"
tags = ["daily"]

[[feeds]]
url = "https://b.example/feed"
title = "Quotidien"
folder = "World/Europe"
tags = ["daily", "fr"]

# Quiet ones
[[feeds]]
url = "https://c.example/feed"
title = "Noise"

[[searches]]
title = "Ice"
words = "title"  # all of them
"""
A, B, C = (f"https://{name}.example/feed" for name in "abc")


@pytest.fixture
def profile(paths: Paths) -> Paths:
    """Three feeds with 3, 4 and 5 articles, two folders, a saved search."""
    entries = {url: [new_entry(100 * number + n) for n in range(3 + number)] for number, url in enumerate((A, B, C))}
    stock(paths, TEXT, entries)
    return paths


async def fill(sight: Sight, **values: str) -> None:
    """Types into fields of the dialog that is open."""
    for name, text in values.items():
        field = sight.app.screen.query_one(f"#field-{name}").query_one(Input)
        field.focus()
        field.value = ""
        await sight.settled()
        field.insert_text_at_cursor(text)
    await sight.settled()


def subscription(sight: Sight, url: str) -> Subscription:
    return next(one for one in sight.library.subscriptions.all if one.url == url)


def labels(screen: Painted) -> list[str]:
    """The rows of the tree below the fixed ones."""
    return [row.label for row in screen.tree[5:]]


def at(screen: Painted) -> tuple[str, str, int]:
    """The title of the list, the marked row of the tree, and the number of headlines."""
    return screen.list_title, screen.tree_row.label, len(screen.rows)


async def test_a_feed_is_edited_in_a_dialog_and_the_edit_undone(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("e")
        await sight.shows("Mark as read", "https://a.example/feed")
        await fill(sight, title="Das Blatt", folder="World", tags="daily, de", interval="2h", headers='X-Key = "s"')
        await sight.press("down", "enter")
        await sight.shows("Changed Tagesblatt. Press u to undo.")
        assert subscription(sight, A) == Subscription(
            A, "Das Blatt", "World", ("daily", "de"), interval=7200, headers=(("X-Key", "s"),)
        )
        assert profile.feeds.read_text(encoding="utf-8").startswith(f'# mine\n\n[[feeds]]\nurl = "{A}"  # the first\n')
        await sight.press("u")
        await sight.shows("Undid: Changed Tagesblatt")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT
        await sight.until(lambda screen: "Tagesblatt" in labels(screen))


async def test_a_feed_title_is_not_markup_in_the_frame_of_a_dialog(profile: Paths) -> None:
    named = TEXT.replace('title = "Tagesblatt"', 'title = "[/] [@click=app.quit]Leave[/] [b]"')
    profile.feeds.write_text(named, encoding="utf-8")
    async with reading(profile) as sight:
        await to_tree(sight, "World")
        await sight.press("j", "e")
        await sight.shows("╭─ [/] [@click=app.quit]Leave[/] [b] ─")
        await sight.press("escape", "M")
        await sight.shows("╭─ Move [/] [@click=app.quit]Leave[/] [b] into a folder ─")


async def test_space_changes_a_choice_and_the_counts_follow(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.shows("12 unread")
        await sight.press("e", *["tab"] * 5, "space", *["tab"] * 3, "space", "enter")
        await sight.shows("9 unread", "paused")
        assert subscription(sight, A).hidden
        assert subscription(sight, A).paused
        await open_list(sight, "All")
        await sight.until(lambda screen: len(screen.rows) == 9)
        await open_list(sight, "daily")
        await sight.until(lambda screen: len(screen.rows) == 7)


async def test_an_invalid_value_is_reported_while_typing_and_not_saved(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("e")
        for values, words in (
            ({"interval": "5m"}, 'At most every: must be between "15m" and "365d".'),
            ({"interval": "", "url": "ftp://a"}, "Address: must be an address that begins with https:// or http://."),
            ({"url": B}, "Address: you subscribe to this address already."),
            ({"url": A, "headers": "Host = 1"}, "Headers: Host is set by Broadsheet and cannot be chosen here."),
            ({"headers": "X-Key: 1"}, "Headers: write it as in feeds.toml"),
        ):
            await fill(sight, **values)
            await sight.shows(words)
        await sight.press("enter")
        assert "Mark as read" in sight.text()
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_the_report_is_visible_in_a_low_terminal(profile: Paths) -> None:
    async with reading(profile, size=(60, 16)) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("e", "tab", "tab", "tab", "x")
        await sight.until(lambda text: "Address: must be" not in text)
        await sight.press("home", "x")
        await sight.shows("Address: must be an address", "xhttps://a.example/feedx")


async def test_escape_warns_once_about_unsaved_changes(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("e", "escape")
        assert "Mark as read" not in sight.text()
        await sight.press("e", "x", "escape")
        await sight.shows("Unsaved changes", "Tagesblattx")
        await sight.press("escape")
        await sight.until(lambda text: "Mark as read" not in text)
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_a_new_address_keeps_the_history_and_undo_restores_it(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Tagesblatt")
        await sight.press("s")
        await to_tree(sight, "Tagesblatt")
        await sight.press("e")
        await fill(sight, url="https://new.example/feed")
        await sight.press("enter")
        await sight.shows("Changed Tagesblatt.")
        await shows_feed_at(sight, "https://new.example/feed")
        await sight.press("u")
        await sight.shows("Undid: Changed Tagesblatt")
        await shows_feed_at(sight, A)


async def shows_feed_at(sight: Sight, url: str) -> None:
    """Waits until the first feed has this address, which the screen does not show, and all its articles are listed."""
    feeds = sight.library.feeds
    await sight.until(lambda _: {one.url: one.total for one in feeds.by_id.values()} == {url: 3, B: 4, C: 5})
    await sight.until(
        lambda screen: (
            at(screen) == ("Tagesblatt", "Tagesblatt", 3)  # the list has been loaded again
            and [row.starred for row in screen.rows] == [True, False, False]
        )
    )


async def test_a_folder_is_renamed_into_another_and_keeps_its_fold(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "World", "Europe")
        await sight.press("h", "e")
        await fill(sight, folder="World/Continent")
        await sight.press("enter")
        await sight.shows("Renamed World/Europe to World/Continent.", "▸ Continent")
        await sight.until(lambda screen: at(screen) == ("Continent", "Continent", 4))
        await sight.press("e")
        await fill(sight, folder="World")
        await sight.press("enter")
        await sight.until(lambda _: subscription(sight, B).folder == "World")
        await sight.press("u", "u")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT
        await sight.until(lambda screen: at(screen) == ("Europe", "Europe", 4))  # where the cursor was


async def test_unsubscribing_asks_first_keeps_stars_and_can_be_undone(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Tagesblatt")
        await sight.press("s")
        await to_tree(sight, "Tagesblatt")
        await sight.press("D")
        await sight.shows("Unsubscribe from Tagesblatt?", "3 articles leave the lists")
        await sight.press("escape")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT
        await sight.press("D", "enter")
        await sight.shows("Unsubscribed from Tagesblatt. Press u to undo.", "9 unread")
        await sight.until(
            lambda screen: "Tagesblatt" not in labels(screen) and screen.list_title == screen.tree_row.label
        )
        await open_list(sight, "Starred")
        await sight.until(lambda screen: screen.titles == ["Title 0"])
        await sight.press("u")
        await sight.shows("Undid: Unsubscribed from Tagesblatt", "12 unread")
        await sight.until(lambda screen: at(screen) == ("Tagesblatt", "Tagesblatt", 3))
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_the_message_about_a_move_names_the_row_the_user_moved(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("}")
        await sight.shows("Moved Tagesblatt.")
        await sight.press("u")
        await sight.shows("Undid: Moved Tagesblatt")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_unsubscribing_from_a_folder_removes_all_its_feeds(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "World")
        await sight.press("D")
        await sight.shows("Unsubscribe from the 2 feeds in World?", "7 articles leave")
        before = labels(sight.text())
        await sight.press("y")
        await sight.until(lambda screen: labels(screen) == ["Ice", "Noise"])
        await sight.press("u")
        await sight.until(lambda screen: labels(screen) == before)


async def test_rows_move_among_their_siblings(profile: Paths) -> None:
    async with reading(profile) as sight:
        before = labels(sight.text())
        assert before[:5] == ["Ice", "World", "Tagesblatt", "Europe", "Quotidien"]
        await to_tree(sight, "Noise")
        await sight.press("{")
        screen = await sight.until(lambda screen: labels(screen)[:3] == ["Ice", "Noise", "World"])
        assert screen.tree_row.label == "Noise"
        await sight.press("{")
        await sight.shows("It cannot move further in that direction")
        await sight.press("}")
        await sight.until(lambda screen: labels(screen) == before)
        await to_tree(sight, "World", "Europe")
        await sight.press("ctrl+up")
        await sight.until(lambda screen: labels(screen)[1:5] == ["World", "Europe", "Quotidien", "Tagesblatt"])
        await sight.press("u", "u", "u")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_a_feed_is_moved_into_a_folder_by_typing_its_name(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Noise")
        await sight.press("M")
        await sight.shows("Move Noise into", "Enter moves, Esc closes")
        await sight.press(*"wor", "right", "enter")
        await sight.shows("Moved Noise.")
        assert subscription(sight, C).folder == "World"
        assert [one.url for one in sight.library.subscriptions.all] == [A, C, B]
        await sight.press("M", *"Deu", "enter")  # replaces the old path
        await sight.until(lambda screen: subscription(sight, C).folder == "Deu" and not screen.dialog)
        await sight.press("M")
        await sight.shows("World/Europe", "top level")
        await sight.press("down", "down", "enter")  # World, World/Europe
        await sight.until(lambda screen: subscription(sight, C).folder == "World/Europe" and not screen.dialog)
        await to_tree(sight, "World", "Europe")
        await sight.press("M")
        await fill(sight, folder="")
        await sight.press("enter")
        await sight.until(lambda _: subscription(sight, B).folder == "Europe")


async def test_rows_can_be_dragged(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Noise")

        async def drag(label: str, onto: str) -> None:
            begin, end = (sight.text().place_of(one, "tree") for one in (label, onto))
            await sight.pilot.mouse_down(offset=begin)
            await sight.pilot.hover(offset=end)
            await sight.pilot.mouse_up(offset=end)
            await sight.settled()

        await drag("Noise", "Europe")
        await sight.until(lambda screen: subscription(sight, C).folder == "World/Europe" and not screen.dialog)
        await drag("Noise", "Tagesblatt")
        await sight.until(lambda _: subscription(sight, C).folder == "World")
        assert [one.url for one in sight.library.subscriptions.all] == [C, A, B]
        await drag("World", "Europe")
        await drag("All", "Tagesblatt")
        assert [one.folder for one in sight.library.subscriptions.all] == ["World", "World", "World/Europe"]


async def test_the_sort_order_of_the_tree_cycles_and_is_remembered(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("O")
        screen = await sight.shows("Feeds sorted by title")
        assert labels(screen)[:3] == ["Ice", "Noise", "World"]
        await sight.press("{")
        await sight.shows("Press O until they are in your own order")
        await sight.press("O")
        screen = await sight.shows("Feeds sorted by unread count")
        assert labels(screen)[:5] == ["Ice", "World", "Europe", "Quotidien", "Tagesblatt"]
        await sight.press("O")
        screen = await sight.shows("Feeds sorted by newest article")
        by_newest = labels(screen)
        assert by_newest[:3] == ["Ice", "World", "Tagesblatt"]
    async with reading(profile) as sight:
        await sight.until(lambda screen: labels(screen) == by_newest)
        await sight.press("O")
        await sight.shows("Feeds in your own order")


async def test_a_search_is_saved_edited_and_removed_like_a_feed(profile: Paths) -> None:
    async with reading(profile) as sight:
        await sight.press("slash", *"title", "enter")
        await sight.until(lambda screen: screen.list_title == "“title”" and len(screen.rows) == 12)
        await sight.press("S")
        await sight.shows("Save this list", "title")
        await sight.press(*"Ice")  # replaces the suggested title
        await sight.shows("Title: you have a saved search with this title already.")
        await fill(sight, title="Mine", query="title tag:fr")
        await sight.press("enter")
        await sight.shows("Saved “Mine”.")
        assert sight.library.subscriptions.searches[-1] == SavedSearch("Mine", query="title tag:fr")
        await sight.until(lambda screen: at(screen) == ("Mine", "Mine", 4))
        await to_tree(sight, "Mine")
        await sight.press("e")
        await fill(sight, title="Yours", query="title 101")
        await sight.press("enter")
        await sight.until(lambda screen: at(screen) == ("Yours", "Yours", 1))
        await sight.press("D")
        await sight.shows("Remove the saved search “Yours”?")
        await sight.press("enter")
        await sight.until(lambda screen: "Yours" not in labels(screen))
        await sight.press("u", "u", "u")
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


async def test_a_list_is_saved_as_its_query_and_a_mistake_in_it_is_shown(profile: Paths) -> None:
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("S")
        await sight.shows("Save this list", f"feed:{A}")
        await fill(sight, title="Both", query=f"feed:{A} OR feeed:{B}")
        await sight.shows("there is no field “feeed:”; what fits: feed:")
        await fill(sight, query=f"feed:{A} OR feed:{B}")
        await sight.press("enter")
        await sight.shows("Saved “Both”.")
        assert sight.library.subscriptions.searches[-1] == SavedSearch("Both", query=f"feed:{A} OR feed:{B}")


async def test_saved_searches_show_their_unread_counts(profile: Paths) -> None:
    async with reading(profile) as sight:
        await sight.until(lambda screen: ("Ice", 12) in screen.counts, later=True)
        await open_list(sight, "Ice")
        assert sight.text().top.rstrip().endswith("  12 unread")
    async with reading(profile) as sight:  # begins with that list, before the search was counted
        assert "  0 of " not in sight.text().top
        await sight.until(lambda screen: screen.top.rstrip().endswith("  12 unread"))


async def test_many_tags_are_folded_until_opened(profile: Paths) -> None:
    tags = ", ".join(f'"t{number}"' for number in range(12))
    profile.feeds.write_text(f'[[feeds]]\nurl = "{A}"\ntags = [{tags}]\n', encoding="utf-8")
    async with reading(profile) as sight:
        await sight.until(lambda screen: "Tags" in labels(screen) and "t3" not in labels(screen))
        await to_tree(sight, "Tags")
        await sight.press("enter")
        await sight.until(lambda screen: "t3" in labels(screen))
    async with reading(profile) as sight:
        await sight.until(lambda screen: "t3" in labels(screen))


async def test_a_read_only_file_is_reported_and_the_dialog_keeps_its_values(profile: Paths, tmp_path: Path) -> None:
    shared = tmp_path / "dotfiles.toml"
    shared.write_text(TEXT, encoding="utf-8")
    shared.chmod(0o444)
    profile.feeds.unlink()
    profile.feeds.symlink_to(shared)
    async with reading(profile) as sight:
        await to_tree(sight, "Tagesblatt")
        await sight.press("e", "x", "enter")
        await sight.shows("is read-only, so nothing was changed", "Tagesblattx")
        await sight.press("escape", "escape", "D", "enter")
        await sight.shows("feeds.toml: is read-only, so nothing was changed")
        await sight.press("}")
        assert {"Tagesblatt", "Quotidien", "Noise"} <= {*labels(sight.text())}
    assert profile.feeds.is_symlink()
    assert shared.read_text(encoding="utf-8") == TEXT


async def test_a_mistake_in_the_file_keeps_the_last_good_state_until_it_is_fixed(profile: Paths) -> None:
    async with reading(profile) as sight:
        before = labels(sight.text())
        profile.feeds.write_text(TEXT.replace("[[searches]]", "[[searches]").replace(f'"{B}"', '"b'), encoding="utf-8")
        await sight.shows("feeds.toml, line 10: url", later=True)
        assert labels(sight.text()) == before
        assert subscription(sight, B).folder == "World/Europe"
        await to_tree(sight, "Tagesblatt")
        await sight.press("D", "enter")
        await sight.shows("fix this mistake first")
        mended = TEXT.replace('title = "Noise"', 'title = "Music"\ncolour = 1')
        profile.feeds.write_text(mended, encoding="utf-8")
        await sight.shows("Music", later=True)
        await sight.press("D", "enter")
        await sight.shows("Unsubscribed from Tagesblatt")
        await sight.until(
            lambda screen: {"Tagesblatt", "Quotidien", "Music"} & {*labels(screen)} == {"Quotidien", "Music"}
        )


async def test_a_feed_can_have_its_own_setting_for_marking_read(profile: Paths) -> None:
    text = TEXT.replace('title = "Noise"', 'title = "Noise"\nmark_read = "open"')
    profile.feeds.write_text(text, encoding="utf-8")
    async with reading(profile, config=Config(language="en", mark_read="never")) as sight:
        await open_list(sight, "Tagesblatt")
        await sight.press("enter")
        await sight.shows("12 unread")
        await open_list(sight, "Noise")
        await sight.press("enter")
        await sight.shows("11 unread")


@pytest.mark.parametrize("size", cases((40, 12), (80, 24), brief=1))
async def test_every_dialog_opens_and_closes_at_any_size(profile: Paths, size: tuple[int, int]) -> None:
    async with reading(profile, size=size) as sight:
        for label, keys in (("Tagesblatt", "eMDS"), ("World", "e"), ("Ice", "e")):
            await to_tree(sight, label)
            for key in keys:
                await sight.pilot.press(key, "down", "up", "escape", "escape")
                await sight.until(lambda screen: not screen.dialog)
        assert profile.feeds.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize("below", [True, False], ids=["searches below", "searches above"])
async def test_a_folder_stays_in_its_place_when_its_last_feed_leaves(paths: Paths, below: bool) -> None:
    feeds = [
        f'[[feeds]]\nurl = "{url}"\nfolder = "{folder}"\n' for url, folder in ((A, "One"), (B, "Two"), (C, "Three"))
    ]
    searches = [f'# mine\n[[searches]]\ntitle = "{title}"\nfolder = "{folder}"\nwords = "ice"\n'
                for title, folder in (("First", "Two"), ("Second", "Two"), ("Other", "Three"))]  # fmt: skip
    stock(paths, "\n".join([*feeds, *searches] if below else [*searches, *feeds]), {A: [], B: [], C: []})
    text = paths.feeds.read_bytes()
    async with reading(paths) as sight:
        for keys, done in (
            (["M", *"Three", "enter"], "Moved Feed 2."),
            (["D", "enter"], "Unsubscribed from Feed 2."),
            (["M", *"Four/Five", "enter"], "Moved Feed 2."),
        ):
            folders = [label for label in labels(sight.text()) if label in ("One", "Two", "Three")]
            await to_tree(sight, "Feed 2")
            await sight.press(*keys)
            await sight.shows(f"\n {done}")
            await sight.settled()
            screen = await sight.until(lambda screen: not screen.dialog)
            assert [label for label in labels(screen) if label in ("One", "Two", "Three")] == folders
            assert [label for label in labels(screen) if label in ("First", "Second")] == ["First", "Second"]
            await sight.press("u")
            await sight.shows(f"Undid: {done.removesuffix('.')}")
            assert paths.feeds.read_bytes() == text

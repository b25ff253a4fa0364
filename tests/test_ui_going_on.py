"""Reading on: from article to article, from list to list, unread articles only, and the rows of the list."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest

from reader.config import Config
from reader.library import Listing
from reader.model import Feed
from reader.paths import Paths
from reader.stream import Kind, Stream
from reader.ui.widgets.article import ArticlePane
from reader.ui.widgets.headlines import Headlines
from reader.ui.widgets.tree_rows import Tree, next_unread, rows_of
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stocked
from tests.support.streams import open_list, to_headline, to_tree

A, B, C = (f"https://{name}.example/feed" for name in "abc")
FEEDS = "".join(
    f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\nfolder = "{folder}"\n'
    for url, title, folder in ((A, "Alpha", "World"), (B, "Beta", "World"), (C, "Gamma", "Culture"))
)


@pytest.fixture
def three(paths: Paths) -> Paths:
    """Three feeds in two folders, with two, one and two unread articles."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(FEEDS, encoding="utf-8")
    feeds = {A: (1, 2), B: (3,), C: (4, 5)}
    stocked(paths.database, {url: [new_entry(n) for n in numbers] for url, numbers in feeds.items()}).close()
    return paths


def at(sight: Sight) -> tuple[str, str, bool]:
    """The list, the selected headline and whether it is read."""
    screen = sight.text()
    return screen.list_title, screen.row.title, not screen.row.unread


def test_after_a_feed_comes_the_next_one_and_after_a_folder_what_is_outside_it() -> None:
    tree = Tree(
        feeds=tuple(
            Feed(number, url, url, folder=folder, unread=unread)
            for number, (url, folder, unread) in enumerate(
                [("a", "World", 1), ("b", "World", 0), ("c", "World/Sea", 2), ("d", "Culture", 3), ("e", "", 4)]
            )
        )
    )

    def after(kind: Kind, value: str, tree: Tree = tree) -> list[str]:
        rows = list(rows_of(tree))
        row = next(number for number, row in enumerate(rows) if row.stream == Stream(kind, value))
        return [stream.value for stream in next_unread(rows, row)]

    assert after(Kind.FEED, "a") == ["c", "d", "e"]
    assert after(Kind.FEED, "d") == ["e", "a", "c"]
    assert after(Kind.FOLDER, "World") == ["Culture", "d", "e"]
    assert after(Kind.FEED, "a", replace(tree, folded=frozenset({"Culture"}))) == ["c", "Culture", "e"]
    assert after(Kind.UNREAD, "") == []


async def test_n_opens_what_is_selected_first_and_goes_on_to_the_next_feeds(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        seen = []
        for _ in range(5):
            await sight.press("n")
            seen.append(at(sight))
        assert seen == [
            ("Alpha", "Title 1", True), ("Alpha", "Title 2", True), ("Beta", "Title 3", True),
            ("Gamma", "Title 4", True), ("Gamma", "Title 5", True),
        ]  # fmt: skip
        await sight.press("n")
        await sight.shows("No more unread articles here")


async def test_space_and_mark_all_go_on_to_the_next_list(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        await sight.press("A")
        await sight.shows("Marked 2 articles read", "▸ Beta")
        assert at(sight) == ("Beta", "Title 3", False)
        await sight.press("space")  # all of it is visible
        assert at(sight) == ("Gamma", "Title 4", True)
        await open_list(sight, "Culture")
        await sight.press("A")
        await sight.until(lambda screen: screen.tree[1].label == "Unread" and screen.tree[1].count == 0)
        await sight.press("A")
        await sight.shows("No unread articles here")


async def test_the_setting_next_feed_keeps_the_list(three: Paths) -> None:
    async with reading(three, config=Config(language="en", next_feed=False)) as sight:
        await open_list(sight, "Beta")
        await sight.press("n", "n")
        await sight.shows("No more unread articles here")
        await sight.press("A")
        assert at(sight) == ("Beta", "Title 3", True)


async def test_an_article_marked_unread_after_opening_does_not_hold_n_up(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        await sight.press("n", "m", "n")
        assert at(sight) == ("Alpha", "Title 2", True)
    async with reading(three, config=Config(language="en", mark_read="never")) as sight:
        await open_list(sight, "Alpha")
        await sight.press("m", "n")
        assert at(sight) == ("Beta", "Title 3", False)
        await sight.press("n")
        assert at(sight) == ("Gamma", "Title 4", False)


async def test_a_list_is_limited_to_its_unread_articles_until_the_key_is_pressed_again(three: Paths) -> None:
    def titles(sight: Sight) -> list[str]:
        return sight.text().titles

    async with reading(three) as sight:
        await open_list(sight, "World")
        await sight.press("m", "x")
        await sight.shows("Read articles belong to this list. Press X to see unread ones only.")
        await sight.press("j", "X")
        await sight.shows("▸ World, unread only", "Unread articles only")
        assert titles(sight) == ["Title 2", "Title 3"]
        await sight.press("m")
        assert titles(sight) == ["Title 2", "Title 3"]
        await sight.press("x")
        await sight.shows("Removed 1 article from this list")
        assert titles(sight) == ["Title 3"]
        await sight.press("x")
        await sight.shows("Nothing to clean up")
        await open_list(sight, "Alpha")
        assert titles(sight) == ["Title 1", "Title 2"]  # the other lists show all
        await sight.press("X")
        await sight.press("q")
    async with reading(three) as sight:
        await sight.shows("▸ Alpha, unread only")
        await open_list(sight, "World")
        assert titles(sight) == ["Title 3"]
        await sight.press("X")
        assert titles(sight) == ["Title 1", "Title 2", "Title 3"]
        await open_list(sight, "Unread")
        await sight.press("X")
        await sight.shows("This list shows unread articles only")


async def test_the_feeds_pane_can_be_limited_to_feeds_with_unread_articles(three: Paths) -> None:
    def labels(sight: Sight) -> list[str]:
        return [row.label for row in sight.text().tree]

    async with reading(three) as sight:
        await open_list(sight, "Beta")
        await sight.press("m", "h", "X")
        await sight.shows("Feeds with unread articles only")
        assert {"Alpha", "Beta", "Gamma"} <= set(labels(sight)), "the selected feed stays"
        await open_list(sight, "Alpha")
        await sight.press("m")
        assert "Beta" not in labels(sight)
        assert {"World", "Alpha", "Gamma"} <= set(labels(sight))
        await sight.press("q")
    async with reading(three) as sight:
        assert "Beta" not in labels(sight)
        await to_tree(sight, "Alpha")
        await sight.press("X")
        await sight.shows("All feeds")
        assert "Beta" in labels(sight)


async def test_an_empty_limited_list_says_how_to_see_all(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Beta")
        await sight.press("m", "X", "x")
        await sight.shows("No unread articles here", "Press X to show all articles")


async def test_a_step_down_never_needs_a_press_for_the_last_lines_alone(three: Paths) -> None:
    async with reading(three, size=(120, 30)) as sight:
        await open_list(sight, "Alpha")
        await sight.press("enter")
        page = sight.screen.query_one(ArticlePane)  # reused, so that not every length needs an article of its own
        height = page.size.height
        for length in range(height - 3, 3 * height):
            page.set_line_count(length + 1)  # the last line of a page is empty
            page.scroll_to_line(0)
            presses = 0
            while not page.at_end:
                before = page.scroll_offset.y
                page.page_by(1)
                presses += 1
                assert page.scroll_offset.y - before <= height  # no line is skipped
            assert page.scroll_offset.y + height >= length
            assert presses == (0 if length <= height else 1 + max(0, -((2 * height - length) // (height - 2))))


async def test_the_rows_are_switched_by_a_key_and_remembered(three: Paths) -> None:
    async with reading(three, size=(120, 40)) as sight:
        await open_list(sight, "All")
        lines = sight.text().splitlines()
        assert not any("Title 1" in line and "Title" in line and "Alpha" in line for line in lines)
        await sight.press("V")
        await sight.shows("Compact headlines", "Title 1 · Alpha")
        await sight.press("z")
        await sight.until(lambda text: "Alpha" in text.splitlines()[3] and "Title 1" in text.splitlines()[3])
        await sight.until(lambda text: "│" not in text)
        await sight.press("enter")
        await sight.shows("z all panes", "Text of number 1.", later=True)
        assert "Title 2" not in sight.text()
        await sight.press("z")
        await sight.shows("z whole screen", "Title 2")
    async with reading(three, size=(120, 40)) as sight:
        await sight.shows("Title 1 · Alpha")


async def test_the_bottom_line_follows_the_focus_and_can_be_clicked(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "Alpha")
        bottom = (await sight.shows("m mark read")).splitlines()[-1]
        await sight.pilot.click(offset=(bottom.index("mark read"), 44))
        await sight.shows("m mark unread")
        assert at(sight) == ("Alpha", "Title 1", True)
        await sight.press("escape")
        await sight.shows("e edit   M move   P pause   D unsubscribe")
        await sight.pilot.click("#article")
        await sight.shows("f links")


async def test_background_messages_do_not_hide_the_keys_one_after_another(three: Paths) -> None:
    async with reading(three) as sight:
        status = sight.screen.reader.status  # events of a worker, in the order and at the times that matter here
        await open_list(sight, "Alpha")
        status.show_message("Alpha: no answer", background=True)
        status.show_message("Beta: no answer", background=True)
        await sight.until(lambda screen: screen.bottom.startswith(" Alpha: no answer"))
        status._forget()  # as after some seconds
        await sight.until(lambda screen: "? keys" in screen.bottom and screen.bottom.endswith("Beta: no answer"))
        status.show_message("Gamma: no answer", background=True)
        await sight.until(lambda s: s.bottom.startswith(" Space read on") and s.bottom.endswith("Gamma: no answer"))
        status.show_message("The disk is full", serious=True)
        await sight.until(lambda screen: screen.bottom.startswith(" The disk is full"))
        status._forget()
        await sight.until(lambda s: s.bottom.startswith(" Space read on") and s.bottom.endswith("The disk is full"))


async def test_the_top_line_counts_the_list_and_then_everything(three: Paths) -> None:
    async with reading(three) as sight:
        await open_list(sight, "World")
        assert "3 of 5 unread" in sight.text().splitlines()[0]
        await open_list(sight, "Unread")
        assert sight.text().splitlines()[0].endswith(" 5 unread")


async def test_a_scrolled_list_begins_with_a_whole_row(three: Paths) -> None:
    store = stocked(three.database, {A: [], B: [], C: []})
    store.close()
    async with reading(three, size=(70, 20)) as sight:
        await open_list(sight, "All")
        headlines = sight.screen.query_one(Headlines)  # for a list so long, and moves that no key makes
        headlines.replace_keys(Listing(array("q", range(1000, 0, -1)), array("q", range(1, 1001))))
        for row in (0, 3, 7, 8, 40, 500, 999, 998, 4):
            headlines.move_to(row)
            line = headlines.scroll_offset.y
            assert headlines.whole_line(line) == line
            assert line <= headlines.top_of(row) <= line + headlines.size.height - headlines.height_of(row)


@pytest.fixture
def polled(newspaper: Newspaper, paths: Paths) -> Paths:
    """Folders in which all feeds of the newspaper have arrived."""
    subscribe_to(paths, newspaper)
    poll_all(paths)
    return paths


async def test_a_preview_says_that_it_is_a_summary_and_a_key_switches_between_both_texts(polled: Paths) -> None:
    async with reading(polled, worker=True, config=Config(language="en", pictures="off")) as sight:
        await open_list(sight, "World")
        await to_headline(sight, "The bean that waits")
        await sight.shows("summary only", "Press Enter to load the whole")
        await sight.press("alt+t")
        await sight.shows("this is the feed’s own text")
        await sight.press("enter")
        text = await sight.shows("There is a jar on the top shelf", "Alt+T feed’s text", later=True)
        assert "summary only" not in text
        await sight.press("alt+t")
        text = await sight.shows("The feed’s own text", "Dried beans ask for nothing")
        assert "There is a jar on the top shelf" not in text
        await sight.press("alt+t")
        await sight.shows("There is a jar on the top shelf")


async def test_links_and_pictures_are_numbered_and_y_copies_one(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{A}"\n', encoding="utf-8")
    links = "".join(f'<p>See <a href="https://x.example/{n}">link {n}</a>.</p>' for n in range(1, 12))
    picture = '<figure><img src="https://x.example/a.png" alt="A harbour" width="800" height="600"></figure>'
    stocked(paths.database, {A: [new_entry(1, html=links + picture)]}).close()
    async with reading(paths) as sight:
        await sight.press("alt+l")
        await sight.shows("Links and pictures", " 1  link 1", "11  link 11", "12  Picture: A harbour")
        await sight.press("1", "2", "y")
        assert sight.app.clipboard == "https://x.example/a.png"
        await sight.press("alt+l", "1", "3", "y")  # there is no 13
        assert sight.app.clipboard == "https://x.example/3"

"""Subscribing from inside the reader: the dialog by keys, with the real worker and a real server."""

from __future__ import annotations

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from reader.library.worker_events import FeedFound, Searched
from reader.paths import Paths
from reader.refresh.subscribing.same_articles import article_keys
from reader.subscriptions import load_subscriptions
from tests.newspaper import Fault, Newspaper
from tests.support.fuzzing import cases
from tests.support.screen import Sight, reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import to_tree

FEEDS = '[[feeds]]\nurl = "broadsheet:welcome"\n\n[[feeds]]\nurl = "{0}"\nfolder = "World/Papers"\n'


@pytest.fixture
def known(newspaper: Newspaper, paths: Paths) -> Paths:
    """A user who has one feed of the paper, under its address with https."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(FEEDS.format(newspaper.url("/de/feed.xml").replace("http://", "https://")))
    return paths


@asynccontextmanager
async def adding(paths: Paths, typed: str = "", *, size: tuple[int, int] = (120, 40)) -> AsyncIterator[Sight]:
    """The reader with the dialog open and something typed, after the first poll."""
    async with reading(paths, size=size, worker=True) as sight:
        await sight.shows("Welcome")
        await sight.press("a")
        await sight.shows("Add a feed", "Address")
        await paste(sight, typed)
        yield sight


async def paste(sight: Sight, text: str) -> None:
    """Pastes from the terminal, replacing the text of the field."""
    if text:
        await sight.press("ctrl+a", "ctrl+k")
        sight.app.post_message(Paste(text))
    await sight.settled()


def bare(url: str) -> str:
    return url.removeprefix("http://")


def subscribed(paths: Paths) -> dict[str, tuple[str | None, str, tuple[str, ...]]]:
    return {one.url: (one.title, one.folder, one.tags) for one in load_subscriptions(paths.feeds)[0]}


async def test_a_home_page_lists_its_feeds_and_enter_subscribes_to_one(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known, bare(newspaper.base)) as sight:
        newspaper.forget()
        await sight.press("enter")
        text = await sight.shows("6 feeds found", "RSS, 24 articles", "Atom, 24 articles", "JSON, 23 articles",
                                 "subscribed, RSS, 23 articles")  # fmt: skip
        newest = newspaper.site.section("en").articles[:3]
        assert all(f"– {article.title}" in text for article in newest)
        assert newspaper.url("/en/feed.json") in text  # it alone has full texts; Atom and RSS are below it
        assert any(rhythm in text for rhythm in ("a week", "a day", "weekly", "daily", "other week"))
        await sight.press("down", "tab", *"World/P", "right", "tab", *"The Post", "tab", *"en, daily")
        newspaper.forget()
        await sight.press("enter")
        await sight.shows("Subscribed to The Post: 24 articles.")
        assert [request.path for request in newspaper.requests if "feed" in request.path] == []  # the body was reused
        url = newspaper.url("/en/feed.atom")
        assert subscribed(known)[url] == ("The Post", "World/Papers", ("en", "daily"))
        screen = await sight.until(lambda screen: screen.list_title == "The Post" and screen.row.selected)
        assert newest[0].title.startswith(screen.row.title)
        await to_tree(sight, "The Post")
        screen = await sight.until(lambda screen: screen.tree_row.count == 24)
        assert not screen.dialog


async def test_undo_unsubscribes_and_restores_the_file(known: Paths, newspaper: Newspaper) -> None:
    known.feeds.write_text(f"{known.feeds.read_text()}interval = '3h'  # mine\n\n# the end\n", encoding="utf-8")
    before = known.feeds.read_bytes()
    async with adding(known, newspaper.url("/en/feed.json")) as sight:
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("enter")
        await sight.shows("Subscribed to The Harbour Post: 24 articles. Press u to undo.")
        await sight.press("u")
        await sight.shows("Undid: Subscribed to The Harbour Post")
        assert known.feeds.read_bytes() == before
        await sight.press("escape")  # to the tree
        screen = await sight.until(lambda screen: screen.focus == "tree" and screen.list_title == screen.tree_row.label)
        assert "The Harbour Post" not in [row.label for row in screen.tree]


async def test_each_found_feed_keeps_to_one_line_in_a_small_window(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known, bare(newspaper.base), size=(200, 50)) as sight:
        await sight.press("enter")
        await sight.shows("6 feeds found")
        await sight.pilot.resize_terminal(80, 20)
        await sight.until(lambda text: max(map(len, text.splitlines())) <= 80)
        await sight.pilot.pause()
        lines = sight.text().splitlines()
        assert sum("articles" in line for line in lines) == 2
        assert all("articles" in line for line in lines if ", 2" in line)


async def test_one_escape_does_not_discard_the_values_for_a_found_feed(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known, newspaper.url("/en/feed.json")) as sight:
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("tab", "tab", *"Mine", "escape")
        await sight.shows("Not subscribed yet", "Mine")
        await sight.press("escape")
        await sight.until(lambda screen: not screen.dialog)
        assert len(subscribed(known)) == 2


async def test_the_address_of_a_feed_takes_two_enters_and_one_request(known: Paths, newspaper: Newspaper) -> None:
    url = newspaper.url("/en/feed.json")
    async with adding(known, url) as sight:
        newspaper.forget()
        await sight.press("enter")
        await sight.shows("1 feed found", "Enter subscribes")
        await sight.press("enter")
        await sight.shows("Subscribed to The Harbour Post: 24 articles.")
        assert [request.path for request in newspaper.requests] == ["/en/feed.json"]
        assert subscribed(known)[url] == (None, "", ())


async def test_a_known_feed_is_shown_and_not_added_twice(known: Paths, newspaper: Newspaper) -> None:
    before = known.feeds.read_bytes()
    async with adding(known, newspaper.url("/de/feed.xml")) as sight:
        await sight.press("enter")
        await sight.shows("You subscribe to it already", "Enter shows the feed")
        await sight.press("enter")
        screen = await sight.shows("You have")
        assert screen.bottom.startswith(f" You have {screen.list_title} already: ")
    assert known.feeds.read_bytes() == before


async def test_typing_a_new_folder_creates_it_and_a_folded_one_opens(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known, newspaper.url("/en/feed.xml"), size=(150, 40)) as sight:
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("tab", *"Ships/Slow", "enter")
        await sight.shows("Subscribed to The Harbour Post", "▾ Ships", "▾ Slow")
        assert subscribed(known)[newspaper.url("/en/feed.xml")][1] == "Ships/Slow"


async def test_errors_are_shown_in_the_dialog_which_stays_open(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known) as sight:
        await sight.press(*"no address", "enter")
        await sight.shows("Not an address; type one such as www.example.org.")
        for path, words in (
            ("/missing", "The server answered 404: not found; is the address"),
            ("/robots.txt", "not a feed, and no feed"),
        ):
            await paste(sight, newspaper.url(path))
            await sight.press("enter")
            await sight.shows(words)
        await paste(sight, newspaper.url("/en/feed.xml"))
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("escape")
        await sight.until(lambda text: "Add a feed" not in text)
    assert newspaper.url("/en/feed.xml") not in subscribed(known)


async def test_a_slow_search_can_be_awaited_or_stopped(known: Paths, newspaper: Newspaper) -> None:
    newspaper.fail("/en/", Fault.slow(60))
    async with adding(known, newspaper.url("/en/")) as sight:
        await sight.press("enter")
        await sight.until(
            lambda screen: "Esc stops" in screen and bool(re.search(r"Asking 127\.0\.0\.1… \d+ s", screen))
        )
        await sight.press("escape")
        await sight.shows("Stopped.", "Address")
        await paste(sight, newspaper.url("/en/feed.xml"))
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("escape")
        await sight.until(lambda text: "Add a feed" not in text)


async def test_the_dialog_reports_a_feeds_toml_that_cannot_be_written(known: Paths, newspaper: Newspaper) -> None:
    known.feeds.chmod(0o444)
    async with adding(known, newspaper.url("/en/feed.xml")) as sight:
        await sight.press("enter")
        await sight.shows("1 feed found")
        await sight.press("enter")
        await sight.shows("read-only", "Add a feed")
    assert newspaper.url("/en/feed.xml") not in subscribed(known)


async def test_the_dialog_reports_a_missing_worker(known: Paths) -> None:
    async with reading(known) as sight:
        await sight.press("a", *"paper.example", "enter")
        await sight.shows("is not running")
        await sight.press("escape")
        await sight.until(lambda text: "Add a feed" not in text)


async def test_pasted_text_and_an_address_in_the_clipboard_fill_the_field(
    known: Paths, newspaper: Newspaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = newspaper.url("/en/feed.xml")
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "wl-paste").write_text(f"#!/bin/sh\necho ' feed:{url} '\n")
    (programs / "wl-paste").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{Path(shutil.which('sh') or '/bin/sh').parent}")
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    async with adding(known) as sight:
        await sight.shows(f"feed:{url}")
        await sight.press("enter")
        await sight.shows("1 feed found")


@pytest.mark.parametrize("size", cases((30, 8), (80, 24), (200, 50), brief=1))
async def test_the_dialog_works_at_every_size(known: Paths, newspaper: Newspaper, size: tuple[int, int]) -> None:
    async with adding(known, newspaper.base, size=size) as sight:
        await sight.press("enter")
        await sight.until(lambda _: len(getattr(sight.app.screen, "_found", ())) == 6)
        await sight.pilot.resize_terminal(100, 30)
        await sight.pilot.resize_terminal(*size)
        await sight.press("down", "enter")
        await sight.until(lambda screen: not screen.dialog)
    assert newspaper.url("/en/feed.atom") in subscribed(known)


async def test_the_title_of_a_found_feed_is_neither_markup_nor_an_escape_sequence(
    known: Paths, newspaper: Newspaper
) -> None:
    newspaper.publish("en", title="[bold red]x[/] \x1b]52;c;x\x07 [@click=app.quit]", slug="x", body="<p>x</p>")
    async with adding(known, newspaper.url("/en/feed.json")) as sight:
        await sight.press("enter")
        text = await sight.shows("1 feed found", "[bold red]x[/]")
        assert not [c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) <= 0x9F]


async def test_a_click_selects_and_a_second_one_subscribes(known: Paths, newspaper: Newspaper) -> None:
    async with adding(known, newspaper.url("/en/")) as sight:
        await sight.press("enter")
        text = await sight.shows("3 feeds found", "JSON, 24 articles")  # what a feed holds comes later than its row
        row = next(number for number, line in enumerate(text.splitlines()) if "JSON, 24 articles" in line)
        await sight.pilot.click(offset=(60, row))
        await sight.shows(newspaper.url("/en/feed.json"), "3 feeds found")
        await sight.pilot.click(offset=(60, row), times=2)
        await sight.shows("Subscribed to The Harbour Post")
    assert newspaper.url("/en/feed.json") in subscribed(known)


async def test_other_formats_of_a_feed_are_below_it_and_repeated_articles_need_a_second_enter(paths: Paths) -> None:
    url, titles = "https://paper.example/rss", [f"Headline {n}" for n in range(8)]
    stock(
        paths,
        f'[[feeds]]\nurl = "{url}"\ntitle = "My paper"\n',
        {url: [new_entry(n, title=title) for n, title in enumerate(titles)]},
    )
    async with reading(paths, size=(100, 40)) as sight:
        await sight.press("a", *"paper.example")
        dialog: Any = sight.app.screen
        dialog._ticket, dialog._searched = 7, "paper.example"
        keys = article_keys((title, None) for title in titles)
        for kind, letters in (("JSON", 80), ("Atom", 3000)):
            address = f"https://www.paper.example/{kind.lower()}"
            dialog.handle(FeedFound(7, address, "Paper", kind, 8, (), articles=keys, letters=letters))
        dialog.handle(Searched(7))
        text = await sight.shows("2 feeds found", "the same articles, JSON, 8 articles")
        assert text.index("Atom, 8 articles") < text.index("JSON, 8 articles")
        await sight.press("enter")
        await sight.shows("You get these articles from My paper already. Press Enter again")
        assert sight.app.screen is dialog

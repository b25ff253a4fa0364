"""Accounts on the screen, with a real Miniflux behind them: both ways, offline, edits and their undo."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.paths import Paths
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.screen import Sight, reading
from tests.support.streams import open_list, to_headline, to_tree
from tests.support.sync_account import account_of

WAIT = 90.0  # seconds; only a test that fails waits that long


async def there(holds: Callable[[], bool]) -> None:
    """Waits until something holds at the server."""
    async with asyncio.timeout(WAIT):
        while not await asyncio.to_thread(holds):  # noqa: ASYNC110 - the server has no event to wait for
            await asyncio.sleep(0.05)


def counted(sight: Sight, label: str, count: int) -> bool:
    return (label, count) in sight.text().counts


async def test_what_is_read_on_the_phone_appears_and_what_is_read_here_is_sent(
    tmp_path: Path, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 4)
    publisher.publish("tech", 2)
    phone = miniflux.phone
    news, _tech = phone.subscribe(publisher.url("news"), "Papers"), phone.subscribe(publisher.url("tech"), "Papers")
    phone.refresh()
    paths = account_of(tmp_path, miniflux.url)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{publisher.url("own")}"\ntitle = "Own"\npaused = true\n')
    async with reading(paths, worker=True) as sight:
        await sight.until(lambda _: counted(sight, "Server", 6))
        assert [(row.label, row.depth) for row in sight.text().tree][6:10] == [
            ("Server", 0), ("Papers", 1), ("News", 2), ("Tech", 2),
        ]  # fmt: skip

        ids = {entry["title"]: entry["id"] for entry in phone.entries(news)}
        phone.mark([ids["News 1"]])
        phone.star([ids["News 2"]])
        await open_list(sight, "Server", "Papers", "News")
        await sight.press("r")
        await sight.until(lambda _: counted(sight, "News", 3) and counted(sight, "Starred", 1))
        row = {one.title: one for one in sight.text().rows}
        assert (row["News 1"].unread, row["News 2"].starred) == (False, True), "in the list that is open"
        assert "waits" not in sight.text().bottom

        await to_headline(sight, "News 3")
        await sight.press("m")
        await there(lambda: ids["News 3"] not in phone.unread())
        await sight.press("u")
        await there(lambda: ids["News 3"] in phone.unread())
        await sight.until(lambda _: counted(sight, "News", 3))


async def test_offline_the_bottom_line_says_what_waits_and_it_is_sent_later(
    tmp_path: Path, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 3)
    phone = miniflux.phone
    phone.subscribe(publisher.url("news"), "Papers")
    paths = account_of(tmp_path, miniflux.url)
    async with reading(paths, worker=True) as sight:
        await sight.until(lambda _: counted(sight, "News", 3))
        assert sight.text().tree[5].label == "Papers", "one account and no local feeds: at the top"
        miniflux.kill()
        await open_list(sight, "Papers", "News")
        await sight.press("m", "j", "m")
        await sight.shows("2 changes wait for Server")
        await sight.press("exclamation_mark")
        await sight.shows("! Server", "2 changes for the server", "Last success")
        await sight.press("escape")
    miniflux.start()
    async with reading(paths, worker=True) as sight:
        await there(lambda: len(phone.unread()) == 1)
        await sight.until(lambda screen: counted(sight, "News", 1) and "wait" not in screen.bottom)


async def test_edits_of_feeds_go_to_the_server_and_can_be_undone(
    tmp_path: Path, miniflux: MinifluxServer, publisher: Publisher
) -> None:
    publisher.publish("news", 2)
    publisher.publish("tech", 2)
    phone = miniflux.phone
    for name in ("news", "tech"):
        phone.subscribe(publisher.url(name), "Papers")
    phone.refresh()
    paths = account_of(tmp_path, miniflux.url)
    paths.feeds.write_text(
        f'[[feeds]]\nurl = "{publisher.url("own")}"\ntitle = "Own"\nfolder = "Here"\npaused = true\n'
    )

    def titles() -> dict[str, str]:
        return {feed.title: feed.category for feed in phone.feeds()}

    async with reading(paths, worker=True) as sight:
        await sight.until(lambda _: counted(sight, "Tech", 2))
        await to_tree(sight, "Server", "Papers", "Tech")
        await sight.press("e")
        await sight.shows("Refreshed by Server")
        assert "User agent" not in sight.text()
        await sight.press("end", *"nology", "enter")
        await sight.shows("Changed Tech. Press u to undo.")
        await there(lambda: titles() == {"News": "Papers", "Technology": "Papers"})
        await sight.press("u")
        await there(lambda: titles() == {"News": "Papers", "Tech": "Papers"})

        await to_tree(sight, "Server", "Papers", "Tech")
        await sight.press("M", *"Here", "enter")
        await sight.shows("it stays in folders below Server")
        await sight.press("escape", "escape")
        await sight.press("M", *"Server/Books", "enter")
        await there(lambda: titles() == {"News": "Papers", "Tech": "Books"})
        await sight.until(lambda screen: ("Books", 2) in screen.counts)

        await to_tree(sight, "Server", "Books", "Tech")
        await sight.press("D")
        await sight.shows("Server deletes them, starred ones", "what is stored here stays.")
        await sight.press("y")
        await there(lambda: titles() == {"News": "Papers"})
        await sight.until(lambda screen: "Tech" not in [row.label for row in screen.tree])
        await sight.press("u")
        await there(lambda: titles() == {"News": "Papers", "Tech": "Books"})
        await sight.until(lambda screen: "Tech" in [row.label for row in screen.tree])

        publisher.publish("more", 3)
        await to_tree(sight, "Server", "Books")
        await sight.press("a", *publisher.url("more"), "enter")
        await sight.shows("1 feed found", "Books", "Subscribe  Server")
        await sight.press("enter")
        await there(lambda: titles() == {"News": "Papers", "Tech": "Books", "More": "Books"})
        await sight.until(
            lambda screen: screen.list_title == "More" and screen.titles == ["More 3", "More 2", "More 1"]
        )
        await sight.press("u")
        await there(lambda: titles() == {"News": "Papers", "Tech": "Books"})

        await to_tree(sight, "Server")
        await sight.press("D")
        await sight.shows("Remove Server?", "Nothing changes at the server.")
        await sight.press("y")
        await sight.until(lambda screen: "Server" not in [row.label for row in screen.tree])
        assert len(titles()) == 2


async def test_an_account_is_added_in_the_reader_and_every_mistake_is_said_in_its_place(
    paths: Paths, miniflux: MinifluxServer, publisher: Publisher, caplog: pytest.LogCaptureFixture
) -> None:
    publisher.publish("news", 3)
    miniflux.phone.subscribe(publisher.url("news"), "Papers")
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text("", encoding="utf-8")
    async with reading(paths, size=(80, 24), worker=True) as sight:
        await sight.press("f6")
        await sight.shows("Add an account", "Type the address of your server")
        await sight.press("enter")
        await sight.shows("Address: ")
        await sight.press(*publisher.url("news").removeprefix("http://"), "enter")
        await sight.shows("No secure connection could be established.")
        await sight.press("ctrl+u", *miniflux.url, "enter")
        await sight.shows("Miniflux", "API token", "not encrypted", "Settings > API Keys")
        await sight.press("enter")
        await sight.shows("API token: ")
        await sight.press(*"wrong", "enter")
        await sight.shows("Miniflux does not accept")
        assert "wrong" not in sight.text(), "the password is not shown"
        await sight.press("ctrl+u", *TOKEN)
        assert TOKEN not in sight.text()
        assert not paths.accounts.exists(), "nothing is written before the server has accepted it"
        await sight.press("enter")
        await sight.shows("is set up: 1 feed, 3 new articles.")
        await sight.press("enter")
        await sight.until(lambda screen: "3 unread" in screen.top and len(screen.rows) == 3)
        assert TOKEN not in paths.accounts.read_text(encoding="utf-8")
        assert TOKEN not in caplog.text

        await sight.press("f6")
        await sight.shows("Accounts", "1 feed, synchronised today")
        await sight.press("P")
        await sight.shows("paused")
        await sight.press("e")
        await sight.shows("Account Miniflux", "An empty line keeps")
        await sight.press("escape", "P", "D")
        await sight.shows("Remove Miniflux?")
        await sight.press("y")
        await sight.until(lambda screen: "Miniflux" not in screen)
        assert not list(paths.secrets.glob("*"))

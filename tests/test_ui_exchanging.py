"""Import and export by keys: name a file, look at the preview, import it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.subscriptions import read_feeds
from tests.newspaper import Newspaper
from tests.support.screen import PATIENCE, Sight, reading
from tests.support.stocking import stock
from tests.support.streams import to_tree

MINE = "https://www.mine.example/feed"
LIST = """<opml version="2.0"><body><outline text="World">
<outline text="One" xmlUrl="https://one.example/feed"/><outline text="Mine" xmlUrl="http://mine.example/feed"/>
<outline text="[bold]bad[/]" xmlUrl="javascript:alert(1)"/></outline></body></opml>"""

CACHE = """
CREATE TABLE rss_feed (rssurl, url, title);
CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, pubDate, content, unread, enclosure_url,
    enclosure_type, flags, deleted);
"""


@pytest.fixture
def few(paths: Paths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    """One subscription, and a home folder without other readers."""
    stock(paths, f'[[feeds]]\nurl = "{MINE}"\ntitle = "Mine"\n', {MINE: []})
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return paths


async def type_path(sight: Sight, path: str) -> None:
    field = sight.app.screen.query_one("Input")
    field.value = path  # type: ignore[attr-defined]
    await sight.settled()


def urls(paths: Paths) -> list[str]:
    return [one.url for one in read_feeds(paths.feeds).subscriptions]


async def test_a_preview_comes_before_the_import(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(LIST)
    async with reading(few) as sight:
        await sight.press("I")
        await sight.shows("Import", "Enter shows a preview")
        await type_path(sight, "~/feeds.opml")
        await sight.press("enter")
        await sight.shows(
            "1 new, 1 already there, 1 not imported", "+ One", "World", "javascript:alert(1)", "line 3", "= Mine"
        )
        assert urls(few) == [MINE]
        await sight.press("enter")
        await sight.shows("Imported: 1 feed")
        assert urls(few) == [MINE, "https://one.example/feed"]
        await sight.shows("World", "One")


async def test_undo_takes_back_the_import_and_not_the_change_before_it(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(LIST)
    async with reading(few) as sight:
        await to_tree(sight, "Mine")
        await sight.press("P")
        await sight.shows("Paused Mine.")
        paused = few.feeds.read_bytes()
        await sight.press("I")
        await type_path(sight, "~/feeds.opml")
        await sight.press("enter")
        await sight.shows("1 new")
        await sight.press("enter")
        await sight.shows("Imported: 1 feed. Press u to undo.")
        imported = few.feeds.read_bytes()
        await sight.press("u")
        await sight.shows("Undid: Imported: 1 feed")
        assert few.feeds.read_bytes() == paused
        assert "One" not in sight.text()
        await sight.press("U")
        await sight.shows("Redid: Imported: 1 feed")
        assert few.feeds.read_bytes() == imported
        few.feeds.write_bytes(imported + b'[[feeds]]\nurl = "https://by.hand.example/"\n')
        await sight.press("u")
        await sight.until(lambda screen: "One" not in screen)
        assert urls(few) == [MINE, "https://by.hand.example/"]
        await sight.press("u")
        await sight.shows("Undid: Paused Mine")
        await sight.press("u")
        await sight.shows("Nothing to undo")


async def test_esc_changes_nothing(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "feeds.opml").write_text(LIST)
    before = few.feeds.read_bytes()
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, "~/feeds.opml")
        await sight.press("enter")
        await sight.shows("1 new")
        await sight.press("escape")
        await sight.until(lambda text: "1 new" not in text)
    assert few.feeds.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<html><body>", "Not an OPML document"),
        (b"\0\1", "Not a list of subscriptions"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml/>', "not safe to read"),
        (b"SQLite format 3\0" + b"\xff" * 2000, "not a newsboat cache"),
        (None, "no such file"),
    ],
)
async def test_the_dialog_says_why_a_file_cannot_be_read(
    few: Paths, tmp_path: Path, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / "x").write_bytes(content)
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, str(tmp_path / "x"))
        await sight.press("enter")
        await sight.until(lambda text: words in " ".join(text.replace("│", " ").split()))
        await type_path(sight, "~")
        await sight.shows("Enter shows a preview")


@pytest.mark.parametrize("key", ["I", "E"])
async def test_an_invalid_file_name_is_reported(few: Paths, key: str) -> None:
    async with reading(few) as sight:
        await sight.press(key)
        await type_path(sight, "~nobody-of-that-name/x")
        await sight.press("enter")
        await sight.shows("~ stands for a home folder that does not exist")
        await type_path(sight, "")
        await sight.press("enter", "tab", "escape", "escape")
        await sight.until(lambda text: "Esc closes" not in text)


async def test_a_truncated_list_offers_the_feeds_before_the_break(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_text(LIST.replace("</outline></body></opml>", "\n<outline"))
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, "~/x.opml")
        await sight.press("enter")
        await sight.shows("1 new", "The file cannot be read beyond line 4")
        await sight.press("enter")
        await sight.shows("Imported: 1 feed")


async def test_a_list_without_new_feeds_says_so(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "urls").write_text(MINE.replace("https", "http") + "\n")
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, "~/urls")
        await sight.press("enter")
        await sight.shows("1 already there", "You have everything in this file already")
        await sight.press("enter")
        await sight.until(lambda text: "already there" not in text)


async def test_tab_completes_file_names(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "some folder").mkdir()
    (tmp_path / "some folder" / "feeds.opml").write_text(LIST)
    (tmp_path / "some folder" / "evil\x1b[31m").write_text("")
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, "~/so")
        await sight.press("tab")
        await sight.shows("~/some folder/")
        await sight.press("f", "tab")
        await sight.shows("~/some folder/feeds.opml")
        await sight.press("enter")
        await sight.shows("1 new")


async def test_the_folder_of_newsboat_is_suggested_and_its_articles_are_imported(few: Paths, tmp_path: Path) -> None:
    boat = tmp_path / ".newsboat"
    boat.mkdir()
    (boat / "urls").write_text('https://one.example/feed news\n"query:Fresh:unread = \\"yes\\""\n')
    (boat / "config").write_text("reload-time 30\nbind-key j down\n")
    with closing(sqlite3.connect(boat / "cache.db")) as connection:
        connection.executescript(
            CACHE
            + """
            INSERT INTO rss_item (guid, title, url, feedurl, pubDate, content, unread)
                VALUES ('a', 'An old one', 'https://one.example/a', 'https://one.example/feed', 1700000000, '', 0),
                       ('b', 'A new one', 'https://one.example/b', 'https://one.example/feed', 1700000001, '', 1);
            """
        )
    async with reading(few) as sight:
        await sight.press("I")
        await sight.shows("~/.newsboat/urls")
        await sight.press("enter")
        await sight.shows("1 new, 1 not imported, 1 saved search, 1 setting, 2 articles", "Fresh", "bind-key j down")
        await sight.press("enter")
        await sight.shows("2 articles, 1 of them read", "1 unread")
    assert read_feeds(few.feeds).searches[0].title == "Fresh"
    assert few.config.read_text() == "interval = 1800  # from newsboat's reload-time\n"


async def test_an_import_can_be_stopped_and_continued(few: Paths, tmp_path: Path) -> None:
    boat = tmp_path / ".newsboat"
    boat.mkdir()
    (boat / "urls").write_text("https://one.example/feed\n")
    with closing(sqlite3.connect(boat / "cache.db")) as connection:
        connection.executescript(CACHE)
        connection.executemany(
            "INSERT INTO rss_item (guid, title, url, feedurl, pubDate, content, unread)"
            " VALUES (?, 'T', '', 'https://one.example/feed', ?, 'x', 0)",
            [(f"g{n}", 1_700_000_000 + n) for n in range(6_000)],
        )
        connection.commit()
    async with reading(few) as sight:
        await sight.press("I")
        await sight.shows("~/.newsboat/urls")
        await sight.press("enter")
        await sight.shows("6,000 articles")
        sight.app.screen.action_accept()  # type: ignore[attr-defined]  # the pilot would wait until it is done
        async with asyncio.timeout(PATIENCE):
            while "00 of 6,000 articles" not in sight.text():  # noqa: ASYNC110 - the screen has no event to wait for
                await asyncio.sleep(0.01)
        assert "Esc stops" in sight.text()
        sight.app.screen.action_leave()  # type: ignore[attr-defined]
        await sight.shows("Stopped. Imported articles stay", "Enter imports, Esc closes")
        assert 0 < sum(feed.total for feed in sight.library.feeds.reload().values()) < 6_000
        await sight.press("enter")
        await sight.shows("Imported: 0 feeds")
        assert sum(feed.total for feed in sight.library.feeds.reload().values()) == 6_000


async def test_imported_feeds_are_refreshed_at_once(few: Paths, newspaper: Newspaper, tmp_path: Path) -> None:
    (tmp_path / "urls").write_text(newspaper.url("/en/feed.xml") + "\n")
    async with reading(few, worker=True) as sight:
        await sight.press("I")
        await type_path(sight, "~/urls")
        await sight.press("enter")
        await sight.shows("1 new")
        await sight.press("enter")
        await sight.until(lambda screen: ("The Harbour Post", 24) in screen.counts)


async def test_the_dialog_says_that_feeds_toml_cannot_be_written(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "x.opml").write_text(LIST)
    few.feeds.write_text("[[feeds]\n")
    async with reading(few) as sight:
        await sight.press("I")
        await type_path(sight, "~/x.opml")
        await sight.press("enter")
        await sight.shows("2 new")
        await sight.press("enter")
        await sight.shows("fix this mistake first")


async def test_subscriptions_are_exported(few: Paths, tmp_path: Path) -> None:
    async with reading(few) as sight:
        await sight.press("E")
        await sight.shows("~/broadsheet.opml", "headers are left out")
        await sight.press("enter")
        await sight.shows("Exported your subscriptions to")
        await sight.press("E", "enter")
        await sight.shows("The file exists already")
        await sight.press("enter")
        await sight.until(lambda text: "Enter writes the file" not in text)  # it closes when all is written
        assert MINE in (tmp_path / "broadsheet.opml").read_text()
        await sight.press("E")
        await type_path(sight, str(few.feeds))
        await sight.press("enter")
        await sight.shows("The file exists already")
        await sight.press("enter")
        await sight.until(lambda text: "is not an OPML file" in " ".join(text.replace("│", " ").split()))
        await type_path(sight, str(tmp_path / "none" / "x.opml"))
        await sight.press("enter")
        await sight.shows("Cannot write")
    assert read_feeds(few.feeds).subscriptions[0].url == MINE


async def test_a_long_list_is_previewed_in_part_and_imported_whole(few: Paths, tmp_path: Path) -> None:
    (tmp_path / "urls").write_text("".join(f"https://example.org/{n}\n" for n in range(2_000)))
    async with reading(few, size=(80, 24)) as sight:
        await sight.press("I")
        await type_path(sight, "~/urls")
        await sight.press("enter")
        await sight.shows("2,000 new")
        await sight.press("end")
        await sight.shows("and 1,700 more")
        await sight.press("enter")
        await sight.shows("Imported: 2,000 feeds")
    assert len(urls(few)) == 2_001


async def test_the_reason_behind_a_very_long_path_is_in_sight(few: Paths) -> None:
    path = "/" + "no-such-folder/" * 60 + "subscriptions.opml"
    async with reading(few, size=(120, 30)) as sight:
        await sight.press("I")
        await sight.shows("Enter shows a preview")
        await type_path(sight, path)
        await sight.press("enter")
        for width in (120, 70, 40):
            await sight.pilot.resize_terminal(width, 30)
            await sight.until(
                lambda text: "no such file" in " ".join(text.replace("│", " ").split()), sought="the reason"
            )

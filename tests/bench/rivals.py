"""Other readers with the entries of a store, each in its own format."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from reader.arrival import NewEntry, ParsedEntry
from tests.bench.others import OWN_HOME, Newsboat, Sfeed, installed_newsboat, installed_sfeed
from tests.bench.stock import FEEDS, UNREAD_EVERY, batches, feed_url

NEWSBOAT_MOST = 100_000  # beyond that it takes minutes to start
SLOW_FROM = 50_000  # entries of newsboat above which it is started only once
FEED_TITLE = "The Feed of Number"


@dataclass(frozen=True, slots=True)
class Rival:
    """Another reader with ``entries`` entries. ``shows``: text on the screen once it is usable. ``bytes``: its store."""

    name: str
    entries: int
    command: list[str]
    shows: str
    bytes: int

    def rounds(self, wanted: int) -> int:
        """How often it is started."""
        return 1 if self.name.startswith("newsboat") and self.entries >= SLOW_FROM else wanted


def installed_rivals(folder: Path, sizes: Sequence[int], feeds: int = FEEDS) -> list[Rival]:
    """The installed ones; missing stores are made below ``folder``."""
    return [rival for entries in sizes for rival in _of_size(folder / str(entries), entries, feeds)]


def _of_size(place: Path, entries: int, feeds: int) -> Iterator[Rival]:
    newsboat, sfeed = installed_newsboat(place / "newsboat"), installed_sfeed(place / "sfeed")
    if newsboat and entries <= NEWSBOAT_MOST:
        if not newsboat.cache.exists():
            fill_newsboat(newsboat, entries, feeds)
        yield Rival(
            newsboat.name, entries, [*OWN_HOME, f"HOME={newsboat.place}", *newsboat.open()], FEED_TITLE,
            newsboat.cache.stat().st_size,
        )  # fmt: skip
    if sfeed:
        if not sfeed.feeds.exists():
            fill_sfeed(sfeed, entries, feeds)
        files = sorted(sfeed.feeds.iterdir(), key=lambda file: int(file.name.rpartition("-")[2]))
        size = sum(file.stat().st_size for file in files)
        with files[0].open(encoding="utf-8") as first:
            shows = f"{first.readline().split(TAB)[1].split(' ')[0]} "
        yield Rival(sfeed.name, entries, ["sfeed_curses", *map(str, files)], shows, size)


TAB = "\t"


def fill_newsboat(newsboat: Newsboat, entries: int, feeds: int) -> None:
    """Lets newsboat create its database with nothing to fetch, then fills it with our rows."""
    urls = [feed_url(feed) for feed in range(feeds)]
    newsboat.subscribe(urls)
    command = [*OWN_HOME, f"HOME={newsboat.place}", *newsboat.open(), "-x", "print-unread"]
    subprocess.run(command, capture_output=True, check=True, timeout=60)
    with closing(sqlite3.connect(newsboat.cache)) as connection, connection:
        connection.execute("DELETE FROM rss_feed")
        connection.executemany(
            "INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            ((url, url, f"{FEED_TITLE} {number}") for number, url in enumerate(urls, start=1)),
        )
        connection.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    entry.parsed.guid, entry.parsed.title, _author(entry.parsed), entry.parsed.url, urls[feed],
                    entry.sort, entry.parsed.content_html, int(number % UNREAD_EVERY == 0),
                )
                for number, (feed, entry) in enumerate(_entries(entries, feeds), start=1)
            ),
        )  # fmt: skip


def _author(parsed: ParsedEntry) -> str:
    return parsed.authors[0].name if parsed.authors else ""


def fill_sfeed(sfeed: Sfeed, entries: int, feeds: int) -> None:
    """A file of lines for each feed, newest first (sfeed(5))."""
    sfeed.feeds.mkdir(parents=True)
    lines: defaultdict[int, list[str]] = defaultdict(list)
    for feed, entry in _entries(entries, feeds):
        parsed = entry.parsed
        fields = (
            str(entry.sort), parsed.title, parsed.url or "", parsed.content_html.replace("\n", "\\n"), "html",
            parsed.guid or "", _author(parsed), "", "|".join(parsed.categories),
        )  # fmt: skip
        lines[feed].append(TAB.join(fields))
    for feed, found in lines.items():
        (sfeed.feeds / f"feed-{feed}").write_text("\n".join([*reversed(found), ""]), encoding="utf-8")


def _entries(entries: int, feeds: int) -> Iterator[tuple[int, NewEntry]]:
    for batch in batches(entries, feeds, int(time.time())):
        yield from batch

"""Today's edition waits for the articles of a refresh that runs."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

import pytest

from reader.paths import Paths
from reader.refresh.worker.protocol import Finished, Started
from reader.ui.front_page import arriving
from reader.ui.reader.messages import EventReceived
from tests.support.editions import arrive, subscribe
from tests.support.screen import reading

DONE = Finished(2, 2, 0, 0, 3, 0, 0.1)


@pytest.fixture
def news(paths: Paths) -> Paths:
    subscribe(paths)
    arrive(paths.database, "one", [1], now=int(time.time()))
    return paths


def upto(paths: Paths, entry_id: int) -> None:
    """Notes that the worker has found the stories of the articles up to this one."""
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("INSERT OR REPLACE INTO session VALUES ('stories-upto', ?)", (str(entry_id),))


async def test_an_edition_is_made_after_the_refresh_once_stories_are_found(news: Paths) -> None:
    async with reading(news) as sight:
        sight.screen.post_message(EventReceived(Started(2)))
        await sight.settled()
        await sight.press("F")
        await sight.shows("New articles are arriving.")
        arrive(news.database, "three", [2], now=int(time.time()))
        upto(news, 1)
        sight.screen.post_message(EventReceived(DONE))
        await sight.settled()
        assert "New articles are arriving." in str(sight.text())
        upto(news, 2)
        await sight.shows("2 stories")
        sight.screen.post_message(EventReceived(Started(2)))
        await sight.press("escape", "F")
        await sight.shows("2 stories")  # it is made already


async def test_a_refresh_without_an_end_is_not_waited_for(news: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LONGEST", 0.3)
    async with reading(news) as sight:
        sight.screen.post_message(EventReceived(Started(2)))
        await sight.settled()
        await sight.press("F")
        await sight.shows("TITLE 1")

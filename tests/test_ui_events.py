"""Events of the library, and what the screen does about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from reader.config import Config
from reader.library import open_library
from reader.library.events import ChangedOutside
from reader.library.feeds import Feeds
from reader.model import Change, Field
from reader.paths import Paths
from reader.refresh.worker.protocol import AlreadyRefreshing, FeedDone, Finished
from reader.store import open_store
from reader.stream import Kind, Stream
from reader.ui.reader.event_messages import event_message
from tests.support.long_list import BIG, SMALL
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW
from tests.support.streams import open_list


@pytest.mark.parametrize(
    ("polled", "failed", "new", "message"),
    [
        (1, 1, 0, ""),  # which one and why was said before
        (3, 1, 0, ""),
        (3, 1, 2, "2 new articles"),
        (3, 3, 0, "Couldn’t load any of 3 feeds. Is this computer online?"),
        (3, 0, 1, "1 new article"),
        (3, 0, 0, "No new articles"),
    ],
)
def test_the_end_of_a_refresh_says_each_thing_once(polled: int, failed: int, new: int, message: str) -> None:
    event = Finished(polled, changed=polled - failed, unchanged=0, failed=failed, new=new, updated=0, seconds=1.0)
    text = event_message(event, {})
    assert (text.message, text.progress) == (message, "")


def test_who_asks_for_a_refresh_that_is_under_way_is_told_so() -> None:
    text = event_message(AlreadyRefreshing(), {})
    assert (text.message, text.progress) == ("Already refreshing", None)


READS = ("reload", "load_all", "load_some", "reload_of_entries", "count", "count_unread", "latest", "count_saved")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[Any, ...]]]:
    """Every read of feeds and counts, with its arguments, in order."""
    noted: list[tuple[str, tuple[Any, ...]]] = []

    def watched(name: str) -> Callable[..., Any]:
        read = getattr(Feeds, name)

        def note(feeds: Feeds, *arguments: Any) -> Any:
            noted.append((name, arguments))
            return read(feeds, *arguments)

        return note

    for name in READS:
        monkeypatch.setattr(Feeds, name, watched(name))
    return noted


async def after_the_next_check(sight: Sight) -> None:
    """Waits until the screen has looked for changes by other programs."""
    await sight.seconds_pass()


async def test_marking_an_article_reads_only_its_feed_and_the_count_of_today(long: Paths, reads: list[Any]) -> None:
    async with reading(long) as sight:
        await open_list(sight, "Unread")
        assert sight.text().row.text.startswith("Title 0 Feed 1 ")
        await after_the_next_check(sight)
        reads.clear()
        await sight.press("m")
        await sight.shows("404 unread")
        await after_the_next_check(sight)
        assert reads == [("reload_of_entries", ((1,),)), ("count_unread", (Stream(Kind.TODAY),))]


async def test_starring_an_article_adjusts_the_count_of_stars(long: Paths, reads: list[Any]) -> None:
    async with reading(long) as sight:
        await open_list(sight, "All")
        await after_the_next_check(sight)
        reads.clear()
        await sight.press("s")
        await sight.until(lambda text: re.search(r"Starred +1 ", text) is not None)
        await after_the_next_check(sight)
        assert [name for name, _ in reads] == ["reload_of_entries"]
        await sight.press("u")
        await sight.until(lambda text: re.search(r"Starred +1 ", text) is None)


async def test_a_refreshed_feed_is_read_again_and_no_other(long: Paths, reads: list[Any]) -> None:
    async with reading(long) as sight:
        await after_the_next_check(sight)
        small = next(feed for feed in sight.library.feeds.by_id.values() if feed.url == SMALL)
        reads.clear()
        sight.app._receive(FeedDone(small.id, small.url, new=1, updated=0))
        await sight.until(lambda _: len(reads) > 1)
        await sight.settled()
        assert reads == [("load_some", (frozenset({small.id}),)), ("count_unread", (Stream(Kind.TODAY),))]


def test_feeds_that_were_read_in_the_background_replace_none_that_were_read_later(long: Paths) -> None:
    library = open_library(long, Config())
    with closing(library):
        feeds = library.feeds
        (big,) = (feed for feed in feeds.by_id.values() if feed.url == BIG)
        before = feeds.load_some(frozenset({big.id})).result(20)
        library.changes.apply(Change(Field.READ, True, (1,))).result(20)
        feeds.reload_of_entries((1,))
        assert not feeds.use(before)
        assert feeds.by_id[big.id].unread == big.unread - 1
        assert feeds.use(feeds.load_some(frozenset({big.id, 99})).result(20))
        assert feeds.by_id[big.id].unread == big.unread - 1
        assert 99 not in feeds.by_id


async def test_all_feeds_are_read_once_more_if_others_were_read_meanwhile(long: Paths) -> None:
    async with reading(long) as sight:
        await sight.shows("405 unread")
        feeds = sight.library.feeds
        with closing(open_store(long.database, now=NOW)) as other:
            read = feeds.load_all().result(20)
            other.state.apply(Change(Field.READ, True, (1, 2, 3)))
            feeds.reload()
            assert not feeds.use(read)
        for _ in range(3):
            sight.app._receive(ChangedOutside())
        await sight.shows("402 unread", later=True)


async def test_changes_by_another_program_are_read_in_the_background_and_shown_soon(
    long: Paths, reads: list[Any]
) -> None:
    async with reading(long) as sight:
        await sight.shows("405 unread")
        reads.clear()
        other = open_store(long.database, now=NOW)
        other.state.apply(Change(Field.READ, True, (1, 2, 3)))
        other.close()
        await sight.shows("402 unread", later=True)
        names = [name for name, _ in reads]
        assert "load_all" in names
        assert "reload" not in names

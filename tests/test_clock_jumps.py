"""A computer that slept, or whose clock was set back, keeps polling without losses or duplicates."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.refresh.worker.protocol import Command, Event, Finished, Quit
from reader.refresh.worker.worker import Worker
from reader.store import check
from reader.stream import Kind, Stream
from tests.newspaper import Newspaper
from tests.support.command import Command as CommandLine
from tests.support.profile import Profile
from tests.support.reading import poll_all, subscribe_to
from tests.support.screen import PATIENCE, reading
from tests.support.streams import open_list

HOUR, DAY = 3_600, 86_400
A_MOMENT = 0.3  # seconds in which a worker that sleeps for 0.02 checks several times


@pytest.fixture
def profile(tmp_path: Path, newspaper: Newspaper) -> Profile:
    made = Profile(tmp_path)
    made.subscribe(newspaper.url("/en/feed.xml"))
    return made


class Polls:
    """The finished refreshes of a worker."""

    def __init__(self) -> None:
        self._done: asyncio.Queue[Finished] = asyncio.Queue()

    def hear(self, event: Event) -> None:
        if isinstance(event, Finished):
            self._done.put_nowait(event)

    async def next(self) -> Finished:
        async with asyncio.timeout(PATIENCE):
            return await self._done.get()

    async def none(self) -> bool:
        """Whether nothing is polled for a while."""
        await asyncio.sleep(A_MOMENT)
        return self._done.empty()


@asynccontextmanager
async def working(profile: Profile) -> AsyncIterator[Polls]:
    """A worker in this process, with a clock that runs from the time of the folders and jumps with it."""
    polls, commands = Polls(), asyncio.Queue[Command]()
    started = time.monotonic()
    worker = Worker(profile.paths, polls.hear, clock=lambda: profile.now + time.monotonic() - started, max_sleep=0.02)
    serving = asyncio.create_task(worker.serve(commands))
    try:
        yield polls
    finally:
        commands.put_nowait(Quit())
        assert await serving == 0


async def test_a_computer_that_slept_for_a_day_polls_when_it_wakes(profile: Profile, newspaper: Newspaper) -> None:
    async with working(profile) as polls:
        first = await polls.next()
        assert await polls.none()
        newspaper.publish("en", title="In the night")
        profile.now += DAY
        assert (await polls.next()).new == 1
        assert await polls.none()
    assert len(profile.titles()) == len(set(profile.titles())) == first.new + 1
    assert check(profile.paths.database) == []


@pytest.mark.parametrize("back", [2 * DAY, 400 * DAY])
async def test_a_clock_set_far_back_does_not_stop_polling(profile: Profile, newspaper: Newspaper, back: int) -> None:
    async with working(profile) as polls:
        first = await polls.next()
        newspaper.publish("en", title="Yesterday, as it were")
        profile.now -= back
        assert (await polls.next()).new == 1
        assert await polls.none()
        profile.now += back
        newspaper.publish("en", title="Today again")
        profile.now += 2 * HOUR
        while (await polls.next()).new != 1:
            pass
    assert len(profile.titles()) == len(set(profile.titles())) == first.new + 2


async def test_a_clock_set_back_an_hour_only_delays_due_feeds(profile: Profile, newspaper: Newspaper) -> None:
    async with working(profile) as polls:
        await polls.next()
        profile.now -= HOUR
        assert await polls.none()
        profile.now += 3 * HOUR
        assert (await polls.next()).polled == 1


async def test_the_screen_follows_a_clock_that_jumps_and_still_marks_entries(
    newspaper: Newspaper, stored: Paths
) -> None:
    now = newspaper.now

    def clock() -> float:
        return now

    async with reading(stored, clock=clock) as sight:
        await open_list(sight, "All")
        for number, jump in enumerate((2 * DAY, -5 * DAY), start=1):
            now += jump
            await sight.press("s", "j")
            await sight.until(lambda _, wanted=number: sight.library.feeds.count(Stream(Kind.STARRED)) == wanted)  # type: ignore[misc]
            await open_list(sight, "Today")
            await open_list(sight, "All")
            await sight.press(*"j" * number)
        assert sight.library.feeds.count(Stream(Kind.ALL)) == 53
    assert check(stored.database) == []


@pytest.fixture
def stored(newspaper: Newspaper, paths: Paths) -> Paths:
    subscribe_to(paths, newspaper)
    poll_all(paths)
    return paths


def test_the_command_line_shows_future_dates(stored: Paths, broadsheet: CommandLine) -> None:
    import sqlite3

    with sqlite3.connect(stored.database) as raw:
        raw.execute("UPDATE feeds SET last_poll = last_poll + 864000, next_check = next_check + 864000")
        raw.execute("UPDATE entries SET first_seen = first_seen + 864000, sort = sort + 864000 WHERE id <= 3")
    raw.close()
    before = broadsheet("list", "-n", "100", "--json").json
    assert len(before) == 53
    done = broadsheet("refresh", "--json")
    assert (done.code, done.json["polled"], done.json["new"]) == (0, 3, 0)
    assert [entry["id"] for entry in broadsheet("list", "-n", "100", "--json").json] == [e["id"] for e in before]

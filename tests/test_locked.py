"""A database that another program holds: a short lock is waited for, a long one is said, and nothing is lost."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import StoreBusy
from reader.library import open_library
from reader.model import Change, Field
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.refresh.context import Limits
from reader.refresh.in_process import refresh_now
from reader.refresh.worker.protocol import Command as Message
from reader.refresh.worker.protocol import Event, Finished, Quit, Refresh, Trouble
from reader.refresh.worker.worker import Worker
from reader.store import check
from reader.wording.problem_messages import problem_message
from tests.newspaper import Newspaper
from tests.support.command import Command
from tests.support.locks import LONG, SHORT, held
from tests.support.profile import Profile, finished
from tests.support.terminal import PATIENCE

HELD = "{} is in use by another program; close it or try again"


@pytest.fixture
def profile(tmp_path: Path, newspaper: Newspaper) -> Profile:
    made = Profile(tmp_path)
    made.subscribe(newspaper.url("/en/feed.xml"))
    made.refresh()
    newspaper.publish("en", title="Behind the lock")
    return made


def refresh(profile: Profile, busy_seconds: float) -> list[Event]:
    limits = Limits(busy_seconds=busy_seconds)
    return list(refresh_now(profile.paths, Config(), profile.subscriptions, None, True, now=profile.now, limits=limits))


def test_a_lock_that_is_shorter_than_our_patience_is_waited_for(profile: Profile) -> None:
    with held(profile.paths.database, SHORT):
        assert finished(refresh(profile, 20.0)).new == 1


def test_a_longer_lock_is_said_and_the_refresh_is_made_good(profile: Profile) -> None:
    before = profile.titles()
    with held(profile.paths.database, LONG), pytest.raises(StoreBusy) as caught:
        refresh(profile, 0.2)
    assert caught.value.details == problem(Problem.STORE_BUSY, path=str(profile.paths.database))
    assert profile.titles() == before
    assert finished(profile.refresh()).new == 1
    assert check(profile.paths.database) == []


def test_a_marking_that_waits_too_long_fails_and_can_be_made_again(profile: Profile) -> None:
    library = open_library(profile.paths, Config(), busy_seconds=0.2)
    change = Change(Field.STARRED, True, (1, 2))
    with held(profile.paths.database, LONG):
        error = library.changes.apply(change).exception(20)
        assert isinstance(error, StoreBusy)
        assert len(library.articles.headlines(range(1, 100))) == len(profile.titles())  # reading is not held up
    assert library.changes.apply(change).result(20).ids == (1, 2)
    library.close()


def test_what_would_change_is_found_with_the_changes_that_still_wait(profile: Profile) -> None:
    library = open_library(profile.paths, Config())
    changes, unread = library.changes, library.changes.would_read(Selection()).result(20)
    with held(profile.paths.database, LONG):
        writing = changes.apply(Change(Field.READ, True, (1, 2)))
        assert set(changes.would_read(Selection()).result(20).ids) == set(unread.ids) - {1, 2}
        assert changes.would_set((1, 2, 3), Field.READ, True).result(20).ids == (3,)
        assert changes.would_set((1, 2, 3), Field.READ, False).result(20).ids == (1, 2)
        assert changes.would_set((1, 2), Field.STARRED, True).result(20).ids == (1, 2)
        changes.apply(Change(Field.READ, False, (1,)))
        assert set(changes.would_read(Selection(unread=True)).result(20).ids) == set(unread.ids) - {2}
        assert not writing.done()
    assert writing.result(20).ids == (1, 2)
    library.close()


async def test_a_worker_says_that_the_database_is_held_and_goes_on_afterwards(profile: Profile) -> None:
    told: list[Event] = []
    worker = Worker(profile.paths, told.append, clock=lambda: profile.now, limits=Limits(busy_seconds=0.2))
    commands: asyncio.Queue[Message] = asyncio.Queue()
    serving = asyncio.create_task(worker.serve(commands))
    with held(profile.paths.database, LONG):
        commands.put_nowait(Refresh(None, True))
        await until(
            lambda: any(
                isinstance(event, Trouble) and problem_message(event.problem) == HELD.format(profile.paths.database)
                for event in told
            )
        )
    commands.put_nowait(Refresh(None, True))
    await until(lambda: [event.new for event in told if isinstance(event, Finished)][-1:] == [1])
    commands.put_nowait(Quit())
    assert await serving == 0


async def until(holds) -> None:
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 - what is told has no event to wait for
            await asyncio.sleep(0.02)


def test_the_command_line_waits_ten_seconds_and_says_it(profile: Profile, broadsheet: Command) -> None:
    """As long as a user waits, once: the time-out is not the command line's to change."""
    with held(profile.paths.database, LONG):
        assert len(broadsheet("list", "--json").json) == len(profile.titles())
        done = broadsheet.process("mark", "star", "1")
    assert (done.code, done.out) == (2, "")
    assert done.complaints == [HELD.format(profile.paths.database)]
    assert broadsheet("mark", "star", "1").code == 0

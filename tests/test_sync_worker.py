"""The worker keeps accounts synchronised: at its start, by timer, after the user's changes, and when it is closed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from contextlib import closing
from typing import TypeVar

import pytest

from reader.model import Field
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker import account_worker
from reader.refresh.worker.protocol import (
    Command,
    EntriesChanged,
    Event,
    FeedDone,
    Finished,
    Quit,
    Refresh,
    Reload,
    Sync,
    SyncDone,
    SyncProgress,
    SyncStarted,
    read_command,
    read_event,
    to_line,
)
from reader.refresh.worker.worker import Worker
from reader.subscriptions.edit_accounts import change_account, remove_account
from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Fault
from tests.support.miniflux_server import TOKEN, MinifluxServer
from tests.support.publisher import Publisher
from tests.support.synced import SyncedProfile

E = TypeVar("E")
PATIENCE = 60.0  # seconds


class RunningWorker:
    """A worker in this event loop, and its events."""

    def __init__(self, profile: SyncedProfile) -> None:
        self._commands: asyncio.Queue[Command] = asyncio.Queue()
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self.worker = Worker(profile.paths, self._hear, clock=lambda: profile.now, max_sleep=0.02)

    def _hear(self, event: Event) -> None:
        read = read_event(to_line(event))
        assert read == event
        self._events.put_nowait(read)

    def send(self, command: Command) -> None:
        read = read_command(to_line(command))
        assert read == command
        self._commands.put_nowait(read)

    async def until(self, kind: type[E], condition: Callable[[E], bool] = lambda _: True) -> E:
        """The next event of a kind; skips others."""
        async with asyncio.timeout(PATIENCE):
            while True:
                event = await self._events.get()
                if isinstance(event, kind) and condition(event):
                    return event

    def heard(self) -> list[Event]:
        """The events that nobody has taken yet."""
        return [self._events.get_nowait() for _ in range(self._events.qsize())]

    async def serve(self) -> int:
        return await self.worker.serve(self._commands)


@contextlib.asynccontextmanager
async def working(profile: SyncedProfile) -> AsyncGenerator[RunningWorker, None]:
    running = RunningWorker(profile)
    task = asyncio.create_task(running.serve())
    try:
        yield running
    finally:
        running.send(Quit())
        assert await task == 0


@pytest.fixture
def profile(tmp_path, miniflux):
    return SyncedProfile(tmp_path, miniflux.url, TOKEN)


def test_a_worker_keeps_an_account_synchronised(
    profile: SyncedProfile, miniflux: MinifluxServer, publisher: Publisher, monkeypatch
):
    monkeypatch.setattr(account_worker, "PUSH_AFTER", 0.1)
    phone = miniflux.phone
    for name in ("news", "local"):
        publisher.publish(name, 3)
    feed = phone.subscribe(publisher.url("news"), "World")
    profile.subscribe(publisher.url("local"))
    first, second, third = sorted(phone.everything())

    async def run() -> None:
        async with working(profile) as worker:
            done = await worker.until(SyncDone)
            assert (done.new, done.error) == (3, None)
            for _part in ("unread", "starred", "all"):  # of the history, with which a new article might come
                await worker.until(SyncProgress)

            profile.mark_remote([first], Field.READ, True)
            for _ in range(3):
                worker.send(Sync(push_only=True))
            assert (await worker.until(SyncDone)).sent == 1
            assert first not in phone.unread()

            phone.mark([second])
            worker.send(Refresh((profile.feed_id(publisher.url("news")),), True))
            assert len((await worker.until(EntriesChanged)).ids) == 1
            assert (await worker.until(SyncDone)).changed == 1
            profile.now += 10
            await asyncio.sleep(0.2)
            assert worker.heard() == [], "it is not due, and nobody wanted a local feed"

            publisher.publish("news")
            phone.refresh(feed)
            publisher.asked.clear()
            profile.now += 60
            arrived = await worker.until(FeedDone)
            assert (arrived.feed_url, arrived.new) == (publisher.url("news"), 1)
            await worker.until(SyncDone)

            worker.send(Refresh(None, True))
            await worker.until(Finished)
            assert set(publisher.asked) == {"local"}, "the publisher of the account's feed is never asked"

            profile.mark_remote([third], Field.STARRED, True)
            worker.send(Sync(push_only=True))
        assert phone.starred() == {third}, "what waits is sent when the reader is closed"

        change_account(profile.paths.accounts, "Home", {"paused": True})
        async with working(profile) as worker:
            worker.send(Refresh(None, True))
            await worker.until(Finished)
            worker.send(Sync())
            profile.now += 10_000
            await asyncio.sleep(0.2)
            assert not [event for event in worker.heard() if isinstance(event, SyncStarted)]
            change_account(profile.paths.accounts, "Home", {"paused": False})
            worker.send(Reload())
            assert (await worker.until(SyncDone)).error is None
            remove_account(profile.paths.accounts, "Home")
            worker.send(Reload())
            worker.send(Sync())
            await worker.until(SyncDone)
            assert profile.articles(), "the file may be one that is being saved"
            with closing(profile.writer()) as store:
                store.accounts.follow([])
            worker.send(Reload())
            worker.send(Refresh(None, True))
            await worker.until(Finished)
            assert not profile.articles(), "the feeds of an account that is gone are hidden"

    asyncio.run(run())


def test_an_account_whose_address_is_corrected_does_not_wait_for_the_answer_of_the_old_one(
    profile: SyncedProfile, miniflux: MinifluxServer, publisher: Publisher
):
    publisher.publish("news", 3)
    miniflux.phone.subscribe(publisher.url("news"))

    async def run() -> None:
        with fault_proxy(miniflux.port) as wrong:
            wrong.faults.plan(Fault.HANG)
            change_account(profile.paths.accounts, "Home", {"url": wrong.url})
            async with working(profile) as worker:
                await worker.until(SyncStarted)
                while not wrong.faults.happened:  # noqa: ASYNC110 - a server in a thread
                    await asyncio.sleep(0.01)
                change_account(profile.paths.accounts, "Home", {"url": miniflux.url})
                worker.send(Reload())
                done = await worker.until(SyncDone)
                assert (done.new, done.error) == (3, None)
                assert len(wrong.asked) == 1

    asyncio.run(run())


def test_an_account_that_two_reloads_find_at_the_same_time_is_synchronised_once(
    profile: SyncedProfile, miniflux: MinifluxServer, publisher: Publisher, monkeypatch
):
    publisher.publish("news", 3)
    miniflux.phone.subscribe(publisher.url("news"))

    async def run() -> None:
        change_account(profile.paths.accounts, "Home", {"paused": True})
        async with working(profile) as worker:
            worker.send(Refresh(None, True))
            await worker.until(Finished)
            accounts, asked = worker.worker._accounts, list[str]()
            follow, sync = worker.worker._refresher.accounts.follow, accounts.sync

            async def slow(*arguments, **named) -> None:
                for _ in range(20):
                    await asyncio.to_thread(lambda: None)
                await follow(*arguments, **named)

            def noted(name, occasion) -> None:
                asked.extend([name] if occasion is Occasion.ASKED else [])
                sync(name, occasion)

            monkeypatch.setattr(worker.worker._refresher.accounts, "follow", slow)
            monkeypatch.setattr(accounts, "sync", noted)
            change_account(profile.paths.accounts, "Home", {"paused": False})
            # the dialog has written the file, and the look for changes by others has found it
            await asyncio.gather(accounts.reload(), accounts.reload())
            done = await worker.until(SyncDone)
            assert (asked, done.new, done.error) == (["Home"], 3, None)

    asyncio.run(run())


def test_a_worker_that_starts_too_early_after_a_failure_still_does_what_the_user_asks_for(
    profile: SyncedProfile, miniflux: MinifluxServer
):
    miniflux.kill()
    assert profile.synced().error is not None
    miniflux.start()

    async def run() -> None:
        async with working(profile) as worker:
            worker.send(Sync())  # while the worker finds that it is not time yet
            assert (await worker.until(SyncDone)).error is None

    asyncio.run(run())

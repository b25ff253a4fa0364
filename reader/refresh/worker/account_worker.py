"""The accounts of a worker: synchronised at the start, by timer, at the user's wish, and soon after the user's changes.

Each account has a task of its own, so that a slow server delays no other. Older articles are fetched by another task,
between the synchronisations.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Coroutine
from typing import Any

from reader.paths import Paths
from reader.refresh.pipeline import Refresher
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker.protocol import Event, FindServer, SignIn, Sync
from reader.subscriptions.accounts_toml import AccountsFile, read_accounts
from reader.text import fold

PUSH_AFTER, PUSH_AT_LATEST = 2.0, 10.0  # seconds after the user's last change, and after the first
LAST_PUSH = 0.8  # seconds for what waits when the reader is closed
RETRY = 60.0  # seconds after a failure of our own, such as a locked database
CHECK_EVERY = 15 * 60.0  # seconds

log = logging.getLogger(__name__)


class AccountWorker:
    """``send`` is called with each event; ``guarded`` reports the errors of work and returns whether it succeeded;
    ``sleep`` waits some seconds by the clock, or until the event is set."""

    def __init__(
        self,
        paths: Paths,
        refresher: Refresher,
        send: Callable[[Event], None],
        guarded: Callable[[Coroutine[Any, Any, None]], Awaitable[bool]],
        sleep: Callable[[float, asyncio.Event], Awaitable[None]],
    ) -> None:
        self._paths, self._refresher, self._send = paths, refresher, send
        self._guarded, self._sleep = guarded, sleep
        self._file = AccountsFile()
        self._changed = asyncio.Event()
        self._reloading = asyncio.Lock()
        self._tasks: dict[tuple[str, str], asyncio.Task[None]] = {}  # by account and what they do
        self._asked: set[str] = set()  # accounts that the user wants synchronised while a task does so already
        self._failed: dict[str, float] = {}  # when something of our own failed, by account, by the loop's clock
        self._push: asyncio.Task[None] | None = None
        self._first_change = 0.0
        self._is_running = False

    async def reload(self) -> None:
        """Reads ``accounts.toml``. A file with mistakes, or one that is being saved, removes no account.

        An empty file may be one that another program is saving. If the user has removed the last account, the library
        has noted that in the database.

        One at a time: of two at once, the second would take an account for a new one too, and stop the synchronisation
        that the first has begun.
        """
        async with self._reloading:
            await self._reload()

    async def _reload(self) -> None:
        found = await asyncio.to_thread(read_accounts, self._paths.accounts)
        for mistake in found.mistakes:
            log.warning("event=accounts_toml reason=%s", mistake)
        being_saved = bool(self._file.accounts) and not found.accounts and await self._refresher.accounts.any_followed()
        self._file = self._file if being_saved else found.over(self._file)
        before = self._refresher.accounts.synchroniser.accounts
        await self._refresher.accounts.follow(self._file.accounts, only=found.whole and not being_saved)
        for account in self._refresher.accounts.synchroniser.accounts:
            if self._is_running and account not in before:  # the user may have corrected a mistake in it
                await self._stop(fold(account.name))
                self.sync(account.name, Occasion.ASKED)
        self._failed.clear()
        self._changed.set()

    def sync(self, name: str | None, occasion: Occasion) -> None:
        """Synchronises an account, or all, each in a task of its own, unless one is running already.

        What goes on may find that it is not time yet; then the user's wish is done after it.
        """
        part = _PUSH if occasion is Occasion.PUSH else _SYNC
        for account in self._refresher.accounts.synchroniser.accounts:
            key = fold(account.name)
            if name is None or key == fold(name):
                if occasion is Occasion.ASKED:
                    self._asked.add(key)
                self._start(key, part, self._sync(key, account.name, occasion))

    async def sync_feeds(self, feed_ids: Collection[int], occasion: Occasion) -> frozenset[int]:
        """Synchronises the accounts of these feeds; returns the feeds that are an account's."""
        found = await self._refresher.accounts.accounts_of(feed_ids)
        for name in found:
            self.sync(name, occasion)
        return frozenset().union(*found.values())

    async def obey(self, command: Sync | FindServer | SignIn) -> None:
        """Does what a command wants."""
        match command:
            case Sync(push_only=True):
                self._push_soon()
            case Sync(name):
                self.sync(name, Occasion.ASKED)
            case FindServer():
                self._send(await self._refresher.accounts.find_server(command))
            case SignIn():
                self._send(await self._refresher.accounts.sign_in(command))

    def _push_soon(self) -> None:
        """Sends the user's changes when there was none for a moment."""
        now = asyncio.get_running_loop().time()
        if self._push is None:
            self._first_change = now
        else:
            self._push.cancel()
        delay = min(PUSH_AFTER, self._first_change + PUSH_AT_LATEST - now)
        self._push = asyncio.create_task(self._push_after(delay))

    async def _push_after(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        self._push = None
        self.sync(None, Occasion.PUSH)

    async def keep_synchronised(self) -> None:
        """Synchronises all accounts now, and each when it is due, forever."""
        self._is_running = True
        self.sync(None, Occasion.START)
        while True:
            self._changed.clear()
            if not await self._guarded(self._sync_due()):
                await self._sleep(RETRY, self._changed)

    async def _sync_due(self) -> None:
        """Synchronises the accounts that are due, then sleeps until another one is."""
        now, wait = asyncio.get_running_loop().time(), CHECK_EVERY
        for name, due in (await self._refresher.accounts.synchroniser.seconds_until_due()).items():
            key = fold(name)
            left = max(due, self._failed.get(key, now - RETRY) + RETRY - now)
            if left <= 0:
                self.sync(name, Occasion.TIMER)
            elif (key, _SYNC) not in self._tasks:
                wait = min(wait, left)
        await self._sleep(max(wait, 1.0), self._changed)

    async def _stop(self, key: str) -> None:
        """Ends what runs for an account, such as a request to an address that was not its server's."""
        tasks = [task for (account, _), task in self._tasks.items() if account == key]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def cancel(self) -> list[asyncio.Task[None]]:
        """Has everything that runs end; returns it."""
        tasks = [*self._tasks.values(), *([self._push] if self._push else [])]
        for task in tasks:
            task.cancel()
        return tasks

    async def close(self) -> None:
        """Ends everything, and sends the changes of the user that wait, if that is quick."""
        await asyncio.gather(*self.cancel(), return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LAST_PUSH):
                await self._guarded(self._send_all(self._refresher.accounts.sync(None, Occasion.PUSH)))

    def _start(self, key: str, part: str, work: Coroutine[Any, Any, None]) -> None:
        if (key, part) in self._tasks:
            work.close()
            return
        task = self._tasks[key, part] = asyncio.create_task(work)
        task.add_done_callback(lambda _: self._tasks.pop((key, part), None))

    async def _sync(self, key: str, name: str, occasion: Occasion) -> None:
        if await self._guarded(self._attempt(key, name, occasion)):
            self._start(key, _HISTORY, self._read_history(name))
        else:
            self._failed[key] = asyncio.get_running_loop().time()
        self._changed.set()

    async def _attempt(self, key: str, name: str, occasion: Occasion) -> None:
        said = False
        async with contextlib.aclosing(self._refresher.accounts.sync(name, occasion)) as events:
            async for event in events:
                self._send(event)
                said = True
        if occasion is not Occasion.PUSH and key in self._asked:
            self._asked.discard(key)
            if not said and occasion is not Occasion.ASKED:
                await self._send_all(self._refresher.accounts.sync(name, Occasion.ASKED))

    async def _read_history(self, name: str) -> None:
        await self._guarded(self._send_all(self._refresher.accounts.read_history(name)))

    async def _send_all(self, events: AsyncGenerator[Event, None]) -> None:
        async with contextlib.aclosing(events):
            async for event in events:
                self._send(event)


_SYNC, _PUSH, _HISTORY = "sync", "push", "history"

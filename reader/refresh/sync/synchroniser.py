"""Synchronises accounts: which, when, one at a time each, and what becomes of failures.

An account has one synchronisation at a time among all processes. It ends early, without an error, if the account is
removed, paused or edited while it runs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable

from reader.account import Account, AccountState
from reader.errors import BroadsheetError, StoreError, SyncRefused, SyncSignIn
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.sync.account_sync import AccountMemory, AccountSync
from reader.refresh.sync.merge_events import merged, silently
from reader.refresh.sync.sync_schedule import (
    Occasion,
    asked_to_wait,
    is_wanted,
    pause_after,
    problem_of,
    seconds_until_due,
)
from reader.refresh.worker.protocol import Event, SyncDone, SyncStarted
from reader.sync.source import Source
from reader.text import fold

HISTORY_PAUSE = 0.3  # seconds between two pages; at least half as long as the last page took

log = logging.getLogger(__name__)

OpenSource = Callable[[Account], Awaitable[Source]]
"""Connects to an account's server. Raises :class:`~reader.errors.ConfigError` without the secret."""


class AccountChanged(Exception):
    """The account was removed, paused or edited while it was synchronised."""


class Synchroniser:
    """Synchronises accounts. ``open_source``: how their servers are reached."""

    def __init__(self, context: RefreshContext, accounts: Iterable[Account], open_source: OpenSource) -> None:
        self._context, self._open_source = context, open_source
        self._accounts: dict[str, Account] = {}
        self._sources: dict[Account, Source] = {}
        self._memories: defaultdict[str, AccountMemory] = defaultdict(AccountMemory)
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self.use(accounts)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The accounts that are synchronised."""
        return tuple(self._accounts.values())

    def use(self, accounts: Iterable[Account]) -> None:
        """Replaces the accounts. A running synchronisation of a removed or edited one ends."""
        self._accounts = {fold(account.name): account for account in accounts if not account.paused}
        kept = set(self._accounts.values())
        self._sources = {account: source for account, source in self._sources.items() if account in kept}

    async def sync(self, name: str | None = None, occasion: Occasion = Occasion.START) -> AsyncGenerator[Event, None]:
        """Synchronises an account, or all at the same time, where the occasion wants it.

        Yields ``SyncStarted``, ``FeedDone`` for feeds with new articles, ``EntriesChanged``, ``SyncProgress`` if much
        arrives, and ``SyncDone``, which has the failure, if any. Raises :class:`~reader.errors.StoreError`.
        """
        async with contextlib.aclosing(merged([self._sync(one, occasion) for one in self._named(name)])) as events:
            async for event in events:
                yield event

    async def read_history(self, name: str | None = None) -> AsyncGenerator[Event, None]:
        """Fetches the older articles of an account, or of all, page by page, until there are no more.

        It continues where it was interrupted, and ends at the first failure: the next synchronisation may succeed.
        """
        async with contextlib.aclosing(merged([self._read_history(one) for one in self._named(name)])) as events:
            async for event in events:
                yield event

    def _named(self, name: str | None) -> list[Account]:
        return [one for key, one in self._accounts.items() if name is None or key == fold(name)]

    async def seconds_until_due(self) -> dict[str, float]:
        """How long the timer still waits with each account, by name."""
        if not self._accounts:
            return {}
        now = self._context.clock()
        states = await self._context.with_store(lambda store: store.accounts.states())
        return {one.name: seconds_until_due(one, now) for one in states if fold(one.name) in self._accounts}

    def take_new_ids(self, name: str | None) -> frozenset[int]:
        """The ids of the entries that have arrived as an account's news, or as all accounts', since the last call."""
        memories = [self._memories[fold(one.name)] for one in self._named(name)]
        found = frozenset().union(*(memory.new_ids for memory in memories))
        for memory in memories:
            memory.new_ids.clear()
        return found

    async def _sync(self, account: Account, occasion: Occasion) -> AsyncGenerator[Event, None]:
        async with self._held(account) as account_id:
            if account_id is None:
                return
            state, now = await self._state(account_id), self._context.now()
            if not is_wanted(occasion, state, now):
                if occasion in (Occasion.ASKED, Occasion.START):
                    left = asked_to_wait(state, now)
                    error = problem(Problem.HOST_BUSY, seconds=left) if left else state.error
                    yield SyncDone(account.name, waiting=state.waiting, error=error)
                return
            if occasion is Occasion.ASKED:
                self._memories[fold(account.name)].refusals.forget()
            yield SyncStarted(account.name)
            part = _only_send if occasion is Occasion.PUSH else AccountSync.run
            async with contextlib.aclosing(self._attempt(account, account_id, part)) as events:
                async for event in events:
                    yield event

    async def _read_history(self, account: Account) -> AsyncGenerator[Event, None]:
        loop, failed = asyncio.get_running_loop(), False
        while not failed:
            started = loop.time()
            async with self._held(account) as account_id:
                if account_id is None or not await self._has_history(account_id):
                    return
                events = self._attempt(account, account_id, AccountSync.read_history_page)
                async with contextlib.aclosing(events):
                    async for event in events:
                        failed = isinstance(event, SyncDone)
                        yield event
            await asyncio.sleep(max(HISTORY_PAUSE, (loop.time() - started) / 2))

    async def _attempt(
        self, account: Account, account_id: int, part: Callable[[AccountSync], AsyncGenerator[Event, None]]
    ) -> AsyncGenerator[Event, None]:
        """Runs a part of a synchronisation and keeps what came of it. A page of history that succeeds ends silently."""
        work: AccountSync | None = None
        error: BroadsheetError | None = None
        try:
            work = await self._work(account, account_id)
            async with contextlib.aclosing(part(work)) as events:
                async for event in events:
                    yield event
            error = work.kept_back
        except AccountChanged:
            yield SyncDone(account.name)
            return
        except StoreError:
            raise
        except BroadsheetError as failure:
            error = failure
            if isinstance(failure, SyncSignIn):
                self._sources.pop(account, None)  # the user may have changed the secret
        except Exception:
            log.exception("event=sync_failed account=%d", account_id)
            error = BroadsheetError(problem(Problem.UNEXPECTED))
        if error is not None or part is not AccountSync.read_history_page:
            await self._keep_result(account, account_id, error, complete=part is AccountSync.run)
            yield await self._done(account, account_id, work, error)

    async def _work(self, account: Account, account_id: int) -> AccountSync:
        """A synchronisation with the account's source, which stays signed in for the next one."""
        if account not in self._sources:
            self._sources[account] = await self._open_source(account)
        memory = self._memories[fold(account.name)]

        def check() -> None:
            if not self._is_current(account):
                raise AccountChanged

        check()
        server = f"{account.kind} {account.user}@{account.url}"
        await self._context.with_store(lambda store: store.accounts.recognise(account_id, server))
        return AccountSync(self._context, account_id, account.name, self._sources[account], memory, check)

    async def _keep_result(
        self, account: Account, account_id: int, error: BroadsheetError | None, *, complete: bool
    ) -> None:
        """Keeps a failure, or the success of a complete synchronisation.

        A refused change does not count as a failure: everything else was done. It is shown until the user acts on it.
        """
        state, now = await self._state(account_id), self._context.now()
        interval = account.interval or self._context.config.sync_seconds
        failed = error is not None and not isinstance(error, SyncRefused)
        if failed or complete:
            pause = pause_after(error, state.failures + 1, interval) if error and failed else interval
            details = problem_of(error) if error else None
            await self._context.with_store(
                lambda store: store.accounts.write_result(
                    account_id, now=now, error=details, next_sync=now + pause, succeeded=not failed
                )
            )
        if error:
            log.info("event=sync_problem account=%d reason=%s", account_id, error)

    async def _done(
        self, account: Account, account_id: int, work: AccountSync | None, error: BroadsheetError | None
    ) -> SyncDone:
        state = await self._state(account_id)
        counts = (work.new, work.changed, work.sent) if work else (0, 0, 0)
        return SyncDone(account.name, *counts, state.waiting, problem_of(error) if error else None)

    @contextlib.asynccontextmanager
    async def _held(self, account: Account) -> AsyncGenerator[int | None, None]:
        """Holds the account's lock; its id in the store, or None if the account is no longer as it was."""
        key = fold(account.name)
        ids = await self._context.with_store(lambda store: store.accounts.ids())
        account_id = next((one for name, one in ids.items() if fold(name) == key), None)
        if account_id is None:
            yield None
            return
        lock = RefreshLock(self._context.paths.data_dir / f"sync-{account_id}.lock")
        async with self._locks[key], lock.held():
            yield account_id if self._is_current(account) else None

    def _is_current(self, account: Account) -> bool:
        return self._accounts.get(fold(account.name)) == account

    async def _state(self, account_id: int) -> AccountState:
        return await self._context.with_store(lambda store: store.accounts.state(account_id))

    async def _has_history(self, account_id: int) -> bool:
        """Whether there are older articles to fetch, from a server that answers."""
        if (await self._state(account_id)).failures:
            return False
        return await self._context.with_store(lambda store: store.accounts.history(account_id)) is not None


def _only_send(work: AccountSync) -> AsyncGenerator[Event, None]:
    return silently(work.send())

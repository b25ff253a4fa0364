"""A store that is synchronised with a :class:`~tests.support.server_model.ServerModel`, and may be killed at any step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Self, TypeVar

from reader.account import Account, AccountKind, AccountState, RemoteChange, RemoteEdit
from reader.config import Config
from reader.errors import FetchError
from reader.model import Change, Field
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.sync.synchroniser import Synchroniser
from reader.refresh.worker.protocol import Event
from reader.store import Store
from tests.support.server_model import ModelSource, ServerModel

T = TypeVar("T")


class Killed(BaseException):
    """Ends everything at once, as SIGKILL does: nobody catches it."""


def no_answer() -> Exception:
    return FetchError(problem(Problem.TIMEOUT, seconds=30))


class Faults:
    """Raises ``error`` at a step: a request or its answer, or before a use of the store."""

    def __init__(self) -> None:
        self.steps = 0
        self._at: int | None = None
        self._error: Callable[[], BaseException] = Killed

    def plan(self, steps_from_now: int, error: Callable[[], BaseException]) -> None:
        self._at, self._error = self.steps + steps_from_now, error

    def step(self) -> None:
        self.steps += 1
        if self.steps == self._at:
            raise self._error()

    def step_of_store(self) -> None:
        """Of the store, only a kill is tried."""
        if self._error is Killed:
            self.step()


class _Context(RefreshContext):
    faults: Faults

    async def with_store(self, call: Callable[[Store], T]) -> T:
        self.faults.step_of_store()
        return await super().with_store(call)

    async def _on_thread(self, call: Callable[[], T]) -> T:
        return call()  # sooner than on a thread


class SyncStage:
    """``async with SyncStage(folder) as stage``."""

    def __init__(self, folder: Path, server: ServerModel | None = None) -> None:
        self.paths = Paths(folder / "config", folder / "data")
        self.server, self.faults = server or ServerModel(), Faults()
        self.now = 2_000_000
        self.refused: Callable[[RemoteChange | RemoteEdit], bool] = lambda _: False
        self.account = Account("Home", AccountKind.MINIFLUX, "https://a.example")
        self.context = _Context(self.paths, Config(), lambda: self.now)
        self.context.faults = self.faults
        self.source = ModelSource(self.server, self.faults.step, self._is_refused)
        self.synchroniser = self._started()

    def _is_refused(self, change: RemoteChange | RemoteEdit) -> bool:
        return self.refused(change)

    async def __aenter__(self) -> Self:
        await self.context.__aenter__()
        await self.with_store(lambda store: store.accounts.follow(["Home"]))
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.context.__aexit__(*error)

    async def with_store(self, call: Callable[[Store], T]) -> T:
        return await RefreshContext.with_store(self.context, call)

    def _started(self) -> Synchroniser:
        async def open_source(_account: Account) -> ModelSource:
            return self.source

        return Synchroniser(self.context, [self.account], open_source)

    async def sync(self, occasion: Occasion = Occasion.ASKED) -> list[Event]:
        """Synchronises, and fetches all older articles. A kill ends it, and a new process begins."""
        events: list[Event] = []
        try:
            async for event in self.synchroniser.sync(None, occasion):
                events.append(event)
            async for event in self.synchroniser.read_history():
                events.append(event)
        except Killed:
            await asyncio.sleep(0)
            self.synchroniser = self._started()
        return events

    async def mark(self, ids: Iterable[str], field: Field, value: bool, label: str = "") -> None:
        """What the user does to these articles, as far as they are here."""
        wanted = list(ids)

        def mark(store: Store) -> None:
            found = tuple(one.id for one in store.accounts.stored(self.account_id(store), wanted).values())
            if found:
                store.state.apply(Change(field, value, found, label))

        await self.with_store(mark)

    def account_id(self, store: Store) -> int:
        return store.accounts.ids()["Home"]

    async def state(self) -> AccountState:
        return await self.with_store(lambda store: store.accounts.state(self.account_id(store)))

    async def having(self, field: Field, label: str = "") -> frozenset[str]:
        """The server's ids of the articles here that have a state."""

        def read(store: Store) -> frozenset[str]:
            rows = store._connection.execute(
                "SELECT remote_id, read, starred, later, (SELECT group_concat(name) FROM entry_labels"
                " JOIN labels ON labels.id = label_id WHERE entry_labels.entry_id = e.id) FROM remote_entries r"
                " JOIN entries e ON e.id = r.entry_id JOIN feeds f ON f.id = e.feed_id"
                " WHERE subscribed = 1 AND remote_id IS NOT NULL"
            ).fetchall()
            found = {}
            for remote, is_read, starred, later, labels in rows:
                found[remote] = {
                    Field.READ: bool(is_read),
                    Field.STARRED: bool(starred),
                    Field.LATER: bool(later),
                    Field.LABEL: label in (labels or "").split(","),
                }[field]
            return frozenset(remote for remote, has in found.items() if has)

        return await self.with_store(read)

    async def everything(self) -> frozenset[str]:
        """The server's ids of the articles here."""
        return await self.with_store(
            lambda store: frozenset(
                row[0]
                for row in store._connection.execute(
                    "SELECT remote_id FROM remote_entries r JOIN entries e ON e.id = entry_id JOIN feeds f"
                    " ON f.id = e.feed_id WHERE subscribed = 1 AND remote_id IS NOT NULL"
                )
            )
        )

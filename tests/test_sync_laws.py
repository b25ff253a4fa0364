"""Whatever happens during synchronisations, in the end both sides are equal, and nothing is lost or invented."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from reader.account import EditKind, RemoteEdit
from reader.model import Field
from reader.refresh.sync import synchroniser
from reader.refresh.worker.protocol import SyncDone
from tests.support.sync_stage import Killed, SyncStage, no_answer

LABEL = "Work"
STRIDE = 6  # between the steps at which something fails; 1 tries all and takes half a minute
FIELDS = (Field.READ, Field.STARRED, Field.LATER, Field.LABEL)
LATER_AT_SERVER = "Later"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(synchroniser, "HISTORY_PAUSE", 0.0)


async def set_at_server(stage: SyncStage, ids: list[str], field: Field, value: bool) -> None:
    if field in (Field.READ, Field.STARRED):
        stage.server.set(ids, field, value)
    else:
        stage.server.set(ids, Field.LABEL, value, LABEL if field is Field.LABEL else LATER_AT_SERVER)


async def mark_here(stage: SyncStage, ids: list[str], field: Field, value: bool) -> None:
    await stage.mark(ids, field, value, LABEL if field is Field.LABEL else "")


async def both(stage: SyncStage, field: Field) -> tuple[frozenset[str], frozenset[str]]:
    """The articles that have a state: here, and at the server."""
    here = await stage.having(field, LABEL)
    at_server = Field.LABEL if field is Field.LATER else field
    return here, stage.server.having(at_server, LABEL if field is Field.LABEL else LATER_AT_SERVER)


async def settle(stage: SyncStage) -> None:
    """Synchronises until all is done: the history needs a synchronisation that succeeds."""
    for _ in range(2):
        stage.now += 10_000
        events = await stage.sync()
        assert [event.error for event in events if isinstance(event, SyncDone)] == [None]
    state = await stage.state()
    assert (state.waiting, state.history_complete, state.failures) == (0, True, 0)


async def scenario(stage: SyncStage, sync: Callable[[], Awaitable[object]]) -> None:
    """Something of everything; ``sync`` may fail."""
    server = stage.server
    first = server.subscribe("https://a.example/one")
    old = server.publish(first, 8)
    await sync()
    await stage.mark(old, Field.READ, True)
    await stage.mark(old[4:], Field.STARRED, True)
    await stage.mark(old[6:], Field.LABEL, True, LABEL)
    await stage.mark(old[7:], Field.LATER, True)
    server.set(old[:2], Field.STARRED, True)
    server.publish(first, 2)
    await sync()
    await stage.mark(old[5:6], Field.STARRED, False)
    server.set(old[7:], Field.LABEL, False, LABEL)
    await stage.with_store(
        lambda store: store.outbox.add_edit(
            stage.account_id(store), RemoteEdit(EditKind.SUBSCRIBE, "https://b.example/two", title="Two"), 1
        )
    )
    await sync()


def test_a_kill_or_a_lost_request_at_any_step_loses_and_invents_nothing(tmp_path):
    async def outcome(folder: str, at: int, error: Callable[[], BaseException]) -> tuple[list[object], int]:
        async with SyncStage(tmp_path / folder) as stage:
            stage.faults.plan(at, error)
            await scenario(stage, stage.sync)
            steps = stage.faults.steps
            await settle(stage)
            states: list[object] = [await stage.everything() == stage.server.entries.keys()]
            for field in FIELDS:
                here, there = await both(stage, field)
                assert here == there, (folder, field)
                states.append(len(here))
            assert sorted(feed.url for feed in stage.server.feeds.values()) == [
                "https://a.example/one",
                "https://b.example/two",
            ]
            return states, steps

    async def run() -> None:
        for error, name in ((no_answer, "lost"), (Killed, "killed")):
            expected, steps = await outcome(f"{name}-0", 10**6, error)
            assert expected[0]
            for step in range(1, steps + 1, STRIDE):
                states, _ = await outcome(f"{name}-{step}", step, error)
                assert states[0], (name, step)

    asyncio.run(run())

"""Whatever happens during synchronisations, in the end both sides are equal, and nothing is lost or invented."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.account import EditKind, RemoteChange, RemoteEdit
from reader.arrival import ParsedEntry
from reader.errors import ParseError, SyncError, SyncSignIn
from reader.model import Field, Subscription
from reader.problems import Problem, problem
from reader.refresh.parsing.read_feed import EntryResult, entry_result
from reader.refresh.sync import synchroniser
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker.protocol import FeedDone, SyncDone
from reader.store import Store
from tests.support.remote import noted_edit
from tests.support.sync_stage import Killed, SyncStage, no_answer

LABEL = "Work"
STRIDE = 10  # between the steps at which something fails; 1 tries all and takes half a minute
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


def mark_at_once(stage: SyncStage, ids: list[str], field: Field, value: bool) -> None:
    """What the user does while an answer is on its way."""
    coroutine = mark_here(stage, ids, field, value)
    with contextlib.suppress(StopIteration):
        coroutine.send(None)


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
        lambda store: noted_edit(
            store, stage.account_id(store), RemoteEdit(EditKind.SUBSCRIBE, "https://b.example/two", title="Two")
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


ARTICLES = 6
actions = st.one_of(
    st.tuples(st.just("here"), st.sets(st.integers(0, ARTICLES - 1)), st.sampled_from(FIELDS), st.booleans()),
    st.tuples(st.just("there"), st.sets(st.integers(0, ARTICLES - 1)), st.sampled_from(FIELDS), st.booleans()),
    st.tuples(st.just("during"), st.sets(st.integers(0, ARTICLES - 1)), st.sampled_from(FIELDS), st.booleans()),
    st.tuples(st.just("sync"), st.sampled_from([None, no_answer, Killed]), st.integers(1, 40)),
    st.tuples(st.just("publish")),
)


@settings(max_examples=15)
@given(st.lists(actions, max_size=9))
def test_each_state_is_what_one_of_both_sides_set_last(tmp_path_factory, steps):
    """A state that only one side has changed is what that side set last; where both did, both agree on one of them."""

    async def run() -> None:
        async with SyncStage(tmp_path_factory.mktemp("law")) as stage:
            feed = stage.server.subscribe("https://a.example/one")
            ids = stage.server.publish(feed, ARTICLES)
            await settle(stage)
            last: dict[tuple[str, Field], dict[str, bool]] = {}
            for what, *words in steps:
                match what, words:
                    case (("here" | "there" | "during"), (numbers, field, value)):
                        chosen = [ids[number] for number in sorted(numbers)]
                        side = "there" if what == "there" else "here"
                        for id_ in chosen:
                            last.setdefault((id_, field), {})[side] = value
                        if what == "here":
                            await mark_here(stage, chosen, field, value)
                        elif what == "there":
                            await set_at_server(stage, chosen, field, value)
                        else:
                            stage.source.during = partial(mark_at_once, stage, chosen, field, value)
                            await stage.sync()
                            stage.source.during = lambda: None
                    case "sync", (error, step):
                        if error:
                            stage.faults.plan(step, error)
                        await stage.sync()
                        stage.faults.plan(10**6, Killed)
                    case "publish", _:
                        stage.server.publish(feed)
            await settle(stage)
            assert await stage.everything() == stage.server.entries.keys()
            for field in FIELDS:
                here, there = await both(stage, field)
                assert here == there
                for id_ in stage.server.entries:
                    assert (id_ in here) in last.get((id_, field), {"neither": False}).values()

    asyncio.run(run())


def test_what_the_server_refuses_is_kept_and_holds_up_nothing_else(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            feed = stage.server.subscribe("https://a.example/one", "One")
            ids = stage.server.publish(feed, 9)
            await settle(stage)
            stage.refused = lambda change: (
                change.kind is EditKind.RENAME
                if isinstance(change, RemoteEdit)
                else ids[5] in change.ids and change.field is Field.READ
            )

            def edit(store: Store) -> None:
                for one in (
                    RemoteEdit(EditKind.RENAME, "https://a.example/one", feed, title="Eins"),
                    RemoteEdit(EditKind.SUBSCRIBE, "https://b.example/two", title="Two"),
                ):
                    noted_edit(store, stage.account_id(store), one)

            await stage.with_store(edit)
            await stage.mark(ids, Field.READ, True)
            await stage.mark(ids[:3], Field.STARRED, True)
            stage.server.publish(feed)
            (done,) = [event for event in await stage.sync() if isinstance(event, SyncDone)]
            assert done.error is not None
            assert (done.new, done.waiting) == (1, 1)
            assert stage.server.having(Field.READ) == set(ids) - {ids[5]}
            assert stage.server.having(Field.STARRED) == set(ids[:3])
            assert {one.title for one in stage.server.feeds.values()} == {"One", "Two"}
            state = await stage.state()
            assert [edit.kind for edit, _ in state.refused] == [EditKind.RENAME]
            assert (state.failures, state.error) == (0, done.error)
            assert ids[5] in await stage.having(Field.READ), "the user's own state stays"

            asked = len(stage.source.asked)
            stage.now += 60
            await stage.sync(Occasion.TIMER)
            assert not any(isinstance(one, RemoteChange | RemoteEdit) for one in stage.source.asked[asked:])
            stage.refused = lambda _: False
            await stage.sync()
            assert (await stage.state()).waiting == 0
            assert ids[5] in stage.server.having(Field.READ)

    asyncio.run(run())


def test_two_processes_at_once_send_and_store_everything_once(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as one, SyncStage(tmp_path, one.server) as other:
            feed = one.server.subscribe("https://a.example/one")
            ids = one.server.publish(feed, 12)
            await asyncio.gather(one.sync(), other.sync())
            assert await one.everything() == set(ids)
            await one.mark(ids[:6], Field.READ, True)
            await other.mark(ids[4:], Field.STARRED, True)
            one.source.asked.clear()
            other.source.asked.clear()
            await asyncio.gather(one.sync(), other.sync())
            pushed = [change for change in one.source.asked + other.source.asked if isinstance(change, RemoteChange)]
            assert sorted(id_ for change in pushed for id_ in change.ids) == sorted(ids[:6] + ids[4:])
            for field in FIELDS:
                here, there = await both(one, field)
                assert here == there

    asyncio.run(run())


def test_an_account_that_is_removed_or_edited_during_a_synchronisation_is_left_alone(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            feed = stage.server.subscribe("https://a.example/one")
            ids = stage.server.publish(feed, 3)
            await settle(stage)
            stage.server.publish(feed, 2)
            edited = replace(stage.account, url="https://b.example")
            for accounts in ([], [edited]):
                await stage.mark(ids[:1], Field.STARRED, bool(accounts))
                stage.source.during = partial(stage.synchroniser.use, accounts)
                (done,) = [event for event in await stage.sync() if isinstance(event, SyncDone)]
                assert done == SyncDone("Home"), "not a failure"
                assert await stage.everything() == set(ids), "the answer is not stored"
                stage.source.during = lambda: None
                stage.synchroniser.use([stage.account])
            await settle(stage)
            assert await stage.everything() == stage.server.entries.keys()

    asyncio.run(run())


def test_after_a_failure_only_the_user_comes_before_the_time(tmp_path):
    """The pauses: longer after each failure; as the server asks, also for the user; not in the past of a wrong clock."""

    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            stage.server.subscribe("https://a.example/one")

            async def asks(occasion: Occasion) -> bool:
                before = len(stage.source.asked)
                await stage.sync(occasion)
                return len(stage.source.asked) > before

            async def fails(error: Callable[[], Exception]) -> int:
                stage.faults.plan(1, error)
                assert await asks(Occasion.ASKED)
                state = await stage.state()
                assert state.next_sync is not None
                assert state.error is not None
                return state.next_sync - stage.now

            assert [await fails(no_answer) for _ in range(4)] == [60, 120, 240, 300]
            broken = SyncError(problem(Problem.SERVER_ANSWERED, status=500, message=""), http_status=500)
            assert [await fails(lambda: broken) for _ in range(4)] == [960, 1920, 3600, 3600]
            assert not await asks(Occasion.TIMER)
            stage.now -= 1_000_000
            assert await asks(Occasion.TIMER), "the clock was set back"
            state = await stage.state()
            assert (state.failures, state.error) == (0, None)

            sign_in = problem(Problem.SERVER_TOKEN_REFUSED)
            assert await fails(lambda: SyncSignIn(sign_in, http_status=401)) == 3600
            assert not await asks(Occasion.START), "or the server may lock the user out"
            busy = problem(Problem.SERVER_ANSWERED, status=429, message="")
            assert await fails(lambda: SyncError(busy, http_status=429, retry_after=500)) == 500
            for occasion in Occasion:
                assert not await asks(occasion)
            stage.now += 500
            assert await fails(lambda: SyncError(busy, http_status=429, retry_after=1)) == 60
            assert not await asks(Occasion.ASKED)
            stage.now += 1
            assert not await asks(Occasion.TIMER)
            assert await asks(Occasion.ASKED), "the server asked for a second"
            stage.now += 60
            assert await asks(Occasion.TIMER)
            assert (await stage.state()).next_sync == stage.now + 60
            stage.now += 59
            assert not await asks(Occasion.TIMER)
            assert await asks(Occasion.START)

    asyncio.run(run())


def test_an_article_that_the_server_has_deleted_keeps_its_star(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            feed = stage.server.subscribe("https://a.example/one")
            ids = stage.server.publish(feed, 5)
            stage.server.set(ids, Field.STARRED, True)
            await settle(stage)
            stage.server.delete(ids[:2])
            stage.server.set(ids[2:3], Field.STARRED, False)
            await settle(stage)
            assert await stage.having(Field.STARRED) == set(ids[3:])
            starred = await stage.with_store(
                lambda store: store._connection.execute("SELECT count(*) FROM entries WHERE starred").fetchone()
            )
            assert starred == (4,)

    asyncio.run(run())


def test_an_edited_article_becomes_unread_where_the_user_wants_that_and_the_server_hears_of_it(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            urls = ["https://a.example/quiet", "https://a.example/loud"]
            quiet, loud = (stage.server.publish(stage.server.subscribe(url))[0] for url in urls)
            await settle(stage)
            await stage.mark([quiet, loud], Field.READ, True)
            await settle(stage)
            stage.context.subscriptions = {urls[1]: Subscription(urls[1], updated_unread=True)}
            for id_ in (quiet, loud):
                stage.server.edit(id_, "Other words.")
            events = await stage.sync()
            assert [(event.feed_url, event.new, event.updated) for event in events if isinstance(event, FeedDone)] == [
                (url, 0, 1) for url in urls
            ]
            assert await stage.having(Field.READ) == {quiet} == stage.server.having(Field.READ)
            kept = await stage.with_store(lambda store: [store.versions.of(number) for number in (1, 2)])
            assert [[version.text for version in versions] for versions in kept] == [["Text."], ["Text."]]

    asyncio.run(run())


def test_an_article_that_no_parser_can_cope_with_loses_its_text_alone(tmp_path, monkeypatch):
    """Parsers that do not work at all are a failure; nothing is stored without its text then."""

    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            feed = stage.server.subscribe("https://a.example/one")
            ids = stage.server.publish(feed, 3)
            stage.server.edit(ids[1], "Poison.")
            pool, broken = stage.context.pool, [True]

            async def entries(some: tuple[ParsedEntry, ...]) -> tuple[EntryResult, ...]:
                if broken or any("Poison" in one.content_html for one in some):
                    raise ParseError(problem(Problem.PARSER_STOPPED))
                return tuple(map(entry_result, some))

            monkeypatch.setattr(pool, "entries", entries)
            (done,) = [event for event in await stage.sync() if isinstance(event, SyncDone)]
            assert done.error == problem(Problem.PARSER_STOPPED)
            assert not await stage.everything()
            broken.clear()
            await settle(stage)
            texts = await stage.with_store(
                lambda store: [one.content_html for number in (1, 2, 3) if (one := store.entries.entry(number))]
            )
            assert sorted(texts) == ["", "<p>Text.</p>", "<p>Text.</p>"]

    asyncio.run(run())


def test_an_error_for_one_change_does_not_hold_up_the_others_and_is_a_failure(tmp_path):
    async def run() -> None:
        async with SyncStage(tmp_path) as stage:
            one, two = (stage.server.subscribe(f"https://a.example/{name}", name) for name in ("one", "two"))
            ids = stage.server.publish(one, 3)
            await settle(stage)

            def edit(store: Store) -> None:
                for feed, title in ((one, "1"), (one, "I"), (two, "2")):
                    url = stage.server.feeds[feed].url
                    noted_edit(store, stage.account_id(store), RemoteEdit(EditKind.RENAME, url, feed, title))

            def breaks(change: RemoteChange | RemoteEdit) -> bool:
                if change.title == "1" if isinstance(change, RemoteEdit) else change.field is Field.STARRED:
                    raise SyncError(problem(Problem.SERVER_ANSWERED, status=500, message=""), http_status=500)
                return False

            await stage.with_store(edit)
            await stage.mark(ids, Field.STARRED, True)
            await stage.mark(ids, Field.READ, True)
            new = stage.server.publish(two)
            stage.refused = breaks
            (done,) = [event for event in await stage.sync() if isinstance(event, SyncDone)]
            assert (done.error is not None, done.new, done.sent, done.waiting) == (True, 1, 4, 5)
            assert {feed.title for feed in stage.server.feeds.values()} == {"one", "2"}, "in their order"
            assert stage.server.having(Field.READ) == set(ids)
            assert (await stage.state()).failures == 1
            assert new[0] in await stage.everything()
            stage.refused = lambda _: False
            await settle(stage)
            assert {feed.title for feed in stage.server.feeds.values()} == {"I", "2"}
            assert stage.server.having(Field.STARRED) == set(ids)

    asyncio.run(run())

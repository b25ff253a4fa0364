"""The pool of parser processes: a hostile document ends one process and fails one job, no more."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import ParseError
from reader.refresh.context import Limits
from reader.refresh.parsing.parser_pool import ParserPool
from reader.refresh.pipeline import Refresher
from reader.refresh.spawn import command, environment
from reader.refresh.worker.protocol import FeedDone
from tests.support.fault_list import item, rss
from tests.support.faultserver import answer, fault_server
from tests.support.fuzzing import cases
from tests.support.processes import runs
from tests.support.profile import Profile, message

pytestmark = pytest.mark.processes

URL = "https://e.example/feed"
FEED = b"<rss version='2.0'><channel><title>T</title><item><title>One</title></item></channel></rss>"


async def until(condition: Callable[[], object]) -> None:
    """Waits for the end of another process, which no event reports."""
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.01)


async def ended(pid: int) -> None:
    await until(lambda: not runs(pid))


async def stopped_child(pool: ParserPool) -> int:
    """A child that will never finish its next job."""
    await pool.feed(FEED, url=URL)
    (pid,) = pool.pids
    os.kill(pid, signal.SIGSTOP)
    return pid


async def test_a_feed_is_returned_as_a_value_and_the_process_is_reused():
    async with ParserPool(1) as pool:
        assert (await pool.feed(FEED, url=URL)).feed.entries[0].title == "One"
        pids = pool.pids
        await pool.feed(FEED, url=URL)
        assert pool.pids == pids


async def test_a_parse_error_is_raised_in_the_parent_process():
    async with ParserPool(1) as pool:
        with pytest.raises(ParseError):
            await pool.feed(b"<html><body>Log in", url=URL)
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"


async def test_jobs_run_in_parallel_and_all_return():
    async with ParserPool(2) as pool:
        feeds = await asyncio.gather(*(pool.feed(FEED, url=URL) for _ in range(20)))
        assert {read.feed.title for read in feeds} == {"T"}
        assert len(pool.pids) == 2


@pytest.mark.parametrize(
    "number", cases(signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, brief=1), ids=lambda number: number.name
)
async def test_a_process_killed_during_a_job_fails_it_and_is_replaced(number: signal.Signals):
    async with ParserPool(1) as pool:
        pid = await stopped_child(pool)
        job = asyncio.create_task(pool.feed(FEED, url=URL))
        await asyncio.sleep(0)
        os.kill(pid, number)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)
        with pytest.raises(ParseError, match="parser-"):
            await job
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"
        assert pid not in pool.pids


async def test_a_process_killed_between_jobs_fails_none():
    async with ParserPool(1) as pool:
        await pool.feed(FEED, url=URL)
        (pid,) = pool.pids
        os.kill(pid, signal.SIGKILL)
        await ended(pid)
        await until(lambda: not pool.pids)
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"


async def test_only_the_jobs_whose_process_is_killed_fail():
    async with ParserPool(2) as pool:
        pid = await stopped_child(pool)
        jobs = [asyncio.create_task(pool.feed(FEED, url=f"{URL}/{number}")) for number in range(20)]
        await until(lambda: sum(job.done() for job in jobs) == 19)  # all but the job of the stopped child
        os.kill(pid, signal.SIGKILL)
        outcomes = await asyncio.gather(*jobs, return_exceptions=True)
        assert [type(outcome) for outcome in outcomes].count(ParseError) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep a limit of memory")
async def test_a_job_that_exceeds_the_memory_limit_fails_alone():
    body = FEED.replace(b"One", b"x" * 9_000_000)
    async with ParserPool(1, memory_limit=80_000_000) as pool:
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"
        with pytest.raises(ParseError, match="parser-out-of-memory"):
            await pool.feed(body, url=URL)
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"


async def test_a_job_that_takes_too_long_ends_its_process():
    async with ParserPool(1, time_limit=2) as pool:
        pid = await stopped_child(pool)
        with pytest.raises(ParseError, match="parser-timeout"):
            await pool.feed(FEED, url=URL)
        await ended(pid)


async def test_a_cancelled_job_leaves_no_busy_process():
    async with ParserPool(1) as pool:
        pid = await stopped_child(pool)
        job = asyncio.create_task(pool.feed(FEED, url=URL))
        await asyncio.sleep(0)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        await ended(pid)


async def test_processes_are_replaced_after_some_jobs_and_end_when_idle():
    async with ParserPool(1, jobs_per_child=2, idle_seconds=0.05) as pool:
        await pool.feed(FEED, url=URL)
        (first,) = pool.pids
        await pool.feed(FEED, url=URL)
        await ended(first)
        await pool.feed(FEED, url=URL)
        (second,) = pool.pids
        assert second != first
        await ended(second)
        assert (await pool.feed(FEED, url=URL)).feed.title == "T"


async def test_closing_ends_all_processes():
    async with ParserPool(2) as pool:
        await asyncio.gather(*(pool.feed(FEED, url=URL) for _ in range(4)))
        pids = pool.pids
    assert pids
    for pid in pids:
        await ended(pid)


def test_a_parser_ends_when_its_parent_closes_the_pipe():
    process = subprocess.Popen(
        command("reader.refresh.parsing.parser_process", "20", "1500000000"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment(),
    )
    with process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_output_printed_by_a_parser_does_not_get_into_its_results():
    program = (
        "import reader.refresh.parsing.read_feed, reader.refresh.parsing.parser_process as p, sys; sys.argv=['', '9', '1500000000'];"
        "reader.refresh.parsing.read_feed.read_feed=lambda body, **_: print('noise') or 'value'; p.main()"
    )
    import pickle

    job = pickle.dumps(("feed", b"", {}))
    done = subprocess.run(
        [sys.executable, "-c", program], input=len(job).to_bytes(4, "big") + job, capture_output=True, env=environment()
    )
    assert pickle.loads(done.stdout[4:])[:2] == ("value", None)
    assert b"noise" in done.stderr


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def crash(pid: int) -> None:
    os.kill(pid, signal.SIGSEGV)
    os.kill(pid, signal.SIGCONT)


def wait_for_its_end(pid: int) -> None:
    """The child stays stopped until the time limit."""


@pytest.mark.parametrize(
    ("strike", "words"),
    [
        (kill, "the parser stopped before it was done"),
        (crash, "the parser stopped before it was done"),
        (wait_for_its_end, "parsing it took too long"),
    ],
)
async def test_a_feed_that_crashes_its_parser_fails_alone(tmp_path: Path, strike: Callable[[int], None], words: str):
    profile = Profile(tmp_path)
    async with fault_server() as bad, fault_server() as good:
        bad.routes["/f"] = [answer(rss(item("old")).encode())]
        urls = (bad.url("/f"), good.url("/f"))
        profile.subscribe(*urls)
        limits = Limits(parse_seconds=5)  # enough to start another process on a busy machine
        async with Refresher(
            profile.paths, Config(), profile.subscriptions, clock=lambda: profile.now, limits=limits
        ) as refresher:
            await refresher.subscribe(profile.subscriptions)
            assert [message(e.error) for e in await done(refresher)] == [None, "the server answered 404: not found"]
            pool = refresher._context.pool
            (pid,) = pool.pids
            os.kill(pid, signal.SIGSTOP)
            bad.routes["/f"] = [answer(rss(item("new")).encode())]
            good.routes["/f"] = [
                0.1,
                answer(rss(item("other")).encode()),
            ]  # later than the other one, so in another process
            refresh = asyncio.create_task(done(refresher))
            await until(lambda: any(child.busy for child in pool._feeds._all))
            strike(pid)
            assert {e.feed_url: message(e.error) for e in await refresh} == {urls[0]: words, urls[1]: None}
            assert (profile.titles(urls[0]), profile.titles(urls[1])) == (["old"], ["other"])
            assert [e.error for e in await done(refresher)] == [None, None]
            assert sorted(profile.titles()) == ["new", "old", "other"]


async def done(refresher: Refresher) -> list[FeedDone]:
    """The results of the feeds, by id."""
    found = [event async for event in refresher.refresh(None, True) if isinstance(event, FeedDone)]
    return sorted(found, key=lambda event: event.feed_id)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep a limit of memory")
async def test_a_feed_that_needs_too_much_memory_fails_alone(tmp_path: Path):
    profile = Profile(tmp_path)
    async with fault_server() as bad, fault_server() as good:
        bad.routes["/f"] = [answer(rss(item("big", "x" * 9_000_000)).encode())]
        good.routes["/f"] = [answer(rss(item("other")).encode())]
        profile.subscribe(bad.url("/f"), good.url("/f"))
        limits = Limits(parse_bytes=80_000_000)
        async with Refresher(profile.paths, Config(), (), clock=lambda: profile.now, limits=limits) as refresher:
            await refresher.subscribe(profile.subscriptions)
            errors = [message(event.error) for event in await done(refresher)]
    assert errors == ["parsing it needs too much memory", None]
    assert profile.titles() == ["other"]

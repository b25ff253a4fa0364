"""The worker process: it runs commands, is restarted when it dies, and ends with its parent."""

from __future__ import annotations

import os
import signal
import threading
import time
from queue import Empty, Queue

import pytest

from reader.config import Config
from reader.files import FileLock
from reader.refresh.in_process import refresh_now
from reader.refresh.worker.protocol import (
    Event,
    Finished,
    GetPage,
    Indexed,
    PageDone,
    Progress,
    Quit,
    Refresh,
    Trouble,
    to_line,
)
from reader.refresh.worker.worker import retry_delay
from reader.refresh.worker.worker_client import WorkerClient, poll_once, start_worker
from reader.store import check, open_store
from tests.newspaper import Fault, Newspaper
from tests.support.forked_popen import forked_workers  # noqa: F401 - a fixture
from tests.support.processes import PATIENCE, children, wait_until_gone
from tests.support.profile import Profile, finished


class Ears:
    """Collects the events of a worker."""

    def __init__(self) -> None:
        self.queue: Queue[Event] = Queue()

    def until(self, kind, condition=lambda event: True):
        """The next event of a kind; skips others."""
        while True:
            event = self.queue.get(timeout=PATIENCE)
            if isinstance(event, kind) and condition(event):
                return event


@pytest.fixture
def paper():
    with Newspaper() as newspaper:
        yield newspaper


@pytest.fixture
def profile(tmp_path, paper):
    made = Profile(tmp_path)
    made.subscribe(paper.url("/en/feed.xml"), paper.url("/de/feed.xml"))
    return made


@pytest.fixture
def ears():
    return Ears()


@pytest.fixture
def link(profile, ears):
    made = WorkerClient(profile.paths, ears.queue.put)
    yield made
    made.close()


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_a_worker_polls_due_feeds_at_the_start_and_runs_commands(profile, paper, link, ears):
    link.start()
    assert ears.until(Finished).new == 47
    ears.until(Indexed)
    paper.publish("en", title="Hot off the press")
    link.send(Refresh(None, True))
    assert ears.until(Finished).new == 1
    link.send(GetPage(1))
    assert ears.until(PageDone).entry_id == 1
    pid = link.pid
    link.close()
    assert pid
    wait_until_gone(pid)
    assert "Hot off the press" in profile.titles()


@pytest.mark.processes
def test_a_killed_worker_is_restarted_without_duplicates(profile, paper, link, ears):
    paper.fail("/de/feed.xml", Fault.slow(60))
    link.start()
    ears.until(Progress)
    first = link.pid
    assert first
    parsers = children(first)
    os.kill(first, signal.SIGKILL)
    ears.until(Trouble)
    wait_until_gone(first, *parsers)
    paper.heal()
    link.send(Refresh(None, True))
    ears.until(Finished, lambda event: event.polled == 2)
    assert check(profile.paths.database) == []
    titles = profile.titles()
    assert len(titles) == len(set(titles)) == 47
    assert link.pid != first


@pytest.mark.processes
def test_the_worker_ends_soon_after_its_stdin_even_during_requests(profile, paper):
    paper.fail("/de/feed.xml", Fault.slow(60))
    process = start_worker(profile.paths)
    with process:
        assert process.stdin
        assert process.stdout
        for line in process.stdout:
            if b"Progress" in line:
                break
        parsers = children(process.pid)
        started = time.monotonic()
        process.stdin.close()
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - started < 5
    wait_until_gone(*parsers)
    assert len(profile.titles()) == 24


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_quit_and_sigterm_end_the_worker(profile):
    profile.subscribe("broadsheet:welcome")
    for end in (lambda p: p.stdin.write(to_line(Quit())) and p.stdin.flush(), lambda p: p.terminate()):
        process = start_worker(profile.paths)
        with process:
            assert process.stdin
            assert process.stdout
            process.stdin.write(to_line(Refresh(None, True)))  # the second has nothing due if the first was fast
            process.stdin.flush()
            process.stdout.readline()
            end(process)
            assert process.wait(PATIENCE) == 0


def test_a_refresh_waits_for_another_and_reports_that(profile, paper, ears):
    lock = FileLock(profile.paths.lock)
    profile.paths.data_dir.mkdir()
    assert lock.try_acquire()

    def refresh():
        for event in refresh_now(profile.paths, Config(), profile.subscriptions, now=profile.now):
            ears.queue.put(event)

    thread = threading.Thread(target=refresh)
    thread.start()
    ears.until(Trouble)
    assert not paper.requests
    lock.release()
    assert ears.until(Finished).new == 47
    thread.join(PATIENCE)


def test_two_simultaneous_refreshes_create_no_duplicates(profile):
    results: list[list[Event]] = []
    threads = [threading.Thread(target=lambda: results.append(profile.refresh())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert sorted(finished(events).new for events in results) == [0, 47]
    assert len(profile.titles()) == 47


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_once_polls_the_welcome_feed_and_ends(profile):
    profile.subscribe("broadsheet:welcome")
    assert poll_once(profile.paths, ["broadsheet:welcome"]) == 0
    assert profile.titles()


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_once_exits_with_1_if_a_feed_failed(profile, paper):
    paper.fail("/de/feed.xml", Fault.status(404))
    assert poll_once(profile.paths, []) == 1


@pytest.mark.processes
def test_a_worker_that_cannot_run_reports_it_and_is_not_restarted(profile, link, ears):
    profile.paths.data_dir.write_text("a file where the folder should be")
    link.start()
    assert str(profile.paths.data_dir) in str(ears.until(Trouble).problem)
    with pytest.raises(Empty):
        ears.queue.get(timeout=0.5)
    assert link.pid is None


def test_a_client_that_never_started_or_is_closed_accepts_commands(profile, ears):
    link = WorkerClient(profile.paths, ears.queue.put)
    for _ in range(2_000):
        link.send(Refresh())
    link.close()
    link.close()
    link.send(Refresh())


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_a_failing_listener_does_not_stop_the_client(profile, ears):
    profile.subscribe("broadsheet:welcome")

    def listen(event):
        ears.queue.put(event)
        raise RuntimeError("a bug in the listener")

    link = WorkerClient(profile.paths, listen)
    link.start()
    try:
        assert ears.until(Finished).polled == 1
    finally:
        link.close()


def test_the_retry_delay_grows_to_an_hour():
    assert [retry_delay(troubles) for troubles in (1, 2, 3, 6, 7, 8, 10_000)] == [60, 120, 240, 1920, 3600, 3600, 3600]


@pytest.mark.processes
def test_a_worker_that_cannot_store_retries_later_or_on_command(profile, link, ears):
    store = open_store(profile.paths.database, now=profile.now)
    store._connection.execute(
        "CREATE TRIGGER trouble BEFORE UPDATE OF next_check ON feeds BEGIN SELECT raise(ABORT, 'no'); END"
    )
    link.start()
    ears.until(Trouble)
    store._connection.execute("DROP TRIGGER trouble")
    store.close()
    link.send(Refresh(None, True))
    assert ears.until(Finished).new == 47


@pytest.mark.processes
@pytest.mark.usefixtures("forked_workers")
def test_noise_on_stdin_is_ignored(profile):
    profile.subscribe("broadsheet:welcome")
    process = start_worker(profile.paths)
    with process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"\xff{}\nnull\n" + to_line(Refresh((1,), True)) + b'{"is":"Refr')
        process.stdin.flush()
        assert any(b"Finished" in line for line in process.stdout)
        process.stdin.close()
        assert process.wait(PATIENCE) == 0

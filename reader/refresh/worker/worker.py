"""The worker process: polls due feeds at the start and by timer, and runs commands.

Commands come as lines on stdin, events go as lines to stdout. The worker ends when stdin does, because then its parent
has ended. It can be interrupted at any point, because the store is written in transactions. At the end it waits for no
thread, because one could hang resolving a name or waiting for a locked database.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from queue import SimpleQueue
from typing import Any

from reader.config import load_config, reload_config
from reader.errors import ConfigError, StoreBusy, StoreError, StoreFull
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import LIMITS, Limits
from reader.refresh.in_process import feed_ids_of
from reader.refresh.pipeline import Refresher
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.worker.account_worker import AccountWorker
from reader.refresh.worker.protocol import (
    Command,
    Event,
    FeedDone,
    FindServer,
    GetComments,
    GetPage,
    GetPicture,
    KeepPictures,
    Quit,
    Refresh,
    Reload,
    Search,
    SignIn,
    StopSearch,
    Subscribe,
    Sync,
    Trouble,
    read_command,
    to_line,
)
from reader.subscriptions import read_feeds

CHECK_EVERY = 15 * 60  # seconds between two checks for due feeds
MAX_SLEEP = 30.0  # seconds; timers stop while the computer sleeps, but its clock does not
MIN_RETRY_DELAY, MAX_RETRY_DELAY = 60.0, 3600.0  # seconds; doubled after each failure
EXIT_SECONDS = 1.2  # after Quit; then the process ends by force, before the client kills it after 1.5 s
DONE, PARTLY, CANNOT, NOT_NOW = 0, 1, 2, 3  # exit codes; after NOT_NOW a restart can succeed

log = logging.getLogger(__name__)


class Worker:
    """A worker; ``send`` is called with every event."""

    def __init__(
        self,
        paths: Paths,
        send: Callable[[Event], None],
        *,
        clock: Callable[[], float],
        limits: Limits = LIMITS,
        max_sleep: float = MAX_SLEEP,
    ) -> None:
        self._paths, self._send, self._clock, self._max_sleep = paths, send, clock, max_sleep
        self._lock = RefreshLock(paths.lock)
        self._config, _ = load_config(paths.config)
        self._refresher = Refresher(paths, self._config, (), clock=clock, limits=limits)
        self._failed = False
        self._due_changed = asyncio.Event()
        self._accounts = AccountWorker(paths, self._refresher, send, self._guarded, self._sleep)

    async def serve(self, commands: asyncio.Queue[Command]) -> int:
        """Runs until ``Quit``; returns the exit code."""
        code = DONE
        try:
            async with self._refresher:
                try:
                    await self._serve(commands)
                finally:
                    await self._accounts.close()
        except* StoreError as group:
            code = self._report(group)
        return code

    async def _serve(self, commands: asyncio.Queue[Command]) -> None:
        async with asyncio.TaskGroup() as tasks:
            await self._start()
            await self._accounts.reload()
            timers = (self._poll_by_timer(), self._accounts.keep_synchronised())
            running: set[asyncio.Task[Any]] = {tasks.create_task(timer) for timer in timers}
            while not isinstance(command := await commands.get(), Quit):
                task = tasks.create_task(self._guarded(self._run(command)))
                running.add(task)
                task.add_done_callback(running.discard)
            self._accounts.cancel()  # or the end of the parsers would be taken for a failure
            self._refresher.kill()
            for task in running:
                task.cancel()

    async def once(self, urls: Sequence[str]) -> int:
        """Polls these feeds, or the due ones, once; returns the exit code."""
        try:
            async with self._refresher:
                await self._start()
                ids, unknown = await feed_ids_of(self._refresher, urls)
                for url in unknown:
                    self._send(Trouble(problem(Problem.NOT_SUBSCRIBED, url=url)))
                await self._refresh(Refresh(tuple(ids) if ids is not None else None))
        except StoreError as error:
            self._send(Trouble(error.as_problem()))
            return CANNOT
        return PARTLY if self._failed or unknown else DONE

    def kill(self) -> None:
        """Ends the parser processes and the programs of feeds at once."""
        self._refresher.kill()

    def _report(self, group: BaseExceptionGroup[StoreError]) -> int:
        error: StoreError | BaseExceptionGroup[StoreError] = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        self._send(Trouble(error.as_problem()))
        return NOT_NOW if isinstance(error, StoreBusy | StoreFull) else CANNOT

    async def _start(self) -> None:
        if self._refresher.notice:
            self._send(Trouble(self._refresher.notice))
        await self._read_subscriptions()

    async def _read_subscriptions(self) -> None:
        found = read_feeds(self._paths.feeds)
        for mistake in found.mistakes:
            log.warning("event=feeds_toml reason=%s", mistake)
        # A missing file is probably being saved by an editor, so it does not unsubscribe from all feeds.
        await self._refresher.subscribe(found.subscriptions, only=bool(found.subscriptions) and found.whole)

    async def _run(self, command: Command) -> None:
        match command:
            case Refresh(feed_ids, force):
                await self._refresh_all_or_some(feed_ids, force)
            case Sync() | FindServer() | SignIn():
                await self._accounts.obey(command)
            case GetPage(entry_id, force):
                await self._send_all(self._refresher.get_page(entry_id, force=force))
            case GetPicture(request):
                if done := await self._refresher.pictures.get(request):
                    self._send(done)
            case KeepPictures(entry_ids):
                self._refresher.pictures.keep_only(entry_ids)
            case GetComments(entry_id, force):
                await self._send_all(self._refresher.get_comments(entry_id, force=force))
            case Search(ticket, typed):
                known = tuple(self._refresher.subscriptions)
                await self._refresher.subscriber.search(ticket, typed, known, self._send)
            case StopSearch(ticket):
                self._refresher.subscriber.stop(ticket)
            case Subscribe():
                await self._subscribe(command)
            case Reload():
                self._config, _ = reload_config(self._paths.config, self._config)
                self._refresher.configure(self._config)
                await self._read_subscriptions()
                await self._accounts.reload()
                self._due_changed.set()

    async def _refresh_all_or_some(self, feed_ids: tuple[int, ...] | None, force: bool) -> None:
        """Refreshes the local ones of these feeds, and synchronises the accounts of the others."""
        occasion = Occasion.ASKED if force else Occasion.START
        if feed_ids is None:
            self._accounts.sync(None, occasion)
        else:
            of_accounts = await self._accounts.sync_feeds(feed_ids, occasion)
            local = tuple(feed_id for feed_id in feed_ids if feed_id not in of_accounts)
            if of_accounts and not local:
                return
            feed_ids = local
        await self._refresh(Refresh(feed_ids, force))

    async def _subscribe(self, command: Subscribe) -> None:
        done = await self._refresher.subscriber.subscribe(command)
        await self._read_subscriptions()
        self._due_changed.set()
        self._send(done)

    async def _refresh(self, command: Refresh) -> None:
        async with self._lock.held(lambda: self._send(Trouble(problem(Problem.REFRESH_UNDER_WAY)))):
            await self._send_all(self._refresher.refresh(command.feed_ids, command.force))
        self._due_changed.set()

    async def _send_all(self, events: AsyncGenerator[Event, None]) -> None:
        async with contextlib.aclosing(events):
            async for event in events:
                self._failed |= isinstance(event, FeedDone) and event.error is not None
                self._send(event)

    async def _poll_by_timer(self) -> None:
        """Polls due feeds forever; failures lengthen the delay, or a full disk would cause requests in a loop."""
        failures = 0
        while True:
            if await self._guarded(self._poll_due_feeds()):
                failures = 0
                continue
            failures += 1
            self._due_changed.clear()
            await self._sleep(retry_delay(failures), self._due_changed)

    async def _poll_due_feeds(self) -> None:
        """Polls the due feeds, then sleeps until more are, but at most :data:`CHECK_EVERY`."""
        if await self._refresher.seconds_until_due() <= 0:
            await self._refresh(Refresh())
        self._due_changed.clear()
        seconds = min(max(await self._refresher.seconds_until_due(), 1), CHECK_EVERY)
        await self._sleep(seconds, self._due_changed)

    async def _sleep(self, seconds: float, changed: asyncio.Event) -> None:
        """Sleeps by wall-clock time; less if something has changed or the clock was set back."""
        now = self._clock()
        end = now + seconds
        while now - self._max_sleep <= self._clock() < end:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(end - self._clock(), self._max_sleep)):
                    await changed.wait()
                return

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> bool:
        """Reports an error of a command instead of ending the worker. Returns whether it succeeded."""
        try:
            await work
        except (StoreError, ConfigError) as error:
            self._send(Trouble(error.as_problem()))
        except Exception:
            log.exception("event=command_failed")
            self._send(Trouble(problem(Problem.UNEXPECTED)))
        else:
            return True
        return False


def retry_delay(failures: int) -> float:
    """Seconds to wait after ``failures`` in a row, at least one."""
    return min(MIN_RETRY_DELAY * 2.0 ** min(failures - 1, 10), MAX_RETRY_DELAY)


def run_worker(paths: Paths, once: Sequence[str] | None, *, clock: Callable[[], float]) -> int:
    """Runs a worker with the stdin and stdout of this process; returns the exit code."""
    writer = _EventWriter(_own_stdout())
    worker_of: list[Worker] = []

    async def main() -> int:
        worker = Worker(paths, writer.send, clock=clock)
        worker_of.append(worker)
        commands: asyncio.Queue[Command] = asyncio.Queue()
        if once is not None:
            return await worker.once(once)
        loop = asyncio.get_running_loop()

        def on_command(command: Command) -> None:
            if isinstance(command, Quit):
                _force_exit_later(worker, writer)
            with contextlib.suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(commands.put_nowait, command)

        threading.Thread(target=_read_commands, args=(on_command,), daemon=True, name="commands").start()
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(signal.SIGTERM, on_command, Quit())
        return await worker.serve(commands)

    code = asyncio.run(main())
    writer.finish()
    return code


def _read_commands(on_command: Callable[[Command], None]) -> None:
    """Reads commands from stdin to its end, on a thread."""
    buffer = b""
    with contextlib.suppress(OSError):
        while data := os.read(0, 65_536):
            *lines, buffer = (buffer + data).split(b"\n")
            for line in lines:
                if command := read_command(line):
                    on_command(command)
    on_command(Quit())


def _force_exit_later(worker: Worker, writer: _EventWriter) -> None:
    """Ends the process after :data:`EXIT_SECONDS`, even if something hangs."""

    def end() -> None:
        worker.kill()
        writer.finish(0.1)
        os._exit(DONE)

    timer = threading.Timer(EXIT_SECONDS, end)
    timer.daemon = True
    timer.start()


class _EventWriter:
    """Writes events to a pipe on its own thread, so that a stalled reader does not block the worker."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, daemon=True, name="events")
        self._thread.start()

    def send(self, event: Event) -> None:
        self._lines.put(to_line(event))

    def finish(self, seconds: float = 0.5) -> None:
        """Waits until all events are written, but at most ``seconds``."""
        self._lines.put(None)
        self._thread.join(seconds)

    def _write(self) -> None:
        while (line := self._lines.get()) is not None:
            view = memoryview(line)
            try:
                while view:
                    view = view[os.write(self._pipe, view) :]
            except OSError:
                return


def _own_stdout() -> int:
    """The real stdout; from here on, printed output goes to stderr."""
    own = os.dup(1)
    os.dup2(2, 1)
    return own

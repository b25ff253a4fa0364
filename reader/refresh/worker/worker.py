"""The worker process: polls what is due at the start and by timer, and does what it is told.

Commands come as lines on stdin, events go as lines to stdout. When stdin ends the process that started it is
gone, and so it goes too. Whatever it is doing then may be cut short at any point: the store's transactions
are whole or not at all. It never waits for a thread at its end, because one may hang in a name look-up or at
a locked database for longer than anybody wants to wait for a closed program.
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

from reader.config import load_config
from reader.errors import ConfigError, StoreBusy, StoreError, StoreFull
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.refresh.context import LIMITS, Limits
from reader.refresh.in_process import chosen_ids
from reader.refresh.pipeline import Refresher
from reader.refresh.refresh_lock import RefreshLock
from reader.refresh.worker.protocol import (
    Command,
    Event,
    FeedDone,
    GetPage,
    Quit,
    Refresh,
    Reload,
    Search,
    StopSearch,
    Subscribe,
    Trouble,
    read_command,
    to_line,
)
from reader.subscriptions import read_feeds

LOOK_EVERY = 15 * 60  # seconds between two looks at what is due
NAP = 30.0  # the longest sleep: a timer does not run while a computer sleeps, its clock does
AFTER_TROUBLE, AFTER_LONG_TROUBLE = 60.0, 3600.0  # seconds of rest; doubled from one to the other while it lasts
END_WITHIN = 1.5
DONE, PARTLY, CANNOT, NOT_NOW = 0, 1, 2, 3  # exit codes; after NOT_NOW it is worth starting again

log = logging.getLogger(__name__)


class Worker:
    """One worker; ``tell`` is called with every event."""

    def __init__(
        self,
        paths: Paths,
        tell: Callable[[Event], None],
        *,
        clock: Callable[[], float],
        limits: Limits = LIMITS,
        nap: float = NAP,
    ) -> None:
        self._paths, self._tell, self._clock, self._nap = paths, tell, clock, nap
        self._lock = RefreshLock(paths.lock)
        self._config, _ = load_config(paths.config)
        self._refresher = Refresher(paths, self._config, (), clock=clock, limits=limits)
        self._failed = False
        self._due_changed = asyncio.Event()

    async def serve(self, commands: asyncio.Queue[Command]) -> int:
        """Works until ``Quit``; returns the exit code."""
        code = DONE
        try:
            async with self._refresher, asyncio.TaskGroup() as tasks:
                await self._begin()
                timer = tasks.create_task(self._poll_by_timer())
                running: set[asyncio.Task[Any]] = {timer}
                while not isinstance(command := await commands.get(), Quit):
                    task = tasks.create_task(self._guarded(self._obey(command)))
                    running.add(task)
                    task.add_done_callback(running.discard)
                self._refresher.kill()
                for task in running:
                    task.cancel()
        except* StoreError as group:
            code = self._say(group)
        return code

    async def once(self, urls: Sequence[str]) -> int:
        """Polls these feeds, or what is due, once."""
        try:
            async with self._refresher:
                await self._begin()
                ids, unknown = await chosen_ids(self._refresher, urls)
                for url in unknown:
                    self._tell(Trouble(problem(Problem.NOT_SUBSCRIBED, url=url)))
                await self._refresh(Refresh(tuple(ids) if ids is not None else None))
        except StoreError as error:
            self._tell(Trouble(error.as_problem()))
            return CANNOT
        return PARTLY if self._failed or unknown else DONE

    def kill(self) -> None:
        """Ends the parser processes at once."""
        self._refresher.kill()

    def _say(self, group: BaseExceptionGroup[StoreError]) -> int:
        error: StoreError | BaseExceptionGroup[StoreError] = group
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        self._tell(Trouble(error.as_problem()))
        return NOT_NOW if isinstance(error, StoreBusy | StoreFull) else CANNOT

    async def _begin(self) -> None:
        if self._refresher.notice:
            self._tell(Trouble(problem(Problem.SENTENCE, words=self._refresher.notice)))
        await self._read_subscriptions()

    async def _read_subscriptions(self) -> None:
        wanted = read_feeds(self._paths.feeds)
        for mistake in wanted.mistakes:
            log.warning("event=feeds_toml reason=%s", mistake)
        # A file that is missing is one that an editor is about to put back, not a wish to leave all feeds.
        await self._refresher.subscribe(wanted.subscriptions, only=bool(wanted.subscriptions) and wanted.whole)

    async def _obey(self, command: Command) -> None:
        match command:
            case Refresh():
                await self._refresh(command)
            case GetPage(entry_id, force):
                await self._pass_on(self._refresher.get_page(entry_id, force=force))
            case Search(ticket, typed):
                known = tuple(self._refresher.subscriptions)
                await self._refresher.adding.search(ticket, typed, known, self._tell)
            case StopSearch(ticket):
                self._refresher.adding.stop(ticket)
            case Subscribe():
                await self._subscribe(command)
            case Reload():
                self._config, _ = load_config(self._paths.config)
                self._refresher.configure(self._config)
                await self._read_subscriptions()
                self._due_changed.set()

    async def _subscribe(self, wish: Subscribe) -> None:
        done = await self._refresher.adding.subscribe(wish)
        await self._read_subscriptions()
        self._due_changed.set()
        self._tell(done)

    async def _refresh(self, wish: Refresh) -> None:
        async with self._lock.held(lambda: self._tell(Trouble(problem(Problem.REFRESH_UNDER_WAY)))):
            await self._pass_on(self._refresher.refresh(wish.feed_ids, wish.force))
        self._due_changed.set()

    async def _pass_on(self, events: AsyncGenerator[Event, None]) -> None:
        async with contextlib.aclosing(events):
            async for event in events:
                self._failed |= isinstance(event, FeedDone) and event.error is not None
                self._tell(event)

    async def _poll_by_timer(self) -> None:
        """What cannot be stored stays due: without longer and longer rests, a full disk would hammer every server."""
        troubles = 0
        while True:
            if await self._guarded(self._poll_what_is_due()):
                troubles = 0
                continue
            troubles += 1
            self._due_changed.clear()
            await self._sleep(rest_after(troubles))

    async def _poll_what_is_due(self) -> None:
        """Polls if something is due, and sleeps until something is, at most :data:`LOOK_EVERY`."""
        if await self._refresher.seconds_until_due() <= 0:
            await self._refresh(Refresh())
        self._due_changed.clear()
        await self._sleep(min(max(await self._refresher.seconds_until_due(), 1), LOOK_EVERY))

    async def _sleep(self, seconds: float) -> None:
        """Sleeps by the clock on the wall; shorter if what is due has changed or the clock was put back."""
        now = self._clock()
        end = now + seconds
        while now - self._nap <= self._clock() < end:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(end - self._clock(), self._nap)):
                    await self._due_changed.wait()
                return

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> bool:
        """The worker's boundary: what goes wrong with one command is told, and the next one is obeyed."""
        try:
            await work
        except (StoreError, ConfigError) as error:
            self._tell(Trouble(error.as_problem()))
        except Exception:
            log.exception("event=command_failed")
            self._tell(Trouble(problem(Problem.UNEXPECTED)))
        else:
            return True
        return False


def rest_after(troubles: int) -> float:
    """Seconds of rest after so many attempts in a row that failed, at least one."""
    return min(AFTER_TROUBLE * 2.0 ** min(troubles - 1, 10), AFTER_LONG_TROUBLE)


def run_worker(paths: Paths, once: Sequence[str] | None, *, clock: Callable[[], float]) -> int:
    """Runs a worker on this process's stdin and stdout; returns the exit code."""
    voice = _Voice(_own_stdout())
    worker_of: list[Worker] = []

    async def main() -> int:
        worker = Worker(paths, voice.tell, clock=clock)
        worker_of.append(worker)
        commands: asyncio.Queue[Command] = asyncio.Queue()
        if once is not None:
            return await worker.once(once)
        loop = asyncio.get_running_loop()

        def heard(command: Command) -> None:
            if isinstance(command, Quit):
                _end_surely(worker, voice)
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(commands.put_nowait, command)

        threading.Thread(target=_listen, args=(heard,), daemon=True, name="commands").start()
        with contextlib.suppress(NotImplementedError, ValueError):
            loop.add_signal_handler(signal.SIGTERM, heard, Quit())
        return await worker.serve(commands)

    code = asyncio.run(main())
    voice.finish()
    return code


def _listen(heard: Callable[[Command], None]) -> None:
    """Reads stdin to its end, on a thread: no event loop reads a pipe on every system."""
    rest = b""
    with contextlib.suppress(OSError):
        while data := os.read(0, 65_536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                if command := read_command(line):
                    heard(command)
    heard(Quit())


def _end_surely(worker: Worker, voice: _Voice) -> None:
    """The process ends in time, even if something hangs."""

    def end() -> None:
        worker.kill()
        voice.finish(0.1)
        os._exit(DONE)

    timer = threading.Timer(END_WITHIN, end)
    timer.daemon = True
    timer.start()


class _Voice:
    """Writes events to a pipe on a thread of its own, so that a reader that stalls does not stall the worker."""

    def __init__(self, pipe: int) -> None:
        self._pipe = pipe
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, daemon=True, name="events")
        self._thread.start()

    def tell(self, event: Event) -> None:
        self._lines.put(to_line(event))

    def finish(self, seconds: float = 0.5) -> None:
        """Waits until what was told is written, but not for ever."""
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
    """The real stdout; what is printed by others goes to stderr."""
    own = os.dup(1)
    os.dup2(2, 1)
    return own

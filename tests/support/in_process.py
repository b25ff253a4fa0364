"""The parsers and the worker inside the test's own process, for tests of something else.

Starting a worker and its parsers costs two seconds of processor time. Here jobs are pickled and messages are written as
lines as always, but no process starts. Tests marked ``processes`` get the real ones.
"""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import threading
import time
from collections.abc import Callable, Sequence

import pytest

from reader.errors import ParseError
from reader.paths import Paths
from reader.refresh import context
from reader.refresh.parsing import parser_pool
from reader.refresh.parsing.parser_pool import ParserPool, T, _Job, _Lane, _Rules
from reader.refresh.parsing.parser_process import _answer
from reader.refresh.worker import worker_client
from reader.refresh.worker.protocol import Command, Event, Quit, read_command, read_event, to_line
from reader.refresh.worker.worker import Worker

PATIENCE = 90.0  # seconds; only a test that fails waits that long


class ParsersHere(ParserPool):
    """Parses in this process; the limits have no effect."""

    def __init__(self, size: int | None = None, **limits: object) -> None:
        super().__init__(size)
        self._feeds = self._pages = self._pictures = _LaneHere(1, _Rules(0, 0, 0, 0, None))


class _LaneHere(_Lane):
    async def do(self, kind: type[T] | tuple[type[T], ...], job: _Job) -> T:
        await asyncio.sleep(0)
        value, details, _ = pickle.loads(_answer(*pickle.loads(pickle.dumps(job))))
        if details is not None:
            raise ParseError(details)
        assert isinstance(value, kind)
        return value


class WorkerHere:
    """A worker on a thread, with the interface of ``WorkerClient``."""

    pid = None

    def __init__(self, paths: Paths, on_event: Callable[[Event], None]) -> None:
        self._paths, self._on_event = paths, on_event
        self._commands: asyncio.Queue[Command] = asyncio.Queue()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="worker")

    def start(self) -> None:
        self._thread.start()

    def send(self, command: Command) -> None:
        read = read_command(to_line(command))
        assert read is not None
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._commands.put_nowait, read)

    def close(self) -> None:
        self.send(Quit())
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve())

    async def _serve(self) -> None:
        await Worker(self._paths, self._tell, clock=time.time).serve(self._commands)

    def _tell(self, event: Event) -> None:
        read = read_event(to_line(event))
        assert read is not None
        self._on_event(read)


def poll_once_here(paths: Paths, urls: Sequence[str]) -> int:
    """What ``poll_once`` does, on a thread: this one may have an event loop that runs."""
    codes: list[int] = []

    async def poll() -> None:
        codes.append(await Worker(paths, lambda _: None, clock=time.time).once(urls))

    thread = threading.Thread(target=lambda: asyncio.run(poll()), name="poll")
    thread.start()
    thread.join(PATIENCE)
    return codes[0]


def replace_processes(replace: Callable[[object, str, object], None] = setattr) -> None:
    """Replaces what starts a parser or a worker."""
    replace(context, "ParserPool", ParsersHere)
    replace(parser_pool, "ParserPool", ParsersHere)
    replace(worker_client, "WorkerClient", WorkerHere)
    replace(worker_client, "poll_once", poll_once_here)


def processes_replaced() -> bool:
    """Whether that has been done, so that the programs that a test starts do the same."""
    return parser_pool.ParserPool is ParsersHere


@pytest.fixture(autouse=True)
def no_processes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that this process does starts a parser or a worker, nor do the programs forked for it."""
    if not request.node.get_closest_marker("processes"):
        replace_processes(monkeypatch.setattr)

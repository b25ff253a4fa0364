"""A small pool of parser processes, seen from asyncio.

feedparser holds the GIL for most of a millisecond an entry, and hostile bodies can cost seconds or a
gigabyte; so parsing happens elsewhere, within limits of time and memory. Feeds and pages have lanes of their
own: a person who waits for an article does not wait behind a thousand feeds. Processes start when the first
job comes, are replaced when they die, are slow, or have grown, and end when nothing was asked for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import subprocess
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any, Self, TypeVar

from reader.errors import ParseError
from reader.model import Author, Page
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.parsing.parser_process import LENGTH_BYTES, MEMORY_LIMIT
from reader.refresh.parsing.read_feed import ReadFeed
from reader.refresh.spawn import command, environment
from reader.subscriptions.discovery import FeedCandidate

TIME_LIMIT = 20.0
JOBS_PER_CHILD = 500
MEMORY_KEPT = 300_000_000  # a child that ever used more is replaced: freed memory seldom goes back
IDLE_SECONDS = 60.0
_ANSWER_LIMIT = 256_000_000

T = TypeVar("T")
_Job = tuple[str, bytes, dict[str, Any]]  # its kind, the body, keyword arguments
_Answer = tuple[object, ProblemDetails | None, int]  # the value or why there is none, and the peak of memory in bytes


class ParserPool:
    """``async with ParserPool() as pool: await pool.feed(body, url=url)``; of one event loop.

    ``size`` is how many feeds are parsed at once (default: as many as there are processors, at most 4),
    ``time_limit`` what one job may take in seconds, ``memory_limit`` what a child may have in bytes, ``log``
    where the children's stderr goes.
    """

    def __init__(
        self,
        size: int | None = None,
        *,
        time_limit: float = TIME_LIMIT,
        memory_limit: int = MEMORY_LIMIT,
        jobs_per_child: int = JOBS_PER_CHILD,
        idle_seconds: float = IDLE_SECONDS,
        log: Path | None = None,
    ) -> None:
        size = size or min(4, os.cpu_count() or 2)
        rules = _Rules(time_limit, memory_limit, jobs_per_child, idle_seconds, log)
        self._feeds, self._pages = _Lane(size, rules), _Lane(1, rules)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def feed(
        self, body: bytes, *, url: str, content_type: str | None = None, memory: bytes = b"", awaited: bool = False
    ) -> ReadFeed:
        """See :func:`reader.refresh.parsing.read_feed.read_feed`. Raises :class:`~reader.errors.ParseError`.

        ``awaited``: a person waits for it, and it does not stand in the line of what is polled.
        """
        keywords = {"url": url, "content_type": content_type, "memory": memory}
        lane = self._pages if awaited else self._feeds
        return await lane.do(ReadFeed, ("feed", body, keywords))

    async def page(self, body: bytes, *, url: str, content_type: str | None = None) -> Page:
        """See :func:`reader.article.extract.extract_page`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "content_type": content_type}
        return await self._pages.do(Page, ("page", body, keywords))

    async def author_page(self, body: bytes, *, url: str, name: str, content_type: str | None = None) -> Author | None:
        """See :func:`reader.article.author_page.read_author_page`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "name": name, "content_type": content_type}
        return await self._pages.do((Author, type(None)), ("author", body, keywords))

    async def leads(
        self, body: bytes, *, url: str, content_type: str | None, links: tuple[str, ...]
    ) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
        """See :func:`.feed_candidates_job.read_candidates`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "content_type": content_type, "links": links}
        declared, likely = await self._pages.do(tuple, ("leads", body, keywords))
        return declared, likely

    @property
    def pids(self) -> list[int]:
        """Process ids of the living children."""
        return [pid for lane in (self._feeds, self._pages) for pid in lane.pids]

    def kill(self) -> None:
        """Ends all children at once; for an end that cannot wait."""
        for lane in (self._feeds, self._pages):
            lane.kill()

    async def close(self) -> None:
        """Ends all children and waits for their end."""
        for lane in (self._feeds, self._pages):
            await lane.close()


class _Rules:
    """The limits, and what children write their complaints to."""

    def __init__(
        self, time_limit: float, memory_limit: int, jobs_per_child: int, idle_seconds: float, log: Path | None
    ) -> None:
        self.time_limit, self.jobs_per_child, self.idle_seconds = time_limit, jobs_per_child, idle_seconds
        self._memory_limit, self._log = memory_limit, log

    async def start(self) -> _Child:
        """A new child."""
        complaints = self._complaints()
        try:
            process = await asyncio.create_subprocess_exec(
                *command(
                    "reader.refresh.parsing.parser_process", str(int(self.time_limit) + 1), str(self._memory_limit)
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                env=environment(),
                limit=2**20,
            )
        finally:
            if complaints >= 0:
                os.close(complaints)
        return _Child(process)

    def _complaints(self) -> int:
        if self._log is not None:
            with contextlib.suppress(OSError):
                return os.open(self._log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return subprocess.DEVNULL


class _Lane:
    """Some children that do the same kind of work, ``size`` at once."""

    def __init__(self, size: int, rules: _Rules) -> None:
        self._rules, self._places = rules, asyncio.Semaphore(size)
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._rest: asyncio.TimerHandle | None = None

    @property
    def pids(self) -> list[int]:
        return [child.process.pid for child in self._all if child.alive]

    async def do(self, kind: type[T] | tuple[type[T], ...], job: _Job) -> T:
        async with self._places:
            child = await self._take()
            try:
                value, details, peak = await child.do(job, self._rules.time_limit)
            except TimeoutError:
                raise ParseError(problem(Problem.PARSER_TIMEOUT)) from None
            except (EOFError, OSError, pickle.UnpicklingError):
                raise ParseError(problem(Problem.PARSER_STOPPED)) from None
            finally:
                await self._give_back(child)
            child.peak = peak
            if details is not None:
                raise ParseError(details)
            if not isinstance(value, kind):
                raise TypeError(f"the parser answered a {type(value).__name__} to a job {job[0]}")
            return value

    async def _take(self) -> _Child:
        if self._rest:
            self._rest.cancel()
            self._rest = None
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await self._end(child)
        child = await self._rules.start()
        self._all.add(child)
        return child

    async def _give_back(self, child: _Child) -> None:
        if child.busy or not child.alive:
            await self._end(child, kill=True)
        elif child.jobs >= self._rules.jobs_per_child or child.peak > MEMORY_KEPT:
            await self._end(child)
        else:
            self._idle.append(child)
        if len(self._idle) == len(self._all):
            self._rest = asyncio.get_running_loop().call_later(self._rules.idle_seconds, self._rest_now)

    def _rest_now(self) -> None:
        for child in self._idle:
            child.let_go()  # it is reaped by asyncio's child watcher
        self._all -= set(self._idle)
        self._idle.clear()

    async def _end(self, child: _Child, *, kill: bool = False) -> None:
        self._all.discard(child)
        if kill:
            child.kill()
        await child.end()

    def kill(self) -> None:
        for child in self._all:
            child.kill()

    async def close(self) -> None:
        if self._rest:
            self._rest.cancel()
            self._rest = None
        self.kill()
        for child in list(self._all):
            await self._end(child)
        self._idle.clear()


class _Child:
    """One parser process. ``busy``: a job was given and its answer has not come."""

    def __init__(self, process: Process) -> None:
        self.process, self.jobs, self.peak, self.busy = process, 0, 0, False
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def do(self, job: _Job, time_limit: float) -> _Answer:
        """The answer. ``TimeoutError``, ``EOFError`` or ``OSError`` where none came; the child is done for then."""
        self.busy = True
        self.jobs += 1
        data = pickle.dumps(job, protocol=5)
        async with asyncio.timeout(time_limit):
            self._in.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
            await self._in.drain()
            length = int.from_bytes(await self._out.readexactly(LENGTH_BYTES), "big")
            if length > _ANSWER_LIMIT:
                raise EOFError
            answer = await self._out.readexactly(length)
        self.busy = False
        found: _Answer = pickle.loads(answer)  # noqa: S301 - from our child
        return found

    def let_go(self) -> None:
        """The child may end: its stdin is closed."""
        self._in.close()

    def kill(self) -> None:
        """The child ends now."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """Waits until it has ended, and closes its pipes."""
        self.let_go()
        try:
            async with asyncio.timeout(2):
                await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()
        with contextlib.suppress(OSError):
            await self._in.wait_closed()

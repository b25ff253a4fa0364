"""A pool of parser processes for asyncio.

Parsing holds the GIL for about a millisecond per entry, and a hostile body can cost seconds or a gigabyte, so it
happens in processes with limits of time and memory. Feeds, pages and pictures have lanes of their own, so that an
article that a person opened does not wait behind a thousand feeds, nor its text behind its pictures. Processes start
with the first job, are replaced when they die, hang or have grown, and end after a minute without jobs.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import pickle
import subprocess
from asyncio.subprocess import Process
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

from reader.arrival import ParsedEntry
from reader.article.continued import Continued
from reader.article.known_article import NOTHING_KNOWN, KnownArticle
from reader.errors import ParseError, SyncError
from reader.files import open_to_append
from reader.media.request import MadePicture, PictureRequest
from reader.model import Author, Chapter, Entry, Page
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.parsing.parser_process import LENGTH_BYTES, MEMORY_LIMIT
from reader.refresh.parsing.read_feed import EntryResult, FeedResult
from reader.refresh.spawn import command, environment

if TYPE_CHECKING:
    from reader.comment import ReadComments
    from reader.subscriptions.discovery import FeedCandidate

TIME_LIMIT = 20.0
JOBS_PER_CHILD = 500
MEMORY_KEPT = 300_000_000  # a child that used more is replaced: freed memory seldom returns to the system
IDLE_SECONDS = 60.0
_RESULT_LIMIT = 256_000_000

T = TypeVar("T")
_Job = tuple[str, bytes, dict[str, Any]]  # its kind, the body, keyword arguments
_JobResult = tuple[
    object, ProblemDetails | None, int
]  # the value or why there is none, and the peak of memory in bytes


class ParserPool:
    """``async with ParserPool() as pool: await pool.feed(body, url=url)``; of one event loop.

    ``size`` is the number of feeds parsed at the same time (default: the number of processors, at most 4),
    ``time_limit`` the seconds for one job, ``memory_limit`` the bytes for one child, ``log`` the file for the stderr
    of the children.
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
        self._feeds, self._pages, self._pictures = _Lane(size, rules), _Lane(1, rules), _Lane(min(size, 2), rules)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def feed(
        self, body: bytes, *, url: str, content_type: str | None = None, cache: bytes = b"", awaited: bool = False
    ) -> FeedResult:
        """See :func:`reader.refresh.parsing.read_feed.read_feed`. Raises :class:`~reader.errors.ParseError`.

        ``awaited``: a person waits for it, so it is not queued behind polled feeds.
        """
        keywords = {"url": url, "content_type": content_type, "cache": cache}
        lane = self._pages if awaited else self._feeds
        return await lane.do(FeedResult, ("feed", body, keywords))

    async def entries(self, entries: tuple[ParsedEntry, ...]) -> tuple[EntryResult, ...]:
        """The digests and words of entries of an account. Raises :class:`~reader.errors.ParseError`."""
        found: tuple[EntryResult, ...] = await self._feeds.do(tuple, ("entries", b"", {"entries": entries}))
        return found

    async def server_answer(self, parse: Callable[[bytes], T], body: bytes) -> T:
        """What a function of :mod:`reader.sync` reads in an answer of an account's server.

        Raises :class:`~reader.errors.SyncError` as the function does, and :class:`~reader.errors.ParseError`.
        """
        value, details = await self._feeds.do(tuple, ("server answer", body, {"parse": parse}))
        if details is not None:
            raise SyncError(details)
        found: T = value
        return found

    async def page(
        self,
        body: bytes,
        *,
        url: str,
        content_type: str | None = None,
        known: KnownArticle = NOTHING_KNOWN,
        continued: Continued | None = None,
    ) -> Page:
        """See :func:`reader.article.extract.extract_page`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "content_type": content_type, "known": known, "continued": continued}
        return await self._pages.do(Page, ("page", body, keywords))

    async def author_page(self, body: bytes, *, url: str, name: str, content_type: str | None = None) -> Author | None:
        """See :func:`reader.article.author_page.read_author_page`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "name": name, "content_type": content_type}
        return await self._pages.do((Author, type(None)), ("author", body, keywords))

    async def transcript(self, body: bytes, *, url: str, content_type: str | None) -> str:
        """See :func:`reader.article.episodes.read_transcript`. Raises :class:`~reader.errors.ParseError`."""
        return await self._pages.do(str, ("transcript", body, {"url": url, "content_type": content_type}))

    async def chapters(self, body: bytes, *, url: str) -> tuple[Chapter, ...]:
        """See :func:`reader.article.episodes.read_chapters`. Raises :class:`~reader.errors.ParseError`."""
        found: tuple[Chapter, ...] = await self._pages.do(tuple, ("chapters", body, {"url": url}))
        return found

    async def comments(self, body: bytes, *, kind: str, url: str, content_type: str | None = None) -> ReadComments:
        """See :func:`reader.refresh.conversation.read_comments.read_comments`.

        Raises :class:`~reader.errors.ParseError`.
        """
        from reader.comment import ReadComments

        keywords = {"kind": str(kind), "url": url, "content_type": content_type}
        return await self._pages.do(ReadComments, ("comments", body, keywords))

    async def feed_links(
        self, body: bytes, *, url: str, content_type: str | None, links: tuple[str, ...]
    ) -> tuple[tuple[FeedCandidate, ...], tuple[FeedCandidate, ...]]:
        """See :func:`.parser_process.find_feed_links`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"url": url, "content_type": content_type, "links": links}
        declared, likely = await self._pages.do(tuple, ("feed links", body, keywords))
        return declared, likely

    async def picture(self, original: Path, folder: Path, request: PictureRequest) -> MadePicture:
        """See :func:`reader.media.make_ready.make_ready`. Raises :class:`~reader.errors.ParseError`."""
        keywords = {"original": str(original), "folder": str(folder), "request": request}
        return await self._pictures.do(MadePicture, ("picture", b"", keywords))

    async def picture_size(self, original: Path) -> tuple[int, int]:
        """See :func:`reader.media.make_ready.measure`. Raises :class:`~reader.errors.ParseError`."""
        width, height = await self._pictures.do(tuple, ("picture size", b"", {"original": str(original)}))
        return width, height

    async def entry_pictures(self, entry: Entry) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
        """See :func:`reader.article.entry_pictures.pictures_of`. Raises :class:`~reader.errors.ParseError`."""
        return await self._pictures.do(tuple, ("entry pictures", b"", {"entry": entry}))

    @property
    def pids(self) -> list[int]:
        """The process ids of the running children."""
        return [pid for lane in self._lanes for pid in lane.pids]

    @property
    def _lanes(self) -> tuple[_Lane, _Lane, _Lane]:
        return self._feeds, self._pages, self._pictures

    def kill(self) -> None:
        """Ends all children without waiting for them."""
        for lane in self._lanes:
            lane.kill()

    async def close(self) -> None:
        """Ends all children and waits for them."""
        for lane in self._lanes:
            await lane.close()


class _Rules:
    """Starts children with the limits of the pool."""

    def __init__(
        self, time_limit: float, memory_limit: int, jobs_per_child: int, idle_seconds: float, log: Path | None
    ) -> None:
        self.time_limit, self.jobs_per_child, self.idle_seconds = time_limit, jobs_per_child, idle_seconds
        self._memory_limit, self._log = memory_limit, log

    async def start(self) -> _Child:
        """A new child."""
        stderr = self._open_log()
        try:
            process = await asyncio.create_subprocess_exec(
                *command(
                    "reader.refresh.parsing.parser_process", str(int(self.time_limit) + 1), str(self._memory_limit)
                ),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                env=environment(),
                limit=2**20,
            )
        finally:
            if stderr >= 0:
                os.close(stderr)
        return _Child(process)

    def _open_log(self) -> int:
        if self._log is not None:
            with contextlib.suppress(OSError):
                return open_to_append(self._log)
        return subprocess.DEVNULL


class _Lane:
    """Children for one kind of job, at most ``size`` at the same time."""

    def __init__(self, size: int, rules: _Rules) -> None:
        self._rules, self._slots = rules, asyncio.Semaphore(size)
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._idle_timer: asyncio.TimerHandle | None = None

    @property
    def pids(self) -> list[int]:
        return [child.process.pid for child in self._all if child.alive]

    async def do(self, kind: type[T] | tuple[type[T], ...], job: _Job) -> T:
        async with self._slots:
            child = await self._acquire()
            try:
                value, details, peak = await child.do(job, self._rules.time_limit)
            except TimeoutError:
                raise ParseError(problem(Problem.PARSER_TIMEOUT)) from None
            except (EOFError, OSError, pickle.UnpicklingError):
                raise ParseError(problem(Problem.PARSER_STOPPED)) from None
            finally:
                await self._release(child)
            child.peak = peak
            if details is not None:
                raise ParseError(details)
            if not isinstance(value, kind):
                raise TypeError(f"the parser returned a {type(value).__name__} for a {job[0]} job")
            return value

    async def _acquire(self) -> _Child:
        if self._idle_timer:
            self._idle_timer.cancel()
            self._idle_timer = None
        while self._idle:
            child = self._idle.pop()
            if child.alive:
                return child
            await self._end(child)
        child = await self._rules.start()
        self._all.add(child)
        return child

    async def _release(self, child: _Child) -> None:
        if child.busy or not child.alive:
            await self._end(child, kill=True)
        elif child.jobs >= self._rules.jobs_per_child or child.peak > MEMORY_KEPT:
            await self._end(child)
        else:
            self._idle.append(child)
        if len(self._idle) == len(self._all):
            self._idle_timer = asyncio.get_running_loop().call_later(self._rules.idle_seconds, self._end_idle)

    def _end_idle(self) -> None:
        for child in self._idle:
            child.close_stdin()  # asyncio's child watcher reaps it
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
        if self._idle_timer:
            self._idle_timer.cancel()
            self._idle_timer = None
        self.kill()
        for child in list(self._all):
            await self._end(child)
        self._idle.clear()


class _Child:
    """A parser process. ``busy``: it has a job and has not returned the result."""

    def __init__(self, process: Process) -> None:
        self.process, self.jobs, self.peak, self.busy = process, 0, 0, False
        assert process.stdin is not None
        assert process.stdout is not None
        self._in, self._out = process.stdin, process.stdout

    @property
    def alive(self) -> bool:
        return self.process.returncode is None

    async def do(self, job: _Job, time_limit: float) -> _JobResult:
        """Runs a job. After ``TimeoutError``, ``EOFError`` or ``OSError`` the child cannot be used any more."""
        self.busy = True
        self.jobs += 1
        data = pickle.dumps(job, protocol=5)
        async with asyncio.timeout(time_limit):
            self._in.write(len(data).to_bytes(LENGTH_BYTES, "big") + data)
            await self._in.drain()
            length = int.from_bytes(await self._out.readexactly(LENGTH_BYTES), "big")
            if length > _RESULT_LIMIT:
                raise EOFError
            data = await self._out.readexactly(length)
        self.busy = False
        found: _JobResult = pickle.loads(data)  # noqa: S301 - from our child
        return found

    def close_stdin(self) -> None:
        """Closes the stdin of the child, so that it ends."""
        self._in.close()

    def kill(self) -> None:
        """Kills the child."""
        with contextlib.suppress(ProcessLookupError):
            self.process.kill()

    async def end(self) -> None:
        """Waits until the child has ended, and closes its pipes."""
        self.close_stdin()
        try:
            async with asyncio.timeout(2):
                await self.process.wait()
        except TimeoutError:
            self.kill()
            await self.process.wait()
        with contextlib.suppress(OSError):
            await self._in.wait_closed()

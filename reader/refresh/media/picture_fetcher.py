"""Fetches the pictures of articles that are opened, makes them ready for the terminal, and keeps both in the cache.

A picture in the cache is used without asking again. Requests for one address are joined. A picture that cannot be shown
is not asked for again for an hour, one that could not be fetched for a minute.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from reader.errors import FetchError, HostBusy, ParseError
from reader.fetch import PICTURE_ACCEPT, Priority, Request, Response
from reader.media.request import PictureRequest, Size
from reader.problems import Problem, ProblemDetails, os_problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.media.choose_source import choose_sources, whole_size
from reader.refresh.media.picture_cache import PictureCache
from reader.refresh.media.sniff import picture_problem
from reader.refresh.worker.protocol import PictureFailed, PictureReady
from reader.web.addresses import site_of
from reader.web.trackers import counts_readers

MOST_BYTES = 20_000_000
SHOWN_NEVER, FETCHED_NEVER = 3600, 60  # seconds for which a failure is remembered
MOST_AHEAD = 12  # pictures of an entry that are fetched before somebody opens it
AHEAD_AT_ONCE = 3  # of the six requests for pictures, so that an open article need not wait
CELLS_AHEAD = (1_200, 1_200)  # pixels: what an article may need in most windows
DECODED_AT_ONCE = 2  # as many as there are processes for pictures
_MOST_FAILURES = 2_000
_COSTLY = frozenset({Problem.PARSER_TIMEOUT, Problem.PARSER_STOPPED, Problem.PARSER_OUT_OF_MEMORY})
_FORBIDDEN = 403

log = logging.getLogger(__name__)

T = TypeVar("T")


class PictureFetcher:
    """One for a worker. :meth:`get` is called in a task of its own for each request."""

    def __init__(self, context: RefreshContext) -> None:
        self._context = context
        self._cache = PictureCache(context.paths.pictures, context.paths.picture_sizes)
        self._thread = ThreadPoolExecutor(1, "pictures")
        self._running: dict[PictureRequest, asyncio.Task[object]] = {}
        self._downloads: dict[str, _Download] = {}
        self._decoding = asyncio.Semaphore(DECODED_AT_ONCE)
        self._failures: dict[str, tuple[ProblemDetails, int]] = {}  # by address, until when

    def close(self) -> None:
        """Ends the thread without waiting for it."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def forget_failures(self) -> None:
        """Tries pictures again that failed, because the user has asked for a refresh."""
        self._failures.clear()

    def keep_only(self, entry_ids: tuple[int, ...]) -> None:
        """Drops the requests for other articles; no event follows."""
        for request, task in list(self._running.items()):
            if request.entry_id not in entry_ids:
                del self._running[request]  # so that the same can be requested again while this one ends
                task.cancel()

    async def get(self, request: PictureRequest) -> PictureReady | PictureFailed | None:
        """Makes a picture ready; None if the same request is running or is dropped by :meth:`keep_only`."""
        if request in self._running:
            return None
        task: asyncio.Task[Size] = asyncio.ensure_future(self._make(request))
        self._running[request] = task
        try:
            width, height = await task
        except (FetchError, ParseError) as error:
            return PictureFailed(request, _of_pictures(error.details))
        except asyncio.CancelledError:
            if task.cancelled() and not _is_cancelled():
                return None
            task.cancel()
            raise
        except Exception:
            log.exception("event=picture_failed host=%s", site_of(request.url))
            return PictureFailed(request, problem(Problem.UNEXPECTED))
        finally:
            if self._running.get(request) is task:
                del self._running[request]
        return PictureReady(request, width, height)

    async def fetch_ahead(self, entry_id: int) -> None:
        """Fetches the first pictures of an entry into the cache, a few at a time, to be there offline."""
        if self._context.config.pictures == "off":
            return
        entry = await self._context.with_store(lambda store: store.entries.entry(entry_id))
        if entry is None:
            return
        try:
            pictures = await self._context.pool.entry_pictures(entry)
        except ParseError as error:
            log.info("event=pictures_ahead_failed entry=%d reason=%s", entry_id, error)
            return
        slots = asyncio.Semaphore(AHEAD_AT_ONCE)

        async def fetch(url: str, sources: tuple[tuple[str, int], ...]) -> None:
            async with slots:
                await self._fetch_one_ahead(PictureRequest(url, entry_id, *CELLS_AHEAD, sources=sources))

        await asyncio.gather(*(fetch(url, sources) for url, sources in pictures[:MOST_AHEAD]))

    async def _fetch_one_ahead(self, request: PictureRequest) -> None:
        good, _others = choose_sources(request, None)
        for url in good:
            if await self._in_thread(partial(self._cache.find_original, url)):
                return
        with contextlib.suppress(FetchError, ParseError):  # remembered, and told when the article is opened
            original = await self._fetch(good[0], request.entry_id)
            try:
                size = await self._context.pool.picture_size(original)
            except ParseError as error:
                await self._in_thread(partial(self._cache.drop_original, good[0]))
                self._remember(good[0], error.details, SHOWN_NEVER)
                return
            await self._in_thread(partial(self._note, request.url, whole_size(request, size)))

    def _note(self, url: str, size: Size, stored: int = 0) -> None:
        """Remembers the size of a picture that was stored, and keeps the cache within its limit."""
        self._cache.note_size(url, size)
        self._cache.grew(stored)
        self._cache.shrink(self._context.config.picture_cache, now=self._context.clock())

    async def _make(self, request: PictureRequest) -> Size:
        """Makes a picture ready and returns its size in pixels. Raises :class:`FetchError`, :class:`ParseError`."""
        size = await self._in_thread(lambda: self._cache.find_ready(request))
        if size:
            return size
        known = await self._in_thread(lambda: self._cache.size(request.url))
        good, others = choose_sources(request, known)
        if size := await self._of_cache(request, good):
            return size
        try:
            return await self._fetch_and_decode(request, good[0])
        except (FetchError, ParseError) as error:
            if not others or (isinstance(error, ParseError) and error.details.code is Problem.PICTURE_NOT_STORED):
                raise
        return await self._of_cache(request, others) or await self._fetch_and_decode(request, others[-1])

    async def _of_cache(self, request: PictureRequest, urls: list[str]) -> Size | None:
        """Makes the picture ready from the first of these addresses that the cache has; None if it has none."""
        for url in urls:
            original = await self._in_thread(partial(self._cache.find_original, url))
            if original is None:
                continue
            try:
                return await self._decode(request, url, original)
            except ParseError as error:
                if error.details.code in (Problem.PICTURE_NOT_STORED, *_COSTLY):
                    raise
                log.info("event=cached_picture_unreadable host=%s reason=%s", site_of(url), error)
        return None

    async def _fetch_and_decode(self, request: PictureRequest, url: str) -> Size:
        original = await self._fetch(url, request.entry_id)
        try:
            return await self._decode(request, url, original)
        except ParseError as error:
            self._remember(url, error.details, SHOWN_NEVER)
            raise

    async def _decode(self, request: PictureRequest, url: str, original: Path) -> Size:
        """Makes the picture ready from its file.

        A dropped request does not end this once it has begun: that would cost the process that decodes.
        """
        async with self._decoding:
            work = asyncio.ensure_future(self._make_ready(request, url, original))
            work.add_done_callback(_ignore_result)
            return await asyncio.shield(work)

    async def _make_ready(self, request: PictureRequest, url: str, original: Path) -> Size:
        folder = self._cache.folder
        try:
            made = await self._context.pool.picture(original, folder, request)
        except ParseError as error:
            if error.details.code is not Problem.PICTURE_NOT_STORED:
                await self._in_thread(lambda: self._cache.drop_original(url))
            raise
        size = whole_size(request, made.size)
        await self._in_thread(partial(self._note, request.url, size, made.stored))
        return size

    async def _fetch(self, url: str, entry_id: int | None) -> Path:
        """Fetches a picture into the cache, once for all who want it now."""
        if counts_readers(url):
            raise FetchError(problem(Problem.PICTURE_COUNTS_READERS))
        details, until = self._failures.get(url, (None, 0))
        if details and self._context.now() < until:
            raise FetchError(details)
        download = self._downloads.get(url)
        if download is None or download.ended:
            download = self._downloads[url] = _Download(asyncio.ensure_future(self._download(url, entry_id)))
        try:
            return await download.wait()
        finally:
            if download.ended and self._downloads.get(url) is download:
                del self._downloads[url]

    async def _download(self, url: str, entry_id: int | None) -> Path:
        try:
            response = await self._send(url, entry_id)
            if found := picture_problem(response.body):
                raise ParseError(problem(found))  # noqa: TRY301 - remembered below as all others
        except HostBusy:
            raise
        except FetchError as error:
            self._remember(url, error.details, FETCHED_NEVER)
            raise
        except ParseError as error:
            self._remember(url, error.details, SHOWN_NEVER)
            raise
        try:
            return await self._in_thread(lambda: self._cache.keep_original(url, response.body))
        except OSError as error:
            raise ParseError(os_problem(Problem.PICTURE_NOT_STORED, error)) from error

    async def _send(self, url: str, entry_id: int | None) -> Response:
        """Requests a picture; once more with the site of its article as Referer if the server refuses it without."""
        feed_url, page_url = await self._addresses_of(entry_id)
        request = self._context.request_of(url, feed_url, accept=PICTURE_ACCEPT, priority=Priority.PICTURE)
        request = replace(request, limit_bytes=MOST_BYTES, deadline=self._context.limits.request_seconds)
        try:
            return await self._context.fetch(request)
        except FetchError as error:
            site = _origin(page_url)
            if error.http_status != _FORBIDDEN or not site:
                raise
            return await self._context.fetch(_with_referer(request, site))

    async def _addresses_of(self, entry_id: int | None) -> tuple[str, str]:
        """The addresses of an entry's feed and of its page; empty if there is no such entry."""
        if entry_id is None:
            return "", ""
        entry = await self._context.with_store(lambda store: store.entries.entry(entry_id))
        return (entry.feed_url, entry.url or "") if entry else ("", "")

    def _remember(self, url: str, details: ProblemDetails, seconds: int) -> None:
        self._failures.pop(url, None)
        self._failures[url] = details, self._context.now() + seconds
        if len(self._failures) > _MOST_FAILURES:
            del self._failures[next(iter(self._failures))]

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


class _Download:
    """A download that several requests wait for. It ends when none does any more."""

    def __init__(self, task: asyncio.Task[Path]) -> None:
        self._task, self._waiting = task, 0

    @property
    def ended(self) -> bool:
        """Whether it is complete, or nobody waits for it any more."""
        return self._task.done() or self._task.cancelling() > 0

    async def wait(self) -> Path:
        self._waiting += 1
        try:
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()


def _of_pictures(details: ProblemDetails) -> ProblemDetails:
    """A problem of the parser in the terms of pictures."""
    return problem(Problem.PICTURE_TOO_COSTLY) if details.code in _COSTLY else details


def _origin(url: str) -> str:
    """The site of an address with its scheme, as browsers send it to other sites (Referrer Policy, section 3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/" if parts.netloc else ""


def _with_referer(request: Request, site: str) -> Request:
    return replace(request, referer=site)


def _ignore_result(task: asyncio.Task[Size]) -> None:
    """Takes notice of an error that nobody waits for."""
    if not task.cancelled():
        task.exception()


def _is_cancelled() -> bool:
    """Whether the current task itself is being cancelled."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0

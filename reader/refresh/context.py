"""What a refresh works with: the store on a thread of its own, the HTTP client, the parsers, a clock.

All calls of the store are made one after another on one dedicated thread: a batch of entries takes a tenth
of a second and a locked database ten, and the event loop must not stand still for either. The client is
made at the first request, because its import takes a quarter of a second.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self, TypeVar

from reader.config import Config
from reader.fetch import DEADLINE, Request, RequestOptions, Response
from reader.model import Subscription
from reader.paths import Paths
from reader.refresh.parsing.parser_pool import TIME_LIMIT, ParserPool
from reader.refresh.parsing.parser_process import MEMORY_LIMIT
from reader.store import BUSY_SECONDS, Store, open_store

if TYPE_CHECKING:
    from reader.fetch.client import Client

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a refresh puts up with: of a server, of a body in its parser, of others who hold the database."""

    request_seconds: float = DEADLINE
    parse_seconds: float = TIME_LIMIT
    parse_bytes: int = MEMORY_LIMIT
    busy_seconds: float = BUSY_SECONDS


LIMITS = Limits()
PROGRAMS = 4  # of exec: feeds, that run at once


class Means:
    """``async with Means(paths, config, clock) as means``; raises :class:`~reader.errors.StoreError`.

    ``clock`` gives Unix seconds. ``notice`` is what the user should be told of how the store was opened.
    """

    def __init__(self, paths: Paths, config: Config, clock: Callable[[], float], limits: Limits = LIMITS) -> None:
        self.paths, self.config, self.clock, self.limits = paths, config, clock, limits
        self.pool = ParserPool(time_limit=limits.parse_seconds, memory_limit=limits.parse_bytes, log=paths.log)
        self.notice: str | None = None
        self.programs = asyncio.Semaphore(PROGRAMS)
        self.subscriptions: dict[str, Subscription] = {}  # by address
        self._thread = ThreadPoolExecutor(1, "store")
        self._store: Store | None = None
        self._client: Client | None = None

    def now(self) -> int:
        """Unix seconds."""
        return int(self.clock())

    async def __aenter__(self) -> Self:
        try:
            self._store = await self._on_thread(self._open_store)
        except BaseException:
            self._thread.shutdown(wait=False)
            raise
        self.notice = self._store.notice
        return self

    async def __aexit__(self, *error: object) -> None:
        await self.pool.close()
        if self._client:
            await self._client.__aexit__(None, None, None)
        if self._store:
            await self._on_thread(self._store.close)
        self._thread.shutdown(wait=False)

    def _open_store(self) -> Store:
        return open_store(self.paths.database, now=self.now(), busy_seconds=self.limits.busy_seconds)

    async def do(self, call: Callable[[Store], T]) -> T:
        """Makes a call of the store on its thread. Raises :class:`~reader.errors.StoreError`."""
        store = self._store
        assert store is not None

        def on_thread() -> T:
            with store.translated():
                return call(store)

        return await self._on_thread(on_thread)

    async def _on_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def request_options(self, feed_url: str) -> RequestOptions:
        """The subscription's options for requests to its own server."""
        found = self.subscriptions.get(feed_url)
        if found is None:
            return RequestOptions(feed_url)
        return RequestOptions(feed_url, found.user_agent, found.headers, found.certificate)

    async def fetch(self, request: Request) -> Response:
        """See :meth:`reader.fetch.client.Client.fetch`. Raises :class:`~reader.errors.FetchError`."""
        if self._client is None:
            from reader.fetch.client import Client

            self._client = await Client.of(self.config).__aenter__()
        return await self._client.fetch(request, now=self.now())

    def insist(self) -> None:
        """A person wants an answer: servers that were busy a while ago are asked again."""
        if self._client:
            self._client.clear_backoffs()

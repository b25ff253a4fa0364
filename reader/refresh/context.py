"""The resources of a refresh: the store on its own thread, the HTTP client, the parsers, and a clock.

All calls of the store run one after another on a dedicated thread, because storing a batch takes a tenth of a second
and waiting for a locked database ten, and neither may block the event loop. The client is created at the first
request, because importing it takes 250 ms.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self, TypeVar

from reader.config import Config
from reader.fetch import (
    DEADLINE,
    Priority,
    Request,
    RequestOptions,
    Response,
    is_same_or_safer,
    private_host_of,
)
from reader.fetch.body_budget import BodyBudget
from reader.lazy_dataclass import dataclass
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import ProblemDetails
from reader.refresh.parsing.parser_pool import TIME_LIMIT, ParserPool
from reader.refresh.parsing.parser_process import MEMORY_LIMIT
from reader.store import BUSY_SECONDS, Store, open_store

if TYPE_CHECKING:
    from reader.account import Account
    from reader.fetch.client import Client
    from reader.web.server_messages import ServerAnswer, ServerRequest

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a refresh: for a request, for parsing a body, and for waiting for a locked database."""

    request_seconds: float = DEADLINE
    parse_seconds: float = TIME_LIMIT
    parse_bytes: int = MEMORY_LIMIT
    busy_seconds: float = BUSY_SECONDS


LIMITS = Limits()
MAX_PROGRAMS = 4  # programs of exec: feeds that run at the same time


class RefreshContext:
    """``async with RefreshContext(paths, config, clock) as context``.

    Raises :class:`~reader.errors.StoreError`. ``clock`` returns Unix seconds. ``notice`` is for the user, about how
    the store was opened.
    """

    def __init__(self, paths: Paths, config: Config, clock: Callable[[], float], limits: Limits = LIMITS) -> None:
        self.paths, self.config, self.clock, self.limits = paths, config, clock, limits
        self.pool = ParserPool(time_limit=limits.parse_seconds, memory_limit=limits.parse_bytes, log=paths.log)
        self.notice: ProblemDetails | None = None
        self.body_budget = BodyBudget()
        self.program_slots = asyncio.Semaphore(MAX_PROGRAMS)
        self.programs: set[int] = set()  # the process groups of those that run
        self.subscriptions: dict[str, Subscription] = {}  # by address, accounts' included
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

    async def with_store(self, call: Callable[[Store], T]) -> T:
        """Runs ``call`` with the store on its thread. Raises :class:`~reader.errors.StoreError`."""
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

    def request_of(self, url: str, feed_url: str, *, accept: str, priority: Priority) -> Request:
        """A request for something that an entry of a feed names.

        Only the server of the feed may have a private address, and gets the subscription's options.
        """
        own = private_host_of(feed_url)
        private = own if own == private_host_of(url) else None
        options = self.request_options(feed_url) if is_same_or_safer(url, feed_url) else None
        return Request(url, private_host=private, accept=accept, priority=priority, options=options)

    async def fetch(self, request: Request) -> Response:
        """See :meth:`reader.fetch.client.Client.fetch`. Raises :class:`~reader.errors.FetchError`."""
        client = await self.client()
        return await client.fetch(request, now=self.now())

    async def send(self, request: ServerRequest, account: Account) -> ServerAnswer:
        """Sends a request to the server of an account; see :meth:`reader.fetch.client.Client.send`.

        Raises :class:`~reader.errors.FetchError`.
        """
        client = await self.client()
        return await client.send(request, account.url, certificate=account.certificate, now=self.now())

    async def client(self) -> Client:
        """The HTTP client, which the first request opens."""
        if self._client is None:
            from reader.fetch.client import Client

            self._client = await Client.of(self.config).__aenter__()
        return self._client

    def configure(self, config: Config) -> None:
        """Replaces the settings, for requests too."""
        self.config = config
        if self._client:
            self._client.configure(config)

    def clear_backoffs(self) -> None:
        """Allows requests to servers that were busy, because a person asked for them."""
        if self._client:
            self._client.clear_backoffs()

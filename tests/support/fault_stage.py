"""Runs faults through a complete refresh: a store with entries, a faulty feed, and a working neighbour."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Awaitable, Coroutine, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from ssl import SSLContext
from typing import Any, Self, TypeVar

from reader.arrival import FeedUpdate, NewEntry, ParsedEntry
from reader.config import Config
from reader.model import Change, Entry, Field, Poll, Status, Validators
from reader.query.selection import Selection
from reader.refresh.context import Limits
from reader.refresh.parsing.read_feed import digest
from reader.refresh.pipeline import Refresher
from reader.refresh.worker.protocol import FeedDone
from reader.store import Store, open_store
from tests.support.connectproxy import ConnectProxy, connect_proxy
from tests.support.fault_list import STORED, Case, item, rss
from tests.support.faultserver import FaultServer, answer, fault_server, redirect
from tests.support.profile import Profile

VALIDATORS = Validators('"v1"', "Mon, 01 Jan 2024 00:00:00 GMT")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of refreshing a feed and its neighbour. ``parser_peak`` and ``growth``: bytes, 0 if unknown."""

    done: FeedDone
    neighbour: FeedDone
    poll: Poll
    entries: dict[str, Entry]  # by title
    seconds: float
    parser_peak: int
    growth: int


class Servers:
    """Fault servers on their own thread, so that a refresh cannot block them."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="fault servers")
        self._open = AsyncExitStack()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._run(self._open.aclose())
        self._run(_end_others())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def start(self, tls: SSLContext | None = None) -> FaultServer:
        """Another server on its own port, which counts as another host."""
        return self._run(self._open.enter_async_context(fault_server(tls)))

    def proxy(self, places: Mapping[str, int], tls: SSLContext | None = None) -> ConnectProxy:
        """A proxy from these hosts (``name:port``) to those ports."""
        return self._run(self._open.enter_async_context(connect_proxy(places, tls)))

    def _run(self, work: Coroutine[Any, Any, T] | Awaitable[T]) -> T:
        async def awaited() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(awaited(), self._loop).result(20)


async def _end_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


class TwoFaced:
    """A port that speaks TLS and plain HTTP: over TLS it redirects to itself without TLS, where the body is."""

    def __init__(self, tls: SSLContext, status: str, body: bytes) -> None:
        self._tls, self._status, self._body = tls, status, body
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="two-faced")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                with connection:
                    self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError):
            if connection.recv(1, socket.MSG_PEEK) == b"\x16":  # the first byte of a TLS handshake
                with self._tls.wrap_socket(connection, server_side=True) as safe:
                    safe.recv(65_536)
                    safe.sendall(redirect(f"http://127.0.0.1:{self.port}/f", self._status)[0])
                    return
            connection.recv(65_536)
            connection.sendall(answer(self._body))


class Stage:
    """``with Stage(folder) as stage: stage.play(case)``; it keeps one parser process."""

    def __init__(self, root: Path) -> None:
        self.profile = Profile(root)
        self.servers = Servers()
        self._runner = asyncio.Runner()
        self._refreshers: dict[float, Refresher] = {}
        self._issue = 0

    def __enter__(self) -> Self:
        self.servers.__enter__()
        self.neighbour = self.servers.start()
        self.neighbour.routes["/f"] = lambda _: [answer(self._next_issue())]
        return self

    def __exit__(self, *error: object) -> None:
        for refresher in self._refreshers.values():
            self._runner.run(refresher.__aexit__(*error))
        self._runner.close()
        self.servers.__exit__(*error)

    def _next_issue(self) -> bytes:
        self._issue += 1
        return rss(item(f"issue-{self._issue}"), prolog="").encode()

    def play(self, case: Case, *, url: str = "", tls: SSLContext | None = None) -> Outcome:
        """Refreshes a feed with the fault, and its neighbour. ``url``: of a feed on another server."""
        url = url or self.serve(case, tls)
        urls = (url, self.neighbour.url("/f"))
        self.profile.subscribe(*urls)
        self._stock(url, conditional=case.words is None or "304" not in case.words)
        return self._runner.run(self._play(urls, case.deadline))

    def play_all(self, cases: Mapping[str, Case], *, deadline: float) -> tuple[dict[str, FeedDone], FeedDone]:
        """Refreshes feeds with all these faults at once, and the neighbour; returns the results of both."""
        urls = {name: self.serve(case) for name, case in cases.items()}
        self.profile.subscribe(*urls.values(), self.neighbour.url("/f"))
        done = self._runner.run(self._refresh(deadline))
        return {name: done[url] for name, url in urls.items()}, done[self.neighbour.url("/f")]

    def serve(self, case: Case, tls: SSLContext | None = None) -> str:
        """Starts a server with that fault; returns the address of its feed."""
        server = self.servers.start(tls)
        server.routes.update(case.routes)
        return server.url("/f")

    def _stock(self, url: str, *, conditional: bool) -> None:
        """Stores an earlier refresh: three entries, one of them read, one starred."""
        store = open_store(self.profile.paths.database, now=self.profile.now)
        store.feeds.subscribe([self.neighbour.url("/f"), url])
        poll = next(poll for poll in store.feeds.polls() if poll.url == url)
        validators = VALIDATORS if conditional else Validators()
        read = replace(
            poll,
            status=Status.OK,
            validators=validators,
            body_hash=f"h@{self.profile.now}",
            last_success=self.profile.now,
        )
        entries = tuple(_stored(name, self.profile.now) for name in STORED)
        ids = store.arrivals.apply([FeedUpdate(read, title="Paper", new=entries)], now=self.profile.now)
        store.state.apply(Change(Field.READ, True, (ids[0],)))
        store.state.apply(Change(Field.STARRED, True, (ids[1],)))
        store.close()

    async def _play(self, urls: tuple[str, str], deadline: float) -> Outcome:
        pool = (await self._refresher(deadline))._context.pool
        own, started = _Memory("self"), time.monotonic()
        done = await self._refresh(deadline)
        seconds = time.monotonic() - started
        parser_peak = max((_Memory(pid, fresh=False).peak for pid in pool.pids), default=0)
        for pid in pool.pids:
            _Memory(pid)
        store = self.profile.store
        try:
            poll = next(poll for poll in store.feeds.polls() if poll.url == urls[0])
            return Outcome(
                done[urls[0]], done[urls[1]], poll, _entries(store, poll.feed_id), seconds, parser_peak, own.growth
            )
        finally:
            store.close()

    async def _refresh(self, deadline: float) -> dict[str, FeedDone]:
        refresher = await self._refresher(deadline)
        await refresher.subscribe(self.profile.subscriptions)
        return {event.feed_url: event async for event in refresher.refresh(None, True) if isinstance(event, FeedDone)}

    async def _refresher(self, deadline: float) -> Refresher:
        if deadline not in self._refreshers:
            refresher = Refresher(
                self.profile.paths,
                Config(),
                (),
                clock=lambda: self.profile.now,
                limits=Limits(request_seconds=deadline, parse_seconds=90),  # a busy machine may need long
            )
            self._refreshers[deadline] = await refresher.__aenter__()
        return self._refreshers[deadline]


def _stored(name: str, now: int) -> NewEntry:
    entry = ParsedEntry(name, f"https://paper.example/{name}", name)
    return NewEntry(entry, digest(entry), now, 1)


def _entries(store: Store, feed_id: int) -> dict[str, Entry]:
    keys = store.entries.page(Selection(feeds=(feed_id,)), limit=20_000)
    found = [entry for _, id_ in keys if (entry := store.entries.entry(id_))]
    return {entry.title: entry for entry in found}


class _Memory:
    """The peak memory of a process since this object was created (proc(5): VmHWM, clear_refs)."""

    def __init__(self, process: int | str, *, fresh: bool = True) -> None:
        self._folder = Path(f"/proc/{process}")
        if fresh:
            self._begin()
        self._before = self._read("VmRSS")

    def _begin(self) -> None:
        try:
            (self._folder / "clear_refs").write_text("5")
        except OSError:
            return  # the peak then counts from the start of the process

    @property
    def peak(self) -> int:
        return self._read("VmHWM")

    @property
    def growth(self) -> int:
        return max(self.peak - self._before, 0)

    def _read(self, name: str) -> int:
        try:
            return int((self._folder / "status").read_text().partition(f"{name}:")[2].split(maxsplit=1)[0]) * 1024
        except (OSError, IndexError):
            return 0

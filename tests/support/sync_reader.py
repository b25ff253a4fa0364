"""A client that keeps what a source tells, as the engine does, without a store."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from reader.account import AccountKind, News, RemoteEntry
from reader.fetch.client import Client
from reader.sync import make_source
from reader.sync.source import Source
from reader.web.server_messages import ServerAnswer, ServerRequest


@dataclass
class SyncReader:
    """A client that keeps what a source tells, as the engine does."""

    source: Source
    requests: list[ServerRequest]
    cursor: str = ""
    stored: dict[str, RemoteEntry] = field(default_factory=dict)
    meanwhile: Callable[[], None] = lambda: None  # called after each answer, as another client that is busy

    async def known(self, ids: Sequence[str]) -> frozenset[str]:
        return frozenset(ids) & self.stored.keys()

    async def sync(self) -> News:
        """Asks for news until there is none left; returns the first answer."""
        first = news = await self.source.news(self.cursor, self.known)
        while True:
            self.stored |= {entry.id: entry for entry in news.entries}
            for entry in tuple(self.stored.values()):
                read = entry.read if news.unread is None else entry.id not in news.unread
                starred = entry.starred if news.starred is None else entry.id in news.starred
                self.stored[entry.id] = replace(entry, read=read, starred=starred)
            self.cursor = news.cursor
            if not news.more:
                return first
            news = await self.source.news(self.cursor, self.known)

    async def read_history(self) -> None:
        cursor: str | None = ""
        while cursor is not None:
            page = await self.source.history(cursor)
            self.stored = {entry.id: entry for entry in page.entries} | self.stored
            cursor = page.cursor

    def unread(self) -> set[str]:
        return {entry.id for entry in self.stored.values() if not entry.read}

    def starred(self) -> set[str]:
        return {entry.id for entry in self.stored.values() if entry.starred}

    def labelled(self, label: str) -> set[str]:
        return {entry.id for entry in self.stored.values() if label in entry.labels}


@asynccontextmanager
async def reader_of(kind: AccountKind, url: str, *, user: str = "", secret: str) -> AsyncIterator[SyncReader]:
    """A client of the server at ``url``."""
    async with Client() as client:
        requests: list[ServerRequest] = []

        async def send(request: ServerRequest) -> ServerAnswer:
            requests.append(request)
            answer = await client.send(request, url)
            reader.meanwhile()
            return answer

        reader = SyncReader(make_source(kind, send, user=user, secret=secret), requests)
        yield reader

"""A small SOCKS 5 proxy on loopback (RFC 1928): it maps the requested addresses to local ports."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address

from tests.support.connectproxy import pass_on


@dataclass
class SocksServer:
    """``places``: the local port of each ``host:port``. ``asked``: the addresses requested. ``login``: user, password."""

    places: Mapping[str, int]
    login: tuple[bytes, bytes] | None = None
    port: int = 0
    asked: list[str] = field(default_factory=list)
    reply: int = 5  # to requests for addresses that are not in ``places``

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handles a connection."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await self._tunnel(reader, writer)
        writer.close()

    async def _tunnel(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(2))[1])
        method = 2 if self.login else 0
        writer.write(bytes([5, method if method in methods else 255]))
        if method not in methods:
            return
        if self.login:
            user = await reader.readexactly((await reader.readexactly(2))[1])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            writer.write(bytes([1, (user, password) != self.login]))
        kind = (await reader.readexactly(4))[3]
        size = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        named = await reader.readexactly(size)
        host = named.decode() if kind == 3 else str(ip_address(named))
        place = f"{host}:{int.from_bytes(await reader.readexactly(2), 'big')}"
        self.asked.append(place)
        if place not in self.places:
            writer.write(bytes([5, self.reply, 0, 1, 0, 0, 0, 0, 0, 0]))
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.places[place])
        writer.write(bytes([5, 0, 0, 3, 1]) + b"x" + bytes(2))
        await asyncio.gather(pass_on(reader, back), pass_on(there, writer))


@asynccontextmanager
async def socks_server(places: Mapping[str, int], **options: object) -> AsyncIterator[SocksServer]:
    """A running proxy on a free port of 127.0.0.1."""
    proxy = SocksServer(places, **options)  # type: ignore[arg-type]
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()

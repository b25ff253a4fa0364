"""A small HTTP proxy on loopback: it maps host names to local ports, and CONNECT opens a tunnel."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.support.faultserver import answer


@dataclass
class ConnectProxy:
    """``places``: the local port of each ``host:port``. ``asked``: request lines and all heads."""

    places: Mapping[str, int]
    port: int = 0
    asked: list[str] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handles a connection: a tunnel, or one forwarded request."""
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, _ = head.split(b"\r\n")[0].decode().split(" ")
            self.asked.append(f"{method} {target}")
            self.heads.append(head)
            parts = urlsplit(target)
            place = target if method == "CONNECT" else f"{parts.hostname}:{parts.port or 80}"
            if place not in self.places:
                writer.write(answer(b"", status="502 Bad Gateway"))
            else:
                there, back = await asyncio.open_connection("127.0.0.1", self.places[place])
                if method == "CONNECT":
                    writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                else:
                    back.write(head.replace(target.encode(), parts.path.encode(), 1))
                await asyncio.gather(pass_on(reader, back), pass_on(there, writer))
        writer.close()


async def pass_on(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Copies a stream to another until it ends."""
    with contextlib.suppress(ConnectionError):
        while data := await source.read(65_536):
            to.write(data)
            await to.drain()
    to.close()


@asynccontextmanager
async def connect_proxy(places: Mapping[str, int], tls: ssl.SSLContext | None = None) -> AsyncIterator[ConnectProxy]:
    """A running proxy on a free port of 127.0.0.1."""
    proxy = ConnectProxy(places)
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, ssl=tls)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()

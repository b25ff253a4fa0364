"""A server on loopback that sends exactly the given bytes, faults included.

A route is a script: bytes are sent, a number is a pause in seconds, ``RESET`` resets the connection,
``HANG`` keeps it open until the client leaves. After the last step the connection is closed.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from enum import Enum


class Step(Enum):
    """Steps of a script other than bytes and pauses."""

    RESET = "reset"
    HANG = "hang"


RESET, HANG = Step.RESET, Step.HANG
Script = Iterable[bytes | float | Step]


@dataclass(frozen=True)
class Asked:
    """A request: ``headers`` by lower-case name, values byte for byte; ``raw`` is its head."""

    path: str
    headers: dict[str, bytes]
    raw: bytes
    method: str = "GET"
    body: bytes = b""


@dataclass
class FaultServer:
    """``routes`` by path; a route is a script or a function from request to script."""

    routes: dict[str, Script | Callable[[Asked], Script]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    scheme: str = "http"
    open_now: int = 0
    most_open: int = 0

    @property
    def host(self) -> str:
        """``127.0.0.1:port``, for :attr:`reader.fetch.Request.private_host`."""
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.host}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Handles a connection with one request."""
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            asked = _asked(await reader.readuntil(b"\r\n\r\n"))
            if length := int(asked.headers.get("content-length", 0)):
                asked = replace(asked, body=await reader.readexactly(length))
            self.asked.append(asked)
            route = self.routes.get(asked.path, [answer(b"", status="404 Not Found")])
            await _play(route(asked) if callable(route) else route, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open_now -= 1
            writer.close()


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A complete response; ``length`` overrides its Content-Length."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body) if length is None else length}"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def head(*headers: str, status: str = "200 OK") -> bytes:
    """The head of a response without a length: the body ends with the connection."""
    return "\r\n".join([f"HTTP/1.1 {status}", *headers, "", ""]).encode("latin-1")


def redirect(location: str, status: str = "302 Found", *headers: str) -> list[bytes]:
    """A script that redirects."""
    return [answer(b"", f"Location: {location}", *headers, status=status)]


@asynccontextmanager
async def fault_server(tls: ssl.SSLContext | None = None) -> AsyncIterator[FaultServer]:
    """A running server on a free port of 127.0.0.1."""
    faults = FaultServer(scheme="https" if tls else "http")
    server = await asyncio.start_server(faults.serve, "127.0.0.1", 0, ssl=tls)
    faults.port = server.sockets[0].getsockname()[1]
    try:
        yield faults
    finally:
        server.close()


async def _play(script: Script, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for step in script:
        if isinstance(step, bytes):
            writer.write(step)
            await writer.drain()
        elif step is RESET:
            sock: socket.socket = writer.get_extra_info("socket")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
            return
        elif step is HANG:
            await reader.read()
        else:
            assert isinstance(step, float | int)
            await asyncio.sleep(step)


def _asked(raw: bytes) -> Asked:
    first, *lines = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    pairs = (line.partition(b":") for line in lines)
    headers = {name.decode().lower(): value.strip() for name, _, value in pairs}
    return Asked(first.split()[1].decode(), headers, raw, first.split()[0].decode())

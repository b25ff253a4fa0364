"""Connections through a SOCKS 5 proxy (RFC 1928, RFC 1929), as Tor and SSH tunnels offer it.

With ``socks5`` names are looked up here and their addresses checked as always; with ``socks5h`` the proxy looks them
up, so that nobody else learns them. Nothing falls back to a connection without the proxy.

The handshake is short, and the libraries for it (python-socks, aiohttp-socks) bring resolvers of their own and replace
the same private methods of aiohttp's connector, so it is written out here.
"""

from __future__ import annotations

import asyncio
import errno
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any
from urllib.parse import unquote, urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.client_proto import ResponseHandler

from reader.errors import FetchError
from reader.fetch.addresses import is_public, literal_address
from reader.fetch.connector import Connector
from reader.fetch.resolver import PrivateAddressError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem

_PORT = 1080
_NO_LOGIN, _LOGIN = 0, 2  # methods, RFC 1928 section 3
_REPLIES = {  # RFC 1928 section 6
    3: errno.ENETUNREACH,
    4: errno.EHOSTUNREACH,
    5: errno.ECONNREFUSED,
    6: errno.EHOSTUNREACH,
}


@dataclass(frozen=True, slots=True)
class SocksProxy:
    """The address of a proxy. ``names``: the proxy looks names up."""

    host: str
    port: int
    names: bool
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, url: str) -> SocksProxy:
        """The proxy in an address such as ``socks5h://user:password@host:1080``. Raises ``ValueError``."""
        parts = urlsplit(url)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not parts.hostname or max(len(user.encode()), len(password.encode())) > 255:
            raise ValueError("not the address of a proxy")
        return cls(parts.hostname, parts.port or _PORT, parts.scheme.lower() == "socks5h", user, password)


class SocksConnector(Connector):
    """A connector that reaches every server through the proxy."""

    def __init__(self, proxy: SocksProxy, *, allow_private: bool, **options: Any) -> None:
        super().__init__(**options)
        self._proxy, self._allow_private = proxy, allow_private

    # aiohttp 3.14 has no public way to connect through anything but an HTTP proxy.

    async def _resolve_host(
        self, host: str, port: int, traces: Sequence[aiohttp.tracing.Trace] | None = None
    ) -> list[ResolveResult]:
        """The name itself if the proxy looks it up."""
        if not self._proxy.names or literal_address(host) is not None:
            return await super()._resolve_host(host, port, traces)
        return [ResolveResult(hostname=host, host=host, port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def _wrap_create_connection(
        self,
        *args: Any,
        addr_infos: list[Any],
        req: Any,
        client_error: Any = aiohttp.ClientConnectorError,
        **kwargs: Any,
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        host, port = addr_infos[0][4][:2]
        address = literal_address(host)
        if address is not None and not self._allow_private and not is_public(address):
            raise client_error(req.connection_key, PrivateAddressError(f"{host} is a private address"))
        try:
            tunnel = await _connected(self._proxy)
        except OSError as error:
            raise aiohttp.ClientProxyConnectionError(req.connection_key, error) from error
        try:
            await _ask(tunnel, self._proxy, address or host, port)
        except (OSError, FetchError) as error:
            tunnel.close()
            if isinstance(error, OSError):
                raise client_error(req.connection_key, error) from error
            raise
        except BaseException:
            tunnel.close()
            raise
        addr_infos[:] = [
            (*addr_infos[0][:4], tunnel.getpeername())
        ]  # aiohttp looks for the peer of a wrong certificate
        return await self._over(tunnel, *args, req=req, client_error=client_error, **kwargs)

    async def _over(
        self, tunnel: socket.socket, *args: Any, **kwargs: Any
    ) -> tuple[asyncio.Transport, ResponseHandler]:
        try:
            return await self._wrap_existing_connection(*args, sock=tunnel, **kwargs)
        except BaseException:
            with suppress(OSError):
                tunnel.close()
            raise


async def _connected(proxy: SocksProxy) -> socket.socket:
    """A connection to the proxy. Raises ``OSError``."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(proxy.host, proxy.port, type=socket.SOCK_STREAM)
    failure: OSError = OSError(errno.EHOSTUNREACH, "no address")
    for family, kind, protocol, _, address in found:
        connection = socket.socket(family, kind, protocol)
        connection.setblocking(False)
        try:
            await loop.sock_connect(connection, address)
        except OSError as error:
            connection.close()
            failure = error
        except BaseException:
            connection.close()
            raise
        else:
            return connection
    raise failure


async def _ask(tunnel: socket.socket, proxy: SocksProxy, host: str | IPv4Address | IPv6Address, port: int) -> None:
    """Asks the proxy to connect to a server. Raises :class:`FetchError`, and ``OSError`` if the server refuses."""
    loop = asyncio.get_running_loop()
    methods = bytes([_NO_LOGIN, _LOGIN] if proxy.user else [_NO_LOGIN])
    await loop.sock_sendall(tunnel, bytes([5, len(methods)]) + methods)
    version, method = await _receive(tunnel, 2)
    if version != 5:
        raise FetchError(problem(Problem.PROXY_NOT_SOCKS))
    if method == _LOGIN and proxy.user:
        user, password = proxy.user.encode(), proxy.password.encode()
        await loop.sock_sendall(tunnel, bytes([1, len(user)]) + user + bytes([len(password)]) + password)
        if (await _receive(tunnel, 2))[1]:
            raise FetchError(problem(Problem.PROXY_LOGIN))
    elif method != _NO_LOGIN:
        raise FetchError(problem(Problem.PROXY_LOGIN))
    await loop.sock_sendall(tunnel, bytes([5, 1, 0]) + _destination(host) + port.to_bytes(2, "big"))
    version, reply, _, kind = await _receive(tunnel, 4)
    if version != 5 or kind not in (0, 1, 3, 4):
        raise FetchError(problem(Problem.PROXY_NOT_SOCKS))
    if reply in _REPLIES:
        raise OSError(_REPLIES[reply], "the proxy could not connect")
    if reply:
        raise FetchError(problem(Problem.PROXY_REFUSED, reply=reply))
    length = (await _receive(tunnel, 1))[0] if kind == 3 else {0: 0, 1: 4, 4: 16}[kind]
    await _receive(tunnel, length + 2)  # the address of the proxy's end


def _destination(host: str | IPv4Address | IPv6Address) -> bytes:
    """A server's address as RFC 1928 section 5 has it."""
    if isinstance(host, str):
        with suppress(ValueError):
            host = ip_address(host.strip("[]").partition("%")[0])
    if not isinstance(host, str):
        return bytes([1 if host.version == 4 else 4]) + host.packed
    name = host.encode("ascii")
    if not 0 < len(name) < 256:
        raise FetchError(problem(Problem.HOST_NOT_FOUND))
    return bytes([3, len(name)]) + name


async def _receive(tunnel: socket.socket, size: int) -> bytes:
    loop, received = asyncio.get_running_loop(), b""
    while len(received) < size:
        part = await loop.sock_recv(tunnel, size - len(received))
        if not part:
            raise FetchError(problem(Problem.PROXY_NOT_SOCKS if not received else Problem.CONNECTION_CLOSED))
        received += part
    return received

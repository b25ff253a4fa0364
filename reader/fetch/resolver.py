"""Resolves host names when connecting, and refuses private addresses.

Resolving with the system (getaddrinfo) keeps /etc/hosts, mDNS and VPNs working. Checking the very addresses that are
then connected to leaves no gap in which a name could change its address (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from reader.fetch.addresses import is_public, literal_address


class PrivateAddressError(OSError):
    """A name has only private addresses."""


class Resolver(AbstractResolver):
    """``allow_private``: for servers that the user wrote, and for proxies."""

    def __init__(self, threads: ThreadPoolExecutor, *, allow_private: bool) -> None:
        self._threads, self._allow_private = threads, allow_private

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name. Raises ``OSError`` for none, :class:`PrivateAddressError` if all are private."""
        loop = asyncio.get_running_loop()
        infos = await loop.run_in_executor(self._threads, _look_up, host, port, family)
        found = [info for info in infos if self._allow_private or _public(str(info[4][0]))]
        if infos and not found:
            raise PrivateAddressError(f"{host} has a private address")
        return [
            ResolveResult(
                hostname=host,
                host=_numeric(info[4]),
                port=port,
                family=info[0],
                proto=info[2],
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for info in found
        ]

    async def close(self) -> None:
        """Does nothing: the threads belong to the client."""


_Sockaddr = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]
_SocketInfo = tuple[socket.AddressFamily | int, socket.SocketKind | int, int, str, tuple[Any, ...]]
_Info = tuple[socket.AddressFamily, socket.SocketKind, int, str, _Sockaddr]


def _look_up(host: str, port: int, family: socket.AddressFamily) -> list[_Info]:
    try:
        return list(socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG))
    except UnicodeError as error:  # an empty or overlong label: "a..b"
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from error


def public_socket(info: _SocketInfo) -> socket.socket:
    """A socket for a connection, if it leads to a public address. Raises :class:`PrivateAddressError`.

    This second check judges the address itself, however the host was spelled and resolved.
    """
    family, kind, protocol, _, sockaddr = info
    if not _public(str(sockaddr[0])):
        raise PrivateAddressError(f"{sockaddr[0]} is a private address")
    return socket.socket(family, kind, protocol)


def _public(address: str) -> bool:
    parsed = literal_address(address)
    return parsed is not None and is_public(parsed)


def _numeric(sockaddr: _Sockaddr) -> str:
    """The address as text, with the zone of a link-local IPv6 address."""
    address = str(sockaddr[0])
    zone = sockaddr[3] if len(sockaddr) == 4 else 0
    return f"{address}%{int(zone)}" if zone and address.startswith("fe80") and "%" not in address else address

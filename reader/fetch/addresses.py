"""Tells public addresses from private ones.

A feed, a redirect or a page must not make the reader connect to the user's router, printer or cloud metadata
service. An IPv6 address that contains an IPv4 address counts as that IPv4 address.
"""

from __future__ import annotations

import re
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

_LIKE_A_NUMBER = re.compile(r"(?:0[xX][0-9a-fA-F]*|[0-9]+)(?:\.(?:0[xX][0-9a-fA-F]*|[0-9]+)){0,3}\.?")
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_COMPATIBLE = IPv6Network("::/96")  # RFC 4291 section 2.5.5.1, deprecated


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is globally routable unicast: not private, loopback, link-local, multicast or reserved."""
    if isinstance(address, IPv6Address):
        inner = _embedded_ipv4(address)
        if inner is not None:
            return is_public(inner)
        if address in _NAT64_LOCAL or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The IP address that a host is written as; None for a name.

    Includes the IPv4 forms that C libraries accept: ``127.1``, ``2130706433``, ``0x7f.0.0.1`` (inet_aton(3)).
    """
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        pass
    if not _LIKE_A_NUMBER.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None


def is_own(url: str, private_host: str | None) -> bool:
    """Whether the address is on the server that the user wrote.

    Another port is another server, except that port 443 by https belongs to port 80 by http.
    """
    if not private_host:
        return False
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    own = urlsplit(f"//{private_host}")
    ports = {own.port or 80}
    if (parts.scheme == "https" and own.port in (None, 80)) or own.port is None:
        ports.add(443)
    return (parts.hostname or "") == (own.hostname or "") and port in ports


def _embedded_ipv4(address: IPv6Address) -> IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address in _NAT64 or address in _COMPATIBLE:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return None

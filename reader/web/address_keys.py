"""One key for all spellings of a web address, to find and compare entries and subscriptions.

Spellings differ in scheme, ``www.``, the case of the host, user name, default port, final slash, and in what is
percent-encoded (RFC 3986 section 6.2.2, RFC 3987 section 5.3.2.3). The key also covers guids that are not addresses,
which are compared as they are.
"""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import quote, urlsplit, urlunsplit

from reader.web.addresses import PLAIN_URL

_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_RESERVED = "%:/?#[]@!$&'()*+,;="
_DEFAULT_PORTS = {"http": ":80", "https": ":443"}
_KEY_BYTES = 8


def address_key(address: str) -> str:
    """The address in one spelling, without scheme; anything but a web address is unchanged."""
    parts = split_address(address)
    if parts is None:
        return address
    host, path, query = parts
    return host + path.rstrip("/") + query


def feed_key(url: str) -> str:
    """The key of a feed's address, whose fragment does not count (RFC 9110 section 7.1)."""
    return address_key(url.partition("#")[0])


def address_number(address: str | None) -> int | None:
    """A 64-bit number (signed, as SQLite stores it) of the :func:`address_key`, for an index that is small."""
    return key_number(address_key(address)) if address else None


def key_number(key: str) -> int:
    """A 64-bit number of a text, signed as SQLite stores it."""
    digest = hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def at_host(address: str, host: str) -> str:
    """The address on another host."""
    return urlunsplit(urlsplit(address)._replace(netloc=host))


@lru_cache(maxsize=4_096)  # each address is needed several times, and is often also the guid
def split_address(address: str) -> tuple[str, str, str] | None:
    """Host with port, path, and query with fragment of a web address in their usual spelling; None for other texts.

    The path keeps its final slash, the query begins with its ``?``.
    """
    plain = PLAIN_URL.fullmatch(address)
    if plain and "%" not in address and not _has_default_port(address, plain[1]):
        return plain[1].removeprefix("www."), plain[2], plain[3]
    if not address[:8].lower().startswith(("http://", "https://")):
        return None
    return _split(address)


def _split(address: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(address)
        host = _host(parts.netloc.rpartition("@")[2], parts.scheme)
    except ValueError:
        return None
    query = ("?" + parts.query if parts.query else "") + ("#" + parts.fragment if parts.fragment else "")
    return host, _encoded(parts.path), _encoded(query)


def _has_default_port(address: str, host: str) -> bool:
    return ":" in host and host.endswith(_DEFAULT_PORTS[address.partition(":")[0]])


def _host(netloc: str, scheme: str) -> str:
    host = netloc.lower().removesuffix(_DEFAULT_PORTS[scheme]).removesuffix(":")
    if not host.isascii():
        with suppress(UnicodeError):  # not a name; it is compared as it is
            host = host.encode("idna").decode("ascii")
    return host.removeprefix("www.")


def _encoded(text: str) -> str:
    """Percent-encoded in one way: unreserved characters never, all that an address cannot contain always."""
    if "%" in text:
        text = _ENCODED.sub(_unreserved, text)
    return quote(text, safe=_RESERVED + "~", encoding="utf-8", errors="surrogatepass")


def _unreserved(encoded: re.Match[str]) -> str:
    character = chr(int(encoded[0][1:], 16))
    return character if character in _UNRESERVED else encoded[0].upper()

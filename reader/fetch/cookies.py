"""The cookies of one request: set on the way, sent on its later hops, and forgotten at its end (RFC 6265).

Some servers set a cookie, redirect to the same address, and serve it only with the cookie. Nobody is tracked by
cookies that end with the request.
"""

from __future__ import annotations

from collections.abc import Sequence

import aiohttp

from reader.fetch.http_messages import wire_url

_MOST_BYTES = 8_192  # of a Cookie header


class RequestCookies:
    """A jar for one request with all its redirects. It creates aiohttp's jar only once a cookie is set."""

    def __init__(self) -> None:
        self._jar: aiohttp.CookieJar | None = None

    def take(self, url: str, set_cookies: Sequence[str]) -> None:
        """Takes the ``Set-Cookie`` headers of a response from ``url``."""
        if set_cookies:
            self._jar = self._jar or aiohttp.CookieJar(unsafe=True)  # of servers without a name too
            self._jar.update_cookies_from_headers(set_cookies, wire_url(url))

    def header(self, url: str) -> str:
        """The ``Cookie`` header for an address; empty for none."""
        if self._jar is None:
            return ""
        found = self._jar.filter_cookies(wire_url(url))
        pairs = "; ".join(f"{name}={cookie.coded_value}" for name, cookie in found.items())
        return pairs if pairs.isprintable() and len(pairs) <= _MOST_BYTES else ""

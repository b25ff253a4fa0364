"""Follows redirects hop by hop. Pure.

A redirect from https to plain http is followed, because publishers use them, but it never changes the feed's
address, and it is refused if the subscription has a password. A password is sent only to the server it was written
for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from reader.errors import FetchError
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.addresses import encode_bytes, feed_url, join, without_userinfo

MOST_HOPS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class RedirectChain:
    """``url`` is requested next (with user name and password where they belong), ``visited`` were before it.

    ``cookies`` is the header that goes with it; an address may be asked again with other cookies. No address has a
    fragment, which is not part of the target (RFC 9110 section 7.1).
    """

    first: str
    url: str
    visited: tuple[tuple[str, str], ...] = ()  # addresses with their cookies
    permanent: bool = True
    cookies: str = ""

    @classmethod
    def start(cls, url: str) -> Self:
        """A chain at its first address. Raises :class:`FetchError` if that is not an http(s) address."""
        cleaned = feed_url(url)
        if cleaned is None:
            raise FetchError(problem(Problem.NOT_WEB_ADDRESS))
        return cls(cleaned, cleaned)

    @property
    def moved_to(self) -> str | None:
        """The new address, if every redirect was permanent and none led from https to plain http."""
        if not self.visited or not self.permanent or self.url == self.first or _leaves_https(self.first, self.url):
            return None
        return self.url

    def follow(self, status: int, location: str | None, cookies_for: Callable[[str], str] = lambda _: "") -> Self:
        """The chain after one more redirect. Raises :class:`FetchError` if it must not be followed."""
        if not location or not location.strip():
            raise FetchError(problem(Problem.REDIRECT_WITHOUT_TARGET, status=status), http_status=status)
        target = self._target(encode_bytes(location.strip(" \t")), status)
        if _leaves_https(self.url, target) and _userinfo(self.first):
            raise FetchError(problem(Problem.REDIRECT_TO_PLAIN_HTTP), http_status=status)
        cookies, visited = cookies_for(target), (*self.visited, (self.url, self.cookies))
        if (target, cookies) in visited:
            raise FetchError(problem(Problem.REDIRECT_LOOP), http_status=status)
        if len(self.visited) >= MOST_HOPS:
            raise FetchError(problem(Problem.TOO_MANY_REDIRECTS, limit=MOST_HOPS), http_status=status)
        permanent = self.permanent and status in _PERMANENT
        return replace(self, url=target, visited=visited, permanent=permanent, cookies=cookies)

    def _target(self, location: str, status: int) -> str:
        try:
            joined = join(without_userinfo(self.url), location)
            scheme = urlsplit(joined).scheme
        except ValueError:
            joined = scheme = ""
        target = feed_url(joined)
        if target is None:
            other = scheme not in ("", "http", "https")
            details = (
                problem(Problem.REDIRECT_TO_OTHER_SCHEME, scheme=clean_line(scheme, 20))
                if other
                else problem(Problem.REDIRECT_TO_INVALID_ADDRESS)
            )
            raise FetchError(details, http_status=status)
        target = without_userinfo(target)
        return with_userinfo(target, _userinfo(self.first)) if is_same_or_safer(target, self.first) else target


def same_server(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port (an origin, RFC 6454)."""
    return _origin(one) == _origin(other)


def is_same_or_safer(one: str, other: str) -> bool:
    """Whether ``one`` is on the server of ``other``, or on the https server of the same host (ports 443 and 80)."""
    if same_server(one, other):
        return True
    (scheme, host, port), (before, host_before, port_before) = _origin(one), _origin(other)
    return host == host_before and (scheme, port, before, port_before) == ("https", 443, "http", 80)


def with_userinfo(url: str, userinfo: str) -> str:
    """The address with ``user:password`` instead of its own."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{host}" if userinfo else host))


def _userinfo(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[0]


def _origin(url: str) -> tuple[str, str | None, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _leaves_https(one: str, other: str) -> bool:
    return urlsplit(one).scheme == "https" and urlsplit(other).scheme == "http"

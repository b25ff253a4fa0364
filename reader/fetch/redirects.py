"""The way from the address asked for to the one that answers, hop by hop; pure.

From https to plain http is followed, because publishers do it, but it is never taken as the feed's new
address, and never with a password in the subscription. A password goes to the server it was written for
and to no other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit, urlunsplit

from reader.errors import FetchError
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.addresses import web_url, without_userinfo

MOST_HOPS = 10
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Trail:
    """``url`` is to be asked now (with user name and password where they belong); ``seen`` came before."""

    start: str
    url: str
    seen: tuple[str, ...] = ()
    permanent: bool = True

    @property
    def moved_to(self) -> str | None:
        """The new address when all of the way was permanent and did not give up https."""
        if not self.seen or not self.permanent or self.url == self.start or _gives_up_https(self.start, self.url):
            return None
        return self.url

    def follow(self, status: int, location: str | None) -> Trail:
        """The trail one hop on; :class:`FetchError` where it must not go on."""
        if not location or not location.strip():
            raise FetchError(problem(Problem.REDIRECT_WITHOUT_TARGET, status=status), http_status=status)
        target = self._target(location.strip(), status)
        if _gives_up_https(self.url, target) and _userinfo(self.start):
            raise FetchError(problem(Problem.REDIRECT_TO_PLAIN_HTTP), http_status=status)
        if target == self.url or target in self.seen:
            raise FetchError(problem(Problem.REDIRECT_LOOP), http_status=status)
        if len(self.seen) >= MOST_HOPS:
            raise FetchError(problem(Problem.TOO_MANY_REDIRECTS, limit=MOST_HOPS), http_status=status)
        return replace(self, url=target, seen=(*self.seen, self.url), permanent=self.permanent and status in _PERMANENT)

    def _target(self, location: str, status: int) -> str:
        try:
            joined = urljoin(without_userinfo(self.url), location)
            scheme = urlsplit(joined).scheme
        except ValueError:
            joined = scheme = ""
        target = web_url(joined)
        if target is None:
            other = scheme not in ("", "http", "https")
            details = (
                problem(Problem.REDIRECT_TO_OTHER_SCHEME, scheme=clean_line(scheme, 20))
                if other
                else problem(Problem.REDIRECT_TO_INVALID_ADDRESS)
            )
            raise FetchError(details, http_status=status)
        target = without_userinfo(target)
        return with_userinfo(target, _userinfo(self.start)) if is_same_or_safer(target, self.start) else target


def begin(url: str) -> Trail:
    """The trail at its first address; :class:`FetchError` if that is no http(s) address."""
    cleaned = web_url(url)
    if cleaned is None:
        raise FetchError(problem(Problem.NOT_WEB_ADDRESS))
    return Trail(cleaned, cleaned)


def same_server(one: str, other: str) -> bool:
    """Same scheme, host and port (an origin, RFC 6454)."""
    return _origin(one) == _origin(other)


def is_same_or_safer(one: str, other: str) -> bool:
    """Whether ``one`` lies on the server of ``other``, or on that of http's port there by https."""
    if same_server(one, other):
        return True
    (scheme, host, port), (before, host_before, port_before) = _origin(one), _origin(other)
    return host == host_before and (scheme, port, before, port_before) == ("https", 443, "http", 80)


def with_userinfo(url: str, userinfo: str) -> str:
    """The address with this ``user:password`` in the place of its own."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{userinfo}@{host}" if userinfo else host))


def _userinfo(url: str) -> str:
    return urlsplit(url).netloc.rpartition("@")[0]


def _origin(url: str) -> tuple[str, str | None, int]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def _gives_up_https(one: str, other: str) -> bool:
    return urlsplit(one).scheme == "https" and urlsplit(other).scheme == "http"

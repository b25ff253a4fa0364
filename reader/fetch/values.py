"""What is asked and what came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from urllib.parse import urlsplit

from reader.model import Validators

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
LIMIT_BYTES = 10_000_000
DEADLINE = 30.0


class Priority(IntEnum):
    """Whose turn comes first at a host that has several requests waiting."""

    PAGE = 0  # a person is waiting for it
    POLL = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """How a subscription wants its own server asked, that of ``url``.

    ``headers`` go to that server and to no other. ``certificate`` is the SHA-256, in hexadecimal digits, of the
    only one that is accepted from it, whoever signed it. ``user_agent`` replaces ours, also where the server
    redirects.
    """

    url: str
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One GET.

    ``private_host`` is the ``host`` or ``host:port`` that the user wrote himself (see
    :func:`private_host_of`): it alone may lie in a private network. ``limit_bytes`` counts the body after
    decompression; ``deadline`` is in seconds for the whole of it, redirects included, waiting for a turn
    at the host not.
    """

    url: str
    validators: Validators = field(default_factory=Validators)
    private_host: str | None = None
    accept: str = FEED_ACCEPT
    priority: Priority = Priority.POLL
    limit_bytes: int = LIMIT_BYTES
    deadline: float = DEADLINE
    terms: Terms | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """A usable answer: a body, or the word that nothing changed (304).

    ``url`` is where it came from in the end, without user name and password. ``moved_to`` is set when
    every redirect on the way was a permanent one (301, 308): the address to use from now on, once a feed
    was read there. ``validators`` are those to send next time; after a 304 the old ones live on where it
    brought no new. ``fresh_for`` is how many seconds the server vouches for the answer (max-age, Expires).
    ``body_hash`` is of the decompressed body, None for a 304. ``links`` are the ``Link`` headers as they came
    (RFC 8288).
    """

    url: str
    http_status: int
    body: bytes = field(repr=False)
    content_type: str | None
    validators: Validators
    moved_to: str | None = None
    fresh_for: int | None = None
    retry_after: int | None = None
    body_hash: str | None = None
    links: tuple[str, ...] = ()

    @property
    def not_modified(self) -> bool:
        """The server answered 304: what was fetched last time still holds."""
        return self.http_status == 304


def private_host_of(url: str) -> str | None:
    """The ``host:port`` of an address that the user wrote himself, for :attr:`Request.private_host`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    return f"{host}:{port or (443 if parts.scheme.lower() == 'https' else 80)}"

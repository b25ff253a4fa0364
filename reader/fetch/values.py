"""Requests and responses."""

from __future__ import annotations

from dataclasses import field
from enum import IntEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.lazy_dataclass import dataclass
from reader.model import Validators

if TYPE_CHECKING:
    from reader.fetch.body_budget import BodyShare

FEED_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/json;q=0.8, application/xml;q=0.8, text/xml;q=0.8, */*;q=0.5"
)
PAGE_ACCEPT = "text/html, application/xhtml+xml, */*;q=0.5"
PICTURE_ACCEPT = "image/avif, image/webp, image/jpeg, image/png, image/gif, image/*;q=0.5, */*;q=0.1"
LIMIT_BYTES = 10_000_000
DEADLINE = 30.0


class Priority(IntEnum):
    """Which of several requests to a host is sent first."""

    PAGE = 0  # a person waits for it
    POLL = 1
    PICTURE = 2  # with slots of its own, several at a host


@dataclass(frozen=True, slots=True)
class RequestOptions:
    """A subscription's options for requests to its own server, the one of ``url``.

    ``headers`` are sent to no other server. ``certificate`` is the SHA-256, in hexadecimal digits, of the only
    certificate accepted from it, whatever its issuer. ``user_agent`` replaces ours, even after a redirect to another
    server.
    """

    url: str
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    certificate: str | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A GET request.

    ``private_host`` is the ``host`` or ``host:port`` that the user wrote (see :func:`private_host_of`), the only one
    that may have a private address. ``limit_bytes`` counts the decompressed body. ``deadline`` is in seconds, for all
    redirects together but without the wait for a slot at the host. ``share`` limits the memory of the body; waiting
    for it does not count as time either. ``referer``: sent only if it is given.
    """

    url: str
    validators: Validators = field(default_factory=Validators)
    private_host: str | None = None
    accept: str = FEED_ACCEPT
    priority: Priority = Priority.POLL
    limit_bytes: int = LIMIT_BYTES
    deadline: float = DEADLINE
    options: RequestOptions | None = None
    referer: str | None = None
    share: BodyShare | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """A usable response: a body, or 304 (not modified).

    ``url`` is the address after all redirects, without user name and password. ``moved_to`` is the same if every
    redirect was permanent (301, 308): the feed's new address, once a feed was read there. ``validators`` are for the
    next request; after a 304 they include the old ones. ``fresh_for`` is the lifetime in seconds that the server
    states (max-age, Expires). ``body_hash`` is of the decompressed body, None for a 304. ``links`` are the ``Link``
    headers (RFC 8288).
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
        """Whether the server answered 304."""
        return self.http_status == 304


def private_host_of(url: str) -> str | None:
    """The ``host:port`` of an address that the user wrote, for :attr:`Request.private_host`."""
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

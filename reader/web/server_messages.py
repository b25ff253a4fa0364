"""Requests to the servers of accounts, and their answers.

It is here because ``sync`` writes the requests and ``fetch`` sends them.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field, replace
from http import HTTPStatus
from urllib.parse import quote, quote_plus

from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A request to the server of an account. ``path`` is below the account's address, with its query.

    ``form``: sent as ``application/x-www-form-urlencoded``, in this order; ``json``: as ``application/json``.
    ``headers`` and the body carry the secret, and go to the account's own server only.
    """

    method: str
    path: str
    form: Sequence[tuple[str, str]] | None = field(default=None, repr=False)
    json: object = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    limit_bytes: int = 100_000_000


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """A complete answer, whatever its status. ``retry_after`` in seconds; ``url``: where it came from in the end."""

    http_status: int
    body: bytes = field(repr=False)
    content_type: str | None = None
    retry_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # names in lower case
    url: str = ""


Send = Callable[[ServerRequest], Awaitable[ServerAnswer]]
"""Sends a request to an account's server.

Raises :class:`~reader.errors.FetchError` without a complete answer (cut, too large, timeout).
"""
SendTo = Callable[[str, ServerRequest], Awaitable[ServerAnswer]]
"""The same for a base address that is given with the request."""


def without_secrets(answer: ServerAnswer, *secrets: str) -> ServerAnswer:
    """The answer with dots for secrets, unless it is a success: servers repeat what they got, and messages quote it."""
    if answer.http_status < HTTPStatus.MULTIPLE_CHOICES:
        return answer
    body = answer.body
    for secret in filter(None, secrets):
        for spelling in (secret, quote(secret), quote_plus(secret), json.dumps(secret)[1:-1]):
            body = body.replace(spelling.encode(), "…".encode())
    return replace(answer, body=body)

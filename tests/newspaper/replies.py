"""From a document and a request's headers to the answer: validators, 304, compression, and faults.

Everything here is pure; :mod:`server` puts the answer on the wire.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime

from tests.newspaper.faults import Fault, Kind
from tests.newspaper.markup import http_date
from tests.newspaper.routes import HTML, Document

COMPRESSED = ("text/", "application/")
Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. ``length``: what Content-Length claims, if not the truth; ``delay``: seconds before it starts;
    ``hang_up``: the connection is closed, without a word (``"close"``) or with a reset (``"reset"``)."""

    status: int
    headers: Headers
    body: bytes = b""
    length: int | None = None
    delay: float = 0.0
    hang_up: str | None = None


def reply_to(document: Document, headers: Mapping[str, str]) -> Reply:
    """200 with the document, or 304 if the request's validators still match (RFC 9110 section 13).

    ``headers``: the request's, names in lower case.
    """
    zipped = "gzip" in _codings(headers.get("accept-encoding", "")) and document.content_type.startswith(COMPRESSED)
    body = gzip.compress(document.body, 6, mtime=0) if zipped else document.body
    tag = etag(document.body, zipped)
    always: Headers = (
        ("ETag", tag),
        ("Last-Modified", http_date(document.modified)),
        ("Cache-Control", f"max-age={document.max_age}"),
        ("Vary", "Accept-Encoding"),
    )
    if _unchanged(document, headers):
        return Reply(304, always)
    coding: Headers = (("Content-Encoding", "gzip"),) if zipped else ()
    return Reply(200, (("Content-Type", document.content_type), *coding, *always), body)


def etag(body: bytes, zipped: bool = False) -> str:
    """A strong validator: it differs with the coding, because the bytes do (RFC 9110 section 8.8.3.3)."""
    return f'"{hashlib.sha256(body).hexdigest()[:20]}{"-gzip" if zipped else ""}"'


def with_fault(reply: Reply, fault: Fault, login: bytes) -> Reply:
    """The reply, spoiled by the fault; ``login``: the page that replaces a feed.

    A spoiled body keeps the validators of the whole one, as behind a proxy that lost the rest: a client that stores them
    receives 304 ever after and never sees the part it missed.
    """
    html: Headers = (("Content-Type", HTML),)
    match fault.kind:
        case Kind.STATUS:
            wait: Headers = (("Retry-After", fault.text),) if fault.text else ()
            return Reply(fault.number, (*html, *wait), f"<h1>{fault.number}</h1>\n".encode())
        case Kind.HTML:
            return Reply(200, html, login)
        case Kind.EMPTY:
            return replace(reply, body=b"")
        case Kind.CUT_OFF:
            return replace(reply, body=_cut(reply.body))
        case Kind.SHORT:
            return replace(reply, body=_cut(reply.body), length=len(reply.body))
        case Kind.SLOW:
            return replace(reply, delay=fault.seconds)
        case Kind.HANG_UP:
            return replace(reply, hang_up=fault.text)
        case Kind.MOVED:
            return Reply(fault.number, (("Location", fault.text),))
        case Kind.WRONG_TYPE:
            kept = tuple(pair for pair in reply.headers if pair[0] != "Content-Type")
            return replace(reply, headers=(("Content-Type", fault.text), *kept))
        case Kind.GARBAGE:
            noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(64))
            return replace(reply, body=noise)


def needs_body(fault: Fault) -> bool:
    """Whether a fault spoils the bytes, so that neither 304 nor compression may come between."""
    return fault.kind in (Kind.HTML, Kind.EMPTY, Kind.CUT_OFF, Kind.SHORT, Kind.GARBAGE, Kind.WRONG_TYPE)


def _cut(body: bytes) -> bytes:
    """The body up to the middle of an item: three fifths of it."""
    return body[: len(body) * 3 // 5]


def _unchanged(document: Document, headers: Mapping[str, str]) -> bool:
    """If-None-Match alone decides if it is sent (RFC 9110 section 13.2.2)."""
    asked = headers.get("if-none-match")
    if asked is not None:
        known = {tag.strip().removeprefix("W/") for tag in asked.split(",")}
        return "*" in known or bool(known & {etag(document.body), etag(document.body, True)})
    since = _moment(headers.get("if-modified-since"))
    return since is not None and document.modified <= since


def _moment(value: str | None) -> int | None:
    """An HTTP date as Unix seconds; None if it is absent or unreadable."""
    if not value:
        return None
    try:
        return int(parsedate_to_datetime(value).timestamp())
    except (ValueError, OverflowError):
        return None


def _codings(value: str) -> set[str]:
    """The content codings that a request accepts (``q=0`` refuses one)."""
    accepted = set()
    for part in value.lower().split(","):
        name, _, weight = part.strip().partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            accepted.add(name.strip())
    return accepted

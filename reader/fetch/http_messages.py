"""What a request says and what an answer means; pure.

Validators go back byte for byte, no cookies, no Referer, an honest User-Agent. What a subscription wants sent
along goes to its own server and to no other.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from reader import __version__
from reader.errors import FetchError
from reader.fetch import headers as read
from reader.fetch.redirects import Trail, is_same_or_safer
from reader.fetch.values import Request, Response, Terms, private_host_of
from reader.model import Validators
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.addresses import without_userinfo


@dataclass(frozen=True, slots=True)
class Answer:
    """What came at the end of one hop."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


def user_agent(contact: str = "") -> str:
    """Who we are, with an address for publishers where the user gave one."""
    contact = clean_line(contact, 200).encode("ascii", "ignore").decode().translate({ord(c): None for c in "()\\"})
    return f"Broadsheet/{__version__} (news reader{'; +' + contact if contact else ''})"


def wire_url(url: str) -> URL:
    """The address as it goes out: byte for byte where it is ASCII already."""
    url = without_userinfo(url)
    return URL(url, encoded=url.isascii())


def terms_at(request: Request, url: str) -> Terms | None:
    """The terms that hold at this address: none at another server than the subscription's own."""
    return request.terms if request.terms and is_same_or_safer(url, request.terms.url) else None


def headers_for(request: Request, url: str) -> CIMultiDict[str]:
    """The headers that go to this address, beside those of every request."""
    sent = CIMultiDict({"Accept": request.accept})
    if request.terms and request.terms.user_agent:
        sent["User-Agent"] = request.terms.user_agent
    if request.validators.etag:
        sent["If-None-Match"] = request.validators.etag
    if request.validators.last_modified:
        sent["If-Modified-Since"] = request.validators.last_modified
    parts = urlsplit(url)
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        sent["Authorization"] = "Basic " + b64encode(pair.encode("utf-8", "replace")).decode()  # RFC 7617
    if terms := terms_at(request, url):
        sent.update(terms.headers)
    return sent


def response_of(request: Request, trail: Trail, answer: Answer, now: int | None) -> Response:
    """The answer as a value. Raises :class:`FetchError` for all but a body and a 304 to validators that were sent."""
    status, found = answer.status, answer.headers
    retry_after = read.retry_after(found, now=now)
    conditional = request.validators != Validators()
    if status == 304 and not conditional:
        raise FetchError(problem(Problem.UNREQUESTED_NOT_MODIFIED), http_status=304)
    if status != 304:
        if not 200 <= status < 300 or status == 206:
            host = private_host_of(trail.url)
            details = problem(Problem.HTTP_STATUS, status=status)
            raise FetchError(details, http_status=status, retry_after=retry_after, host=host)
        if not answer.body.strip():
            raise FetchError(problem(Problem.EMPTY_RESPONSE), http_status=status, retry_after=retry_after)
    return Response(
        url=without_userinfo(trail.url),
        http_status=status,
        body=answer.body,
        content_type=found.get("Content-Type"),
        validators=_validators(found, request.validators if status == 304 else Validators()),
        moved_to=trail.moved_to,
        fresh_for=read.fresh_for(found, now=now),
        retry_after=retry_after,
        body_hash=None if status == 304 else hashlib.blake2b(answer.body, digest_size=16).hexdigest(),
        links=tuple(found.getall("Link", ())),
    )


def _validators(found: Mapping[str, str], old: Validators) -> Validators:
    """Those that came, or the old ones. What cannot be sent back byte for byte is not kept."""
    etag, modified = found.get("ETag"), found.get("Last-Modified")
    return Validators(
        etag if etag and _can_be_sent(etag) else old.etag,
        modified if modified and _can_be_sent(modified) else old.last_modified,
    )


def _can_be_sent(value: str) -> bool:
    # aiohttp decodes headers as UTF-8 with surrogates for other bytes, and drops these when it sends.
    return value.isprintable() and not any("\ud800" <= c <= "\udfff" for c in value) and len(value) <= 4_096

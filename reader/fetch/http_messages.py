"""Builds request headers and interprets responses. Pure.

Requests send validators byte for byte, an honest User-Agent and no Referer except one that a request
brings; cookies only on later hops of the request
in which they were set. A subscription's own headers go to its own server only.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from multidict import CIMultiDict, CIMultiDictProxy
from yarl import URL

from reader import __version__
from reader.errors import FetchError
from reader.fetch import headers as read
from reader.fetch.redirects import RedirectChain, is_same_or_safer
from reader.fetch.values import Request, RequestOptions, Response, private_host_of
from reader.lazy_dataclass import dataclass
from reader.model import Validators
from reader.problems import Problem, problem
from reader.text import clean_line
from reader.web.addresses import without_userinfo

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


@dataclass(frozen=True, slots=True)
class RawResponse:
    """The response to a single hop, before it is interpreted."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes


def user_agent(contact: str = "") -> str:
    """The User-Agent, with an address for publishers if the user gave one."""
    contact = clean_line(contact, 200).encode("ascii", "ignore").decode().translate({ord(c): None for c in "()\\"})
    return f"Broadsheet/{__version__} (news reader{'; +' + contact if contact else ''})"


def wire_url(url: str) -> URL:
    """The address to send, byte for byte if it is ASCII; other letters as their bytes in UTF-8, names as in IDNA."""
    url = without_userinfo(url)
    if url.isascii():
        return URL(url, encoded=True)
    parts = urlsplit(url)
    host = URL(f"{parts.scheme}://{parts.netloc}").raw_authority
    path, query, fragment = (quote(part, safe=_PRINTABLE) for part in (parts.path, parts.query, parts.fragment))
    return URL(urlunsplit((parts.scheme, host, path, query, fragment)), encoded=True)


def options_at(request: Request, url: str) -> RequestOptions | None:
    """The subscription's options, if the address is on its own server."""
    return request.options if request.options and is_same_or_safer(url, request.options.url) else None


def headers_for(request: Request, url: str, *, cookies: str = "") -> CIMultiDict[str]:
    """The headers for this address, in addition to the ones of every request. ``cookies``: set on the way."""
    sent = CIMultiDict({"Accept": request.accept})
    if request.options and request.options.user_agent:
        sent["User-Agent"] = request.options.user_agent
    if request.validators.etag:
        sent["If-None-Match"] = request.validators.etag
    if request.validators.last_modified:
        sent["If-Modified-Since"] = request.validators.last_modified
    if request.referer:
        sent["Referer"] = request.referer
    parts = urlsplit(url)
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        sent["Authorization"] = "Basic " + b64encode(pair.encode("utf-8", "replace")).decode()  # RFC 7617
    if options := options_at(request, url):
        sent.update(options.headers)
    if cookies:
        sent["Cookie"] = "; ".join(filter(None, (sent.get("Cookie"), cookies)))
    return sent


def response_of(request: Request, chain: RedirectChain, raw: RawResponse, now: int | None) -> Response:
    """Interprets a raw response.

    Raises :class:`FetchError` unless it has a body, or is a 304 to a request with validators.
    """
    status, found = raw.status, raw.headers
    retry_after = read.retry_after(found, now=now)
    conditional = request.validators != Validators()
    if status == 304 and not conditional:
        raise FetchError(problem(Problem.UNREQUESTED_NOT_MODIFIED), http_status=304)
    if status != 304:
        if not 200 <= status < 300 or status == 206:
            host = private_host_of(chain.url)
            details = problem(Problem.HTTP_STATUS, status=status)
            raise FetchError(details, http_status=status, retry_after=retry_after, host=host)
        if not raw.body.strip():
            raise FetchError(problem(Problem.EMPTY_RESPONSE), http_status=status, retry_after=retry_after)
    return Response(
        url=without_userinfo(chain.url),
        http_status=status,
        body=raw.body,
        content_type=found.get("Content-Type"),
        validators=_validators(found, request.validators if status == 304 else Validators()),
        moved_to=chain.moved_to,
        fresh_for=read.fresh_for(found, now=now),
        retry_after=retry_after,
        body_hash=None if status == 304 else hashlib.blake2b(raw.body, digest_size=16).hexdigest(),
        links=tuple(found.getall("Link", ())),
    )


def _validators(found: Mapping[str, str], old: Validators) -> Validators:
    """The new validators, else the old ones. Values that could not be sent back byte for byte are dropped."""
    etag, modified = found.get("ETag"), found.get("Last-Modified")
    return Validators(
        etag if etag and _can_be_sent(etag) else old.etag,
        modified if modified and _can_be_sent(modified) else old.last_modified,
    )


def _can_be_sent(value: str) -> bool:
    # aiohttp decodes invalid UTF-8 as surrogates, and drops these when it sends a header.
    return value.isprintable() and not any("\ud800" <= c <= "\udfff" for c in value) and len(value) <= 4_096

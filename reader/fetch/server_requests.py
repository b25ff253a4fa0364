"""Requests to the servers of accounts as the client sends them, and their answers. Pure.

The secret goes to the server that the user named and to no other, not even to the same one by plain http after https.
"""

from __future__ import annotations

import json
from dataclasses import field
from urllib.parse import urlencode, urlsplit

from reader.errors import FetchError
from reader.fetch import headers as read
from reader.fetch.http_messages import RawResponse
from reader.fetch.redirects import RedirectChain, is_same_or_safer
from reader.fetch.values import Request, RequestOptions, private_host_of
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, problem
from reader.web.addresses import without_userinfo
from reader.web.server_messages import ServerAnswer, ServerRequest

SERVER_DEADLINE = 90.0  # seconds; a server that subscribes to a feed fetches it before it answers
_ACCEPT = "application/json, text/plain;q=0.5, */*;q=0.1"
_SEE_OTHER = 303


@dataclass(frozen=True, slots=True)
class Content:
    """The method and the body of a request, and the type of the body."""

    method: str
    body: bytes | None = field(default=None, repr=False)
    type: str | None = None


def content_of(request: ServerRequest) -> Content:
    """How a request is written."""
    if request.form is not None:
        return Content(request.method, urlencode(request.form).encode(), "application/x-www-form-urlencoded")
    if request.json is not None:
        return Content(request.method, json.dumps(request.json).encode(), "application/json")
    return Content(request.method)


def server_call(request: ServerRequest, base: str, certificate: str | None, deadline: float) -> Request:
    """The request with the address, the limits and the headers that go with it to the account's own server."""
    address = f"{without_userinfo(base).rstrip('/')}/{request.path.lstrip('/')}".rstrip("/")
    kind = content_of(request).type
    headers = (*request.headers.items(), *([("Content-Type", kind)] if kind else ()))
    return Request(
        address,
        private_host=private_host_of(base),
        accept=_ACCEPT,
        limit_bytes=request.limit_bytes,
        deadline=deadline,
        options=RequestOptions(base, headers=headers, certificate=certificate),
    )


def follow_on_server(chain: RedirectChain, raw: RawResponse, method: str) -> RedirectChain:
    """The chain after a redirect. Raises :class:`FetchError` if it leads to another server, or to plain http.

    The same method and body are sent again: a server that redirects has not acted on them. Except with 303, which
    means that it has (RFC 9110 section 15.4.4); only a GET is followed then.
    """
    followed = chain.follow(raw.status, raw.headers.get("Location"))
    if not is_same_or_safer(followed.url, chain.url):
        if chain.url.startswith("https:") and followed.url.startswith("http:"):
            raise FetchError(problem(Problem.REDIRECT_TO_PLAIN_HTTP), http_status=raw.status)
        raise FetchError(problem(Problem.SERVER_REDIRECTS, url=_server(followed.url)), http_status=raw.status)
    if raw.status == _SEE_OTHER and method != "GET":
        raise FetchError(problem(Problem.SERVER_REDIRECTS, url=_server(followed.url)), http_status=raw.status)
    return followed


def _server(url: str) -> str:
    """The address without path and query, which may be long and nobody's business."""
    parts = urlsplit(without_userinfo(url))
    return f"{parts.scheme}://{parts.netloc}"


def answer_of(raw: RawResponse, url: str, now: int | None) -> ServerAnswer:
    """The answer in a response."""
    return ServerAnswer(
        http_status=raw.status,
        body=raw.body,
        content_type=raw.headers.get("Content-Type"),
        retry_after=read.retry_after(raw.headers, now=now),
        headers={name.lower(): value for name, value in raw.headers.items()},
        url=without_userinfo(url),
    )

"""One GET over aiohttp, with everything that can go wrong said in words.

Etiquette: see :mod:`reader.fetch.http_messages`, and one request at a time at a host. Bounds: a deadline over the
whole, a cap on the unpacked body, ten redirects, and no way into a private network except to a server that the
user wrote himself. Connections are not kept: a poll comes once an hour, and a thousand idle TLS connections
hold 342 MB.
"""

from __future__ import annotations

import asyncio
import math
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import aiohttp

from reader.config import Config
from reader.errors import FetchError, HostBusy
from reader.fetch import headers as read
from reader.fetch.addresses import is_own, is_public, literal_address
from reader.fetch.content_coding import ACCEPTED, Body
from reader.fetch.host_limiter import Turns
from reader.fetch.http_messages import Answer, headers_for, response_of, terms_at, user_agent, wire_url
from reader.fetch.next_check import BUSY, rest_of
from reader.fetch.proxies import Proxies, proxies_of
from reader.fetch.redirects import REDIRECTS, Trail, begin
from reader.fetch.request_problems import problem_of
from reader.fetch.resolver import Resolver
from reader.fetch.tls import verifying_context
from reader.fetch.values import Priority, Request, Response, private_host_of
from reader.problems import Problem, problem

_LONGEST_LINE = 64 * 1024  # of a header; aiohttp's 8 kB are too few for some Content-Security-Policies
_RESOLVING_THREADS = 16
_SHOW_SECONDS = 10.0  # to look at a certificate that is not trusted
_EMPTY = frozenset({204, 205})


class Client:
    """``async with Client() as client: await client.fetch(Request(url))``; one for a whole process.

    ``contact`` is an address for publishers, added to the User-Agent. ``tls`` replaces the system's
    trusted authorities, ``proxies`` the environment's proxies. ``limit`` is how many requests run at once,
    ``per_host`` how many of them at one host.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        tls: ssl.SSLContext | None = None,
        proxies: Mapping[str, str] | None = None,
        limit: int = 64,
        per_host: int = 1,
    ) -> None:
        self._agent = user_agent(contact)
        self._tls = tls
        self._proxies = Proxies(proxies)
        self._turns = Turns(limit=limit, per_host=per_host)
        self._threads = ThreadPoolExecutor(_RESOLVING_THREADS, thread_name_prefix="resolve")

    @classmethod
    def of(cls, config: Config) -> Self:
        """A client as the settings want it."""
        return cls(contact=config.contact, proxies=proxies_of(config.proxy, config.no_proxy))

    async def __aenter__(self) -> Self:
        self._public, self._private = self._session(allow_private=False), self._session(allow_private=True)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._public.close()
        await self._private.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _session(self, *, allow_private: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=Resolver(self._threads, allow_private=allow_private),
            force_close=True,
            limit=0,
            ttl_dns_cache=60,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            raise_for_status=False,
            trust_env=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),
            max_line_size=_LONGEST_LINE,
            max_field_size=_LONGEST_LINE,
            headers={"User-Agent": self._agent, "Accept-Encoding": ACCEPTED},
        )

    async def fetch(self, request: Request, *, now: int | None = None) -> Response:
        """The answer at the end of all redirects. ``now`` (Unix seconds) serves answers without a Date.

        Raises :class:`FetchError`, in words for the feed's health, for everything else than a body or a
        304 to validators that were sent: no answer, any other status, an empty or unfinished body.
        """
        trail, left = begin(request.url), request.deadline
        loop = asyncio.get_running_loop()
        while True:
            host = private_host_of(trail.url) or ""
            async with self._turns.turn(host, request.priority):
                self._refuse_if_resting(host, request.priority)
                started = loop.time()
                answer = await self._within(left, request, trail)
                left -= loop.time() - started
            if answer.status in BUSY:
                self._leave_alone(host, answer, request.priority, now)
            if answer.status not in REDIRECTS:
                return response_of(request, trail, answer, now)
            trail = trail.follow(answer.status, answer.headers.get("Location"))

    def forget_rests(self) -> None:
        """A person insists: servers that were busy are asked again."""
        self._turns.forget_rests()

    def _leave_alone(self, host: str, answer: Answer, priority: Priority, now: int | None) -> None:
        """What a busy server wants holds for all. A 503 that asks for nothing says less of the server than of a page:
        none of those who poll ask on, but a page that a person opens may be had, and its 503 holds nobody up.
        """
        asked = read.retry_after(answer.headers, now=now)
        for_all = asked is not None or answer.status == HTTPStatus.TOO_MANY_REQUESTS
        if for_all or priority is Priority.POLL:
            self._turns.rest(host, rest_of(asked), also_people=for_all)

    def _refuse_if_resting(self, host: str, priority: Priority) -> None:
        left = math.ceil(self._turns.rest_left(host, priority))
        if left:
            raise HostBusy(problem(Problem.HOST_BUSY, seconds=left), retry_after=left, host=host)

    async def _within(self, left: float, request: Request, trail: Trail) -> Answer:
        progress = _Progress()
        try:
            async with asyncio.timeout(max(left, 0)):
                return await self._ask(request, trail, progress)
        except TimeoutError:
            code = Problem.INCOMPLETE_TIMEOUT if progress.answered else Problem.TIMEOUT
            raise FetchError(problem(code, seconds=request.deadline)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            details = problem_of(error)
            if isinstance(error, aiohttp.ClientConnectorCertificateError) and terms_at(request, trail.url):
                shown = await self._shown_certificate(request, trail.url)
                if shown is not None:
                    details = problem(Problem.CERTIFICATE_CAN_BE_PINNED, cause=details, certificate=shown)
            raise FetchError(details, http_status=progress.status) from error

    async def _shown_certificate(self, request: Request, url: str) -> str | None:
        """The SHA-256 of the certificate that a server shows; nothing is asked of it."""
        session, proxy = self._route(request, url)
        if _is_tls(proxy):
            return None
        none = aiohttp.Fingerprint(bytes(32))
        try:
            async with asyncio.timeout(_SHOW_SECONDS), session.get(wire_url(url), proxy=proxy, ssl=none):
                return None
        except aiohttp.ServerFingerprintMismatch as error:
            return error.got.hex()
        except (aiohttp.ClientError, OSError, ValueError):
            return None

    async def _ask(self, request: Request, trail: Trail, progress: _Progress) -> Answer:
        session, proxy = self._route(request, trail.url)
        async with session.get(
            wire_url(trail.url),
            headers=headers_for(request, trail.url),
            allow_redirects=False,
            proxy=proxy,
            ssl=self._trusted(request, trail.url, proxy),
        ) as answer:
            progress.status = answer.status
            has_body = answer.status < 300 and answer.status not in _EMPTY
            body = await _read(answer, request.limit_bytes) if has_body else b""
            return Answer(answer.status, answer.headers, body)

    def _route(self, request: Request, url: str) -> tuple[aiohttp.ClientSession, str | None]:
        """The session whose resolver fits this hop, and the proxy, if any."""
        own = is_own(url, request.private_host)
        literal = literal_address(urlsplit(url).hostname or "")
        if literal is not None and not own and not is_public(literal):
            raise FetchError(problem(Problem.PRIVATE_ADDRESS))
        proxy = self._proxies.choose(url)
        return (self._private if own or proxy else self._public), proxy

    def _trusted(self, request: Request, url: str, proxy: str | None) -> ssl.SSLContext | aiohttp.Fingerprint | bool:
        terms = terms_at(request, url)
        if terms and terms.certificate:
            if _is_tls(proxy):
                raise FetchError(problem(Problem.CERTIFICATE_PINNED_BEHIND_TLS_PROXY))
            return aiohttp.Fingerprint(bytes.fromhex(terms.certificate))
        if self._tls is None and url.startswith("https:"):
            self._tls = verifying_context()
        return self._tls or True


def _is_tls(proxy: str | None) -> bool:
    """Whether a proxy is asked by https: aiohttp 3.14 holds a fingerprint against its certificate, not the server's."""
    return proxy is not None and proxy.lower().startswith("https:")


@dataclass(slots=True)
class _Progress:
    """How far a request got before it failed."""

    status: int | None = None

    @property
    def answered(self) -> bool:
        return self.status is not None


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    coding = answer.headers.get("Content-Encoding", "").strip().lower().removeprefix("x-")
    if (answer.content_length or 0) > limit:
        raise FetchError(problem(Problem.RESPONSE_TOO_LARGE, limit=limit), http_status=answer.status)
    body = Body(coding, limit)
    _wake_when_garbled(answer)
    try:
        async for chunk in answer.content.iter_any():
            body.add(chunk)
        return body.finish()
    except FetchError as error:
        raise FetchError(error.details, http_status=answer.status) from error


def _wake_when_garbled(answer: aiohttp.ClientResponse) -> None:
    """Ends the reading of a body whose chunks cannot be parsed.

    aiohttp 3.14.5 then tells the connection and closes it, but not the body's reader, which waits for ever.
    """
    connection, content = answer.connection, answer.content
    protocol = None if connection is None else connection.protocol
    closed = None if protocol is None else protocol.closed  # never by truth: a protocol has a length, of 0
    if closed is None:
        return

    def wake(end: asyncio.Future[None]) -> None:
        if not end.cancelled():
            end.exception()  # taken, or asyncio would log that nobody took it
        if not content.is_eof() and content.exception() is None:
            content.set_exception(FetchError(problem(Problem.INVALID_CHUNKS)))

    closed.add_done_callback(wake)

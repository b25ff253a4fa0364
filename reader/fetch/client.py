"""Sends requests with aiohttp, politely and within limits.

Polite: see :mod:`reader.fetch.http_messages`, and one request at a time per host. Limits: a deadline for the whole
request, a maximum size of the decompressed body, ten redirects, and no connection to a private network except to a
server that the user wrote. An account's server gets other methods and several requests at once, because its user runs
or rents it for this. Connections are not kept open: a feed is polled once an hour, and a thousand idle TLS
connections take 342 MB.
"""

from __future__ import annotations

import asyncio
import math
import ssl
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self

import aiohttp

from reader.config import Config
from reader.errors import FetchError, HostBusy
from reader.fetch import headers as read
from reader.fetch.addresses import is_own, is_public, literal_address
from reader.fetch.body_budget import BodyShare
from reader.fetch.connector import Connector
from reader.fetch.content_coding import ACCEPTED, BodyDecoder
from reader.fetch.cookies import RequestCookies
from reader.fetch.host_limiter import HostLimiter
from reader.fetch.http_messages import RawResponse, headers_for, options_at, response_of, user_agent, wire_url
from reader.fetch.next_check import BUSY, backoff_seconds
from reader.fetch.proxies import SOCKS, Proxies, configured_proxies
from reader.fetch.redirects import REDIRECTS, RedirectChain
from reader.fetch.request_problems import problem_of
from reader.fetch.resolver import Resolver, public_socket
from reader.fetch.server_requests import SERVER_DEADLINE, Content, answer_of, content_of, follow_on_server, server_call
from reader.fetch.socks import SocksConnector, SocksProxy
from reader.fetch.tls import verifying_context
from reader.fetch.values import Priority, Request, Response, private_host_of
from reader.lazy_dataclass import dataclass
from reader.problems import Problem, ProblemDetails, problem
from reader.web.server_messages import ServerAnswer, ServerRequest

_LONGEST_LINE = 64 * 1024  # of a header; aiohttp's limit is 8 kB
_RESOLVING_THREADS = 16
_CERTIFICATE_SECONDS = 10.0  # to load a certificate that is not trusted
_EMPTY = frozenset({204, 205})
_SERVER_REQUESTS = 16  # at the same time, to the servers of accounts


class Client:
    """``async with Client() as client: await client.fetch(Request(url))``; one for a whole process.

    ``contact`` is an address for publishers, added to the User-Agent. ``tls`` replaces the system's
    trusted authorities, ``proxies`` the environment's proxies. ``limit`` is the maximum of requests at the same time,
    ``per_host`` that at one host.
    """

    def __init__(
        self,
        *,
        contact: str = "",
        tls: ssl.SSLContext | None = None,
        proxies: Mapping[str, str] | None = None,
        blocked: ProblemDetails | None = None,
        limit: int = 64,
        per_host: int = 1,
    ) -> None:
        self._agent = user_agent(contact)
        self._tls = tls
        self._proxies = Proxies(proxies, blocked=blocked)
        self._limiter = HostLimiter(limit=limit, per_host=per_host)
        self._server_slots = asyncio.Semaphore(_SERVER_REQUESTS)
        self._threads = ThreadPoolExecutor(_RESOLVING_THREADS, thread_name_prefix="resolve")

    @classmethod
    def of(cls, config: Config) -> Self:
        """A client with the proxies and the contact of the settings."""
        proxies = configured_proxies(config.proxy, config.no_proxy)
        return cls(contact=config.contact, proxies=proxies, blocked=config.blocked)

    def configure(self, config: Config) -> None:
        """Sends later requests with other settings, above all through another proxy."""
        self._proxies = Proxies(configured_proxies(config.proxy, config.no_proxy), blocked=config.blocked)
        self._agent = user_agent(config.contact)
        for session in (self._public, self._private, *self._tunnelling.values()):
            session.headers["User-Agent"] = self._agent

    async def __aenter__(self) -> Self:
        self._public, self._private = self._session(allow_private=False), self._session(allow_private=True)
        self._tunnelling: dict[tuple[str, bool], aiohttp.ClientSession] = {}  # by SOCKS proxy, and for private servers
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for session in (self._public, self._private, *self._tunnelling.values()):
            await session.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _session(self, *, allow_private: bool, socks: SocksProxy | None = None) -> aiohttp.ClientSession:
        resolver = Resolver(self._threads, allow_private=allow_private)
        options: dict[str, Any] = {"resolver": resolver, "limit": 0, "ttl_dns_cache": 60}
        connector = (
            SocksConnector(socks, allow_private=allow_private, **options)
            if socks
            else Connector(socket_factory=None if allow_private else public_socket, **options)
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
        """Sends a request, follows redirects, and returns the response.

        ``now`` (Unix seconds) dates a response without a ``Date`` header. Raises :class:`FetchError` if there is
        neither a complete, non-empty body nor a 304 to a request with validators.
        """
        chain, left, cookies = RedirectChain.start(request.url), request.deadline, RequestCookies()
        loop = asyncio.get_running_loop()
        while True:
            host = private_host_of(chain.url) or ""
            async with self._limiter.slot(host, request.priority):
                self._refuse_if_blocked(host, request.priority)
                started = loop.time()
                raw = await self._send_within(left, request, chain)
                left -= loop.time() - started
            if raw.status in BUSY:
                self._back_off(host, raw, request.priority, now)
            if raw.status not in REDIRECTS:
                return response_of(request, chain, raw, now)
            cookies.take(chain.url, raw.headers.getall("Set-Cookie", ()))
            chain = chain.follow(raw.status, raw.headers.get("Location"), cookies.header)

    async def send(
        self,
        request: ServerRequest,
        base: str,
        *,
        certificate: str | None = None,
        deadline: float = SERVER_DEADLINE,
        now: int | None = None,
    ) -> ServerAnswer:
        """Sends a request to the server of an account, and returns its complete answer, whatever the status.

        ``base``: the account's address, whose host may be private; ``certificate``: see :class:`RequestOptions`.
        Redirects are followed on the same server only, or to https there. A request without an answer raises
        :class:`FetchError`, and whether the server acted on it is unknown: a POST is never sent again, methods that may
        be repeated (RFC 9110 section 9.2.2) once by aiohttp if the connection was closed.
        """
        call, content = server_call(request, base, certificate, deadline), content_of(request)
        chain, left, loop = RedirectChain.start(call.url), deadline, asyncio.get_running_loop()
        async with self._server_slots:
            while True:
                started = loop.time()
                raw = await self._send_within(left, call, chain, content)
                left -= loop.time() - started
                if raw.status not in REDIRECTS:
                    return answer_of(raw, chain.url, now)
                chain = follow_on_server(chain, raw, request.method)

    def clear_backoffs(self) -> None:
        """Sends requests again to servers that were busy."""
        self._limiter.clear_backoffs()

    def _back_off(self, host: str, raw: RawResponse, priority: Priority, now: int | None) -> None:
        """Blocks a busy server.

        Retry-After and 429 block everything. A 503 without Retry-After may concern a single page: as the response
        to a poll it blocks polls, as the response to a page nothing.
        """
        requested = read.retry_after(raw.headers, now=now)
        for_all = requested is not None or raw.status == HTTPStatus.TOO_MANY_REQUESTS
        if for_all or priority is Priority.POLL:
            self._limiter.back_off(host, backoff_seconds(requested), pages_too=for_all)

    def _refuse_if_blocked(self, host: str, priority: Priority) -> None:
        left = math.ceil(self._limiter.seconds_blocked(host, priority))
        if left:
            raise HostBusy(problem(Problem.HOST_BUSY, seconds=left), retry_after=left, host=host)

    async def _send_within(
        self, left: float, request: Request, chain: RedirectChain, content: Content | None = None
    ) -> RawResponse:
        progress = _Progress()
        try:
            async with asyncio.timeout(max(left, 0)) as limit:
                return await self._send(request, chain, progress, limit, content)
        except TimeoutError:
            code = Problem.INCOMPLETE_TIMEOUT if progress.status else Problem.TIMEOUT
            raise FetchError(problem(code, seconds=request.deadline)) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            details = problem_of(error)
            if isinstance(error, aiohttp.ClientConnectorCertificateError) and options_at(request, chain.url):
                shown = await self._server_certificate(request, chain.url)
                if shown is not None:
                    code = Problem.SERVER_CERTIFICATE_CAN_BE_PINNED if content else Problem.CERTIFICATE_CAN_BE_PINNED
                    details = problem(code, cause=details, certificate=shown)
            raise FetchError(details, http_status=progress.status) from error

    async def _server_certificate(self, request: Request, url: str) -> str | None:
        """The SHA-256 of a server's certificate. The handshake fails before a request is sent."""
        session, proxy = self._route(request, url)
        if _is_tls(proxy):
            return None
        none = aiohttp.Fingerprint(bytes(32))
        try:
            async with asyncio.timeout(_CERTIFICATE_SECONDS), session.get(wire_url(url), proxy=proxy, ssl=none):
                return None
        except aiohttp.ServerFingerprintMismatch as error:
            return error.got.hex()
        except (aiohttp.ClientError, OSError, ValueError):
            return None

    async def _send(
        self,
        request: Request,
        chain: RedirectChain,
        progress: _Progress,
        limit: asyncio.Timeout,
        content: Content | None,
    ) -> RawResponse:
        session, proxy = self._route(request, chain.url)
        async with session.request(
            content.method if content else "GET",
            wire_url(chain.url),
            headers=headers_for(request, chain.url, cookies=chain.cookies),
            data=content.body if content else None,
            allow_redirects=False,
            proxy=proxy,
            ssl=self._trusted(request, chain.url, proxy),
        ) as received:
            progress.status = received.status
            has_body = (content is not None or received.status < 300) and received.status not in _EMPTY
            body = await _read(received, request, limit) if has_body else b""
            return RawResponse(received.status, received.headers, body)

    def _route(self, request: Request, url: str) -> tuple[aiohttp.ClientSession, str | None]:
        """The session whose resolver fits this address, and the proxy, if any."""
        own = is_own(url, request.private_host)
        # The host as yarl will connect to it: in other scripts, 127。0。0。1 and １２７.0.0.1 are 127.0.0.1.
        literal = literal_address(wire_url(url).raw_host or "")
        if literal is not None and not own and not is_public(literal):
            raise FetchError(problem(Problem.PRIVATE_ADDRESS))
        proxy = self._proxies.choose(url)
        if proxy and proxy.lower().startswith(SOCKS):
            return self._tunnelling_session(proxy, own=own), None
        return (self._private if own or proxy else self._public), proxy

    def _tunnelling_session(self, proxy: str, *, own: bool) -> aiohttp.ClientSession:
        """The session of a SOCKS proxy."""
        if (proxy, own) not in self._tunnelling:
            self._tunnelling[proxy, own] = self._session(allow_private=own, socks=SocksProxy.of(proxy))
        return self._tunnelling[proxy, own]

    def _trusted(self, request: Request, url: str, proxy: str | None) -> ssl.SSLContext | aiohttp.Fingerprint | bool:
        options = options_at(request, url)
        if options and options.certificate:
            if _is_tls(proxy):
                raise FetchError(problem(Problem.CERTIFICATE_PINNED_BEHIND_TLS_PROXY))
            return aiohttp.Fingerprint(bytes.fromhex(options.certificate))
        if self._tls is None and url.startswith("https:"):
            self._tls = verifying_context()
        return self._tls or True


def _is_tls(proxy: str | None) -> bool:
    """Whether the proxy uses https: aiohttp 3.14 compares a fingerprint with its certificate, not the server's."""
    return proxy is not None and proxy.lower().startswith("https:")


@dataclass(slots=True)
class _Progress:
    """How far a request got: the status, once the headers were received."""

    status: int | None = None


async def _wait_for(share: BodyShare, deadline: asyncio.Timeout) -> None:
    """Waits for memory, without counting it as time of the request."""
    loop, end = asyncio.get_running_loop(), deadline.when()
    deadline.reschedule(None)
    started = loop.time()
    await share.acquire()
    deadline.reschedule(None if end is None else end + loop.time() - started)


async def _read(received: aiohttp.ClientResponse, request: Request, deadline: asyncio.Timeout) -> bytes:
    limit, share = request.limit_bytes, request.share
    coding = received.headers.get("Content-Encoding", "").strip().lower().removeprefix("x-")
    if (received.content_length or 0) > limit:
        raise FetchError(problem(Problem.RESPONSE_TOO_LARGE, limit=limit), http_status=received.status)
    decoder = BodyDecoder(coding, limit)
    try:
        async for chunk in received.content.iter_any():
            decoder.add(chunk)
            if share and not share.allows(decoder.size):
                await _wait_for(share, deadline)
        return decoder.finish()
    except FetchError as error:
        raise FetchError(error.details, http_status=received.status) from error

"""An HTTP server on loopback that answers by a function, and misbehaves on demand or at random."""

from __future__ import annotations

import contextlib
import random
import select
import socket
import struct
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


class Fault(StrEnum):
    """What goes wrong with one request."""

    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    TOO_MANY = "429 with Retry-After"
    UNAVAILABLE = "503 with Retry-After"
    ERROR = "500"
    HTML = "a page instead of data"
    EMPTY = "200 without a body"
    EMPTY_OBJECT = "200 and {}"
    RESET = "the connection is reset before the request takes effect"
    HANG = "no answer until the client leaves"
    ELSEWHERE = "a redirect to another host"
    LOST = "the request takes effect, its answer is lost"
    CUT = "the request takes effect, its answer ends before its announced length"
    CUT_JSON = "the request takes effect, half of its answer comes with the right length"
    WRONG_TYPE = "the request takes effect, its answer claims to be a page"


TAKING_EFFECT = frozenset({Fault.LOST, Fault.CUT, Fault.CUT_JSON, Fault.WRONG_TYPE})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. ``path`` with its query; ``headers`` by lower-case name."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response; its length is sent too."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Unreachable(Exception):
    """Raised by the function that answers: the connection is closed without an answer."""


@dataclass
class Faults:
    """Which requests go wrong. ``happened``: what went wrong so far."""

    retry_after: int = 1  # seconds
    silence: float = 60.0  # seconds that :attr:`Fault.HANG` lasts if the client stays
    elsewhere: str = "http://localhost:9/"  # where :attr:`Fault.ELSEWHERE` sends the client
    happened: list[Fault] = field(default_factory=list)
    _planned: list[tuple[Fault, str]] = field(default_factory=list)
    _random: random.Random | None = None
    _share: float = 0.0
    _kinds: tuple[Fault, ...] = ()
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def plan(self, *faults: Fault, path: str = "") -> None:
        """The next requests whose path contains ``path`` go wrong like this, one after the other."""
        with self._lock:
            self._planned.extend((fault, path) for fault in faults)

    def at_random(self, seed: int, share: float, kinds: Collection[Fault] = tuple(Fault)) -> None:
        """From now on this share of all requests goes wrong."""
        self._random, self._share, self._kinds = random.Random(seed), share, tuple(kinds)

    def stop(self) -> None:
        """From now on nothing goes wrong."""
        with self._lock:
            self._random = None
            self._planned.clear()

    def next(self, asked: Asked) -> Fault | None:
        """What goes wrong with this request."""
        with self._lock:
            fault = self._next(asked.path)
            if fault:
                self.happened.append(fault)
            return fault

    def _next(self, path: str) -> Fault | None:
        for number, (fault, part) in enumerate(self._planned):
            if part in path:
                del self._planned[number]
                return fault
        if self._random and self._random.random() < self._share:
            return self._random.choice(self._kinds)
        return None


class FaultyHttp:
    """``with FaultyHttp(answer) as server``: on a free port of 127.0.0.1, each connection in a thread.

    ``asked``: the requests so far, those that went wrong too.
    """

    def __init__(self, answer: Callable[[Asked], Answer], faults: Faults | None = None) -> None:
        self.answer, self.faults = answer, faults or Faults()
        self.asked: list[Asked] = []
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.http = self
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    http: FaultyHttp

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may leave at any moment."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def _serve(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0)))
        asked = Asked(self.command, self.path, headers, body)
        http = self.server.http
        http.asked.append(asked)
        fault = http.faults.next(asked)
        try:
            right = http.answer(asked) if fault is None or fault in TAKING_EFFECT else Answer(200)
        except Unreachable:
            fault, right = Fault.RESET, Answer(200)
        with contextlib.suppress(OSError):
            if fault in (Fault.RESET, Fault.LOST):
                self._reset()
            elif fault is Fault.HANG:
                select.select([self.connection], [], [], http.faults.silence)
                self._reset()
            else:
                self._send(_wrong(right, fault, http.faults), cut=fault is Fault.CUT)

    def _send(self, answer: Answer, *, cut: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body) + cut))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        self.close_connection = self.close_connection or cut

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing."""


for _method in ("GET", "POST", "PUT", "DELETE"):
    setattr(_Handler, f"do_{_method}", _Handler._serve)


def _wrong(right: Answer, fault: Fault | None, faults: Faults) -> Answer:
    """The bytes sent instead of the right answer."""
    pause = {"Retry-After": str(faults.retry_after)}
    match fault:
        case Fault.UNAUTHORIZED:
            return Answer(401, b"Unauthorized", {**_TEXT, "X-Reader-Google-Bad-Token": "true"})
        case Fault.FORBIDDEN:
            return Answer(403, b"Forbidden", _TEXT)
        case Fault.TOO_MANY:
            return Answer(429, b"Slow down", {**_TEXT, **pause})
        case Fault.UNAVAILABLE:
            return Answer(503, _PAGE, {**_HTML, **pause})
        case Fault.ERROR:
            return Answer(500, b'{"error_message": "internal server error"}', _JSON)
        case Fault.HTML:
            return Answer(200, _PAGE, _HTML)
        case Fault.EMPTY:
            return Answer(200, b"", _JSON)
        case Fault.EMPTY_OBJECT:
            return Answer(200, b"{}", _JSON)
        case Fault.ELSEWHERE:
            return Answer(302, b"", {"Location": faults.elsewhere})
        case Fault.CUT_JSON:
            return replace(right, body=right.body[: len(right.body) // 2])
        case Fault.WRONG_TYPE:
            return replace(right, headers={**right.headers, **_HTML})
    return right


_TEXT = {"Content-Type": "text/plain; charset=utf-8"}
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_JSON = {"Content-Type": "application/json"}
_PAGE = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body><form>Please sign in.</form></body></html>"

"""The server's end of the connections: reads requests, and puts answers on the wire, broken ones included."""

from __future__ import annotations

import contextlib
import socket
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.newspaper.replies import Reply

MAX_UPLOAD = 1_000_000  # bytes of a request's body that are read, and dropped


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: ``path`` with its query, the names of ``headers`` in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


class WireServer(ThreadingHTTPServer):
    """Tracks its open connections, so that it can close all of them.

    ``answer`` makes a reply to a request; ``wait`` sleeps for some seconds, and returns false if cut short.
    """

    daemon_threads = False  # joined in server_close: nothing outlives a test
    request_queue_size = 256

    def __init__(
        self,
        address: tuple[str, int],
        answer: Callable[[Request], Reply],
        wait: Callable[[float], bool],
    ) -> None:
        self.answer, self.wait = answer, wait
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        super().__init__(address, _Handler)

    def hang_up(self) -> None:
        """Closes every open connection; their threads then end."""
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Calls the parent, and remembers the connection."""
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Calls the parent, and forgets the connection."""
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Ignores a client that hangs up; anything else is a defect of ours, and is shown."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept alive until either side closes it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # headers and body leave in one piece
    server: WireServer

    def handle_one_request(self) -> None:
        with contextlib.suppress(OSError):
            super().handle_one_request()
            return
        self.close_connection = True

    def _serve(self) -> None:
        length = self.headers.get("Content-Length") or "0"
        self.rfile.read(min(int(length), MAX_UPLOAD) if length.isdecimal() else 0)
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.answer(Request(self.command, self.path, headers))
        if reply.delay and not self.server.wait(reply.delay):
            self.close_connection = True
        elif reply.hang_up:
            self._hang_up(reply.hang_up)
        else:
            self._send(reply)

    # http.server finds these by name
    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = _serve  # noqa: N815

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        if reply.length is not None:
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD" and reply.status != 304:
            self.wfile.write(reply.body)

    def _hang_up(self, how: str) -> None:
        self.close_connection = True
        if how == "reset":  # SO_LINGER with zero seconds makes close() send RST
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def version_string(self) -> str:
        """The Server header."""
        return "Newspaper/1"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is http.server's
        """Quiet: the paper keeps its own log."""

"""A real HTTP server on loopback for the feeds: nginx if installed, else Python's own.

It serves a folder in one of several modes, which can change while the addresses stay. It listens on many ports,
because polite readers send one request at a time to a host and port, and a thousand feeds do not share one host.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.bench.feeds import UNIQUE, feed_name
from tests.support.terminal import ROOT

PATIENCE = 10.0
HOSTS = 100


class Manner(StrEnum):
    """How the server responds."""

    VALIDATORS = "validators"  # ETag and Last-Modified, and 304 if they match
    PLAIN = "plain"  # without validators: 200 with the same bytes
    CHANGING = "changing"  # :data:`~tests.bench.feeds.UNIQUE` is replaced in every response, so that no two are equal


class FeedServer:
    """``with FeedServer(folder) as server: server.url(3)``; ``server.serve(other, Manner.PLAIN)`` changes its behaviour.

    ``name``: the software; ``own``: use Python's server in any case.
    """

    def __init__(
        self, folder: Path, manner: Manner = Manner.VALIDATORS, *, hosts: int = HOSTS, own: bool = False
    ) -> None:
        self._nginx = None if own else _installed()
        self._ports = _free_ports(hosts)
        self._place = tempfile.TemporaryDirectory(prefix="broadsheet-bench-")
        self._process: subprocess.Popen[bytes] | None = None
        self._folder, self._manner = folder, manner
        self.name = "nginx" if self._nginx else "Python's http.server"

    def __enter__(self) -> Self:
        self.serve(self._folder, self._manner)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        self._place.cleanup()

    def url(self, feed: int) -> str:
        """The address of the feed with this number."""
        return f"http://127.0.0.1:{self._ports[feed % len(self._ports)]}/{feed_name(feed)}"

    def serve(self, folder: Path, manner: Manner) -> None:
        """Serves this folder in this mode under the same address."""
        self._stop()
        self._process = subprocess.Popen(
            self._command(folder, manner), cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _wait_for(self._ports[-1], self._process)

    def _command(self, folder: Path, manner: Manner) -> list[str]:
        if self._nginx is None:
            return [sys.executable, "-m", "tests.bench.server", str(folder), str(manner), *map(str, self._ports)]
        place = Path(self._place.name)
        configuration = place / "nginx.conf"
        configuration.write_text(nginx_configuration(place, folder, self._ports, manner), encoding="utf-8")
        return [self._nginx, "-p", str(place), "-e", "stderr", "-c", str(configuration)]

    def _stop(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(PATIENCE)
            self._process = None


def _installed() -> str | None:
    return shutil.which("nginx") or next((str(path) for path in _NGINX if path.exists()), None)


_NGINX = (Path("/usr/sbin/nginx"), Path("/opt/homebrew/bin/nginx"), Path("/usr/local/sbin/nginx"))
_MANNERS = {
    Manner.VALIDATORS: "etag on;",
    Manner.PLAIN: 'etag off; if_modified_since off; add_header Last-Modified "";',
    Manner.CHANGING: f"sub_filter_types *; sub_filter_once off; sub_filter {UNIQUE} $request_id;",
}


def nginx_configuration(place: Path, folder: Path, ports: Sequence[int], manner: Manner) -> str:
    """One foreground process that keeps all its files in ``place``."""
    temporary = "".join(
        f"    {kind}_temp_path {place}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    listen = "".join(f"        listen 127.0.0.1:{port} backlog=1024;\n" for port in ports)
    return f"""daemon off;
master_process off;
pid {place}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 4096; }}
http {{
    access_log off;
{temporary}    types {{ application/rss+xml xml; }}
    sendfile on;
    server {{
{listen}        root {folder};
        {_MANNERS[manner]}
    }}
}}
"""


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [int(server.getsockname()[1]) for server in servers]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise RuntimeError(f"the server did not come up on port {port}")


class _Files(http.server.SimpleHTTPRequestHandler):
    """Files, served in a mode."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: object, manner: Manner, **keywords: object) -> None:
        self._answer_in = manner
        super().__init__(*arguments, **keywords)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        status = path.stat()
        etag = f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
        validating = self._answer_in is Manner.VALIDATORS
        if validating and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.send_header("ETag", etag)
            self.end_headers()
            return
        body = path.read_bytes()
        if self._answer_in is Manner.CHANGING:
            body = body.replace(UNIQUE.encode(), f"{time.monotonic_ns():x}".encode())
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        if validating:
            self.send_header("ETag", etag)
            self.send_header("Last-Modified", self.date_time_string(status.st_mtime))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 1024


def main() -> None:
    """Serves until it is stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("manner", type=Manner)
    parser.add_argument("ports", type=int, nargs="+")
    options = parser.parse_args()
    handler = functools.partial(_Files, directory=str(options.folder), manner=options.manner)
    servers = [_Server(("127.0.0.1", port), handler) for port in options.ports]
    for server in servers[:-1]:
        threading.Thread(target=server.serve_forever, daemon=True).start()
    servers[-1].serve_forever()


if __name__ == "__main__":
    main()

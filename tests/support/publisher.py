"""A publisher on loopback whose feeds grow on demand."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a feed. ``published``: Unix time."""

    guid: str
    title: str
    published: int
    content: str = "<p>One paragraph.</p>"


@dataclass
class Publisher:
    """``with Publisher() as publisher: publisher.publish("news", 20)``, then subscribe to ``publisher.url("news")``."""

    feeds: dict[str, list[Item]] = field(default_factory=dict)  # newest last
    titles: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)  # the names requested, in order

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.publisher = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def url(self, name: str) -> str:
        """The address of a feed."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/{name}.xml"

    def publish(self, name: str, count: int = 1, *, published: int | None = None) -> list[Item]:
        """Adds articles to a feed, which is made if it is new. Without ``published`` they are from the last minutes."""
        items = self.feeds.setdefault(name, [])
        first = published if published is not None else int(time.time()) - 60 - count
        added = [
            Item(f"{name}-{number}", f"{name.capitalize()} {number}", first + number - len(items))
            for number in range(len(items) + 1, len(items) + count + 1)
        ]
        items.extend(added)
        return added

    def add(self, name: str, items: Sequence[Item]) -> None:
        """Adds these articles to a feed."""
        self.feeds.setdefault(name, []).extend(items)

    def body(self, name: str) -> bytes | None:
        """The feed as RSS 2.0; None: there is no such feed."""
        if name not in self.feeds:
            return None
        items = "".join(
            f"<item><guid isPermaLink='false'>{escape(item.guid)}</guid><title>{escape(item.title)}</title>"
            f"<link>https://{name}.example/{escape(item.guid)}</link><pubDate>{formatdate(item.published)}</pubDate>"
            f"<description>{escape(item.content)}</description></item>"
            for item in reversed(self.feeds[name])
        )
        title = escape(self.titles.get(name, name.capitalize()))
        return (
            "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
            f"<title>{title}</title><link>https://{name}.example/</link><description/>{items}</channel></rss>"
        ).encode()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    publisher: Publisher


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        name = self.path.strip("/").removesuffix(".xml")
        self.server.publisher.asked.append(name)
        body = self.server.publisher.body(name)
        etag = f'"{hashlib.sha256(body or b"").hexdigest()[:16]}"'
        if body is not None and self.headers.get("If-None-Match") == etag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", "application/rss+xml; charset=utf-8" if body is not None else "text/plain")
        self.send_header("Content-Length", str(len(body or b"")))
        if body is not None:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_arguments: object) -> None:
        """Logs nothing."""

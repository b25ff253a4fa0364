"""The newspaper on loopback: a real threaded HTTP server that publishes, changes, retracts, and fails on demand.

>>> with Newspaper() as paper:                                      # doctest: +SKIP
...     paper.publish("en", title="A new story", body="<p>It has just happened.</p>")
...     paper.fail("/de/feed.xml", Fault.status(503, retry_after=120), times=2)
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from tests.newspaper.content import SECTIONS, read_site
from tests.newspaper.faults import Fault
from tests.newspaper.pages import login_page, plain_page
from tests.newspaper.replies import Reply, needs_body, reply_to, with_fault
from tests.newspaper.routes import HTML, Document, Maker, art, routes
from tests.newspaper.site import Article, Site, slugify
from tests.newspaper.wire import Request, WireServer

FEEDS = ("feed.xml", "feed.atom", "feed.json")
CONDITIONS = ("if-none-match", "if-modified-since", "accept-encoding")


class Newspaper:
    """The paper, served from entering the context (or :meth:`start`) to leaving it (or :meth:`stop`).

    ``now``: the Unix time from which the articles' ages count back; default: the start time. Every publication, change
    and retraction is one second later than the one before. ``editions``: another paper's (see
    :mod:`~tests.newspaper.content`); ``name``: the host in its addresses, if not ``host``.
    """

    def __init__(
        self,
        now: int | None = None,
        port: int = 0,
        host: str = "127.0.0.1",
        editions: tuple[str, ...] = SECTIONS,
        name: str | None = None,
    ) -> None:
        self.now = int(time.time()) if now is None else now
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._requests: list[Request] = []
        self._faults: dict[str, tuple[Fault, int | None]] = {}
        self._server = WireServer((host, port), self.answer, self._wait)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="newspaper")
        address, chosen = self._server.server_address[:2]
        self.base = f"http://{name or address!s}:{chosen}"
        self._made: dict[str, Document] = {}
        self._editions = editions
        self._site = read_site(self.base, self.now, editions)
        self._routes: dict[str, Maker] = routes(self._site)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts to answer."""
        self._thread.start()

    def stop(self) -> None:
        """Closes every connection at once, even in the middle of a slow answer, and waits for the threads."""
        self._closing.set()
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.hang_up()
        self._server.server_close()

    @property
    def site(self) -> Site:
        """The paper at this moment."""
        with self._lock:
            return self._site

    @property
    def articles(self) -> tuple[Article, ...]:
        """All articles of both sections."""
        return tuple(article for section in self.site.sections for article in section.articles)

    @property
    def feed_urls(self) -> tuple[str, ...]:
        """The sections' feeds: RSS, Atom and JSON in English, then in German."""
        return tuple(self.url(f"/{code}/{name}") for code in self._editions for name in FEEDS)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that has a document, pictures inside texts left aside."""
        with self._lock:
            return tuple(self._routes)

    @property
    def requests(self) -> tuple[Request, ...]:
        """The requests so far, in order of arrival."""
        with self._lock:
            return tuple(self._requests)

    def forget(self) -> None:
        """Empties the log of requests."""
        with self._lock:
            self._requests.clear()

    def url(self, path: str) -> str:
        """The absolute address of a path."""
        return self.base + path

    def publish(self, section: str, *, title: str, body: str = "<p>…</p>", **fields: Any) -> Article:
        """Publishes an article, as the newest of its section unless ``published`` says otherwise.

        ``fields``: any other of :class:`Article`. ValueError if the slug is taken.
        """
        with self._lock:
            moment = self._tick()
            values: dict[str, Any] = {
                "slug": slugify(title),
                "lead": title,
                "category": "News",
                "authors": (),
                "published": moment,
            }
            article = Article(section=section, title=title, body=body, **(values | fields))
            if any(article.slug == other.slug for part in self._site.sections for other in part.articles):
                raise ValueError(f"slug {article.slug!r} is taken")
            for slug in article.authors:
                self._site.author(slug)
            self._print(self._site.with_article(article, moment))
        return article

    def change(self, slug: str, **fields: Any) -> Article:
        """Changes any fields of an article and updates its ``updated``; KeyError if it does not exist."""
        with self._lock:
            moment = self._tick()
            article = replace(self._site.article(slug), **({"updated": moment} | fields))
            self._print(self._site.with_article(article, moment))
        return article

    def retract(self, slug: str) -> None:
        """Removes an article from the feeds and the site; KeyError if it does not exist."""
        with self._lock:
            self._print(self._site.without(slug, self._tick()))

    def fail(self, path: str, fault: Fault, times: int | None = None) -> None:
        """Spoils the answers at a path or address: all, or the next ``times``. The last fault set counts."""
        with self._lock:
            self._faults[_path(path)] = (fault, times)

    def heal(self, path: str | None = None) -> None:
        """Removes the fault at a path, or all."""
        with self._lock:
            if path is None:
                self._faults.clear()
            else:
                self._faults.pop(_path(path), None)

    def answer(self, request: Request) -> Reply:
        """The paper's reply to a request; logs the request."""
        path = _path(request.path)
        with self._lock:
            self._requests.append(request)
            fault = self._fault(path)
        if request.method not in ("GET", "HEAD"):
            return Reply(405, (("Allow", "GET, HEAD"), ("Content-Type", "text/plain; charset=utf-8")), b"Read only.\n")
        headers = request.headers
        if fault and needs_body(fault):
            headers = {name: value for name, value in headers.items() if name not in CONDITIONS}
        reply = self._found(path, headers)
        return with_fault(reply, fault, login_page(self.site, self.site.sections[0])) if fault else reply

    def _wait(self, seconds: float) -> bool:
        """Waits for ``seconds``; false if the server is stopped first."""
        return not self._closing.wait(seconds)

    def _found(self, path: str, headers: Mapping[str, str]) -> Reply:
        document = self._document(path)
        if document is not None:
            return reply_to(document, headers)
        with self._lock:
            folder = f"{path}/" in self._routes
            site = self._site
        if folder:
            return Reply(301, (("Location", f"{path}/"),))
        section = next((part for part in site.sections if path.startswith(f"/{part.code}/")), site.sections[0])
        missing = plain_page(site, section, section.words.missing, section.words.missing_text)
        return Reply(404, (("Content-Type", HTML),), missing)

    def _document(self, path: str) -> Document | None:
        with self._lock:
            make, known = self._routes.get(path), self._made.get(path)
            if known is None and make is not None:
                known = self._made[path] = make()
        return known or art(path)

    def _fault(self, path: str) -> Fault | None:
        fault, times = self._faults.get(path, (None, None))
        if times is not None:
            if times <= 1:
                self._faults.pop(path)
            elif fault:
                self._faults[path] = (fault, times - 1)
        return fault if times is None or times > 0 else None

    def _tick(self) -> int:
        self.now += 1
        return self.now

    def _print(self, site: Site) -> None:
        self._site, self._routes, self._made = site, routes(site), {}


def _path(address: str) -> str:
    return urlsplit(address).path or "/"

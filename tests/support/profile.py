"""A user's folders and their content after a refresh, for the tests of refreshing."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from reader.config import Config
from reader.model import Change, Entry, Field, Poll, Subscription
from reader.paths import Paths
from reader.problems import ProblemDetails
from reader.query.selection import Selection
from reader.refresh.in_process import get_page_now, refresh_now
from reader.refresh.worker.protocol import Event, FeedDone, Finished
from reader.store import Store, open_reader, open_store
from reader.subscriptions.edit_feeds import add_tables
from reader.wording.problem_messages import problem_message


class Profile:
    """Folders under ``root``, and a clock set by the test."""

    def __init__(self, root: Path) -> None:
        self.paths = Paths(root / "config", root / "data")
        self.paths.config_dir.mkdir()
        self.now = int(time.time())
        self.subscriptions: list[Subscription] = []
        self.config = Config()

    def subscribe(self, *urls: str, **wishes) -> None:
        """Writes feeds.toml."""
        self.subscriptions = [Subscription(url, **wishes) for url in urls]
        self.paths.feeds.unlink(missing_ok=True)
        add_tables(self.paths.feeds, self.subscriptions)

    def refresh(self, urls: Sequence[str] | None = None, *, force: bool = True) -> list[Event]:
        """Refreshes and returns all events."""
        return list(refresh_now(self.paths, self.config, self.subscriptions, urls, force, now=self.now))

    def get_page(self, entry_id: int, *, force: bool = False) -> list[Event]:
        return list(get_page_now(self.paths, self.config, self.subscriptions, entry_id, force=force, now=self.now))

    def mark(self, *titles: str, field: Field = Field.READ, value: bool = True) -> None:
        """Marks the entries with these titles, or all of them."""
        store = open_store(self.paths.database, now=self.now)
        try:
            chosen = [entry.id for entry in self.entries() if not titles or entry.title in titles]
            store.state.apply(Change(field, value, tuple(chosen)))
        finally:
            store.close()

    @property
    def store(self) -> Store:
        return open_reader(self.paths.database)

    def poll(self, url: str) -> Poll:
        store = self.store
        try:
            return next(poll for poll in store.feeds.polls() if poll.url == url)
        finally:
            store.close()

    def entries(self, url: str | None = None) -> list[Entry]:
        """The stored entries with all copies, newest first."""
        store = self.store
        try:
            feeds = [poll.feed_id for poll in store.feeds.polls() if url in (None, poll.url)]
            pages = [store.entries.page(Selection(feeds=(feed_id,)), limit=100_000) for feed_id in feeds]
            keys = sorted((key for page in pages for key in page), reverse=True)
            return [entry for _, id_ in keys if (entry := store.entries.entry(id_))]
        finally:
            store.close()

    def titles(self, url: str | None = None) -> list[str]:
        return [entry.title for entry in self.entries(url)]


def finished(events: Sequence[Event]) -> Finished:
    (event,) = [event for event in events if isinstance(event, Finished)]
    return event


def errors(events: Sequence[Event]) -> dict[str, str]:
    """The error messages of a refresh, by the address of the feed."""
    return {
        event.feed_url: problem_message(event.error) for event in events if isinstance(event, FeedDone) and event.error
    }


def message(error: ProblemDetails | None) -> str | None:
    """A problem as people read it."""
    return problem_message(error) if error else None


@contextmanager
def serving(bodies: Mapping[str, bytes]) -> Iterator[str]:
    """A server on loopback with these bodies by path; yields its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = bodies[self.path]
            self.send_response(200)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()

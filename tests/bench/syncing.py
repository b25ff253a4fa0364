"""The first synchronisation with a real Miniflux and those after it, beside newsboat as a client of the same server."""

from __future__ import annotations

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Protocol

from reader.model import Field
from tests.bench.figures import Figure, Table
from tests.bench.keyboard import hold
from tests.bench.keys import LEAST, LONGEST, figures_of, session
from tests.bench.others import OURS, OWN_HOME, Newsboat, installed_newsboat
from tests.bench.stock import Stock
from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Fault, FaultyHttp
from tests.support.miniflux_server import PASSWORD, USER, MinifluxServer, miniflux_cluster, miniflux_on
from tests.support.sync_account import account_of, add_account, reader_process
from tests.support.sync_process import ReaderProcess
from tests.support.terminal import Terminal

PATIENCE = 600.0
READ_ON_THE_PHONE = 20
FIRST_LIMIT, QUIET_LIMIT = 5.0, 3  # seconds, requests


class Client(Protocol):
    """A reader that has an account."""

    def begin(self) -> None:
        """Starts the first synchronisation and returns at once."""

    def synchronise(self) -> None:
        """And waits for its end."""

    def articles(self) -> int:
        """How many are here."""

    def unread(self) -> int:
        """How many of them are unread."""

    def marking(self, server: MinifluxServer, feed: int) -> Callable[[], None]:
        """Prepares to mark a feed read; the function does it."""


@dataclass
class _Ours:
    reader: ReaderProcess

    def begin(self) -> None:
        """It synchronises when it starts."""

    def synchronise(self) -> None:
        assert self.reader.settle(PATIENCE)

    def articles(self) -> int:
        return self.reader.count()

    def unread(self) -> int:
        return len(self.reader.side().unread)

    def marking(self, server: MinifluxServer, feed: int) -> Callable[[], None]:
        ids = tuple(str(entry["id"]) for entry in server.phone.entries(feed))

        def mark() -> None:
            self.reader.mark(Field.READ, True, ids)
            self.reader.finish()

        return mark


@dataclass
class _Newsboat:
    newsboat: Newsboat
    url: str

    def begin(self) -> None:
        self.newsboat.subscribe([])
        login = f'miniflux-login "{USER}"\nminiflux-password "{PASSWORD}"\n'
        config = f'urls-source "miniflux"\nminiflux-url "{self.url}/"\n{login}max-items 0\n'
        (self.newsboat.place / "config").write_text(config, encoding="utf-8")
        self._first = Thread(target=self._reload)
        self._first.start()

    def synchronise(self) -> None:
        self._first.join()
        self._reload()

    def _reload(self) -> None:
        command = self.newsboat.refresh()
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE)

    def articles(self) -> int:
        return self._count("count(*)")

    def unread(self) -> int:
        return self._count("sum(unread)")

    def marking(self, server: MinifluxServer, feed: int) -> Callable[[], None]:
        """With its key for that, while it is open: offline it does not open. The first feed is at the top."""
        terminal = Terminal([*OWN_HOME, f"HOME={self.newsboat.place}", *self.newsboat.open()], size=(80, 24))
        terminal.shows("Feed 1")

        def mark() -> None:
            terminal.press("A")
            time.sleep(1)
            terminal.press("q")
            terminal.ended()
            terminal.hang_up()

        return mark

    def _count(self, what: str) -> int:
        try:
            # without a lock, which newsboat would take for a failure of its own
            with closing(sqlite3.connect(f"file:{self.newsboat.cache}?immutable=1", uri=True)) as connection:
                return int(connection.execute(f"SELECT {what} FROM rss_item").fetchone()[0] or 0)
        except sqlite3.DatabaseError:
            return 0  # not made yet, or being written


def syncing(folder: Path, *, feeds: int = 500, entries: int = 50_000, others: bool = True) -> Table:
    """A server of its own for each reader, all with the same articles."""
    figures: list[Figure] = []
    with miniflux_cluster() as cluster:
        with miniflux_on(cluster) as server, fault_proxy(server.port) as proxy:
            server.fill(feeds, entries)
            with reader_process(account_of(folder / "ours", proxy.url)) as reader:
                figures += _measured(_Ours(reader), OURS, server, proxy)
        if others and (newsboat := installed_newsboat(folder / "newsboat")):
            with miniflux_on(cluster) as server, fault_proxy(server.port) as proxy:
                server.fill(feeds, entries)
                figures += _measured(_Newsboat(newsboat, proxy.url), newsboat.name, server, proxy)
    note = "through a proxy in Python that counts the requests"
    return Table(
        f"An account with {feeds:,} feeds and {entries:,} articles at Miniflux", tuple(figures), note, ratios=False
    )


def _measured(client: Client, name: str, server: MinifluxServer, proxy: FaultyHttp) -> Iterator[Figure]:
    total = len(server.phone.everything())
    begun = time.monotonic()
    client.begin()
    yield Figure(
        "until the first headlines are here", _until(lambda: client.articles() > 0, begun), "s", name, limit=FIRST_LIMIT
    )
    yield Figure("until all articles are here", _until(lambda: client.articles() == total, begun), "s", name)
    client.synchronise()
    yield Figure("requests for them", len(proxy.asked), "", name)

    yield from _step("a sync without news", client, proxy, name, QUIET_LIMIT)
    feed = server.phone.feeds()[0].id
    for number in range(3):
        server.phone.call(
            "POST", f"/v1/feeds/{feed}/entries/import", {**_NEW, "url": f"https://feed.example/new/{number}"}
        )
    server.phone.mark(sorted(server.phone.unread())[:READ_ON_THE_PHONE])
    yield from _step("3 new articles, 20 read on the phone", client, proxy, name)
    if (client.articles(), client.unread()) != (total + 3, len(server.phone.unread())):
        raise RuntimeError(f"{name} did not get everything")

    unread = server.phone.unread() & {entry["id"] for entry in server.phone.entries(feed)}
    mark = client.marking(server, feed)
    proxy.faults.at_random(0, 1.0, [Fault.RESET])
    mark()
    proxy.faults.stop()
    client.synchronise()
    arrived = len(unread - server.phone.unread()) / len(unread)
    yield Figure("share of the offline changes that reached the server", 100 * arrived, "%", name)


def _step(what: str, client: Client, proxy: FaultyHttp, name: str, limit: int | None = None) -> Iterator[Figure]:
    asked, begun = len(proxy.asked), time.monotonic()
    client.synchronise()
    yield Figure(f"{what}: until it is done", time.monotonic() - begun, "s", name)
    yield Figure(f"{what}: requests", len(proxy.asked) - asked, "", name, limit=limit)


def _until(holds: Callable[[], bool], begun: float) -> float:
    """Seconds from ``begun``."""
    while not holds():
        if time.monotonic() - begun > PATIENCE:
            raise RuntimeError("it takes too long")
        time.sleep(0.02)
    return time.monotonic() - begun


def keys_while_syncing(stock: Stock, *, feeds: int = 500, entries: int = 50_000) -> Table:
    """↓ held down in a list of local articles during an account's first synchronisation."""
    column = f"{stock.entries:,}"
    with miniflux_cluster() as cluster, miniflux_on(cluster) as server:
        server.fill(feeds, entries)
        add_account(stock.paths, server.url)
        with session(stock) as one:
            before, begun = arrived(stock), time.monotonic()

            def comes(pressed: int) -> bool:
                lasts = arrived(stock) < entries and time.monotonic() - begun < LONGEST
                return pressed < (stock.entries - 1 if lasts else LEAST)

            held = one.taken["↓"] = hold(one.terminal, stock.entries, while_=comes)
            figures = [*figures_of(one), Figure("keys that were pressed", len(held.seconds) + held.lost, "", column)]
            figures.append(Figure("articles that came during it", arrived(stock) - before, "", column))
    return Table(f"↓ held down, 30 a second, during the first sync of {entries:,} articles", tuple(figures))


def arrived(stock: Stock) -> int:
    """Articles of accounts."""
    with closing(sqlite3.connect(f"file:{stock.paths.database}?mode=ro", uri=True, timeout=30)) as connection:
        return int(connection.execute("SELECT count(*) FROM remote_entries").fetchone()[0])


_NEW = {"title": "New article", "content": "<p>New.</p>", "status": "unread"}

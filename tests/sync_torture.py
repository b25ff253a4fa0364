"""Two clients change the state of the same articles while everything that can fail fails; nothing is lost or invented.

``python -m tests.sync_torture --changes 10000 [--seed N] [--api google-reader]``: our reader, as a process of its own,
and a second client that works directly at a real Miniflux. Reader and worker are killed, the server is restarted and
killed, its answers are replaced by 401, 429, 500, pages, halves and silence, and for a day the reader is offline. At
the end both sides are compared set by set, and with a model of what two clients may have come to
(:mod:`tests.support.sync_model`).
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Protocol

from reader.account import AccountKind
from reader.model import Field
from tests.support.fault_proxy import fault_proxy
from tests.support.faulty_http import Fault, FaultyHttp
from tests.support.miniflux_client import ApiError, Phone
from tests.support.miniflux_server import MinifluxServer, miniflux_cluster, miniflux_missing, miniflux_on
from tests.support.publisher import Publisher
from tests.support.sync_account import account_of, reader_process
from tests.support.sync_model import FIELDS, Act, FeedAct, FeedModel, Model, Side

ARTICLES = 30  # of each feed at the beginning
HOT = 25  # articles that both clients like to change
DAY = 86_400
SHARE_OF_FAULTS = 0.2  # of all requests
FAULTS = [fault for fault in Fault if fault is not Fault.HANG]  # that costs a timeout each time


class TorturedReader(Protocol):
    """The reader: :class:`~tests.support.sync_process.ReaderProcess`, or one of the tests' own."""

    failures: list[str]

    def mark(self, field: Field, value: bool, ids: tuple[str, ...]) -> None: ...
    def undo(self) -> None: ...
    def edit(self, url: str, which: str, value: str) -> None: ...
    def take_edits(self) -> list[FeedAct]: ...
    def sync(self) -> None: ...
    def finish(self) -> list[Act]: ...
    def kill(self) -> None: ...
    def kill_worker(self) -> None: ...
    def restart(self, ahead: float) -> None: ...
    def synchronise(self, seconds: float = ...) -> str | None: ...
    def settle(self, seconds: float = ...) -> bool: ...
    def side(self) -> Side: ...
    def feeds(self) -> set[tuple[str, str, str]]: ...
    def refused(self) -> list[str]: ...


@dataclass
class Report:
    """The outcome. ``wrong``: losses, inventions and disagreements, in words; ``did``: how often what happened."""

    changes: int = 0
    wrong: list[str] = field(default_factory=list)
    did: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


@dataclass
class Torture:
    """``feeds``: how many at the beginning; ``check_every``: changes after which all is compared; ``say``: hears how far it is."""

    server: MinifluxServer
    proxy: FaultyHttp
    publisher: Publisher
    reader: TorturedReader
    chance: random.Random
    feeds: int = 10
    calm: float = 0.3  # seconds between what happens, at most
    check_every: int = 600
    say: Callable[[str], None] = lambda _words: None
    report: Report = field(default_factory=Report)
    _model: Model = field(default_factory=Model)
    _subscriptions: FeedModel = field(default_factory=FeedModel)
    _feeds: dict[int, str] = field(default_factory=dict)  # names at the publisher
    _ids: list[str] = field(default_factory=list)  # of all articles, oldest first
    _offline: bool = False

    def run(self, changes: int) -> Report:
        """Until ``changes`` fields of articles were changed, with a day offline in the middle."""
        begun, checked, day = time.monotonic(), 0, changes // 2
        self.proxy.faults.silence = 2.0
        for number in range(self.feeds):
            self._subscribe(f"feed{number}")
        self._check()
        while self._model.changed < changes and not self.report.wrong:
            if self._offline is not (day <= self._model.changed < day + changes // 10):
                self._go(offline=not self._offline)
            self._round()
            if self._model.changed - checked >= self.check_every and not self._offline:
                checked = self._model.changed
                self._check()
        self._check()
        self.report.changes, self.report.seconds = self._model.changed, time.monotonic() - begun
        return self.report

    # --- a round

    def _round(self) -> None:
        share, kinds = (1.0, [Fault.RESET]) if self._offline else (SHARE_OF_FAULTS, FAULTS)
        self.proxy.faults.at_random(self.chance.randrange(2**32), share, kinds)
        if self.chance.random() < 0.3:
            self._publish()
        at_phone = self._planned()
        done: list[Act] = []
        second = Thread(target=self._at_phone, args=(at_phone, done))
        second.start()
        for act in self._planned():
            self.reader.mark(act.field, act.value, act.ids)
            if self.chance.random() < 0.4:
                self.reader.sync()
        if self.chance.random() < 0.1:
            self.reader.undo()
        if self.chance.random() < 0.2:
            self.reader.edit(*self._planned_edit())
        self._trouble()
        second.join()
        if self.chance.random() < 0.7:
            self.reader.synchronise(5)
        self._model.round(self.reader.finish(), done)
        for edit in self.reader.take_edits():
            self._subscriptions.reader(edit)
            self.report.did["subscriptions edited in the reader"] += 1
        self.report.wrong += self._model.glance(self.reader.side())
        if self.chance.random() < 0.1:
            self._edit_feeds()

    def _planned(self) -> list[Act]:
        return [self._act() for _ in range(self.chance.randrange(6))]

    def _act(self) -> Act:
        number = self.chance.choice((1, 1, 1, 2, 5, 20))
        pool = self._ids[-HOT:] if self.chance.random() < 0.5 else self._ids
        ids = tuple(self.chance.sample(pool, min(number, len(pool))))
        return Act(self.chance.choice(FIELDS), self.chance.random() < 0.6, ids)

    def _at_phone(self, acts: Sequence[Act], done: list[Act]) -> None:
        """The second client, which repeats what the server did not confirm: all it does can be repeated."""
        for act in acts:
            self._persist(partial(_set_by_phone, self.server.phone, act))
            done.append(act)
            time.sleep(self.chance.random() * self.calm / 15)

    def _persist(self, call: Callable[[], object]) -> None:
        end = time.monotonic() + 60
        while True:
            try:
                call()
            except (OSError, ApiError):
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)
            else:
                return

    def _trouble(self) -> None:
        time.sleep(self.chance.random() * self.calm)
        kind = self.chance.random()
        if kind < 0.08:
            self._happens("reader killed", self.reader.kill)
        elif kind < 0.16:
            self._happens("worker killed", self.reader.kill_worker)
        elif kind < 0.19:
            self._happens("server killed", self.server.kill)
            self.server.start()
        elif kind < 0.22:
            self._happens("server restarted", self.server.restart)
        elif kind < 0.23:
            self._happens("server silent", lambda: self.proxy.faults.plan(Fault.HANG))

    # --- feeds

    def _subscribe(self, name: str) -> None:
        self.publisher.publish(name, ARTICLES)
        feed = self.server.phone.subscribe(self.publisher.url(name), f"Folder {self.chance.randrange(4)}")
        self._feeds[feed] = name
        self._learn()

    def _publish(self) -> None:
        feed, name = self.chance.choice(list(self._feeds.items()))
        self.publisher.publish(name, self.chance.randrange(1, 4))
        self._persist(lambda: self._refresh(feed))
        self.report.did["articles published"] += 1
        self._learn()

    def _refresh(self, feed: int) -> None:
        phone: Phone = self.server.phone
        for before in phone.feeds():
            if before.id == feed:
                self._subscriptions.refreshed(before.url, before.title, before.category)
        phone.refresh(feed)

    def _learn(self) -> None:
        found = sorted(self.server.phone.everything())
        known = set(self._ids)
        new = [str(one) for one in found if str(one) not in known]
        self._model.arrive(new)
        self._ids += new

    def _edit_feeds(self) -> None:
        phone: Phone = self.server.phone
        feed = self.chance.choice(list(self._feeds))
        kind = self.chance.randrange(8)
        if kind < 6:
            url, which, value = self._planned_edit(feed)
            self._persist(lambda: (phone.rename if which == "title" else phone.move)(feed, value))
            self._subscriptions.phone(FeedAct(url, which, value))
        elif kind == 6:
            self._subscribe(f"feed{len(self.publisher.feeds)}")
        elif len(self._feeds) > self.feeds // 2:
            phone.unsubscribe(feed)
            del self._feeds[feed]
            left = {str(one) for one in phone.everything()}
            self._model.vanish(one for one in self._ids if one not in left)
            self._ids = [one for one in self._ids if one in left]
        self.report.did["subscriptions edited on the phone"] += 1

    def _planned_edit(self, feed: int | None = None) -> tuple[str, str, str]:
        """Address, what to change, and the new value."""
        name = self._feeds[feed] if feed is not None else self.chance.choice(list(self._feeds.values()))
        value = f"Title {self.chance.randrange(1_000)}", f"Folder {self.chance.randrange(6)}"
        number = self.chance.randrange(2)
        return self.publisher.url(name), ("title", "folder")[number], value[number]

    # --- in between and at the end

    def _go(self, *, offline: bool) -> None:
        """Offline, or online again a day later by the reader's clock."""
        self._offline = offline
        if offline:
            self.report.did["day offline"] += 1
        else:
            self.reader.restart(ahead=DAY)

    def _check(self) -> None:
        """Everything works for a while; then both sides must agree."""
        self.proxy.faults.stop()
        if not self.reader.settle():
            self.report.wrong.append(f"the reader did not come to an end; it failed with {self.reader.failures[-3:]}")
            return
        here, there = self.reader.side(), server_side(self.server.phone)
        self.report.wrong += self._model.settle(here, there)
        feeds = {(feed.url, feed.title, feed.category) for feed in self.server.phone.feeds()}
        self.report.wrong += self._subscriptions.settle(self.reader.feeds(), feeds)
        refused = [one for one in self.reader.refused() if any(f'"{url}"' in one for url, _, _ in feeds)]
        self.report.wrong += [f"the server refused an edit: {one}" for one in refused]
        self.say(f"{self._model.changed} changes, {len(there.everything)} articles, {len(self.report.wrong)} wrong")

    def _happens(self, what: str, do: Callable[[], None]) -> None:
        self.report.did[what] += 1
        do()


def _set_by_phone(phone: Phone, act: Act) -> None:
    ids = list(map(int, act.ids))
    if act.field is Field.STARRED:
        phone.star(ids, starred=act.value)
    else:
        phone.mark(ids, read=act.value)


def server_side(phone: Phone) -> Side:
    """What the server has."""
    sets = (phone.everything(), phone.unread(), phone.starred())
    return Side(*(frozenset(map(str, found)) for found in sets))


def main() -> int:
    """Returns 0 if nothing is wrong, 1 otherwise, 2 if it cannot run here."""
    parser = argparse.ArgumentParser(prog="python -m tests.sync_torture", description=__doc__)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--api", type=AccountKind, default=AccountKind.MINIFLUX, help="miniflux or google-reader")
    options = parser.parse_args()
    if missing := miniflux_missing():
        print(missing, file=sys.stderr)
        return 2
    print(f"seed {options.seed}", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="broadsheet-torture-") as folder,
        miniflux_cluster() as cluster,
        miniflux_on(cluster) as server,
        fault_proxy(server.port) as proxy,
        Publisher() as publisher,
        reader_process(account_of(Path(folder), proxy.url, kind=options.api)) as reader,
    ):
        torture = Torture(
            server, proxy, publisher, reader, random.Random(options.seed), say=lambda words: print(words, flush=True)
        )
        report = torture.run(options.changes)
    print(f"{report.changes} changes in {report.seconds:.0f} s, {len(proxy.asked)} requests of the reader")
    for what, number in (report.did + Counter(map(str, proxy.faults.happened))).most_common():
        print(f"{number:7} {what}")
    print("\n".join(report.wrong) or "0 lost, 0 invented")
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main())

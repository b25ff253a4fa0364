"""Whatever is killed at any time, the database stays intact, no mark is lost, no entry is duplicated, and work resumes.

Workers, readers, and both at once are killed while feeds arrive and entries are marked: four times, or nineteen times
with each of three seeds (``--hypothesis-profile thorough``).
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any

import pytest

from reader.model import Field
from reader.store.integrity import check_integrity
from tests.support.fault_list import item, rss
from tests.support.fault_stage import Servers
from tests.support.faultserver import Script, answer
from tests.support.forked_popen import ForkedPopen
from tests.support.fuzzing import THOROUGH
from tests.support.processes import PATIENCE, wait_until_gone
from tests.support.profile import Profile, finished
from tests.support.terminal import Terminal, reader_command

SEEDS = (1, 2, 3) if THOROUGH else (1,)
SESSIONS = 6 if THOROUGH else 1  # of a reader, in each of which two workers are killed, and then the reader, or both
WINDOW = 80  # entries that a feed shows


class Issues:
    """A feed that gains a new entry on each request, and occasionally an edited one."""

    def __init__(self, name: str, chance: random.Random) -> None:
        self._name, self._chance, self._titles = name, chance, dict[str, str]()

    def __call__(self, _: object) -> Script:
        number = len(self._titles) + 1
        self._titles[f"{self._name}-{number}"] = f"{self._name} issue {number}"
        if self._chance.random() < 0.3:
            edited = self._chance.choice(list(self._titles))
            self._titles[edited] = f"{edited} edited {self._chance.random()}"
        shown = list(self._titles.items())[-WINDOW:]
        return [answer(rss("".join(item(guid, title) for guid, title in reversed(shown))).encode())]

    @property
    def guids(self) -> set[str]:
        return set(self._titles)


class Session:
    """A running marker and its messages: each change it requested, and each one confirmed as written."""

    def __init__(self, profile: Profile, seed: str) -> None:
        folders = (str(profile.paths.config_dir), str(profile.paths.data_dir))
        command = [sys.executable, "-m", "tests.support.marker", *folders, seed]
        self._process = ForkedPopen(command, alone=False)
        self._heard: list[dict[str, Any]] = []
        self._workers: Queue[int] = Queue()
        self._polled = Event()
        self._thread = Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        for line in self._process.stdout:
            if line.endswith(b"\n"):
                said = json.loads(line)
                self._heard.append(said)
                if said["is_"] == "worker":
                    self._polled.clear()
                    self._workers.put(said["pid"])
                elif said["is_"] == "polled":
                    self._polled.set()

    def next_worker(self) -> int:
        try:
            return self._workers.get(timeout=PATIENCE)
        except Empty:
            raise AssertionError(f"no worker came; the marker ended with {self._process.poll()}") from None

    def work_a_while(self, chance: random.Random) -> None:
        """Until a random moment: most often in the refreshes that follow the first, else before that is done."""
        if chance.random() < 0.8:
            assert self._polled.wait(PATIENCE)
        time.sleep(chance.random() * 0.3)

    def kill(self, *others: int) -> list[dict[str, Any]]:
        """Kills the marker, and others with it; returns all it said."""
        for pid in (*others, self._process.pid):
            os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._thread.join()
        self._process.stdout.close()
        return self._heard


State = dict[tuple[str, int], bool]


def possible(before: State, heard: list[dict[str, Any]]) -> dict[tuple[str, int], set[bool]]:
    """The states each entry may have after a kill: the last one confirmed as written, or any requested since."""
    now: dict[tuple[str, int], bool] = defaultdict(bool, before)
    waiting: list[dict[str, Any]] = []
    for said in heard:
        if said["is_"] == "asked":
            waiting.append(said)
        elif said["is_"] == "written":
            waiting.pop(0)
            now.update({(said["field"], entry_id): said["value"] for entry_id in said["ids"]})
        assert said["is_"] != "failed", said
    may = defaultdict(set, {key: {value} for key, value in now.items()})
    for said in waiting:
        for entry_id in said["ids"]:
            may[said["field"], entry_id] |= {now[said["field"], entry_id], said["value"]}
    return may


def stored(path: Path) -> State:
    with closing(sqlite3.connect(path)) as raw:
        labelled = "id IN (SELECT entry_id FROM entry_labels)"
        rows = raw.execute(f"SELECT id, read, starred, later, {labelled} FROM entries").fetchall()
    return {(str(field), row[0]): bool(value) for row in rows for field, value in zip(Field, row[1:], strict=True)}


def assert_sound(path: Path) -> None:
    found = check_integrity(path, now=int(time.time()))
    assert found.sound, found
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT feed_id, guid FROM entries GROUP BY 1, 2 HAVING count(*) > 1").fetchall() == []


def stored_guids(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as raw:
        return {row[0] for row in raw.execute("SELECT guid FROM entries")}


@pytest.mark.parametrize("seed", SEEDS)
def test_kills_at_random_moments_lose_nothing(tmp_path: Path, servers: Servers, seed: int) -> None:
    chance, profile = random.Random(seed), Profile(tmp_path)
    feeds = publish(servers, profile, seed)
    known: State = {}
    kills = written = 0
    for number in range(SESSIONS):
        session = Session(profile, f"{seed} {number}")
        worker = session.next_worker()
        for _ in range(2):
            session.work_a_while(chance)
            os.kill(worker, signal.SIGKILL)
            worker = session.next_worker()
        session.work_a_while(chance)
        heard = session.kill(*([worker] if chance.random() < 0.5 else []))
        kills, written = kills + 3, written + sum(said["is_"] == "written" for said in heard)
        now, may = stored(profile.paths.database), possible(known, heard)
        assert not {key: value for key, value in now.items() if value not in may.get(key, {False})}
        assert_sound(profile.paths.database)
        known = now
        wait_until_gone(worker)
    print(f"seed {seed}: {kills} kills, {written} changes written, {len(known) // 2} entries")
    assert written > 8 * SESSIONS
    kill_the_reader_itself(profile, chance)
    assert (done := finished(profile.refresh())).failed == 0
    assert done.polled == len(feeds)
    assert_sound(profile.paths.database)
    assert stored_guids(profile.paths.database) == set[str]().union(*(feed.guids for feed in feeds))


def publish(servers: Servers, profile: Profile, seed: int) -> list[Issues]:
    """Two feeds on servers of their own, subscribed."""
    feeds = [Issues(name, random.Random(f"{seed} {name}")) for name in ("one", "two")]
    urls = []
    for feed in feeds:
        server = servers.start()
        server.routes["/f"] = feed
        urls.append(server.url("/f"))
    profile.subscribe(*urls)
    return feeds


def kill_the_reader_itself(profile: Profile, chance: random.Random) -> None:
    """The real one on a terminal, in the middle of marking; then it opens once more and shows what there is."""
    profile.paths.session.write_text('{"stream": "all"}')  # chance may have read all: the unread list would be empty
    with Terminal(reader_command(profile.paths)) as terminal:
        terminal.shows("Paper")
        for key in "j\rsjmR" * 3:
            terminal.press(key)
            time.sleep(chance.random() * 0.02)
        terminal.signal(signal.SIGKILL)
        assert terminal.ended() == -signal.SIGKILL
    assert_sound(profile.paths.database)
    with Terminal(reader_command(profile.paths)) as terminal:
        terminal.shows("Paper")
        terminal.press("q")
        assert terminal.ended() == 0

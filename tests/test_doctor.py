"""What ``broadsheet doctor`` finds, each thing once, what it says to do, and what it sets right when it is told to."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.files import TEMPORARY_PREFIX, FileLock
from reader.store.integrity import examine
from tests.support.command import Command
from tests.support.locks import held
from tests.support.stocking import new_entry, stocked

URL = "https://one.example/feed"


@pytest.fixture
def stored(broadsheet: Command) -> Command:
    broadsheet.subscribe(URL)
    now = int(time.time())
    entries = [new_entry(number, sort=now - number * 60) for number in range(1, 21)]
    stocked(broadsheet.paths.database, {URL: entries}).close()
    change(broadsheet, "UPDATE entries SET first_seen = sort")
    return broadsheet


def change(broadsheet: Command, *statements: str) -> None:
    with closing(sqlite3.connect(broadsheet.paths.database)) as raw:
        for statement in statements:
            raw.execute(statement)
        raw.commit()


def found(broadsheet: Command, check: str, *options: str) -> dict[str, Any]:
    """The one finding of that name."""
    (finding,) = [one for one in broadsheet("doctor", "--json", *options).json["checks"] if one["check"] == check]
    return dict(finding)


def test_a_sound_installation_has_nothing_to_mend(stored: Command) -> None:
    done = stored("doctor", "--json")
    assert (done.code, done.json["problems"]) == (0, 0)
    names = [one["check"] for one in done.json["checks"]]
    assert len(names) == len(set(names))
    assert set(names) >= {
        "Broadsheet", "Python", "libraries", "SQLite", "configuration folder", "data folder", "feeds.toml",
        "config.toml", "themes", "clock", "database", "counts, references and search", "used by", "feeds",
        "refresh lock", "leftovers", "log", "worker", "certificates", "names", "proxy", "characters", "terminal",
    }  # fmt: skip
    assert all(one["done"] is None for one in done.json["checks"])


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("UPDATE counts SET unread = unread + 7", "counts", "1 feed counts its articles wrongly"),
        ("DELETE FROM counts", "counts", "1 feed counts its articles wrongly"),
        ("INSERT INTO entry_tags VALUES (999, 'x')", "references", "1 row belongs to nothing"),
        ("DELETE FROM search_docsize WHERE id = 3", "search", "1 article is not found by search"),
        (
            "INSERT INTO search (rowid, title) VALUES (999, 'ghost')",
            "search",
            "1 entry of the search index is wrong",
        ),
        ("INSERT INTO search_pending VALUES (5)", "search", "1 entry of the search index is wrong"),
    ],
)
def test_what_contradicts_itself_is_a_problem_and_is_set_right_when_it_is_wished(
    stored: Command, statement: str, check: str, words: str
) -> None:
    before = stored("list", "-n", "100", "--json").json
    change(stored, "PRAGMA foreign_keys = OFF", statement)
    looked = stored("doctor")
    assert looked.code == 1
    assert f"problem  {check}: {words}\n" in looked.out
    assert "→ `broadsheet doctor --repair` sets it right" in looked.out
    assert not examine(stored.paths.database, now=int(time.time())).sound  # looking has changed nothing
    mended = stored("doctor", "--repair")
    assert mended.code == 0
    assert f"problem  {check}: {words}\n{'':8} ✓ set right\n" in mended.out
    assert examine(stored.paths.database, now=int(time.time())).sound
    assert stored("list", "-n", "100", "--json").json == before
    assert len(stored("list", "Title", "-n", "100", "--json").json) == 20


def test_articles_whose_feed_is_missing_are_kept_with_their_stars(stored: Command) -> None:
    assert stored("mark", "star", "4").code == 0
    change(stored, "PRAGMA foreign_keys = OFF", "DELETE FROM feeds")
    assert stored("doctor", "--repair").code == 0
    assert [entry["id"] for entry in stored("list", "--starred", "--json").json] == [4]
    assert examine(stored.paths.database, now=int(time.time())).sound


def test_dates_that_lie_ahead_are_told_and_dated_to_now(stored: Command) -> None:
    change(stored, "UPDATE entries SET first_seen = first_seen + 864000, sort = sort + 864000 WHERE id = 5")
    change(stored, "UPDATE feeds SET last_poll = 4000000000")
    assert found(stored, "dates")["words"] == "1 article arrived later than now: the clock was put back since"
    assert "polled later than now" in found(stored, "last polls")["words"]
    assert found(stored, "dates", "--repair")["done"] == "set right"
    now = int(time.time())
    with closing(sqlite3.connect(stored.paths.database)) as raw:
        assert raw.execute("SELECT max(sort) <= ?, max(first_seen) <= ? FROM entries", (now, now)).fetchone() == (1, 1)


def test_copies_of_databases_are_kept_until_their_removal_is_wished(stored: Command) -> None:
    database = stored.paths.database
    copies = [database.with_name(f"{database.name}.{rest}") for rest in ("damaged-1", "damaged-1-wal", "before-2")]
    for copy in copies:
        copy.write_bytes(bytes(150_000))
    finding = found(stored, "damaged databases", "--repair")
    assert (finding["state"], finding["done"]) == ("ok", None)
    assert finding["words"].startswith("2 files, 0.3 MB")
    assert all(copy.exists() for copy in copies)
    assert found(stored, "damaged databases", "--clean")["done"] == "removed, 0.3 MB are free"
    assert not any(copy.exists() for copy in copies)
    assert database.exists()


def test_rests_of_what_was_cut_short_are_removed_when_nobody_is_at_them(stored: Command) -> None:
    database = stored.paths.database
    old, new = database.with_name(f"{database.name}.before-2.part"), stored.paths.config_dir / f"{TEMPORARY_PREFIX}abc"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    assert str(old) in found(stored, "unfinished files")["words"]
    assert found(stored, "unfinished files", "--repair")["done"]
    assert (old.exists(), new.exists()) == (False, True)


def test_a_log_that_has_grown_is_told_and_emptied_when_that_is_wished(stored: Command) -> None:
    stored.paths.log.write_bytes(b"x" * 12_000_000)
    finding = found(stored, "log")
    assert (finding["state"], finding["words"]) == ("warning", f"{stored.paths.log}, 12.0 MB")
    found(stored, "log", "--clean")
    assert stored.paths.log.stat().st_size == 0


def test_who_holds_the_database_and_the_lock_is_said(stored: Command) -> None:
    with held(stored.paths.database, 0.0) as holder:
        writing = found(stored, "write lock")
        used = found(stored, "used by")["words"]
        seen = Path("/proc/locks").exists() and f" {holder} " in Path("/proc/locks").read_text()
    assert (writing["state"], writing["words"]) == ("warning", "another program is writing, and lets nobody else write")
    assert f"({holder})" in used if seen else used == "nobody has it open, as far as can be seen"
    lock = FileLock(stored.paths.lock)
    assert lock.try_acquire()
    assert "held: a refresh is under way" in stored.process("doctor").out
    lock.release()
    assert found(stored, "refresh lock")["words"] == "free"


@pytest.mark.parametrize(
    ("environment", "check", "state", "words"),
    [
        ({"https_proxy": "socks5://proxy.example:1"}, "proxy", "problem", "proxies of the kind socks5"),
        ({"https_proxy": "http://me:secret@proxy.example:3128"}, "proxy", "ok", "https: http://proxy.example:3128"),
        ({"SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": "/dev/null"}, "certificates", None, "authorit"),
        ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "characters", "warning", "every letter"),
    ],
)
def test_the_surroundings_are_told(
    stored: Command, environment: dict[str, str], check: str, state: str | None, words: str
) -> None:
    done = stored.process("doctor", "--json", **environment)  # type: ignore[arg-type]
    (finding,) = [one for one in done.json["checks"] if one["check"] == check]
    assert words in finding["words"]
    assert state in (None, finding["state"])
    assert "secret" not in done.out


def test_a_worker_that_cannot_start_is_a_problem(stored: Command) -> None:
    """As after the Python that Broadsheet was installed with has gone, while the reader runs."""
    code = "import sys; sys.executable = '/gone/python'; from reader.cli import main; sys.exit(main())"
    folders = ["--config-dir", str(stored.paths.config_dir), "--data-dir", str(stored.paths.data_dir)]
    done = subprocess.run([sys.executable, "-c", code, *folders, "doctor"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")
    assert "problem  worker: it does not start, so no feed can be read" in done.stdout


def test_an_empty_file_in_the_place_of_the_database_is_none(stored: Command) -> None:
    stored.paths.database.write_bytes(b"")
    assert found(stored, "database")["words"] == "not there yet; the first start makes it"

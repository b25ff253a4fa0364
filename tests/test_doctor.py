"""The findings of ``broadsheet doctor``, its advice, and its repairs."""

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

from reader.commands.doctor.pictures import check_headlines, check_pictures
from reader.config import Config
from reader.files import TEMPORARY_PREFIX, FileLock
from reader.paths import Paths
from reader.store.integrity import check_integrity
from reader.ui.graphics.protocol import TmuxClient
from tests.support.command import ROOT, Command
from tests.support.fuzzing import cases
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
    """The only finding of that check."""
    (finding,) = [one for one in broadsheet("doctor", "--json", *options).json["checks"] if one["check"] == check]
    return dict(finding)


@pytest.mark.processes
def test_an_intact_installation_has_no_problems(stored: Command) -> None:
    done = stored("doctor", "--json")
    assert (done.code, done.json["problems"]) == (0, 0)
    names = [one["check"] for one in done.json["checks"]]
    assert len(names) == len(set(names))
    assert set(names) >= {
        "Broadsheet", "Python", "libraries", "SQLite", "configuration folder", "data folder", "feeds.toml",
        "config.toml", "keys.toml", "themes", "clock", "database", "counts, references and search index", "open in", "feeds",
        "refresh lock", "leftovers", "log", "worker", "reading feeds",
        "reading pages", "certificates", "name servers", "proxy", "characters", "terminal", "pictures",
    }  # fmt: skip
    assert all(one["done"] is None for one in done.json["checks"])


def test_a_theme_that_is_not_there_is_a_mistake_in_the_settings(stored: Command) -> None:
    stored.paths.config.write_text('theme_dark = "papper"\n', encoding="utf-8")
    looked = stored("doctor")
    assert looked.code == 1
    assert (
        f"problem  config.toml: {stored.paths.config}: theme_dark: there is no theme papper; choose one of"
        in looked.out
    )


@pytest.mark.parametrize(
    ("statement", "check", "words"),
    [
        ("UPDATE counts SET unread = unread + 7", "counts", "the article counts of 1 feed are wrong"),
        ("DELETE FROM counts", "counts", "the article counts of 1 feed are wrong"),
        ("INSERT INTO entry_labels VALUES (999, 4)", "references", "1 orphaned row"),
        ("DELETE FROM search_docsize WHERE id = 3", "search index", "1 article cannot be found by search"),
        (
            "INSERT INTO search (rowid, title) VALUES (999, 'ghost')",
            "search index",
            "1 entry of the search index is wrong",
        ),
        ("INSERT INTO search_pending VALUES (5)", "search index", "1 entry of the search index is wrong"),
    ],
)
def test_an_inconsistency_is_reported_and_repaired_on_request(
    stored: Command, statement: str, check: str, words: str
) -> None:
    before = stored("list", "-n", "100", "--json").json
    change(stored, "PRAGMA foreign_keys = OFF", statement)
    looked = stored("doctor")
    assert looked.code == 1
    assert f"problem  {check}: {words}\n" in looked.out
    assert "→ `broadsheet doctor --repair` corrects it" in looked.out
    assert not check_integrity(stored.paths.database, now=int(time.time())).sound  # still: doctor alone changes nothing
    mended = stored("doctor", "--repair")
    assert mended.code == 0
    assert f"problem  {check}: {words}\n{'':8} ✓ corrected\n" in mended.out
    assert check_integrity(stored.paths.database, now=int(time.time())).sound
    assert stored("list", "-n", "100", "--json").json == before
    assert len(stored("list", "Title", "-n", "100", "--json").json) == 20


def test_articles_without_a_feed_keep_their_stars(stored: Command) -> None:
    assert stored("mark", "star", "4").code == 0
    change(stored, "PRAGMA foreign_keys = OFF", "DELETE FROM feeds")
    assert stored("doctor", "--repair").code == 0
    assert [entry["id"] for entry in stored("list", "--starred", "--json").json] == [4]
    assert check_integrity(stored.paths.database, now=int(time.time())).sound


def test_dates_in_the_future_are_reported_and_corrected(stored: Command) -> None:
    change(stored, "UPDATE entries SET first_seen = first_seen + 864000, sort = sort + 864000 WHERE id = 5")
    change(stored, "UPDATE feeds SET last_poll = 4000000000")
    assert found(stored, "dates")["words"] == "1 article arrived in the future: the clock has been set back since"
    assert "refreshed in the future" in found(stored, "last refresh")["words"]
    assert found(stored, "dates", "--repair")["done"] == "corrected"
    now = int(time.time())
    with closing(sqlite3.connect(stored.paths.database)) as raw:
        assert raw.execute("SELECT max(sort) <= ?, max(first_seen) <= ? FROM entries", (now, now)).fetchone() == (1, 1)


def test_copies_of_databases_are_deleted_only_with_clean(stored: Command) -> None:
    database = stored.paths.database
    copies = [database.with_name(f"{database.name}.{rest}") for rest in ("damaged-1", "damaged-1-wal", "before-2")]
    for copy in copies:
        copy.write_bytes(bytes(150_000))
    finding = found(stored, "damaged databases", "--repair")
    assert (finding["state"], finding["done"]) == ("ok", None)
    assert "2 files, 300 kB (" in finding["words"]
    assert all(copy.exists() for copy in copies)
    assert found(stored, "damaged databases", "--clean")["done"] == "deleted, 300 kB freed"
    assert not any(copy.exists() for copy in copies)
    assert database.exists()


def test_unfinished_files_are_deleted_once_they_are_old(stored: Command) -> None:
    database = stored.paths.database
    old, new = database.with_name(f"{database.name}.before-2.part"), stored.paths.config_dir / f"{TEMPORARY_PREFIX}abc"
    for file in (old, new):
        file.write_bytes(b"half")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    assert str(old) in found(stored, "unfinished files")["words"]
    assert found(stored, "unfinished files", "--repair")["done"]
    assert (old.exists(), new.exists()) == (False, True)


def test_a_large_log_is_emptied_with_clean(stored: Command) -> None:
    stored.paths.log.write_bytes(b"x" * 12_000_000)
    finding = found(stored, "log")
    assert (finding["state"], finding["words"]) == ("warning", f"{stored.paths.log}, 12 MB")
    found(stored, "log", "--clean")
    assert stored.paths.log.stat().st_size == 0


def test_programs_that_hold_the_database_or_the_lock_are_named(stored: Command) -> None:
    with held(stored.paths.database, 0.0) as holder:
        writing = found(stored, "write lock")
        used = found(stored, "open in")["words"]
        seen = Path("/proc/locks").exists() and f" {holder} " in Path("/proc/locks").read_text()
    assert (writing["state"], writing["words"]) == ("warning", "another program is writing and blocks all others")
    assert f"({holder})" in used if seen else used == "no other program, as far as can be seen"
    lock = FileLock(stored.paths.lock)
    assert lock.try_acquire()
    assert "held by a running refresh" in stored.process("doctor").out
    lock.release()
    assert found(stored, "refresh lock")["words"] == "free"


@pytest.mark.parametrize(
    ("environment", "check", "state", "words"),
    [
        ({"https_proxy": "socks4://proxy.example:1"}, "proxy", "problem", "socks4 proxies are not supported"),
        ({"https_proxy": "http://me:secret@proxy.example:3128"}, "proxy", "ok", "https: http://proxy.example:3128"),
        ({"SSL_CERT_FILE": "/dev/null", "SSL_CERT_DIR": "/dev/null"}, "certificates", None, "authorit"),
    ],
)
def test_the_environment_is_checked(
    stored: Command,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    check: str,
    state: str | None,
    words: str,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    done = stored("doctor", "--json")
    (finding,) = [one for one in done.json["checks"] if one["check"] == check]
    assert words in finding["words"]
    assert state in (None, finding["state"])
    assert "secret" not in done.out


def test_an_encoding_that_lacks_characters_is_a_warning(stored: Command) -> None:
    done = stored.process("doctor", "--json", LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    (finding,) = [one for one in done.json["checks"] if one["check"] == "characters"]
    assert finding["state"] == "warning"
    assert "lacks many characters" in finding["words"]


@pytest.mark.processes
def test_a_worker_that_cannot_start_is_a_problem(stored: Command) -> None:
    """As when the Python of the installation is removed while the reader runs."""
    code = "import sys; sys.executable = '/gone/python'; from reader.cli import main; sys.exit(main())"
    folders = ["--config-dir", str(stored.paths.config_dir), "--data-dir", str(stored.paths.data_dir)]
    done = subprocess.run([sys.executable, "-c", code, *folders, "doctor"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")
    assert "problem  worker: cannot start, so no feed can be read" in done.stdout


def test_an_empty_database_file_counts_as_missing(stored: Command) -> None:
    stored.paths.database.write_bytes(b"")
    assert found(stored, "database")["words"] == "not there yet, created on the first start"


@pytest.mark.parametrize(
    ("module", "check", "other"),
    cases(("nh3", "reading pages", "reading feeds"), ("feedparser", "reading feeds", "reading pages"), brief=1),
)
def test_a_missing_library_of_the_parsers_is_a_problem(
    stored: Command, tmp_path: Path, module: str, check: str, other: str
) -> None:
    (tmp_path / f"{module}.py").write_text(f"raise ModuleNotFoundError('No module named {module}')\n")
    done = stored.process("doctor", "--json", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert done.code == 1
    checks = {one["check"]: one for one in done.json["checks"]}
    assert (checks[check]["state"], checks[other]["state"], checks["worker"]["state"]) == ("problem", "ok", "ok")
    assert "install Broadsheet again" in checks[check]["advice"]


@pytest.mark.parametrize(
    ("config", "environment", "session", "client", "expected"),
    [
        (Config(pictures="off"), {}, "", None, ("ok", "off (pictures in config.toml)")),
        (Config(pictures_over_ssh=False), {"SSH_TTY": "/dev/pts/1"}, "", None, ("ok", "off (pictures_over_ssh in config.toml)")),
        (Config(pictures="sixel"), {}, "", None, ("ok", "sixels")), (Config(), {"TERM": "linux"}, "", None, ("ok", "half blocks")),
        (Config(), {}, "", None, ("ok", "chosen when the reader starts, by what the terminal answers")),
        (Config(), {}, '{"graphics": "kitty"}', None, ("ok", "kitty's protocol at the last start; chosen by what the terminal answers")),
        (Config(), {}, '{"graphics": 7', None, ("ok", "chosen when the reader starts, by what the terminal answers")),
        (Config(), {}, '{"graphics": ["x"]}', None, ("ok", "chosen when the reader starts, by what the terminal answers")),
        (Config(), {"TMUX": "x"}, "", TmuxClient(True, "kitty(0.36.4)"), ("ok", "kitty's protocol")),
        (Config(), {"TMUX": "x"}, "", TmuxClient(False, "kitty(0.36.4)"), ("warning", "half blocks, because tmux passes no pictures on")),
        (Config(), {"TMUX": "x"}, "", None, ("ok", "half blocks")),
    ],
)  # fmt: skip
def test_it_says_how_pictures_are_drawn_as_far_as_that_is_known_without_asking_the_terminal(
    config: Config,
    environment: dict[str, str],
    session: str,
    client: TmuxClient | None,
    expected: tuple[str, str],
    paths: Paths,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("TMUX", "STY", "SSH_TTY", "SSH_CLIENT", "SSH_CONNECTION", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in ({"TERM": "xterm-256color"} | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("reader.ui.graphics.tmux.tmux_client", lambda: client)
    paths.session.parent.mkdir(parents=True, exist_ok=True)
    if session:
        paths.session.write_text(session, encoding="utf-8")
    found = check_pictures(paths, config)
    assert (found.state, found.message) == expected


@pytest.mark.parametrize(
    ("config", "terminal", "session", "expected"),
    [
        (Config(large_headlines="off"), "xterm-256color", "", "normal size (large_headlines in config.toml)"),
        (Config(), "linux", '{"headlines": "large"}', "normal size in this terminal"),
        (Config(), "xterm-kitty", "", "chosen when the reader starts, by what the terminal answers"),
        (Config(), "xterm-kitty", '{"headlines": 7}', "chosen when the reader starts, by what the terminal answers"),
        (Config(), "xterm-kitty", '{"headlines": "large"}', "double size at the last start; chosen by what the terminal answers"),
        (Config(), "xterm-kitty", '{"headlines": "normal"}', "normal size at the last start; chosen by what the terminal answers"),
    ],
)  # fmt: skip
def test_it_says_whether_headlines_are_large(
    config: Config, terminal: str, session: str, expected: str, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMUX", "STY", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", terminal)
    paths.session.parent.mkdir(parents=True, exist_ok=True)
    if session:
        paths.session.write_text(session, encoding="utf-8")
    assert check_headlines(paths, config).message == expected

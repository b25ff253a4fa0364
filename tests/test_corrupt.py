"""A damaged database is reported as damaged, whichever part of it is, and never overwritten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.paths import Paths
from reader.store import check
from reader.store.integrity import check_integrity
from tests.support.command import Command
from tests.support.damage import NOISE, PAGE, root_of, spoil
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stocked
from tests.support.streams import open_list

URL = "https://one.example/feed"


@pytest.fixture
def stored(broadsheet: Command) -> Command:
    broadsheet.subscribe(URL)
    entries = [new_entry(number, html=f"<p>{f'word{number} ' * 300}</p>") for number in range(1, 101)]
    stocked(broadsheet.paths.database, {URL: entries}).close()
    return broadsheet


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: bytes(100) + data[100:],
        lambda data: data[:16] + b"\x00\x03" + data[18:],
        lambda data: data[: len(data) // 2],
        lambda data: data[:50],
        lambda data: NOISE[:PAGE] + data[PAGE:],
    ],
    ids=["header", "page size", "half", "a few bytes", "first page"],
)
def test_a_database_that_cannot_be_opened_is_set_aside_whole_and_told(stored: Command, damage) -> None:
    database = stored.paths.database
    damaged = damage(database.read_bytes())
    database.write_bytes(damaged)
    assert stored("doctor").code == 1
    assert database.read_bytes() == damaged
    done = stored("list")
    assert done.code in (0, 1)  # something, or nothing, could be saved
    assert "the database was damaged and moved to" in done.complaints[0]
    (aside,) = database.parent.glob("*.damaged-*")
    assert aside.read_bytes() == damaged
    assert check_integrity(database, now=NOW).sound


@pytest.mark.parametrize(
    ("table", "command"),
    [
        ("feeds", ["list"]), ("entries", ["list"]), ("entries_by_sort", ["list"]), ("content", ["show", "50"]),
        ("search_data", ["list", "word5"]), ("counts", ["feeds"]), ("session", ["list"]), ("entries", ["mark", "star", "5"]),
        ("feeds", ["refresh", "--force"]),
    ],
)  # fmt: skip
def test_a_damaged_page_is_said_when_it_is_met_and_nothing_is_written_over(
    stored: Command, table: str, command: list[str]
) -> None:
    database = stored.paths.database
    spoil(database, root_of(database, table))
    done = stored(*command)
    assert (done.code, done.out) == (2, "")
    assert done.complaints[-1] == f"{database} is damaged; `broadsheet doctor` says how to repair it"
    assert not list(database.parent.glob("*.damaged-*"))
    doctor = stored("doctor")
    assert doctor.code == 1
    assert "problem  database:" in doctor.out


@pytest.mark.parametrize("suffix", ["-wal", "-shm"])
def test_noise_in_the_log_costs_nothing(stored: Command, suffix: str) -> None:
    database = stored.paths.database
    database.with_name(database.name + suffix).write_bytes(NOISE)
    assert len(stored("list", "-n", "200", "--json").json) == 100
    assert stored("mark", "star", "5").code == 0
    assert check(database) == []


def test_a_log_that_is_cut_off_costs_only_what_was_not_whole_in_it(stored: Command, tmp_path: Path) -> None:
    database = stored.paths.database
    with closing(sqlite3.connect(database)) as raw:  # open, so that the log is not put away
        raw.execute("PRAGMA wal_autocheckpoint = 0")
        raw.execute("UPDATE entries SET starred = 1 WHERE id = 1")
        raw.commit()
        first = database.with_name(database.name + "-wal").stat().st_size
        raw.execute("UPDATE entries SET starred = 1 WHERE id = 2")
        raw.commit()
        log = database.with_name(database.name + "-wal").read_bytes()
        copy = Paths(stored.paths.config_dir, tmp_path / "copy")
        copy.data_dir.mkdir()
        copy.database.write_bytes(database.read_bytes())
    copy.database.with_name(copy.database.name + "-wal").write_bytes(log[: first + 100])
    with closing(sqlite3.connect(copy.database)) as raw:
        assert raw.execute("SELECT id FROM entries WHERE starred").fetchall() == [(1,)]
    assert check(copy.database) == []


async def test_on_the_screen_damage_is_said_and_the_rest_can_be_read(stored: Command, paths: Paths) -> None:
    spoil(paths.database, root_of(paths.database, "search_data"))
    async with reading(paths) as sight:
        await open_list(sight, "All")
        await sight.until(lambda screen: "Title 1" in screen.titles)
        await sight.press("slash", *"word5", "enter")
        await sight.shows("is damaged")

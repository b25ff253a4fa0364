"""Recovery keeps every readable part of a damaged database unchanged and loses only the unreadable parts."""

from __future__ import annotations

import random
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Change, Field
from reader.problems import Problem
from reader.store import check, open_store
from reader.store.integrity import check_integrity, repair
from reader.store.recovery import recover_database
from tests.support.command import Command
from tests.support.damage import NOISE, PAGE, root_of, spoil
from tests.support.fuzzing import THOROUGH
from tests.support.locks import held
from tests.support.stocking import NOW, new_entry, stocked

URLS = ("https://one.example/feed", "https://two.example/feed")
NUMBER = 900


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two feeds with five hundred entries, every tenth with a star."""
    path = tmp_path_factory.mktemp("sound") / "s.db"
    many = [new_entry(number, html=f"<p>{f'word{number} ' * 100}</p>", by="Ann") for number in range(1, NUMBER)]
    store = stocked(path, {URLS[0]: many, URLS[1]: [new_entry(NUMBER)]})
    change = Change(Field.LATER, True, (NUMBER,))
    store.journal.apply(change, store.journal.begin_session("reader", 1), NOW)
    store.state.apply(change.inverse())
    store.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE entries SET starred = 1, read = 1 WHERE id % 10 = 0")
        raw.commit()
    return path


def rows(path: Path) -> dict[int, tuple[object, ...]]:
    """What counts of each entry."""
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("SELECT id, feed_id, guid, url, title, sort, read, starred FROM entries").fetchall()
    return {row[0]: row[1:] for row in found}


def saved(path: Path) -> int:
    aside, number = recover_database(path, now=NOW)
    repair(path, now=NOW)
    assert aside.exists()
    assert check_integrity(path, now=NOW).sound
    assert not list(path.parent.glob("*.part*"))
    return number


@pytest.mark.parametrize(
    "table", ["feeds", "counts", "content", "search_data", "entries_by_sort", "session", "entry_authors", "authors"]
)
def test_a_broken_table_costs_no_entry_of_another(sound: Path, tmp_path: Path, table: str) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(sound.read_bytes())
    spoil(path, root_of(sound, table))
    assert saved(path) == NUMBER
    assert rows(path) == rows(sound)


@settings(max_examples=15 if THOROUGH else 5)
@given(st.randoms(use_true_random=False), st.integers(1, 8))
def test_what_is_saved_is_as_it_was(sound: Path, chance: random.Random, number: int) -> None:
    data = bytearray(sound.read_bytes())
    for page in chance.sample(range(1, len(data) // PAGE), number):  # never the first, which is the header's
        data[page * PAGE : (page + 1) * PAGE] = NOISE[:PAGE]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.db"
        path.write_bytes(data)
        number = saved(path)
        there = rows(path)
        assert len(there) == number
        assert there.items() <= rows(sound).items()


@pytest.mark.parametrize("part", [0.5, 0.9])
def test_of_a_database_that_lost_its_end_the_beginning_is_saved_when_it_is_opened(
    sound: Path, tmp_path: Path, part: float
) -> None:
    path = tmp_path / "s.db"
    data = sound.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    store = open_store(path, now=NOW)
    there = rows(path)
    assert there.items() <= rows(sound).items()
    assert len(there) > NUMBER * part / 2
    assert store.notice is not None
    assert (store.notice.code, store.notice["saved"]) == (Problem.STORE_REPLACED, len(there))
    session = store.journal.begin_session("reader", 2)
    assert store.journal.latest(session) is None  # ids of entries that are lost will be given again
    store.close()
    assert check_integrity(path, now=NOW).sound


def test_of_a_database_without_a_header_nothing_is_saved_and_a_new_one_begun(sound: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(bytes(100) + sound.read_bytes()[100:])
    store = open_store(path, now=NOW)
    assert store.notice
    assert store.notice["saved"] == 0
    store.close()
    assert check(path) == []


def test_the_doctor_saves_what_can_be_read_and_keeps_the_rest_aside(sound: Path, broadsheet: Command) -> None:
    broadsheet.subscribe(*URLS)
    database = broadsheet.paths.database
    database.parent.mkdir(parents=True)
    database.write_bytes(sound.read_bytes())
    damaged = spoil(database, root_of(sound, "entries_by_sort"))
    assert "`broadsheet doctor --repair` copies everything that can be read" in broadsheet("doctor").out
    assert database.read_bytes() == damaged
    mended = broadsheet("doctor", "--repair")
    assert mended.code == 0
    assert f"{NUMBER} articles recovered; the damaged database is kept as {database}.damaged-" in mended.out
    (aside,) = (file for file in database.parent.glob("*.damaged-*") if file.name.rpartition("-")[2].isdecimal())
    assert aside.read_bytes() == damaged
    assert rows(database) == rows(sound)
    assert len(broadsheet("list", "--starred", "-n", "100", "--json").json) == NUMBER // 10
    assert broadsheet("list", "word7").code == 0


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="only Linux tells who holds a lock")
def test_the_doctor_saves_nothing_while_another_program_has_the_database_open(sound: Path, broadsheet: Command) -> None:
    broadsheet.subscribe(*URLS)
    database = broadsheet.paths.database
    database.parent.mkdir(parents=True)
    database.write_bytes(sound.read_bytes())
    with held(database, 0.0):
        damaged = spoil(database, root_of(sound, "entries_by_sort"))
        done = broadsheet("doctor", "--repair")
        assert done.code == 1
        assert any("is open in" in line and "close that first" in line for line in done.complaints)
        assert database.read_bytes() == damaged

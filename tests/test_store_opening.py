"""Opening a database that is new, old, too new, damaged, locked or read-only."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import StoreBusy, StoreCorrupt, StoreReadOnly, StoreTooNew
from reader.model import Change, Field
from reader.problems import Problem, problem
from reader.query.selection import Selection
from reader.store import check, connection, migrations, open_reader, open_store
from reader.store.integrity import check_integrity
from tests.support.stocking import NOW, new_entry, stocked

URL = "https://one.example/feed"
RUBBISH = b"this is no database at all " * 100
MORE = "ALTER TABLE feeds ADD COLUMN colour TEXT;"


def at_once(code: str, *arguments: object, processes: int = 4) -> list[str]:
    """What processes print that run the same code at the same moment, each with the arguments in ``sys.argv``."""
    program = (
        "import sys; from pathlib import Path; from reader.store import connection, migrations, open_store\n"
        f"path = Path(sys.argv[1]); print('ready', flush=True); sys.stdin.readline()\n{code}"
    )
    words = [sys.executable, "-c", program, *map(str, arguments)]
    started = [
        subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(processes)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()
    for process in started:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    printed = [process.communicate(timeout=30)[0].strip() for process in started]
    assert [process.returncode for process in started] == [0] * processes
    return printed


def test_a_database_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="store-too-new"):
        open_store(path, now=NOW)
    assert path.read_bytes() == before


@pytest.mark.parametrize("rubbish", [b"this is no database at all " * 100, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_database_is_set_aside_and_told(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(rubbish)
    store = open_store(path, now=NOW)
    assert store.feeds.polls() == []
    (aside,) = tmp_path.glob("s.db.damaged-*")
    assert aside.read_bytes() == rubbish
    assert store.notice == problem(Problem.STORE_REPLACED, path=str(aside), saved=0)


def test_a_reader_of_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"no database " * 500)
    with pytest.raises(StoreCorrupt):
        check(path)


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreReadOnly, match="store-read-only"):
        open_store(tmp_path / "file" / "s.db", now=NOW)


def test_a_database_held_by_another_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = stocked(path, {URL: [new_entry(1)]})
    store._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="store-busy"), store.translated():
        store.state.apply(Change(Field.READ, True, (1,)))
    other.execute("ROLLBACK")
    other.close()
    assert store.state.apply(Change(Field.READ, True, (1,))).ids == (1,)


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    reader = open_reader(path)
    with pytest.raises(StoreReadOnly), reader.translated():
        reader.state.apply(Change(Field.READ, True, (1,)))


def test_an_old_database_is_copied_before_it_is_migrated(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    raw = connection.connect_writer(path)
    version = len(migrations.MIGRATIONS)
    more = (
        *migrations.MIGRATIONS,
        "ALTER TABLE feeds ADD COLUMN colour TEXT;\nUPDATE feeds SET colour = 'red; blue';\n",
    )
    migrations.migrate(raw, path, more)
    assert raw.execute("SELECT colour FROM feeds").fetchone() == ("red; blue",)
    assert raw.execute("PRAGMA user_version").fetchone() == (version + 1,)
    copy = sqlite3.connect(tmp_path / f"s.db.before-{version + 1}")
    assert copy.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    assert copy.execute("PRAGMA user_version").fetchone() == (version,)
    raw.close()
    copy.close()


def test_entries_of_an_older_database_are_found_under_other_spellings(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    raw = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(raw, path, migrations.MIGRATIONS[:7])
    raw.execute("INSERT INTO feeds (id, url) VALUES (1, 'https://one.example/feed')")
    raw.execute(
        "INSERT INTO entries (feed_id, guid, url, title, first_seen, sort, digest)"
        " VALUES (1, 'http://www.one.example/a/', 'http://www.one.example/%c3%a4?x', 'A', 1, 1, 'd')"
    )
    raw.close()
    store = open_store(path, now=NOW)
    assert [one.title for one in store.entries.known(1, ["https://one.example/a"], [])] == ["A"]
    assert [one.title for one in store.entries.known(1, [], ["https://ONE.example/ä/?x"])] == ["A"]
    assert store.entries.known(1, ["https://one.example/b"], ["https://one.example/a"]) == []
    store.close()


def test_tags_of_an_older_database_become_labels_even_if_one_belongs_to_no_entry(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    raw = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(raw, path, migrations.MIGRATIONS[:11])
    raw.execute("INSERT INTO feeds (id, url) VALUES (1, 'https://one.example/feed')")
    raw.execute("INSERT INTO entries (id, feed_id, title, first_seen, sort, digest) VALUES (1, 1, 'A', 1, 1, 'd')")
    raw.execute("INSERT INTO entry_tags VALUES (1, 'Space'), (1, 'flag-A'), (2, 'Space')")
    raw.close()
    store = open_store(path, now=NOW)
    assert store.labels.counts() == {"flag-capital-a": 1, "Space": 1}
    store.close()


def test_how_far_the_copy_is_gets_told_in_portions(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    raw = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(raw, path, migrations.MIGRATIONS[:-1])
    raw.execute("CREATE TABLE ballast (bytes BLOB)")
    raw.execute(f"INSERT INTO ballast VALUES (zeroblob({3 * 4096 * migrations._PORTION}))")
    shares: list[float] = []
    migrations.migrate(raw, path, on_copy=shares.append)
    raw.close()
    assert len(shares) == 4
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == 1
    open_store(path, now=NOW, on_copy=shares.append).close()
    assert len(shares) == 4  # a database of this version is not copied


def test_authors_of_earlier_versions_become_people_with_their_articles_in_order(tmp_path: Path) -> None:
    path = tmp_path / "broadsheet.db"
    raw = sqlite3.connect(path, isolation_level=None)
    before = migrations.MIGRATIONS.index(migrations._PEOPLE)
    migrations.migrate(raw, path, migrations.MIGRATIONS[:before])
    links = '["https://social.example/@ada"]'
    raw.execute("INSERT INTO feeds (id, url) VALUES (1, 'https://one.example/')")
    raw.executemany(
        "INSERT INTO authors (id, site, name_key, name, url, links) VALUES (?, ?, ?, ?, ?, ?)",
        [
            (3, "one.example", "ada brine", "Ada Brine", None, links),
            (4, "two.example", "a. brine", "A. Brine", "http://social.example/@ada/", "[]"),
            (5, "three.example", "ada brine", "Ada Brine", None, "damaged"),
        ],
    )
    for number in (1, 2, 3):
        raw.execute(
            "INSERT INTO entries (id, feed_id, title, first_seen, sort, digest) VALUES (?, 1, '', 9, ?, '')",
            (number, 10 - number),
        )
        raw.execute("INSERT INTO entry_authors VALUES (?, ?, 0)", (number, 3 + number % 2))
    raw.close()
    with closing(open_store(path, now=NOW)) as store:
        assert [person.id for person in map(store.people.get, (3, 4, 5)) if person] == [3, 3, 5]
        assert store.entries.page(Selection(author=4)) == [(9, 1), (8, 2), (7, 3)]
        store._connection.execute("UPDATE entries SET sort = 1 WHERE id = 2")
        assert store.entries.page(Selection(author=3)) == [(9, 1), (7, 3), (1, 2)]
    assert not check_integrity(path, now=NOW).confused


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    raw = connection.connect_writer(path)
    version = raw.execute("PRAGMA user_version").fetchone()
    bad = (*migrations.MIGRATIONS, "ALTER TABLE feeds ADD COLUMN colour TEXT;\nSELECT nonsense FROM nowhere;\n")
    with pytest.raises(sqlite3.OperationalError):
        migrations.migrate(raw, path, bad)
    assert raw.execute("PRAGMA user_version").fetchone() == version
    assert "colour" not in {row[1] for row in raw.execute("PRAGMA table_info(feeds)")}
    raw.close()
    assert check(path) == []


def test_starts_at_once_set_a_damaged_database_aside_once(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(RUBBISH)
    notices = at_once(f"print(open_store(path, now={NOW}).notice)", path)
    (aside,) = tmp_path.glob("s.db.damaged-*")
    assert aside.read_bytes() == RUBBISH
    assert sorted(notice == "None" for notice in notices) == [False, True, True, True]
    assert check(path) == []


def test_a_start_that_waited_while_another_mended_takes_the_new_database(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(RUBBISH)
    with ThreadPoolExecutor(1) as threads:
        with connection.mending(path):
            waiting = threads.submit(open_store, path, now=NOW)
            time.sleep(0.5)  # until it waits
            connection.rename_damaged(path, NOW)
            stocked(path, {URL: [new_entry(1)]}).close()
        store = waiting.result()
    assert store.notice is None
    assert store.entries.newest_id() == 1
    assert [aside.read_bytes() for aside in tmp_path.glob("s.db.damaged-*")] == [RUBBISH]


def test_a_damaged_database_never_takes_the_name_of_another_and_keeps_its_log(tmp_path: Path) -> None:
    taken = {f"s.db.damaged-{NOW}": b"first", f"s.db.damaged-{NOW}-2-wal": b"log of a second"}
    files = {"s.db": b"third", "s.db-wal": b"log of the third", "s.db-shm": b"its index"}
    for name, content in {**taken, **files}.items():
        (tmp_path / name).write_bytes(content)
    aside = connection.rename_damaged(tmp_path / "s.db", NOW)
    assert aside.name == f"s.db.damaged-{NOW}-3"
    moved = {name.replace("s.db", aside.name): content for name, content in files.items()}
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {**taken, **moved}


def test_a_damaged_database_that_cannot_be_set_aside_is_told_and_left(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(RUBBISH)
    (tmp_path / "s.db.mending").mkdir()
    with pytest.raises(StoreReadOnly, match=str(tmp_path)):
        open_store(path, now=NOW)
    assert path.read_bytes() == RUBBISH


def test_starts_at_once_migrate_once_and_keep_one_private_copy_of_the_old(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    version = len(migrations.MIGRATIONS)
    more = "(*migrations.MIGRATIONS, sys.argv[2])"
    code = (
        "import sqlite3; raw = sqlite3.connect(path, timeout=10, isolation_level=None)\n"
        f"migrations.migrate(raw, path, {more}); print(raw.execute('PRAGMA user_version').fetchone()[0])"
    )
    assert at_once(code, path, MORE) == [str(version + 1)] * 4
    (copy,) = tmp_path.glob("s.db.before-*")
    assert copy.stat().st_mode & 0o777 == 0o600
    raw = sqlite3.connect(copy)
    assert raw.execute("PRAGMA user_version").fetchone() == (version,)
    assert raw.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    raw.close()


def test_the_copy_before_a_migration_takes_nobodys_place_and_holds_what_is_in_the_log(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    version = len(migrations.MIGRATIONS)
    name = f"s.db.before-{version + 1}"
    (tmp_path / name).write_bytes(b"an older copy")
    (tmp_path / f"{name}.part").write_bytes(b"half of one, whose process was killed")
    store = stocked(path, {URL: [new_entry(1)]})  # stays open: its pages are in the log only
    migrations.migrate(store._connection, path, (*migrations.MIGRATIONS, MORE))
    store.close()
    assert (tmp_path / name).read_bytes() == b"an older copy"
    raw = sqlite3.connect(tmp_path / f"{name}-2")
    assert raw.execute("SELECT count(*) FROM entries").fetchone() == (1,)
    raw.close()
    assert not list(tmp_path.glob("*.part*"))


def test_a_copy_that_cannot_be_made_stops_the_migration(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = stocked(path, {URL: [new_entry(1)]})
    version = len(migrations.MIGRATIONS)
    (tmp_path / f"s.db.before-{version + 1}.part").mkdir()
    with pytest.raises(OSError, match=r"part"):
        migrations.migrate(store._connection, path, (*migrations.MIGRATIONS, MORE))
    assert store._connection.execute("PRAGMA user_version").fetchone() == (version,)
    assert not store._connection.in_transaction

"""Opening a database that is new, old, too new, damaged, locked or read-only."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reader.errors import StoreBusy, StoreCorrupt, StoreReadOnly, StoreTooNew
from reader.model import Change, Field
from reader.store import check, connection, migrations, open_reader, open_store
from tests.stocking import NOW, new_entry, stocked

URL = "https://one.example/feed"


def test_a_database_of_a_later_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    stocked(path, {URL: [new_entry(1)]}).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StoreTooNew, match="later version"):
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
    assert store.notice is not None
    assert str(aside) in store.notice


def test_a_reader_of_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"no database " * 500)
    with pytest.raises(StoreCorrupt):
        check(path)


def test_a_folder_that_cannot_be_made_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreReadOnly, match="--data-dir"):
        open_store(tmp_path / "file" / "s.db", now=NOW)


def test_a_database_held_by_another_program_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = stocked(path, {URL: [new_entry(1)]})
    store._connection.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy, match="another program"), store.translated():
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

"""With any value in any cell, commands report errors in words, and ``doctor`` finds and repairs impossible values."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from reader.arrival import NewEntry, ParsedEntry
from reader.model import Author, Change, Enclosure, Field, Page
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store.integrity import check_integrity, repair
from tests.support.command import Command
from tests.support.screen import reading
from tests.support.stocking import NOW, new_entry, stocked
from tests.support.streams import open_list

URL = "https://one.example/feed"
OTHER = "https://two.example/feed"
TEXTS = (
    "CAST(x'41ff42' AS TEXT)", "CAST(x'' AS TEXT)", "'nonsense'", "'{}'", "'[1, [2], {}, null]'", "'\"x\"'",
    """'{"problem": "http-status", "ttl": "x", "skip_hours": 3, "categories": [1], "enclosures": [[], 1], "image": 1}'""",
    """'{"url": 1, "authors": [1, {"name": 2}], "tags": {}, "lead": null, "\ud83d": "\\ud800"}'""".encode("utf-8", "replace").decode(),
    "'" + "[" * 2_000 + "'",
)  # fmt: skip
NUMBERS = ("0", "-1", "7", str(2**61), str(-(2**61)))
COMMANDS = (("list", "--json"), ("show", "1"), ("feeds", "--json"))
UNLIKELY = {
    "id", "feed_id", "entry_id", "author_id", "position", "url", "site", "name_key", "key", "content_key",
    "canonical_key", "text_key", "copies",
}  # fmt: skip


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sound") / "broadsheet.db"
    parsed = ParsedEntry(
        "guid", "https://one.example/1", "Title 1", (Author("Kim", links=("https://k.example/",)),), NOW - 9, NOW - 8,
        "<p>Lead.</p>", f"<p>{'Glacier. ' * 99}</p>", ("Radio",), (Enclosure("https://a.example/1.mp3", None, 5),),
        "https://a.example/1.jpg", "de", "https://a.example/1#c", "https://a.example/1/feed", 7,
    )  # fmt: skip
    page = Page("https://one.example/1", lead="Ice", authors=(Author("Kim", bio="Bio"),), content_html="<p>Moraine</p>")
    with closing(stocked(path, {URL: [NewEntry(parsed, "d", NOW - 9, words=99), new_entry(2)], OTHER: []})) as store:
        store.arrivals.write_page(1, page, None, now=NOW)
        store.arrivals.write_page(2, None, problem(Problem.NO_RESPONSE), now=NOW)
        store.state.apply(Change(Field.LABEL, True, (1,), "label"))
        store.state.apply(Change(Field.STARRED, True, (1,)))
        store.state.write_values([("retention", "1")])
        store._connection.execute("INSERT INTO memories VALUES (1, x'00')")
        store._connection.execute("UPDATE feeds SET rhythm = '{\"ttl\":60,\"skip_hours\":[1]}', status = 'failing'")
        store._connection.execute("""UPDATE feeds SET error = '{"problem":"http-status","arguments":{"status":500}}'""")
        while store.search.index_batch():
            pass
        store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert check_integrity(path, now=NOW).sound
    return path


def write_everywhere(path: Path, kind: str, value: str) -> set[str]:
    """Writes a value into every cell of a type; returns the columns, without keys, whose values nothing tells apart."""
    written = set()
    with closing(sqlite3.connect(path)) as raw:
        for table in ("feeds", "entries", "content", "pages", "authors", "labels", "memories", "session"):
            for _, column, declared, *_ in raw.execute(f"PRAGMA table_info({table})").fetchall():
                if declared == kind and column not in UNLIKELY:
                    raw.execute(f"UPDATE {table} SET {column} = {value}")
                    written.add(f"{table}.{column}")
        raw.commit()
    return written


@pytest.mark.parametrize(
    ("kind", "value"),
    [*(("TEXT", value) for value in TEXTS), *(("INTEGER", value) for value in NUMBERS),
     *(("BLOB", value) for value in ("x''", "x'00'", "x'28b52ffd'"))],
)  # fmt: skip
def test_commands_survive_any_value_and_repair_makes_it_sound(
    broadsheet: Command, sound: Path, kind: str, value: str
) -> None:
    broadsheet.subscribe(URL, OTHER)
    path = broadsheet.paths.database
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sound, path)
    written = write_everywhere(path, kind, value)
    for command in COMMANDS:
        done = broadsheet(*command)
        assert done.code in (0, 1, 2)
        assert "bug in" not in done.err
    named = {place for place, _number in check_integrity(path, now=NOW).unsound}
    if "x'41ff42'" in value or value == str(-(2**61)):
        assert written - named == set()
    repair(path, now=NOW)
    assert check_integrity(path, now=NOW).sound
    assert broadsheet("show", "1", "--json").code == 0


def test_a_text_that_is_not_utf_8_costs_one_letter(broadsheet: Command, sound: Path) -> None:
    broadsheet.subscribe(URL, OTHER)
    broadsheet.paths.database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sound, broadsheet.paths.database)
    with closing(sqlite3.connect(broadsheet.paths.database)) as raw:
        raw.execute("UPDATE entries SET title = CAST(x'43c3' || x'66e9' AS TEXT) WHERE id = 1")
        raw.commit()
    assert "C\ufffdf\ufffd" in broadsheet("list").out
    assert check_integrity(broadsheet.paths.database, now=NOW).unsound == (("entries.title", 1),)
    repair(broadsheet.paths.database, now=NOW)
    assert broadsheet("list", "moraine", "--json").json[0]["title"] == "C\ufffdf\ufffd"


@pytest.mark.parametrize(
    ("statement", "name", "recreatable"),
    [("DROP TABLE content", "content", False), ("DROP INDEX entries_by_feed", "entries_by_feed", True),
     ("DROP TRIGGER entries_read", "entries_read", True), ("DROP TABLE search", "search", True),
     ("DROP TABLE counts", "counts", True), ("ALTER TABLE feeds DROP COLUMN description", "feeds", False),
     ("ALTER TABLE feeds RENAME TO flocks", "feeds", False), ("DROP TABLE session", "session", True)],
)  # fmt: skip
def test_a_missing_part_is_named_and_made_again(
    broadsheet: Command, sound: Path, statement: str, name: str, recreatable: bool
) -> None:
    broadsheet.subscribe(URL, OTHER)
    path = broadsheet.paths.database
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sound, path)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(statement)
        raw.commit()
    for command in COMMANDS:
        done = broadsheet(*command)
        assert done.code in (0, 1, 2)
        assert "bug in" not in done.err
    found = check_integrity(path, now=NOW)
    assert name in found.missing
    assert found.recreatable is recreatable
    if recreatable:
        repair(path, now=NOW)
        assert check_integrity(path, now=NOW).sound
        assert "Title 1" in broadsheet("list", "glacier").out + broadsheet("list", "title").out


@pytest.mark.parametrize(("kind", "value"), [("INTEGER", str(2**61)), ("INTEGER", str(-(2**61))), ("TEXT", TEXTS[5])])
async def test_the_reader_shows_any_value(paths: Paths, sound: Path, kind: str, value: str) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{URL}"\n', encoding="utf-8")
    paths.database.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(sound, paths.database)
    write_everywhere(paths.database, kind, value)
    async with reading(paths, size=(120, 40)) as sight:
        await open_list(sight, "All")
        await sight.press("j", "k", "enter", "exclamation_mark", "escape", "h", "slash", *"title", "enter")
        await sight.shows("found")

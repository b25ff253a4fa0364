"""Later and labels in the reader: keys, dialogs, rows, lists in the tree, undo."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import Config
from reader.errors import InvalidValue
from reader.library import open_library
from reader.model import Change, Field
from reader.paths import Paths
from reader.query.label_name import MOST, label_name, label_names
from reader.query.parse_query import read_query
from reader.query.tree import Name, Named
from reader.query.write_query import part_text
from reader.store import migrations, open_store
from reader.store.recovery import copy_into
from reader.text import clean_line, fold
from reader.ui.widgets.tree_rows import FEW, LABELS, Tree, rows_of
from tests.support.fuzzing import examples
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock
from tests.support.streams import open_list, to_tree

A = "https://a.example/feed"


@pytest.fixture
def five(paths: Paths) -> Paths:
    """A feed with five unread articles."""
    stock(paths, f'[[feeds]]\nurl = "{A}"\ntitle = "Alpha"\n', {A: [new_entry(number) for number in range(1, 6)]})
    return paths


@settings(max_examples=examples(80))
@given(st.text(max_size=80))
def test_a_label_is_taken_as_typed_and_found_again_or_refused(typed: str) -> None:
    try:
        name = label_name(typed)
    except InvalidValue:
        return
    assert name == clean_line(name) == label_name(name)
    assert "," not in name
    assert len(name) <= MOST
    assert read_query(part_text(Named(Name.LABEL, name))).tree == Named(Name.LABEL, name)


def test_several_labels_are_separated_by_commas_and_each_is_taken_once() -> None:
    assert label_names(" Ice,to  quote ,, ICE") == ["Ice", "to quote"]
    assert label_names(" , ") == []


def test_labels_are_a_section_of_the_tree_which_folds_if_there_are_many_and_is_hidden_without_any() -> None:
    def rows(count: int, *, folded: bool | None = None) -> list[tuple[str, int, int]]:
        tree = Tree(labels={f"l{number}": number for number in range(count, 0, -1)}, labels_folded=folded)
        found = [row for row in rows_of(tree) if row.stream and row.stream.kind is LABELS.kind]
        return [(row.label, row.depth, row.count) for row in found]

    assert rows(0) == []
    assert rows(2) == [("Labels", 0, 0), ("l1", 1, 1), ("l2", 1, 2)]
    assert rows(FEW + 1) == rows(1, folded=True) == [("Labels", 0, 0)]
    assert len(rows(FEW + 1, folded=False)) == FEW + 2


def test_renaming_a_label_and_joining_two_is_one_step_that_is_undone_exactly(five: Paths) -> None:
    library = open_library(five, Config())
    try:
        for label, ids in (("Ice", (1, 2)), ("Snow", (2, 3))):
            library.changes.apply(Change(Field.LABEL, True, ids, label)).result()

        def on() -> dict[str, set[int]]:
            return library.articles.labels_on(range(1, 6))

        before, seen = on(), []
        for old, new in (("Ice", "Sea ice"), ("Sea ice", "sea ICE"), ("sea ICE", "Snow"), ("snow", "Water")):
            library.changes.apply_all(library.changes.would_rename(old, new).result()).result()
            seen.append(on())
        assert seen == [
            {"Sea ice": {1, 2}, "Snow": {2, 3}}, {"sea ICE": {1, 2}, "Snow": {2, 3}},
            {"Snow": {1, 2, 3}}, {"Water": {1, 2, 3}},
        ]  # fmt: skip
        library.changes.apply_all((library.changes.would_take_off("WATER").result(),)).result()
        assert (on(), library.feeds.labels()) == ({}, {})
        for state in (*reversed(seen), before):
            library.history.undo().result()
            assert on() == state
        for state in (*seen, {}):
            library.history.redo().result()
            assert on() == state
    finally:
        library.close()


async def test_l_keeps_an_article_for_later_and_hash_labels_it_and_u_takes_both_back(five: Paths) -> None:
    async with reading(five) as sight:
        await open_list(sight, "Alpha")
        await sight.shows("L later")
        await sight.press("L")
        await sight.until(lambda screen: "◇" in screen.row.text and ("Later", 1) in screen.counts)
        await sight.shows("L not later", "◇\u00a0for later")
        await sight.press("V")
        assert (sight.text().titles[0], "◇" in sight.text().row.text) == ("Title 1", True)
        await sight.press("V")
        await sight.press("number_sign", *"Ice, to quote")
        await sight.shows("“Ice” is a new label.  “to quote” is a new label.")
        await sight.press("enter")
        await sight.shows("Labelled 1 article “Ice”. Labelled 1 article “to quote”. Press u to undo.")
        await sight.until(lambda screen: screen.counts[-3:] == [("Labels", 0), ("Ice", 1), ("to quote", 1)])
        await sight.shows("◇\u00a0for later  #Ice  #to\u00a0quote")
        await sight.press("u")
        await sight.until(lambda screen: ("Labels", 0) not in screen.counts and "#Ice" not in screen.article)
        await sight.shows("Undid: 1 article labelled “Ice”, 1 article labelled “to quote”")
        await sight.press("u")
        await sight.until(lambda screen: "◇" not in screen.row.text and ("Later", 0) in screen.counts)
        await sight.shows("Undid: “Title 1” kept for later")
        await sight.press("U", "U")
        await sight.until(lambda screen: ("Later", 1) in screen.counts and ("Ice", 1) in screen.counts)
        await open_list(sight, "Later")
        assert sight.text().list_title == "Later"
        await sight.until(lambda screen: screen.titles == ["Title 1"])
        await sight.shows("1 article ")
        await sight.press("L")
        await sight.until(lambda screen: ("Later", 0) in screen.counts)
        assert sight.text().titles == ["Title 1"]  # until the list is cleaned up
        other = open_store(five.database, now=0)
        other.state.apply(Change(Field.LABEL, True, (1, 2), "From outside"))
        other.close()
        await sight.until(lambda screen: ("From outside", 2) in screen.counts and "#From" in screen.article, later=True)
        await sight.press("x")
        await sight.shows("Nothing kept for later", "Press L on an article to keep it here")


async def test_labels_of_several_articles_are_set_taken_off_renamed_and_deleted(five: Paths) -> None:
    library = open_library(five, Config())
    library.changes.apply(Change(Field.LABEL, True, (1, 4), "Ice")).result()
    library.close()
    async with reading(five) as sight:
        await open_list(sight, "Alpha")
        await sight.press("asterisk", "j", "number_sign")
        await sight.shows("Labels of 2 articles", "☐ Ice (1 of 2)")
        await sight.press(*"ice")
        await sight.shows("“Ice” is set.")
        await sight.press("enter")
        await sight.shows("Labelled 1 article “Ice”.")
        await sight.until(lambda screen: ("Ice", 3) in screen.counts)
        await to_tree(sight, "Ice")
        await sight.until(lambda screen: screen.titles == ["Title 1", "Title 2", "Title 4"])
        await sight.press("e", *"x" * (MOST + 1), "enter")
        await sight.shows(f"Label: a label can have at most {MOST} characters.")
        await sight.press(*["backspace"] * (MOST + 1), *"Snow", "enter")
        await sight.shows("Renamed the label “Ice” to “Snow”. Press u to undo.")
        await sight.until(lambda screen: screen.counts[-2:] == [("Labels", 0), ("Snow", 3)])
        assert sight.text().list_title == "Snow"
        await sight.press("D")
        await sight.shows("Take the label “Snow” off 3 articles? The articles stay. You can undo this.")
        await sight.press("enter")
        await sight.shows("Took “Snow” off 3 articles. Press u to undo.")
        await sight.until(lambda screen: ("Snow", 0) in screen.counts)  # as long as the cursor is on it
        await sight.press("u")
        await sight.shows("Undid: label “Snow” taken off 3 articles")
        await sight.press("u")
        await sight.until(lambda screen: screen.counts[-2:] == [("Labels", 0), ("Ice", 3)])
        assert sight.text().list_title == "Ice"
        await sight.press("tab", "number_sign", "down")
        await sight.shows("☑ Ice")
        await sight.press("enter")
        await sight.shows("Took “Ice” off 1 article.")
        await sight.until(lambda screen: ("Ice", 2) in screen.counts)


def test_the_database_of_an_earlier_version_keeps_its_labels(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    earlier = migrations.MIGRATIONS[: migrations.MIGRATIONS.index(migrations._LABELS)]
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        migrations.migrate(raw, path, earlier)
        raw.execute("INSERT INTO feeds (id, url) VALUES (1, 'u')")
        raw.executemany(
            "INSERT INTO entries (id, feed_id, title, first_seen, sort, digest) VALUES (?, 1, '', 0, 0, '')",
            [(1,), (2,)],
        )
        raw.executemany("INSERT INTO entry_tags VALUES (?, ?)", [(1, "Ice"), (1, "ice"), (2, "flag-A"), (2, "flag-a")])
    saved = open_store(tmp_path / "saved.db", now=0)
    copy_into(saved._connection, path)
    store = open_store(path, now=0)
    assert saved.labels.on([1, 2]) == store.labels.on([1, 2])
    assert {fold(label): ids for label, ids in store.labels.on([1, 2]).items()} == {
        "flag-a": [2], "flag-capital-a": [2], "ice": [1]
    }  # fmt: skip
    store.close()
    saved.close()

"""Any word of any script is found, in its own spelling and in its plainest."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.store import migrations, open_store
from reader.store.query_sql import divided
from reader.text import clean_line, fold, search_words
from reader.text.folding import _CLDR
from tests.support.queries import looking_for, tree_for
from tests.support.stocking import NOW, new_entry, stocked

SCRIPTS = (
    "今日地震情報東京都々〇ー", "のはがぎパバハひび", "지진이서울에서발생했다", "北京大学发布最新研究成果",
    "แผ่นดินไหวในกรุงเทพน้ำ", "ແຜ່ນດິນໄຫວຢູ່ລາວ", "ដីរញ្ជួយនៅភ្នំពេញ", "ငလျင်လှုပ်ခတ်", "ﾊﾟﾘｶﾞ", "ㄅㄆㄇ", "ꀀꀁ", "𠀀𠮷",
)  # fmt: skip
DENSE = st.sampled_from(SCRIPTS).flatmap(lambda letters: st.text(letters, min_size=2, max_size=8))
TITLES = st.lists(st.one_of(DENSE, st.sampled_from([" ", "、", "2026", "AI", "é", "。", "ß"])), max_size=5).map("".join)


@pytest.fixture(scope="module")
def index() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE words USING fts5(text, tokenize = 'ascii')")
    return connection


def finds(index: sqlite3.Connection, query: str, text: str) -> bool:
    index.execute("DELETE FROM words")
    index.execute("INSERT INTO words VALUES (?)", (search_words(text),))
    match, _ = divided(tree_for(query))
    assert match is not None, query
    return bool(index.execute("SELECT 1 FROM words WHERE words MATCH ?", (match.expression,)).fetchone())


@settings(deadline=None)
@given(before=TITLES, run=DENSE, after=TITLES, data=st.data())
def test_any_part_of_a_run_without_spaces_is_found(
    index: sqlite3.Connection, before: str, run: str, after: str, data: st.DataObject
) -> None:
    run = clean_line(run)
    title = clean_line(f"{before}、{run}、{after}")
    start = data.draw(st.integers(0, len(run) - 1))
    part = run[start : data.draw(st.integers(start + 1, len(run)))]
    if part[0] in "ﾞﾟ" or run[start + len(part) :].startswith(("ﾞ", "ﾟ")):
        return  # half of a letter
    assert finds(index, part, title)
    assert finds(index, f'"{part}"', title)
    assert not finds(index, f"{part}鱻", title)


@pytest.mark.parametrize(
    ("title", "found", "missed"),
    [
        ("今日の地震情報：東京都で震度五", "地震 東京 京都 震 震度五 情報：東京 地震*", "東都 五度 報京"),
        ("오늘 서울에서 지진이 발생했다", "지진 서울 에서 발생 오늘", "지지 울서"),
        ("北京大学发布最新研究成果", "北京 大学 京大 最新研究 果", "北大"),
        ("ข่าวแผ่นดินไหวในกรุงเทพ", "แผ่นดินไหว กรุงเทพ ่น", "ไหวกรุง"),
        ("パリで ｶﾞｽ と iPhone15を", "パリ ガス ｶﾞｽ iphone15を iphone*", "バリ カス"),
        ("東京AI技術、AIの村上", "東京AI AI技術 京AI技 村上 東京ai", "AI村上 京技術"),
        ("हिन्दी में ख़बरें", "हिन्दी हिन* खबरें", "हि"),
        ("𞤀𞤁𞤂𞤢 ꓐꓑ Ꭰꮟ", "𞤢𞤣𞤤𞤢 ꓐꓑ ꭰꮟ", "𞤢"),
        ("C++, AT&T: don’t 1️⃣ п’ять", "c++ at&t don't 1 п'ять пʼять", "dont"),
    ],
)
def test_words_of_a_title_are_found(index: sqlite3.Connection, title: str, found: str, missed: str) -> None:
    assert [query for query in found.split() if not finds(index, query, title)] == []
    assert [query for query in missed.split() if finds(index, query, title)] == []


def test_every_letter_of_the_latin_ascii_transform_is_found_by_both_spellings(index: sqlite3.Connection) -> None:
    spellings = [(word[0], word[1:]) for word in _CLDR.split()]
    spellings += [*zip("ÀĆệÿſﬁﬆＡｚⅧℎ", ["a", "c", "e", "y", "s", "fi", "st", "a", "z", "viii", "h"], strict=True)]
    words = [(f"x{letter}y", f"x{plain}y") for letter, plain in spellings]
    index.execute("DELETE FROM words")
    index.executemany("INSERT INTO words VALUES (?)", [(search_words(own),) for own, _ in words])
    for own, plain in words:
        for query in (own, own.upper(), plain, plain.upper()):
            if query.lower() != own and fold(query) != fold(own):
                assert len(query) != len(own), query  # a letter whose capital is spelled with several letters
                continue
            match, _ = divided(tree_for(query))
            assert match
            assert index.execute("SELECT 1 FROM words WHERE words MATCH ?", (match.expression,)).fetchone(), query


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Cœur", "coeur"), ("Łódź", "lodz"), ("Ærøskøbing", "aeroskobing"), ("Đà Nẵng", "da nang"),
     ("Straße", "strasse"), ("Þórður", "thordur"), ("IŞIK", "isik"), ("coŀlecció", "colleccio"), ("Qurʾān", "quran"),
     ("ΝΈΑ ΣΟΦΊΑΣ", "νεα σοφιας")],
)  # fmt: skip
def test_plain_spellings_find_letters_that_do_not_decompose(
    index: sqlite3.Connection, written: str, typed: str
) -> None:
    assert finds(index, typed, written)
    assert finds(index, written, typed)


def test_words_can_be_excluded_alone_and_beside_others(tmp_path: Path) -> None:
    entries = [new_entry(1, title="Night train"), new_entry(2, title="Night ferry"), new_entry(3, by="A. Night")]
    store = stocked(tmp_path / "broadsheet.db", {"https://a.example/feed": entries})
    with closing(store):

        def found(words: str | None = None, *, headline: str | None = None, byline: str | None = None) -> set[int]:
            selection = looking_for(words=words, headline=headline, byline=byline)
            keys = store.entries.page(selection)
            assert (
                set(keys)
                == set(store.entries.best(selection))
                == set(zip(*store.entries.all_keys(selection), strict=True))
            )
            assert store.entries.count(selection) == len(keys)
            assert store.entries.page(selection, older_than=keys[0])[: len(keys) - 1] == keys[1:]
            return {entry_id for _, entry_id in keys}

        assert found("night -train") == {2, 3}
        assert found("-train") == {2, 3}
        assert found('-"night train" -"night ferry"') == {3}
        assert found("night", headline="-ferry") == {1, 3}
        assert found(headline="-night") == {3}
        assert found("-ferry", byline="-night") == {1}


def test_an_older_index_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "broadsheet.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as old:
        old.execute("PRAGMA foreign_keys = ON")
        migrations.migrate(old, path, migrations.MIGRATIONS[:7])
        old.execute("INSERT INTO feeds (id, url) VALUES (1, 'https://a.example/feed')")
        old.execute(
            "INSERT INTO entries (id, feed_id, title, first_seen, sort, digest) VALUES (1, 1, 'Łódź 東京都', 1, 1, '')"
        )
        old.execute("INSERT INTO search (rowid, title) VALUES (1, 'łodz 東京都')")
        old.executemany(
            "INSERT INTO authors (id, site, name_key, name) VALUES (?, 'a.example', ?, ?)",
            [(1, "łukasz", "Łukasz"), (2, "lukasz", "Lukasz"), (3, "søren", "Søren")],
        )
    with closing(open_store(path, now=NOW)) as store:
        assert store.search.pending() == 1
        store.search.index_batch()
        assert store.entries.page(looking_for(words="lodz 京都")) == [(1, 1)]
        keys = store._connection.execute("SELECT name_key FROM authors ORDER BY id").fetchall()
        assert keys == [("łukasz",), ("lukasz",), ("soren",)]

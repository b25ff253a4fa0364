"""Editions are made once, from the arrivals since the last one, and kept for a month."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.config import Config
from reader.edition.values import Edition, Item, ReasonCode, Section, Size
from reader.library import EditionMade, LibraryEvent, open_library
from reader.library.edition_articles import shortened
from reader.library.editions import KEPT, LONGEST
from reader.model import Change, Field
from reader.paths import Paths
from reader.query.selection import Selection
from reader.store import open_store
from reader.store.feeds import Feeds
from reader.store.integrity import check_integrity, repair
from reader.store.recovery import recover_database
from tests.support.editions import FEEDS, arrive, opened, subscribe, url
from tests.support.stocking import NOW

DAY = 86_400
WAIT = 20  # seconds


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = Paths(tmp_path / "config", tmp_path / "data")
    subscribe(paths)
    return paths


def made(paths: Paths, now: int = NOW, *, late: bool = False) -> Edition | None:
    with opened(paths, now) as library:
        return library.editions.make(late=late).result(WAIT)


def ids(edition: Edition | None) -> list[int]:
    assert edition is not None
    return sorted(item.entry_id for item in edition.items)


def test_an_edition_is_made_once_a_day_and_does_not_change(paths: Paths) -> None:
    arrive(paths.database, "one", [1, 2])
    first = made(paths)
    assert first is not None
    assert (first.number, first.arrived, [one.title for one in first.sections]) == (1, 2, ["World"])
    arrive(paths.database, "three", [3])
    assert made(paths, NOW + 60) == first
    with opened(paths) as library:
        assert library.editions.latest().result(WAIT) == first
        assert library.editions.of(first.day).result(WAIT) == first
        assert library.editions.of(first.day, 2).result(WAIT) is None
        assert library.editions.all().result(WAIT) == [first]


def test_a_late_edition_has_only_the_articles_that_have_arrived_since(paths: Paths) -> None:
    arrive(paths.database, "one", [1, 2])
    first = made(paths)
    assert made(paths, NOW + 60, late=True) is None
    arrive(paths.database, "three", [3])
    late = made(paths, NOW + 120, late=True)
    assert late is not None
    assert (late.number, late.day, ids(late), late.arrived) == (2, first and first.day, [3], 1)
    with opened(paths) as library:
        assert [one.number for one in library.editions.all().result(WAIT)] == [2, 1]
        assert library.editions.of(late.day).result(WAIT) == late


def test_without_news_there_is_no_edition_and_the_next_one_makes_up_for_it(paths: Paths) -> None:
    assert made(paths) is None
    arrive(paths.database, "one", [1])
    assert ids(made(paths, NOW + 60)) == [1]
    assert made(paths, NOW + DAY) is None
    arrive(paths.database, "one", [2], now=NOW + DAY)
    assert ids(made(paths, NOW + DAY + 60)) == [2]


def test_the_first_edition_looks_back_a_day(paths: Paths) -> None:
    arrive(paths.database, "one", [1], now=NOW - 2 * DAY)
    arrive(paths.database, "two", [2], now=NOW - DAY // 2)
    assert ids(made(paths)) == [2]


def test_after_a_holiday_an_edition_looks_back_three_days(paths: Paths) -> None:
    arrive(paths.database, "one", [1])
    made(paths)
    back = NOW + 14 * DAY
    arrive(paths.database, "two", [2], now=back - LONGEST - DAY)
    arrive(paths.database, "three", [3], now=back - LONGEST + DAY)
    assert ids(made(paths, back)) == [3]


def test_old_articles_are_not_news(paths: Paths) -> None:
    arrive(paths.database, "one", [1], age=30 * DAY)
    arrive(paths.database, "two", [2])
    assert ids(made(paths)) == [2]


def test_read_articles_are_left_out_even_before_that_is_written(paths: Paths) -> None:
    arrive(paths.database, "one", [1, 2])
    with opened(paths) as library:
        library.changes.apply(Change(Field.READ, True, (1,)))
        assert ids(library.editions.make().result(WAIT)) == [2]


def test_hidden_feeds_and_the_welcome_feed_are_not_in_it(paths: Paths) -> None:
    toml = paths.feeds.read_text(encoding="utf-8").replace('title = "one"', 'title = "one"\nhidden = true')
    paths.feeds.write_text(toml + '\n[[feeds]]\nurl = "broadsheet:welcome"\n', encoding="utf-8")
    arrive(paths.database, "one", [1])
    arrive(paths.database, "two", [2])
    assert ids(made(paths)) == [2]


def tell(paths: Paths, sql: str) -> None:
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute(sql)


def test_a_story_that_was_opened_or_is_in_an_edition_of_the_day_does_not_come_back_that_day(paths: Paths) -> None:
    for number, name in enumerate(FEEDS, start=1):
        arrive(paths.database, name, [number])
    tell(paths, "UPDATE entries SET story = 1 WHERE id IN (1, 3)")
    tell(paths, "UPDATE entries SET story = 2 WHERE id IN (2, 4)")
    tell(paths, f"UPDATE entries SET opened = {NOW - 60} WHERE id = 2")
    (item,) = (made(paths) or Edition("", 0, 0, ())).items
    assert (item.entry_id, item.tellings) in ((1, (3,)), (3, (1,)))
    arrive(paths.database, "two", [5], now=NOW + 60)
    tell(paths, "UPDATE entries SET story = 1 WHERE id = 5")
    assert made(paths, NOW + 120, late=True) is None


def test_a_story_that_continues_the_next_day_counts_by_its_new_reports(paths: Paths) -> None:
    for number, name in enumerate(FEEDS, start=1):
        arrive(paths.database, name, [number])
    tell(paths, "UPDATE entries SET story = 1")
    assert len(ids(made(paths))) == 1
    arrive(paths.database, "one", [11], now=NOW + DAY)
    arrive(paths.database, "two", [12], now=NOW + DAY)
    tell(paths, "UPDATE entries SET story = 1")
    edition = made(paths, NOW + DAY + 60)
    assert edition is not None
    (item,) = edition.items
    assert (item.entry_id, {one.code: one.number for one in item.reasons}[ReasonCode.REPORTED]) == (5, 2)


def test_a_copy_of_an_article_that_was_in_an_edition_never_comes_back(paths: Paths) -> None:
    arrive(paths.database, "one", [1])
    made(paths)
    arrive(paths.database, "two", [2], now=NOW + 3 * DAY)
    tell(paths, "UPDATE entries SET copies = 1")
    assert made(paths, NOW + 3 * DAY) is None


def test_a_story_that_several_feeds_of_one_site_report_is_reported_once(paths: Paths) -> None:
    feeds = {"news.daily": "World", "culture.daily": "World", "other": "World", "third": ""}
    subscribe(paths, feeds)
    for number, name in enumerate(feeds, start=1):
        arrive(paths.database, name, [number])
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE feeds SET link = 'https://www.daily.example/' WHERE url LIKE '%.daily.example/%'")
        database.execute("UPDATE entries SET copies = 1 WHERE id IN (1, 2)")
        database.execute("UPDATE entries SET story = 1 WHERE id IN (1, 3)")
    edition = made(paths)
    assert edition is not None
    lead = edition.items[0]
    assert lead.entry_id in (1, 3)
    numbers = {one.code: one.number for one in lead.reasons}
    assert numbers[ReasonCode.REPORTED] == 2
    assert sum(ReasonCode.REPORTED in {one.code for one in item.reasons} for item in edition.items) == 1


def test_a_picture_in_the_text_makes_the_lead_story_and_a_counter_of_readers_does_not(paths: Paths) -> None:
    text = f"<p>{'Word. ' * 99}</p>"
    counter = '<img src="https://pixel.wp.com/b.gif?host=x" width="1" height="1">'
    arrive(paths.database, "one", [1], html=text + counter)
    arrive(paths.database, "two", [2], html=f'<p><img src="https://p.example/a.jpg" alt="A cliff"></p>{text}')
    arrive(paths.database, "four", [3], html=text)
    edition = made(paths)
    assert edition is not None
    assert (edition.items[0].entry_id, edition.items[0].size) == (2, Size.LEAD)
    with_picture = [item.entry_id for item in edition.items if ReasonCode.PICTURE in {one.code for one in item.reasons}]
    assert with_picture == [2]


def test_opened_articles_count_for_their_feed(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 21))
    arrive(paths.database, "two", [30])
    with opened(paths) as library:
        for entry_id in (1, 1, 2, 3, 4, 21):
            library.editions.note_opened(entry_id)
        library.changes.apply(Change(Field.READ, True, (1,))).result(WAIT)  # written after them
        library.feeds.load_shares().result(WAIT)
        assert not library.feeds.shares_outdated
        library.editions.note_opened(5)
        library.changes.apply(Change(Field.READ, True, (2,))).result(WAIT)
        assert library.feeds.shares_outdated
        library.feeds.load_shares().result(WAIT)
        assert library.feeds.by_stories(Selection()).shares == ((1, 5 / 20), (2, 1 / 10))
    with closing(open_store(paths.database, now=NOW)) as store:
        assert store.feeds.shares(NOW) == {1: 5 / 20, 2: 1 / 10}
        assert store.feeds.shares(NOW + 61 * DAY) == {}


def test_what_is_opened_is_counted_by_index_whatever_sqlite_knows_of_the_tables(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 40))
    with closing(sqlite3.connect(paths.database)) as connection:
        connection.execute("UPDATE entries SET opened = 1 WHERE id < 5")
        connection.execute("ANALYZE")
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        assert Feeds(connection).shares(NOW) == {1: 4 / 39}
        (sql,) = asked
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}"))
    assert "INDEX entries_opened" in plan
    assert "INDEX entries_by_feed (feed_id=? AND sort>?)" in plan


def test_marking_the_rest_read_spares_the_edition_and_can_be_undone(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 6))
    arrive(paths.database, "two", [6], age=30 * DAY)
    with opened(paths) as library:
        edition = library.editions.make().result(WAIT)
        assert edition is not None
        change = library.editions.would_mark_rest(edition).result(WAIT)
        assert sorted((*change.ids, *ids(edition))) == [1, 2, 3, 4, 5]
        library.changes.apply(change)
        assert library.editions.would_mark_rest(edition).result(WAIT).ids == ()
        library.history.undo().result(WAIT)
        assert library.editions.would_mark_rest(edition).result(WAIT) == change


def test_marking_the_rest_read_spares_copies_of_articles_in_the_edition(paths: Paths) -> None:
    for number, name in enumerate(FEEDS, start=1):
        arrive(paths.database, name, [number])
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE entries SET copies = 1 WHERE id IN (1, 2, 3)")
    with opened(paths) as library:
        edition = library.editions.make().result(WAIT)
        assert edition is not None
        assert (len(edition.items), edition.arrived) == (2, 2)
        assert library.editions.would_mark_rest(edition).result(WAIT).ids == ()


def test_copies_among_the_rest_count_once(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 6))
    arrive(paths.database, "two", range(6, 11))
    edition = made(paths)
    assert edition is not None
    first, *_, last = sorted({*range(1, 11)} - {*ids(edition)})
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE entries SET copies = ?1 WHERE id IN (?1, ?2)", (first, last))
    with opened(paths) as library:
        change = library.editions.would_mark_rest(edition).result(WAIT)
        assert (len(change.ids), change.count) == (6, 5)


def test_editions_are_kept_for_a_month(paths: Paths) -> None:
    for day in range(0, 40, 4):
        arrive(paths.database, "one", [day + 1], now=NOW + day * DAY)
        assert made(paths, NOW + day * DAY)
    with opened(paths) as library:
        left = library.editions.all().result(WAIT)
    assert [one.made for one in left] == [NOW + day * DAY for day in range(36, 5, -4)]
    assert left[-1].made >= NOW + 36 * DAY - KEPT


def test_the_articles_of_an_edition_keep_their_texts(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 6))
    edition = made(paths)
    with closing(open_store(paths.database, now=NOW)) as store:
        store.state.apply(Change(Field.READ, True, (1, 2, 3, 4, 5)))
        store.retention.drop_batch(1, before=NOW + DAY)
        with_text = [
            entry_id for entry_id in range(1, 6) if (entry := store.entries.entry(entry_id)) and entry.content_html
        ]
        assert with_text == ids(edition)


def test_the_articles_of_an_edition_stay_when_their_feed_is_unsubscribed(paths: Paths) -> None:
    arrive(paths.database, "one", [1])
    edition = made(paths)
    subscribe(paths, {"two": ""})
    with opened(paths) as library:
        assert library.editions.latest().result(WAIT) == edition
        assert edition is not None
        (article,) = library.editions.articles(edition).result(WAIT).values()
        assert (article.feed_title, article.text) == ("Feed 1", ("Text of number 1.",))


def test_an_edition_follows_when_two_feeds_become_one(paths: Paths) -> None:
    arrive(paths.database, "one", [1])
    arrive(paths.database, "two", [1])
    arrive(paths.database, "three", [7])
    edition = made(paths)
    assert 1 in ids(edition)
    with closing(open_store(paths.database, now=NOW)) as store:
        store.moving.move(url("one"), url("two"), [(1, 2)])
        while store.moving.bury_batch():
            pass
        latest = store.editions.latest()
    assert set(ids(latest)) == {2, 3}
    assert check_integrity(paths.database, now=NOW).sound


def test_the_text_of_an_article_ends_with_a_paragraph(paths: Paths) -> None:
    arrive(
        paths.database, "one", [1], html="".join(f"<p>Paragraph {number}. {'Word. ' * 99}</p>" for number in range(20))
    )
    with opened(paths) as library:
        edition = library.editions.make().result(WAIT)
        assert edition is not None
        (article,) = library.editions.articles(edition).result(WAIT).values()
    assert [text[:12] for text in article.text] == ["Paragraph 0.", "Paragraph 1.", "Paragraph 2."]


def test_a_new_edition_is_announced_once(paths: Paths) -> None:
    arrive(paths.database, "one", [1])
    events: list[LibraryEvent] = []
    with opened(paths) as library:
        library.listen(events.append)
        edition = library.editions.make().result(WAIT)
        library.editions.make().result(WAIT)
    assert events == [EditionMade(edition)] if edition else False


def test_two_programs_that_make_an_edition_at_once_show_the_same(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 30))
    arrive(paths.database, "three", range(30, 50))
    barrier, found = threading.Barrier(4), []

    def make() -> None:
        with opened(paths) as library:
            barrier.wait(WAIT)
            found.append(library.editions.make(late=True).result(WAIT))

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4
    with opened(paths) as library:
        stored = library.editions.all().result(WAIT)
    assert {one for one in found if one} <= set(stored)
    assert [one.number for one in stored] == [*range(len(stored), 0, -1)]
    entries = [item.entry_id for one in stored for item in one.items]
    assert len(entries) == len(set(entries))


@pytest.mark.parametrize(
    "contents",
    [
        "",
        "[]",
        "{",
        '{"sections": 5}',
        '{"sections": [{"items": 7}, 3]}',
        '{"sections": [{"title": 5, "items": [null]}]}',
        "[" * 9_999,
    ],
)
def test_an_edition_whose_description_is_damaged_still_has_its_articles(paths: Paths, contents: str) -> None:
    arrive(paths.database, "one", [1, 2])
    edition = made(paths)
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE editions SET contents = ?", (contents,))
    with opened(paths) as library:
        latest = library.editions.latest().result(WAIT)
        assert ids(latest) == ids(edition)
        assert latest is not None
        assert all(isinstance(item.size, Size) for item in latest.items)


def test_a_clock_that_was_set_back_still_makes_editions_of_new_articles(paths: Paths) -> None:
    arrive(paths.database, "one", [1], now=NOW + 400 * DAY)
    ahead = made(paths, NOW + 400 * DAY)
    assert ahead is not None
    assert made(paths) is None
    arrive(paths.database, "two", [2])
    now = made(paths, NOW + 60)
    assert now is not None
    assert (ids(now), now.number, now.day < ahead.day) == ([2], 1, True)
    with opened(paths) as library:
        assert library.editions.latest().result(WAIT) == now


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_a_day_ends_at_midnight_where_the_user_is_also_when_the_clocks_change(paths: Paths) -> None:
    midnight = 1_792_969_200  # 26 October 2026, 00:00 in Berlin; the day before had 25 hours
    arrive(paths.database, "one", [1], now=midnight - 25 * 3600)
    first = made(paths, midnight - 25 * 3600)
    arrive(paths.database, "one", [2], now=midnight - 60)
    assert made(paths, midnight - 60) == first
    second = made(paths, midnight)
    assert first is not None
    assert second is not None
    assert (first.day, second.day) == ("2026-10-25", "2026-10-26")
    assert (ids(first), ids(second)) == ([1], [2])


def test_an_article_that_was_removed_while_an_edition_was_made_is_not_in_it(paths: Paths) -> None:
    arrive(paths.database, "one", [1, 2])
    with closing(open_store(paths.database, now=NOW)) as store:
        items = tuple(Item(entry_id, Size.BRIEF) for entry_id in (1, 99, 2))
        stored = store.editions.add(Edition("2026-05-28", 0, NOW, (Section("World", items),)), None)
        assert [item.entry_id for item in stored.items] == [1, 2]


def test_after_a_recovery_that_lost_articles_the_next_edition_misses_none(paths: Paths) -> None:
    arrive(paths.database, "one", range(1, 40))
    made(paths)
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("DELETE FROM entries WHERE id > 20")
    recover_database(paths.database, now=NOW)
    repair(paths.database, now=NOW)
    arrive(paths.database, "two", [50], now=NOW + 60)
    assert ids(made(paths, NOW + 120, late=True)) == [21]


@pytest.mark.parametrize(
    ("length", "shown"),
    [(0, []), (5, ["A …"]), (30, ["A paragraph of thirty letters."]), (60, ["A paragraph of thirty letters."]),
     (90, ["A paragraph of thirty letters.", "word " * 11 + "word …"])],
)  # fmt: skip
def test_a_text_is_cut_after_a_word_and_leaves_out_more_than_a_few_words(
    paths: Paths, length: int, shown: list[str]
) -> None:
    arrive(paths.database, "one", [1], html=f"<p>A paragraph of thirty letters.</p><p>{'word ' * 200}</p>")
    with opened(paths) as library:
        edition = library.editions.make().result(WAIT)
        assert edition is not None
        (article,) = library.editions.articles(edition).result(WAIT).values()
    assert shortened(article, length) == shown


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("arrive"), st.sampled_from(sorted(FEEDS)), st.integers(1, 6)),
        st.tuples(st.just("read"), st.integers(1, 40), st.integers(1, 3)),
        st.tuples(st.just("make"), st.booleans(), st.just(0)),
        st.tuples(st.just("wait"), st.integers(-2 * DAY, 2 * DAY), st.just(0)),
    ),
    max_size=12,
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_no_article_is_in_two_editions_or_was_read_before_whatever_the_clock_does(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, Any, int]]
) -> None:
    root = tmp_path_factory.mktemp("acts")
    paths = Paths(root / "config", root / "data")
    subscribe(paths)
    now, number, read, seen = NOW, 0, set[int](), set[int]()
    with closing(open_library(paths, Config(), clock=lambda: now)) as library:
        for act, first, second in acts:
            if act == "wait":
                now += first
            elif act == "arrive":
                arrive(paths.database, first, range(number, number + second), now=now)
                number += second
            elif act == "read":
                change = Change(Field.READ, True, tuple(range(first, first + second)))
                read |= set(library.changes.apply(change).result(WAIT).ids)
            else:
                before = library.editions.latest().result(WAIT)
                found = library.editions.make(late=first).result(WAIT)
                if found and found != before:
                    new = {item.entry_id for item in found.items}
                    assert new
                    assert not new & (read | seen)
                    seen |= new
                assert library.editions.latest().result(WAIT) in (found, before)

"""What an entry said before an edit is kept, bounded, and goes where the entry's texts go."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.model import Change, Field, Page, Version
from reader.query.match_entry import match
from reader.query.selection import Selection
from reader.query.tree import Is, Not, State
from reader.refresh.entries.matching import find_duplicates
from reader.store import Store
from reader.store.integrity import check_integrity, repair
from reader.store.versions import LONGEST, MOST, MOST_BYTES
from reader.text.edit_history import edit_history
from reader.text.real_change import same_words
from tests.support.fuzzing import examples
from tests.support.stocking import NOW, new_entry, stocked, update

URL, OTHER = "https://a.example/feed", "https://b.example/feed"
ARTICLE = ParsedEntry("1", "https://paper.example/1", "A train derails", content_html="<p>At least 12 people died.</p>")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(stocked(tmp_path / "broadsheet.db", {URL: [NewEntry(ARTICLE, "d", NOW, words=5)]})) as store:
        store.state.apply(Change(Field.READ, True, (1,)))
        yield store


def edit(store: Store, html: str, *, title: str = ARTICLE.title, at: int = NOW, updated: int | None = None) -> None:
    """The feed now says this of the entry."""
    parsed = replace(ARTICLE, title=title, content_html=html, updated=updated)
    changed = ChangedEntry(1, parsed, f"{title} {html}"[:90], words=5, unread=True)
    store.arrivals.apply([FeedUpdate(store.feeds.polls()[0], changed=(changed,))], now=at)


def page(html: str, **more: object) -> Page:
    return Page("https://paper.example/1", content_html=html, **more)  # type: ignore[arg-type]


def edited(store: Store) -> int | None:
    entry = store.entries.entry(1)
    assert entry
    return entry.edited


def is_read(store: Store) -> bool:
    entry = store.entries.entry(1)
    assert entry
    return entry.read


def texts(store: Store, entry_id: int = 1) -> list[str | None]:
    return [version.text for version in store.versions.of(entry_id)]


def html(text: str) -> str:
    return f"<p>{text}</p>"


def test_text_and_headline_are_kept_as_they_were(store: Store) -> None:
    assert edited(store) is None
    edit(store, html("At least 13 people died."), title="Train derails near Basel", at=NOW + 60)
    edit(store, html("At least 14 people died."), title="Train derails near Basel", at=NOW + 120)
    assert store.versions.of(1) == (
        Version("A train derails", "At least 12 people died.", NOW + 60),
        Version("Train derails near Basel", "At least 13 people died.", NOW + 120),
    )
    assert edited(store) == NOW + 120
    assert not is_read(store)
    for tree, count in ((Is(State.EDITED), 1), (Not(Is(State.EDITED)), 0)):
        assert store.entries.count(Selection().narrowed(tree)) == count
        entry = store.entries.entry(1)
        assert entry
        assert match(tree, entry) == bool(count)


def test_the_publishers_date_is_the_time_of_an_edit_unless_it_is_future_or_unchanged(store: Store) -> None:
    edit(store, html("13 died."), at=NOW + 600, updated=NOW + 300)
    assert edited(store) == NOW + 300
    edit(store, html("14 died."), at=NOW + 900, updated=NOW + 300)
    assert edited(store) == NOW + 900
    edit(store, html("15 died."), at=NOW + 960, updated=NOW + 99_999)
    assert edited(store) == NOW + 960
    edit(store, html("16 died."), at=NOW + 999, updated=NOW - 99_999)  # a later edit is never the older one
    assert [version.until - NOW for version in store.versions.of(1)] == [300, 900, 960, 960]


def test_a_counter_that_changes_with_each_poll_keeps_no_versions_and_makes_nothing_unread(store: Store) -> None:
    edit(store, html("Es geschah.") + html("0 Kommentare"), at=NOW + 1)
    store.state.apply(Change(Field.READ, True, (1,)))
    for number in range(200):
        text = f'<p id="p{number}">Es geschah.</p><p>{number} Kommentare · {number * 7} Aufrufe</p>'
        edit(store, f"{text}<p>Stand: {number % 24}:14 Uhr</p><p>vor {number} Minuten</p>", at=NOW + number)
    assert texts(store) == ["At least 12 people died."]
    assert edited(store) == NOW + 1
    assert is_read(store)


def test_a_test_of_two_headlines_keeps_both_once(store: Store) -> None:
    text = ARTICLE.content_html
    for number in range(100):
        edit(store, text, title="Panic as train derails" if number % 2 == 0 else ARTICLE.title, at=NOW + number)
        if number == 3:
            store.state.apply(Change(Field.READ, True, (1,)))
    assert [version.title for version in store.versions.of(1)] == [ARTICLE.title, "Panic as train derails"]
    assert edited(store) == NOW + 1
    assert is_read(store)
    edit(store, html("At least 13 people died."), at=NOW + 500)
    assert [version.title for version in store.versions.of(1)] == ["Panic as train derails", ARTICLE.title]
    assert edited(store) == NOW + 500


def test_a_live_report_keeps_its_first_and_its_newest_versions(store: Store) -> None:
    for number in range(60):
        edit(store, html(f"Report number {number} of the day."), at=NOW + number)
    kept = texts(store)
    assert len(kept) == MOST
    assert kept[:2] == ["At least 12 people died.", f"Report number {60 - MOST} of the day."]
    assert kept[-1] == "Report number 58 of the day."


def test_the_versions_of_one_entry_take_limited_room(store: Store, tmp_path: Path) -> None:
    dice = random.Random(3)
    for number in range(8):
        noise = dice.randbytes(150_000).hex()
        edit(store, html(f"{number} {noise}"), at=NOW + number)
    with closing(sqlite3.connect(tmp_path / "broadsheet.db")) as connection:
        total, count = connection.execute("SELECT sum(length(text)), count(*) FROM versions").fetchone()
    assert 0 < total <= MOST_BYTES
    assert count >= 2
    assert texts(store)[0] == "At least 12 people died."


def test_a_hostile_text_keeps_its_headline_and_its_date_only(store: Store) -> None:
    dice = random.Random(4)
    edit(store, html(dice.randbytes(2_500_000).hex()), at=NOW + 1)
    edit(store, html("Short again."), title="Another", at=NOW + 2)
    assert [(one.title, one.text, one.until) for one in store.versions.of(1)] == [
        (ARTICLE.title, "At least 12 people died.", NOW + 1),
        (ARTICLE.title, None, NOW + 2),
    ]
    assert LONGEST < MOST_BYTES


def test_a_text_that_vanishes_is_kept_and_is_not_an_edit_once_it_is_back(store: Store) -> None:
    edit(store, "", at=NOW + 1)
    assert texts(store) == ["At least 12 people died."]
    assert edited(store) == NOW + 1
    edit(store, ARTICLE.content_html, at=NOW + 2)
    assert (texts(store), edited(store)) == ([], None)
    edit(store, "", at=NOW + 3)
    edit(store, html("Something else."), at=NOW + 4)
    assert texts(store) == ["At least 12 people died."]


def test_an_entry_without_text_keeps_its_headlines(tmp_path: Path) -> None:
    bare = replace(ARTICLE, content_html="")
    with closing(stocked(tmp_path / "s.db", {URL: [NewEntry(bare, "d", NOW, words=0)]})) as store:
        edit(store, "", title="Another headline", at=NOW + 1)
        assert store.versions.of(1) == (Version(ARTICLE.title, "", NOW + 1),)
        edit(store, html("A text arrives."), title="Another headline", at=NOW + 2)
        assert len(store.versions.of(1)) == 1


def test_a_page_that_has_changed_when_it_is_fetched_again_is_an_edit(store: Store) -> None:
    store.arrivals.write_page(1, page(html("At least 12 people died, police said.")), None, now=NOW + 1)
    assert edited(store) is None  # the first page replaces what the feed says
    store.arrivals.write_page(1, page('<p id="x">At least 12 people died, police said.</p>'), None, now=NOW + 2)
    store.arrivals.write_page(1, page(""), None, now=NOW + 3)
    store.arrivals.write_page(1, page(html("At least 12 people died, police said.")), None, now=NOW + 4)
    assert edited(store) is None
    store.arrivals.write_page(1, page(html("At least 13 people died, police said.")), None, now=NOW + 5)
    assert store.versions.of(1) == (
        Version(ARTICLE.title, "At least 12 people died, police said.", NOW + 5, of_page=True),
    )


def test_a_page_fetched_after_an_edit_of_the_feed_was_edited_then(store: Store) -> None:
    store.arrivals.write_page(1, page(html("12 people died there.")), None, now=NOW + 1)
    edit(store, html("At least 13 people died."), at=NOW + 100)
    store.arrivals.write_page(1, page(html("13 people died there.")), None, now=NOW + 999)
    assert [(one.until, one.of_page) for one in store.versions.of(1)] == [(NOW + 100, False), (NOW + 100, True)]


def test_versions_are_dropped_with_the_texts_of_the_entry(store: Store, tmp_path: Path) -> None:
    edit(store, html("At least 13 people died."), at=NOW + 1)
    store.state.apply(Change(Field.READ, True, (1,)))
    store.retention.drop_batch(1, before=NOW + 10)
    assert store.versions.of(1) == ()
    edit(store, html("At least 14 people died."), at=NOW + 11)  # unknown whether that is another text
    assert store.versions.of(1) == ()
    assert is_read(store)
    edit(store, html("At least 14 people died."), title="Another", at=NOW + 12)
    assert [one.title for one in store.versions.of(1)] == [ARTICLE.title]
    assert check_integrity(tmp_path / "broadsheet.db", now=NOW).sound


def test_two_feeds_that_become_one_keep_the_versions_of_an_article_in_both(tmp_path: Path) -> None:
    first, second = new_entry(1), new_entry(2)
    with closing(stocked(tmp_path / "s.db", {URL: [first, second], OTHER: [first, second]})) as store:
        old = {entry.url: entry.id for entry in map(store.entries.entry, (1, 2, 3, 4)) if entry and entry.feed_id == 1}
        for entry_id, one in zip(sorted(old.values()), (first, second), strict=True):
            parsed = replace(one.parsed, content_html="<p>Edited.</p>")
            changed = ChangedEntry(entry_id, parsed, "e", 1)
            store.arrivals.apply([FeedUpdate(store.feeds.polls()[0], changed=(changed,))], now=NOW + 5)
        store.moving.move(URL, OTHER, find_duplicates(store.moving.history(URL), store.moving.history(OTHER)))
        while store.moving.bury_batch():
            pass
        left = [entry_id for entry_id in (1, 2, 3, 4) if texts(store, entry_id)]
        assert len(left) == 2
        assert not set(left) & set(old.values())


def test_a_feed_that_has_new_entries_beside_edits_stores_both(store: Store) -> None:
    poll = store.feeds.polls()[0]
    changed = ChangedEntry(1, replace(ARTICLE, content_html="<p>Edited.</p>"), "e", 1)
    store.arrivals.apply([replace(update(poll, [new_entry(2)]), changed=(changed,))], now=NOW + 5)
    assert texts(store) == ["At least 12 people died."]
    assert texts(store, 2) == []


def test_a_damaged_version_is_found_and_does_not_block_edits(store: Store, tmp_path: Path) -> None:
    edit(store, html("At least 13 people died."), at=NOW + 1)
    with closing(sqlite3.connect(tmp_path / "broadsheet.db")) as connection:
        connection.execute("UPDATE versions SET text = x'0102', replaced = -5")
        connection.commit()
    edit(store, html("At least 14 people died."), at=NOW + 2)
    path = tmp_path / "broadsheet.db"
    assert dict(check_integrity(path, now=NOW).unsound) == {"versions.text": 1, "versions.replaced": 1}
    repair(path, now=NOW)
    assert check_integrity(path, now=NOW).sound
    assert texts(store) == [None, "At least 13 people died."]


TEXTS = st.sampled_from(
    ["", "One died.", "Two died.", "Three died.", "„Two“ died.", "Two died.\n7 views", "Two died.\n8 views"]
)
TITLES = st.sampled_from(["A train derails", "Panic", "„Panic“"])


@settings(deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TITLES, TEXTS), max_size=25))
def test_each_published_version_is_kept_once_in_any_order(
    tmp_path_factory: pytest.TempPathFactory, published: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("law") / "broadsheet.db"
    with closing(stocked(path, {URL: [NewEntry(ARTICLE, "d", NOW, words=5)]})) as store:
        for number, (title, text) in enumerate(published):
            edit(store, "".join(map(html, text.split("\n"))), title=title, at=NOW + number)
        kept = store.versions.of(1)
        assert len(kept) <= MOST
        assert all(
            not (same_words(one.title, other.title) and same_words(one.text or "", other.text or ""))
            for at, one in enumerate(kept)
            for other in kept[:at]
        )
        assert [one.until for one in kept] == sorted(one.until for one in kept)
        assert edited(store) == (kept[-1].until if kept else None)
        entry = store.entries.entry(1)
        assert entry
        history = edit_history(entry, kept)
        assert [one.when for one in history.edits] == sorted((one.when for one in history.edits), reverse=True)
    assert check_integrity(path, now=NOW).sound


def test_undo_reverts_the_users_changes_and_leaves_edits_alone(store: Store) -> None:
    session = store.journal.begin_session("test", 1)
    store.journal.apply(Change(Field.STARRED, True, (1,)), session, NOW)
    edit(store, html("At least 13 people died."), at=NOW + 1)
    step = store.journal.latest(session)
    assert step
    assert store.journal.revert(step) == Change(Field.STARRED, False, (1,))
    assert store.journal.latest(session) is None
    assert texts(store) == ["At least 12 people died."]
    assert edited(store) == NOW + 1

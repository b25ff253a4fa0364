"""The same article in several feeds is one group with one state, in whatever order its copies arrive."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import ChangedEntry, FeedUpdate, NewEntry, ParsedEntry
from reader.model import Author, Change, Field, unread_once
from reader.query.match_entry import match
from reader.query.selection import Selection
from reader.query.tree import All, Either, InFeeds, Is, Not, State, Words
from reader.refresh.entries.matching import find_duplicates
from reader.store import Store, open_store, state
from reader.store.copies import UNLINKED
from reader.store.integrity import check_integrity, repair
from tests.support.fuzzing import examples
from tests.support.stocking import NOW, states, stocked, update

SITE = "https://paper.example"
FEEDS = [f"{SITE}/world.xml", f"{SITE}/science.xml", "https://planet.example/feed", "https://links.example/feed"]
TEXT = (
    "Thousands of swifts are choosing to nest in hollow bricks that builders must now fit in every new house on the"
    " island, a count by volunteers has found. Two years after the rule came into force, one brick in six was occupied."
)
COMMENTARY = (
    "I disagree with nearly everything in this piece, and most of all with its idea that birds read building rules; what"
    " follows is a long list of the things that it leaves out, beginning with the cats of my neighbours."
)
_numbers = count()


def entry(url: str | None, *, title: str = "Swifts", text: str = TEXT, sort: int = NOW - 100) -> NewEntry:
    number = next(_numbers)
    parsed = ParsedEntry(f"guid-{number}", url, title, published=sort, content_html=f"<p>{text}</p>")
    return NewEntry(parsed, digest=f"d{number}", sort=sort, words=40)


def arrive(store: Store, feed: str, *new: NewEntry) -> list[int]:
    (poll,) = (poll for poll in store.feeds.polls() if poll.url == feed)
    return store.arrivals.apply([update(poll, new)], now=NOW)


def group_of(store: Store, entry_id: int) -> set[int]:
    rows = store._connection.execute(
        "SELECT id FROM entries WHERE copies = (SELECT copies FROM entries WHERE id = ?)", (entry_id,)
    )
    return {one for (one,) in rows}


def counted(store: Store) -> dict[str, int]:
    """The groups with several unread copies by their feeds, counted one by one."""
    found: dict[str, int] = {}
    rows = store._connection.execute(
        "SELECT copies, group_concat(feed_id) FROM (SELECT copies, feed_id FROM entries WHERE copies IS NOT NULL AND"
        " read = 0 ORDER BY copies, feed_id) GROUP BY copies HAVING count(*) > 1"
    )
    for _, feeds in rows:
        found[feeds] = found.get(feeds, 0) + 1
    return found


def kept(store: Store) -> dict[str, int]:
    return dict(store._connection.execute("SELECT feeds, unread FROM copy_counts").fetchall())


@pytest.fixture
def store(tmp_path: Path) -> Iterable[Store]:
    with closing(stocked(tmp_path / "s.db", {url: [] for url in FEEDS})) as store:
        yield store


def test_an_article_in_two_feeds_is_one_row_and_counts_once(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12?utm_source=rss"))
    (other,) = arrive(store, FEEDS[1], entry("http://m.paper.example/swifts-12/amp"))
    assert group_of(store, one) == {one, other}
    assert [entry_id for _, entry_id in store.entries.page(Selection())] == [one]
    assert store.entries.count(Selection(unread=True)) == 1
    assert kept(store) == counted(store) == {"1,2": 1}
    (row,) = store.entries.headlines([other])
    assert row.copies == one


@pytest.mark.parametrize(
    ("field", "label"), [(Field.READ, ""), (Field.STARRED, ""), (Field.LATER, ""), (Field.LABEL, "garden")]
)
def test_a_change_to_one_copy_changes_all_and_is_undone(store: Store, field: Field, label: str) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12#comments"))
    before = kept(store)
    assert {*store.state.would_change(Selection(), field, True, label=label).ids} == {one, other}
    assert store.state.would_change(Selection(), field, True, label=label, but_not=[other]).ids == ()
    session = store.journal.begin_session("reader", 1)
    done = store.journal.apply(Change(field, True, (other,), label), session, NOW)
    assert {*done.ids} == {one, other}
    assert kept(store) == counted(store)
    step = store.journal.latest(session)
    assert step is not None
    assert {*store.journal.revert(step).ids} == {one, other}
    assert kept(store) == counted(store) == before


@pytest.mark.parametrize("many", [0, 1, 2_000])
def test_copies_are_found_for_any_number_of_entries(store: Store, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    monkeypatch.setattr(state, "_MANY", many)
    rows = [[entry(f"{SITE}/{number}") for number in range(5)], [entry(f"{SITE}/{number}") for number in range(3)]]
    first, second = (arrive(store, feed, *new) for feed, new in zip((FEEDS[0], FEEDS[2]), rows, strict=True))
    pairs = [group_of(store, entry_id) for entry_id in first[:3]]
    assert pairs == [set(pair) for pair in zip(first[:3], second, strict=True)]
    for ids in (first, second, first[3:], first[:1], second[1:], [*first[3:], second[0]], [10_000, -1], []):
        expected = set(ids).union(*(pair for pair in pairs if pair & set(ids)))
        assert set(state.with_copies(store._connection, ids)) == expected


def test_a_new_copy_takes_over_the_state_of_the_others(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    for change in (
        Change(Field.READ, True, (one,)), Change(Field.STARRED, True, (one,)), Change(Field.LABEL, True, (one,), "Garden"),
    ):  # fmt: skip
        store.state.apply(change)
    (other,) = arrive(store, FEEDS[2], entry(f"{SITE}/swifts-12"))
    found = store.entries.entry(other)
    assert found is not None
    assert (found.read, found.starred, found.later, found.labels) == (True, True, False, ("Garden",))
    assert kept(store) == {}


def test_a_link_blog_with_a_text_of_its_own_is_another_article(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (blog,) = arrive(store, FEEDS[3], entry(f"{SITE}/swifts-12", title="On birds", text=COMMENTARY))
    (teaser,) = arrive(store, FEEDS[2], entry(f"{SITE}/swifts-12", text="Comments"))
    assert group_of(store, one) == {one, teaser}
    assert group_of(store, blog) == set()


def test_an_address_that_a_feed_uses_for_several_entries_identifies_nothing(store: Store) -> None:
    status = f"{SITE}/services/status-page"
    (first,) = arrive(store, FEEDS[0], entry(status, title="All systems operational", text="No incidents."))
    (other,) = arrive(store, FEEDS[1], entry(status, title="Mail is slow", text="We are looking into it."))
    assert group_of(store, first) == {first, other}
    arrive(store, FEEDS[0], entry(status, title="Mail is down", text="It got worse."))
    assert group_of(store, first) == group_of(store, other) == set()
    assert kept(store) == {}


def test_the_same_text_at_two_papers_is_one_article_and_last_weeks_teaser_is_not(store: Store) -> None:
    agency = f"LONDON, Nov 24 (Agency) - {TEXT}"
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12", title="Swifts move in"))
    (other,) = arrive(store, FEEDS[2], entry("https://planet.example/9", title="Bricks for birds", text=agency))
    (late,) = arrive(store, FEEDS[3], entry("https://links.example/4", sort=NOW - 7 * 86_400))
    assert group_of(store, one) == {one, other}
    assert group_of(store, late) == set()


def test_an_edit_of_the_address_joins_and_separates_copies(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12", text="Short."))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swift-13", text="Short."))
    assert group_of(store, one) == set()
    (poll,) = (poll for poll in store.feeds.polls() if poll.url == FEEDS[1])
    for url, together in ((f"{SITE}/swifts-12", True), (f"{SITE}/swifts-14", False)):
        changed = entry(url, text="Short.")
        change = ChangedEntry(other, changed.parsed, changed.digest, 1)
        rearranged = store.state.rearranged()
        store.arrivals.apply([FeedUpdate(poll, changed=(change,))], now=NOW)
        assert (group_of(store, one) == {one, other}) is together
        assert store.state.rearranged() > rearranged


def test_an_edit_after_which_texts_differ_separates_copies_which_keep_their_state(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (other,) = arrive(store, FEEDS[2], entry("https://planet.example/birds"))
    assert group_of(store, one) == {one, other}
    store.state.apply(Change(Field.READ, True, (one,)))
    (poll,) = (poll for poll in store.feeds.polls() if poll.url == FEEDS[2])
    edited = entry("https://planet.example/birds", text=TEXT.replace("Thousands", "Hundreds"))
    change = ChangedEntry(other, edited.parsed, edited.digest, 40)
    store.arrivals.apply([FeedUpdate(poll, changed=(change,))], now=NOW)
    assert group_of(store, one) == set()
    assert store.entries.count(Selection()) == 2
    assert store.entries.count(Selection(unread=True)) == 0
    assert kept(store) == {}


def test_an_edit_that_makes_an_article_unread_does_so_in_all_feeds(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12"))
    store.state.apply(Change(Field.READ, True, (one,)))
    (poll,) = (poll for poll in store.feeds.polls() if poll.url == FEEDS[1])
    edited = entry(f"{SITE}/swifts-12", title="Swifts have moved", text=TEXT.replace("Thousands", "Hundreds"))
    change = ChangedEntry(other, edited.parsed, edited.digest, 40, unread=True)
    store.arrivals.apply([FeedUpdate(poll, changed=(change,))], now=NOW)
    assert store._connection.execute("SELECT id FROM entries WHERE read = 0").fetchall() == [(one,), (other,)]
    assert kept(store) == counted(store) == {"1,2": 1}


def test_a_removed_entry_leaves_no_group_of_one(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12"))
    store._connection.execute("DELETE FROM feeds WHERE id = 2")
    assert group_of(store, one) == set()
    assert kept(store) == {}


def test_entries_from_before_are_joined_in_batches_from_the_newest_back(store: Store) -> None:
    ids = [
        arrive(store, feed, *(entry(f"{SITE}/a-{n}", title=f"A {n}", text="Brief.", sort=NOW - n) for n in range(5)))
        for feed in FEEDS[:2]
    ]
    run = store._connection.execute
    run("UPDATE entries SET copies = NULL, canonical_key = NULL, text_key = NULL")
    run("INSERT INTO session SELECT ?, max(id) FROM entries", (UNLINKED,))
    run("UPDATE entries SET first_seen = ? WHERE id IN (?, ?)", (NOW - 40 * 86_400, ids[0][0], ids[0][1]))
    rounds = 0
    while store.copies.link_batch(3, now=NOW):
        rounds += 1
    assert rounds == 2
    assert store.entries.count(Selection()) == 7  # three of five have copies; two arrived too long ago
    assert kept(store) == counted(store)
    assert not store.copies.link_batch(3, now=NOW)


def test_a_copy_is_in_the_story_of_the_others_unless_the_user_took_them_out(store: Store) -> None:
    run = store._connection.execute
    one, _ = ids = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"), entry(f"{SITE}/ants-3", text="Ants."))
    run("UPDATE entries SET story = 7 WHERE id IN (?, ?)", ids)
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12"))
    assert run("SELECT story FROM entries WHERE id = ?", (other,)).fetchone() == (7,)
    run("UPDATE entries SET story = NULL, story_fixed = 1 WHERE id IN (?, ?)", (one, other))
    (third,) = arrive(store, FEEDS[2], entry(f"{SITE}/swifts-12"))
    assert group_of(store, one) == {one, other, third}
    assert run("SELECT story, story_fixed FROM entries WHERE id = ?", (third,)).fetchone() == (None, 1)


def test_copies_stay_copies_when_two_of_their_feeds_become_one(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12"), entry(f"{SITE}/ants-3", text="Ants."))[:1]
    (third,) = arrive(store, FEEDS[2], entry(f"{SITE}/swifts-12"))
    moving = store.moving
    moving.move(FEEDS[1], FEEDS[0], find_duplicates(moving.history(FEEDS[1]), moving.history(FEEDS[0])))
    assert group_of(store, one) == {one, third}
    assert group_of(store, other) == set()
    assert kept(store) == counted(store) == {"1,3": 1}
    while moving.bury_batch():
        pass
    store.state.apply(Change(Field.READ, True, (third,)))
    assert store.entries.count(Selection(unread=True)) == 1
    assert kept(store) == counted(store) == {}


def test_doctor_finds_and_repairs_impossible_groups(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(stocked(path, {url: [] for url in FEEDS})) as store:
        ids = [arrive(store, feed, entry(f"{SITE}/a-1"), entry(f"{SITE}/b-2"))[0] for feed in FEEDS[:3]]
        assert check_integrity(path, now=NOW).sound
        store._connection.execute("UPDATE entries SET copies = 99 WHERE id = ?", (ids[0],))
        store._connection.execute("UPDATE copy_counts SET unread = unread + 5")
    assert check_integrity(path, now=NOW).miscopied
    repair(path, now=NOW)
    assert check_integrity(path, now=NOW).sound
    with closing(open_store(path, now=NOW)) as store:
        while store.copies.link_batch(10, now=NOW):
            pass
        assert group_of(store, ids[0]) == {*ids}
        assert kept(store) == counted(store)


def test_is_duplicate_finds_articles_that_several_feeds_have(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/swifts-12"))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/swifts-12"))
    (alone,) = arrive(store, FEEDS[1], entry(f"{SITE}/ants-13", text="Ants."))
    for tree, ids in ((Is(State.DUPLICATE), [one]), (Not(Is(State.DUPLICATE)), [alone])):
        selection = Selection().narrowed(tree)
        assert [entry_id for _, entry_id in store.entries.page(selection)] == ids
        assert store.entries.count(selection) == 1
        for entry_id in (one, other, alone):
            found = store.entries.entry(entry_id)
            assert found is not None
            assert match(tree, found) is ((entry_id == alone) is (ids == [alone]))
    copy = store.entries.entry(other)
    assert copy is not None
    assert copy.duplicates == (one,)


_articles = st.tuples(
    st.integers(0, 3),  # the feed
    st.sampled_from([f"{SITE}/a-1", f"{SITE}/a-1?utm_source=x", f"{SITE}/b-2", "https://planet.example/c-3", None]),
    st.sampled_from([TEXT, f"Berlin (dpa) - {TEXT}", COMMENTARY, "Comments", TEXT + " More of it."]),
    st.sampled_from([NOW - 100, NOW - 2 * 3_600, NOW - 8 * 86_400]),
    st.tuples(st.booleans(), st.booleans()),  # whether the user read and starred it before the next arrives
)


@pytest.mark.parametrize("text", ["", "Buy pills.", COMMENTARY, TEXT[:40] + " " + COMMENTARY])
@pytest.mark.parametrize("first", [True, False])
def test_a_feed_that_claims_another_s_site_and_addresses_hides_none_of_its_articles(
    store: Store, text: str, first: bool
) -> None:
    url = f"{SITE}/swifts-12"
    (poll,) = (poll for poll in store.feeds.polls() if poll.url == FEEDS[3])
    claim = replace(update(poll, [entry(url, title="Pills", text=text)]), link=SITE + "/")
    arrivals = [lambda: arrive(store, FEEDS[0], entry(url)), lambda: store.arrivals.apply([claim], now=NOW)]
    ids = [arriving()[0] for arriving in (arrivals[::-1] if first else arrivals)]
    store.state.apply(Change(Field.READ, True, (ids[1],)))
    assert [group_of(store, one) for one in ids] == [set(), set()]
    assert store.entries.count(Selection(unread=True)) == 1


def test_a_teaser_does_not_join_articles_that_only_begin_alike_and_copies_stay_joined(store: Store) -> None:
    begin = "Good morning. Here is what you need to know today, three stories to start with, one to argue about"
    endings = (
        " and, to begin with, the price of a pint, for which pubs blame a minister and his hot tub in Devon.",
        " and, to begin with, a parrot in court, which has learned to swear at vicars and to whistle at buses.",
    )
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/pint-1", title="Pints", text=begin + endings[0]))
    (other,) = arrive(
        store, FEEDS[2], entry("https://planet.example/parrot-2", title="Parrots", text=begin + endings[1])
    )
    (same,) = arrive(store, FEEDS[1], entry("https://agency.example/pint-9", title="Beer", text=begin + endings[0]))
    (teaser,) = arrive(store, FEEDS[3], entry("https://links.example/3", title="Pills", text=begin + "…"))
    assert [group_of(store, each) for each in (one, same, other, teaser)] == [{one, same}, {one, same}, set(), set()]


def test_an_address_of_any_length_is_looked_at_once(store: Store) -> None:
    (one,) = arrive(store, FEEDS[0], entry(f"{SITE}/" + "index.html/" * 100_000))
    (other,) = arrive(store, FEEDS[1], entry(f"{SITE}/" + "index.html/" * 100_001, text=COMMENTARY))
    assert group_of(store, one) == group_of(store, other) == set()


@settings(max_examples=examples(40), deadline=None)
@given(articles=st.lists(_articles, min_size=2, max_size=7), data=st.data())
def test_the_order_of_arrival_changes_neither_groups_nor_states(
    articles: Sequence[tuple[Any, ...]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(articles))))
    outcomes = []
    for numbers in (range(len(articles)), order):
        with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder, "s.db"), now=NOW)) as store:
            store.feeds.subscribe(FEEDS)
            id_of: dict[int, int] = {}
            for number in numbers:
                feed, url, text, sort, _ = articles[number]
                (id_of[number],) = arrive(store, FEEDS[feed], entry(url, text=text, sort=sort))
            for number, entry_id in id_of.items():
                read, starred = articles[number][4]
                for field, value in ((Field.READ, read), (Field.STARRED, starred)):
                    if value:
                        store.state.apply(Change(field, True, (entry_id,)))
            assert kept(store) == counted(store)
            number_of = {entry_id: number for number, entry_id in id_of.items()}
            groups = {frozenset(number_of[one] for one in group_of(store, entry_id)) for entry_id in number_of}
            rows = store._connection.execute("SELECT id, read, starred FROM entries").fetchall()
            states = {number_of[entry_id]: state for entry_id, *state in rows}
            outcomes.append((groups, states))
            feed_of = {number: articles[number][0] for number in id_of}
            assert all(len({feed_of[one] for one in group}) == len(group) for group in groups)
    assert outcomes[0] == outcomes[1]


def test_copies_are_one_article_of_their_author(store: Store) -> None:
    for feed in FEEDS[:2]:
        new = entry(f"{SITE}/swifts-12")
        arrive(store, feed, replace(new, parsed=replace(new.parsed, authors=(Author("Ada Nord"),))))
    works = store.people.works(1)
    assert (works.entries, works.unread) == (1, 1)
    assert [share.entries for share in works.feeds] == [1, 1]


_changes = st.lists(
    st.builds(
        Change, st.sampled_from(Field), st.booleans(), st.lists(st.integers(1, 14), max_size=6).map(tuple),
        st.sampled_from(["Garden", "Birds"]),
    ), max_size=8,
)  # fmt: skip


_SELECTIONS = (
    Selection(),
    Selection(unread=True),
    Selection(starred=True, feeds=(1, 3)),
    Selection(later=True, up_to=9),
    Selection(ids=(1, 2, 5, 6, 9)),
    Selection(query=Either((Is(State.UNREAD), Is(State.STARRED)))),
    Selection(query=All((Not(Is(State.READ)), Words("brief"), Either((InFeeds(frozenset((2,))), Is(State.LATER)))))),
    Selection(query=Is(State.READ)),
)


@settings(max_examples=examples(30), deadline=None)
@given(
    before=_changes,
    field=st.sampled_from([Field.READ, Field.STARRED, Field.LATER]),
    waiting=st.booleans(),
    ids=st.lists(st.integers(1, 14), max_size=6),
)
def test_what_would_change_is_found_as_if_the_changes_that_wait_were_written(
    before: list[Change], field: Field, waiting: bool, ids: list[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder, "s.db"), now=NOW)) as store:
        fill_with_copies(store)
        for change in before:
            store.state.apply(change)
        would: list[tuple[set[int], int]] = []
        for selection in _SELECTIONS:
            for value in (True, False):
                but_not, losing = (ids, ()) if waiting is value else ((), ids)
                change = store.state.would_change(selection, field, value, but_not=but_not, losing=losing)
                would.append(({*change.ids}, change.count))
        store.state.apply(Change(field, waiting, tuple(ids)))
        for selection in _SELECTIONS:
            for value in (True, False):
                change = store.state.would_change(selection, field, value)
                assert would.pop(0) == ({*change.ids}, change.count), (selection, value)


def fill_with_copies(store: Store) -> None:
    """Entries of four feeds, some of which have the same articles."""
    store.feeds.subscribe(FEEDS)
    for feed, numbers in zip(FEEDS, ((1, 2, 3, 4), (1, 2, 5, 6), (1, 3, 5, 7), (8, 9)), strict=True):
        arrive(store, feed, *(entry(f"{SITE}/a-{n}", title=f"A {n}", text="Brief.", sort=NOW - n) for n in numbers))
    while store.search.index_batch():
        pass


@settings(max_examples=examples(30), deadline=None)
@given(before=_changes, changes=_changes)
def test_undo_restores_all_states_and_counts(before: list[Change], changes: list[Change]) -> None:
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder, "s.db"), now=NOW)) as store:
        fill_with_copies(store)
        session = store.journal.begin_session("reader", 1)

        def told() -> tuple[object, ...]:
            selections = [
                Selection(unread=True),
                Selection(starred=True),
                Selection(later=True),
                Selection(feeds=(1, 2)),
            ]
            feeds = store.feeds.subscribed()
            assert kept(store) == counted(store)
            assert unread_once(feeds, store.feeds.copies()) == store.entries.count(selections[0])
            for some in ((1, 2), (2, 3), (1, 3, 4)):
                theirs = [feed for feed in feeds if feed.id in some]
                once = unread_once(theirs, store.feeds.copies())
                assert once == store.entries.count(Selection(feeds=some, unread=True))
            labels = store.labels.counts()
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("reader.store.labels._FEW", 0)
                assert store.labels.counts() == labels
            return (
                states(Path(folder, "s.db")), store.feeds.counts(), labels, kept(store),
                [store.entries.count(one) for one in selections],
            )  # fmt: skip

        for change in before:
            store.state.apply(change)
        seen = [told()]
        for change in changes:
            done = store.journal.apply(change, session, NOW)
            if done.ids:
                seen.append(told())
        for state in reversed(seen[:-1]):
            step = store.journal.latest(session)
            assert step is not None
            store.journal.revert(step)
            assert told() == state
        for state in seen[1:]:
            step = store.journal.latest(session, undone=True)
            assert step is not None
            store.journal.revert(step)
            assert told() == state

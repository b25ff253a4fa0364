"""Who is the same person, and what the user says of people: laws over generated names, addresses and corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import FeedUpdate, NewEntry, ParsedEntry
from reader.model import Author, Change, Field, Page
from reader.people.same_person import MOST_HOLDERS, Identity, is_personal, same_people
from reader.person import Correction, Said
from reader.query.selection import Selection
from reader.store import Store, open_store
from reader.store.integrity import check_integrity, repair
from reader.store.people import decode, encode, wrongly_grouped
from tests.support.fuzzing import examples
from tests.support.stocking import NOW, stocked

ONE, TWO, THREE = (f"https://{name}.example/feed" for name in ("one", "two", "three"))
FEEDS = (ONE, TWO, THREE)
NAMES = ("Ada Brine", "ADA BRINE", "A. Brine", "Karl Brine", "K. Brine", "Redaktion", "Thomas Müller", "李小龙")
LINKS = ("https://ada.example/", "http://www.ada.example", "https://social.example/@ada", "mailto:ada@one.example")

identities = st.lists(
    st.builds(
        lambda name, keys, apart: (name, frozenset(keys), apart),
        st.sampled_from(("ada brine", "a. brine", "karl brine", "k. brine", "redaktion")),
        st.sets(st.integers(1, 4), max_size=2),
        st.booleans(),
    ),
    min_size=1, max_size=8,
).map(lambda made: [Identity(number, *one) for number, one in enumerate(made, start=1)])  # fmt: skip


@settings(max_examples=examples(60), deadline=None)
@given(identities, st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=3), st.randoms())
def test_being_the_same_person_is_an_equivalence_that_names_alone_never_make(
    known: list[Identity], pairs: list[tuple[int, int]], chance: Any
) -> None:
    people = same_people(known, pairs)
    assert all(people[people[one]] == people[one] <= one for one in people)
    shuffled = [*known]
    chance.shuffle(shuffled)
    assert same_people(shuffled, [(other, one) for one, other in pairs]) == people
    without_keys = [Identity(one.id, one.name, frozenset(), one.apart) for one in known]
    assert len(set(same_people(without_keys).values())) == len(known)
    alone = same_people(known)
    for one in known:
        same = [other for other in known if other.id != one.id and alone[other.id] == alone[one.id]]
        assert not (same and one.apart)
        assert not same or any(one.keys & other.keys for other in same)
    assert all(people[one] == people[other] for one, other in pairs if one in people and other in people)


def test_an_address_of_many_or_of_different_people_is_nobodys() -> None:
    assert is_personal(["ada brine", "a. brine", "ada brine"])
    assert not is_personal(["ada brine", "a. brine", "alma brine"])
    many = [Identity(number, "redaktion", frozenset((7,))) for number in range(1, MOST_HOLDERS + 1)]
    assert len(set(same_people(many).values())) == 1
    assert len(set(same_people([*many, Identity(99, "redaktion", frozenset((7,)))]).values())) == MOST_HOLDERS + 1


# -- in the store


def written(number: int, *authors: Author, sort: int = NOW) -> NewEntry:
    parsed = ParsedEntry(f"g{number}", None, f"Title {number}", authors, sort, None, "", "<p>Text.</p>")
    return NewEntry(parsed, f"d{number}", sort, words=9)


authors = st.builds(
    lambda name, url, links: Author(name, url, links=tuple(links)),
    st.sampled_from(NAMES), st.none() | st.sampled_from(LINKS), st.lists(st.sampled_from(LINKS), max_size=2),
)  # fmt: skip
arrivals = st.lists(st.tuples(st.sampled_from(FEEDS), st.lists(authors, max_size=3), st.integers(1, 50)), max_size=14)
sayings = st.lists(
    st.tuples(st.sampled_from(Said), st.integers(0, 20), st.integers(0, 20), st.sampled_from(("Ada", "", "A. Brine"))),
    max_size=6,
)


@pytest.fixture(scope="module")
def reused(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = open_store(tmp_path_factory.mktemp("people") / "s.db", now=NOW)
    store._connection.execute("PRAGMA synchronous = OFF")
    yield store
    store.close()


def fill(path: Path, arrived: Sequence[tuple[str, list[Author], int]]) -> Store:
    store = open_store(path, now=NOW)
    return filled(store, arrived)


def filled(store: Store, arrived: Sequence[tuple[str, list[Author], int]]) -> Store:
    store.feeds.subscribe(FEEDS)
    polls = {poll.url: poll for poll in store.feeds.polls()}
    for number, (url, by, age) in enumerate(arrived):
        update = FeedUpdate(polls[url], new=(written(number, *by, sort=NOW - age),))
        store.arrivals.apply([update], now=NOW)
    return store


def facts(store: Store) -> list[Any]:
    run = store._connection.execute
    columns = "id, site, name, person, followed, own_name, nobody, apart"
    return [run(f"SELECT {columns} FROM authors ORDER BY id").fetchall(), run("SELECT * FROM author_pairs").fetchall()]


@settings(max_examples=examples(50), deadline=None)
@given(arrivals, sayings)
def test_corrections_are_undone_exactly_and_counts_are_those_of_a_recount(
    reused: Store, arrived: list[tuple[str, list[Author], int]], said: list[Any]
) -> None:
    for table in ("journal", "entries", "authors"):
        reused._connection.execute(f"DELETE FROM {table}")
    store = filled(reused, arrived)
    session = store.journal.begin_session("reader", 1)
    ids = [row[0] for row in store._connection.execute("SELECT id FROM authors ORDER BY id")] or [1]
    assert wrongly_grouped(store._connection) == []
    states = [facts(store)]
    for what, one, other, name in said:
        text = str(ids[other % len(ids)]) if what is Said.MERGE else name
        done = store.people.say(Correction(what, ids[one % len(ids)], "", other=text), session, NOW)
        assert bool(done.facts) == (facts(store) != states[-1])
        assert decode(encode(done)) == done
        states += [facts(store)] if done.facts else []
        assert wrongly_grouped(store._connection) == []
        agree_with_a_recount(store, ids)
    for state in states[-2::-1]:
        step = store.journal.latest(session)
        assert step is not None
        assert store.people.revert(step).facts
        assert facts(store) == state
    for state in states[1:]:
        step = store.journal.latest(session, undone=True)
        assert step is not None
        store.people.revert(step)
        assert facts(store) == state


def agree_with_a_recount(store: Store, ids: Sequence[int]) -> None:
    rows = store._connection.execute(
        "SELECT person, entries.sort, entries.id, read, feed_id FROM entry_authors JOIN authors ON authors.id = author_id"
        " JOIN entries ON entries.id = entry_id"
    ).fetchall()
    for one in ids:
        person = store.people.get(one)
        if person is None:
            continue
        theirs = sorted({(sort, entry, read, feed) for who, sort, entry, read, feed in rows if who == person.id})[::-1]
        keys = [(sort, entry) for sort, entry, _, _ in theirs]
        assert store.entries.page(Selection(author=one)) == keys
        assert store.entries.page(Selection(author=one), limit=2) == keys[:2]
        assert not keys[1:] or store.entries.page(Selection(author=one), older_than=keys[0]) == keys[1:]
        assert store.entries.page_before(Selection(author=one), (0, 0)) == keys
        unread = [key for key, (_, _, read, _) in zip(keys, theirs, strict=True) if not read]
        assert store.entries.page(Selection(author=one, unread=True)) == unread
        assert store.entries.count(Selection(author=one, unread=True)) == len(unread)
        works = store.people.works(one)
        assert (works.entries, works.unread) == (len(keys), len(unread))
        assert sorted((share.entries for share in works.feeds), reverse=True) == [
            share.entries for share in works.feeds
        ]
        headlines = store.entries.headlines([entry for _, entry in keys])
        assert all(headline.followed for headline in headlines) or not person.followed
        assert [name.entries for name in store.people.counted(person).names] == [
            sum(1 for _ in store._connection.execute("SELECT 1 FROM entry_authors WHERE author_id = ?", (name.id,)))
            for name in person.names
        ]


def test_a_correction_holds_for_articles_and_pages_that_come_later(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    store = fill(path, [(ONE, [Author("Ada Brine"), Author("Desk")], 1), (TWO, [Author("adab")], 2)])
    session = store.journal.begin_session("reader", 1)

    def say(said: Said, person: int, other: str = "") -> Correction:
        return store.people.say(Correction(said, person, "", other=other), session, NOW)

    assert say(Said.MERGE, 1, "3").facts
    assert not say(Said.MERGE, 3, "1").facts
    say(Said.RENAME, 3, "Ada the Great")
    say(Said.NOBODY, 2)
    say(Said.FOLLOW, 3)
    polls = {poll.url: poll for poll in store.feeds.polls()}
    later = (written(9, Author("ADA BRINE", bio="Writes."), Author("desk")),)
    store.arrivals.apply([FeedUpdate(polls[ONE], new=later)], now=NOW)
    page = Page("https://two.example/2", authors=(Author("AdaB", role="Editor"),))
    store.arrivals.write_page(2, page, None, now=NOW)
    for entry_id in (1, 2, 3):
        entry = store.entries.entry(entry_id)
        assert entry is not None
        assert [author.name for author in entry.authors] == ["Ada the Great"]
        assert (entry.authors[0].role, entry.authors[0].bio) == ("Editor", "Writes.")
        assert entry.credits[0].followed
        assert [credit.name for credit in entry.credits if credit.nobody] == (["Desk"] if entry_id != 2 else [])
    assert [author.name for author in store.authors.as_written(3)] == ["Ada Brine", "Desk"]
    rows = store.entries.headlines([1, 2, 3])
    assert [row.author for row in rows] == ["Ada the Great, Desk", "Ada the Great", "Ada the Great, Desk"]
    assert all(row.followed for row in rows)
    assert store.authors.names("ada the", limit=5) == ["Ada the Great"]
    assert store.authors.names("desk", limit=5) == []
    assert [person.id for person in store.people.named("ada the GREAT")] == [1]
    run = store._connection.execute
    run("UPDATE authors SET person = id")
    run("UPDATE entry_authors SET sort = 1")
    run("DELETE FROM author_keys")
    store.close()
    assert check_integrity(path, now=NOW).confused
    repair(path, now=NOW)
    assert check_integrity(path, now=NOW).sound
    again = open_store(path, now=NOW)
    assert [person.author.name for person in again.people.followed()] == ["Ada the Great"]
    again.close()


def test_a_name_that_is_taken_out_leaves_the_others_together_and_followed(tmp_path: Path) -> None:
    link = Author("Ada Brine", "https://ada.example/")
    store = fill(tmp_path / "s.db", [(url, [link], 1) for url in FEEDS])
    session = store.journal.begin_session("reader", 1)
    for said in (Said.FOLLOW, Said.RENAME):
        store.people.say(Correction(said, 1, "", other="Ada"), session, NOW)
    done = store.people.say(Correction(Said.SPLIT, 1, ""), session, NOW)
    assert (done.name, done.other) == ("Ada Brine", "one.example")
    rest, out = store.people.get(2), store.people.get(1)
    assert rest is not None
    assert out is not None
    assert ([name.id for name in rest.names], bool(rest.followed), rest.author.name) == ([2, 3], True, "Ada")
    assert ([name.id for name in out.names], bool(out.followed), out.author.name) == ([1], False, "Ada Brine")
    assert not store.people.say(Correction(Said.SPLIT, 1, ""), session, NOW).facts
    store.close()


def test_pairs_that_led_over_a_name_taken_out_still_hold(tmp_path: Path) -> None:
    store = fill(tmp_path / "s.db", [(url, [Author(name)], 1) for url, name in zip(FEEDS, "abc", strict=True)])
    session = store.journal.begin_session("reader", 1)
    for other in ("1", "3"):
        store.people.say(Correction(Said.MERGE, 2, "", other=other), session, NOW)
    store.people.say(Correction(Said.SPLIT, 2, ""), session, NOW)
    assert [person.id for person in map(store.people.get, (1, 2, 3)) if person] == [1, 2, 1]
    store.close()


def test_damaged_steps_and_unknown_people_change_nothing(tmp_path: Path) -> None:
    store = fill(tmp_path / "s.db", [(ONE, [Author("Ada")], 1)])
    session = store.journal.begin_session("reader", 1)
    for said in Said:
        assert not store.people.say(Correction(said, 77, "", other="78"), session, NOW).facts
    assert not store.people.say(Correction(Said.MERGE, 1, "", other="78"), session, NOW).facts
    for text in ("{}", "[]", '{"facts":[[1]]}', '{"facts":[[1,"site","a","b",0]]}', '{"facts":1}', "{", "null"):
        with pytest.raises(ValueError):  # noqa: PT011 - of many causes
            decode(text)
    store.close()


def test_everything_by_a_person_is_read_from_an_index_in_its_order(tmp_path: Path) -> None:
    store = stocked(tmp_path / "s.db", {ONE: [written(n, Author("Agency"), sort=NOW - n) for n in range(30)]})
    store.state.apply(Change(Field.READ, True, tuple(range(1, 20))))
    said: list[str] = []
    store._connection.set_trace_callback(said.append)
    store.entries.page(Selection(author=1, unread=True), older_than=(NOW, 1), limit=5)
    store._connection.set_trace_callback(None)
    plan = " ".join(row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {said[-1]}"))
    assert "entry_authors_by_author (author_id=? AND (sort,entry_id)<(?,?))" in plan
    assert "TEMP B-TREE" not in plan
    store.close()

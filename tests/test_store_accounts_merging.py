"""Feeds of accounts that become one with others, and databases with accounts that were damaged."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.account import FeedOwner
from reader.arrival import NewEntry
from reader.model import Change, Field, Subscription
from reader.refresh.entries.diff import diff_entries
from reader.refresh.entries.matching import find_duplicates
from reader.refresh.feeds.relocate import move_history
from reader.refresh.parsing.read_feed import entry_result
from reader.store import Store, open_store
from reader.store.integrity import check_integrity, repair
from reader.store.recovery import recover_database
from reader.store.remote_entries import RemoteUpdate
from tests.support.remote import URL, arrive, followed, recount, remote_feed, remote_update
from tests.support.stocking import NOW, new_entry, states, update

LOCAL, MOVED = "https://local.example/feed", "https://moved.example/feed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def local_entries(store: Store, url: str, numbers: Iterable[int]) -> list[int]:
    store.feeds.subscribe([url], only=False)
    poll = next(poll for poll in store.feeds.polls() if poll.url == url)
    return store.arrivals.apply([update(poll, map(new_entry, numbers))], now=NOW)


def sent(store: Store, account: int) -> set[tuple[str, str, str, bool]]:
    return {(one.remote_id, one.field, one.label, one.value) for one in store.outbox.pending(account)}


def test_a_feed_that_becomes_the_accounts_is_matched_with_the_state_of_both_sides_and_undecided_again_loses_nothing(
    path: Path,
) -> None:
    store = open_store(path, now=NOW)
    ids = local_entries(store, URL, [1, 2, 3, 4])
    store.state.apply(Change(Field.READ, True, tuple(ids[:2])))
    store.state.apply(Change(Field.LABEL, True, (ids[0],), "Mine"))
    account = followed(store)
    store.accounts.write_history(account, None)
    store.accounts.decide(account, "1", FeedOwner.ACCOUNT)
    assert store.accounts.history(account) == ""  # where the server's ids of these entries are found
    store.state.apply(Change(Field.READ, False, (ids[1],)))  # before they are: the user's word
    feed_id = store.accounts.feed_ids(account)["1"]
    known = {one.guid: one.id for one in store.accounts.unmatched(feed_id, [f"guid-{n}" for n in range(9)], [])}
    assert sorted(known.values()) == sorted(ids)
    assert sent(store, account) == set()
    theirs = [
        remote_update(1, feed_id, labels=["Theirs"]), remote_update(2, feed_id, read=True),
        remote_update(3, feed_id, read=True, starred=True), remote_update(4, feed_id),
    ]  # fmt: skip
    matched = [replace(one, entry=None, entry_id=known[f"guid-{one.remote_id[1:]}"]) for one in theirs]
    stored = store.accounts.store_entries(account, matched, now=NOW)
    assert stored.new_ids == ()
    assert recount(path)
    assert sorted(states(path)) == sorted([
        (known["guid-1"], 1, 0, 0, "Mine,Theirs"), (known["guid-2"], 0, 0, 0, None), (known["guid-3"], 1, 1, 0, None),
        (known["guid-4"], 0, 0, 0, None),
    ])  # fmt: skip
    assert sent(store, account) == {
        ("r1", "read", "", True), ("r1", "label", "Mine", True), ("r2", "read", "", False),
    }  # fmt: skip
    before = states(path)
    store.accounts.decide(account, "1", FeedOwner.LOCAL)
    assert states(path) == before
    assert sent(store, account) == set()
    assert len(store.feeds.polls()) == 1


def test_a_feed_whose_address_changed_at_the_server_takes_the_history_that_is_there(path: Path) -> None:
    store = open_store(path, now=NOW)
    old = local_entries(store, MOVED, [1, 2])
    store.state.apply(Change(Field.STARRED, True, (old[1],)))
    store.state.apply(Change(Field.READ, True, tuple(old)))
    store.feeds.subscribe([])
    account = followed(store)
    ids = arrive(store, account, 2, 3).new_ids
    store.state.apply(Change(Field.READ, True, ids))
    store.state.apply(Change(Field.READ, False, ids[:1]))  # unsent, and not what the history says
    done = store.accounts.write_feeds(account, [remote_feed(url=MOVED)], now=NOW)
    assert done.merging == ((URL, MOVED),)
    for merged in done.merging:
        move_history(store, *merged)
    store.accounts.write_feeds(account, [remote_feed(url=MOVED)], now=NOW)
    while store.moving.bury_batch():
        pass
    (feed,) = store.feeds.subscribed()
    assert (feed.url, feed.account, feed.total) == (MOVED, "home", 3)
    assert recount(path)
    assert store.accounts.feed_ids(account) == {"1": feed.id}
    assert store.accounts.known(account, ["r2", "r3"]) == {"r2", "r3"}
    assert sent(store, account) == {
        ("r2", "starred", "", True), ("r2", "read", "", False), ("r3", "read", "", True)
    }  # fmt: skip
    two = store.accounts.stored(account, ["r2"])["r2"].id
    assert {row[0]: row[1:3] for row in states(path)}[two] == (0, 1)
    store.accounts.write_feeds(account, [remote_feed(url=URL)], now=NOW)  # and to an address that nothing has
    assert [one.url for one in store.feeds.subscribed()] == [URL]


def test_an_account_takes_a_feed_that_moved_onto_one_that_is_here_when_the_user_says_so(path: Path) -> None:
    store = open_store(path, now=NOW)
    local_entries(store, LOCAL, [1, 2])
    account = followed(store)
    arrive(store, account, 2, 3, read=True)
    store.accounts.write_feeds(account, [remote_feed(url=LOCAL)], now=NOW)
    (question,) = store.accounts.undecided()
    assert question.current
    assert question.url == LOCAL
    store.feeds.subscribe([])  # its table has left feeds.toml
    done = store.accounts.decide(account, "1", FeedOwner.ACCOUNT)
    for merged in done.merging:
        move_history(store, *merged)
    store.accounts.write_feeds(account, [remote_feed(url=LOCAL)], now=NOW)
    while store.moving.bury_batch():
        pass
    (feed,) = store.feeds.subscribed()
    assert (feed.account, feed.total, feed.unread) == ("home", 3, 1)
    assert recount(path)


def test_feeds_of_accounts_neither_move_by_a_redirect_nor_give_their_history_to_another_feed(path: Path) -> None:
    store = open_store(path, now=NOW)
    account = followed(store)
    arrive(store, account, 1)
    store.feeds.subscribe([LOCAL])
    assert not store.moving.announce(LOCAL, URL)
    assert not store.moving.announce(URL, MOVED)
    assert store.moving.announce(LOCAL, MOVED)
    store.accounts.follow([])
    assert store.moving.left("Feed 1") == []


def test_two_accounts_with_the_same_feed_ask_whose_it_is_and_an_article_moves_with_its_feed(path: Path) -> None:
    store = open_store(path, now=NOW)
    home = followed(store)
    ids = arrive(store, home, 1, starred=True).new_ids
    work = followed(store, remote_feed(4), remote_feed(5, MOVED), name="work")
    (question,) = store.accounts.undecided()
    assert (question.account, question.rival, question.current) == ("work", "home", False)
    store.accounts.write_feeds(home, [remote_feed()], now=NOW)
    store.accounts.decide(work, "4", FeedOwner.ACCOUNT)
    assert store.accounts.feed_ids(home) == {}
    assert store.accounts.undecided() == ()
    store.accounts.write_feeds(home, [remote_feed()], now=NOW)  # it still has the feed, which stays where it is
    feeds = store.accounts.feed_ids(work)
    update_ = replace(remote_update(9, feeds["4"]), entry=None, entry_id=ids[0])
    store.accounts.store_entries(work, [update_], now=NOW)
    assert sent(store, work) == {("r9", "starred", "", True)}
    assert sent(store, home) == set()
    moved = store.accounts.store_entries(work, [replace(update_, feed_id=feeds["5"], entry_id=None)], now=NOW)
    assert moved.changed_ids == ids
    assert store.feeds.of_entries(ids) == {feeds["5"]}
    assert recount(path)
    foreign = store.accounts.store_entries(home, [remote_update(50, feeds["5"])], now=NOW)
    assert foreign.new_ids == ()


@pytest.fixture
def damaged(path: Path) -> Path:
    store = open_store(path, now=NOW)
    account = followed(store)
    ids = arrive(store, account, *range(40)).new_ids
    store.state.apply(Change(Field.READ, True, ids[:30]))
    store.state.apply(Change(Field.LABEL, True, ids[:2], "x"))
    store.accounts.write_cursor(account, "cursor")
    store.accounts.write_history(account, None)
    while store.search.index_batch():
        pass
    store._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE outbox SET field = 'nonsense' WHERE seq % 3 = 0", "UPDATE outbox SET value = 7, time = -1",
        "UPDATE account_feeds SET owner = 'x', settings = '[1'", "UPDATE accounts SET failures = -1, error = '{', followed = 9",
        "DELETE FROM feeds WHERE account_id IS NOT NULL", "DELETE FROM accounts", "DELETE FROM entries WHERE id % 2 = 0",
        "DELETE FROM remote_entries WHERE entry_id % 2 = 0", "UPDATE feeds SET account_id = 77",
        "INSERT INTO outbox_edits (account_id, edit, time) VALUES (1, '{\"kind\": 3}', 0), (9, '{}', 0)",
        "DROP INDEX remote_entries_by_id",
    ],
)  # fmt: skip
def test_a_damaged_account_is_found_and_repaired_and_its_feed_and_articles_are_the_servers_again(
    damaged: Path, harm: str
) -> None:
    with closing(sqlite3.connect(damaged)) as database:
        database.execute(harm)
        database.commit()
    if "remote_entries WHERE" not in harm:  # rows of outbox are orphans, if there are any
        assert not check_integrity(damaged, now=NOW).sound
    repair(damaged, now=NOW)
    assert check_integrity(damaged, now=NOW).sound
    store = open_store(damaged, now=NOW)
    store.feeds.subscribe([])
    account = followed(store)
    feed_id = store.accounts.feed_ids(account)["1"]
    (feed,) = store.feeds.subscribed()
    assert (feed.id, feed.url, feed.account) == (feed_id, URL, "home")
    store.outbox.done(store.outbox.pending(account))
    unknown = [
        f"r{number}" for number in range(40) if f"r{number}" not in store.accounts.known(account, [f"r{number}"])
    ]
    for remote_id in unknown:
        found = store.accounts.unmatched(feed_id, [f"guid-{remote_id[1:]}"], [])
        new = remote_update(int(remote_id[1:]), feed_id, read=True)
        one = replace(new, entry=None, entry_id=found[0].id) if found else new
        store.accounts.store_entries(account, [one], now=NOW)
    assert store.feeds.subscribed()[0].total == 40
    assert recount(damaged)


def test_what_a_damaged_database_had_for_servers_is_saved_and_its_articles_are_asked_for_again(damaged: Path) -> None:
    aside, saved = recover_database(damaged, now=NOW)
    repair(damaged, now=NOW)
    assert saved == 40
    assert aside.exists()
    assert check_integrity(damaged, now=NOW).sound
    store = open_store(damaged, now=NOW)
    account = store.accounts.ids()["home"]
    assert len(store.outbox.pending(account)) == 32
    assert len(store.accounts.known(account, ["r1", "r39"])) == 2
    assert (store.accounts.cursor(account), store.accounts.history(account)) == ("", "")
    seq = store.outbox.pending(account)[-1].seq
    store.state.apply(Change(Field.STARRED, True, (1,)))
    assert store.outbox.pending(account)[-1].seq > seq


def test_a_copy_of_a_half_lost_database_opens_and_its_account_goes_on(damaged: Path, tmp_path: Path) -> None:
    copy = tmp_path / "half.db"
    shutil.copy(damaged, copy)
    data = copy.read_bytes()
    copy.write_bytes(data[: len(data) * 3 // 4])
    store = open_store(copy, now=NOW)
    account = followed(store)
    assert store.accounts.write_feeds(account, [remote_feed()], now=NOW).removed == ()
    arrive(store, account, *range(100, 110))
    assert find_duplicates(store.moving.history(URL), store.moving.history(URL)) is not None
    assert recount(copy)


OTHER_SPELLING = "http://paper.example/feed/"


@pytest.mark.parametrize("owner", [FeedOwner.ACCOUNT, FeedOwner.LOCAL])
def test_a_feed_that_both_have_in_two_spellings_becomes_one_whoever_gets_it(path: Path, owner: FeedOwner) -> None:
    store = open_store(path, now=NOW)
    account = followed(store)
    arrive(store, account, 1, 2, starred=True)
    local_entries(store, OTHER_SPELLING, [2, 3])
    assert store.accounts.undecided() == ()  # until the next list of the server
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    store.feeds.subscribe([OTHER_SPELLING])
    (question,) = store.accounts.undecided()
    assert (question.url, question.current) == (OTHER_SPELLING, True)
    if owner is FeedOwner.ACCOUNT:
        store.feeds.subscribe([])  # its table has left feeds.toml
    done = store.accounts.decide(account, "1", owner)
    store.accounts.write_settings(Subscription(OTHER_SPELLING, full_text=True))
    for merged in done.merging:
        move_history(store, *merged)
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    while store.moving.bury_batch():
        pass
    (feed,) = store.feeds.subscribed()
    mine = owner is FeedOwner.ACCOUNT
    assert (feed.url, feed.account, feed.total) == ((URL, "home", 3) if mine else (OTHER_SPELLING, "", 3))
    assert [one.full_text for one in store.accounts.subscriptions()] == ([True] if mine else [])
    assert sum(row[2] == 1 for row in states(path)) == 2
    assert store.accounts.undecided() == ()
    assert recount(path)


def test_a_question_about_an_address_that_changed_at_the_server_stays_until_it_is_answered(path: Path) -> None:
    store = open_store(path, now=NOW)
    local_entries(store, LOCAL, [1])
    account = followed(store)
    store.accounts.write_feeds(account, [remote_feed(url=LOCAL)], now=NOW)
    store.feeds.subscribe([LOCAL])
    assert [one.current for one in store.accounts.undecided()] == [True]
    store.feeds.subscribe(["https://else.example/f"])
    assert store.accounts.undecided() == ()


def test_a_feed_that_comes_back_from_a_server_without_guids_is_polled_without_duplicates(path: Path) -> None:
    store = open_store(path, now=NOW)
    account = followed(store)
    feed_id = store.accounts.feed_ids(account)["1"]
    results = [entry_result(new_entry(number).parsed) for number in range(9)]
    theirs = [entry_result(replace(one.parsed, guid=None, content_html="<p>cut</p>")) for one in results]
    updates = [
        RemoteUpdate(f"r{n}", feed_id, None, NewEntry(one.parsed, one.digest, NOW - n, 1), read=True)
        for n, one in enumerate(theirs)
    ]
    store.accounts.store_entries(account, updates, now=NOW)
    store.accounts.decide(account, "1", FeedOwner.LOCAL)
    (poll,) = store.feeds.polls()
    known = store.moving.history(poll.url)
    found = diff_entries(results, known, now=NOW)
    assert found is not None
    assert (len(found[0]), len(found[1])) == (0, 9)

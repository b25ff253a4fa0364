"""Accounts in the store: whose feeds are whose, what the user does reaches the outbox, what servers say does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reader.account import FeedEdit, FeedOwner
from reader.arrival import ChangedEntry
from reader.model import Change, Field, Subscription
from reader.problems import Problem, problem
from reader.store import Store, open_store
from reader.store.feed_owners import FeedsChanged
from reader.store.remote_entries import RemoteUpdate
from tests.support.remote import URL, arrive, followed, recount, remote_feed, remote_update
from tests.support.stocking import NOW, new_entry, states, update

LOCAL = "https://local.example/feed"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


@pytest.fixture
def store(path: Path) -> Store:
    return open_store(path, now=NOW)


def waiting(store: Store, account_id: int) -> list[tuple[str, str, str, bool]]:
    return [(one.remote_id, one.field, one.label, one.value) for one in store.outbox.pending(account_id)]


def edit(store: Store, *feeds: tuple[str, Mapping[str, str] | None]) -> None:
    """The user edits subscriptions: new fields by address, or None to unsubscribe."""
    session = store.journal.begin_session("reader", 1)
    store.account_edits.make("{}", [FeedEdit("home", url, after) for url, after in feeds], session, NOW)


def test_feeds_of_accounts_show_are_never_polled_and_do_not_depend_on_feeds_toml(store: Store) -> None:
    account = followed(store, remote_feed(folder="News"))
    store.feeds.subscribe([LOCAL])
    assert {(feed.url, feed.account) for feed in store.feeds.subscribed()} == {(URL, "home"), (LOCAL, "")}
    assert [poll.url for poll in store.feeds.polls()] == [LOCAL]
    (feed_id,) = store.accounts.feed_ids(account).values()
    assert [feed.account for feed in store.feeds.some([feed_id])] == ["home"]
    assert store.accounts.subscriptions() == (Subscription(URL, title="Feed 1", folder="News", account="home"),)
    store.feeds.subscribe([])
    assert [feed.url for feed in store.feeds.subscribed()] == [URL]
    store.accounts.follow([])
    assert store.feeds.subscribed() == []
    assert store.accounts.subscriptions() == ()
    assert store.accounts.ids() == {}
    store.accounts.follow(["Home"], only=False)  # another spelling of it
    assert [feed.account for feed in store.feeds.subscribed()] == ["Home"]
    assert store.accounts.ids() == {"Home": account}
    store.accounts.follow([], only=False)  # a file read while it was being saved
    assert store.accounts.ids() == {"Home": account}


def test_what_the_user_changes_waits_for_the_server_with_undo_and_redo_and_what_the_server_says_does_not(
    store: Store, path: Path
) -> None:
    account = followed(store)
    ids = arrive(store, account, 1, 2, 3, read=True).new_ids
    assert waiting(store, account) == []
    assert store.outbox.waiting() == {}
    session = store.journal.begin_session("reader", 1)
    store.journal.apply(Change(Field.STARRED, True, ids[:1]), session, NOW)
    store.journal.apply(Change(Field.LABEL, True, ids[:2], "To do"), session, NOW)
    store.journal.apply(Change(Field.LATER, True, ids[2:]), session, NOW)
    assert waiting(store, account) == [
        ("r1", "starred", "", True), ("r1", "label", "To do", True), ("r2", "label", "To do", True),
        ("r3", "label", "Later", True),
    ]  # fmt: skip
    assert store._connection.execute("SELECT DISTINCT time FROM outbox").fetchall() == [(NOW,)]
    step = store.journal.latest(session)
    assert step is not None
    store.journal.revert(step)  # the later change replaces the earlier one
    assert waiting(store, account)[-1] == ("r3", "label", "Later", False)
    assert store.outbox.waiting() == {account: 4}
    sent = store.outbox.pending(account)
    store.state.apply(Change(Field.STARRED, False, ids[:1]))  # while they are being sent
    store.outbox.done(sent)
    assert waiting(store, account) == [("r1", "starred", "", False)]
    assert store.accounts.reconcile(account, unread=set(), starred={"r1"}, labelled=None, cursor="c") == ()
    assert store.accounts.cursor(account) == "c"
    store.outbox.done(store.outbox.pending(account))
    changed = store.accounts.reconcile(account, unread={"r2"}, starred={"r3"}, labelled={"to do": {"r3"}}, cursor="d")
    assert changed == ids
    assert waiting(store, account) == []
    assert recount(path)
    assert states(path) == [
        (ids[0], 1, 0, 0, None), (ids[1], 0, 0, 0, None), (ids[2], 1, 1, 0, "To do"),
    ]  # fmt: skip


def test_entries_arrive_with_their_state_and_known_ones_follow_the_server(store: Store, path: Path) -> None:
    account = followed(store)
    one = arrive(store, account, 1, starred=True, labels=["later", "Père, Noël"])
    two = arrive(store, account, 2, read=True)
    assert states(path) == [(one.new_ids[0], 0, 1, 1, "Père Noël"), (two.new_ids[0], 1, 0, 0, None)]
    assert store.accounts.known(account, ["r1", "r2", "r9"]) == {"r1", "r2"}
    again = [remote_update(1, 1, read=True), replace(remote_update(2, 1, starred=True), entry=None)]
    stored = store.accounts.store_entries(account, again, now=NOW)
    assert (stored.new_ids, stored.changed_ids) == ((), (*one.new_ids, *two.new_ids))
    assert states(path) == [(one.new_ids[0], 1, 0, 0, None), (two.new_ids[0], 0, 1, 0, None)]
    assert recount(path)
    assert waiting(store, account) == []
    assert store.search.pending() == 2
    assert store.entries.entry(one.new_ids[0]) is not None


def test_nothing_is_concluded_from_a_missing_or_a_too_large_set(store: Store, path: Path) -> None:
    account = followed(store)
    arrive(store, account, 1, 2, starred=True, labels=["x"])
    before = states(path)
    many = frozenset(f"other {number}" for number in range(25_001))
    for unread, labelled in ((None, None), (many, {"x": many})):
        changed = store.accounts.reconcile(account, unread=unread, starred=unread, labelled=labelled, cursor="c")
        assert changed == ()
        assert states(path) == before


def test_an_account_without_labels_keeps_them_and_later_here(store: Store, path: Path) -> None:
    account = followed(store, labels=False)
    ids = arrive(store, account, 1).new_ids
    store.state.apply(Change(Field.LATER, True, ids))
    store.state.apply(Change(Field.LABEL, True, ids, "x"))
    store.state.apply(Change(Field.READ, True, ids))
    assert waiting(store, account) == [("r1", "read", "", True)]
    store.outbox.done(store.outbox.pending(account))
    store.accounts.store_entries(account, [replace(remote_update(1, 1), entry=None)], now=NOW)
    assert states(path) == [(*ids, 0, 0, 1, "x")]


def test_a_feed_that_leaves_the_server_is_hidden_with_its_articles_and_comes_back_with_them(
    store: Store, path: Path
) -> None:
    account = followed(store, remote_feed(), remote_feed(2, LOCAL))
    ids = arrive(store, account, 1, 2).new_ids
    store.state.apply(Change(Field.STARRED, True, ids[:1]))
    feed_id = store.accounts.feed_ids(account)["1"]
    gone = store.accounts.write_feeds(account, [remote_feed(2, LOCAL)], now=NOW)
    assert gone == FeedsChanged(removed=(feed_id,))
    assert waiting(store, account) == []
    assert store.accounts.known(account, ["r1"]) == frozenset()
    assert states(path)[0] == (ids[0], 0, 1, 0, None)
    back = store.accounts.write_feeds(account, [remote_feed(2, LOCAL), remote_feed(7)], now=NOW)
    assert back == FeedsChanged(added=(feed_id,))
    (known,) = store.accounts.unmatched(feed_id, ["guid-1"], [])
    update = replace(remote_update(71, feed_id), entry_id=known.id, entry=None)
    store.accounts.store_entries(account, [update], now=NOW)
    assert waiting(store, account) == [("r71", "starred", "", True)]  # which the server has deleted with the feed
    assert store.accounts.unmatched(feed_id, ["guid-1"], []) == []


def test_an_empty_list_of_feeds_only_hides_them_until_there_is_another(store: Store) -> None:
    account = followed(store)
    ids = arrive(store, account, 1).new_ids
    store.state.apply(Change(Field.READ, True, ids))
    store.accounts.write_feeds(account, [], now=NOW)
    assert store.feeds.subscribed() == []
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    assert [feed.url for feed in store.feeds.subscribed()] == [URL]
    assert waiting(store, account) == [("r1", "read", "", True)]


@pytest.mark.parametrize("owner", [FeedOwner.ACCOUNT, FeedOwner.LOCAL])
@pytest.mark.parametrize("address", [URL, "http://paper.example/feed/"])
def test_a_feed_that_is_here_already_waits_for_the_users_answer_which_can_be_changed(
    store: Store, owner: FeedOwner, address: str
) -> None:
    store.feeds.subscribe([address])
    (poll,) = store.feeds.polls()
    store.arrivals.apply([update(poll, [new_entry(1)])], now=NOW)
    account = followed(store)
    assert store.accounts.feed_ids(account) == {}
    assert len(store.feeds.polls()) == 1
    (question,) = store.accounts.undecided()
    assert (question.account, question.remote_id, question.url, question.rival) == ("home", "1", address, "")
    store.accounts.decide(account, "1", owner)
    assert store.accounts.undecided() == ()
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    (feed,) = store.feeds.subscribed()
    assert (feed.account, len(store.feeds.polls())) == (("home", 0) if owner is FeedOwner.ACCOUNT else ("", 1))
    other = FeedOwner.LOCAL if owner is FeedOwner.ACCOUNT else FeedOwner.ACCOUNT
    store.accounts.decide(account, "1", other)
    (feed,) = store.feeds.subscribed()
    assert (feed.account, feed.total) == ("home" if other is FeedOwner.ACCOUNT else "", 1)


def test_edits_show_at_once_and_no_list_of_the_server_undoes_them_before_it_has_heard_of_them(store: Store) -> None:
    account = followed(store, remote_feed(folder="A"), remote_feed(2, LOCAL))
    new = "https://new.example/feed"
    edit(store, (URL, {"title": "Mine", "folder": "B"}), (LOCAL, None), (new, {"folder": "C"}))
    edit(store, (new, {"title": "New"}))
    for _ in range(2):
        assert [(one.url, one.title, one.folder) for one in store.accounts.subscriptions()] == [
            (URL, "Mine", "B"), (new, "New", "C")
        ]  # fmt: skip
        assert {feed.url for feed in store.feeds.subscribed()} == {URL, new}
        store.accounts.write_feeds(account, [remote_feed(folder="A"), remote_feed(2, LOCAL)], now=NOW)
    pending = store.outbox.edits(account)
    assert [one.kind for _, one in pending] == ["rename", "move", "unsubscribe", "subscribe"]
    assert (pending[-1][1].title, pending[-1][1].folder) == ("New", "C")
    store.outbox.edit_refused(pending[2][0], problem(Problem.TIMEOUT, seconds=1))
    assert LOCAL in {feed.url for feed in store.feeds.subscribed()}
    assert [one.kind for one, _ in store.accounts.state(account).refused] == ["unsubscribe"]
    for seq, _ in pending:
        store.outbox.edit_done(seq)
    store.accounts.write_feeds(account, [remote_feed(title="Mine", folder="B"), remote_feed(9, new)], now=NOW)
    assert {feed.url for feed in store.feeds.subscribed()} == {URL, new}
    assert store.outbox.waiting() == {}


def test_an_edit_that_is_on_its_way_is_not_taken_for_a_later_one(store: Store) -> None:
    account = followed(store, remote_feed())
    new = "https://new.example/feed"
    edit(store, (new, {}))
    ((sent, _),) = store.outbox.edits(account)
    edit(store, (new, {"title": "New"}))
    store.outbox.edit_done(sent, "7")
    ((sent, found),) = store.outbox.edits(account)
    assert (found.kind, found.url, found.title) == ("subscribe", new, "New")
    edit(store, (new, None))
    store.outbox.edit_done(sent, "7")
    ((sent, found),) = store.outbox.edits(account)
    assert (found.kind, found.url, found.feed_id) == ("unsubscribe", new, "")
    for _ in range(2):
        assert [one.url for one in store.accounts.subscriptions()] == [URL]
        assert [feed.url for feed in store.feeds.subscribed()] == [URL]
        store.accounts.write_feeds(account, [remote_feed(), remote_feed(7, new)], now=NOW)  # it has heard of the first
    store.outbox.edit_done(sent)
    assert [feed.url for feed in store.feeds.subscribed()] == [URL]
    assert store.outbox.waiting() == {}


def test_the_results_of_synchronising_are_kept(store: Store) -> None:
    account = followed(store)
    store.accounts.write_result(account, now=NOW, error=problem(Problem.TIMEOUT, seconds=9), next_sync=NOW + 60)
    store.accounts.write_result(account, now=NOW + 60, error=problem(Problem.TIMEOUT, seconds=9), next_sync=NOW + 120)
    (state,) = store.accounts.states()
    assert (state.failures, state.last_success, state.next_sync) == (2, None, NOW + 120)
    assert state.error == problem(Problem.TIMEOUT, seconds=9)
    assert not state.history_complete
    store.accounts.write_result(account, now=NOW + 120, succeeded=True)
    store.accounts.write_history(account, None)
    state = store.accounts.state(account)
    assert (state.failures, state.error, state.last_success, state.feeds) == (0, None, NOW + 120, 1)
    assert state.history_complete
    assert store.accounts.history(account) is None
    with pytest.raises(KeyError):
        store.accounts.state(99)


def test_ids_of_another_server_are_forgotten_and_unsent_changes_wait_for_the_new_ones(store: Store) -> None:
    account = followed(store, remote_feed(5), remote_feed(1, LOCAL))
    store.accounts.recognise(account, "one")
    ids = arrive(store, account, 1, feed="5").new_ids
    store.state.apply(Change(Field.READ, True, ids))
    store.accounts.write_settings(Subscription(URL, full_text=True, tags=("a",)))
    edit(store, (URL, {"title": "Mine"}))
    assert [one.feed_id for _, one in store.outbox.edits(account)] == ["5"]
    store.accounts.recognise(account, "two")
    assert waiting(store, account) == []
    edit(store, (LOCAL, None))  # before the new server has said which feeds it has
    assert [(one.kind, one.url, one.feed_id) for _, one in store.outbox.edits(account)] == [
        ("rename", URL, ""), ("unsubscribe", LOCAL, "")
    ]  # fmt: skip
    assert store.accounts.known(account, ["r1"]) == frozenset()
    store.accounts.write_feeds(account, [remote_feed(1), remote_feed(5, LOCAL)], now=NOW)
    (one,) = store.accounts.subscriptions()
    assert (one.url, one.title) == (URL, "Mine")
    for seq, _ in store.outbox.edits(account):
        store.outbox.edit_done(seq)
    (one,) = store.accounts.subscriptions()
    assert (one.url, one.title) == (URL, "Mine")
    assert (one.full_text, one.tags) == (True, ("a",))
    feed_id = store.accounts.feed_ids(account)["1"]
    update = replace(remote_update(50, feed_id), entry_id=ids[0], entry=None)
    store.accounts.store_entries(account, [update], now=NOW)
    assert waiting(store, account) == [("r50", "read", "", True)]


def test_an_account_that_was_removed_comes_back_with_its_articles_and_unsent_changes(store: Store) -> None:
    account = followed(store)
    ids = arrive(store, account, 1, 2).new_ids
    store.state.apply(Change(Field.READ, True, ids[:1]))
    store.accounts.follow([])
    assert store.outbox.waiting() == {}
    store.accounts.follow(["home"])
    assert store.outbox.waiting() == {account: 1}
    assert store.accounts.known(account, ["r1", "r2"]) == {"r1", "r2"}
    assert [feed.total for feed in store.feeds.subscribed()] == [2]


def test_a_feed_of_an_account_that_was_removed_can_be_polled_here_and_is_asked_about_when_it_comes_back(
    store: Store,
) -> None:
    account = followed(store)
    ids = arrive(store, account, 1).new_ids
    store.state.apply(Change(Field.STARRED, True, ids))
    store.accounts.follow([])
    store.feeds.subscribe([URL])
    (feed,) = store.feeds.subscribed()
    assert (feed.account, feed.total, len(store.feeds.polls())) == ("", 1, 1)
    store.accounts.follow(["home"])
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    assert [one.current for one in store.accounts.undecided()] == [False]


def test_feeds_toml_may_name_a_feed_of_an_account_which_stays_its_until_the_user_decides(store: Store) -> None:
    account = followed(store)
    ids = arrive(store, account, 1).new_ids
    store.feeds.subscribe([URL, LOCAL])
    assert [(one.url, one.current) for one in store.accounts.undecided()] == [(URL, True)]
    store.state.apply(Change(Field.READ, True, ids))
    store.accounts.write_feeds(account, [remote_feed()], now=NOW)
    store.feeds.subscribe([], only=False)  # a file that could not be read to its end says nothing
    assert waiting(store, account) == [("r1", "read", "", True)]
    assert len(store.accounts.undecided()) == 1
    store.feeds.subscribe([LOCAL])
    assert store.accounts.undecided() == ()


def test_a_server_that_has_labels_from_now_on_hears_of_those_that_are_here(store: Store, path: Path) -> None:
    account = followed(store, labels=False)
    ids = arrive(store, account, 1, 2).new_ids
    store.state.apply(Change(Field.LABEL, True, ids[:1], "x"))
    store.state.apply(Change(Field.LATER, True, ids[1:]))
    store.accounts.write_abilities(account, labels=True)
    before = states(path)
    assert store.accounts.reconcile(account, unread=None, starred=None, labelled={}, cursor="c") == ()
    assert states(path) == before
    assert set(waiting(store, account)) == {("r1", "label", "x", True), ("r2", "label", "Later", True)}


def test_an_edit_by_a_server_without_guids_keeps_the_publishers_and_unread_again_is_noted(
    store: Store, path: Path
) -> None:
    account = followed(store)
    ids = arrive(store, account, 1, read=True).new_ids
    parsed = replace(new_entry(1).parsed, guid=None, title="New title")
    edited = ChangedEntry(ids[0], parsed, "other", 3, unread=True)
    gone = replace(remote_update(8, 1), entry_id=4711, entry=None)  # another process has removed it
    update = RemoteUpdate("r1", 1, ids[0], edited, read=True)
    assert store.accounts.store_entries(account, [update, gone], now=NOW).changed_ids == ids
    assert [(one.guid, one.title) for one in store.accounts.stored(account, ["r1"]).values()] == [
        ("guid-1", "New title")
    ]
    assert states(path) == [(*ids, 0, 0, 0, None)]
    assert waiting(store, account) == [("r1", "read", "", False)]


def test_a_label_in_several_spellings_at_the_server_is_one_here_and_removed_in_all(store: Store, path: Path) -> None:
    account = followed(store)
    ids = arrive(store, account, 1, labels=["Straße", "STRASSE"]).new_ids
    store.state.apply(Change(Field.LABEL, False, ids, "strasse"))
    items = store.outbox.pending(account)
    assert sorted(one.label for one in items) == ["STRASSE", "Straße"]
    store.outbox.done(items[:1])  # the other one was refused, or lost
    assert len(store.outbox.pending(account)) == 2
    store.outbox.done(items)
    assert store.outbox.pending(account) == ()
    store.state.apply(Change(Field.LABEL, True, ids, "strasse"))
    assert [one.label for one in store.outbox.pending(account)] == ["STRASSE"]
    store.state.apply(Change(Field.LABEL, True, ids, "later"))  # the name of a list: stays here
    assert len(store.outbox.pending(account)) == 1


def test_an_article_that_the_server_deleted_keeps_its_star_and_labels_here(store: Store, path: Path) -> None:
    account = followed(store)
    ids = arrive(store, account, 1, 2, 3, starred=True, labels=["x", "Later"]).new_ids
    store.state.apply(Change(Field.STARRED, True, ids))  # no change, so nothing waits
    store.state.apply(Change(Field.LATER, False, ids[:1]))
    starred, labelled = {"r1"}, {"X": {"r1"}, "later": {"r1"}}
    assert set(store.accounts.doubtful(account, starred=starred, labelled=labelled)) == {"r2", "r3"}
    assert store.accounts.doubtful(account, starred=None, labelled=None) == ()
    too_many = {f"other {number}" for number in range(25_001)}
    assert store.accounts.doubtful(account, starred=too_many, labelled={"x": too_many}) == ()
    store.accounts.reconcile(account, unread=None, starred=starred, labelled=labelled, cursor=None, gone={"r2"})
    assert states(path) == [(ids[0], 0, 1, 0, "x"), (ids[1], 0, 1, 1, "x"), (ids[2], 0, 0, 0, None)]
    assert store.accounts.known(account, ["r1", "r2", "r3"]) == {"r1", "r3"}
    store.state.apply(Change(Field.READ, True, ids))
    assert {one.remote_id for one in store.outbox.pending(account)} == {"r1", "r3"}


def test_no_statement_of_a_synchronisation_reads_all_articles(store: Store) -> None:
    account = followed(store)
    arrive(store, account, *range(20), labels=["x", "Later"])
    statements: set[str] = set()
    store._connection.set_trace_callback(statements.add)
    ids = arrive(store, account, 30, 31, starred=True).new_ids
    store.accounts.store_entries(account, [replace(remote_update(30, 1, read=True), entry=None)], now=NOW)
    store.state.apply(Change(Field.READ, True, ids))
    store.state.apply(Change(Field.LABEL, True, ids, "x"))
    store.accounts.doubtful(account, starred={"r1"}, labelled={"x": {"r1"}})
    store.accounts.reconcile(account, unread={"r1"}, starred={"r2"}, labelled={"x": {"r3"}}, cursor="c")
    store.outbox.done(store.outbox.pending(account))
    store.accounts.write_feeds(account, [remote_feed(title="Other")], now=NOW)
    store.accounts.state(account)
    store._connection.set_trace_callback(None)
    for statement in statements:
        if statement.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT", "DELETE")):
            for *_, step in store._connection.execute(f"EXPLAIN QUERY PLAN {statement}"):
                words = step.split()
                large = {"entries", "e", "remote_entries", "r", "content", "entry_labels", "l", "x"}
                partial = "USING" in words  # a walk over the few that are unread, starred or kept for later
                all_read = words[0] == "SCAN" and words[1] in large and not partial
                assert not all_read or statement.endswith("LIMIT 1"), (step, statement)

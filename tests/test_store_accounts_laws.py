"""Laws of synchronising: what the user has changed is never undone by a report, and in the end both sides are equal.

A server with labels and a phone are a model here; the store is a real file.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections import defaultdict
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.account import FeedOwner, RemoteFeed
from reader.arrival import NewEntry
from reader.model import Change, Field
from reader.refresh.feeds.relocate import move_history
from reader.store import Store, open_store
from reader.store.feed_owners import FeedsChanged
from reader.store.outbox import LATER, OutboxItem
from reader.store.remote_entries import RemoteUpdate
from reader.text import fold
from reader.web.address_keys import feed_key
from tests.support.fuzzing import examples
from tests.support.remote import ServerArticle, followed, recount, remote_feed, remote_update
from tests.support.stocking import NOW, new_entry, states, update

ARTICLES = 6
LABELS = ("a", "A", "Straße", "STRASSE", LATER, "later")  # two spellings each, one of them as it is here


class Server:
    """A server with labels, as far as the store can tell. A label that no article has is not listed."""

    def __init__(self, count: int) -> None:
        self.articles = {f"r{number}": ServerArticle() for number in range(count)}

    def push(self, item: OutboxItem) -> None:
        if item.remote_id in self.articles:
            self.articles[item.remote_id].set(item.field, item.value, item.label)

    def unread(self) -> frozenset[str]:
        return frozenset(one for one, article in self.articles.items() if not article.read)

    def starred(self) -> frozenset[str]:
        return frozenset(one for one, article in self.articles.items() if article.starred)

    def labelled(self) -> dict[str, frozenset[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for one, article in self.articles.items():
            for label in article.labels:
                found[label].add(one)
        return {label: frozenset(ids) for label, ids in found.items()}

    def report(self) -> dict[str, tuple[int, int, int, frozenset[str]]]:
        """What :func:`here` must be in the end."""
        found = {}
        for one, article in self.articles.items():
            keys = frozenset(map(fold, article.labels))
            found[one] = (int(article.read), int(article.starred), int(fold(LATER) in keys), keys - {fold(LATER)})
        return found


def here(path: Path, ids: dict[int, str]) -> dict[str, tuple[int, int, int, frozenset[str]]]:
    """The state of each article in the store, by its id at the server."""
    found = {}
    for entry_id, read, starred, later, labels in states(path):
        keys = frozenset(map(fold, str(labels).split(","))) if labels else frozenset()
        if entry_id in ids:
            found[ids[int(str(entry_id))]] = (int(str(read)), int(str(starred)), int(str(later)), keys)
    return found


def opened(path: Path) -> Store:
    """A new store that does not wait for the disk."""
    store = open_store(path, now=NOW)
    store._connection.execute("PRAGMA synchronous = OFF")
    return store


class Both:
    """A store and its server, and the changes of either."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance = path, chance
        self.store: Store = opened(path)
        self.account = followed(self.store)
        self.server = Server(ARTICLES)
        (self.feed_id,) = self.store.accounts.feed_ids(self.account).values()
        self.session = self.store.journal.begin_session("reader", 1)
        self.touched: set[tuple[str, str]] = set()  # articles and fields that anybody changed
        self.ids: dict[int, str] = {}
        self.arrive([*self.server.articles])

    def arrive(self, remote_ids: list[str]) -> None:
        known = self.store.accounts.stored(self.account, remote_ids)
        self.store.accounts.store_entries(self.account, [self._update(one, known) for one in remote_ids], now=NOW)
        stored = self.store.accounts.stored(self.account, self.server.articles)
        self.ids = {one.id: remote_id for remote_id, one in stored.items()}

    def _update(self, remote_id: str, known: object) -> RemoteUpdate:
        article = self.server.articles[remote_id]
        one = remote_update(
            int(remote_id[1:]), self.feed_id, read=article.read, starred=article.starred, labels=article.labels
        )
        return replace(one, entry=None) if remote_id in known else one  # type: ignore[operator]

    # -- acts

    def user(self) -> None:
        which = self.chance.choice([*Field])
        label = self.chance.choice(LABELS[:4]) if which is Field.LABEL else ""
        ids = tuple(self.chance.sample(sorted(self.ids), self.chance.randint(1, 3)))
        self.touched |= {(self.ids[one], f"{which} {fold(label)}") for one in ids}
        change = Change(which, self.chance.random() < 0.6, ids, label)
        self.store.journal.apply(change, self.session, NOW)

    def undo(self) -> None:
        step = self.store.journal.latest(self.session, undone=self.chance.random() < 0.5)
        if step:
            self.store.journal.revert(step)

    def phone(self) -> None:
        which = self.chance.choice([Field.READ, Field.STARRED, Field.LABEL, Field.LABEL])
        label = self.chance.choice(LABELS) if which is Field.LABEL else ""
        remote_id = self.chance.choice([*self.server.articles])
        state = Field.LATER if fold(label) == fold(LATER) else which
        self.touched.add((remote_id, f"{state} {'' if state is Field.LATER else fold(label)}"))
        self.server.articles[remote_id].set(which, self.chance.random() < 0.6, label)

    def push(self, *, all_of_it: bool = False) -> None:
        """Sends what waits, as far as the server can be reached; the user carries on in the meantime."""
        items = self.store.outbox.pending(self.account)
        accepted = items if all_of_it else [one for one in items if self.chance.random() < 0.7]
        for item in accepted:
            self.server.push(item)
        if not all_of_it and self.chance.random() < 0.5:
            self.user()
        if all_of_it or self.chance.random() < 0.8:  # else the answer is lost
            self.store.outbox.done(accepted)

    def report(self) -> None:
        """What the server says arrives after both sides have gone on."""
        unread, starred, labelled = self.server.unread(), self.server.starred(), self.server.labelled()
        some = self.chance.sample(sorted(self.server.articles), self.chance.randint(0, 2))
        updates = [self._update(one, self.server.articles) for one in some]
        for act in self.chance.sample([self.user, self.undo, self.phone], self.chance.randint(0, 2)):
            act()
        own = self.unsent()
        self.store.accounts.store_entries(self.account, updates, now=NOW)
        missing = self.chance.random()
        self.store.accounts.reconcile(
            self.account,
            unread=None if missing < 0.2 else unread,
            starred=None if 0.1 < missing < 0.3 else starred,
            labelled=None if 0.2 < missing < 0.4 else labelled,
            cursor="c",
        )
        assert self.unsent() == own
        self.check()

    # -- what must hold

    def unsent(self) -> dict[tuple[str, str, str], bool]:
        items = self.store.outbox.pending(self.account)
        return {(one.remote_id, one.field, fold(one.label)): one.value for one in items}

    def check(self) -> None:
        states = here(self.path, self.ids)
        for (remote_id, which, key), value in self.unsent().items():
            read, starred, later, labels = states[remote_id]
            mine = {Field.READ: read, Field.STARRED: starred}.get(
                Field(which), key in labels or (key == "later" and later)
            )
            assert bool(mine) is value
        for remote_id, (read, starred, later, labels) in states.items():
            values = {"read ": read, "starred ": starred, "later ": later, **{f"label {key}": 1 for key in labels}}
            assert {name for name, value in values.items() if value} <= {
                name for one, name in self.touched if one == remote_id
            }
        assert recount(self.path)

    def finish(self) -> None:
        """Sends everything, takes over everything: both sides are equal, and then nothing changes any more."""
        self.push(all_of_it=True)
        for last in (False, True):
            changed = self.store.accounts.reconcile(
                self.account,
                unread=self.server.unread(),
                starred=self.server.starred(),
                labelled=self.server.labelled(),
                cursor="c",
            )
            assert not (last and changed)
            assert here(self.path, self.ids) == self.server.report()
        assert self.unsent() == {}
        self.check()


@given(st.lists(st.sampled_from(["user", "user", "undo", "phone", "push", "report"]), max_size=25), st.randoms())
@settings(max_examples=examples(100))
def test_no_report_undoes_the_user_nothing_changes_by_itself_and_both_sides_become_equal(
    acts: list[str], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both = Both(Path(folder, "s.db"), chance)
        with closing(both.store):
            for act in acts:
                getattr(both, act)()
            both.finish()


@given(st.lists(st.sampled_from(["user", "undo", "phone", "push"]), max_size=12), st.randoms())
@settings(max_examples=examples(50))
def test_a_feed_that_becomes_the_accounts_keeps_what_either_side_had(acts: list[str], chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as folder:
        both = Both(Path(folder, "s.db"), chance)
        with closing(both.store):
            for act in acts:
                getattr(both, act)()
            decide = both.store.accounts.decide
            decide(both.account, "1", FeedOwner.LOCAL)
            local = here(both.path, both.ids)
            assert both.unsent() == {}
            for _ in range(chance.randint(0, 3)):
                both.phone()
            remote = both.server.report()
            decide(both.account, "1", FeedOwner.ACCOUNT)
            guids = {one.guid: one.id for one in both.store.accounts.unmatched(both.feed_id, _guids(), [])}
            updates = [both._update(one, both.server.articles) for one in both.server.articles]
            matched = [replace(one, entry_id=guids[f"guid-{one.remote_id[1:]}"]) for one in updates]
            both.store.accounts.store_entries(both.account, matched, now=NOW)
            merged = {
                one: (*map(max, local[one][:3], remote[one][:3]), local[one][3] | remote[one][3]) for one in remote
            }
            assert here(both.path, both.ids) == merged
            both.finish()
            assert here(both.path, both.ids) == merged


def _guids() -> list[str]:
    return [f"guid-{number}" for number in range(ARTICLES)]


@given(st.lists(st.sets(st.integers(1, 5), max_size=5), max_size=12), st.sets(st.integers(1, 5)))
@settings(max_examples=examples(50))
def test_any_order_of_lists_of_feeds_shows_exactly_the_last_and_loses_no_article(
    lists: list[set[int]], local: set[int]
) -> None:
    """Each list gives its feeds new ids, as a server does to which one subscribes again."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "s.db")
        with closing(opened(path)) as store:
            store.feeds.subscribe(f"https://f.example/{number}" for number in local)
            polls = store.feeds.polls()
            store.arrivals.apply([update(poll, [new_entry(poll.feed_id)]) for poll in polls], now=NOW)
            account = followed(store, remote_feed(99, "https://other.example/f"))
            entries = len(local)
            for step, feeds in enumerate([*lists, {1, 2, 3}]):
                listed = [remote_feed(100 * step + one, f"https://f.example/{one}") for one in sorted(feeds)]
                store.accounts.write_feeds(account, listed, now=NOW)
                theirs = {f"https://f.example/{one}" for one in feeds - local}
                assert {feed.url for feed in store.feeds.subscribed() if feed.account} == theirs
                asked = {one.url for one in store.accounts.undecided()}
                assert not feeds or asked == {f"https://f.example/{one}" for one in feeds & local}
                for remote_id, feed_id in store.accounts.feed_ids(account).items():
                    one = replace(remote_update(int(remote_id) + 1000, feed_id), entry=new_entry(int(remote_id) + 1000))
                    entries += len(store.accounts.store_entries(account, [one], now=NOW).new_ids)
                assert len(states(path)) == entries
                assert recount(path)


SPELLINGS = [f"https://f.example/{number}" for number in range(3)] + ["http://f.example/1/", "https://www.f.example/2"]


class Owners:
    """``feeds.toml``, two accounts that come and go, and a user who answers whose a feed is, in any order."""

    def __init__(self, path: Path, chance: random.Random) -> None:
        self.path, self.chance, self.store = path, chance, opened(path)
        self.local: set[str] = set()
        self.accounts = {name: followed(self.store, name=name) for name in ("one", "two")}
        self.lists: dict[str, list[RemoteFeed]] = {name: [remote_feed()] for name in self.accounts}
        self.number = 0
        self.guids: set[str] = set()

    def toml(self) -> None:
        url = self.chance.choice(SPELLINGS)
        others = {one for one in self.local if feed_key(one) != feed_key(url)}  # nobody has a feed in two spellings
        self.local = others if url in self.local else others | {url}
        self.store.feeds.subscribe(self.local, only=self.chance.random() < 0.8)
        polls = self.store.feeds.polls()
        self.store.arrivals.apply([update(poll, [self._new()]) for poll in polls if poll.url in self.local], now=NOW)

    def _new(self) -> NewEntry:
        self.number += 1
        self.guids.add(f"guid-{self.number}")
        return new_entry(self.number)

    def follow(self) -> None:
        names = self.chance.sample(["one", "two"], self.chance.randint(0, 2))
        self.store.accounts.follow(names, only=self.chance.random() < 0.8)

    def server(self) -> None:
        name = self.chance.choice([*self.accounts])
        if name not in self.store.accounts.ids():
            return
        feeds = self.chance.sample(SPELLINGS, self.chance.randint(0, 3))
        step = self.chance.randint(0, 1) * 100  # the ids of before, or new ones after one has subscribed again
        self.lists[name] = [remote_feed(10 + step + SPELLINGS.index(url), url) for url in feeds]
        self.merge(self.store.accounts.write_feeds(self.accounts[name], self.lists[name], now=NOW))
        for remote_id, feed_id in self.store.accounts.feed_ids(self.accounts[name]).items():
            new = self._new()
            one = replace(remote_update(self.number, feed_id), entry=new, remote_id=f"{name} {remote_id} {self.number}")
            self.store.accounts.store_entries(self.accounts[name], [one], now=NOW)

    def merge(self, done: FeedsChanged) -> None:
        for old, new in done.merging:
            move_history(self.store, old, new)

    def answer(self) -> None:
        for one in self.store.accounts.undecided():
            owner = self.chance.choice([FeedOwner.ACCOUNT, FeedOwner.LOCAL])
            if owner is FeedOwner.ACCOUNT and not one.rival:
                self.local.discard(one.url)
                self.store.feeds.subscribe(self.local)
            self.merge(self.store.accounts.decide(one.account_id, one.remote_id, owner))

    def user(self) -> None:
        field_, ids = self.chance.choice([Field.READ, Field.STARRED]), tuple(range(1, self.number + 1))
        some = tuple(self.chance.sample(ids, min(3, len(ids))))
        self.store.state.apply(Change(field_, self.chance.random() < 0.7, some))

    def check(self) -> None:
        assert recount(self.path)
        with closing(sqlite3.connect(self.path)) as database:
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
            for sql in _NEVER:
                assert database.execute(sql).fetchall() == [], sql
            shown = {url for (url,) in database.execute("SELECT url FROM feeds WHERE subscribed = 1")}
            kept = {guid for (guid,) in database.execute("SELECT guid FROM entries")}
        assert kept == self.guids
        assert {feed_key(url) for url in self.local} <= {feed_key(url) for url in shown}

    def finish(self) -> None:
        """Everything is listed and answered: each address shows once, and all that is listed shows."""
        self.store.accounts.follow(["one", "two"])
        self.store.feeds.subscribe(self.local)
        for _ in range(3):
            for name, account_id in self.accounts.items():
                self.merge(self.store.accounts.write_feeds(account_id, self.lists[name], now=NOW))
            for one in self.store.accounts.undecided():
                self.merge(self.store.accounts.decide(one.account_id, one.remote_id, FeedOwner.LOCAL))
        self.check()
        listed = {feed_key(feed.url) for name in self.accounts for feed in self.lists[name] if len(self.lists[name])}
        shown = [feed_key(feed.url) for feed in self.store.feeds.subscribed()]
        assert listed <= set(shown)
        local = {feed_key(feed.url) for feed in self.store.feeds.subscribed() if not feed.account}
        assert local == {feed_key(url) for url in self.local}
        assert self.store.accounts.undecided() == ()


_NEVER = (
    (
        "SELECT r.* FROM remote_entries r JOIN entries e ON e.id = r.entry_id JOIN feeds f ON f.id = e.feed_id"
        " WHERE f.account_id IS NOT r.account_id AND f.merged = 0"
    ),
    "SELECT a.* FROM account_feeds a JOIN feeds f ON f.id = a.feed_id WHERE f.account_id IS NOT a.account_id",
    "SELECT f.url FROM feeds f JOIN accounts a ON a.id = f.account_id WHERE subscribed = 1 AND followed = 0",
    (
        "SELECT f.url FROM feeds f WHERE subscribed = 1 AND account_id IS NOT NULL"
        " AND NOT EXISTS (SELECT 1 FROM account_feeds a WHERE a.feed_id = f.id)"
    ),
)


@given(
    st.lists(st.sampled_from(["toml", "toml", "follow", "server", "server", "answer", "user"]), max_size=25),
    st.randoms(),
)
@settings(max_examples=examples(50))
def test_however_feeds_change_hands_none_is_lost_or_shown_twice_and_no_article_is(
    acts: list[str], chance: random.Random
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        owners = Owners(Path(folder, "s.db"), chance)
        with closing(owners.store):
            for act in acts:
                getattr(owners, act)()
                owners.check()
            owners.finish()

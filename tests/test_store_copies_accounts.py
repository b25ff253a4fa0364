"""Copies of an article in two accounts and in a feed of one's own: no server's word is lost, invented or repeated for ever.

The servers and phones are a model here; the store is a real file.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.arrival import NewEntry, ParsedEntry
from reader.model import Change, Field
from reader.store import Store, open_store
from reader.store.outbox import LATER
from reader.store.remote_entries import RemoteUpdate
from tests.support.fuzzing import examples
from tests.support.remote import ServerArticle, followed, recount, remote_feed
from tests.support.stocking import NOW, update

OWN = "https://own.example/feed"
ARTICLES = 4


def copy(number: int, feed: str) -> NewEntry:
    parsed = ParsedEntry(
        f"{feed}-{number}", f"https://paper.example/a-{number}", f"Title {number}", published=NOW - number
    )
    return NewEntry(parsed, digest=f"{feed}{number}", sort=NOW - number, words=9)


class Account:
    """An account with its server."""

    def __init__(self, store: Store, name: str) -> None:
        self.store, self.name = store, name
        self.id = followed(store, remote_feed(1, f"https://{name}.example/feed"), name=name)
        self.feed_id = store.accounts.feed_ids(self.id)["1"]
        self.articles: dict[str, ServerArticle] = {}

    def arrive(self, number: int) -> None:
        one = self.articles.setdefault(f"{self.name}{number}", ServerArticle())
        new = RemoteUpdate(
            f"{self.name}{number}", self.feed_id, None, copy(number, self.name), one.read, one.starred, tuple(one.labels)
        )  # fmt: skip
        self.store.accounts.store_entries(self.id, [new], now=NOW)

    def push(self, part: float = 1.0, chance: random.Random | None = None) -> None:
        items = [one for one in self.store.outbox.pending(self.id) if chance is None or chance.random() < part]
        for item in items:
            self.articles[item.remote_id].set(item.field, item.value, item.label)
        self.store.outbox.done(items)

    def report(self) -> None:
        known = self.store.accounts.stored(self.id, self.articles)
        updates = [
            RemoteUpdate(remote_id, self.feed_id, known[remote_id].id, None, one.read, one.starred, tuple(one.labels))
            for remote_id, one in self.articles.items()
            if remote_id in known
        ]
        self.store.accounts.store_entries(self.id, updates, now=NOW)
        labels = {label for one in self.articles.values() for label in one.labels}
        self.store.accounts.reconcile(
            self.id,
            unread=frozenset(one for one, article in self.articles.items() if not article.read),
            starred=frozenset(one for one, article in self.articles.items() if article.starred),
            labelled={
                label: frozenset(one for one, article in self.articles.items() if label in article.labels)
                for label in labels
            },
            cursor="c",
        )

    def states(self) -> dict[int, tuple[bool, bool, bool, bool]]:
        """Read, starred, later and labelled, by the number of the article."""
        return {
            int(remote_id[1:]): (one.read, one.starred, LATER in one.labels, "a" in one.labels)
            for remote_id, one in self.articles.items()
        }


class Scene:
    """A store with two accounts and a feed that is polled here; all three have the same articles."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = open_store(path, now=NOW)
        self.store._connection.execute("PRAGMA synchronous = OFF")
        self.store.feeds.subscribe([OWN])
        self.accounts = [Account(self.store, "x"), Account(self.store, "y")]
        self.session = self.store.journal.begin_session("reader", 1)

    def arrive_here(self, number: int) -> None:
        (poll,) = self.store.feeds.polls()
        self.store.arrivals.apply([update(poll, [copy(number, "own")])], now=NOW)

    def ids(self, number: int) -> list[int]:
        rows = self.store._connection.execute(
            "SELECT id FROM entries WHERE title = ? ORDER BY id", (f"Title {number}",)
        )
        return [entry_id for (entry_id,) in rows]

    def here(self) -> dict[int, set[tuple[bool, bool, bool, bool]]]:
        """The states that the copies of each article have."""
        found: dict[int, set[tuple[bool, bool, bool, bool]]] = {}
        for title, *flags, labels in self.store._connection.execute(
            "SELECT title, read, starred, later, (SELECT group_concat(name) FROM labels JOIN entry_labels ON label_id ="
            " labels.id WHERE entry_id = entries.id) FROM entries"
        ):
            read, starred, later = map(bool, flags)
            found.setdefault(int(title.split()[1]), set()).add((read, starred, later, labels == "a"))
        return found

    def settle(self) -> None:
        """Synchronises until nothing more changes; fails if that never is."""
        for _ in range(6):
            for account in self.accounts:
                account.push()
                account.report()
            if not any(self.store.outbox.pending(account.id) for account in self.accounts):
                before = self.here()
                for account in self.accounts:
                    account.report()
                if self.here() == before and not any(self.store.outbox.pending(one.id) for one in self.accounts):
                    return
        raise AssertionError("the servers never agree")


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    scene = Scene(tmp_path / "s.db")
    yield scene
    scene.store.close()


def test_an_article_read_on_a_phone_is_read_in_all_feeds_and_the_other_server_is_informed(scene: Scene) -> None:
    one, other = scene.accounts
    scene.arrive_here(1)
    for account in scene.accounts:
        account.arrive(1)
    one.articles["x1"].read = True
    one.report()
    assert scene.here()[1] == {(True, False, False, False)}
    assert [(item.remote_id, item.value) for item in scene.store.outbox.pending(other.id)] == [("y1", True)]
    assert not scene.store.outbox.pending(one.id)
    other.report()  # of before
    assert scene.here()[1] == {(True, False, False, False)}
    scene.settle()
    assert one.states() == other.states() == {1: (True, False, False, False)}


def test_an_article_that_was_starred_here_is_starred_at_a_server_where_it_arrives_later(scene: Scene) -> None:
    scene.arrive_here(1)
    (mine,) = scene.ids(1)
    session = scene.session
    for change in (Change(Field.STARRED, True, (mine,)), Change(Field.LABEL, True, (mine,), "a")):
        scene.store.journal.apply(change, session, NOW)
    scene.accounts[0].arrive(1)
    assert scene.here()[1] == {(False, True, False, True)}
    scene.settle()
    assert scene.accounts[0].states() == {1: (False, True, False, True)}


def test_a_recent_change_is_not_undone_by_the_other_servers_report(scene: Scene) -> None:
    for account in scene.accounts:
        account.arrive(1)
    one, other = scene.accounts
    one.articles["x1"].read = True
    one.report()
    scene.store.journal.apply(Change(Field.READ, False, (scene.ids(1)[0],)), scene.session, NOW)
    one.push()
    other.report()
    one.report()
    assert scene.here()[1] == {(False, False, False, False)}
    scene.settle()
    assert one.states() == other.states() == {1: (False, False, False, False)}


def test_two_articles_of_one_account_that_are_copies_stay_equal_at_its_server(scene: Scene) -> None:
    account = scene.accounts[0]
    account.arrive(1)
    second = scene.store.accounts.write_feeds(
        account.id, [remote_feed(1, "https://x.example/feed"), remote_feed(2, "https://x.example/science")], now=NOW
    )
    assert second.added
    account.articles["x9"] = ServerArticle()
    new = RemoteUpdate("x9", second.added[0], None, copy(1, "science"), False, False, ())
    scene.store.accounts.store_entries(account.id, [new], now=NOW)
    account.articles["x1"].read = True
    known = scene.store.accounts.stored(account.id, account.articles)
    for order in (["x1", "x9"], ["x9", "x1"]):
        scene.store.accounts.store_entries(
            account.id,
            [replace(new, remote_id=one, entry_id=known[one].id, entry=None, read=account.articles[one].read) for one in order],
            now=NOW,
        )  # fmt: skip
        assert scene.here()[1] == {(True, False, False, False)}
    account.push()
    assert account.articles["x9"].read


@settings(max_examples=examples(60), deadline=None)
@given(seed=st.integers(0, 10**9))
def test_all_copies_and_both_servers_agree_in_the_end(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        scene = Scene(Path(folder, "s.db"))
        with closing(scene.store):
            touched, last = _live(scene, chance)
            scene.settle()
            states = scene.here()
            assert all(len(one) == 1 for one in states.values()), states
            for account in scene.accounts:
                for number, state in account.states().items():
                    assert states[number] == {state}
            for number, (state,) in states.items():
                for position, name in enumerate(("read", "starred", "later", "label")):
                    assert not state[position] or (number, name) in touched  # nothing is invented
                    assert last.get((number, name), state[position]) is state[position]  # nor lost
            assert recount(scene.path)


Touched = tuple[int, str]  # the number of an article, and a state


def _live(scene: Scene, chance: random.Random) -> tuple[set[Touched], dict[Touched, bool]]:
    """Articles arrive in any order while the user and two phones change them.

    Returns what anybody touched, and the user's last value of what nobody else did.
    """
    by_phone: set[Touched] = set()
    last: dict[Touched, bool] = {}
    arrivals = [(place, number) for place in range(3) for number in range(ARTICLES)]
    chance.shuffle(arrivals)
    touched: set[Touched] = set()
    while arrivals or chance.random() < 0.9:
        if arrivals and chance.random() < 0.4:
            place, number = arrivals.pop()
            if place < 2:
                scene.accounts[place].arrive(number)
            else:
                scene.arrive_here(number)
            continue
        account, number = chance.choice(scene.accounts), chance.randrange(ARTICLES)
        which = chance.choice([*Field])
        act = chance.random()
        if act < 0.3 and (ids := scene.ids(number)):
            touched.add((number, str(which)))
            label = "a" if which is Field.LABEL else ""
            change = Change(which, chance.random() < 0.6, (chance.choice(ids),), label)
            last[number, str(which)] = change.value
            scene.store.journal.apply(change, scene.session, NOW)
        elif act < 0.4:
            step = scene.store.journal.latest(scene.session, undone=chance.random() < 0.4)
            if step:
                scene.store.journal.revert(step)
                last.clear()
        elif act < 0.6 and f"{account.name}{number}" in account.articles:
            touched.add((number, str(which)))
            by_phone.add((number, str(which)))
            at_server = Field.LABEL if which is Field.LATER else which
            label = LATER if which is Field.LATER else "a" if which is Field.LABEL else ""
            account.articles[f"{account.name}{number}"].set(at_server, chance.random() < 0.6, label)
        elif act < 0.8:
            account.push(0.7, chance)
        else:
            account.report()
        assert all(len(states) == 1 for states in scene.here().values())
    return touched, {one: value for one, value in last.items() if one not in by_phone}

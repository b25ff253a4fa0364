"""Laws of copies and stories under any sequence of what feeds, the user and restarts do to them.

The store is a real file. Articles arrive in four feeds under several forms of their addresses, some are edited, feeds
are merged and unsubscribed, and the user reads, corrects, undoes and repeats in between.
"""

from __future__ import annotations

import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader.arrival import ChangedEntry, NewEntry, ParsedEntry
from reader.model import Change, Field
from reader.query.selection import Selection
from reader.refresh.feeds.relocate import move_history
from reader.refresh.stories.find_stories import StoryWork
from reader.store import Store, open_store
from reader.stories.correction import StoryCorrection, StorySaid
from tests.support.fuzzing import examples
from tests.support.remote import recount
from tests.support.stocking import NOW, states, update

FEEDS = [f"https://{name}.example/feed" for name in ("one", "two", "three", "four")]
FORMS = (
    "https://paper.example/news/a-long-headline-{n}",
    "http://www.paper.example/news/a-long-headline-{n}/?utm_source=rss",
    "https://m.paper.example/news/a-long-headline-{n}#comments",
    "https://other.example/agency/another-headline-{n}",
)
WORDS = ("river", "council", "bridge", "storm", "budget", "hospital", "school", "ferry", "museum", "glacier", "harvest")

articles = st.integers(1, 5)
feeds = st.integers(0, len(FEEDS) - 1)
forms = st.integers(0, len(FORMS) - 1)
places = st.integers(0, 10**6)  # of an entry among all, by the remainder


def parsed(feed: int, number: int, form: int, *, other_text: bool = False) -> ParsedEntry:
    """An article as a feed has it; its text is of the article alone, or of this feed's telling."""
    said = f"{WORDS[feed]} {WORDS[-feed - 1]} " if other_text else ""
    text = " ".join(f"{said}{word} {number} {place}" for place, word in enumerate(WORDS * 4))
    return ParsedEntry(
        guid=f"{feed}-{number}",
        url=FORMS[form].format(n=number),
        title=f"Article {number} of the {WORDS[number]}",
        published=NOW - 3_600 * number,
        content_html=f"<p>{text}.</p>",
    )


class CopiesAndStories(RuleBasedStateMachine):
    """``arrived``: the articles that each feed has brought, by the feed's address."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "s.db")
        self.arrived: defaultdict[str, set[int]] = defaultdict(set)
        self.names = {url: number for number, url in enumerate(FEEDS)}
        self.store = self.opened()
        self.work: StoryWork | None = None
        self.store.feeds.subscribe(FEEDS)
        self.session = self.store.journal.begin_session("reader", 1)

    def opened(self) -> Store:
        store = open_store(self.path, now=NOW)
        store._connection.execute("PRAGMA synchronous = OFF")
        return store

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    # -- what feeds do

    @initialize()
    def an_article_in_two_feeds(self) -> None:
        self.arrive(0, 1, 0, other_text=False)
        self.arrive(1, 1, 1, other_text=False)
        self.arrive(2, 1, 3, other_text=True)
        assert self.store.entries.count(Selection()) == 2

    @rule(feed=feeds, number=articles, form=forms, other_text=st.booleans())
    def arrive(self, feed: int, number: int, form: int, other_text: bool) -> None:
        poll = next((poll for poll in self.store.feeds.polls() if poll.url == FEEDS[feed]), None)
        if poll is None or number in self.arrived[FEEDS[feed]]:
            return
        one = parsed(feed, number, form, other_text=other_text)
        entry = NewEntry(one, f"d{feed}-{number}", one.published or NOW, 96)
        self.store.arrivals.apply([update(poll, [entry])], now=NOW)
        self.arrived[poll.url].add(number)

    @rule(place=places, form=forms, other_text=st.booleans(), unread=st.booleans())
    def edit(self, place: int, form: int, other_text: bool, unread: bool) -> None:
        """A publisher changes an article, perhaps its address."""
        entry_id = self.entry(place)
        sql = "SELECT feeds.id, guid FROM entries JOIN feeds ON feeds.id = feed_id WHERE entries.id = ?"
        feed_id, guid = self.store._connection.execute(sql, (entry_id,)).fetchone()
        poll = next((poll for poll in self.store.feeds.polls() if poll.feed_id == feed_id), None)
        if poll is None:
            return
        feed, number = map(int, guid.split("-"))
        one = parsed(feed, number, form, other_text=other_text)
        changed = ChangedEntry(entry_id, one, f"e{place}", 96, unread=unread)
        self.store.arrivals.apply([replace(update(poll, ()), changed=(changed,))], now=NOW)

    # -- what the user does

    @rule(places=st.lists(places, min_size=1, max_size=3), field=st.sampled_from([*Field]), value=st.booleans())
    def change(self, places: list[int], field: Field, value: bool) -> None:
        ids = tuple({self.entry(place) for place in places})
        label = "mine" if field is Field.LABEL else ""
        self.store.journal.apply(Change(field, value, ids, label), self.session, NOW)

    @rule(places=st.lists(places, min_size=1, max_size=3), value=st.booleans())
    def change_and_undo(self, places: list[int], value: bool) -> None:
        before = self.all_counts()
        ids = tuple({self.entry(place) for place in places})
        done = self.store.journal.apply(Change(Field.READ, value, ids), self.session, NOW)
        if done.ids:
            self.revert(again=False)
        assert self.all_counts() == before

    @rule(place=places)
    def take_out(self, place: int) -> None:
        said = StoryCorrection(StorySaid.TAKE_OUT, self.entry(place))
        self.store.stories.say(said, self.session, NOW)

    @rule(place=places, other=places)
    def put_in(self, place: int, other: int) -> None:
        said = StoryCorrection(StorySaid.PUT_IN, self.entry(place), self.entry(other))
        self.store.stories.say(said, self.session, NOW)

    @rule(again=st.booleans())
    def revert(self, again: bool) -> None:
        step = self.store.journal.latest(self.session, undone=again)
        if step is None:
            return
        if step.change is not None:
            self.store.journal.revert_all(self.store.journal.parts_of(step, self.session))
        else:
            self.store.stories.revert(step)

    @rule(wanted=st.sets(feeds, min_size=1))
    def subscribe(self, wanted: set[int]) -> None:
        self.store.feeds.subscribe(FEEDS[number] for number in sorted(wanted))

    @rule(old=feeds, new=feeds)
    def merge(self, old: int, new: int) -> None:
        """A feed turns out to be another one; afterwards, the feed can be subscribed to again and is empty."""
        one, other = FEEDS[old], FEEDS[new]
        if old != new and move_history(self.store, one, other) is not None:
            self.arrived[other] |= self.arrived.pop(one, set())

    @rule(anew=st.booleans())
    def find_stories(self, anew: bool) -> None:
        """The worker looks for the stories of new articles; ``anew``: another worker, which knows nothing yet."""
        if anew or self.work is None:
            self.work = StoryWork(self.store, NOW, frozenset())
        while self.work.step(self.store, NOW)[1]:
            pass

    @rule()
    def bury(self) -> None:
        self.store.moving.bury_batch()

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store, self.work = self.opened(), None
        self.session = self.store.journal.begin_session("reader", self.session.number + 1)

    def entry(self, place: int) -> int:
        """An entry of those that the user could see: none that a merge has left to be removed."""
        sql = "SELECT entries.id FROM entries JOIN feeds ON feeds.id = feed_id WHERE merged = 0 ORDER BY entries.id"
        ids = self.store._connection.execute(sql).fetchall()
        return int(ids[place % len(ids)][0])

    # -- what must hold

    def all_counts(self) -> tuple[object, ...]:
        return (self.store.feeds.counts(), self.store.entries.count(Selection()), states(self.path))

    @invariant()
    def kept_counts_are_right(self) -> None:
        assert recount(self.path)

    @invariant()
    def copies_have_one_state_and_one_story(self) -> None:
        state = {entry_id: rest for entry_id, *rest in states(self.path)}
        rows = self.store._connection.execute(
            "SELECT copies, entries.id, story, story_fixed, feed_id FROM entries JOIN feeds ON feeds.id = feed_id"
            " WHERE copies IS NOT NULL AND merged = 0"
        ).fetchall()
        groups = defaultdict(list)
        for group, entry_id, *story in rows:
            groups[group].append((state[entry_id], *story))
        for group, members in groups.items():
            one, *others = [(each[0], each[1], each[2]) for each in members]
            assert all(other == one for other in others), (group, members)
            assert max(Counter(each[3] for each in members).values()) == 1, f"two copies of a feed: {group}, {members}"

    @invariant()
    def a_story_has_several_tellings(self) -> None:
        rows = self.store._connection.execute(
            "SELECT story, count(DISTINCT coalesce(copies, entries.id)) FROM entries JOIN feeds ON feeds.id = feed_id"
            " WHERE story IS NOT NULL AND merged = 0 GROUP BY story"
        )
        assert all(count > 1 for _, count in rows)

    @invariant()
    def no_article_is_lost(self) -> None:
        rows = self.store._connection.execute(
            "SELECT url, guid FROM (SELECT feeds.url, guid FROM entries JOIN feeds ON feeds.id = feed_id"
            " WHERE merged = 0)"
        )
        here = defaultdict(set)
        for url, guid in rows:
            here[url].add(int(guid.split("-")[1]))
        assert here == {url: numbers for url, numbers in self.arrived.items() if numbers}

    @invariant()
    def every_list_has_each_article_once(self) -> None:
        rows = self.store._connection.execute(
            "SELECT entries.id, read, copies FROM entries JOIN feeds ON feeds.id = feed_id WHERE subscribed = 1"
            " ORDER BY entries.id"
        ).fetchall()
        subscribed = tuple(feed.id for feed in self.store.feeds.subscribed())
        for unread in (False, True):
            expected: dict[int, int] = {}
            for entry_id, read, copies in rows:
                if not (unread and read):
                    expected.setdefault(copies or -entry_id, entry_id)
            selection = Selection(feeds=subscribed, unread=unread)
            assert sorted(self.store.entries.all_keys(selection)[1]) == sorted(expected.values())
            assert self.store.entries.count(selection) == len(expected)


CopiesAndStories.TestCase.settings = settings(max_examples=examples(100), stateful_step_count=30)
test_any_sequence = CopiesAndStories.TestCase


def test_an_article_removed_by_a_merge_leaves_its_place_in_a_story_to_the_one_that_stays() -> None:
    state = CopiesAndStories()
    state.arrive(1, 1, 0, other_text=False)
    state.arrive(0, 1, 0, other_text=True)
    state.arrive(2, 2, 3, other_text=True)
    one, other, third = (
        entry_id for (entry_id,) in state.store._connection.execute("SELECT id FROM entries ORDER BY id")
    )
    state.store.stories.say(StoryCorrection(StorySaid.PUT_IN, one, third), state.session, NOW)
    state.merge(old=1, new=0)
    story = state.store.entries.headlines([third])[0].story
    assert story is not None
    assert state.store.stories.members(story) == [other, third]
    state.take_out(place=1)
    state.a_story_has_several_tellings()
    state.teardown()


def test_a_repeated_correction_moves_copies_and_leaves_articles_that_a_merge_removed() -> None:
    state = CopiesAndStories()
    state.an_article_in_two_feeds()
    state.put_in(place=2, other=0)
    state.revert(again=False)
    state.arrive(3, 1, 0, other_text=False)
    state.revert(again=True)
    state.copies_have_one_state_and_one_story()
    state.revert(again=False)
    state.edit(form=3, other_text=False, place=0, unread=False)
    state.merge(old=2, new=0)
    state.revert(again=True)
    state.copies_have_one_state_and_one_story()
    state.a_story_has_several_tellings()
    state.teardown()

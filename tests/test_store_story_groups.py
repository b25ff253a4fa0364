"""Stories in the store: what belongs together, the user's corrections, and their undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.store import Store
from reader.store.journal import Session
from reader.store.story_groups import decode, encode
from reader.stories.correction import Move, Place, StoryCorrection, StorySaid
from tests.support.each import each
from tests.support.fuzzing import examples
from tests.support.stocking import NOW, new_entry, stocked

COUNT = 9
SESSION = Session("reader", 1)
OUT, IN = StorySaid.TAKE_OUT, StorySaid.PUT_IN


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    feeds = {f"https://{name}.example/feed": name for name in ("one", "two", "three")}
    store = stocked(
        tmp_path_factory.mktemp("stories") / "s.db",
        {url: [new_entry(3 * number + at) for at in range(3)] for number, url in enumerate(feeds)},
    )
    store._connection.execute("PRAGMA synchronous = OFF")
    yield store
    store.close()


def arrange(store: Store, stories: dict[int, int], copies: dict[int, int] | None = None) -> None:
    run = store._connection.execute
    run("DELETE FROM journal")
    run("UPDATE entries SET story = NULL, story_fixed = 0, copies = NULL")
    for entry_id, story in stories.items():
        run("UPDATE entries SET story = ? WHERE id = ?", (story, entry_id))
    for entry_id, group in (copies or {}).items():
        run("UPDATE entries SET copies = ? WHERE id = ?", (group, entry_id))


def places(store: Store) -> list[tuple[int, int | None, int]]:
    return store._connection.execute("SELECT id, story, story_fixed FROM entries ORDER BY id").fetchall()


def say(store: Store, said: StorySaid, entry_id: int, other: int = 0) -> StoryCorrection:
    return store.stories.say(StoryCorrection(said, entry_id, other), SESSION, NOW)


def revert(store: Store, *, again: bool = False) -> StoryCorrection:
    step = store.journal.latest(SESSION, undone=again)
    assert step is not None
    return store.stories.revert(step)


def test_a_story_has_its_tellings_in_order_and_copies_are_one_of_them(store: Store) -> None:
    arrange(store, {1: 1, 4: 1, 5: 1, 7: 1, 2: 2, 3: 2}, {4: 4, 5: 4, 2: 2, 3: 2})
    found = store.telling_rows.of([1, 2, 99])
    assert {story: [(one.id, one.feed_id) for one in rows] for story, rows in found.items()} == {
        1: [(7, 3), (4, 2), (1, 1)], 2: [(2, 1)]
    }  # fmt: skip
    assert store.stories.members(1) == [1, 4, 5, 7]


def test_tellings_of_feeds_that_are_not_asked_for_do_not_count(store: Store) -> None:
    arrange(store, {1: 1, 4: 1, 7: 1})
    assert [one.id for one in store.telling_rows.of([1], [1, 2])[1]] == [4, 1]


def test_an_article_taken_out_leaves_with_its_copies_and_one_telling_is_not_a_story(store: Store) -> None:
    arrange(store, {1: 1, 4: 1, 5: 1}, {4: 4, 5: 4})
    before = places(store)
    done = say(store, OUT, 5)
    assert done.moved == (1, 4, 5)
    assert done.title == "Title 4"
    assert [(one, story, fixed) for one, story, fixed in places(store) if fixed] == [(4, None, 1), (5, None, 1)]
    assert store.stories.members(1) == []
    after = places(store)
    revert(store)
    assert places(store) == before
    revert(store, again=True)
    assert places(store) == after
    assert say(store, OUT, 5).moves == (), "it is in none"


def test_an_article_put_in_leaves_its_old_story(store: Store) -> None:
    arrange(store, {1: 1, 2: 1, 4: 4, 5: 4, 6: 4})
    before = places(store)
    done = say(store, IN, 2, 5)
    assert store.stories.members(4) == [2, 4, 5, 6]
    assert store.stories.members(1) == []
    assert (done.title, done.other_title) == ("Title 1", "Title 4")
    assert say(store, IN, 2, 5).moves == ()
    revert(store)
    assert places(store) == before


def test_two_articles_without_a_story_begin_one_under_a_number_that_no_story_has(store: Store) -> None:
    arrange(store, {2: 1, 3: 1})
    say(store, IN, 1, 4)
    assert store.stories.members(4) == [1, 4]
    arrange(store, {2: 1, 3: 1, 7: 4, 8: 4})
    say(store, IN, 1, 4)
    assert store.stories.members(COUNT + 1) == [1, 4]


def test_missing_articles_and_copies_cannot_be_put_into_a_story(store: Store) -> None:
    arrange(store, {1: 1, 2: 1}, {4: 4, 5: 4})
    for said in ((OUT, 99), (IN, 1, 99), (IN, 99, 1), (IN, 4, 5), (IN, 1, 1), (IN, 1, 2), (OUT, 3)):
        assert say(store, *said).moves == (), said
    assert store.journal.latest(SESSION) is None


def test_undo_leaves_articles_alone_that_have_moved_since(store: Store) -> None:
    arrange(store, {1: 1, 4: 1, 7: 1})
    say(store, OUT, 1)
    store._connection.execute("UPDATE entries SET story = 9, story_fixed = 0 WHERE id = 1")
    assert revert(store).moves == ()
    assert store.journal.latest(SESSION) is None


sayings = st.lists(st.tuples(st.sampled_from(StorySaid), st.integers(1, COUNT), st.integers(1, COUNT)), max_size=6)
groups = st.dictionaries(st.integers(1, COUNT), st.sampled_from((2, 5, 8)))


@settings(max_examples=examples(80), deadline=None)
@given(groups, st.dictionaries(st.integers(1, COUNT), st.sampled_from((1, 4))), sayings)
def test_corrections_are_undone_and_repeated_exactly_and_no_story_has_one_telling(store, stories, copies, said) -> None:
    group_of = {copies[entry_id]: story for entry_id, story in stories.items() if entry_id in copies}
    whole = {**stories, **{one: group_of[group] for one, group in copies.items() if group in group_of}}
    arrange(store, whole, copies)
    with store._connection:
        store.stories.dissolve(set(whole.values()))
    history = [places(store)]
    for one in said:
        done = say(store, *one)
        assert decode(encode(done)) == done
        if done.moves:
            history.append(places(store))
        for story in {row[1] for row in places(store) if row[1] is not None}:
            assert len(store.telling_rows.of([story])[story]) > 1
    for wanted in reversed(history[:-1]):
        revert(store)
        assert places(store) == wanted
    for wanted in history[1:]:
        revert(store, again=True)
        assert places(store) == wanted


@each(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"kind":"story","moves":[[1]]}',
        '{"kind":"story","said":"take-out","entry":1,"other":0,"title":"","other_title":"","moves":[[1,"x",0,null,0]]}',
    ],
)
def test_a_damaged_step_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="|".join((".", "^$"))):
        decode(text)


def test_corrections_survive_their_encoding(tmp_path: Path) -> None:
    said = StoryCorrection(IN, 3, 4, "„Ä“", 'x"', (Move(3, Place(), Place(4, True)),))
    assert decode(encode(said)) == said

"""The model of two clients, by which the torture of sync judges, and what it must not miss."""

from __future__ import annotations

import pytest

from reader.model import Field
from tests.support.sync_model import Act, FeedAct, FeedModel, Model, Side

READ, STARRED = Field.READ, Field.STARRED
ALL = frozenset("abcd")


def side(unread: str = "abcd", starred: str = "", everything: str = "abcd") -> Side:
    return Side(frozenset(everything), frozenset(unread), frozenset(starred))


@pytest.fixture
def model() -> Model:
    made = Model()
    made.arrive(ALL)
    return made


def test_what_one_client_did_must_be_on_both_sides(model: Model) -> None:
    model.round(
        [Act(READ, True, ("a",)), Act(READ, False, ("a",)), Act(STARRED, True, ("b",))], [Act(READ, True, ("c",))]
    )
    assert model.changed == 4
    assert model.settle(side("abd", "b"), side("abd", "b")) == []
    assert model.settle(side("abd", "b"), side("abd", "b")) == []


def test_losses_inventions_and_disagreements_are_named(model: Model) -> None:
    model.round([Act(READ, True, ("a",))], [])
    wrong = model.settle(side("abcd", "d"), side("abcd", "d"))
    assert wrong == [
        "a read: a change was lost; False on both sides, should be True",
        "d starred: a change was invented; True on both sides, should be False",
    ]
    model.round([], [Act(READ, True, ("b",))])
    assert model.settle(side("abcd", "d"), side("acd", "d")) == [
        "b read: False in the reader, True at the server, should be True"
    ]
    assert model.settle(side("acd", "d", everything="abc"), side("acd", "d", everything="abd")) == [
        "d was lost: the reader does not have it",
        "c is in the reader only",
    ]


def test_a_value_that_nobody_gave_is_seen_before_it_is_corrected(model: Model) -> None:
    model.round([Act(READ, True, ("a",))], [Act(READ, True, ("b",))])
    assert model.glance(side("bcd")) == model.glance(side("acd")) == []
    assert model.glance(side("bc")) == ["d read: True in the reader for a while, which nobody said"]


def test_conflicts_have_the_outcomes_that_the_rules_allow(model: Model) -> None:
    model.round([], [Act(READ, True, ("a", "b"))])
    model.round([Act(READ, False, ("a",))], [])  # the user's own unsent change beats the server's older state
    assert len(model.settle(side("cd"), side("cd"))) == 1
    model.round([Act(READ, True, ("c",))], [])
    model.round([], [Act(READ, False, ("c",))])  # either: the reader's may wait still
    for unread in ("d", "cd"):
        model.settle(side("d"), side("d"))
        model.round([Act(READ, True, ("c",))], [Act(READ, False, ("c",))])
        assert model.settle(side(unread), side(unread)) == []


def test_a_change_before_a_kill_may_be_made_or_not_but_both_sides_agree(model: Model) -> None:
    for unread in ("abcd", "bcd"):
        model.round([Act(READ, False, ("a",))], [])
        model.settle(side(), side())
        model.round([Act(READ, True, ("a",), sure=False)], [])
        assert model.settle(side(unread), side(unread)) == []
    model.round([Act(READ, True, ("b",), sure=False)], [])
    assert len(model.settle(side("bcd"), side("cd"))) == 1
    model.vanish("a")
    model.round([], [Act(READ, True, ("a",))])
    assert model.settle(side("cd", everything="bcd"), side("cd", everything="bcd")) == []


def test_titles_and_folders_of_feeds_follow_the_same_rules() -> None:
    model, url = FeedModel(), "https://a.example/feed"

    def feeds(title: str, folder: str = "World") -> set[tuple[str, str, str]]:
        return {(url, title, folder)}

    assert model.settle(feeds("One"), feeds("One")) == []
    model.reader(FeedAct(url, "title", "Two"))
    assert model.settle(feeds("One"), feeds("One")) == [f"title of {url}: 'One' on both sides, should be Two"]
    model.phone(FeedAct(url, "folder", "Home"))
    model.reader(FeedAct(url, "title", "Three", sure=False))
    assert model.settle(feeds("Three", "Home"), feeds("Three", "Home")) == []
    for title in ("Four", "Five"):
        model.reader(FeedAct(url, "title", "Four"))
        model.phone(FeedAct(url, "title", "Five"))
        assert model.settle(feeds(title, "Home"), feeds(title, "Home")) == []
    assert len(model.settle(feeds("Five", "Home"), feeds("Six", "Home"))) == 3

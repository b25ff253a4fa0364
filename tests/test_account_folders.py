"""Where the feeds of accounts are shown among the folders, and what edits mean for them. Without a database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.account import FeedEdit
from reader.errors import UsageError
from reader.library.account_folders import Split, edited, owner_of, placed, roots_of, split
from reader.library.edits import ChangeFeed, Edit, Place, Remove, RenameFolder, SubscribeAt
from reader.model import SavedSearch, Subscription
from reader.problems import Problem
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS, SEARCHES
from tests.support.each import each

HERE, A, B, C = (f"https://{name}.example/feed" for name in ("here", "a", "b", "c"))
WELCOME = Subscription("broadsheet:welcome")
ROOTS = {"Home": "Home", "Work": "Work"}
THERE = (
    Subscription(A, "Alpha", "News", account="Home"),
    Subscription(B, "Beta", account="Home"),
    Subscription(C, "Gamma", "News/World", account="Work"),
)
FEEDS_BY_URL = {one.url: one for one in placed(THERE, ROOTS)}
ANY = Stream(Kind.ALL)
names = st.sampled_from(["News", "news", "Home", "home", "Work", "Ähre", "Home (2)"])


def meant(edit: Edit, roots: dict[str, str] = ROOTS, searches: tuple[SavedSearch, ...] = ()) -> Split:
    return split(edit, {one.url: one for one in placed(THERE, roots)}, roots, searches)


def refusal(edit: Edit) -> Problem:
    with pytest.raises(UsageError) as raised:
        meant(edit)
    return raised.value.details.code


def test_accounts_have_a_folder_each_unless_there_is_one_and_nothing_is_polled_here() -> None:
    assert roots_of(["Home"], [WELCOME]) == {"Home": ""}
    assert roots_of(["Home"], [WELCOME, Subscription(HERE)]) == {"Home": "Home"}
    assert roots_of(["Home", "Work"], []) == ROOTS
    assert roots_of([], [Subscription(HERE)]) == {}
    assert roots_of(["Home"], [Subscription(HERE, folder="home/x")]) == {"Home": "Home (2)"}, "a local folder has it"
    assert [one.folder for one in placed(THERE, ROOTS)] == ["Home", "Home/News", "Work/News/World"]
    assert [one.folder for one in placed(THERE[:2], {"Home": ""})] == ["", "News"]
    full = Subscription(
        A, "T", "N", ("x",), True, hidden=True, mark_read="end", updated_unread=True, keep=9, account="Home"
    )
    assert placed([full], ROOTS) == (replace(full, folder="Home/N"),)
    assert placed(THERE, {}) == (), "an account that is gone from the file"


@settings(max_examples=60)
@given(st.lists(names, unique_by=str.casefold, max_size=5), st.lists(names, max_size=4))
def test_no_folder_belongs_to_two(accounts: list[str], folders: list[str]) -> None:
    local = [Subscription(f"https://x.example/{n}", folder=folder) for n, folder in enumerate(folders)]
    roots = roots_of(accounts, local)
    tops = [root.casefold() for root in roots.values()]
    assert len(set(tops)) == len(accounts)
    assert not ({folder.casefold() for folder in folders} & set(tops))
    for account, root in roots.items():
        inside = f"{root}/x" if root else "x"
        assert owner_of(inside, roots) == (account, "x")


def test_what_edits_mean_for_a_server() -> None:
    home = lambda url, after: FeedEdit("Home", url, after)  # noqa: E731
    assert meant(ChangeFeed(A, {"title": "New", "folder": "Home/Tech", "hidden": True})) == Split(
        None, (home(A, {"title": "New", "folder": "Tech", "hidden": True}),)
    )
    assert meant(ChangeFeed(A, {"folder": "Home"})).feeds == (home(A, {"folder": ""}),)
    assert meant(ChangeFeed(HERE, {"folder": "Else"})) == Split(ChangeFeed(HERE, {"folder": "Else"}))
    both = Remove(((FEEDS, HERE), (FEEDS, A), (SEARCHES, A)), ANY)
    assert meant(both) == Split(Remove(((FEEDS, HERE), (SEARCHES, A)), ANY), (home(A, None),))
    assert meant(RenameFolder("Home/News", "Home/Press")) == Split(None, (home(A, {"folder": "Press"}),))
    assert meant(RenameFolder("Work/News", "Work/X")).feeds == (FeedEdit("Work", C, {"folder": "X/World"}),)
    search = (SavedSearch("s", folder="Home/News"),)
    renaming = RenameFolder("Home/News", "Home/Press")
    assert meant(renaming, searches=search) == Split(renaming, (home(A, {"folder": "Press"}),))
    moved = Place(((FEEDS, B),), (FEEDS, A), after=True, folder="Home/News")
    assert meant(moved) == Split(None, (home(B, {"folder": "News"}),))
    assert meant(SubscribeAt("Home", HERE, "T", "F")) == Split(None, (home(HERE, {"title": "T", "folder": "F"}),))
    assert meant(RenameFolder("News", "Press"), {"Home": ""}).feeds == (home(A, {"folder": "Press"}),), "at the top"
    own_search = Place(((SEARCHES, "s"),), (SEARCHES, "t"), after=True, folder="Home/News")
    assert meant(own_search) == Split(own_search), "a saved search can be among them"


@each(
    ("edit", "code"),
    [
        (ChangeFeed(A, {"interval": 60}), Problem.ACCOUNT_FEED_FIELD),
        (ChangeFeed(A, {"url": HERE}), Problem.ACCOUNT_FEED_FIELD),
        (ChangeFeed(A, {"paused": True}), Problem.ACCOUNT_FEED_FIELD),
        (ChangeFeed(A, {"title": None}), Problem.ACCOUNT_FEED_UNTITLED),
        (ChangeFeed(A, {"folder": "Else"}), Problem.FEED_IS_ACCOUNTS),
        (ChangeFeed(A, {"folder": "Work/News"}), Problem.FEED_IS_ACCOUNTS),
        (ChangeFeed(A, {"folder": ""}), Problem.FEED_IS_ACCOUNTS),
        (ChangeFeed(HERE, {"folder": "Home/News"}), Problem.FEED_IS_LOCAL),
        (RenameFolder("Home", "House"), Problem.ACCOUNT_FOLDER_FIXED),
        (RenameFolder("Home/News", "Work/News"), Problem.FEED_IS_ACCOUNTS),
        (RenameFolder("Home/News", ""), Problem.FEED_IS_ACCOUNTS),
        (RenameFolder("Else", "Home/Else"), Problem.FEED_IS_LOCAL),
        (Place(((FEEDS, A),), (FEEDS, B), after=True), Problem.ACCOUNT_ORDER_FIXED),
        (Place(((FEEDS, HERE),), (FEEDS, B), after=True), Problem.ACCOUNT_ORDER_FIXED),
        (Place(((FEEDS, HERE),), (FEEDS, A), after=True, folder="Home/News"), Problem.FEED_IS_LOCAL),
        (Place(((FEEDS, A),), (FEEDS, HERE), after=True, folder="Else"), Problem.FEED_IS_ACCOUNTS),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(edit: Edit, code: Problem) -> None:
    assert refusal(edit) == code


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([A, B, C]), st.sampled_from(["title", "folder", None])), max_size=6))
def test_edits_that_are_not_written_yet_show_at_once(edits: list[tuple[str, str | None]]) -> None:
    made: list[FeedEdit] = []
    wanted: dict[str, dict[str, Any] | None] = {one.url: {} for one in THERE}
    for number, (url, field) in enumerate(edits):
        account = FEEDS_BY_URL[url].account
        after = None if field is None else {field: f"value {number}"}
        made.append(FeedEdit(account, url, after))
        wanted[url] = None if after is None else {**(wanted[url] or {}), **after}
    found = {one.url: one for one in edited(THERE, made)}
    assert found.keys() == {url for url, fields in wanted.items() if fields is not None}
    for url, one in found.items():
        assert all(getattr(one, name) == value for name, value in (wanted[url] or {}).items())
        assert one.account == FEEDS_BY_URL[url].account

"""The accounts in the library: their feeds beside the local ones, edits for their servers with undo, what waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.account import Account, AccountKind, EditKind, FeedOwner, RemoteEdit
from reader.config import Config
from reader.errors import ConfigError, StoreFull, UsageError
from reader.library import (
    AccountsRead,
    EditDone,
    EditFailed,
    EditRefused,
    Library,
    LibraryEvent,
    OutboxCounted,
    open_library,
)
from reader.library.edits import ChangeFeed, Remove, SubscribeAt
from reader.library.worker_events import SyncDone
from reader.model import Change, Field
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import open_store
from reader.stream import Kind, Stream
from reader.subscriptions import FEEDS
from reader.subscriptions.edit_accounts import write_account
from tests.support.remote import arrive, followed, remote_feed
from tests.support.stocking import NOW

HERE, THERE, OTHER = "https://here.example/feed", "https://there.example/feed", "https://other.example/feed"
TOML = '[[accounts]]\nname = "Home"\nkind = "miniflux"\nurl = "https://reader.example"\n'


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """One local feed, and an account with two feeds and three articles."""
    paths = Paths(tmp_path / "config", tmp_path / "data")
    paths.config_dir.mkdir()
    paths.feeds.write_text(f'[[feeds]]\nurl = "{HERE}"\nfolder = "Own"\n', encoding="utf-8")
    paths.accounts.write_text(TOML, encoding="utf-8")
    store = open_store(paths.database, now=NOW)
    store.feeds.subscribe([HERE])
    feeds = remote_feed(1, THERE, folder="News"), remote_feed(2, OTHER)
    account_id = followed(store, *feeds, name="Home")
    arrive(store, account_id, 1, 2, 3)
    store.close()
    return paths


class Told:
    """The events of a library."""

    def __init__(self, library: Library) -> None:
        self.events: list[LibraryEvent] = []
        self._came = threading.Condition()
        library.listen(self._add)

    def _add(self, event: LibraryEvent) -> None:
        with self._came:
            self.events.append(event)
            self._came.notify_all()

    def one(self, kind: type[Any]) -> Any:
        """Waits for an event of that kind."""
        with self._came:
            self._came.wait_for(lambda: any(isinstance(one, kind) for one in self.events), 30)
            return next(one for one in self.events if isinstance(one, kind))


@pytest.fixture
def library(paths: Paths) -> Iterator[Library]:
    library = open_library(paths, Config(), clock=lambda: NOW)
    yield library
    library.close()


def folders(library: Library) -> dict[str, str]:
    """The folder of each feed that is shown, by title."""
    return {feed.title: feed.folder for feed in library.feeds.reload().values()}


def edits(library: Library) -> list[RemoteEdit]:
    """What the server is to hear, after everything was written."""
    job = library._writer.submit(lambda store: store.outbox.edits(store.accounts.ids()["Home"]))
    return [edit for _seq, edit in job.result()]


def undo(library: Library) -> None:
    library.history.undo().result()


def test_feeds_of_accounts_stand_under_its_name_and_are_not_polled_here(library: Library) -> None:
    assert folders(library) == {"here.example": "Own", "Feed 1": "Home/News", "Feed 2": "Home"}
    by_title = {feed.title: feed for feed in library.feeds.by_id.values()}
    assert (by_title["Feed 1"].account, by_title["Feed 1"].unread) == ("Home", 3)
    assert library.feeds.polled() == (by_title["here.example"].id,)
    assert library.feeds.folders() == ["Home", "Home/News", "Own"]
    assert library.feeds.selection(Stream(Kind.FOLDER, "Home")).feeds is not None
    assert library.feeds.count(Stream(Kind.SEARCH, 'folder:"Home"')) == 3
    assert library.accounts.owner_of("Home/News") == ("Home", "News")
    assert library.accounts.owner_of("Own") == ("", "Own")


def test_without_the_local_feed_the_account_is_at_the_top(paths: Paths) -> None:
    paths.feeds.write_text("", encoding="utf-8")
    library = open_library(paths, Config())
    try:
        found = folders(library)
        assert found["Feed 1"] == "News"
        assert found["Feed 2"] == ""
    finally:
        library.close()


@pytest.mark.parametrize("text", ["", "broken [", '[[accounts]]\nname = "Home"\n'])
def test_a_file_that_is_being_saved_or_has_mistakes_hides_nothing(paths: Paths, text: str) -> None:
    library = open_library(paths, Config())
    try:
        told = Told(library)
        paths.accounts.write_text(text, encoding="utf-8")
        library.accounts.read_file()
        told.one(AccountsRead)
        assert "Feed 1" in folders(library)
        assert [one.name for one in library.accounts.all] == ["Home"]
    finally:
        library.close()


def test_an_account_that_another_program_removes_is_gone_when_the_file_stays_without_it(paths: Paths) -> None:
    library, command = (open_library(paths, Config()) for _ in range(2))
    try:
        (account,) = command.accounts.all
        command.accounts.remove(account)
        command.close()
        told = Told(library)
        library.subscriptions.check().result()
        told.one(AccountsRead)
        assert "here.example" in folders(library), "another program may be saving the file"
        assert library.accounts.all == (account,)
        told = Told(library)
        library.subscriptions.check().result()
        told.one(AccountsRead)
        assert len(library.accounts.all) == 0
        assert "Feed 1" not in folders(library)
        told = Told(library)
        write_account(paths.accounts, account)
        library.subscriptions.check().result()
        told.one(AccountsRead)
        assert "Feed 1" in folders(library)
    finally:
        command.close()
        library.close()


def test_edits_show_at_once_go_to_the_outbox_and_are_undone_and_repeated(library: Library) -> None:
    done = library.subscriptions.edit(ChangeFeed(THERE, {"title": "New", "folder": "Home/Tech"}, "Feed 1"))
    assert folders(library)["New"] == "Home/Tech", "before it is written"
    done.result()
    assert [(edit.kind, edit.title, edit.folder, edit.feed_id) for edit in edits(library)] == [
        (EditKind.RENAME, "New", "Tech", "1"), (EditKind.MOVE, "New", "Tech", "1"),
    ]  # fmt: skip
    assert library.paths.feeds.read_text(encoding="utf-8").count("[[feeds]]") == 1
    undo(library)
    assert folders(library)["Feed 1"] == "Home/News"
    assert edits(library)[-1].folder == "News"
    library.history.redo().result()
    assert folders(library)["New"] == "Home/Tech"


def test_settings_that_the_server_lacks_stay_here(library: Library) -> None:
    changes = {"full_text": True, "tags": ("x",), "hidden": True, "mark_read": "end", "keep": 86_400}
    library.subscriptions.edit(ChangeFeed(THERE, changes)).result()
    assert edits(library) == []
    one = library.subscriptions.get(THERE)
    assert one is not None
    assert {name: getattr(one, name) for name in changes} == changes
    library.subscriptions.edit(ChangeFeed(THERE, {"hidden": False})).result()
    undo(library)
    undo(library)
    one = library.subscriptions.get(THERE)
    assert one is not None
    assert (one.full_text, one.tags, one.hidden, one.keep) == (False, (), False, None)


def test_an_unsent_unsubscription_is_taken_back(library: Library) -> None:
    told = Told(library)
    library.subscriptions.edit(Remove(((FEEDS, THERE),), Stream(Kind.FEED, THERE), "Feed 1"))
    assert "Feed 1" not in folders(library)
    assert not told.one(EditDone).undone
    assert [edit.kind for edit in edits(library)] == [EditKind.UNSUBSCRIBE]
    undo(library)
    assert folders(library)["Feed 1"] == "Home/News"
    assert [edit.kind for edit in edits(library)] == [EditKind.SUBSCRIBE], "in case that it was on its way"
    assert {feed.title: feed.unread for feed in library.feeds.reload().values()}["Feed 1"] == 3


def test_a_subscription_at_a_server_shows_before_the_server_has_heard_of_it(library: Library) -> None:
    new = "https://new.example/feed"
    library.subscriptions.edit(SubscribeAt("Home", new, "Newcomer", "News")).result()
    assert folders(library)["Newcomer"] == "Home/News"
    library.subscriptions.edit(ChangeFeed(new, {"title": "Other"})).result()
    assert [(edit.kind, edit.title, edit.folder) for edit in edits(library)] == [
        (EditKind.SUBSCRIBE, "Other", "News")
    ], "one edit, because the server has not heard of the first"
    undo(library)
    undo(library)
    assert "Newcomer" not in folders(library)
    assert [edit.kind for edit in edits(library)] == [EditKind.UNSUBSCRIBE], "in case that it was on its way"


@pytest.mark.parametrize("changes", [{"interval": 60}, {"title": None}, {"folder": "Own"}, {"url": OTHER}])
def test_what_the_server_cannot_do_fails_at_once_and_changes_nothing(library: Library, changes: dict[str, Any]) -> None:
    future = library.subscriptions.edit(ChangeFeed(THERE, changes))
    assert future.done()
    assert isinstance(future.exception(), UsageError)
    assert folders(library)["Feed 1"] == "Home/News"
    assert edits(library) == []


def test_an_edit_that_another_change_has_overtaken_is_not_undone(library: Library) -> None:
    library.subscriptions.edit(ChangeFeed(THERE, {"title": "Mine"})).result()
    feeds = remote_feed(1, THERE, folder="News", title="Theirs"), remote_feed(2, OTHER)

    def server_says(store: Any) -> None:
        account_id = store.accounts.ids()["Home"]
        for seq, _edit in store.outbox.edits(account_id):
            store.outbox.edit_done(seq)
        store.accounts.write_feeds(account_id, feeds, now=NOW)

    library._writer.submit(server_says).result()
    assert library.history.undo().result() == problem(Problem.UNDO_OF_CHANGED_FEED)
    assert edits(library) == []


def test_a_refused_edit_is_told_and_shown_no_longer(library: Library) -> None:
    told = Told(library)
    library.subscriptions.edit(ChangeFeed(THERE, {"title": "No"})).result()

    def refuse(store: Any) -> None:
        for seq, _edit in store.outbox.edits(store.accounts.ids()["Home"]):
            store.outbox.edit_refused(seq, problem(Problem.EMPTY_RESPONSE))

    library._writer.submit(refuse).result()
    library.accounts.hear(SyncDone("Home"), library.subscriptions.is_known)
    refused = told.one(EditRefused)
    assert (refused.account, refused.edit.kind) == ("Home", EditKind.RENAME)
    assert "Feed 1" in folders(library)
    (state,) = library.accounts.states().result()
    assert len(state.refused) == 1
    assert library.accounts.drop_refused("Home").result() == 1
    (state,) = library.accounts.states().result()
    assert state.refused == ()


def test_changes_of_articles_wait_and_the_worker_is_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    pushed: list[bool] = []
    monkeypatch.setattr(library.worker, "sync", lambda account=None, *, push_only=False: pushed.append(push_only))
    told = Told(library)
    library.changes.apply(Change(Field.READ, True, (1, 2))).result()
    told.one(OutboxCounted)
    assert library.accounts.waiting == {"Home": 2}
    assert pushed == [True]
    library.paths.accounts.write_text(TOML + "paused = true\n", encoding="utf-8")
    library.accounts.read_file()
    told.one(AccountsRead)
    assert library.accounts.waiting == {}, "nobody waits for a paused account"


def test_a_feed_that_is_both_is_asked_about_and_goes_to_the_account(paths: Paths) -> None:
    paths.feeds.write_text(f'[[feeds]]\nurl = "{HERE}"\ntags = ["x"]\n[[feeds]]\nurl = "https://z.example/f"\n')
    store = open_store(paths.database, now=NOW)
    feeds = (remote_feed(1, THERE, folder="News"), remote_feed(2, OTHER), remote_feed(3, HERE, title="Both"))
    store.accounts.write_feeds(store.accounts.ids()["Home"], feeds, now=NOW)
    store.close()
    library = open_library(paths, Config(), clock=lambda: NOW)
    try:
        assert library.accounts.undecided == 1
        (one,) = library.accounts.load_undecided().result()
        assert (one.url, one.account) == (HERE, "Home")
        local = {each.url: each for each in library.subscriptions.file.subscriptions}
        library.subscriptions.edit(Remove(((FEEDS, HERE),), Stream(Kind.FEED, HERE), "Both"))
        library.accounts.decide([(one, FeedOwner.ACCOUNT)], local).result()
        assert library.accounts.undecided == 0
        assert folders(library)["Both"] == "Home"
        mine = library.subscriptions.get(HERE)
        assert mine is not None
        assert (mine.account, mine.tags) == ("Home", ("x",))
    finally:
        library.close()


def test_an_edit_that_cannot_be_written_is_shown_no_longer(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(library)
    full = StoreFull(problem(Problem.STORE_DISK_FULL, path="x"))

    def fail(*_: object) -> None:
        raise full

    monkeypatch.setattr("reader.store.account_edits.AccountEdits.make", fail)
    future = library.subscriptions.edit(ChangeFeed(THERE, {"title": "New"}))
    assert future.exception() is full
    assert told.one(EditFailed).error is full
    assert "Feed 1" in folders(library)


@pytest.mark.parametrize("text", ['{"kind":"account"', '{"kind":"account","label":"{}","feeds":[[1,2]]}',
                                  '{"kind":"account","label":"x","feeds":[["Home","u",{"interval":1},null]]}'])  # fmt: skip
def test_a_damaged_step_is_named_and_left_out(library: Library, text: str) -> None:
    library.subscriptions.edit(ChangeFeed(THERE, {"title": "New"})).result()
    damage = library._writer.submit(lambda store: store._connection.execute("UPDATE journal SET edit = ?", (text,)))
    damage.result()
    assert library.history.undo().result() == problem(Problem.UNDO_OF_DAMAGED_STEP)
    assert library.history.undo().result() is None
    assert "New" in folders(library)


def test_an_edit_of_an_account_that_is_gone_changes_nothing(library: Library) -> None:
    library.subscriptions.edit(ChangeFeed(THERE, {"title": "New"})).result()
    library.accounts.remove(library.accounts.all[0])
    assert library.history.undo().result() == problem(Problem.UNDO_OF_CHANGED_FEED)


# -- the file


def test_accounts_are_added_changed_and_removed_with_their_secrets(library: Library) -> None:
    secret = "s3cret-of-the-test"
    work = Account("Work", AccountKind.GOOGLE_READER, "https://rss.example", "ada")
    library.accounts.keep(work, secret)
    paths = library.paths
    assert secret not in paths.accounts.read_text(encoding="utf-8")
    assert (paths.secrets / "Work").read_text(encoding="utf-8").strip() == secret
    assert [one.name for one in library.accounts.all] == ["Home", "Work"]
    with pytest.raises(ConfigError):
        library.accounts.keep(replace(work, user="bob"), "other")
    library.accounts.keep(replace(work, user="bob"), "", before=work)
    assert (paths.secrets / "Work").read_text(encoding="utf-8").strip() == secret
    library.accounts.pause(library.accounts.all[1])
    assert library.accounts.all[1].paused
    library.accounts.remove(library.accounts.all[1])
    assert [one.name for one in library.accounts.all] == ["Home"]
    assert not (paths.secrets / "Work").exists()
    library.accounts.remove(library.accounts.all[0])
    library._writer.submit(lambda _store: None).result()
    assert set(folders(library)) == {"here.example"}

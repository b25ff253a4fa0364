"""What the screens say of accounts, without a server: the tree, the bottom line, feed health, and the dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from reader.account import Account, AccountKind, AccountState, EditKind, FeedOwner, RemoteEdit
from reader.library.events import ChangedOutside, EditRefused
from reader.library.worker_events import EntriesChanged, ServerAnswered, SignedIn, SyncDone, SyncProgress, SyncStarted
from reader.model import Feed
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.store import Store, open_store
from reader.stream import Kind, Stream
from reader.ui.language.account_words import account_facts, account_trouble, next_sync
from reader.ui.reader.events import handle
from reader.ui.reader.sync_messages import refused_message, sync_message, waiting_message
from reader.ui.widgets.tree_rows import AccountNote, Order, Tree, rows_of, unread_rows
from tests.support.remote import arrive, followed, noted_edit, remote_feed
from tests.support.screen import Sight, reading
from tests.support.stocking import NOW
from tests.support.streams import open_list, to_tree

HERE, THERE, OTHER = "https://here.example/feed", "https://there.example/feed", "https://other.example/feed"
TOML = '[[accounts]]\nname = "Home"\nkind = "miniflux"\nurl = "https://reader.example"\n'
HOME = Account("Home", AccountKind.MINIFLUX, "https://reader.example")
REFUSED = problem(Problem.HTTP_STATUS, status=403)


@pytest.fixture
def stocked(paths: Paths) -> Paths:
    """One local feed, which the account has too, and an account with two more feeds."""
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{HERE}"\ntitle = "Local"\nfolder = "Own"\npaused = true\n')
    paths.accounts.write_text(TOML, encoding="utf-8")
    store = open_store(paths.database, now=NOW)
    store.feeds.subscribe([HERE])
    feeds = (
        remote_feed(1, THERE, folder="News"),
        remote_feed(2, OTHER, folder="News"),
        remote_feed(3, HERE, title="Both"),
    )
    arrive(store, followed(store, *feeds, name="Home"), 1, 2, 3)
    store.close()
    return paths


def written(sight: Sight, job: Callable[[Store], object]) -> None:
    """Changes the database as another process does."""
    store = open_store(sight.library.paths.database, now=NOW)
    job(store)
    store.close()


def told(sight: Sight, event: Any) -> None:
    """The worker says something."""
    sight.library._tell_of_worker(event)


# -- pure


def test_the_tree_shows_each_account_with_its_state_even_without_feeds() -> None:
    feeds = (Feed(1, HERE, "Local"), Feed(2, THERE, "Feed", folder="Home/News", unread=3, account="Home"))
    notes = {"Home": AccountNote.NOTHING, "Work": AccountNote.FAILING, "Old": AccountNote.PAUSED}
    for order in Order:
        rows = [row for row in rows_of(Tree(feeds, accounts=notes, order=order)) if row.stream][5:]
        by_label = {row.label: row for row in rows}
        assert set(by_label) == {"Local", "Home", "News", "Feed", "Work", "Old"}
        assert (by_label["Home"].count, by_label["Home"].folded, by_label["News"].depth) == (3, False, 1)
        assert (by_label["Work"].failing, by_label["Old"].paused, by_label["Home"].failing) == (True, True, False)
    only = Tree((), accounts={"Work": AccountNote.NOTHING})
    assert [row.label for row in rows_of(only)][-1] == "Work"
    kept = [row.label for row in unread_rows(list(rows_of(Tree(feeds, accounts=notes))), None) if row.stream]
    assert kept[5:] == ["Home", "News", "Feed"], "without unread articles, an account is left out like a folder"


def test_what_is_said_of_accounts() -> None:
    assert waiting_message({}) == ""
    assert waiting_message({"Home": 1}) == "1 change waits for Home"
    assert waiting_message({"Home": 3}) == "3 changes wait for Home"
    assert waiting_message({"Home": 2, "Work": 3}) == "5 changes wait for servers"
    assert sync_message(SyncDone("Home"), asked=False) == ""
    assert sync_message(SyncDone("Home"), asked=True) == "Home: nothing new"
    assert sync_message(SyncDone("Home", changed=2), asked=True) == "Home: 2 articles changed"
    assert sync_message(SyncDone("Home", new=2, changed=1), asked=False) == "2 new articles"
    assert sync_message(SyncDone("Home", error=REFUSED), asked=False).startswith("Home: the server answered 403")
    edit = RemoteEdit(EditKind.RENAME, THERE, "1", "New")
    assert refused_message("Home", edit, "no", {THERE: "Old"}) == "Home did not rename Old: no"
    secret = RemoteEdit(EditKind.SUBSCRIBE, "https://ada:secret@there.example/")
    assert "secret" not in refused_message("Home", secret, "no", {})
    short = refused_message("Home", edit, "no", {THERE: "A feed with a long title"}, longest=10)
    assert short == "Home did not rename A feed wi…: no", "the reason stays in sight"

    assert account_trouble(HOME, None) == ""
    failed = AccountState("Home", last_try=NOW, error=REFUSED, failures=2)
    assert account_trouble(HOME, failed).startswith("The server answered 403")
    paused = Account("Home", AccountKind.MINIFLUX, "https://reader.example", paused=True)
    assert account_trouble(paused, failed) == ""
    assert next(account_facts(paused, failed, NOW)) == "paused"
    assert list(account_facts(HOME, AccountState("Home", feeds=1, waiting=2), NOW)) == [
        "2 changes wait", "1 feed", "not synchronised yet",
    ]  # fmt: skip
    begun = AccountState("Home", feeds=1, last_success=NOW)
    assert "older articles are still coming" in account_facts(HOME, begun, NOW)
    assert "older articles are still coming" not in account_facts(paused, begun, NOW)
    assert next_sync(HOME, AccountState("Home", next_sync=NOW + 600), NOW) == "in 10 minutes"
    assert next_sync(HOME, AccountState("Home", next_sync=NOW - 600), NOW) == "within a minute"


# -- on the screen


async def test_the_worker_says_what_it_does_and_what_failed_once(stocked: Paths) -> None:
    async with reading(stocked, size=(150, 30), clock=lambda: NOW) as sight:
        await open_list(sight, "Home", "News", "Feed 1")
        told(sight, SyncStarted("Home"))
        told(sight, SyncProgress("Home", 1_200, 50_000))
        await sight.shows("Home: 1,200 of 50,000 articles")
        told(sight, SyncProgress("Home", 50_000, 50_000))
        await sight.until(lambda screen: "50,000" not in screen)

        written(sight, lambda store: store._connection.execute("UPDATE entries SET read = 1, starred = 1 WHERE id = 2"))
        told(sight, EntriesChanged((2,)))
        await sight.until(lambda screen: ("Feed 1", 2) in screen.counts and ("Starred", 1) in screen.counts)
        assert [row.unread for row in sight.text().rows] == [True, False, True]
        written(sight, lambda store: store._connection.execute("UPDATE entries SET read = 1"))
        told(sight, EntriesChanged())
        await sight.until(lambda screen: ("Feed 1", 0) in screen.counts)

        down = problem(Problem.CONNECTION_REFUSED)
        written(sight, lambda store: store.accounts.write_result(1, now=NOW, error=down))
        told(sight, SyncDone("Home", error=down))
        await sight.shows("Home: the connection was refused")
        await sight.until(lambda screen: any(row.label == "Home" and row.notes == "!" for row in screen.tree))
        sight.screen.reader.status.show_message("")
        told(sight, SyncDone("Home", error=down))
        await sight.settled()
        assert "refused" not in sight.text().bottom, "it is known, and in the tree"
        written(sight, lambda store: store.accounts.write_result(1, now=NOW, succeeded=True))
        told(sight, SyncDone("Home"))
        await sight.until(lambda screen: not any(row.notes for row in screen.tree if row.label == "Home"))

        told(sight, EditRefused("Home", RemoteEdit(EditKind.RENAME, THERE, "1", "New"), REFUSED))
        await sight.shows("Home did not rename Feed 1: the server answered 403")


async def test_while_older_articles_arrive_their_events_alone_tell_what_changed(stocked: Paths) -> None:
    """Even if the server does not say how many there are: then all that it has sent is the total."""
    async with reading(stocked, size=(150, 30), clock=lambda: NOW) as sight:
        await open_list(sight, "Home", "News", "Feed 1")
        unread = next(count for label, count in sight.text().counts if label == "Feed 1")
        for progress in (SyncProgress("Home", 1_000, 1_000), SyncProgress("Home", 2_000, 2_000)):
            told(sight, progress)
        written(sight, lambda store: store._connection.execute("UPDATE entries SET read = 1"))
        told(sight, ChangedOutside())
        await sight.settled()
        assert ("Feed 1", unread) in sight.text().counts
        assert "2,000" not in sight.text().bottom
        told(sight, SyncDone("Home"))
        await sight.until(lambda screen: ("Feed 1", 0) in screen.counts)


async def test_feed_health_shows_accounts_and_forgets_what_was_refused(stocked: Paths) -> None:
    store = open_store(stocked.database, now=NOW)
    for _ in range(4):
        seq = noted_edit(store, 1, RemoteEdit(EditKind.MOVE, THERE, "1", "", "Else"))
        store.outbox.edit_refused(seq, REFUSED)
    store.accounts.write_result(1, now=NOW - 7_200, succeeded=True, next_sync=NOW + 600)
    store.close()
    async with reading(stocked, size=(80, 24), clock=lambda: NOW) as sight:
        await sight.press("exclamation_mark")
        await sight.shows("! Home", "4 edits were refused", "in 10 minutes", "Home did not move Feed 1", "X forgets")
        await sight.shows("F7 asks where it should")
        await sight.press("X")
        await sight.shows("Forgot what Home has refused")
        await sight.until(lambda screen: "did not move" not in screen)
        await sight.shows("3 articles of 2 feeds")
        await sight.press("f7")
        await sight.shows("Feeds subscribed twice", "Both", "decide later")
        await sight.press("escape", "j", "j")
        await sight.press("enter")
        await sight.until(lambda screen: "Feed health" not in screen)


async def test_whose_a_feed_is_can_be_put_off_and_decided(stocked: Paths) -> None:
    async with reading(stocked, size=(150, 30), clock=lambda: NOW) as sight:
        await sight.press("f7")
        await sight.shows("Feeds subscribed twice", "Both", "< decide later >")
        await sight.press("enter")
        await sight.until(lambda screen: not screen.dialog)
        assert sight.library.accounts.undecided == 1, "nothing was decided"
        await sight.press("f7")
        await sight.shows("< decide later >")
        await sight.press("space")
        await sight.shows("< Home >")
        await sight.press("enter")
        await sight.until(lambda screen: "Own" not in [row.label for row in screen.tree])
        await sight.shows("1 feed comes from Home now. Press u to undo.")
        await sight.until(lambda _: sight.library.accounts.undecided == 0)
        assert HERE not in stocked.feeds.read_text(encoding="utf-8")
        await sight.press("f7")
        await sight.shows("No feed is both here and at a server")


async def test_as_until_now_keeps_the_feed_here(stocked: Paths) -> None:
    async with reading(stocked, clock=lambda: NOW) as sight:
        (one,) = sight.library.accounts.load_undecided().result()
        sight.library.accounts.decide([(one, FeedOwner.LOCAL)], {}).result()
        await sight.settled()
        assert sight.library.accounts.undecided == 0
        assert ("Local", 0) in sight.text().counts


async def test_what_cannot_be_done_with_a_feed_of_an_account_is_said(stocked: Paths) -> None:
    async with reading(stocked, clock=lambda: NOW) as sight:
        await to_tree(sight, "Home", "News", "Feed 1")
        await sight.press("P")
        await sight.shows("Home refreshes this feed. Press F6 to pause the account.")
        await sight.press("right_curly_bracket")
        await sight.shows("Home keeps no order of feeds")
        await sight.press("e")
        await sight.shows("Refreshed by Home")
        await sight.press("end", *["backspace"] * 6, "enter")
        await sight.shows("The feeds of Home need a title")
        await sight.press("escape", "escape")
        assert ("Feed 1", 3) in sight.text().counts
        await to_tree(sight, "Own", "Local")
        await sight.press("M", *"Home/News", "enter")
        await sight.shows("This feed is refreshed here")
        await sight.press("escape", "escape", "r")
        await to_tree(sight, "Home", "News")
        await sight.press("e", "ctrl+u", *"Own/News", "enter")
        await sight.shows("it stays in folders below Home")
        await sight.press("escape", "escape")
        assert sight.text().list_title == "News"
        assert sight.screen.reader.articles.stream == Stream(Kind.FOLDER, "Home/News")
        assert "News" in [row.label for row in sight.text().tree]


async def test_the_screen_goes_on_while_another_program_holds_the_database(stocked: Paths) -> None:
    async with reading(stocked, clock=lambda: NOW) as sight:
        await to_tree(sight, "Home", "News", "Feed 1")
        holder = open_store(stocked.database, now=NOW)
        holder._connection.execute("BEGIN IMMEDIATE")
        sight.writer_held.set()
        await sight.press("e", "end", *"!", "enter")
        await sight.until(lambda screen: ("Feed 1!", 3) in screen.counts)
        await sight.press("escape")
        await sight.press("k", "k", "enter")
        assert ("Feed 1!", 3) in sight.text().counts, "it shows before it can be written"
        holder._connection.execute("ROLLBACK")
        holder.close()
        sight.writer_held.clear()
        await sight.settled()
        assert sight.library.accounts.waiting == {"Home": 1}


# -- the dialog, with the answers of a worker


class Asked:
    """A worker that only notes its commands."""

    def __init__(self, sight: Sight, monkeypatch: pytest.MonkeyPatch) -> None:
        self.typed: list[str] = []
        self.tried: list[tuple[Account, str]] = []
        monkeypatch.setattr(sight.library.worker, "find_server", self._find)
        monkeypatch.setattr(sight.library.worker, "try_account", self._try)

    def _find(self, typed: str) -> int:
        self.typed.append(typed)
        return 7

    def _try(self, account: Account, secret: str) -> int:
        self.tried.append((account, secret))
        return 8


async def test_nothing_that_was_typed_is_lost_by_a_mistake(stocked: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    async with reading(stocked, size=(80, 24), clock=lambda: NOW) as sight:
        asked = Asked(sight, monkeypatch)
        await sight.press("a", *"rss.example", "f6")
        await sight.shows("Add an account", "rss.example")
        await sight.press("enter")
        await sight.shows("Finding out which server it is", "Esc stops")
        handle(sight.screen.reader, ServerAnswered(6, error=REFUSED))
        await sight.settled()
        assert "403" not in sight.text(), "the answer to an older question"
        handle(sight.screen.reader, ServerAnswered(7, error=problem(Problem.HOST_NOT_FOUND)))
        await sight.shows("rss.example", "could not be found")
        await sight.press("enter")
        handle(
            sight.screen.reader, ServerAnswered(7, "google-reader", "https://rss.example/api/greader.php", "FreshRSS")
        )
        await sight.shows("FreshRSS at https://rss.example/api/greader.php", "API password of Settings > Profile")
        await sight.press("enter")
        await sight.shows("User: ")
        await sight.press(*"ada", "tab", *"hidden", "down", "down", "ctrl+u", *"Home", "enter")
        await sight.shows("Name: another one has this name already.")
        assert asked.tried == []
        await sight.press("ctrl+u", *"Work", "enter")
        await sight.shows("Signing in")
        ((account, secret),) = asked.tried
        assert (account.name, account.user, account.kind, secret) == (
            "Work",
            "ada",
            AccountKind.GOOGLE_READER,
            "hidden",
        )
        assert "hidden" not in repr(account)
        handle(sight.screen.reader, SignedIn(8, problem(Problem.HTTP_STATUS, status=401)))
        await sight.shows("401", "Work", "ada")
        assert "hidden" not in sight.text()
        await sight.press("escape")
        await sight.shows("Unsaved changes")
        await sight.press("enter")
        await sight.shows("Signing in")
        await sight.press("escape")
        await sight.shows("Stopped")
        handle(sight.screen.reader, SignedIn(8))
        await sight.settled()
        assert [one.name for one in sight.library.accounts.all] == ["Home"], "stopped before the answer"
        await sight.press("enter")
        handle(sight.screen.reader, SignedIn(8))
        await sight.shows("Fetching your feeds and articles", "it continues")
        told(sight, SyncDone("Work", error=problem(Problem.CONNECTION_REFUSED)))
        await sight.shows("The connection was refused.", "Enter closes")
        assert "it continues" not in sight.text()
        told(sight, SyncDone("Work", new=3))
        await sight.shows("Work is set up: 0 feeds, 3 new articles.")
        told(sight, SyncDone("Work"))
        told(sight, SyncDone("Home", new=4))
        told(sight, SyncDone("Work", new=1))
        await sight.shows("Work is set up: 0 feeds, 4 new articles.")


async def test_articles_that_came_before_the_dialog_knew_of_the_account_are_counted(
    stocked: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(stocked, clock=lambda: NOW) as sight:
        Asked(sight, monkeypatch)
        keep = sight.library.accounts.keep

        def kept(account: Account, secret: str, *, before: Account | None = None) -> None:
            keep(account, secret, before=before)
            told(sight, SyncDone(account.name, new=3))  # the worker was faster

        monkeypatch.setattr(sight.library.accounts, "keep", kept)
        await sight.press("a", *"other.example", "f6", "enter")
        handle(sight.screen.reader, ServerAnswered(7, "miniflux", "https://other.example", "Miniflux"))
        await sight.shows("Settings > API Keys")
        await sight.press(*"hidden", "enter")
        handle(sight.screen.reader, SignedIn(8))
        await sight.shows("Miniflux is set up: 0 feeds, 3 new articles.", "Enter shows it")
        feeds = (remote_feed(1, "https://new.example/feed"),)
        written(sight, lambda store: arrive(store, followed(store, *feeds, name="Miniflux"), 1))
        told(sight, SyncDone("Miniflux"))
        await sight.shows("Miniflux is set up: 1 feed, 3 new articles.")


async def test_a_program_can_give_the_password_and_an_account_can_be_changed(
    stocked: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(stocked, size=(100, 30), clock=lambda: NOW) as sight:
        asked = Asked(sight, monkeypatch)
        await sight.press("f6", "e")
        await sight.shows("Account Home", "An empty line keeps")
        await sight.press("enter")
        await sight.until(lambda screen: "Account Home" not in screen)
        assert asked.tried == [], "nothing was changed"
        await sight.press("e", "tab", "space")
        await sight.shows("< with a program that prints it >", "Program")
        await sight.press("enter")
        await sight.shows("Program: ")
        await sight.press(*"pass show home", "enter")
        await sight.shows("Signing in")
        ((account, secret),) = asked.tried
        assert (account.password_command, secret) == (("pass", "show", "home"), "")
        handle(sight.screen.reader, SignedIn(8))
        await sight.until(lambda screen: "Account Home" not in screen)
        assert 'password_command = ["pass", "show", "home"]' in stocked.accounts.read_text(encoding="utf-8")
        assert sight.library.feeds.count(Stream(Kind.FOLDER, "Home")) == 3


async def test_the_list_of_an_account_fills_with_its_first_articles(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(f'[[feeds]]\nurl = "{HERE}"\ntitle = "Local"\npaused = true\n', encoding="utf-8")
    paths.accounts.write_text(TOML, encoding="utf-8")
    store = open_store(paths.database, now=NOW)
    store.accounts.follow(["Home"])
    store.close()
    async with reading(paths, size=(150, 30), clock=lambda: NOW) as sight:
        await open_list(sight, "Home")
        await sight.shows("No articles of this account yet", "Press r to synchronise it")
        feed = remote_feed(1, THERE, folder="News")
        written(sight, lambda store: arrive(store, followed(store, feed, name="Home"), 1, 2))
        told(sight, SyncDone("Home", new=2))
        await sight.until(lambda screen: len(screen.rows) == 2)

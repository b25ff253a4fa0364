"""Edits of feeds.toml from inside the reader: the articles, the order, undo, and edits that wait or fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import ConfigError
from reader.library import (
    ChangeReverted,
    ChangeWritten,
    EditDone,
    EditFailed,
    Library,
    LibraryEvent,
    NothingReverted,
    open_library,
)
from reader.library.edits import ChangeFeed, Remove, RenameFolder
from reader.model import Change, Field
from reader.paths import Paths
from reader.refresh.feeds import relocate
from reader.refresh.feeds.relocate import move_history
from reader.store import Store
from reader.stream import Kind, Stream
from tests.support.stocking import new_entry, stocked

A, B = "https://a.example/feed", "https://b.example/feed"
MOVE = ChangeFeed(A, {"url": B})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One feed with an article."""
    paths = Paths(tmp_path / "config", tmp_path / "data")
    paths.config_dir.mkdir()
    paths.feeds.write_text(f'[[feeds]]\nurl = "{A}"\n', encoding="utf-8")
    stocked(paths.database, {A: [new_entry(1)]}).close()
    library = open_library(paths, Config())
    yield library
    library.close()


def articles(library: Library, url: str) -> int:
    """How many articles a feed has once it is subscribed again."""
    library.paths.feeds.write_text(f'[[feeds]]\nurl = "{url}"\n', encoding="utf-8")
    library.close()
    again = open_library(library.paths, Config())
    try:
        return sum(feed.total for feed in again.feeds.by_id.values())
    finally:
        again.close()


def urls_and_totals(library: Library) -> list[tuple[str, int]]:
    return [(feed.url, feed.total) for feed in library.feeds.reload().values()]


def finish(library: Library) -> None:
    """Waits until the writer thread has done everything."""
    library._writer.submit(lambda _store: None).result()


@contextmanager
def held_up(library: Library) -> Iterator[None]:
    """Keeps the writer thread busy, as another program does that holds the database."""
    free = threading.Event()
    library._writer.submit(lambda _store: free.wait(60))
    try:
        yield
    finally:
        free.set()


def test_articles_move_with_the_address_and_back(library: Library) -> None:
    assert library.subscriptions.edit(MOVE).result()
    assert urls_and_totals(library) == [(B, 1)]
    library.history.undo().result()
    assert urls_and_totals(library) == [(A, 1)]


def test_a_feed_stays_in_sight_when_the_file_is_read_before_its_articles_have_moved(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []

    def read_first(store: Store, old: str, new: str) -> None:
        library.subscriptions.check().result()
        seen.append([feed.url for feed in store.feeds.subscribed() if feed.url not in library.subscriptions.removed])
        move_history(store, old, new)

    monkeypatch.setattr(relocate, "move_history", read_first)
    assert library.subscriptions.edit(MOVE).result()
    assert seen == [[A]]
    assert urls_and_totals(library) == [(B, 1)]


def test_articles_stay_when_an_editor_has_removed_the_feed_meanwhile(library: Library) -> None:
    library.paths.feeds.write_text("# nothing\n", encoding="utf-8")
    assert library.subscriptions.edit(MOVE).result() is None
    assert library.history.undo().result() is None
    assert articles(library, A) == 1


def test_articles_stay_when_the_file_cannot_be_changed(library: Library) -> None:
    events: list[LibraryEvent] = []
    library.listen(events.append)
    library.paths.feeds.write_text("[[feeds]\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        library.subscriptions.edit(MOVE).result()
    finish(library)
    assert [type(event) for event in events] == [EditFailed]
    assert articles(library, A) == 1


def test_edits_show_before_they_are_written(library: Library) -> None:
    with held_up(library):
        library.subscriptions.edit(ChangeFeed(A, {"title": "New", "folder": "World"}))
        (feed,) = library.feeds.reload().values()
        assert (feed.title, feed.folder) == ("New", "World")
        library.subscriptions.edit(RenameFolder("World", "World/Europe"))
        assert library.subscriptions.all[0].folder == "World/Europe"
        library.subscriptions.edit(Remove((("feeds", A),), Stream(Kind.FEED, A)))
        assert not library.feeds.reload()
        assert "title" not in library.paths.feeds.read_text(encoding="utf-8")
    finish(library)
    assert not library.subscriptions.all
    library.history.undo().result()
    assert library.subscriptions.all[0].folder == "World/Europe"


def test_changes_and_edits_are_written_and_undone_in_the_order_they_were_made(library: Library) -> None:
    events: list[LibraryEvent] = []
    library.listen(events.append)
    edit = ChangeFeed(A, {"title": "New"})
    with held_up(library):
        library.changes.apply(Change(Field.READ, True, (1,)))
        library.subscriptions.edit(edit)
        library.changes.apply(Change(Field.STARRED, True, (1,)))
        undone = [library.history.undo() for _ in range(4)]
        assert not events
    found = [future.result() for future in undone]
    assert found == [Change(Field.STARRED, True, (1,)), edit, Change(Field.READ, True, (1,)), None]
    written, reverted = [ChangeWritten, EditDone, ChangeWritten], [ChangeReverted, EditDone, ChangeReverted]
    assert [type(event) for event in events] == [*written, *reverted, NothingReverted]
    assert library.paths.feeds.read_text(encoding="utf-8") == f'[[feeds]]\nurl = "{A}"\n'


def test_closing_writes_the_edits_that_wait(library: Library) -> None:
    with held_up(library):
        library.subscriptions.edit(ChangeFeed(A, {"title": "New"}))
        library.subscriptions.edit(ChangeFeed(A, {"paused": True}))
    library.close()
    text = library.paths.feeds.read_text(encoding="utf-8")
    assert 'title = "New"' in text
    assert "paused = true" in text
    assert not library.lost


def test_an_edit_that_fails_while_closing_is_told_afterwards(library: Library) -> None:
    free = threading.Event()
    library._writer.submit(lambda _store: free.wait(60))
    library.subscriptions.edit(ChangeFeed(A, {"title": "New"}))
    library.paths.feeds.write_text("[[feeds]\n", encoding="utf-8")
    closing = threading.Thread(target=library.close)
    closing.start()
    while library._listener != library._note_loss:
        pass
    free.set()
    closing.join()
    assert [type(error) for error in library.lost] == [ConfigError]

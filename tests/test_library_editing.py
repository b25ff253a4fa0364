"""Edits of feeds.toml from inside the reader: the articles, the order, undo, and edits that wait or fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import Config
from reader.errors import ConfigError
from reader.library import ChangeWritten, EditDone, EditFailed, Library, LibraryEvent, open_library
from reader.library.edits import ChangeFeed, ImportList, NoteAdded, Remove, RenameFolder, SaveSearch
from reader.library.importing import look_at_list
from reader.model import Change, Field, SavedSearch
from reader.paths import Paths
from reader.problems import Problem, problem
from reader.stream import Kind, Stream
from reader.subscriptions.newsboat_config import FoundSetting
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
    library.changes.undo()
    finish(library)
    assert urls_and_totals(library) == [(A, 1)]


def test_articles_stay_when_an_editor_has_removed_the_feed_meanwhile(library: Library) -> None:
    library.paths.feeds.write_text("# nothing\n", encoding="utf-8")
    assert library.subscriptions.edit(MOVE).result() is None
    assert library.changes.undo() == problem(Problem.UNDO_ENDS_AT_FILE)
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
    library.changes.undo()
    finish(library)
    assert library.subscriptions.all[0].folder == "World/Europe"


def test_changes_and_edits_are_written_and_undone_in_the_order_they_were_made(library: Library) -> None:
    events: list[LibraryEvent] = []
    library.listen(events.append)
    edit = ChangeFeed(A, {"title": "New"})
    with held_up(library):
        library.changes.apply(Change(Field.READ, True, (1,)))
        library.subscriptions.edit(edit)
        library.changes.apply(Change(Field.STARRED, True, (1,)))
        undone = [library.changes.undo() for _ in range(4)]
        assert not events
    finish(library)
    assert undone == [Change(Field.STARRED, False, (1,)), edit, Change(Field.READ, False, (1,)), None]
    kinds = [ChangeWritten, EditDone, ChangeWritten]
    assert [type(event) for event in events] == [*kinds, *kinds]
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


# -- undo and redo


OPML = """<opml version="2.0"><body><outline xmlUrl="https://new{0}.example/feed" text="New {0}"/>
<outline xmlUrl="https://other{0}.example/feed" folder="x"/></body></opml>"""


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    """One feed with three articles."""
    paths = Paths(folder / "config", folder / "data")
    paths.config_dir.mkdir()
    paths.feeds.write_text(f'# mine\n[[feeds]]\nurl = "{A}"  # the first\n', encoding="utf-8")
    stocked(paths.database, {A: [new_entry(number) for number in (1, 2, 3)]}).close()
    library = open_library(paths, Config())
    try:
        yield library
    finally:
        library.close()


def imports(library: Library, number: int) -> ImportList:
    preview = look_at_list(OPML.format(number).encode(), None, library.subscriptions.file)
    return ImportList(
        replace(preview, settings=(FoundSetting("browser", ("lynx",), 1, "browser"),)), library.paths.config, str
    )


def state(library: Library) -> tuple[object, ...]:
    """Everything that undo restores: both files to the byte, the subscriptions, and the state of the articles."""
    finish(library)
    config = library.paths.config
    shown = library.subscriptions.file
    entries = [(one.read, one.starred) for one in library.articles.headlines((1, 2, 3))]
    return (
        library.paths.feeds.read_bytes(), config.read_bytes() if config.exists() else None,
        shown.subscriptions, shown.searches, sorted(urls_and_totals(library)), entries,
    )  # fmt: skip


def act(library: Library, what: int) -> None:
    """One thing that a user does."""
    first = library.subscriptions.all[0].url if library.subscriptions.all else A
    edits = library.subscriptions
    match what % 9:
        case 0:
            library.changes.apply(Change(Field.READ, what % 2 == 0, (1, 2, 3)))
        case 1:
            library.changes.apply(Change(Field.STARRED, True, (1 + what % 3,)))
        case 2:
            edits.edit(ChangeFeed(first, {"title": f"Title {what}", "paused": True}))
        case 3:
            edits.edit(ChangeFeed(first, {"url": first.replace("https://", f"https://moved{what}.")}))
        case 4:
            edits.edit(ChangeFeed(first, {"folder": f"Folder {what % 2}"}))
        case 5:
            edits.edit(RenameFolder("Folder 0", "Renamed"))
        case 6:
            edits.edit(Remove((("feeds", first),), Stream(Kind.FEED, first)))
        case 7:
            edits.edit(imports(library, what % 2))
        case _:
            edits.edit(SaveSearch(SavedSearch(f"Search {what}", query="ice")))


def edits_outside(library: Library, number: int) -> None:
    """What somebody does in an editor."""
    finish(library)
    text = library.paths.feeds.read_text(encoding="utf-8")
    library.paths.feeds.write_text(f'{text}\n[[feeds]]\nurl = "https://outside{number}.example/"\n', encoding="utf-8")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=6), st.booleans())
def test_undo_and_redo_walk_through_every_state_exactly(acts: list[int], waits: bool) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder)) as library:
        states = [state(library)]
        for what in acts:
            act(library, what)
            now = state(library)
            if now != states[-1]:
                states.append(now)
        for _round in range(2):
            for expected in states[-2::-1]:
                assert library.changes.undo() is not None
                if waits:
                    assert state(library) == expected
            assert state(library) == states[0]
            assert library.changes.undo() is None
            for expected in states[1:]:
                assert library.changes.redo() is not None
                if waits:
                    assert state(library) == expected
            assert state(library) == states[-1]
            assert library.changes.redo() is None


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 50), max_size=3), st.lists(st.integers(0, 50), max_size=3), st.booleans())
def test_undo_never_goes_back_behind_an_edit_of_another_program(
    before: list[int], after: list[int], seen: bool
) -> None:
    with TemporaryDirectory() as folder, opened(Path(folder)) as library:
        for what in before:
            act(library, what)
        edits_outside(library, 1)
        if seen:
            library.subscriptions.check().result()
        at_edit: tuple[object, ...] | None = None
        for what in after:
            act(library, what)
        if not after:
            library.subscriptions.check().result()
            at_edit = state(library)
        for _ in range(len(after) + 2):
            if not library.subscriptions.current:
                library.subscriptions.check().result()
            undone = library.changes.undo()
            finish(library)
        assert undone == problem(Problem.UNDO_ENDS_AT_FILE)
        assert "outside1" in library.paths.feeds.read_text(encoding="utf-8")
        assert at_edit is None or state(library) == at_edit


def test_an_undo_that_is_not_possible_leaves_everything_before_it_alone(library: Library) -> None:
    library.changes.apply(Change(Field.STARRED, True, (1,)))
    library.subscriptions.edit(ChangeFeed(A, {"title": "New"})).result()
    text = library.paths.feeds.read_text(encoding="utf-8")
    library.paths.feeds.write_text(text.replace("New", "Newer"), encoding="utf-8")
    undone = [library.changes.undo() for _ in range(3)]
    finish(library)
    assert undone[0] == ChangeFeed(A, {"title": "New"})
    assert library.changes.undo() == problem(Problem.UNDO_ENDS_AT_FILE)
    assert library.articles.headlines((1,))[0].starred
    assert "Newer" in library.paths.feeds.read_text(encoding="utf-8")


def test_what_the_worker_writes_does_not_stop_undo(library: Library) -> None:
    library.subscriptions.edit(ChangeFeed(A, {"folder": "World"})).result()
    text = library.paths.feeds.read_text(encoding="utf-8")
    library.paths.feeds.write_text(f'{text}\n[[feeds]]\nurl = "{B}"\n', encoding="utf-8")
    library.subscriptions.check().result()  # before the worker's event has come
    library.subscriptions.reload(frozenset({("feeds", B)}))
    library.subscriptions.check().result()
    library.subscriptions.edit(NoteAdded(B)).result()
    for expected in ([A], [A]):
        library.changes.undo()
        finish(library)
        assert [one.url for one in library.subscriptions.all] == expected
    assert library.subscriptions.all[0].folder == ""
    library.changes.redo()
    library.changes.redo()
    finish(library)
    assert [(one.url, one.folder) for one in library.subscriptions.all] == [(A, "World"), (B, "")]


def test_a_move_to_an_address_that_has_articles_is_not_undone(library: Library) -> None:
    edits = library.subscriptions
    edits.edit(MOVE).result()
    edits.edit(Remove((("feeds", B),), Stream(Kind.FEED, B))).result()
    edits.edit(NoteAdded(A)).result()
    library.paths.feeds.write_text(f'[[feeds]]\nurl = "{A}"\n', encoding="utf-8")
    edits.check().result()
    edits.edit(MOVE).result()
    text = library.paths.feeds.read_bytes()
    for _ in range(2):
        assert library.changes.undo() == MOVE
        finish(library)
        assert library.paths.feeds.read_bytes() == text
        assert urls_and_totals(library) == [(B, 1)]

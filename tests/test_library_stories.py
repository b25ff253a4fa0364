"""The user's corrections of stories through the library: told by events, undone after a restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.config import Config
from reader.errors import StoreError
from reader.library.events import LibraryEvent, StoryCorrected
from reader.library.library import Library, open_library
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails
from reader.store.feeds import Feeds
from reader.stories.correction import StoryCorrection, StorySaid
from tests.support.stocking import NOW, new_entry, stock

FEEDS = [f"https://{name}.example/feed" for name in ("one", "two", "three")]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    made = Paths(tmp_path / "config", tmp_path / "data")
    toml = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in FEEDS)
    stock(made, toml, {url: [new_entry(number)] for number, url in enumerate(FEEDS, start=1)})
    return made


@contextmanager
def opened(paths: Paths) -> Iterator[tuple[Library, list[LibraryEvent]]]:
    library = open_library(paths, Config(), clock=lambda: NOW)
    events: list[LibraryEvent] = []
    library.listen(events.append)
    try:
        yield library, events
    finally:
        library.close()


def test_a_correction_is_announced_and_undone_after_a_restart(paths: Paths) -> None:
    with opened(paths) as (library, events):
        done = library.stories.put_in(2, 1).result()
        assert done.said is StorySaid.PUT_IN
        assert (done.title, done.other_title) == ("Title 2", "Title 1")
        library.stories.put_in(3, 2).result()
        assert [one.id for one in library.articles.tellings([1])[1]] == [3, 2, 1]
        assert [type(event) for event in events] == [StoryCorrected, StoryCorrected]
    with opened(paths) as (library, events):
        taken = library.stories.take_out(1).result()
        assert taken.moved == (1,)
        library.history.undo().result()
        library.history.undo().result()
        assert len(library.articles.tellings([1])[1]) == 2
        undone = library.history.undo().result()
        assert isinstance(undone, StoryCorrection)
        assert library.articles.tellings([1]) == {}
        again = library.history.redo().result()
        assert isinstance(again, StoryCorrection)
        assert len(library.articles.tellings([1])[1]) == 2
        told = [event for event in events if isinstance(event, StoryCorrected)]
        assert [(event.undone, event.again) for event in told] == [
            (False, False), (True, False), (True, False), (True, False), (False, True)
        ]  # fmt: skip


def test_a_damaged_step_is_left_out_and_missing_articles_are_reported(paths: Paths) -> None:
    import sqlite3
    from contextlib import closing

    with opened(paths) as (library, _):
        library.stories.put_in(2, 1).result()
        assert library.stories.put_in(99, 1).result().moves == ()
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.execute("UPDATE journal SET edit = ?", ('{"kind":"story","moves":[[1,2]]}',))
    with opened(paths) as (library, _):
        refused = library.history.undo().result()
        assert isinstance(refused, ProblemDetails)
        assert refused.code is Problem.UNDO_OF_DAMAGED_STEP
        assert library.history.undo().result() is None


def test_shares_that_could_not_be_read_are_read_again(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_feeds: Feeds, _now: int) -> dict[int, float]:
        error = sqlite3.OperationalError("database is locked")
        error.sqlite_errorcode = sqlite3.SQLITE_BUSY
        raise error

    with opened(paths) as (library, _events):
        with monkeypatch.context() as patch:
            patch.setattr(Feeds, "shares", locked)
            with pytest.raises(StoreError):
                library.feeds.load_shares().result()
        assert (library.feeds.shares, library.feeds.shares_outdated) == (None, True)
        library.feeds.load_shares().result()
        assert (library.feeds.shares, library.feeds.shares_outdated) == ((), False)

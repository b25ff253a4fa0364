"""The session: what the reader shows again after a restart, and where it is kept."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.query.tree import Order as ListOrder
from reader.store import Store, open_reader
from reader.stream import Kind, Stream
from reader.ui.reader.pane_sizes import Sizes
from reader.ui.reader.session import Session, read_session, session_values
from reader.ui.widgets.tree_rows import Order
from tests.support.each import each
from tests.support.painted import Painted
from tests.support.screen import reading
from tests.support.stocking import new_entry, stock, stocked
from tests.support.streams import open_list

A, B = "https://a.example/feed", "https://b.example/feed"
FULL = Session(
    stream=Stream(Kind.FOLDER, "Öl"), entry=4, sizes=Sizes(30, None, 12), tree_wanted=False, folded=("A", "B/C"),
    tags_folded=True, labels_folded=False, order=Order.LATEST, theme="ink", theme_instead_of="paper", dark=True,
)  # fmt: skip


@pytest.fixture
def profile(paths: Paths) -> Paths:
    """Two feeds with three articles each."""
    entries = {url: [new_entry(100 * number + n) for n in range(3)] for number, url in enumerate((A, B))}
    stock(paths, f'[[feeds]]\nurl = "{A}"\n\n[[feeds]]\nurl = "{B}"\n', entries)
    return paths


def at(screen: Painted) -> tuple[str, str]:
    """The title of the list, and the selected headline."""
    return screen.list_title, screen.row.title


@each("session", [FULL, Session(), Session(unread_only=("all",), list_orders={"all": ListOrder.TITLE})])
def test_a_session_survives_json(session: Session) -> None:
    assert read_session(json.loads(json.dumps(session_values(session)))) == session


def test_the_strings_of_earlier_versions_are_read() -> None:
    old = {
        "stream": "folder:Öl", "entry": "4", "tree_width": "30", "list_height": "12", "tree": "hidden",
        "folded": '["A", "B/C"]', "tags": "folded", "tree_order": "latest", "theme": "ink",
        "theme_instead_of": "paper", "background": "dark", "rearranged": "7",
    }  # fmt: skip
    assert read_session(old) == replace(FULL, labels_folded=None)


@pytest.mark.parametrize(
    "values",
    [
        {"stream": 3, "entry": "x", "folded": {"a": 1}, "tags": [], "theme": None, "tree_order": 1},
        {"entry": -1, "tree_width": True, "list_width": 10**30, "list_height": 1.5, "folded": [1, "A"]},
    ],
)
def test_fields_that_make_no_sense_are_as_on_the_first_start(values: dict[str, Any]) -> None:
    assert read_session(values) == Session(folded=("A",) if isinstance(values["folded"], list) else ())


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b"[" * 100_000, b'{"stream": {}}'])
async def test_a_broken_file_does_not_keep_the_reader_from_opening(profile: Paths, data: bytes) -> None:
    profile.session.write_bytes(data)
    async with reading(profile) as sight:
        await sight.shows("6 unread")


async def test_a_restart_shows_the_same_list_and_article(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Feed 2")
        await sight.press("j", "j")
        await sight.until(lambda screen: at(screen) == ("Feed 2", "Title 102"))
    async with reading(profile) as sight:
        await sight.until(lambda screen: at(screen) == ("Feed 2", "Title 102"))


async def test_the_session_that_an_earlier_version_kept_in_the_database_is_read_once(profile: Paths) -> None:
    store = stocked(profile.database, {A: [], B: []})
    store.state.write_values([("stream", f"feed:{B}")])
    store.close()
    async with reading(profile) as sight:
        await sight.until(lambda screen: at(screen) == ("Feed 2", "Title 100"))
        await open_list(sight, "Feed 1")
    async with reading(profile) as sight:
        await sight.until(lambda screen: at(screen) == ("Feed 1", "Title 0"))
    assert open_reader(profile.database).state.values()["stream"] == f"feed:{B}"


async def test_moving_the_cursor_does_not_write_to_the_database(profile: Paths) -> None:
    async with reading(profile) as sight:
        await open_list(sight, "Feed 1")
        watching = open_reader(profile.database)
        version = watching.data_version()
        await sight.press("j", "j", "k")
        sight.library.session.flush()
        await sight.until(lambda _: written_title(profile, watching) == "Title 1")
        assert watching.data_version() == version
        watching.close()


def written_title(profile: Paths, store: Store) -> str:
    """The title of the entry that the session file names; empty before there is one."""
    entry = json.loads(profile.session.read_bytes())["entry"] if profile.session.exists() else None
    return store.entries.headlines([entry])[0].title if entry else ""


def test_many_moves_are_one_write(profile: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []
    monkeypatch.setattr("reader.library.session.replace_file", lambda path, _data: written.append(path))
    library = open_library(profile, Config())
    for entry in range(100):
        library.session.keep({"entry": entry})
    library.session.flush()
    library.session.flush()
    library.close()
    assert written == [profile.session]

"""An edition is read to its end, with a kill and a restart in between; the rest of the day is marked read and undone."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from functools import partial

from reader.paths import Paths
from tests.support.command import Command
from tests.support.publisher import Publisher
from tests.support.reading import poll_all
from tests.support.terminal import Terminal, reader_command

SIZE = (100, 30)
FOLDERS = {"harbour": "World", "council": "World", "glacier": "Science", "orchestra": "Culture"}
OF_EACH, STORIES = 10, 8  # two of each feed
SECTION = "SCIENCE ━"  # the pages are set after the stories are counted
ALL = OF_EACH * len(FOLDERS)


def subscribe(paths: Paths, publisher: Publisher) -> None:
    for name in FOLDERS:
        publisher.publish(name, OF_EACH)
    paths.config_dir.mkdir(parents=True)
    paths.feeds.write_text(
        "".join(f'[[feeds]]\nurl = "{publisher.url(name)}"\nfolder = "{folder}"\n' for name, folder in FOLDERS.items())
    )
    poll_all(paths)


def stories(paths: Paths) -> list[str]:
    """The titles of the edition's stories, in the order in which they are read."""
    with closing(sqlite3.connect(paths.database)) as raw:
        rows = raw.execute("SELECT title FROM edition_entries JOIN entries ON id = entry_id ORDER BY position")
        return [title for (title,) in rows]


def read(paths: Paths) -> set[str]:
    with closing(sqlite3.connect(paths.database)) as raw:
        return {title for (title,) in raw.execute("SELECT title FROM entries WHERE read = 1")}


def read_on(terminal: Terminal, titles: list[str]) -> None:
    """Reads the next stories, one after another."""
    for title in titles:
        terminal.press(" ")
        terminal.until(partial(_is_open, title), title)


def _is_open(title: str, screen: str) -> bool:
    return title in screen and "why here" not in screen


def test_an_edition_is_read_to_its_end_through_a_kill_and_the_rest_is_marked_read_and_undone(
    paths: Paths, broadsheet: Command
) -> None:
    with Publisher() as publisher:
        subscribe(paths, publisher)
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows(f"{ALL} unread")
        terminal.press("F")
        terminal.shows(f"0 of {STORIES} read", SECTION)
        order = stories(paths)
        assert len(order) == STORIES
        read_on(terminal, order[:3])
        terminal.press("\x1b")
        terminal.shows(f"3 of {STORIES} read")
        terminal.until(lambda _: len(read(paths)) == 3, "three articles read in the database")
        terminal.signal(signal.SIGKILL)
        terminal.ended()
    assert read(paths) == {*order[:3]}
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows(f"{ALL - 3} unread")
        terminal.press("F")
        terminal.shows(f"3 of {STORIES} read", SECTION)
        read_on(terminal, order[3:])
        terminal.press(" ")  # the end of the edition
        terminal.shows(f"{STORIES} of {STORIES} read")
        terminal.press("A")
        terminal.shows(f"Marked {ALL - STORIES} articles read")
        terminal.until(lambda _: len(read(paths)) == ALL, "all articles read in the database")
        terminal.press("u")
        terminal.shows(f"Undid: {ALL - STORIES} articles marked read")
        terminal.until(lambda _: len(read(paths)) == STORIES, "only the edition read in the database")
        terminal.press("N")
        terminal.shows("Nothing new has arrived")
        terminal.press("\x1b")
        terminal.shows(f"{ALL - STORIES} unread")
        terminal.press("q")
        assert terminal.ended() == 0
    assert read(paths) == {*order}
    (kept,) = (broadsheet.process("edition", "--json").json,)
    assert [item["title"] for section in kept["sections"] for item in section["items"]] == order
    assert "Traceback" not in paths.log.read_text(encoding="utf-8")

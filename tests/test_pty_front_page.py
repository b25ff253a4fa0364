"""An edition is read in a real terminal, with a restart in between, to its end; the rest is marked read and taken back."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from functools import partial
from operator import ne

from reader.paths import Paths
from tests.support.news_of_a_day import ENGLISH, stock_news
from tests.support.terminal import Terminal, reader_command

SIZE = (120, 40)
STORIES = 4


def unread(paths: Paths) -> int:
    with closing(sqlite3.connect(paths.database)) as database:
        return int(database.execute("SELECT count(*) FROM entries WHERE NOT read").fetchone()[0])


def test_an_edition_is_read_to_its_end_with_a_restart_in_between(paths: Paths) -> None:
    stock_news(paths, "en", int(time.time()))
    with paths.config.open("a", encoding="utf-8") as config:
        config.write(f"edition_stories = {STORIES}\n")
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("F front page")
        terminal.press("F")
        terminal.shows("▔██▔▔", ENGLISH[0].headline.upper(), f"0 of {STORIES} read")
        terminal.press(" ")
        terminal.shows("Space opens the next story")
        terminal.press("\x1b")
        terminal.shows(f"1 of {STORIES} read")
        terminal.press("\x1b[C")
        terminal.press("\x1b")
        terminal.until(lambda screen: "▔██▔▔" not in screen, "the lists")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(reader_command(paths), size=SIZE) as terminal:
        terminal.shows("F front page")
        terminal.press("F")
        terminal.shows(f"1 of {STORIES} read")
        for _ in range(60):
            terminal.press(" ")
            before = terminal.text()
            if f"{STORIES} of {STORIES} read" in before:
                break
            terminal.until(partial(ne, before), "another screen")
        terminal.shows(f"{STORIES} of {STORIES} read")
        rest = len(ENGLISH) - STORIES
        terminal.shows("That was the edition of", f"A marks the day’s other {rest} articles read")
        assert unread(paths) == rest
        terminal.press("A")
        terminal.shows("Everything else of the day is read")
        terminal.press("u")
        terminal.shows(f"A marks the day’s other {rest} articles read")
        terminal.press("\x1b")
        terminal.until(lambda screen: "▔██▔▔" not in screen, "the lists")
        terminal.press("q")
        assert terminal.ended() == 0
    assert unread(paths) == rest

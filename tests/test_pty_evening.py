"""An evening with one article: its pictures, its author, its comments, a footnote; and all of it again without a network."""

from __future__ import annotations

from functools import partial

from reader.config import Config
from reader.library import open_library
from reader.paths import Paths
from reader.stream import Kind, Stream
from tests.newspaper import Newspaper
from tests.support.reading import poll_all, subscribe_to
from tests.support.terminal import Terminal, reader_command

SIZE = (110, 34)
TITLE, AUTHOR = "The people who know when the sea will come back", "Marian Holloway"
PICTURE = "▀" * 24  # half blocks, wider than a portrait
COMMENTS = ("Conversation   3 comments", "Ada P.", "Keel & Co.", "throw the table in")
KEYS, NOTE = "read on", "The tilt of the moon’s orbit"


def select(terminal: Terminal, words: str) -> None:
    """Goes from target to target until the bottom line has these words.

    The line may be looked at when only half of it is painted; so it goes around twice.
    """
    for _ in range(2):
        for _ in range(40):
            before = terminal.text().splitlines()[-1]  # no two targets in a row have the same words
            if words in before:
                return
            terminal.press("]")
            after = terminal.until(partial(_names_another, before), "another target").splitlines()[-1]
            if words in after:
                return
        terminal.press("\x1b")
        terminal.until(lambda screen: KEYS in screen.splitlines()[-1], "the keys of an article")
        terminal.press("g")
    raise AssertionError(f"no target leads to {words!r}:\n{terminal.text()}")


def _names_another(before: str, screen: str) -> bool:
    last = screen.splitlines()[-1]
    return last != before and KEYS not in last


def footnote_and_back(terminal: Terminal) -> None:
    """Jumps to the footnote and back to its mark."""
    terminal.press("\x1b")
    terminal.until(lambda screen: KEYS in screen.splitlines()[-1], "the keys of an article")
    terminal.press("g")
    select(terminal, NOTE)
    terminal.press("\r")
    terminal.until(lambda screen: NOTE in screen and NOTE not in screen.splitlines()[-1], "the footnote")
    terminal.press("\r")
    terminal.until(lambda screen: NOTE in screen.splitlines()[-1], "the mark again")


def test_an_article_is_read_with_pictures_people_and_comments_and_all_of_it_is_there_without_a_network(
    paths: Paths,
) -> None:
    with Newspaper() as paper:
        subscribe_to(paths, paper)
        poll_all(paths)
        library = open_library(paths, Config())
        library.session.keep({"stream": Stream(Kind.UNREAD).key()})
        library.session.flush()
        library.close()
        with Terminal(reader_command(paths), size=SIZE) as terminal:
            terminal.shows(TITLE[:20])
            terminal.press("\r")
            terminal.shows(f"By {AUTHOR}", PICTURE)
            select(terminal, "Picture")
            terminal.press("\r")
            terminal.shows("1 of 7", "o original", "▀" * 60)
            terminal.press("\x1b")
            terminal.until(lambda screen: f"By {AUTHOR}" in screen and "o original" not in screen, "the article")
            footnote_and_back(terminal)
            terminal.press("\x1b")
            terminal.until(lambda screen: KEYS in screen.splitlines()[-1], "the keys of an article")
            terminal.press("cG")
            terminal.shows(*COMMENTS)
            terminal.press("w@")
            terminal.shows(f"Following {AUTHOR}", "5 articles", "Science editor")
            terminal.press("q")
            assert terminal.ended() == 0
    with Terminal(reader_command(paths), size=SIZE) as terminal:  # and the newspaper is gone
        terminal.shows("The sea in the soup")
        terminal.press("'")
        terminal.shows("Go to")
        terminal.press(AUTHOR[:6])
        terminal.shows(AUTHOR)
        terminal.press("\r")
        terminal.shows("◉", "1/5")
        terminal.press("\r")
        terminal.shows(f"By ◉ {AUTHOR}")
        terminal.press("g")
        terminal.shows(PICTURE)
        footnote_and_back(terminal)
        terminal.press("c")
        terminal.press("G")
        terminal.shows(*COMMENTS)
        terminal.press("q")
        assert terminal.ended() == 0

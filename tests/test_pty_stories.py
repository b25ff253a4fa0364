"""A session with stories in a terminal: opened, read, corrected, undone, and there again after a restart."""

from __future__ import annotations

from tests.support.terminal import Terminal, reader_command
from tests.support.told import tell, unread


def test_a_story_is_opened_read_corrected_and_remembered(paths) -> None:
    tell(paths)
    feeds = paths.feeds.read_text(encoding="utf-8")
    paths.feeds.write_text(feeds.replace('folder = "', 'paused = true\nfolder = "'), encoding="utf-8")
    paths.config.write_text('language = "en"\n', encoding="utf-8")
    with Terminal(reader_command(paths), size=(120, 35)) as terminal:
        terminal.shows("Ein Mikrofon", "1/12")
        terminal.press("Q")
        terminal.shows("Unread, by story", "+3", "1/8")
        terminal.press("4j\r")
        terminal.shows("1 of 4: The Guardian", "Tagesblatt", "24 Stunden Zeit")
        terminal.press("]]")
        terminal.shows("3 of 4: heise online", "Text of number 7.")
        terminal.press("h\x1bo")
        terminal.shows("is no longer part of its story", "+2", "5/8")
        terminal.press("u")
        terminal.shows("Undid:", "+3", "5/8")
        terminal.press("h")
        terminal.until(lambda screen: "of 4" not in screen and "Hoster k" not in screen, "the closed story")
        terminal.press("m")
        terminal.until(lambda screen: "8 unread" in screen, "the story read")
        terminal.press("q")
        terminal.ended()
    assert unread(paths.database) == [1, 2, 3, 5, 6, 10, 11, 12]
    with Terminal(reader_command(paths), size=(80, 24)) as terminal:
        terminal.shows("Unread, by story", "+1", "8 unread")
        terminal.press("Q")
        terminal.shows("One row for each article")
        terminal.press("q")
        terminal.ended()

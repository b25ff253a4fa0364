"""No bytes that a terminal sends can end the reader or run a command, except those of a key."""

from __future__ import annotations

import json
import time

from reader.paths import Paths
from tests.support.terminal import Terminal, reader_command

REPLIES = (
    b"\x1bP>|XTerm(390)\x1b\\", b"\x1b]11;rgb:1e1e/1e1e/2e2e\x1b\\", b"\x1b[?997;1n", b"\x1b[?1u", b"\x1b[24;80R", b"\x9b?1;2c",
)  # fmt: skip
OTHER = (
    b"\xe9", b"\xff\xfe", b"\xe1\xa1", b"\x1b[M \x84%", b"\x1b[106:74;1:3u", b"\x1b[1;129:3B", b"\x1b[99999999999;9:9;9u",
    b"\x1b[55296;;55296u", b"\x1b[48;0;0;0;0t", b"\x1b[<0;999;999M\x1b[<0;999;999m", b"\x1b[" + b"9" * 5_000 + b"u", b"\x00\x9c\x1b\\",
)  # fmt: skip


def test_replies_and_bytes_of_any_kind_leave_the_reader_as_it_is(paths: Paths) -> None:
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here", "Four keys", "6 unread")
        feeds = paths.feeds.read_bytes()
        for reply in REPLIES:
            for cut in range(2, len(reply)):
                terminal.send(reply[:cut])
                time.sleep(0.001)
                terminal.send(reply[cut:])
        for data in OTHER:
            terminal.send(data)
        terminal.send(b"\x1b[106:74;1uk?")  # j in kitty's form
        terminal.shows("MOVING", "6 unread")
        terminal.press("\x1b")
        terminal.lacks("MOVING")
        terminal.shows("Four keys", "6 unread")
        terminal.press("q")
        assert terminal.ended() == 0
    assert paths.feeds.read_bytes() == feeds
    assert not json.loads(paths.session.read_text(encoding="utf-8"))["theme"]
    assert "Traceback" not in paths.log.read_text(encoding="utf-8")

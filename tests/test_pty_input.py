"""No bytes that a terminal sends can end the reader or run a command unless they are a key press."""

from __future__ import annotations

import json
import time
import tomllib

from textual.color import Color

from reader.paths import Paths, bundled
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
        terminal.shows("IN THE HEADLINES", "6 unread")
        terminal.press("\x1b")
        terminal.lacks("IN THE HEADLINES")
        terminal.shows("Four keys", "6 unread")
        terminal.press("q")
        assert terminal.ended() == 0
    assert paths.feeds.read_bytes() == feeds
    assert not json.loads(paths.session.read_text(encoding="utf-8"))["theme"]
    assert "Traceback" not in paths.log.read_text(encoding="utf-8")


def test_the_theme_follows_the_terminals_background_if_the_settings_say_so(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.config.write_text('theme_light = "sea"\ntheme_dark = "forest"\n', encoding="utf-8")
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here", "6 unread")
        asked = terminal.sent(b"\x1b]11;?\x1b\\\x1b[?2031h")
        terminal.send(b"\x1b]11;rgb:fafa/fafa/fafa\x1b\\")
        light = terminal.sent(_ground("sea"), start=asked)
        terminal.send(b"\x1b[?997;1n")
        terminal.sent(_ground("forest"), start=light)
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.raw.rfind(b"\x1b[?2031l") > light
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here")
        assert _ground("forest") in terminal.raw, "the next start begins with what the terminal told last"
        assert _ground("ink") not in terminal.raw
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(reader_command(paths, "--theme", "ink")) as terminal:
        terminal.shows("Welcome: how to read here")
        terminal.send(b"\x1b[?997;2n")
        terminal.press("?")
        terminal.shows("IN THE HEADLINES")
        assert _ground("sea") not in terminal.raw
        assert b"\x1b]11;?" not in terminal.raw


def _ground(name: str) -> bytes:
    """The background of a theme as it is sent in 24-bit colour."""
    color = Color.parse(
        tomllib.loads((bundled("themes") / f"{name}.toml").read_text(encoding="utf-8"))["colors"]["ground"]
    )
    return f"48;2;{color.r};{color.g};{color.b}m".encode()

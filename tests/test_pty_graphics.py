"""A terminal is asked how it can show pictures; its answers are used whenever they come, and never taken for keys."""

from __future__ import annotations

import signal
import subprocess
import time

from reader.paths import Paths
from reader.ui.terminal_input import Question
from tests.support.real_terminals.card import illustrated
from tests.support.terminal import Terminal, reader_command

ASKED = "".join(question.value for question in Question).encode()
ANSWERS = b"\x1bP>|kitty(0.36.4)\x1b\\\x1b_Gi=31;OK\x1b\\\x1b[6;18;9t\x1b[?62;22c"


def found(paths: Paths) -> list[str]:
    """What the log says was found, one after the other."""
    lines = paths.log.read_text(encoding="utf-8").splitlines()
    return [
        line.partition("event=graphics_found ")[2].partition(" through")[0] for line in lines if "graphics_f" in line
    ]


def has_found(paths: Paths, *expected: str) -> bool:
    end = time.monotonic() + 20
    while found(paths) != list(expected) and time.monotonic() < end:
        time.sleep(0.02)
    return found(paths) == list(expected)


def test_answers_count_however_late_and_in_pieces_and_are_no_keys(paths: Paths) -> None:
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here", "6 unread")
        terminal.sent(ASKED)
        assert has_found(paths, "protocol=blocks cell=(10, 20)"), "no answer within the time"
        for start in range(0, len(ANSWERS), 7):
            terminal.send(ANSWERS[start : start + 7])
            time.sleep(0.002)
        assert has_found(
            paths, "protocol=blocks cell=(10, 20)", "protocol=kitty cell=(10, 20)", "protocol=kitty cell=(9, 18)"
        )
        terminal.send(b"?" + ANSWERS)
        terminal.shows("IN THE HEADLINES", "6 unread")
        terminal.press("\x1b")
        terminal.lacks("IN THE HEADLINES")
        terminal.press("q")
        assert terminal.ended() == 0


def test_changed_settings_are_used_at_once_and_without_pictures_nothing_is_asked(paths: Paths) -> None:
    paths.config_dir.mkdir(parents=True)
    paths.config.write_text('pictures = "off"\n', encoding="utf-8")
    with Terminal(reader_command(paths)) as terminal:
        terminal.shows("Welcome: how to read here", "6 unread")
        assert has_found(paths, "protocol=off cell=(10, 20)")
        assert Question.KITTY.value.encode() not in terminal.raw
        paths.config.write_text('pictures = "sixel"\n', encoding="utf-8")
        terminal.shows("New settings: pictures")
        terminal.sent(Question.CELL.value.encode())
        assert has_found(paths, "protocol=off cell=(10, 20)", "protocol=sixel cell=(10, 20)")
        terminal.press("q")
        assert terminal.ended() == 0


def test_strips_are_cleared_before_the_terminal_is_left_and_drawn_again_after(paths: Paths) -> None:
    strip, clear, leave = b"\x1bP0;1;0q", b"\x1b[2J", b"\x1b[?1049l"
    with (
        illustrated(paths, 'pictures = "sixel"\n'),
        Terminal(reader_command(paths), emulated=False) as terminal,
    ):
        terminal.sent(Question.CELL.value.encode())
        terminal.send(b"\x1b[6;18;9t\x1b[?62;4c\r")
        drawn = terminal.sent(strip)
        terminal.press("\x1a")
        left = terminal.sent(leave, start=terminal.sent(clear, start=drawn))
        while not state(terminal.pid).startswith("T"):
            time.sleep(0.01)
        terminal.signal(signal.SIGCONT)
        drawn = terminal.sent(strip, start=left)
        terminal.press("q")
        terminal.sent(leave, start=terminal.sent(clear, start=drawn))
        assert terminal.ended() == 0


def state(pid: int) -> str:
    """The state of a process as ``ps`` shows it: T while it is stopped."""
    return subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=True).stdout

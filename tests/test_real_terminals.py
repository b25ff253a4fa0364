"""Pictures in real terminals: what a screenshot shows is the picture, also after scrolling, dialogs and the end.

The terminals are installed by ``.ci/run``; where one is missing, its tests are skipped.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from reader.paths import Paths
from tests.support.real_terminals import browser, ghostty, in_tmux, xterm
from tests.support.real_terminals.card import Box, Screen, difference, illustrated, wait_for
from tests.support.terminal import reader_command

SIZE = (100, 36)
CLOSE = 12.0  # of 255
TERMINALS: dict[str, tuple[Callable[[], str], Any, str, str]] = {
    "xterm": (xterm.missing, xterm.Xterm, "auto", "sixel"),
    "xterm with half blocks": (xterm.missing, xterm.Xterm, "blocks", "blocks"),
    "xterm.js": (browser.missing, browser.BrowserTerminal, "auto", "sixel"),
    "xterm.js with iTerm2's protocol": (browser.missing, browser.BrowserTerminal, "iterm", "iterm"),
    "Ghostty": (ghostty.missing, ghostty.GhosttyTerminal, "auto", "kitty"),
    "tmux in Ghostty": (in_tmux.missing, in_tmux.ghostty_with_tmux, "auto", "kitty"),
}
"""The missing programs, the terminal, the setting, and the protocol that is used."""


@pytest.mark.parametrize("name", TERMINALS)
def test_a_picture_is_shown_scrolls_is_covered_and_goes(name: str, paths: Paths) -> None:
    missing, terminal, pictures, protocol = TERMINALS[name]
    if reason := missing():
        pytest.skip(reason)
    with illustrated(paths, f'pictures = "{pictures}"\n'), terminal(reader_command(paths), SIZE) as screen:
        wait_for(screen, lambda *_: f"protocol={protocol}" in log(paths), protocol)
        screen.press("\r")
        place = shown(screen, lambda box: True, "the picture")
        screen.press("j")
        scrolled = shown(screen, lambda box: box[1] < place[1], "a line further")
        assert scrolled[3] - scrolled[1] == pytest.approx(place[3] - place[1], abs=1)
        screen.press("?")
        wait_for(
            screen,
            lambda shot, box: box is None or box[1] > scrolled[1] or difference(shot, box) > 2 * CLOSE,
            "a dialog over it",
        )
        screen.press("\x1b")
        assert shown(screen, lambda box: box[1] <= scrolled[1], "without the dialog") == scrolled
        screen.press("T")
        wait_for(screen, lambda shot, box: box is None or difference(shot, box) > CLOSE, "the list of themes over it")
        screen.press("\x1b")
        assert shown(screen, lambda box: box[1] <= scrolled[1], "without the list") == scrolled
        screen.press("k")
        assert shown(screen, lambda box: box[1] > scrolled[1], "back") == place
        screen.press("q")
        wait_for(screen, lambda _, box: box is None, "nothing, after the end")


def shown(screen: Screen, where: Callable[[Box], bool], what: str) -> Box:
    """Waits until the picture is shown as a whole somewhere, and no longer grows: it appears in parts."""
    before: Box | None = None
    while True:
        place = wait_for(
            screen, lambda shot, box: box is not None and where(box) and difference(shot, box) < CLOSE, what
        )
        assert place is not None
        if place == before:
            return place
        before = place
        time.sleep(0.3)


def log(paths: Paths) -> str:
    return paths.log.read_text(encoding="utf-8") if paths.log.exists() else ""

"""A terminal that draws text in double size, and the reader in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.support.sized_screen import SizedScreen
from tests.support.terminal import Terminal


@dataclass
class Window:
    """A terminal that knows the protocol, in which the reader runs."""

    terminal: Terminal
    screen: SizedScreen
    taken: int = 0

    def shows(self, holds: Callable[[SizedScreen], object]) -> SizedScreen:
        """Waits until something holds for the screen."""

        def take(_written: bytes) -> bool:
            end = self.terminal.raw.rfind(b"\x1b[?2026l") + 8  # after a frame
            if end > self.taken:
                self.screen.feed(self.terminal.raw[self.taken : end].decode())
                self.taken = end
            return bool(holds(self.screen))

        assert self.terminal.written(take, start=self.taken), self.screen.text()
        return self.screen

    def shows_large(self, *lines: str) -> SizedScreen:
        return self.shows(lambda screen: [*screen.large_lines().values()] == [*lines])

    def resize(self, columns: int, lines: int) -> None:
        self.taken, self.screen = len(self.terminal.raw), SizedScreen(columns, lines)
        self.terminal.resize(columns, lines)

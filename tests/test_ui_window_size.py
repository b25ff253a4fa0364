"""The size of the window that the reader knows is the newest one, however fast the window changes."""

from __future__ import annotations

import asyncio
import os
import pty
import signal
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from textual.app import App
from textual.events import Resize
from textual.message import Message

from reader.ui.textual_internals import driver_class


class Heard(App[None]):
    """Keeps the sizes that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.sizes: list[tuple[int, int]] = []

    def post_message(self, message: Message) -> bool:
        if isinstance(message, Resize):
            self.sizes.append((message.size.width, message.size.height))
        return True


@pytest.fixture
def new_driver(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Heard], Any]]:
    """Makes a driver on a terminal of its own. Called in an event loop."""
    numbers = (signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
    handlers = [signal.getsignal(number) for number in numbers]
    master, slave = pty.openpty()
    with open(slave, closefd=False) as read, open(slave, "w", closefd=False) as written:
        monkeypatch.setattr(sys, "__stdin__", read)
        monkeypatch.setattr(sys, "__stderr__", written)
        yield driver_class(on_lost=print, on_death=print, on_background=print, on_answer=print)
    for number, handler in zip(numbers, handlers, strict=True):
        signal.signal(number, handler)
    os.close(master)
    os.close(slave)


@pytest.mark.parametrize("first", [(20, 5), (80, 24)], ids=["at the start", "later"])
def test_of_two_sizes_in_quick_succession_the_newer_one_is_reported_last(
    new_driver: Callable[[Heard], Any], monkeypatch: pytest.MonkeyPatch, first: tuple[int, int]
) -> None:
    sizes, app = [first], Heard()

    def read_size() -> tuple[int, int]:
        """Resizes a small window just after its size was read, if somebody listens."""
        size = sizes[-1]
        if size == (20, 5) and signal.getsignal(signal.SIGWINCH) is not signal.SIG_DFL:
            sizes.append((120, 35))
            signal.raise_signal(signal.SIGWINCH)
        return size

    async def resize() -> None:
        driver = new_driver(app)
        monkeypatch.setattr(driver, "_get_terminal_size", read_size)
        driver.start_application_mode()
        if first != (20, 5):
            sizes.append((20, 5))
            signal.raise_signal(signal.SIGWINCH)
        for _ in range(20):  # rounds of the event loop; each signal takes a few
            await asyncio.sleep(0)
        driver.stop_application_mode()
        driver.close()

    asyncio.run(resize())
    assert {(20, 5), (120, 35)} <= {*app.sizes}
    assert app.sizes[-1] == (120, 35)

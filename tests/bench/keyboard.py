"""Keys pressed at a real pty, and how long until the screen shows what they did.

Each byte that the program writes is known with the moment at which it came. The cursor of the list is told by its
marker, which stands before the headline, and the headline by its number; the article by the first word of its text.
"""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.support.terminal import Terminal

DOWN, PAGE_DOWN, END, HOME = "\x1b[B", "\x1b[6~", "\x1b[F", "\x1b[H"
TAB, SHIFT_TAB = "\t", "\x1b[Z"
REST = 0.12  # seconds between two keys: the page has followed the cursor, and nothing is under way
HELD = 1 / 30  # seconds between two keys of one that is held down
PATIENCE, SHORT = 5.0, 1.0  # seconds after which a key counts as lost, and after which something else may tell
_CURSOR = re.compile(rb"\xe2\x96\x8c(?:\x1b\[[\d;]*m|[^\x1b\w])*(\d+) ")  # between them: unread, starred
_OPENING = re.compile(rb"Opening(\d+)")


@contextmanager
def opened(command: list[str]) -> Iterator[tuple[Terminal, float]]:
    """A program that was just spawned, with the moment of that; ended by ``q``, or killed if it takes long to end."""
    started = time.perf_counter()
    with Terminal(command, emulated=False) as terminal:
        yield terminal, started
        if terminal.process.poll() is None:
            terminal.press("q")
        with suppress(subprocess.TimeoutExpired):  # newsboat tidies up a large cache
            terminal.ended()


def cursors(written: bytes) -> list[int]:
    """The numbers of the headlines that were drawn with the cursor on them."""
    return [int(number) for number in _CURSOR.findall(written)]


def articles(written: bytes) -> list[int]:
    """The numbers of the articles whose beginnings were drawn."""
    return [int(number) for number in _OPENING.findall(written)]


def moved_to(number: int) -> Callable[[bytes], bool]:
    """The cursor has been drawn on that headline."""
    return lambda written: number in cursors(written)


@dataclass(slots=True)
class Presses:
    """How long each press took; ``lost``: how many had no effect."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0

    def add(self, other: Presses) -> None:
        """Those of another terminal or another time."""
        self.seconds += other.seconds
        self.lost += other.lost


def press(
    terminal: Terminal,
    key: str,
    shows: Callable[[bytes], object],
    *,
    otherwise: Callable[[bytes], object] | None = None,
) -> Presses:
    """One key, until what was written since satisfies ``shows``, or did not but satisfies ``otherwise``."""
    before, started = len(terminal.raw), time.perf_counter()
    terminal.press(key)
    moment = terminal.written(shows, start=before, patience=SHORT if otherwise else PATIENCE)
    if moment is None and otherwise:
        moment = terminal.written(otherwise, start=before, patience=PATIENCE)
    time.sleep(REST)
    return Presses([], 1) if moment is None else Presses([moment - started])


def hold(terminal: Terminal, first: int, *, while_: Callable[[int], bool]) -> Presses:
    """↓ held down on the headline of number ``first``: each key is answered when the cursor is that far or further."""
    before, pressed = len(terminal.raw), list[float]()
    while while_(len(pressed)):
        pressed.append(time.perf_counter())
        terminal.press(DOWN)
        time.sleep(max(0, HELD - (time.perf_counter() - pressed[-1])))
    terminal.written(moved_to(first - len(pressed)), start=before, patience=PATIENCE)
    return answered(pressed, _positions(terminal, before, first))


def _positions(terminal: Terminal, start: int, first: int) -> list[tuple[float, int]]:
    """How far the cursor was, and when."""
    positions, done = [], start
    for moment, size in terminal.arrivals:
        if size > done:
            numbers = cursors(bytes(terminal.raw[max(start, done - 80) : size]))  # a sequence may be cut in two
            positions += [(moment, first - number) for number in numbers]
            done = size
    return positions


def answered(pressed: list[float], positions: list[tuple[float, int]]) -> Presses:
    """The time of each key until the first position that is as far as it should bring the cursor."""
    found, at = Presses(), 0
    for number, moment in enumerate(pressed, start=1):
        while at < len(positions) and positions[at][1] < number:
            at += 1
        if at == len(positions):
            found.lost += 1
        else:
            found.seconds.append(positions[at][0] - moment)
    return found

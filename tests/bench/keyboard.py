"""Keys pressed at a real pty, and the time until the screen shows their effect.

Every byte the program writes has its time of arrival. The cursor of the list is recognised by its marker before the
headline, the headline by its number, and the article by the first word of its text.
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
REST = 0.12  # seconds between two keys, in which the page follows the cursor and everything settles
HELD = 1 / 30  # seconds between two keys while one is held down
PATIENCE, SHORT = 5.0, 1.0  # seconds until a key counts as lost, and until the alternative sign is accepted
_CURSOR = re.compile(rb"\xe2\x96\x8c(?:\x1b\[[\d;]*m|[^\x1b\w])*(\d+) ")  # between them: unread, starred
_OPENING = re.compile(rb"Opening(\d+)")


@contextmanager
def opened(command: list[str]) -> Iterator[tuple[Terminal, float]]:
    """A freshly spawned program with its start time; quits with ``q``, and is killed if that takes too long."""
    started = time.perf_counter()
    with Terminal(command, emulated=False, fresh=True) as terminal:
        yield terminal, started
        if terminal.process.poll() is None:
            terminal.press("q")
        with suppress(subprocess.TimeoutExpired):  # newsboat cleans up a large cache when it quits
            terminal.ended()


def cursors(written: bytes) -> list[int]:
    """Numbers of the headlines drawn with the cursor."""
    return [int(number) for number in _CURSOR.findall(written)]


def articles(written: bytes) -> list[int]:
    """Numbers of the articles whose beginning was drawn."""
    return [int(number) for number in _OPENING.findall(written)]


def moved_to(number: int) -> Callable[[bytes], bool]:
    """The cursor has been drawn on that headline."""
    return lambda written: number in cursors(written)


@dataclass(slots=True)
class Presses:
    """The time of each key press; ``lost``: how many had no effect."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0

    def add(self, other: Presses) -> None:
        """Adds the presses of another terminal or another time."""
        self.seconds += other.seconds
        self.lost += other.lost


def press(
    terminal: Terminal,
    key: str,
    shows: Callable[[bytes], object],
    *,
    otherwise: Callable[[bytes], object] | None = None,
) -> Presses:
    """Presses one key and waits until the output satisfies ``shows``, or, failing that, ``otherwise``."""
    before, started = len(terminal.raw), time.perf_counter()
    terminal.press(key)
    moment = terminal.written(shows, start=before, patience=SHORT if otherwise else PATIENCE)
    if moment is None and otherwise:
        moment = terminal.written(otherwise, start=before, patience=PATIENCE)
    time.sleep(REST)
    return Presses([], 1) if moment is None else Presses([moment - started])


def hold(terminal: Terminal, first: int, *, while_: Callable[[int], bool]) -> Presses:
    """Holds ↓ from headline ``first``: each key is answered when the cursor has come that far or further.

    The last answer is looked for after the last key only: while all is searched, nothing is read from the pty.
    """
    before, pressed = len(terminal.raw), list[float]()
    last = before
    while while_(len(pressed)):
        last = len(terminal.raw)
        pressed.append(time.perf_counter())
        terminal.press(DOWN)
        time.sleep(max(0, HELD - (time.perf_counter() - pressed[-1])))
    terminal.written(moved_to(first - len(pressed)), start=last, patience=PATIENCE)
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
    """The time from each key to the first position it should have reached."""
    found, at = Presses(), 0
    for number, moment in enumerate(pressed, start=1):
        while at < len(positions) and positions[at][1] < number:
            at += 1
        if at == len(positions):
            found.lost += 1
        else:
            found.seconds.append(positions[at][0] - moment)
    return found

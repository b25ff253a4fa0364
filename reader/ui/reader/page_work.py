"""Work on a long page in a thread, which ends when the page is left or when it has taken too long."""

from __future__ import annotations

import time

LONGEST = 15.0  # seconds; a book takes one


class WorkEnded(Exception):
    """The page is no longer wanted, or the time is over."""


class PageWork:
    """One piece of work. Its thread calls :meth:`check` often."""

    def __init__(self, seconds: float = LONGEST) -> None:
        self._end = time.monotonic() + seconds
        self._is_left = False

    def leave(self) -> None:
        """The page is no longer wanted. Called on the UI thread."""
        self._is_left = True

    @property
    def is_left(self) -> bool:
        """Whether the page is no longer wanted."""
        return self._is_left

    def check(self) -> None:
        """Raises :class:`WorkEnded` if the work should end."""
        if self._is_left or time.monotonic() > self._end:
            raise WorkEnded

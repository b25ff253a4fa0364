"""Places in the lists of a Miniflux server, as texts that the store keeps. Pure.

A text that cannot be read, such as one of another version, means to start again, which loses nothing.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Self

from reader.lazy_dataclass import dataclass

_PHASES = ("unread", "starred", "all")


@dataclass(frozen=True, slots=True)
class MinifluxCursor:
    """The server at the last question, and how far its new articles were fetched.

    ``total`` articles were changed after ``since`` (Unix seconds by the server's clock; 0: ever), the last of them at
    ``written``, in the server's spelling. ``last``: the highest id seen.

    ``quiet``: how many times in a row nothing had changed.

    ``walk``: the articles that are left to fetch, "changes" (after ``walk_since``) or "ids"; empty: none. ``walk_id``:
    the last id that was fetched.
    """

    since: int
    total: int
    written: str
    last: int
    walk: str = ""
    walk_since: int = 0
    walk_id: int = 0
    quiet: int = 0

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cursor that :meth:`text` wrote, or None."""
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            return None
        kinds = (int, int, str, int, str, int, int, int)
        if not isinstance(found, list) or len(found) != len(kinds):
            return None
        if not all(type(value) is kind for value, kind in zip(found, kinds, strict=True)):
            return None
        return cls(*found)

    def text(self) -> str:
        """For the store."""
        place = (self.since, self.total, self.written, self.last)
        return json.dumps((*place, self.walk, self.walk_since, self.walk_id, self.quiet))

    def ended(self) -> Self:
        """The cursor when nothing is left to fetch."""
        return replace(self, walk="", walk_since=0, walk_id=0)


@dataclass(frozen=True, slots=True)
class MinifluxHistory:
    """How far older articles were fetched: first some unread ones, then starred ones, then all, newest ids first.

    ``before``: the last id of the page before (0: none yet); ``pages``: of this phase so far; ``total``: of all
    articles, known in the last phase.
    """

    phase: str = _PHASES[0]
    before: int = 0
    pages: int = 0
    total: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that :meth:`text` wrote, or the start."""
        phase, *numbers = text.split(":")
        if phase not in _PHASES or len(numbers) != 3 or not all(one.isascii() and one.isdigit() for one in numbers):
            return cls()
        if any(len(one) > 19 for one in numbers):
            return cls()
        return cls(phase, *map(int, numbers))

    def text(self) -> str:
        """For the store."""
        return f"{self.phase}:{self.before}:{self.pages}:{self.total}"

    def next_phase(self) -> Self | None:
        """The start of the next phase, or None after the last."""
        following = _PHASES[_PHASES.index(self.phase) + 1 :]
        return type(self)(following[0]) if following else None

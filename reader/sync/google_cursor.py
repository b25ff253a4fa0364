"""Places in the lists of a server with the Google Reader API, as texts that the store keeps. Pure.

A text that cannot be read, such as one of another version, means to start again, which loses nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Self

from reader.lazy_dataclass import dataclass

PHASES = ("unread", "starred", "all")
_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class GoogleCursor:
    """The server at the last question.

    ``digest``: of the sets of unread and starred ids; empty if articles are left to fetch. ``quiet``: how many times
    in a row nothing had changed since labels and read articles were looked at, which costs more requests.
    """

    digest: str
    quiet: int = 0

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The cursor that :meth:`text` wrote, or None."""
        digest, _, quiet = text.partition(":")
        if not text or len(text) > _LONGEST or not (quiet.isascii() and quiet.isdigit() and len(quiet) < 10):
            return None
        return cls(digest, int(quiet))

    def text(self) -> str:
        """For the store."""
        return f"{self.digest}:{self.quiet}"


def digest_of(*sets: Iterable[str] | None) -> str:
    """A text that differs for other sets; empty if one of them is unknown."""
    digest = hashlib.blake2b(digest_size=16)
    for ids in sets:
        if ids is None:
            return ""
        digest.update("\n".join(sorted(ids)).encode() + b"\0")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class GoogleHistory:
    """How far older articles were fetched: first some unread ones, then starred ones, then all.

    ``continuation``: of the server's list; empty: its first page. ``done``: articles of that page that were fetched.
    """

    phase: str = PHASES[0]
    continuation: str = ""
    done: int = 0

    @classmethod
    def read(cls, text: str) -> Self:
        """The place that :meth:`text` wrote, or the start."""
        try:
            found = json.loads(text) if len(text) <= _LONGEST else None
        except (ValueError, RecursionError):
            return cls()
        match found:
            case [str(phase), str(continuation), int(done)] if phase in PHASES and 0 <= done < 10**6:
                return cls(phase, continuation, done)
            case _:
                return cls()

    def text(self) -> str:
        """For the store."""
        return json.dumps([self.phase, self.continuation, self.done])

    def next_phase(self) -> Self | None:
        """The start of the next phase, or None after the last."""
        following = PHASES[PHASES.index(self.phase) + 1 :]
        return type(self)(following[0]) if following else None

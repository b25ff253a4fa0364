"""One thing that ``doctor`` found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it (empty: nothing)."""

    name: str
    state: State
    words: str
    advice: str = ""

    def as_object(self) -> dict[str, str | None]:
        """For JSON."""
        return {"check": self.name, "state": str(self.state), "words": self.words, "advice": self.advice or None}

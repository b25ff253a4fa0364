"""One thing that ``doctor`` found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Cure(StrEnum):
    """The option of ``doctor`` that sets a finding right; what each does is safe, but the second gives up copies."""

    REPAIR = "--repair"
    CLEAN = "--clean"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, how it is, and what to do about it (empty: nothing).

    ``cure`` sets it right when that option is given, by ``apply``, which returns what it did in words.
    """

    name: str
    state: State
    words: str
    advice: str = ""
    cure: Cure | None = None
    apply: Callable[[], str] = field(default=str, repr=False)

    def as_object(self, done: str | None) -> dict[str, str | None]:
        """For JSON. ``done``: what was done about it."""
        advice = self.advice or (f"broadsheet doctor {self.cure}" if self.cure else None)
        return {"check": self.name, "state": str(self.state), "words": self.words, "advice": advice, "done": done}

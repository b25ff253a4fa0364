"""What the library tells those who listen: the worker's events, and how its own writing went."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from reader.model import Change

if TYPE_CHECKING:
    from reader.refresh.worker.protocol import Event


@dataclass(frozen=True, slots=True)
class StateWritten:
    """A change of the user's is in the store; counts may be read anew."""

    change: Change


@dataclass(frozen=True, slots=True)
class WriteFailed:
    """A change could not be written; ``inverse`` takes it back on the screen."""

    inverse: Change
    words: str


LibraryEvent: TypeAlias = "Event | StateWritten | WriteFailed"

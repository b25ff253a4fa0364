"""What the user says of stories: that an article belongs to one, or does not."""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass


class StorySaid(StrEnum):
    """What the user can say. Stored: never rename a value."""

    TAKE_OUT = "take-out"  # the article is in the wrong story
    PUT_IN = "put-in"  # the article reports the same event as another one


@dataclass(frozen=True, slots=True)
class Place:
    """Where an article is: its story, if any, and whether the user put it there (or outside of all)."""

    story: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An article that came from one place to another."""

    entry_id: int
    before: Place
    after: Place

    def inverse(self) -> Move:
        """The move back."""
        return Move(self.entry_id, self.after, self.before)


@dataclass(frozen=True, slots=True)
class StoryCorrection:
    """A correction by the user, and the moves that it caused: the article, its copies and the rest of its old story.

    ``other``: for :attr:`StorySaid.PUT_IN`, an article of the story that it belongs to; else 0. ``title`` and
    ``other_title``: for messages; found when it is written.
    """

    said: StorySaid
    entry_id: int
    other: int = 0
    title: str = ""
    other_title: str = ""
    moves: tuple[Move, ...] = ()

    @property
    def moved(self) -> tuple[int, ...]:
        """The ids of the articles whose story changed, in order."""
        return tuple(sorted({move.entry_id for move in self.moves}))

"""A person as the store knows one: names at sites, known facts, and the user's corrections."""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass
from reader.model import Author


@dataclass(frozen=True, slots=True)
class SiteName:
    """A name at a site, by the id of its row. ``entries``: how many articles it has."""

    id: int
    name: str
    site: str
    entries: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A person. ``id``: the lowest of the ids in ``names``, by any of which the person is found.

    ``author``: the name that is shown, and all that is known. ``followed``: since when, in Unix seconds. ``nobody``:
    the user said that this is not a person. ``own_name``: whether the user chose the name.
    """

    id: int
    author: Author
    names: tuple[SiteName, ...]
    followed: int | None = None
    nobody: bool = False
    own_name: bool = False


@dataclass(frozen=True, slots=True)
class FeedShare:
    """How many articles of a person a feed has."""

    feed_id: int
    entries: int


@dataclass(frozen=True, slots=True)
class Works:
    """The articles of a person: their number, the unread ones, the dates of the first and last, and the feeds.

    Feeds are those with the most articles first.
    """

    entries: int = 0
    unread: int = 0
    first: int | None = None
    last: int | None = None
    feeds: tuple[FeedShare, ...] = ()


class Said(StrEnum):
    """What the user can say of a person."""

    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    NOBODY = "not-a-person"
    SOMEBODY = "a-person"


class Field(StrEnum):
    """Where it is noted."""

    FOLLOWED = "followed"  # a date, in Unix seconds
    OWN_NAME = "own_name"
    NOBODY = "nobody"  # 0 or 1, as the next one
    APART = "apart"
    PAIR = "pair"  # 0 or 1, of two names


Value = int | str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A change of one field of a name at a site. ``other``: the second name of a pair."""

    id: int
    field: Field
    before: Value
    after: Value
    other: int = 0

    def inverse(self) -> Fact:
        """The change back."""
        return Fact(self.id, self.field, self.after, self.before, self.other)


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user has said of the person with this id, and what it changed. ``name``, ``other``: for messages.

    ``other``: a second person's name, the new name, or the site of the name that was taken out.
    """

    said: Said
    person: int
    name: str
    facts: tuple[Fact, ...] = ()
    other: str = ""

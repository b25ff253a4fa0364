"""The text of the pages: stories in sections, and the nameplate."""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass


class Rank(StrEnum):
    """How much room a story gets."""

    LEAD = "lead"
    SECOND = "second"
    BRIEF = "brief"


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it is printed. ``key`` tells it from all others, such as the id of its article.

    ``byline``: "By Jane Doe"; ``source``: where it appeared; ``time``: of reading, "7 min"; ``tellings``: how many more
    articles report the same. ``language`` ("de", "en-GB") decides where words are hyphenated. ``picture``: it has one,
    whose width is ``picture_shape`` times its height.
    """

    key: int
    headline: str
    rank: Rank = Rank.BRIEF
    lead: str = ""
    byline: str = ""
    source: str = ""
    time: str = ""
    tellings: int = 0
    language: str | None = None
    picture: bool = False
    picture_shape: float = 1.5


@dataclass(frozen=True, slots=True)
class Section:
    """Stories under one head; an empty title has none."""

    title: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """Everything on the pages. ``nameplate``: the name of the paper in letters A to Z.

    ``date``, ``edition`` and ``count`` make the folio line: "Sunday 29 November 2026", "Morning edition", "24 stories".
    ``ending``: the lines below the last story.
    """

    nameplate: str
    date: str
    edition: str
    count: str
    sections: tuple[Section, ...] = ()
    ending: tuple[str, ...] = ()

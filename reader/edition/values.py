"""An edition: a front page that was made once, with its sections, its articles and the reasons for their places."""

from __future__ import annotations

from enum import StrEnum

from reader.lazy_dataclass import dataclass

DEFAULT_STORIES = 24
OLDEST = 7 * 86_400  # seconds; older articles are left out, even if they arrived only now


class Size(StrEnum):
    """How large an article is set. Stored: never rename a value."""

    LEAD = "lead"  # the first article of the edition
    SECOND = "second"
    BRIEF = "brief"


class ReasonCode(StrEnum):
    """Why an article has its place. Stored: never rename a value."""

    REPORTED = "reported"  # number: feeds that report it
    FOLLOWED = "followed"  # it is by an author whom the user follows
    OPENED = "opened"  # number: percent of the feed's articles that the user opens
    FRESH = "fresh"  # number: minutes since it was published
    LENGTH = "length"  # number: minutes it takes to read
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason. ``points``: what it added to the article's rank, in hundredths."""

    code: ReasonCode
    number: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """An article in an edition. ``tellings``: ids of the other articles of its story, the newest first."""

    entry_id: int
    size: Size
    reasons: tuple[Reason, ...] = ()  # the weightiest first
    tellings: tuple[int, ...] = ()

    @property
    def points(self) -> int:
        """Its rank, in hundredths of a point."""
        return sum(reason.points for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an edition. ``title``: the path of the user's folder; empty for feeds without one."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A front page. Its first section begins with the lead story.

    ``day``: the local date when it was made, ``2026-11-29``; ``number``: 1, and more for each late edition of that day;
    ``made``: Unix seconds. It was made of the entries with ids above ``after`` and up to ``up_to``. ``since``: articles
    that arrived earlier were left out. ``arrived``: how many articles arrived in its time, read ones included.
    """

    day: str
    number: int
    made: int
    sections: tuple[Section, ...]
    arrived: int = 0
    after: int = 0
    up_to: int = 0
    since: int = 0

    @property
    def items(self) -> tuple[Item, ...]:
        """All articles, in the order in which they are read."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def oldest(self) -> int:
        """Articles published before that time were left out."""
        return self.made - OLDEST


@dataclass(frozen=True, slots=True)
class Candidate:
    """An unread article that may become part of an edition.

    ``folder``: of its feed, a path. ``copies`` and ``story``: the groups that it is in. ``feeds``: how many feeds
    report it, copies and other articles of the story included. ``share``: what part of its feed's articles the user
    opens, 0 to 1. ``full_text``: its whole text is stored.
    """

    entry_id: int
    feed_id: int
    folder: str
    sort: int
    words: int = 0
    minutes: int | None = None
    has_picture: bool = False
    followed: bool = False
    story: int | None = None
    copies: int | None = None
    feeds: int = 1
    share: float = 0.0
    full_text: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceSettings:
    """``stories``: how many at most. ``folders``: the user's folders, in the order of the sections.

    ``feed_folders``: the folder of each feed that may take part.
    """

    stories: int = DEFAULT_STORIES
    folders: tuple[str, ...] = ()
    feed_folders: tuple[str, ...] = ()

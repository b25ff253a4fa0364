"""The terms of the program as values: frozen, slotted dataclasses.

Times are whole seconds since 1970 in UTC (``int``); an unknown value is ``None``. Every string was cleaned by
:mod:`reader.text`, except HTML (``*_html``), which is stored unchanged and sanitised when it is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar

from reader.lazy_dataclass import dataclass
from reader.problems import ProblemDetails


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription to a feed; a ``[[feeds]]`` table of ``feeds.toml``."""

    url: str
    title: str | None = None
    folder: str = ""  # a path such as "Deutsch/Nachrichten"; empty: the top
    tags: tuple[str, ...] = ()
    full_text: bool = False
    interval: int | None = None  # seconds; poll never more often than this
    paused: bool = False  # not polled; its entries stay
    hidden: bool = False  # only in its own list and its tags' lists
    mark_read: str | None = None  # when an opened entry becomes read, as in config.toml; None: as there
    updated_unread: bool = False  # entries become unread when the publisher edits them
    keep: int | None = None  # seconds, after which the content of read entries without a star is dropped
    user_agent: str | None = None  # replaces our own
    headers: tuple[tuple[str, str], ...] = ()  # sent to the subscription's own server only
    certificate: str | None = None  # SHA-256 of the only accepted certificate, as 64 hexadecimal digits
    max_megabytes: int | None = None  # size of the feed that is still read; None: 10
    command: tuple[str, ...] = ()  # the program of an ``exec:`` feed with its arguments
    blocked: ProblemDetails | None = None  # not in the file: why no request may be sent for this feed
    account: str = ""  # not in the file: the account whose server has the subscription; empty: the feed is polled here


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A saved search; a ``[[searches]]`` table of ``feeds.toml``. ``query``: as in docs/queries.md; empty: all."""

    title: str
    folder: str = ""  # its place in the tree; empty: the top
    query: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """A person or an organisation, with bio, picture and links where known."""

    name: str
    url: str | None = None
    role: str | None = None
    bio: str | None = None  # plain text
    avatar: str | None = None  # http(s) URL of the picture
    links: tuple[str, ...] = ()  # other http(s) addresses of the same person


@dataclass(frozen=True, slots=True)
class Credit:
    """A name in an entry's byline, with the person's id in the store.

    ``names``: all names of that person. ``nobody``: the user said that this is not a person.
    """

    person: int
    name: str
    followed: bool = False
    nobody: bool = False
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosure:
    """An attached file. ``length`` in bytes and ``duration`` in seconds, according to the publisher.

    ``type``: a media type, or only its first half, as in ``image/*``. ``title``: what the file is called; for a picture
    the text that stands for it. ``role``: what it is for the others, "chapters" or "transcript", if the feed says so.
    """

    url: str
    type: str | None = None
    length: int | None = None
    title: str | None = None
    duration: int | None = None
    role: str | None = None

    @property
    def is_transcript(self) -> bool:
        """Whether it has the words of a recording."""
        return self.role == "transcript" or self.type in (
            "text/vtt",
            "text/srt",
            "application/srt",
            "application/x-subrip",
        )

    @property
    def is_chapters(self) -> bool:
        """Whether it has the chapters of a recording."""
        return self.role == "chapters" or self.type == "application/json+chapters"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a recording: its beginning in seconds, its title, and an address that belongs to it."""

    start: int
    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A feed's wishes for polling (RSS 2.0 ttl, skipHours, skipDays; RSS 1.0 syndication)."""

    ttl: int | None = None  # seconds
    period: int | None = None  # seconds; sy:updatePeriod / sy:updateFrequency
    skip_hours: tuple[int, ...] = ()  # 0–23, UTC
    skip_days: tuple[int, ...] = ()  # Monday is 0


@dataclass(frozen=True, slots=True)
class Page:
    """The article extracted from a web page.

    ``content_html`` begins with the page's main picture if the page shows it; ``content_text`` lacks its caption.
    """

    url: str
    title: str = ""
    byline: str = ""
    lead: str = ""
    authors: tuple[Author, ...] = ()
    published: int | None = None
    published_offset: int = 0  # seconds east of UTC: of the zone in which the page states the date
    site: str | None = None
    language: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    image: str | None = None
    content_html: str = ""
    content_text: str = ""
    comments_url: str | None = None
    comments_count: int | None = None
    comments_feed: str | None = None
    discussions: tuple[str, ...] = ()  # addresses on other sites where the page says that it is discussed
    complete: bool | None = None  # False: the rest is for subscribers; None: unknown
    next_page: str | None = None  # where the article continues, if that is not part of the text
    whole_page: str | None = None  # where all its pages are one, while they are being joined
    chapters: tuple[Chapter, ...] = ()  # of an episode, from a file of its feed
    transcript: str = ""  # of an episode, as HTML, from a file of its feed


@dataclass(frozen=True, slots=True)
class Headline:
    """The row of an entry in a list. ``minutes``: see :func:`reader.text.reading_minutes`.

    ``copies``: a number that it shares with the same article in other feeds. ``story``: one that it shares with other
    articles about the same event.
    """

    id: int
    feed_id: int
    title: str
    author: str
    sort: int  # Unix seconds: published, but never later than first seen
    read: bool
    starred: bool
    minutes: int | None = None
    later: bool = False
    followed: bool = False  # by somebody whom the user follows
    copies: int | None = None
    story: int | None = None


@dataclass(frozen=True, slots=True)
class TellingRow:
    """One of the articles of a story, as lists show it; of copies, the one with the lowest id."""

    id: int
    feed_id: int
    sort: int
    read: bool
    copies: int | None = None  # as in a headline

    @property
    def key(self) -> tuple[int, int]:
        """Its place in lists."""
        return self.sort, self.id

    def is_same(self, row: Headline | Entry | TellingRow) -> bool:
        """Whether it is that article, or a copy of it."""
        return self.id == row.id or (self.copies is not None and self.copies == row.copies)


EDITED_SINCE = 0  # as ``Entry.page_tried``: the entry was edited after its page was fetched


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry with everything that is stored about it."""

    id: int
    feed_id: int
    feed_url: str
    feed_title: str
    title: str
    url: str | None
    authors: tuple[Author, ...]
    published: int | None
    updated: int | None
    sort: int
    read: bool
    starred: bool
    labels: tuple[str, ...]  # the user's, by name
    categories: tuple[str, ...]  # the publisher's
    summary_html: str
    content_html: str
    enclosures: tuple[Enclosure, ...] = ()
    image: str | None = None
    language: str | None = None
    comments_url: str | None = None
    comments_count: int | None = None
    comments_feed: str | None = None
    comments_here: int = 0  # how many are stored
    chapters: tuple[Chapter, ...] = ()  # of an episode, in the feed
    page: Page | None = None  # if it was fetched
    page_tried: int | None = None  # when it was last requested, or EDITED_SINCE
    page_error: ProblemDetails | None = None  # why that failed
    byline: str = ""  # the authors' names as they were written
    words: int = 0
    later: bool = False
    edited: int | None = None  # when its publisher last changed what it says, as far as that was seen here
    credits: tuple[Credit, ...] = ()  # the people of the byline, in order; ``authors`` has those who are persons
    copies: int | None = None  # as in a headline
    story: int | None = None
    duplicates: tuple[int, ...] = ()  # ids of the same article in other feeds
    also_in: tuple[str, ...] = ()  # titles of these feeds, if subscribed
    also_told: tuple[tuple[int, str], ...] = ()  # an article of its story of each other feed: id, title of the feed


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said until its publisher edited it.

    ``until``: when that was seen, or when it happened according to the publisher. ``text``: plain, one line per block;
    None if it was too long to keep. ``of_page``: it is the text of the entry's page, not of its feed.
    """

    title: str
    text: str | None
    until: int
    of_page: bool = False


def text_language(entry: Entry) -> str | None:
    """The language of its text ("de", "en-GB"), as its page says, else as its feed says."""
    return (entry.page.language if entry.page else None) or entry.language


def chapters_of(entry: Entry) -> tuple[Chapter, ...]:
    """The chapters of an episode, from a file that the feed names, else from the feed."""
    return (entry.page.chapters if entry.page else ()) or entry.chapters


_TRANSCRIPTS = ("text/html", "text/vtt", "application/srt", "application/x-subrip", "text/srt", "application/json")


def transcript_file(entry: Entry) -> Enclosure | None:
    """The best transcript among the files of an entry."""
    order = {kind: number for number, kind in enumerate(_TRANSCRIPTS)}
    found = (one for one in entry.enclosures if one.is_transcript)
    return min(found, key=lambda one: order.get(one.type or "", len(order)), default=None)


def chapters_file(entry: Entry) -> Enclosure | None:
    """The file with the chapters among the files of an entry."""
    return next((one for one in entry.enclosures if one.is_chapters), None)


def chapter_url(chapter: Chapter, entry: Entry) -> str | None:
    """What a chapter leads to: its place in the recording (Media Fragments URI 1.0), else its own address."""
    sound = next((file.url for file in entry.enclosures if (file.type or "").startswith(("audio/", "video/"))), None)
    return f"{sound.partition('#')[0]}#t={chapter.start}" if sound else chapter.url


def other_files(entry: Entry) -> tuple[Enclosure, ...]:
    """The files of an entry without those whose contents are shown: chapters and transcripts that were fetched."""
    page = entry.page
    return tuple(
        one
        for one in entry.enclosures
        if not (page and ((one.is_chapters and page.chapters) or (one.is_transcript and page.transcript)))
    )


def has_episode_files(entry: Entry) -> bool:
    """Whether the feed names files with the chapters or the words of an episode."""
    return any(one.is_chapters or one.is_transcript for one in entry.enclosures)


def comments_page(entry: Entry) -> str | None:
    """The web page with the comments on an entry."""
    return entry.comments_url or (entry.page.comments_url if entry.page else None)


def comments_count(entry: Entry) -> int | None:
    """How many comments an entry has: what its page says, else its feed, but at least as many as are stored."""
    of_page = entry.page.comments_count if entry.page else None
    stated = of_page if of_page is not None else entry.comments_count
    return max(stated or 0, entry.comments_here) if stated is not None or entry.comments_here else None


class Status(StrEnum):
    """The status of polling a feed, worst last."""

    NEW = "new"  # never polled
    OK = "ok"
    FAILING = "failing"
    GONE = "gone"  # 410: no longer polled


@dataclass(frozen=True, slots=True)
class Validators:
    """``ETag`` and ``Last-Modified``, byte for byte as the server sent them (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class CheckReasonKind(StrEnum):
    """Why a feed is checked next when it is. Stored: never rename a value."""

    FEED_INTERVAL = "feed-interval"  # the subscription's own interval
    DEFAULT_INTERVAL = "default-interval"
    PUBLISHER = "publisher"  # number: seconds that the publisher asks for
    PUBLISHER_SKIPS = "publisher-skips"  # skipHours and skipDays
    SELDOM_PUBLISHES = "seldom-publishes"
    FAILURES = "failures"  # number: failures in a row
    SERVER_BUSY = "server-busy"  # number: seconds that the server asked this feed to wait
    HOST_BUSY = "host-busy"  # number: seconds for which no feed of the host is polled
    GONE = "gone"  # 410: never checked again


@dataclass(frozen=True, slots=True)
class CheckReason:
    """Why a feed is checked next when it is. ``number`` is 0 where the kind needs none."""

    kind: CheckReasonKind
    number: int = 0


class SearchStep(StrEnum):
    """A step of looking for the feeds behind an address."""

    ASKING = "asking"  # the address itself
    READING = "reading"  # addresses that may be feeds
    GUESSING = "guessing"  # the usual addresses of feeds


@dataclass(frozen=True, slots=True)
class Poll:
    """The state of polling a feed, kept between one poll and the next."""

    feed_id: int
    url: str
    validators: Validators = Validators()
    body_hash: str | None = None  # of the last body that was parsed
    body_read: int | None = None  # when that was
    rhythm: Rhythm = Rhythm()
    status: Status = Status.NEW
    http_status: int | None = None
    failures: int = 0  # in a row, since the last success
    error: ProblemDetails | None = None  # of the last poll, if it failed
    last_poll: int | None = None
    last_success: int | None = None
    next_check: int | None = None  # None: now, or never if status is GONE
    reason: CheckReason | None = None
    left_out: int = 0  # oldest entries of the document, because it has too many


@dataclass(frozen=True, slots=True)
class Feed:
    """A subscribed feed as lists and trees show it."""

    id: int
    url: str
    title: str
    folder: str = ""
    tags: tuple[str, ...] = ()
    hidden: bool = False
    paused: bool = False
    link: str | None = None
    unread: int = 0
    total: int = 0
    poll: Poll | None = None
    account: str = ""  # the name of the account that it comes from; empty: it is polled here

    @property
    def failing(self) -> bool:
        """Whether it should be polled and its last poll failed."""
        return not self.paused and self.poll is not None and self.poll.status in (Status.FAILING, Status.GONE)


def unread_once(feeds: Iterable[Feed], copies: Mapping[tuple[int, ...], int]) -> int:
    """How many unread articles feeds have together. ``copies``: see :meth:`reader.store.feeds.Feeds.copies`."""
    feeds = tuple(feeds)
    if len(feeds) == 1:
        return feeds[0].unread
    here = {feed.id for feed in feeds}
    more = ((sum(map(here.__contains__, ids)), groups) for ids, groups in copies.items())
    return sum(feed.unread for feed in feeds) - sum((inside - 1) * groups for inside, groups in more if inside)


class Field(StrEnum):
    """A state of an entry that the user can change."""

    READ = "read"
    STARRED = "starred"
    LATER = "later"  # to be read later
    LABEL = "label"  # one of the user's labels; the change names it


Row = TypeVar("Row", Headline, Entry)


@dataclass(frozen=True, slots=True)
class Change:
    """The user set ``field`` to ``value`` on exactly these entries, all of which had the other value.

    Entries that had ``value`` before are not included, so the inverse restores the previous state. ``label``: for
    :attr:`Field.LABEL`, which label they got (``value`` is True) or lost. ``spare``: how many of these entries are
    copies of others among them.
    """

    field: Field
    value: bool
    ids: tuple[int, ...]
    label: str = ""
    spare: int = 0

    @property
    def count(self) -> int:
        """How many articles this is; copies are one."""
        return len(self.ids) - self.spare

    def inverse(self) -> Change:
        """The change that undoes this one; ``c.inverse().inverse() == c``."""
        return replace(self, value=not self.value)

    def on(self, row: Row) -> Row:
        """The row after this change."""
        match self.field:
            case Field.READ:
                return replace(row, read=self.value)
            case Field.STARRED:
                return replace(row, starred=self.value)
            case Field.LATER:
                return replace(row, later=self.value)
            case Field.LABEL if isinstance(row, Entry):
                others = {label for label in row.labels if label != self.label}
                return replace(row, labels=tuple(sorted(others | {self.label} if self.value else others)))
        return row  # headlines have no labels

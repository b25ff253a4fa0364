"""The worker's events and commands, as values and as lines of JSON.

A message is a line: ``{"is": "FeedDone", "feed_id": 3, …}``. A line that is not a message (a stray print, a message of
a later version) is read as None, so that neither side can crash the other.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import field, fields
from typing import Any, TypeVar, get_args

from reader.lazy_dataclass import dataclass
from reader.media.request import PictureForm, PictureRequest
from reader.model import SearchStep
from reader.problems import ProblemDetails, problem_from_json

MAX_CHANGED = 1_000  # ids in one :class:`EntriesChanged`


@dataclass(frozen=True, slots=True)
class Started:
    """A refresh begins; ``total`` feeds will be polled."""

    total: int


@dataclass(frozen=True, slots=True)
class AlreadyRefreshing:
    """Nothing begins, because all of these feeds are being refreshed already."""


@dataclass(frozen=True, slots=True)
class FeedDone:
    """A feed was polled and the result is stored. ``error``: why it failed."""

    feed_id: int
    feed_url: str
    new: int
    updated: int
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` feeds are polled; a later event replaces an earlier one."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Finished:
    """A refresh has finished. ``polled = changed + unchanged + failed`` feeds; ``new`` and ``updated`` are entries."""

    polled: int
    changed: int
    unchanged: int
    failed: int
    new: int
    updated: int
    seconds: float


@dataclass(frozen=True, slots=True)
class PageDone:
    """An entry's page is stored; or ``error``: why not."""

    entry_id: int
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class AuthorDone:
    """An author of this entry has new details."""

    entry_id: int


@dataclass(frozen=True, slots=True)
class PictureReady:
    """The picture is in the cache, ready to be drawn; it has ``width`` × ``height`` pixels."""

    request: PictureRequest
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PictureFailed:
    """The picture cannot be shown."""

    request: PictureRequest
    problem: ProblemDetails


@dataclass(frozen=True, slots=True)
class CommentsDone:
    """A source of an entry's conversation was asked, and ``new`` comments are stored.

    ``more_to_come``: others are still being asked. ``error``: why none could be asked; why a single source failed is
    stored with it.
    """

    entry_id: int
    new: int = 0
    more_to_come: bool = False
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The publisher moved the feed permanently; ``feeds.toml`` and the store have the new address."""

    feed_id: int
    old_url: str
    new_url: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """Search finds all new entries."""


@dataclass(frozen=True, slots=True)
class StoriesFound:
    """Articles that now belong to another story than before, or to one at all, by id."""

    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Searching:
    """What a search for feeds is doing; ``ticket`` is from the :class:`Search`.

    ``host`` belongs to ``ASKING``, ``count`` (of addresses) to ``READING``.
    """

    ticket: int
    step: SearchStep
    host: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class FeedFound:
    """A search has read a feed. ``kind``: "Atom", "RSS" or "JSON".

    ``newest``: its newest headlines. ``per_week``: how many entries it publishes a week; ``silent_for``: seconds
    since the newest one, if that is unusually long; both None where unknown. ``comments``: its entries are readers'
    comments. ``subscribed``: the address under which the user already has it. ``articles``: its newest entries, as
    :func:`reader.refresh.subscribing.same_articles.article_keys` gives them; ``letters``: how long their texts are on
    average. Both tell other formats of the same feed.
    """

    ticket: int
    url: str
    title: str
    kind: str
    entries: int
    newest: tuple[str, ...]
    per_week: float | None = None
    silent_for: int | None = None
    comments: bool = False
    subscribed: str | None = None
    articles: tuple[str, ...] = ()
    letters: int = 0


@dataclass(frozen=True, slots=True)
class Searched:
    """A search has finished; ``error``: why it found nothing. ``more``: the page has more feeds than were read."""

    ticket: int
    error: ProblemDetails | None = None
    more: bool = False


@dataclass(frozen=True, slots=True)
class Subscribed:
    """The feed is subscribed and its entries are stored; or ``error``: why not."""

    ticket: int
    url: str
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class SyncStarted:
    """The synchronisation of an account begins."""

    account: str


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """``done`` of about ``total`` articles of an account are stored; a later event replaces an earlier one.

    It is sent while much arrives: at the first synchronisation, and while older articles are fetched after it.
    """

    account: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncDone:
    """The synchronisation of an account has ended, and what it fetched is stored.

    ``new`` and ``changed`` are articles (``changed``: their state came from the server), ``sent`` the user's changes
    that the server has accepted, ``waiting`` those that it has not. ``error``: why it failed. Older articles may
    still be fetched after it.
    """

    account: str
    new: int = 0
    changed: int = 0
    sent: int = 0
    waiting: int = 0
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class EntriesChanged:
    """The state of these entries came from a server. Empty: of more than :data:`MAX_CHANGED`, so read all again."""

    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedsFilled:
    """A page of an account's older articles is stored, which belong to these feeds."""

    feed_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ServerAnswered:
    """What a :class:`FindServer` has found: the API's ``kind`` and address, and the program; or ``error``: why not."""

    ticket: int
    kind: str = ""
    url: str = ""
    product: str = ""
    version: str = ""
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The server has accepted the password or token of a :class:`SignIn`; or ``error``: why not."""

    ticket: int
    error: ProblemDetails | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem that concerns no single feed."""

    problem: ProblemDetails


@dataclass(frozen=True, slots=True)
class Refresh:
    """Refresh the due feeds, or these. ``force``: all feeds, and of given ones also those that are gone (410)."""

    feed_ids: tuple[int, ...] | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class GetPage:
    """Fetch an entry's page. ``force``: even if it is stored or failed lately."""

    entry_id: int
    force: bool = False


@dataclass(frozen=True, slots=True)
class GetPicture:
    """Fetch a picture, unless the cache has it, and make it ready to be drawn."""

    request: PictureRequest


@dataclass(frozen=True, slots=True)
class KeepPictures:
    """Drop the requests for pictures of all articles but these."""

    entry_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GetComments:
    """Ask the sources of an entry's conversation that are due. ``force``: even recently asked ones."""

    entry_id: int
    force: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """Look for feeds behind an address; cancels an older search. ``ticket``: the caller's number for it."""

    ticket: int
    typed: str


@dataclass(frozen=True, slots=True)
class StopSearch:
    """Cancel a search."""

    ticket: int


@dataclass(frozen=True, slots=True)
class Subscribe:
    """Subscribe to a feed that the search found. Without a title, it keeps its own."""

    ticket: int
    url: str
    title: str = ""
    folder: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sync:
    """Synchronise an account, or all of them.

    ``push_only``: only send the user's changes, a moment after the last such command.
    """

    account: str | None = None
    push_only: bool = False


@dataclass(frozen=True, slots=True)
class FindServer:
    """Find out which server is at an address. ``ticket``: the caller's number for it."""

    ticket: int
    typed: str


@dataclass(frozen=True, slots=True)
class SignIn:
    """Try an account that is not in ``accounts.toml`` yet, or not like this.

    ``fields``: those of :class:`reader.account.Account`, as in the file. ``secret``: what the user typed; empty: it is
    where the account says.
    """

    ticket: int
    fields: Mapping[str, Any]
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reload:
    """Reload the subscriptions, the accounts and the settings."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Stop the worker."""


Event = (
    Started
    | AlreadyRefreshing
    | FeedDone
    | FeedsFilled
    | Progress
    | Finished
    | PageDone
    | CommentsDone
    | AuthorDone
    | PictureReady
    | PictureFailed
    | Moved
    | Indexed
    | StoriesFound
    | Searching
    | FeedFound
    | Searched
    | Subscribed
    | SyncStarted
    | SyncProgress
    | SyncDone
    | EntriesChanged
    | ServerAnswered
    | SignedIn
    | Trouble
)
Command = (
    Refresh
    | GetPage
    | GetPicture
    | KeepPictures
    | GetComments
    | Search
    | StopSearch
    | Subscribe
    | Sync
    | FindServer
    | SignIn
    | Reload
    | Quit
)
M = TypeVar("M", Event, Command)

_EVENTS: dict[str, type[Event]] = {kind.__name__: kind for kind in get_args(Event)}
_COMMANDS: dict[str, type[Command]] = {kind.__name__: kind for kind in get_args(Command)}


def to_line(message: Event | Command) -> bytes:
    """The message as one line of ASCII, newline included."""
    values = {one.name: _encoded(getattr(message, one.name)) for one in fields(message)}
    return json.dumps({"is": type(message).__name__, **values}, separators=(",", ":")).encode("ascii") + b"\n"


def _encoded(value: object) -> object:
    if isinstance(value, PictureRequest):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return value.as_json() if isinstance(value, ProblemDetails) else value


def read_event(line: bytes) -> Event | None:
    """The event in a line, or None."""
    return _read(line, _EVENTS)


def read_command(line: bytes) -> Command | None:
    """The command in a line, or None."""
    return _read(line, _COMMANDS)


def _read(line: bytes, kinds: Mapping[str, type[M]]) -> M | None:
    try:
        found = json.loads(line)
        kind: Any = kinds[found.pop("is")]
        known = {one.name for one in fields(kind)}
        message: M = kind(**{name: _decoded(name, value) for name, value in found.items() if name in known})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return message


def _decoded(name: str, value: object) -> object:
    if name == "step":
        return SearchStep(str(value))
    if name == "request":
        return _picture_request(value)
    if name == "fields":
        return dict(value) if isinstance(value, dict) else {}
    if isinstance(value, dict):
        return problem_from_json(value)
    return tuple(value) if isinstance(value, list) else value


def _picture_request(value: Any) -> PictureRequest:
    return PictureRequest(
        url=str(value["url"]),
        entry_id=value["entry_id"],
        columns=int(value["columns"]),
        rows=int(value["rows"]),
        cell=tuple(value["cell"]),
        form=PictureForm(value["form"]),
        ground=tuple(value["ground"]),
        sources=tuple((url, width) for url, width in value["sources"]),
    )

"""Accounts: servers that hold subscriptions and state, and what they say of their feeds and articles.

Ids are the server's, kept as text because some servers' are opaque. Times are Unix seconds. The values are apart
from :mod:`reader.model`, because opening the reader without an account does not need them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any

from reader.arrival import ParsedEntry
from reader.lazy_dataclass import dataclass
from reader.model import Field
from reader.problems import ProblemDetails


class AccountKind(StrEnum):
    """The API that an account's server has."""

    MINIFLUX = "miniflux"  # version 1 of Miniflux's own
    GOOGLE_READER = "google-reader"  # FreshRSS, The Old Reader, BazQux and others


class SecretPlace(StrEnum):
    """Where the password or token of an account is."""

    COMMAND = "command"  # what ``password_command`` prints
    KEYRING = "keyring"  # of the system
    FILE = "file"  # that only its owner can read


@dataclass(frozen=True, slots=True)
class Account:
    """An account; an ``[[accounts]]`` table of ``accounts.toml``. ``name`` is unique in any spelling."""

    name: str
    kind: AccountKind
    url: str  # base address of the API, without user name and password
    user: str = ""  # the name to sign in with; empty with a token of Miniflux
    secret: SecretPlace = SecretPlace.FILE
    password_command: tuple[str, ...] = ()
    interval: int | None = None  # seconds between two synchronisations; None: as in config.toml
    paused: bool = False  # not synchronised; its articles stay
    certificate: str | None = None  # SHA-256 of the only accepted certificate, as 64 hexadecimal digits


class FeedOwner(StrEnum):
    """Where a feed of an account comes from, if it is subscribed to here too. Stored: never rename a value."""

    ACCOUNT = "account"
    LOCAL = "local"  # polled here, or of another account; the account's copy is left alone
    UNDECIDED = "undecided"  # as LOCAL, until the user has answered


@dataclass(frozen=True, slots=True)
class RemoteFeed:
    """A subscription at the server. ``folder``: its title, a path where the server has folders in folders."""

    id: str
    url: str
    title: str = ""
    folder: str = ""
    folder_id: str = ""
    link: str | None = None
    error: str = ""  # what the server says it failed at, in its words
    checked: int | None = None  # when the server polled it


@dataclass(frozen=True, slots=True)
class RemoteEntry:
    """An article at the server, with its state there. ``received``: when the server got it."""

    id: str
    feed_id: str
    parsed: ParsedEntry
    read: bool
    starred: bool
    labels: tuple[str, ...] = ()
    received: int | None = None
    changed: int | None = None  # when its state last changed there


@dataclass(frozen=True, slots=True)
class News:
    """The server's news since a cursor.

    ``entries``: new and changed ones with their state. ``unread``, ``starred`` and ``labelled`` (by label) are the
    complete sets of ids, None where the server did not give them completely: nothing may be concluded then.
    """

    cursor: str
    entries: tuple[RemoteEntry, ...] = ()
    unread: frozenset[str] | None = None
    starred: frozenset[str] | None = None
    labelled: Mapping[str, frozenset[str]] | None = None
    more: bool = False  # ask again with the new cursor at once


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of older articles, newest first. ``cursor``: for the next page; None: that was the last."""

    entries: tuple[RemoteEntry, ...]
    cursor: str | None
    total: int | None = None  # of all articles at the server, if it says so


@dataclass(frozen=True, slots=True)
class RemoteChange:
    """A state to be set at the server, of articles by their ids there. ``label``: for :attr:`Field.LABEL`."""

    field: Field
    value: bool
    ids: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a server can do. ``batch``: ids of articles in one request."""

    labels: bool = False
    read_batch: int = 1_000
    fetch_batch: int = 100


@dataclass(frozen=True, slots=True)
class ServerFound:
    """What a look at an address has found: the API, its base address, and the program's name and version if it says."""

    kind: AccountKind
    url: str
    product: str = ""
    version: str = ""


class EditKind(StrEnum):
    """An edit of the subscriptions of an account. Stored: never rename a value."""

    SUBSCRIBE = "subscribe"
    UNSUBSCRIBE = "unsubscribe"
    RENAME = "rename"
    MOVE = "move"


@dataclass(frozen=True, slots=True)
class RemoteEdit:
    """An edit of one subscription that the server must hear of.

    ``feed_id`` is the server's (empty for :attr:`EditKind.SUBSCRIBE`), ``url`` the feed's address, ``title`` and
    ``folder`` the new ones.
    """

    kind: EditKind
    url: str
    feed_id: str = ""
    title: str = ""
    folder: str = ""


@dataclass(frozen=True, slots=True)
class FeedEdit:
    """What the user changes of an account's subscription: fields of :class:`~reader.model.Subscription` by name.

    ``after``: their new values, ``before`` what they were; None: not subscribed. ``folder`` is the name at the
    server, without the account's name.
    """

    account: str
    url: str
    after: Mapping[str, Any] | None
    before: Mapping[str, Any] | None = None

    def inverse(self) -> FeedEdit:
        """The edit that takes this one back."""
        return replace(self, after=self.before, before=self.after)


@dataclass(frozen=True, slots=True)
class AccountState:
    """What synchronising an account has come to. ``waiting``: changes that the server has not heard of."""

    name: str
    last_try: int | None = None
    last_success: int | None = None
    next_sync: int | None = None
    failures: int = 0  # in a row
    error: ProblemDetails | None = None
    waiting: int = 0
    undecided: int = 0  # feeds that are here too, about which the user must be asked
    history_complete: bool = False
    feeds: int = 0
    entries: int = 0
    refused: tuple[tuple[RemoteEdit, ProblemDetails], ...] = field(default=())  # edits that the server did not accept

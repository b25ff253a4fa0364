"""The protocol behind which every kind of server is the same to the engine that synchronises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import field
from typing import Protocol

from reader.account import Abilities, HistoryPage, News, RemoteChange, RemoteEdit, RemoteEntry, RemoteFeed
from reader.lazy_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ServerRequest:
    """A request to the server of an account. ``path`` is below the account's address, with its query.

    ``form``: sent as ``application/x-www-form-urlencoded``, in this order; ``json``: as ``application/json``.
    ``headers`` carry the secret, and go to the account's own server only.
    """

    method: str
    path: str
    form: Sequence[tuple[str, str]] | None = None
    json: object = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    limit_bytes: int = 100_000_000


@dataclass(frozen=True, slots=True)
class ServerAnswer:
    """A complete answer, whatever its status. ``retry_after`` in seconds."""

    http_status: int
    body: bytes = field(repr=False)
    content_type: str | None = None
    retry_after: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # names in lower case


Send = Callable[[ServerRequest], Awaitable[ServerAnswer]]
"""Sends a request. Raises :class:`~reader.errors.FetchError` without a complete answer (cut, too large, timeout)."""


class Source(Protocol):
    """An account's server. Every method raises :class:`~reader.errors.SyncError` (or ``FetchError``) and then has no
    result: an answer that failed, is partial, is not of the expected form or is empty where it cannot be is an error,
    never a set without members. A lost sign-in is renewed once, by the source itself.
    """

    @property
    def abilities(self) -> Abilities:
        """What the server can do; known after :meth:`sign_in`."""
        ...

    async def sign_in(self) -> None:
        """Makes sure that the server accepts the secret."""
        ...

    async def feeds(self) -> tuple[RemoteFeed, ...]:
        """All subscriptions."""
        ...

    async def news(self, cursor: str, known: Callable[[Sequence[str]], Awaitable[frozenset[str]]]) -> News:
        """What is new since ``cursor`` (empty: the newest page, and the complete sets).

        ``known`` says which of some ids are stored already, so that only the content of the others is asked for.
        """
        ...

    async def entries(self, ids: Sequence[str]) -> tuple[RemoteEntry, ...]:
        """These articles; those that the server no longer has are left out."""
        ...

    async def history(self, cursor: str) -> HistoryPage:
        """A page of articles, newest first; with an empty cursor the newest."""
        ...

    async def push(self, change: RemoteChange) -> None:
        """Sets a state. At most ``abilities.read_batch`` ids. Doing it twice does no harm.

        Raises :class:`~reader.errors.SyncRefused` if the server will never accept it.
        """
        ...

    async def edit(self, edit: RemoteEdit) -> str:
        """Edits the subscriptions; returns the feed's id at the server. Doing it twice does no harm.

        Raises :class:`~reader.errors.SyncRefused` if the server will never accept it.
        """
        ...

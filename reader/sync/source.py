"""The protocol behind which every kind of server is the same to the engine that synchronises."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from reader.account import Abilities, HistoryPage, News, RemoteChange, RemoteEdit, RemoteEntry, RemoteFeed

Known = Callable[[Sequence[str]], Awaitable[frozenset[str]]]
"""Which of some articles are stored, by their ids at the server."""


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

    async def news(self, cursor: str, known: Known) -> News:
        """New articles and changed states since ``cursor`` (empty: the newest page, and the complete sets).

        ``known`` says which of some ids are stored already, so that it need not fetch the content of those.
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

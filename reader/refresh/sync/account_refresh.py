"""The accounts of a refresher, and the work that follows when articles came from their servers."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from functools import partial

from reader.account import Account
from reader.model import Subscription
from reader.refresh.context import RefreshContext
from reader.refresh.sync.connect import source_opener
from reader.refresh.sync.sync_schedule import Occasion
from reader.refresh.sync.synchroniser import OpenSource, Synchroniser
from reader.refresh.worker.protocol import (
    Event,
    FeedDone,
    FindServer,
    Indexed,
    ServerAnswered,
    SignedIn,
    SignIn,
    StoriesFound,
    SyncDone,
    SyncProgress,
)
from reader.store import Store
from reader.subscriptions.account_secrets import secret_of

FetchAhead = Callable[[Mapping[int, str], Collection[int]], AsyncGenerator[Event, None]]
"""Fetches pages ahead, of the feeds (id and address) that want them, for these new entries."""
FindStories = Callable[[float], AsyncGenerator[StoriesFound, None]]
"""Finds stories after articles came, since when (time of the event loop)."""


class AccountRefresh:
    """Synchronises the accounts of a refresher. ``index``: brings the search index up to date.

    ``may_ask``: whether the programs that give passwords may ask on the terminal.
    """

    def __init__(
        self,
        context: RefreshContext,
        index: Callable[[], Awaitable[None]],
        fetch_ahead: FetchAhead,
        find_stories: FindStories,
        *,
        may_ask: bool = False,
        open_source: OpenSource | None = None,
    ) -> None:
        self._context, self._index, self._fetch_ahead = context, index, fetch_ahead
        self._find_stories = find_stories
        self.synchroniser = Synchroniser(
            context, (), open_source or source_opener(context, partial(secret_of, terminal=may_ask))
        )
        self._subscriptions: dict[str, Subscription] = {}

    async def follow(self, accounts: Sequence[Account], *, only: bool) -> None:
        """Replaces the accounts. ``only=False``: there may be others, which stay as they are."""
        names = [account.name for account in accounts]
        await self._context.with_store(lambda store: store.accounts.follow(names, only=only))
        self.synchroniser.use(accounts)
        await self.read_subscriptions()

    async def any_followed(self) -> bool:
        """Whether the database follows accounts."""
        return bool(await self._context.with_store(lambda store: store.accounts.ids()))

    async def read_subscriptions(self) -> None:
        """Puts what the accounts' servers are subscribed to beside the local subscriptions, which go first."""
        found = await self._context.with_store(lambda store: store.accounts.subscriptions())
        local = {url: one for url, one in self._context.subscriptions.items() if not one.account}
        self._context.subscriptions = {one.url: one for one in found} | local

    async def sync(self, name: str | None, occasion: Occasion) -> AsyncGenerator[Event, None]:
        """See :meth:`.synchroniser.Synchroniser.sync`; then has search find what is new, and fetches pages ahead."""
        async with contextlib.aclosing(self._followed_up(self.synchroniser.sync(name, occasion), name)) as events:
            async for event in events:
                yield event

    async def read_history(self, name: str | None = None) -> AsyncGenerator[Event, None]:
        """See :meth:`.synchroniser.Synchroniser.read_history`; search finds the articles of a page soon after."""
        async with contextlib.aclosing(self.synchroniser.read_history(name)) as events:
            async for event in events:
                yield event
                if isinstance(event, SyncProgress):  # a page is stored
                    await self._index()

    async def find_server(self, command: FindServer) -> ServerAnswered:
        """See :func:`.try_account.find_server`."""
        from reader.refresh.sync.try_account import find_server

        return await find_server(self._context, command)

    async def sign_in(self, command: SignIn) -> SignedIn:
        """See :func:`.try_account.sign_in`."""
        from reader.refresh.sync.try_account import sign_in

        return await sign_in(self._context, command)

    async def accounts_of(self, feed_ids: Collection[int]) -> dict[str, frozenset[int]]:
        """The accounts to which some of these feeds belong, by name, with these."""
        found = await self._context.with_store(partial(_feeds_of, wanted=frozenset(feed_ids)))
        return {name: ids for name, ids in found.items() if ids}

    async def _followed_up(self, source: AsyncGenerator[Event, None], name: str | None) -> AsyncGenerator[Event, None]:
        began = asyncio.get_running_loop().time()
        feeds: dict[int, str] = {}
        edited = False
        async with contextlib.aclosing(source) as events:
            async for event in events:
                if isinstance(event, FeedDone) and event.new:
                    feeds[event.feed_id] = event.feed_url
                edited |= isinstance(event, FeedDone) and event.updated > 0
                if isinstance(event, SyncDone):
                    await self.read_subscriptions()
                yield event
        if not feeds and not edited:
            return
        await self._index()
        yield Indexed()
        async with contextlib.aclosing(self._find_stories(began)) as found:
            async for changed in found:
                yield changed
        async with contextlib.aclosing(self._fetch_ahead(feeds, self.synchroniser.take_new_ids(name))) as events:
            async for event in events:
                yield event


def _feeds_of(store: Store, wanted: frozenset[int]) -> dict[str, frozenset[int]]:
    ids = store.accounts.ids().items()
    return {name: wanted.intersection(store.accounts.feed_ids(account_id).values()) for name, account_id in ids}

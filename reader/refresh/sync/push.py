"""Sends the user's changes of one account to its server: edits of subscriptions, then states.

A row leaves the outbox only after the server has accepted it, so a change whose answer is lost is sent again, which
does no harm. What the server refuses holds up nothing else: an edit keeps its row with the reason; a state stays in the
outbox and is not sent again before :data:`RETRY_REFUSED`, unless the user asks.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from reader.account import EditKind, RemoteEdit
from reader.errors import BroadsheetError, SyncError, SyncRefused, SyncSignIn
from reader.fetch import BUSY
from reader.model import Field
from reader.refresh.context import RefreshContext
from reader.refresh.sync.outgoing import Parcel, can_keep, pack
from reader.store import Store
from reader.store.outbox import OutboxItem
from reader.sync.source import Source

MOST = 5_000  # rows of the outbox that are read at once
RETRY_REFUSED = 3_600  # seconds
MOST_DIVISIONS = 40  # of refused parcels in one synchronisation; a server that refuses everything is not asked for each
MOST_ERRORS = 3  # after which the server is in trouble, and not one of the changes

log = logging.getLogger(__name__)

_Key = tuple[int, Field, str, int]


class Refusals:
    """States that the server did not accept lately; as long as the process lives."""

    def __init__(self) -> None:
        self._until: dict[_Key, int] = {}

    def add(self, item: OutboxItem, now: int) -> None:
        """Has an item left alone for a while."""
        self._until[_key(item)] = now + RETRY_REFUSED

    def holds(self, item: OutboxItem, now: int) -> bool:
        """Whether an item is left alone."""
        until = self._until.get(_key(item), now)
        return now < until <= now + RETRY_REFUSED

    def forget(self) -> None:
        """Has everything sent again, because the user asks."""
        self._until.clear()

    def __len__(self) -> int:
        return len(self._until)


def _key(item: OutboxItem) -> _Key:
    return item.entry_id, item.field, item.label, item.seq


class Push:
    """The sending of one account's outbox. ``sent``: how many changes the server has accepted.

    ``error``: why some changes were kept back and others were not. ``check`` is called before each
    request and raises whatever ends the synchronisation.
    """

    def __init__(
        self,
        context: RefreshContext,
        account_id: int,
        source: Source,
        refusals: Refusals,
        check: Callable[[], None],
    ) -> None:
        self._context, self._account_id, self._source = context, account_id, source
        self._refusals, self._check = refusals, check
        self._tried: set[_Key] = set()
        self._accepted: defaultdict[int, list[OutboxItem]] = defaultdict(list)  # by the number of the row
        self._divisions = self._errors = 0
        self.sent = 0
        self.error: BroadsheetError | None = None

    async def all(self) -> None:
        """Sends everything that waits. Raises :class:`~reader.errors.SyncError` and ``FetchError``."""
        await self._edits()
        while parcels := await self._parcels():
            for one in parcels:
                await self._states(one)

    async def _edits(self) -> None:
        """Sends the edits in their order; after one that fails, only edits of other feeds."""
        found: dict[str, str] = {}  # ids of feeds by address
        failed: set[str] = set()  # addresses of feeds
        account_id = self._account_id
        for seq, edit in await self._context.with_store(lambda store: store.outbox.edits(account_id)):
            if edit.url in failed:
                continue
            self._check()
            try:
                found[edit.url] = feed_id = await self._edit(await self._with_id(edit, found))
            except SyncRefused as error:
                log.info("event=edit_refused account=%d kind=%s", account_id, edit.kind)
                await self._context.with_store(partial(_refuse_edit, seq=seq, error=error))
                self._keep_back(error)
            except SyncError as error:
                self._go_on_after(error)
                failed.add(edit.url)
            else:
                await self._context.with_store(partial(_finish_edit, seq=seq, feed_id=feed_id))
                self.sent += 1

    async def _edit(self, edit: RemoteEdit) -> str:
        """Sends an edit; returns the server's id of the feed."""
        if edit.kind is EditKind.UNSUBSCRIBE and not edit.feed_id:
            return ""  # the server never had it
        return await self._source.edit(edit)

    async def _with_id(self, edit: RemoteEdit, found: dict[str, str]) -> RemoteEdit:
        """The edit with the server's id of its feed, which may have been subscribed to a moment ago."""
        if edit.feed_id or edit.kind is EditKind.SUBSCRIBE:
            return edit
        if edit.url not in found:
            found |= {feed.url: feed.id for feed in await self._source.feeds()}
        return replace(edit, feed_id=found.get(edit.url, ""))

    async def _parcels(self) -> list[Parcel]:
        """The changes to send next. Rows that the server has no state for are removed, and stay local."""
        account_id, now = self._account_id, self._context.now()
        most = MOST + len(self._refusals) + len(self._tried)
        items = await self._context.with_store(lambda store: store.outbox.pending(account_id, most))
        abilities = self._source.abilities
        if ours := [item for item in items if not can_keep(item, abilities)]:
            await self._context.with_store(lambda store: store.outbox.done(ours))
        left = [item for item in items if not self._refusals.holds(item, now) and _key(item) not in self._tried]
        return list(pack(left, abilities))

    async def _states(self, parcel: Parcel) -> None:
        """Sends a parcel; one that the server refuses is divided, until the refused change is alone."""
        self._check()
        try:
            await self._source.push(parcel.change)
        except SyncRefused as error:
            await self._divide(parcel, error)
        except SyncError as error:
            self._go_on_after(error)
            self._tried.update(map(_key, parcel.items))
        else:
            await self._finish(parcel)

    async def _finish(self, parcel: Parcel) -> None:
        """Removes the rows, with what was sent of them in other parcels: a label can have several at the server."""
        self._tried.update(map(_key, parcel.items))
        for item in parcel.items:
            self._accepted[item.seq].append(item)
        items = [one for item in parcel.items for one in self._accepted[item.seq]]
        await self._context.with_store(lambda store: store.outbox.done(items))
        self.sent += len(parcel.items)

    async def _divide(self, parcel: Parcel, error: SyncRefused) -> None:
        self._divisions += 1
        halves = parcel.halves() if self._divisions <= MOST_DIVISIONS else ()
        for half in halves:
            await self._states(half)
        if not halves:
            for item in parcel.items:
                self._refusals.add(item, self._context.now())
            self._keep_back(error)

    def _go_on_after(self, error: SyncError) -> None:
        """Raises the error if it concerns all changes; the server may still accept others otherwise."""
        self._errors += 1
        if isinstance(error, SyncSignIn) or error.http_status in BUSY or self._errors >= MOST_ERRORS:
            raise error
        self._keep_back(error)

    def _keep_back(self, error: BroadsheetError) -> None:
        if self.error is None or isinstance(self.error, SyncRefused):  # trying again soon would not help
            self.error = error


def _refuse_edit(store: Store, seq: int, error: SyncRefused) -> None:
    store.outbox.edit_refused(seq, error.as_problem())


def _finish_edit(store: Store, seq: int, feed_id: str) -> None:
    store.outbox.edit_done(seq, feed_id)

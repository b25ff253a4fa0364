"""One synchronisation of one account, from the user's changes that go out to the articles and states that come in.

It can end at any point, and be killed: a row leaves the outbox when the server has accepted it, and the cursor moves
when everything that it covers is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from reader.account import HistoryPage, News, RemoteEntry, RemoteFeed
from reader.errors import BroadsheetError, SyncError
from reader.problems import Problem, problem
from reader.refresh.context import RefreshContext
from reader.refresh.feeds.relocate import move_history
from reader.refresh.sync.push import Push, Refusals
from reader.refresh.sync.remote_arrivals import PARCEL, RemoteArrivals
from reader.refresh.worker.protocol import MAX_CHANGED, EntriesChanged, Event, FeedDone, FeedsFilled, SyncProgress
from reader.store import Store
from reader.sync.source import Source

MOST_DOUBTFUL, MOST_LABELLED = 200, 5_000  # articles that one synchronisation requests again
MOST_ROUNDS = 1_000  # of news that a server may say there are more of


class AccountMemory:
    """What a process remembers of an account between two synchronisations, and could forget without harm.

    ``elsewhere``: ids of articles whose feeds are not the account's here. ``new_ids``: of entries that came as news,
    until somebody takes them.
    """

    def __init__(self) -> None:
        self.refusals = Refusals()
        self.elsewhere: set[str] = set()
        self.new_ids: set[int] = set()


class AccountSync:
    """The synchronisation of an account with a source.

    All methods raise :class:`~reader.errors.SyncError`, ``FetchError`` and ``StoreError``.

    ``check`` is called before each step and raises whatever ends the synchronisation, as when the account is removed.
    """

    def __init__(
        self,
        context: RefreshContext,
        account_id: int,
        name: str,
        source: Source,
        memory: AccountMemory,
        check: Callable[[], None],
    ) -> None:
        self._context, self._account_id, self._name = context, account_id, name
        self._source, self._memory, self._check = source, memory, check
        self._push = Push(context, account_id, source, memory.refusals, check)
        self._feeds: frozenset[str] = frozenset()  # the server's ids of all its feeds
        self.new = self.changed = 0

    @property
    def sent(self) -> int:
        """How many of the user's changes the server has accepted."""
        return self._push.sent

    @property
    def kept_back(self) -> BroadsheetError | None:
        """Why a change was not accepted, while everything else was done."""
        return self._push.error

    async def send(self) -> None:
        """Sends the user's changes, and nothing else."""
        await self._sign_in()
        await self._push.all()

    async def run(self) -> AsyncGenerator[Event, None]:
        """Synchronises the account. The user's changes go first, so that the server's answers include them."""
        await self._sign_in()
        await self._push.all()
        await self._read_feeds()
        async for event in self._read_news():
            yield event
        await self._push.all()  # the user's latest changes

    async def _sign_in(self) -> None:
        self._check()
        await self._source.sign_in()
        account_id, labels = self._account_id, self._source.abilities.labels
        await self._context.with_store(lambda store: store.accounts.write_abilities(account_id, labels=labels))

    async def _read_feeds(self) -> None:
        self._check()
        feeds = await self._source.feeds()
        self._check()
        changed = await self._context.with_store(
            partial(_write_feeds, account_id=self._account_id, feeds=feeds, now=self._context.now())
        )
        self._feeds = frozenset(feed.id for feed in feeds)
        if changed:
            self._memory.elsewhere.clear()

    async def _read_news(self) -> AsyncGenerator[Event, None]:
        account_id = self._account_id
        cursor = await self._context.with_store(lambda store: store.accounts.cursor(account_id))
        for _ in range(MOST_ROUNDS):
            self._check()
            news = await self._source.news(cursor, self._known)
            if any(entry.feed_id not in self._feeds for entry in news.entries):
                await self._read_feeds()  # of a feed that was subscribed to a moment ago
            async for event in self._store(news.entries):
                yield event
            async for event in self._reconcile(agreeing(news)):
                yield event
            if not news.more or news.cursor == cursor:
                return
            cursor = news.cursor

    async def _store(self, entries: Sequence[RemoteEntry], *, old: bool = False) -> AsyncGenerator[Event, None]:
        """Stores articles and reports the feeds that got some; the progress too, if there are many.

        ``old``: from the history, so nobody is told of new articles.
        """
        arrivals = RemoteArrivals(
            self._context,
            self._account_id,
            elsewhere=self._memory.elsewhere,
            check=self._check,
        )
        filled: set[int] = set()
        async for done in arrivals.store(entries):
            if isinstance(done, FeedDone) and old:
                filled.add(done.feed_id)  # one event for a page: its articles are of some hundred feeds
            elif isinstance(done, FeedDone):
                yield done
            elif len(entries) > PARCEL and not old:
                yield SyncProgress(self._name, done, len(entries))
        if filled:
            yield FeedsFilled(tuple(sorted(filled)))
        self.new += len(arrivals.new_ids)
        if not old:
            self._memory.new_ids.update(arrivals.new_ids)
        for event in self._changed(arrivals.changed_ids):
            yield event

    async def _reconcile(self, news: News) -> AsyncGenerator[Event, None]:
        """Takes over the states of all articles, in one transaction with the cursor."""
        self._check()
        news, gone = await self._without_gone(news)
        self._check()
        changed = await self._context.with_store(partial(_reconcile, account_id=self._account_id, news=news, gone=gone))
        for event in self._changed(changed):
            yield event

    async def _without_gone(self, news: News) -> tuple[News, frozenset[str]]:
        """News from which only stars and labels can be lost that were taken away, and the articles that are gone.

        If an article is no longer among the starred ones, the server may have deleted it, and then it keeps its star
        here. So the engine asks for such articles; beyond a number of them, the others wait for the next time.
        """
        starred, labelled = await self._context.with_store(partial(_doubtful, account_id=self._account_id, news=news))
        if len(starred) > MOST_DOUBTFUL and news.starred is not None:
            starred, later = starred[:MOST_DOUBTFUL], starred[MOST_DOUBTFUL:]
            news = replace(news, starred=news.starred.union(later))
        if len(labelled) > MOST_LABELLED:
            labelled, news = (), replace(news, labelled=None)
        asked = list({*starred, *labelled})
        size = max(self._source.abilities.fetch_batch, 1)
        there: set[str] = set()
        for start in range(0, len(asked), size):
            there.update(entry.id for entry in await self._source.entries(asked[start : start + size]))
        return news, frozenset(asked) - there

    def _changed(self, ids: Sequence[int]) -> list[Event]:
        self.changed += len(ids)
        if not ids:
            return []
        return [EntriesChanged(tuple(ids) if len(ids) <= MAX_CHANGED else ())]

    async def _known(self, ids: Sequence[str]) -> frozenset[str]:
        account_id = self._account_id
        stored = await self._context.with_store(lambda store: store.accounts.known(account_id, ids))
        return stored | self._memory.elsewhere.intersection(ids)

    async def read_history_page(self) -> AsyncGenerator[Event, None]:
        """Stores the next page of older articles, newest first, and keeps the place after it.

        Only unknown articles are stored: the state of the others comes with the news.
        """
        account_id = self._account_id
        cursor = await self._context.with_store(lambda store: store.accounts.history(account_id))
        if cursor is None:
            return
        self._check()
        page = await self._source.history(cursor)
        if page.cursor == cursor:
            raise SyncError(problem(Problem.SERVER_SENT_OTHER, part="continuation"))
        ids = [entry.id for entry in page.entries]
        known = await self._context.with_store(lambda store: store.accounts.known(account_id, ids))
        async for event in self._store([entry for entry in page.entries if entry.id not in known], old=True):
            yield event
        self._check()
        done = await self._context.with_store(partial(_keep_place, account_id=account_id, page=page))
        yield SyncProgress(self._name, done, max(page.total or 0, done))


def agreeing(news: News) -> News:
    """News whose sets agree with its articles. The server sent one after the other, and an article may have come or
    changed in between; its own state counts until the next news."""
    entries = {entry.id: entry for entry in news.entries}
    read = {one.id for one in entries.values() if one.read}
    starred = {one.id for one in entries.values() if one.starred}
    return replace(
        news,
        unread=None if news.unread is None else (news.unread | entries.keys()) - read,
        starred=None if news.starred is None else (news.starred - entries.keys()) | starred,
        labelled=None if news.labelled is None else _with_labels(news.labelled, entries),
    )


def _with_labels(
    labelled: Mapping[str, frozenset[str]], entries: Mapping[str, RemoteEntry]
) -> dict[str, frozenset[str]]:
    own: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries.values():
        for label in entry.labels:
            own[label].add(entry.id)
    return {label: (labelled.get(label, frozenset()) - entries.keys()) | own[label] for label in {*labelled, *own}}


def _write_feeds(store: Store, account_id: int, feeds: Sequence[RemoteFeed], now: int) -> bool:
    """Writes the complete list of feeds; whether other feeds than before are the account's."""
    changed = store.accounts.write_feeds(account_id, feeds, now=now)
    for old, new in changed.merging:
        move_history(store, old, new)
    return bool(changed.added or changed.removed)


def _doubtful(store: Store, account_id: int, news: News) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The articles that would lose a star, and those that would lose a label."""
    return (
        store.accounts.doubtful(account_id, starred=news.starred, labelled=None),
        store.accounts.doubtful(account_id, starred=None, labelled=news.labelled),
    )


def _reconcile(store: Store, account_id: int, news: News, gone: frozenset[str]) -> tuple[int, ...]:
    return store.accounts.reconcile(
        account_id, unread=news.unread, starred=news.starred, labelled=news.labelled, cursor=news.cursor, gone=gone
    )


def _keep_place(store: Store, account_id: int, page: HistoryPage) -> int:
    """Keeps the place after a page; returns how many articles of the account are stored."""
    store.accounts.write_history(account_id, page.cursor)
    return store.accounts.state(account_id).entries

"""An account's server in memory, whose requests fail when a test wants: before they arrive, or after."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from reader.account import (
    Abilities,
    EditKind,
    HistoryPage,
    News,
    RemoteChange,
    RemoteEdit,
    RemoteEntry,
    RemoteFeed,
)
from reader.arrival import ParsedEntry
from reader.errors import SyncRefused
from reader.model import Field
from reader.problems import Problem, problem

PAGE = 3  # articles
T = TypeVar("T")


@dataclass
class ServerModel:
    """What the server has. Every change of an article counts up ``clock``."""

    feeds: dict[str, RemoteFeed] = field(default_factory=dict)
    entries: dict[str, RemoteEntry] = field(default_factory=dict)
    clock: int = 0
    labels: bool = True
    ids: Iterable[int] = field(default_factory=lambda: itertools.count(1))

    def subscribe(self, url: str, title: str = "", folder: str = "") -> str:
        found = next((one for one in self.feeds.values() if one.url == url), None)
        feed = found or RemoteFeed(f"f{next(iter(self.ids))}", url, title or url, folder)
        self.feeds[feed.id] = feed
        return feed.id

    def unsubscribe(self, feed_id: str) -> None:
        self.feeds.pop(feed_id, None)
        self.entries = {id_: one for id_, one in self.entries.items() if one.feed_id != feed_id}

    def publish(self, feed_id: str, count: int = 1) -> list[str]:
        made = []
        for number in itertools.islice(self.ids, count):
            id_ = f"{number:06}"
            url = f"https://a.example/{number}"
            parsed = ParsedEntry(url, url, f"Title {number}", published=1_000_000 + number, content_html="<p>Text.</p>")
            self.entries[id_] = RemoteEntry(id_, feed_id, parsed, False, False, (), 1_000_000 + number)
            self._changed(id_)
            made.append(id_)
        return made

    def set(self, ids: Iterable[str], what: Field, value: bool, label: str = "") -> None:
        for id_ in ids:
            if id_ in self.entries:
                self.entries[id_] = _with(self.entries[id_], what, value, label)
                self._changed(id_)

    def edit(self, id_: str, text: str) -> None:
        """The publisher edits an article."""
        entry = self.entries[id_]
        self.entries[id_] = replace(entry, parsed=replace(entry.parsed, content_html=f"<p>{text}</p>"))
        self._changed(id_)

    def delete(self, ids: Iterable[str]) -> None:
        for id_ in ids:
            self.entries.pop(id_, None)

    def _changed(self, id_: str) -> None:
        self.clock += 1
        self.entries[id_] = replace(self.entries[id_], changed=self.clock)

    def having(self, what: Field, label: str = "") -> frozenset[str]:
        match what:
            case Field.READ:
                return frozenset(id_ for id_, one in self.entries.items() if one.read)
            case Field.STARRED:
                return frozenset(id_ for id_, one in self.entries.items() if one.starred)
            case _:
                return frozenset(id_ for id_, one in self.entries.items() if label in one.labels)


def _with(entry: RemoteEntry, what: Field, value: bool, label: str) -> RemoteEntry:
    match what:
        case Field.READ:
            return replace(entry, read=value)
        case Field.STARRED:
            return replace(entry, starred=value)
        case _:
            others = tuple(one for one in entry.labels if one != label)
            return replace(entry, labels=(*others, label) if value else others)


class ModelSource:
    """A source of the server. ``fault`` is called before and after each request takes effect and may raise.

    ``refused``: whether the server will never accept a change or an edit.
    """

    def __init__(
        self,
        server: ServerModel,
        fault: Callable[[], None] = lambda: None,
        refused: Callable[[RemoteChange | RemoteEdit], bool] = lambda _: False,
    ) -> None:
        self.server, self._fault, self._refused = server, fault, refused
        self.asked: list[object] = []
        self.during: Callable[[], None] = lambda: None  # called while the sets are on their way

    @property
    def abilities(self) -> Abilities:
        return Abilities(labels=self.server.labels, read_batch=4, fetch_batch=3)

    async def sign_in(self) -> None:
        self._arrives("sign in")

    async def feeds(self) -> tuple[RemoteFeed, ...]:
        self._arrives("feeds")
        return self._answer(tuple(self.server.feeds.values()))

    async def news(self, cursor: str, known: Callable[[Sequence[str]], object]) -> News:
        self._arrives("news")
        since = int(cursor or 0)
        newest = sorted(self.server.entries.values(), key=lambda one: one.changed or 0)
        changed = [one for one in newest if (one.changed or 0) > since]
        if not cursor:
            changed, more = changed[-PAGE:], False
        else:
            changed, more = changed[:PAGE], len(changed) > PAGE
        reached = max((one.changed or 0 for one in changed), default=since)
        labels = {label for one in newest for label in one.labels}
        unread = frozenset(self.server.entries) - self.server.having(Field.READ)
        labelled = {label: self.server.having(Field.LABEL, label) for label in labels} if self.server.labels else None
        news = News(str(reached), tuple(changed), unread, self.server.having(Field.STARRED), labelled, more)
        self.during()
        return self._answer(news)

    async def entries(self, ids: Sequence[str]) -> tuple[RemoteEntry, ...]:
        self._arrives("entries")
        return self._answer(tuple(self.server.entries[id_] for id_ in ids if id_ in self.server.entries))

    async def history(self, cursor: str) -> HistoryPage:
        self._arrives("history")
        older = sorted((id_ for id_ in self.server.entries if not cursor or id_ < cursor), reverse=True)
        page = tuple(self.server.entries[id_] for id_ in older[:PAGE])
        further = page[-1].id if len(older) > PAGE else None
        return self._answer(HistoryPage(page, further, len(self.server.entries)))

    async def push(self, change: RemoteChange) -> None:
        self._arrives(change)
        if self._refused(change):
            raise SyncRefused(problem(Problem.SERVER_REFUSED, message="no"))
        self.server.set(change.ids, change.field, change.value, change.label)
        self._fault()

    async def edit(self, edit: RemoteEdit) -> str:
        self._arrives(edit)
        if self._refused(edit):
            raise SyncRefused(problem(Problem.SERVER_REFUSED, message="no"))
        match edit.kind:
            case EditKind.SUBSCRIBE:
                return self._answer(self.server.subscribe(edit.url, edit.title, edit.folder))
            case EditKind.UNSUBSCRIBE:
                self.server.unsubscribe(edit.feed_id)
            case EditKind.RENAME:
                self.server.feeds[edit.feed_id] = replace(self.server.feeds[edit.feed_id], title=edit.title)
            case EditKind.MOVE:
                self.server.feeds[edit.feed_id] = replace(self.server.feeds[edit.feed_id], folder=edit.folder)
        return self._answer(edit.feed_id)

    def _arrives(self, what: object) -> None:
        self.asked.append(what)
        self._fault()

    def _answer(self, value: T) -> T:
        self._fault()
        return value

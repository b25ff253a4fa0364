"""Taking over what another reader has: looked at first, then done. It adds, and never removes or changes.

A list is read and held against the subscriptions that are there, each also under http, https and ``www.``; nothing
is written before the user has seen what would be. Then ``feeds.toml`` gets what is new, in one writing, and the
store gets the articles of newsboat's cache, while no feed is polled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from reader.errors import ParseError
from reader.library.history import CacheFacts, History, look_at_cache, take_history
from reader.model import Subscription
from reader.parse.decoding import decode
from reader.paths import Paths
from reader.refresh.identity import address_key
from reader.refresh.lock import RefreshLock
from reader.store import open_store
from reader.store.newsboat import is_cache
from reader.subscriptions import add_subscriptions, load_subscriptions, read_opml
from reader.subscriptions.incoming import Found, Incoming, NotTaken
from reader.subscriptions.newsboat import is_urls, read_urls
from reader.subscriptions.newsraft import is_newsraft, read_feeds
from reader.subscriptions.places import Kind, Place

LARGEST = 10_000_000  # bytes of a list

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a list over would do. ``broken``: where and why the rest of the list could not be read."""

    kind: Kind
    new: tuple[Found, ...] = ()
    already: tuple[Found, ...] = ()
    not_taken: tuple[NotTaken, ...] = ()
    broken: str = ""
    cache: Path | None = None
    facts: CacheFacts | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it that could be subscribed or was."""
        return not self.new and not self.already and self.facts is None


@dataclass(frozen=True, slots=True)
class Imported:
    """What was done: the subscriptions that are new, and what came of a cache."""

    added: tuple[Subscription, ...] = ()
    history: History | None = None


def look_at_place(place: Place, kind: Kind | None, subscriptions: Iterable[Subscription]) -> Preview:
    """What is in a list and beside it. Raises :class:`ParseError` in words for the user, and ``OSError``."""
    there = tuple(subscriptions)
    if place.list is None and place.cache is None:
        raise ParseError("there is no list of subscriptions in this folder")
    data = _read(place.list) if place.list else b""
    if place.list is None or is_cache(data):
        return _with_cache(Preview(Kind.NEWSBOAT), place.cache or place.list, there)
    preview = look_at_list(data, kind, there, name=place.list.name)
    return _with_cache(preview, place.cache if preview.kind is Kind.NEWSBOAT else None, there)


def look_at_list(data: bytes, kind: Kind | None, subscriptions: Iterable[Subscription], *, name: str = "") -> Preview:
    """What is in a list of that kind, or of one that is guessed. Raises :class:`ParseError`."""
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    kind = kind or _guessed(text, name)
    incoming = _READERS[kind](text)
    keys = {address_key(one.url) for one in subscriptions}
    new: list[Found] = []
    already: list[Found] = []
    for found in incoming.found:
        key = address_key(found.subscription.url)
        (already if key in keys else new).append(found)
        keys.add(key)
    return Preview(kind, tuple(new), tuple(already), incoming.not_taken, incoming.broken)


def take_over(
    paths: Paths,
    preview: Preview,
    *,
    now: int,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    on_wait: Callable[[], None] = lambda: None,
) -> Imported:
    """Does what a preview shows. ``on_wait`` is called once if a refresh keeps us waiting.

    Raises ``ConfigError`` where ``feeds.toml`` cannot be changed, ``ParseError``, ``OSError`` and ``StoreError``.
    """
    if preview.cache is None:
        return Imported(_subscribe(paths, preview))
    return asyncio.run(_locked(paths, lambda: _all(paths, preview, now, on_progress), on_wait))


def _all(paths: Paths, preview: Preview, now: int, on_progress: Callable[[int, int], None]) -> Imported:
    assert preview.cache is not None
    added = _subscribe(paths, preview)
    subscriptions, _ = load_subscriptions(paths.feeds)
    store = open_store(paths.database, now=now)
    try:
        return Imported(added, take_history(store, preview.cache, subscriptions, now=now, on_progress=on_progress))
    finally:
        store.close()


def _subscribe(paths: Paths, preview: Preview) -> tuple[Subscription, ...]:
    remarks = {found.subscription.url: found.remark for found in preview.new if found.remark}
    return add_subscriptions(paths.feeds, (found.subscription for found in preview.new), remarks=remarks)


async def _locked(paths: Paths, do: Callable[[], T], on_wait: Callable[[], None]) -> T:
    async with RefreshLock(paths.lock).held(on_wait):
        return do()


def _with_cache(preview: Preview, cache: Path | None, there: Iterable[Subscription]) -> Preview:
    if cache is None:
        return preview
    subscriptions = [*there, *(found.subscription for found in preview.new)]
    return replace(preview, cache=cache, facts=look_at_cache(cache, subscriptions))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST and not is_cache(data):
        raise ParseError(f"more than {LARGEST // 1_000_000} MB, which is more than is read")
    return data


def _guessed(text: str, name: str) -> Kind:
    """What a list is, by how it begins and what only one reader writes."""
    if text.lstrip("\ufeff \t\n").startswith("<"):
        return Kind.OPML
    if is_newsraft(text) or (name == "feeds" and is_urls(text)):
        return Kind.NEWSRAFT
    if is_urls(text):
        return Kind.NEWSBOAT
    raise ParseError("this is no list of subscriptions: neither OPML, nor one of newsboat's or newsraft's")


_READERS: dict[Kind, Callable[[str], Incoming]] = {
    Kind.OPML: read_opml,
    Kind.NEWSBOAT: read_urls,
    Kind.NEWSRAFT: read_feeds,
}

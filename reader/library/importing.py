"""Importing from another feed reader: a preview first, then the import. It only adds.

A list is read and compared with the existing subscriptions, each also under http, https and ``www.``. Nothing is
written before the user has seen the preview. Then ``feeds.toml`` gets the new subscriptions in one write, and the
database gets the articles of newsboat's cache while no feed is polled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from reader.errors import ParseError
from reader.lazy_dataclass import dataclass
from reader.library.newsboat_history import CacheFacts, History, look_at_cache, take_history
from reader.library.written_files import IntendFiles, WrittenFiles, unnoted_files
from reader.model import Subscription
from reader.paths import Paths
from reader.problems import Problem, ProblemDetails, problem
from reader.refresh.refresh_lock import RefreshLock
from reader.store import open_store
from reader.store.newsboat import is_cache
from reader.subscriptions import FeedsFile
from reader.subscriptions import read_feeds as read_feeds_toml
from reader.subscriptions.edit_config import add_settings
from reader.subscriptions.edit_feeds import add_tables
from reader.subscriptions.import_result import FoundSearch, FoundSubscription, ImportResult, NotImported
from reader.subscriptions.list_locations import ListFormat, ListLocation
from reader.subscriptions.newsboat_config import FoundSetting, read_config
from reader.subscriptions.newsboat_urls import is_urls, read_urls
from reader.subscriptions.newsraft import is_newsraft, read_feeds
from reader.subscriptions.opml_reader import read_opml
from reader.web.address_keys import feed_key
from reader.web.encoding import decode

LARGEST = 10_000_000  # bytes of a list

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do. ``broken``: where and why the list could not be read to its end."""

    kind: ListFormat
    new: tuple[FoundSubscription, ...] = ()
    already: tuple[FoundSubscription, ...] = ()
    searches: tuple[FoundSearch, ...] = ()
    not_imported: tuple[NotImported, ...] = ()
    broken: ProblemDetails | None = None
    settings: tuple[FoundSetting, ...] = ()
    cache: Path | None = None
    facts: CacheFacts | None = None

    @property
    def empty(self) -> bool:
        """Whether it has no subscription, search or article, neither new nor known."""
        return not (self.new or self.already or self.searches or self.facts)


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import. ``settings``: the keys of new settings; ``history``: the articles of a cache."""

    added: tuple[Subscription, ...] = ()
    searches: int = 0
    settings: tuple[str, ...] = ()
    history: History | None = None


def look_at_place(place: ListLocation, kind: ListFormat | None, there: FeedsFile) -> Preview:
    """Previews a list and the files beside it. Raises :class:`ParseError` and ``OSError``."""
    if place.list is None and place.cache is None:
        raise ParseError(problem(Problem.LIST_MISSING))
    data = _read(place.list) if place.list else b""
    if place.list is None or is_cache(data):
        return _with_cache(Preview(ListFormat.NEWSBOAT), place.cache or place.list, there)
    preview = look_at_list(data, kind, there, name=place.list.name)
    if preview.kind is not ListFormat.NEWSBOAT:
        return preview
    return _with_cache(_with_config(preview, place.config), place.cache, there)


def look_at_list(data: bytes, kind: ListFormat | None, there: FeedsFile, *, name: str = "") -> Preview:
    """Previews a list of a known or guessed kind. Raises :class:`ParseError`."""
    text = _text(data)
    kind = kind or _guessed(text, name)
    incoming = _READERS[kind](text)
    keys = {feed_key(one.url) for one in there.subscriptions}
    titles = {search.title for search in there.searches}
    new: list[FoundSubscription] = []
    already: list[FoundSubscription] = []
    for found in incoming.subscriptions:
        key = feed_key(found.subscription.url)
        (already if key in keys else new).append(found)
        keys.add(key)
    searches = tuple(found for found in incoming.searches if found.search.title not in titles)
    return Preview(kind, tuple(new), tuple(already), searches, incoming.not_imported, incoming.broken)


def take_over(
    paths: Paths,
    preview: Preview,
    *,
    now: int,
    explain: Callable[[ProblemDetails], str],
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
    on_wait: Callable[[], None] = lambda: None,
) -> Imported:
    """Imports what a preview shows. ``on_wait`` is called once if a refresh has to end first.

    ``explain`` words the remarks that become comments in ``feeds.toml``. An exception in ``on_progress`` cancels the
    import: at the first call nothing has been written; later, finished parts stay and a second import continues.
    Raises ``ConfigError`` if ``feeds.toml`` cannot be changed, ``ParseError``, ``OSError`` and ``StoreError``.
    """
    if preview.cache is None:
        return _written(paths, preview, explain)
    return asyncio.run(_locked(paths, lambda: _all(paths, preview, now, explain, on_progress), on_wait))


def _all(
    paths: Paths, preview: Preview, now: int, explain: Callable[[ProblemDetails], str],
    on_progress: Callable[[int, int], None],
) -> Imported:  # fmt: skip
    assert preview.cache is not None
    on_progress(0, preview.facts.entries if preview.facts else 0)
    done = _written(paths, preview, explain)
    subscriptions = read_feeds_toml(paths.feeds).subscriptions
    store = open_store(paths.database, now=now)
    try:
        history = take_history(store, preview.cache, subscriptions, now=now, on_progress=on_progress)
        return replace(done, history=history)
    finally:
        store.close()


def _written(paths: Paths, preview: Preview, explain: Callable[[ProblemDetails], str]) -> Imported:
    return write_preview(paths.feeds, paths.config, preview, explain).imported or Imported()


def write_preview(
    feeds: Path,
    config: Path,
    preview: Preview,
    explain: Callable[[ProblemDetails], str],
    intend: IntendFiles = unnoted_files,
) -> WrittenFiles:
    """Writes subscriptions and searches to ``feeds.toml`` and settings to ``config.toml``. Raises ``ConfigError``."""
    remarks = {found.subscription.url: "; ".join(map(explain, found.remarks)) for found in preview.new}
    subscriptions = (found.subscription for found in preview.new)
    searches = (found.search for found in preview.searches)
    added = add_tables(feeds, subscriptions, searches, remarks=remarks, intend=lambda one: intend(WrittenFiles(one)))
    settings = {one.key: one.value for one in preview.settings}
    words = {one.key: f"from newsboat's {one.name}" for one in preview.settings}
    keys, rewritten = add_settings(config, settings, words, lambda one: intend(WrittenFiles(added.rewritten, one)))
    imported = Imported(added.subscriptions, len(added.searches), keys)
    return WrittenFiles(added.rewritten, rewritten, imported=imported)


async def _locked(paths: Paths, do: Callable[[], T], on_wait: Callable[[], None]) -> T:
    async with RefreshLock(paths.lock).held(on_wait):
        return do()


def _with_config(preview: Preview, config: Path | None) -> Preview:
    if config is None:
        return preview
    settings, not_imported = read_config(_text(_read(config)))
    return replace(preview, settings=settings, not_imported=(*preview.not_imported, *not_imported))


def _with_cache(preview: Preview, cache: Path | None, there: FeedsFile) -> Preview:
    if cache is None:
        return preview
    subscriptions = [*there.subscriptions, *(found.subscription for found in preview.new)]
    return replace(preview, cache=cache, facts=look_at_cache(cache, subscriptions))


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST and not is_cache(data):
        raise ParseError(problem(Problem.LIST_TOO_LARGE, megabytes=LARGEST // 1_000_000))
    return data


def _text(data: bytes) -> str:
    return decode(data).replace("\r\n", "\n").replace("\r", "\n")


def _guessed(text: str, name: str) -> ListFormat:
    """The kind of a list, from its beginning and from syntax that only one reader uses."""
    if text.lstrip("\ufeff \t\n").startswith("<"):
        return ListFormat.OPML
    if is_newsraft(text) or (name == "feeds" and is_urls(text)):
        return ListFormat.NEWSRAFT
    if is_urls(text):
        return ListFormat.NEWSBOAT
    raise ParseError(problem(Problem.LIST_UNKNOWN))


_READERS: dict[ListFormat, Callable[[str], ImportResult]] = {
    ListFormat.OPML: read_opml,
    ListFormat.NEWSBOAT: read_urls,
    ListFormat.NEWSRAFT: read_feeds,
}

"""A reader with feeds in folders, whose clock a test sets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reader.config import Config
from reader.library import Library, open_library
from reader.paths import Paths
from reader.store import open_store
from tests.support.stocking import NOW, new_entry, update

FEEDS = {"one": "World", "two": "World", "three": "Technik", "four": ""}


def subscribe(paths: Paths, feeds: Mapping[str, str] = FEEDS) -> None:
    """Makes the folders of a reader with these feeds, each in its folder."""
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    tables = (
        f'[[feeds]]\nurl = "{url(name)}"\ntitle = "{name}"\nfolder = "{folder}"\n' for name, folder in feeds.items()
    )
    paths.feeds.write_text("\n".join(tables), encoding="utf-8")
    store = open_store(paths.database, now=NOW)
    store.feeds.subscribe([url(name) for name in feeds])
    store.close()


def url(name: str) -> str:
    return f"https://{name}.example/feed"


def arrive(path: Path, name: str, numbers: Iterable[int], *, now: int = NOW, age: int = 600, html: str = "") -> None:
    """New articles of a feed, published ``age`` seconds ago."""
    store = open_store(path, now=now)
    poll = next(one for one in store.feeds.polls() if one.url == url(name))
    new = [new_entry(number, sort=now - age, html=html) for number in numbers]
    store.arrivals.apply([update(poll, new)], now=now)
    store.close()


@contextmanager
def opened(paths: Paths, now: int = NOW, config: Config | None = None) -> Iterator[Library]:
    library = open_library(paths, config or Config(), clock=lambda: now)
    try:
        yield library
    finally:
        library.close()

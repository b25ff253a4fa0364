"""A reader's folders with stories: events that several feeds report, beside articles that stand alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.arrival import NewEntry
from reader.paths import Paths
from tests.support.stocking import NOW, new_entry, put_database

FEEDS = {
    "heise online": ("https://heise.example/feed", "Technik"),
    "Golem": ("https://golem.example/feed", "Technik"),
    "Tagesblatt": ("https://tagesblatt.example/feed", "Nachrichten"),
    "The Guardian": ("https://guardian.example/feed", "World"),
    "BBC World": ("https://bbc.example/feed", "World"),
}
LATER = NOW + 3_600  # when these folders are read
CLOUD = "Cloudanbieter setzt umstrittenem Netzwerk eine Frist von 24 Stunden"
TRAINS = "Why the night trains came back"

# The number of the article, its feed, the minutes since it was published, its story and its title, newest first.
ARTICLES = (
    (1, "Golem", 5, None, "Ein Mikrofon, das nur bei Regen aufnimmt"),
    (2, "Tagesblatt", 12, None, "Der alte Hafen wird wieder ein Hafen"),
    (3, "BBC World", 20, 2, "Sleeper trains return to Europe as flights lose travellers"),
    (4, "Golem", 31, 1, "24 Stunden Zeit: Netzwerk soll bei seinem Hoster ausziehen"),
    (5, "heise online", 44, None, "LibreOffice öffnet Tabellen doppelt so schnell"),
    (6, "The Guardian", 58, 2, TRAINS),
    (7, "heise online", 70, 1, "Hoster kündigt dem Netzwerk: Frist läuft morgen ab"),
    (8, "Tagesblatt", 95, 1, CLOUD),
    (9, "The Guardian", 130, 1, "Cloud host gives disputed network a day to leave"),
    (10, "BBC World", 200, None, "A glacier’s last winter, measured from below"),
    (11, "Tagesblatt", 300, None, "Warum die Bäckerei um vier Uhr öffnet"),
    (12, "The Guardian", 1_600, None, "The museum that lends its paintings to kitchens"),
)


def tell(paths: Paths, articles: Iterable[tuple[int, str, int, int | None, str]] = ARTICLES) -> Paths:
    """Makes the folders. The entry of an article has its number."""
    articles = sorted(articles)
    paths.config_dir.mkdir(parents=True, exist_ok=True)
    tables = (
        f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\nfolder = "{folder}"\n' for title, (url, folder) in FEEDS.items()
    )
    paths.feeds.write_text("".join(tables), encoding="utf-8")
    put_database(paths, _database(tuple(articles)))
    return paths


@lru_cache(maxsize=8)
def _database(articles: tuple[tuple[int, str, int, int | None, str], ...]) -> bytes:
    """The file of a store with these articles, with which most tests of stories begin."""
    with TemporaryDirectory() as folder:
        paths = Paths(Path(folder), Path(folder))
        _arrive(
            paths,
            (
                {feed: [new_entry(number, sort=LATER - 60 * minutes, title=title, by="Anna Beispiel")]}
                for number, feed, minutes, _story, title in articles
            ),
        )
        group(paths, {number: story for number, _feed, _minutes, story, _title in articles if story is not None})
        return paths.database.read_bytes()


def add(paths: Paths, entries: Mapping[str, Iterable[NewEntry]]) -> None:
    """Lets articles arrive in feeds, by their titles."""
    _arrive(paths, [entries])


def _arrive(paths: Paths, batches: Iterable[Mapping[str, Iterable[NewEntry]]]) -> None:
    """Lets articles arrive, one batch after the other: their ids follow that order."""
    from reader.store import open_store
    from tests.support.stocking import update

    store = open_store(paths.database, now=NOW)
    try:
        store.feeds.subscribe([url for url, _ in FEEDS.values()])
        for entries in batches:
            polls = {poll.url: poll for poll in store.feeds.polls()}
            store.arrivals.apply(((update(polls[FEEDS[feed][0]], some)) for feed, some in entries.items()), now=NOW)
        while store.search.index_batch():
            pass
    finally:
        store.close()


def group(paths: Paths, stories: Mapping[int, int | None]) -> None:
    """Puts entries into stories, by their numbers."""
    with closing(sqlite3.connect(paths.database)) as database, database:
        database.executemany("UPDATE entries SET story = ? WHERE id = ?", [(b, a) for a, b in stories.items()])


def unread(path: Path) -> list[int]:
    """The numbers of the unread articles."""
    with closing(sqlite3.connect(path)) as database:
        return [number for (number,) in database.execute("SELECT id FROM entries WHERE read = 0 ORDER BY id")]


def clock() -> float:
    """The time at which the folders are read."""
    return float(LATER)
